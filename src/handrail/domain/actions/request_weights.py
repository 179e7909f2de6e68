"""Weights of requests; written by `training/requests/train.py`, not by hand."""

from collections.abc import Mapping

NAME = "requests-1"

BIAS = -7.9957

CERTAIN = 0.9
"""From here on a message is taken to ask for the action."""

POSSIBLE = 0.5
"""From here on the customer is asked."""

WEIGHTS: Mapping[str, float] = {
    "like": 0.3974,
    "like_some": 24.4124,
    "unlike_any": -12.0056,
    "rival": -6.2177,
    "over_rival": 9.0725,
    "whole_over_unlike": 0.6545,
    "whole_over_rival": 0.2679,
    "denied": -5.9481,
    "done": -5.9718,
    "opens_so": 0.2294,
    "urges": 0.1674,
    "urges_it": 0.6489,
    "urges_like": 1.1364,
    "asks": -0.8089,
    "only_asks": -1.2517,
    "asks_it": -2.7788,
    "bare": 0.6984,
    "value_beside": 3.4723,
    "other_marks": -2.5139,
    "other_urges": 0.0285,
    "quotes": -4.6204,
    "asks_how": -0.2897,
    "asks_within": -3.0168,
    "asks_yes_no": -1.0614,
    "can_you": 2.7641,
    "can_you_tell": -0.2386,
    "can_i": -0.0637,
    "can_i_have": 1.5855,
    "please": 0.5533,
    "wish": 1.6699,
    "wish_to_know": -2.5845,
    "already": -0.6404,
    "if": -1.8397,
    "other_person": -3.1521,
    "cannot": -4.6397,
    "mine": 0.6984,
    "shown": -0.2030,
    "thanks_done": -1.4954,
    "mark": -1.8474,
    "opens": 0.2955,
}
"""Weight of each signal; one that is not listed weighs nothing."""
