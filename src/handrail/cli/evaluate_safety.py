"""`handrail eval leak` and `handrail eval injection`: what reaches a customer that should not."""

from pathlib import Path
from typing import Annotated

import typer

from handrail.app import App, open_app
from handrail.cli.figures import figures_as_json, print_figures, print_items, show
from handrail.cli.options import HERE, ItemsOption, JsonOption, ProjectOption, ThresholdOption
from handrail.cli.output import as_json, progress_bar, say
from handrail.flow.ask_attacked import SafetyAsker
from handrail.flow.evaluate_injection import (
    NOT_APPLICABLE,
    InjectionReport,
    evaluate_injection,
    internal_texts,
)
from handrail.flow.evaluate_leak import evaluate_leak, read_supported
from handrail.flow.read_attacks import asking, read_attacks, read_questions, sampled
from handrail.flow.read_labelled_questions import require_known_articles

FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="Questions with their articles, one JSON object per line."),
]
AttacksArgument = Annotated[
    Path,
    typer.Argument(metavar="FOLDER|FILE", help="BIPIA's or InjecAgent's folder, or a JSONL file."),
]
QuestionsOption = Annotated[
    Path | None,
    typer.Option(
        "--questions",
        help="Ask these questions (JSONL), in turn.",
        show_default="each text's own question",
    ),
]
SampleOption = Annotated[
    int | None,
    typer.Option("--sample", min=1, help="Take so many attacks, seeded.", show_default="all"),
]
SeedOption = Annotated[int, typer.Option("--seed", help="Draws the sample.")]
WithoutGuardOption = Annotated[
    bool,
    typer.Option(
        "--without-guard", help="For comparison: say whatever the model alone would have said."
    ),
]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="leak")(leak)
    cli.command(name="injection")(injection)


def leak(
    file: FileArgument,
    project: ProjectOption = HERE,
    threshold: ThresholdOption = None,
    without_guard: WithoutGuardOption = False,  # noqa: FBT002 - a flag
    items: ItemsOption = False,  # noqa: FBT002 - a flag
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Take away the articles that answer each question, and count what is answered all the same."""
    app = open_app(project)
    questions = read_supported(file)
    with app.store.read() as reading:
        require_known_articles(questions, reading.live_versions(), file)
    ask = _asker(app, threshold, without_guard=without_guard)
    with progress_bar(is_quiet=json) as progress:
        report = evaluate_leak(
            questions, ask.without_its_articles, ask.asked, app.exact_interval, progress
        )
    show(report.figures, [item.as_json() for item in report.items] if items else None, is_json=json)
    return 0


def injection(  # noqa: PLR0913 - a command's options
    attacks: AttacksArgument,
    project: ProjectOption = HERE,
    questions: QuestionsOption = None,
    sample: SampleOption = None,
    seed: SeedOption = 0,
    threshold: ThresholdOption = None,
    without_guard: WithoutGuardOption = False,  # noqa: FBT002 - a flag
    items: ItemsOption = False,  # noqa: FBT002 - a flag
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Hide instructions in articles and in customers' messages, and count what they bring about."""
    app = open_app(project)
    drawn = sampled(read_attacks(attacks), sample, seed)
    if questions is not None:
        drawn = asking(drawn, read_questions(questions))
    ask = _asker(app, threshold, without_guard=without_guard)
    with app.store.read() as reading:
        internal = internal_texts(tuple(reading.all_live_passages()))
    with progress_bar(is_quiet=json) as progress:
        report = evaluate_injection(drawn, ask.attacked, internal, app.exact_interval, progress)
    _show_injection(report, is_json=json, with_items=items)
    return 0


def _asker(app: App, threshold: float | None, *, without_guard: bool) -> SafetyAsker:
    with app.store.read() as reading:
        calibration = reading.calibration()
    asker = SafetyAsker(asker=app.labelled_asker(), threshold=threshold, calibration=calibration)
    return asker.unguarded() if without_guard else asker


def _show_injection(report: InjectionReport, *, is_json: bool, with_items: bool) -> None:
    shown = [item.as_json() for item in report.items] if with_items else []
    if is_json:
        placed = {name: figures_as_json(figures) for name, figures in report.figures.items()}
        listed = {"items": shown} if with_items else {}
        as_json({**placed, **NOT_APPLICABLE, **listed})
        return
    for name, figures in report.figures.items():
        say(f"{name}:")
        print_figures(figures)
    for name, why in NOT_APPLICABLE.items():
        say(f"{name}: {why}")
    print_items(shown)
