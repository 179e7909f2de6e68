"""What the airline's policy allows, read a second time from its text and the database alone."""

from datetime import datetime, timedelta
from typing import Any

from tests.policies_tau2.model import Call, Record, World

NOW = datetime.fromisoformat("2024-05-15T15:00:00")
ALLOWANCES = {
    ("regular", "basic_economy"): 0,
    ("regular", "economy"): 1,
    ("regular", "business"): 2,
    ("silver", "basic_economy"): 1,
    ("silver", "economy"): 2,
    ("silver", "business"): 3,
    ("gold", "basic_economy"): 2,
    ("gold", "economy"): 3,
    ("gold", "business"): 4,
}
_FIELDS = {
    "book_reservation": {
        *("user_id", "origin", "destination", "flight_type", "cabin", "flights", "passengers"),
        *("payment_methods", "total_baggages", "nonfree_baggages", "insurance"),
    },
    "update_reservation_flights": {"reservation_id", "cabin", "flights", "payment_id"},
    "update_reservation_baggages": {
        *("reservation_id", "total_baggages", "nonfree_baggages", "payment_id"),
    },
    "update_reservation_passengers": {"reservation_id", "passengers"},
    "cancel_reservation": {"reservation_id"},
}


def airline_allows(world: World, call: Call) -> bool:
    """Tell whether a call is legal for this customer in this database."""
    said = call.arguments
    if set(said) != _FIELDS[call.name] or not _names_a_cabin(said):
        return False
    if call.name == "book_reservation":
        return bool(said["user_id"] == call.customer) and _may_book(world, call)
    booked = world["reservations"].get(said["reservation_id"])
    if booked is None or booked["user_id"] != call.customer:
        return False
    if booked.get("status") == "cancelled":
        return False
    match call.name:
        case "cancel_reservation":
            return _may_cancel(world, booked)
        case "update_reservation_passengers":
            return len(said["passengers"]) == len(booked["passengers"])
        case "update_reservation_baggages":
            return _may_add_bags(world, call, booked)
        case _:
            return _may_change(world, call, booked)


def _names_a_cabin(said: Any) -> bool:
    return said.get("cabin", "economy") in ("basic_economy", "economy", "business")


def _statuses(world: World, booked: Record) -> list[str]:
    return [
        world["flights"][one["flight_number"]]["dates"][one["date"]]["status"]
        for one in booked["flights"]
    ]


def _may_cancel(world: World, booked: Record) -> bool:
    statuses = _statuses(world, booked)
    if "landed" in statuses or "flying" in statuses:
        return False
    is_fresh = NOW - datetime.fromisoformat(booked["created_at"]) <= timedelta(hours=24)
    # The tool takes no reason, so whether the insurance covers it cannot be told here.
    return (
        is_fresh
        or "cancelled" in statuses
        or booked["cabin"] == "business"
        or booked["insurance"] == "yes"
    )


def _may_add_bags(world: World, call: Call, booked: Record) -> bool:
    said, user = call.arguments, world["users"][call.customer]
    total, charged = said["total_baggages"], said["nonfree_baggages"]
    free = ALLOWANCES[user["membership"], booked["cabin"]] * len(booked["passengers"])
    due = 50 * (charged - booked["nonfree_baggages"])
    is_more = total >= booked["total_baggages"]
    return is_more and charged == max(0, total - free) and _can_pay(user, said["payment_id"], due)


def _may_change(world: World, call: Call, booked: Record) -> bool:
    said, user = call.arguments, world["users"][call.customer]
    before = [(one["flight_number"], one["date"]) for one in booked["flights"]]
    after = [(one["flight_number"], one["date"]) for one in said["flights"]]
    if booked["cabin"] == "basic_economy" and set(before) != set(after):
        return False
    if any(status in ("landed", "flying") for status in _statuses(world, booked)):
        return False
    if not _leads(world, after, booked["origin"], booked["destination"], booked["flight_type"]):
        return False
    due = 0
    for one in after:
        if one in before and said["cabin"] == booked["cabin"]:
            due += booked["flights"][before.index(one)]["price"]
            continue
        price = _price(world, one, said["cabin"], len(booked["passengers"]))
        if price is None:
            return False
        due += price
    due -= sum(one["price"] for one in booked["flights"])
    return _can_pay(user, said["payment_id"], due * len(booked["passengers"]))


def _may_book(world: World, call: Call) -> bool:
    said, user = call.arguments, world["users"][call.customer]
    people = len(said["passengers"])
    flights = [(one["flight_number"], one["date"]) for one in said["flights"]]
    prices = [_price(world, one, said["cabin"], people) for one in flights]
    route = (said["origin"], said["destination"], said["flight_type"])
    if None in prices or not 1 <= people <= 5 or not _leads(world, flights, *route):
        return False
    free = ALLOWANCES[user["membership"], said["cabin"]] * people
    if said["nonfree_baggages"] != max(0, said["total_baggages"] - free):
        return False
    due = sum(price or 0 for price in prices) * people + 50 * said["nonfree_baggages"]
    due += 30 * people if said["insurance"] == "yes" else 0
    return _is_paid(user, said["payment_methods"], due)


def _is_paid(user: Record, payments: list[Record], due: int) -> bool:
    spent: dict[str, int] = {}
    for payment in payments:
        name = payment["payment_id"]
        spent[name] = spent.get(name, 0) + payment["amount"]
    held = user["payment_methods"]
    if not set(spent) <= set(held) or sum(spent.values()) != due:
        return False
    kinds = [held[name]["source"] for name in spent]
    has_too_many = (
        kinds.count("certificate") > 1 or kinds.count("credit_card") > 1
    ) or kinds.count("gift_card") > 3
    is_over = any("amount" in held[name] and held[name]["amount"] < spent[name] for name in spent)
    return not has_too_many and not is_over


def _price(world: World, one: tuple[str, str], cabin: str, people: int) -> int | None:
    day = world["flights"].get(one[0], {"dates": {}})["dates"].get(one[1])
    if day is None or day["status"] != "available" or day["available_seats"][cabin] < people:
        return None
    return int(day["prices"][cabin])


def _leads(world: World, flights: list[tuple[str, str]], start: str, goal: str, trip: str) -> bool:
    places = [start]
    for number, _ in flights:
        flight = world["flights"].get(number)
        if flight is None or flight["origin"] != places[-1]:
            return False
        places.append(flight["destination"])
    if trip == "one_way":
        return len(places) > 1 and places[-1] == goal
    return places[-1] == start and goal in places[1:-1]


def _can_pay(user: Record, name: str, due: int) -> bool:
    method = user["payment_methods"].get(name)
    if method is None or method["source"] == "certificate":
        return False
    return bool(method["source"] != "gift_card" or method["amount"] >= due)
