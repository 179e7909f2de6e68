"""What is served, as it is asked for: versions that an article shows, and their passages."""

from sqlalchemy import bindparam, select

from handrail.adapters.sql.rows import PASSAGE_COLUMNS
from handrail.adapters.sql.tables import article_versions, articles, passages

LIVE_VERSIONS = article_versions.join(articles, articles.c.live == article_versions.c.number)
NAMED_PASSAGES = passages.c.id.in_(bindparam("refs", expanding=True))
_PASSAGES = select(*PASSAGE_COLUMNS).select_from(
    LIVE_VERSIONS.join(passages, passages.c.article_version == article_versions.c.number)
)
LIVE_PASSAGES = _PASSAGES.where(NAMED_PASSAGES)
ALL_LIVE_PASSAGES = _PASSAGES.order_by(articles.c.id, passages.c.position)
