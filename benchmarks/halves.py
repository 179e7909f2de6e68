"""What labelled messages are measured with: halves, shares with intervals, others' questions."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.quality.figures import share_figure
from handrail.kernel.ids import digest

HALVES = ("tune", "report")


def half_of(text: str) -> str:
    """Return `tune` or `report`, by the hash of a message."""
    return HALVES[int(digest(text)[:8], 16) % 2]


def share(part: int, whole: int) -> str:
    """Return a share with its interval of 95 %, in words."""
    if not whole:
        return "none (n 0)"
    figure = share_figure(part, whole, clopper_pearson)
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f}, n {figure.n})"


def other_questions() -> Iterator[tuple[str, list[str]]]:
    """Yield other companies' ordinary questions, where HANDRAIL_DATA names them."""
    data = os.environ.get("HANDRAIL_DATA")
    if data is None:
        print("  HANDRAIL_DATA is not set: nothing was counted.")
        return
    for name in ("banking77", "clinc_oos"):
        yield name, _texts(Path(data) / name / "utterances.jsonl", "text")
    for centre in sorted((Path(data) / "help").iterdir()):
        yield centre.name, _texts(centre / "questions.jsonl", "question")


def _texts(path: Path, name: str) -> list[str]:
    return [json.loads(line)[name] for line in path.read_text("utf-8").splitlines()]
