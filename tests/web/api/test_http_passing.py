"""What passing a conversation on does over HTTP, and that its notes reach the staff alone."""

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from handrail.domain.actions.model import Role
from tests.web.running import QUESTION, bearer
from tests.web.staffed import CUSTOMERS, Staffed, staffed_site

SECRET = "Zebra: the warehouse lost it"


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    with staffed_site(tmp_path) as running:
        yield running


def raw_events(staffed: Staffed, opened: Mapping[str, Any]) -> str:
    path, lines = f"{CUSTOMERS}/{opened['id']}/events", list[str]()
    with staffed.site.client.stream("GET", path, headers=bearer(opened)) as response:
        for line in response.iter_lines():
            if line == ": caught up":
                break
            lines.append(line)
    return "\n".join(lines)


def test_a_conversation_is_passed_on_and_both_sides_hear_of_it(staffed: Staffed) -> None:
    kim, lee, opened = staffed.hired("kim"), staffed.hired("lee"), staffed.asks_for_person()
    ref = f"handoffs/{opened['handoff']}"
    staffed.post(kim, f"conversations/{opened['id']}/messages", text="Kim here.")

    with staffed.watching(lee) as heard:
        heard.next_of_staff()
        passed = staffed.post(kim, f"{ref}/pass", to="lee", note=SECRET).json()
        kind, news = heard.next_of_staff()

    assert (passed["agent"], passed["passed_by"], passed["away"]) == ("lee", "kim", None)
    assert kind == "changed"
    assert opened["handoff"] in news["handoffs"]
    [mine] = staffed.get(lee, "handoffs?mine=true").json()["handoffs"]
    assert mine["id"] == opened["handoff"]
    [note] = staffed.get(lee, ref).json()["notes"]
    assert (note["by"], note["to"], note["text"]) == ("kim", "lee", SECRET)
    assert staffed.kinds(opened)[-2:] == ["agent.left", "agent.joined"]


def test_a_note_appears_for_colleagues_at_once(staffed: Staffed) -> None:
    kim, opened = staffed.hired("kim"), staffed.asks_for_person()

    with staffed.watching(kim) as heard:
        heard.next_of_staff()
        kept = staffed.post(kim, f"conversations/{opened['id']}/notes", text=SECRET)
        kind, news = heard.next_of_staff()

    assert kept.status_code == 201
    assert (kind, news) == ("changed", {"conversations": [opened["id"]]})


def test_no_route_of_the_customers_carries_a_note(staffed: Staffed) -> None:
    kim, opened = staffed.hired("kim"), staffed.asks_for_person()
    staffed.hired("lee")
    staffed.post(kim, f"conversations/{opened['id']}/notes", text=SECRET)
    staffed.post(kim, f"handoffs/{opened['handoff']}/pass", to="lee", note=SECRET)

    said = staffed.site.say(opened, QUESTION).text
    told = raw_events(staffed, opened)
    schema = staffed.site.client.get("/api/v1/openapi.json").json()
    read = [
        staffed.site.client.get(
            path.replace("{conversation}", opened["id"]), headers=bearer(opened)
        )
        for path, methods in schema["paths"].items()
        if "/staff/" not in path and "get" in methods and not path.endswith("/events")
    ]

    assert "message.received" in told
    assert "Zebra" not in told + said
    assert read
    assert not any("Zebra" in answer.text for answer in read)


def test_of_many_who_pass_it_on_at_once_one_wins_and_the_others_are_told(
    staffed: Staffed,
) -> None:
    opened = staffed.asks_for_person()
    leads = [staffed.hired(f"lead{n}", Role.LEAD) for n in range(4)]
    for n in range(4):
        staffed.hired(f"agent{n}")
    start, answers = threading.Barrier(4), []
    shown = staffed.get(leads[0], f"handoffs/{opened['handoff']}").json()

    def passes(n: int) -> None:
        start.wait()
        path = f"handoffs/{opened['handoff']}/pass"
        answers.append(staffed.post(leads[n], path, to=f"agent{n}", hands=shown["hands"]))

    threads = [threading.Thread(target=passes, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    won = [answer.json() for answer in answers if answer.status_code == 200]
    lost = [answer.json()["error"] for answer in answers if answer.status_code == 409]
    after = staffed.get(leads[0], f"handoffs/{opened['handoff']}").json()
    assert (len(won), len(lost)) == (1, 3)
    assert after["agent"] == won[0]["agent"]
    assert len(after["notes"]) == 1
    assert all(f"{after['agent']} has this conversation now" in e["message"] for e in lost)


def test_who_is_away_is_named_and_gets_nothing(staffed: Staffed) -> None:
    kim, lee, opened = staffed.hired("kim"), staffed.hired("lee"), staffed.asks_for_person()
    staffed.post(lee, "away", is_away=True)

    places = staffed.get(kim, "colleagues").json()
    passed = staffed.post(kim, f"handoffs/{opened['handoff']}/pass", to="lee").json()

    assert places["colleagues"] == [{"name": "lee", "role": "agent", "is_away": True}]
    assert [queue["name"] for queue in places["queues"]] == ["support"]
    assert (passed["away"], passed["state"], passed["agent"]) == ("lee", "waiting", None)


def test_what_names_no_place_or_is_a_colleagues_is_refused(staffed: Staffed) -> None:
    kim, lee, opened = staffed.hired("kim"), staffed.hired("lee"), staffed.asks_for_person()
    path = f"handoffs/{opened['handoff']}"
    staffed.post(kim, f"{path}/take")

    statuses = [
        staffed.post(kim, f"{path}/pass", note="nowhere").status_code,
        staffed.post(kim, f"{path}/pass", to="nobody").status_code,
        staffed.post(lee, f"{path}/pass", queue="support").status_code,
        staffed.post(kim, "handoffs/hand_none/pass", to="lee").status_code,
        staffed.site.client.post(f"{CUSTOMERS}/{opened['id']}/notes", json={}).status_code,
    ]

    assert statuses == [422, 404, 403, 404, 404]


def test_saved_replies_of_a_conversation_are_listed(staffed: Staffed) -> None:
    kim, opened = staffed.hired("kim"), staffed.asks_for_person()

    found = staffed.get(kim, f"conversations/{opened['id']}/replies")
    none = staffed.get(kim, "conversations/conv_none/replies")

    assert found.json() == {"replies": []}
    assert none.status_code == 404
