"""What in one sentence can stand against another: its values, what it denies, to whom it keeps it.

The words are those of help centres at large; which of them tell a contradiction is weighed with
everything else in `signals`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handrail.domain.knowledge.health.comparing import OPPOSED, REFERS
from handrail.domain.knowledge.health.cue_words import BOUNDING, HIDDEN, NO_OTHER
from handrail.domain.knowledge.health.denied import Span
from handrail.domain.knowledge.health.facts import TIMED, Value, ValueKind
from handrail.domain.knowledge.health.own_page import is_of_its_page
from handrail.domain.knowledge.health.polarity import (
    Leaning,
    leaning_of,
    leanings,
    stand_against,
)
from handrail.domain.knowledge.health.statements import Statement
from handrail.domain.knowledge.wording.meanings import opposites_of, root_of
from handrail.domain.knowledge.wording.words import STOPWORDS
from handrail.kernel.patterns import when_used

_LONGEST = 30
_DENIES = when_used(
    rf"\b(?:(?:not|never|no)\b(?!{BOUNDING}|{NO_OTHER})|(?:none|nobody|nothing)\b(?!{NO_OTHER})|"
    r"cannot|\w+n't|nowhere|neither|nor|without|"
    r"lack(?:s|ing)?|exclud\w+|ignor\w+|omit\w*|withh\w+|forb[ia]d\w*|prohibit\w*|disallow\w*|"
    r"unavailable|unsupported|impossible|ineligible|invisible|unable|suspend\w*|stop(?:s|ped)?|"
    rf"drop(?:s|ped)?|skip(?:s|ped)?|hid(?:e|es)|{HIDDEN}|remov\w+|refus\w+|reject\w*|declin\w+|"
    r"den(?:y|ies|ied)|block(?:s|ed)?|closed|locked|los(?:e|es|t|ing)|loss|missing|"
    r"turn(?:s|ed)? (?:down|away|off)|switch(?:es|ed)? off|left out|leaves? out|behind|out of|"
    r"barred|banned|bars?|kept from|stays? off|taken out|discontinu\w+|void|invalid|forfeit\w*|"
    r"waiv\w+|delet\w+|eras\w+|disabl\w+|discard\w*|wip\w+|strip(?:s|ped)?|reset\w*|"
    r"break(?:s|ing)?|broken?|fail\w*|end(?:s|ed)?|expire\w*|vanish\w*|disappear\w*|off|extra|"
    r"separate\w*|optional\w*|voluntary|unencrypted|prevent\w*|abort\w*|cancel\w*|miss(?:es|ed)?|"
    r"overwrit\w+|destroy\w*|hardly|unless|instead|absent|disregard\w*|by hand|manual\w*|"
    r"yourself|permanently|irrevers\w+|alike|only|alone|solely|exclusively|restricted|reserved|"
    r"limited to)\b",
    2,
)
_WEAK = when_used(
    r"behind|out of|stays? off|delet\w+|eras\w+|wip\w+|reset\w*|break(?:s|ing)?|broken?|fail\w*|"
    r"end(?:s|ed)?|off|extra|separate\w*|optional\w*|cancel\w*|miss(?:es|ed|ing)?|remov\w+|"
    r"unless|instead|by hand|manual\w*|yourself|permanently|alike|only|alone|solely|exclusively|"
    r"restricted|reserved|limited to|stop(?:s|ped)?|drop(?:s|ped)?|switch(?:es|ed)? off|disabl\w+|"
    r"turn(?:s|ed)? off|prevent\w*|overwrit\w+|suspend\w*|expire\w*|los(?:e|es|t|ing)|loss",
    2,
)
_ONLY = when_used(
    rf"\b(?:only|(?:nobody|none|no one|every(?:one|body)|any(?:one|body)){NO_OTHER}|no others?|"
    r"restricted to|limited to|reserved (?:for|to)|exclusively|exclusive to|solely|alone|"
    r"at least|must be|ha(?:ve|s) to be|requires?|required)\b",
    2,
)
_INSTRUCTS = when_used(
    r"(?:(?:also|then|next|finally|first|simply|just|please|now|otherwise|optionally|"
    r"instead|alternatively|or),? )?(?:"
    r"(?:use|explore|invite|enable|click|create|open|add|choose|select|set|see|check|make|go|note|"
    r"remove|confirm|enter|learn|read|try|track|get|run|"
    r"if you (?:want|need|prefer|see|don't|do not))\b(?!-)|"
    r"(?:update|commit|ask|suspend|install|copy|paste|navigate|contact|follow|type|press|save|"
    r"replace|upload|download|ensure|verify|configure|provide|specify|consider|include|delete|edit|"
    r"change|move|disable|put|send|import|export|refer|scroll|locate|drag|keep|visit) "
    r"(?:your|the|a|an|all|any|this|these|those|that|to|it|them|every|each|up|into|or|and)\b)",
    2,
)
_REFERS_ON = when_used(r"[,;] (?:please |also )?(?:see|refer to|contact|visit|go to|read)\b", 2)
_BORDER = when_used(
    r"[,;:()]|\b(?:but|that|who|which|because|if|when|while|where|so|rather|unless|until)\b", 2
)
_REACH = 5
_FAR = 2  # more axes along which one grants and the other does not


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Hold what of one sentence can stand against another."""

    values: Sequence[Value]
    """All that it gives but dates and versions, which say when it holds."""
    denials: Sequence[Span]
    firm: int
    """How many of them deny wherever they stand; *instead*, *end* or *off* often deny nothing."""
    is_only: bool
    """Whether it keeps something to those who are named."""
    is_plain: bool
    """Whether it states something by itself: no step, question, table row or long list."""
    is_of_its_page: bool
    leaning: Leaning
    words: frozenset[str]
    opposites: frozenset[str]
    """Words that say the opposite of one of its own."""


def cues_of(statement: Statement) -> Cues:
    """Return what of a sentence can stand against another."""
    text = statement.text.replace("’", "'")
    before = ("", *(token.lower for token in statement.tokens))
    written = {token.lower for token in statement.tokens if token.value is None}
    words = frozenset(written | {root_of(word) for word in written})
    denials = [match.span() for match in _DENIES.finditer(text)]
    return Cues(
        values=[
            token.value
            for token, word in zip(statement.tokens, before, strict=False)
            if token.value is not None and token.value.kind not in TIMED and word not in REFERS
        ],
        denials=denials,
        firm=sum(not _WEAK.fullmatch(text, *span) for span in denials),
        is_only=bool(_ONLY.search(text)),
        is_plain=not statement.is_step and _is_plain(text) and _is_sentence(statement),
        is_of_its_page=is_of_its_page(statement),
        leaning=leaning_of(statement),
        words=words,
        opposites=frozenset(its for word in words for its in _opposed_to(word)),
    )


@lru_cache(maxsize=20_000)
def _opposed_to(word: str) -> frozenset[str]:
    return opposites_of(word) | _OPPOSED_TO.get(word, frozenset())


def _filed(pairs: frozenset[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSED_TO = _filed(OPPOSED)


def opposed(one: Cues, other: Cues) -> int:
    """Return how many words of one turn a word that only the other has into its opposite."""
    return len(one.opposites & (other.words - one.words))


def _is_plain(text: str) -> bool:
    if text.rstrip().endswith((":", "?")) or " | " in text:
        return False
    return not (_INSTRUCTS.match(text) or _REFERS_ON.search(text))


def _is_sentence(statement: Statement) -> bool:
    """Tell a sentence from a command (`docker compose down`) and from a list of much."""
    if len(statement.tokens) > _LONGEST:
        return False
    is_told = any(token.lower in STOPWORDS for token in statement.tokens)
    return is_told or statement.text.rstrip().endswith(".")


def denials_near(statement: Statement, cues: Cues, about: frozenset[str]) -> int:
    """Return how many denials stand in one clause with what the sentence is about."""
    spans = [(token.start, token.end) for token in statement.tokens if token.form in about]
    return sum(any(_reaches(statement.text, one, its) for its in spans) for one in cues.denials)


def _reaches(text: str, one: Span, other: Span) -> bool:
    between = text[min(one[1], other[1]) : max(one[0], other[0])]
    return len(between.split()) <= _REACH and not _BORDER.search(between)


def can_stand_against(one: Cues, other: Cues) -> bool:
    """Tell whether two sentences can be held against each other; cheap, so asked first."""
    if one.is_of_its_page or other.is_of_its_page:
        return False
    mine, theirs = weighed(one, other)
    if mine and theirs and not are_the_same(mine, theirs):
        return True
    if not (one.is_plain and other.is_plain):
        return False
    is_denied = bool(one.denials or other.denials) or one.is_only != other.is_only
    is_turned = is_denied or bool(one.opposites & other.words)
    return is_turned or stand_against(one.leaning, other.leaning)


def weighed(one: Cues, other: Cues) -> tuple[Sequence[Value], Sequence[Value]]:
    """Return the values to compare: *free* is a price beside prices only, else it is a word."""
    if one.values and other.values:
        return one.values, other.values
    mine, theirs = ([v for v in side.values if not _is_free(v)] for side in (one, other))
    return mine, theirs


def _is_free(value: Value) -> bool:
    return value.kind is ValueKind.PRICE and value.high == 0.0


def are_the_same(mine: Sequence[Value], theirs: Sequence[Value]) -> bool:
    """Tell whether two sentences give the same values, or none."""
    return len(mine) == len(theirs) and all(
        any(one.kind is its.kind and one.equals(its) for its in theirs) for one in mine
    )


def turned(
    sides: tuple[Statement, Statement], cues: tuple[Cues, Cues], about: frozenset[str]
) -> Mapping[str, float]:
    """Return what tells that one sentence denies what the other says; nothing if nothing does."""
    counts = [len(side.denials) for side in cues]
    near = [denials_near(side, its, about) for side, its in zip(sides, cues, strict=True)]
    found = {
        "parity": float(counts[0] % 2 != counts[1] % 2),
        "denied_once": float((not counts[0]) != (not counts[1])),
        "denied_near": float((not near[0]) != (not near[1])),
        "opposed": float(min(opposed(*cues), 2)),
        "kept": float(cues[0].is_only != cues[1].is_only),
    }
    leans = (cues[0].leaning, cues[1].leaning)
    is_far = abs(leans[0].valence - leans[1].valence) >= _FAR
    is_against = stand_against(*leans)
    if not any(found.values()) and not is_far and not is_against:
        return {}
    told = leanings(sides, leans, (cues[0].is_only, cues[1].is_only))
    firm = [side.firm for side in cues]
    is_firm = bool(firm[0]) != bool(firm[1]) or firm[0] % 2 != firm[1] % 2 or told["plain_parity"]
    if not (is_firm or is_far or is_against or found["opposed"] or found["kept"]):
        return {}  # only such words differ as deny seldom
    return {
        **found,
        **told,
        "denials": float(sum(counts)),
        "firm_once": float((not firm[0]) != (not firm[1])),
        "firm_parity": float(firm[0] % 2 != firm[1] % 2),
        "near_against": float(min(2, _against_near(sides, leans, about))),
        "turned": 1.0,
    }


def _against_near(
    sides: tuple[Statement, Statement], leans: tuple[Leaning, Leaning], about: frozenset[str]
) -> int:
    """Return along how many axes both turn, each with a word near what both are about."""
    mine, theirs = leans
    against = (a for a in mine.axes.keys() & theirs.axes.keys() if mine.axes[a] != theirs.axes[a])
    spans = [[(t.start, t.end) for t in side.tokens if t.form in about] for side in sides]
    return sum(
        all(
            any(_reaches(side.text, cue, its) for cue in lean.cues[axis] for its in at)
            for side, lean, at in zip(sides, leans, spans, strict=True)
        )
        for axis in against
    )
