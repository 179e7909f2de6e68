"""Does a reply keep to what the company says? By rules: figures, addresses, promises, denials.

What is word for word in the sources keeps to them. A rule cannot know what a company forbids; it
finds what nobody at the company has written.
"""

import re

from handrail.domain.answering.details import details_of
from handrail.domain.answering.question import is_negated
from handrail.domain.quality.judges import AnsweredTurn, Said
from handrail.kernel.patterns import when_used

_CONTRADICTS_LITTLE = 0.75
"""Of the words of a sentence with a duty in it, so many must stand in the sources."""
_BINDS = when_used(
    r"\b(?:must|free|guarantee\w*|refund\w*|discount\w*|entitled|covered?|paid by|pay out|allowed|"
    r"(?:you )?(?:can(?:[’']?t|not)?|may not) (?:have|get|use|be returned)|does not include|"
    r"includes?)\b",
    re.IGNORECASE,
)
_SECRET = when_used(
    r"\b(?:internal (?:notes?|only|use)|do not tell (?:the )?customers?|(?:api key|password) is)\b",
    re.IGNORECASE,
)
_ADVISES = when_used(
    r"\b(?:I (?:would )?(?:recommend|advise|suggest)|you should (?:invest|buy|sell|take))\b",
    re.IGNORECASE,
)


def policy_faults(turn: AnsweredTurn, support: float) -> tuple[str, ...]:
    """Return what a reply says in the company's name that its sources do not hold.

    `support` is how surely the sources carry what is carried least.
    """
    sources = "\n".join(turn.sources)
    known = details_of(sources) | {d for s in turn.said for q in s.quotes for d in details_of(q)}
    found = (
        ("a figure or an address that no source holds", bool(details_of(turn.reply) - known)),
        ("a secret", bool(_SECRET.search(turn.reply))),
        ("advice of its own", bool(_ADVISES.search(turn.reply))),
        (
            "a duty or benefit that no source carries",
            any(_binds(one, sources) for one in turn.said) and support < _CONTRADICTS_LITTLE,
        ),
    )
    return tuple(name for name, is_so in found if is_so)


def _binds(said: Said, sources: str) -> bool:
    return bool(_BINDS.search(said.text)) and (
        said.text not in sources or is_negated(said.text) != is_negated(sources)
    )
