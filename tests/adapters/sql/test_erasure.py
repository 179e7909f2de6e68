"""What a known customer says is never on the disk in plain text, and erasing ends every copy."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from handrail.adapters.sql.audit_log import SqlAuditLog
from handrail.adapters.sql.erasure import SqlEraseStore
from handrail.adapters.sql.ledger import SqlLedger
from handrail.adapters.sql.mail_threads import SqlChannelStore
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.adapters.sql.writing import SqlWriting
from handrail.adapters.vault.encryption import KeyedCipher, keys_in_file, new_line
from handrail.adapters.vault.signing import is_signed
from handrail.domain.actions.model import Action, ActionId, ActionState, StaffId
from handrail.domain.conversation.model import (
    ConversationId,
    ConversationState,
    Event,
    MessageId,
)
from handrail.domain.decision.model import HandOff, HandOffReason
from handrail.domain.handoff.model import OPEN, HandoffId, HandoffState
from handrail.domain.handoff.note import NoteId, StaffNote
from handrail.domain.handoff.rating import Rating
from handrail.domain.handoff.suggestion import SuggestionId
from handrail.flow.budget import Account, Spending
from handrail.flow.erase_customer import erase_customer
from handrail.flow.handoff_ports import AgentWords
from handrail.flow.mail_ports import ReceivedMail
from handrail.flow.verify_audit import VerifyPorts, export_log, verify_live
from handrail.kernel.errors import Conflict, NotFound, VaultUnavailable
from tests.builders import (
    NOON,
    a_brief,
    a_conversation,
    a_handoff,
    a_record,
    a_suggestion,
    an_action,
    an_entry,
    an_inbound,
)
from tests.domain.audit.logs import OPERATOR
from tests.fakes import FixedClock
from tests.postgres import Cluster, programs

ADA, BOB = "ada.lovelace@example.com", "bob"
SECRET = "My daughter Byron is allergic to rosin"
CONV = ConversationId("conv_ada")
KIM = StaffId("kim")
TRACES = (ADA, "lovelace", "allergic", "Byron", "rosin")
"""What must be found nowhere."""


def talk(store: SqlStore, name: str = CONV, customer: str | None = ADA, said: str = SECRET) -> None:
    conversation = a_conversation(name, customer=customer)
    record = a_record(f"rec_{name}", conversation=conversation.id, question=said, reply=f"{said}!")
    told = (Event(kind="message.received", facts={"text": said}),)
    with store.write() as writing:
        writing.open_conversation(conversation, an_entry(subject=name))
        inbound = an_inbound(said, idempotency_key="k")
        writing.save_turn(conversation, inbound, record, an_entry(), told)
        if customer is not None:
            writing.add_action(an_email_change(conversation.id, customer, said), an_entry())
        at_the_desk(writing, conversation.id, said)


def at_the_desk(writing: SqlWriting, ref: ConversationId, said: str) -> None:
    """Keep a handoff with its brief, a draft, what a person said, and a rating with a comment."""
    writing.add_handoff(a_handoff(f"hand_{ref}", conversation=ref, brief=a_brief(said)), an_entry())
    drafted = a_record(f"rec_sug_{ref}", conversation=ref, question=said, reply=f"{said}?")
    writing.add_suggestion(a_suggestion(f"sug_{ref}", conversation=ref, record=drafted), an_entry())
    words = AgentWords(id=MessageId(f"msg_{ref}"), text=f"So {said}.", by="Kim", at=NOON)
    writing.save_agent_message(writing.hold_conversation(ref), words, an_entry())
    note = StaffNote(id=NoteId(f"note_{ref}"), conversation=ref, by=KIM, at=NOON, text=said)
    writing.add_note(note, an_entry())
    writing.save_rating(Rating(conversation=ref, score=1, comment=said, at=NOON), an_entry())


def test_what_waits_for_a_person_ends_with_its_customer(
    sqlite_url: str, cipher: KeyedCipher
) -> None:
    store = open_store(sqlite_url, upgrade, cipher=lambda: cipher)
    talk(store)

    erase_customer(ADA, SqlEraseStore(store), FixedClock())

    with store.read() as reading:
        handoff = reading.handoff(HandoffId(f"hand_{CONV}"))
        assert reading.suggestion(SuggestionId(f"sug_{CONV}")) is None
        rating = reading.rating(CONV)
    assert handoff is not None
    assert (handoff.state, handoff.brief) == (HandoffState.CLOSED, None)
    assert rating is not None
    assert (rating.score, rating.comment) == (1, None)
    store.close()


def test_nothing_stays_of_what_a_mail_was_about(sqlite_url: str, cipher: KeyedCipher) -> None:
    store = open_store(sqlite_url, upgrade, cipher=lambda: cipher)
    talk(store)
    mail = ReceivedMail(sender=ADA, subject=SECRET, text=SECRET, message_id="<1@example.com>")
    with SqlChannelStore(store).decide() as tx:
        tx.add_mail(CONV, mail, NOON, an_entry())

    erase_customer(ADA, SqlEraseStore(store), FixedClock())

    with store.reading_connection() as connection:
        held = connection.execute(text("SELECT document FROM mail_threads")).scalars().all()
    assert held == [None]
    store.close()


def an_email_change(
    conversation: str, customer: str, said: str, state: ActionState = ActionState.SUCCEEDED
) -> Action:
    return an_action(
        f"act_{conversation}",
        name="change_email",
        conversation=conversation,
        customer=customer,
        resource=f"Customer/{customer}",
        arguments={"email": ADA, "note": said},
        result={"told": ADA},
        why=f"{ADA} bounces: {said}",
        state=state,
    )


@pytest.mark.parametrize("state", [ActionState.AWAITING_STAFF, ActionState.APPROVED])
def test_what_waits_for_a_decision_is_cancelled_with_its_customer(
    sqlite_url: str, cipher: KeyedCipher, state: ActionState
) -> None:
    store = open_store(sqlite_url, upgrade, cipher=lambda: cipher)
    talk(store)
    waiting = replace(an_email_change(CONV, ADA, SECRET, state), id=ActionId("act_waiting"))
    with store.decide() as tx:
        tx.add_action(waiting, an_entry())

    erase_customer(ADA, SqlEraseStore(store), FixedClock())

    with store.read() as reading:
        left = reading.action(waiting.id)
    assert left is not None
    assert left.state is ActionState.CANCELLED
    assert (left.customer, dict(left.arguments), left.salt) == ("erased", {}, "")
    store.close()


def test_a_customer_is_not_erased_while_something_is_being_done_for_them(
    sqlite_url: str, cipher: KeyedCipher
) -> None:
    store = open_store(sqlite_url, upgrade, cipher=lambda: cipher)
    talk(store)
    doing = an_email_change(CONV, ADA, SECRET, ActionState.UNKNOWN)
    with store.decide() as tx:
        tx.add_action(replace(doing, id=ActionId("act_doing")), an_entry())

    with pytest.raises(Conflict, match="act_doing"):
        erase_customer(ADA, SqlEraseStore(store), FixedClock())

    with store.read() as reading:
        found = reading.conversation(CONV)
    assert found is not None
    assert found.questions == (SECRET,)
    store.close()


def spend(store: SqlStore, customer: str) -> tuple[Account, ...]:
    accounts = tuple(
        Account(scope=scope, subject=subject, day="2026-03-02", most_tokens=100)
        for scope, subject in (("customer", customer), ("conversation", "conv_9"))
    )
    assert SqlLedger(store).reserve(accounts, Spending(tokens_in=7))
    return accounts


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def traces_in(held: bytes) -> list[str]:
    return [trace for trace in TRACES if trace.lower().encode() in held.lower()]


def wrapped_key(store: SqlStore) -> bytes:
    with store.reading_connection() as connection:
        found: str = connection.execute(text("SELECT key FROM persons")).scalar_one()
    return found.encode()


def exported(store: SqlStore) -> bytes:
    return "\n".join(export_log(SqlAuditLog(store))).encode()


def verifies(store: SqlStore) -> bool:
    ports = VerifyPorts(
        log=SqlAuditLog(store), is_signed=is_signed, own=lambda: frozenset((OPERATOR.log(),))
    )
    return verify_live(SqlAuditLog(store).heads(), None, ports).is_sound


def test_nothing_of_a_customer_is_in_the_file_or_its_log_and_after_erasing_not_even_the_key(
    sqlite_url: str, tmp_path: Path, cipher: KeyedCipher
) -> None:
    store = open_store(sqlite_url, upgrade, cipher=lambda: cipher)
    talk(store)
    spend(store, ADA)
    SqlAuditLog(store).seal(OPERATOR, FixedClock(), 100, is_thorough=False)
    key, database = wrapped_key(store), tmp_path / "handrail.db"
    before = on_disk(tmp_path)

    erase_customer(ADA, SqlEraseStore(store), FixedClock())

    after = on_disk(tmp_path)
    assert traces_in(before) == traces_in(after) == traces_in(exported(store)) == []
    assert key in before
    assert key not in after
    assert database.with_name("handrail.db-wal").stat().st_size == 0
    assert verifies(store)
    store.close()


def test_on_postgresql_a_dump_the_tables_and_the_write_ahead_log_hold_nothing_of_a_customer(
    postgres: Cluster, postgres_url: str, cipher: KeyedCipher
) -> None:
    store = open_store(postgres_url, upgrade, cipher=lambda: cipher)
    talk(store)
    spend(store, ADA)
    key = wrapped_key(store)

    done = erase_customer(ADA, SqlEraseStore(store), FixedClock())

    files = on_disk(postgres.home / "data")
    tables = on_disk(postgres.home / "data/base")
    assert traces_in(files) == traces_in(dump_of(postgres)) == traces_in(exported(store)) == []
    assert key not in tables
    assert key not in dump_of(postgres)
    assert "write-ahead log" in " ".join(done.left)
    assert verifies(store)
    store.close()


def dump_of(server: Cluster) -> bytes:
    bin_ = programs()
    assert bin_ is not None
    address = ["-h", str(server.home), "-p", "5432", "-U", "handrail", "postgres"]
    program = (bin_ / "initdb").resolve().with_name("pg_dump")
    done = subprocess.run([program, *address], capture_output=True, check=True)
    assert b"conv_ada" in done.stdout
    return done.stdout


def test_an_erased_customer_is_gone_and_everybody_else_stays(vault_store: SqlStore) -> None:
    talk(vault_store)
    talk(vault_store, "conv_bob", BOB, "Hello")
    talk(vault_store, "conv_nobody", None, "Good day")

    done = erase_customer(ADA, SqlEraseStore(vault_store), FixedClock())

    [erased] = done.erased
    assert (erased.conversations, erased.messages, erased.records, erased.events) == (1, 3, 1, 1)
    with vault_store.read() as reading:
        gone = reading.conversation(CONV)
        assert gone is not None
        assert (gone.state, gone.customer, gone.token_digest) == (
            ConversationState.CLOSED,
            None,
            None,
        )
        assert [message.text for message in gone.messages] == [""] * 3
        assert reading.record(a_record("rec_conv_ada").id) is None
        assert reading.latest_record(CONV) is None
        assert reading.record_of_key(CONV, "k") is None
        assert reading.events_after(CONV, 0) == ()
        bob = reading.conversation(ConversationId("conv_bob"))
        nobody = reading.conversation(ConversationId("conv_nobody"))
    assert bob is not None
    assert nobody is not None
    assert (bob.customer, bob.questions, nobody.questions) == (BOB, ("Hello",), ("Good day",))


def test_the_log_says_that_somebody_was_erased_and_not_who(vault_store: SqlStore) -> None:
    talk(vault_store)

    done = erase_customer(ADA, SqlEraseStore(vault_store), FixedClock())

    with vault_store.read() as reading:
        entry = reading.audit_entries()[-1][1]
    assert (entry.kind, entry.subject) == ("subject.erased", done.persons[0])
    assert entry.facts == {"conversations": 1, "messages": 3, "records": 1, "events": 1}
    assert traces_in(repr(entry).encode()) == []


def test_a_customer_of_whom_nothing_is_kept_is_not_found(vault_store: SqlStore) -> None:
    talk(vault_store)
    erase_customer(ADA, SqlEraseStore(vault_store), FixedClock())

    for customer in (ADA, "stranger"):
        with pytest.raises(NotFound, match="Nothing is kept"):
            erase_customer(customer, SqlEraseStore(vault_store), FixedClock())


def test_a_customer_who_comes_back_after_being_erased_is_somebody_new(
    vault_store: SqlStore,
) -> None:
    talk(vault_store)
    erase_customer(ADA, SqlEraseStore(vault_store), FixedClock())

    talk(vault_store, "conv_again", ADA, "Hello again")

    with vault_store.read() as reading:
        held = reading.conversation(ConversationId("conv_again"))
    assert held is not None
    assert (held.customer, held.questions) == (ADA, ("Hello again",))


def test_what_a_customer_spent_is_kept_under_a_name_that_tells_nobody(
    vault_store: SqlStore,
) -> None:
    accounts = spend(vault_store, ADA)

    with vault_store.reading_connection() as connection:
        rows = connection.execute(text("SELECT scope, subject FROM model_spending")).all()
    assert SqlLedger(vault_store).spent(accounts) == ((7, 0), (7, 0))
    assert ADA not in {row.subject for row in rows}

    talk(vault_store)
    erase_customer(ADA, SqlEraseStore(vault_store), FixedClock())

    assert SqlLedger(vault_store).spent(accounts) == ((0, 0), (7, 0))


def handed_over(store: SqlStore, name: str, customer: str | None) -> None:
    conversation = a_conversation(name, customer=customer, state=ConversationState.HANDED_OFF)
    outcome = HandOff(reason=HandOffReason.CUSTOMER_REQUEST)
    record = a_record(f"rec_{name}", conversation=conversation.id, outcome=outcome)
    with store.write() as writing:
        writing.open_conversation(conversation, an_entry())
        writing.save_turn(conversation, an_inbound("A person, please"), record, an_entry())
        writing.add_handoff(a_handoff(f"hand_{name}", conversation=conversation.id), an_entry())


def test_without_the_vaults_key_known_customers_stay_closed_and_the_rest_runs(
    vault_store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    handed_over(vault_store, "conv_ada", ADA)
    handed_over(vault_store, "conv_nobody", None)
    (tmp_path / "vault.key").unlink()
    lost = KeyedCipher(keys_in_file(tmp_path / "vault.key"))

    store = open_store(database_url, upgrade, cipher=lambda: lost)

    with store.read() as reading:
        waiting = reading.handoffs(OPEN)
        nobody = reading.conversation(ConversationId("conv_nobody"))
        with pytest.raises(VaultUnavailable, match="missing"):
            reading.conversation(CONV)
    assert [held.conversation for held in waiting] == ["conv_ada", "conv_nobody"]
    assert [held.brief for held in waiting] == [None, a_brief()]
    assert nobody is not None
    assert len(nobody.messages) == 2
    with pytest.raises(VaultUnavailable, match="missing"):
        talk(store, "conv_new", BOB)
    talk(store, "conv_anonymous", None)
    assert not (tmp_path / "vault.key").exists()
    store.close()


def test_a_store_that_was_opened_without_a_vault_knows_no_customer(sql_store: SqlStore) -> None:
    with pytest.raises(VaultUnavailable, match="No vault"):
        talk(sql_store)

    with sql_store.read() as reading:
        assert reading.conversation(CONV) is None
        assert reading.audit_entries() == ()


def test_two_who_come_at_once_as_a_new_customer_are_both_erased(vault_store: SqlStore) -> None:
    talk(vault_store)
    talk(vault_store, "conv_2", BOB)
    with vault_store.writing_connection() as connection:  # as two transactions at once leave it
        lookup = connection.execute(
            text("SELECT lookup FROM persons ORDER BY at, id LIMIT 1")
        ).scalar_one()
        connection.execute(text("UPDATE persons SET lookup = :l"), {"l": lookup})
    whose = [ADA, BOB]

    found = next(c for c in whose if _persons(vault_store, c) == 2)
    done = erase_customer(found, SqlEraseStore(vault_store), FixedClock())

    assert len(done.persons) == 2
    assert sum(held.conversations for held in done.erased) == 2


def _persons(store: SqlStore, customer: str) -> int:
    with SqlEraseStore(store).erasing() as erasing:
        return len(erasing.persons_of(customer))


def test_a_customer_is_still_found_after_the_wrapping_key_was_changed(
    vault_store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    talk(vault_store)
    path = tmp_path / "vault.key"
    path.write_bytes(new_line() + path.read_bytes())
    newer = KeyedCipher(keys_in_file(path))

    store = open_store(database_url, upgrade, cipher=lambda: newer)
    talk(store, "conv_2", ADA, "Hello")

    done = erase_customer(ADA, SqlEraseStore(store), FixedClock())
    assert len(done.persons) == 1
    assert done.erased[0].conversations == 2
    store.close()
