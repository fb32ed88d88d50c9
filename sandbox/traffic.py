"""How many requests Telegram gets, second by second, and how many it refuses for being too many."""

import itertools
import time
from collections import Counter
from typing import Any

from sandbox.journal import Journal

JSON = dict[str, Any]
SECONDS = 30
TOO_MANY = 429
QUIET = frozenset({"getUpdates", "getMe"})
"""What limits do not count."""


def traffic(journal: Journal, seconds: int = SECONDS) -> JSON:
    """{"requests": [n], "refused": [n]}, oldest second first, the last one under way; {"total", "refused_total"}."""
    now = time.monotonic()
    requests, refused = Counter[int](), Counter[int]()
    recent = itertools.takewhile(lambda one: one.began > now - seconds, reversed(journal.requests))
    for one in recent:
        if one.method not in QUIET:
            ago = int(now - one.began)
            requests[ago] += 1
            refused[ago] += one.status == TOO_MANY
    ages = range(seconds - 1, -1, -1)
    return {"requests": [requests[ago] for ago in ages], "refused": [refused[ago] for ago in ages]}
