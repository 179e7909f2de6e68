"""Which values of a kind stand in a text. All are returned: where there are two, nobody guesses."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handrail.domain.actions.arguments import fits
from handrail.domain.actions.spec import Parameter, ParameterKind, Value
from handrail.domain.conversation.spelling import fold, is_misspelt


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_OLD = re.compile(
    r"\b(?:from|old|not|instead of|isn't|replace|no longer|previous|currently|current)"
    r"(?:\s+(?:is|was|address|my|the|e-?mail))*[\s:]*$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"#?(?<![\w@.-])(?:[A-Za-z]{1,6}[-_ ]?)?\d[\w-]{0,40}(?![\w@])")
_LEAST_DIGITS = 3
_CODE = 3
_CURRENCIES: Mapping[str, str] = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD",
    "dollar": "USD", "dollars": "USD", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP",
    "chf": "CHF", "francs": "CHF", "sek": "SEK", "pln": "PLN", "¥": "JPY", "jpy": "JPY",
}  # fmt: skip
_SIGN = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[., ’']\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?<![\w.,-])(?:(?P<before>{_SIGN})\s?(?P<first>{_NUMBER})|(?P<second>{_NUMBER})\s?"
    rf"(?P<after>{_SIGN})(?![A-Za-z]))(?![.,]?\d)",
    re.IGNORECASE,
)
_BARE_AMOUNT = re.compile(rf"\s*(?P<second>{_NUMBER})\s*[.!]?\s*")
_THOUSANDS = re.compile(r"[., ’'](?=\d{3}(?:\D|$))")
_NOT_WANTED_BACK = re.compile(
    r"\b(?:paid|cost|costs|costed|worth|price|priced|bought|for only|spent)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_PART_OF_IT = re.compile(
    r"\b(?:half|a third|two thirds|a quarter|part(?:ial(?:ly)?)?(?: of)?|some of|difference"
    r"|most of|\d+\s?(?:%|percent|per cent))(?!\w)",
    re.IGNORECASE,
)
_YES = _set("yes yeah yep yup sure ok okay ja oui si correct right please true do")
_NO = _set("no nope nah non nein not never false don't dont")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hold the values that stand in a text, each once, in order."""

    values: tuple[Value, ...] = ()
    is_vague: bool = False
    """Something is said that is no value, such as `half of it`: ask."""


def values_in(text: str, parameter: Parameter, currency: str, *, is_answer: bool = False) -> Found:
    """Return what a text says for a parameter; an answer to its question may be shorter."""
    read = _READ.get(parameter.kind)
    if read is None:
        return Found()
    found = read(text, _Wanted(parameter, currency, is_answer))
    values = tuple(dict.fromkeys(v for v in found.values if fits(parameter, v)))
    return Found(values=values, is_vague=found.is_vague)


@dataclass(frozen=True, slots=True)
class _Wanted:
    parameter: Parameter
    currency: str
    is_answer: bool


def _references(text: str, wanted: _Wanted) -> Found:
    written = [match.group() for match in _REFERENCE.finditer(_without_others(text))]
    spelled = [value for said in written if (value := _spelled(said, wanted)) is not None]
    return Found(values=tuple(spelled))


def _all_references(text: str, wanted: _Wanted) -> Found:
    found = tuple(str(value) for value in dict.fromkeys(_references(text, wanted).values))
    return Found(values=(found,) if found else ())


def _spelled(written: str, wanted: _Wanted) -> str | None:
    """Return a reference as the operator's system spells it, or None where it cannot be one."""
    parameter = wanted.parameter
    bare = written.removeprefix("#").strip().rstrip("-_")
    if sum(sign.isdigit() for sign in bare) < (1 if wanted.is_answer else _LEAST_DIGITS):
        return None
    if not parameter.prefix:
        return bare.split()[-1]
    plain = re.sub(r"[-_ ]", "", bare).upper()
    start = re.sub(r"[-_ ]", "", parameter.prefix).upper()
    rest = plain.removeprefix(start)
    if rest and rest[0].isalpha():  # `order 4410287` and `no 4410287` lose the word before
        rest = re.sub(r"^[A-Z]+", "", rest) if " " in bare else rest
    return f"{parameter.prefix}{rest}"


def _without_others(text: str) -> str:
    """Blank out what looks like a reference and is an address or an amount."""
    return _AMOUNT.sub(_blank, _EMAIL.sub(_blank, text))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _amounts(text: str, wanted: _Wanted) -> Found:
    vague = bool(_PART_OF_IT.search(text))
    matches = list(_AMOUNT.finditer(text))
    if not matches and wanted.is_answer and (bare := _BARE_AMOUNT.fullmatch(text)):
        return Found(values=(_minor(bare["second"]),))
    here = [match for match in matches if not _NOT_WANTED_BACK.search(text[: match.start()])]
    foreign = [match for match in here if _currency(match) != wanted.currency]
    values = tuple(_minor(m["first"] or m["second"]) for m in here if m not in foreign)
    return Found(values=values, is_vague=bool(foreign) or (vague and not values))


def _currency(match: re.Match[str]) -> str:
    return _CURRENCIES[(match["before"] or match["after"]).lower()]


def _minor(number: str) -> int:
    """Return minor units: `1.200,50` and `1,200.50` are the same."""
    plain = _THOUSANDS.sub("", number).replace(",", ".")
    whole, _, part = plain.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def _emails(text: str, _wanted: _Wanted) -> Found:
    matches = list(_EMAIL.finditer(text))
    new = [match for match in matches if not _OLD.search(text[: match.start()])]
    return Found(values=tuple(match.group().rstrip(".-") for match in new or matches))


def _choices(text: str, wanted: _Wanted) -> Found:
    plain = " ".join(re.sub(r"[^\w']", " ", fold(text)).split())
    taken = []
    for choice in wanted.parameter.choices:
        said_as = wanted.parameter.said_as.get(choice, ())
        if len(choice) <= _CODE:  # `NO` is a country, `no` is an answer
            is_said = re.search(rf"\b{re.escape(choice)}\b", text) is not None
        else:
            is_said = _is_said(fold(choice.replace("_", " ")), plain)
        if is_said or any(_is_said(fold(said), plain) for said in said_as):
            taken.append(choice)
    return Found(values=tuple(taken))


def _is_said(said: str, plain: str) -> bool:
    if re.search(rf"\b{re.escape(said)}\b", plain):
        return True
    return " " not in said and any(is_misspelt(word, said) for word in plain.split())


def _flags(text: str, wanted: _Wanted) -> Found:
    words = set(re.findall(r"[\w']+", fold(text).replace("’", "'")))
    said = (not words.isdisjoint(_YES), not words.isdisjoint(_NO))
    if not wanted.is_answer or said[0] is said[1]:
        return Found()
    return Found(values=(said[0],))


def _wholes(text: str, wanted: _Wanted) -> Found:
    if not wanted.is_answer:
        return Found()
    return Found(values=tuple(int(number) for number in re.findall(r"(?<![\w.,])\d{1,15}\b", text)))


_READ: Mapping[ParameterKind, Callable[[str, _Wanted], Found]] = {
    ParameterKind.REFERENCE: _references,
    ParameterKind.REFERENCES: _all_references,
    ParameterKind.MONEY: _amounts,
    ParameterKind.EMAIL: _emails,
    ParameterKind.CHOICE: _choices,
    ParameterKind.FLAG: _flags,
    ParameterKind.WHOLE: _wholes,
}
