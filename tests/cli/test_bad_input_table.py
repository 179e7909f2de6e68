"""Whatever is wrong, one clear line says what, where and what to do; and nothing is lost."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from handrail.cli.main import run
from tests.cli.damage import ASK, HUGE, SYNC, TABLE, Broken, snapshot
from tests.projects import (
    ROOT,
    Ended,
    a_synced_project,
    close_every_project,
    found,
    handrail,
    opened,
    plain_environment,
    synced,
    write_article,
)


def state(project: Path) -> tuple[str, int, Mapping[str, bytes]]:
    """Return what must not change: what is served, what was audited, what the operator wrote."""
    with opened(project).store.read() as reading:
        digest = reading.live_digest()
        entries = len(reading.audit_entries())
    written = {
        str(path.relative_to(project)): path.read_bytes()
        for path in sorted(project.rglob("*"))
        if path.is_file() and ".handrail" not in path.parts
    }
    return digest, entries, written


def arguments(row: Broken, project: Path) -> list[str]:
    spelled = [
        argument.replace("PROJECT", str(project)).replace("LABELS", str(project / "labels.jsonl"))
        for argument in row.runs
    ]
    return spelled if row.runs[0] in ("init", "anwser") else [*spelled, "--project", str(project)]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.what.replace(" ", "-"))
def test_what_is_wrong_is_said_in_one_line_that_names_it(
    row: Broken,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = a_synced_project(tmp_path / "project")
    row.breaks(project)
    written = {p: p.read_bytes() for p in project.rglob("*") if p.is_file()}
    capsys.readouterr()

    status = run(arguments(row, project))

    out, err = capsys.readouterr()
    assert status == 2
    assert out == ""
    assert err.startswith("handrail: ")
    assert err.count("\n") == 1
    assert all(name in err for name in row.names), err
    kept = {p: p.read_bytes() for p in project.rglob("*") if p in written}
    volatile = (".db-wal", ".db-shm", ".db-next", ".db-turn", ".lock")
    assert {p for p in written if not p.name.endswith(volatile) and kept.get(p) != written[p]} <= {
        project / ".handrail/handrail.db"
    }


def test_a_misspelt_environment_variable_is_named(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path / "project")

    misspelt = handrail(*ASK, project=project, environment={"HANDRAIL_ANSWERS__MAXWRONG": "0.1"})
    homeless = handrail(*ASK, project=project, environment={"HANDRAIL_PORT": "1"})

    assert (misspelt.status, homeless.status) == (2, 2)
    assert "answers.maxwrong" in misspelt.err
    assert "max_wrong" in misspelt.err
    assert "HANDRAIL_PORT" in homeless.err
    assert misspelt.err.count("\n") == homeless.err.count("\n") == 1


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path / "project")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ended = handrail("serve", "--port", str(port), project=project)

    assert ended.status == 2
    assert str(port) in ended.err
    assert ended.err.count("\n") == 1


def test_an_address_of_another_machine_is_named(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path / "project")

    ended = handrail("serve", "--host", "999.1.1.1", project=project)

    assert ended.status == 2
    assert "999.1.1.1" in ended.err
    assert ended.err.count("\n") == 1


def test_every_file_that_is_no_article_is_skipped_and_the_others_are_served(
    tmp_path: Path,
) -> None:
    project = a_synced_project(tmp_path / "project")
    before = state(project)[0]
    docs = project / "docs"
    with (docs / "huge.md").open("wb") as huge:
        huge.truncate(HUGE)
    (docs / "empty.md").write_text("")
    (docs / "binary.md").write_bytes(bytes(range(256)) * 40)
    (docs / "nul.md").write_bytes(b"# Nul\n\nOne \x00 in the middle of text.\n")
    (docs / "broken.md").write_bytes(b"# Caf\xe9\n\nOpen \xff\xfe\xfa\xfb from nine.\n")
    (docs / "torn.md").write_text("---\ntitle: [unclosed\nowner: me\n---\n# Torn\n\nStill text.\n")
    (docs / "fake.pdf").write_bytes(b"%PDF-1.7 this is no document")
    (docs / "fake.docx").write_bytes(b"PK\x03\x04 nor is this")

    ended = handrail("sync", "--json", project=project)

    told = {item["path"]: item["why"] for item in ended.json["skipped"]}
    noted = " ".join(ended.json["warnings"])
    assert ended.status == 0
    assert ended.err == ""
    for name in ("huge.md", "empty.md", "binary.md", "fake.pdf", "fake.docx"):
        assert told[f"help/{name}"]
    for name in ("nul.md", "broken.md", "torn.md"):
        assert f"help/{name}" in told or f"help/{name}" in noted
    assert ended.json["unchanged"] == 4
    assert ended.json["retired"] == []
    for path in docs.glob("*.*"):
        if path.name not in ("shipping.md", "account.md", "warranty.md"):
            path.unlink()
    synced(project)
    assert state(project)[0] == before


@pytest.mark.parametrize("name", ["vectors/head_of.npy", "ids.npy", "manifest.json"])
def test_a_customer_is_handed_over_while_the_index_is_damaged_and_a_sync_mends_it(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = a_synced_project(tmp_path / "project")
    before = [hit.passage.id for hit in found(opened(project), ASK[1])]
    rotten = snapshot(project) / name
    rotten.write_bytes(rotten.read_bytes()[:-1] + b"\xff")
    capsys.readouterr()

    asked = run([*ASK, "--project", str(project)])
    told = capsys.readouterr().out
    mended = run([*SYNC, "--project", str(project)])

    assert (asked, mended) == (0, 0)
    assert "handed_off · model_failure" in told
    assert [hit.passage.id for hit in found(opened(project), ASK[1])] == before


def test_a_missing_or_damaged_model_is_named_and_nothing_is_changed(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path / "project")
    before = state(project)
    write_article(project, "new.md", "# New\n\nSomething new.\n")
    weights = tmp_path / "weights"
    weights.mkdir()
    program = (
        "import sys; from pathlib import Path;"
        "import handrail.adapters.models.minilm as model;"
        f"model.BUNDLED = Path({str(weights)!r});"
        "from handrail.cli.main import run;"
        f"sys.exit(run(['sync', '--project', {str(project)!r}]))"
    )

    ended = run_python(program)

    (project / "docs/new.md").unlink()
    assert ended.status == 2
    assert ended.err.count("\n") == 1
    assert str(weights) in ended.err
    assert state(project) == before


def test_a_full_disk_ends_a_sync_in_one_line_and_the_next_one_finishes(tmp_path: Path) -> None:
    project = a_synced_project(tmp_path / "project")
    before = state(project)
    write_article(project, "long.md", "# Long\n\n" + "A sentence of some words follows. " * 3000)

    ended = handrail(*SYNC, project=project, before=["prlimit", "--fsize=300000"])
    kept = state(project)[0]
    answer = found(opened(project), ASK[1])[0].passage.article
    report = synced(project)

    assert ended.status == 2
    assert ended.err.count("\n") == 1
    assert kept == before[0]
    assert answer == "help/billing/refunds.md"
    assert report.added == ("help/long.md",)


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [16, 24, 32, 48, 64, 80, 96])
def test_a_disk_may_be_full_at_any_byte_of_the_index(
    kilobytes: int, tmp_path: Path, small_disk: Callable[[Path, int], None]
) -> None:
    project = a_synced_project(tmp_path / "project")
    (project / ".handrail/index").rename(tmp_path / "old-index")
    small_disk(project / ".handrail/index", kilobytes)

    full = handrail(*SYNC, project=project)
    small_disk(project / ".handrail/index", 4_000)
    after = handrail(*SYNC, project=project)

    assert (full.status, after.status) == (2, 0)
    assert full.err.count("\n") == 1
    assert "No space left" in full.err
    assert found(opened(project), ASK[1])


@pytest.fixture
def small_disk() -> Iterator[Callable[[Path, int], None]]:
    mounted: list[Path] = []

    def mount(place: Path, kilobytes: int) -> None:
        place.mkdir(exist_ok=True)
        options = ["-o", f"{'remount,' if place in mounted else ''}size={kilobytes}k"]
        command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(place)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"a small file system cannot be mounted here: {done.stderr.strip()}")
        mounted.append(place)

    yield mount
    close_every_project()
    for place in set(mounted):
        subprocess.run(["umount", "--lazy", str(place)], check=True)


FORBIDDEN = (
    ("a database that may only be read", ".handrail/handrail.db", 0o444, ASK, "handrail.db"),
    ("a folder that may only be read", ".handrail", 0o555, ASK, "handrail.db"),
    ("an index that may only be read", ".handrail/index", 0o555, SYNC, "index"),
    ("a folder of articles that is closed", "docs/billing", 0o000, SYNC, "docs/billing"),
    ("settings that are closed", "handrail.toml", 0o000, ASK, "handrail.toml"),
)


@pytest.mark.parametrize(
    ("path", "mode", "command", "names"),
    [pytest.param(*row[1:], id=row[0].replace(" ", "-")) for row in FORBIDDEN],
)
def test_what_may_not_be_read_or_written_is_named_and_kept(
    path: str, mode: int, command: tuple[str, ...], names: str, tmp_path: Path
) -> None:
    project = a_synced_project(tmp_path / "project")
    before = state(project)
    close_every_project()
    write_article(project, "new.md", "# New\n\nViolins are tuned in fifths.\n")
    usual = (project / path).stat().st_mode
    (project / path).chmod(mode)

    ended = handrail(*command, project=project, before=without_privilege())

    (project / path).chmod(usual)
    (project / "docs/new.md").unlink()
    assert ended.status == 2
    assert ended.err.startswith("handrail: ")
    assert ended.err.count("\n") == 1
    assert names in ended.err
    digest, entries, written = before
    noted = path.startswith("docs")  # that the source could not be read is itself written down
    assert state(project) == (digest, entries + noted, written)


def without_privilege() -> list[str]:
    """Return what takes from root the right to pass by a file's mode: nobody else has it."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed, and root may read and write everything")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def run_python(program: str) -> Ended:
    """Run a program of a few lines in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        env=plain_environment(),
        check=False,
    )
    return Ended(status=done.returncode, out=done.stdout, err=done.stderr)
