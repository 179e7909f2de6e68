"""`handrail calibrate`: how sure must the assistant be to keep the promise?"""

from pathlib import Path
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import FOUND_SOMETHING, OK, as_json, progress_bar, say
from handrail.domain.decision.calibration import Calibration, Threshold
from handrail.flow.calibrate_answers import CannotPromise, calibrate, labelled_set


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="calibrate")(calibrate_answers)


def calibrate_answers(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Labelled questions, one JSON object per line.")
    ],
    max_wrong: Annotated[
        float | None,
        typer.Option("--max-wrong", help="Largest share of answers that may be wrong."),
    ] = None,
    confidence: Annotated[
        float | None, typer.Option("--confidence", help="Probability with which that must hold.")
    ] = None,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Choose the threshold above which answers keep the promised error rate, by an exact bound."""
    app = open_app(project)
    terms = app.calibrating.terms(max_wrong=max_wrong, confidence=confidence)
    with progress_bar(is_quiet=json) as progress:
        made = calibrate(labelled_set(file), terms, app.calibrating.ports(progress))
    match made:
        case Calibration():
            as_json(_described(made)) if json else _print(made)
            return OK
        case CannotPromise(why=why):
            as_json({"calibrated": False, "why": why}) if json else say(
                f"Not calibrated. {why}\nNothing was changed. Improve the articles that are "
                "answered wrongly, or allow more errors."
            )
            return FOUND_SOMETHING


def _print(made: Calibration) -> None:
    promise = made.promise
    say(
        f"Calibrated: at most {promise.max_wrong:.1%} of the answers wrong, "
        f"with {promise.confidence:.0%} confidence."
    )
    say(f"  overall    {_threshold(made.threshold)}")
    for topic, threshold in sorted(made.by_topic.items()):
        say(f"  {topic:<10} {_threshold(threshold)}")
    say(
        f"Of {made.answerable} answerable questions, {made.answered_share:.0%} are answered; "
        f"{made.questions} were asked."
    )


def _threshold(found: Threshold) -> str:
    return (
        f"from confidence {found.value:.3f}: {found.wrong} of {found.answered} answers wrong, "
        f"at most {found.upper_bound:.1%} by the exact bound"
    )


def _described(made: Calibration) -> dict[str, object]:
    return {
        "calibrated": True,
        "id": made.id,
        "max_wrong": made.promise.max_wrong,
        "confidence": made.promise.confidence,
        "threshold": _threshold_json(made.threshold),
        "by_topic": {topic: _threshold_json(found) for topic, found in made.by_topic.items()},
        "questions": made.questions,
        "answerable": made.answerable,
        "answered_share": made.answered_share,
        "bound_to": dict(made.bound_to),
    }


def _threshold_json(found: Threshold) -> dict[str, float | int]:
    return {
        "value": found.value,
        "answered": found.answered,
        "wrong": found.wrong,
        "upper_bound": found.upper_bound,
    }
