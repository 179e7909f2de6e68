"""Tickets go out as each helpdesk's public API asks, once, whatever befalls the line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from handrail.adapters.helpdesks import calling
from handrail.adapters.helpdesks.chatwoot import Chatwoot, ChatwootPlace
from handrail.adapters.helpdesks.notices import ChatNotices
from handrail.adapters.helpdesks.webhook import WebhookDesk, WebhookPlace
from handrail.adapters.helpdesks.zammad import Zammad, ZammadPlace
from handrail.adapters.helpdesks.zendesk import Zendesk, ZendeskPlace
from handrail.domain.conversation.model import Author, ConversationId, Message, MessageId
from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.model import Handoff, HandoffId, HandoffState, Priority
from handrail.flow.delivery import DeliveryId, DeliveryKind
from handrail.flow.delivery_ports import Sink
from handrail.flow.parcels import Closing, Note, Notice, NotTaken, Taken, Ticket
from handrail.kernel.clock import SystemClock
from tests.builders import NOON, a_conversation
from tests.helpdesk_servers import (
    CHATWOOT_TOKEN,
    WEBHOOK_SECRET,
    ZAMMAD_TOKEN,
    ZENDESK_LOGIN,
    FakeChatwoot,
    FakeReceiver,
    FakeZammad,
    FakeZendesk,
    Vendor,
    running,
)

_SAID = (
    (Author.CUSTOMER, "Where is my <parcel>? ☂"),
    (Author.ASSISTANT, "A person will look at it."),
)
_CONVERSATION = replace(
    a_conversation("conv_x"),
    messages=tuple(
        Message(
            id=MessageId(f"msg_{n}"),
            conversation=ConversationId("conv_x"),
            sequence=n,
            author=author,
            text=text,
            at=NOON,
        )
        for n, (author, text) in enumerate(_SAID, start=1)
    ),
)
_HANDOFF = Handoff(
    id=HandoffId("hand_1"),
    conversation=ConversationId("conv_x"),
    reason=HandOffReason.CUSTOMER_REQUEST,
    state=HandoffState.WAITING,
    version=0,
    requested_at=NOON,
    queue="general",
    priority=Priority.HIGH,
    is_staffed=True,
)
TICKET = Ticket(
    ref=DeliveryId("dlv_ticket00000000000000000001"),
    handoff=_HANDOFF,
    subject="Where is my parcel?",
    brief="Wants\n- the parcel",
    conversation=_CONVERSATION,
)


def _note(remote: str, author: Author = Author.CUSTOMER) -> Note:
    message = Message(
        id=MessageId("msg_9"),
        conversation=ConversationId("conv_x"),
        sequence=9,
        author=author,
        text="It is order 4711",
        at=NOON,
    )
    return Note(ref=DeliveryId("dlv_note0000000000000000000001"), ticket=remote, message=message)


@dataclass(frozen=True)
class Pair:
    """Hold an adapter and the server that it speaks to."""

    desk: Sink
    server: Any
    count: Callable[[], int]
    """How many tickets there are."""
    texts: Callable[[], list[str]]
    """Every text that agents can read."""


def _zendesk(address: str, server: FakeZendesk) -> Pair:
    email, token = ZENDESK_LOGIN
    place = ZendeskPlace(url=address, email=email, token=token, secret="s" * 16, group="36")
    comments = lambda: [c["body"] for t in server.tickets.values() for c in t["comments"]]  # noqa: E731 - a question
    return Pair(Zendesk(place), server, lambda: len(server.tickets), comments)


def _chatwoot(address: str, server: FakeChatwoot) -> Pair:
    place = ChatwootPlace(url=address, account=7, inbox=3, token=CHATWOOT_TOKEN, secret="s" * 16)
    said = lambda: [m["content"] for c in server.conversations.values() for m in c["messages"]]  # noqa: E731 - a question
    return Pair(Chatwoot(place), server, lambda: len(server.conversations), said)


def _zammad(address: str, server: FakeZammad) -> Pair:
    place = ZammadPlace(
        url=address, token=ZAMMAD_TOKEN, group="Users", customer="bot@shop.example", secret="s" * 16
    )
    bodies = lambda: [a["body"] for t in server.tickets.values() for a in t["articles"]]  # noqa: E731 - a question
    return Pair(Zammad(place), server, lambda: len(server.tickets), bodies)


def _webhook(address: str, server: FakeReceiver) -> Pair:
    place = WebhookPlace(url=f"{address}/events", secrets=(WEBHOOK_SECRET,))

    def opened() -> int:
        return sum(e["type"] == "handoff.requested" for e in server.events.values())

    return Pair(
        WebhookDesk(place, SystemClock()),
        server,
        opened,
        lambda: [str(e["data"]) for e in server.events.values()],
    )


_MADE: dict[str, tuple[type[Vendor], Callable[[str, Any], Pair]]] = {
    "zendesk": (FakeZendesk, _zendesk),
    "chatwoot": (FakeChatwoot, _chatwoot),
    "zammad": (FakeZammad, _zammad),
    "webhook": (FakeReceiver, _webhook),
}


@contextmanager
def _running(name: str) -> Iterator[Pair]:
    kind, made = _MADE[name]
    server = kind()
    with running(server) as address:
        yield made(address, server)


@pytest.fixture(params=list(_MADE))
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    with _running(request.param) as made:
        yield made


def _sent(pair: Pair, parcel: Any, *, is_repeated: bool = False) -> str:
    came = pair.desk.send(parcel, is_repeated=is_repeated)
    assert isinstance(came, Taken), came
    assert came.remote is not None
    return came.remote


def test_a_ticket_its_messages_and_its_end_are_asked_for_as_published(pair: Pair) -> None:
    remote = _sent(pair, TICKET)
    _sent(pair, _note(remote))
    _sent(pair, _note(remote, Author.AGENT))
    _sent(pair, Closing(ref=DeliveryId("dlv_end"), ticket=remote, handoff=_HANDOFF))

    assert pair.server.wrongs == []
    assert pair.count() == 1
    whole = "\n".join(pair.texts())
    assert "the parcel" in whole
    assert "Where is my <parcel>? ☂" in whole
    assert "It is order 4711" in whole


@pytest.mark.parametrize("fault", ["429", "500", "lost"])
def test_whatever_befalls_a_request_there_is_one_ticket_with_one_brief(
    pair: Pair, fault: str
) -> None:
    """At every request of opening in turn: an error, a wait, a reply that is lost."""
    for before in range(4):
        pair.server.faults[:] = ["none"] * before + [fault]
        parcel = replace(TICKET, ref=DeliveryId(f"dlv_{before}{fault:0>25}"))
        opened = pair.count()
        came = pair.desk.send(parcel, is_repeated=False)
        if isinstance(came, Taken):
            break  # every request of it had its fault
        assert not came.is_final
        assert came.after == (timedelta(seconds=7) if fault == "429" else None)
        pair.server.faults.clear()

        _sent(pair, parcel, is_repeated=True)

        assert pair.count() == opened + 1
        mine = [text for text in pair.texts() if parcel.ref in text]
        assert len(mine) == 1
    assert pair.server.wrongs == []


def test_a_message_whose_reply_was_lost_is_there_once(pair: Pair) -> None:
    remote = _sent(pair, TICKET)
    pair.server.faults[:] = ["lost"]
    came = pair.desk.send(_note(remote), is_repeated=False)
    assert isinstance(came, NotTaken)

    _sent(pair, _note(remote), is_repeated=True)

    assert sum("It is order 4711" in text for text in pair.texts()) == 1


def test_where_nobody_answers_in_time_it_can_be_tried_again() -> None:
    server = FakeReceiver()
    server.faults[:] = ["hangs"]
    with running(server) as address:
        came = calling.HttpDesk(address, {}, seconds=0.1).ask("POST", "/events", json_body={})

    assert isinstance(came, NotTaken)
    assert not came.is_final


def test_a_ticket_that_is_gone_is_said_to_be_so() -> None:
    with _running("zendesk") as pair:
        came = pair.desk.send(_note("4711"), is_repeated=False)

    assert came == NotTaken(why="HTTP 404.", is_final=True)


def test_the_brief_is_never_what_is_cut() -> None:
    long = replace(
        _CONVERSATION,
        messages=tuple(replace(m, text="word " * 20_000) for m in _CONVERSATION.messages),
    )
    with _running("zendesk") as pair:
        _sent(pair, replace(TICKET, conversation=long))
        [text] = pair.texts()

    assert text.startswith("Wants\n- the parcel")
    assert len(text) < 61_000
    assert TICKET.ref in text


def test_no_redirection_is_followed_and_no_proxy_of_the_environment_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    with _running("webhook") as pair:
        _sent(pair, TICKET)

    client = calling.HttpDesk("http://127.0.0.1", {})._client
    assert not client.follow_redirects


def test_a_notice_is_a_text_with_a_link_and_no_markup_of_others() -> None:
    server = FakeReceiver()
    notice = Notice(
        ref=DeliveryId("dlv_n"),
        kind=DeliveryKind.WAITING,
        text="A <customer> waits & waits",
        link="https://desk.example/console/handoffs/hand_1",
    )
    with running(server) as address:
        came = ChatNotices(f"{address}/services/T0/B0/x").send(notice, is_repeated=False)

    assert came == Taken()
    assert server.wrongs == []
    assert server.notices == [
        "A &lt;customer&gt; waits &amp; waits "
        "<https://desk.example/console/handoffs/hand_1|Open it>"
    ]
