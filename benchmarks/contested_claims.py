"""Is anything that is contested stated flatly, when customers ask about it?

    HANDRAIL_DATA=… python -m benchmarks.contested_claims [--set tuning|reporting]
        [--accepted | --by-hand]

Puts the conflicts and look-alikes of `benchmarks.knowledge_conflicts` into copies of two real help
centres, runs the project's own checks, and asks the question of every pair as a customer would, at
the usual confidence and at none (whatever is found is said: the worst case). A reply states a
conflict flatly where it answers with the sentence of a side of this pair, or of any other conflict
that was found. What is found in other words makes no answer careful before a person has accepted
it: `--accepted` asks after its owner has, for everything that the check found. `--by-hand` keeps a
finding for every conflict that was put in, as a check that misses none would: what is measured then
is the answering alone.
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.conflicts.injection import Placed, inject
from benchmarks.conflicts.judging import Quote, judge
from benchmarks.conflicts.model import CENTRES, SETS, read_pages, read_pairs
from benchmarks.projects import NOT_SET, data_folder, synced_project
from handrail.app import App
from handrail.domain.audit.model import AuditEntry
from handrail.domain.decision.model import Abstain, AbstainReason, Answer, Clarify, Outcome
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    FindingState,
    KeptFinding,
    Quoted,
)
from handrail.domain.knowledge.model import ArticleId, Passage
from handrail.flow.check_knowledge import check_knowledge
from handrail.flow.think import think
from handrail.flow.thought import Asked
from handrail.health_app import HealthApp

NO_CHECK = "This version has no check for contradictions: ask with --by-hand."
_NOT_SAID = re.compile(r"[\W_]+")
_WORST = "at no confidence"
_USUAL = "at the usual one"
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


Keeping = Callable[[Sequence[Placed], App], frozenset[str]]
"""Keep findings in a project, and return the names of the pairs that they tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Hold what came of one question."""

    placed: Placed
    is_found: bool
    kind: str
    """`flat`, `both sides`, `neither side`, `answered`, `asked back` or `abstained`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where a conflict that was found is stated flatly."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--set", choices=SETS, default="tuning")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--accepted", action="store_true", help="once everything found was accepted")
    how.add_argument("--by-hand", action="store_true", help="as if every conflict was found")
    options = parser.parse_args(arguments)
    data = data_folder()
    if data is None:
        print(NOT_SET)
        return 0
    said: dict[str, list[Said]] = {_USUAL: [], _WORST: []}
    for centre in CENTRES:
        kept = _kept_by_hand if options.by_hand else _accepted if options.accepted else _found
        for name, some in measure(options.set, centre, data, kept).items():
            said[name] += some
    print("\n".join(line for name, some in said.items() for line in lines_of(name, some)))
    return int(any(s.kind == "flat" and s.is_found for some in said.values() for s in some))


def measure(which: str, centre: str, data: Path, kept: Keeping) -> Mapping[str, list[Said]]:
    """Ask about every pair that was put into a centre."""
    with TemporaryDirectory(prefix="handrail-contested-") as folder:
        articles = Path(folder) / "articles"
        help_centre = data / "help" / centre / "articles"
        pairs, pages = read_pairs(which, centre), read_pages(which, centre)
        placed = inject(pairs, pages, help_centre, articles)
        with synced_project(centre, articles) as app:
            found = kept(placed, app)
            disputed = frozenset(
                _bare(side.sentence)
                for one in placed
                if one.pair.name in found
                for side in one.pair.sides
            )
            return {
                name: [_said(one, found, disputed, threshold, app) for one in placed]
                for name, threshold in ((_USUAL, None), (_WORST, 0.0))
            }


def lines_of(name: str, said: Sequence[Said]) -> Iterator[str]:
    """Yield what came of the questions, by what they were about."""
    groups = {
        "conflicts, found": [s for s in said if s.placed.pair.is_conflict and s.is_found],
        "conflicts, missed": [s for s in said if s.placed.pair.is_conflict and not s.is_found],
        "look-alikes": [s for s in said if not s.placed.pair.is_conflict],
    }
    for group, some in groups.items():
        counted = Counter(s.kind for s in some)
        told = ", ".join(f"{kind} {count}" for kind, count in sorted(counted.items()))
        yield f"{name}: {group} {len(some)}: stated flatly {counted['flat']} ({told or 'none'})"


def _found(placed: Sequence[Placed], app: App) -> frozenset[str]:
    ports = HealthApp(app).ports
    if all(FindingKind.CONTRADICTION not in check.kinds for check in ports.checks):
        raise SystemExit(NO_CHECK)
    check_knowledge(ports)
    with app.store.read() as reading:
        held = reading.findings(kinds={FindingKind.CONTRADICTION})
    quoted = [
        tuple(Quote(article=q.article, text=q.text) for q in kept.finding.quotes) for kept in held
    ]
    return judge(tuple(placed), quoted).found


def _accepted(placed: Sequence[Placed], app: App) -> frozenset[str]:
    """Accept what the check finds, as its owner would."""
    found = _found(placed, app)
    entry = AuditEntry(kind="benchmark", actor="operator", subject="findings", at=_NOW)
    with app.store.write() as writing:
        held = writing.findings(kinds={FindingKind.CONTRADICTION})
        writing.save_findings([replace(one, state=FindingState.ACCEPTED) for one in held], entry)
    return found


def _kept_by_hand(placed: Sequence[Placed], app: App) -> frozenset[str]:
    """Keep a finding for every conflict whose sides are both served."""
    made = {}
    with app.store.read() as reading:
        for one in placed:
            sides = [
                _quoted(side.sentence, reading.passages_of(ArticleId(article)))
                for side, article in zip(one.pair.sides, one.articles, strict=True)
            ]
            if one.pair.is_conflict and None not in sides:
                made[one.pair.name] = Finding(
                    kind=FindingKind.CONTRADICTION,
                    articles=tuple(sorted(ArticleId(ref) for ref in one.articles)),
                    subject=one.pair.name,
                    why=one.pair.question,
                    quotes=tuple(side for side in sides if side is not None),
                )
    entry = AuditEntry(kind="benchmark", actor="operator", subject="findings", at=_NOW)
    with app.store.write() as writing:
        writing.save_findings([_kept(finding) for finding in made.values()], entry)
    return frozenset(made)


def _kept(finding: Finding) -> KeptFinding:
    return KeptFinding(
        finding=finding,
        state=FindingState.OPEN,
        owner=None,
        exposure=0,
        first_seen=_NOW,
        last_seen=_NOW,
        version=0,
    )


def _quoted(sentence: str, passages: Sequence[Passage]) -> Quoted | None:
    """Return the unit of an article that holds a sentence."""
    for passage in passages:
        for unit in passage.units:
            text = passage.text[unit.start : unit.end]
            if _bare(sentence) in _bare(text):
                return Quoted(
                    article=passage.article, version=passage.version, passage=passage.id, text=text
                )
    return None


def _said(
    one: Placed, found: Set[str], disputed: Set[str], threshold: float | None, app: App
) -> Said:
    asked = Asked(text=one.pair.question, threshold=threshold)
    outcome = think(asked, app.think_ports()).outcome
    return Said(placed=one, is_found=one.pair.name in found, kind=_kind(outcome, one, disputed))


def _kind(outcome: Outcome, one: Placed, disputed: Set[str]) -> str:
    match outcome:
        case Answer(claims=claims):
            told = _bare(" ".join(claim.text for claim in claims))
            own = {_bare(side.sentence) for side in one.pair.sides}
            is_flat = any(sentence in told for sentence in own | disputed)
            return "flat" if is_flat else "answered"
        case Abstain(reason=AbstainReason.CONTESTED_KNOWLEDGE, differing=differing):
            return "both sides" if differing else "neither side"
        case Clarify():
            return "asked back"
        case _:
            return "abstained"


def _bare(text: str) -> str:
    """Return letters and figures only: markup and punctuation do not tell sentences apart."""
    return _NOT_SAID.sub("", text).casefold()


if __name__ == "__main__":
    raise SystemExit(main())
