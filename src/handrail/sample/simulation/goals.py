"""What scripted customers want: from labelled questions, and from what every company is asked."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.knowledge.model import ArticleId
from handrail.sample.simulation.model import Goal, Want

SAMPLE = Path(__file__).with_name("goals.jsonl")
"""What customers of the sample company want besides."""
_FOR_A_PERSON = (
    ("I'd like to talk to a person please", "No machine please, a human"),
    ("can I speak to someone from your team", "connect me with a person"),
    ("get me a real person", "I want a human, not a robot"),
)
_SHARE_OF_PERSONS = 0.05


def goals_of(labelled: Iterable[LabelledQuestion]) -> tuple[Goal, ...]:
    """Return a goal for each labelled question, with those of people who want a person.

    Questions that bring their own passages are left out: nobody could answer them here.
    """
    asked = [_goal(one) for one in labelled if not one.passages]
    weight = _SHARE_OF_PERSONS * max(1, len(asked)) / len(_FOR_A_PERSON)
    persons = [
        Goal(name=f"person {n}", want=Want.PERSON, says=says, weight=weight)
        for n, says in enumerate(_FOR_A_PERSON, start=1)
    ]
    return (*asked, *persons)


def sample_goals() -> tuple[Goal, ...]:
    """Return what customers of the sample company want besides its labelled questions."""
    rows = map(json.loads, SAMPLE.read_text(encoding="utf-8").splitlines())
    return tuple(_sample_goal(row) for row in rows)


def _goal(one: LabelledQuestion) -> Goal:
    return Goal(
        name=f"line {one.line}",
        want=Want.ANSWER if one.answerable else Want.UNKNOWN,
        says=(one.question,),
        articles=frozenset(one.articles),
        about_before=tuple(one.history),
    )


def _sample_goal(row: dict[str, object]) -> Goal:
    return Goal(
        name=str(row["name"]),
        want=Want(str(row["want"])),
        says=_texts(row["says"]),
        articles=frozenset(map(ArticleId, _texts(row.get("articles", ())))),
        tells=str(row.get("tells", "")),
        comes_back=_texts(row.get("comes_back", ())),
        locale=str(row.get("locale", "en")),
        weight=float(str(row.get("weight", 1))),
    )


def _texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, Sequence)
    return tuple(str(one) for one in value)
