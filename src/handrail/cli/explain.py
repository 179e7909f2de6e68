"""`handrail explain`: why a reply was given."""

from typing import Annotated

import typer

from handrail.app import open_app
from handrail.cli.options import HERE, JsonOption, ProjectOption
from handrail.cli.output import as_json, say
from handrail.cli.turn import sources_of, verdict
from handrail.cli.verifying import verified
from handrail.domain.decision.model import Abstain, RecordId, TurnRecord
from handrail.domain.decision.record_json import record_to_json
from handrail.flow.explain_record import EvidenceShown, Explanation, explain_record

_SHOWN_CHARACTERS = 200
_VERIFY = "Check the record against the audit log, and rebuild the reply from it, byte for byte."


def add_to(cli: typer.Typer) -> None:
    """Register the command."""
    cli.command(name="explain")(explain)


def explain(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="Id printed with each reply.")],
    project: ProjectOption = HERE,
    verify: Annotated[bool, typer.Option("--verify", help=_VERIFY)] = False,  # noqa: FBT002 - a flag
    json: JsonOption = False,  # noqa: FBT002 - a flag
) -> int:
    """Show why a reply was given: what was searched, found, drafted, checked and decided."""
    if verify:
        return verified(RecordId(record), open_app(project), json=json)
    found = explain_record(RecordId(record), open_app(project).store)
    if json:
        as_json({**record_to_json(found.record), "shown": [_shown(e) for e in found.evidence]})
    else:
        _print(found)
    return 0


def _print(found: Explanation) -> None:
    record = found.record
    say(f"Asked      {record.question}")
    if record.searched != record.question:
        say(f"Searched   {record.searched}")
    say(f"Decided    {verdict(record)}")
    say(f"Said       {record.reply}")
    for source in sources_of(record):
        say(f"           Source: {source}")
    _print_contested(record)
    _print_evidence(found)
    _print_check(record)
    _print_confidence(record)
    _print_calls(record)
    say(f"At         {record.at.isoformat()}")
    say(f"Index      {record.snapshot}")
    say(f"Threshold  {record.threshold} from {record.calibration or 'the conservative default'}")
    say("Models     " + ", ".join(f"{k} {v}" for k, v in sorted(record.models.items())))
    say("Timings    " + ", ".join(f"{k} {v:.1f} ms" for k, v in record.timings_ms.items()))


def _print_evidence(found: Explanation) -> None:
    for evidence in found.evidence:
        passage = evidence.passage
        note = "" if evidence.is_still_served else "  (edited or retired since)"
        say(f"Found {evidence.rank:>2}.  {passage.article}  score {evidence.score:.3f}{note}")
        say(f"           {' › '.join((passage.title, *passage.headings))}")
        text = " ".join(passage.text.split())
        say(f"           {text[:_SHOWN_CHARACTERS]}{'…' if len(text) > _SHOWN_CHARACTERS else ''}")


def _print_contested(record: TurnRecord) -> None:
    """Name the contradictions that were in the way; the reply shows what each article says."""
    if isinstance(record.outcome, Abstain):
        for finding in record.outcome.findings:
            say(f"Contested  {finding} is not settled yet")


def _print_check(record: TurnRecord) -> None:
    for check in record.grounding.checks if record.grounding else ():
        faults = "; ".join(check.faults) or "carried by its quote"
        say(f"Checked    “{check.claim.text[:80]}”: {faults}")


def _print_confidence(record: TurnRecord) -> None:
    if record.confidence is not None:
        say(f"Confidence {record.confidence.value:.3f} ({record.confidence.model}) from:")
        for name, value in sorted(record.confidence.evidence.items()):
            say(f"           {name:<28} {value:.3f}")


def _print_calls(record: TurnRecord) -> None:
    for call in record.calls:
        cost = "" if call.cost is None else f", cost {call.cost:.6f}"
        say(
            f"Called     {call.model} to {call.task} ({call.prompt}): {call.result}, "
            f"{call.tokens_in} + {call.tokens_out} tokens{cost}, {call.ms:.0f} ms"
        )
    if record.understood:
        found = ", ".join(f"{name} {value}" for name, value in sorted(record.understood.items()))
        say(f"Understood {found}")
    if record.fault is not None:
        say(f"Fault      {record.fault}")


def _shown(evidence: EvidenceShown) -> dict[str, object]:
    return {
        "rank": evidence.rank,
        "article": evidence.passage.article,
        "version": evidence.passage.version,
        "text": evidence.passage.text,
        "is_still_served": evidence.is_still_served,
    }
