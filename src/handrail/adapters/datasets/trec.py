"""TREC: `FILE` holds judgements (topic, iteration, document, relevance), a file beside it topics.

Judgements say which articles are right, never what to answer, so answers and history stay behind.
White space in an id is written as in an address: fields are parted by it.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from handrail.adapters.datasets.lines import text_of, written
from handrail.domain.quality.datasets import Case
from handrail.kernel.errors import BadDataset

_SPACE = re.compile(r"[\s%]")
_FIELDS = 4


def topics_of(path: Path) -> Path:
    """Return where the questions of a file of judgements stand."""
    return path.with_name(f"{path.name}.topics.tsv")


def read(path: Path) -> tuple[Case, ...]:
    """Return a case for every topic; one without a relevant document is not answerable."""
    relevant = _relevant(path)
    topics = _topics(topics_of(path))
    unknown = sorted(relevant.keys() - topics.keys())
    if unknown:
        raise BadDataset(
            f"{topics_of(path)} has no topic {unknown[0]!r}.", hint="One `topic<tab>question` each."
        )
    return tuple(
        Case(
            question=question,
            answerable=bool(relevant.get(topic)),
            articles=tuple(relevant.get(topic, ())),
            name=topic,
        )
        for topic, question in topics.items()
    )


def write(path: Path, cases: Sequence[Case]) -> None:
    """Write cases as judgements and topics."""
    named = [(_spelled(case.name or str(n)), case) for n, case in enumerate(cases, start=1)]
    if len({name for name, _ in named}) < len(named):
        raise BadDataset("Two cases have the same name.", hint="Topics need different names.")
    lines = [f"{name} 0 {_spelled(ref)} 1\n" for name, case in named for ref in case.articles]
    written(path, "".join(lines))
    asked = (f"{name}\t{' '.join(case.question.split())}\n" for name, case in named)
    written(topics_of(path), "".join(asked))


def _relevant(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, line in enumerate(text_of(path).splitlines(), start=1):
        fields = line.split()
        if not fields:
            continue
        if len(fields) != _FIELDS or not fields[3].lstrip("-").isdigit():
            raise BadDataset(
                f"{path}, line {number}: not a judgement.",
                hint="Four fields: topic, iteration, document, relevance.",
            )
        held = found.setdefault(unquote(fields[0]), [])
        if int(fields[3]) > 0:
            held.append(unquote(fields[2]))
    return found


def _topics(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(text_of(path).splitlines(), start=1):
        name, tab, question = line.partition("\t")
        if not line.strip():
            continue
        if not tab or not question.strip():
            raise BadDataset(f"{path}, line {number}: not a topic.", hint="topic<tab>question")
        found[unquote(name)] = question.strip()
    return found


def _spelled(text: str) -> str:
    return _SPACE.sub(lambda found: "".join(f"%{b:02X}" for b in found.group().encode()), text)
