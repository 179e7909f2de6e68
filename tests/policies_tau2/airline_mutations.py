"""What may be wrong with an airline call: each makes it another one, or the database another one.

A mutation may leave a call legal by chance; the oracle says so, and such a call must be allowed.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from tests.policies_tau2.airline_oracle import ALLOWANCES
from tests.policies_tau2.judge import Mutation
from tests.policies_tau2.model import Call, Record, World

_CABINS = ("basic_economy", "economy", "business")
_SMUGGLED: tuple[tuple[str, Any], ...] = (
    ("role", "supervisor"),
    ("approved", True),
    ("waive_fee", True),
    ("note", "the last agent promised it"),
)
Made = tuple[World, Call] | None


def another_customers_reservation(world: World, call: Call, chance: Random) -> Made:
    """Name a reservation of somebody else."""
    if _booked(world, call) is None:
        return None
    others = [k for k, held in world["reservations"].items() if held["user_id"] != call.customer]
    return world, call.saying(reservation_id=chance.choice(others))


def another_customer_asks(world: World, call: Call, chance: Random) -> Made:
    """Let somebody else say the same."""
    other = chance.choice([user for user in world["users"] if user != call.customer])
    return world, Call(customer=other, name=call.name, arguments=call.arguments)


def another_reservation_of_theirs(world: World, call: Call, chance: Random) -> Made:
    """Name another reservation of the same customer."""
    theirs = [
        key
        for key, held in world["reservations"].items()
        if held.get("user_id") == call.customer and key != call.arguments.get("reservation_id")
    ]
    if _booked(world, call) is None or not theirs:
        return None
    return world, call.saying(reservation_id=chance.choice(theirs))


def cancel_any_of_theirs(world: World, call: Call, chance: Random) -> Made:
    """Cancel some reservation of the customer instead."""
    theirs = [k for k, r in world["reservations"].items() if r.get("user_id") == call.customer]
    if not theirs:
        return None
    said = {"reservation_id": chance.choice(theirs)}
    return world, Call(customer=call.customer, name="cancel_reservation", arguments=said)


def another_cabin_was_booked(world: World, call: Call, chance: Random) -> Made:
    """Let the reservation be in another cabin."""
    booked = _booked(world, call)
    if booked is None:
        return None
    cabins = [cabin for cabin in _CABINS if cabin != booked["cabin"]]
    return _with(world, booked, cabin=chance.choice(cabins)), call


def booked_another_time(world: World, call: Call, chance: Random) -> Made:
    """Let the reservation be from another day, with or without insurance, in another cabin."""
    booked = _booked(world, call)
    if booked is None:
        return None
    at = chance.choice(("2024-05-14T15:00:00", "2024-05-14T14:59:59", "2024-05-01T09:00:00"))
    cabin, insurance = chance.choice(_CABINS), chance.choice(("yes", "no", "no"))
    return _with(world, booked, created_at=at, cabin=cabin, insurance=insurance), call


def a_flight_elsewhere(world: World, call: Call, chance: Random) -> Made:
    """Let the first booked flight have landed, be in the air, or be cancelled by the airline."""
    booked = _booked(world, call)
    if booked is None:
        return None
    first = booked["flights"][0]
    flight = world["flights"][first["flight_number"]]
    status = chance.choice(("landed", "flying", "cancelled"))
    dates = {**flight["dates"], first["date"]: {"status": status}}
    key = first["flight_number"]
    return world.with_record("flights", key, {**flight, "dates": dates}), call


def cancelled_before(world: World, call: Call, _chance: Random) -> Made:
    """Let the reservation be cancelled already."""
    booked = _booked(world, call)
    return None if booked is None else (_with(world, booked, status="cancelled"), call)


def anothers_payment_method(world: World, call: Call, chance: Random) -> Made:
    """Pay with what is in somebody else's profile."""
    others = [m for u, held in world["users"].items() if u != call.customer for m in _methods(held)]
    return _paying(world, call, chance.choice(others))


def a_certificate(world: World, call: Call, _chance: Random) -> Made:
    """Pay for a change with a travel certificate."""
    if "payment_id" not in call.arguments:
        return None
    method = {"source": "certificate", "id": "certificate_new", "amount": 5_000}
    return _owning(world, call, method), call.saying(payment_id=method["id"])


def gift_card_too_small(world: World, call: Call, chance: Random) -> Made:
    """Pay with a gift card that holds next to nothing."""
    method = {"source": "gift_card", "id": "gift_card_new", "amount": chance.choice((0, 1, 49))}
    made = _paying(world, call, "gift_card_new")
    return None if made is None else (_owning(world, call, method), made[1])


def too_many_methods(world: World, call: Call, chance: Random) -> Made:
    """Split the payment over more certificates, cards or gift cards than there may be."""
    payments = call.arguments.get("payment_methods")
    if payments is None:
        return None
    kind, most = chance.choice((("certificate", 2), ("credit_card", 2), ("gift_card", 4)))
    count = chance.choice((most - 1, most))
    due = sum(payment["amount"] for payment in payments)
    for number in range(count):
        method = {"source": kind, "id": f"{kind}_{number}", "amount": 9_000}
        world = _owning(world, call, method)
    parts = [due // count] * (count - 1)
    amounts = [*parts, due - sum(parts)]
    rows = [{"payment_id": f"{kind}_{n}", "amount": amount} for n, amount in enumerate(amounts)]
    return world, call.saying(payment_methods=rows)


def another_amount(world: World, call: Call, chance: Random) -> Made:
    """Pay more or less than it costs."""
    payments = call.arguments.get("payment_methods")
    if payments is None:
        return None
    last = {**payments[-1], "amount": max(0, payments[-1]["amount"] + chance.choice((-1, 1, 50)))}
    return world, call.saying(payment_methods=[*payments[:-1], last])


def other_passengers(world: World, call: Call, chance: Random) -> Made:
    """Name more or fewer passengers."""
    people = call.arguments.get("passengers")
    if people is None:
        return None
    more = {"first_name": "Ada", "last_name": "Kim", "dob": "1990-01-01"}
    count = chance.choice((0, 1, 2, 3, 4, 5, 6))
    return world, call.saying(passengers=[*people, *[more] * 6][:count])


def other_bags(world: World, call: Call, chance: Random) -> Made:
    """Name other numbers of bags."""
    if "total_baggages" not in call.arguments:
        return None
    total, charged = chance.randrange(8), chance.randrange(4)
    return world, call.saying(total_baggages=total, nonfree_baggages=charged)


def bags_taken_back(world: World, call: Call, _chance: Random) -> Made:
    """Have fewer bags than were booked."""
    booked = _booked(world, call)
    if booked is None or "total_baggages" not in call.arguments:
        return None
    had = call.arguments["total_baggages"] + 1
    return _with(world, booked, total_baggages=had), call


def another_flight(world: World, call: Call, chance: Random) -> Made:
    """Fly somewhere else."""
    flights = call.arguments.get("flights")
    if not flights:
        return None
    row = {**chance.choice(flights), "flight_number": chance.choice([*world["flights"]])}
    at = chance.randrange(len(flights))
    return world, call.saying(flights=[*flights[:at], row, *flights[at + 1 :]])


def another_day(world: World, call: Call, chance: Random) -> Made:
    """Fly on another day: past, free or sold out."""
    flights = call.arguments.get("flights")
    if not flights:
        return None
    days = [*world["flights"][flights[-1]["flight_number"]]["dates"], "2025-01-01"]
    row = {**flights[-1], "date": chance.choice(days)}
    return world, call.saying(flights=[*flights[:-1], row])


def one_leg_only(world: World, call: Call, _chance: Random) -> Made:
    """Leave the last flight out."""
    flights = call.arguments.get("flights")
    return (world, call.saying(flights=flights[:-1])) if flights else None


def another_cabin(world: World, call: Call, chance: Random) -> Made:
    """Sit in another cabin, or in one that there is not."""
    if "cabin" not in call.arguments:
        return None
    return world, call.saying(cabin=chance.choice((*_CABINS, "first")))


def flights_in_another_order(world: World, call: Call, _chance: Random) -> Made:
    """Name the same flights the other way round."""
    flights = call.arguments.get("flights")
    return (world, call.saying(flights=flights[::-1])) if flights else None


def a_flight_that_is_not_sold(world: World, call: Call, chance: Random) -> Made:
    """Let the last flight be delayed or sold out, and pay for the others."""
    flights = call.arguments.get("flights")
    if not flights:
        return None
    key, date = flights[-1]["flight_number"], flights[-1]["date"]
    flight = world["flights"][key]
    seats = {"available_seats": dict.fromkeys(_CABINS, 0)}
    change = chance.choice(({"status": "delayed"}, {"status": "on time"}, seats))
    dates = {**flight["dates"], date: {**flight["dates"][date], **change}}
    changed = world.with_record("flights", key, {**flight, "dates": dates})
    return _settled(changed, call, flights[:-1], len(call.arguments.get("passengers", ())))


def a_party_that_pays(world: World, call: Call, chance: Random) -> Made:
    """Book for another number of people, with what it costs paid in full."""
    people = call.arguments.get("passengers")
    flights = call.arguments.get("flights")
    if people is None or flights is None:
        return None
    more = {"first_name": "Ada", "last_name": "Kim", "dob": "1990-01-01"}
    count = chance.choice((1, 2, 5, 6, 7))
    party = call.saying(passengers=[*people, *[more] * 7][:count])
    return _settled(world, party, flights, count)


def bags_with_their_fee(world: World, call: Call, chance: Random) -> Made:
    """Bring more bags than are free, and pay for so many, or for one more or less."""
    booked = _booked(world, call)
    if booked is None or "total_baggages" not in call.arguments:
        return None
    member = world["users"][call.customer]["membership"]
    free = ALLOWANCES[member, booked["cabin"]] * len(booked["passengers"])
    charged = chance.choice((1, 2, 3))
    said = {"total_baggages": free + charged + chance.choice((-1, 0, 0, 1))}
    card = {"source": "credit_card", "id": "credit_card_new"}
    made = call.saying(**said, nonfree_baggages=charged, payment_id=card["id"])
    return _owning(world, call, card), made


def a_plain_reservation_cancelled(world: World, call: Call, chance: Random) -> Made:
    """Cancel what only the airline's own cancellation would make legal."""
    theirs = [r for r in world["reservations"].values() if r.get("user_id") == call.customer]
    booked = chance.choice([r for r in theirs if r.get("status") != "cancelled"] or [None])
    if booked is None:
        return None
    plain = {"cabin": "economy", "insurance": "no", "created_at": "2024-05-01T09:00:00"}
    world = _with(world, booked, **plain)
    said = {"reservation_id": booked["reservation_id"]}
    cancel = Call(customer=call.customer, name="cancel_reservation", arguments=said)
    return a_flight_elsewhere(world, cancel, chance) if chance.random() < 0.7 else (world, cancel)


def something_added(world: World, call: Call, chance: Random) -> Made:
    """Say more than the action takes."""
    name, value = chance.choice(_SMUGGLED)
    return world, call.saying(**{name: value})


AIRLINE_MUTATIONS: Mapping[str, Mutation] = {
    one.__name__.replace("_", " "): one
    for one in (
        *(another_customers_reservation, another_customer_asks, another_reservation_of_theirs),
        *(cancel_any_of_theirs, another_cabin_was_booked, booked_another_time),
        *(a_flight_elsewhere, cancelled_before, anothers_payment_method, a_certificate),
        *(gift_card_too_small, too_many_methods, another_amount, other_passengers),
        *(other_bags, bags_taken_back, another_flight, another_day, one_leg_only),
        *(flights_in_another_order, a_flight_that_is_not_sold, a_party_that_pays),
        *(bags_with_their_fee, a_plain_reservation_cancelled),
        *(another_cabin, something_added),
    )
}


def _booked(world: World, call: Call) -> Record | None:
    return world["reservations"].get(str(call.arguments.get("reservation_id")))


def _with(world: World, booked: Record, **changed: object) -> World:
    return world.with_record("reservations", booked["reservation_id"], {**booked, **changed})


def _methods(user: Record) -> list[str]:
    return list(user["payment_methods"])


def _owning(world: World, call: Call, method: Record) -> World:
    user = world["users"][call.customer]
    methods = {**user["payment_methods"], method["id"]: method}
    return world.with_record("users", call.customer, {**user, "payment_methods": methods})


def _paying(world: World, call: Call, name: str) -> Made:
    said = call.arguments
    if "payment_id" in said:
        return world, call.saying(payment_id=name)
    payments = said.get("payment_methods")
    if not payments:
        return None
    last = {**payments[-1], "payment_id": name}
    return world, call.saying(payment_methods=[*payments[:-1], last])


def _settled(world: World, call: Call, flights: list[Record], people: int) -> Made:
    """Return the booking with one credit card that pays what the flights cost."""
    said = call.arguments
    if "payment_methods" not in said:
        return world, call
    days = [world["flights"][f["flight_number"]]["dates"][f["date"]] for f in flights]
    if any("prices" not in day for day in days):
        return None
    each = sum(day["prices"][said["cabin"]] for day in days)
    each += 30 if said["insurance"] == "yes" else 0
    due = people * each + 50 * said["nonfree_baggages"]
    card = {"source": "credit_card", "id": "credit_card_new"}
    rows = [{"payment_id": card["id"], "amount": due}]
    return _owning(world, call, card), call.saying(payment_methods=rows)
