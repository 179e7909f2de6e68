"""What labelled messages are measured with: halves, shares with intervals, others' questions."""

import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.json_lines import json_lines
from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.quality.figures import share_figure
from handrail.domain.quality.model import Figure
from handrail.kernel.ids import digest

HALVES = ("tune", "report")


def half_of(text: str) -> str:
    """Return `tune` or `report`, by the hash of a message."""
    return HALVES[int(digest(text)[:8], 16) % 2]


def figure_of(part: int, whole: int) -> Figure:
    """Return a share with its interval of 95 %."""
    return share_figure(part, whole, clopper_pearson)


def shown(figure: Figure) -> str:
    """Return a figure with its interval, in words."""
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f}, n {figure.n})"


def share(part: int, whole: int) -> str:
    """Return a share with its interval of 95 %, in words."""
    return shown(figure_of(part, whole)) if whole else "none (n 0)"


def other_questions() -> Iterator[tuple[str, list[str]]]:
    """Yield other companies' ordinary questions, where HANDRAIL_DATA names them."""
    for name, messages in labelled_questions():
        yield name, [text for _, text in messages]


def labelled_questions() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield other companies' ordinary questions, each with what it is about."""
    data = os.environ.get("HANDRAIL_DATA")
    if data is None:
        print("  HANDRAIL_DATA is not set: nothing was counted.")
        return
    for name, label in (("banking77", "category"), ("clinc_oos", "intent")):
        utterances = json_lines(Path(data) / name / "utterances.jsonl")
        yield name, [(row[label], row["text"]) for row in utterances]
    for centre in sorted((Path(data) / "help").iterdir()):
        questions = json_lines(centre / "questions.jsonl")
        yield centre.name, [("heading", row["question"]) for row in questions]
