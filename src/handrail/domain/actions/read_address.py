"""Which lines of a postal address stand in a text, where they are plain to see."""

import re

from handrail.domain.actions.spec import AddressPart


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_POSTCODE = re.compile(
    r"\b(?:[A-Z]\d[\dW] ?[\dA-Z]{4}"  # Ireland
    r"|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"  # United Kingdom
    r"|\d{4} ?[A-Z]{2}(?![a-z])"  # Netherlands
    r"|\d{2}-\d{3}|\d{3} \d{2}|\d{5}|\d{4})\b(?!\s*(?:€|eur))"
)
_STREET = re.compile(r"(?:\d{1,4}\s?[A-Za-z]?[ ,]+[^\W\d].*|[^\W\d].*?\s\d{1,4}\s?[A-Za-z]?)\s*")
_LEAD = re.compile(
    r"^.*\b(?:to|is|at|address|use|deliver|instead|:)\s*:?\s+(?=[^\W\d_]*[A-Z]|\d)|^.*:\s*",
)
_TAIL = re.compile(
    r"[\s.!]*\b(?:instead|please|pls|thanks|thank you|from now on|change it|if possible)\b.*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<![Ss]tr)[.!?](?:\s+(?=[A-Z])|\s*$)|\n")
_NAME = re.compile(r"[^\W\d_][^\d@#<>]{1,58}")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_CODE = re.compile(r"(?=[A-Z -]*\d)[A-Z\d][A-Z\d -]{2,11}")
_LONGEST_NAME = 4
_SAID_BEFORE = re.compile(r"^(?:it'?s|it is|that'?s|the \w+ is|in|to)\s+(?:in\s+)?", re.IGNORECASE)
_NO_ANSWER = re.compile(
    r"\b(?:know|idea|sure|unsure|why|what|how|don'?t|can'?t|cannot|help|not|my|please tell)\b",
    re.IGNORECASE,
)
_COUNTRIES = _set(
    "ireland germany deutschland netherlands nederland holland france belgium belgie "
    "austria spain italy portugal poland denmark sweden finland norway switzerland "
    "luxembourg uk england scotland wales czechia greece hungary"
)


def address_in(text: str) -> dict[AddressPart, str]:
    """Return the lines that are plain to see: a postcode and what stands around it."""
    for sentence in _SENTENCE_END.split(text):
        if (found := _around_postcode(sentence)) is not None:
            return found
    return {}


def _around_postcode(sentence: str) -> dict[AddressPart, str] | None:
    for match in _POSTCODE.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        if _belongs_to_a_reference(before):
            continue
        lines = _split(_LEAD.sub("", before) if _LEAD.search(before) else before)
        street, city_before = _street_and_city(lines)
        city = _city(after) or city_before
        if not street and not city and "post" not in before.lower():
            continue
        found = {AddressPart.POSTCODE: match.group()}
        found |= {AddressPart.STREET: street} if street else {}
        return found | ({AddressPart.CITY: city} if city else {})
    return None


def _belongs_to_a_reference(before: str) -> bool:
    return bool(re.search(r"(?:[#-]|\border|\bno\.?|\bnumber|\bCC)\s*$", before, re.IGNORECASE))


def _split(lines: str) -> list[str]:
    return [line.strip() for line in re.split(r"[,;]", lines) if line.strip()]


def _street_and_city(lines: list[str]) -> tuple[str, str]:
    """Return street and city of what stands before a postcode; either may be missing."""
    for place, line in enumerate(lines):
        if _STREET.fullmatch(line):
            rest = [later for later in lines[place + 1 :] if _is_city(later)]
            return line, rest[-1] if rest else ""
    return "", ""


def _city(after: str) -> str:
    line = _TAIL.sub("", after).strip(" ,.!?")
    first = next(iter(_split(line)), "")
    return first if _is_city(first) else ""


def _is_city(line: str) -> bool:
    named = line.strip(" .!?")
    if not _NAME.fullmatch(named) or not named[0].isupper() or len(named.split()) > _LONGEST_NAME:
        return False
    return named.lower() not in _COUNTRIES


def answered_street(answer: str) -> str | None:
    """Return the street that an answer to the question for it names, as it was typed."""
    first = _bare(answer).split(",")[0].strip()
    return first if _LETTERS.search(first) and not _says_nothing(answer) else None


def answered_postcode(answer: str) -> str | None:
    """Return the postcode that an answer to the question for it names."""
    match = _POSTCODE.search(answer.upper()) or _CODE.fullmatch(_bare(answer).upper())
    return match.group() if match else None


def answered_city(answer: str) -> str | None:
    """Return the city that an answer to the question for it names, as it was typed."""
    first = _bare(answer).split(",")[0].strip()
    is_name = _NAME.fullmatch(first) is not None and len(first.split()) <= _LONGEST_NAME
    return first if is_name and not _says_nothing(answer) else None


def _says_nothing(answer: str) -> bool:
    return answer.rstrip().endswith("?") or bool(_NO_ANSWER.search(answer))


def _bare(answer: str) -> str:
    return _TAIL.sub("", _SAID_BEFORE.sub("", answer)).strip(" .,!")
