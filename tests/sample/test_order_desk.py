"""What the order system promises whoever calls it, without a network."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.sample.orders.desk import Desk, Reply, Wanted
from handrail.sample.orders.ledger import Ledger, effects_in
from handrail.sample.orders.reading import found_effect, shown_customer, shown_order
from handrail.sample.orders.rules import return_by
from handrail.sample.orders.seed import seed
from tests.order_system import CUSTOMER, OPEN_ORDER, PAID, SMALL_ORDER

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


@dataclass(slots=True)
class SetClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


@dataclass(slots=True)
class Shop:
    """Hold an order system without its process."""

    place: Path
    ledger: Ledger
    clock: SetClock
    desk: Desk

    def refund(self, amount: int, key: str) -> Reply:
        return self.desk.do(a_refund(amount, key))

    def order(self, order: str = SMALL_ORDER) -> dict[str, Any]:
        shown = shown_order(self.ledger, order, self.clock.now())
        assert shown is not None
        return shown


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = a_shop(tmp_path / "orders.db")
    yield opened
    opened.ledger.close()


def a_shop(place: Path) -> Shop:
    ledger, clock = Ledger(place), SetClock()
    seed(ledger, NOW)
    return Shop(place=place, ledger=ledger, clock=clock, desk=Desk(ledger, clock))


def a_refund(amount: int = 500, key: str = "key-1", order: str = SMALL_ORDER) -> Wanted:
    return Wanted(action="refund", target=order, body={"amount": amount}, key=key)


def an_address_change(key: str = "ref-1") -> Wanted:
    body = {"street": "1 New Road", "postcode": "T12 AB34", "city": "Cork", "country": "IE"}
    return Wanted(action="change_address", target=OPEN_ORDER, body=body, key=key)


def code_of(reply: Reply) -> str:
    return str(reply.body["error"]["code"])


def test_the_same_key_and_request_again_get_the_first_reply_and_no_second_effect(
    shop: Shop,
) -> None:
    first = shop.refund(500, "key-1")

    again = shop.refund(500, "key-1")

    assert again.is_replayed
    assert again.body == first.body
    assert len(effects_in(shop.place, key="key-1")) == 1


def test_a_key_that_came_with_another_request_is_refused(shop: Shop) -> None:
    shop.refund(500, "key-1")

    other = shop.refund(501, "key-1")

    assert (other.status, code_of(other)) == (422, "key_reused")
    assert len(effects_in(shop.place)) == 1


def test_a_key_is_forgotten_after_its_window_and_then_has_a_second_effect(shop: Shop) -> None:
    shop.refund(500, "key-1")

    shop.clock.at += timedelta(hours=24, seconds=1)
    again = shop.refund(500, "key-1")

    assert not again.is_replayed
    assert len(effects_in(shop.place, key="key-1")) == 2


def test_a_refusal_is_remembered_under_its_key_too(shop: Shop) -> None:
    shop.refund(PAID + 1, "key-1")

    again = shop.refund(PAID + 1, "key-1")

    assert again.is_replayed
    assert code_of(again) == "above_what_is_left"
    assert effects_in(shop.place) == []


def test_the_same_reference_twice_is_two_effects_and_the_first_is_found(shop: Shop) -> None:
    shop.desk.do(an_address_change("ref-1"))
    shop.desk.do(an_address_change("ref-1"))

    found = found_effect(shop.ledger, "ref-1")

    assert found == effects_in(shop.place, key="ref-1")[0]
    assert len(effects_in(shop.place, key="ref-1")) == 2
    assert found_effect(shop.ledger, "ref-2") is None


def test_a_request_after_its_deadline_is_refused_and_does_nothing(shop: Shop) -> None:
    late = replace(an_address_change(), deadline=NOW - timedelta(milliseconds=1))

    reply = shop.desk.do(late)

    assert code_of(reply) == "too_late"
    assert effects_in(shop.place) == []


def test_an_invoice_that_is_sent_twice_is_sent_twice(shop: Shop) -> None:
    wanted = Wanted(action="resend_invoice", target=SMALL_ORDER, body={})

    shop.desk.do(wanted)
    shop.desk.do(wanted)

    assert [effect.key for effect in effects_in(shop.place)] == [None, None]


def test_an_order_is_cancelled_once_and_all_that_was_paid_goes_back(shop: Shop) -> None:
    wanted = Wanted(action="cancel_order", target=OPEN_ORDER, body={}, key="key-1")

    shop.desk.do(wanted)
    again = shop.desk.do(replace(wanted, key="key-2"))

    order = shop.order(OPEN_ORDER)
    assert (order["state"], order["refundable"]) == ("cancelled", 0)
    assert code_of(again) == "not_cancellable"
    assert [effect.amount for effect in effects_in(shop.place)] == [order["paid"]]


def test_an_order_stays_in_its_country(shop: Shop) -> None:
    wanted = an_address_change()

    reply = shop.desk.do(replace(wanted, body={**wanted.body, "country": "DE"}))

    assert code_of(reply) == "other_country"


@pytest.mark.parametrize("action", ["cancel_order", "change_address"])
def test_what_is_packed_can_neither_be_cancelled_nor_sent_elsewhere(
    shop: Shop, action: str
) -> None:
    wanted = replace(an_address_change(), action=action, target=SMALL_ORDER)

    reply = shop.desk.do(wanted)

    assert reply.status == 422
    assert effects_in(shop.place) == []


def test_a_new_address_waits_for_its_owner_and_the_old_one_is_told(shop: Shop) -> None:
    wanted = Wanted(
        action="change_email", target=CUSTOMER, body={"email": "new@mail.example"}, key="ref-1"
    )

    shop.desk.do(wanted)

    customer = shown_customer(shop.ledger, CUSTOMER)
    assert customer is not None
    assert customer["email"] == "aoife.brennan@mail.example"
    assert customer["pending_email"] == "new@mail.example"
    with shop.ledger.transaction() as held:
        mails = [tuple(m) for m in held.execute("SELECT kind, recipient FROM mails").fetchall()]
    assert mails == [
        ("confirm_address", "new@mail.example"),
        ("address_notice", "aoife.brennan@mail.example"),
    ]


def test_two_accounts_cannot_share_an_address(shop: Shop) -> None:
    body = {"email": "Jonas.Petersen@mail.example"}

    reply = shop.desk.do(Wanted(action="change_email", target=CUSTOMER, body=body, key="ref-1"))

    assert code_of(reply) == "address_in_use"


def test_what_is_only_pretended_leaves_no_trace(shop: Shop) -> None:
    reply = shop.desk.do(a_refund(500), pretend=True)

    assert reply.status == 201
    assert effects_in(shop.place) == []
    assert shop.order()["refunded"] == 0
    assert not shop.refund(500, "key-1").is_replayed


def test_what_it_had_to_refuse_is_written_down(shop: Shop) -> None:
    shop.refund(PAID + 1, "key-1")

    with shop.ledger.transaction() as held:
        rows = held.execute("SELECT action, key, resource, code FROM refusals").fetchall()
    assert [tuple(row) for row in rows] == [("refund", "key-1", SMALL_ORDER, "above_what_is_left")]


@pytest.mark.parametrize(
    ("delivered", "last_day"),
    [
        ("2026-06-01", "2026-07-01"),
        ("2026-11-14", "2026-12-14"),
        ("2026-11-15", "2027-01-31"),
        ("2026-12-24", "2027-01-31"),
        ("2026-12-25", "2027-01-24"),
    ],
)
def test_the_return_window_is_the_help_centres(delivered: str, last_day: str) -> None:
    at = datetime.fromisoformat(delivered).replace(tzinfo=UTC)

    assert return_by(at).isoformat() == last_day


def test_the_sample_orders_are_the_same_every_time(tmp_path: Path) -> None:
    def told(place: Path) -> list[dict[str, Any] | None]:
        ledger = a_shop(place).ledger
        with ledger.transaction() as held:
            numbers = [row["id"] for row in held.execute("SELECT id FROM orders").fetchall()]
        shown = [shown_order(ledger, number, NOW) for number in numbers]
        ledger.close()
        return shown

    first = told(tmp_path / "a.db")

    assert first == told(tmp_path / "b.db")
    assert len(first) > 100


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    asked=st.lists(
        st.one_of(
            st.tuples(st.just("refund"), st.integers(1, PAID), st.sampled_from(["a", "b", "c"])),
            st.tuples(st.just("cancel_order"), st.just(0), st.sampled_from(["d", "e"])),
        ),
        max_size=12,
    )
)
def test_no_order_of_requests_takes_the_ledger_above_what_was_paid(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[str, int, str]]
) -> None:
    shop = a_shop(tmp_path_factory.mktemp("shop") / "orders.db")

    for action, amount, key in asked:
        body = {"amount": amount} if action == "refund" else {}
        shop.desk.do(Wanted(action=action, target=OPEN_ORDER, body=body, key=key))

    order = shop.order(OPEN_ORDER)
    went_out = sum(effect.amount for effect in effects_in(shop.place))
    assert went_out == order["refunded"] <= order["paid"]
    shop.ledger.close()
