"""The clean-up of the knowledge base as work: found, somebody's, careful meanwhile, put right."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handrail.app import App
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.model import Abstain, AbstainReason, Answer, TurnRecord
from handrail.domain.knowledge.health.model import FindingKind, FindingState, KeptFinding
from handrail.flow.check_knowledge import check_what_changed
from handrail.flow.decide_finding import Deciding, accept_finding
from handrail.flow.handle_message import handle_message
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.sample.project import open_sample

LEAD = StaffSession(staff=StaffId("lou"), role=Role.LEAD)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with closing(open_sample(tmp_path_factory.mktemp("shop"), _quiet, _unwatched)) as opened:
        yield opened


def contradiction(app: App) -> KeptFinding:
    with app.store.read() as reading:
        found = reading.findings(kinds={FindingKind.CONTRADICTION})
    (held,) = (one for one in found if "notices/loan" in "".join(one.finding.articles))
    return held


def asked(app: App) -> TurnRecord:
    text = "How much is the deposit for a loan instrument?"
    inbound = InboundMessage(conversation=None, text=text, channel="test")
    return handle_message(inbound, app.message_ports())


@pytest.mark.slow
def test_a_contradiction_is_somebodys_is_answered_carefully_and_ends_with_its_cause(
    app: App,
) -> None:
    found = contradiction(app)
    assert found.state is FindingState.OPEN
    assert found.owner in {"stores-team", "workshop-team"}
    assert [q.article for q in found.finding.quotes] == [
        "help/repairs/loan-instrument.md",
        "notices/loan-instruments-at-the-counter.md",
    ]

    careful = asked(app)

    assert isinstance(careful.outcome, Abstain)
    assert careful.outcome.reason is AbstainReason.CONTESTED_KNOWLEDGE
    assert "€100" in careful.reply
    assert "€150" in careful.reply

    accept_finding(Deciding(ref=found.finding.id, staff=LEAD), app.health.deciding)
    notice = app.project / "notices/loan-instruments-at-the-counter.md"
    notice.write_text(notice.read_text("utf-8").replace("€150", "€100"), "utf-8")
    sync_knowledge(app.sync_ports(), None, _unwatched)
    check_what_changed(app.health.ports)

    assert contradiction(app).state is FindingState.FIXED
    plain = asked(app)
    assert isinstance(plain.outcome, Answer)
    assert "€100" in plain.reply


def _quiet(_line: str) -> None:
    return None


def _unwatched(_stage: str, _done: int, _total: int) -> None:
    return None
