"""Are contradictions found that are written in other words, by sentences of many trades?

    HANDRAIL_DATA=… python -m benchmarks.other_words [--held-out] [--items]

`conflicts/own/pairs.txt` holds conflicts and look-alikes as help centres of many trades write them.
They are put into articles beside two real centres. `tune` is what the weights learnt from; `report`
they have not seen. `--items` lists what was missed and mistaken in `tune`. `--held-out` asks the
same of `held_out.txt`, of which the weights have seen nothing, kind by kind.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.conflicts.injection import Placed
from benchmarks.conflicts.judging import Judged, Quote, judge
from benchmarks.conflicts.model import KINDS, Pair, Side
from benchmarks.halves import HALVES, half_of, shown
from benchmarks.projects import NOT_SET, data_folder
from benchmarks.served import Read, articles_below, knowledge_of, likeness
from handrail.domain.knowledge.health.contradictions import find_contradictions
from handrail.domain.knowledge.health.model import Knowledge

BESIDE = ("chatwoot", "github_policies")
_OWN = Path(__file__).parent / "conflicts" / "own"
_SOURCE = "own"
PER_ARTICLE = 5
_STEPS = (7, 11)
"""Sides of one pair lie apart: each side is dealt to the articles in an order of its own."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--items", action="store_true")
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args(arguments)
    data = data_folder()
    if data is None:
        print(NOT_SET)
        return 0
    placed = placed_pairs("held_out" if options.held_out else "pairs")
    judged = _judged(placed, beside(placed, data))
    if options.held_out:
        _print_kinds(judged)
    else:
        for half in (*HALVES, None):
            _print(judged, half)
    print(f"Findings that set two pairs against each other: {judged.crossed}")
    print(f"Findings that quote a sentence of the centres themselves: {judged.unjudged}")
    if options.items and not options.held_out:
        _list(judged)
    return 0


def _judged(placed: Sequence[Placed], knowledge: Knowledge) -> Judged:
    findings = find_contradictions(knowledge, None, likeness())
    quotes = [
        tuple(Quote(article=str(q.article), text=q.text) for q in found.quotes)
        for found in findings
    ]
    return judge(placed, quotes)


def own_pairs(data: Path) -> tuple[tuple[Placed, ...], Knowledge]:
    """Return the pairs, and all articles that hold them beside real ones."""
    placed = placed_pairs("pairs")
    return placed, beside(placed, data)


def beside(placed: Sequence[Placed], data: Path, centres: Sequence[str] = BESIDE) -> Knowledge:
    """Return all articles that hold pairs, beside real ones."""
    with TemporaryDirectory(prefix="handrail-other-words-") as folder:
        said: dict[str, list[str]] = {}
        for one in placed:
            for article, side in zip(one.articles, one.pair.sides, strict=True):
                said.setdefault(article.rpartition("/")[2], []).append(side.sentence)
        for name, sentences in said.items():
            title = "Good to know" if name.startswith("one") else "Questions and answers"
            text = "\n\n".join((f"# {title}", *sentences))
            (Path(folder) / name).write_text(f"{text}\n", encoding="utf-8")
        reads: list[Read] = [*articles_below(Path(folder), _SOURCE)]
        for centre in centres:
            reads += articles_below(data / "help" / centre / "articles", centre)
    return knowledge_of(reads)


def half_of_pair(pair: Pair) -> str:
    """Return `tune` or `report`."""
    return half_of("\n".join(side.sentence for side in pair.sides))


def placed_pairs(*names: str) -> tuple[Placed, ...]:
    """Return the pairs of files, each side in an article."""
    texts = [(_OWN / f"{name}.txt").read_text(encoding="utf-8") for name in names]
    lines = [line for text in texts for line in text.splitlines()]
    rows = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return tuple(_of_row(row, number, len(rows)) for number, row in enumerate(rows))


def _of_row(row: Sequence[str], number: int, total: int) -> Placed:
    kind, why, *sentences = row
    one, other = (Side(sentence=sentence, place="") for sentence in sentences)
    pair = Pair(
        name=f"{_SOURCE}-{number}",
        centre=_SOURCE,
        kind=kind,
        because=None if why == "conflict" else why,
        sides=(one, other),
        question="",
    )
    at = [number * step % total // PER_ARTICLE for step in _STEPS]
    return Placed(
        pair=pair, articles=(f"{_SOURCE}/one-{at[0]:02}.md", f"{_SOURCE}/two-{at[1]:02}.md")
    )


def _print(judged: Judged, half: str | None) -> None:
    kept = tuple(p for p in judged.placed if half in (None, half_of_pair(p.pair)))
    names = {p.pair.name for p in kept}
    some = replace(judged, placed=kept, named=tuple(n for n in judged.named if n.pair in names))
    print(f"{half or 'all':<7} precision {shown(some.precision())}")
    print(f"        recall {shown(some.recall())}")


def _print_kinds(judged: Judged) -> None:
    for kind in (*KINDS, None):
        print(f"{kind or 'all':<12} precision {shown(judged.precision(kind))}")
        print(f"             recall {shown(judged.recall(kind))}")


def _list(judged: Judged) -> None:
    for held in judged.placed:
        pair = held.pair
        if half_of_pair(pair) == "tune" and pair.is_conflict != (pair.name in judged.found):
            print(f"\n{'missed' if pair.is_conflict else f'mistaken ({pair.because})'} {pair.kind}")
            print(*(f"  {side.sentence}" for side in pair.sides), sep="\n")


if __name__ == "__main__":
    raise SystemExit(main())
