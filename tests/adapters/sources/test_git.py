import os
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handrail.adapters.sources.folder import SourceUnavailable
from handrail.adapters.sources.git import GitPlan, GitSource
from handrail.domain.knowledge.effective import SourceDefaults
from handrail.domain.knowledge.model import Article, ArticleId, Skipped, SourceName
from handrail.domain.knowledge.source_state import Absence
from handrail.flow.fetch_ports import Admitted
from handrail.flow.ports import SourceDocument
from handrail.kernel.errors import BadInput
from tests.git_server import serving
from tests.websites import Page, website


class Door:
    """Let nobody in, or one host at one address."""

    def __init__(self, *addresses: str, port: int = 443) -> None:
        self.addresses = addresses
        self.port = port

    def admit(self, address: str) -> Admitted:
        if not self.addresses:
            raise BadInput(f"{address} is not asked.")
        return Admitted(host="git.example", port=self.port, addresses=self.addresses)


class Repository:
    """Make commits as a writer does."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, day: str = "2026-01-01") -> None:
        moment = f"{day}T12:00:00+00:00"
        names = {"GIT_AUTHOR_NAME": "kim", "GIT_AUTHOR_EMAIL": "k@a.example"}
        names |= {"GIT_COMMITTER_NAME": "kim", "GIT_COMMITTER_EMAIL": "k@a.example"}
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.place), **names, **dates}
        subprocess.run(
            ["git", "-C", str(self.place), *words], env=environment, check=True, capture_output=True
        )

    def commit(self, day: str, **files: str) -> None:
        for name, text in files.items():
            place = self.place / name.replace("__", "/")
            place = place.with_name(f"{place.name}.md")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Write.", day=day)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = Repository(tmp_path / "docs")
    found.commit("2026-01-01", help__fees="# Fees\n\n4 EUR.", help__old="# Old\n\nOld.", top="Top")
    found.commit("2026-02-01", help__refunds="# Refunds\n\n30 days.")
    found.commit("2026-03-01", help__fees="# Fees\n\n5 EUR.")
    return found


def a_source(held: Repository, /, **plan: Any) -> GitSource:
    usual = GitPlan(
        repository=str(held.place), checkout=held.place.parent / "kept/help", folder="help"
    )
    return GitSource(
        plan=replace(usual, **plan),
        defaults=SourceDefaults(source=SourceName("help")),
        doorkeeper=Door(),
    )


def read(source: GitSource) -> dict[str, Article]:
    found = [document for document in source.documents() if isinstance(document, SourceDocument)]
    return {document.article: document.load()[0] for document in found}


def skipped(source: GitSource) -> Sequence[str]:
    return [document.path for document in source.documents() if isinstance(document, Skipped)]


def test_the_files_of_a_folder_are_articles_as_old_as_their_last_commit(
    repository: Repository,
) -> None:
    articles = read(a_source(repository))

    assert {ref: article.updated for ref, article in articles.items()} == {
        "help/fees.md": date(2026, 3, 1),
        "help/old.md": date(2026, 1, 1),
        "help/refunds.md": date(2026, 2, 1),
    }


def test_what_an_article_says_of_its_own_age_holds(repository: Repository) -> None:
    repository.commit("2026-04-01", help__fees="---\nupdated: 2025-05-05\n---\n# Fees\n\n5 EUR.")

    assert read(a_source(repository))["help/fees.md"].updated == date(2025, 5, 5)


def test_a_file_that_no_fetched_commit_changed_has_no_date(repository: Repository) -> None:
    articles = read(a_source(repository, history=2))

    assert articles["help/fees.md"].updated == date(2026, 3, 1)
    assert articles["help/old.md"].updated is None


def test_the_next_fetch_brings_what_was_written_and_takes_what_was_deleted(
    repository: Repository,
) -> None:
    source = a_source(repository)
    read(source)
    (repository.place / "help/old.md").unlink()
    repository.commit("2026-05-01", help__new="# New\n\nNew.")

    articles = read(source)

    assert sorted(articles) == ["help/fees.md", "help/new.md", "help/refunds.md"]
    gone = ArticleId("help/old.md")
    assert source.absences([gone]) == {gone: Absence.GONE}


def test_history_that_was_rewritten_is_no_obstacle(repository: Repository) -> None:
    source = a_source(repository)
    read(source)
    repository.git("reset", "-q", "--hard", "HEAD~2")
    repository.commit("2026-06-01", help__other="# Other\n\nOther.")

    assert sorted(read(source)) == ["help/fees.md", "help/old.md", "help/other.md"]


def test_a_branch_may_be_named(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "next")
    repository.commit("2026-07-01", help__next="# Next\n\nNext.")
    repository.git("checkout", "-q", "main")

    assert "help/next.md" not in read(a_source(repository))
    assert "help/next.md" in read(a_source(repository, branch="next"))


def test_nothing_that_a_repository_brings_along_is_run(
    repository: Repository, tmp_path: Path
) -> None:
    trace = tmp_path / "ran"
    hooks = repository.place / ".githooks"
    hooks.mkdir()
    for name in ("post-checkout", "post-merge", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {trace}\n")
        (hooks / name).chmod(0o755)
    (repository.place / ".gitattributes").write_text("*.md filter=run\n")
    (repository.place / ".gitconfig").write_text(f'[filter "run"]\nsmudge = touch {trace}\n')
    (repository.place / ".gitmodules").write_text(
        f'[submodule "x"]\npath = help/x\nurl = {tmp_path}\n'
    )
    (repository.place / "help/link.md").symlink_to("/etc/passwd")
    (repository.place / "help/inside.md").symlink_to("fees.md")
    repository.commit("2026-08-01", help__more="# More\n\nMore.")
    source = a_source(repository)

    articles = read(source)

    assert not trace.exists()
    assert "help/more.md" in articles
    assert "help/link.md" not in articles
    assert skipped(source) == ["link.md"]


def test_a_repository_that_means_harm_is_not_taken_in(repository: Repository) -> None:
    (repository.place / ".gitmodules").write_text(
        '[submodule "x"]\npath = x\nurl = https://a.example\nupdate = !id\n'
    )
    repository.commit("2026-08-01", help__more="# More\n\nMore.")

    with pytest.raises(SourceUnavailable, match="gitmodules"):
        read(a_source(repository))


def test_a_folder_that_leads_out_of_the_repository_is_refused(repository: Repository) -> None:
    with pytest.raises(SourceUnavailable, match="leads out"):
        read(a_source(repository, folder="../.."))


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("file:///etc", "file:// is not spoken"),
        ("ext::sh -c id", "there is no folder"),
        ("ssh://git.example/docs", "ssh:// is not spoken"),
        ("/nowhere", "there is no folder"),
    ],
)
def test_only_the_web_and_folders_are_fetched_from(
    repository: Repository, named: str, said: str
) -> None:
    with pytest.raises(SourceUnavailable, match=said):
        read(a_source(repository, repository=named))


def test_a_host_that_the_guard_does_not_let_in_is_not_asked(repository: Repository) -> None:
    with pytest.raises(SourceUnavailable, match="is not asked"):
        read(a_source(repository, repository="https://git.example/docs"))


def test_a_host_is_reached_where_the_guard_says_and_under_its_own_name(
    repository: Repository,
) -> None:
    heard: list[dict[str, str]] = []
    with serving(repository.place.parent, heard) as port:
        named = f"http://git.example:{port}/docs/.git"
        source = replace(
            a_source(repository, repository=named), doorkeeper=Door("127.0.0.1", port=port)
        )
        articles = read(source)

    assert articles["help/fees.md"].updated == date(2026, 3, 1)
    assert {said["host"] for said in heard} == {f"git.example:{port}"}


def test_a_redirection_is_not_followed(repository: Repository) -> None:
    away = Page(status=301, headers={"Location": "http://127.0.0.1:1/docs/info/refs"})
    pages = {"/docs/info/refs?service=git-upload-pack": away}
    with website(pages) as site:
        named = f"http://git.example:{site.port}/docs"
        source = replace(
            a_source(repository, repository=named), doorkeeper=Door("127.0.0.1", port=site.port)
        )
        with pytest.raises(SourceUnavailable, match="git said"):
            read(source)

    assert len(site.asked) == 1


def test_a_token_is_only_sent_encrypted(repository: Repository) -> None:
    source = a_source(repository, repository="http://git.example/docs", token="t0p-secret")

    with pytest.raises(SourceUnavailable, match="only sent over https"):
        read(replace(source, doorkeeper=Door("127.0.0.1")))


def test_a_branch_that_is_none_is_told(repository: Repository) -> None:
    with pytest.raises(SourceUnavailable, match="git said"):
        read(a_source(repository, branch="--upload-pack=id"))
