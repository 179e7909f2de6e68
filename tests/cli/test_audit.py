"""The audit log from the command line: sealed, exported, verified; a customer erased."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from handrail.audit_app import heads_of
from handrail.cli.main import run
from handrail.kernel.errors import NotFound, VaultUnavailable
from handrail.worker.keep_audit import keep_audit
from tests.projects import (
    ROOT,
    SETTINGS,
    a_project,
    a_synced_project,
    asked,
    close_every_project,
    handrail,
    opened,
)

ADA = "ada@example.com"
SAID = "How long does a refund take, says Ada Lovelace?"


class Typed:
    """Run commands on one project in this process."""

    def __init__(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._project = str(project)
        self._capsys = capsys

    def __call__(self, *arguments: str | Path, status: int = 0) -> str:
        self._capsys.readouterr()
        ended = run([*map(str, arguments), "--project", self._project])
        out, err = self._capsys.readouterr()
        assert ended == status, out + err
        return out + err

    def json(self, *arguments: str | Path, status: int = 0) -> Any:
        return json.loads(self(*arguments, "--json", status=status))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return a_synced_project(tmp_path / "project")


@pytest.fixture
def typed(project: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(project, capsys)


def changed(project: Path, statement: str) -> None:
    with opened(project).store.writing_connection() as connection:
        for table in ("audit_entries", "audit_leaves", "audit_heads"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_update"))
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_delete"))
        connection.execute(text(statement))


def test_a_fresh_log_is_not_sealed_and_that_is_said(typed: Typed) -> None:
    said = typed("audit", "verify")

    assert "are covered by none" in said
    assert "were believed" in said
    assert "Nothing is wrong." in said


def test_a_sealed_log_verifies_against_the_head_file(typed: Typed, project: Path) -> None:
    sealed = typed.json("audit", "seal")

    found = typed.json("audit", "verify")

    assert sealed["failures"] == {}
    assert found["ok"]
    assert found["anchored"] == found["sealed"] == found["entries"] == sealed["head"]["size"]
    assert found["trusted"] == [sealed["head"]["log"]]
    assert found["uncovered"] == []
    assert (project / ".handrail/audit.key").stat().st_mode & 0o777 == 0o600
    assert "Nothing waited" in typed("audit", "seal")
    assert "Sealed" not in typed("audit", "seal")


def test_an_edit_in_the_database_fails_the_check(typed: Typed, project: Path) -> None:
    typed("audit", "seal")
    changed(project, "UPDATE audit_entries SET canonical = '{}' WHERE sequence = 2")

    said = typed("audit", "verify", status=1)

    assert "EDITED: Entry 2 is not the one that was sealed" in said
    assert "2 problems." in said


@pytest.mark.slow
def test_an_older_backup_is_loud(project: Path, tmp_path: Path) -> None:
    handrail("audit", "seal", project=project)
    database, backup = project / ".handrail/handrail.db", tmp_path / "backup.db"
    app = opened(project)
    with app.store.bare_connection() as connection:
        connection.exec_driver_sql(f"VACUUM INTO '{backup}'")
    asked(app, "How long does a refund take?")
    close_every_project()
    handrail("audit", "seal", project=project)
    database.unlink()
    shutil.copy(backup, database)

    found = handrail("audit", "verify", project=project)
    sealed = handrail("audit", "seal", project=project)
    examined = handrail("doctor", project=project)

    assert (found.status, sealed.status) == (1, 2)
    assert "ROLLED_BACK" in found.out
    assert "restored from an older backup" in sealed.err
    assert "restored from an older backup" in examined.out

    for name in ("audit.key", "audit-heads.jsonl"):
        (project / f".handrail/{name}").rename(tmp_path / name)
    asked(opened(project), "How long does a refund take?")
    close_every_project()
    without = handrail("audit", "seal", project=project)
    anew = handrail("audit", "seal", "--new-key", "--json", project=project)
    assert "audit.key" in without.err
    new = anew.json["head"]["log"]
    [old] = {head.head.log for head in heads_of(tmp_path / "audit-heads.jsonl")}
    both = handrail("audit", "verify", "--log", old, "--log", new, project=project)
    assert both.status == 0, both.out


def test_an_export_verifies_without_the_database_by_both_verifiers(
    typed: Typed, project: Path, tmp_path: Path
) -> None:
    head = typed.json("audit", "seal")["head"]
    exported, heads = tmp_path / "log.jsonl", project / ".handrail/audit-heads.jsonl"

    lines = typed.json("audit", "export", exported)["lines"]
    offline = ["audit", "verify", exported, "--heads", heads, "--log", head["log"]]
    found = typed.json(*offline)
    second = subprocess.run(
        [sys.executable, ROOT / "scripts/verify_audit.py", exported, "--heads", heads],
        capture_output=True,
        check=True,
    )

    assert found["ok"]
    assert found["anchored"] == head["size"]
    assert lines == head["size"] + 2
    assert json.loads(second.stdout)["anchored"] == head["size"]
    assert "entries and heads" in typed("audit", "export", exported)


def test_a_changed_export_fails_both_verifiers(typed: Typed, tmp_path: Path) -> None:
    typed("audit", "seal")
    exported = tmp_path / "log.jsonl"
    typed("audit", "export", exported)
    exported.write_text(exported.read_text().replace("knowledge.", "knowledges.", 1))

    typed("audit", "verify", exported, status=1)
    second = subprocess.run(
        [sys.executable, ROOT / "scripts/verify_audit.py", exported],
        capture_output=True,
        check=False,
    )

    assert second.returncode == 1


def test_a_key_that_is_not_trusted_fails_the_check(typed: Typed, tmp_path: Path) -> None:
    typed("audit", "seal")
    typed("audit", "export", tmp_path / "log.jsonl")

    said = typed("audit", "verify", tmp_path / "log.jsonl", "--log", "0" * 64, status=1)

    assert "UNKNOWN_KEY" in said


def test_very_many_problems_are_counted_and_not_all_listed(typed: Typed, project: Path) -> None:
    for _ in range(12):
        asked(opened(project), "How long does a refund take?")
    typed("audit", "seal")
    changed(project, "UPDATE audit_entries SET canonical = '{}'")

    assert "more." in typed("audit", "verify", status=1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("audit", "verify", "nowhere.jsonl"), "Cannot read"),
        (("audit", "verify", "--heads", "nowhere.jsonl"), "There is no file"),
        (("audit", "export", "no/such/folder"), "Cannot write"),
    ],
)
def test_a_file_that_is_not_there_is_told_in_one_line(
    typed: Typed, arguments: tuple[str, ...], said: str
) -> None:
    assert said in typed(*arguments, status=2)


def test_the_worker_seals_and_sends_and_tells_what_fails_once(project: Path) -> None:
    app = opened(project)
    told: list[str] = []
    stop = threading.Event()

    status = keep_audit(lambda: app.audit.seal_ports, stop, told.append, once=True)

    assert (status, told) == (0, [])
    newest = app.audit.head_file.newest()
    assert newest is not None
    assert newest == app.audit.log.newest()


def test_the_worker_tells_of_a_missing_key_and_goes_on(project: Path) -> None:
    app = opened(project)
    stop = threading.Event()
    keep_audit(lambda: app.audit.seal_ports, stop, print, once=True)
    asked(app, "How long does a refund take?")
    (project / ".handrail/audit.key").unlink()
    told: list[str] = []

    status = keep_audit(lambda: app.audit.seal_ports, stop, told.append, once=True)

    assert status == 1
    assert "audit.key" in told[0]
    assert "missing" in told[0]


def test_a_worker_that_is_told_to_stop_stops(project: Path) -> None:
    app = opened(project)
    stop = threading.Event()
    sealing = threading.Thread(target=keep_audit, args=(lambda: app.audit.seal_ports, stop, print))
    sealing.start()
    while app.audit.head_file.newest() is None:
        stop.wait(0.01)

    stop.set()
    sealing.join(timeout=5)

    assert not sealing.is_alive()


def test_doctor_tells_of_a_place_that_takes_no_heads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = SETTINGS + '[audit]\nhttp = "http://127.0.0.1:9/heads"\nhttp_token = "t"\n'
    project = a_project(tmp_path / "project", settings=settings)
    typed = Typed(project, capsys)
    typed("sync")

    sealed = typed.json("audit", "seal", status=1)
    findings = typed.json("doctor")

    [(place, why)] = sealed["failures"].items()
    assert place.startswith("http ")
    assert "does not answer" in why
    [finding] = [f for f in findings if f["check"] == "audit"]
    assert f"{place} did not take heads" in finding["says"]


def test_doctor_tells_of_entries_that_nobody_seals(typed: Typed, project: Path) -> None:
    changed(project, "UPDATE audit_entries SET at = '2026-01-01T00:00:00+00:00'")

    [finding] = [f for f in typed.json("doctor") if f["check"] == "audit"]

    assert "handrail worker" in finding["says"]


def test_heads_are_mailed_where_the_settings_say_so(tmp_path: Path) -> None:
    settings = SETTINGS + (
        '[audit.mail]\nto = "a@example.com"\nsender = "h@example.com"\npassword = "p"\n'
    )
    app = opened(a_project(tmp_path / "project", settings=settings))

    places = [sink.name.split()[0] for sink in app.audit.seal_ports.sinks]
    assert places == ["file", "mail"]


def test_a_customer_is_erased_and_the_log_still_verifies(typed: Typed, project: Path) -> None:
    asked(opened(project), SAID, customer=ADA)
    typed("audit", "seal")
    before = b"".join(p.read_bytes() for p in project.rglob("*") if p.is_file())

    done = typed.json("erase", ADA, "--yes")

    after = b"".join(p.read_bytes() for p in project.rglob("*") if p.is_file())
    for held in (before, after):
        assert ADA.encode() not in held
        assert b"Lovelace" not in held
    assert done["persons"][0]["messages"] == 2
    assert typed.json("audit", "verify")["ok"]
    assert "Nothing is kept" in typed("erase", ADA, "--yes", status=2)


def test_a_customer_is_erased_only_when_that_is_confirmed(
    typed: Typed, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(project)
    record = asked(app, SAID, customer=ADA)
    answers = iter([False, True])
    monkeypatch.setattr("typer.confirm", lambda _question: next(answers))

    refused = typed("erase", ADA, status=1)
    kept = app.store
    with kept.read() as reading:
        assert reading.record(record.id) is not None
    done = typed("erase", ADA)

    assert "Nothing was erased" in refused
    assert "1 conversations, 2 messages" in done
    assert "Backups" in done


def test_somebody_elses_conversation_looks_as_if_there_were_none(project: Path) -> None:
    app = opened(project)
    record = asked(app, SAID, customer=ADA)
    conversation = record.conversation

    with pytest.raises(NotFound):
        asked(app, "And mine?", conversation=conversation, customer="bob")
    again = asked(app, "How much is shipping?", conversation=conversation, customer=ADA)

    assert again.conversation == conversation


def test_keys_of_the_vault_may_come_from_the_environment(tmp_path: Path) -> None:
    settings = SETTINGS + '[vault]\nkeys = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="\n'
    project = a_synced_project(tmp_path / "project", settings=settings)

    asked(opened(project), SAID, customer=ADA)

    assert not (project / ".handrail/vault.key").exists()
    assert ADA not in repr(opened(project).settings)


def test_a_lost_vault_key_is_one_clear_error_for_known_customers_only(project: Path) -> None:
    asked(opened(project), SAID, customer=ADA)
    (project / ".handrail/vault.key").unlink()
    app = opened(project)

    with pytest.raises(VaultUnavailable, match=r"vault\.key .* is missing"):
        asked(app, SAID, customer=ADA)

    assert asked(app, "How long does a refund take?").reply
