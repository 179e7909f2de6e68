"""What the crash tests do to a help centre between two syncs, and what must be true of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handrail.app import App
from handrail.domain.knowledge.model import ArticleId, Passage, VersionId
from tests.projects import ARTICLES, found, opened, write_article

EDITED = ArticleId("help/billing/refunds.md")
DELETED = ArticleId("help/shipping.md")
ADDED = ArticleId("help/points.md")
UNTOUCHED = ArticleId("help/account.md")

OLD_WORDS = "takes 5 days"
NEW_WORDS = "takes 9 days"

QUESTIONS = (
    "How long does a refund take?",
    "What does shipping a parcel cost?",
    "How do I reset my password?",
    "How long is the warranty?",
    "How many loyalty points do I get?",
)

AFTER_THE_COMMIT = (
    "sync.after_write",
    "index.before_swap",
    "index.after_swap",
    "index.before_sweep",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """Hold everything that two equal builds must have in common."""

    snapshot: str
    passages: tuple[Passage, ...]
    results: tuple[tuple[tuple[str, float], ...], ...]


def change(project: Path) -> None:
    """Edit one article, delete one and add one."""
    edited = ARTICLES["billing/refunds.md"].replace(OLD_WORDS, NEW_WORDS)
    write_article(project, "billing/refunds.md", edited)
    (project / "docs/shipping.md").unlink()
    write_article(project, "points.md", "# Points\n\nYou get 2 loyalty points for every euro.\n")


def live(app: App) -> Mapping[ArticleId, VersionId]:
    """Return what the database says is served."""
    with app.store.read() as reading:
        return reading.live_versions()


def built(project: Path) -> Built:
    """Return what a project serves: snapshot, passages, and what searches find."""
    app = opened(project)
    with app.store.read() as reading:
        passages = tuple(reading.all_live_passages())
    results = tuple(
        tuple((hit.passage.id, round(hit.score, 6)) for hit in found(app, question))
        for question in QUESTIONS
    )
    current = (project / ".handrail/index/CURRENT").read_text().strip()
    return Built(snapshot=current, passages=passages, results=results)


def assert_serves_what_the_database_says(app: App) -> None:
    """Hold every hit of every question against the database's word on what is served."""
    served = live(app)
    is_edited = ADDED in served
    for question in QUESTIONS:
        for hit in found(app, question):
            assert served[hit.passage.article] == hit.passage.version
            assert (OLD_WORDS if is_edited else NEW_WORDS) not in hit.passage.text
