"""Weights of requests; written by `training/requests/train.py`, not by hand."""

from collections.abc import Mapping

NAME = "requests-1"

BIAS = -6.1519

CERTAIN = 0.8
"""From here on a message is taken to ask for the action."""

POSSIBLE = 0.5
"""From here on the customer is asked."""

WEIGHTS: Mapping[str, float] = {
    "like_some": 31.9926,
    "unlike_any": -16.6968,
    "rival": -10.7983,
    "over_rival": 5.4156,
    "denied": -6.0142,
    "done": -7.1139,
    "opens_so": 0.3218,
    "urges": 0.0004,
    "urges_it": 0.7714,
    "urges_like": 1.0083,
    "asks": -0.6143,
    "only_asks": -0.1055,
    "value_beside": 3.4834,
    "other_marks": -0.1868,
    "other_urges": -0.9591,
    "quotes": -5.3144,
    "asks_within": -4.4595,
    "asks_yes_no": -4.7571,
    "can_you": 1.8436,
    "can_you_tell": -4.1752,
    "can_i": -2.3170,
    "can_i_have": 0.3023,
    "please": 0.4587,
    "wish": 1.1196,
    "wish_to_know": -4.4558,
    "already": -0.5169,
    "if": -0.9252,
    "other_person": -3.0921,
    "cannot": -4.9535,
    "mine": 0.5718,
    "shown": -0.7927,
    "thanks_done": -1.4018,
    "mark": -1.3688,
}
"""Weight of each signal; one that is not listed weighs nothing."""
