"""When may a judge be believed? A judge that fails any rule is shown greyed out, with the reason.

Only verdicts on answers that were drawn by chance count (`review_sample`): reviewers read the worst
first, and a judge that is measured on the worst is measured on another kind of answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handrail.domain.quality.agreement import Agreement
from handrail.domain.quality.judges import JudgeId, Score
from handrail.domain.quality.model import Figure

FEWEST = 50
"""Verdicts, of which there must be this many of either kind:"""
FEWEST_OF_A_KIND = 8
LEAST_KAPPA = 0.4
"""What the lower end of kappa's interval must reach: more than moderate agreement, surely."""
OLDEST = timedelta(days=60)
"""Age of the newest verdict."""
MOST_OWN = 0.1
"""Share of the judged answers that the judge's own kin may have written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Hold how a judge stands on one score: what may be shown of it, and why it is greyed out."""

    judge: JudgeId
    score: Score
    agreement: Agreement
    judged: int
    """Answers that it looked at."""
    raw: Figure
    """Its own share; not to be shown without the corrected one."""
    corrected: Figure
    greyed: tuple[str, ...]
    """Why it is not believed, in plain words; empty where it is."""

    @property
    def is_trusted(self) -> bool:
        """Tell whether it may be believed."""
        return not self.greyed


def reasons(found: Agreement, own_share: float, now: datetime) -> tuple[str, ...]:
    """Return why a judge is not to be believed; nothing where it is."""
    table = found.table
    fewer = min(table.people_yes, table.n - table.people_yes)
    checks = (
        (
            table.n < FEWEST,
            f"compared with {table.n} verdicts, {FEWEST} are needed",
        ),
        (
            fewer < FEWEST_OF_A_KIND,
            f"only {fewer} verdicts of the rarer kind, {FEWEST_OF_A_KIND} are needed",
        ),
        (
            found.kappa.low < LEAST_KAPPA,
            f"agrees too little with people: kappa {found.kappa.value:.2f}, "
            f"surely only {max(0.0, found.kappa.low):.2f}",
        ),
        (
            found.last_at is None or now - found.last_at > OLDEST,
            f"no verdict for {OLDEST.days} days",
        ),
        (
            own_share > MOST_OWN,
            f"judges its own kin: {own_share:.0%} of the answers are by the same kind of model",
        ),
    )
    return tuple(why for is_so, why in checks if is_so)
