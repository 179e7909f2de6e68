"""To which end a sentence leans, what bounds a value and what narrows a noun is read from words."""

import pytest

from handrail.domain.knowledge.health.contradictions import possible_in
from handrail.domain.knowledge.health.signals import Possible
from tests.domain.knowledge.health.centre import a_centre


@pytest.mark.parametrize(
    ("one", "other", "axis"),
    [
        (
            "The captain's lounge is open to day guests.",
            "The captain's lounge is out of bounds for day guests.",
            "grants",
        ),
        (
            "Apprentice sailors are exempt from the mooring fee.",
            "The mooring fee is charged to apprentice sailors as well.",
            "charges",
        ),
        (
            "A berth number survives a change of owner.",
            "The berth number is lost in a change of owner.",
            "keeps",
        ),
        (
            "The harbour report leaves out visiting boats.",
            "Visiting boats appear in the harbour report.",
            "shows",
        ),
        (
            "The bilge pump starts by itself in a storm.",
            "You have to start the bilge pump by hand in a storm.",
            "by_itself",
        ),
        (
            "Evening races take place in heavy rain.",
            "In heavy rain the evening races are cancelled.",
            "happens",
        ),
        (
            "Anyone on board can read the captain's log.",
            "The captain alone can read the captain's log.",
            "for_all",
        ),
    ],
)
def test_ends_of_an_axis_are_told_apart_without_a_shared_word(
    one: str, other: str, axis: str
) -> None:
    (found,) = _possible(one, other)

    assert found.signals[f"turned_{axis}"] == 1.0


def test_a_denial_turns_the_word_behind_it() -> None:
    (found,) = _possible(
        "A deleted logbook can be restored by the yard.",
        "A deleted logbook cannot be restored by the yard, whatever you pay.",
    )

    assert found.signals["plain_parity"] == 1.0
    assert found.signals["deed_met"] == 1.0


def test_a_thing_that_is_denied_in_passing_is_told_from_one_that_both_speak_of() -> None:
    (passing,) = _possible(
        "The harbour chart shows every buoy, with no training.",
        "The harbour chart shows every buoy as soon as it is laid.",
    )
    (told,) = _possible(
        "The harbour chart shows every buoy.",
        "Our harbour chart comes without any buoy.",
    )

    assert (passing.signals["things_unmet"], passing.signals["in_passing"]) == (1.0, 1.0)
    assert (told.signals["thing_met"], told.signals["in_passing"]) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "You may keep up to 40 saved charts on board.",
            "A boat holds no more than 40 saved charts.",
        ),
        (
            "A canvas sail bag for the locker may not be heavier than 8 kg.",
            "Up to 8 kg are fine for a canvas sail bag in the locker.",
        ),
    ],
)
def test_a_bound_is_no_denial(one: str, other: str) -> None:
    assert _possible(one, other) == []


def test_nobody_but_one_keeps_a_thing_and_denies_nothing() -> None:
    (found,) = _possible(
        "Nobody but the harbour master can open the lock gate.",
        "Visiting skippers can open the lock gate without asking.",
    )

    assert (found.signals["kept"], found.signals["kept_turned"]) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tide-table print --all", "tide-table print --no-header"),
        (
            "Update the tide table before the end of the season.",
            "The tide table is printed before the season starts.",
        ),
        (
            "For mooring fees, tide tables and the lock gate, see the harbour guide instead.",
            "The harbour guide has mooring fees, tide tables and the lock gate.",
        ),
    ],
)
def test_commands_and_instructions_deny_nothing(one: str, other: str) -> None:
    assert _possible(one, other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Is the old lock gate open to visiting skippers in winter?",
            "Visiting skippers cannot pass the old lock gate.",
        ),
        (
            "Visiting skippers cannot pass the old lock gate " + "on a day of the week " * 6 + ".",
            "Visiting skippers pass the old lock gate with a permit.",
        ),
    ],
)
def test_questions_and_what_is_very_long_deny_nothing(one: str, other: str) -> None:
    assert _possible(one, other) == []


def test_a_word_that_seldom_denies_is_not_enough_by_itself() -> None:
    found = _possible(
        "A berth lease for harbour guests is written down at the end of the season.",
        "We write the berth lease for harbour guests in spring.",
    )

    assert found == []


def test_what_is_said_of_a_subject_is_not_left_over_of_it() -> None:
    (found,) = _possible(
        "A berth number survives a change of owner.",
        "The berth number is lost in a change of owner.",
    )

    assert found.signals["left_in_both"] > 0.0
    assert found.signals["subject_left_in_both"] == 0.0


def test_values_that_are_both_the_most_are_measured_as_such() -> None:
    (found,) = _possible(
        "A boat holds no more than 40 saved charts.",
        "You may keep up to 25 saved charts.",
    )

    assert found.signals["both_most"] == 1.0
    assert found.signals["apart_by"] == pytest.approx(0.47, abs=0.01)


def test_a_noun_of_another_kind_is_measured() -> None:
    (found,) = _possible(
        "A mortgage application is reviewed within three weeks.",
        "We review a loan application in two days.",
    )

    assert found.signals["modified_otherwise"] == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Skippers in Norway keep a licence for 5 years.",
            "In Poland a skipper's licence is kept for 2 years.",
        ),
        (
            "The Basic plan keeps harbour charts for a week.",
            "On the Pro plan harbour charts are kept for a month.",
        ),
        ("Since 2022 the harbour crane is free.", "In 2018 you had to pay for the harbour crane."),
    ],
)
def test_what_holds_elsewhere_or_at_another_time_is_not_weighed(one: str, other: str) -> None:
    assert _possible(one, other) == []


def test_free_is_a_word_beside_a_sentence_without_prices() -> None:
    (found,) = _possible(
        "Guide dogs travel free of charge on the ferry.",
        "You have to buy a ticket for guide dogs on the ferry.",
    )

    assert found.signals["turned_charges"] == 1.0


def _possible(one: str, other: str) -> list[Possible]:
    centre = a_centre({"one.md": f"# Good to know\n\n{one}\n", "two.md": f"# Answers\n\n{other}\n"})
    return [found for *_, found in possible_in(centre)]
