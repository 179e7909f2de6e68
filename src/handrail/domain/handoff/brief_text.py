"""A brief as plain text: for a ticket, an e-mail, a terminal. No markup, one line for each line."""

from handrail.domain.handoff.brief_wording import label_of
from handrail.domain.handoff.model import Brief, Slot


def brief_as_text(brief: Brief, language: str = "en") -> str:
    """Return a brief under its labels, in the order in which it is to be read."""
    parts = []
    for slot in Slot:
        said = [f"- {line.text}" for line in brief.of(slot)]
        parts.append("\n".join((f"{label_of(slot, language)}:", *said)))
    return "\n\n".join(parts)
