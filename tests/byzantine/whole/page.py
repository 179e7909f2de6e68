"""The reference page: every part that was taken away, and what the court saw without it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.byzantine.whole.teeth import ALL_PLAYS, Shown, all_shown

PAGE = Path(__file__).parents[3] / "docs/reference/byzantine.md"


def write_page(say: Callable[[str], object]) -> int:
    """Take every part away, write the page, return the exit status."""
    found = all_shown(say)
    PAGE.write_text(page(found), encoding="utf-8")
    unseen = [one for one in found if not one.is_shown]
    say(f"{len(found)} parts, {len(unseen)} unseen\n")
    return 1 if unseen else 0


def page(found: Sequence[Shown]) -> str:
    """Return the page."""
    red = sum(one.alone.is_red for one in found)
    layered = sum(not one.alone.is_red and one.together is not None for one in found)
    explained = sum(not one.alone.is_red and bool(one.reason) for one in found)
    head = _HEAD.format(
        drills=len(ALL_PLAYS), parts=len(found), red=red, layered=layered, explained=explained
    )
    return "\n".join((head, *map(_row, found))) + "\n"


def _row(one: Shown) -> str:
    bite = one.alone if one.alone.is_red or one.together is None else one.together
    seen = _cell(bite.first) if bite.is_red else ""
    behind = "" if one.alone.is_red else one.layer or (one.reason and f"not here: {one.reason}")
    counts = f"{bite.let_through} | {bite.stopped} | {bite.broke}"
    return f"| {one.part} | {_cell(one.change)} | {counts} | {seen} | {behind} |"


def _cell(words: str) -> str:
    short = words if len(words) <= 140 else f"{words[:139]}…"
    return " ".join(short.replace("|", "\\|").split())


_HEAD = """# The whole stack, and what happens without each check

<!-- Rendered by `make byzantine ARGS=--teeth`; edit the code instead. -->

`make byzantine` lets a model that is the attacker take turns on the whole stack: it proposes what
it likes, clicks are forged, replayed and transplanted, sessions end, the clock moves, switches are
flipped, requests to the order system are lost, held up or answered with nothing. A court that
shares no code with gate, flows or policies reads the order system's ledger and a log of what
people really did, and judges every ruling, click, request and effect.

Here one part at a time is taken away: each check of the gate, each policy and each condition, and
each guard of the flows that can say no, found in the code's own tree. Then up to {drills} drills
are run until the court sees something. *Through* counts what was done or let through that was not
legal, *stopped* what was refused though legal, *broke* what ended in an error. Of {parts} parts,
{red} are seen alone. For {layered} another layer still holds; the page names it, and the figures
are those with both taken away. {explained} cannot be shown on this stack, for the reason given.

| Part | Change | Through | Stopped | Broke | First seen | What else holds |
|---|---|---|---|---|---|---|"""
