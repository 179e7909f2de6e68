"""The project speaks only of itself, and its pages hold together."""

import re
import subprocess
from pathlib import Path

from handrail.kernel.failure_modes import FAILURE_MODES

ROOT = Path(__file__).parents[2]
HOSTS_AND_PATHS = re.compile(r"pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian|/work/")


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_no_file_names_a_package_host_or_a_path_of_one_machine() -> None:
    found = []

    for path in _tracked():
        if path == Path(__file__) or path.suffix in {".onnx", ".svg", ".png", ".json"}:
            continue
        if HOSTS_AND_PATHS.search(path.read_text(encoding="utf-8", errors="replace")):
            found.append(str(path.relative_to(ROOT)))

    assert found == []


def test_every_decision_has_its_own_number_and_the_four_parts() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))

    numbers = [page.name[:4] for page in pages]
    incomplete = [
        page.name
        for page in pages
        for part in ("Status", "Context", "Decision", "Consequences")
        if f"## {part}" not in page.read_text(encoding="utf-8")
    ]

    assert len(numbers) == len(set(numbers)) > 0
    assert incomplete == []


def test_every_failure_mode_that_is_built_has_a_page_of_promises() -> None:
    missing = [
        mode.slug
        for mode in FAILURE_MODES
        if mode.is_built
        and not (ROOT / f"tests/failure_modes/test_{mode.number}_{mode.slug}.py").is_file()
    ]

    assert missing == []


def test_relative_links_between_pages_lead_somewhere() -> None:
    broken = []

    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        text = page.read_text(encoding="utf-8")
        broken += [
            f"{page.relative_to(ROOT)}: {target}"
            for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
            if not (page.parent / target).exists()
        ]

    assert broken == []
