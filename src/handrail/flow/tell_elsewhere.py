"""What came of opening links to other sites, in one line."""

from collections.abc import Iterator

from handrail.domain.knowledge.health.answers_elsewhere import Answer
from handrail.flow.ask_elsewhere import AskedElsewhere

_UNSAID = {
    Answer.TURNED_AWAY: "turned us away",
    Answer.UNREACHED: "failed or did not answer",
    Answer.BARRED: "lead inside this network or to an unusual port",
}


def told_of(asked: AskedElsewhere) -> str:
    """Return how many addresses of other sites are gone, and of how many nothing is known."""
    if not asked.addresses:
        return "Links to other sites: none."
    addresses = f"{asked.addresses:,} address{'' if asked.addresses == 1 else 'es'}"
    missed = f", {asked.missed:,} to be asked again before they count" if asked.missed else ""
    line = f"Links to other sites: {addresses}, {asked.gone:,} gone{missed}."
    if asked.untold:
        reasons = ", ".join(_reasons(asked))
        line += f" Of {asked.untold:,} it could not be told whether they are there: {reasons}."
    if asked.asked and asked.unsaid.get(Answer.UNREACHED) == asked.asked:
        line += " No site answered: this machine may not reach the web."
    return line


def elsewhere_as_json(asked: AskedElsewhere) -> dict[str, object]:
    """Return the same as plain values."""
    return {
        "addresses": asked.addresses,
        "asked": asked.asked,
        "gone": asked.gone,
        "missed": asked.missed,
        "not_known": {answer.value: asked.unsaid.get(answer, 0) for answer in _UNSAID}
        | {"not_asked": asked.unasked},
    }


def _reasons(asked: AskedElsewhere) -> Iterator[str]:
    for answer, said in _UNSAID.items():
        if asked.unsaid.get(answer):
            yield f"{asked.unsaid[answer]:,} {said}"
    if asked.unasked:
        yield f"{asked.unasked:,} were not asked for want of time or to leave their site in peace"
