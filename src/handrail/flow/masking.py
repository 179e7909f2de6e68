"""Keep personal data from a model: mask what is sent, restore what comes back."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from handrail.domain.conversation.personal_data import KnownPerson, PersonalSpan, mask, unmask


class PersonalDataFinder(Protocol):
    """Find personal data in what customers and staff write."""

    def find(self, text: str, known: KnownPerson) -> tuple[PersonalSpan, ...]:
        """Return what must be masked, in order and apart from each other."""
        ...


Restore = Callable[[str], str]
"""Put the originals back into a text that a model wrote."""


def masked_texts(
    texts: Mapping[str, str],
    finder: PersonalDataFinder,
    known: KnownPerson,
    spelled: Callable[[str], str] = str,
) -> tuple[Mapping[str, str], Restore]:
    """Return one request's texts without personal data, and what restores a reply to it.

    Pass all that is sent in one call: a value has one placeholder over all the texts of a call, and
    each call numbers anew. `spelled` writes an original as the reply's format spells it.
    """
    masked = mask(texts, {name: finder.find(text, known) for name, text in texts.items()})
    kept = {shown: spelled(value) for shown, value in masked.kept.items()}
    return masked.texts, partial(unmask, kept=kept)
