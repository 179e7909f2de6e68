"""What the sample company can do for a customer, and what each action does to the world."""

from datetime import timedelta

from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    BackendClass,
    Consequences,
    MoneyFlow,
    MoneyTerms,
    Parameter,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)

STATES = (
    *("received", "picking", "packed", "on_its_way", "partly_delivered", "delivered"),
    "cancelled",
)
"""Stages of an order, as the help article on tracking names them; `cancelled` besides."""


def _fact(name: str, kind: ParameterKind, label: str) -> Parameter:
    return Parameter(name=name, kind=kind, label=label)


_ORDER = Parameter(
    name="order",
    kind=ParameterKind.REFERENCE,
    label="Order",
    question="Which order is it? The number is in your confirmation e-mail.",
)
_STATE = Parameter(name="state", kind=ParameterKind.CHOICE, label="Stage", choices=STATES)
_REFUNDABLE = _fact("refundable", ParameterKind.MONEY, "Left to refund")
_PLACED_AT = _fact("placed_at", ParameterKind.WHOLE, "Placed")
"""Moments are seconds since 1970, 0 where it has not happened."""
_NO_MONEY = MoneyTerms()

REFUND = ActionSpec(
    name=ActionName("refund"),
    version="1",
    title="Refund an order",
    description="Pay back money for items of a delivered order.",
    parameters=(
        _ORDER,
        Parameter(
            name="amount",
            kind=ParameterKind.MONEY,
            label="Amount",
            question="How much should be refunded?",
        ),
    ),
    consequences=Consequences(
        reversibility=Reversibility.IRREVERSIBLE,
        money=MoneyTerms(flow=MoneyFlow.OUT, argument="amount", ceiling="refundable"),
        personal_data=PersonalData.NONE,
        reach=Reach.ONE_CUSTOMER,
        backend=BackendClass.A,
        key_window=timedelta(hours=24),
    ),
    resource="Order",
    resource_argument="order",
    facts=(_STATE, _REFUNDABLE, _fact("delivered_at", ParameterKind.WHOLE, "Delivered")),
)

CANCEL_ORDER = ActionSpec(
    name=ActionName("cancel_order"),
    version="1",
    title="Cancel an order",
    description="Cancel an order that is not packed yet; what was paid is paid back.",
    parameters=(_ORDER,),
    consequences=Consequences(
        reversibility=Reversibility.IRREVERSIBLE,
        money=MoneyTerms(flow=MoneyFlow.OUT, fact="refundable", ceiling="refundable"),
        personal_data=PersonalData.NONE,
        reach=Reach.ONE_CUSTOMER,
        backend=BackendClass.B,
        settle_time=timedelta(seconds=30),
    ),
    resource="Order",
    resource_argument="order",
    facts=(
        *(_STATE, _REFUNDABLE, _PLACED_AT),
        _fact("is_made_for_you", ParameterKind.FLAG, "Made for you"),
        _fact("is_freight", ParameterKind.FLAG, "Freight delivery"),
    ),
)

CHANGE_ADDRESS = ActionSpec(
    name=ActionName("change_address"),
    version="1",
    title="Change the delivery address of an order",
    description="Send an order that is not packed yet to another address in the same country.",
    parameters=(
        _ORDER,
        Parameter(
            name="street",
            kind=ParameterKind.TEXT,
            label="Street and number",
            question="What are the street and the number?",
            is_personal=True,
        ),
        Parameter(
            name="postcode",
            kind=ParameterKind.TEXT,
            label="Postcode",
            question="What is the postcode?",
            is_personal=True,
            longest=12,
        ),
        Parameter(
            name="city",
            kind=ParameterKind.TEXT,
            label="Town",
            question="Which town is it?",
            is_personal=True,
            longest=80,
        ),
        Parameter(
            name="country",
            kind=ParameterKind.CHOICE,
            label="Country",
            question="Which country is it in?",
            choices=("IE", "DE", "NL", "BE", "AT", "FR", "GB", "CH", "NO"),
        ),
    ),
    consequences=Consequences(
        reversibility=Reversibility.REVERSIBLE,
        money=_NO_MONEY,
        personal_data=PersonalData.WRITE,
        reach=Reach.ONE_CUSTOMER,
        backend=BackendClass.A,
        key_window=timedelta(hours=24),
    ),
    resource="Order",
    resource_argument="order",
    facts=(
        _STATE,
        _fact("country", ParameterKind.TEXT, "Country"),
        _fact("address_changes", ParameterKind.WHOLE, "Changes of address so far"),
    ),
)

RESEND_INVOICE = ActionSpec(
    name=ActionName("resend_invoice"),
    version="1",
    title="Send an invoice again",
    description="Send the invoice of a dispatched order to the e-mail address of the account.",
    parameters=(_ORDER,),
    consequences=Consequences(
        reversibility=Reversibility.REVERSIBLE,  # nothing is changed by it
        money=_NO_MONEY,
        personal_data=PersonalData.READ,
        reach=Reach.ONE_CUSTOMER,
        backend=BackendClass.C,
    ),
    resource="Order",
    resource_argument="order",
    facts=(_fact("shipped_at", ParameterKind.WHOLE, "Dispatched"),),
)

CHANGE_EMAIL = ActionSpec(
    name=ActionName("change_email"),
    version="1",
    title="Change the e-mail address of your account",
    description="Change where the customer is reached and signs in.",
    parameters=(
        Parameter(
            name="email",
            kind=ParameterKind.EMAIL,
            label="New e-mail address",
            question="What is the new e-mail address?",
            is_personal=True,
        ),
    ),
    consequences=Consequences(
        reversibility=Reversibility.REVERSIBLE,
        money=_NO_MONEY,
        personal_data=PersonalData.CONTACT,
        reach=Reach.ONE_CUSTOMER,
        backend=BackendClass.B,
        settle_time=timedelta(seconds=30),
    ),
    resource="Customer",
)

SAMPLE_ACTIONS = (REFUND, CANCEL_ORDER, CHANGE_ADDRESS, RESEND_INVOICE, CHANGE_EMAIL)
