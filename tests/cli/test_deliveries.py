"""Deliveries from the command line: what waits, what failed, and trying again."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest

from handrail.app import App, open_app
from handrail.cli.main import run
from handrail.flow.delivery import DeliveryState, SinkName
from handrail.flow.examine_project import examine_project
from handrail.kernel.errors import BadSettings, Unavailable
from handrail.settings import load_settings
from handrail.worker.channels import use_channels_once, using_channels
from tests.channel_world import ChannelWorld
from tests.helpdesk_servers import WEBHOOK_SECRET, FakeReceiver, running

_SETTINGS = """
[channels]
most_attempts = 1
[helpdesks.desk]
kind = "webhook"
url = "{address}/events"
secret = "{secret}"
[notices]
url = "{address}/services/T0/B0/x"
console = "https://desk.example/console"
"""


@pytest.fixture
def receiver() -> Iterator[FakeReceiver]:
    server = FakeReceiver()
    with running(server):
        yield server


@pytest.fixture
def app(tmp_path: Path, receiver: FakeReceiver) -> Iterator[App]:
    settings = _SETTINGS.format(address=receiver.address, secret=WEBHOOK_SECRET)
    (tmp_path / "handrail.toml").write_text(settings)
    opened = open_app(tmp_path)
    yield opened
    opened.close()


def _said(app: App, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    status = run([*arguments, "--project", str(app.project)])
    return status, capsys.readouterr().out


def _listed(app: App, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    _, said = _said(app, capsys, "deliveries", "list", "--json", *more)
    listed: list[dict[str, Any]] = json.loads(said)
    return listed


def _examined(app: App) -> str:
    """Return what `handrail doctor` says of deliveries, without what takes long to examine."""
    ports = replace(app.examine_ports(), embedder=_gone, index=_gone, bound_to=_gone)
    return next(f.says for f in examine_project(ports) if f.check == "deliveries")


def _gone() -> NoReturn:
    raise Unavailable("not asked")


def test_what_failed_is_listed_examined_and_tried_again(
    app: App, receiver: FakeReceiver, capsys: pytest.CaptureFixture[str]
) -> None:
    ChannelWorld(app.store).hears("I want to talk to a person")
    receiver.faults[:] = ["500"]
    assert use_channels_once(app, print) == 1

    [failed] = _listed(app, capsys)
    assert (failed["sink"], failed["state"], failed["why"]) == ("desk", "failed", "HTTP 500.")
    assert "1 failed. See `handrail deliveries list`." in _examined(app)
    assert _said(app, capsys, "deliveries", "list")[1].startswith(failed["id"])

    status, said = _said(app, capsys, "deliveries", "retry", failed["id"])
    assert (status, said) == (0, f"{failed['id']} is due again.\n")
    assert use_channels_once(app, print) == 0
    assert _listed(app, capsys) == []
    assert len(receiver.events) == 1
    assert {one["state"] for one in _listed(app, capsys, "--all")} == {"delivered"}
    assert "May come twice: a notice" in _examined(app)
    assert receiver.wrongs == []


def test_the_worker_delivers_what_comes_while_it_works(app: App, receiver: FakeReceiver) -> None:
    stop = threading.Event()
    world = ChannelWorld(app.store)
    world.clock = app.clock  # type: ignore[assignment] # as the worker's
    told: list[str] = []

    with using_channels(app, stop, told.append):
        world.hears("I want to talk to a person")
        for _ in range(200):
            if {d.state for d in world.deliveries()} == {DeliveryState.DELIVERED}:
                break
            stop.wait(0.05)

    assert len(receiver.events) == len(receiver.notices) == 1
    assert told == []


def test_the_worker_forgets_webhooks_that_are_too_old_to_come_again(app: App) -> None:
    stop = threading.Event()
    is_new_again = False
    hook = (SinkName("desk"), "hook 1", app.clock.now() - timedelta(days=15))
    with app.channels.store.decide() as tx:
        assert tx.receive_hook(*hook)

    with using_channels(app, stop, print):
        for _ in range(200):
            with app.channels.store.decide() as tx:
                is_new_again = tx.receive_hook(*hook)
            if is_new_again:
                break
            stop.wait(0.05)

    assert is_new_again


def test_a_delivery_that_does_not_exist_is_said_in_one_line(
    app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["deliveries", "retry", "dlv_nothing", "--project", str(app.project)]) == 2

    assert "There is no delivery 'dlv_nothing'." in capsys.readouterr().err


_DESK = '[helpdesks.x]\nkind = "{}"\nurl = "{}"\nsecret = "{}"\n'
_GOOD = "0123456789abcdef"


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        (_DESK.format("zendesk", "https://x.example", _GOOD), "a zendesk needs 'token'"),
        (_DESK.format("webhook", "ftp://x", _GOOD), "url"),
        (_DESK.format("webhook", "https://x", "short"), "secret"),
        ('[helpdesks."a/b"]\nkind = "webhook"', "helpdesks"),
        ('[channels.email]\naddress = "Help Desk"', "address"),
        ("[channels]\nmost_attempt = 3", "Did you mean 'most_attempts'?"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(
    settings: str, complaint: str, tmp_path: Path
) -> None:
    (tmp_path / "handrail.toml").write_text(settings)

    with pytest.raises(BadSettings) as told:
        load_settings(tmp_path)

    assert complaint in str(told.value)


def test_secrets_of_helpdesks_come_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "handrail.toml").write_text(
        '[helpdesks.desk]\nkind = "webhook"\nurl = "https://x.example/events"\n'
    )
    environment = {"HANDRAIL_HELPDESKS__DESK__SECRET": WEBHOOK_SECRET}

    settings = load_settings(tmp_path, environment)

    assert settings.helpdesks["desk"].secret.get_secret_value() == WEBHOOK_SECRET
    assert WEBHOOK_SECRET not in json.dumps(settings.spelled())


def test_a_helpdesk_may_not_bear_the_name_of_another_place(tmp_path: Path) -> None:
    (tmp_path / "handrail.toml").write_text(
        '[helpdesks.email]\nkind = "webhook"\nurl = "https://x.example/e"\n'
        'secret = "0123456789abcdef"\n'
    )

    with pytest.raises(BadSettings, match="may be called 'email'"):
        _ = open_app(tmp_path).channels
