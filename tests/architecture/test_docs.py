"""What can be listed from code is rendered from code, and the pages are current."""

from pathlib import Path

from scripts.render_docs import REFERENCE, pages

ROOT = Path(__file__).parents[2]


def test_the_rendered_reference_pages_are_current() -> None:
    parted = [
        name
        for name, text in pages().items()
        if not (REFERENCE / name).is_file() or (REFERENCE / name).read_text("utf-8") != text
    ]

    assert parted == [], "run `make docs`"


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "make demo" in readme
    assert "make test" in readme
