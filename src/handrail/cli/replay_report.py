"""A replay's report, for people and for programs: what would get worse comes first."""

from collections.abc import Iterator

from handrail.domain.quality.replayed import Flip, Replayed

_SHOWN = 20
_LONGEST = 300


def report_json(found: Replayed) -> dict[str, object]:
    """Return a report as JSON values."""
    test, counts = found.test, found.counts
    return {
        "replay": found.id,
        "worse": found.is_worse,
        "why": list(found.why_worse),
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "change": dict(found.change),
        "conversations": counts.conversations,
        "turns": counts.turns,
        "stopped": counts.stopped,
        "not_kept": counts.not_kept,
        "judged_by": {ground.value: n for ground, n in sorted(counts.grounds.items())},
        "lost": test.lost,
        "gained": test.gained,
        "change_of_good_share": {
            "value": round(test.change, 4),
            "low": round(test.low, 4),
            "high": round(test.high, 4),
            "n": test.pairs,
        },
        "p_worse": test.p_worse,
        "seconds": round(found.seconds, 2),
        "flips": [_flip(flip) for flip in found.flips],
    }


def report_text(found: Replayed, most: int | None = _SHOWN) -> str:
    """Return a report as text, with so many flips; None for all."""
    return "\n".join(_lines(found, most))


def _lines(found: Replayed, most: int | None) -> Iterator[str]:
    test, counts = found.test, found.counts
    yield "WORSE: do not roll this out." if found.is_worse else "Not worse."
    yield from (f"  {why}" for why in found.why_worse)
    yield (
        f"{counts.conversations} conversations, {counts.turns} turns; {counts.stopped} stopped "
        f"where the next line no longer followed; {counts.not_kept} turns could not be replayed."
    )
    yield (
        f"{test.lost} conversations get worse, {test.gained} better: {test.change:+.2%} "
        f"({test.low:+.2%} to {test.high:+.2%}, exact, 95 %)."
    )
    grounds = ", ".join(f"{n} {ground.value}" for ground, n in sorted(counts.grounds.items()))
    yield f"Turns are judged by: {grounds or 'nothing'}."
    shown = found.flips if most is None else found.flips[:most]
    for flip in shown:
        yield ""
        yield from _told(flip)
    if len(found.flips) > len(shown):
        yield f"\n… and {len(found.flips) - len(shown)} more: --report FILE holds all."


def _told(flip: Flip) -> Iterator[str]:
    sure = ", certainly" if flip.now.is_certain else ""
    yield f"{_named(flip)}{sure}: {flip.now.why}  [{flip.record}]"
    yield f"  Asked  {_short(flip.question)}"
    valued = f"{flip.then.worth.name.lower()}, {flip.then.ground}"
    yield f"  Then   {_short(flip.reply_then)}  ({valued})"
    yield f"  Now    {_short(flip.reply_now)}"


def _named(flip: Flip) -> str:
    if flip.is_without:
        return "WITHOUT THE CHANGE TOO"
    if flip.is_worse:
        return "WORSE"
    return "BETTER" if flip.is_better else "OTHERWISE"


def _flip(flip: Flip) -> dict[str, object]:
    return {
        "record": flip.record,
        "conversation": flip.conversation,
        "kind": _named(flip).lower(),
        "certain": flip.now.is_certain,
        "why": flip.now.why,
        "about": list(flip.now.about),
        "then": flip.then.worth.name.lower(),
        "judged_by": flip.then.ground.value,
        "now": flip.now.worth.name.lower(),
        "question": flip.question,
        "reply_then": flip.reply_then,
        "reply_now": flip.reply_now,
    }


def _short(text: str) -> str:
    spaced = " ".join(text.split())
    return spaced if len(spaced) <= _LONGEST else spaced[:_LONGEST] + "…"
