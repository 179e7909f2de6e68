"""Each check earns its place: without it, a lie that it alone stops gets through."""

import pytest

from handrail.domain.answering.checks.all_checks import ALL_CHECKS
from scripts.render_guard import PAGE
from tests.hostile.teeth import TEETH, TRIES, Tooth, page, teeth


@pytest.fixture(scope="module")
def tried() -> dict[str, Tooth]:
    return {tooth.check: tooth for tooth in teeth()}


def test_every_check_has_a_lie_of_its_own() -> None:
    names = [check.name for check in ALL_CHECKS]

    assert names == list(TEETH)


@pytest.mark.parametrize("name", [check.name for check in ALL_CHECKS])
def test_without_the_check_its_lie_gets_through(name: str, tried: dict[str, Tooth]) -> None:
    tooth = tried[name]

    assert tooth.without == TRIES
    assert tooth.with_it == 0


def test_the_page_of_checks_is_the_code_s() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m scripts.render_guard`"
