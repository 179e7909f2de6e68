"""A small shop's actions behind a running server, and customers who sign in to it."""

from dataclasses import dataclass
from datetime import timedelta

import jwt

from handrail.adapters.identity.tokens import tokens_signed_by
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.hear_hook import HookPorts
from handrail.flow.identify_customer import IdentityPorts
from handrail.flow.judge_action import ActionPorts
from handrail.flow.keep_document import PushPorts
from handrail.flow.staff import StaffPorts
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import BadSettings
from handrail.kernel.ids import RandomIds
from handrail.web.api.acting import Health
from tests.action_world import World

SECRET = "a secret of at least thirty-two bytes"


@dataclass
class Shopping:
    """Give a small shop's actions to a running server."""

    world: World

    def action_ports(self) -> ActionPorts:
        return self.world.ports

    def staff_ports(self) -> StaffPorts:
        return StaffPorts(store=self.world.store, clock=SystemClock())

    def identity_ports(self) -> IdentityPorts:
        tokens = tokens_signed_by(secret=SECRET, public_key=None, audience="handrail")
        return IdentityPorts(store=self.world.store, clock=SystemClock(), tokens=tokens)

    def desk_ports(self) -> DeskPorts:
        return DeskPorts(store=self.world.store, clock=SystemClock(), ids=RandomIds())

    def push_ports(self) -> PushPorts:
        """Refuse: nothing can be sent here."""
        raise BadSettings("No source.")

    @property
    def health(self) -> Health:
        """Refuse: nothing is checked here."""
        raise BadSettings("No articles.")

    def hook_ports(self) -> HookPorts:
        raise BadSettings("No helpdesk.")


def an_identity(customer: str = "cus_ann", nonce: str | None = None) -> str:
    """Return a token for a customer, as a host's server signs it."""
    now = SystemClock().now()
    times = {"iat": now, "exp": now + timedelta(minutes=5)}
    claims = {"sub": customer, "aud": "handrail", "jti": nonce or RandomIds().new("n"), **times}
    return jwt.encode(claims, SECRET, algorithm="HS256")
