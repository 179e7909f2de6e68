"""Does a claim promise work that nobody will do, or vouch for what nobody can vouch for?"""

import re

from handrail.domain.answering.checks.sources import is_word_for_word
from handrail.domain.answering.checks.told import Told, one_spaced
from handrail.domain.knowledge.wording.meanings import means_the_same, root_of
from handrail.domain.knowledge.wording.words import read_words, stem, stems_in
from handrail.kernel.patterns import when_used

_DEED = (
    r"refund\w*|cancel\w*|escalat\w*|forward\w*|transfer\w*|contact\w*|notif\w+|sent|send\w*|"
    r"process\w*|update\w*|chang\w+|reset\w*|creat\w+|open\w*|clos\w+|issu\w+|appl\w+|credit\w*|"
    r"check\w*|look\w*|investigat\w*|arrang\w*|schedul\w*|book\w*|order\w*|ship\w*|replac\w+|"
    r"delet\w*|remov\w+|add\w*|fix\w*|solv\w+|resolv\w+|call\w*|e-?mail\w*|writ\w+|wrote|pass\w*|"
    r"submit\w*|report\w*|extend\w*|waiv\w+|grant\w*|reach\w*|get back|follow\w*|ask\w*|confirm\w*|"
    r"verif\w+|unlock\w*|activat\w*|disabl\w+|enabl\w+|upgrad\w*|downgrad\w*|renew\w*|charg\w+|"
    r"pa(?:y|id)|register\w*|file[ds]?|flag\w*|inform\w*|assign\w*|made|make|done|do|take|taken|"
    r"start\w*|stop\w*|initiat\w*|put|set|give|given|gave|hand\w*|review\w*|make sure|ensure|tell"
)
_ADVERB = (
    r"(?:\s(?:just|already|now|gladly|personally|immediately|also|happily|successfully|then))*"
)
_BY_ME = when_used(
    rf"\bI(?:[’']ve|\shave|[’']ll|\swill|\scan|\scould|\sam\sgoing\sto|[’']m\sgoing\sto|\sshall|"
    rf"\sam|[’']m|\sjust|\spromise\sto|\swould){_ADVERB}\s(?:\w+ing\b|(?:{_DEED})\b)|"
    rf"\blet\sme\s(?:{_DEED})\b|\bI\s(?:refunded|cancell?ed|escalated|forwarded|sent|processed|"
    r"updated|changed|reset|created|opened|closed|issued|applied|notified|contacted|scheduled|"
    r"booked|submitted|promise|guarantee|assure|arranged|asked|told|passed)\b|"
    r"\bleave\sit\s(?:to|with)\sme\b",
    re.IGNORECASE,
)
_WHO = (
    r"(?:we|our\s(?:\w+\s){0,2}?(?:team|staff|agents?|experts?|specialists?|department|support|"
    r"colleagues?)|(?:an?|one\sof\sour)\s(?:\w+\s){0,2}?(?:agents?|specialists?|colleagues?|"
    r"representatives?|person|human|experts?|manager|assistant)|someone|somebody)"
)
_DONE_BY_US = when_used(
    rf"\b{_WHO}(?:\s(?:has|have|is|are)|[’']ve|[’']re){_ADVERB}\s(?:been\s)?(?:{_DEED})\b",
    re.IGNORECASE,
)
_DONE_FOR_YOU = when_used(
    rf"\byour\s(?:\w+\s){{1,2}}?(?:has\sbeen|have\sbeen|is\sbeing|was|is\snow|is\son\s(?:its|the)"
    rf"\sway){_ADVERB}(?:\s(?:{_DEED}))?\b",
    re.IGNORECASE,
)
_TO_BE_DONE_BY_US = when_used(
    rf"\b{_WHO}(?:[’']ll|\s(?:will|shall|is\sgoing\sto|are\sgoing\sto)){_ADVERB}\s(?:be\s)?"
    rf"(?P<deed>get\sback|\w+)\b",
    re.IGNORECASE,
)
_TO_BE_DONE_FOR_YOU = when_used(
    r"\byou(?:[’']ll|\swill|\sshould|\sare\sgoing\sto)(?:\s(?:soon|shortly|then|also))?\s"
    r"(?:be\s)?(?P<deed>receive|get|hear|contacted|refunded|notified|called|credited|informed|"
    r"reimbursed|compensated|charged)\b|\byour\s(?:\w+\s){1,2}?will\sbe\s(?P<done>\w+)\b",
    re.IGNORECASE,
)
_BY_COMPANY = when_used(
    rf"\b(?:{_WHO}|they|you(?:[’']ll|\swill)?)\s(?:\w+\s){{0,3}}?(?P<deed>\w+)\b|"
    r"\b(?:is|are|be|being|gets?)\s(?:\w+\s)?(?P<done>\w+)\b",
    re.IGNORECASE,
)
_BINDING = when_used(
    r"\b(?:on\s(?:my|your)\sbehalf|guarantee[ds]?|guaranteed|promise[ds]?|legally\s(?:entitled|required|binding|obliged)|"
    r"(?:your|a)\s(?:legal\s|statutory\s)?rights?\sto|by\slaw|(?:we|I)\sassure|rest\sassured|"
    r"is\s(?:perfectly\s|completely\s|totally\s)?safe\sfor|liab(?:le|ility)|risk-free|100\s?%\s(?:safe|"
    r"secure|certain|sure)|cures?\b|heals?\b|diagnos\w+|prescri\w+|medical(?:ly)?\s(?:advice|safe|"
    r"proven)|side\seffects?|will\sdefinitely|without\sany\s(?:risk|doubt))",
    re.IGNORECASE,
)
_BRINGING = (
    "send sent pay paid refund deliver ship issue give email mail credit provide arrive return"
)
_ANSWERING = "answer reply respond contact call email write"
_HAPPENS_BY = {
    root_of("get"): frozenset(map(root_of, [*_BRINGING.split(), *_ANSWERING.split()])),
    root_of("receive"): frozenset(map(root_of, [*_BRINGING.split(), *_ANSWERING.split()])),
    root_of("hear"): frozenset(map(root_of, _ANSWERING.split())),
}
"""What the company does so that a customer gets something, or hears from it."""
_ASKS = when_used(r"\?\s*$")
_PIECE = when_used(r"(?<=[.!?])\s+|\n+")
_QUOTE_MARKS = when_used(r"[\"“‘][^\"”’]*[\"”’]")


def promises(told: Told) -> tuple[str, ...]:
    """Find a deed of the assistant's own, or a promise that the company does not make itself."""
    if any(_BY_ME.search(piece) for piece in _stated(told)):
        return ("the claim speaks of a deed that nobody does",)
    if is_word_for_word(told):
        return ()
    quoted = one_spaced(told.quoted).lower()
    company = _company_deeds(told.quoted)
    happens = frozenset(root_of(word.stem) for word in read_words(told.quoted))
    faults = []
    for piece in _stated(told):
        faults += [
            f"the claim promises what the quote does not: {match.group()}"
            for pattern in (_DONE_BY_US, _DONE_FOR_YOU, _BINDING)
            for match in pattern.finditer(piece)
            if one_spaced(match.group()).lower() not in quoted
            and not (pattern is _BINDING and stems_in(match.group()) <= stems_in(told.quoted))
        ]
        faults += [
            f"the claim promises what the quote does not: {match.group()}"
            for pattern in (_TO_BE_DONE_BY_US, _TO_BE_DONE_FOR_YOU)
            for match in pattern.finditer(piece)
            if not _is_done(match, company, happens)
        ]
    return tuple(faults[:3])


def _company_deeds(quoted: str) -> frozenset[str]:
    """Return the stems of what the company is quoted to do, by itself or in the passive."""
    deeds = set()
    for match in _BY_COMPANY.finditer(quoted):
        deeds |= {stem(word) for word in match.group().lower().split()}
    return frozenset(deeds)


def _is_done(promise: re.Match[str], company: frozenset[str], quoted: frozenset[str]) -> bool:
    named = promise.groupdict()
    deed = stem((named.get("deed") or named.get("done") or "").lower())
    known = company if deed == "hear" else quoted
    if _HAPPENS_BY.get(root_of(deed), frozenset()) & {root_of(own) for own in known}:
        return True
    return any(means_the_same(deed, own) for own in company) if deed else False


def _stated(told: Told) -> list[str]:
    """Return the sentences that state something; what stands between quotation marks does not."""
    pieces = _PIECE.split(_QUOTE_MARKS.sub(" ", told.said))
    return [piece for piece in pieces if not _ASKS.search(piece)]
