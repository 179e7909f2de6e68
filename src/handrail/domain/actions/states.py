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


def require_transition(before: S, after: S) -> None:
    """Raise Conflict where `after` may not follow `before`."""
    if after not in TRANSITIONS[before]:
        raise Conflict(
            f"An action that is {before.value} cannot become {after.value}.",
            hint="Look at it again: somebody else may have decided it.",
        )
