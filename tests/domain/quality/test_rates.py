"""A rate is told with its quality, re-contact, unknown share and interval, or not at all."""

import copy
import csv
import io
import json
import pickle
from dataclasses import fields, replace
from typing import Any

import pytest

from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.quality.model import Figure
from handrail.domain.quality.rates import (
    NEEDED,
    ROW,
    Baseline,
    Counts,
    QualifiedRate,
    RateKind,
    carries_a_rate,
    deflection,
    resolution,
)

OURS = Counts(
    conversations=100,
    handled=70,
    resolved=30,
    unknown=25,
    returned=6,
    watched=40,
    right=18,
    checked=20,
)
THEIRS = Counts(conversations=100, handled=20, resolved=12, unknown=5, returned=2, watched=15)
SOME = Figure(value=0.5, low=0.4, high=0.6, n=100)
NONE_KNOWN = Figure(value=0.0, low=0.0, high=1.0, n=0)
PEOPLE = Baseline(resolved=SOME, recontact=SOME, unknown=SOME)


def parts(**changes: Any) -> dict[str, Any]:
    held = {"quality": SOME, "recontact": SOME, "unknown": SOME, "baseline": PEOPLE}
    return {"kind": RateKind.DEFLECTION, "share": SOME, **held, **changes}


@pytest.mark.parametrize("left_out", ["share", "quality", "recontact", "unknown", "baseline"])
def test_a_rate_cannot_be_built_without_any_of_its_parts(left_out: str) -> None:
    given = parts()
    del given[left_out]

    with pytest.raises(TypeError, match=left_out):
        QualifiedRate(**given)


@pytest.mark.parametrize("name", ["share", "quality", "recontact", "unknown"])
@pytest.mark.parametrize(
    "bad",
    [
        None,
        0.5,
        Figure(value=0.5, low=0.5, high=0.5, n=100),
        Figure(value=0.5, low=0.6, high=0.9, n=100),
        Figure(value=1.5, low=0.4, high=1.6, n=100),
        Figure(value=0.0, low=0.0, high=0.2, n=0),
        Figure(value=0.5, low=0.4, high=float("nan"), n=3),
    ],
)
def test_a_bare_number_or_a_share_without_an_interval_is_no_part_of_a_rate(
    name: str, bad: object
) -> None:
    with pytest.raises((TypeError, ValueError)):
        QualifiedRate(**parts(**{name: bad}))


def test_a_rate_cannot_lose_a_part_later() -> None:
    rate = QualifiedRate(**parts())

    with pytest.raises(AttributeError):
        rate.quality = NONE_KNOWN  # type: ignore[misc]
    with pytest.raises(ValueError, match="share"):
        replace(rate, quality=SOME)  # type: ignore[call-arg]
    assert not [f.name for f in fields(rate) if f.name in ("share", "value", "rate")]


@pytest.mark.parametrize("spelled", [float, int, json.dumps])
def test_a_rate_is_no_number_and_no_json_by_itself(spelled: Any) -> None:
    with pytest.raises(TypeError):
        spelled(QualifiedRate(**parts()))


def test_however_a_rate_is_spelled_all_of_it_is_there() -> None:
    rate = resolution(OURS, THEIRS, clopper_pearson)

    spelled = rate.as_json()

    assert set(NEEDED) <= set(spelled)
    assert carries_a_rate(spelled)
    for name in ("quality", "recontact", "unknown"):
        assert {"value", "low", "high", "n"} <= set(spelled[name])  # type: ignore[call-overload]
    for text in (str(rate), f"{rate}", rate.in_words(), repr(rate)):
        assert all(word in text for word in ("resolution", "unknown"))
    for text in (str(rate), f"{rate}", rate.in_words()):
        assert text.count("n ") >= 5
        assert "came back" in text


def test_a_row_holds_all_that_the_json_holds() -> None:
    rate = deflection(OURS, THEIRS, clopper_pearson, ("topic", "help/returns"))
    out = io.StringIO()
    writer = csv.DictWriter(out, ROW)
    writer.writeheader()
    writer.writerow(rate.as_row())

    (row,) = csv.DictReader(io.StringIO(out.getvalue()))

    assert tuple(row) == ROW
    assert (row["rate"], row["slice"], row["of"]) == ("deflection", "topic", "help/returns")
    assert (row["value"], row["n"]) == ("0.7", "100")
    assert (row["quality_value"], row["recontact_value"]) == ("0.4286", "0.15")
    assert (row["unknown_value"], row["baseline_resolved_value"]) == ("0.3571", "0.6")
    assert all(row.values())


def test_copies_are_whole() -> None:
    rate = deflection(OURS, THEIRS, clopper_pearson)

    assert copy.deepcopy(rate) == rate
    assert pickle.loads(pickle.dumps(rate)).as_json() == rate.as_json()


def test_deflection_is_told_with_how_many_are_known_to_be_helped() -> None:
    spelled = deflection(OURS, THEIRS, clopper_pearson).as_json()

    assert spelled["value"] == 0.7
    assert spelled["quality"]["value"] == 0.4286  # type: ignore[index]
    assert spelled["quality"]["n"] == 70  # type: ignore[index]


def test_resolution_counts_nothing_that_is_not_known_to_have_helped() -> None:
    spelled = resolution(OURS, THEIRS, clopper_pearson).as_json()

    assert spelled["value"] == 0.3
    assert spelled["quality"] == {"value": 0.9, "low": 0.683, "high": 0.9877, "n": 20}


def test_what_nobody_looked_at_is_not_known_rather_than_good() -> None:
    unseen = Counts(conversations=100, handled=70, unknown=70)

    rate = resolution(unseen, Counts(conversations=100), clopper_pearson)

    assert rate.quality == NONE_KNOWN
    assert rate.recontact == NONE_KNOWN
    assert "not known" in rate.in_words()
    assert rate.as_json()["value"] == 0.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"handled": 101},
        {"resolved": 50, "unknown": 30},
        {"returned": 41},
        {"watched": 71},
        {"right": 21},
        {"checked": 71},
        {"unknown": -1},
    ],
)
def test_counts_that_contradict_each_other_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="contradict"):
        replace(OURS, **wrong)
