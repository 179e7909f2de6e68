"""A running server at which people work: who they are, and what they do over HTTP."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.domain.actions.model import Role
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.hear_hook import HookPorts
from handrail.flow.identify_customer import IdentityPorts
from handrail.flow.judge_action import ActionPorts
from handrail.flow.keep_document import PushPorts
from handrail.flow.staff import StaffPorts, add_staff
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import BadSettings
from handrail.kernel.ids import RandomIds
from handrail.web.api.acting import Health
from tests.vault import a_cipher
from tests.web.running import (
    Heard,
    LaidOut,
    Site,
    bearer,
    message_ports,
    running_site,
    serving,
)

CUSTOMERS = "/api/v1/conversations"
STAFF = "/api/v1/staff"


@dataclass(frozen=True, slots=True)
class Desk:
    """Give a running server its staff."""

    store: SqlStore

    def action_ports(self) -> ActionPorts:
        """Refuse: nothing can be done here."""
        raise BadSettings("No action is declared.")

    def staff_ports(self) -> StaffPorts:
        """Return what the staff's roll needs."""
        return StaffPorts(store=self.store, clock=SystemClock())

    def identity_ports(self) -> IdentityPorts:
        """Refuse: nobody signs in here."""
        raise BadSettings("No identity.")

    def push_ports(self) -> PushPorts:
        """Refuse: nothing can be sent here."""
        raise BadSettings("No source.")

    @property
    def health(self) -> Health:
        """Refuse: nothing is checked here."""
        raise BadSettings("No articles.")

    def hook_ports(self) -> HookPorts:
        """Refuse: no helpdesk is connected here."""
        raise BadSettings("No helpdesk.")

    def desk_ports(self) -> DeskPorts:
        """Return what the desk needs."""
        return DeskPorts(
            store=self.store,
            clock=SystemClock(),
            ids=RandomIds(),
            think=lambda: message_ports(self.store, LaidOut()).think,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffed:
    """Hold a running server with its people."""

    site: Site

    def hired(self, name: str, role: Role = Role.AGENT) -> dict[str, str]:
        """Add somebody to the staff; return the header that shows who they are."""
        token = add_staff(name, role, Desk(self.site.store).staff_ports())
        return {"Authorization": f"Bearer {token}"}

    def asks_for_person(self) -> dict[str, Any]:
        """Open a conversation in which a person is asked for; return it with its handoff's id."""
        opened = self.site.open(text="Let me talk to a person, my parcel is lost")
        with self.site.store.read() as reading:
            handoff = reading.open_handoff_of(opened["id"])
        assert handoff is not None
        return {**opened, "handoff": handoff.id}

    def post(self, who: Mapping[str, str], path: str, **body: Any) -> httpx2.Response:
        """Do something as one of the staff."""
        return self.site.client.post(f"{STAFF}/{path}", headers=dict(who), json=body or None)

    def get(self, who: Mapping[str, str], path: str) -> httpx2.Response:
        """Read something as one of the staff."""
        return self.site.client.get(f"{STAFF}/{path}", headers=dict(who))

    def kinds(self, opened: Mapping[str, Any]) -> list[str]:
        """Return what was told in a conversation."""
        with self.site.listening(opened) as heard:
            return heard.until_caught_up()

    @contextmanager
    def beside(self, folder: Path) -> Iterator[Site]:
        """Run a second server on the same database."""
        store = open_store(f"sqlite:///{folder / 'handrail.db'}", upgrade, cipher=a_cipher)
        with serving(store, acting=Desk) as site:
            yield site

    @contextmanager
    def watching(self, who: Mapping[str, str]) -> Iterator[Heard]:
        """Listen to what changes for the staff."""
        with self.site.client.stream("GET", f"{STAFF}/events", headers=dict(who)) as response:
            assert response.status_code == 200
            yield Heard(response.iter_lines())


@contextmanager
def staffed_site(folder: Path, **limits: Any) -> Iterator[Staffed]:
    """Run a server at which people can work until the block ends."""
    with running_site(folder, acting=Desk, **limits) as site:
        yield Staffed(site=site)


def rated(staffed: Staffed, opened: Mapping[str, Any], **body: Any) -> int:
    """Rate a conversation as its customer; return the status."""
    path = f"{CUSTOMERS}/{opened['id']}/rating"
    return staffed.site.client.post(path, json=body, headers=bearer(opened)).status_code
