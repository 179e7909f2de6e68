"""What the retail policy allows, read a second time from its text and the database alone."""

from collections import Counter

from tests.policies_tau2.model import Call, Record, World

_REASONS = ("no longer needed", "ordered by mistake")
_FIELDS = {
    "cancel_pending_order": {"order_id", "reason"},
    "modify_pending_order_address": {
        *("order_id", "address1", "address2", "city", "state", "country", "zip"),
    },
    "modify_pending_order_payment": {"order_id", "payment_method_id"},
    "modify_pending_order_items": {"order_id", "item_ids", "new_item_ids", "payment_method_id"},
    "exchange_delivered_order_items": {
        *("order_id", "item_ids", "new_item_ids", "payment_method_id"),
    },
    "return_delivered_order_items": {"order_id", "item_ids", "payment_method_id"},
    "modify_user_address": {
        *("user_id", "address1", "address2", "city", "state", "country", "zip"),
    },
}


def retail_allows(world: World, call: Call) -> bool:
    """Tell whether a call is legal for this customer in this database."""
    said = call.arguments
    if set(said) != _FIELDS[call.name]:
        return False
    if call.name == "modify_user_address":
        return bool(said["user_id"] == call.customer)
    order = world["orders"].get(said["order_id"])
    if order is None or order["user_id"] != call.customer:
        return False
    needs = "delivered" if "delivered" in call.name else "pending"
    return order["status"] == needs and _details(world, call, order)


def _details(world: World, call: Call, order: Record) -> bool:
    said = call.arguments
    own = world["users"][call.customer]["payment_methods"].get(said.get("payment_method_id"))
    first = order["payment_history"][0]["payment_method_id"]
    match call.name:
        case "cancel_pending_order":
            return said["reason"] in _REASONS
        case "modify_pending_order_address":
            return True
        case "modify_pending_order_payment":
            due = sum(item["price"] for item in order["items"])
            return own is not None and own["id"] != first and _can_pay(own, due)
        case "return_delivered_order_items":
            is_gift_card = own is not None and own["source"] == "gift_card"
            may_take = said["payment_method_id"] == first or is_gift_card
            return may_take and _are_in(order, said["item_ids"])
        case _:
            return own is not None and _may_swap(world, call, order, own)


def _may_swap(world: World, call: Call, order: Record, own: Record) -> bool:
    old, new = call.arguments["item_ids"], call.arguments["new_item_ids"]
    if len(old) != len(new) or not _are_in(order, old):
        return False
    more = 0.0
    for gone, wanted in zip(old, new, strict=True):
        item = next(one for one in order["items"] if one["item_id"] == gone)
        offer = world["products"][item["product_id"]]["variants"].get(wanted)
        if offer is None or not offer["available"] or wanted == gone:
            return False
        more += offer["price"] - item["price"]
    return _can_pay(own, more)


def _are_in(order: Record, items: list[str]) -> bool:
    held = Counter(item["item_id"] for item in order["items"])
    return bool(items) and not Counter(items) - held


def _can_pay(own: Record, due: float) -> bool:
    return bool(own["source"] != "gift_card" or own["balance"] + 0.001 >= due)
