"""What is known of how each action is asked for: sentences as vectors, and words in them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from handrail.domain.actions.cues import KeyWords, is_telling, read_sentence, root_of, words_of
from handrail.domain.actions.spec import ActionSpec

Vectors = NDArray[np.float32]
_NAMES_IT = 0.3  # of an action's examples hold a word that names the action
_NAMES_OTHERS = 0.15  # of the others' hold a word that tells no action apart, such as `order`


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownAction:
    """Hold one action's sentences as unit vectors, a row each, and the words that name it."""

    name: str
    examples: Vectors
    lookalikes: Vectors
    keys: KeyWords


def sentences_of(specs: Sequence[ActionSpec]) -> tuple[str, ...]:
    """Return the sentences that have to be embedded, in order."""
    return tuple(said for spec in specs for said in (*spec.examples, *spec.lookalikes))


def known_requests(specs: Sequence[ActionSpec], vectors: Vectors) -> tuple[KnownAction, ...]:
    """Return what is known of these actions; the vectors are those of `sentences_of`."""
    keys = _keys(specs)
    found, at = [], 0
    for spec in specs:
        middle = at + len(spec.examples)
        end = middle + len(spec.lookalikes)
        if spec.examples:
            found.append(
                KnownAction(
                    name=spec.name,
                    examples=vectors[at:middle],
                    lookalikes=vectors[middle:end],
                    keys=keys[spec.name],
                )
            )
        at = end
    return tuple(found)


def _keys(specs: Sequence[ActionSpec]) -> dict[str, KeyWords]:
    roots = {spec.name: [_roots(said) for said in spec.examples] for spec in specs}
    found: dict[str, KeyWords] = {}
    for spec in specs:
        elsewhere = [said for name, rows in roots.items() if name != spec.name for said in rows]
        own = _often(roots[spec.name], _NAMES_IT)
        found[spec.name] = KeyWords(
            words=frozenset(own - _often(elsewhere, _NAMES_OTHERS)),
            verbs=frozenset(
                word for said in spec.examples for word in read_sentence(said).openings
            ),
        )
    return found


def _often(sentences: Sequence[frozenset[str]], share: float) -> set[str]:
    seen = Counter(root for said in sentences for root in said)
    return {root for root, count in seen.items() if count >= share * len(sentences)}


def _roots(sentence: str) -> frozenset[str]:
    return frozenset(root_of(word) for word in words_of(sentence) if is_telling(word))
