"""What a hit looks like to a program that searched: the same over the command line and MCP."""

from handrail.domain.retrieval.model import Hit


def hit_as_json(hit: Hit) -> dict[str, object]:
    """Return a hit as JSON values."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "article": passage.article,
        "passage": passage.id,
        "title": passage.title,
        "headings": list(passage.headings),
        "text": passage.text,
        "score": round(hit.score, 4),
        "version": passage.version,
        "url": passage.url,
        "signals": {name: round(value, 4) for name, value in hit.signals.items()},
    }
