"""From a Zendesk Guide export to the first answered question, timed as a newcomer would do it.

`python -m benchmarks.onboarding_export` makes an export of 350 articles, as the Help Center API
pages them, out of the real help centre that is nearest to that size (HANDRAIL_DATA; without it the
sample company's, repeated). Then it runs `handrail init`, `handrail sync` and `handrail ask` as
processes of their own, question after question, until one is answered. Nothing is calibrated, as on
a first day. The clock includes starting each command. Exit 1 where it takes over ten minutes.
"""

import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from benchmarks.centres import RealText, real_text
from benchmarks.machine import description
from handrail.adapters.sources.front_matter import split_front_matter

ARTICLES = 350
_PER_PAGE = 100
_MOST_SECONDS = 600.0
_MOST_ASKED = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Hold what a newcomer did, and how long it took."""

    name: str
    seconds: float


def main() -> int:
    """Measure and print; return 1 where it takes too long or nothing is answered."""
    with tempfile.TemporaryDirectory(prefix="handrail-onboarding-") as home:
        work = Path(home)
        found = real_text(work)
        centre = min(found.centres, key=lambda one: abs(_count(one.articles) - ARTICLES))
        export = write_export(centre.articles, work / "guide-export.zip")
        asked = _questions(centre.articles, found)
        print(f"{ARTICLES} articles of {centre.name} ({found.origin}), exported as Zendesk pages.")
        print("; ".join(f"{name}: {value}" for name, value in description().items()))
        steps, answer = _onboard(work / "project", export, asked)
    for step in steps:
        print(f"{step.seconds:8.1f} s  {step.name}")
    total = sum(step.seconds for step in steps)
    print(f"{total:8.1f} s  from the export to the first answered question (aim: under 600 s)")
    print("No question was answered." if answer is None else f"First answer: {answer}")
    return int(answer is None or total > _MOST_SECONDS)


def write_export(articles: Path, place: Path) -> Path:
    """Write articles as the pages that the Help Center API answers with, in a ZIP archive."""
    rows = list(islice(_rows(articles), ARTICLES))
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for start in range(0, len(rows), _PER_PAGE):
            page = {"articles": rows[start : start + _PER_PAGE], "count": len(rows)}
            archive.writestr(f"articles-{start // _PER_PAGE + 1}.json", json.dumps(page))
    return place


def _onboard(project: Path, export: Path, questions: list[str]) -> tuple[list[Step], str | None]:
    steps = [_timed("handrail init", "init", str(project))]
    settings = project / "handrail.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8")
        + f'\n[[knowledge.sources]]\nname = "help"\nkind = "zendesk"\nexport = "{export}"\n',
        encoding="utf-8",
    )
    steps.append(_timed("handrail sync", "sync", "--project", str(project)))
    for number, question in enumerate(islice(questions, _MOST_ASKED), start=1):
        begun = time.perf_counter()
        said = json.loads(_run("ask", question, "--json", "--project", str(project)))
        steps.append(Step(name=f"handrail ask, {number}", seconds=time.perf_counter() - begun))
        if said["outcome"] == "answered":
            return steps, f"{question} → {said['reply']}"
    return steps, None


def _timed(name: str, *arguments: str) -> Step:
    begun = time.perf_counter()
    _run(*arguments)
    return Step(name=name, seconds=time.perf_counter() - begun)


def _run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "handrail", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(f"handrail {' '.join(arguments)}: {done.stderr or done.stdout}")
    return done.stdout


def _rows(articles: Path) -> Iterator[dict[str, Any]]:
    html = MarkdownIt("commonmark", {"html": False}).enable("table")
    files = sorted(path for path in articles.rglob("*.md") if path.is_file())
    for number, file in enumerate(cycle(files), start=1):
        front, text, _ = split_front_matter(file.read_text(encoding="utf-8", errors="replace"))
        title = front.title or file.stem.replace("-", " ").capitalize()
        yield {
            "id": 360_000_000_000 + number,
            "locale": "en-us",
            "source_locale": "en-us",
            "title": title if number <= len(files) else f"{title} ({number})",
            "body": html.render(text),
            "draft": False,
            "user_segment_id": None,
            "edited_at": "2026-03-01T10:00:00Z",
            "updated_at": "2026-03-01T10:00:00Z",
            "html_url": f"https://shop.example/hc/en-us/articles/{360_000_000_000 + number}",
        }


def _questions(articles: Path, found: RealText) -> list[str]:
    """Return the questions of that help centre, or all there are."""
    own = articles.parent / "questions.jsonl"
    if not own.is_file():
        return list(found.questions)
    return [json.loads(line)["question"] for line in own.read_text(encoding="utf-8").splitlines()]


def _count(articles: Path) -> int:
    return sum(1 for _ in articles.rglob("*.md"))


if __name__ == "__main__":
    sys.exit(main())
