"""A customer signs in by a token that the host's server signed, once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from handrail.adapters.sql.action_tables import nonces
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.sealed_text import SealedText
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.adapters.sql.tables import person_addresses
from handrail.domain.actions.model import CustomerId, CustomerSession
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.flow.identify_customer import (
    Identity,
    IdentityPorts,
    identify_customer,
    renew_token,
    session_of,
)
from handrail.kernel.errors import Conflict, NotAuthenticated, NotFound
from tests.builders import NOON, a_conversation, a_record, an_entry, an_inbound
from tests.fakes import FixedClock
from tests.vault import a_cipher

CONV = ConversationId("conv_1")
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class SpokenTokens:
    """Believe a token that is spelt `customer/nonce`, or `customer/nonce/email`."""

    def identity(self, token: str, now: datetime) -> Identity:
        customer, nonce, email = (*token.split("/"), "", "")[:3]
        if not nonce:
            raise NotAuthenticated("No.")
        return Identity(
            customer=CustomerId(customer),
            nonce=nonce,
            expires_at=now + 5 * A_MINUTE,
            email=email or None,
        )


@pytest.fixture(params=["sqlite", "postgres"])
def ports(request: pytest.FixtureRequest) -> Iterator[IdentityPorts]:
    store = open_store(request.getfixturevalue(f"{request.param}_url"), upgrade, cipher=a_cipher)
    with store.write() as writing:
        writing.open_conversation(a_conversation(), an_entry("conversation.opened"))
    yield IdentityPorts(store=store, clock=FixedClock(), tokens=SpokenTokens())
    store.close()


def test_a_token_binds_the_conversation_for_an_hour_and_changes_its_token(
    ports: IdentityPorts,
) -> None:
    session = identify_customer(CONV, "ann/1", "new digest", ports)

    assert session.customer == "ann"
    assert session.expires_at == NOON + timedelta(hours=1)
    assert session_of(CONV, ports) == session
    with ports.store.read() as reading:
        found = reading.conversation(CONV)
    assert found is not None
    assert (found.customer, found.token_digest) == ("ann", "new digest")


def test_a_session_ends_and_is_renewed_by_another_token(ports: IdentityPorts) -> None:
    identify_customer(CONV, "ann/1", "d1", ports)
    ports.clock.advance(3600)  # type: ignore[attr-defined]

    with pytest.raises(NotAuthenticated):
        session_of(CONV, ports)

    identify_customer(CONV, "ann/2", "d2", ports)
    assert session_of(CONV, ports).customer == "ann"


def test_a_token_is_remembered_until_no_clock_takes_it_any_more(ports: IdentityPorts) -> None:
    identify_customer(CONV, "ann/1", "d1", ports)
    ports.clock.advance(400)  # type: ignore[attr-defined]
    identify_customer(CONV, "ann/2", "d2", ports)
    ports.clock.advance(400)  # type: ignore[attr-defined]
    identify_customer(CONV, "ann/3", "d3", ports)

    assert isinstance(ports.store, SqlStore)
    with ports.store.reading_connection() as connection:
        kept = connection.execute(text("SELECT nonce FROM nonces ORDER BY nonce")).scalars().all()
    assert kept == ["2", "3"]


def test_an_address_that_the_token_names_is_kept_for_the_customer_once(
    ports: IdentityPorts,
) -> None:
    identify_customer(CONV, "ann/1/ann@home.example", "d1", ports)
    identify_customer(CONV, "ann/2/ann@home.example", "d2", ports)
    identify_customer(CONV, "ann/3", "d3", ports)

    assert isinstance(ports.store, SqlStore)
    with ports.store.writing_connection() as connection:
        texts = SealedText(connection, ports.store.cipher)
        known = [texts.persons_of(one) for one in ("ann", "mailto:ann@home.example")]
        kept = connection.execute(select(person_addresses)).all()
    assert [(row.person, row.address) for row in kept] == [(known[0][0], known[1][0])]


def test_a_token_is_used_once(ports: IdentityPorts) -> None:
    identify_customer(CONV, "ann/1", "d1", ports)

    with pytest.raises(NotAuthenticated) as told:
        identify_customer(CONV, "ann/1", "d2", ports)

    says = "This identity token was used before. Let your server sign a new one."
    assert str(told.value) == says
    assert type(told.value.__cause__) is Conflict


def test_a_conversation_never_passes_to_another_customer(ports: IdentityPorts) -> None:
    identify_customer(CONV, "ann/1", "d1", ports)

    with pytest.raises(NotFound):
        identify_customer(CONV, "ben/1", "d2", ports)

    assert session_of(CONV, ports).customer == "ann"


def test_nobody_is_known_without_a_token_that_holds(ports: IdentityPorts) -> None:
    nobody_can = IdentityPorts(store=ports.store, clock=ports.clock)
    refused: dict[str, Callable[[], object]] = {
        "You are not signed in. Sign in and try again.": lambda: session_of(CONV, ports),
        "No.": lambda: identify_customer(CONV, "ann", "d", ports),
        "Nobody can sign in here. The operator sets identity.secret in handrail.toml.": (
            lambda: identify_customer(CONV, "ann/1", "d", nobody_can)
        ),
    }

    for says, ask in refused.items():
        with pytest.raises(NotAuthenticated) as told:
            ask()

        assert str(told.value) == says


def test_a_conversation_that_is_not_there_is_nobodys(ports: IdentityPorts) -> None:
    with pytest.raises(NotFound) as told:
        identify_customer(ConversationId("conv_none"), "ann/1", "d", ports)

    assert str(told.value) == "There is no conversation 'conv_none'. Open a new one."


def test_who_signed_in_by_which_token_and_until_when_is_written_down(
    ports: IdentityPorts,
) -> None:
    session = identify_customer(CONV, "ann/1", "d", ports)

    assert session == CustomerSession(
        customer=CustomerId("ann"), expires_at=NOON + timedelta(hours=1), proof="1"
    )
    store = ports.store
    assert isinstance(store, SqlStore)
    with store.read() as reading:
        entries = [entry for _, entry in reading.audit_entries()]
    assert entries[1:] == [
        AuditEntry(
            kind="customer.identified",
            actor="customer",
            subject=CONV,
            at=NOON,
            facts={"proof": "1", "until": (NOON + timedelta(hours=1)).isoformat()},
        )
    ]


def test_a_session_holds_until_its_last_second(ports: IdentityPorts) -> None:
    identify_customer(CONV, "ann/1", "d1", ports)

    ports.clock.advance(3599)  # type: ignore[attr-defined]

    assert session_of(CONV, ports).customer == "ann"


def test_a_used_token_is_remembered_for_as_long_as_it_would_hold(ports: IdentityPorts) -> None:
    identify_customer(CONV, "ann/1", "d1", ports)

    store = ports.store
    assert isinstance(store, SqlStore)
    with store.reading_connection() as connection:
        kept = connection.execute(select(nonces.c.until)).scalars().all()
    assert [moment.replace(tzinfo=UTC) for moment in kept] == [NOON + 5 * A_MINUTE]


def test_what_was_said_before_is_sealed_for_the_customer(ports: IdentityPorts) -> None:
    store = ports.store
    assert isinstance(store, SqlStore)
    inbound = an_inbound("My name is Ann Private")
    with store.write() as writing, store.read() as reading:
        found = reading.conversation(CONV)
        assert found is not None
        writing.save_turn(found, inbound, a_record(), an_entry("turn.recorded"))

    identify_customer(CONV, "ann/1", "d", ports)

    with store.reading_connection() as connection:
        kept = connection.exec_driver_sql("SELECT text FROM messages").all()
    assert "Ann Private" not in str(kept)
    with store.read() as reading:
        again = reading.conversation(CONV)
    assert again is not None
    assert again.questions == ("My name is Ann Private",)


def test_a_renewed_token_takes_the_place_of_the_one_that_was_shown(ports: IdentityPorts) -> None:
    identify_customer(CONV, "ann/1", "first", ports)

    renew_token(CONV, "first", "second", ports)

    with ports.store.read() as reading:
        assert reading.token_digest(CONV) == "second"
        session = reading.session_of(CONV)
        *_, (_, entry) = reading.audit_entries()
    assert entry == AuditEntry(
        kind="conversation.token_renewed", actor="customer", subject=CONV, at=NOON
    )
    assert session is not None
    assert session.customer == "ann"


def test_a_token_that_was_renewed_already_renews_nothing(ports: IdentityPorts) -> None:
    identify_customer(CONV, "ann/1", "first", ports)
    renew_token(CONV, "first", "second", ports)

    with pytest.raises(Conflict):
        renew_token(CONV, "first", "third", ports)

    with ports.store.read() as reading:
        assert reading.token_digest(CONV) == "second"
