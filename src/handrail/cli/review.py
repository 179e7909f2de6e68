"""`handrail review`: the worst turns first, and what reviewers find of them."""

from pathlib import Path
from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.actions import acting_staff
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import OK, as_json, say, writing_to
from handrail.domain.decision.model import RecordId
from handrail.domain.knowledge.model import ArticleId
from handrail.domain.quality.model import Figure
from handrail.domain.quality.review import Cause, TurnReview, Verdict
from handrail.domain.quality.review_json import review_as_json
from handrail.flow.queue_json import turn_as_json, worst_as_json
from handrail.flow.rank_worst import rank_worst
from handrail.flow.review_ports import Queued
from handrail.flow.review_queue import Coverage, ShownTurn, turn_to_review, worst_turns
from handrail.flow.review_turn import Reviewing, review_turn
from handrail.flow.reviewed_cases import KINDS, export_cases
from handrail.kernel.canonical import canonical_json
from handrail.kernel.errors import BadInput
from handrail.review_app import looking_ports, rank_ports, review_ports

RecordArgument = Annotated[str, typer.Argument(metavar="RECORD", help="For example rec_7f3a…")]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="list")(list_worst)
    cli.command(name="show")(show)
    cli.command(name="verdict")(verdict)
    cli.command(name="export")(export)


def list_worst(
    days: Annotated[int, typer.Option("--days", min=1, help="How far back.")] = 28,
    most: Annotated[int, typer.Option("--most", min=1, max=1_000, help="How many.")] = 20,
    reviewed: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--reviewed", help="Those that were reviewed already.")
    ] = False,
    simulated: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--simulated", help="Simulated conversations, too.")
    ] = False,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """List the turns in which most could have gone wrong; what is new is ranked first."""
    app = open_app(project)
    staff = acting_staff(app)
    rank_worst(rank_ports(app))
    found = worst_turns(
        staff, looking_ports(app), days=days, most=most, reviewed=reviewed, simulated=simulated
    )
    if json:
        as_json(worst_as_json(found))
        return OK
    for one in found.turns:
        _print_queued(one)
    if not found.turns:
        say("Nothing is to be reviewed.")
    _print_coverage(found.coverage)
    return OK


def show(
    record: RecordArgument,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Show one turn with its conversation and what it rested on; that you read it is noted."""
    app = open_app(project)
    shown = turn_to_review(RecordId(record), acting_staff(app), looking_ports(app))
    if json:
        as_json(turn_as_json(shown))
        return OK
    _print_turn(shown)
    return OK


def verdict(  # noqa: PLR0913 - one parameter per option
    record: RecordArgument,
    found: Annotated[Verdict, typer.Argument(metavar="VERDICT", help="What you find of it.")],
    cause: Annotated[
        Cause | None, typer.Option("--cause", help="What went wrong; where it is not right.")
    ] = None,
    article: Annotated[
        list[str] | None, typer.Option("--article", help="An article that answers; repeatable.")
    ] = None,
    answer: Annotated[str, typer.Option("--answer", help="What should have been said.")] = "",
    note: Annotated[str, typer.Option("--note", help="For whoever puts it right.")] = "",
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Say whether a turn was right, what went wrong, and what would have been right.

    Name neither article nor answer where nothing should have been answered.
    """
    app = open_app(project)
    said = Reviewing(
        record=RecordId(record),
        verdict=found,
        cause=cause,
        articles=tuple(ArticleId(one) for one in article or ()),
        answer=answer,
        note=note,
    )
    made = review_turn(said, acting_staff(app), review_ports(app))
    if json:
        as_json(review_as_json(made))
        return OK
    say(f"{made.id}: {made.verdict.value}.")
    if made.finding is not None:
        say(f"To be put right in the articles: {made.finding}.")
    return OK


def export(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"One of {', '.join(KINDS)}.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Written as JSON lines.")],
    project: ProjectOption = HERE,
) -> int:
    """Write what was reviewed as labelled questions, without personal data."""
    if kind not in KINDS:
        raise BadInput(f"There is no kind {kind!r}.", hint=f"Choose one of {', '.join(KINDS)}.")
    app = open_app(project)
    rows = export_cases(kind, acting_staff(app), app.personal_data, review_ports(app))
    with writing_to(file):
        file.write_text("".join(f"{canonical_json(row)}\n" for row in rows), encoding="utf-8")
    say(f"{len(rows)} cases written to {file}.")
    return OK


def _print_queued(one: Queued) -> None:
    about = "  simulated" if one.is_simulated else ""
    said = f"  {', '.join(one.verdicts)}" if one.verdicts else ""
    topic = one.risk.topic or one.outcome.replace("_", " ")
    say(f"{one.risk.record}  {one.risk.score:.2f}  {one.at:%Y-%m-%d %H:%M}  {topic}{about}{said}")
    for reason in one.risk.reasons[:3]:
        say(f"    {reason.says}")


def _print_coverage(covered: Coverage) -> None:
    say(f"Read in {covered.days} days: {_share(covered.read)}")
    say(f"Of the worst twentieth: {_share(covered.worst_read)}")
    if covered.agreement is not None:
        a = covered.agreement
        say(f"Readers agree: alpha {a.value:.2f} ({a.low:.2f} to {a.high:.2f}, n {a.n}).")


def _share(figure: Figure) -> str:
    if not figure.n:
        return "nothing there"
    return f"{figure.value:.1%} ({figure.low:.1%} to {figure.high:.1%}, n {figure.n})"


def _print_turn(shown: ShownTurn) -> None:
    record = shown.explanation.record
    for message in shown.shown.conversation.messages:
        say(f"{message.author.value}: {message.text}")
    say(f"\nAsked:  {record.question}\nSaid:   {record.reply}")
    if shown.queued is not None:
        for reason in shown.queued.risk.reasons:
            say(f"    {reason.says}")
    if shown.stage is not None:
        say(f"Lost at: {shown.stage.value}")
    for review in shown.reviews:
        _print_review(review)


def _print_review(review: TurnReview) -> None:
    cause = "" if review.cause is None else f", {review.cause.value}"
    mended = "" if review.mended_at is None else f"; mended {review.mended_at:%Y-%m-%d}"
    say(f"{review.reviewer}: {review.verdict.value}{cause}{mended}")
    for text in filter(None, (*review.articles, review.answer, review.note)):
        say(f"    {text}")
