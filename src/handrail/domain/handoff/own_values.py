"""What did the customer say of themselves? Numbers, addresses, telephone and name, as written."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from handrail.domain.actions.read_address import address_in
from handrail.domain.actions.spec import AddressPart
from handrail.domain.conversation.model import Message
from handrail.domain.handoff.quoting import sentences_of
from handrail.domain.knowledge.wording.word_set import word_set
from handrail.kernel.patterns import when_used

_EMAIL = when_used(r"[^\s@<>\"',;:()\[\]“”]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_DATE = when_used(r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)")
_AMOUNT = when_used(
    r"(?:[€$£¥]|\b(?:EUR|USD|GBP|CHF)\b)\s?\d[\d.,]*|\d[\d.,]*\s?(?:[€$£¥]|(?:EUR|USD|GBP|CHF|euros?|"
    r"dollars?|pounds?)\b)|(?<![\w.,-])\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?(?!\d)",
    re.IGNORECASE,
)
_PHONE = when_used(r"(?<![\w.-])\+?\(?\d[\d ()/-]{6,18}\d(?![\w-])")
_REFERENCE = when_used(
    r"(?<![\w@.-])(?:[A-Za-z]{1,6}[-_#]|#)\d[\w-]{2,30}(?![\w@])"
    r"|(?<![\w@.,-])(?=[A-Za-z]*(?:\d[A-Za-z-]{0,3}){6})[A-Za-z0-9][A-Za-z0-9-]{4,30}(?![\w@])",
    re.ASCII,
)
_ANNOUNCED = when_used(
    r"\b(?:order|booking|invoice|ticket|case|reference|ref|number|no\.|nr\.?|bestellung|pedido|"
    r"commande|заказ)[ \t]*[:#]?[ \t]*(?P<number>\d[\w-]{2,30})(?![\w@.,]\d)",
    re.IGNORECASE,
)
_CAPITALS = r"[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*"
_NAMED = when_used(
    r"(?:\b[Mm]y (?:full )?name is|\b[Nn]ame'?s|\b[Nn]ame:|\b[Tt]his is|\b[Ii] ?am|\b[Ii]['’]?m|"
    r"\b[Mm]ein Name ist|\b[Ii]ch (?:heiße|heisse|bin)|\b[Jj]e m['’]appelle|\b[Jj]e suis|"
    r"\b[Mm]e llamo|\b[Mm]i nombre es|\b[Ss]oy|\b[Mm]eu nome é|\b[Mm]e chamo|\b[Ss]ou|"
    r"\b[Mm]i chiamo|[Мм]еня зовут|\b[Nn]ama saya)\s+"
    rf"(?P<name>{_CAPITALS}(?:[ \t]+(?:{_CAPITALS}|de|da|von|van|der|Ó|al)){{0,3}})"
)
_NAMED_IN_CHINESE = when_used(r"我(?:叫|的名字是)\s?(?P<name>[\u4e00-\u9fff]{2,4})")
_SIGNED = when_used(
    r"(?i:regards|thanks|thank you|cheers|grüße|gruß|saludos|cordialement)[,.!]?[ \t]*\n+[ \t]*"
    rf"(?P<name>{_CAPITALS}(?:[ \t]+{_CAPITALS}){{0,3}})[ \t]*$"
)
_NO_NAME = word_set(
    "i not the a an so very sorry still just here trying having waiting looking happy done "
    "afraid sure going getting being really from in on at using new monday tuesday wednesday "
    "thursday friday saturday sunday"
)
_MOST_EACH = 3
_LONGEST_ADDRESS = 120


class OwnValue(StrEnum):
    """What kind of thing a customer said of themselves."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    REFERENCE = "reference"
    """A number of an order, a customer, a ticket."""
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Hold a value as the customer wrote it, and where."""

    kind: OwnValue
    value: str
    message: Message


def values_given(messages: Iterable[Message]) -> tuple[Given, ...]:
    """Return what customers' messages say of whoever wrote them, each value once, in order."""
    found: dict[tuple[OwnValue, str], Given] = {}
    for message in messages:
        for kind, value in values_in(message.text):
            found.setdefault(
                (kind, value.casefold()), Given(kind=kind, value=value, message=message)
            )
    each: dict[OwnValue, list[Given]] = {}
    for given in found.values():
        each.setdefault(given.kind, []).append(given)
    return tuple(given for kind in OwnValue for given in each.get(kind, ())[-_MOST_EACH:])


def values_in(text: str) -> Iterator[tuple[OwnValue, str]]:
    """Yield each value that a text gives, as it stands there."""
    yield from ((OwnValue.NAME, name) for name in _names(text))
    yield from ((OwnValue.EMAIL, m.group().rstrip(".-")) for m in _EMAIL.finditer(text))
    rest = _without(text, _EMAIL, _DATE, _AMOUNT)
    yield from ((OwnValue.PHONE, phone) for phone in _phones(rest))
    yield from ((OwnValue.REFERENCE, reference) for reference in _references(rest))
    yield from ((OwnValue.ADDRESS, found) for found in _addresses(text))


def without_values(text: str) -> str:
    """Return a text without the references, addresses and telephone numbers in it."""
    return _without(text, _EMAIL, _PHONE, _REFERENCE)


def has_amount(text: str) -> bool:
    """Tell whether a text names an amount of money."""
    return _AMOUNT.search(text) is not None


def _names(text: str) -> Iterator[str]:
    for pattern in (_NAMED, _NAMED_IN_CHINESE, _SIGNED):
        for match in pattern.finditer(text):
            first = match["name"].split()[0]
            if first.lower() not in _NO_NAME and not first[0].islower():
                yield match["name"]


def _addresses(text: str) -> Iterator[str]:
    """Yield street, postcode and town where the first two stand there, as one stretch."""
    shown = _without(text, _EMAIL, _DATE, _AMOUNT, _PHONE, _REFERENCE)
    for start, end in sentences_of(shown):
        place = _address_in(shown[start:end])
        if place is not None:
            yield text[start + place[0] : start + place[1]]


def _address_in(sentence: str) -> tuple[int, int] | None:
    lines = address_in(sentence)
    if not {AddressPart.STREET, AddressPart.POSTCODE} <= lines.keys():
        return None
    starts = [sentence.find(line) for line in lines.values()]
    end = max(at + len(line) for at, line in zip(starts, lines.values(), strict=True))
    is_one = min(starts) >= 0 and end - min(starts) <= _LONGEST_ADDRESS
    return (min(starts), end) if is_one else None


def _phones(text: str) -> Iterator[str]:
    for match in _PHONE.finditer(text):
        number = match.group().strip()
        if any(sign in number for sign in "+ /-(") and sum(map(str.isdigit, number)) <= 15:
            yield number


def _references(text: str) -> Iterator[str]:
    rest = _without_phones(text)
    plain = [match.group() for match in _REFERENCE.finditer(rest)]
    yield from plain
    announced = (match["number"] for match in _ANNOUNCED.finditer(rest))
    yield from (number for number in announced if not any(number in one for one in plain))


def _without_phones(text: str) -> str:
    kept = text
    for number in _phones(text):
        kept = kept.replace(number, " " * len(number))
    return kept


def _without(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text
