"""Which state may follow which: a table, from which the diagram in the docs is drawn."""

from collections.abc import Mapping

from handrail.domain.actions.model import ActionState as S
from handrail.kernel.errors import Conflict

TRANSITIONS: Mapping[S, frozenset[S]] = {
    S.PROPOSED: frozenset({S.AWAITING_CUSTOMER, S.APPROVED, S.REFUSED, S.CANCELLED}),
    S.AWAITING_CUSTOMER: frozenset(
        {S.AWAITING_STAFF, S.APPROVED, S.DECLINED, S.EXPIRED, S.REFUSED, S.CANCELLED}
    ),
    S.AWAITING_STAFF: frozenset(
        {S.AWAITING_STAFF, S.APPROVED, S.DECLINED, S.EXPIRED, S.REFUSED, S.CANCELLED}
    ),
    S.APPROVED: frozenset({S.EXECUTING, S.REFUSED, S.EXPIRED, S.CANCELLED}),
    S.EXECUTING: frozenset({S.EXECUTING, S.APPROVED, S.SUCCEEDED, S.FAILED, S.UNKNOWN}),
    S.UNKNOWN: frozenset({S.RECONCILING, S.NEEDS_PERSON}),
    S.RECONCILING: frozenset({S.RECONCILING, S.EXECUTING, S.SUCCEEDED, S.FAILED, S.NEEDS_PERSON}),
    S.NEEDS_PERSON: frozenset({S.SUCCEEDED, S.FAILED}),
    S.SUCCEEDED: frozenset(),
    S.FAILED: frozenset(),
    S.REFUSED: frozenset(),
    S.DECLINED: frozenset(),
    S.EXPIRED: frozenset(),
    S.CANCELLED: frozenset(),
}

MEANINGS: Mapping[S, str] = {
    S.PROPOSED: "It is asked for; the gate has not ruled yet.",
    S.AWAITING_CUSTOMER: "The customer has to confirm exactly what the card shows.",
    S.AWAITING_STAFF: "One of the staff, or two, have to approve it.",
    S.APPROVED: "It is agreed to and a worker may begin it. Nothing of it has happened.",
    S.EXECUTING: "A try is noted: from here on it may have had its effect.",
    S.SUCCEEDED: "The operator's system said that it is done, or lists it.",
    S.FAILED: "It is known to have had no effect.",
    S.UNKNOWN: "Nobody knows whether it had its effect. The customer hears that it is checked.",
    S.RECONCILING: "A worker asks the operator's system by our reference.",
    S.NEEDS_PERSON: "One of the staff has to look at the operator's system.",
    S.REFUSED: "The rules do not allow it.",
    S.DECLINED: "The customer, or one of the staff, said no.",
    S.EXPIRED: "Nobody decided in time, or no worker began it in time.",
    S.CANCELLED: "It was asked for otherwise, or only decided and recorded in shadow mode.",
}
"""What each state means, for the docs and for whoever reads a list of actions."""

FINAL = frozenset(state for state, following in TRANSITIONS.items() if not following)
"""Nothing follows; the customer has been told."""

WAITING = frozenset({S.AWAITING_CUSTOMER, S.AWAITING_STAFF})
"""A person has to decide; expires where nobody does."""

UNSETTLED = frozenset({S.APPROVED, S.EXECUTING, S.UNKNOWN, S.RECONCILING, S.NEEDS_PERSON}) | WAITING
"""An effect is possible still: its money counts as spent."""

IN_HAND = frozenset({S.EXECUTING, S.UNKNOWN, S.RECONCILING})
"""It was tried, and what came of it is not known yet."""

FOR_WORKERS = IN_HAND | {S.APPROVED}
"""A worker has something to do with it, now or later."""

FOR_STAFF = frozenset({S.AWAITING_STAFF, S.NEEDS_PERSON})
"""One of the staff has to approve it, or to look what became of it."""


def require_transition(before: S, after: S) -> None:
    """Raise Conflict where `after` may not follow `before`."""
    if after not in TRANSITIONS[before]:
        raise Conflict(
            f"An action that is {before.value} cannot become {after.value}.",
            hint="Look at it again: somebody else may have decided it.",
        )
