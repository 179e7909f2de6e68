"""Which reply of a real process means that it was done, refused, or that nobody knows."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from handrail.action_settings import SystemSettings
from handrail.adapters.systems.acting import ActingSystem
from handrail.adapters.systems.openapi import open_openapi
from handrail.domain.actions.model import CustomerId
from handrail.flow.action_ports import Done, NotThere, Rejected, Uncertain, WorkOrder
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import Unavailable
from handrail.sample.orders.document import DOCUMENT
from tests.adapters.systems.servers import serving
from tests.contracts.operator_systems import a_work_order
from tests.order_system import CUSTOMER, SMALL_ORDER, TOKEN, OrderSystem, running_orders

ANN = CustomerId(CUSTOMER)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OrderSystem]:
    with running_orders(tmp_path_factory.mktemp("orders") / "orders.db") as running:
        yield running


@pytest.fixture
def shop(orders: OrderSystem) -> Iterator[ActingSystem]:
    system = connected(orders.address)
    yield system
    system.close()
    orders.client.delete("/faults").raise_for_status()


def connected(address: str, *, token: str = TOKEN, timeout: float = 0.5) -> ActingSystem:
    settings = {
        "kind": "openapi",
        "document": str(DOCUMENT),
        "base_url": address,
        "token": token,
        "timeout_seconds": timeout,
    }
    return open_openapi("shop", SystemSettings.model_validate(settings), Path(), SystemClock())


def a_refund(key: str) -> WorkOrder:
    return a_work_order("refund", key=key)


@pytest.mark.parametrize(
    ("own", "found"),
    [({"id": SMALL_ORDER}, f"Order/{SMALL_ORDER}"), ({}, None), ({"id": None}, None)],
)
def test_a_resource_bears_the_id_that_the_reply_holds_and_is_none_without_it(
    own: dict[str, object], found: str | None
) -> None:
    with serving([json.dumps({"customer": CUSTOMER, **own}).encode()]) as (address, _):
        system = connected(address)
        order = system.resource(system.specs[0], ANN, {"order": SMALL_ORDER.lower()})
        system.close()

    assert (None if order is None else order.id) == found


@pytest.mark.parametrize(
    ("kind", "effects"),
    [
        ("refuse", 0),
        ("error_before", 0),
        ("in_flight", 0),
        ("drop", 1),
        ("error_after", 1),
        ("garbled", 1),
        ("late", 1),
    ],
)
def test_after_each_fault_nobody_knows_and_the_same_key_settles_it(
    orders: OrderSystem, shop: ActingSystem, kind: str, effects: int
) -> None:
    order = a_refund(f"uncertain-{kind}")
    orders.fault("refund", kind, milliseconds=1_500)

    first = shop.send(order)
    counted = len(orders.effects(order.key))
    again = shop.send(order)

    assert isinstance(first, Uncertain)
    assert not first.is_untouched
    assert counted == effects
    assert isinstance(again, Done)
    assert len(orders.effects(order.key)) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, b""),
        (403, b'{"error": {"code": "expired_token"}}'),
        (407, b""),
        (404, b"<html>no such route</html>"),
        (404, b'{"message": "no Route matched with those values"}'),
    ],
)
def test_what_a_gateway_may_have_said_settles_nothing(status: int, body: bytes) -> None:
    with serving([body], status) as (address, _):
        system = connected(address)
        reply = system.send(a_refund("at-the-gateway"))
        system.close()

    assert isinstance(reply, Uncertain)
    assert not reply.is_untouched
    assert f"HTTP {status}" in reply.why


@pytest.mark.parametrize("status", [400, 404, 410, 422])
def test_what_the_system_refuses_with_a_code_of_its_own_is_refused(status: int) -> None:
    with serving([b'{"error": {"code": "no_such_order"}}'], status) as (address, _):
        system = connected(address)
        reply = system.send(a_refund("with-a-code"))
        system.close()

    assert isinstance(reply, Rejected)


def test_too_many_requests_is_known_to_have_had_no_effect(
    orders: OrderSystem, shop: ActingSystem
) -> None:
    orders.fault("refund", "too_many")

    reply = shop.send(a_refund("too-many-1"))

    assert isinstance(reply, Uncertain)
    assert reply.is_untouched
    assert orders.effects("too-many-1") == []


def test_a_system_that_lies_is_believed_and_its_own_list_shows_the_lie(
    orders: OrderSystem, shop: ActingSystem
) -> None:
    began = SystemClock().now()
    orders.fault("refund", "lie")

    reply = shop.send(a_refund("a-lie-1234"))

    assert isinstance(reply, Done)
    assert "a-lie-1234" not in [effect.key for effect in shop.effects(began)]


def test_nothing_listens_and_so_nothing_was_done() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    system = connected(address)

    reply = system.send(a_refund("nobody-here"))

    system.close()
    assert isinstance(reply, Uncertain)
    assert reply.is_untouched


def test_a_late_try_of_class_b_has_no_effect_once_it_was_given_up(
    orders: OrderSystem, shop: ActingSystem
) -> None:
    order = a_work_order("change_email", key="late-change-1")
    orders.fault("change_email", "slow", milliseconds=900)

    reply = shop.send(order)
    orders.fault("find_effect", "slow", milliseconds=700)
    connected_patiently = connected(orders.address, timeout=5)
    found = connected_patiently.find(order)

    connected_patiently.close()
    assert isinstance(reply, Uncertain)
    assert found == NotThere()
    assert orders.effects(order.key) == []


def test_a_work_order_past_its_time_is_known_to_have_had_no_effect(
    orders: OrderSystem, shop: ActingSystem
) -> None:
    order = a_refund("past-its-time")
    past = replace(order, not_after=SystemClock().now() - timedelta(seconds=1))

    reply = shop.send(past)

    assert isinstance(reply, Uncertain)
    assert reply.is_untouched
    assert "too_late" in reply.why
    assert orders.effects(order.key) == []


def test_whoever_may_not_read_learns_that_and_not_that_there_is_nothing(
    orders: OrderSystem,
) -> None:
    stranger = connected(orders.address, token="another-token")
    spec = stranger.specs[0]

    with pytest.raises(Unavailable, match="HTTP 401"):
        stranger.resource(spec, ANN, {"order": SMALL_ORDER})

    stranger.close()


def test_the_same_bytes_are_sent_on_every_try() -> None:
    with serving([b"{}"]) as (address, sent):
        system = connected(address)
        order = a_refund("same-bytes-1")
        system.send(order)
        system.send(replace(order, arguments=dict(reversed(list(order.arguments.items())))))
        system.close()

    assert [body for _, body in sent] == [b'{"amount":100}'] * 2


def test_what_an_argument_holds_cannot_reach_another_path() -> None:
    with serving([b"{}"]) as (address, sent):
        system = connected(address)
        odd = {"order": "../customers/cus-1002?x=", "amount": 1}
        system.send(a_work_order("refund", arguments=odd))
        system.close()

    assert [path for path, _ in sent] == ["/orders/..%2Fcustomers%2Fcus-1002%3Fx%3D/refunds"]


def test_effects_are_listed_over_as_many_pages_as_there_are() -> None:
    pages = [
        {"effects": [_row(1), _row(2)]},
        {"effects": [_row(3)]},
        {"effects": []},
    ]
    with serving([json.dumps(page).encode() for page in pages]) as (address, _):
        system = connected(address)
        keys = [effect.key for effect in system.effects(SystemClock().now())]
        system.close()

    assert keys == ["key-1", "key-2", "key-3"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"effects": null}',
        b"[]",
        b'{"effects": [{"action": "refund", "resource": "Order/1", "at": "yesterday"}]}',
        b'{"effects": [{"action": "refund", "resource": "Order/1", "at": "2026-01-01T00:00:00"}]}',
        b'{"effects": [5]}',
        b"{",
    ],
)
def test_a_list_that_cannot_be_read_as_a_whole_is_an_error(body: bytes) -> None:
    with serving([body]) as (address, _):
        system = connected(address)
        with pytest.raises(Unavailable):
            list(system.effects(SystemClock().now()))
        system.close()


def _row(number: int) -> dict[str, object]:
    return {
        "id": number,
        "key": f"key-{number}",
        "action": "refund",
        "resource": "Order/CC-4410287",
        "amount": 1,
        "at": "2026-01-01T00:00:00+00:00",
    }
