"""Findings: what is wrong with articles, where exactly, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from handrail.domain.knowledge.model import (
    Article,
    ArticleId,
    Passage,
    PassageId,
    SourceName,
    VersionId,
)
from handrail.kernel.ids import digest

FindingId = NewType("FindingId", str)
"""`find_` and a hash of kind, articles and subject: the same trouble keeps its id when it is
checked again, also where a word beside it was edited."""

_ID_CHARACTERS = 20
_SHOWN_TO_MANY = 10
"""Conversations from which on a finding matters one step more."""


class FindingKind(StrEnum):
    """What is wrong."""

    CONTRADICTION = "contradiction"
    """Two passages that cannot both be true for the same customer."""
    STALE = "stale"
    """Text that its own dates, its age or what agents keep correcting say is out of date."""
    DUPLICATE = "duplicate"
    """Two articles that say the same, so that only one of them will be kept up."""
    BROKEN_LINK = "broken_link"
    """A link, anchor or picture that leads nowhere."""
    GAP = "gap"
    """Something that customers ask and no article answers."""
    UNOWNED = "unowned"
    """An article that nobody looks after."""
    UNREACHABLE = "unreachable"
    """An article that no other article links to and no question has led to."""
    WRONG_ANSWER = "wrong_answer"
    """What a reviewer found wrong in an answer, for want of a right article."""


class Severity(StrEnum):
    """How much it matters."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class FindingState(StrEnum):
    """What became of a finding."""

    OPEN = "open"
    """Nobody has looked at it."""
    ACCEPTED = "accepted"
    """Its owner agrees and will put it right."""
    INTENDED = "intended"
    """A person says that it is meant to be so; it is not shown again while both sides stay."""
    FIXED = "fixed"
    """The check no longer finds it."""


_BY_SUBJECT = frozenset({FindingKind.GAP, FindingKind.WRONG_ANSWER})
_SIDES = 2
STANDING = frozenset({FindingState.OPEN, FindingState.ACCEPTED})
"""States in which something is still to be put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Hold the words of an article that a finding speaks of, verbatim."""

    article: ArticleId
    version: VersionId
    passage: PassageId
    text: str
    title: str = ""
    url: str | None = None
    updated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Hold one thing that is wrong, as a check found it."""

    kind: FindingKind
    articles: tuple[ArticleId, ...]
    """The articles concerned, in order of their ids; for a gap the nearest ones."""
    subject: str
    """What tells this finding from others of the same articles and survives edits beside it."""
    why: str
    """What differs or is missing, in one sentence that an author understands."""
    quotes: tuple[Quoted, ...] = ()
    severity: Severity = Severity.MEDIUM
    """By what is at stake; exposure is added when it is kept."""
    newer: ArticleId | None = None
    """Which side of a contradiction was written later, where that is known."""
    is_certain: bool = True
    """Whether answers are careful about it before a person has accepted it."""

    @property
    def is_of_many(self) -> bool:
        """Tell whether it is about more than two sides."""
        return len(self.articles) > _SIDES

    @property
    def id(self) -> FindingId:
        """Return the id, the same at every check."""
        # A gap's nearest articles change with every question; its topic is what it is known by,
        # and a wrong answer is known by its turn, whichever articles a second reviewer names.
        # What many articles say each in its own way stays one thing when another joins them.
        is_by_subject = self.kind in _BY_SUBJECT or self.is_of_many
        apart = () if is_by_subject else sorted(self.articles)
        named = digest(self.kind, *apart, self.subject)
        return FindingId(f"find_{named[:_ID_CHARACTERS]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFinding:
    """Hold a finding with what people made of it."""

    finding: Finding
    state: FindingState
    owner: str | None
    """Who has to put it right: the article's owner, or whom a lead named."""
    exposure: int
    """Conversations in which a customer was shown one of its quotes, in the last 90 days."""
    first_seen: datetime
    last_seen: datetime
    version: int
    """Raised by every change; a change of an older one is refused."""
    decided_by: str | None = None
    decided_at: datetime | None = None
    note: str = ""

    @property
    def severity(self) -> Severity:
        """Return how much it matters, for what is at stake and for how many were shown it."""
        stakes = tuple(Severity).index(self.finding.severity)
        return tuple(Severity)[max(0, stakes - (self.exposure >= _SHOWN_TO_MANY))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Hold what came of an article in the last 90 days."""

    shown: int = 0
    """Conversations in which it was quoted to a customer."""
    corrected: int = 0
    """Of those, how many an agent had to put right afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Hold all that is served at one moment, as checks read it."""

    articles: Sequence[Article]
    passages: Sequence[Passage]
    """In order of article and position."""
    today: date
    files: Mapping[SourceName, frozenset[str]] = field(default_factory=dict)
    """Every file of a source, pictures included; a source that cannot tell is not among them."""
    use: Mapping[ArticleId, Use] = field(default_factory=dict)
    """What customers saw of each article; empty where nobody asked anything yet."""
    by_article: Mapping[ArticleId, Sequence[Passage]] = field(init=False, repr=False, compare=False)
    """The passages of each article, in order."""

    def __post_init__(self) -> None:
        """File the passages under their articles, once for all checks."""
        found: dict[ArticleId, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.article, []).append(passage)
        object.__setattr__(self, "by_article", found)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """Say what one check of the knowledge found, and what that changed."""

    at: datetime
    digest: str
    """Of what was served when it was checked."""
    articles: int
    passages: int
    is_full: bool
    """False where only what touches changed articles was compared anew."""
    counts: Mapping[str, int]
    """How many findings are open or accepted now, by kind."""
    new: tuple[FindingId, ...] = ()
    returned: tuple[FindingId, ...] = ()
    """Were fixed, or intended until a quoted side changed, and are found again."""
    fixed: tuple[FindingId, ...] = ()
    milliseconds: Mapping[str, int] = field(default_factory=dict)
    """How long each check took."""
