"""What people at the desk do over HTTP, and what the customer hears of it, on a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.domain.actions.model import Role, StaffId
from handrail.flow.staff import remove_staff
from tests.web.running import ANSWER, QUESTION
from tests.web.staffed import Desk, Staffed, rated, staffed_site


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Staffed]:
    with staffed_site(tmp_path) as running:
        yield running


def test_a_person_takes_a_conversation_answers_and_closes_it(staffed: Staffed) -> None:
    kim, opened = staffed.hired("kim"), staffed.asks_for_person()
    ref = f"handoffs/{opened['handoff']}"

    [waiting] = staffed.get(kim, "handoffs").json()["handoffs"]
    shown = staffed.get(kim, ref).json()
    taken = staffed.post(kim, f"{ref}/take").json()
    said = staffed.post(
        kim, f"conversations/{opened['id']}/messages", text="I see it, one moment."
    ).json()
    closed = staffed.post(kim, f"{ref}/close").json()

    assert (waiting["id"], waiting["state"]) == (opened["handoff"], "waiting")
    assert shown["brief"]["lines"][0]["slot"] == "wants"
    assert [message["author"] for message in shown["messages"]] == ["customer", "assistant"]
    assert (taken["state"], taken["agent"]) == ("taken", "kim")
    assert (said["author"], said["by"]) == ("agent", "kim")
    assert closed["state"] == "closed"
    assert staffed.get(kim, "handoffs").json() == {"handoffs": []}
    assert rated(staffed, opened, score=5, comment="Quick") == 204
    assert staffed.get(kim, ref).json()["rating"] == 5
    assert staffed.kinds(opened)[-6:] == [
        "handoff.requested",
        "agent.joined",
        "agent.message",
        "conversation.closed",
        "rating.requested",
        "rating.given",
    ]


def test_what_is_given_back_is_answered_by_the_assistant(staffed: Staffed) -> None:
    kim, opened = staffed.hired("kim"), staffed.asks_for_person()
    staffed.post(kim, f"handoffs/{opened['handoff']}/take")

    silent = staffed.site.say(opened, QUESTION).json()
    staffed.post(kim, f"handoffs/{opened['handoff']}/return")
    answered = staffed.site.say(opened, QUESTION).json()

    assert (silent["outcome"], silent["reply"]) == ("handed_off", "")
    assert answered["reply"] == ANSWER


def test_the_customer_hears_at_once_what_a_person_says(staffed: Staffed) -> None:
    kim, opened = staffed.hired("kim"), staffed.asks_for_person()

    with staffed.site.listening(opened) as heard:
        heard.until_caught_up()
        staffed.post(kim, f"conversations/{opened['id']}/messages", text="Kim here.")
        joined, message = heard.next(), heard.next()

    assert joined[1:] == ("agent.joined", {"agent": "kim"})
    assert message[1] == "agent.message"
    assert (message[2]["text"], message[2]["agent"]) == ("Kim here.", "kim")


def test_a_draft_is_shown_edited_and_sent(staffed: Staffed) -> None:
    kim, opened = staffed.hired("kim"), staffed.site.open(text=QUESTION)
    path = f"conversations/{opened['id']}"

    drafted = staffed.post(kim, f"{path}/suggestion").json()
    sent = staffed.post(
        kim, f"{path}/messages", text=f"{drafted['text']}, sorry.", suggestion=drafted["id"]
    )

    assert drafted["text"] == ANSWER
    assert drafted["claims"][0]["citations"][0]["quote"]
    assert sent.status_code == 200
    with staffed.site.store.read() as reading:
        held = reading.suggestion(drafted["id"])
    assert held is not None
    assert (held.used, held.message) == ("edited", sent.json()["id"])


def test_one_may_step_in_where_nobody_asked(staffed: Staffed) -> None:
    kim, opened = staffed.hired("kim"), staffed.site.open(text=QUESTION)

    taken = staffed.post(kim, f"conversations/{opened['id']}/take").json()

    assert (taken["reason"], taken["state"]) == ("staff_decision", "taken")
    assert staffed.site.say(opened, QUESTION).json()["reply"] == ""


def test_what_a_colleague_has_is_theirs_until_a_lead_takes_it(staffed: Staffed) -> None:
    kim, lee, ada = (
        staffed.hired("kim"),
        staffed.hired("lee"),
        staffed.hired("ada", Role.LEAD),
    )
    opened = staffed.asks_for_person()
    ref = f"handoffs/{opened['handoff']}"
    staffed.post(kim, f"{ref}/take")

    refused = [
        staffed.post(lee, f"{ref}/take"),
        staffed.post(lee, f"conversations/{opened['id']}/messages", text="Lee here."),
        staffed.post(lee, f"{ref}/return"),
        staffed.post(lee, f"{ref}/close"),
    ]
    taken = staffed.post(ada, f"{ref}/take")

    assert [answer.status_code for answer in refused] == [409, 409, 403, 403]
    assert taken.json()["agent"] == "ada"
    assert staffed.get(ada, "handoffs?mine=true").json()["handoffs"] == [taken.json()]
    assert staffed.get(kim, "handoffs?mine=true").json()["handoffs"] == []


def test_nothing_of_the_desk_is_for_strangers(staffed: Staffed) -> None:
    opened = staffed.asks_for_person()
    customer = {"Authorization": f"Bearer {opened['token']}"}
    ref, conversation = f"handoffs/{opened['handoff']}", f"conversations/{opened['id']}"

    for shown in ({}, customer, {"Authorization": "Bearer hrs_wrong"}):
        answers = [
            staffed.get(shown, "handoffs"),
            staffed.get(shown, ref),
            staffed.get(shown, "events"),
            *(staffed.post(shown, f"{ref}/{move}") for move in ("take", "return", "close")),
            staffed.post(shown, f"{conversation}/take"),
            staffed.post(shown, f"{conversation}/suggestion"),
            staffed.post(shown, f"{conversation}/messages", text="Hello"),
        ]
        assert {answer.status_code for answer in answers} == {401}

    assert staffed.kinds(opened)[-1] == "handoff.requested"


@pytest.mark.parametrize("path", ["handoffs/hand_none", "handoffs/hand_none/take"])
def test_what_is_not_there_is_not_found(path: str, staffed: Staffed) -> None:
    kim = staffed.hired("kim")

    answer = staffed.post(kim, path) if path.endswith("take") else staffed.get(kim, path)

    assert answer.status_code == 404


@pytest.mark.parametrize("body", [{}, {"score": 0}, {"score": 6}, {"score": "5"}, {"stars": 5}])
def test_a_rating_that_is_none_is_refused(body: dict[str, object], staffed: Staffed) -> None:
    assert rated(staffed, staffed.asks_for_person(), **body) == 422


def test_only_who_holds_its_token_rates_a_conversation(staffed: Staffed) -> None:
    opened, other = staffed.asks_for_person(), staffed.site.open()

    assert rated(staffed, {**opened, "token": other["token"]}, score=1) == 404
    with staffed.site.store.read() as reading:
        assert reading.rating(opened["id"]) is None


def test_t17_every_read_of_a_conversation_by_the_staff_is_in_the_audit_log(
    staffed: Staffed,
) -> None:
    kim, opened = staffed.hired("kim"), staffed.asks_for_person()

    staffed.get(kim, "handoffs")
    staffed.get(kim, f"handoffs/{opened['handoff']}")
    staffed.get(kim, f"handoffs/{opened['handoff']}")

    with staffed.site.store.read() as reading:
        read = [e for _, e in reading.audit_entries() if e.kind == "conversation.read"]
    assert [(entry.actor, entry.subject) for entry in read] == [("staff:kim", opened["id"])] * 2


def test_the_inbox_shows_nothing_that_a_customer_wrote(staffed: Staffed) -> None:
    kim = staffed.hired("kim")
    staffed.asks_for_person()

    assert "parcel" not in staffed.get(kim, "handoffs").text


def test_what_changes_is_told_to_the_staff_by_ids_alone(staffed: Staffed) -> None:
    kim = staffed.hired("kim")

    with staffed.watching(kim) as heard:
        assert heard.next_of_staff() == ("ready", {})
        opened = staffed.asks_for_person()
        asked = heard.next_of_staff()
        staffed.post(kim, f"conversations/{opened['id']}/messages", text="Kim here.")
        answered = heard.next_of_staff()

    changed = {"conversations": [opened["id"]], "handoffs": [opened["handoff"]]}
    assert asked == answered == ("changed", changed)


def test_whoever_leaves_the_staff_hears_nothing_more(staffed: Staffed) -> None:
    kim = staffed.hired("kim")

    with staffed.watching(kim) as heard:
        heard.next_of_staff()
        remove_staff(StaffId("kim"), Desk(staffed.site.store).staff_ports())
        staffed.asks_for_person()

        with pytest.raises(EOFError):
            heard.next_of_staff()


def test_events_cross_between_two_servers_on_one_database(staffed: Staffed, tmp_path: Path) -> None:
    kim, opened = staffed.hired("kim"), staffed.asks_for_person()

    with (
        staffed.beside(tmp_path) as other,
        other.listening(opened) as heard,
        staffed.watching(kim) as desk,
    ):
        heard.until_caught_up()
        desk.next_of_staff()
        staffed.post(kim, f"conversations/{opened['id']}/messages", text="Kim here.")
        said = [heard.next()[1] for _ in range(2)]
        desk.next_of_staff()
        other.say(opened, "Thank you, Kim")
        changed = desk.next_of_staff()

    assert said == ["agent.joined", "agent.message"]
    assert changed == ("changed", {"conversations": [opened["id"]]})
