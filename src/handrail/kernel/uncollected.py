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


def set_aside() -> None:
    """Let no later search for garbage walk what is remembered now; only the first call does it.

    It may take long. What is not used any more is given back as ever, unless it refers to itself
    in a circle.
    """
    if not gc.get_freeze_count():
        gc.collect()
        gc.freeze()
