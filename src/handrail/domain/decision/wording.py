"""What does the customer read? Warm, brief, plain, and nothing promised that nobody will do."""

from collections.abc import Mapping
from typing import assert_never

from handrail.domain.decision.abstain_words import (
    ABSTAINED,
    DISAGREE,
    OFFER,
    REPLY_WITH,
    WHICH,
    WORTH_READING,
)
from handrail.domain.decision.action_wording import worded_ruling
from handrail.domain.decision.distress_replies import CARE
from handrail.domain.decision.hand_over_words import WHY
from handrail.domain.decision.model import (
    Abstain,
    ActionRuled,
    Answer,
    AskForAction,
    Choice,
    Clarify,
    Courtesy,
    Differing,
    HandOff,
    NothingDone,
    Outcome,
)
from handrail.domain.decision.phrases import COURTESIES, GREETING
from handrail.domain.decision.presence import SOMEBODY, Presence, handed_over
from handrail.domain.decision.presence_phrases import PASSED_ON
from handrail.domain.knowledge.model import ArticleId
from handrail.kernel.language_tag import in_language

LANGUAGES = tuple(PASSED_ON)
"""Languages in which a hand-off is confirmed, a courtesy returned and an answer declined."""


def worded(
    outcome: Outcome,
    titles: Mapping[ArticleId, str] | None = None,
    presence: Presence = SOMEBODY,
    language: str = "en",
) -> str:
    """Return the reply for an outcome.

    `titles` names the articles that are worth reading, `presence` who is there for a handoff,
    `language` what the customer writes; what articles say stays as they say it.
    """
    match outcome:
        case Answer(claims=claims):
            return "\n\n".join(claim.text for claim in claims)
        case Clarify(choices=choices):
            return _asked_back(choices, language)
        case Abstain():
            return _abstained(outcome, titles or {}, language)
        case HandOff():
            return _handed_over(outcome, presence)
        case Courtesy(kind=kind, language=language):
            return in_language(language, COURTESIES.get(kind, GREETING))
        case ActionRuled():
            return worded_ruling(outcome)
        case AskForAction(text=text) | NothingDone(text=text):
            return text
        case other:
            assert_never(other)


def _asked_back(choices: tuple[Choice, ...], language: str) -> str:
    numbered = [f"{number}. {choice.label}" for number, choice in enumerate(choices, start=1)]
    return "\n".join([in_language(language, WHICH), *numbered, in_language(language, REPLY_WITH)])


def _abstained(outcome: Abstain, titles: Mapping[ArticleId, str], language: str) -> str:
    if outcome.differing:
        return _both_sides(outcome.differing, language)
    nearest = dict.fromkeys(titles.get(article) for article in outcome.nearest)
    named = [f"- {title}" for title in nearest if title]
    reading = "\n".join([in_language(language, WORTH_READING), *named]) if named else ""
    why = in_language(language, ABSTAINED[outcome.reason])
    return "\n\n".join(filter(None, (why, reading, in_language(language, OFFER))))


def _both_sides(differing: tuple[Differing, ...], language: str) -> str:
    """Show what each article says, where, for what and since when; say of none that it holds."""
    sides = (f"“{side.citation.quote}”\n– {_place(side)}" for side in differing)
    return "\n\n".join((in_language(language, DISAGREE), *sides, in_language(language, OFFER)))


def _place(side: Differing) -> str:
    path = " › ".join(dict.fromkeys((side.citation.title, *side.citation.headings)))
    about = "" if side.product is None else f", about {side.product}"
    changed = side.updated
    since = "" if changed is None else f", last changed {changed.day} {changed:%B %Y}"
    return f"{path}{about}{since}"


def _handed_over(outcome: HandOff, presence: Presence) -> str:
    """Say that a person takes over, and why, unless that was asked for or is usual here."""
    why = None if presence.is_drafted else WHY.get(outcome.reason)
    if outcome.concern is not None:
        why = CARE.get(outcome.concern, why)
    said = "" if why is None else in_language(outcome.language, why)
    # Scripts without spaces need none after a full stop.
    space = "" if said.endswith("。") else " "
    return f"{said}{space}{handed_over(outcome.language, presence)}".strip()
