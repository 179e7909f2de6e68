"""Which sentences tell that something has another name now, and which names are meant?

Names are words with capitals. Nothing is guessed from articles that merely differ in a name: two
names may as well stand for two things, and only a sentence that says so tells which it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from handrail.domain.knowledge.health.dates import dates_in
from handrail.domain.knowledge.wording.word_set import word_set

_WORD = r"(?<![\w/-])[A-Z0-9][\w+'’-]*(?:[.&][A-Z0-9]\w*)*"
_NAME = rf"[\"“‘]?(?:{_WORD})(?: (?:of |for |& )?(?:{_WORD})){{0,4}}[\"”’]?(?![\w/-])"
_WHAT = (
    r"(?: (?:plug-?in|app|feature|tab|page|plan|section|menu|button|screen|setting|option|panel"
    r"|programme|program|tool|product|service|role|team|group|tier|package|membership|area|view"
    r"|module|integration|add-on|extension|report|dashboard|field))?"
)
_CALLED = r"(?:known as|called|named|labell?ed|branded(?: as)?)"
_BEFORE = rf"(?:formerly|previously)(?: {_CALLED})?|(?:once|originally|until recently) {_CALLED}"
_TOLD = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<new>{_NAME}){_WHAT},? (?:(?:is|was|are|were) )?\(?(?:{_BEFORE})"
        rf" (?:the )?(?P<old>{_NAME})",
        rf"(?P<new>{_NAME}){_WHAT} (?:used to be|has been) {_CALLED} (?:the )?(?P<old>{_NAME})",
        rf"(?P<old>{_NAME}){_WHAT} (?:was|were|has been|have been|is|are) (?:now )?(?:since )?"
        rf"(?:renamed|rebranded)(?: to| as| into)? (?:the )?(?P<new>{_NAME})",
        rf"(?P<old>{_NAME}){_WHAT},? (?:is |are )?\(?now {_CALLED} (?:the )?(?P<new>{_NAME})",
        rf"(?P<old>{_NAME}){_WHAT} \(now (?:the )?(?P<new>{_NAME})\)",
        rf"\b[Ww]e (?:have )?(?:renamed|rebranded) (?:the |our )?(?P<old>{_NAME}){_WHAT}"
        rf" (?:to|as|into) (?:the )?(?P<new>{_NAME})",
        rf"\b(?:was|were|been|is|are) renamed from (?:the )?(?P<old>{_NAME}){_WHAT}"
        rf" to (?:the )?(?P<new>{_NAME})",
        rf"\b(?:[Tt]he|[Ii]ts) new name (?:of|for) (?:the )?(?P<old>{_NAME}){_WHAT}"
        rf" is (?:the )?(?P<new>{_NAME})",
        rf"\bname of (?:the )?(?P<old>{_NAME}){_WHAT} (?:was|has been|has) changed to"
        rf" (?:the )?(?P<new>{_NAME})",
    )
)
TELLING = re.compile(
    r"\b(?:formerly|previously|once|originally|until recently|used to be|has been|now|renamed"
    r"|rebranded|new name|name of)\b"
)
"""What every sentence has that tells of a new name; the rest is not read."""
_SUPPOSED = re.compile(
    r"^(?:if|when|where|unless|suppose|say)\b[^,]*|\b(?:for example|for instance|e\.g\.|imagine"
    r"|(?:may|might|can|could|must|should) be renamed|you (?:have )?renamed?)\b.*",
    re.IGNORECASE,
)
_NO_NAME = word_set(
    "A An The This That These Those Our Your Its Their In On At For From Since With Note Please"
    " Also And Or But If When Where While Use Using Open Choose Select Click See Go As By To It"
    " What Which Both Each Every Other Another Some Any He She They We You I"
)
_DATED = re.compile(
    r"\d+(?:st|nd|rd|th)?,?|(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December),?"
)
_FEWEST_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Renaming:
    """Hold what something was called, and what it is called now."""

    old: str
    new: str


@lru_cache(maxsize=10_000)
def renamings_in(text: str, today: date) -> tuple[Renaming, ...]:
    """Return what a sentence says has another name by today."""
    return tuple(_renamings(text, today))


def _renamings(text: str, today: date) -> Iterator[Renaming]:
    if any(day > today for _, day in dates_in(text)):
        return
    supposed = [found.span() for found in _SUPPOSED.finditer(text)]
    seen = set()
    for pattern in _TOLD:
        for match in pattern.finditer(text):
            found = Renaming(_bare(match.group("old")), _bare(match.group("new")))
            is_so = not any(begin < match.end() and match.start() < end for begin, end in supposed)
            if is_so and found not in seen and _is_telling(found):
                seen.add(found)
                yield found


def _bare(name: str) -> str:
    """Return a name without quotation marks and without the words that only open its sentence."""
    words = name.strip('"“”‘’').removesuffix("'s").removesuffix("’s").split()
    while words and (words[0] in _NO_NAME or _DATED.fullmatch(words[0])):
        del words[0]
    return " ".join(words)


def _is_telling(found: Renaming) -> bool:
    """Tell names from other words: long enough, and neither only a longer form of the other."""
    old, new = found.old.lower().split(), found.new.lower().split()
    is_apart = bool(old and new) and not (set(old) <= set(new) or set(new) <= set(old))
    letters = len(found.old)
    return is_apart and letters >= _FEWEST_LETTERS and any(c.islower() for c in found.old)
