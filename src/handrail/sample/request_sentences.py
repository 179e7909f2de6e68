"""How customers of the sample company ask for something to be done, and what only sounds like it.

The sentences stand here and not in the order system's own description: they are about how people
write, not about what the system does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    AddressPart,
    BackendClass,
    Consequences,
    MoneyTerms,
    Parameter,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Hold how one action is asked for."""

    title: str
    examples: tuple[str, ...]
    lookalikes: tuple[str, ...]
    parameters: tuple[Parameter, ...]


ORDER = Parameter(
    name="order",
    kind=ParameterKind.REFERENCE,
    label="Order",
    question="What is the order number? It starts with CC- and is in your confirmation e-mail.",
    prefix="CC-",
    pattern=r"CC-[0-9]{7}",
)

_COUNTRIES = {
    "IE": ("Ireland", "Eire"),
    "DE": ("Germany", "Deutschland"),
    "NL": ("Netherlands", "Holland", "Nederland"),
    "BE": ("Belgium", "Belgie", "Belgique"),
    "AT": ("Austria", "Oesterreich"),
    "FR": ("France",),
    "GB": ("United Kingdom", "England", "Scotland", "Wales", "UK"),
    "CH": ("Switzerland", "Schweiz", "Suisse"),
    "NO": ("Norway", "Norge"),
}

ASKING: Mapping[str, Asking] = {
    "refund": Asking(
        title="Refund an order",
        examples=(
            "Please refund order CC-1000001.",
            "I want my money back.",
            "I would like a refund for my order.",
            "Give me a refund.",
            "Can you refund me?",
            "Refund 20 euros for the damaged item.",
            "The item arrived broken, I want a refund.",
            "It never arrived, please return my money.",
            "You sent the wrong thing, pay me back.",
            "I need you to reimburse me for this purchase.",
            "I am sending it back, please refund my card.",
            "I don't like it and want to get my money back.",
            "Please pay back the amount that I was charged twice.",
            "refund please",
        ),
        lookalikes=(
            "How does a refund work?",
            "How many days does a refund take?",
            "When will I get my money back?",
            "Can I get a refund after thirty days?",
            "Do you refund the shipping fee?",
            "Where is my refund?",
            "My refund has arrived, thank you.",
            "What is your refund policy?",
            "I was already refunded last week.",
            "I don't want a refund, I want a replacement.",
            "What happens if I send it back?",
            "Would I get my money back if it breaks?",
            "The parcel arrived damaged, what should I do?",
            "Has my refund been processed?",
        ),
        parameters=(
            ORDER,
            Parameter(
                name="amount",
                kind=ParameterKind.MONEY,
                label="Amount",
                question="How much should be refunded? Please name an amount in euros.",
                filled_by="refundable",
            ),
        ),
    ),
    "cancel_order": Asking(
        title="Cancel an order",
        examples=(
            "Please cancel order CC-1000002.",
            "Cancel my order.",
            "I want to cancel the order I just placed.",
            "I need to cancel, I ordered the wrong thing.",
            "Can you cancel my order for me?",
            "Stop my order, please.",
            "Don't ship it, I no longer need it.",
            "I ordered twice by mistake, cancel one of them.",
            "I would like to withdraw from my purchase.",
            "I have changed my mind and do not want the order any more.",
            "Call off the delivery of my order.",
            "Could you annul my purchase?",
            "order cancellation please",
        ),
        lookalikes=(
            "How do I cancel an order?",
            "Can I still cancel after it was packed?",
            "How late can I cancel?",
            "What does it cost to cancel?",
            "Why did you cancel my order?",
            "I cancelled my order yesterday, when do I get my money?",
            "What happens if I cancel?",
            "Please do not cancel my order.",
            "I want to cancel my membership.",
            "I cannot cancel my order on the website.",
            "Has my order been cancelled?",
            "Is it possible to cancel a single item?",
            "I want to end my rental.",
        ),
        parameters=(ORDER,),
    ),
    "change_address": Asking(
        title="Change the delivery address of an order",
        examples=(
            "Please change the delivery address of order CC-1000003.",
            "Send my order to another address.",
            "I gave you the wrong address, please correct it.",
            "I have moved, deliver it to my new home.",
            "Can you ship my order to my workplace instead?",
            "Update the shipping address of my order.",
            "The address on my order is wrong, change it to 1 High Street.",
            "Redirect my parcel to my sister's house.",
            "I need my order delivered somewhere else.",
            "The new delivery address is 1 High Street, 12345 Springfield.",
            "I would like to change where my order goes.",
            "Please fix the house number on my order.",
            "change address",
        ),
        lookalikes=(
            "How do I change the delivery address?",
            "Can I change the address after dispatch?",
            "Which address is my order going to?",
            "Is it possible to send it to another country?",
            "I changed my address yesterday, did that work?",
            "What if my address is wrong?",
            "My parcel went to the wrong address.",
            "What does it cost to redirect a parcel?",
            "Where do I enter my new address?",
            "Do you deliver to my address?",
            "I want to change the address of my rental.",
            "Please exchange an item of my order.",
        ),
        parameters=(
            ORDER,
            Parameter(
                name="street",
                kind=ParameterKind.TEXT,
                label="Street",
                question="What are the street and the house number of the new address?",
                part=AddressPart.STREET,
                is_personal=True,
            ),
            Parameter(
                name="postcode",
                kind=ParameterKind.TEXT,
                label="Postcode",
                question="What is the postcode of the new address?",
                part=AddressPart.POSTCODE,
                is_personal=True,
                longest=12,
            ),
            Parameter(
                name="city",
                kind=ParameterKind.TEXT,
                label="City",
                question="Which city is the new address in?",
                part=AddressPart.CITY,
                is_personal=True,
                longest=80,
            ),
            Parameter(
                name="country",
                kind=ParameterKind.CHOICE,
                label="Country",
                question="Which country is the new address in?",
                choices=tuple(_COUNTRIES),
                said_as=_COUNTRIES,
                filled_by="country",
            ),
        ),
    ),
    "resend_invoice": Asking(
        title="Send an invoice again",
        examples=(
            "Please send me the invoice for order CC-1000004 again.",
            "Resend my invoice.",
            "I lost the invoice, can you e-mail it once more?",
            "I need a copy of the invoice.",
            "I never received an invoice for my order, please send it.",
            "Could you mail me the bill again?",
            "My accountant needs the invoice, send it to me.",
            "I would like to have my receipt once more.",
            "Send the invoice again.",
            "Forward me a duplicate of the invoice.",
            "The invoice was deleted, I want a new copy.",
            "the invoice again please",
        ),
        lookalikes=(
            "Where do I find my invoice?",
            "How do I get an invoice?",
            "Can you change the name on an invoice?",
            "When is the invoice sent?",
            "Does the invoice show VAT?",
            "You sent the invoice to the wrong address.",
            "I got the invoice, thank you.",
            "Why have I not received an invoice?",
            "For how long are invoices kept?",
            "Please put another name on my invoice.",
            "Send me a catalogue.",
            "Please send the item again.",
        ),
        parameters=(ORDER,),
    ),
    "change_email": Asking(
        title="Change the e-mail address of an account",
        examples=(
            "Please change my e-mail address to me@example.com.",
            "I want to change my email.",
            "My new email is me@example.com, please update it.",
            "Update the email on my account.",
            "I no longer use that mailbox, use another one.",
            "Can you replace my e-mail address?",
            "My email has a typo, please correct it.",
            "I would like to use a different e-mail for my account.",
            "Switch my login to me@example.com.",
            "From now on write to me@example.com.",
            "I need a new e-mail address on my profile.",
            "new email address",
        ),
        lookalikes=(
            "How do I change my e-mail address?",
            "Can I change my email without a password?",
            "I changed my email and cannot sign in.",
            "Which e-mail address do you have for me?",
            "What happens when I change my e-mail?",
            "Someone changed my email.",
            "My email is me@example.com, did you get my message?",
            "Stop sending me e-mails.",
            "Please change the phone number.",
            "Reset my password.",
            "Is it safe to change the e-mail address?",
        ),
        parameters=(
            Parameter(
                name="email",
                kind=ParameterKind.EMAIL,
                label="New e-mail address",
                question="What is the new e-mail address?",
                is_personal=True,
            ),
        ),
    ),
}


def asked_for(spec: ActionSpec) -> ActionSpec:
    """Return a sample action with how it is asked for; another action as it is."""
    asking = ASKING.get(spec.name)
    if asking is None:
        return spec
    known = {parameter.name: parameter for parameter in asking.parameters}
    return replace(
        spec,
        examples=asking.examples,
        lookalikes=asking.lookalikes,
        parameters=tuple(_asked(p, known.get(p.name)) for p in spec.parameters),
    )
