"""What is legal at the sample company, written down a second time.

It shares no code, no type and no rule file with the product: it reads plain values and the help
articles' promises, in the order in which a refusal is told.
"""

from collections.abc import Callable, Mapping

from tests.byzantine.cases import STATES, Case

ARGUMENTS: Mapping[str, Mapping[str, str]] = {
    "refund": {"order": "ref", "amount": "money"},
    "cancel_order": {"order": "ref"},
    "change_address": {
        "order": "ref",
        "street": "text120",
        "postcode": "text12",
        "city": "text120",
        "country": "country",
    },
    "resend_invoice": {"order": "ref"},
    "change_email": {"email": "email"},
}
FACTS: Mapping[str, Mapping[str, str]] = {
    "refund": {
        "state": "state",
        "refundable": "money",
        "is_return_open": "flag",
        "is_back": "flag",
        "is_made_for_you": "flag",
    },
    "cancel_order": {
        "state": "state",
        "refundable": "money",
        "placed_at": "money",
        "is_made_for_you": "flag",
        "is_freight": "flag",
    },
    "change_address": {"state": "state", "country": "text200", "address_changes": "money"},
    "resend_invoice": {"is_invoiced": "flag"},
    "change_email": {},
}
HOUR = 3_600
BEFORE_PACKED = {"received", "picking"}


def verdict(case: Case) -> str:
    """Return the control that has to be had before it is done, or the reason why it is not."""
    return before_policy(case) or by_policy(case)


def before_policy(case: Case) -> str | None:
    """Return why it is refused whatever the company's rules say, or None."""
    if case.all_off or case.name in case.off:
        return "switched_off"
    if case.name not in ARGUMENTS:
        return "unknown_action"
    wanted = ARGUMENTS[case.name]
    if set(wanted) != set(case.arguments) or not _all_fit(wanted, case.arguments):
        return "bad_arguments"
    return _who(case) or _money(case) or _often(case) or _much(case)


def _who(case: Case) -> str | None:
    if case.asker is None or case.token_ends - case.now <= 0:
        return "not_identified"
    if case.facts is None or case.owner is None or case.owner != case.asker:
        return "not_theirs"
    return None if _all_fit(FACTS[case.name], case.facts) else "no_facts"


def by_policy(case: Case) -> str:
    """Return what the company's rules say of a case that `before_policy` lets pass."""
    return {
        "refund": _refund,
        "cancel_order": _cancel,
        "change_address": _address,
        "resend_invoice": _invoice,
        "change_email": _email,
    }[case.name](case)


def _pays(case: Case) -> int | None:
    if case.name == "refund":
        return _whole(case.arguments["amount"])
    return _whole((case.facts or {})["refundable"]) if case.name == "cancel_order" else None


def _money(case: Case) -> str | None:
    pays = _pays(case)
    if pays is None:
        return None
    if case.name == "refund" and pays == 0:
        return "not_an_amount"
    if pays + case.totals.get("resource_pending", 0) > _whole((case.facts or {})["refundable"]):
        return "above_what_is_left"
    changed = case.totals.get("contact_changed_at")
    if changed is not None and case.now - changed < 72 * HOUR:
        return "cooling_off"
    return None


def _often(case: Case) -> str | None:
    if case.totals.get("customer_actions_last_minute", 0) >= 5:
        return "too_much"
    return "too_much" if case.totals.get("customer_actions_today", 0) >= 20 else None


def _much(case: Case) -> str | None:
    pays = _pays(case)
    if pays is None:
        return None
    for who in ("customer", "action", "staff"):
        limit = case.limits.get(f"{who}_money_a_day")
        if limit is not None and case.totals.get(f"{who}_money_today", 0) + pays > limit:
            return "too_much"
    return None


def _refund(case: Case) -> str:
    facts, amount = case.facts or {}, _whole(case.arguments["amount"])
    today = case.totals.get("customer_money_today", 0) + amount
    if facts["state"] != "delivered" or not facts["is_return_open"]:
        return "policy"
    is_plain = facts["is_back"] and not facts["is_made_for_you"]
    if amount <= 50_00 and today <= 100_00 and is_plain:
        return "customer"
    return "staff" if amount <= 500_00 and today <= 1_000_00 else "two_staff"


def _cancel(case: Case) -> str:
    facts = case.facts or {}
    is_begun = facts["is_made_for_you"] and case.now - _whole(facts["placed_at"]) > 24 * HOUR
    if facts["state"] not in BEFORE_PACKED or is_begun:
        return "policy"
    return "staff" if facts["is_freight"] else "customer"


def _address(case: Case) -> str:
    facts = case.facts or {}
    is_possible = (
        facts["state"] in BEFORE_PACKED
        and facts["country"] == case.arguments["country"]
        and facts["address_changes"] == 0
    )
    return "customer" if is_possible else "policy"


def _invoice(case: Case) -> str:
    is_sent = (case.facts or {})["is_invoiced"]
    return "none" if is_sent and case.totals.get("customer_actions_today", 0) < 10 else "policy"


def _email(case: Case) -> str:
    changed = case.totals.get("contact_changed_at")
    is_soon = changed is not None and case.now - changed < 7 * 24 * HOUR
    return "policy" if is_soon else "staff"


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no whole number")
    return value


def _all_fit(kinds: Mapping[str, str], values: Mapping[str, object]) -> bool:
    return all(name in values and _fits(kind, values[name]) for name, kind in kinds.items())


def _fits(kind: str, value: object) -> bool:
    if kind == "money":
        return type(value) is int and 0 <= value < 2**53
    if kind == "flag":
        return value is True or value is False
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        return False
    return _TEXTS[kind](value)


def _is_address(value: str) -> bool:
    name, at, host = value.partition("@")
    return bool(at) and " " not in value and "@" not in host and "." in host and len(name) <= 64


_DIGITS = set("0123456789")
_TEXTS: Mapping[str, Callable[[str], bool]] = {
    "ref": lambda text: text[:3] == "CC-" and len(text) == 10 and set(text[3:]) <= _DIGITS,
    "state": lambda text: text in STATES,
    "country": lambda text: text in {"IE", "DE", "NL", "BE", "AT", "FR", "GB", "CH", "NO"},
    "email": _is_address,
    "text12": lambda text: len(text) <= 12,
    "text120": lambda text: len(text) <= 120,
    "text200": lambda text: len(text) <= 200,
}
