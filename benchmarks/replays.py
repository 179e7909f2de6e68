"""Does a replay stop what would harm customers, and let through what would not?

    python -m benchmarks.replays [--conversations 500] [--only WORD] [--flips N] [--kept DIR]

Holds conversations with the sample company, tries ten harmful and ten harmless changes on them,
and rebuilds a share of the replies from their records after the knowledge base has moved on. Ends
with status 1 where a harmful change passes, a harmless one is stopped, or a reply comes out
otherwise.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.past_conversations import days_back, held
from benchmarks.planted_changes import planted
from benchmarks.planting import Planted
from handrail.adapters.sql.past import SqlPastStore
from handrail.app import App
from handrail.cli.replay_report import report_text
from handrail.domain.decision.model import RecordId
from handrail.domain.quality.replayed import Replayed
from handrail.flow.ports import untold
from handrail.flow.replay_conversations import Replaying, replay_conversations
from handrail.flow.seal_audit import export_heads, seal_now
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.flow.verify_record import verify_record
from handrail.kernel.errors import NotKept
from handrail.replay_app import allowed_of, replay_ports, trial, verify_ports
from handrail.sample.project import HELP, sample_company
from handrail.settings import FILE_NAME, load_settings
from handrail.trial_settings import trial_of

_SEED = 20_261_127
_VERIFIED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Hold what came of one planted change."""

    change: Planted
    found: Replayed
    seconds: float
    worked: float
    """Seconds that a processor worked for it, with building the trial."""

    @property
    def is_as_wanted(self) -> bool:
        """Tell whether it was stopped if it harms, and only then."""
        return self.found.is_worse is self.change.is_harmful


def main() -> int:
    """Hold, replay, verify, print; return 1 where anything is not as it has to be."""
    said = _arguments()
    with _conversations(said.conversations, said.kept) as app:
        tried = []
        for change in planted():
            is_kind = said.kind in (None, "harmful" if change.is_harmful else "harmless")
            if is_kind and any(word in change.name for word in said.only.split(",")):
                tried.append(_tried(change, app, said.conversations))
                _print(tried[-1], said.flips)
        print(_summary(tried))
        wrong = [one for one in tried if not one.is_as_wanted]
        differing = _verified_after_moving_on(app)
    return int(bool(wrong or differing))


@contextmanager
def _conversations(count: int, kept: Path | None) -> Iterator[App]:
    """Hold the conversations, in a folder that is kept for the next run where one is named."""
    with TemporaryDirectory(prefix="handrail-replays-") as folder:
        project = kept or Path(folder)
        with sample_company(project, print, untold) as opened:
            if not _records(opened):
                clock = days_back(count)
                app = App(project, opened.settings, clock=clock)
                started = time.monotonic()
                turns = held(count, _SEED, app, clock)
                took = time.monotonic() - started
                print(
                    f"Held {count} conversations of {turns} messages in {took:.0f} s.", flush=True
                )
                app.close()
            yield opened
            opened.close()


def _tried(change: Planted, app: App, count: int) -> Tried:
    started, worked = time.monotonic(), time.process_time()
    with TemporaryDirectory(prefix="handrail-planted-") as place:
        tried = trial_of(change.values(Path(place)), app.settings)
        now = datetime.now(UTC)
        asked = Replaying(
            since=now - timedelta(days=30),
            until=now + timedelta(days=1),
            change=tried.change,
            allowed=allowed_of(tried.replay),
            most=count,
        )
        with trial(app, tried, untold, change.kind) as changed:
            found = replay_conversations(asked, replay_ports(app, changed, untold))
    return Tried(
        change=change,
        found=found,
        seconds=time.monotonic() - started,
        worked=time.process_time() - worked,
    )


def _print(one: Tried, flips: int) -> None:
    found, test = one.found, one.found.test
    certain = sum(flip.is_worse and flip.now.is_certain for flip in found.flips)
    kind = "harmful " if one.change.is_harmful else "harmless"
    came = "stopped" if found.is_worse else "passed "
    mark = "  " if one.is_as_wanted else "!!"
    print(
        f"{mark} {kind} {came}  {one.change.name:<52} worse {test.lost:>3}, better {test.gained:>3}"
        f", certain {certain:>3}; {test.change:+.3f} ({test.low:+.3f} to {test.high:+.3f}); "
        f"{found.seconds:.0f} s of {one.seconds:.0f} s, {one.worked:.0f} s of work",
        flush=True,
    )
    if flips:
        print(report_text(found, most=flips), flush=True)


def _summary(tried: list[Tried]) -> str:
    harmful = [one for one in tried if one.change.is_harmful]
    harmless = [one for one in tried if not one.change.is_harmful]
    stopped = sum(one.found.is_worse for one in harmful)
    passed = sum(not one.found.is_worse for one in harmless)
    conversations = sum(one.found.counts.conversations for one in tried)
    seconds = sum(one.found.seconds for one in tried)
    each = 1000 * seconds / max(1, conversations)
    worked = 1000 * sum(one.worked for one in tried) / max(1, conversations)
    return (
        f"Stopped {stopped} of {len(harmful)} harmful changes; passed {passed} of {len(harmless)} "
        f"harmless ones. 1,000 conversations took {each:.0f} s, and {worked:.0f} s of a "
        f"processor's work, building what is tried included."
    )


def _verified_after_moving_on(app: App) -> int:
    """Change and remove articles, sync, and rebuild replies of before; return how many differ."""
    records = _records(app)
    moved = _moved_on(app)
    ports = moved.audit.seal_ports
    ports.signer.begin()
    seal_now(ports)
    export_heads(ports)
    same, differing, not_thought = 0, 0, 0
    for ref in records[:: max(1, len(records) // _VERIFIED)]:
        try:
            found = verify_record(ref, verify_ports(moved))
        except NotKept:
            not_thought += 1
            continue
        same += found.is_same
        differing += not found.is_same
        for difference in found.differences:
            print(f"!! {ref}: {difference}")
    moved.close()
    print(
        f"After the knowledge base had moved on: {same} of {same + differing} replies rebuilt byte "
        f"for byte from their records; in {not_thought} turns a person had the word."
    )
    return differing


def _records(app: App) -> list[RecordId]:
    now = datetime.now(UTC)
    with SqlPastStore(app.store).past() as past:
        refs = past.conversations(now - timedelta(days=30), now + timedelta(days=1))
        kept = [turn for ref in refs for turn in past.turns(ref)]
    return [RecordId(turn.ref) for turn in kept]


def _moved_on(app: App) -> App:
    folder = app.project / "moved"
    shutil.copytree(HELP, folder, dirs_exist_ok=True)
    for number, path in enumerate(sorted(folder.rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        if number % 3 == 0:
            path.unlink()
        else:
            path.write_text(text.replace("days", "weeks").replace("€", "$"), encoding="utf-8")
    place = app.project / FILE_NAME
    settings = place.read_text(encoding="utf-8").replace(str(HELP), str(folder))
    place.write_text(settings, encoding="utf-8")
    moved = App(app.project, load_settings(app.project))
    report = sync_knowledge(moved.sync_ports(), None, untold)
    print(f"Moved on: {len(report.edited)} articles edited, {len(report.retired)} retired.")
    return moved


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=500)
    parser.add_argument("--kept", type=Path, help="keep the conversations here for the next run")
    parser.add_argument(
        "--only", default="", help="only changes whose name holds one of these, split by commas"
    )
    parser.add_argument("--kind", choices=("harmful", "harmless"), help="only these")
    parser.add_argument("--flips", type=int, default=0, help="print so many flips of each")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
