"""A gap on its pages and over HTTP: seen, drafted, approved by a lead, and answered."""

import pytest

from handrail.flow.take_over import say_as_agent, take_conversation
from tests.web.console.site import KIM, ConsoleSite

ASKED = ("Do you hire out canoes for a weekend?", "Can I hire a canoe for the weekend?")
TOLD = "We hire out canoes for a weekend at 45 euros a day from April to October."


@pytest.fixture(scope="module")
def gap(console: ConsoleSite) -> str:
    first, _ = (console.hears(text) for text in ASKED)
    take_conversation(first.conversation, KIM, console.app.desk_ports())
    say_as_agent(first.conversation, TOLD, KIM, console.app.desk_ports())
    found = console.logged_in("lee").post("/console/gaps/find")
    assert found.status_code == 303
    (listed,) = console.logged_in().get("/api/v1/staff/gaps").json()["gaps"]
    return str(listed["id"])


def test_a_gap_shows_what_was_asked_and_how_much(console: ConsoleSite, gap: str) -> None:
    kim = console.logged_in()

    listed, one = kim.get("/console/gaps"), kim.get(f"/console/gaps/{gap}")
    spelled = kim.get(f"/api/v1/staff/gaps/{gap}").json()

    assert "2 customers" in listed.text
    assert all(text in one.text for text in ASKED)
    assert spelled["trend"] == "new"
    assert {example["text"] for example in spelled["examples"]} == set(ASKED)


def test_agents_draft_and_only_leads_approve(console: ConsoleSite, gap: str) -> None:
    kim, lee = console.logged_in(), console.logged_in("lee")

    before = kim.get(f"/console/gaps/{gap}").text
    drafted = kim.post(f"/console/gaps/{gap}/draft")
    waiting = kim.get(f"/console/gaps/{gap}").text
    page = drafted.headers["location"]
    ref = page.rpartition("/")[2]
    refused = kim.post(f"/api/v1/staff/drafts/{ref}/approve", json={"version": 1})
    seen_by_agent, seen_by_lead = kim.get(page).text, lee.get(page).text
    done = lee.post(
        f"/console/drafts/{ref}/approve",
        data={
            "version": "1",
            "title": "Hiring a canoe",
            "text": TOLD,
        },
    )

    assert drafted.status_code == 303
    assert "Draft an article" in before
    assert "Draft an article" not in waiting
    assert "A draft waits for a decision." in waiting
    assert refused.status_code == 403
    assert "Approve and serve it" not in seen_by_agent
    assert "Approve and serve it" in seen_by_lead
    assert done.headers["location"] == page
    held = kim.get(f"/api/v1/staff/drafts/{ref}").json()
    assert (held["state"], held["article"]) == ("approved", "written/hiring-a-canoe")
    assert "written/hiring-a-canoe" in lee.get(page).text
    again = lee.post(f"/api/v1/staff/drafts/{ref}/decline", json={"version": 1})
    assert again.status_code == 409


def test_what_is_not_there_is_told(console: ConsoleSite) -> None:
    kim = console.logged_in()

    assert kim.get("/api/v1/staff/gaps/gap_00").status_code == 404
    assert kim.post("/api/v1/staff/gaps/gap_00/draft").status_code == 404
    assert kim.get("/api/v1/staff/drafts/draft_00").status_code == 404
    assert kim.get("/console/drafts/draft_00").status_code == 404
