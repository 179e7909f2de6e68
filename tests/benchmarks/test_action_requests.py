"""The evaluation set of action requests, and what the shipped weights reach on it."""

import pytest

from benchmarks.action_requests import figures, request_ports, rows, seen_of
from benchmarks.halves import half_of
from handrail.adapters.systems.openapi import actions_in
from handrail.domain.actions.arguments import fits
from handrail.domain.conversation.spelling import clauses_of
from handrail.sample.orders.document import DOCUMENT
from training.requests.rows import catalogues, written_sentences


def told(text: str) -> tuple[tuple[str, ...], ...]:
    return clauses_of(text)


def test_no_sentence_that_was_learnt_from_is_measured_with() -> None:
    measured = {told(row["text"]) for row in rows()}

    learnt = {told(said.text) for said in written_sentences()}
    examples = {
        told(sentence)
        for specs in catalogues().values()
        for spec in specs
        for sentence in (*spec.examples, *spec.lookalikes)
    }

    assert measured & learnt == set()
    assert measured & examples == set()


def test_there_are_two_hundred_requests_and_as_many_lookalikes_and_forty_quotations() -> None:
    requests = [row for row in rows() if row["action"] is not None]
    lookalikes = [row for row in rows() if row["action"] is None]

    assert len(requests) >= 200
    assert len(lookalikes) >= 200
    assert sum(row["kind"] == "quoted" for row in lookalikes) >= 40
    assert len({row["text"] for row in rows()}) == len(rows())


def test_every_expected_argument_is_one_that_its_action_takes() -> None:
    specs = {spec.name: spec for spec in actions_in(DOCUMENT)}
    odd = []

    for row in rows():
        for name, value in (row.get("arguments") or {}).items():
            parameter = specs[row["action"]].parameter(name)
            if parameter is None or not fits(parameter, value):
                odd.append((row["text"], name))

    assert odd == []


@pytest.mark.slow
def test_the_weights_tell_requests_from_questions() -> None:
    ports = request_ports()

    found = figures([seen_of(row, ports) for row in rows() if half_of(row["text"]) == "report"])

    assert found["precision of the intent"].value >= 0.97
    assert found["recall of the intent"].value >= 0.85
    assert found["arguments right"].value >= 0.97
