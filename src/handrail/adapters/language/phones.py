"""Which numbers are telephone numbers? Those that look like one, and those announced as one."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from phonenumbers import (
    Leniency,
    NumberParseException,
    PhoneMetadata,
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
_GROUPED_REGIONS = ("US", "ES", "PL", "PT", "IT", "CZ", "GR", "HU", "IN", "MX", "BR")
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
_GROUP_START = re.compile(r"(?<![^ ])[(0-9]")
_GROUP_END = re.compile(r"(?<=[0-9])(?= |\Z)")
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹]|\b(?:EUR|USD|GBP|CHF|Rs\.?)) ?\Z", re.IGNORECASE)
_MONEY_AFTER = re.compile(
    r" ?(?:[$€£¥₹%]|(?:EUR|USD|GBP|CHF|PLN|zł|kr|euros?|dollars|pounds)\b)", re.IGNORECASE
)
_SHORTEST = 6
_SHORTEST_UNANNOUNCED = 9
_LONGEST_BARE = 12
_MOST_GROUPS = 6


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
    """Yield the parts between spaces that some country's plan groups just like this."""
    for begun in _GROUP_START.finditer(written):
        for ended in reversed(list(_GROUP_END.finditer(written, begun.start()))):
            part = written[begun.start() : ended.end()]
            if _SHORTEST_UNANNOUNCED <= _digits(part) <= _LONGEST_BARE and _is_grouped(part):
                yield begun.start(), ended.end()
                break


def _is_grouped(part: str) -> bool:
    if _FEW_GROUPS.fullmatch(part) or part.count(" ") >= _MOST_GROUPS:
        return False
    return any(
        found.start == 0 and found.end == len(part)
        for region in _plans_for(part, _GROUPED_REGIONS)
        for found in PhoneNumberMatcher(part, region, leniency=Leniency.STRICT_GROUPING)
    )


def _is_valid_somewhere(part: str) -> bool:
    return part.count(" ") < _MOST_GROUPS and any(
        _is_valid(part, region) for region in _plans_for(part, _TRUNK_REGIONS)
    )


def _is_valid(part: str, region: str) -> bool:
    try:
        return bool(is_valid_number(parse(part, region)))
    except NumberParseException:
        return False


def _plans_for(part: str, regions: Iterable[str]) -> Iterator[str]:
    """Yield the countries whose plan has such digits: quicker than asking each to read it."""
    digits = "".join(sign for sign in part if sign.isdigit())
    for region in regions:
        plan = _plan(region)
        if plan.fullmatch(digits) or plan.fullmatch(digits.removeprefix("0")):
            yield region


@cache
def _plan(region: str) -> re.Pattern[str]:
    metadata = PhoneMetadata.metadata_for_region(region)
    numbers = None if metadata is None else metadata.general_desc
    pattern = None if numbers is None else numbers.national_number_pattern
    return re.compile(pattern or "[0-9]+")


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
