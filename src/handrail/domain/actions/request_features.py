"""What speaks for and against a message asking for an action: likeness to sentences, and cues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handrail.domain.actions.cues import CUES, cues_of, openings_of
from handrail.domain.actions.known_requests import KnownAction, Vectors
from handrail.domain.actions.own_words import OwnWords

_NEAREST = 3
_LIKENESS = ("like", "like_some", "unlike", "unlike_any", "rival", "over_unlike", "over_rival")
_WHOLE = ("whole_like", "whole_over_unlike", "whole_over_rival")
_OF_ACTION = ("named", "denied", "done", "opens_so")
_TOGETHER = ("urges", "urges_it", "urges_like", "asks", "only_asks", "asks_it", "bare")
_AROUND = ("holds_value", "value_beside", "other_marks", "other_urges", "quotes")
FEATURES = (*_LIKENESS, *_WHOLE, *_OF_ACTION, *_TOGETHER, *_AROUND, *CUES)
"""Every signal, in the order of the weights."""

RISES = frozenset(
    {"like", "like_some", "over_unlike", "over_rival", "whole_like", "whole_over_unlike"}
    | {"whole_over_rival", "named", "opens_so", "urges", "urges_it", "urges_like", "bare"}
    | {"holds_value", "value_beside", "can_you", "can_i_have", "please", "wish", "mine", "opens"}
)
"""Signals of which more can only speak for a request."""
FALLS = frozenset(
    {"unlike", "unlike_any", "rival", "denied", "done", "asks", "only_asks", "asks_it", "quotes"}
    | {"other_marks", "asks_how", "asks_within", "asks_yes_no", "asks_would", "can_you_tell"}
    | {"can_i", "wish_to_know", "denied_wish", "already", "if", "other_person", "cannot", "shown"}
    | {"thanks_done", "mark"}
)
"""Signals of which more can only speak against one."""

_URGING = ("can_you", "wish", "please", "opens")
_ASKING = ("asks_how", "asks_yes_no", "asks_would", "can_i", "can_you_tell", "wish_to_know")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Hold a message with its vectors, and what else stands in it."""

    own: OwnWords
    whole: Vectors
    sentences: Vectors
    """A row for each of the message's own sentences."""
    values: tuple[bool, ...]
    """Whether a sentence holds something that an action could be done to: a number, an address."""


def features_of(heard: Heard, actions: Sequence[KnownAction]) -> dict[str, list[dict[str, float]]]:
    """Return, for each action, the signals of every sentence of the message."""
    cues = [cues_of(sentence.text) for sentence in heard.own.sentences]
    around = [_around(heard, cues, place) for place in range(len(cues))]
    return {
        action.name: [
            _signals(heard, place, cue, action, actions) | cue | beside
            for place, (cue, beside) in enumerate(zip(cues, around, strict=True))
        ]
        for action in actions
    }


def _signals(
    heard: Heard,
    place: int,
    cue: Mapping[str, float],
    action: KnownAction,
    actions: Sequence[KnownAction],
) -> dict[str, float]:
    sentence = heard.own.sentences[place].text
    near = _likeness(heard.sentences[place], action, actions)
    far = _likeness(heard.whole, action, actions)
    found = near | {f"whole_{name}": far[name] for name in ("like", "over_unlike", "over_rival")}
    found |= action.keys.cues(sentence)
    found["opens_so"] = float(any(w in action.keys.verbs for w in openings_of(sentence)))
    return found | _together(found, cue)


def _likeness(
    vector: Vectors, action: KnownAction, actions: Sequence[KnownAction]
) -> dict[str, float]:
    like = np.sort(action.examples @ vector)[::-1]
    unlike = _most(action.lookalikes, vector)
    rival = max((_most(a.examples, vector) for a in actions if a is not action), default=0.0)
    return {
        "like": float(like[0]),
        "like_some": float(like[:_NEAREST].mean()),
        "unlike": unlike,
        "unlike_any": max(_most(a.lookalikes, vector) for a in actions),
        "rival": rival,
        "over_unlike": float(like[0]) - unlike,
        "over_rival": float(like[0]) - rival,
    }


def _most(rows: Vectors, vector: Vectors) -> float:
    return float((rows @ vector).max()) if len(rows) else 0.0


def _together(of_action: Mapping[str, float], cue: Mapping[str, float]) -> dict[str, float]:
    urges = max(*(cue[name] for name in _URGING), of_action["opens_so"])
    asks = max(cue[name] for name in _ASKING)
    only_asks = asks * (1 - max(cue["can_you"], cue["please"], cue["wish"]))
    return {
        "urges": urges,
        "urges_it": urges * of_action["named"],
        "urges_like": urges * of_action["like"],
        "asks": asks,
        "only_asks": only_asks,
        "asks_it": asks * of_action["named"],
        "bare": float(urges == asks == cue["mark"] == 0) * of_action["named"],
    }


def _around(heard: Heard, cues: Sequence[Mapping[str, float]], place: int) -> dict[str, float]:
    others = [cue for at, cue in enumerate(cues) if at != place]
    return {
        "holds_value": float(heard.values[place]),
        "value_beside": float(any(heard.values)),
        "other_marks": float(any(cue["mark"] and not cue["can_you"] for cue in others)),
        "other_urges": float(any(cue["wish"] or cue["please"] or cue["opens"] for cue in others)),
        "quotes": float(heard.own.has_quoted),
    }
