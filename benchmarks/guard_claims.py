"""How often does the guard refuse the truth in other words, and find a planted error?

`python -m benchmarks.guard_claims` checks claims written by hand in `evaluations/datasets`, each
with all of its evidence as the quote. The guard's lists were written with the lines marked `tune`
at hand; `report` is what to go by. `freely_worded_claims` was written later and apart from the two
other sets, each truth in three wordings as different as come to mind: its lines marked `unseen`
say best what a new help centre meets.
"""

import sys
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from benchmarks.halves import share
from benchmarks.written_claims import drafted, rows_of
from handrail.domain.answering.ground import QuoteChecker


def main() -> int:
    """Check and print."""
    checker = QuoteChecker()
    refused: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in (*rows_of("paraphrased_claims"), *rows_of("planted_edits")):
        kind = row.get("kind", "true, in other words")
        for name in (kind,) if row["supported"] else (kind, "every planted edit"):
            refused[name, row["split"]].append(_is_refused(checker, row))
    for row in rows_of("freely_worded_claims"):
        name = "true, freely worded" if row["supported"] else "edit, freely worded"
        refused[name, row["split"]].append(_is_refused(checker, row))
    for (name, split), verdicts in sorted(refused.items()):
        print(f"{name:<22} {split:<7} refused {share(sum(verdicts), len(verdicts))}")
    return 0


def _is_refused(checker: QuoteChecker, row: Mapping[str, Any]) -> bool:
    return not checker.check(*drafted(row["text"], row["evidence"])).supported


if __name__ == "__main__":
    sys.exit(main())
