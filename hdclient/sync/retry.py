"""What to do after a failure: whose fault it may be, and how long to wait. Pure rules, no state, no clock.

    failure            blame   counts as a try of the item   the connection rests   the batch shrinks
    Unreachable        either  yes                           yes                    after two in a row
    NotOurPlatform     link    no                            yes                    no
    SignInNeeded       person  no                            until the sign-in      no
    Forbidden          person  no                            yes                    no
    RateLimited        link    no                            as long as asked       no
    TooLarge           batch   yes                           no                     yes; alone: refused
    Refused            batch   yes                           no                     yes; alone five times: held
    PlatformFault      either  yes                           yes                    yes; alone five times: held

"either": only when the platform answers a simple question right afterwards is the item itself under suspicion.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from hdclient.errors import (
    BackendError,
    Forbidden,
    NotOurPlatform,
    PlatformFault,
    RateLimited,
    Refused,
    SignInNeeded,
    TooLarge,
    Unreachable,
)

FIRST_WAIT_MS = 1_000
LONGEST_WAIT_MS = 60_000
LONGEST_REST_MS = 600_000
LONE_TRIES = 5
"""How often an item may fail alone, with the platform otherwise well, before it waits for a person."""
BATCH_ITEMS = 50
BATCH_BYTES = 1_000_000
RETRY_AFTER_CAP_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind of failure means for what was being sent."""

    counts: bool
    """Whether it was a try of the items, as the person sees it."""
    rests: bool
    """Whether nothing else should be asked for a while."""
    shrinks: bool
    """Whether a smaller batch may fare better."""
    suspicious: bool
    """Whether an item that fails so alone may itself be the reason."""
    repeats_before_shrinking: int = 1


_RULES: dict[type[BackendError], Rule] = {
    Unreachable: Rule(True, True, True, True, repeats_before_shrinking=2),
    NotOurPlatform: Rule(False, True, False, False),
    SignInNeeded: Rule(False, True, False, False),
    Forbidden: Rule(False, True, False, False),
    RateLimited: Rule(False, True, False, False),
    TooLarge: Rule(True, False, True, True),
    Refused: Rule(True, False, True, True),
    PlatformFault: Rule(True, True, True, True),
}


def rule(error: BackendError) -> Rule:
    """The rule for a failure; an unknown kind is treated as the most careful one."""
    for kind in type(error).__mro__:
        if kind in _RULES:
            return _RULES[kind]
    return _RULES[NotOurPlatform]


def backoff_ms(failures: int, rng: random.Random, *, longest_ms: int = LONGEST_WAIT_MS) -> int:
    """The wait before try number `failures` + 1: full jitter below a doubling, capped bound. Never 0."""
    bound = min(longest_ms, FIRST_WAIT_MS << min(max(failures, 1) - 1, 20))
    return rng.randint(max(1, bound // 10), bound)


def wait_ms(
    error: BackendError, failures: int, rng: random.Random, *, longest_ms: int = LONGEST_WAIT_MS
) -> int:
    """The wait after a failure: the platform's own wish (at most an hour) if it gave one, else a back-off."""
    own = backoff_ms(failures, rng, longest_ms=longest_ms)
    if error.retry_after_ms is None:
        return own
    return min(max(error.retry_after_ms, own), RETRY_AFTER_CAP_MS)


def smaller(batch: int) -> int:
    """The size to try after a batch of this size has failed."""
    return max(1, batch // 2)


def larger(limit: int, most: int) -> int:
    """The limit after a batch went through."""
    return min(most, limit * 2)


def brakes(removed: int, cached: int) -> bool:
    """Whether an answer takes so many tasks away at once that a second, identical one must confirm it."""
    return removed > max(20, cached * 30 // 100)
