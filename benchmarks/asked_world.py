"""A help centre to be wrong about, and labelled questions on it: the sample company and real text.

Where HANDRAIL_DATA is set, three real help centres with their questions, encyclopedia paragraphs
with questions that they do and do not answer, and bank customers' questions stand beside the
sample. Half the questions are for tuning, the other half for reporting; none is in both.
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.datasets import clapnq, squad2
from benchmarks.json_lines import json_lines
from benchmarks.projects import data_folder
from handrail.kernel.ids import digest
from handrail.sample.project import CALIBRATION, HELP
from handrail.settings import FILE_NAME

_ROOT = Path(__file__).parents[1]
_SAMPLES = (
    _ROOT / "evaluations/datasets/sample_answers.jsonl",
    _ROOT / "evaluations/datasets/sample_retrieval.jsonl",
    CALIBRATION,
)
_CENTRES = ("plausible", "github_policies", "chatwoot")
_BANK_QUESTIONS = 900
_TUNING = 3
"""Of so many questions one is for tuning."""
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """Hold a question with what is known about its answer."""

    text: str
    articles: tuple[str, ...]
    """The right ones; none where nothing answers it."""
    history: tuple[str, ...] = ()

    @property
    def is_for_tuning(self) -> bool:
        """Tell for which half it is."""
        return int(digest(self.text)[:8], 16) % _TUNING == 0


def write_world(folder: Path) -> None:
    """Write the help centre as a project's sources, and its settings."""
    data = data_folder()
    places = {"help": HELP}
    for name in _CENTRES if data is not None else ():
        places[name] = Path(str(data)) / "help" / name / "articles_eval"
    lines = []
    for name, place in places.items():
        shutil.copytree(place, folder / name)
        lines.append(f'[[knowledge.sources]]\nname = "{name}"\nkind = "folder"\npath = "{name}"\n')
    if data is not None:
        for path, text in _paragraphs(data).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        lines.append('[[knowledge.sources]]\nname = "read"\nkind = "folder"\npath = "read"\n')
    lines.append("[answers]\nmax_wrong = 0.10\nconfidence = 0.95\n")
    (folder / FILE_NAME).write_text("\n".join(lines), encoding="utf-8")


def questions() -> tuple[AskedQuestion, ...]:
    """Return every question once, in a fixed order."""
    found: dict[str, AskedQuestion] = {}
    for one in _all():
        found.setdefault(one.text, one)
    return tuple(sorted(found.values(), key=lambda one: digest(one.text)))


def _all() -> Iterator[AskedQuestion]:
    for path in _SAMPLES:
        for row in json_lines(path):
            is_answerable = row.get("answerable", True)
            articles = tuple(row.get("articles", ())) if is_answerable else ()
            if is_answerable and not articles:
                continue
            yield AskedQuestion(
                text=row["question"], articles=articles, history=tuple(row.get("history", ()))
            )
    data = data_folder()
    if data is None:
        return
    for name in _CENTRES:
        for row in json_lines(data / "help" / name / "questions.jsonl"):
            yield AskedQuestion(text=row["question"], articles=tuple(row["articles"]))
    yield from _read(data)
    bank = json_lines(data / "banking77" / "utterances.jsonl")
    for row in islice(bank, None, None, 10_003 // _BANK_QUESTIONS):
        yield AskedQuestion(text=row["text"], articles=())


def _read(data: Path) -> Iterator[AskedQuestion]:
    for row in (*squad2(data), *clapnq(data)):
        articles = [_path(passage) for passage in row["passages"]] if row["answerable"] else []
        yield AskedQuestion(text=row["question"], articles=tuple(articles))


def _paragraphs(data: Path) -> dict[str, str]:
    return {
        _path(passage): f"---\ntitle: {json.dumps(passage['title'])}\n---\n\n{passage['text']}\n"
        for row in (*squad2(data), *clapnq(data))
        for passage in row["passages"]
        if passage["text"].strip()
    }


def _path(passage: Any) -> str:
    slug = _SLUG.sub("-", passage["title"].lower()).strip("-")[:40]
    return f"read/{slug}-{digest(passage['text'])[:8]}.md"
