"""`handrail worker`: carry out actions, deliver, look after knowledge and audit log."""

import threading
from typing import Annotated

import typer

from handrail.app import App, open_app
from handrail.cli.options import HERE, ProjectOption
from handrail.cli.output import say
from handrail.flow.recover_actions import recover_actions
from handrail.judge_app import judging_ports
from handrail.kernel.errors import LogStopped
from handrail.kernel.stopping import told_to_stop
from handrail.worker.beside import beside
from handrail.worker.carry_out import NOT_SENT, carrying_out
from handrail.worker.channels import use_channels_once, using_channels
from handrail.worker.keep_audit import keep_audit
from handrail.worker.keep_canary import look_once, watching_canary
from handrail.worker.keep_judgements import (
    judge_answers_once,
    keeping_judgements,
    watch_calibration_once,
)
from handrail.worker.keep_knowledge import keep_knowledge
from handrail.worker.keep_quality import judge_once, keeping_quality
from handrail.worker.keep_risks import rank_once, ranking_turns
from handrail.worker.open_links import opening_links
from handrail.worker.word_briefs import wording_briefs


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="worker")(worker)


def worker(
    project: ProjectOption = HERE,
    once: Annotated[bool, typer.Option("--once", help="Do what is due once, then exit.")] = False,  # noqa: FBT002 - a flag
) -> int:
    """Carry out agreed actions, deliver and fetch mail, sync the sources, seal the audit log."""
    app = open_app(project)
    app.note_settings()
    with told_to_stop() as stop:
        return _once(app, stop) if once else _until(app, stop)


def _once(app: App, stop: threading.Event) -> int:
    stopped = max(_carried_out(app), use_channels_once(app, say))
    stopped = max(
        stopped,
        judge_answers_once(lambda: judging_ports(app), say),
        watch_calibration_once(app, say),
    )
    stopped = max(stopped, judge_once(app, say))
    look_once(app, say)
    rank_once(app, say)
    failed = max(stopped, keep_knowledge(app, stop, say, once=True))
    return max(failed, keep_audit(lambda: app.audit.seal_ports, stop, say, once=True))


def _until(app: App, stop: threading.Event) -> int:
    sealing = threading.Thread(target=keep_audit, args=(lambda: app.audit.seal_ports, stop, say))
    with (
        beside((sealing,), stop),
        carrying_out(app, stop, say),
        using_channels(app, stop, say),
        wording_briefs(app, stop, say),
        watching_canary(app, stop, say),
        keeping_judgements(app, stop, say),
        keeping_quality(app, stop, say),
        ranking_turns(app, stop, say),
        opening_links(app, stop, say),
    ):
        return keep_knowledge(app, stop, say, once=False)


def _carried_out(app: App) -> int:
    """Carry out what is due; return 1 where the database is older than what it gave out."""
    if app.acting is None:
        return 0
    try:
        recover_actions(app.acting.carrying)
    except LogStopped as error:
        say(f"{NOT_SENT} {error}")
        return 1
    return 0
