"""The desk in a terminal: take, say, return and close, each under one's own name."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handrail.cli.actions import STAFF_TOKEN
from handrail.cli.main import run
from handrail.domain.actions.model import Role
from handrail.flow.staff import add_staff
from tests.projects import a_synced_project, opened

Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    project = a_synced_project(tmp_path)

    def typing(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        status = run([*arguments, "--project", str(project)])
        out, err = capsys.readouterr()
        return status, out + err

    return typing


@pytest.fixture
def is_kim(tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed("handoffs")[0] == 0
    token = add_staff("kim", Role.AGENT, opened(tmp_path).staff_ports())
    monkeypatch.setenv(STAFF_TOKEN, token)


def asked(typed: Typed) -> str:
    told = json.loads(typed("ask", "Let me talk to a human please", "--json")[1])
    return str(told["conversation"])


def shown(typed: Typed, ref: str) -> dict[str, Any]:
    [found] = json.loads(typed("handoffs", ref, "--json")[1])
    assert isinstance(found, dict)
    return found


@pytest.mark.usefixtures("is_kim")
def test_a_conversation_is_taken_answered_and_given_back(typed: Typed) -> None:
    ref = asked(typed)

    taken = typed("handoffs", "take", ref)
    said = typed("handoffs", "say", ref, "Hello, I am", "Kim.")
    back = typed("handoffs", "return", ref)

    assert taken == (0, f"{ref} is taken.\n")
    assert said == (0, f"Said to {ref} as kim.\n")
    assert back == (0, f"{ref} is returned.\n")
    found = shown(typed, ref)
    assert found["state"] == "open"
    assert found["handoff"]["agent"] == "kim"
    assert found["brief"]["lines"][0]["text"] == "The customer has not said what they want."
    assert [(m["by"], m["text"]) for m in found["messages"]][-1] == ("kim", "Hello, I am Kim.")


@pytest.mark.usefixtures("is_kim")
def test_a_conversation_is_shown_with_its_brief_and_closed(typed: Typed) -> None:
    ref = asked(typed)

    typed("handoffs", "take", ref)
    page = typed("handoffs", ref)[1]
    listed = typed("handoffs")[1]
    closed = json.loads(typed("handoffs", "close", ref, "--json")[1])

    assert "wants: not known" in page
    assert "mood: not known" in page
    assert f"{ref}  since " in listed
    assert "kim has it" in listed
    assert closed["state"] == "closed"
    assert "Nobody is waiting." in typed("handoffs")[1]


def test_working_on_one_takes_a_token_and_reading_is_noted(typed: Typed, tmp_path: Path) -> None:
    ref = asked(typed)

    refused = [typed("handoffs", move, ref, *["x"] * (move == "say")) for move in ("take", "say")]
    typed("handoffs", ref)

    assert [status for status, _ in refused] == [2, 2]
    assert "token" in refused[0][1]
    with opened(tmp_path).store.read() as reading:
        _, last = reading.audit_entries()[-1]
    assert (last.kind, last.actor, last.subject) == ("conversation.read", "staff:operator", ref)


@pytest.mark.usefixtures("is_kim")
@pytest.mark.parametrize(
    "words",
    [
        ("take",),
        ("conv_none",),
        ("take", "conv_none"),
        ("return", "conv_none"),
        ("take", "conv_none", "now"),
        ("conv_none", "conv_none"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(words: tuple[str, ...], typed: Typed) -> None:
    status, said = typed("handoffs", *words)

    assert status == 2
    assert said.count("\n") == 1


@pytest.mark.usefixtures("is_kim")
def test_a_conversation_is_passed_on_with_a_note_for_the_team(typed: Typed, tmp_path: Path) -> None:
    add_staff("lee", Role.AGENT, opened(tmp_path).staff_ports())
    ref = asked(typed)

    noted = typed("handoffs", "note", ref, "Since", "Monday.")
    passed = typed("handoffs", "pass", ref, "--to", "lee", "Please", "call.")
    queued = typed("handoffs", "pass", asked(typed), "--queue", "support")
    whole = typed("handoffs", ref)[1]

    assert noted == (0, f"Kept beside {ref} for the team.\n")
    assert passed == (0, f"{ref} is with lee.\n")
    assert queued[1].endswith("waits in the queue support.\n")
    assert [note["text"] for note in shown(typed, ref)["notes"]] == [
        "Since Monday.",
        "Please call.",
    ]
    assert "passed on to lee" in whole
    assert "Please call." in whole


@pytest.mark.usefixtures("is_kim")
def test_who_is_away_gets_nothing_and_says_when_they_are_back(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = add_staff("lee", Role.AGENT, opened(tmp_path).staff_ports())
    ref = asked(typed)

    with monkeypatch.context() as as_lee:
        as_lee.setenv(STAFF_TOKEN, token)
        away = typed("handoffs", "away")
    passed = typed("handoffs", "pass", ref, "--to", "lee")
    back = typed("handoffs", "back", "--json")

    assert away == (0, "You are away.\n")
    assert passed == (0, f"{ref} waits in the queue support. lee is away.\n")
    assert json.loads(back[1]) == {"is_away": False}


@pytest.mark.usefixtures("is_kim")
def test_places_are_for_passing_on_alone(typed: Typed) -> None:
    status, said = typed("handoffs", "take", asked(typed), "--to", "lee")

    assert status == 2
    assert "--to and --queue say where" in said


@pytest.mark.usefixtures("is_kim")
def test_conversations_are_found_by_what_was_said(typed: Typed) -> None:
    ref = asked(typed)

    found = typed("handoffs", "find", "HUMAN", "please")
    waiting = json.loads(typed("handoffs", "find", "human", "--view", "waiting", "--json")[1])
    nothing = typed("handoffs", "find", "theremin")

    assert ref in found[1]
    assert found[1].endswith("1 found.\n")
    assert [row["id"] for row in waiting["conversations"]] == [ref]
    assert nothing == (0, "0 found.\n")
