"""Does the gate keep two published support policies? On their own databases and true tool calls.

`HANDRAIL_DATA=… python -m benchmarks.gate_tau2`: every true call with an effect of all tasks, in
order, and mutations of each, beside an oracle that reads the policy's text a second time. Prints
precision and recall by kind of mutation; ends with status 1 where the gate and the oracle differ.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from handrail.domain.actions.model import AskCustomer, Refuse
from tests.policies_tau2.domains import airline, retail
from tests.policies_tau2.judge import Domain, Judged, judged

TRIES = {"retail": 2, "airline": 5}
"""Mutations of each kind for each true call; equal ones count once."""
SEED = 20_261


@dataclass(slots=True, kw_only=True)
class Kept:
    """Count how a gate treats calls, beside what is legal."""

    counts: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    """By whether a call is legal and whether it was allowed."""
    otherwise: int = 0
    """Allowed under another control than the customer's confirmation."""

    def count(self, one: Judged) -> None:
        """Count one call."""
        is_allowed = not isinstance(one.ruling, Refuse)
        self.counts[one.is_legal, is_allowed] += 1
        self.otherwise += is_allowed and not isinstance(one.ruling, AskCustomer)

    @property
    def legal(self) -> int:
        """Return how many calls were legal."""
        return self.counts[True, True] + self.counts[True, False]

    @property
    def illegal(self) -> int:
        """Return how many calls were not."""
        return self.counts[False, True] + self.counts[False, False]

    @property
    def precision(self) -> float | None:
        """Return the share of what was allowed that is legal."""
        allowed = self.counts[True, True] + self.counts[False, True]
        return self.counts[True, True] / allowed if allowed else None

    @property
    def recall(self) -> float | None:
        """Return the share of what is legal that was allowed."""
        return self.counts[True, True] / self.legal if self.legal else None


def measure(over: Iterable[Judged]) -> dict[str, Kept]:
    """Count calls by kind of mutation; `true` are the tasks' own, `all` is everything."""
    kept: dict[str, Kept] = {}
    for one in over:
        for kind in (one.situation.kind, "all"):
            kept.setdefault(kind, Kept()).count(one)
    return kept


def data_folder() -> Path | None:
    """Return where the data lies, or None."""
    data = os.environ.get("HANDRAIL_DATA")
    folder = Path(data) / "tau2" if data else None
    return folder if folder is not None and folder.is_dir() else None


def situations(domain: Domain) -> Iterable[Judged]:
    """Return all true calls of a domain and their mutations."""
    return judged(domain, tries=TRIES[domain.name], seed=SEED)


def main() -> int:
    """Print how the gate keeps both policies; return the exit status."""
    folder = data_folder()
    if folder is None:
        print("HANDRAIL_DATA is not set: it names the folder that holds tau2.")
        return 2
    differ = 0
    for domain in (retail(folder), airline(folder)):
        kept = measure(situations(domain))
        print(f"\n{domain.name}, policies {domain.rules.name}\n{_table(kept)}")
        differ += kept["all"].counts[True, False] + kept["all"].counts[False, True]
    return 1 if differ else 0


def _table(kept: dict[str, Kept]) -> str:
    head = (
        f"{'kind':32}{'illegal':>9}{'refused':>9}{'legal':>7}{'allowed':>9}{'prec.':>8}{'rec.':>7}"
    )
    rows = [
        _row(kind, kept[kind]) for kind in sorted(kept, key=lambda k: (k != "true", k == "all"))
    ]
    return "\n".join((head, *rows))


def _row(kind: str, one: Kept) -> str:
    refused, allowed = one.counts[False, False], one.counts[True, True]
    shares = "".join(
        f"{'–' if share is None else format(share, '.3f'):>{width}}"
        for share, width in ((one.precision, 8), (one.recall, 7))
    )
    return f"{kind:32}{one.illegal:>9}{refused:>9}{one.legal:>7}{allowed:>9}{shares}"


if __name__ == "__main__":
    sys.exit(main())
