"""How a turn reads in a terminal."""

from handrail.cli.output import out, say
from handrail.domain.decision.contested import shown_in
from handrail.domain.decision.model import Answer, HandOff, TurnRecord
from handrail.domain.decision.reply_json import public_name, reason_of

_INDENT = "  "


def print_turn(record: TurnRecord, *, has_been_told: bool = False) -> None:
    """Print the reply, unless it has been told, its sources, and how sure the assistant is."""
    if not record.reply and isinstance(record.outcome, HandOff):
        say("(A person was asked for; your message was added for them.)")
        return
    if not has_been_told:
        out().print(record.reply, markup=False)
    for source in sources_of(record):
        say(f"{_INDENT}Source: {source}")
    say(f"{_INDENT}[{verdict(record)}]")


def sources_of(record: TurnRecord) -> list[str]:
    """Return each place whose words are shown once, in the order in which they are shown."""
    places = {}
    for cited in shown_in(record.outcome):
        path = " › ".join(dict.fromkeys((cited.title, *cited.headings)))
        where = cited.url or cited.article
        places[(cited.article, cited.headings)] = f"{path}  ({where})"
    return list(places.values())


def verdict(record: TurnRecord) -> str:
    """Return outcome, reason and confidence in a few words."""
    words = [public_name(record.outcome)]
    if (reason := reason_of(record.outcome)) is not None:
        words.append(reason)
    if record.confidence is not None:
        needed = "" if record.threshold is None else f", {record.threshold:.2f} needed"
        words.append(f"confidence {record.confidence.value:.2f}{needed}")
    if isinstance(record.outcome, Answer) and record.calibration is None:
        words.append("not calibrated")
    words.append(record.id)
    return " · ".join(words)
