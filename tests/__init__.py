"""The tests, and the programs that measure. They speak English whatever the computer speaks; HDCLIENT_LANGUAGE=ar
before `python -m tests.screenshots` shows the pages in Arabic.
"""

import os

from hdclient.language import speak_early

os.environ.setdefault("HDCLIENT_LANGUAGE", "en")
speak_early()
