"""The address of webhooks: what is signed is heard, all else is turned away (T5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from handrail.adapters.sql.mail_threads import SqlChannelStore
from handrail.adapters.sql.store import SqlStore
from handrail.domain.conversation.model import ConversationId
from handrail.flow.deliver import deliver_all
from handrail.flow.delivery import HELPDESK_KINDS, SinkName
from handrail.flow.hear_hook import HookPorts
from handrail.flow.parcels import Taken
from handrail.kernel.clock import SystemClock
from handrail.kernel.ids import RandomIds
from handrail.web.api.gate import LARGEST_HOOK
from tests.channel_world import ChannelWorld, KeptParcels
from tests.hooks import ALL
from tests.web.running import NoActions, Site, running_site


class WithHooks(NoActions):
    """Stand in for a project with one helpdesk of each kind."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    @override
    def hook_ports(self) -> HookPorts:
        """Return what hearing webhooks needs."""
        return HookPorts(
            store=SqlChannelStore(self._store),
            helpdesks={SinkName(name): speaking.desk for name, speaking in ALL.items()},
            clock=SystemClock(),
            ids=RandomIds(),
        )


@pytest.fixture
def hooked(tmp_path: Path) -> Iterator[Site]:
    with running_site(tmp_path, acting=WithHooks) as running:
        yield running


def test_an_agents_answer_comes_to_whoever_listens(hooked: Site) -> None:
    opened = hooked.open(text="I want to talk to a person")
    world = ChannelWorld(hooked.store)
    sink = KeptParcels(HELPDESK_KINDS, answers=[Taken(remote="101")])
    deliver_all(world.delivering({"chatwoot": sink}))
    event = ALL["chatwoot"].said("101", "7", "Hello, it is Mia.")
    sent = ALL["chatwoot"].sign(event, SystemClock().now(), "d1")

    with hooked.listening(opened) as heard:
        heard.until_caught_up()
        answers = [
            hooked.client.post("/hooks/chatwoot", content=sent.body, headers=sent.headers)
            for _ in range(3)
        ]
        told = [heard.next() for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204, 204]
    assert [kind for _, kind, _ in told] == ["agent.joined", "agent.message"]
    assert told[1][2]["text"] == "Hello, it is Mia."
    said = world.said(ConversationId(opened["id"]))
    assert said.count(("agent", "Hello, it is Mia.")) == 1


def test_what_is_forged_old_unknown_or_unreadable_is_turned_away(hooked: Site) -> None:
    speaking, now = ALL["webhook"], SystemClock().now()
    sent = speaking.sign({"type": "agent.message", "data": 7}, now, "d1")
    post = hooked.client.post

    assert post("/hooks/webhook", content=b"{}").status_code == 401
    assert post("/hooks/webhook", content=sent.body + b" ", headers=sent.headers).status_code == 401
    assert post("/hooks/webhook", content=sent.body, headers=sent.headers).status_code == 422
    assert post("/hooks/nowhere", content=sent.body, headers=sent.headers).status_code == 404
    assert post("/hooks/Web..hook", content=b"{}").status_code == 422
    large = b" " * (LARGEST_HOOK + 1)
    assert post("/hooks/webhook", content=large).status_code == 413
    assert hooked.client.get("/hooks/webhook").status_code == 405


def test_a_page_elsewhere_cannot_send_one(hooked: Site) -> None:
    sent = ALL["webhook"].sign(ALL["webhook"].closed("101"), SystemClock().now(), "d1")

    answer = hooked.client.post(
        "/hooks/webhook",
        content=sent.body,
        headers=sent.headers | {"Origin": "https://evil.example"},
    )

    assert answer.status_code == 403
