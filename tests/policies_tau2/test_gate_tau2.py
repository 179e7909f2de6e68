"""Two published support policies, written in Cedar, hold on their own databases and tasks."""

import pytest

from benchmarks.gate_tau2 import Kept, data_folder, measure, situations
from handrail.domain.actions.gate import GATE_CHECKS, Asked
from handrail.domain.actions.model import Refuse
from tests.byzantine.gate import permitted
from tests.byzantine.mutants import Mutant, policy_mutants
from tests.policies_tau2.domains import FOLDERS, airline, retail
from tests.policies_tau2.judge import Domain, Judged, asked_of, judged

DATA = data_folder()
NOTICE = "HANDRAIL_DATA is not set: it names the folder with the tau2 tasks and databases"
CANNOT_BE_PAID = {"105"}
"""Retail task 105 exchanges two items for 21.10 more than they cost and names a gift card that
holds 17.00, which the policy's text forbids: the gate refuses it, and so does the oracle."""
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(DATA is None, reason=NOTICE),
]


def _domains() -> tuple[Domain, ...]:
    assert DATA is not None
    return retail(DATA), airline(DATA)


def test_every_true_call_of_all_tasks_waits_for_the_customer_and_for_nothing_else() -> None:
    refused: list[Judged] = []
    kept = Kept()

    for domain in _domains():
        for one in judged(domain, tries=0, seed=0):
            kept.count(one)
            refused += [one] if isinstance(one.ruling, Refuse) else []

    assert {one.task for one in refused} == CANNOT_BE_PAID
    assert (kept.counts[True, True], len(refused)) == (145, 1)
    assert kept.otherwise == 0


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1], ids=["retail", "airline"])
def test_no_illegal_call_passes_and_no_legal_one_is_refused(number: int) -> None:
    domain = _domains()[number]

    kept = measure(situations(domain))

    assert kept["all"].counts[False, True] == 0
    assert kept["all"].counts[True, False] == 0
    assert kept["all"].illegal >= 600
    assert all(one.illegal for kind, one in kept.items() if kind != "true")


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1], ids=["retail", "airline"])
def test_every_policy_and_every_condition_is_needed(number: int) -> None:
    domain = _domains()[number]
    over = [(one, asked_of(domain, one.situation)) for one in situations(domain)]
    reach_policies = [pair for pair in over if not any(check(pair[1]) for check in GATE_CHECKS)]

    idle = [
        f"{mutant.part}: {mutant.change}"
        for mutant in policy_mutants(FOLDERS[domain.name], domain.catalogue)
        if not any(_is_noticed(mutant, one, asked) for one, asked in reach_policies)
    ]

    assert idle == []


def _is_noticed(mutant: Mutant, one: Judged, asked: Asked) -> bool:
    if mutant.rules is None or one.situation.call.name not in mutant.actions:
        return False
    return (permitted(asked, mutant.rules) == "customer") != one.is_legal
