"""What was compared last, kept as the database keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handrail.domain.knowledge.health.comparison import Comparison
from handrail.domain.knowledge.health.model import Knowledge
from handrail.domain.knowledge.model import ArticleId, Passage, VersionId


@dataclass(slots=True)
class FakeComparisonStore:
    """Keep it, and every article version that was ever served."""

    comparison: Comparison | None = None
    served: dict[tuple[ArticleId, VersionId], list[Passage]] = field(default_factory=dict)
    times_kept: int = 0

    def kept(self) -> Comparison | None:
        return self.comparison

    def keep(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.times_kept += 1

    def passages_of(self, versions: Mapping[ArticleId, VersionId]) -> tuple[Passage, ...]:
        return tuple(p for named in versions.items() for p in self.served.get(named, ()))

    def serve(self, knowledge: Knowledge) -> None:
        for article in knowledge.articles:
            own = knowledge.by_article.get(article.id, ())
            self.served[article.id, article.version] = list(own)
