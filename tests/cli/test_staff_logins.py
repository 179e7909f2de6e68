"""`handrail staff password` and `link`, as an operator types them."""

import io
from pathlib import Path

import pytest

from handrail.app import open_app
from handrail.cli.main import run
from handrail.flow.log_in import Attempt, log_in
from tests.flow.logging_in import PASSWORD
from tests.projects import a_project

OIDC = """
[console.oidc]
issuer = "https://login.example"
client_id = "handrail"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = a_project(tmp_path / "project", settings=OIDC)
    assert run(["staff", "add", "kim", "--project", str(made)]) == 0
    return made


def typed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_password_is_read_from_standard_input_and_printed_nowhere(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(f"{PASSWORD}\n", monkeypatch)

    status = run(["staff", "password", "kim", "--project", str(project)])

    assert status == 0
    assert PASSWORD not in "".join(capsys.readouterr())
    app = open_app(project)
    attempt = Attempt(name="kim", password=PASSWORD, address="192.0.2.7")
    assert log_in(attempt, app.console.logins).session.staff.staff == "kim"
    app.close()


@pytest.mark.parametrize(("name", "text"), [("kim", "short\n"), ("kim", ""), ("lee", PASSWORD)])
def test_what_is_no_password_or_nobody_is_said_in_one_line(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    text: str,
) -> None:
    typed(text, monkeypatch)
    capsys.readouterr()

    status = run(["staff", "password", name, "--project", str(project)])

    assert status == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_somebody_is_linked_to_who_they_are_at_the_provider(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    linked = run(["staff", "link", "kim", "u-1", "--project", str(project)])
    nobody = run(["staff", "link", "lee", "u-2", "--project", str(project)])

    assert (linked, nobody) == (0, 2)
    assert "kim comes in as u-1 of https://login.example." in capsys.readouterr().out


def test_without_a_provider_nobody_is_linked(tmp_path: Path) -> None:
    project = a_project(tmp_path / "project")

    assert run(["staff", "link", "kim", "u-1", "--project", str(project)]) == 2


def test_the_name_that_customers_are_told_is_set_listed_and_taken_back(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--project", str(project)]

    added = run(["staff", "add", "lee", "--shown-as", "Lee M.", *at])
    named = run(["staff", "name", "kim", "--shown-as", "Kim L.", *at])
    capsys.readouterr()
    run(["staff", "list", *at])
    listed = capsys.readouterr().out
    run(["staff", "name", "kim", *at])
    run(["staff", "list", "--json", *at])

    assert (added, named) == (0, 0)
    assert listed.split("\n")[:2] == ["kim  agent  Kim L.", "lee  agent  Lee M."]
    assert '"shown_as": "kim"' in capsys.readouterr().out
