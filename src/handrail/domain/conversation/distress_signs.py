"""What a message can say that shows how somebody is."""

from enum import StrEnum


class Sign(StrEnum):
    """Hold one thing that can be said; some mean nothing alone."""

    SELF_HARM = "self_harm"
    THREAT = "threat"
    """Of violence, against anybody."""
    DANGER = "danger"
    """An injury, a fire, an attacker: to the writer, or somebody of theirs."""
    PURSUED = "pursued"
    """Somebody follows the writer, or knows where they live."""
    FEAR = "fear"
    LOSS = "loss"
    """Of money, all or much of it."""
    HARDSHIP = "hardship"
    """No food, no home: what the loss of money leads to."""
    PANIC = "panic"
    BEREAVED = "bereaved"
    DESPAIR = "despair"
    ANGER = "anger"
