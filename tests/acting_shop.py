"""A project that acts at a running order system, with a customer signed in: all of it real."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from handrail.app import App, open_app
from handrail.cli.deciding import decide
from handrail.cli.main import run
from handrail.domain.actions.model import Action, ActionId, ActionState
from handrail.domain.conversation.model import ConversationId, InboundMessage
from handrail.domain.decision.model import ActionRuled, TurnRecord
from handrail.flow.handle_message import handle_message
from handrail.flow.identify_customer import identify_customer
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.flow.recover_actions import recover_actions
from handrail.sample.host import identity_token
from handrail.sample.orders.document import DOCUMENT
from handrail.sample.project import POLICIES
from tests.order_system import CUSTOMER, TOKEN, OrderSystem, running_orders

_SECRET = "a secret of at least thirty-two bytes"
_PROJECT = """\
[identity]
secret = "{secret}"

[actions]
policies = "{policies}"

[actions.systems.orders]
kind = "openapi"
document = "{document}"
base_url = "{address}"
token = "{token}"
"""


@dataclass
class Shop:
    """Hold a project that acts at a running order system, with a customer signed in."""

    project: Path
    app: App
    orders: OrderSystem
    conversation: ConversationId
    capture: pytest.CaptureFixture[str]

    def says(self, text: str) -> TurnRecord:
        inbound = InboundMessage(conversation=self.conversation, text=text)
        return handle_message(inbound, self.app.message_ports())

    def confirms(self, record: TurnRecord) -> Action:
        assert isinstance(record.outcome, ActionRuled)
        return decide(record.outcome, self.conversation, self.app, is_approved=True)

    def works(self) -> None:
        assert self.app.acting is not None
        recover_actions(self.app.acting.carrying)

    def waits_for(self, ref: str | None, state: ActionState) -> None:
        """Return once an action is in this state; fail after a while."""
        deadline = time.monotonic() + 30
        while self.action(ref).state is not state:
            assert time.monotonic() < deadline, self.action(ref)
            time.sleep(0.05)

    def action(self, ref: str | None) -> Action:
        with self.app.store.read() as reading:
            found = reading.action(ActionId(str(ref)))
        assert found is not None
        return found

    def runs(self, *arguments: str) -> tuple[int, str, str]:
        self.capture.readouterr()
        status = run([*arguments, "--project", str(self.project)])
        said = self.capture.readouterr()
        return status, said.out, said.err

    def told(self, *arguments: str) -> Any:
        status, out, err = self.runs(*arguments, "--json")
        assert status == 0, err
        return json.loads(out)


@contextmanager
def acting_shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Shop]:
    """Run the order system and open a project that acts at it, until the block ends."""
    with running_orders(tmp_path / "orders.db") as orders:
        text = _PROJECT.format(
            secret=_SECRET,
            policies=POLICIES,
            document=DOCUMENT,
            address=orders.address,
            token=TOKEN,
        )
        (tmp_path / "handrail.toml").write_text(text)
        app = open_app(tmp_path)
        ports = OpeningPorts(store=app.store, clock=app.clock, ids=app.ids)
        opened = open_conversation(Opening(), ports)
        token = identity_token(_SECRET, CUSTOMER, app.clock.now(), app.ids)
        identify_customer(opened.id, token, "", app.identity_ports())
        yield Shop(project=tmp_path, app=app, orders=orders, conversation=opened.id, capture=capsys)
        app.close()
