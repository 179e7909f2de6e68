"""What the console shows and does where a conversation goes from one of the staff to another."""

import re

import httpx2
import pytest

from handrail.domain.decision.model import TurnRecord
from tests.web.console.site import ConsoleSite, conversation_path

NOTE = "They have waited since <Monday>."


@pytest.fixture
def asked(console: ConsoleSite) -> TurnRecord:
    return console.hears("I want to talk to a person")


def passed_on(client: httpx2.Client, record: TurnRecord, to: str) -> httpx2.Response:
    path = conversation_path(record.conversation)
    page = client.get(path).text
    form = dict(re.findall(r'name="(handoff|hands)" value="([^"]+)"', page))
    return client.post(f"{path}/pass", data={**form, "to": to, "note": NOTE})


def test_a_colleague_finds_what_was_passed_on_in_their_inbox(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    kim, max_ = console.logged_in(), console.logged_in("max")
    path = conversation_path(asked.conversation)
    kim.post(f"{path}/say", data={"text": "Kim here."})

    answer = passed_on(kim, asked, "colleague:max")
    inbox, page = max_.get("/console/inbox?view=mine").text, max_.get(path).text

    assert answer.status_code == 303
    assert "Passed on." in kim.get(path).text
    assert asked.conversation in inbox
    assert "passed on by kim" in inbox
    assert "They have waited since &lt;Monday&gt;." in page
    assert "you have the word" in page


def test_into_a_queue_it_waits_again(console: ConsoleSite, asked: TurnRecord) -> None:
    kim, path = console.logged_in(), conversation_path(asked.conversation)
    kim.post(f"{path}/take")

    passed_on(kim, asked, "queue:support")

    page = kim.get(path).text
    assert "passed it on to the queue <strong>support</strong>" in page
    assert "Take over" in page


def test_whoever_is_not_logged_in_is_named_as_away_and_it_waits(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    kim, path = console.logged_in(), conversation_path(asked.conversation)
    max_ = console.logged_in("max")
    max_.post("/console/away", data={"away": "yes"})
    inbox = max_.get("/console/inbox").text
    kim.post(f"{path}/take")

    listed = kim.get(path).text
    passed_on(kim, asked, "colleague:max")
    page = kim.get(path).text
    max_.post("/console/away", data={"away": "no"})

    assert "max (away)" in listed
    assert "it waits in the queue for everybody" in page
    assert "You are away. Come back" in inbox
    assert "max (away)" not in kim.get(path).text


def test_who_is_too_late_is_told_who_has_it(console: ConsoleSite, asked: TurnRecord) -> None:
    lee, max_ = console.logged_in("lee"), console.logged_in("max")
    path = conversation_path(asked.conversation)
    page = lee.get(path).text
    form = dict(re.findall(r'name="(handoff|hands)" value="([^"]+)"', page))
    max_.post(f"{path}/take")

    late = lee.post(f"{path}/pass", data={**form, "to": "queue:support"})

    assert late.status_code == 409
    assert "max has this conversation now" in late.text


def test_an_agent_is_not_offered_to_pass_on_what_a_colleague_has(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    kim, max_ = console.logged_in(), console.logged_in("max")
    lee, path = console.logged_in("lee"), conversation_path(asked.conversation)
    kim.post(f"{path}/take")

    assert "/pass" not in max_.get(path).text
    assert "/pass" in lee.get(path).text


def test_a_note_stands_in_the_conversation_and_a_form_without_a_place_is_refused(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    kim, path = console.logged_in(), conversation_path(asked.conversation)

    kept = kim.post(f"{path}/note", data={"note": NOTE})
    nowhere = passed_on(kim, asked, "somewhere")

    page = kim.get(path).text
    assert kept.status_code == 303
    assert "They have waited since &lt;Monday&gt;." in page
    assert "for the team" in page
    assert nowhere.status_code == 400


def test_a_reply_in_which_a_name_is_missing_is_not_sent(
    console: ConsoleSite, asked: TurnRecord
) -> None:
    kim, path = console.logged_in(), conversation_path(asked.conversation)

    answer = kim.post(f"{path}/say", data={"text": "Hello {customer}, this is Kim."})

    assert answer.status_code == 400
    assert "A name is missing" in answer.text
    assert "said agent" not in kim.get(path).text
