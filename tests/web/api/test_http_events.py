"""What is told over a conversation's event stream, on a real server."""

import asyncio
import logging
from contextlib import ExitStack
from pathlib import Path

import pytest
from starlette.types import Message

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.conversation.model import ConversationId, Event
from handrail.flow.ports import Store
from handrail.web.api.admission import Admission
from handrail.web.api.event_stream import EventStream
from handrail.web.api.feed import EventFeed
from tests.builders import a_conversation, a_record, an_entry, an_inbound
from tests.fakes import FakeStore
from tests.web.running import ANSWER, QUESTION, Site, bearer

ANSWERED = ["message.received", "reply.started", "reply.claim", "reply.finished"]


def test_a_turn_is_told_from_the_message_to_the_finished_reply(site: Site) -> None:
    opened = site.open(text=QUESTION)

    with site.listening(opened) as heard:
        told = [heard.next() for _ in ANSWERED]

    assert [kind for _, kind, _ in told] == ANSWERED
    assert [sequence for sequence, _, _ in told] == [1, 2, 3, 4]
    assert told[0][2]["text"] == QUESTION
    assert told[2][2]["text"] == ANSWER
    assert told[3][2] == opened["reply"]


def test_whoever_comes_back_is_told_only_what_came_since(site: Site) -> None:
    opened = site.open(text=QUESTION)

    with site.listening(opened, last=3) as heard:
        assert heard.next()[:2] == (4, "reply.finished")
    with site.listening(opened, last=4) as heard:
        assert heard.until_caught_up() == []


def test_what_happens_while_one_listens_is_told_at_once(site: Site) -> None:
    opened = site.open()

    with site.listening(opened) as heard:
        assert heard.until_caught_up() == []
        site.say(opened, QUESTION)
        kinds = [heard.next()[1] for _ in ANSWERED]

    assert kinds == ANSWERED


def test_what_another_process_writes_is_told_too(site: Site, tmp_path: Path) -> None:
    opened = site.open()
    elsewhere = open_store(f"sqlite:///{tmp_path / 'handrail.db'}", upgrade)
    ref = ConversationId(opened["id"])

    with site.listening(opened) as heard:
        heard.until_caught_up()
        with elsewhere.write() as writing:
            held = writing.conversation(ref)
            assert held is not None
            event = Event(kind="agent.message", facts={"text": "Hello, Ada here."})
            record = a_record(conversation=ref)
            writing.save_turn(held, an_inbound(), record, an_entry(), (event,))
        told = heard.next()

    elsewhere.close()
    assert told == (1, "agent.message", {"text": "Hello, Ada here."})


def test_a_hand_off_is_told(site: Site) -> None:
    opened = site.open()
    site.client.post(f"/api/v1/conversations/{opened['id']}/handoff", headers=bearer(opened))

    with site.listening(opened) as heard:
        kinds = heard.until_caught_up()

    assert kinds == ["reply.started", "reply.finished", "handoff.requested"]


def test_streams_end_when_the_server_stops(site: Site) -> None:
    opened = site.open()

    with site.listening(opened) as heard:
        heard.until_caught_up()
        site.server.should_exit = True
        with pytest.raises(EOFError):
            heard.next()


@pytest.mark.parametrize("last", ["-1", "x", "1.5", "9" * 19])
def test_an_event_number_that_is_none_is_refused(site: Site, last: str) -> None:
    opened = site.open()

    refused = site.client.get(
        f"/api/v1/conversations/{opened['id']}/events",
        headers=bearer(opened) | {"Last-Event-ID": last},
    )

    assert refused.status_code == 422
    assert "Last-Event-ID" in refused.json()["error"]["message"]


def test_only_so_many_may_listen_to_one_conversation(site: Site) -> None:
    opened = site.open()
    path = f"/api/v1/conversations/{opened['id']}/events"

    with ExitStack() as streams:
        listening = [streams.enter_context(site.listening(opened)) for _ in range(8)]
        caught_up = [heard.until_caught_up() for heard in listening]
        refused = site.client.get(path, headers=bearer(opened))

    assert caught_up == [[]] * 8
    assert refused.status_code == 503
    assert refused.json()["error"]["code"] == "busy"


async def _never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


def _talkative(store: Store) -> EventFeed:
    with store.write() as writing:
        writing.open_conversation(a_conversation(token_digest="t"), an_entry())
        events = tuple(Event(kind="agent.message", facts={"n": n}) for n in range(450))
        writing.save_turn(a_conversation(), an_inbound(), a_record(), an_entry(), events)
    return EventFeed(store, Admission("test", threads=1, waiting=10), tick=0.01)


def test_a_reader_who_does_not_read_is_let_go(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    sent = list[Message]()

    async def send(message: Message) -> None:
        if len(sent) == 3:
            await asyncio.Event().wait()
        sent.append(message)

    async def tell() -> None:
        feed = _talkative(FakeStore())
        stream = EventStream(feed, ConversationId("conv_1"), 0, token_digest="t", send_timeout=0.05)
        async with asyncio.timeout(20):
            await stream({}, _never, send)
        feed.close()

    asyncio.run(tell())

    assert len(sent) == 3


def test_silence_is_broken_by_signs_of_life_and_long_stories_are_told_whole() -> None:
    sent = list[bytes]()

    async def tell() -> None:
        feed = _talkative(FakeStore())
        stream = EventStream(feed, ConversationId("conv_1"), 0, token_digest="t", heartbeat=0.01)

        async def send(message: Message) -> None:
            sent.append(message.get("body", b""))
            if sent[-1].startswith(b": still"):
                feed.close()

        async with asyncio.timeout(20):
            await stream({}, _never, send)

    asyncio.run(tell())

    assert sum(chunk.startswith(b"id: ") for chunk in sent) == 450
    assert sent[-2:] == [b": still here\n\n", b""]
