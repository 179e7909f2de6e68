"""Personal data in what customers write: patterns, check digits, and what is known of them."""

from collections.abc import Iterator

from handrail.adapters.language.codes import cards, emails, ibans, ip_addresses, outside, wallets
from handrail.adapters.language.cues import Cues
from handrail.adapters.language.known_person import known_values
from handrail.adapters.language.national_ids import accounts, announced, national_ids
from handrail.adapters.language.phones import phones
from handrail.adapters.language.signs import addresses_of_pages, plain
from handrail.domain.conversation.personal_data import (
    KnownPerson,
    PersonalSpan,
    without_overlaps,
)


class PatternFinder:
    """Find personal data by form, check digit and the words around it; nothing is guessed."""

    def find(self, text: str, known: KnownPerson) -> tuple[PersonalSpan, ...]:
        """Return what must be masked, in order and apart from each other."""
        shown = plain(text)
        placed = []
        for span in _spans(shown.text, known):
            start, end = shown.original(span.start, span.end)
            placed.append(PersonalSpan(start=start, end=end, kind=span.kind))
        return without_overlaps(placed)


def _spans(text: str, known: KnownPerson) -> Iterator[PersonalSpan]:
    cues = Cues(text)
    pages = addresses_of_pages(text)
    yield from emails(text)
    yield from known_values(text, known)
    for found in (
        cards(text, cues),
        ibans(text),
        wallets(text),
        ip_addresses(text, cues),
        phones(text, cues),
        national_ids(text, cues),
        announced(text, cues),
        accounts(text, cues),
    ):
        yield from outside(found, pages)
