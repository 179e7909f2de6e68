"""What speaks for and against a message asking for an action: likeness to sentences, and cues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handrail.domain.actions.cues import CUES, ReadSentence, read_sentence
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


@dataclass(frozen=True, slots=True)
class _Near:
    """Hold how like a vector is to one action's sentences."""

    like: float
    some: float
    unlike: float


def features_of(heard: Heard, actions: Sequence[KnownAction]) -> dict[str, list[dict[str, float]]]:
    """Return, for each action, the signals of every sentence of the message."""
    read = [read_sentence(sentence.text) for sentence in heard.own.sentences]
    around = [_around(heard, read, place) for place in range(len(read))]
    near = [_near(vector, actions) for vector in heard.sentences]
    whole = _near(heard.whole, actions)
    return {
        action.name: [
            _signals(action, sentence, near[place], whole) | around[place]
            for place, sentence in enumerate(read)
        ]
        for action in actions
    }


def _signals(
    action: KnownAction,
    sentence: ReadSentence,
    near: Mapping[str, _Near],
    whole: Mapping[str, _Near],
) -> dict[str, float]:
    far = _likeness(action.name, whole)
    found = {**sentence.cues, **_likeness(action.name, near), **action.keys.cues(sentence.parts)}
    found |= {f"whole_{name}": far[name] for name in ("like", "over_unlike", "over_rival")}
    found["opens_so"] = float(not action.keys.verbs.isdisjoint(sentence.openings))
    return found | _together(found)


def _near(vector: Vectors, actions: Sequence[KnownAction]) -> dict[str, _Near]:
    found = {}
    for action in actions:
        like = sorted((action.examples @ vector).tolist())[-_NEAREST:]
        unlike = max((action.lookalikes @ vector).tolist(), default=0.0)
        found[action.name] = _Near(like[-1], sum(like) / len(like), unlike)
    return found


def _likeness(name: str, near: Mapping[str, _Near]) -> dict[str, float]:
    own = near[name]
    rival = max((other.like for at, other in near.items() if at != name), default=0.0)
    return {
        "like": own.like,
        "like_some": own.some,
        "unlike": own.unlike,
        "unlike_any": max(other.unlike for other in near.values()),
        "rival": rival,
        "over_unlike": own.like - own.unlike,
        "over_rival": own.like - rival,
    }


def _together(cue: Mapping[str, float]) -> dict[str, float]:
    urges = max(*(cue[name] for name in _URGING), cue["opens_so"])
    asks = max(cue[name] for name in _ASKING)
    only_asks = asks * (1 - max(cue["can_you"], cue["please"], cue["wish"]))
    return {
        "urges": urges,
        "urges_it": urges * cue["named"],
        "urges_like": urges * cue["like"],
        "asks": asks,
        "only_asks": only_asks,
        "asks_it": asks * cue["named"],
        "bare": float(urges == asks == cue["mark"] == 0) * cue["named"],
    }


def _around(heard: Heard, read: Sequence[ReadSentence], place: int) -> dict[str, float]:
    others = [other.cues for at, other in enumerate(read) if at != place]
    return {
        "holds_value": float(heard.values[place]),
        "value_beside": float(any(heard.values)),
        "other_marks": float(any(cue["mark"] and not cue["can_you"] for cue in others)),
        "other_urges": float(any(cue["wish"] or cue["please"] or cue["opens"] for cue in others)),
        "quotes": float(heard.own.has_quoted),
    }
