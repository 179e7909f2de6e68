"""Change topics and drafts; every change says why."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete

from handrail.adapters.sql.knowledge_gaps import draft_row
from handrail.adapters.sql.knowledge_tables import article_drafts, gap_topics
from handrail.adapters.sql.noting import Noting, into
from handrail.domain.audit.model import AuditEntry
from handrail.domain.knowledge.health.drafting import ArticleDraft
from handrail.domain.knowledge.health.gaps import Topic
from handrail.kernel.canonical import canonical_json
from handrail.kernel.plain import to_plain


class WriteGaps(Noting):
    """Write through one transaction."""

    def save_topics(self, topics: Sequence[Topic], entry: AuditEntry) -> None:
        """Store topics in the place of all that were known."""
        self._connection.execute(delete(gap_topics))
        rows = [
            {
                "id": topic.id,
                "conversations": topic.conversations,
                "document": canonical_json(to_plain(topic, Topic)),
            }
            for topic in topics
        ]
        if rows:
            self._connection.execute(into(gap_topics), rows)
        self._note(entry)

    def propose_draft(self, draft: ArticleDraft, entry: AuditEntry) -> None:
        """Store a new draft."""
        self._put(article_drafts, **draft_row(draft))
        self._note(entry)

    def move_draft(self, draft: ArticleDraft, entry: AuditEntry) -> ArticleDraft:
        """Store a draft that was at `draft.version` and return it at the next; raises Conflict."""
        moved = replace(draft, version=draft.version + 1)
        self._replace(article_drafts, draft.id, draft.version, draft_row(moved))
        self._note(entry)
        return moved
