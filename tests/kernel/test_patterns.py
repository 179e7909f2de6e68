import re

import pytest

from handrail.kernel.patterns import when_used


def test_a_pattern_that_waits_finds_what_the_compiled_one_finds() -> None:
    later, now = when_used(r"(\w+)@(\w+)", re.IGNORECASE), re.compile(r"(\w+)@(\w+)", re.IGNORECASE)

    assert later.findall("a@b, C@D") == now.findall("a@b, C@D")
    assert later.sub(r"\2", "a@b") == now.sub(r"\2", "a@b")
    assert later.search("none") is None
    assert (later.pattern, later.flags) == (now.pattern, now.flags)


def test_a_pattern_that_cannot_be_read_says_so_when_it_is_used() -> None:
    later = when_used("(")

    with pytest.raises(re.error):
        later.search("anything")
