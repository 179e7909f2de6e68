"""Gaps and drafts in a terminal, as a newcomer meets them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from handrail.cli.actions import STAFF_TOKEN
from handrail.cli.main import run
from handrail.domain.actions.model import Role
from handrail.flow.staff import add_staff
from tests.projects import a_synced_project, opened

Typed = Callable[..., tuple[int, str]]
ASKED = ("Do you hire out canoes for a weekend?", "Can I hire a canoe for the weekend?")
TOLD = "We hire out canoes for a weekend at 45 euros a day."


@pytest.fixture
def typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Typed:
    project = a_synced_project(tmp_path)
    token = add_staff("lee", Role.LEAD, opened(tmp_path).staff_ports())
    monkeypatch.setenv(STAFF_TOKEN, token)

    def typing(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        status = run([*arguments, "--project", str(project)])
        out, err = capsys.readouterr()
        return status, out + err

    return typing


def test_a_gap_goes_from_a_list_to_an_article_that_is_served(typed: Typed) -> None:
    talks = [json.loads(typed("ask", text, "--json")[1])["conversation"] for text in ASKED]
    typed("handoffs", "take", talks[0])
    typed("handoffs", "say", talks[0], TOLD)

    listed = json.loads(typed("gaps", "list", "--json")[1])
    gap = listed[0]["id"]
    _, shown = typed("gaps", "show", gap)
    _, drafted = typed("gaps", "draft", gap)
    draft = json.loads(typed("drafts", "list", "--json")[1])[0]["id"]
    _, read = typed("drafts", "show", draft)
    status, served = typed("drafts", "approve", draft, "--title", "Hiring a canoe")

    assert len(listed) == 1
    assert all(text in shown for text in ASKED)
    assert TOLD in drafted
    assert TOLD in read
    assert (status, "written/hiring-a-canoe is served." in served) == (0, True)
    assert "written/hiring-a-canoe" in typed("knowledge", "list")[1]
    assert "approved" in typed("drafts", "list", "--all")[1]


def test_a_declined_draft_is_gone_from_the_list_and_what_is_unknown_is_told(typed: Typed) -> None:
    talks = [json.loads(typed("ask", text, "--json")[1])["conversation"] for text in ASKED]
    typed("handoffs", "take", talks[0])
    typed("handoffs", "say", talks[0], TOLD)
    gap = typed("gaps", "list")[1].split()[0]
    draft = json.loads(typed("gaps", "draft", gap, "--json")[1])["id"]

    assert "is declined" in typed("drafts", "decline", draft)[1]

    assert "No draft waits." in typed("drafts", "list")[1]
    assert typed("drafts", "approve", draft)[0] == 2
    assert typed("gaps", "show", "gap_none")[0] == 2
    assert "customers" in typed("gaps", "list", "--kept")[1]
