"""What the routes of actions do, as plain functions that may block."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from handrail.domain.actions.action_json import action_as_json, card_as_json
from handrail.domain.actions.card import card_of
from handrail.domain.actions.model import (
    Action,
    ActionId,
    ActionState,
    CustomerSession,
    StaffSession,
)
from handrail.domain.conversation.model import ConversationId
from handrail.flow.confirm_action import Click, confirm_action
from handrail.flow.decide_approval import decide_approval
from handrail.flow.decide_finding import FindingPorts
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.gap_ports import GapPorts
from handrail.flow.hear_hook import HookPorts
from handrail.flow.identify_customer import (
    IdentityPorts,
    identify_customer,
    renew_token,
    session_of,
)
from handrail.flow.judge_action import ActionPorts
from handrail.flow.keep_document import PushPorts
from handrail.flow.staff import StaffPorts, all_staff, staff_of
from handrail.flow.switch_actions import ALL, switch_actions
from handrail.kernel.errors import NotFound


class Health(Protocol):
    """Give what deciding on findings and gaps needs; opened when it is first asked for."""

    @property
    def deciding(self) -> FindingPorts:
        """Return what deciding on findings needs."""
        ...

    @property
    def gaps(self) -> GapPorts:
        """Return what finding gaps, drafting articles and deciding on them need."""
        ...


class Acting(Protocol):
    """Give what acting needs; opened when it is first asked for."""

    def action_ports(self) -> ActionPorts:
        """Return what deciding on actions needs; raises BadSettings where nothing is declared."""
        ...

    def staff_ports(self) -> StaffPorts:
        """Return what the staff's roll needs."""
        ...

    def identity_ports(self) -> IdentityPorts:
        """Return what identifying customers needs."""
        ...

    def desk_ports(self) -> DeskPorts:
        """Return what the desk needs, where people work."""
        ...

    def push_ports(self) -> PushPorts:
        """Return what sending an article to us needs."""
        ...

    @property
    def health(self) -> Health:
        """Return what looks after the articles."""
        ...

    def hook_ports(self) -> HookPorts:
        """Return what hearing webhooks of helpdesks needs."""
        ...


@dataclass(frozen=True, slots=True)
class ActingService:
    """Do what customers and staff ask for about actions."""

    acting: Acting
    on_news: Callable[[ConversationId], None]

    def sign_in(self, conversation: ConversationId, identity: str, digest: str) -> CustomerSession:
        """Bind a conversation to a customer, under a new token."""
        return identify_customer(conversation, identity, digest, self.acting.identity_ports())

    def renew(self, conversation: ConversationId, before: str, digest: str) -> None:
        """Let a new token take the place of the one that was shown."""
        renew_token(conversation, before, digest, self.acting.identity_ports())

    def decide(self, conversation: ConversationId, action: str, click: Click) -> Action:
        """Confirm or decline as the conversation's customer; raises NotAuthenticated, Conflict."""
        session = session_of(conversation, self.acting.identity_ports())
        ports = self._ports()
        with ports.store.read() as reading:
            found = reading.action(ActionId(action))
        if found is None or found.conversation != conversation:
            raise NotFound("There is no such action in this conversation.")
        decided = confirm_action(click, session, ports)
        self.on_news(conversation)
        return decided

    def staff(self, token: str | None) -> StaffSession:
        """Return whose token was shown; raises NotAuthenticated."""
        return staff_of(token, self.acting.staff_ports())

    def works_here(self, staff: StaffSession) -> bool:
        """Tell whether somebody is one of the staff still, in the same role."""
        return staff in all_staff(self.acting.staff_ports())

    def actions(self, states: Sequence[ActionState]) -> list[dict[str, object]]:
        """Return the newest actions in these states, or of all, oldest first."""
        with self._ports().store.read() as reading:
            newest = reading.actions(states, newest_first=True)
        return [action_as_json(action) for action in reversed(newest)]

    def action(self, ref: str) -> dict[str, object]:
        """Return an action with its card and who decided what; raises NotFound."""
        ports = self._ports()
        with ports.store.read() as reading:
            found = reading.action(ActionId(ref))
            approvals = reading.approvals(ActionId(ref))
        if found is None:
            raise NotFound("There is no such action.")
        spec = ports.catalogue.find(found.name)
        card = None if spec is None else card_as_json(card_of(found, spec, ports.currency))
        return {**action_as_json(found, approvals), "card": card}

    def approve(self, click: Click, staff: StaffSession) -> Action:
        """Approve or decline as one of the staff; raises NotFound, Forbidden, Conflict."""
        decided = decide_approval(click, staff, self._ports())
        self.on_news(decided.conversation)
        return decided

    def switch(self, name: str | None, position: str, staff: StaffSession) -> None:
        """Switch one action or all of them."""
        switch_actions(name or ALL, position, staff, self._ports())

    def _ports(self) -> ActionPorts:
        return self.acting.action_ports()


def standing(action: Action) -> dict[str, object]:
    """Return where an action stands, as a customer may read it."""
    return {
        "action": action.id,
        "name": action.name,
        "state": action.state.value,
        "version": action.version,
        "conversation": action.conversation,
    }
