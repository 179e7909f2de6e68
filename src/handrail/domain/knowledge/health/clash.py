"""Two statements that cannot both be true."""

from dataclasses import dataclass

from handrail.domain.knowledge.health.comparing import Difference
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.model import ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Hold many articles that give each a value of its own for one thing."""

    articles: tuple[ArticleId, ...]
    words: tuple[str, ...]
    """The stems that most of their sentences have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Hold two statements that cannot both be true, mostly of different articles."""

    one: Statement
    other: Statement
    difference: Difference
    is_certain: bool = True
    """Whether both are nearly one sentence and nothing fits both; never so in other words."""
    is_weighed: bool = False
    """Whether each has words of its own, so that it is as likely as what was learnt makes it."""
    chance: float = 1.0
    """How likely it is where it is weighed."""
    family: Family | None = None
    """Which articles give a value of their own for it, where they are many."""
