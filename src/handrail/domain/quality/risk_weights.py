"""The weights of what speaks for and against a turn, in log-odds.

Those marked `fitted` come from the tuning half of `python -m benchmarks.worst_first --fit`, rounded
and with what told nothing left out; the others are too rare there to be fitted and were set by
hand, a little lower than fitted ones of their kind. The constant holds where one answer in twenty
is bad. See docs/decisions/0076.
"""

from collections.abc import Mapping

NAME = "risk-1"
CONSTANT = -2.6
"""For an answer."""
UNANSWERED = -4.0
"""For a turn that states nothing: an abstention may be a miss, and rarely harms."""
WEIGHTS: Mapping[str, float] = {
    "doubt": 0.6,  # fitted
    "not_first": 0.5,  # fitted
    "not_densest": 0.2,  # fitted
    "not_closest": 0.3,  # fitted
    "fault": 0.5,
    "refused": 0.7,
    "objected": 1.2,  # fitted
    "asked_again": 1.2,  # fitted
    "wanted_person": 0.8,  # fitted
    "agent_followed": 0.6,
    "helped": -1.0,
    "rated_low": 0.8,  # fitted
    "rated_high": -0.3,
    "not_carried": 3.0,  # fitted
    "words_gone": 1.1,  # fitted
    "figure_gone": 1.4,  # fitted
    "retired": 1.0,
    "contested": 1.2,
    "known_stale": 1.2,
    "known_wrong": 1.5,
    "other_article": 0.8,  # fitted
    "other_words": 3.1,  # fitted
    "less_sure": 1.0,  # fitted
    "judged_grounded": 2.0,
    "judged_answers": 1.5,
    "judged_complete": 0.8,
    "judged_tone": 0.5,
    "judged_policy": 1.5,
}
