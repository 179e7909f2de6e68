"""Whatever is proposed, the gate says what is legal; and each part of the gate is needed for it."""

import pytest

from handrail.domain.actions.gate import GATE_CHECKS
from scripts.render_gate import PAGE
from tests.byzantine.gate import sample_rules
from tests.byzantine.mutants import Mutant
from tests.byzantine.teeth import Judged, judged, mutants, page, tooth, whole

MUTANTS = mutants()


@pytest.fixture(scope="module")
def over() -> tuple[Judged, ...]:
    return judged()


def test_the_gate_agrees_with_the_oracle_on_every_proposal(over: tuple[Judged, ...]) -> None:
    found = whole(over)

    assert (found.through, found.stopped, found.reworded) == (0, 0, 0)
    assert found.tried > len(over)


def test_the_proposals_reach_every_verdict(over: tuple[Judged, ...]) -> None:
    verdicts = {one.legal for one in over}

    assert verdicts >= {"none", "customer", "staff", "two_staff", "policy"}
    assert len(verdicts) == 5 + len(GATE_CHECKS) - 1  # two checks tell the same reason


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: f"{one.part}: {one.change}")
def test_without_a_part_of_the_gate_the_oracle_disagrees(
    mutant: Mutant, over: tuple[Judged, ...]
) -> None:

    found = tooth(mutant, over, sample_rules(), soon=True)

    assert found.is_red


@pytest.mark.slow
def test_the_page_of_the_gate_is_the_code_s() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m scripts.render_gate`"
