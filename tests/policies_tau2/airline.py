"""The airline's database as an operator's system: what it can do, what it tells, what it does."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from handrail.domain.actions.compare import ListedEffect
from handrail.domain.actions.model import CustomerId, Resource, ResourceId
from handrail.domain.actions.spec import ActionSpec, Arguments, MoneyTerms, Value
from handrail.flow.action_ports import Done, NotThere, WorkOrder
from tests.policies_tau2.model import Call, Record, World
from tests.policies_tau2.specs import (
    FLAG,
    IN,
    MONEY,
    OUT,
    REFERENCE,
    TEXT,
    WHOLE,
    a_choice,
    a_field,
    an_action,
    rows,
)

_RESERVATION = a_field("reservation_id", REFERENCE)
_METHOD = a_field("payment_id", REFERENCE)
_CABIN = a_choice("cabin", "basic_economy", "economy", "business")
_FLIGHTS = rows("flights", a_field("flight_number", REFERENCE), a_field("date", REFERENCE))
_PASSENGERS = rows("passengers", *(a_field(n, TEXT) for n in ("first_name", "last_name", "dob")))
_BAGS = (a_field("total_baggages", WHOLE), a_field("nonfree_baggages", WHOLE))
_ACTIVE = a_field("is_active", FLAG)
_PAYING = (a_field("method", TEXT), a_field("balance", MONEY), a_field("to_pay", MONEY))
"""Of the named method, among those of the customer: its kind, `none` where it is not theirs."""
_COUNTS = ("certificates", "credit_cards", "gift_cards", "unknown_methods", "overdrawn")
_OF = ("Reservation", "reservation_id")
_TO_PAY = MoneyTerms(flow=IN, fact="to_pay")

AIRLINE_ACTIONS = (
    an_action(
        "book_reservation",
        (
            *(a_field("origin", REFERENCE), a_field("destination", REFERENCE)),
            *(a_choice("flight_type", "one_way", "round_trip"), _CABIN, _FLIGHTS, _PASSENGERS),
            rows("payment_methods", a_field("payment_id", REFERENCE), a_field("amount", MONEY)),
            *(*_BAGS, a_choice("insurance", "yes", "no")),
        ),
        (
            *(a_field("is_route", FLAG), a_field("unavailable", WHOLE)),
            *(a_field("price", MONEY), a_field("paid", MONEY), a_field("free_bags", WHOLE)),
            *(a_field(name, WHOLE) for name in _COUNTS),
        ),
        MoneyTerms(flow=IN, fact="price"),
        ("Customer", None),
    ),
    an_action(
        "update_reservation_flights",
        (_RESERVATION, _CABIN, _FLIGHTS, _METHOD),
        (
            *(_ACTIVE, a_field("cabin", TEXT), a_field("is_flown", FLAG)),
            *(a_field("is_route", FLAG), a_field("are_other_flights", FLAG)),
            *(a_field("unavailable", WHOLE), *_PAYING),
        ),
        _TO_PAY,
        _OF,
    ),
    an_action(
        "update_reservation_baggages",
        (_RESERVATION, *_BAGS, _METHOD),
        (_ACTIVE, a_field("bags", WHOLE), a_field("free_bags", WHOLE), *_PAYING),
        _TO_PAY,
        _OF,
    ),
    an_action(
        "update_reservation_passengers",
        (_RESERVATION, _PASSENGERS),
        (_ACTIVE, a_field("passengers", WHOLE)),
        None,
        _OF,
    ),
    an_action(
        "cancel_reservation",
        (_RESERVATION,),
        (
            *(_ACTIVE, a_field("cabin", TEXT), a_field("is_flown", FLAG)),
            *(a_field("is_stopped", FLAG), a_field("has_insurance", FLAG)),
            *(a_field("created_at", WHOLE), a_field("paid", MONEY)),
        ),
        MoneyTerms(flow=OUT, fact="paid", ceiling="paid"),
        _OF,
    ),
)
_FREE = {"basic_economy": 0, "economy": 1, "business": 2}
_MORE_FREE = {"regular": 0, "silver": 1, "gold": 2}
_KINDS = {"certificate": "certificates", "credit_card": "credit_cards", "gift_card": "gift_cards"}


def airline_arguments(call: Call) -> Arguments:
    """Return the arguments of a tool call as the actions are declared; money in cents."""
    held = dict(call.arguments)
    if held.get("user_id") == call.customer:
        del held["user_id"]  # who asks comes from the session; another's id stays, as unknown
    if "payment_methods" in held:
        held["payment_methods"] = [
            {**paid, "amount": 100 * paid["amount"]} for paid in held["payment_methods"]
        ]
    return {k: tuple(v) if isinstance(v, list) else v for k, v in held.items()}


@dataclass(slots=True)
class Airline:
    """Read and change the airline's database."""

    world: World
    specs: tuple[ActionSpec, ...] = AIRLINE_ACTIONS
    done: list[WorkOrder] = field(default_factory=list)

    def resource(
        self, spec: ActionSpec, customer: CustomerId, arguments: Arguments
    ) -> Resource | None:
        """Return a reservation or the customer with the facts that the action declares."""
        user = self.world["users"][customer]
        if spec.resource == "Customer":
            facts = self._booking(user, arguments)
            return Resource(id=ResourceId(f"Customer/{customer}"), owner=customer, facts=facts)
        held = self.world["reservations"].get(str(arguments.get("reservation_id")))
        if held is None:
            return None
        known = self._facts(held, user, arguments)
        return Resource(
            id=ResourceId(f"Reservation/{held['reservation_id']}"),
            owner=CustomerId(held["user_id"]),
            facts={fact.name: known[fact.name] for fact in spec.facts},
        )

    def send(self, order: WorkOrder) -> Done:
        """Change the database as the tool of this name does."""
        said: Mapping[str, Any] = order.arguments
        if order.name == "book_reservation":
            key = f"NEW{len(self.world['reservations'])}"
            user = self.world["users"][order.customer]
            payments = {p["payment_id"]: p["amount"] / 100 for p in said["payment_methods"]}
            self._put("users", order.customer, _spent(user, payments))
            self._put("reservations", key, {**said, "reservation_id": key, "status": "booked"})
        else:
            held = self.world["reservations"][said["reservation_id"]]
            self._put("reservations", said["reservation_id"], self._changed(held, order))
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

    def _changed(self, held: Record, order: WorkOrder) -> Record:
        said: Mapping[str, Any] = order.arguments
        match order.name:
            case "cancel_reservation":
                return {**held, "status": "cancelled"}
            case "update_reservation_flights":
                flights = [self._flown_as(held, row, said["cabin"]) for row in said["flights"]]
                return {**held, "cabin": said["cabin"], "flights": flights}
            case "update_reservation_baggages":
                return {**held, **{k: said[k] for k in ("total_baggages", "nonfree_baggages")}}
            case _:
                return {**held, "passengers": list(said["passengers"])}

    def _facts(self, held: Record, user: Record, arguments: Arguments) -> dict[str, Value]:
        said: Mapping[str, Any] = arguments
        cabin, people = said.get("cabin", held["cabin"]), len(held["passengers"])
        flights = [self._flown_as(held, row, cabin) for row in said.get("flights", ())]
        free = people * (_FREE[held["cabin"]] + _MORE_FREE[user["membership"]])
        more = people * (_sum(flights) - _sum(held["flights"])) if flights else 0
        if "nonfree_baggages" in said:
            more = 50 * (_whole(said["nonfree_baggages"]) - held["nonfree_baggages"])
        method = user["payment_methods"].get(str(said.get("payment_id")), {"source": "none"})
        statuses = [self._day(f)["status"] for f in held["flights"]]
        was = {(f["flight_number"], f["date"]) for f in held["flights"]}
        return {
            "is_active": held.get("status") != "cancelled",
            "cabin": held["cabin"],
            "is_flown": any(status in ("landed", "flying") for status in statuses),
            "is_stopped": "cancelled" in statuses,
            "is_route": _is_route(flights, held["origin"], held["destination"], held),
            "are_other_flights": was != {(f["flight_number"], f["date"]) for f in flights},
            "unavailable": sum(f["price"] is None for f in flights),
            "method": method["source"],
            "balance": 100 * method.get("amount", 0),
            "to_pay": max(0, 100 * more),
            "bags": held["total_baggages"],
            "free_bags": free,
            "passengers": people,
            "has_insurance": held.get("insurance") == "yes",
            "created_at": _epoch(held.get("created_at")),
            "paid": max(0, 100 * sum(p["amount"] for p in held.get("payment_history", ()))),
        }

    def _booking(self, user: Record, arguments: Arguments) -> dict[str, Value]:
        said: Mapping[str, Any] = {"flights": (), "passengers": (), **arguments}
        people, cabin = len(said["passengers"]), said.get("cabin", "economy")
        new: Record = {"flights": (), "cabin": None, "passengers": said["passengers"]}
        flights = [self._flown_as(new, row, cabin) for row in said["flights"]]
        bags = 50 * _whole(said.get("nonfree_baggages"))
        price = people * (_sum(flights) + 30 * (said.get("insurance") == "yes")) + bags
        paid = Counter[str]()
        for payment in said.get("payment_methods", ()):
            paid[payment["payment_id"]] += payment["amount"]
        methods = [user["payment_methods"].get(name) for name in paid]
        kinds = Counter(_KINDS[method["source"]] for method in methods if method)
        over = [m for m in methods if m and paid[m["id"]] > 100 * m.get("amount", 10**6)]
        route = (said.get("origin"), said.get("destination"))
        return {
            "is_route": _is_route(flights, *route, said),
            "unavailable": sum(f["price"] is None for f in flights),
            "price": 100 * price,
            "paid": paid.total(),
            "free_bags": people * (_FREE.get(cabin, 0) + _MORE_FREE[user["membership"]]),
            **{name: kinds[name] for name in _COUNTS[:3]},
            "unknown_methods": methods.count(None),
            "overdrawn": len(over),
        }

    def _day(self, row: Mapping[str, Any]) -> Record:
        flight = self.world["flights"].get(row["flight_number"], {"dates": {}})
        day: Record = flight["dates"].get(row["date"], {"status": "none"})
        return day

    def _flown_as(self, held: Record, row: Mapping[str, Any], cabin: str) -> Record:
        """Return a flight as it would be booked; its price is None where it is not to be had."""
        kept = [
            f
            for f in held["flights"]
            if (f["flight_number"], f["date"]) == (row["flight_number"], row["date"])
        ]
        if kept and cabin == held["cabin"]:
            return dict(kept[0])
        flight, day = self.world["flights"].get(row["flight_number"], {}), self._day(row)
        is_free = day.get("available_seats", {}).get(cabin, 0) >= len(held["passengers"])
        has_price = day["status"] == "available" and is_free
        return {
            **row,
            "origin": flight.get("origin"),
            "destination": flight.get("destination"),
            "price": day["prices"][cabin] if has_price else None,
        }


def _is_route(
    flights: list[Record], origin: object, destination: object, trip: Mapping[str, Any]
) -> bool:
    """Tell whether flights lead from place to place, and back on a round trip."""
    stops = [f["origin"] for f in flights[:1]] + [f["destination"] for f in flights]
    is_joined = all(one["destination"] == next_["origin"] for one, next_ in pairwise(flights))
    is_back = trip.get("flight_type") == "round_trip"
    is_there = destination in stops[1:-1] if is_back else stops[-1:] == [destination]
    ends = stops[-1:] == [origin] if is_back else True
    return is_joined and stops[:1] == [origin] and is_there and ends


def _sum(flights: Iterable[Record]) -> int:
    return sum(f["price"] or 0 for f in flights)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _epoch(moment: str | None) -> int:
    held = datetime.fromisoformat(moment) if moment else datetime(2024, 5, 15, 15)  # noqa: DTZ001
    return int(held.replace(tzinfo=UTC).timestamp())


def _spent(user: Record, payments: Mapping[str, float]) -> Record:
    methods = {}
    for key, method in user["payment_methods"].items():
        if method["source"] == "certificate" and key in payments:
            continue  # what is left of a certificate is lost
        if method["source"] == "gift_card":
            method = {**method, "amount": method["amount"] - payments.get(key, 0)}
        methods[key] = method
    return {**user, "payment_methods": methods}
