"""Real text to measure on: the help centres that HANDRAIL_DATA names, else the sample, repeated."""

import json
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handrail.sample.project import HELP
from handrail.settings import FILE_NAME

_ROOT = Path(__file__).parents[1]
_SAMPLE_QUESTIONS = _ROOT / "evaluations/datasets/sample_retrieval.jsonl"
_BRANCHES = (1, 2, 2, 6, 16)
"""How often each stand-in centre repeats the sample: as unequal in size as real ones."""
_TITLE = re.compile(r"^(title: .*|# .*|<h1>[^<]*)$", re.MULTILINE)
_TEXT = {".md", ".mdx", ".html", ".txt", ".rst"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """Name a folder of help articles."""

    name: str
    articles: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class RealText:
    """Hold what is measured on: centres from small to large, and questions asked of them."""

    origin: str
    centres: tuple[Centre, ...]
    questions: tuple[str, ...]


def real_text(work: Path) -> RealText:
    """Return the real centres where they are at hand, else stand-ins made from the sample."""
    data = os.environ.get("HANDRAIL_DATA")
    help_centres = None if data is None else Path(data) / "help"
    if help_centres is None or not help_centres.is_dir():
        return _from_sample(work / "stand-ins")
    folders = [folder for folder in help_centres.iterdir() if (folder / "articles").is_dir()]
    centres = [Centre(name=folder.name, articles=folder / "articles") for folder in folders]
    return RealText(
        origin=f"{len(centres)} real help centres",
        centres=tuple(sorted(centres, key=lambda centre: _bytes(centre.articles))),
        questions=tuple(q for f in sorted(folders) for q in _questions(f / "questions.jsonl")),
    )


def write_project(folder: Path, centres: Sequence[Centre]) -> Path:
    """Make a fresh project over some centres; what was in the folder is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sources = [
        f'[[knowledge.sources]]\nname = "{centre.name}"\n'
        f"path = {json.dumps(str(centre.articles.resolve()))}\n"
        for centre in centres
    ]
    (folder / FILE_NAME).write_text("\n".join(sources), encoding="utf-8")
    return folder


def _from_sample(folder: Path) -> RealText:
    shutil.rmtree(folder, ignore_errors=True)
    centres = []
    branch = 0
    for number, repeats in enumerate(_BRANCHES, start=1):
        place = folder / f"centre{number}"
        for _ in range(repeats):
            branch += 1
            _write_branch(place / f"branch{branch}", branch)
        centres.append(Centre(name=f"centre{number}", articles=place))
    return RealText(
        origin="the sample company's help centre, repeated for stand-in branches",
        centres=tuple(centres),
        questions=_questions(_SAMPLE_QUESTIONS),
    )


def _write_branch(folder: Path, branch: int) -> None:
    """Write the sample again under other titles: what is embedded carries them, so it differs."""
    for path in sorted(HELP.rglob("*")):
        if path.suffix in _TEXT:
            target = folder / path.relative_to(HELP)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = _TITLE.sub(rf"\1, branch {branch}", path.read_text(encoding="utf-8"))
            target.write_text(text, encoding="utf-8")


def _questions(path: Path) -> tuple[str, ...]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(str(json.loads(line)["question"]) for line in lines if line.strip())


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
