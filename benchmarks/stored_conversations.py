"""Fill a project with many stored conversations of realistic shape.

    python -m benchmarks.stored_conversations --count 100000 --project DIR [--database URL]

The project is made anew, of the sample company. A few hundred conversations are held by the real
flow: answers, abstentions, handoffs with a person's words, drafts, actions, ratings, what
judges score, what turns are ranked by, and reviews. What is stored
is these, again and again: with fresh ids, at another moment of the last 90 days, in another channel
and for another customer; some customers come back with the same question. Texts of known customers
are sealed, the audit log vouches for each turn, and citations are kept: pages, jobs, `audit verify`
and `erase` work on all of it. Only the shape is real: nobody said any of it.
"""

import argparse
import os
import random
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Table, insert, text

from benchmarks.conversation_rows import TABLES, Row
from benchmarks.held_examples import Examples
from benchmarks.stencils import CALIBRATION, Print, Stencil, cut_stencil, printed
from handrail.adapters.sql.sealed_text import SealedText
from handrail.app import App
from handrail.flow.ports import untold
from handrail.kernel.ids import Ids
from handrail.sample.project import sample_company
from handrail.sample.simulation.running import SetClock
from handrail.settings import FILE_NAME

DAYS = 90
_EXAMPLES = 400
_TOGETHER = 500
_SEED = 20_261_127
_RETURNS, _RETURN_WITHIN = 0.10, timedelta(days=6)
_KNOWN = 0.4
_CUSTOMERS_EACH = 5
_CHANNELS = ("web", "email", "api", "zendesk"), (60, 22, 10, 8)
_URL_VARIABLE = "HANDRAIL_STORAGE__DATABASE"


class QuickIds:
    """Mint ids that look like ours, ten times as fast; whoever knows the seed can guess them."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)

    def new(self, prefix: str) -> str:
        """Return `prefix_` followed by 104 bits."""
        return f"{prefix}_{self._draw.getrandbits(104):026x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Hold one conversation to be stored."""

    stencil: Stencil
    asked: Print
    calibration: str = ""


def stencils_of(examples: int, seed: int = _SEED) -> list[Stencil]:
    """Return stencils of conversations that the real flow has held in a project of its own."""
    with (
        TemporaryDirectory(prefix="handrail-examples-") as folder,
        sample_company(Path(folder), lambda _text: None, untold) as opened,
    ):
        clock = SetClock(datetime.now(UTC))
        app = App(opened.project, opened.settings, clock=clock)
        refs = Examples(app, clock, seed).hold(examples)
        with app.store.reading_connection() as connection:
            texts = SealedText(connection, app.store.cipher)
            shared = {_calibration(opened): CALIBRATION}
            stencils = [cut_stencil(ref, connection, texts, shared) for ref in refs]
        app.close()
        opened.close()
    return stencils


def fill(app: App, stencils: Sequence[Stencil], count: int, seed: int = _SEED) -> None:
    """Fill a project of the sample company that holds no conversation."""
    started = time.monotonic()
    done, ids, calibration = 0, QuickIds(seed), _calibration(app)
    for part in _parts(_planned(stencils, count, datetime.now(UTC), seed)):
        _store([replace(one, calibration=calibration) for one in part], app, ids)
        done += len(part)
        if done % (20 * _TOGETHER) == 0:
            _say(f"Stored {done}", started)
    with app.store.bare_connection() as connection:
        connection.execute(text("ANALYZE"))
    _say(f"Stored {done} conversations in all", started)


def _calibration(app: App) -> str:
    with app.store.read() as reading:
        held = reading.calibration()
    return "none" if held is None else held.id


def _planned(
    stencils: Sequence[Stencil], count: int, now: datetime, seed: int
) -> Iterator[Planned]:
    """Yield what is stored, in the order of its moments."""
    draw = random.Random(seed)
    recent: deque[Planned] = deque()
    for at in _moments(count, now, draw):
        while recent and at - recent[0].asked.at > _RETURN_WITHIN:
            recent.popleft()
        if recent and draw.random() < _RETURNS:
            before = recent[draw.randrange(len(recent))]
            if at - before.asked.at > timedelta(hours=1):
                yield _again(before, at, draw)
                continue
        made = _first(draw.choice(stencils), at, count, draw)
        if made.asked.customer is not None and draw.random() < 0.3:
            recent.append(made)
        yield made


def _moments(count: int, now: datetime, draw: random.Random) -> list[datetime]:
    """Return moments of the last days, more by day than by night and more on weekdays."""
    found: list[datetime] = []
    while len(found) < count:
        at = now - timedelta(days=1 / 24 + draw.random() * DAYS)
        busy = (1.0 if 7 <= at.hour < 21 else 0.25) * (1.0 if at.weekday() < 5 else 0.6)
        if draw.random() < busy:
            found.append(at)
    return sorted(found)


def _first(stencil: Stencil, at: datetime, count: int, draw: random.Random) -> Planned:
    is_known = stencil.has_customer or draw.random() < _KNOWN
    crowd = max(20, count // _CUSTOMERS_EACH)
    customer = f"cus-{10_000 + int(crowd * draw.random() ** 1.5)}" if is_known else None
    channel = draw.choices(*_CHANNELS)[0]
    return Planned(stencil=stencil, asked=Print(at=at, customer=customer, channel=channel))


def _again(before: Planned, at: datetime, draw: random.Random) -> Planned:
    channel = draw.choices(*_CHANNELS)[0]
    asked = Print(at=at, customer=before.asked.customer, channel=channel)
    return Planned(stencil=before.stencil, asked=asked)


def _parts(planned: Iterator[Planned]) -> Iterator[list[Planned]]:
    part: list[Planned] = []
    for one in planned:
        part.append(one)
        if len(part) == _TOGETHER:
            yield part
            part = []
    if part:
        yield part


def _store(part: Sequence[Planned], app: App, ids: Ids) -> None:
    """Store some conversations in one transaction, a table at a time."""
    with app.store.writing_connection() as connection:
        texts = SealedText(connection, app.store.cipher)
        rows: dict[Table, list[Row]] = {table: [] for table in TABLES}
        for one in part:
            shared = {CALIBRATION: one.calibration}
            for table, row in printed(one.stencil, one.asked, texts, ids, shared):
                rows[table].append(row)
        for table, made in rows.items():
            _put(table, made, connection)


def _put(table: Table, rows: Sequence[Row], connection: Connection) -> None:
    if rows:
        connection.execute(insert(table), list(rows))


def _say(what: str, started: float) -> None:
    print(f"{what} ({time.monotonic() - started:.0f} s)", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill and print how long it took; return 2 where something is there already."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.stored_conversations", description=__doc__
    )
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--project", type=Path, required=True)
    parser.add_argument("--database", help="address of an empty database; SQLite where left out")
    parser.add_argument("--examples", type=int, default=_EXAMPLES)
    said = parser.parse_args(arguments)
    if (said.project / FILE_NAME).exists():
        print(f"{said.project} is a project already: name another folder.", file=sys.stderr)
        return 2
    started = time.monotonic()
    stencils = stencils_of(min(said.count, said.examples))
    _say(f"Held {len(stencils)} conversations by the real flow", started)
    if said.database is not None:
        os.environ[_URL_VARIABLE] = said.database
    with sample_company(said.project, print, untold) as app:
        fill(app, stencils, said.count)
        app.close()
    if said.database is not None:
        with (said.project / FILE_NAME).open("a", encoding="utf-8") as settings:
            settings.write(f'\n[storage]\ndatabase = "{said.database}"\n')
    return 0


if __name__ == "__main__":
    sys.exit(main())
