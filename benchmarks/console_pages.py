"""How long does every page of the console take over many stored conversations?

    python -m benchmarks.stored_conversations --count 100000 --project DIR [--database URL]
    python -m benchmarks.console_pages --project DIR [--times 20] [--only /inbox]

Every door that only looks is opened as an admin would, over the real server on loopback, once to
warm up and then again and again. The first time draws the charts: a page that shows the same
numbers again shows kept pictures. Where no figures of days are kept, weeks of them are filled in
for 150 slices: `python -m benchmarks.nightly` measures how they are made. Gaps are looked for and
one is drafted for where that was not done.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import httpx2
import numpy as np
from sqlalchemy import func, insert, select

from handrail.adapters.sql.action_tables import actions
from handrail.adapters.sql.knowledge_tables import article_drafts, findings, gap_topics
from handrail.adapters.sql.quality_tables import alerts, day_figures, risks
from handrail.adapters.sql.tables import conversations, turn_records
from handrail.app import App, open_app
from handrail.domain.actions.model import Role, StaffId, StaffSession
from handrail.domain.quality.judged import day_of
from handrail.domain.quality.measures import Measure
from handrail.flow.find_gaps import find_gaps
from handrail.flow.propose_article import propose_article
from handrail.flow.watch_quality import watch_quality
from handrail.kernel.errors import HandrailError
from handrail.sample.desk_logins import sample_logins
from handrail.watch_app import watch_ports
from handrail.web.application import WebApplication
from handrail.web.console.routing import DOORS
from tests.web.running import served

ALLOWED_MS = 300.0
_LONGEST_MS = 20_000.0  # a page that takes longer altogether is asked for less often
_SLICES = {"topic": 40, "locale": 6, "channel": 4, "article": 90, "action": 6, "model": 4}
_LEAD = StaffId("lee")
_DAYS, _A_DAY, _WORSE_FOR = 90, 1_100, 7
OK = 200
NO_PAGES = frozenset({"/live", "/knowledge/roll-back"})
"""A stream, which ends when its reader goes; and a question about one version that was replaced."""
_QUERIES = {
    "/knowledge/article": "?id=help/shipping/damaged-on-arrival.md",
    "/knowledge/history": "?id=help/shipping/damaged-on-arrival.md",
    "/knowledge/search": "?question=How+long+does+a+refund+take%3F",
}


def main() -> int:
    """Print each page's times as JSON; return 1 where one takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", type=Path, required=True)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", default="", help="how the names of the pages begin")
    asked = parser.parse_args()
    app = open_app(asked.project)
    passwords = {login.name: login.password for login in sample_logins(app)}
    filled, looked = (False, 0.0) if asked.only else _watched(app)
    if not asked.only:
        _draft(app)
    application = WebApplication(app.message_ports(), app, title="Help", console=app)
    with (
        served(application) as (address, _),
        httpx2.Client(base_url=address, timeout=120) as client,
    ):
        client.headers["Sec-Fetch-Site"] = "same-origin"
        client.post("/console/login", data={"name": "ada", "password": passwords["ada"]})
        pages = {n: path for n, path in _paths(app).items() if n.startswith(asked.only)}
        found = {name: _timed(client, path, asked.times) for name, path in pages.items()}
    slow = [name for name, held in found.items() if float(str(held["p95_ms"])) > ALLOWED_MS]
    report = {
        "database": app.database_url.partition(":")[0],
        "conversations": _count(app),
        "day_figures_filled_in": filled,
        "look_seconds": round(looked, 2),
        "pages": found,
        "slower_than_allowed": slow,
    }
    print(json.dumps(report, indent=2))
    app.close()
    return 1 if slow else 0


def _watched(app: App) -> tuple[bool, float]:
    """Fill in figures and look at all of them; return whether any were, and how long it took."""
    filled, started = _filled(app), time.perf_counter()
    watch_quality(watch_ports(app), is_again=True)
    return filled, time.perf_counter() - started


def _draft(app: App) -> None:
    """Look for gaps, and draft an article for the first that agents have answered."""
    ports = app.health.gaps
    with app.store.read() as reading:
        topics = reading.topics()
    for topic in topics or find_gaps(ports):
        try:
            propose_article(topic.id, StaffSession(staff=_LEAD, role=Role.LEAD), ports)
        except HandrailError:  # no agent said anything, or it is drafted already
            continue
        return


def _count(app: App) -> int:
    with app.store.reading_connection() as connection:
        return int(connection.execute(select(func.count()).select_from(conversations)).scalar_one())


def _timed(client: httpx2.Client, path: str, times: int) -> dict[str, object]:
    """Return how long a page takes once it was asked for, and how long the first time took."""
    taken = [_one(client, path)]
    while len(taken) <= times and sum(taken) < _LONGEST_MS:
        taken.append(_one(client, path))
    again = np.asarray(taken[1:] or taken)
    print(f"{path}: {np.percentile(again, 95):.0f} ms", file=sys.stderr, flush=True)
    return {
        "path": path,
        "first_ms": round(taken[0], 1),
        "p50_ms": round(float(np.percentile(again, 50)), 1),
        "p95_ms": round(float(np.percentile(again, 95)), 1),
    }


def _one(client: httpx2.Client, path: str) -> float:
    started = time.perf_counter()
    answer = client.get(path)
    if answer.status_code != OK:
        raise SystemExit(f"{path}: {answer.status_code}")
    return (time.perf_counter() - started) * 1_000


def _paths(app: App) -> dict[str, str]:
    """Return every page that only looks, each with something to look at."""
    named = _named(app)
    found = {}
    for door in DOORS:
        if door.method != "GET" or door.path in NO_PAGES:
            continue
        path = door.path
        for name, ref in named.items():
            path = path.replace(f"{{{name}}}", ref)
        if "{" not in path:
            found[door.path] = f"/console{path}{_QUERIES.get(door.path, '')}"
    found["/quality/slice"] = f"/console/quality/slice?slice=topic&of={quote(_topic(app))}"
    found["/review drawn"] = "/console/review?view=drawn"
    found["/review read"] = "/console/review?view=read"
    found["/inbox all"] = "/console/inbox?view=all"
    found["/inbox closed"] = "/console/inbox?view=closed&reason=customer_request&channel=email"
    found["/inbox words"] = "/console/inbox?view=all&q=refund"
    found["/inbox rare words"] = "/console/inbox?view=all&q=theremin+CC-4410287"
    found["/quality simulated"] = "/console/quality?data=simulated"
    return found


def _named(app: App) -> dict[str, str]:
    """Return an example of everything that a page can be of."""
    tables = {
        "conversation": select(turn_records.c.conversation),
        "record": select(risks.c.record),
        "action": select(actions.c.id),
        "finding": select(findings.c.id),
        "gap": select(gap_topics.c.id),
        "draft": select(article_drafts.c.id),
        "alert": select(alerts.c.id),
    }
    with app.store.reading_connection() as connection:
        found = {name: connection.execute(q.limit(1)).scalar() for name, q in tables.items()}
    return {name: str(ref) for name, ref in found.items() if ref is not None}


def _topic(app: App) -> str:
    """Return the topic that most is known of."""
    c = day_figures.c
    known = select(c["of"]).where(c.slice == "topic", c.is_simulated == 0)
    with app.store.reading_connection() as connection:
        most = known.group_by(c["of"]).order_by(func.sum(c.cases).desc()).limit(1)
        return str(connection.execute(most).scalar())


def _filled(app: App) -> bool:
    """Fill in weeks of figures where none are kept; tell whether that was so."""
    ports = watch_ports(app)
    if ports.store.days_known(is_simulated=False) is not None:
        return False
    until = day_of(app.clock.now())
    rows = list(_figures(until))
    with app.store.writing_connection() as connection:
        for start in range(0, len(rows), 1_000):
            connection.execute(insert(day_figures), rows[start : start + 1_000])
    return True


def _figures(until: date) -> Iterator[dict[str, object]]:
    rng = random.Random(1)
    places = [("all", "", 1.0)]
    for kind, many in _SLICES.items():
        weights = [1.0 / (place + 1) for place in range(many)]
        places += [(kind, str(n), weight / sum(weights)) for n, weight in enumerate(weights)]
    for back in range(_DAYS, 0, -1):
        day = until - timedelta(days=back)
        worse = back <= _WORSE_FOR
        for kind, of, part in places:
            cases = max(1, round(_A_DAY * part))
            for measure in Measure:
                bad = worse and measure is Measure.RETURNED and (kind, of) == ("topic", "0")
                yield _row(day, measure, (kind, of), cases, rng.gauss(0.35 if bad else 0.12, 0.01))


def _row(
    day: date, measure: Measure, place: tuple[str, str], cases: int, share: float
) -> dict[str, object]:
    share = 0.8 if measure is Measure.DEFLECTED else min(1.0, max(0.0, share))
    is_mean = measure in {Measure.RATING, Measure.EFFORT, Measure.COST, Measure.MOOD}
    within = cases if measure is Measure.DEFLECTED or is_mean else round(0.8 * cases)
    return {
        "day": day,
        "measure": measure.value,
        "slice": place[0],
        "of": place[1],
        "is_simulated": 0,
        "hits": round(within * share),
        "cases": within,
        "total": 3.0 * within if is_mean else 0.0,
        "squares": 10.0 * within if is_mean else 0.0,
    }


if __name__ == "__main__":
    sys.exit(main())
