"""Values are read with their units, however they are written."""

import pytest

from handrail.domain.knowledge.health.facts import ValueKind, values_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("within a period of 7 days", "within a period of one week"),
        ("up to 2,000 users", "up to 2k users"),
        ("5 million messages", "5,000,000 messages"),
        ("at 9:30am", "at 09:30"),
        ("on 3 March 2024", "on March 3rd, 2024"),
        ("$12", "12 dollars"),
        ("two to four weeks", "2–4 weeks"),
    ],
)
def test_the_same_value_written_otherwise_is_equal(one: str, other: str) -> None:
    (first,), (second,) = values_of(one), values_of(other)

    assert first.compares_with(second)
    assert first.equals(second)


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("It must be 2–15 characters in length.", ValueKind.COUNT, 2, 15),
        ("99.99% uptime", ValueKind.SHARE, 99.99, 99.99),
        ("3.6-7.2TB of storage", ValueKind.SIZE, 3.6e12, 7.2e12),
        ("for accounts opened in 2022", ValueKind.DATE, 2022, 2022),
        ("every 3 weeks", ValueKind.DURATION, 1_814_400, 1_814_400),
    ],
)
def test_a_value_is_brought_to_one_measure(
    text: str, kind: ValueKind, low: float, high: float
) -> None:
    (value,) = values_of(text)

    assert (value.kind, value.low, value.high) == (kind, low, high)


def test_numbers_of_steps_addresses_and_pronouns_are_no_values() -> None:
    text = "2. Open https://example.org/v2/30 and choose this one."

    assert values_of(text) == ()
