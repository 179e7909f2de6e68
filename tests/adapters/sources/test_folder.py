import os
from pathlib import Path

import pytest

from handrail.adapters.sources.folder import FolderSource, SourceFile, SourceUnavailable
from handrail.adapters.sources.unreadable import MAX_BYTES, Unreadable
from handrail.domain.knowledge.model import Skipped, SourceName


def write(root: Path, path: str, text: str = "Text") -> Path:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    return place


def listed(root: Path) -> list[SourceFile | Skipped]:
    return list(FolderSource(SourceName("help"), root).files())


def test_articles_are_listed_in_a_stable_order_without_what_is_none(tmp_path: Path) -> None:
    for path in ("b.md", "a/z.rst", "a/b.html", ".git/x.md", "node_modules/y.md", "logo.png"):
        write(tmp_path, path)

    found = listed(tmp_path)

    assert [file.path for file in found] == ["a/b.html", "a/z.rst", "b.md"]
    assert isinstance(found[0], SourceFile)
    assert found[0].read() == b"Text"


def test_a_link_that_leads_outside_is_skipped_and_a_circle_ends(tmp_path: Path) -> None:
    outside = write(tmp_path, "secret/pay.md")
    root = tmp_path / "help"
    write(root, "a.md")
    (root / "pay.md").symlink_to(outside)
    (root / "secret").symlink_to(outside.parent)
    (root / "circle").symlink_to(root)
    (root / "same.md").symlink_to(root / "a.md")

    found = listed(root)

    assert [file.path for file in found if isinstance(file, SourceFile)] == ["a.md", "same.md"]
    assert [file.path for file in found if isinstance(file, Skipped)] == ["pay.md", "secret"]


def test_a_folder_that_is_not_there_is_an_error_and_not_empty(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match=r"help.*missing"):
        listed(tmp_path / "missing")


def test_a_file_in_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="not a folder"):
        listed(write(tmp_path, "a.md"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "closed/a.md")
    (tmp_path / "closed").chmod(0)
    try:
        with pytest.raises(SourceUnavailable, match="closed"):
            listed(tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.md").open("wb") as file:
        file.truncate(100_000_000)

    (found,) = listed(tmp_path)

    assert isinstance(found, SourceFile)
    with pytest.raises(Unreadable, match="larger"):
        found.read()


def test_a_file_that_grew_since_it_was_listed_is_refused(tmp_path: Path) -> None:
    place = write(tmp_path, "a.md")
    (found,) = listed(tmp_path)
    with place.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    assert isinstance(found, SourceFile)
    with pytest.raises(Unreadable, match="larger"):
        found.read()


def test_a_file_that_went_away_is_refused(tmp_path: Path) -> None:
    place = write(tmp_path, "a.md")
    (found,) = listed(tmp_path)
    place.unlink()

    assert isinstance(found, SourceFile)
    with pytest.raises(Unreadable, match="cannot be opened"):
        found.read()


def test_what_is_no_regular_file_is_skipped(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")

    (found,) = listed(tmp_path)

    assert isinstance(found, Skipped)
