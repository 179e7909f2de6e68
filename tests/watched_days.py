"""Weeks of day figures: a quiet project, or one in which a topic got worse a few days ago."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import insert

from handrail.adapters.sql.quality_tables import day_figures
from handrail.adapters.sql.store import SqlStore

SHARES = {
    "deflected": 0.8,
    "unknown": 0.45,
    "returned": 0.08,
    "right": 0.93,
    "abandoned": 0.1,
    "abstained": 0.15,
    "handed_off": 0.15,
    "escalated": 0.1,
    "confirmed": 0.25,
    "verified": 0.1,
    "silent": 0.35,
    "human_resolved": 0.6,
    "human_unknown": 0.25,
    "human_returned": 0.09,
}
TOPICS = {"help/refunds": 0.4, "help/shipping": 0.35, "=help/odd": 0.25}
LOCALES = {"en": 0.8, "de": 0.2}
CHANNELS = {"web": 0.7, "email": 0.3}


def fill_days(
    store: SqlStore,
    until: date,
    *,
    days: int = 63,
    per_day: int = 60,
    worse_for: int = 0,
    worse_topic: str = "help/refunds",
    worse_locale: str | None = None,
    is_simulated: bool = False,
    seed: int = 1,
) -> None:
    """Keep figures of the days before `until`; in the last `worse_for` of them a topic is worse."""
    rng = random.Random(seed)
    rows: list[dict[str, object]] = []
    for back in range(days, 0, -1):
        day = until - timedelta(days=back)
        worse = worse_topic if back <= worse_for else None
        rows += _day(rng, day, per_day // 2 if day.weekday() > 4 else per_day, worse, worse_locale)
    with store.writing_connection() as connection:
        connection.execute(
            insert(day_figures), [row | {"is_simulated": int(is_simulated)} for row in rows]
        )


def _day(
    rng: random.Random, day: date, cases: int, worse: str | None, worse_locale: str | None
) -> Iterator[dict[str, object]]:
    counts: dict[tuple[str, str, str], list[int]] = {}
    for _ in range(cases):
        topic, locale, channel = (_one(rng, some) for some in (TOPICS, LOCALES, CHANNELS))
        changed = {"returned": 0.45} if topic == worse else {}
        changed |= {"abandoned": 0.35} if locale == worse_locale else {}
        for measure, share in (SHARES | changed).items():
            hit = rng.random() < share
            for place in (("all", ""), ("topic", topic), ("locale", locale), ("channel", channel)):
                held = counts.setdefault((measure, *place), [0, 0])
                held[0] += hit
                held[1] += 1
    _make_parts_fit(counts)
    for (measure, kind, of), (hits, n) in counts.items():
        yield _row(day, measure, (kind, of), hits, n, (0.0, 0.0))
    stars = [rng.choice((3, 4, 4, 5)) for _ in range(cases // 3)]
    sums = float(sum(stars)), float(sum(star * star for star in stars))
    yield _row(day, "rating", ("all", ""), len(stars) // 2, len(stars), sums)


def _make_parts_fit(counts: dict[tuple[str, str, str], list[int]]) -> None:
    """Count as the assistant's only what it ended alone."""
    for place in {key[1:] for key in counts}:
        total = counts["deflected", *place]
        counts["resolved", *place] = [min(total[0], counts["confirmed", *place][0]), total[1]]
        for part in ("unknown", "returned", "right"):
            counts[part, *place] = [min(counts[part, *place][0], total[0] // 2), total[0]]


def _row(
    day: date,
    measure: str,
    place: tuple[str, str],
    hits: int,
    cases: int,
    sums: tuple[float, float],
) -> dict[str, object]:
    return {
        "day": day,
        "measure": measure,
        "slice": place[0],
        "of": place[1],
        "hits": hits,
        "cases": cases,
        "total": sums[0],
        "squares": sums[1],
    }


def _one(rng: random.Random, some: dict[str, float]) -> str:
    return rng.choices(list(some), list(some.values()))[0]
