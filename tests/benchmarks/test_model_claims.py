"""Claims that were read by eye are kept so that others may use them, and nothing else is."""

import json
from typing import Any

from benchmarks.model_claims import LABELS, TO_READ, SaidClaim, drawn_ids, labels, to_read
from benchmarks.model_page import page

VERDICT = {"id", "supported", "says_nothing", "passed_check", "reached_with_guard"}


def rows(centre: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in LABELS[centre].read_text("utf-8").splitlines()]


def said(number: int) -> SaidClaim:
    return SaidClaim(
        id=f"claim{number}",
        centre="sample",
        question="Why?",
        text="Because.",
        evidence=("Because.",),
        passed_check=number % 10 == 0,
        reached_with_guard=False,
    )


def test_at_least_sixty_claims_were_read() -> None:
    assert len(labels()) >= 60


def test_the_sample_companys_claims_are_a_set_for_grounding() -> None:
    for row in rows("sample"):
        assert set(row) == VERDICT | {"evidence", "text", "question"}
        assert row["evidence"]
        assert not (row["supported"] and row["says_nothing"])


def test_of_a_centre_under_another_licence_only_verdicts_are_kept() -> None:
    assert rows("plausible")
    assert all(set(row) == VERDICT for row in rows("plausible"))


def test_all_that_passed_the_check_is_read_and_a_draw_that_stands_for_all() -> None:
    claims = [said(number) for number in range(200)]

    chosen = {claim.id for claim in to_read(claims)}

    assert {claim.id for claim in claims if claim.passed_check} <= chosen
    assert drawn_ids(claims) <= chosen
    assert len(drawn_ids(claims)) == TO_READ
    assert to_read(claims) == to_read(claims)


def test_the_page_shows_what_was_measured_and_leaves_out_the_rest() -> None:
    written = page({"leak": [["extractive", "9 of 10", "0 of 10", "0 of 10"]]})

    assert "| extractive | 9 of 10 | 0 of 10 | 0 of 10 |" in written
    assert "Hidden instructions" not in written
