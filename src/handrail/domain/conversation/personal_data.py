"""Which personal data is in a text, and how is it kept from a model? Masked before, restored after.

A value that was found once is masked wherever it stands as a word of its own, in every text of the
request. Its placeholder, `[EMAIL_1]`, is one that no text held before, so nothing that a customer
or a model makes up is ever restored.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

_SHORTEST_REPEATED = 4  # shorter values are masked where they were found, not wherever they occur


class PersonalKind(StrEnum):
    """What kind of personal data a value is; where two overlap, the one listed first wins a tie."""

    CARD = "card"
    IBAN = "iban"
    EMAIL = "email"
    WALLET = "wallet"
    NATIONAL_ID = "national_id"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    BANK_ACCOUNT = "bank_account"
    PHONE = "phone"
    IP_ADDRESS = "ip_address"
    ADDRESS = "address"
    """Of the customer, where it is known; others are not recognised."""
    NAME = "name"
    """Of the customer, where it is known; others are not recognised."""


_SPECIFIC_FIRST = tuple(PersonalKind)
_SPELLED = {kind.upper().replace("_", ""): kind.upper() for kind in PersonalKind}
_JOINED = r"\\?[ _-]?"
_KINDS = f"(?ai:{'|'.join(kind.upper().replace('_', _JOINED) for kind in PersonalKind)})"
_PLACEHOLDER = re.compile(
    rf"[\[【] ?(?P<kind>{_KINDS}){_JOINED}(?P<number>[0-9]{{1,6}}) ?[\]】]"
    rf"|(?<!\w)(?P<bare>{_KINDS})\\?_(?P<bare_number>[0-9]{{1,6}})(?!\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalSpan:
    """Say which characters of a text are personal data."""

    start: int
    end: int
    kind: PersonalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """Hold what is known of the customer, to be found exactly, in any case and without accents."""

    names: tuple[str, ...] = field(default=(), repr=False)
    addresses: tuple[str, ...] = field(default=(), repr=False)
    emails: tuple[str, ...] = field(default=(), repr=False)
    phones: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """Hold texts without personal data, and what stood where."""

    texts: Mapping[str, str]
    kept: Mapping[str, str] = field(repr=False)
    """Original by placeholder; never shown to a model, never logged."""


def mask(texts: Mapping[str, str], spans: Mapping[str, Sequence[PersonalSpan]]) -> Masked:
    """Replace every span by a placeholder, the same for the same value in all the texts."""
    found = {name: without_overlaps(spans.get(name, ())) for name in texts}
    kinds = _kinds_by_value(texts, found)
    heads = _by_head(kinds)
    cuts = {name: _with_repeats(texts[name], found[name], heads, kinds) for name in texts}
    emptied = [_replaced(text, cuts[name], lambda _: "[]") for name, text in texts.items()]
    placeholders = _placeholders(kinds, (*texts.values(), *emptied))
    masked = {
        name: _replaced(text, cuts[name], placeholders.__getitem__) for name, text in texts.items()
    }
    return Masked(texts=masked, kept={shown: value for value, shown in placeholders.items()})


def unmask(text: str, kept: Mapping[str, str]) -> str:
    """Put the originals back; what was never issued stays as it is.

    A model's slips are forgiven: another case, `[Email 1]`, `EMAIL_1` without its brackets. Without
    brackets and underscore it is a word and a number like any other, and stays.
    """

    def restored(match: re.Match[str]) -> str:
        return kept.get(_canonical(match), match.group())

    return _PLACEHOLDER.sub(restored, text)


def without_overlaps(spans: Iterable[PersonalSpan]) -> tuple[PersonalSpan, ...]:
    """Join spans that overlap: all their characters go, under the kind of the longest."""
    joined: list[PersonalSpan] = []
    leading: list[PersonalSpan] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if span.start >= span.end:
            continue
        if joined and span.start < joined[-1].end:
            leading[-1] = max(leading[-1], span, key=_weight)
            joined[-1] = PersonalSpan(
                start=joined[-1].start,
                end=max(joined[-1].end, span.end),
                kind=leading[-1].kind,
            )
        else:
            joined.append(span)
            leading.append(span)
    return tuple(joined)


def _weight(span: PersonalSpan) -> tuple[int, int]:
    return span.end - span.start, -_SPECIFIC_FIRST.index(span.kind)


def _kinds_by_value(
    texts: Mapping[str, str], found: Mapping[str, Sequence[PersonalSpan]]
) -> dict[str, PersonalKind]:
    kinds: dict[str, PersonalKind] = {}
    for name, text in texts.items():
        for span in found[name]:
            kinds.setdefault(text[span.start : span.end], span.kind)
    return kinds


def _placeholders(kinds: Mapping[str, PersonalKind], texts: Iterable[str]) -> dict[str, str]:
    """Number the values of each kind, past every number that a text already holds."""
    taken = {_canonical(match) for text in texts for match in _PLACEHOLDER.finditer(text)}
    unused = {kind: _unused(kind, taken) for kind in PersonalKind}
    return {value: next(unused[kind]) for value, kind in kinds.items()}


def _unused(kind: PersonalKind, taken: Container[str]) -> Iterator[str]:
    shown = (f"[{kind.upper()}_{number}]" for number in count(1))
    return (placeholder for placeholder in shown if placeholder not in taken)


def _canonical(match: re.Match[str]) -> str:
    kind = re.sub(r"[\\ _-]", "", match["kind"] or match["bare"]).upper()
    return f"[{_SPELLED[kind]}_{int(match['number'] or match['bare_number'])}]"


def _by_head(values: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """Return how long the values are that begin so, the longest first: one look per position."""
    lengths: dict[str, set[int]] = {}
    for value in values:
        if len(value) >= _SHORTEST_REPEATED:
            lengths.setdefault(value[:_SHORTEST_REPEATED], set()).add(len(value))
    return {head: sorted(found, reverse=True) for head, found in lengths.items()}


def _with_repeats(
    text: str,
    spans: Sequence[PersonalSpan],
    heads: Mapping[str, Sequence[int]],
    kinds: Mapping[str, PersonalKind],
) -> tuple[PersonalSpan, ...]:
    """Return the spans and, between them, every other place where a found value stands."""
    complete: list[PersonalSpan] = []
    at = 0
    for span in spans:
        complete += [*_repeats(text, at, span.start, heads, kinds), span]
        at = span.end
    return (*complete, *_repeats(text, at, len(text), heads, kinds))


def _repeats(
    text: str,
    at: int,
    end: int,
    heads: Mapping[str, Sequence[int]],
    kinds: Mapping[str, PersonalKind],
) -> Iterator[PersonalSpan]:
    while heads and at <= end - _SHORTEST_REPEATED:
        lengths = heads.get(text[at : at + _SHORTEST_REPEATED], ())
        fitting = [n for n in lengths if at + n <= end and text[at : at + n] in kinds]
        whole = [n for n in fitting if _stands_alone(text, at, at + n)]
        if whole:
            yield PersonalSpan(start=at, end=at + whole[0], kind=kinds[text[at : at + whole[0]]])
        at += whole[0] if whole else 1


def _stands_alone(text: str, start: int, end: int) -> bool:
    is_begun = start > 0 and _is_word(text[start - 1])
    is_continued = end < len(text) and _is_word(text[end])
    return not (is_begun or is_continued)


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _replaced(text: str, spans: Sequence[PersonalSpan], shown: Callable[[str], str]) -> str:
    pieces: list[str] = []
    at = 0
    for span in spans:
        pieces += [text[at : span.start], shown(text[span.start : span.end])]
        at = span.end
    return "".join([*pieces, text[at:]])
