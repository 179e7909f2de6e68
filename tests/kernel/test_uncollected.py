"""Garbage is looked for again after what was short, whatever came of it."""

import gc
from collections.abc import Iterator

import pytest

from handrail.kernel.uncollected import set_aside, uncollected


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


@pytest.mark.parametrize(("is_short", "meanwhile"), [(True, False), (False, True)])
def test_only_short_work_is_left_alone(is_short: bool, meanwhile: bool) -> None:
    gc.enable()

    with uncollected(is_short=is_short):
        during = gc.isenabled()

    assert (during, gc.isenabled()) == (meanwhile, True)


def test_a_failure_leaves_it_on_and_what_was_off_stays_off() -> None:
    gc.enable()
    with pytest.raises(ValueError, match="x"), uncollected(is_short=True):
        raise ValueError("x")
    after = gc.isenabled()
    gc.disable()

    with uncollected(is_short=True):
        pass

    assert (after, gc.isenabled()) == (True, False)


def test_what_is_set_aside_is_walked_no_more_and_only_once() -> None:
    held = [object()]
    gc.unfreeze()  # a worker of another test may have set aside what it read
    try:
        set_aside()
        first = gc.get_freeze_count()
        later = [object()]
        set_aside()

        assert not any(one is held for one in gc.get_objects())
        assert any(one is later for one in gc.get_objects())
        assert 0 < gc.get_freeze_count() <= first
    finally:
        gc.unfreeze()
