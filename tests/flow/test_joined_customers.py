"""A customer who signed in and then writes a mail is one customer, where their server said so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from handrail.adapters.sql.erasure import SqlEraseStore
from handrail.domain.actions.model import CustomerId
from handrail.domain.conversation.model import ConversationId
from handrail.flow.erase_customer import erase_customer
from tests.judged import DAY, HOUR, WEEK, Judging
from tests.web.running import made_database

STILL = "How long does a refund take? I still wait."
ANN, BEN = "cus_ann", "cus_ben"
MAIL, WORK = "mailto:ann@home.example", "mailto:ann@work.example"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Judging]:
    store = made_database(tmp_path / "handrail.db")
    yield Judging(store)
    store.close()


def named(world: Judging, customer: str, address: str) -> None:
    with world.store.decide() as tx:
        tx.name_address(CustomerId(customer), CustomerId(address), world.clock.now())


def told(world: Judging, first: str, then: str) -> str | None:
    """Let somebody ask, and somebody ask again a day later; return how the first one ended."""
    world.ask("conv_1", customer=first)
    world.clock.advance(DAY.total_seconds())
    world.ask("conv_2", STILL, customer=then)
    world.judge(after=2 * DAY)
    return world.outcome("conv_1")


@pytest.mark.parametrize(("first", "then"), [(ANN, MAIL), (MAIL, ANN)])
def test_who_writes_a_mail_about_the_same_thing_came_back(
    world: Judging, first: str, then: str
) -> None:
    named(world, ANN, MAIL)
    named(world, ANN, MAIL)

    assert told(world, first, then) == "returned"


def test_two_addresses_of_one_customer_are_one_customer(world: Judging) -> None:
    named(world, ANN, MAIL)
    named(world, ANN, WORK)

    assert told(world, MAIL, WORK) == "returned"


def test_without_the_servers_word_an_address_is_somebody_else(world: Judging) -> None:
    named(world, ANN, WORK)

    assert told(world, ANN, MAIL) == "silent"


@pytest.mark.parametrize(("first", "then"), [(ANN, MAIL), (MAIL, ANN), (ANN, BEN)])
def test_a_mailbox_that_two_share_stands_for_nobody(world: Judging, first: str, then: str) -> None:
    named(world, ANN, MAIL)
    named(world, BEN, MAIL)

    assert told(world, first, then) == "silent"


@pytest.mark.parametrize(("first", "then"), [(ANN, MAIL), (MAIL, ANN)])
def test_who_comes_once_all_was_judged_has_it_judged_again(
    world: Judging, first: str, then: str
) -> None:
    named(world, ANN, MAIL)
    world.ask("conv_1", customer=first)
    world.judge(after=2 * DAY)
    world.ask("conv_2", STILL, customer=then)

    again = world.judge(after=HOUR)

    assert again.conversations == 1
    assert world.outcome("conv_1") == "returned"


def test_a_mail_after_the_window_is_another_matter(world: Judging) -> None:
    named(world, ANN, MAIL)
    world.ask("conv_1", customer=ANN)
    world.clock.advance((WEEK + DAY).total_seconds())
    world.ask("conv_2", STILL, customer=MAIL)

    world.judge(after=2 * DAY)

    assert world.outcome("conv_1") == "silent"


def test_erasing_a_customer_ends_what_was_named_and_tells_of_mails(world: Judging) -> None:
    named(world, ANN, MAIL)
    named(world, ANN, WORK)
    world.ask("conv_1", customer=ANN)
    world.ask("conv_2", customer=MAIL)

    done = erase_customer(ANN, SqlEraseStore(world.store), world.clock)
    after = erase_customer(MAIL, SqlEraseStore(world.store), world.clock)

    assert "from which somebody wrote: 1." in done.left[0]
    assert not any("somebody wrote" in one for one in after.left)
    with world.store.reading_connection() as connection:
        assert connection.execute(text("SELECT count(*) FROM person_addresses")).scalar() == 0
        known = connection.execute(text("SELECT lookup FROM persons")).scalars().all()
    assert known == [None, None]


def test_erasing_an_address_leaves_the_customer(world: Judging) -> None:
    named(world, ANN, MAIL)
    world.ask("conv_1", customer=ANN)
    world.ask("conv_2", customer=MAIL)

    erase_customer(MAIL, SqlEraseStore(world.store), world.clock)

    with world.store.read() as reading:
        held, gone = (reading.conversation(ConversationId(ref)) for ref in ("conv_1", "conv_2"))
    assert held is not None
    assert held.customer == ANN
    assert gone is not None
    assert gone.customer is None
