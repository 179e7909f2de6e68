"""Which details of a text do harm if they are wrong: figures, dates, prices, addresses, phones."""

import re

from handrail.domain.answering.words import NUMBER_WORDS, stem

_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]*\w|(?:https?://|www\.)[^\s<>()\"']*[^\s<>()\"'.,;:!?]"
)
_PHONE = re.compile(r"\+?\(?\d[\d ()/-]{6,}\d")
_WORDS = "|".join(sorted((word for word in NUMBER_WORDS if word != "one"), key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?P<before>[$€£¥]|\b(?:USD|EUR|GBP|CHF)\s)?\s*"
    rf"(?P<number>\d+(?:[.,:]\d+)*|\b(?:{_WORDS})\b)"
    rf"(?P<after>\s?%|\s?(?:€|£|°|USD|EUR|GBP|CHF)|[-\s]*(?:(?:business|working|calendar|full)[-\s])?"
    rf"(?P<unit>[A-Za-z]+)\b)?",
    re.IGNORECASE,
)
_UNIT_WORDS = (
    "second minute hour day week month year euro dollar pound cent percent gb mb kb tb ms km kg "
    "gram mile meter metre item user seat character time attempt am pm degree point gigabyte "
    "megabyte people person member"
)
_UNITS = frozenset(map(stem, _UNIT_WORDS.split()))
_MONTHS = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_SYMBOLS = {
    "$": "usd",
    "€": "eur",
    "£": "gbp",
    "¥": "jpy",
    "euro": "eur",
    "dollar": "usd",
    "pound": "gbp",
}


def details_of(text: str) -> frozenset[str]:
    """Return every such detail in a form that compares equal however it is written."""
    found = {match.group().lower() for match in _ADDRESS.finditer(text)}
    rest = _ADDRESS.sub(" ", text)
    for match in _PHONE.finditer(rest):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) > 7:
            found.add(f"phone {digits}")
    found.update(match.group().lower() for match in _MONTHS.finditer(rest))
    found.update(_figure(match) for match in _FIGURE.finditer(rest))
    return frozenset(found)


def _figure(match: re.Match[str]) -> str:
    written = match["number"].lower()
    number = NUMBER_WORDS.get(written, re.sub(r",(?=\d{3}\b)", "", written).rstrip("."))
    unit = _unit(match)
    return f"{number} {unit}" if unit else number


def _unit(match: re.Match[str]) -> str:
    symbol = (match["before"] or "").strip().lower()
    if symbol:
        return _SYMBOLS.get(symbol, symbol)
    after = (match["after"] or "").strip().lower()
    if after == "%":
        return "percent"
    if match["unit"]:
        root = stem(match["unit"].lower())
        return _SYMBOLS.get(match["unit"].lower().removesuffix("s"), root) if root in _UNITS else ""
    return _SYMBOLS.get(after, after)
