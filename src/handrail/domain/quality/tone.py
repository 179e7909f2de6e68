"""Is a reply civil, plain and whole? By rules on what can be seen, each of which names itself.

Rules cannot hear sarcasm or coldness; they find what is broken: a bare heading, a list number
without its list, a quotation mark that never closes, shouting, blame, talk of itself.
"""

import re

from handrail.kernel.patterns import when_used

_LINE_NUMBER = when_used(r"^\s*(\d{1,2})[.)]\s", re.MULTILINE)
_SENTENCE_END = when_used(r"[.!?…:;|]\W*$|[.!?][\"”’)]*\s*$")
_MACHINE = when_used(
    r"\bas an? (?:\w+[’']?s? )?(?:AI|language model|assistant|chatbot)\b|"
    r"\bthe (?:customer|user)(?:[’']s)? (?:asks?|asked|question|is asking|wants)\b",
    re.IGNORECASE,
)
_BLAME = when_used(
    r"\byou should have\b|\bobviously\b|\byour (?:own )?fault\b|"
    r"\bas (?:I|we) already (?:said|told)\b|\b(?:stupid|idiot|nonsense|ridiculous)\b|\bcalm down\b",
    re.IGNORECASE,
)
_SHOUTS = when_used(r"\b[A-Z]{4,}(?:\s+[A-Z]{3,}){2,}\b|!{2,}")
_OPENS_SMALL = when_used(r"^[a-z]")
_FEWEST_WORDS = 3
_REPEATED = 3


def tone_faults(reply: str) -> tuple[str, ...]:
    """Return what is amiss with how a reply sounds; nothing where no rule finds anything."""
    blocks = [block.strip() for block in reply.split("\n\n") if block.strip()]
    found = (
        ("speaks of itself", bool(_MACHINE.search(reply))),
        ("blames or belittles", bool(_BLAME.search(reply))),
        ("shouts", bool(_SHOUTS.search(reply))),
        ("is a bare heading in part", any(map(_is_bare, blocks))),
        ("has a list number without its list", any(map(_is_stray_number, blocks))),
        ("has a quotation mark that does not close", reply.count('"') % 2 == 1),
        ("begins in the middle of a sentence", any(map(_OPENS_SMALL.match, blocks))),
        ("says the same again and again", _is_repetitive(reply)),
    )
    return tuple(name for name, is_so in found if is_so)


def _is_bare(block: str) -> bool:
    """Tell whether a block is no sentence: a heading, or a fragment."""
    return "|" not in block and not _SENTENCE_END.search(block)


def _is_stray_number(block: str) -> bool:
    """Tell whether a numbered step stands without those that go before or after it."""
    numbers = [int(one) for one in _LINE_NUMBER.findall(block)]
    return bool(numbers) and (len(numbers) == 1 or numbers[0] != 1)


def _is_repetitive(reply: str) -> bool:
    words = re.findall(r"\w+", reply.lower())
    if len(words) < _FEWEST_WORDS * _REPEATED:
        return len(words) >= _REPEATED and len(set(words)) <= len(words) // _REPEATED
    runs = [" ".join(words[at : at + 4]) for at in range(len(words) - 3)]
    return any(runs.count(run) >= _REPEATED for run in runs[: len(runs) // 2 + 1])
