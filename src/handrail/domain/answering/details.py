"""Which figures of a text do harm if they are wrong: numbers with units, bounds, dates, prices?"""

import re
from dataclasses import dataclass
from functools import lru_cache

from handrail.domain.knowledge.wording.word_set import word_set
from handrail.domain.knowledge.wording.words import NUMBER_WORDS, stem
from handrail.kernel.patterns import when_used

ADDRESS = when_used(
    # each part starts where its run of signs does: a long run is read once
    r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w|"
    r"(?<!\w)(?:\w+://|www\.)[^\s<>()\"']*[^\s<>()\"'.,;:!?]|(?<![\w./])/[\w.-]+(?:/[\w.-]+)+\w|"
    r"(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?:/[^\s<>()\"']*\w)?"
)
"""Links, e-mail addresses, host names and paths of files."""
_PHONE = when_used(r"\+?\(?\d[\d ()/-]{6,}\d")
_WORDS = "|".join(sorted((word for word in NUMBER_WORDS if word != "one"), key=len, reverse=True))
_NUMBER = rf"\d+(?:[.,:]\d+)*|\b(?:{_WORDS})\b"
_FIGURE = when_used(
    rf"(?P<bound>\b(?:up to|until|at most|(?:no|not) (?:more|later) than|no longer than|"
    rf"at the latest|(?:a )?maximum (?:\w+ ){{0,5}}?(?:of|is)|max\.?|under the age of|under|below|"
    rf"less than|fewer than|within|at least|as (?:long|many|much) as|"
    rf"(?:a )?minimum (?:\w+ ){{0,5}}?(?:of|is)|no (?:less|fewer) than|over the age of|over|above|"
    rf"(?:more|larger|bigger|greater|higher|heavier|older|longer) than|"
    rf"(?:smaller|lower|lighter|younger|shorter) than|exceed(?:s|ed|ing)?)\s+(?:the\s|version\s)?)?"
    rf"(?P<before>[$€£¥]|\b(?:USD|EUR|GBP|CHF)\s)?\s*"
    rf"(?P<number>{_NUMBER})"
    rf"(?P<to>\s?(?:-|–|—|to|and|or)\s?(?=[$€£¥]?\s?(?:{_NUMBER})))?"
    rf"(?P<after>\s?%|\s?(?:€|£|°|USD|EUR|GBP|CHF)|[-\s]*"
    rf"(?:(?:business|working|calendar|full)[-\s])?(?P<unit>(?!(?:{_WORDS}|or|and)\b)[A-Za-z]+)\b)?"
    rf"(?P<before_it>(?=\s(?:before|prior)\b))?"
    rf"(?P<open>\s(?:or|and)\s(?:more|newer|later|above|over|up|older|less|fewer|earlier)\b)?",
    re.IGNORECASE,
)
_UNIT_WORDS = (
    "second minute hour day week month year euro dollar pound cent percent gb mb kb tb ms km kg lb "
    "cm mm gram mile meter metre item user seat character time attempt am pm degree point gigabyte "
    "megabyte terabyte people person member g m ml l litre liter project request word file"
)
_UNITS = frozenset(map(stem, _UNIT_WORDS.split()))
_SAME_UNIT = {"people": "person", "sec": "second", "min": "minute", "hr": "hour"}
_MONTHS = when_used(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b|"
    r"(?<=\d\s)may\b|\bmay(?=\s\d)|\bweek(?:day|end)s?\b",
    re.IGNORECASE,
)
_SYMBOLS = {
    "$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "euro": "eur", "dollar": "usd", "pound": "gbp"
}  # fmt: skip
_LEAST = when_used(
    r"(?:at least|minimum .*|no (?:less|fewer) than|over.*|above|exceed.*|"
    r"(?:more|larger|bigger|greater|higher|heavier|older|longer) than)"
)
_TIMES = frozenset(map(stem, ["second", "minute", "hour", "day", "week", "month", "year"]))
_OPEN_UP = word_set("more newer later above over up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Hold a number with its unit, and whether it is the most or the least."""

    number: str
    unit: str
    bound: str
    """`most`, `least`, or empty; `within` and `over` a time, which may be said of it exactly."""

    @property
    def detail(self) -> str:
        """Return it in a form that compares equal however it is written."""
        return f"{self.number} {self.unit}" if self.unit else self.number


@lru_cache(maxsize=1_024)
def details_of(text: str) -> frozenset[str]:
    """Return every such detail in a form that compares equal however it is written."""
    rest = ADDRESS.sub(" ", text)
    found = {match.group().lower() for match in ADDRESS.finditer(text)} | phones_of(rest)
    found.update(match.group().lower().rstrip("s") for match in _MONTHS.finditer(rest))
    found.update(figure.detail for figure in figures_of(rest))
    return frozenset(found)


def addresses_of(text: str) -> frozenset[str]:
    """Return links, e-mail addresses, host names and paths, letter by letter."""
    return frozenset(match.group() for match in ADDRESS.finditer(text))


@lru_cache(maxsize=1_024)
def phones_of(text: str) -> frozenset[str]:
    """Return telephone numbers by their digits."""
    digits = (re.sub(r"\D", "", match.group()) for match in _PHONE.finditer(text))
    return frozenset(f"phone {number}" for number in digits if len(number) > 7)


@lru_cache(maxsize=1_024)
def figures_of(text: str) -> tuple[Figure, ...]:
    """Return the figures of a text; the ends of a range share their unit and their bound."""
    found: list[Figure] = []
    open_range = False
    for match in _FIGURE.finditer(_PHONE.sub(_unless_a_phone, ADDRESS.sub(" ", text))):
        figure = Figure(number=_number(match), unit=_unit(match), bound=_bound(match))
        if open_range and figure.unit and not found[-1].unit:
            found[-1] = Figure(number=found[-1].number, unit=figure.unit, bound=found[-1].bound)
        open_range = bool(match["to"])
        found.append(figure)
    return tuple(found)


def _unless_a_phone(match: re.Match[str]) -> str:
    return " " if len(re.sub(r"\D", "", match.group())) > 7 else match.group()


def _number(match: re.Match[str]) -> str:
    written = match["number"].lower()
    return NUMBER_WORDS.get(written, re.sub(r",(?=\d{3}\b)", "", written).rstrip("."))


def _bound(match: re.Match[str]) -> str:
    after = (match["open"] or "").split()
    if after:
        return "least" if after[-1] in _OPEN_UP else "most"
    before = re.sub(r"\s+", " ", (match["bound"] or "").lower()).strip()
    if not before:
        return ""
    if before in ("up to", "until", "at the latest") and match["before_it"] is not None:
        return "least"  # up to two days before is two days before, or sooner
    if before == "until":
        return "within" if _unit(match) in _TIMES else ""
    if before in ("within", "over") and _unit(match) in _TIMES:
        return before
    return "least" if _LEAST.fullmatch(before.removeprefix("a ")) else "most"


def _unit(match: re.Match[str]) -> str:
    symbol = (match["before"] or "").strip().lower()
    if symbol:
        return _SYMBOLS.get(symbol, symbol)
    after = (match["after"] or "").strip().lower()
    if after == "%":
        return "percent"
    if match["unit"]:
        word = _SAME_UNIT.get(match["unit"].lower(), match["unit"].lower())
        root = stem(word)
        return _SYMBOLS.get(word.removesuffix("s"), root) if root in _UNITS else ""
    return _SYMBOLS.get(after, after)
