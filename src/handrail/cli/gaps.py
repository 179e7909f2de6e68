"""`handrail gaps`: what customers ask that no article answers, and articles drafted for it."""

from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.actions import acting_staff
from handrail.cli.drafts import print_draft
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, say
from handrail.domain.knowledge.health.gap_json import draft_as_json, topic_as_json
from handrail.domain.knowledge.health.gaps import TopicId
from handrail.flow.find_gaps import ShownTopic, find_gaps, shown_topic, shown_topics
from handrail.flow.propose_article import propose_article

GapArgument = Annotated[str, typer.Argument(metavar="GAP", help="For example gap_4f1c09aa21.")]

KeptOption = Annotated[
    bool, typer.Option("--kept", help="Show what was found last; do not look anew.")
]


def add_to(cli: typer.Typer) -> None:
    """Register the commands."""
    cli.command(name="list")(list_gaps)
    cli.command(name="show")(show)
    cli.command(name="draft")(draft)


def list_gaps(
    kept: KeptOption = False,  # noqa: FBT002 - a flag
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Gather unanswered questions into topics and list them, the most asked first."""
    app = open_app(project)
    ports = app.health.gaps
    if not kept:
        find_gaps(ports)
    found = [shown for shown in shown_topics(ports) if not shown.topic.is_answered]
    if json:
        as_json([topic_as_json(shown.topic, shown.examples) for shown in found])
        return 0
    for shown in found:
        _print_line(shown)
    say(f"{len(found)} topics that no article answers." if found else "No gap was found.")
    return 0


def show(
    gap: GapArgument,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Show one gap with examples of what was asked, without personal data."""
    shown = shown_topic(TopicId(gap), open_app(project).health.gaps)
    if json:
        as_json(topic_as_json(shown.topic, shown.examples))
        return 0
    topic = shown.topic
    _print_line(shown)
    needs = ", ".join(f"{count} {need}" for need, count in topic.needs.items())
    say(f"  how:     {needs}")
    say(f"  volume:  {topic.recent} in 28 days, {topic.before} in the 28 before: {topic.trend}")
    say(f"  nearest: {', '.join(topic.nearest) or 'nothing'}")
    for one in shown.examples:
        say(f"  · {one.text}")
    return 0


def draft(
    gap: GapArgument,
    project: ProjectOption = HERE,
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Draft an article for a gap out of what agents answered; a lead decides on it."""
    app = open_app(project)
    made = propose_article(TopicId(gap), acting_staff(app), app.health.gaps)
    if json:
        as_json(draft_as_json(made))
    else:
        print_draft(made)
    return 0


def _print_line(shown: ShownTopic) -> None:
    topic = shown.topic
    say(f"{topic.id}  {topic.conversations:>4} customers  {topic.trend:<8} {topic.name}")
