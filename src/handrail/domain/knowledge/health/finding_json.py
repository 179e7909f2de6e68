"""A finding as plain values, as every reader outside gets it."""

from handrail.domain.knowledge.health.model import KeptFinding, Quoted


def finding_as_json(held: KeptFinding) -> dict[str, object]:
    """Return what is wrong and what became of it."""
    found = held.finding
    return {
        "id": found.id,
        "kind": found.kind.value,
        "severity": held.severity.value,
        "state": held.state.value,
        "articles": list(found.articles),
        "why": found.why,
        "newer": found.newer,
        "is_certain": found.is_certain,
        "quotes": [_quote(quoted) for quoted in found.quotes],
        "owner": held.owner,
        "exposure": held.exposure,
        "first_seen": held.first_seen.isoformat(),
        "last_seen": held.last_seen.isoformat(),
        "version": held.version,
        "decided_by": held.decided_by,
        "decided_at": None if held.decided_at is None else held.decided_at.isoformat(),
        "note": held.note,
    }


def _quote(quoted: Quoted) -> dict[str, object]:
    return {
        "article": quoted.article,
        "version": quoted.version,
        "passage": quoted.passage,
        "title": quoted.title,
        "url": quoted.url,
        "updated": None if quoted.updated is None else quoted.updated.isoformat(),
        "text": quoted.text,
    }
