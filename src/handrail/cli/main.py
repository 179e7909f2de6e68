"""Every command, and what happens when one goes wrong."""

import sys
from collections.abc import Sequence

import typer
from typer.exceptions import Abort, TyperException

from handrail.cli import (
    actions,
    ask,
    audit,
    calibrate,
    canary,
    chat,
    check,
    datasets,
    deliveries,
    demo,
    doctor,
    drafts,
    erase,
    evaluate,
    evaluate_safety,
    explain,
    exporting,
    gaps,
    handoffs,
    init,
    judges,
    knowledge,
    knowledge_history,
    mcp,
    quality,
    replay,
    review,
    search,
    serve,
    settling,
    simulate,
    sources,
    staff,
    staff_logins,
    sync,
    waterfall,
    worker,
)
from handrail.cli.output import OK, complain
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
evaluations = typer.Typer(help="Measure retrieval, answers, and what must not reach a customer.")
actions_cli = typer.Typer(help="See what was asked to be done, decide on it, stop it.")
staff_cli = typer.Typer(help="Say who of the staff may decide.")
deliveries_cli = typer.Typer(help="See what was to reach people elsewhere, and try again.")
log = typer.Typer(help="Seal, export and verify the audit log.")
sources_cli = typer.Typer(help="See how sources stand, and allow what waits for a person.")
articles = typer.Typer(help="Look into the knowledge base, as it is and as it was.")
checks = typer.Typer(help="Check that what you publish holds together.")
gaps_cli = typer.Typer(help="See what customers ask that no article answers.")
drafts_cli = typer.Typer(help="See articles that were drafted for gaps, and decide on them.")
datasets_cli = typer.Typer(help="Take labelled questions in from other tools, and out to them.")
qualities = typer.Typer(help="See how many customers are helped, and how well.")
reviews_cli = typer.Typer(help="See the worst answers first, and say what went wrong.")
canaries = typer.Typer(help="Try a change on a share of the traffic, and stop it when worse.")

for module in (
    init,
    sync,
    search,
    ask,
    chat,
    serve,
    mcp,
    worker,
    demo,
    doctor,
    calibrate,
    explain,
    replay,
    waterfall,
    judges,
    simulate,
    handoffs,
    erase,
):
    module.add_to(cli)
evaluate.add_to(evaluations)
evaluate_safety.add_to(evaluations)
knowledge.add_to(articles)
knowledge_history.add_to(articles)
canary.add_to(canaries)
quality.add_to(qualities)
exporting.add_to(qualities)
review.add_to(reviews_cli)
actions.add_to(actions_cli)
settling.add_to(actions_cli)
staff.add_to(staff_cli)
staff_logins.add_to(staff_cli)
cli.add_typer(actions_cli, name="actions")
cli.add_typer(staff_cli, name="staff")
deliveries.add_to(deliveries_cli)
cli.add_typer(deliveries_cli, name="deliveries")
sources.add_to(sources_cli)
cli.add_typer(sources_cli, name="sources")
audit.add_to(log)
cli.add_typer(evaluations, name="eval")
cli.add_typer(canaries, name="canary")
cli.add_typer(qualities, name="quality")
datasets.add_to(datasets_cli)
cli.add_typer(datasets_cli, name="dataset")
cli.add_typer(reviews_cli, name="review")
cli.add_typer(log, name="audit")
cli.add_typer(articles, name="knowledge")
gaps.add_to(gaps_cli)
cli.add_typer(gaps_cli, name="gaps")
drafts.add_to(drafts_cli)
cli.add_typer(drafts_cli, name="drafts")
check.add_to(checks)
cli.add_typer(checks, name="check")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status: 0 fine, 1 a finding or gate failed, 2 wrong use."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    command = typer.main.get_command(cli)
    try:
        status = command.main(args=given or ["--help"], prog_name="handrail", standalone_mode=False)
    except TyperException as usage:
        return complain(f"{usage.format_message().rstrip('.')}. Try `handrail --help`.")
    except HandrailError as error:
        return complain(error)
    except (KeyboardInterrupt, Abort):
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        sys.stderr.close()
        return OK
    return status if isinstance(status, int) else OK
