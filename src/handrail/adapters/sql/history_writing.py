"""Write what was shown to customers, and what is kept against its source."""

from sqlalchemy import delete

from handrail.adapters.sql.knowledge_tables import article_pins, citations
from handrail.adapters.sql.noting import Noting, into
from handrail.domain.audit.model import AuditEntry
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.contested import shown_in
from handrail.domain.decision.model import TurnRecord
from handrail.domain.knowledge.history import Pin
from handrail.domain.knowledge.model import ArticleId
from handrail.kernel.errors import NotFound


class WriteHistory(Noting):
    """Write citations and pins through one transaction."""

    def pin(self, pin: Pin, entry: AuditEntry) -> None:
        """Keep what is served of an article against what its source holds."""
        self._connection.execute(delete(article_pins).where(article_pins.c.article == pin.article))
        self._put(
            article_pins,
            article=pin.article,
            refused=pin.refused,
            back_to=pin.back_to,
            at=pin.at,
            by=pin.by,
        )
        self._note(entry)

    def lift_pin(self, ref: ArticleId, entry: AuditEntry) -> None:
        """Take what the source holds again; raises NotFound where nothing is pinned."""
        lifted = delete(article_pins).where(article_pins.c.article == ref)
        if not self._connection.execute(lifted).rowcount:
            raise NotFound(f"The article {ref!r} is as its source has it.")
        self._note(entry)

    def _cite(self, conversation: ConversationId, record: TurnRecord) -> None:
        """Note which passages a reply showed; the turn has its entry."""
        if not record.reply:
            return
        shown = {(c.article, c.version, c.passage) for c in shown_in(record.outcome)}
        rows = [
            {
                "record": record.id,
                "position": position,
                "conversation": conversation,
                "article": article,
                "version": version,
                "passage": passage,
                "at": record.at,
            }
            for position, (article, version, passage) in enumerate(sorted(shown))
        ]
        if rows:
            self._connection.execute(into(citations), rows)
