"""The encrypted store on this computer: one file per (platform, person), opened by one process at a time.

It must not know screens, sessions or the network. Drafts and seals come from the person's side, the rest
from sync.
"""

from hdclient.store.store import Store

__all__ = ["Store"]
