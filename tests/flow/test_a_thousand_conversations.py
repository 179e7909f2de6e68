"""A thousand customers at the edge of the day's budget: each has an answer, none costs too much."""

from dataclasses import replace

from handrail.adapters.models.metered import MeteredModel, Metering
from handrail.adapters.models.writer import ModelWriter
from handrail.domain.decision.model import Answer, TurnRecord
from handrail.flow.budget import Budget
from handrail.flow.language_model import ModelPorts
from tests.adapters.models.scripted import ScriptedModel, asking
from tests.adapters.sql.test_store_races import in_threads
from tests.fakes import FakeLedger
from tests.flow.desk import Desk
from tests.flow.writers import QUOTES, calibrated

QUOTE = "A refund takes 5 days to reach your bank."
SAID = "Your refund takes 5 days to reach your bank."
REPLY = f'{{"claims": [{{"text": "{SAID}", "citations": [{{"passage": 1, "quote": "{QUOTE}"}}]}}]}}'
MOST = 10_000
THREADS, EACH = 20, 50


def test_everybody_is_answered_and_the_budget_is_never_passed() -> None:
    desk, ledger = Desk(), FakeLedger()
    desk.knows("help/refunds.md", "Refunds", QUOTE)
    budget = Budget(per_conversation=MOST, per_customer_day=MOST, per_day=MOST)
    metering = Metering(ledger=ledger, budget=budget, clock=desk.clock, prices={})
    writer = ModelWriter(asking(MeteredModel(ScriptedModel([REPLY]), metering), "write.v1"))
    calibrated(desk, QUOTES, 0.0)
    models = ModelPorts(writers=(writer,), reader=None, clock=desk.clock, seconds=4.0)
    think = replace(desk.ports.think, models=models, bound_to={"writer": QUOTES})
    desk.ports = replace(desk.ports, think=think)
    records: list[TurnRecord] = []

    def converse(_number: int) -> None:
        records.extend(desk.hears("How long does a refund take?") for _ in range(EACH))

    errors = in_threads(THREADS, converse)

    by_model = [record for record in records if record.models["wrote"] == writer.name]
    asked = [call for record in records for call in record.calls if call.result == "finished"]
    day = [tokens for (scope, _, _), (tokens, _) in ledger.spent.items() if scope == "day"]
    assert errors == []
    assert len(records) == THREADS * EACH
    assert all(record.reply for record in records)
    assert 0 < len(asked) < len(records)
    assert day == [sum(call.tokens_in + call.tokens_out for call in asked)]
    assert day[0] <= MOST
    quoted = [record for record in records if record not in by_model]
    assert all(isinstance(record.outcome, Answer) for record in quoted)
