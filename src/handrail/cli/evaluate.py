"""`handrail eval`: measure retrieval, answers, grounding and masking on labels."""

from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from handrail.app import App, open_app
from handrail.cli.figures import print_figures, print_items, show
from handrail.cli.options import (
    HERE,
    AudienceOption,
    ItemsOption,
    JsonOption,
    LocaleOption,
    ProjectOption,
    ThresholdOption,
)
from handrail.cli.output import as_json, progress_bar, say
from handrail.domain.answering.support import SUPPORTED_FROM, overlap
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.knowledge.model import ArticleId, Audience
from handrail.domain.retrieval.model import PUBLIC, Scope
from handrail.flow.ask_labelled import EvaluatedAsker
from handrail.flow.evaluate_answers import AnswersReport, evaluate_answers
from handrail.flow.evaluate_grounding import Score, evaluate_grounding
from handrail.flow.evaluate_privacy import PrivacyReport, evaluate_privacy
from handrail.flow.evaluate_retrieval import (
    RetrievalReport,
    WantedArticles,
    evaluate_retrieval,
    read_wanted,
)
from handrail.flow.measure_support import SupportMeter
from handrail.flow.ports import Progress
from handrail.flow.read_labelled_claims import read_labelled_claims
from handrail.flow.read_labelled_questions import read_labelled, require_known_articles
from handrail.flow.read_labelled_spans import read_labelled_spans
from handrail.flow.reviewed_cases import as_labelled, as_wanted, reviewed_cases
from handrail.kernel.errors import BadDataset
from handrail.review_app import review_ports

_Asked = TypeVar("_Asked", LabelledQuestion, WantedArticles)

FileArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="Labelled questions, one JSON object per line; without it, what was reviewed.",
    ),
]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="retrieval")(retrieval)
    cli.command(name="answers")(answers)
    cli.command(name="grounding")(grounding)
    cli.command(name="privacy")(privacy)


def retrieval(
    file: FileArgument = None,
    project: ProjectOption = HERE,
    internal: AudienceOption = False,  # noqa: FBT002 - a flag
    locale: LocaleOption = None,
    items: ItemsOption = False,  # noqa: FBT002 - a flag
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Measure how often the right article is found, and charge each miss to a stage."""
    app = open_app(project)
    scope = _scope(locale, internal=internal)
    wanted = _wanted(app, file)
    with progress_bar(is_quiet=json) as progress:
        report = evaluate_retrieval(wanted, scope, app.find_all, app.store, progress)
    if json:
        as_json(report.as_json(with_items=items))
    else:
        _print_retrieval(report, with_items=items)
    return 0


def answers(
    file: FileArgument = None,
    project: ProjectOption = HERE,
    threshold: ThresholdOption = None,
    locale: LocaleOption = None,
    items: ItemsOption = False,  # noqa: FBT002 - a flag
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Measure how often customers are answered, how often wrongly, and whether it was known."""
    app = open_app(project)
    with progress_bar(is_quiet=json) as progress:
        report = _answers(app, _labelled(app, file), threshold, locale, progress)
    show(report.figures, [item.as_json() for item in report.items] if items else None, is_json=json)
    return 0


def grounding(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Claims with evidence, one JSON per line.")
    ],
    project: ProjectOption = HERE,
    items: ItemsOption = False,  # noqa: FBT002 - a flag
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Measure how well it is told what evidence carries, beside similarity and word overlap."""
    meter = SupportMeter(open_app(project).embedder)
    beside: Mapping[str, Score] = {"similarity": meter.similarity, "overlap": overlap}
    with progress_bar(is_quiet=json) as progress:
        report = evaluate_grounding(
            read_labelled_claims(file),
            meter.support,
            SUPPORTED_FROM,
            beside,
            progress,
        )
    show(report.figures, [item.as_json() for item in report.items] if items else None, is_json=json)
    return 0


def privacy(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Texts with labelled spans, one JSON per line.")
    ],
    project: ProjectOption = HERE,
    items: ItemsOption = False,  # noqa: FBT002 - a flag
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Measure how much personal data is kept from a model, and how much else goes with it."""
    app = open_app(project)
    with progress_bar(is_quiet=json) as progress:
        report = evaluate_privacy(
            read_labelled_spans(file), app.personal_data, app.exact_interval, progress
        )
    if json:
        as_json(report.as_json(with_items=items))
    else:
        _print_privacy(report, with_items=items)
    return 0


def _answers(
    app: App,
    labelled: Sequence[LabelledQuestion],
    threshold: float | None,
    locale: str | None,
    progress: Progress,
) -> AnswersReport:
    with app.store.read() as reading:
        calibration = reading.calibration()
    asker = app.labelled_asker(_scope(locale, internal=False))
    ask = EvaluatedAsker(asker=asker, threshold=threshold, calibration=calibration)
    return evaluate_answers(labelled, ask, app.exact_interval, progress)


def _labelled(app: App, file: Path | None) -> tuple[LabelledQuestion, ...]:
    """Return the questions of a file, or of what was reviewed; raises BadDataset."""
    with app.store.read() as reading:
        live = reading.live_versions()
    if file is not None:
        asked = read_labelled(file)
        require_known_articles(asked, live, file)
        return asked
    known = as_labelled(reviewed_cases(review_ports(app)))
    return _required([one for one in known if _served(one, live)])


def _wanted(app: App, file: Path | None) -> tuple[WantedArticles, ...]:
    if file is not None:
        return read_wanted(file)
    with app.store.read() as reading:
        live = reading.live_versions()
    known = as_wanted(reviewed_cases(review_ports(app)))
    return _required([one for one in known if _served(one, live)])


def _served(one: LabelledQuestion | WantedArticles, live: Container[ArticleId]) -> bool:
    """Tell whether the articles that a reviewer named are still there."""
    return all(article in live for article in one.articles)


def _required(asked: Sequence[_Asked]) -> tuple[_Asked, ...]:
    if not asked:
        raise BadDataset("Nothing was reviewed yet.", hint="Name a file, or review some turns.")
    return tuple(asked)


def _scope(locale: str | None, *, internal: bool) -> Scope:
    return Scope(audiences=frozenset(Audience) if internal else PUBLIC.audiences, locale=locale)


def _print_retrieval(report: RetrievalReport, *, with_items: bool) -> None:
    print_figures(report.figures)
    for stage, count in report.misses.items():
        say(f"missed: {stage:<22} {count}")
    if with_items:
        print_items([item.as_json() for item in report.items])


def _print_privacy(report: PrivacyReport, *, with_items: bool) -> None:
    print_figures(report.overall)
    for kind, figures in report.kinds.items():
        print_figures({f"{kind} {name}": figure for name, figure in figures.items()})
    for name, count in report.not_promised.items():
        say(f"not promised: {name:<22} {count}")
    print_figures({"not_promised_share": report.not_promised_share})
    if with_items:
        print_items([item.as_json() for item in report.items])
