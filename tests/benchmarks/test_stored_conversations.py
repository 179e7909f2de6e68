"""A conversation that is stored again holds together as the first one does."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from benchmarks.stencils import Print, cut_stencil, printed
from benchmarks.stored_conversations import QuickIds
from handrail.adapters.sql.erasure import SqlEraseStore
from handrail.adapters.sql.sealed_text import SealedText
from handrail.adapters.sql.tables import conversations, messages, turn_records
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId
from handrail.flow.erase_customer import erase_customer
from handrail.flow.verify_record import verify_record
from handrail.replay_app import verify_ports
from tests.builders import NOON
from tests.projects import a_synced_project, asked, opened


def test_a_stored_conversation_can_be_read_verified_and_erased(tmp_path: Path) -> None:
    app = opened(a_synced_project(tmp_path / "project"))
    first = asked(app, "How long does a refund take to reach my bank account?")
    at = NOON - timedelta(days=40)

    with app.store.writing_connection() as connection:
        texts = SealedText(connection, app.store.cipher)
        stencil = cut_stencil(first.conversation, connection, texts, {})
        wanted = Print(at=at, customer="cus-7", channel="email")
        rows = list(printed(stencil, wanted, texts, QuickIds(1), {}))
        for table, row in rows:
            connection.execute(insert(table), row)
    of = dict(rows)
    ref = ConversationId(of[conversations]["id"])
    record = RecordId(of[turn_records]["id"])

    with app.store.read() as reading:
        held, before = reading.conversation(ref), reading.conversation(first.conversation)
    assert held is not None
    assert before is not None
    assert (held.customer, held.channel, held.opened_at) == ("cus-7", "email", at)
    assert [m.text for m in held.messages] == [m.text for m in before.messages]
    assert {m.id for m in held.messages}.isdisjoint(m.id for m in before.messages)
    assert held.messages[0].text not in of[messages]["text"]
    assert verify_record(record, verify_ports(app)).is_same

    erase_customer("cus-7", SqlEraseStore(app.store), app.clock)

    with app.store.read() as reading:
        assert reading.record(record) is None
