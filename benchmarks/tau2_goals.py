"""What the customers of `tau2` tasks want, in their own words as far as the tasks hold them.

The tasks tell an actor what to ask for; turned into the first person it is what customers write:
long, several things in one message, with numbers. Nothing here can do what they ask and no article
of the sample company is about it, so none of it may be answered flatly: a person or an honest "I
don't know" is right.
"""

import re
from pathlib import Path

from benchmarks.json_lines import json_lines
from handrail.sample.simulation.model import Goal, Want

_DOMAINS = ("retail", "airline")
_PERSONS = (
    (r"\byou are\b", "I am"),
    (r"\byou have\b", "I have"),
    (r"\byou'd\b", "I'd"),
    (r"\byou're\b", "I'm"),
    (r"\byourself\b", "myself"),
    (r"\byours\b", "mine"),
    (r"\byour\b", "my"),
    (r"\byou\b", "I"),
)
_LONGEST = 3_000


def tau2_goals(data: Path) -> tuple[Goal, ...]:
    """Return a goal for each task that says why its customer calls."""
    return tuple(
        Goal(name=f"{domain} {row['id']}", want=Want.UNKNOWN, says=(asked,))
        for domain in _DOMAINS
        for row in json_lines(data / "tau2" / f"{domain}_tasks.jsonl")
        if (asked := _asked(row["user_scenario"]["instructions"]))
    )


def in_first_person(text: str) -> str:
    """Return what an actor is told as what their customer says."""
    for pattern, said in _PERSONS:
        text = re.sub(pattern, said, text, flags=re.IGNORECASE)
    return text


def _asked(instructions: object) -> str:
    if not isinstance(instructions, dict):
        return ""
    reason = str(instructions.get("reason_for_call") or "").strip()
    known = str(instructions.get("known_info") or "").strip()
    return in_first_person(f"{reason} {known}".strip())[:_LONGEST]
