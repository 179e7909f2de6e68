"""Actions from the command line: a real project, a real order system, people with tokens."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handrail.cli.actions import STAFF_TOKEN
from handrail.domain.actions.model import ActionState
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.model import ActionRuled
from handrail.flow.handle_message import handle_message
from tests.acting_shop import Shop, acting_shop
from tests.order_system import OPEN_ORDER, SMALL_ORDER


@pytest.fixture
def shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Shop]:
    with acting_shop(tmp_path, capsys) as made:
        yield made


def effects(shop: Shop) -> list[str]:
    return [effect.action for effect in shop.orders.effects()]


def test_a_refund_that_was_asked_for_and_confirmed_is_done_once(shop: Shop) -> None:
    asked = shop.says(f"Please refund 15 euros for order {SMALL_ORDER}")
    assert isinstance(asked.outcome, ActionRuled)
    assert asked.outcome.state is ActionState.AWAITING_CUSTOMER
    assert effects(shop) == []

    shop.confirms(asked)
    shop.works()
    shop.works()

    assert effects(shop) == ["refund"]
    assert shop.action(asked.outcome.action).state is ActionState.SUCCEEDED


def test_what_is_missing_is_asked_for_one_thing_at_a_time(shop: Shop) -> None:
    first = shop.says(f"Please change the delivery address of order {OPEN_ORDER}")
    second = shop.says("Hauptstrasse 12")

    assert first.form is not None
    assert dict(first.form.arguments) == {"order": OPEN_ORDER}
    assert second.form is not None
    assert second.form.asked not in ("order", first.form.asked)


def test_a_refund_of_no_amount_is_of_all_that_is_left_and_the_card_says_so(shop: Shop) -> None:
    shop.says("I want a refund please")

    asked = shop.says(SMALL_ORDER)

    assert isinstance(asked.outcome, ActionRuled)
    assert dict(asked.outcome.rows) == {"Order": SMALL_ORDER, "Amount": "59.70 EUR"}


def test_a_stranger_is_asked_to_sign_in_and_nothing_is_proposed(shop: Shop) -> None:
    inbound = InboundMessage(conversation=None, text=f"Refund 5 euros for order {SMALL_ORDER}")

    record = handle_message(inbound, shop.app.message_ports())

    assert "signed in" in record.reply
    assert shop.told("actions", "list") == {"actions": []}


def test_an_order_system_that_is_down_brings_a_person(shop: Shop) -> None:
    shop.orders.fault("read_order", "refuse", times=20)

    record = shop.says(f"Refund 5 euros for order {SMALL_ORDER}")

    assert record.outcome.__class__.__name__ == "HandOff"
    assert record.fault


def test_staff_approve_what_waits_for_them(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = shop.says("Please change my e-mail address to new@example.org")
    shop.confirms(asked)
    waiting = shop.told("actions", "pending")["actions"]
    token = shop.told("staff", "add", "kim")["token"]
    monkeypatch.setenv(STAFF_TOKEN, token)

    approved = shop.told("actions", "approve", waiting[0]["action"], "--yes")
    shop.works()

    assert approved["state"] == "approved"
    shown = shop.told("actions", "show", waiting[0]["action"])
    assert shown["state"] == "succeeded"
    assert [a["by"] for a in shown["approvals"]] == ["customer", "staff:kim"]


def test_nobody_without_a_token_approves(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = shop.says("Please change my e-mail address to new@example.org")
    shop.confirms(asked)
    ref = shop.told("actions", "pending")["actions"][0]["action"]
    monkeypatch.delenv(STAFF_TOKEN, raising=False)

    status, _, said = shop.runs("actions", "approve", ref, "--yes")

    assert status == 2
    assert "token" in said
    assert said.count("\n") == 1


def test_after_kill_nothing_new_is_done(shop: Shop) -> None:
    asked = shop.says(f"Please refund 15 euros for order {SMALL_ORDER}")
    shop.confirms(asked)

    shop.runs("actions", "kill")
    shop.works()
    refused = shop.says(f"Please resend the invoice for order {SMALL_ORDER}")

    assert effects(shop) == []
    assert "at the moment" in refused.reply


@pytest.mark.parametrize("role", [None, "agent", "lead", "admin"])
@pytest.mark.parametrize("word", ["restore", "shadow"])
def test_anybody_at_the_machine_switches_off_and_a_lead_on_again(
    shop: Shop, word: str, role: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(STAFF_TOKEN, raising=False)
    assert shop.told("actions", "kill", "refund")["position"] == "off"
    if role is not None:
        token = shop.told("staff", "add", "kim", "--role", role)["token"]
        monkeypatch.setenv(STAFF_TOKEN, token)

    status, _, said = shop.runs("actions", word, "refund")

    is_lead = role in ("lead", "admin")
    with shop.app.store.read() as reading:
        switches = reading.switches()
    assert (status, said.count("\n")) == ((0, 0) if is_lead else (2, 1))
    assert ("refund" in switches.off) is not is_lead


@pytest.mark.parametrize(
    "arguments",
    [
        ("actions", "show", "act_none"),
        ("actions", "approve", "act_none", "--yes"),
        ("actions", "kill", "fly"),
        ("staff", "remove", "nobody"),
        ("staff", "add", "Not A Name"),
    ],
)
def test_what_is_not_there_is_one_clear_line(
    shop: Shop, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STAFF_TOKEN, shop.told("staff", "add", "kim")["token"])

    status, _, said = shop.runs(*arguments)

    assert status == 2
    assert said.startswith("handrail: ")
    assert said.count("\n") == 1


def test_lists_and_cards_read_well(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    said: Callable[..., str] = lambda *words: shop.runs(*words)[1]  # noqa: E731 - short
    assert "No actions" in said("actions", "list")
    assert "Nobody yet" in said("staff", "list")
    shop.says("Please change my e-mail address to new@example.org")

    listed = said("actions", "list")
    ref = listed.split()[0]

    assert "awaiting_customer" in listed
    assert "new@example.org" in said("actions", "show", ref)
    assert "Nothing waits" in said("actions", "pending")
    monkeypatch.setenv(STAFF_TOKEN, "hrs_wrong")
    assert shop.runs("actions", "decline", ref, "--yes")[0] == 2
    lead = shop.told("staff", "add", "lou", "--role", "lead")["token"]
    monkeypatch.setenv(STAFF_TOKEN, lead)
    assert "in shadow mode" in said("actions", "shadow", "refund")
    assert "on" in said("actions", "restore", "refund")


def test_doctor_says_what_waits_and_what_is_switched_off(shop: Shop) -> None:
    asked = shop.says("Please change my e-mail address to new@example.org")
    shop.confirms(asked)

    _, fine, _ = shop.runs("doctor")
    shop.runs("actions", "kill", "refund")
    _, stopped, _ = shop.runs("doctor")

    assert "5 declared, 1 wait for the staff." in fine
    assert "switched off: refund" in stopped
