"""Which subcategories of the NIST AI Risk Management Framework the gate serves, in our words."""

from collections.abc import Mapping

SUBCATEGORIES: Mapping[str, str] = {
    "GOVERN 3.2": "who does what when people and AI work together, and who may overrule it",
    "GOVERN 6.2": "what happens when something bought from others fails",
    "MAP 1.1": "what it is for, and what it is not for",
    "MAP 2.2": "what it cannot know, and how people see that",
    "MAP 3.5": "how people oversee it: at which point, and with which means",
    "MAP 5.1": "how likely and how grave an effect is, and that the care taken follows from it",
    "MEASURE 2.6": "it is safe, and where it fails it fails to the safe side",
    "MEASURE 2.7": "it withstands whoever attacks it",
    "MEASURE 2.8": "what was done, by whom and why can be shown afterwards",
    "MEASURE 2.10": "what is private stays so",
    "MEASURE 2.13": "whether what is measured shows what it is meant to show",
    "MANAGE 1.3": "what is done about the gravest risks, and whether it still works",
    "MANAGE 2.4": "it can be switched off, by whom and how soon",
}
"""The ones that something here bears the name of."""

CHECKS_SERVE: Mapping[str, str] = {
    "switched_off": "MANAGE 2.4",
    "unknown_action": "MAP 1.1",
    "bad_arguments": "MEASURE 2.7",
    "not_identified": "MEASURE 2.7",
    "not_theirs": "MEASURE 2.10",
    "no_facts": "MEASURE 2.6",
    "not_an_amount": "MEASURE 2.6",
    "above_what_is_left": "MEASURE 2.6",
    "cooling_off": "MEASURE 2.7",
    "too_often": "MANAGE 1.3",
    "too_much_money": "MANAGE 1.3",
}
"""By the name of a check in `GATE_CHECKS`."""
