"""Which numbers are telephone numbers? Those that look like one, and those announced as one."""

import re
from collections.abc import Iterator

from phonenumbers import (
    Leniency,
    NumberParseException,
    PhoneNumberMatcher,
    is_valid_number,
    parse,
)

from handrail.adapters.language.cues import Cues
from handrail.domain.conversation.personal_data import PersonalKind, PersonalSpan

_TRUNK_REGIONS = (
    "GB", "FR", "DE", "NL", "BE", "AT", "CH", "SE", "FI", "IE", "IT", "AU", "NZ", "IN", "JP", "KR",
    "CN", "BR", "ZA", "TR", "UA", "RO", "IL",
)  # fmt: skip
_GROUPED_REGIONS = ("US", "ES", "PL", "PT", "IT", "CZ", "NO", "DK", "GR", "HU", "IN", "MX", "BR")
_EXTENSION = r"(?:[ ,]{0,2}(?:x|ext\.?|extension) ?[0-9]{1,6})?"
_END = r"(?!\w|[./-]?[0-9])"  # all of it or nothing: half a number is a leak
_CANDIDATE = re.compile(
    r"(?<![\w.])(?<!\w-)(?:\(?\+?[0-9]{1,3}\)?[ -]?)?(?:\([0-9]{1,5}\)[ ./-]?)?"
    rf"[0-9](?:(?: - |[ ./-])?[0-9]){{4,20}}{_EXTENSION}{_END}",
    re.IGNORECASE,
)
_NORTH_AMERICAN = re.compile(
    r"(?<![\w.+-])(?:(?:\+|00)?1[ .-]?)?(?:\([0-9]{3}\) ?|[0-9]{3}[ .-])[0-9]{3}[ .-][0-9]{4}"
    rf"{_EXTENSION}(?![0-9]|-[0-9])",
    re.IGNORECASE,
)
_INTERNATIONAL = re.compile(
    r"(?<![\w+])(?:\+|00)[1-9](?:(?:\)? ?\(|\) ?|[ ./-])?[0-9]){6,14}"
    rf"{_EXTENSION}{_END}",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?:19|20)[0-9]{2}[-./](?:0?[1-9]|1[0-2])[-./][0-9]{1,2}"
    r"|[0-9]{1,2}[-. /][0-9]{1,2}[-. /](?:19|20)[0-9]{2})(?![0-9-])"
)
_YEARS = re.compile(r"(?:1[5-9]|20)[0-9]{2} ?- ?(?:1[5-9]|20)[0-9]{2}(?![0-9-])")
_FEW_GROUPS = re.compile(r"[0-9]+(?:[./-][0-9]+)?|.*[./-][0-9][./-].*")
_LEADING_ZERO = re.compile(
    rf"(?<![\w.#/])(?<!\w-)(?=(\(?0[0-9](?:(?:\) ?|[ ./-])?[0-9]){{7,12}}){_END})"
)
_GROUP_END = re.compile(r"(?<=[0-9])(?= |\Z)")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹]|\b(?:EUR|USD|GBP|CHF|Rs\.?)) ?\Z", re.IGNORECASE)
_MONEY_AFTER = re.compile(
    r" ?(?:[$€£¥₹%]|(?:EUR|USD|GBP|CHF|PLN|zł|kr|euros?|dollars|pounds)\b)", re.IGNORECASE
)
_SHORTEST = 6
_SHORTEST_UNANNOUNCED = 9
_LONGEST_BARE = 12


def phones(text: str, cues: Cues) -> Iterator[PersonalSpan]:
    """Yield telephone numbers; not orders, dates or amounts."""
    for pattern in (_INTERNATIONAL, _NORTH_AMERICAN):
        for found in pattern.finditer(text):
            if _is_free(text, found.start(), found.end(), cues):
                yield _span(found.start(), found.end())
    for found in _LEADING_ZERO.finditer(text):
        yield from _with_a_leading_zero(text, found, cues)
    for found in _CANDIDATE.finditer(text):
        yield from _in_candidate(text, found, cues)


def _in_candidate(text: str, found: re.Match[str], cues: Cues) -> Iterator[PersonalSpan]:
    date = _DATE.match(found.group())
    written = found.group()[date.end() if date else 0 :].lstrip(" ./-")
    start, end = found.end() - len(written), found.end()
    if _digits(written) < _SHORTEST or _YEARS.match(written) or _is_joined(text, start):
        return
    if cues.is_phone(start, end) and _is_free(text, start, end, cues):
        yield _span(start, end)
        return
    for at, until in _grouped_as_planned(written):
        if _is_free(text, start + at, start + until, cues):
            yield _span(start + at, start + until)


def _with_a_leading_zero(text: str, found: re.Match[str], cues: Cues) -> Iterator[PersonalSpan]:
    """Yield the longest part, up to a space or the end, that is valid in some country."""
    written, start = found[1], found.start()
    for ended in reversed(list(_GROUP_END.finditer(written))):
        part = written[: ended.end()]
        if _digits(part) < _SHORTEST_UNANNOUNCED or _DATE.match(part):
            return
        is_short = _digits(part) <= _LONGEST_BARE or not part.isdigit()
        if is_short and _is_valid_somewhere(part):
            if _is_free(text, start, start + len(part), cues):
                yield _span(start, start + len(part))
            return


def _grouped_as_planned(written: str) -> Iterator[tuple[int, int]]:
    """Yield the parts that some country's numbering plan groups just like this."""
    if _digits(written) < _SHORTEST_UNANNOUNCED or _FEW_GROUPS.fullmatch(written):
        return
    for region in _GROUPED_REGIONS:
        for part in PhoneNumberMatcher(written, region, leniency=Leniency.STRICT_GROUPING):
            if _stands_alone(written, part.start, part.end):
                yield part.start, part.end


def _is_valid_somewhere(written: str) -> bool:
    return any(_is_valid(written, region) for region in _TRUNK_REGIONS)


def _is_valid(written: str, region: str) -> bool:
    try:
        return bool(is_valid_number(parse(written, region)))
    except NumberParseException:
        return False


def _stands_alone(written: str, start: int, end: int) -> bool:
    """Tell whether spaces part it from what else is there: never a piece of a longer code."""
    is_apart = written[max(0, start - 1) : start] in ("", " ")
    is_ended = written[end : end + 1] in ("", " ")
    grouped = not written[start:end].isdigit()
    return (
        is_apart and is_ended and grouped and _digits(written[start:end]) >= _SHORTEST_UNANNOUNCED
    )


def _is_free(text: str, start: int, end: int, cues: Cues) -> bool:
    """Tell whether it is neither an amount nor announced as an order, a product or a version."""
    return not (_is_money(text, start, end) or cues.is_reference(start))


def _is_joined(text: str, start: int) -> bool:
    """Tell whether a sign is joined to it that makes it a piece of something else."""
    return text[max(0, start - 1) : start] in tuple("#/_")


def _is_money(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 5) : start]
    return bool(_MONEY_BEFORE.search(before) or _MONEY_AFTER.match(text, end))


def _digits(written: str) -> int:
    return sum(sign.isdigit() for sign in written)


def _span(start: int, end: int) -> PersonalSpan:
    return PersonalSpan(start=start, end=end, kind=PersonalKind.PHONE)
