"""Answers that were read by eye: who asked what, on which text, and what was said.

    HANDRAIL_DATA=… python -m benchmarks.judged_answers [SET …]

Four sets, drawn with a fixed seed, before any judge was written: labels lie in
`evaluations/datasets/judged_answers.jsonl`, which keeps ids and digests, never the data.

- `sample`: the sample company's questions, answered by the real flow at confidence 0, so that the
  wrong answers are there too that the threshold would hold back;
- `sample_model`: what SmolLM2 said to such questions, unchecked (`smollm2_claims.jsonl`);
- `mtrag`: last questions of mtrag's talks, answered in the same way from the talks' contexts;
- `mtrag_model`: what mtrag's own language model (Mixtral 8x7B, mended by people) said there.
"""

import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.json_lines import json_lines
from benchmarks.projects import NOT_SET, data_folder, sample_project
from handrail.app import App
from handrail.domain.decision.labelled import GivenPassage, LabelledQuestion
from handrail.domain.decision.model import Answer
from handrail.domain.decision.reply_json import claims_of
from handrail.domain.decision.wording import worded
from handrail.domain.retrieval.model import PUBLIC
from handrail.flow.read_labelled_questions import read_labelled
from handrail.flow.thought import Thought
from handrail.kernel.ids import digest

SETS = Path(__file__).parents[1] / "evaluations/datasets"
WANTED = {"sample": 64, "sample_model": 28, "mtrag": 50, "mtrag_model": 34}
_SEED = 77
_MOST_CONTEXT = 2_600  # characters: what a person reads with care
_SHOWN = 3  # passages that an answer is read beside
_ID_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswer:
    """Hold an answer with what it is to be judged by."""

    set: str
    key: str
    """The question, or the id of a talk of mtrag."""
    question: str
    earlier: tuple[str, ...]
    """What was said before, oldest first."""
    sources: tuple[str, ...]
    reply: str
    claims: tuple[tuple[str, tuple[str, ...]], ...]
    """What is said, each with the words that carry it; the sources where none are named."""
    writer: str
    confidence: float | None = None
    """How sure the assistant was; None of what it did not write."""

    @property
    def id(self) -> str:
        """Return what a label is filed under; another answer to the same question has another."""
        return digest(self.set, self.key, self.reply)[:_ID_LENGTH]


def read_answers(app: App, data: Path, wanted: Sequence[str] = ()) -> tuple[ReadAnswer, ...]:
    """Return the answers of the sets, each in the order in which it was drawn."""
    makers: Mapping[str, Callable[[], Iterator[ReadAnswer]]] = {
        "sample": lambda: _sample(app),
        "sample_model": _sample_model,
        "mtrag": lambda: _mtrag(app, data),
        "mtrag_model": lambda: _mtrag_model(data),
    }
    return tuple(
        answer for name in wanted or makers for answer in _first(makers[name](), WANTED[name])
    )


def _first(answers: Iterator[ReadAnswer], most: int) -> Iterator[ReadAnswer]:
    return (answer for answer, _ in zip(answers, range(most), strict=False))


def _sample(app: App) -> Iterator[ReadAnswer]:
    asker = app.labelled_asker()
    for labelled in _shuffled(read_labelled(SETS / "sample_answers.jsonl")):
        thought = asker.thought(labelled, 0.0)
        hits = app.find(thought.searched or labelled.question, PUBLIC).hits
        texts = [f"{hit.passage.title}: {hit.passage.text}" for hit in hits[:_SHOWN]]
        if claims_of(thought.outcome):
            yield _answer("sample", labelled.question, labelled, thought, texts)


def _sample_model() -> Iterator[ReadAnswer]:
    lines = json_lines(SETS / "smollm2_claims.jsonl")
    rows = sorted(lines, key=lambda row: str(row["question"]))
    grouped = [(name, list(some)) for name, some in groupby(rows, lambda row: str(row["question"]))]
    for question, some in _shuffled(grouped):
        sources = tuple(some[0]["evidence"])
        yield ReadAnswer(
            set="sample_model",
            key=question,
            question=question,
            earlier=(),
            sources=sources,
            reply="\n\n".join(row["text"] for row in some),
            claims=tuple((row["text"], sources) for row in some),
            writer="compatible:smollm2-135m",
        )


def _mtrag(app: App, data: Path) -> Iterator[ReadAnswer]:
    asker = app.labelled_asker()
    for task in _tasks(data, half=0):
        labelled = LabelledQuestion(
            question=_said(task)[-1],
            answerable=True,
            history=tuple(turn["text"] for turn in task["input"][:-1] if turn["speaker"] == "user"),
            passages=tuple(
                GivenPassage(title=c.get("title") or "Help", text=c["text"].strip())
                for c in task["contexts"]
            ),
        )
        thought = asker.thought(labelled, 0.0)
        if claims_of(thought.outcome):
            yield _answer("mtrag", task["task_id"], labelled, thought, _contexts(task))


def _mtrag_model(data: Path) -> Iterator[ReadAnswer]:
    for task in _tasks(data, half=1):
        if task["answerability"][0] not in ("ANSWERABLE", "PARTIAL"):
            continue
        reply = task["targets"][0]["text"].strip()
        sources = _contexts(task)
        yield ReadAnswer(
            set="mtrag_model",
            key=task["task_id"],
            question=_said(task)[-1],
            earlier=tuple(_said(task)[:-1][-4:]),
            sources=sources,
            reply=reply,
            claims=((reply, sources),),
            writer="compatible:mixtral-8x7b-instruct",
        )


def _tasks(data: Path, *, half: int) -> list[dict[str, Any]]:
    """Return talks whose contexts a person reads with care; no talk is in both halves."""
    tasks = json_lines(data / "mtrag" / "tasks.jsonl")
    fit = [task for task in tasks if 0 < sum(map(len, _contexts(task))) <= _MOST_CONTEXT]
    mine = [task for task in fit if int(digest(task["conversation_id"])[:8], 16) % 2 == half]
    first: dict[str, dict[str, Any]] = {}
    for task in _shuffled(mine):
        first.setdefault(task["conversation_id"], task)
    return list(first.values())


def _contexts(task: dict[str, Any]) -> tuple[str, ...]:
    return tuple(c["text"].strip() for c in task["contexts"] if c["text"].strip())


def _said(task: dict[str, Any]) -> list[str]:
    return [turn["text"] for turn in task["input"]]


def _shuffled(items: Sequence[Any]) -> list[Any]:
    return random.Random(_SEED).sample(list(items), len(items))


def _answer(
    name: str,
    key: str,
    labelled: LabelledQuestion,
    thought: Thought,
    texts: Sequence[str],
) -> ReadAnswer:
    said = claims_of(thought.outcome)
    return ReadAnswer(
        set=name,
        key=key,
        question=labelled.question,
        earlier=labelled.history[-3:],
        sources=tuple(texts),
        reply=worded(Answer(claims=said)),
        claims=tuple((claim.text, tuple(c.quote for c in claim.citations)) for claim in said),
        writer="extractive",
        confidence=None if thought.confidence is None else thought.confidence.value,
    )


def main() -> int:
    """Print the answers of the named sets as they are read by eye."""
    data = data_folder()
    if data is None:
        raise SystemExit(NOT_SET)
    with sample_project() as app:
        answers = read_answers(app, data, sys.argv[1:])
    for number, answer in enumerate(answers, 1):
        print(f"\n=== {number} {answer.id} {answer.set}")
        for said in answer.earlier:
            print(f"  before: {said[:300]}")
        print(f"  ASKED: {answer.question}\n  SAID: {answer.reply}")
        for source in answer.sources:
            print(f"  source: {source}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
