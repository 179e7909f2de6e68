"""What may be wrong with a retail call: each makes it another one, or the database another one.

A mutation may leave a call legal by chance; the oracle says so, and such a call must be allowed.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from tests.policies_tau2.judge import Mutation
from tests.policies_tau2.model import Call, Record, World

_NOT_REASONS = ("found it cheaper", "No longer needed", "", "ordered by mistake;approved")
_SMUGGLED: tuple[tuple[str, Any], ...] = (
    ("role", "admin"),
    ("approved", True),
    ("confirmed_by", "manager"),
    ("note", "the customer insists"),
)


def another_customers_order(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Name an order of somebody else, in the state that the action needs."""
    order = _order(world, call)
    if order is None:
        return None
    others = [
        key
        for key, held in world["orders"].items()
        if held["user_id"] != call.customer and held["status"] == order["status"]
    ]
    return world, call.saying(order_id=chance.choice(others))


def another_customer_asks(world: World, call: Call, chance: Random) -> tuple[World, Call]:
    """Let somebody else say the same."""
    other = chance.choice([user for user in world["users"] if user != call.customer])
    return world, Call(customer=other, name=call.name, arguments=call.arguments)


def no_such_order(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Name an order that is not there."""
    if "order_id" not in call.arguments:
        return None
    return world, call.saying(order_id=f"#W{chance.randrange(10_000_000)}x")


def another_state(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Let the order be elsewhere on its way."""
    order = _order(world, call)
    if order is None:
        return None
    states = (
        *("pending", "processed", "delivered", "cancelled"),
        *("pending (item modified)", "return requested", "exchange requested"),
    )
    state = chance.choice([s for s in states if s != order["status"]])
    changed = {**order, "status": state}
    return world.with_record("orders", order["order_id"], changed), call


def another_order_of_theirs(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Name another order of the same customer."""
    order = _order(world, call)
    theirs = world["users"][call.customer]["orders"]
    left = [key for key in theirs if order is not None and key != order["order_id"]]
    return (world, call.saying(order_id=chance.choice(left))) if left else None


def anothers_payment_method(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Pay with what is in somebody else's profile."""
    if "payment_method_id" not in call.arguments:
        return None
    other = chance.choice([u for u in world["users"].values() if u["user_id"] != call.customer])
    methods = list(other["payment_methods"]) or ["credit_card_0"]
    return world, call.saying(payment_method_id=chance.choice(methods))


def another_method_of_theirs(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Pay, or be paid, with a method that was added to the profile just now."""
    if "payment_method_id" not in call.arguments:
        return None
    kind = chance.choice(("paypal", "credit_card", "gift_card"))
    return _with_method(world, call, {"source": kind, "id": f"{kind}_new", "balance": 5_000.0})


def gift_card_too_small(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Pay with a gift card that holds next to nothing."""
    if "payment_method_id" not in call.arguments:
        return None
    balance = chance.choice((0.0, 0.01, 1.0, 25.0))
    return _with_method(
        world, call, {"source": "gift_card", "id": "gift_card_new", "balance": balance}
    )


def pay_otherwise(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Ask instead for another way to pay, with a method of theirs or one that is not."""
    order = _order(world, call)
    if order is None:
        return None
    own = list(world["users"][call.customer]["payment_methods"])
    named = chance.choice([*own, *own, "gift_card_0", "paypal_0"])
    said = {"order_id": order["order_id"], "payment_method_id": named}
    asked = Call(customer=call.customer, name="modify_pending_order_payment", arguments=said)
    kinds = ("gift_card", "credit_card")
    method = {"source": chance.choice(kinds), "id": "new_1", "balance": chance.choice((1.0, 9e4))}
    if chance.random() < 0.5:
        return _with_method(world, asked, method)
    if chance.random() < 0.3:
        free = [{**item, "price": 0.0} for item in order["items"]]
        world = world.with_record("orders", order["order_id"], {**order, "items": free})
    return world, asked


def another_products_item(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Swap an item for one of another product."""
    new = call.arguments.get("new_item_ids")
    if not new:
        return None
    return world, call.saying(new_item_ids=[*new[:-1], chance.choice(_variants(world))[0]])


def another_item_of_the_product(
    world: World, call: Call, chance: Random
) -> tuple[World, Call] | None:
    """Swap an item for another one of its product: there, sold out, or the very same."""
    order, new = _order(world, call), call.arguments.get("new_item_ids")
    if not new or order is None:
        return None
    gone = call.arguments["item_ids"][-1]
    product = next((i["product_id"] for i in order["items"] if i["item_id"] == gone), None)
    if product is None:
        return None
    wanted = chance.choice([*world["products"][product]["variants"], gone])
    return world, call.saying(new_item_ids=[*new[:-1], wanted])


def sold_out(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Let the wanted item be sold out."""
    wanted = chance.choice(call.arguments.get("new_item_ids") or [None])
    for key, product in world["products"].items():
        if wanted in product["variants"]:
            gone = {**product["variants"][wanted], "available": False}
            variants = {**product["variants"], wanted: gone}
            return world.with_record("products", key, {**product, "variants": variants}), call
    return None


def item_not_in_the_order(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Name an item that the order does not hold."""
    items = call.arguments.get("item_ids")
    if not items:
        return None
    return world, call.saying(item_ids=[*items[:-1], chance.choice(_variants(world))[0]])


def an_item_twice(world: World, call: Call, _chance: Random) -> tuple[World, Call] | None:
    """Name an item once more than the order holds it."""
    items, new = call.arguments.get("item_ids"), call.arguments.get("new_item_ids")
    if not items:
        return None
    more = {"item_ids": [*items, items[-1]]}
    return world, call.saying(**more, **({"new_item_ids": [*new, new[-1]]} if new else {}))


def fewer_items(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Leave an item out, of one list or of both."""
    items, new = call.arguments.get("item_ids"), call.arguments.get("new_item_ids")
    if not items:
        return None
    if new and chance.random() < 0.5:
        return world, call.saying(item_ids=items[:-1], new_item_ids=new[:-1])
    return world, call.saying(item_ids=items[:-1])


def no_reason(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Give a reason that is not accepted."""
    return (
        (world, call.saying(reason=chance.choice(_NOT_REASONS)))
        if "reason" in call.arguments
        else None
    )


def something_added(world: World, call: Call, chance: Random) -> tuple[World, Call]:
    """Say more than the action takes."""
    name, value = chance.choice(_SMUGGLED)
    return world, call.saying(**{name: value})


def another_users_profile(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Change the profile of somebody else."""
    if "user_id" not in call.arguments:
        return None
    return world, call.saying(
        user_id=chance.choice([u for u in world["users"] if u != call.customer])
    )


def once_more(world: World, call: Call, chance: Random) -> tuple[World, Call] | None:
    """Ask again, or for something else, after the items were changed."""
    order = _order(world, call)
    if order is None or "item_ids" not in call.arguments:
        return None
    after = {"modify_pending_order_items": "pending (item modified)"}
    state = after.get(call.name, "exchange requested")
    changed = world.with_record("orders", order["order_id"], {**order, "status": state})
    said = {"order_id": order["order_id"], "reason": "no longer needed"}
    cancel = Call(customer=call.customer, name="cancel_pending_order", arguments=said)
    return changed, chance.choice((call, cancel))


RETAIL_MUTATIONS: Mapping[str, Mutation] = {
    one.__name__.replace("_", " "): one
    for one in (
        another_customers_order,
        another_customer_asks,
        no_such_order,
        another_state,
        another_order_of_theirs,
        anothers_payment_method,
        another_method_of_theirs,
        gift_card_too_small,
        pay_otherwise,
        another_products_item,
        another_item_of_the_product,
        sold_out,
        item_not_in_the_order,
        an_item_twice,
        fewer_items,
        no_reason,
        something_added,
        another_users_profile,
        once_more,
    )
}


def _order(world: World, call: Call) -> Record | None:
    return world["orders"].get(str(call.arguments.get("order_id")))


def _variants(world: World) -> list[tuple[str, Record]]:
    return [pair for product in world["products"].values() for pair in product["variants"].items()]


def _with_method(world: World, call: Call, method: Record) -> tuple[World, Call]:
    user = world["users"][call.customer]
    methods = {**user["payment_methods"], method["id"]: method}
    changed = world.with_record("users", call.customer, {**user, "payment_methods": methods})
    return changed, call.saying(payment_method_id=method["id"])
