"""`handrail canary`: a share of the traffic under a change, until it is found to be worse."""

import json as json_module
from pathlib import Path
from typing import Annotated

import typer

from handrail.app import App, open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, progress_bar, say
from handrail.domain.quality.canary import Canary, CanaryState
from handrail.domain.quality.sequential import Looked
from handrail.flow.run_canary import Wanted, look_at_canary, start_canary, stop_canary
from handrail.kernel.errors import NotFound
from handrail.replay_app import canary_calibration, canary_ports
from handrail.trial_settings import read_canary

_MOST = 8_000


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="start")(start)
    cli.command(name="show")(show)
    cli.command(name="stop")(stop)


def start(
    candidate: Annotated[
        Path, typer.Option("--with", metavar="FILE", help="Settings to try: a candidate.toml.")
    ],
    share: Annotated[
        float, typer.Option("--share", help="Share of the new conversations, up to 0.5.")
    ] = 0.2,
    most: Annotated[
        int, typer.Option("--most", min=100, help="Conversations after which it has passed.")
    ] = _MOST,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Answer a share of the new conversations under other settings of answers and models."""
    app = open_app(project)
    tried = read_canary(candidate, app.settings)
    with progress_bar(is_quiet=json) as progress:
        calibration = canary_calibration(app, tried, progress)
    wanted = Wanted(
        values=json_module.dumps(tried.values),
        change=tried.change,
        share=share,
        most=most,
        calibration=calibration,
    )
    canary = start_canary(wanted, canary_ports(app))
    if json:
        as_json(_json(canary, None))
    else:
        say(f"{canary.id} answers {share:.0%} of the new conversations from now on.")
    return OK


def show(
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Look at the canary now; 1 where it was stopped because the change is worse."""
    found = _looked(open_app(project))
    canary, seen = found
    if json:
        as_json(_json(canary, seen))
    else:
        _print(canary, seen)
    return FOUND_SOMETHING if canary.state is CanaryState.STOPPED_WORSE else OK


def stop(
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """End the canary: from the next message on, all is answered as before."""
    canary = stop_canary(canary_ports(open_app(project)))
    if json:
        as_json(_json(canary, None))
    else:
        say(f"{canary.id} has ended.")
    return OK


def _looked(app: App) -> tuple[Canary, Looked]:
    found = look_at_canary(canary_ports(app))
    if found is None:
        raise NotFound("There was no canary yet.", hint="`handrail canary start` begins one.")
    return found


def _print(canary: Canary, seen: Looked) -> None:
    arms, apart = canary.arms, seen.difference
    own, changed = arms.well + arms.badly, arms.changed_well + arms.changed_badly
    say(f"{canary.id}: {canary.state.value}, since {canary.started_at:%Y-%m-%d %H:%M}")
    say(f"Changed    {', '.join(sorted(canary.change))}, for {canary.share:.0%} of the traffic")
    say(f"As before  {arms.well} of {own} conversations turned out well")
    say(f"Changed    {arms.changed_well} of {changed}")
    say(
        f"Apart      {apart.value:+.3f} ({apart.low:+.3f} to {apart.high:+.3f}, whenever one looks)"
    )
    say(f"Evidence   {seen.evidence:.3g} for worse; from 20 on it is stopped")
    say(f"Passes     after {canary.most} conversations; {arms.n} are counted")


def _json(canary: Canary, seen: Looked | None) -> dict[str, object]:
    arms = canary.arms
    return {
        "canary": canary.id,
        "state": canary.state.value,
        "share": canary.share,
        "most": canary.most,
        "change": dict(canary.change),
        "started_at": canary.started_at.isoformat(),
        "ended_at": None if canary.ended_at is None else canary.ended_at.isoformat(),
        "before": {"well": arms.well, "n": arms.well + arms.badly},
        "changed": {"well": arms.changed_well, "n": arms.changed_well + arms.changed_badly},
        "evidence": None if seen is None else seen.evidence,
        "difference": None if seen is None else seen.difference.as_json(),
    }
