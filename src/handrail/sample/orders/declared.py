"""What each operation is declared to do to the world: the `x-handrail` parts of the document."""

from collections.abc import Mapping
from typing import Any

Declared = Mapping[str, Any]

_DAY = 86_400
_SETTLE = 30
_KEY = {"in": "header", "name": "Idempotency-Key"}
_REFERENCE = {"in": "header", "name": "Reference"}
_DEADLINE = {"in": "header", "name": "Request-Deadline"}
_ORDER = {"kind": "reference", "label": "Order", "question": "What is the order number?"}

DECLARED: Mapping[str, Declared] = {
    "refund": {
        "action": "refund",
        "title": "Refund an order",
        "description": "Pay back part or all of an order to the way it was paid.",
        "resource": "Order",
        "resource_argument": "order",
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
            },
        },
        "examples": [
            "Please refund my order",
            "I want my money back for order CC-4410287",
            "Can you refund 20 euros of my order?",
            "I sent it back, give me the refund",
        ],
        "lookalikes": [
            "How long does a refund take?",
            "What is your refund policy?",
            "When do I get my money back?",
        ],
    },
    "cancel_order": {
        "action": "cancel_order",
        "title": "Cancel an order",
        "description": "Stop an order that is not packed yet and give back all that was paid.",
        "resource": "Order",
        "resource_argument": "order",
        "reversibility": "irreversible",
        "money": {"flow": "out", "fact": "refundable"},
        "personal_data": "none",
        "reach": "one_customer",
        "backend": "A",
        "key_window_seconds": _DAY,
        "key": _KEY,
        "deadline": _DEADLINE,
        "parameters": {
            "order": _ORDER,
            "reason": {"label": "Reason", "question": "Why do you cancel?", "required": False},
        },
        "examples": [
            "Cancel my order",
            "Please stop order CC-4410287, I ordered by mistake",
            "I don't want the strings any more, cancel them",
        ],
        "lookalikes": [
            "How do I cancel an order?",
            "Until when can I cancel?",
            "Cancel my membership",
        ],
    },
    "change_address": {
        "action": "change_address",
        "title": "Change the delivery address of an order",
        "description": "Send an order that is not packed yet elsewhere in the same country.",
        "resource": "Order",
        "resource_argument": "order",
        "reversibility": "reversible",
        "personal_data": "write",
        "reach": "one_customer",
        "backend": "B",
        "settle_time_seconds": _SETTLE,
        "key": _REFERENCE,
        "deadline": _DEADLINE,
        "parameters": {
            "order": _ORDER,
            "street": {
                "label": "Street",
                "question": "Which street and number should it go to?",
                "personal": True,
            },
            "postcode": {
                "label": "Postcode",
                "question": "What is the postcode there?",
                "personal": True,
            },
            "city": {"label": "City", "question": "Which town or city?", "personal": True},
        },
        "examples": [
            "Send my order to another address",
            "I moved, please change the delivery address of CC-4410287",
            "Can you ship it to my office instead?",
        ],
        "lookalikes": [
            "How do I change my address?",
            "Can I change the address after it is packed?",
            "Change the address in my profile",
        ],
    },
    "resend_invoice": {
        "action": "resend_invoice",
        "title": "Send an invoice again",
        "description": "Send the invoice of an order to the e-mail address of the account.",
        "resource": "Order",
        "resource_argument": "order",
        "reversibility": "irreversible",
        "personal_data": "read",
        "reach": "one_customer",
        "backend": "C",
        "parameters": {"order": _ORDER},
        "examples": [
            "Send me the invoice again",
            "I lost the invoice for CC-4410287, can you resend it?",
            "I need the bill for my order once more",
        ],
        "lookalikes": [
            "Where do I find my invoice?",
            "Can you change the name on my invoice?",
            "Is VAT on the invoice?",
        ],
    },
    "change_email": {
        "action": "change_email",
        "title": "Change your e-mail address",
        "description": "Begin to change the e-mail address of the account; the new one confirms.",
        "resource": "Customer",
        "customer": {"in": "path", "name": "customer"},
        "reversibility": "reversible",
        "personal_data": "contact",
        "reach": "one_customer",
        "backend": "B",
        "settle_time_seconds": _SETTLE,
        "key": _REFERENCE,
        "deadline": _DEADLINE,
        "parameters": {
            "email": {
                "kind": "email",
                "label": "New e-mail address",
                "question": "What is the new e-mail address?",
                "personal": True,
            }
        },
        "examples": [
            "Change my e-mail address to anna@example.com",
            "I have a new email, please update my account",
            "Use another e-mail address for my account",
        ],
        "lookalikes": [
            "How do I change my e-mail address?",
            "Why did I not get an e-mail?",
            "Stop sending me e-mails",
        ],
    },
    "read_order": {
        "reads": "Order",
        "owner": "customer",
        "facts": [
            "status",
            "days_since_order",
            "days_since_delivery",
            "is_return_open",
            "is_back",
            "is_final",
            "is_freight",
            "is_invoiced",
            "paid",
            "refunded",
            "refundable",
            "country",
            "payment",
            "address_changes",
        ],
    },
    "read_customer": {
        "reads": "Customer",
        "owner": "id",
        "facts": [
            "is_member",
            "days_since_joined",
            "days_since_contact_change",
            "open_orders",
            "country",
        ],
    },
    "find_effect": {"finds_by": "reference"},
    "list_effects": {
        "lists": "effects",
        "since": "since",
        "after": "after",
        "fields": {
            "id": "id",
            "key": "key",
            "action": "action",
            "resource": "resource",
            "amount": "amount",
            "at": "at",
        },
    },
}
