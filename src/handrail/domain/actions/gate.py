"""May it be done, and under which control? Facts, rows and sessions decide; text never does.

The typed checks come first and hold whatever a policy says. Then the operator's policies are asked
for the weakest control under which they permit it, from the one upwards that the consequences bear.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from handrail.domain.actions.arguments import facts_of, flaws_of, is_whole
from handrail.domain.actions.catalogue import floor_of
from handrail.domain.actions.model import (
    CONTROLS,
    AskCustomer,
    AskStaff,
    Control,
    CustomerSession,
    Do,
    Limits,
    Proposal,
    RefusalReason,
    Refuse,
    Resource,
    Ruling,
    Switches,
    Totals,
)
from handrail.domain.actions.ports import Circumstances, Rules
from handrail.domain.actions.spec import (
    ActionSpec,
    MoneyFlow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold what is asked for with all that is known about it from trusted places."""

    proposal: Proposal
    spec: ActionSpec | None
    session: CustomerSession | None
    resource: Resource | None
    totals: Totals
    limits: Limits
    switches: Switches
    now: datetime

    @property
    def amount(self) -> int | None:
        """Return how many minor units would move, 0 where none do, None where nobody knows."""
        return 0 if self.spec is None else amount_of(self.spec, self)


def amount_of(spec: ActionSpec, asked: "Asked") -> int | None:
    """Return the amount from the argument or the fact that the action declares, if it is one."""
    terms = spec.consequences.money
    if terms.flow is MoneyFlow.NONE:
        return 0
    if terms.argument is not None:
        held = asked.proposal.arguments.get(terms.argument)
    else:
        held = None if asked.resource is None else asked.resource.facts.get(str(terms.fact))
    return held if is_whole(held) else None


def authorise(asked: Asked, rules: Rules, checks: "Sequence[GateCheck] | None" = None) -> Ruling:
    """Rule on a proposal. What is not known, not declared or not permitted is refused."""
    for check in GATE_CHECKS if checks is None else checks:
        if (reason := check(asked)) is not None:
            return Refuse(policies=(f"gate:{reason.value}",), reason=reason)
    return _by_policy(asked, rules)


def still_allowed(asked: Asked, rules: Rules, obtained: Control) -> Refuse | None:
    """Return why an action under an obtained control may no longer be done, or None."""
    ruling = authorise(asked, rules)
    if isinstance(ruling, Refuse):
        return ruling
    if CONTROLS.index(control_of(ruling)) > CONTROLS.index(obtained):
        return Refuse(policies=ruling.policies, reason=RefusalReason.POLICY)
    return None


def control_of(ruling: Do | AskCustomer | AskStaff) -> Control:
    """Return what has to happen before the action is done."""
    match ruling:
        case Do():
            return Control.NONE
        case AskCustomer():
            return Control.CUSTOMER
        case AskStaff(approvers=1):
            return Control.STAFF
        case AskStaff():
            return Control.TWO_STAFF
        case other:
            assert_never(other)


def _by_policy(asked: Asked, rules: Rules) -> Ruling:
    spec, session, resource, amount = asked.spec, asked.session, asked.resource, asked.amount
    if spec is None or session is None or resource is None or amount is None:
        return Refuse(policies=(), reason=RefusalReason.NO_FACTS)  # without a check it fails shut
    circumstances = Circumstances(
        spec=spec,
        customer=session.customer,
        resource=resource,
        arguments=asked.proposal.arguments,
        amount=amount,
        totals=asked.totals,
        now=asked.now,
    )
    controls = CONTROLS[CONTROLS.index(floor_of(spec.consequences)) :]
    permissions = rules.permissions(circumstances, controls)
    for control, permission in zip(controls, permissions, strict=True):
        if permission.is_permitted:
            return _ruling(control, permission.policies)
    forbidding = permissions[-1].policies or ("policy:none_permits",)
    return Refuse(policies=forbidding, reason=RefusalReason.POLICY)


def _ruling(control: Control, policies: tuple[str, ...]) -> Ruling:
    match control:
        case Control.NONE:
            return Do(policies=policies)
        case Control.CUSTOMER:
            return AskCustomer(policies=policies)
        case Control.STAFF:
            return AskStaff(policies=policies)
        case Control.TWO_STAFF:
            return AskStaff(policies=policies, approvers=2)
        case other:
            assert_never(other)


GateCheck = Callable[[Asked], RefusalReason | None]


def switched_off(asked: Asked) -> RefusalReason | None:
    """Refuse what an operator switched off."""
    is_off = asked.switches.is_off(asked.proposal.name)
    return RefusalReason.SWITCHED_OFF if is_off else None


def unknown_action(asked: Asked) -> RefusalReason | None:
    """Refuse what the catalogue does not hold."""
    return RefusalReason.UNKNOWN_ACTION if asked.spec is None else None


def bad_arguments(asked: Asked) -> RefusalReason | None:
    """Refuse arguments that are missing, undeclared or of the wrong kind."""
    if asked.spec is not None and flaws_of(asked.spec, asked.proposal.arguments):
        return RefusalReason.BAD_ARGUMENTS
    return None


def not_identified(asked: Asked) -> RefusalReason | None:
    """Refuse whoever no signed token stands for, or whose token has run out."""
    session = asked.session
    if session is None or session.expires_at <= asked.now:
        return RefusalReason.NOT_IDENTIFIED
    return None


def not_theirs(asked: Asked) -> RefusalReason | None:
    """Refuse what is not there or belongs to somebody else: told apart nowhere."""
    if asked.resource is None or asked.session is None:
        return RefusalReason.NOT_THEIRS
    is_theirs = asked.resource.owner == asked.session.customer
    return None if is_theirs else RefusalReason.NOT_THEIRS


def no_facts(asked: Asked) -> RefusalReason | None:
    """Refuse where a declared fact is missing or is not of its kind."""
    if asked.spec is None or asked.resource is None:
        return None
    is_known = facts_of(asked.spec, asked.resource.facts) is not None
    return None if is_known else RefusalReason.NO_FACTS


def not_an_amount(asked: Asked) -> RefusalReason | None:
    """Refuse to move an amount that somebody named and that is none.

    One that is read may be nothing: an order that was never paid can be cancelled.
    """
    if asked.spec is None or asked.spec.consequences.money.argument is None:
        return None
    return None if asked.amount else RefusalReason.NOT_AN_AMOUNT


def above_what_is_left(asked: Asked) -> RefusalReason | None:
    """Refuse more than is left, counting what we have under way on the same resource."""
    if asked.spec is None or (ceiling := asked.spec.consequences.money.ceiling) is None:
        return None
    left = None if asked.resource is None else asked.resource.facts.get(ceiling)
    wanted = (asked.amount or 0) + asked.totals.resource_pending
    is_left = isinstance(left, int) and wanted <= left  # not known means nothing is left
    return None if is_left else RefusalReason.ABOVE_WHAT_IS_LEFT


def cooling_off(asked: Asked) -> RefusalReason | None:
    """Refuse to pay out soon after the way to reach the customer was changed."""
    changed = asked.totals.contact_changed_at
    if changed is None or not _pays_out(asked):
        return None
    is_soon = asked.now < changed + asked.limits.cooling_off
    return RefusalReason.COOLING_OFF if is_soon else None


def too_often(asked: Asked) -> RefusalReason | None:
    """Refuse more actions than a customer may have done in a minute or a day."""
    limits, totals = asked.limits, asked.totals
    is_passed = _passes(totals.customer_actions_last_minute + 1, limits.customer_actions_a_minute)
    is_passed |= _passes(totals.customer_actions_today + 1, limits.customer_actions_a_day)
    return RefusalReason.TOO_MUCH if is_passed else None


def too_much_money(asked: Asked) -> RefusalReason | None:
    """Refuse money that would pass a day's total of the customer, the action or the approver."""
    if not _pays_out(asked):
        return None
    amount, limits, totals = asked.amount or 0, asked.limits, asked.totals
    is_passed = _passes(totals.customer_money_today + amount, limits.customer_money_a_day)
    is_passed |= _passes(totals.action_money_today + amount, limits.action_money_a_day)
    is_passed |= _passes(totals.staff_money_today + amount, limits.staff_money_a_day)
    return RefusalReason.TOO_MUCH if is_passed else None


def _pays_out(asked: Asked) -> bool:
    return asked.spec is not None and asked.spec.consequences.money.flow is MoneyFlow.OUT


def _passes(total: int, limit: int | None) -> bool:
    return limit is not None and total > limit


GATE_CHECKS: tuple[GateCheck, ...] = (
    switched_off,
    unknown_action,
    bad_arguments,
    not_identified,
    not_theirs,
    no_facts,
    not_an_amount,
    above_what_is_left,
    cooling_off,
    too_often,
    too_much_money,
)
