"""What `handrail sources` says and does, and what `handrail sync` says of sources."""

import json
from pathlib import Path

import pytest

from handrail.cli.main import run
from handrail.domain.knowledge.model import SourceName
from tests.projects import SETTINGS, a_synced_project, opened

WIKI = '\n[[knowledge.sources]]\nname = "wiki"\nkind = "notion"\nexport = "wiki"\n'


class Typed:
    """Run commands on a project in this process."""

    def __init__(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.project = project
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        status = run([*arguments, "--project", str(self.project)])
        out, err = self._capsys.readouterr()
        return status, " ".join(out.split()), " ".join(err.split())


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    home = tmp_path / "company"
    (home / "wiki").mkdir(parents=True)
    (home / "wiki/a.md").write_text("# Tuning\n\nTuning costs 80 euros.\n", encoding="utf-8")
    articles = {f"{n:02}.md": f"# Number {n}\n\nText of {n}.\n" for n in range(15)}
    return Typed(a_synced_project(home, articles, settings=SETTINGS + WIKI), capsys)


def emptied(typed: Typed) -> None:
    for file in sorted((typed.project / "docs").glob("*.md"))[2:]:
        file.unlink()


def test_sources_that_stand_well_are_listed_with_what_is_served(typed: Typed) -> None:
    status, said, _ = typed("sources", "list")

    assert status == 0
    assert "help (folder): 15 articles are served, read" in said
    assert "wiki (notion): 1 article is served, read" in said


def test_a_held_deletion_is_told_by_sync_listed_allowed_and_carried_out(typed: Typed) -> None:
    emptied(typed)

    synced = typed("sync")
    listed = typed("sources", "list")
    described = json.loads(typed("sources", "list", "--json")[1])["sources"][0]
    stale = typed("sources", "allow-deletion", "help", "--digest", "0")
    allowed = typed("sources", "allow-deletion", "help", "--digest", described["held"]["digest"])
    after = typed("sources", "list")

    assert synced[0] == listed[0] == 1
    assert "13 articles of help are gone at the source and still served" in synced[2]
    assert "handrail sources allow-deletion help" in listed[1]
    assert len(described["held"]["articles"]) == 13
    assert stale[0] == 2
    assert allowed[0] == 0
    assert "13 of 13 articles of help are served no more." in allowed[1]
    assert after[0] == 0
    assert "help (folder): 2 articles are served" in after[1]


def test_how_much_may_go_at_once_is_set_in_the_settings(typed: Typed) -> None:
    file = typed.project / "handrail.toml"
    file.write_text(f"[knowledge]\nheld_deletion_articles = 100\n\n{file.read_text()}")
    emptied(typed)

    status, said, _ = typed("sync")

    assert status == 0
    assert "13 retired" in said


def test_a_source_that_fails_is_told_and_the_others_are_read(typed: Typed) -> None:
    (typed.project / "docs").rename(typed.project / "elsewhere")
    (typed.project / "wiki/a.md").write_text("# Tuning\n\nTuning costs 95 euros.\n")

    synced = typed("sync")
    listed = typed("sources", "list")

    assert synced[0] == listed[0] == 1
    assert "1 edited, 0 retired" in synced[1]
    assert "Nothing of help was retired." in synced[2]
    assert "failing since" in listed[1]


def test_an_article_that_moved_is_said_to_have_moved(typed: Typed) -> None:
    docs = typed.project / "docs"
    (docs / "00.md").rename(docs / "moved.md")

    _, said, _ = typed("sync")

    assert "renamed help/00.md is now help/moved.md" in said


def test_a_source_that_left_the_settings_is_told_and_retired(typed: Typed) -> None:
    (typed.project / "handrail.toml").write_text(SETTINGS, encoding="utf-8")

    listed = typed("sources", "list")
    retired = typed("sources", "retire", "wiki")
    after = typed("sources", "list")

    assert listed[0] == 1
    assert "wiki (not in the settings): 1 article is served" in listed[1]
    assert "wiki is served no more: 1 article is retired." in retired[1]
    assert after[0] == 0
    with opened(typed.project).store.read() as reading:
        assert reading.live_versions(SourceName("wiki")) == {}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("allow-deletion", "help"), "holds back no deletion"),
        (("allow-deletion", "blog"), "no source called 'blog'"),
        (("retire", "help"), "is in the settings"),
        (("retire", "blog"), "Nothing of a source 'blog' is served"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    arguments: tuple[str, ...], why: str, typed: Typed
) -> None:
    status, _, err = typed("sources", *arguments)

    assert status == 2
    assert why in err
