"""How gaps and drafts are spelled for the command line and over HTTP."""

from collections.abc import Sequence

from handrail.domain.knowledge.health.drafting import ArticleDraft
from handrail.domain.knowledge.health.gaps import Topic, Unanswered


def topic_as_json(topic: Topic, examples: Sequence[Unanswered]) -> dict[str, object]:
    """Return a topic with the examples that may be shown."""
    return {
        "id": topic.id,
        "name": topic.name,
        "conversations": topic.conversations,
        "questions": len(topic.questions),
        "recent": topic.recent,
        "before": topic.before,
        "trend": topic.trend,
        "needs": dict(topic.needs),
        "nearest": list(topic.nearest),
        "first": topic.first.isoformat(),
        "last": topic.last.isoformat(),
        "is_answered": topic.is_answered,
        "examples": [
            {"record": one.ref, "conversation": one.conversation, "text": one.text}
            for one in examples
        ],
    }


def draft_as_json(draft: ArticleDraft) -> dict[str, object]:
    """Return a draft with what each of its lines rests on."""
    return {
        "id": draft.id,
        "gap": draft.topic,
        "state": draft.state.value,
        "version": draft.version,
        "title": draft.title,
        "text": draft.text,
        "lines": [
            {
                "text": line.text,
                "sources": [
                    {"conversation": by.conversation, "message": by.message} for by in line.sources
                ],
            }
            for line in draft.lines
        ],
        "article": draft.article,
        "at": draft.at.isoformat(),
        "decided_by": draft.decided_by,
        "decided_at": None if draft.decided_at is None else draft.decided_at.isoformat(),
    }
