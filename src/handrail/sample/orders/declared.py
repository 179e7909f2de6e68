"""What each operation is declared to do to the world: the `x-handrail` parts of the document."""

from collections.abc import Mapping
from typing import Any

from handrail.sample.orders.sentences import EXAMPLES, LOOKALIKES

Declared = Mapping[str, Any]

_DAY = 86_400
_SETTLE = 30
_KEY = {"in": "header", "name": "Idempotency-Key"}
_REFERENCE = {"in": "header", "name": "Reference"}
_DEADLINE = {"in": "header", "name": "Request-Deadline"}
_ORDER = {
    "label": "Order",
    "question": "Which order is it? The number is in your confirmation e-mail.",
    "prefix": "CC-",
}
_COUNTRIES = {
    "IE": ["Ireland", "Eire"],
    "DE": ["Germany", "Deutschland"],
    "NL": ["Netherlands", "Holland", "Nederland"],
    "BE": ["Belgium", "Belgie", "Belgique"],
    "AT": ["Austria", "Oesterreich"],
    "FR": ["France"],
    "GB": ["United Kingdom", "England", "Scotland", "Wales", "UK"],
    "CH": ["Switzerland", "Schweiz", "Suisse"],
    "NO": ["Norway", "Norge"],
}

REFUND: Declared = {
    "action": "refund",
    "title": "Refund an order",
    "description": "Pay back money for items of a delivered order.",
    "resource": "Order",
    "resource_argument": "order",
    "facts": ["state", "refundable", "is_return_open", "is_back", "is_made_for_you"],
    "reversibility": "irreversible",
    "money": {"flow": "out", "argument": "amount", "ceiling": "refundable"},
    "personal_data": "none",
    "reach": "one_customer",
    "backend": "A",
    "key_window_seconds": _DAY,
    "key": _KEY,
    "deadline": _DEADLINE,
    "parameters": {
        "order": _ORDER,
        "amount": {
            "kind": "money",
            "label": "Amount",
            "question": "How much should be refunded?",
            "filled_by": "refundable",
        },
    },
    "examples": EXAMPLES["refund"],
    "lookalikes": LOOKALIKES["refund"],
}

CANCEL_ORDER: Declared = {
    "action": "cancel_order",
    "title": "Cancel an order",
    "description": "Cancel an order that is not packed yet; what was paid is paid back.",
    "resource": "Order",
    "resource_argument": "order",
    "facts": ["state", "refundable", "placed_at", "is_made_for_you", "is_freight"],
    "reversibility": "irreversible",
    "money": {"flow": "out", "fact": "refundable", "ceiling": "refundable"},
    "personal_data": "none",
    "reach": "one_customer",
    "backend": "A",
    "key_window_seconds": _DAY,
    "key": _KEY,
    "deadline": _DEADLINE,
    "parameters": {"order": _ORDER},
    "examples": EXAMPLES["cancel_order"],
    "lookalikes": LOOKALIKES["cancel_order"],
}

CHANGE_ADDRESS: Declared = {
    "action": "change_address",
    "title": "Change the delivery address of an order",
    "description": "Send an order that is not packed yet to another address in the same country.",
    "resource": "Order",
    "resource_argument": "order",
    "facts": ["state", "country", "address_changes"],
    "reversibility": "reversible",
    "money": {"flow": "none"},
    "personal_data": "write",
    "reach": "one_customer",
    "backend": "B",
    "settle_time_seconds": _SETTLE,
    "key": _REFERENCE,
    "deadline": _DEADLINE,
    "parameters": {
        "order": _ORDER,
        "street": {
            "label": "Street and number",
            "question": "What are the street and the number?",
            "personal": True,
            "part": "street",
        },
        "postcode": {
            "label": "Postcode",
            "question": "What is the postcode?",
            "personal": True,
            "part": "postcode",
        },
        "city": {
            "label": "Town",
            "question": "Which town is it?",
            "personal": True,
            "part": "city",
        },
        "country": {
            "label": "Country",
            "question": "Which country is it in?",
            "said_as": _COUNTRIES,
            "filled_by": "country",
        },
    },
    "examples": EXAMPLES["change_address"],
    "lookalikes": LOOKALIKES["change_address"],
}

RESEND_INVOICE: Declared = {
    "action": "resend_invoice",
    "title": "Send an invoice again",
    "description": "Send the invoice of a dispatched order to the e-mail address of the account.",
    "resource": "Order",
    "resource_argument": "order",
    "facts": ["is_invoiced"],
    "reversibility": "reversible",  # nothing is changed by it
    "money": {"flow": "none"},
    "personal_data": "read",
    "reach": "one_customer",
    "backend": "C",
    "parameters": {"order": _ORDER},
    "examples": EXAMPLES["resend_invoice"],
    "lookalikes": LOOKALIKES["resend_invoice"],
}

CHANGE_EMAIL: Declared = {
    "action": "change_email",
    "title": "Change the e-mail address of your account",
    "description": "Change where the customer is reached and signs in.",
    "resource": "Customer",
    "customer": {"in": "path", "name": "customer"},
    "facts": [],
    "reversibility": "reversible",
    "money": {"flow": "none"},
    "personal_data": "contact",
    "reach": "one_customer",
    "backend": "B",
    "settle_time_seconds": _SETTLE,
    "key": _REFERENCE,
    "deadline": _DEADLINE,
    "parameters": {
        "email": {
            "label": "New e-mail address",
            "question": "What is the new e-mail address?",
            "personal": True,
        }
    },
    "examples": EXAMPLES["change_email"],
    "lookalikes": LOOKALIKES["change_email"],
}

READ_ORDER: Declared = {
    "reads": "Order",
    "id": "id",
    "owner": "customer",
    "facts": {
        "state": {"label": "Stage"},
        "refundable": {"kind": "money", "label": "Left to refund"},
        "placed_at": {"label": "Placed"},
        "is_invoiced": {"label": "Has an invoice"},
        "is_return_open": {"label": "May still be sent back"},
        "is_back": {"label": "Has come back"},
        "is_made_for_you": {"label": "Made for you"},
        "is_freight": {"label": "Freight delivery"},
        "country": {"label": "Country"},
        "address_changes": {"label": "Changes of address so far"},
    },
}

DECLARED: Mapping[str, Declared] = {
    "refund": REFUND,
    "cancel_order": CANCEL_ORDER,
    "change_address": CHANGE_ADDRESS,
    "resend_invoice": RESEND_INVOICE,
    "change_email": CHANGE_EMAIL,
    "read_order": READ_ORDER,
    "read_customer": {"reads": "Customer", "id": "id", "owner": "id", "facts": {}},
    "find_effect": {"finds_by": "reference"},
    "list_effects": {"lists": "effects", "since": "since", "after": "after"},
}
