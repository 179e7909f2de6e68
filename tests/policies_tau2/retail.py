"""The retail database as an operator's system: what it can do, what it tells, what it does."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handrail.domain.actions.compare import ListedEffect
from handrail.domain.actions.model import CustomerId, Resource, ResourceId
from handrail.domain.actions.spec import ActionSpec, Arguments, MoneyTerms, Value
from handrail.flow.action_ports import Done, NotThere, Rejected, WorkOrder
from tests.policies_tau2.model import Call, Record, World
from tests.policies_tau2.specs import (
    FLAG,
    IN,
    MONEY,
    OUT,
    REFERENCE,
    REFERENCES,
    TEXT,
    WHOLE,
    a_choice,
    a_field,
    an_action,
    rows,
)

_ORDER = a_field("order_id", REFERENCE)
_METHOD = a_field("payment_method_id", REFERENCE)
_ITEMS = a_field("item_ids", REFERENCES)
_SWAPS = rows("swaps", a_field("item", REFERENCE), a_field("new_item", REFERENCE))
_ADDRESS = (
    *(a_field("address1", TEXT), a_field("address2", TEXT, is_required=False)),
    *(a_field(name, TEXT) for name in ("city", "state", "country", "zip")),
)
_STATUS = a_field("status", TEXT)
_TOTAL = a_field("total", MONEY)
_PAYING = (a_field("method", TEXT), a_field("is_original", FLAG), a_field("balance", MONEY))
"""Of the named method, among those of the customer: its kind, `none` where it is not theirs."""
_SHORT = a_field("items_short", WHOLE)
"""How many of the listed items the order does not hold."""
_SWAPPING = (
    *(_STATUS, _SHORT, *_PAYING, a_field("to_pay", MONEY)),
    rows("possible", a_field("item", REFERENCE), a_field("new_item", REFERENCE)),
)
_PRICE = MoneyTerms(flow=IN, fact="to_pay")

RETAIL_ACTIONS = (
    an_action(
        "cancel_pending_order",
        (_ORDER, a_choice("reason", "no longer needed", "ordered by mistake")),
        (_STATUS, _TOTAL),
        MoneyTerms(flow=OUT, fact="total", ceiling="total"),
    ),
    an_action("modify_pending_order_address", (_ORDER, *_ADDRESS), (_STATUS,)),
    an_action("modify_pending_order_payment", (_ORDER, _METHOD), (_STATUS, _TOTAL, *_PAYING)),
    an_action("modify_pending_order_items", (_ORDER, _SWAPS, _METHOD), _SWAPPING, _PRICE),
    an_action("exchange_delivered_order_items", (_ORDER, _SWAPS, _METHOD), _SWAPPING, _PRICE),
    an_action(
        "return_delivered_order_items",
        (_ORDER, _ITEMS, _METHOD),
        (_STATUS, _SHORT, *_PAYING, _TOTAL, a_field("refund", MONEY)),
        MoneyTerms(flow=OUT, fact="refund", ceiling="total"),
    ),
    an_action("modify_user_address", _ADDRESS, (), resource=("Customer", None)),
)


def retail_arguments(call: Call) -> Arguments:
    """Return the arguments of a tool call as the actions are declared."""
    held = dict(call.arguments)
    if held.get("user_id") == call.customer:
        del held["user_id"]  # who asks comes from the session; another's id stays, as unknown
    if "new_item_ids" in held:
        held["swaps"] = _paired(held.pop("item_ids"), held.pop("new_item_ids"))
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in held.items()
        if value != ""
    }


def _paired(items: list[str], new_items: list[str]) -> tuple[Mapping[str, str], ...]:
    most = max(len(items), len(new_items))
    return tuple(
        {
            **({"item": items[n]} if n < len(items) else {}),
            **({"new_item": new_items[n]} if n < len(new_items) else {}),
        }
        for n in range(most)
    )


@dataclass(slots=True)
class Retail:
    """Read and change a retail database."""

    world: World
    specs: tuple[ActionSpec, ...] = RETAIL_ACTIONS
    done: list[WorkOrder] = field(default_factory=list)

    def resource(
        self, spec: ActionSpec, customer: CustomerId, arguments: Arguments
    ) -> Resource | None:
        """Return an order or the customer with the facts that the action declares."""
        if spec.resource == "Customer":
            return Resource(id=ResourceId(f"Customer/{customer}"), owner=customer, facts={})
        order = self.world["orders"].get(str(arguments.get("order_id")))
        if order is None:
            return None
        known = self._facts(order, self.world["users"][customer], arguments)
        return Resource(
            id=ResourceId(f"Order/{order['order_id']}"),
            owner=CustomerId(order["user_id"]),
            facts={fact.name: known[fact.name] for fact in spec.facts},
        )

    def send(self, order: WorkOrder) -> Done | Rejected:
        """Change the database as the tool of this name does."""
        if order.name == "modify_user_address":
            user = self.world["users"][order.customer]
            address = {"address2": "", **order.arguments}
            self._put("users", order.customer, {**user, "address": address})
            return Done()
        held = self.world["orders"].get(str(order.arguments["order_id"]))
        if held is None:
            return Rejected(why="no such order")
        key = held["order_id"]
        self._put("orders", key, _changed(held, order, self._products()))
        self.done.append(order)
        return Done()

    def find(self, order: WorkOrder) -> Done | NotThere:
        """Tell whether an order of ours was carried out."""
        return Done() if order in self.done else NotThere()

    def effects(self, since: datetime) -> Iterable[ListedEffect]:
        """Yield what was carried out."""
        return (
            ListedEffect(
                key=done.key, name=done.name, resource=done.resource, amount=done.amount, at=since
            )
            for done in self.done
        )

    def _put(self, table: str, key: str, record: Record) -> None:
        self.world = self.world.with_record(table, key, record)

    def _products(self) -> dict[str, Record]:
        return {
            item: {**variant, "product_id": product["product_id"]}
            for product in self.world["products"].values()
            for item, variant in product["variants"].items()
        }

    def _facts(self, order: Record, user: Record, arguments: Arguments) -> dict[str, Value]:
        named = str(arguments.get("payment_method_id"))
        method = user["payment_methods"].get(named, {"source": "none"})
        items, new_items = _listed(arguments)
        variants = self._products()
        prices = {item["item_id"]: cents(item["price"]) for item in order["items"]}
        back = sum(prices.get(item, 0) for item in items)
        new = sum(cents(variants[item]["price"]) for item in new_items if item in variants)
        short = Counter(items) - Counter(item["item_id"] for item in order["items"])
        return {
            "status": order["status"],
            "total": sum(cents(item["price"]) for item in order["items"]),
            "method": method["source"],
            "is_original": named == order["payment_history"][0]["payment_method_id"],
            "balance": cents(method.get("balance", 0)),
            "items_short": short.total(),
            "refund": back,
            "to_pay": max(0, new - back),
            "possible": _possible(order, variants),
        }


def cents(price: float) -> int:
    """Return a price in cents."""
    return round(100 * price)


def _listed(arguments: Arguments) -> tuple[list[str], list[str]]:
    swaps, items = arguments.get("swaps", ()), arguments.get("item_ids", ())
    assert isinstance(swaps, tuple)
    assert isinstance(items, tuple)
    pairs = [swap for swap in swaps if isinstance(swap, Mapping)]
    old = [str(pair.get("item")) for pair in pairs] + [str(item) for item in items]
    return old, [str(pair.get("new_item")) for pair in pairs]


def _possible(order: Record, variants: dict[str, Record]) -> tuple[Mapping[str, str], ...]:
    return tuple(
        {"item": item["item_id"], "new_item": new}
        for item in order["items"]
        for new, variant in variants.items()
        if variant["product_id"] == item["product_id"]
        and variant["available"]
        and new != item["item_id"]
    )


def _changed(order: Record, work: WorkOrder, variants: dict[str, Record]) -> Record:
    items, new_items = _listed(work.arguments)
    match work.name:
        case "cancel_pending_order":
            return {**order, "status": "cancelled"}
        case "modify_pending_order_address":
            address = {k: v for k, v in work.arguments.items() if k != "order_id"}
            return {**order, "address": {"address2": "", **address}}
        case "modify_pending_order_payment":
            paid = {**order["payment_history"][0]}
            paid["payment_method_id"] = work.arguments["payment_method_id"]
            return {**order, "payment_history": [paid]}
        case "modify_pending_order_items":
            swapped = dict(zip(items, new_items, strict=True))
            kept = [_swapped(item, swapped, variants) for item in order["items"]]
            return {**order, "items": kept, "status": "pending (item modified)"}
        case "exchange_delivered_order_items":
            return {**order, "status": "exchange requested"}
        case _:
            return {**order, "status": "return requested"}


def _swapped(item: Record, swapped: dict[str, str], variants: dict[str, Record]) -> Record:
    new = swapped.get(item["item_id"])
    return item if new is None else {**item, "item_id": new, "price": variants[new]["price"]}
