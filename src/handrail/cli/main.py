"""Every command, and what happens when one goes wrong."""

import sys
from collections.abc import Sequence

import click
import typer

from handrail.cli import (
    ask,
    calibrate,
    chat,
    demo,
    doctor,
    evaluate,
    explain,
    handoffs,
    init,
    knowledge,
    search,
    serve,
    sync,
    worker,
)
from handrail.cli.output import complain
from handrail.kernel.errors import HandrailError

INTERRUPTED = 130

cli = typer.Typer(
    name="handrail",
    help="Answer customers from your help centre, or honestly say that you cannot.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
evaluations = typer.Typer(help="Measure retrieval and answers on labelled questions.")
articles = typer.Typer(help="Look into the knowledge base.")

for module in (
    init,
    sync,
    search,
    ask,
    chat,
    serve,
    worker,
    demo,
    doctor,
    calibrate,
    explain,
    handoffs,
):
    module.add_to(cli)
evaluate.add_to(evaluations)
knowledge.add_to(articles)
cli.add_typer(evaluations, name="eval")
cli.add_typer(articles, name="knowledge")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status: 0 fine, 1 a finding or gate failed, 2 wrong use."""
    command = typer.main.get_command(cli)
    try:
        status = command.main(
            args=None if arguments is None else list(arguments),
            prog_name="handrail",
            standalone_mode=False,
        )
    except click.exceptions.NoArgsIsHelpError as usage:
        sys.stdout.write(usage.format_message() + "\n")
        return 0
    except click.ClickException as usage:
        return complain(usage.format_message())
    except HandrailError as error:
        return complain(error)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    return status if isinstance(status, int) else 0
