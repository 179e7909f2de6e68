"""A reply can be rebuilt from its record, byte for byte, or it is said what stands against it."""

import base64
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from handrail.app import App
from handrail.cli.main import run
from handrail.domain.answering.model import Claim
from handrail.domain.decision.model import Answer, RecordId, TurnRecord
from handrail.domain.knowledge.model import Passage
from handrail.flow.language_model import FaultKind, ModelFault, ModelPorts, ModelTurn, Writing
from handrail.flow.rebuild_turn import recorded_turn
from handrail.flow.verify_record import Verified, Vouching, verify_record
from handrail.kernel.errors import NotFound, NotKept, Tampered
from handrail.replay_app import past_store, verify_ports
from tests.builders import a_claim, an_entry
from tests.past import QUESTIONS, a_past_project, move_on, seal
from tests.projects import asked, close_every_project, opened


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    yield a_past_project(tmp_path)
    close_every_project()


def verified(record: TurnRecord, app: App) -> Verified:
    return verify_record(record.id, verify_ports(app))


def rewritten(app: App, statement: str, **values: str) -> None:
    """Change a row as somebody does who owns the database: its triggers are no obstacle."""
    with app.store.writing_connection() as connection:
        named = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in connection.execute(named).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        changed = connection.execute(text(statement), values)
        assert changed.rowcount


def test_replies_come_out_the_same_after_the_knowledge_base_has_moved_on(app: App) -> None:
    records = [asked(app, question) for question in QUESTIONS]
    move_on(app.project)
    seal(app)

    found = [verified(record, opened(app.project)) for record in records]

    assert any(isinstance(record.outcome, Answer) for record in records)
    assert [one.differences for one in found] == [()] * 3
    assert {one.vouching for one in found} == {Vouching.ANCHORED}


def test_a_follow_up_is_rebuilt_with_what_was_said_before(app: App) -> None:
    first = asked(app, QUESTIONS[1])
    record = asked(app, "and above 60 euros?", conversation=first.conversation)
    move_on(app.project)

    found = verified(record, app)

    assert record.searched != "and above 60 euros?"
    assert found.is_same
    assert found.vouching is Vouching.OPEN


def test_words_keep_the_order_in_which_the_search_gave_them(app: App) -> None:
    record = asked(app, "What is the time that tracking the tracked parcel takes?")

    with past_store(app).past() as past:
        kept = past.kept_turn(record.id)
    turn = None if kept is None else recorded_turn(kept)

    assert turn is not None
    found = app.find(turn.basis.found[0].question, turn.basis.scope)
    assert [term for term, _ in turn.basis.found[0].term_weights] == list(found.term_weights)
    assert list(found.term_weights) != sorted(found.term_weights)


def test_a_reply_that_was_changed_in_the_database_is_refused(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    rewritten(
        app,
        "UPDATE turn_records SET document = replace(document, '5 days', '9 days') WHERE id = :ref",
        ref=record.id,
    )

    with pytest.raises(Tampered, match="is not what was written"):
        verified(record, app)


def test_a_passage_version_that_was_changed_is_refused(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    rewritten(app, "UPDATE passages SET text = replace(text, '5 days', '9 days')")

    with pytest.raises(Tampered, match=r"help/billing/refunds\.md.*another hash"):
        verified(record, app)


def test_a_changed_earlier_turn_is_refused_too(app: App) -> None:
    first = asked(app, QUESTIONS[1])
    record = asked(app, "and above 60 euros?", conversation=first.conversation)
    rewritten(
        app,
        "UPDATE turn_records SET document = replace(document, 'parcel', 'letter') WHERE id = :ref",
        ref=first.id,
    )

    with pytest.raises(Tampered, match=first.id):
        verified(record, app)


def test_a_sealed_audit_entry_that_was_changed_with_the_record_is_refused(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    seal(app)
    rewritten(
        app,
        "UPDATE audit_entries SET canonical = replace(canonical, 'commitment', 'Commitment') "
        "WHERE subject = :ref",
        ref=record.id,
    )

    with pytest.raises(Tampered, match="vouches for nothing"):
        verified(record, app)


def test_a_record_without_its_audit_entry_is_refused(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    rewritten(app, "DELETE FROM audit_entries WHERE subject = :ref", ref=record.id)

    with pytest.raises(Tampered, match="no single entry"):
        verified(record, app)


def test_a_record_from_before_its_basis_was_kept_cannot_be_rebuilt(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    rewritten(app, "DELETE FROM turn_bases WHERE record = :ref", ref=record.id)

    with pytest.raises(NotKept):
        verified(record, app)
    with pytest.raises(NotFound):
        verify_record(RecordId("rec_none"), verify_ports(app))


def test_a_version_that_is_gone_is_named(app: App) -> None:
    record = asked(app, QUESTIONS[0])
    rewritten(app, "UPDATE article_versions SET article = 'help/other.md'")

    with pytest.raises(NotKept, match="not kept any more"):
        verified(record, app)


class Scripted:
    """Write one claim from the best passage, then break off; count how often it was asked."""

    name = "scripted model"

    def __init__(self) -> None:
        self.asked = 0

    def claims(self, writing: Writing, _turn: ModelTurn) -> Iterator[Claim]:
        self.asked += 1
        yield quoting(writing.passages[0])
        raise ModelFault(FaultKind.UNREACHABLE, "The line broke.")


def quoting(passage: Passage) -> Claim:
    unit = passage.units[0]
    return a_claim(passage, passage.text[unit.start : unit.end])


def test_what_a_model_wrote_is_taken_from_the_record_and_nobody_is_asked_again(app: App) -> None:
    writer = Scripted()
    models = ModelPorts(writers=(writer,), reader=None, clock=app.clock, seconds=4.0)  # type: ignore[arg-type]  # an iterator will do
    app.models = models
    app.bound_to = {**app.bound_to, "writer": writer.name}
    with app.store.write() as writing:
        held = writing.calibration()
        assert held is not None
        writing.save_calibration(replace(held, bound_to=dict(app.bound_to)), an_entry())
    record = asked(app, QUESTIONS[0])
    move_on(app.project)
    before = writer.asked

    found = verified(record, opened(app.project))

    assert record.models["wrote"] == writer.name
    assert found.is_same
    assert writer.asked == before > 0


def bases(app: App) -> list[str]:
    with app.store.reading_connection() as connection:
        return list(connection.execute(text("SELECT document FROM turn_bases")).scalars())


def test_what_a_known_customers_turn_stood_on_is_sealed_and_goes_with_the_customer(
    app: App,
) -> None:
    unknown = asked(app, QUESTIONS[0])
    record = asked(app, QUESTIONS[1], conversation=unknown.conversation, customer="ann@example.com")

    sealed = bases(app)
    erased = run(["erase", "ann@example.com", "--yes", "--project", str(app.project)])

    assert len(sealed) == 2
    assert not any(is_packed(document) for document in sealed)
    assert erased == 0
    assert bases(app) == ["", ""]
    with pytest.raises(NotFound):
        verified(record, app)


def is_packed(document: str) -> bool:
    """Tell whether anybody could unpack it."""
    try:
        zlib.decompress(base64.b64decode(document))
    except (ValueError, zlib.error):
        return False
    return True


def test_what_a_strangers_turn_stood_on_is_packed(app: App) -> None:
    asked(app, QUESTIONS[0])

    assert [is_packed(document) for document in bases(app)] == [True]


def test_the_command_says_what_it_found(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    record = asked(app, QUESTIONS[0])
    at = ["--project", str(app.project)]

    whole = run(["explain", record.id, "--verify", *at])
    rewritten(app, "UPDATE passages SET text = replace(text, '5 days', '9 days')")
    tampered = run(["explain", record.id, "--verify", *at])

    said = capsys.readouterr().out
    assert (whole, tampered) == (0, 1)
    assert "the same, byte for byte" in said
    assert "TAMPERED" in said
