"""What two articles say in words of their own is held against each other."""

import pytest

from handrail.domain.knowledge.health.comparing import DifferenceKind
from handrail.domain.knowledge.health.contradictions import possible_in
from handrail.domain.knowledge.health.facts import values_of
from handrail.domain.knowledge.health.signals import Possible
from tests.domain.knowledge.health.centre import a_centre


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("It takes an hour.", 3_600), ("We wait half a day.", 43_200), ("Once every week.", 604_800)],
)
def test_a_length_of_time_is_read_without_a_figure(text: str, seconds: float) -> None:
    (value,) = values_of(text)

    assert value.low == seconds


def test_words_tie_two_sentences_in_whatever_order_they_stand() -> None:
    (found,) = _possible(
        "Unused passes of the gym expire after 12 months.",
        "A gym pass that you do not use stays valid for 18 months.",
    )

    assert found.found == (DifferenceKind.VALUE, "duration", "12 months", "18 months")


def test_a_denial_is_measured_beside_what_it_denies() -> None:
    (found,) = _possible(
        "Share links continue to work after a folder was renamed.",
        "Renaming a folder breaks its share links.",
    )

    assert found.found[0] is DifferenceKind.DENIAL
    assert found.signals["parity"] == 1.0


def test_an_opposite_is_measured_where_nothing_is_denied() -> None:
    (found,) = _possible(
        "A deposit is mandatory for bookings of a wedding.",
        "For wedding bookings a deposit is voluntary.",
    )

    assert found.signals["opposed"] == 1.0


def test_who_alone_may_is_told_from_who_may_as_well() -> None:
    (found,) = _possible(
        "Only administrators can download the audit log.",
        "The audit log is there to download for guests as well.",
    )

    assert found.found[:2] == (DifferenceKind.ELIGIBILITY, "role")
    assert found.signals["kept"] == 1.0


def test_sentences_that_agree_are_not_weighed_at_all() -> None:
    found = _possible(
        "Share links continue to work when a folder is renamed.",
        "When you rename a folder its share links still work.",
    )

    assert not found


def test_a_value_on_one_side_does_not_hide_a_denial() -> None:
    (found,) = _possible(
        "Two vouchers can be combined in an order.",
        "Vouchers cannot be combined in an order.",
    )

    assert found.found[0] is DifferenceKind.DENIAL
    assert found.signals["values_once"] == 1.0


def test_what_one_grants_and_the_other_makes_depend_on_something_is_weighed() -> None:
    (found,) = _possible(
        "Unlicensed anglers can fish from the pier.",
        "Anglers need a licence to fish from the pier.",
    )

    assert found.signals["granted_and_demanded"] == 1.0


def test_one_rare_word_ties_sentences_that_are_about_little() -> None:
    (found,) = _possible("A cabin sleeps four people.", "Each cabin has beds for six people.")

    assert found.found[0] is DifferenceKind.VALUE


def _possible(one: str, other: str) -> list[Possible]:
    centre = a_centre({"one.md": f"# Good to know\n\n{one}\n", "two.md": f"# Answers\n\n{other}\n"})
    return [found for *_, found in possible_in(centre)]
