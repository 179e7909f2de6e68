"""What stood in the way of an answer is kept with the turn, and stands there when it is rebuilt."""

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from handrail.app import App
from handrail.domain.answering.model import Draft
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.basis import Basis
from handrail.domain.decision.commitment import basis_from_plain, basis_text
from handrail.domain.decision.model import (
    Abstain,
    AbstainReason,
    Answer,
    HandOff,
    HandOffReason,
    TurnRecord,
)
from handrail.domain.knowledge.health.model import FindingState
from handrail.domain.retrieval.model import SearchResult
from handrail.flow.handle_message import handle_message
from handrail.flow.ports import Writer
from handrail.flow.rebuild_turn import recorded_turn
from handrail.flow.verify_record import Verified, verify_record
from handrail.kernel.errors import Tampered
from handrail.kernel.plain import to_plain
from handrail.replay_app import past_store, verify_ports
from tests.builders import an_entry
from tests.past import (
    NOTICE,
    ONE,
    OTHER,
    QUESTIONS,
    REFUNDS,
    a_past_project,
    contradict,
    move_on,
    publish_the_notice,
)
from tests.projects import asked, close_every_project, opened


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = a_past_project(tmp_path)
    publish_the_notice(app.project)
    yield opened(app.project)
    close_every_project()


def settle(app: App) -> None:
    """Fix the contradiction, edit one of its articles, and take the other away."""
    with app.store.write() as writing:
        [held] = writing.findings()
        writing.move_finding(replace(held, state=FindingState.FIXED), an_entry())
    (app.project / "docs" / "notice.md").unlink()
    move_on(app.project)


@dataclass
class Interrupted:
    """Write as another writer does, after something happened."""

    writer: Writer
    first: Callable[[], object]

    @property
    def name(self) -> str:
        return self.writer.name

    def draft(self, question: str, result: SearchResult) -> Draft:
        self.first()
        return self.writer.draft(question, result)


def asked_while(app: App, first: Callable[[], object], **more: str) -> TurnRecord:
    """Send a message; something happens between thinking and writing."""
    ports = app.message_ports()
    think = replace(ports.think, writer=Interrupted(ports.think.writer, first))
    inbound = InboundMessage(**({"conversation": None, "text": QUESTIONS[0]} | more))  # type: ignore[arg-type]  # ids are text
    return handle_message(inbound, replace(ports, think=think))


def reason_of(record: TurnRecord) -> AbstainReason:
    assert isinstance(record.outcome, Abstain)
    return record.outcome.reason


def verified(record: TurnRecord, app: App) -> Verified:
    return verify_record(record.id, verify_ports(app))


def basis_of(record: TurnRecord, app: App) -> Basis:
    with past_store(app).past() as past:
        kept = past.kept_turn(record.id)
    turn = None if kept is None else recorded_turn(kept)
    assert turn is not None
    return turn.basis


def test_both_sides_are_shown_again_after_they_were_fixed_and_the_articles_edited(app: App) -> None:
    contradict(app)
    record = asked(app, QUESTIONS[0])
    settle(app)

    found = verified(record, opened(app.project))

    assert reason_of(record) is AbstainReason.CONTESTED_KNOWLEDGE
    assert ONE in record.reply
    assert OTHER in record.reply
    assert found.differences == ()
    assert isinstance(asked(opened(app.project), QUESTIONS[0]).outcome, Answer)


def test_what_was_contested_is_kept_by_version_with_what_each_side_says(app: App) -> None:
    contradict(app)
    record = asked(app, QUESTIONS[0])

    basis = basis_of(record, app)

    held = {one.finding: one for f in basis.found for by in f.contested.values() for one in by}
    [dispute] = held.values()
    assert isinstance(record.outcome, Abstain)
    assert record.outcome.findings == (dispute.finding,)
    assert (dispute.why, dispute.newer) == ("5 days or 9 days", NOTICE)
    assert [(s.article, s.quote) for s in dispute.sides] == [(REFUNDS, ONE), (NOTICE, OTHER)]
    assert all(side.version and side.digest for side in dispute.sides)
    assert basis.looked is None


def test_a_contradiction_that_only_the_last_look_found_is_found_again(app: App) -> None:
    record = asked_while(app, lambda: contradict(app))
    settle(app)

    found = verified(record, opened(app.project))

    basis = basis_of(record, app)
    assert reason_of(record) is AbstainReason.CONTESTED_KNOWLEDGE
    assert not any(one.contested for one in basis.found)
    assert basis.looked is not None
    assert basis.looked.contested
    assert found.differences == ()


def test_an_article_edited_between_thinking_and_writing_is_gone_again(app: App) -> None:
    record = asked_while(app, lambda: move_on(app.project))

    found = verified(record, opened(app.project))

    basis = basis_of(record, app)
    assert reason_of(record) is AbstainReason.KNOWLEDGE_CHANGED
    assert basis.looked is not None
    assert basis.looked.gone
    assert found.differences == ()


def test_whoever_asked_on_gets_a_person_again(app: App) -> None:
    contradict(app)
    first = asked(app, QUESTIONS[0])
    second = asked(app, QUESTIONS[0], conversation=first.conversation)
    settle(app)

    found = verified(second, opened(app.project))

    assert isinstance(second.outcome, HandOff)
    assert second.outcome.reason is HandOffReason.CONTESTED_KNOWLEDGE
    assert found.differences == ()


def test_a_basis_from_before_this_was_kept_is_read(app: App) -> None:
    record = asked(app, QUESTIONS[1])
    basis = basis_of(record, app)
    plain = to_plain(basis, Basis)
    assert isinstance(plain, dict)
    assert isinstance(plain["found"], list)

    del plain["looked"]
    for one in plain["found"]:
        assert isinstance(one, dict)
        del one["contested"]

    assert basis_from_plain(plain) == basis


def rewritten(app: App, statement: str, **values: str) -> None:
    """Change a row as somebody does who owns the database: its triggers are no obstacle."""
    with app.store.writing_connection() as connection:
        named = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in connection.execute(named).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        assert connection.execute(text(statement), values).rowcount


def keep_instead(app: App, record: TurnRecord, basis: Basis) -> None:
    document = base64.b64encode(zlib.compress(basis_text(basis).encode())).decode("ascii")
    statement = "UPDATE turn_bases SET document = :document WHERE record = :ref"
    rewritten(app, statement, document=document, ref=record.id)


def without_disputes(basis: Basis) -> Basis:
    return replace(basis, found=tuple(replace(one, contested={}) for one in basis.found))


def with_other_words(basis: Basis) -> Basis:
    return basis_from_plain(json.loads(basis_text(basis).replace("on day 9", "on day 7")))


@pytest.mark.parametrize("change", [without_disputes, with_other_words])
def test_contested_words_that_were_changed_in_the_basis_are_refused(
    app: App, change: Callable[[Basis], Basis]
) -> None:
    contradict(app)
    record = asked(app, QUESTIONS[0])
    basis = basis_of(record, app)
    keep_instead(app, record, basis)
    assert verified(record, app).is_same
    changed = change(basis)
    assert changed != basis
    keep_instead(app, record, changed)

    with pytest.raises(Tampered, match="is not what was written"):
        verified(record, app)


def test_a_last_look_that_was_taken_out_of_the_basis_is_refused(app: App) -> None:
    record = asked_while(app, lambda: move_on(app.project))
    keep_instead(app, record, replace(basis_of(record, app), looked=None))

    with pytest.raises(Tampered, match="is not what was written"):
        verified(record, app)


def test_a_side_whose_version_was_changed_is_refused(app: App) -> None:
    contradict(app)
    record = asked(app, QUESTIONS[0])
    rewritten(app, "UPDATE passages SET text = replace(text, 'on day 9', 'on day 7')")

    with pytest.raises(Tampered, match=r"help/notice\.md.*another hash"):
        verified(record, app)
