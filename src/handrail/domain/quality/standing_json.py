"""How a judge stands, as it is printed: never a share of its own without the corrected one."""

from handrail.domain.quality.trusted import Standing


def standing_as_json(one: Standing) -> dict[str, object]:
    """Return agreement, number and date of verdicts, the corrected share, and why it is greyed."""
    found = one.agreement
    return {
        "judge": one.judge,
        "score": one.score.value,
        "trusted": one.is_trusted,
        "greyed": list(one.greyed),
        "judged": one.judged,
        "verdicts": found.table.n,
        "last_verdict": None if found.last_at is None else found.last_at.isoformat(),
        "agreement": found.raw.as_json(),
        "kappa": found.kappa.as_json(),
        "good_found": found.good_found.as_json(),
        "bad_found": found.bad_found.as_json(),
        "corrected": one.corrected.as_json(),
        "uncorrected": one.raw.as_json(),
    }
