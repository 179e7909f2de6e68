"""How often does the guard refuse the truth in other words, and find a planted error?

`python -m benchmarks.guard_claims` checks claims written by hand in `evaluations/datasets`, each
with all of its evidence as the quote. The guard's lists were written with the lines marked `tune`
at hand; `report` is what to go by.
"""

import sys
from collections import defaultdict

from benchmarks.written_claims import drafted, rows_of
from handrail.adapters.statistics.binomial import clopper_pearson
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.quality.figures import share_figure


def main() -> int:
    """Check and print."""
    checker = QuoteChecker()
    refused: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in (*rows_of("paraphrased_claims"), *rows_of("planted_edits")):
        claimed = drafted(row["text"], row["evidence"])
        kind = row.get("kind", "true, in other words")
        for name in (kind,) if row["supported"] else (kind, "every planted edit"):
            refused[name, row["split"]].append(not checker.check(*claimed).supported)
    for (name, split), verdicts in sorted(refused.items()):
        found = share_figure(sum(verdicts), len(verdicts), clopper_pearson)
        shown = f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f}, n {found.n})"
        print(f"{name:<22} {split:<7} refused {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
