"""A small project in which something was asked, decided and sealed, and its knowledge moved on."""

from pathlib import Path

from handrail.app import App
from handrail.domain.decision.calibration import Promise, Threshold
from handrail.domain.knowledge.health.model import (
    Finding,
    FindingKind,
    FindingState,
    KeptFinding,
    Quoted,
)
from handrail.domain.knowledge.model import ArticleId
from handrail.flow.seal_audit import export_heads, seal_now
from tests.builders import NOON, a_calibration, an_entry
from tests.projects import a_synced_project, opened, synced, write_article

QUESTIONS = (
    "How long does a refund take to reach my bank account?",
    "What does shipping a parcel cost?",
    "How do I reset my password?",
)
REFUNDS, NOTICE = ArticleId("help/billing/refunds.md"), ArticleId("help/notice.md")
ONE = "A refund takes 5 days to reach your bank account."
OTHER = "Since May the bank pays every refund on day 9."
PROMISE = Promise(max_wrong=0.05, confidence=0.95)


def a_past_project(home: Path) -> App:
    """Open a synced project that answers from a low confidence on."""
    app = opened(a_synced_project(home))
    threshold = Threshold(value=0.05, answered=200, wrong=2, upper_bound=0.03)
    made = a_calibration(
        promise=PROMISE, threshold=threshold, by_topic={}, bound_to=dict(app.bound_to)
    )
    with app.store.write() as writing:
        writing.save_calibration(made, an_entry("calibration.made"))
    return app


def move_on(project: Path) -> None:
    """Edit one article, take another away, and sync."""
    write_article(project, "billing/refunds.md", "# Refunds\n\nA refund takes 15 days.\n")
    (project / "docs" / "shipping.md").unlink()
    synced(project)


def seal(app: App) -> None:
    """Seal the audit log and hand the heads out."""
    ports = app.audit.seal_ports
    ports.signer.begin()
    seal_now(ports)
    export_heads(ports)


def publish_the_notice(project: Path) -> None:
    """Add an article that says otherwise how long a refund takes."""
    write_article(project, "notice.md", f"# Notice\n\n{OTHER}\n")
    synced(project)


def the_dispute(app: App) -> KeptFinding:
    """Return the contradiction as the staff accepted it."""

    def quoted(article: ArticleId, words: str) -> Quoted:
        with app.store.read() as reading:
            [side] = [p for p in reading.passages_of(article) if words in p.text]
        return Quoted(article=article, version=side.version, passage=side.id, text=words)

    finding = Finding(
        kind=FindingKind.CONTRADICTION,
        articles=(REFUNDS, NOTICE),
        subject="refund",
        why="5 days or 9 days",
        quotes=(quoted(REFUNDS, ONE), quoted(NOTICE, OTHER)),
        newer=NOTICE,
    )
    return KeptFinding(
        finding=finding,
        state=FindingState.ACCEPTED,
        owner=None,
        exposure=0,
        first_seen=NOON,
        last_seen=NOON,
        version=0,
    )


def contradict(app: App) -> None:
    """Find that the notice contradicts the article on refunds."""
    with app.store.write() as writing:
        writing.save_findings((the_dispute(app),), an_entry())
