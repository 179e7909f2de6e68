"""What the routes of actions promise, asked over real HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from handrail.adapters.sql.store import SqlStore
from handrail.domain.actions.model import Control, Role
from handrail.domain.conversation.model import ConversationId
from handrail.flow.identify_customer import session_of
from handrail.flow.propose_action import propose_action
from handrail.flow.staff import add_staff
from handrail.kernel.clock import SystemClock
from tests.action_world import World, a_refund, a_world
from tests.web.running import Site, bearer, running_site
from tests.web.shopping import Shopping, an_identity


@dataclass
class Running:
    """Hold the server, its shop, and a conversation that was opened at it."""

    site: Site
    world: World
    opened: dict[str, Any]

    @property
    def path(self) -> str:
        return f"/api/v1/conversations/{self.opened['id']}"

    def sign_in(self, customer: str = "cus_ann", nonce: str = "n1") -> httpx2.Response:
        token = an_identity(customer, nonce)
        answer = self.site.client.post(
            f"{self.path}/identify", json={"identity": token}, headers=bearer(self.opened)
        )
        if answer.status_code == 200:
            self.opened = {**self.opened, "token": answer.json()["token"]}
        return answer

    def proposed(self) -> dict[str, Any]:
        ref = ConversationId(self.opened["id"])
        session = session_of(ref, Shopping(self.world).identity_ports())
        action = propose_action(a_refund(), session, ref, self.world.ports).action
        return {"id": action.id, "version": action.version, "digest": action.digest}

    def decide(self, card: dict[str, Any], word: str = "confirm", **changes: Any) -> Any:
        body = {"version": card["version"], "digest": card["digest"]} | changes
        return self.site.client.post(
            f"{self.path}/actions/{card['id']}/{word}", json=body, headers=bearer(self.opened)
        )

    def staff(self, name: str, role: Role = Role.AGENT) -> dict[str, str]:
        token = add_staff(name, role, Shopping(self.world).staff_ports())
        return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    worlds: list[World] = []

    def acting(store: SqlStore) -> Shopping:
        world = a_world(store)
        ports = replace(world.ports, clock=SystemClock())
        worlds.append(replace(world, ports=ports))
        return Shopping(worlds[0])

    with running_site(tmp_path, acting=acting) as site:
        opened = site.client.post("/api/v1/conversations", json={}).json()
        yield Running(site=site, world=worlds[0], opened=opened)


def test_a_customer_signs_in_and_the_old_token_opens_nothing(running: Running) -> None:
    before = dict(running.opened)

    answer = running.sign_in()

    assert answer.status_code == 200
    assert (
        running.site.client.get(f"{running.path}/events", headers=bearer(before)).status_code == 404
    )


def test_who_listens_with_the_old_token_hears_nothing_of_what_comes_after(
    running: Running,
) -> None:
    with running.site.listening(running.opened) as before:
        before.until_caught_up()

        running.sign_in()
        running.proposed()

        with pytest.raises(EOFError):
            before.next()
    with running.site.listening(running.opened) as now:
        assert now.next()[1] == "action.proposed"


def test_a_token_that_nobody_signed_or_that_was_used_signs_nobody_in(running: Running) -> None:
    forged = running.site.client.post(
        f"{running.path}/identify", json={"identity": "a.b.c"}, headers=bearer(running.opened)
    )
    first, again = running.sign_in(), running.sign_in()

    assert [forged.status_code, first.status_code, again.status_code] == [401, 200, 401]


def test_a_conversation_never_changes_hands(running: Running) -> None:
    running.sign_in()

    assert running.sign_in("cus_ben", "n2").status_code == 404


def test_a_confirmed_card_is_approved_and_the_same_click_gives_the_same_receipt(
    running: Running,
) -> None:
    running.sign_in()
    card = running.proposed()

    first, again = running.decide(card), running.decide(card)

    assert first.status_code == 200
    assert first.json()["state"] == "approved"
    assert again.json() == first.json()


def test_an_anonymous_visitor_reaches_no_action(running: Running) -> None:
    running.sign_in()
    card = running.proposed()
    other = running.site.client.post("/api/v1/conversations", json={}).json()

    stolen = running.site.client.post(
        f"/api/v1/conversations/{other['id']}/actions/{card['id']}/confirm",
        json={"version": card["version"], "digest": card["digest"]},
        headers=bearer(other),
    )

    assert stolen.status_code == 401


def test_another_card_a_made_up_one_and_extra_fields_are_refused(running: Running) -> None:
    running.sign_in()
    card = running.proposed()

    answers = [
        running.decide(card, digest="0" * 64),
        running.decide(card, version=99),
        running.decide({**card, "id": "act_none"}),
        running.decide(card, approved=True),
        running.decide(card, digest="short"),
    ]

    assert [a.status_code for a in answers] == [409, 409, 404, 422, 422]


def test_declining_ends_it(running: Running) -> None:
    running.sign_in()

    declined = running.decide(running.proposed(), "decline")

    assert declined.json()["state"] == "declined"


def test_staff_see_and_approve_what_waits_for_them(running: Running) -> None:
    running.world.rules.weakest["refund"] = Control.STAFF
    running.sign_in()
    card = running.decide(running.proposed()).json()
    kim = running.staff("kim")

    listed = running.site.client.get(
        "/api/v1/staff/actions", params={"state": "awaiting_staff"}, headers=kim
    ).json()["actions"]
    shown = running.site.client.get(f"/api/v1/staff/actions/{card['action']}", headers=kim).json()
    approved = running.site.client.post(
        f"/api/v1/staff/actions/{card['action']}/approve",
        json={"version": shown["card"]["version"], "digest": shown["card"]["digest"]},
        headers=kim,
    )

    assert [a["action"] for a in listed] == [card["action"]]
    assert shown["card"]["rows"] == [["Order", "1001"], ["Amount", "20.00 EUR"]]
    assert approved.json()["state"] == "approved"


def test_staff_routes_take_the_token_of_one_of_the_staff_and_no_other(running: Running) -> None:
    running.sign_in()
    shown = [None, bearer(running.opened), {"Authorization": "Bearer hrs_made_up"}]

    for path in ("/api/v1/staff/actions", "/api/v1/staff/actions/act_1"):
        answers = [running.site.client.get(path, headers=headers) for headers in shown]
        assert [a.status_code for a in answers] == [401, 401, 401]
    for path, body in (
        ("/api/v1/staff/switch", {"position": "off"}),
        ("/api/v1/staff/actions/a/approve", {"version": 0, "digest": "0" * 64}),
        ("/api/v1/staff/actions/a/decline", {"version": 0, "digest": "0" * 64}),
    ):
        answers = [running.site.client.post(path, json=body, headers=h) for h in shown]
        assert [a.status_code for a in answers] == [401, 401, 401]


def test_anybody_of_the_staff_switches_off_and_a_lead_on_again(running: Running) -> None:
    kim, lou = running.staff("kim"), running.staff("lou", Role.LEAD)
    running.sign_in()

    def switch(position: str, headers: dict[str, str]) -> int:
        body = {"action": "refund", "position": position}
        path = "/api/v1/staff/switch"
        return running.site.client.post(path, json=body, headers=headers).status_code

    assert switch("off", kim) == 204
    assert switch("on", kim) == 403
    assert switch("on", lou) == 204


def test_a_server_without_actions_says_so(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        opened = site.client.post("/api/v1/conversations", json={}).json()
        answer = site.client.post(
            f"/api/v1/conversations/{opened['id']}/actions/act_1/confirm",
            json={"version": 0, "digest": "0" * 64},
            headers=bearer(opened),
        )

    assert answer.status_code >= 400
    assert "Traceback" not in answer.text
