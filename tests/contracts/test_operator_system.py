"""What every way to speak to an operator's system promises."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.domain.actions.arguments import facts_of
from handrail.domain.actions.catalogue import catalogue_of
from handrail.domain.actions.model import CustomerId
from handrail.domain.actions.spec import BackendClass, ParameterKind
from handrail.flow.action_ports import Done, NotThere, Rejected, Uncertain
from handrail.kernel.errors import Unavailable
from tests.contracts.operator_systems import (
    CLOCK,
    Connected,
    over_functions,
    over_mcp,
    over_openapi,
    over_the_fake,
)
from tests.order_system import CUSTOMER, OPEN_ORDER, PAID, SMALL_ORDER

_WAYS = {
    "openapi": over_openapi,
    "functions": over_functions,
    "mcp": over_mcp,
    "fake": over_the_fake,
}
ANN = CustomerId(CUSTOMER)


@pytest.fixture(scope="module", params=[*_WAYS])
def connected(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connected]:
    with _WAYS[request.param](tmp_path_factory.mktemp(request.param)) as held:
        yield held


@pytest.fixture
def shop(connected: Connected) -> Connected:
    connected.begin()
    return connected


def test_its_actions_are_sound_and_declare_what_they_take(shop: Connected) -> None:
    catalogue_of(shop.system.specs)

    refund = shop.spec("refund")
    assert [(p.name, p.kind) for p in refund.parameters] == [
        ("order", ParameterKind.REFERENCE),
        ("amount", ParameterKind.MONEY),
    ]
    assert [p.name for p in shop.spec("change_email").parameters] == ["email"]
    assert [shop.spec(n).consequences.backend for n in ("refund", "change_email")] == [
        BackendClass.A,
        BackendClass.B,
    ]


def test_a_resource_comes_with_its_owner_and_every_declared_fact(shop: Connected) -> None:
    refund = shop.spec("refund")

    order = shop.system.resource(refund, ANN, {"order": SMALL_ORDER})

    assert order is not None
    assert (order.id, order.owner) == (f"Order/{SMALL_ORDER}", ANN)
    facts = facts_of(refund, order.facts)
    assert facts is not None
    assert facts["refundable"] == PAID - shop.refunded()


def test_a_moment_is_seconds_since_1970_and_0_where_it_never_came(shop: Connected) -> None:
    resend = replace(shop.spec("resend_invoice"), facts=shop.spec("refund").facts)
    if shop.spec("resend_invoice").facts:
        resend = shop.spec("resend_invoice")

    sent = shop.system.resource(resend, ANN, {"order": SMALL_ORDER})
    waiting = shop.system.resource(resend, ANN, {"order": OPEN_ORDER})

    assert sent is not None
    assert waiting is not None
    assert CLOCK.now().timestamp() - 30 * 86_400 < int(str(sent.facts["shipped_at"]))
    assert waiting.facts["shipped_at"] == 0


def test_without_an_argument_the_resource_is_the_customers_own_record(shop: Connected) -> None:
    record = shop.system.resource(shop.spec("change_email"), ANN, {"email": "a@b.example"})

    assert record is not None
    assert (record.id, record.owner) == (f"Customer/{ANN}", ANN)


def test_what_is_not_there_is_no_resource(shop: Connected) -> None:
    order = shop.system.resource(shop.spec("refund"), ANN, {"order": "CC-9999999"})

    assert order is None


@pytest.mark.parametrize("spelling", [SMALL_ORDER.lower(), f"#{SMALL_ORDER}", f" {SMALL_ORDER}"])
def test_another_spelling_of_an_id_is_another_thing_and_is_not_found(
    shop: Connected, spelling: str
) -> None:
    order = shop.system.resource(shop.spec("refund"), ANN, {"order": spelling})

    assert order is None or order.id == f"Order/{SMALL_ORDER}"


def test_class_a_has_one_effect_however_often_it_is_sent(shop: Connected) -> None:
    order = shop.order("refund")

    replies = [shop.system.send(order) for _ in range(3)]

    assert all(isinstance(reply, Done) for reply in replies)
    assert [(e.key, e.amount) for e in shop.effects()] == [(order.key, 100)]


def test_class_b_is_found_by_our_reference_once_it_is_there(shop: Connected) -> None:
    order = shop.order("change_email")

    before = shop.system.find(order)
    sent = shop.system.send(order)
    after = shop.system.find(order)

    assert before == NotThere()
    assert isinstance(sent, Done)
    assert isinstance(after, Done)
    assert [effect.key for effect in shop.effects()] == [order.key]


def test_class_c_cannot_be_asked_and_is_done_each_time_it_is_sent(shop: Connected) -> None:
    order = shop.order("resend_invoice")

    shop.system.send(order)
    shop.system.send(order)

    assert isinstance(shop.system.find(order), Uncertain)
    assert [effect.key for effect in shop.effects()] == [None, None]


def test_a_refusal_is_told_apart_and_has_no_effect(shop: Connected) -> None:
    above = {"order": SMALL_ORDER, "amount": PAID + 1}

    reply = shop.system.send(shop.order("refund", arguments=above))

    assert isinstance(reply, Rejected)
    assert shop.effects() == []


def test_its_own_list_names_each_effect_since_a_moment(shop: Connected) -> None:
    started = CLOCK.now()
    refund = shop.order("refund")
    shop.system.send(refund)
    shop.system.send(shop.order("resend_invoice"))

    listed = list(shop.system.effects(started))

    assert [(e.name, e.key, e.resource, e.amount) for e in listed] == [
        ("refund", refund.key, f"Order/{SMALL_ORDER}", 100),
        ("resend_invoice", None, f"Order/{SMALL_ORDER}", 0),
    ]
    assert list(shop.system.effects(started + timedelta(hours=1))) == []


def test_where_the_connection_breaks_nobody_knows_and_nothing_is_raised(shop: Connected) -> None:
    with shop.broken():
        reply = shop.system.send(shop.order("refund"))

    assert isinstance(reply, Uncertain)
    assert isinstance(shop.system.send(shop.order("refund")), Done)


def test_facts_that_cannot_be_read_are_an_error_and_never_a_guess(shop: Connected) -> None:
    with shop.broken(), pytest.raises(Unavailable):
        shop.system.resource(shop.spec("refund"), ANN, {"order": SMALL_ORDER})
