"""A small project in which something was asked, decided and sealed, and its knowledge moved on."""

from pathlib import Path

from handrail.app import App
from handrail.domain.decision.calibration import Promise, Threshold
from handrail.flow.seal_audit import export_heads, seal_now
from tests.builders import a_calibration, an_entry
from tests.projects import a_synced_project, opened, synced, write_article

QUESTIONS = (
    "How long does a refund take to reach my bank account?",
    "What does shipping a parcel cost?",
    "How do I reset my password?",
)
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
