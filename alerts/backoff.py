"""How long to wait before something that failed is tried again."""

import random
from datetime import timedelta


def backoff(tries, first, longest):
    """From `first` to `longest` seconds: longer each time, and never the same for all."""
    seconds = min(longest, first * 2 ** min(tries - 1, 20))
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311
