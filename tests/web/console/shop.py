"""A console whose project acts at a real order system, with customers who ask for things."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from handrail.domain.actions.model import Action, ActionId, ActionState
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import ActionRuled
from handrail.flow.confirm_action import Click, confirm_action
from handrail.flow.identify_customer import identify_customer, session_of
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.sample.host import identity_token
from handrail.sample.orders.document import DOCUMENT
from handrail.sample.project import POLICIES
from tests.order_system import CUSTOMER, TOKEN, OrderSystem, running_orders
from tests.projects import SETTINGS, a_synced_project
from tests.web.console.site import ConsoleSite, running_console

SECRET = "a secret of at least thirty-two bytes"
ACTIONS = f"""
[identity]
secret = "{SECRET}"

[actions]
policies = "{POLICIES}"

[actions.limits]
agent_money = 100000
customer_actions_a_minute = 100

[actions.systems.orders]
kind = "openapi"
document = "{DOCUMENT}"
token = "{TOKEN}"
base_url = """


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """Hold a console whose project acts at a running order system."""

    console: ConsoleSite
    orders: OrderSystem

    def asked_for(self, text: str, customer: str = CUSTOMER) -> Action:
        """Let a customer ask for something and confirm the card."""
        ref = self._opened(customer)
        record = self.console.hears(text, ref=ref)
        assert isinstance(record.outcome, ActionRuled)
        return self._confirmed(record.outcome, ref)

    def asks(self, text: str) -> ActionId:
        """Let a customer ask for something that needs no card."""
        record = self.console.hears(text, ref=self._opened(CUSTOMER))
        assert isinstance(record.outcome, ActionRuled)
        return ActionId(str(record.outcome.action))

    def state(self, ref: ActionId) -> ActionState:
        """Return where an action stands."""
        with self.console.app.store.read() as reading:
            found = reading.action(ref)
        assert found is not None
        return found.state

    def _opened(self, customer: str) -> ConversationId:
        app = self.console.app
        ports = OpeningPorts(store=app.store, clock=app.clock, ids=app.ids)
        ref = open_conversation(Opening(channel="web"), ports).id
        token = identity_token(SECRET, customer, app.clock.now(), app.ids)
        identify_customer(ref, token, "", app.identity_ports())
        return ref

    def _confirmed(self, card: ActionRuled, ref: ConversationId) -> Action:
        app = self.console.app
        click = Click(
            action=ActionId(str(card.action)),
            version=card.version,
            digest=card.digest,
            is_approved=True,
        )
        return confirm_action(click, session_of(ref, app.identity_ports()), app.action_ports())


@contextmanager
def running_shop(folder: Path) -> Iterator[Shop]:
    """Run the order system and the console until the block ends."""
    with running_orders(folder / "orders.db") as orders:
        settings = f'{SETTINGS}{ACTIONS}"{orders.address}"\n'
        project = a_synced_project(folder / "project", settings=settings)
        with running_console(project) as console:
            yield Shop(console=console, orders=orders)
            console.app.close()
