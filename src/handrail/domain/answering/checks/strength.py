"""Does a claim say it as strongly as its quote: may or must, some or all, only or also?"""

import re
from collections.abc import Mapping

from handrail.domain.answering.checks.clauses import Clause, Sentence
from handrail.domain.answering.checks.denial import nearest
from handrail.domain.answering.checks.told import Told, clauses_of, matched
from handrail.kernel.patterns import when_used


def _words(pattern: str) -> re.Pattern[str]:
    return when_used(rf"\b(?:{pattern})\b", re.IGNORECASE)


_DUTY = _words(
    r"must|have to|has to|needs?|needed|required?|requires|requiring|mandatory|obliged|shall|"
    r"necessary|only|before|otherwise|obligatory|unless|until|not|never"
)
_ADVICE = _words(r"should|recommend\w*|advise\w*|advice|please|better|suggest\w*|plan|allow")
_FREEDOM = _words(
    r"may|can|could|might|optional\w*|able|possible|possibly|allow\w*|voluntary|choose|permitted|"
    r"without|not need|not required?|free to|want|wish|like|welcome|accept\w*|"
    r"sometimes|some|open|entitled|free|available"
)
_STATED_DUTY = _words(r"must|have to|has to|mandatory|obliged|shall|obligatory|required?|requires")
_STATED_FREEDOM = _words(r"may|might|optional|voluntary")
_MIGHT = _words(r"may(?! not)|might(?! not)|could|sometimes|possibly|perhaps")
_HEDGE = _words(
    r"may|might|could|can|sometimes|possibly|perhaps|usually|often|typical\w*|generally|normally|"
    r"mostly|(?<!at )most|some|several|many|few|depend\w*|by default|about|around|should|not all|"
    r"not every|"
    r"certain|occasionally|possible|up to|permission|permitted|allowed"
)
_CERTAIN = _words(r"always|definitely|guaranteed?|guarantees|certainly|in (?:any|every|all) cases?")
_EVERY = _words(
    r"all|every|everyone|everybody|everything|always|any|anyone|anybody|each|whole|full|complete|"
    r"whenever|regardless|never|no|none|nobody|both|guarantee\w*"
)
_EVERYONE = _words(
    r"(?:everyone|everybody|anyone|anybody)(?!\s(?:who|whose|that|under|over|aged|with|in|from|else|"
    r"younger|older|except|but))|all of (?:us|you|them)"
)
_STATED_EVERY = _words(
    r"all|every(?! (?:\d|other|second|minute|hour|day|week|month|year|single|two|three|four|five|"
    r"six|seven|eight|nine|ten|fif\w+|thir\w+|twe\w+))|always|any time|both"
)
_SOME = _words(
    r"some|(?<!at )most|many|several|multiple|few|sometimes|usually|often|mostly|not all|not every"
)
_SOME_ONLY = _words(
    r"some|(?<!at )most|many|several|few|certain|sometimes|usually|often|mostly|typical\w*|"
    r"generally|normally|may|might|could|depend\w*|by default|customers|if|unless|when|only"
)
_PARTLY = _words(
    r"some|(?<!at )most|many|several|multiple|various|few|certain|sometimes|usually|often|mostly|"
    r"typical\w*|generally|normally|not|never|no|may|might|such as|for example|others?|"
    r"depend\w*|can|could"
)
_NOT_ALL = _words(_PARTLY.pattern.removeprefix(r"\b(?:").removesuffix(r"|can|could)\b"))
_ONLY = _words(
    r"only(?!\s(?:after|once|when|if)\b|$)|merely|just|solely|exclusively|alone|nobody but"
)
_EXCLUDING = _words(
    r"only|merely|just|solely|exclusively|alone|must|have to|has to|needs?|needed|required?|"
    r"requires|not|never|no|nobody|none|unless|until|before|except|without|restricted|limited|"
    r"is for|job|cannot|otherwise|first"
)
_ALONE = _words(r"only|just|solely|exclusively|alone")

_FREED = "the claim leaves free what the quote does not"
_STRONGER: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "the claim demands what the quote does not": (_STATED_DUTY, _DUTY),
    _FREED: (_STATED_FREEDOM, _FREEDOM),
    "the claim promises always what the quote does not": (_CERTAIN, _EVERY),
    "the claim says of everybody what the quote does not": (_EVERYONE, _EVERY),
    "the claim says of some what the quote says of all": (_SOME, _NOT_ALL),
    "the claim excludes what the quote does not": (_ALONE, _EXCLUDING),
}
"""What a claim's word must be backed by in the quote."""
_WEAKER: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "the claim makes a fact of what the quote says may be": (_MIGHT, _HEDGE),
    "the claim says of all what the quote says of some": (_SOME, _PARTLY),
    "the claim opens to others what the quote keeps to some": (_ONLY, _EXCLUDING),
}
"""What of the quote's words the claim must keep."""


def strength(told: Told) -> tuple[str, ...]:
    """Find what is said more or less strongly than it is quoted."""
    quoted = clauses_of(told.evidence)
    faults: list[str] = []
    for sentence in told.sentences:
        faults += _against(sentence, told.evidence, quoted)
    return tuple(dict.fromkeys(faults))


def _against(sentence: Sentence, evidence: tuple[Sentence, ...], quoted: list[Clause]) -> list[str]:
    near = _near(sentence, evidence)
    if not near:
        return []
    backing = " ".join(one.text for one in near)
    faults = [
        fault
        for fault, (strong, backed) in _STRONGER.items()
        if strong.search(sentence.text) and not backed.search(backing)
    ]
    is_partial = _SOME_ONLY.search(backing) and not _EVERY.search(backing)
    if is_partial and _STATED_EVERY.search(sentence.text):
        faults.append("the claim says of all what the quote says of some")
    for clause in sentence.clauses:
        other = nearest(clause, quoted)
        if other is not None:
            faults += _lost(sentence, clause, other)
    return faults


def _lost(sentence: Sentence, clause: Clause, other: Clause) -> list[str]:
    """Return what a quoted clause says with care and the claim without."""
    shared = matched(other.content, clause.roots)
    if 2 * len(shared) < len(other.content):
        return []
    theirs = " ".join(word.text for word in other.words)
    own = " ".join(word.text for word in clause.words)
    is_freed = _STATED_DUTY.search(theirs) and not _FREEDOM.search(theirs)
    freed = is_freed and _STATED_FREEDOM.search(own) and not _DUTY.search(own)
    return [_FREED] * bool(freed) + [
        fault
        for fault, (care, kept) in _WEAKER.items()
        if care.search(theirs)
        and not kept.search(sentence.text)
        and not (care is _MIGHT and _ONLY.search(theirs))  # whom only it may: must be so
    ]


def _near(sentence: Sentence, evidence: tuple[Sentence, ...]) -> list[Sentence]:
    """Return the quoted sentences that a claimed one shares words with."""
    return [other for other in evidence if matched(sentence.content, other.roots)]
