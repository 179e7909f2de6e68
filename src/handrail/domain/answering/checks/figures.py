"""Are the figures, dates, prices, links, addresses and phone numbers of a claim the quotes' own?"""

import re

from handrail.domain.answering.checks.told import Told
from handrail.domain.answering.details import (
    ADDRESS,
    Figure,
    addresses_of,
    details_of,
    figures_of,
    phones_of,
)
from handrail.kernel.patterns import when_used

_ONE = when_used(r"\bone\b", re.IGNORECASE)
_RATE = when_used(
    r"(?<![\d.,])(?P<number>\d+(?:[.,]\d+)?)(?:\s?[\w€£$%]{1,9})?\s(?:per|an?|each|every)\s(?P<each>"
    r"second|minute|hour|day|week|month|year|user|seat|person|night)\b",
    re.IGNORECASE,
)

_BACKED_BY = {
    "least": ("least", "over"),
    "most": ("most", "within", ""),
    "within": ("within", "most", "over", ""),
    "over": ("over", "least", "within", ""),
    "": ("", "within", "over"),
}
"""The bounds of a quoted figure that back one that is claimed."""


def figures(told: Told) -> tuple[str, ...]:
    """Find a number, unit, price or date that the quotes do not give."""
    said, quoted = _without_addresses(told.said), _without_addresses(told.quoted)
    counted = _ONE.sub("1", quoted)
    known = details_of(quoted) | details_of(counted)
    known |= {figure.number for figure in figures_of(counted)}
    missing = details_of(said) - known - phones_of(said)
    rates = _rates(said) - _rates(quoted)
    turned = [f"{number} per {each}" for number, each in rates if number in _rated(quoted)]
    return tuple(f"{detail} is not in the quote" for detail in sorted({*missing, *turned}))


def bounds(told: Told) -> tuple[str, ...]:
    """Find a figure whose `up to` or `at least` is dropped or turned."""
    quoted = figures_of(told.quoted)
    faults = [
        f"{figure.detail} is {_spelled(figure.bound)} in the claim and not in the quote"
        for figure in figures_of(told.said)
        if not _is_bounded_alike(figure, quoted)
    ]
    return tuple(dict.fromkeys(faults))


def links(told: Told) -> tuple[str, ...]:
    """Find a link or an address that is not, letter by letter, the quotes' or their page's."""
    known = addresses_of(told.quoted) | told.addresses
    return tuple(
        f"{address.lower()} is not in the quote"
        for address in sorted(addresses_of(told.said) - known)
    )


def phones(told: Told) -> tuple[str, ...]:
    """Find a telephone number that the quotes do not give."""
    said, quoted = _without_addresses(told.said), _without_addresses(told.quoted)
    return tuple(
        f"{phone} is not in the quote" for phone in sorted(phones_of(said) - phones_of(quoted))
    )


def _without_addresses(text: str) -> str:
    return ADDRESS.sub(" ", text)


def _rates(text: str) -> set[tuple[str, str]]:
    return {(match["number"], match["each"].lower()) for match in _RATE.finditer(text)}


def _rated(text: str) -> set[str]:
    return {number for number, _ in _rates(text)}


def _is_bounded_alike(figure: Figure, quoted: tuple[Figure, ...]) -> bool:
    same = [other for other in quoted if other.number == figure.number]
    if not same:
        return True
    return any(other.bound in _BACKED_BY[figure.bound] for other in same)


def _spelled(bound: str) -> str:
    return {"most": "a most", "least": "a least", "within": "a most", "over": "a least"}.get(
        bound, "exact"
    )
