"""Every question that is learnt from or measured on, with what a search finds for it."""

import random
from dataclasses import dataclass
from pathlib import Path

from benchmarks.projects import CENTRES
from benchmarks.served import read_bank
from handrail.flow.ports import Embedder
from handrail.sample.project import HELP
from training.confidence.centres import indexed, read_folder
from training.confidence.headings import without_some_headings
from training.confidence.posed import Asked, Asking, Posed, posed, posed_given, read_asked

MEASURED_ONLY = "mattermost"  # its licence forbids commercial use
SAMPLE = "help"
"""What the sample company calls its source; its labels name articles by it."""
SEED = 5
_DATASETS = Path(__file__).parents[2] / "evaluations" / "datasets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Hold the questions by what they are for."""

    centres: tuple[Posed, ...]
    sample: tuple[Posed, ...]
    """Labelled by hand over the sample company; none of them calibrates it."""
    headings: tuple[Posed, ...]
    given: tuple[Posed, ...]


def gathered(data: Path, scratch: Path, embedder: Embedder) -> Gathered:
    """Return all questions with what is found."""
    asking = _help_centres(data, scratch, embedder)
    at_home = tuple(posed(asking, SEED))
    sample = indexed(SAMPLE, read_folder(SAMPLE, HELP), scratch, embedder)
    by_hand = [
        asked
        for name in ("sample_answers", "sample_retrieval")
        for asked in read_asked(_DATASETS / f"{name}.jsonl")
    ]
    at_sample = tuple(posed({SAMPLE: (sample, tuple(by_hand))}, SEED))
    practice = tuple(posed(_practice(data, scratch, embedder), SEED))
    return Gathered(
        centres=at_home,
        sample=at_sample,
        headings=practice,
        given=tuple(posed_given(data, embedder)),
    )


def _help_centres(data: Path, scratch: Path, embedder: Embedder) -> Asking:
    folders = {name: data / "help" / name for name in CENTRES}
    return {
        name: (
            indexed(name, read_folder(name, folder / "articles_eval"), scratch, embedder),
            read_asked(folder / "questions.jsonl"),
        )
        for name, folder in folders.items()
    }


def _practice(data: Path, scratch: Path, embedder: Embedder) -> Asking:
    """Return centres without a third of their headings, which are the questions."""
    rng = random.Random(SEED)
    sources = {
        name: read_folder(name, data / "help" / name / "articles_eval")
        for name in CENTRES
        if name != MEASURED_ONLY
    }
    sources["bank"] = read_bank(data / "tau2" / "banking_knowledge_documents.jsonl")
    sources[SAMPLE] = read_folder(SAMPLE, HELP)
    practice: Asking = {}
    for name, articles in sources.items():
        left, asked = without_some_headings(articles, rng)
        centre = indexed(name, left, scratch / "headings", embedder)
        questions = tuple(Asked(question=q, articles=(a,)) for q, a in asked)
        practice = {**practice, name: (centre, questions)}
    return practice
