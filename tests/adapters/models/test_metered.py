"""A thousand conversations at the edge of the budget: none passes it, and everybody is answered."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.adapters.models.metered import MeteredModel, Metering, Price
from handrail.adapters.sql.ledger import SqlLedger
from handrail.adapters.sql.store import SqlStore
from handrail.domain.decision.model import ModelCall
from handrail.flow.budget import Budget, Spending
from handrail.flow.language_model import FaultKind, ModelFault, ModelRequest, Spender
from handrail.kernel.errors import StorageUnavailable
from tests.adapters.models.opened import a_request
from tests.adapters.models.scripted import ScriptedModel
from tests.adapters.sql.test_store_races import in_threads
from tests.fakes import FakeLedger, FixedClock

BUDGET = Budget(per_conversation=10_000, per_customer_day=20_000, per_day=30_000)
USED = 15  # tokens that the scripted model says it used


@pytest.fixture
def ledger(vault_store: SqlStore) -> SqlLedger:
    return SqlLedger(vault_store)


def metered(
    ledger: SqlLedger | FakeLedger,
    budget: Budget = BUDGET,
    clock: FixedClock | None = None,
    model: ScriptedModel | None = None,
) -> MeteredModel:
    metering = Metering(ledger=ledger, budget=budget, clock=clock or FixedClock(), prices={})
    return MeteredModel(model or ScriptedModel(["Hello."]), metering)


def asked(model: MeteredModel, request: ModelRequest) -> bool:
    """Tell whether the budget allowed the call; any other fault is raised."""
    try:
        list(model.stream(request))
    except ModelFault as fault:
        if fault.kind is not FaultKind.NO_BUDGET:
            raise
        return False
    return True


@pytest.mark.slow
def test_a_thousand_conversations_never_pass_the_day_s_budget_and_none_gets_an_error(
    ledger: SqlLedger,
) -> None:
    budget = Budget(per_conversation=10_000, per_customer_day=10_000, per_day=6_000)
    served: list[bool] = []

    def converse(number: int) -> None:
        model = metered(ledger, budget=budget)
        for turn in range(25):
            spender = Spender(conversation=f"c{number}-{turn}", customer=f"p{number}-{turn}")
            served.append(asked(model, a_request(spender=spender)))

    errors = in_threads(40, converse)

    day = BUDGET.accounts(Spender(), FixedClock().now().date())
    [(spent, _)] = ledger.spent(day)
    assert errors == []
    assert len(served) == 1_000
    assert spent == USED * sum(served)
    assert spent <= 6_000
    assert 0 < sum(served) < 1_000


def test_each_of_the_three_budgets_ends_a_spender_of_its_own() -> None:
    ledger = FakeLedger()
    model = metered(ledger, Budget(per_conversation=300, per_customer_day=600, per_day=900))

    def spends_up(conversation: str, customer: str) -> int:
        spender = Spender(conversation=conversation, customer=customer)
        while asked(model, a_request(content="x" * 100, spender=spender)):
            pass
        return ledger.spent.get(("conversation", conversation, ""), (0, 0))[0]

    spent = [spends_up(*who) for who in (("c1", "ada"), ("c2", "ada"), ("c3", "ada"))]
    spent += [spends_up(*who) for who in (("c4", "bob"), ("c5", "bob"))]

    totals = {scope: tokens for (scope, _, _), (tokens, _) in ledger.spent.items()}
    assert all(tokens <= 300 for tokens in spent)
    assert sum(spent[:3]) <= 600
    assert sum(spent) == totals["day"] <= 900
    assert spent[0] > 0


def test_with_a_new_day_the_day_s_budget_is_new() -> None:
    clock = FixedClock()
    budget = Budget(per_conversation=10_000, per_customer_day=300, per_day=300)
    model = metered(FakeLedger(), budget, clock)
    request = a_request()
    while asked(model, request):
        pass

    clock.advance(timedelta(days=1).total_seconds())

    assert asked(model, request)


def test_a_ledger_that_cannot_be_reached_means_no_budget_and_no_error() -> None:
    model, ledger = ScriptedModel(["Hello."]), FakeLedger()
    ledger.fault = StorageUnavailable("Database: The disk is full.")

    assert not asked(metered(ledger, model=model), a_request())
    assert model.asked == []


def test_a_call_that_the_budget_refused_stands_in_the_record() -> None:
    calls: list[ModelCall] = []
    nothing = Budget(per_conversation=0, per_customer_day=0, per_day=0)

    asked(metered(FakeLedger(), budget=nothing), a_request(calls))

    assert [(call.result, call.tokens_in, call.tokens_out) for call in calls] == [
        ("no_budget", 0, 0)
    ]


@given(st.text(max_size=300), st.integers(1, 500))
def test_no_prompt_has_more_tokens_than_are_reserved_for_it(text: str, most: int) -> None:
    ledger = FakeLedger()
    seen: list[int] = []

    def look() -> None:
        seen.extend(tokens for tokens, _ in ledger.spent.values())

    model = metered(ledger, model=ScriptedModel([""], before_each=look))
    list(model.stream(a_request(content=text, most_tokens=most)))

    assert min(seen) >= len(text.encode("utf-8", "replace")) + most


def test_money_is_rounded_up_so_that_the_limit_holds() -> None:
    price = Price(tokens_in=0.15, tokens_out=0.6)

    assert price.micros(1, 0) == 1
    assert price.micros(10, 10) == 8
    assert Spending(tokens_in=2, tokens_out=3).tokens == 5
