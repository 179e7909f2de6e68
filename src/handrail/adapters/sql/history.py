"""Read what was served when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select

from handrail.adapters.sql.contested_reading import ReadContested
from handrail.adapters.sql.in_parts import in_parts
from handrail.adapters.sql.knowledge_tables import article_history
from handrail.adapters.sql.rows import ARTICLE_COLUMNS, PASSAGE_COLUMNS, article_of, passage_of
from handrail.adapters.sql.tables import article_versions, articles, passages
from handrail.domain.knowledge.history import Step, VersionNumber
from handrail.domain.knowledge.model import Article, ArticleId, Passage

_h, _v, _a = article_history.c, article_versions.c, articles.c
_NUMBERED = select(_v.number, *ARTICLE_COLUMNS).where(
    _v.number.in_(bindparam("numbers", expanding=True))
)
_PASSAGES = (
    select(*PASSAGE_COLUMNS)
    .select_from(passages.join(article_versions, passages.c.article_version == _v.number))
    .where(_v.number.in_(bindparam("numbers", expanding=True)))
)
_STEPS = select(_h.article, _h.at, _h.by, _h.live, _v.version, _v.title).outerjoin_from(
    article_history, article_versions, _v.number == _h.live
)


class ReadHistory(ReadContested):
    """Read the history of articles through one transaction."""

    def served_at(self, moment: datetime | None = None) -> Mapping[ArticleId, VersionNumber]:
        """Return which version of each article was served at a moment; None: which is now."""
        if moment is None:
            now = select(_a.id, _a.live).where(_a.live.is_not(None)).order_by(_a.id)
            return {row.id: row.live for row in self._connection.execute(now)}
        last = select(func.max(_h.number)).where(_h.at <= moment).group_by(_h.article)
        then = select(_h.article, _h.live).where(_h.number.in_(last), _h.live.is_not(None))
        rows = self._connection.execute(then.order_by(_h.article))
        return {row.article: row.live for row in rows}

    def steps(
        self,
        *,
        after: datetime | None = None,
        until: datetime | None = None,
        article: ArticleId | None = None,
        limit: int | None = None,
    ) -> tuple[Step, ...]:
        """Return the steps after one moment and up to another, the newest first."""
        asked = _STEPS.order_by(_h.number.desc()).limit(limit)
        if after is not None:
            asked = asked.where(_h.at > after)
        if until is not None:
            asked = asked.where(_h.at <= until)
        if article is not None:
            asked = asked.where(_h.article == article)
        return tuple(
            Step(
                article=row.article,
                at=row.at,
                by=row.by,
                number=row.live,
                version=row.version,
                title=row.title or "",
            )
            for row in self._connection.execute(asked)
        )

    def articles_numbered(
        self, numbers: Sequence[VersionNumber]
    ) -> Mapping[VersionNumber, Article]:
        """Return article versions by their numbers."""
        return {
            row[0]: article_of(row[1:])
            for some in in_parts(numbers)
            for row in self._connection.execute(_NUMBERED, {"numbers": some})
        }

    def passages_numbered(self, numbers: Sequence[VersionNumber]) -> Iterable[Passage]:
        """Return the passages of article versions, ordered by article and position."""
        found = [
            passage_of(row)
            for some in in_parts(numbers)
            for row in self._connection.execute(_PASSAGES, {"numbers": some})
        ]
        return sorted(found, key=lambda passage: (passage.article, passage.position))
