"""How soon is an edit or a deletion at the source told, and is anything ever told after it?

    python -m benchmarks.freshness [--rounds 1000]

Two processes share a project of the sample company: one syncs again and again, the other answers.
In each round an article is edited and asked about, then deleted and asked about, until the reply
tells the new state. The delay counts from the change of the file to the end of the first reply that
tells it. Before each question the database is read: a reply that states what was not served any
more when the question came is counted as stale, and none may be.
"""

import argparse
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from handrail.app import App, open_app
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.reply_json import claims_of
from handrail.domain.knowledge.model import ArticleId
from handrail.flow.handle_message import handle_message
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.kernel.errors import Conflict
from handrail.sample.project import HELP

QUESTION = "What does a night in the pop-up workshop cost?"
ARTICLE = ArticleId("help/pop-up-workshop.md")
_PATIENCE = 60.0
_READY = "ready"
_TOLD_EVERY = 100  # rounds


@dataclass(slots=True)
class Measured:
    """Hold the delays of one kind of change, in seconds, and what was told too late."""

    name: str
    delays: list[float] = field(default_factory=list)
    asked: int = 0
    stale: int = 0

    def line(self) -> str:
        """Return the figures as a line of the report."""
        ranked = sorted(self.delays)
        shown = (ranked[len(ranked) // 2], ranked[int(0.95 * (len(ranked) - 1))], ranked[-1])
        told = "".join(f"{delay * 1000:>10,.0f} ms" for delay in shown)
        return f"{self.name:<8}{len(ranked):>7,}{told}{self.asked:>9,}{self.stale:>8}"


@dataclass(frozen=True, slots=True)
class Desk:
    """Hold the process that answers, and the file that is changed."""

    app: App
    file: Path

    def write(self, euros: int) -> None:
        """Have the article name a price."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(
            "# The pop-up workshop\n\n"
            f"A night in the pop-up workshop costs {euros} euros, bench and tools included.\n",
            encoding="utf-8",
        )
        fresh.replace(self.file)

    def wait_for(self, words: str) -> None:
        """Return once words are served; nobody asks meanwhile."""
        since = perf_counter()
        while words not in self._served():
            if perf_counter() - since > _PATIENCE:
                raise SystemExit(f"{words!r} was not served within {_PATIENCE:.0f} s.")
            sleep(0.02)

    def until(self, is_told: Callable[[str], bool], old: str, measured: Measured) -> None:
        """Ask again and again until the new state is told; note the delay since now."""
        changed_at = perf_counter()
        while True:
            was_served = old in self._served()
            said = self._asked()
            measured.asked += 1
            measured.stale += int(old in said and not was_served)
            now = perf_counter()
            if is_told(said):
                measured.delays.append(now - changed_at)
                return
            if now - changed_at > _PATIENCE:
                raise SystemExit(f"Nothing new was told within {_PATIENCE:.0f} s: {said!r}")

    def _served(self) -> str:
        with self.app.store.read() as reading:
            return " ".join(passage.text for passage in reading.passages_of(ARTICLE))

    def _asked(self) -> str:
        inbound = InboundMessage(conversation=None, text=QUESTION, channel="benchmark")
        record = handle_message(inbound, self.app.message_ports())
        return " ".join(claim.text for claim in claims_of(record.outcome))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the delays; 1 where anything was told that was not served any more."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--syncing", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.syncing is not None:
        return _sync_until_told(options.syncing)
    edited, deleted = measure(options.rounds)
    print(f"{options.rounds:,} rounds, one process syncing and one answering")
    print(
        f"{'change':<8}{'times':>7}{'median':>13}{'p95':>13}{'longest':>13}{'asked':>9}{'stale':>8}"
    )
    print(edited.line())
    print(deleted.line())
    return int(bool(edited.stale + deleted.stale))


def measure(rounds: int) -> tuple[Measured, Measured]:
    """Return how soon edits and deletions were told."""
    edited, deleted = Measured("edited"), Measured("deleted")
    with _open_desk() as desk:
        for number in range(rounds):
            first, second = 1_000 + 2 * number, 1_001 + 2 * number
            desk.write(first)
            desk.wait_for(f"{first} euros")
            desk.write(second)
            desk.until(partial(_tells, f"{second} euros"), f"{first} euros", edited)
            desk.file.unlink()
            desk.until(partial(_tells_not, f"{second} euros"), f"{second} euros", deleted)
            if number % _TOLD_EVERY == _TOLD_EVERY - 1:
                print(f"{number + 1} rounds\n{edited.line()}\n{deleted.line()}", file=sys.stderr)
    return edited, deleted


def _tells(words: str, said: str) -> bool:
    return words in said


def _tells_not(words: str, said: str) -> bool:
    return words not in said


@contextmanager
def _open_desk() -> Iterator[Desk]:
    with TemporaryDirectory(prefix="handrail-freshness-") as folder:
        project, articles = Path(folder), Path(folder) / "articles"
        shutil.copytree(HELP, articles)
        (project / "handrail.toml").write_text(
            '[[knowledge.sources]]\nname = "help"\nkind = "folder"\npath = "articles"\n', "utf-8"
        )
        app = open_app(project)
        sync_knowledge(app.sync_ports(), None, _silent)
        command = (sys.executable, "-m", "benchmarks.freshness", "--syncing", str(project))
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as syncing:
            assert syncing.stdin is not None
            assert syncing.stdout is not None
            syncing.stdout.readline()  # until it is ready
            try:
                yield Desk(app, articles / "pop-up-workshop.md")
            finally:
                syncing.stdin.close()
                syncing.wait(timeout=_PATIENCE)
        app.close()


def _sync_until_told(project: Path) -> int:
    """Sync again and again until the process that answers closes the pipe."""
    app = open_app(project)
    stop = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=(stop,), daemon=True).start()
    print(_READY, flush=True)
    while not stop.is_set():
        try:
            sync_knowledge(app.sync_ports(), None, _silent)
        except Conflict:
            continue
    return 0


def _wait_for_the_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None


if __name__ == "__main__":
    raise SystemExit(main())
