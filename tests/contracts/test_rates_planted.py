"""The checks of test_rates.py find what they look for: here are offenders, planted one by one."""

from typing import Any

import pytest

from tests.rate_contract import (
    counting_alone,
    counting_silence,
    incomplete_csv,
    incomplete_json,
    incomplete_metrics,
    incomplete_page,
    incomplete_schemas,
    incomplete_templates,
    incomplete_text,
    told_silence,
)

FIGURE = {"value": 0.4, "low": 0.3, "high": 0.5, "n": 90}
WHOLE: dict[str, Any] = {
    "rate": "deflection",
    "slice": "all",
    "of": "",
    **FIGURE,
    "quality": FIGURE,
    "recontact": FIGURE,
    "unknown": FIGURE,
    "baseline": {"resolved": FIGURE, "recontact": FIGURE, "unknown": FIGURE},
}
SAID = (
    "deflection 63.0% (60.0% to 66.0%); known to have helped 41.0%, came back 8.0%, "
    "unknown 40.0%; people: helped 70.0%"
)


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in WHOLE.items() if key != name}


@pytest.mark.parametrize(
    "planted",
    [
        *(without(name) for name in ("quality", "recontact", "unknown", "low", "high", "baseline")),
        {**WHOLE, "quality": 0.4},
        {**WHOLE, "recontact": {"value": 0.1}},
        {"deflection": 0.63},
        {"figures": [{"resolution_rate": {"value": 0.6, "low": 0.5, "high": 0.7, "n": 9}}]},
        {"days": {"2026-03-02": {"deflected": 12}}},
        {"self_service_rate": 0.7},
        {"containment": 0.7},
    ],
)
def test_json_that_tells_a_rate_and_leaves_something_out_is_found(planted: Any) -> None:
    assert incomplete_json({"body": planted})
    assert not incomplete_json({"body": [WHOLE]})


@pytest.mark.parametrize(
    "planted",
    [
        "day,deflection\n2026-03-02,0.6\n",
        "rate,value,n\nresolution,0.6,100\n",
        "rate,value,low,high,n\ndeflection,0.6,0.5,0.7,100\n",
    ],
)
def test_a_table_that_tells_a_rate_and_lacks_columns_is_found(planted: str) -> None:
    assert incomplete_csv(planted)
    assert not incomplete_csv("day,measure\n2026-03-02,1\n")


@pytest.mark.parametrize(
    "planted",
    [
        "Deflection rose to 63 %.",
        "63 % of conversations were resolved.",
        "Resolution rate: 63.0% (60.0% to 66.0%)",
        SAID.replace("came back", "again"),
        SAID.replace("unknown", "the rest"),
        SAID.replace(" to 66.0%", ""),
        "Containment rate 71%",
    ],
)
def test_words_that_tell_a_rate_alone_are_found_in_text_page_and_chart(planted: str) -> None:
    page = f"<main><section><h2>Last week</h2><p>{planted}</p></section></main>"
    chart = f"<svg><title>Trend</title><g><text>{planted}</text></g></svg>"
    elsewhere = f"<section>{planted}</section><section>{SAID}</section>"

    assert incomplete_text(f"# Week\n\n{planted}\n")
    assert incomplete_page(page)
    assert incomplete_page(chart)
    assert incomplete_page(elsewhere)
    assert not incomplete_text(SAID)
    assert not incomplete_page(f"<section><p>{SAID}</p></section>")


def test_a_metric_that_is_a_rate_alone_is_found() -> None:
    alone = 'handrail_deflection_rate{site="a"} 0.63\n'
    parts = ("quality", "recontact", "unknown", "low", "high")
    whole = alone + "".join(f"handrail_deflection_{part} 0.5\n" for part in parts)

    assert incomplete_metrics(alone)
    assert not incomplete_metrics(whole)


@pytest.mark.parametrize(
    ("properties", "required"),
    [
        ({"deflection": {}}, []),
        ({"rate": {}, "value": {}}, ["rate", "value"]),
        ({"resolved": {}, "n": {}}, ["resolved"]),
        ({name: {} for name in WHOLE}, ["rate", "value"]),
    ],
)
def test_a_schema_with_room_for_a_rate_alone_is_found(
    properties: dict[str, Any], required: list[str]
) -> None:
    planted = {"properties": properties, "required": required}
    whole = {"properties": {name: {} for name in WHOLE}, "required": list(WHOLE)}

    assert incomplete_schemas({"components": {"schemas": {"Planted": planted}}})
    assert not incomplete_schemas({"components": {"schemas": {"Whole": whole}}})


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Deflection {{ figure.value }}</p>",
        "{% for day in days %}{{ day.resolved }}{% endfor %}",
        "<h2>Resolution</h2>{{ quality }}{{ low }}{{ high }}",
    ],
)
def test_a_template_that_names_a_rate_alone_is_found(planted: str) -> None:
    assert incomplete_templates({"planted.html": planted})
    assert not incomplete_templates({"whole.html": "<p>Deflection</p>{{ rate.in_words() }}"})


@pytest.mark.parametrize(
    "planted",
    [
        'share = tallies["deflected"].hits / tallies["deflected"].cases',
        "share = found[Measure.RESOLVED]",
        "well = sum(one.outcome in RESOLVED for one in found)",
        "asked = text(\"SELECT hits FROM day_figures WHERE measure = 'deflected'\")",
    ],
)
def test_a_module_that_makes_a_rate_of_its_own_is_found(planted: str) -> None:
    assert counting_alone(planted)
    assert not counting_alone('"""Tell deflected and resolved ones."""\nx = tallies["unknown"]')


@pytest.mark.parametrize(
    "planted",
    [
        "GOOD = {Outcome.CONFIRMED, Outcome.VERIFIED, Outcome.SILENT}",
        'helped = outcome in ("confirmed", "silent")',
        "asked = \"SELECT count(*) WHERE outcome IN ('verified', 'silent')\"",
    ],
)
def test_silence_put_among_those_who_were_helped_is_found(planted: str) -> None:
    assert counting_silence(planted)
    assert not counting_silence('names = ["confirmed", "silent", "abandoned"]')


def test_rates_of_silence_that_claim_a_success_are_found() -> None:
    assert told_silence([WHOLE])
    assert told_silence([{**WHOLE, "rate": "resolution"}])
