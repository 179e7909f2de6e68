"""How fast are many at once answered? `python -m benchmarks.simulated_load [--at-once 20]`.

Scripted customers talk over HTTP to a server of its own, so many of them at the same time, each in
a conversation labelled as simulated. Measured is each message from the first byte sent to the last
one read; what goes wrong is counted by status. `--wants tau2` (with HANDRAIL_DATA) lets them ask
what the customers of published tasks ask, instead of what the sample company's do. Ends with status
1 where a message failed.
"""

import argparse
import http.client
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks.figures import percentile
from benchmarks.projects import NOT_SET, data_folder
from benchmarks.tau2_goals import tau2_goals
from benchmarks.unpaced import unpaced_server
from handrail.app import App, open_app
from handrail.domain.conversation.model import ConversationId, Origin
from handrail.domain.decision.model import RecordId, TurnRecord
from handrail.flow.open_conversation import Opening, OpeningPorts, open_conversation
from handrail.flow.ports import untold
from handrail.flow.read_labelled_questions import read_labelled
from handrail.sample.project import CALIBRATION, open_sample
from handrail.sample.simulation.goals import goals_of
from handrail.sample.simulation.model import Customer, Goal, Visit
from handrail.sample.simulation.personas import crowd
from handrail.sample.simulation.running import release
from handrail.sample.simulation.talk import talk
from handrail.web.api.tokens import new_token, token_digest

_OK = 200
_PATIENCE = 60.0


@dataclass(slots=True)
class Heard:
    """Hold what was measured, by all threads together."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, seconds: float, status: str) -> None:
        """Keep how one message went."""
        with self.lock:
            self.seconds.append(seconds)
            if status != str(_OK):
                self.errors[status] += 1


class Unanswered(Exception):
    """A message failed: the customer leaves."""


class OverHttp:
    """Speak in a conversation of one's own over HTTP."""

    def __init__(self, app: App, address: str, heard: Heard) -> None:
        token = new_token()
        opening = Opening(
            token_digest=token_digest(token), channel="web", origin=Origin.SIMULATION, locale="en"
        )
        ports = OpeningPorts(store=app.store, clock=app.clock, ids=app.ids)
        self._ref = open_conversation(opening, ports).id
        self._app, self._heard = app, heard
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        place = urlsplit(address)
        self._line = http.client.HTTPConnection(str(place.hostname), place.port, timeout=_PATIENCE)

    @property
    def conversation(self) -> ConversationId:
        """Return which one."""
        return self._ref

    def say(self, text: str) -> TurnRecord:
        """Send a message and return the record of the reply; raises Unanswered."""
        began = time.monotonic()
        try:
            body = json.dumps({"text": text})
            path = f"/api/v1/conversations/{self._ref}/messages"
            self._line.request("POST", path, body, self._headers)
            answer = self._line.getresponse()
            read, status = answer.read(), str(answer.status)
        except OSError as error:
            read, status = b"", type(error).__name__
        self._heard.note(time.monotonic() - began, status)
        if status != str(_OK):
            raise Unanswered(status)
        with self._app.store.read() as reading:
            record = reading.record(RecordId(json.loads(read)["record"]))
        assert record is not None, "it was just told"
        return record


def load(
    app: App, address: str, customers: Sequence[Customer], at_once: int
) -> tuple[Heard, list[Visit]]:
    """Let customers talk to a server, so many at a time; return what was measured."""
    heard = Heard()

    def one(numbered: tuple[int, Customer]) -> Visit | None:
        number, customer = numbered
        try:
            visit = talk(customer, OverHttp(app, address, heard), random.Random(number))
        except Unanswered:
            return None
        release(visit.conversation, app)
        return visit

    with ThreadPoolExecutor(at_once) as pool:
        found = list(pool.map(one, enumerate(customers)))
    return heard, [visit for visit in found if visit is not None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulated_load")
    parser.add_argument("--customers", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wants", choices=("sample", "tau2"), default="sample")
    parser.add_argument("--project", type=Path, help="a project; the sample's where left out")
    said = parser.parse_args(arguments)
    goals = _goals(said.wants)
    if not goals:
        print(NOT_SET)
        return 0
    customers = crowd(said.customers, goals, random.Random(said.seed))
    with TemporaryDirectory(prefix="handrail-load-") as folder:
        project = said.project or Path(folder)
        app = open_app(project) if said.project else open_sample(project, print, untold)
        with unpaced_server(project) as (address, _):
            began = time.monotonic()
            heard, visits = load(app, address, customers, said.at_once)
            took = time.monotonic() - began
        app.close()
    print(json.dumps(_told(heard, visits, took, said.at_once), indent=2))
    return int(bool(heard.errors))


def _goals(wants: str) -> Sequence[Goal]:
    if wants == "sample":
        return goals_of(read_labelled(CALIBRATION))
    data = data_folder()
    return () if data is None else tau2_goals(data)


def _told(heard: Heard, visits: Sequence[Visit], took: float, at_once: int) -> dict[str, object]:
    return {
        "simulated": True,
        "customers_at_once": at_once,
        "conversations": len(visits),
        "messages": len(heard.seconds),
        "messages_per_second": round(len(heard.seconds) / took, 1),
        "p50_ms": round(1000 * percentile(heard.seconds, 0.50)),
        "p95_ms": round(1000 * percentile(heard.seconds, 0.95)),
        "p99_ms": round(1000 * percentile(heard.seconds, 0.99)),
        "errors": dict(heard.errors),
        "got": Counter(visit.got.value for visit in visits),
    }


if __name__ == "__main__":
    sys.exit(main())
