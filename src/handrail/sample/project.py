"""Make a project out of the sample company, once, and open it."""

import secrets
import shutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from handrail.app import App, open_app
from handrail.domain.decision.calibration import Calibration
from handrail.domain.decision.validity import Expired, validity
from handrail.flow.calibrate_answers import calibrate, labelled_set
from handrail.flow.check_knowledge import check_what_changed
from handrail.flow.ports import Progress
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.kernel.errors import Unavailable
from handrail.sample.company import OrderDesk, order_desk, shop_page
from handrail.sample.orders.document import DOCUMENT
from handrail.sample.shop.pages import PORT, SITE_KEY
from handrail.settings import FILE_NAME

HELP = Path(__file__).with_name("help")
NOTICES = Path(__file__).with_name("notices")
"""What the stores publish by themselves: copied into the project, where it can be edited."""
POLICIES = Path(__file__).with_name("policies")
CALIBRATION = Path(__file__).with_name("calibration.jsonl")
COMPANY = "Corncrake"

_KNOWLEDGE = """\
# The sample company's project, made by `handrail demo`. Delete the folder to start again.

[[knowledge.sources]]
name = "help"
kind = "folder"
path = "{help}"

# What the stores publish by themselves. One of their pages contradicts the help centre: see
# `handrail check knowledge`, and put it right in the folder `notices` beside this file.
[[knowledge.sources]]
name = "notices"
kind = "folder"
path = "notices"

[answers]
max_wrong = 0.10
confidence = 0.95
calibration = "{calibration}"

[[handoff.queues]]
name = "workshop"
words = ["luthier*", "bridge repair*"]
skills = ["repairs"]

[handoff.skills]
lee = ["repairs"]

[[handoff.saved_replies]]
name = "Hello"
topic = "support"
text = "Hello {{customer}}, this is {{agent}} of {company}. I am looking at this now."

[[handoff.saved_replies]]
name = "Photo, please"
topic = "workshop"
text = "Could you send us a photo of the damage? Then our luthier can say what it needs."

[[handoff.saved_replies]]
name = "Einen Moment"
topic = "support"
locale = "de"
text = "Guten Tag, hier ist {{agent}} von {company}. Ich sehe mir das gerade an."

[serve]
title = "{company} help"

[[sites]]
key = "{key}"
title = "{company} help"
locale = "en"
allowed_origins = ["http://127.0.0.1:{port}", "http://localhost:{port}"]
"""
_ACTIONS = """
# The secrets of a real project belong into the environment; these are made up for the sample.
[identity]
secret = "{secret}"

[actions]
policies = "{policies}"

[actions.systems.orders]
kind = "openapi"
document = "{document}"
base_url = "{address}"
token = "{token}"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Hold what the sample's parts know each other by; made once for a project."""

    identity: str = field(repr=False)
    token: str = field(repr=False)


@contextmanager
def sample_company(project: Path, tell: Callable[[str], None], progress: Progress) -> Iterator[App]:
    """Run the sample company and open its project, which can act; its order system stops after."""
    shared = _secrets(project)
    with order_desk(project / ".handrail" / "orders.db", shared.token) as desk:
        _write_settings(project, _knowledge() + _actions(shared, desk.address))
        yield _opened(project, tell, progress)


def open_sample(project: Path, tell: Callable[[str], None], progress: Progress) -> App:
    """Open the sample project without its order system: it answers, and cannot act.

    Make, sync and calibrate it where that was not done yet.
    """
    _write_settings(project, _knowledge())
    return _opened(project, tell, progress)


def fresh_copy(app: App, place: Path) -> Path:
    """Copy what a project knows to another folder, where nothing was asked or done yet."""
    app.store.close()
    try:
        if place.exists():
            shutil.rmtree(place)
        kept = shutil.ignore_patterns("orders.db*")
        shutil.copytree(app.project / ".handrail", place / ".handrail", ignore=kept)
    except OSError as error:
        raise Unavailable(
            f"Cannot write the sample project to {place}: {error.strerror}.",
            hint="Name another folder with --project.",
        ) from error
    return place


@contextmanager
def open_shop(app: App) -> Iterator[str]:
    """Run the sample company's shop, which embeds the assistant; yield its address."""
    shared, serve = shared_secrets(app), app.settings.serve
    desk = OrderDesk(address=str(app.settings.actions.systems["orders"].base_url))
    secret = {"CORNCRAKE_TOKEN": shared.token, "CORNCRAKE_IDENTITY": shared.identity}
    with shop_page(desk, secret, f"http://{serve.host}:{serve.port}", PORT) as shop:
        yield shop.address


def shared_secrets(app: App) -> Secrets:
    """Return what the sample's parts know each other by."""
    return _secrets(app.project)


def _opened(project: Path, tell: Callable[[str], None], progress: Progress) -> App:
    _bring_notices(project)
    app = open_app(project)
    report = sync_knowledge(app.sync_ports(), None, progress)
    if report.added:
        tell(f"Read the help centre of {COMPANY}: {len(report.added)} articles.")
    checked = check_what_changed(app.health.ports)
    if checked is not None and checked.new:
        tell(f"Checked it: {len(checked.new)} things to put right, see `handrail check knowledge`.")
    with app.store.read() as reading:
        held = reading.calibration()
    if held is None or isinstance(validity(held, app.bound_to), Expired):
        made = calibrate(
            labelled_set(CALIBRATION), app.calibrating.terms(), app.calibrating.ports(progress)
        )
        tell(_promised(made) if isinstance(made, Calibration) else f"Not calibrated: {made.why}")
    return app


def _bring_notices(project: Path) -> None:
    """Copy what the stores publish, once: whoever edits it edits their own copy."""
    place = project / NOTICES.name
    if place.exists():
        return
    try:
        shutil.copytree(NOTICES, place)
    except OSError as error:
        raise Unavailable(
            f"Cannot write the sample project to {project}: {error.strerror}.",
            hint="Name another folder with --project.",
        ) from error


def _promised(made: Calibration) -> str:
    promise = made.promise
    return (
        f"Calibrated on {made.questions} labelled questions: at most {promise.max_wrong:.0%} of "
        f"the answers wrong, with {promise.confidence:.0%} confidence."
    )


def _secrets(project: Path) -> Secrets:
    """Return those that the project has, or new ones."""
    try:
        held = tomllib.loads((project / FILE_NAME).read_text(encoding="utf-8"))
        return Secrets(
            identity=held["identity"]["secret"], token=held["actions"]["systems"]["orders"]["token"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Secrets(identity=secrets.token_urlsafe(32), token=secrets.token_urlsafe(32))


def _knowledge() -> str:
    return _KNOWLEDGE.format(
        help=HELP, calibration=CALIBRATION, company=COMPANY, key=SITE_KEY, port=PORT
    )


def _actions(shared: Secrets, address: str) -> str:
    return _ACTIONS.format(
        secret=shared.identity,
        policies=POLICIES,
        document=DOCUMENT,
        address=address,
        token=shared.token,
    )


def _write_settings(project: Path, text: str) -> None:
    place = project / FILE_NAME
    try:
        project.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600)
        place.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unavailable(
            f"Cannot write the sample project to {project}: {error.strerror}.",
            hint="Name another folder with --project.",
        ) from error
