"""Which values does a text give: amounts with units, prices, durations, dates, times, versions?

Values are brought to one measure per family, so that a week equals seven days and two values that
differ in nothing but how they are written never count as a difference.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from handrail.domain.knowledge.wording.words import NUMBER_WORDS, STOPWORDS, stem
from handrail.kernel.patterns import when_used


class ValueKind(StrEnum):
    """What a value measures."""

    DURATION = "duration"
    SIZE = "size"
    PRICE = "price"
    SHARE = "share"
    CLOCK = "time of day"
    DATE = "date"
    VERSION = "version"
    COUNT = "number"


TIMED = (ValueKind.DATE, ValueKind.VERSION)
"""Kinds of value that say when something holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Hold one value, or a range, as a text gives it."""

    kind: ValueKind
    unit: str
    """What values must share to be compared: a currency, the stem of what is counted."""
    low: float
    high: float
    start: int
    end: int
    written: str

    def equals(self, other: "Value") -> bool:
        """Tell whether two values of one unit are the same, but for rounding of units."""
        slack = _SLACK.get(self.kind, 0.0)
        return _near(self.low, other.low, slack) and _near(self.high, other.high, slack)

    def compares_with(self, other: "Value") -> bool:
        """Tell whether two values measure the same thing."""
        if self.kind is not other.kind:
            return False
        return self.unit == other.unit or not (self.unit and other.unit)

    def excludes(self, other: "Value") -> bool:
        """Tell whether no figure fits both; a factor (`2x`) excludes nothing for certain."""
        if self.unit in _FACTORS or other.unit in _FACTORS:
            return False
        one, its = sorted((self.low, self.high)), sorted((other.low, other.high))
        return one[1] < its[0] or its[1] < one[0]


_FACTORS = ("x", "fold")

_SLACK = {ValueKind.DURATION: 0.02, ValueKind.SIZE: 0.05}
_SECONDS = {
    "second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600, "day": 86400,
    "week": 604800, "month": 2592000, "quarter": 7776000, "year": 31536000, "millisecond": 0.001,
    "ms": 0.001, "fortnight": 1209600,
}  # fmt: skip
_BYTES = {
    "byte": 1, "kb": 1e3, "kib": 1e3, "mb": 1e6, "mib": 1e6, "gb": 1e9, "gib": 1e9, "tb": 1e12,
    "tib": 1e12, "kilobyte": 1e3, "megabyte": 1e6, "gigabyte": 1e9, "terabyte": 1e12,
}  # fmt: skip
_CURRENCIES = {
    "$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "usd": "usd", "eur": "eur", "gbp": "gbp",
    "chf": "chf", "dollar": "usd", "euro": "eur", "pound": "gbp", "us$": "usd", "cent": "cent",
}  # fmt: skip
_TIMES_AS_MANY = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_MONTH = "|".join(f"{month}|{month[:3]}" for month in _MONTHS) + "|sept"
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{_WORDS})\b)"
_DATE = when_used(
    rf"\b(?P<y>20\d\d|19\d\d)-(?P<m>\d\d?)-(?P<d>\d\d?)\b|"
    rf"\b(?P<month>{_MONTH})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s(?P<year>\d{{4}}))?|"
    rf"\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s(?P<month2>{_MONTH})\b\.?"
    rf"(?:,?\s(?P<year2>\d{{4}}))?|"
    rf"\b(?P<month3>{_MONTH})\.?,?\s(?P<year3>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_CLOCK = when_used(
    r"\b(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s?(?P<half>[ap]\.?m\b\.?)|"
    r"\b(?P<hour2>[01]?\d|2[0-3]):(?P<minute2>[0-5]\d)\b(?!:)",
    re.IGNORECASE,
)
_VERSION = when_used(
    r"\bv(?P<v>\d+(?:\.\d+)*(?:\.x)?)\b|\bversions?\s(?P<n>\d+(?:\.(?:\d+|x))*)|"
    r"(?<![\d.$€£])(?P<dots>\d+\.\d+\.(?:\d+|x)(?:\.\d+)?)\b",
    re.IGNORECASE,
)
_AMOUNT = when_used(
    rf"(?P<currency>US\$|[$€£¥]|\b(?:USD|EUR|GBP|CHF)\s)?\s?(?<![\w.,:/#])(?<![A-Za-z_]-)(?P<number>{_NUMBER})"
    rf"(?:(?P<times>k|m|bn)\b|\s(?P<times2>thousand|million|billion)\b)?"
    rf"(?P<plus>\+)?(?P<percent>\s?(?:%|percent\b|per\scent\b))?"
    rf"(?:[-\s]?(?P<after>€|£|\$|(?:(?:calendar|business|working|full)[-\s])?"
    rf"[A-Za-z][A-Za-z]*)(?:\([a-z]+\))?)?",
    re.IGNORECASE,
)
_ONE_LONG = when_used(
    r"\b(?:(?P<half>half\s)?an?\s(?:whole\s|full\s)?|every\s)"
    r"(?P<unit>minute|hour|day|week|fortnight|month|quarter|year)\b",
    re.IGNORECASE,
)
_TO = when_used(r"\s?(?:-|–|—|to|and|through|bis)\s?", re.IGNORECASE)
_BETWEEN = when_used(r"\bbetween\s$", re.IGNORECASE)
_ADDRESS = when_used(
    r"(?:\w+://|www\.)\S+|\S+@\S+|(?<![\w./])/[\w.-]+(?:/[\w.-]+)+|\b\d+(?:\.\d+){3}\b"
)
_NUMBERING = when_used(r"^\s*(?:[-*•]\s+)?(?:step\s)?\d{1,2}[.):]\s", re.IGNORECASE)
_ORDINALS = frozenset(["st", "nd", "rd", "th"])
_YEAR = when_used(r"(?:19[89]|20[0-3])\d")


@lru_cache(maxsize=100_000)
def values_of(text: str) -> tuple[Value, ...]:
    """Return the values of a text in order; the ends of a range are one value."""
    rest = _NUMBERING.sub(_blank, _ADDRESS.sub(_blank, text))
    found: list[Value] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(rest):
            value = read(match)
            if value is not None:
                found.append(value)
        rest = pattern.sub(_blank, rest)
    found.extend(_amounts(rest))
    return tuple(_ranges(sorted(found, key=lambda value: value.start), text))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _date(match: re.Match[str]) -> Value | None:
    year = match["y"] or match["year"] or match["year2"] or match["year3"]
    named = match["month"] or match["month2"] or match["month3"]
    month = int(match["m"]) if match["m"] else _month(named)
    day = int(match["d"] or match["day"] or match["day2"] or 1)
    try:
        # A leap year, where none is named: the 29th of February is a day of some years.
        at = date(int(year or 2000), month, day)
    except ValueError:
        return None
    grain = "year and month" if match["month3"] else "day" if year else "day of the year"
    return _value(match, ValueKind.DATE, grain, float(at.toordinal()))


def _month(named: str) -> int:
    return next(at for at, month in enumerate(_MONTHS, 1) if month[:3] == named[:3].lower())


def _version(match: re.Match[str]) -> Value:
    parts = (match["v"] or match["n"] or match["dots"]).lower().replace("x", "0").split(".")
    number = sum(int(part[:6]) / 1000.0**at for at, part in enumerate(parts[:4]) if part)
    return _value(match, ValueKind.VERSION, "", number)


def _clock(match: re.Match[str]) -> Value | None:
    hour, minute = int(match["hour"] or match["hour2"]), match["minute"] or match["minute2"] or "0"
    half = (match["half"] or "")[:1].lower()
    if hour > 24:
        return None
    at = (hour % 12 + 12 * (half == "p") if half else hour) + int(minute) / 60
    return _value(match, ValueKind.CLOCK, "", at)


def _one(match: re.Match[str]) -> Value:
    """Return `an hour`, `half a year`: as long as if a figure stood there."""
    number = _SECONDS[match["unit"].lower()] * (0.5 if match["half"] else 1.0)
    return _value(match, ValueKind.DURATION, "second", number)


_READERS = ((_DATE, _date), (_VERSION, _version), (_CLOCK, _clock), (_ONE_LONG, _one))


def _amounts(text: str) -> list[Value]:
    return [value for match in _AMOUNT.finditer(text) if (value := _amount(match)) is not None]


def _amount(match: re.Match[str]) -> Value | None:
    written = match["number"].lower()
    number = float(NUMBER_WORDS.get(written, written.replace(",", "")))
    number *= _TIMES_AS_MANY.get((match["times"] or match["times2"] or "").lower(), 1.0)
    after = (match["after"] or "").lower()
    bare = after.rpartition(" ")[2].rpartition("-")[2]
    singular = bare if bare == "ms" else bare.removesuffix("s")
    end = match.end()
    currency = (match["currency"] or "").strip().lower()
    if currency or after in ("€", "£") or (singular in _CURRENCIES and after != "$"):
        unit = _CURRENCIES[currency or (after if after in _CURRENCIES else singular)]
        end = match.end("after") if not currency and match["after"] else _end_of_number(match)
        return _value(match, ValueKind.PRICE, unit, number, end)
    if match["percent"]:
        return _value(match, ValueKind.SHARE, "percent", number, match.end("percent"))
    if singular in _SECONDS:
        return _value(match, ValueKind.DURATION, "second", number * _SECONDS[singular], end)
    if singular in _BYTES:
        return _value(match, ValueKind.SIZE, "byte", number * _BYTES[singular], end)
    return _count(match, written, bare)


def _count(match: re.Match[str], written: str, bare: str) -> Value | None:
    number = float(NUMBER_WORDS.get(written, written.replace(",", "")))
    number *= _TIMES_AS_MANY.get((match["times"] or match["times2"] or "").lower(), 1.0)
    if written in NUMBER_WORDS and bare != "to" and (not bare or bare in STOPWORDS):
        return None  # `this one`, `one of`
    if bare in _ORDINALS:
        return None
    unit = "" if bare in STOPWORDS else stem(bare)
    if _YEAR.fullmatch(written) and not bare.endswith("s"):
        return _value(match, ValueKind.DATE, "year", number, match.end("number"))
    if not unit and "." in written:
        return _value(match, ValueKind.VERSION, "", number, match.end("number"))
    return _value(match, ValueKind.COUNT, unit, number, _end_of_number(match))


def _end_of_number(match: re.Match[str]) -> int:
    ends = (match.end(name) for name in ("number", "times", "times2", "plus") if match[name])
    return max(ends)


def _value(
    match: re.Match[str], kind: ValueKind, unit: str, number: float, end: int | None = None
) -> Value:
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    written = match.string[start : end or match.end()].rstrip()
    return Value(
        kind=kind,
        unit=unit,
        low=number,
        high=number,
        start=start,
        end=start + len(written),
        written=written,
    )


def _ranges(values: list[Value], text: str) -> list[Value]:
    """Join `2 to 15 characters`, and give the first end the unit of the second."""
    joined: list[Value] = []
    for value in values:
        before = joined[-1] if joined else None
        if before is not None and before.low == before.high and _is_range(before, value, text):
            scale = _scale(before, value)
            joined[-1] = Value(
                kind=value.kind,
                unit=value.unit,
                low=before.low * scale,
                high=value.high,
                start=before.start,
                end=value.end,
                written=text[before.start : value.end],
            )
        else:
            joined.append(value)
    return joined


def _is_range(first: Value, second: Value, text: str) -> bool:
    gap = text[first.end : second.start]
    is_bare = first.kind is ValueKind.COUNT and not first.unit
    is_bare |= first.kind is ValueKind.VERSION and first.written.replace(".", "", 1).isdecimal()
    if not is_bare and (first.kind is not second.kind or not first.compares_with(second)):
        return False
    if not _TO.fullmatch(gap):
        return False
    is_joined = gap.strip().lower() == "and"
    return not is_joined or bool(_BETWEEN.search(text[: first.start]))


def _scale(first: Value, second: Value) -> float:
    """Return what the first end has to be taken times where only the second names the unit."""
    if first.kind is second.kind:
        return 1.0
    factors = {ValueKind.DURATION: _SECONDS, ValueKind.SIZE: _BYTES}.get(second.kind)
    if factors is None:
        return 1.0
    word = re.sub(r"[^a-z]", " ", second.written.lower()).split()
    singular = (word[-1] if word else "").removesuffix("s")
    return float(factors.get(singular, 1.0))


def _near(one: float, other: float, slack: float) -> bool:
    return abs(one - other) <= max(1e-9, slack * max(abs(one), abs(other)))
