"""Let no garbage be looked for during work that is over in seconds.

Where much is remembered, walking all of it again and again takes longer than the work itself.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected(*, is_short: bool) -> Iterator[None]:
    """Look for no garbage until the block ends; work that may take minutes is left as it is."""
    was_on = gc.isenabled()
    if is_short:
        gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
