"""Make a project out of the sample company, once, and open it."""

from collections.abc import Callable
from pathlib import Path

from handrail.app import App, open_app
from handrail.domain.decision.calibration import Calibration
from handrail.flow.calibrate_answers import calibrate, labelled_set
from handrail.flow.ports import Progress
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.kernel.errors import Unavailable
from handrail.settings import FILE_NAME

HELP = Path(__file__).with_name("help")
CALIBRATION = Path(__file__).with_name("calibration.jsonl")
COMPANY = "Corncrake"

_SETTINGS = """\
# The sample company's project, made by `handrail demo`. Delete the folder to start again.

[[knowledge.sources]]
name = "help"
kind = "folder"
path = "{help}"

[answers]
max_wrong = 0.10
confidence = 0.95
calibration = "{calibration}"

[serve]
title = "{company} help"
"""


def open_sample(project: Path, tell: Callable[[str], None], progress: Progress) -> App:
    """Open the sample project, making, syncing and calibrating it where that was not done yet."""
    if not (project / FILE_NAME).exists():
        _write_settings(project)
    app = open_app(project)
    report = sync_knowledge(app.sync_ports(), None, progress)
    if report.added:
        tell(f"Read the help centre of {COMPANY}: {len(report.added)} articles.")
    with app.store.read() as reading:
        is_calibrated = reading.calibration() is not None
    if not is_calibrated:
        made = calibrate(labelled_set(CALIBRATION), app.terms(), app.calibration_ports(progress))
        tell(_promised(made) if isinstance(made, Calibration) else f"Not calibrated: {made.why}")
    return app


def _promised(made: Calibration) -> str:
    promise = made.promise
    return (
        f"Calibrated on {made.questions} labelled questions: at most {promise.max_wrong:.0%} of "
        f"the answers wrong, with {promise.confidence:.0%} confidence."
    )


def _write_settings(project: Path) -> None:
    text = _SETTINGS.format(help=HELP, calibration=CALIBRATION, company=COMPANY)
    try:
        project.mkdir(parents=True, exist_ok=True)
        (project / FILE_NAME).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unavailable(
            f"Cannot write the sample project to {project}: {error.strerror}.",
            hint="Name another folder with --project.",
        ) from error
