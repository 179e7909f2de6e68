"""Is a claim plain text: nothing hidden, nothing disguised, no markup, no inner names?"""

import re
import unicodedata

from handrail.domain.answering.checks.told import Told
from handrail.domain.knowledge.wording.word_set import word_set
from handrail.kernel.patterns import when_used

_TURNING = when_used("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_MARKUP = when_used(
    r"<[A-Za-z/!?][^>\s]*|\]\s?\(|!\[|```|&#?\w{1,10};|\{\{|\}\}|\$\{|<%|\bjavascript:|\bdata:\w+/|"
    r"\]\[|\[\[|^\[[^\]\n]{1,40}\]:\s",
    re.IGNORECASE | re.MULTILINE,
)
_INNER = when_used(
    r"\b[0-9a-f]{16,}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-|\b(?:msg|rec|conv|act|art|psg)_\w{4,}|"
    r"\[\^?\d{1,3}\]|【|†|\b(?:passage|chunk|document|source|context)\s(?:id\b|#?\d+\b|\[)|"
    r"\[(?:passage|source|doc|p|s)\W?\d*\]",
    re.IGNORECASE,
)
_WORD = when_used(r"[^\W\d_]+")
_HIDDEN = word_set("Cc Cf Co Cs Cn Zl Zp")
_SIGNS = word_set("So Sk Sm No Nl Mn Me")
_FREELY_USED = "\n\t€£¥°→–—…’‘“”•·×©®™<>=+|~^`"


def hidden(told: Told) -> tuple[str, ...]:
    """Find characters that cannot be seen, or that turn the direction of text."""
    if _TURNING.search(told.claim.text):
        return ("the claim turns the direction of text",)
    new = set(told.claim.text) - set(told.quoted) - set("\n\t")
    is_hidden = any(unicodedata.category(sign) in _HIDDEN for sign in new)
    return ("the claim holds characters that cannot be seen",) if is_hidden else ()


def disguised(told: Told) -> tuple[str, ...]:
    """Find letters, digits and signs that look like others and that the quotes do not use."""
    if told.said.isascii():
        return ()
    new = set(unicodedata.normalize("NFC", told.said)) - set(told.quoted)
    new -= set(_FREELY_USED)
    odd = any(_is_odd(sign) for sign in new if not sign.isascii())
    mixed = any(_mixes_scripts(word) for word in set(_WORD.findall(told.said)))
    return ("the claim holds letters that look like others",) if odd or mixed else ()


def markup(told: Told) -> tuple[str, ...]:
    """Find markup that the quotes do not hold."""
    return tuple(
        f"the claim holds markup: {match.group()[:20]}"
        for match in _MARKUP.finditer(told.said)
        if match.group() not in told.quoted
    )[:3]


def inner_names(told: Told) -> tuple[str, ...]:
    """Find names that only the inside of the system knows: ids of passages, marks of sources."""
    ids = {str(cited.passage) for cited in told.claim.citations}
    ids |= {str(cited.version) for cited in told.claim.citations if len(cited.version) > 7}
    ids |= {str(cited.article) for cited in told.claim.citations}
    named = [ref for ref in sorted(ids) if ref in told.said and ref not in told.quoted]
    named += [
        match.group() for match in _INNER.finditer(told.said) if match.group() not in told.quoted
    ]
    return ("the claim names what only the inside knows",) if named else ()


def _is_odd(sign: str) -> bool:
    if unicodedata.category(sign) in _SIGNS or sign.isdigit():
        return True
    return unicodedata.normalize("NFKC", sign) != sign


def _mixes_scripts(word: str) -> bool:
    if word.isascii():
        return False
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in word}
    return len(scripts - {"MICRO", "MASCULINE", "FEMININE"}) > 1 and "LATIN" in scripts
