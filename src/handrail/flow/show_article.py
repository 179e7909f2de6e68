"""Show how an article was read and cut."""

from handrail.domain.knowledge.model import Article, ArticleId, Passage, VersionId
from handrail.flow.ports import Store
from handrail.kernel.errors import NotFound


def show_article(
    ref: ArticleId, version: VersionId | None, store: Store
) -> tuple[Article, tuple[Passage, ...]]:
    """Return an article with its passages: the version that is served, or the named one."""
    with store.read() as reading:
        article = reading.article(ref, version)
        if article is None:
            what = "is served" if version is None else f"has the version {version}"
            raise NotFound(
                f"No article {ref!r} {what}.", hint="`handrail knowledge list` names all."
            )
        return article, reading.passages_of(ref, article.version)


def articles_served(store: Store) -> tuple[tuple[ArticleId, VersionId], ...]:
    """Return every article that is served now, with its version, in order of id."""
    with store.read() as reading:
        return tuple(sorted(reading.live_versions().items()))
