"""Write a copy of a centre that holds the pairs, and say in which article each side ended up."""

import random
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.conflicts.model import NEW, Pages, Pair, Side

NEW_FOLDER = "questions"
_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^#{2,4} ")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Hold a pair and the ids of the articles that hold its sides; the source is the centre."""

    pair: Pair
    articles: tuple[str, str]


def inject(
    pairs: Sequence[Pair], pages: Pages, centre: Path, target: Path, *, seed: int = 6
) -> tuple[Placed, ...]:
    """Copy the articles of a centre to `target` with every pair put in."""
    shutil.copytree(centre, target)
    draw = random.Random(seed)
    placed = []
    for number, pair in enumerate(pairs):
        paths = [_put(side, pages, target, draw, number) for side in pair.sides]
        source = pair.centre
        placed.append(Placed(pair=pair, articles=(f"{source}/{paths[0]}", f"{source}/{paths[1]}")))
    return tuple(placed)


def _put(side: Side, pages: Pages, target: Path, draw: random.Random, number: int) -> str:
    if side.place.startswith(NEW):
        title = side.place.removeprefix(NEW)
        return _write_new(title, side, pages, target, number)
    path = target / side.place
    text = path.read_text(encoding="utf-8")
    path.write_text(_with_side(text, side, draw), encoding="utf-8")
    return side.place


def _write_new(title: str, side: Side, pages: Pages, target: Path, number: int) -> str:
    slug = _NOT_A_LETTER.sub("-", title.lower()).strip("-")[:_SLUG_LENGTH]
    name = f"{NEW_FOLDER}/{slug}-{number}.md"
    before = pages.before[number % len(pages.before)]
    after = pages.after[number // 2 % len(pages.after)]
    heading = f"## {side.heading}\n\n" if side.heading else ""
    text = f'---\ntitle: "{title}"\n---\n\n{before}\n\n{heading}{side.sentence} {after}\n'
    path = target / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return name


def _with_side(text: str, side: Side, draw: random.Random) -> str:
    lines = text.rstrip("\n").split("\n")
    heading = [f"### {side.heading}", ""] if side.heading else []
    piece = [*heading, side.sentence, ""]
    # A heading of its own would swallow what follows it, so it comes last.
    ends = [len(lines)] if side.heading else [*_ends_of_sections(lines), len(lines)]
    end = draw.choice(ends)
    before = [""] if end == len(lines) else []
    return "\n".join([*lines[:end], *before, *piece, *lines[end:]]) + "\n"


def _ends_of_sections(lines: Sequence[str]) -> list[int]:
    """Return where a section ends: before a heading, after a blank line, outside of code."""
    ends: list[int] = []
    is_code = False
    for place, line in enumerate(lines):
        if _FENCE.match(line):
            is_code = not is_code
        elif not is_code and _HEADING.match(line) and place and not lines[place - 1].strip():
            ends.append(place)
    return ends
