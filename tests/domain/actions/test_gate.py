"""The gate disposes: what is not known, not theirs, not left or not permitted is not done."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from typing_extensions import override

from handrail.domain.actions.gate import (
    GATE_CHECKS,
    Asked,
    GateCheck,
    authorise,
    control_of,
    still_allowed,
)
from handrail.domain.actions.model import (
    AskCustomer,
    AskStaff,
    Control,
    Do,
    Limits,
    RefusalReason,
    Refuse,
    Switches,
    Totals,
)
from handrail.domain.actions.ports import Circumstances, Permission
from handrail.domain.actions.spec import MoneyFlow, MoneyTerms, PersonalData
from tests.domain.actions.asking import (
    ANNA,
    FROM_A_FACT,
    NOON,
    PAYS_OUT,
    Permitting,
    a_parameter,
    a_spec,
    an_order,
    asked,
    of_somebody_else,
    what_it_does,
)

R = RefusalReason
A_MINUTE_AGO = NOON - timedelta(minutes=1)


def _reason(what: Asked) -> RefusalReason | None:
    ruling = authorise(what, Permitting())
    return ruling.reason if isinstance(ruling, Refuse) else None


def test_a_refund_of_what_is_theirs_and_left_is_put_to_the_customer() -> None:
    rules = Permitting()

    ruling = authorise(asked(), rules)

    assert ruling == AskCustomer(policies=("policy-customer",))
    ((circumstances, _),) = rules.asked
    assert circumstances == Circumstances(
        spec=a_spec(),
        customer=ANNA,
        resource=an_order(),
        arguments={"order": "1001", "amount": 2_000},
        amount=2_000,
        totals=Totals(),
        now=NOON,
    )


REFUSED = {
    "all is switched off": (asked(switches=Switches(all_off=True)), R.SWITCHED_OFF),
    "this is switched off": (
        asked(switches=Switches(off=frozenset({"refund"}))),
        R.SWITCHED_OFF,
    ),
    "nothing is declared": (asked(spec=None), R.UNKNOWN_ACTION),
    "an argument is missing": (asked(arguments={"order": "1001"}), R.BAD_ARGUMENTS),
    "an argument is not declared": (
        asked(arguments={"order": "1001", "amount": 1, "approved": True}),
        R.BAD_ARGUMENTS,
    ),
    "nobody is signed in": (asked(session=None), R.NOT_IDENTIFIED),
    "the token ends this second": (asked(now=NOON + timedelta(minutes=15)), R.NOT_IDENTIFIED),
    "there is no such thing": (asked(resource=None), R.NOT_THEIRS),
    "it is somebody else's": (asked(resource=of_somebody_else()), R.NOT_THEIRS),
    "it is nobody's": (asked(resource=replace(an_order(), owner=None)), R.NOT_THEIRS),
    "a fact is missing": (asked(resource=replace(an_order(), facts={})), R.NO_FACTS),
    "a fact is of another kind": (asked(resource=an_order(refundable="5000")), R.NO_FACTS),
    "nothing is to be moved": (
        asked(arguments={"order": "1001", "amount": 0}),
        R.NOT_AN_AMOUNT,
    ),
    "more than is left": (
        asked(arguments={"order": "1001", "amount": 5_001}),
        R.ABOVE_WHAT_IS_LEFT,
    ),
    "more than is left beside what is under way": (
        asked(totals=Totals(resource_pending=3_001)),
        R.ABOVE_WHAT_IS_LEFT,
    ),
    "the contact was just changed": (
        asked(totals=Totals(contact_changed_at=A_MINUTE_AGO)),
        R.COOLING_OFF,
    ),
    "the sixth action in a minute": (
        asked(totals=Totals(customer_actions_last_minute=5)),
        R.TOO_MUCH,
    ),
    "the 21st action in a day": (asked(totals=Totals(customer_actions_today=20)), R.TOO_MUCH),
    "above a customer's day": (
        asked(totals=Totals(customer_money_today=1), limits=Limits(customer_money_a_day=2_000)),
        R.TOO_MUCH,
    ),
    "above an action's day": (
        asked(totals=Totals(action_money_today=1), limits=Limits(action_money_a_day=2_000)),
        R.TOO_MUCH,
    ),
    "above an approver's day": (
        asked(totals=Totals(staff_money_today=1), limits=Limits(staff_money_a_day=2_000)),
        R.TOO_MUCH,
    ),
}


@pytest.mark.parametrize(("what", "reason"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_where(what: Asked, reason: RefusalReason) -> None:
    ruling = authorise(what, Permitting(Control.NONE))

    assert ruling == Refuse(policies=(f"gate:{reason.value}",), reason=reason)


ALLOWED = {
    "another action is switched off": asked(switches=Switches(off=frozenset({"cancel"}))),
    "the token has a second left": asked(now=NOON + timedelta(minutes=14, seconds=59)),
    "exactly what is left": asked(arguments={"order": "1001", "amount": 5_000}),
    "exactly what is left beside what is under way": asked(totals=Totals(resource_pending=3_000)),
    "the contact was changed 72 hours ago": asked(
        totals=Totals(contact_changed_at=NOON - timedelta(hours=72))
    ),
    "the fifth action in a minute": asked(totals=Totals(customer_actions_last_minute=4)),
    "the 20th action in a day": asked(totals=Totals(customer_actions_today=19)),
    "any number where there is no limit": asked(
        totals=Totals(customer_actions_last_minute=99, customer_actions_today=99),
        limits=Limits(customer_actions_a_minute=None, customer_actions_a_day=None),
    ),
    "nothing to pay where nothing is left of the day": asked(
        spec=a_spec(parameters=(), resource_argument=None, consequences=FROM_A_FACT),
        arguments={},
        resource=an_order(refundable=0),
        totals=Totals(customer_money_today=9, action_money_today=9, staff_money_today=9),
        limits=Limits(customer_money_a_day=9, action_money_a_day=9, staff_money_a_day=9),
    ),
    "exactly up to every limit": asked(
        limits=Limits(customer_money_a_day=2_000, action_money_a_day=2_000, staff_money_a_day=2_000)
    ),
}


@pytest.mark.parametrize("what", ALLOWED.values(), ids=ALLOWED)
def test_it_is_not_refused_where(what: Asked) -> None:
    assert _reason(what) is None


def test_an_amount_that_is_read_may_be_nothing_and_one_that_is_named_may_not() -> None:
    spec = a_spec(parameters=(), resource_argument=None, consequences=FROM_A_FACT)

    read = asked(spec=spec, arguments={}, resource=an_order(refundable=0))

    assert _reason(read) is None
    assert read.amount == 0
    assert _reason(asked(arguments={"order": "1", "amount": 0})) is R.NOT_AN_AMOUNT


def test_money_that_comes_in_is_held_to_no_limit_of_what_goes_out() -> None:
    charged = what_it_does(money=MoneyTerms(flow=MoneyFlow.IN, argument="amount"))
    what = asked(
        spec=a_spec(consequences=charged),
        arguments={"order": "1", "amount": 9_000},
        totals=Totals(contact_changed_at=A_MINUTE_AGO, customer_money_today=50),
        limits=Limits(customer_money_a_day=100),
    )

    assert _reason(what) is None


def test_an_amount_is_known_only_where_it_is_a_number() -> None:
    nothing = a_spec(consequences=what_it_does())

    assert asked(spec=None).amount == 0
    assert asked(spec=nothing).amount == 0
    assert asked(arguments={"amount": True}).amount is None
    assert asked(arguments={"amount": "2000"}).amount is None
    assert asked(spec=a_spec(consequences=FROM_A_FACT), resource=None).amount is None


@pytest.mark.parametrize(
    ("weakest", "ruling"),
    [
        (Control.NONE, Do(policies=("policy-none",))),
        (Control.CUSTOMER, AskCustomer(policies=("policy-customer",))),
        (Control.STAFF, AskStaff(policies=("policy-staff",))),
        (Control.TWO_STAFF, AskStaff(policies=("policy-two_staff",), approvers=2)),
        (None, Refuse(policies=("policy-two_staff",), reason=R.POLICY)),
    ],
)
def test_the_weakest_control_that_policies_permit_is_asked_for(
    weakest: Control | None, ruling: object
) -> None:
    harmless = a_spec(consequences=what_it_does())

    assert authorise(asked(spec=harmless), Permitting(weakest)) == ruling


def test_no_policy_makes_the_control_weaker_than_the_consequences_bear() -> None:
    rules = Permitting(Control.NONE)

    ruling = authorise(asked(), rules)

    assert isinstance(ruling, AskCustomer)
    assert Control.NONE not in rules.asked[0][1]


def test_a_refusal_says_so_where_no_policy_decided() -> None:
    ruling = authorise(asked(), Permitting(None, says=False))

    assert ruling == Refuse(policies=("policy:none_permits",), reason=R.POLICY)


@pytest.mark.parametrize(
    "missing", [{"spec": None}, {"session": None}, {"resource": None}, {"arguments": {}}]
)
def test_what_is_missing_is_refused_even_without_the_check_that_looks_for_it(
    missing: dict[str, object],
) -> None:
    ruling = authorise(asked(**missing), Permitting(Control.NONE), checks=())

    assert ruling == Refuse(policies=(), reason=R.NO_FACTS)


SPEAKS_OF = {
    "spec": {"unknown_action": R.UNKNOWN_ACTION},
    "session": {"not_identified": R.NOT_IDENTIFIED, "not_theirs": R.NOT_THEIRS},
    "resource": {"not_theirs": R.NOT_THEIRS, "above_what_is_left": R.ABOVE_WHAT_IS_LEFT},
}


@pytest.mark.parametrize("missing", SPEAKS_OF)
@pytest.mark.parametrize("check", GATE_CHECKS, ids=lambda check: check.__name__)
def test_each_check_speaks_of_its_own_matter_and_of_no_other(
    check: GateCheck, missing: str
) -> None:
    found = check(asked(**{missing: None}))

    assert found is SPEAKS_OF[missing].get(check.__name__)


def test_rules_that_do_not_answer_for_every_control_permit_nothing() -> None:
    class Short(Permitting):
        @override
        def permissions(self, *asked: Any) -> tuple[Permission, ...]:
            return super().permissions(*asked)[:1]

    with pytest.raises(ValueError, match="shorter"):
        authorise(asked(), Short(weakest=None))


def test_what_is_left_is_nothing_where_nobody_knows_it() -> None:
    above = next(check for check in GATE_CHECKS if check.__name__ == "above_what_is_left")

    assert above(asked(resource=None)) is R.ABOVE_WHAT_IS_LEFT
    assert above(asked(resource=an_order(refundable=None))) is R.ABOVE_WHAT_IS_LEFT


def test_an_approved_action_is_still_allowed_under_the_control_it_had() -> None:
    assert still_allowed(asked(), Permitting(Control.CUSTOMER), Control.CUSTOMER) is None
    assert still_allowed(asked(), Permitting(Control.CUSTOMER), Control.STAFF) is None


def test_an_approved_action_is_not_done_where_more_is_asked_for_by_now() -> None:
    refused = still_allowed(asked(), Permitting(Control.STAFF), Control.CUSTOMER)

    assert refused == Refuse(policies=("policy-staff",), reason=R.POLICY)


def test_an_approved_action_is_not_done_where_the_gate_refuses_by_now() -> None:
    refused = still_allowed(asked(switches=Switches(all_off=True)), Permitting(), Control.TWO_STAFF)

    assert refused is not None
    assert refused.reason is R.SWITCHED_OFF


def test_nothing_has_to_happen_before_what_is_done_at_once() -> None:
    harmless = asked(spec=a_spec(consequences=what_it_does()))

    assert control_of(Do(policies=())) is Control.NONE
    assert still_allowed(harmless, Permitting(Control.NONE), Control.NONE) is None


def test_two_approvers_are_more_than_one() -> None:
    assert control_of(AskStaff(policies=())) is Control.STAFF
    assert control_of(AskStaff(policies=(), approvers=2)) is Control.TWO_STAFF


def test_writing_personal_data_is_put_to_the_customer() -> None:
    writes = what_it_does(personal_data=PersonalData.WRITE)
    spec = a_spec(consequences=writes, facts=(a_parameter("city"),))

    ruling = authorise(asked(spec=spec, resource=an_order(city="Galway")), Permitting(Control.NONE))

    assert isinstance(ruling, AskCustomer)
    assert PAYS_OUT.personal_data is PersonalData.NONE
