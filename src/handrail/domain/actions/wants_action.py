"""Whether a message asks for an action to be done now, asks for one of two, or only asks about it.

A question has to reach the answers, so a request is taken only where it is all but certain. Where
it may be one, the customer is asked.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.actions.known_requests import KnownAction
from handrail.domain.actions.request_features import Heard, features_of
from handrail.domain.actions.request_weights import BIAS, CERTAIN, POSSIBLE, WEIGHTS

_RIVAL = 0.6  # from here on a second action is asked about, too: people ask for two things at once


@dataclass(frozen=True, slots=True)
class Asks:
    """Say that the message asks for this action, now."""

    action: str


@dataclass(frozen=True, slots=True)
class MayAsk:
    """Say that the message may ask for one of these actions, the likeliest first: ask."""

    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AsksForNothing:
    """Say that the message is a question, or speaks of something else."""


Wish = Asks | MayAsk | AsksForNothing


def wants_action(heard: Heard, actions: Sequence[KnownAction]) -> Wish:
    """Decide whether a message asks for an action, and for which."""
    found = sorted(chances(heard, actions).items(), key=lambda item: -item[1])
    possible = tuple(name for name, chance in found if chance >= POSSIBLE)
    if not possible:
        return AsksForNothing()
    if found[0][1] < CERTAIN:
        return MayAsk(possible)
    rivals = tuple(name for name, chance in found if chance >= _RIVAL)
    return Asks(rivals[0]) if len(rivals) == 1 else MayAsk(rivals)


def chances(heard: Heard, actions: Sequence[KnownAction]) -> Mapping[str, float]:
    """Return for each action how likely it is that the message asks for it, 0 to 1."""
    return {
        name: max((_chance(signals) for signals in rows if not signals["denied"]), default=0.0)
        for name, rows in features_of(heard, actions).items()
    }


def _chance(signals: Mapping[str, float]) -> float:
    total = BIAS + sum(weight * signals[name] for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))
