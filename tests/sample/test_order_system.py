"""The order system as a process: who may call it, and every way in which it can go wrong."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from handrail.sample.orders.document import DOCUMENT
from handrail.sample.orders.routes import application
from tests.order_system import (
    OPEN_ORDER,
    PAID,
    SMALL_ORDER,
    TOKEN,
    OrderSystem,
    running_orders,
)
from tests.projects import ROOT, plain_environment


@pytest.fixture(autouse=True)
def without_faults(orders: OrderSystem) -> Iterator[None]:
    yield
    orders.client.delete("/faults").raise_for_status()


@pytest.mark.parametrize("shown", [None, "Bearer wrong", f"Basic {TOKEN}"])
def test_nobody_is_told_or_obeyed_without_the_token(orders: OrderSystem, shown: str | None) -> None:
    headers = {} if shown is None else {"Authorization": shown}

    with httpx2.Client(base_url=orders.address, headers=headers) as stranger:
        statuses = {
            stranger.get(f"/orders/{SMALL_ORDER}").status_code,
            stranger.get("/effects", params={"since": "2020-01-01T00:00:00Z"}).status_code,
            stranger.post(
                f"/orders/{SMALL_ORDER}/refunds",
                json={"amount": 1},
                headers={"Idempotency-Key": "stranger"},
            ).status_code,
            stranger.post("/faults", json={"endpoint": "*", "kind": "drop"}).status_code,
        }

    assert statuses == {401}
    assert orders.effects("stranger") == []


def test_sixteen_requests_with_one_key_at_once_have_one_effect(orders: OrderSystem) -> None:
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda _: orders.refund(100, "sixteen-1"), range(16)))

    assert {reply.status_code for reply in replies} == {201}
    assert sum("idempotency-replayed" in reply.headers for reply in replies) == 15
    assert len(orders.effects("sixteen-1")) == 1


def test_refunds_at_once_never_pass_what_was_paid(orders: OrderSystem) -> None:
    order = orders.order("CC-4410155")
    third = order["refundable"] // 3

    with ThreadPoolExecutor(16) as pool:
        replies = list(
            pool.map(lambda n: orders.refund(third, f"race-{n:04}", order["id"]), range(16))
        )

    assert sorted(reply.status_code for reply in replies) == [201] * 3 + [422] * 13
    assert orders.order(order["id"])["refundable"] == order["refundable"] - 3 * third


@pytest.mark.parametrize(
    ("kind", "effects"),
    [("refuse", 0), ("drop", 1)],
)
def test_a_connection_is_cut_before_or_after_the_effect(
    orders: OrderSystem, kind: str, effects: int
) -> None:
    orders.fault("refund", kind)

    with pytest.raises(httpx2.TransportError):
        orders.refund(100, f"cut-{kind}")

    assert len(orders.effects(f"cut-{kind}")) == effects


@pytest.mark.parametrize(
    ("kind", "status", "effects"),
    [
        ("error_before", 500, 0),
        ("error_after", 500, 1),
        ("in_flight", 409, 0),
        ("too_many", 429, 0),
        ("lie", 201, 0),
        ("garbled", 201, 1),
    ],
)
def test_each_fault_does_what_it_says(
    orders: OrderSystem, kind: str, status: int, effects: int
) -> None:
    orders.fault("refund", kind)

    reply = orders.refund(100, f"fault-{kind}")

    assert reply.status_code == status
    assert len(orders.effects(f"fault-{kind}")) == effects


def test_a_late_reply_comes_after_an_effect_at_once(orders: OrderSystem) -> None:
    orders.fault("refund", "late", milliseconds=400)

    with pytest.raises(httpx2.ReadTimeout):
        orders.client.post(
            f"/orders/{SMALL_ORDER}/refunds",
            json={"amount": 100},
            headers={"Idempotency-Key": "late-key"},
            timeout=0.2,
        )

    assert len(orders.effects("late-key")) == 1


def test_a_fault_befalls_the_next_requests_to_its_endpoint_and_no_others(
    orders: OrderSystem,
) -> None:
    orders.fault("refund", "error_before", times=2)

    other = orders.client.get(f"/orders/{SMALL_ORDER}")
    statuses = [orders.refund(100, f"times-{n:03}").status_code for n in range(3)]

    assert other.status_code == 200
    assert statuses == [500, 500, 201]


@pytest.mark.parametrize(
    "body", [{}, {"amount": 0}, {"amount": "5"}, {"amount": 5, "approved": True}]
)
def test_a_request_of_another_shape_is_refused(
    orders: OrderSystem, body: dict[str, object]
) -> None:
    reply = orders.post(f"/orders/{SMALL_ORDER}/refunds", body, {"Idempotency-Key": "shape-key"})

    assert reply.status_code == 422
    assert orders.effects("shape-key") == []


def test_effects_are_listed_from_a_moment_on_page_by_page(orders: OrderSystem) -> None:
    orders.refund(100, "listed-key")
    since = orders.effects("listed-key")[0]

    listed = orders.client.get(
        "/effects", params={"since": since.at.isoformat(), "after": since.id - 1}
    ).json()["effects"]

    assert [effect["key"] for effect in listed] == ["listed-key"]
    assert listed[0]["resource"] == f"Order/{SMALL_ORDER}"


@pytest.mark.parametrize(
    ("failpoint", "effects"), [("orders.before_commit", 0), ("orders.after_commit", 1)]
)
def test_killed_in_the_middle_of_a_request_it_has_done_all_of_it_or_nothing(
    tmp_path: Path, failpoint: str, effects: int
) -> None:
    place = tmp_path / "orders.db"
    with running_orders(place, failpoints=f"{failpoint}=kill") as orders:
        with pytest.raises(httpx2.TransportError):
            orders.post(f"/orders/{OPEN_ORDER}/cancellation", {}, {"Idempotency-Key": "killed-key"})
        assert orders.process.wait(20) == -signal.SIGKILL

    with running_orders(place) as again:
        order = again.order(OPEN_ORDER)
        written = again.effects("killed-key")

    assert len(written) == effects
    assert sum(effect.amount for effect in written) == order["refunded"]
    assert order["state"] == ("cancelled" if effects else "received")


def test_without_a_token_it_does_not_start(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "handrail.sample.orders", "--database", str(tmp_path / "orders.db")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**plain_environment(), "CORNCRAKE_TOKEN": ""},
    )

    assert ended.returncode == 2
    assert ended.stderr == "orders: The order system needs a token. Set CORNCRAKE_TOKEN.\n"


def test_the_document_that_is_shipped_is_the_one_that_the_code_describes() -> None:
    assert json.loads(DOCUMENT.read_text(encoding="utf-8")) == application().openapi(), (
        "run `make docs`"
    )


def test_the_small_order_is_the_one_that_tests_know(orders: OrderSystem) -> None:
    assert orders.order()["paid"] == PAID


def test_small_replies_are_sent_at_once(orders: OrderSystem) -> None:
    def seconds() -> float:
        started = time.perf_counter()
        orders.order()
        return time.perf_counter() - started

    assert min(seconds() for _ in range(20)) < 0.03  # held back, each would take 0.04 at least
