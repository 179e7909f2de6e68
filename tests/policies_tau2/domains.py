"""The two companies with their data, where HANDRAIL_DATA names it."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from handrail.adapters.policy.cedar import open_rules
from handrail.domain.actions.catalogue import catalogue_of
from tests.policies_tau2.airline import AIRLINE_ACTIONS, Airline, airline_arguments
from tests.policies_tau2.airline_mutations import AIRLINE_MUTATIONS
from tests.policies_tau2.airline_oracle import NOW, airline_allows
from tests.policies_tau2.judge import Domain
from tests.policies_tau2.model import Record, World, task_calls, world_of
from tests.policies_tau2.retail import RETAIL_ACTIONS, Retail, retail_arguments
from tests.policies_tau2.retail_mutations import RETAIL_MUTATIONS
from tests.policies_tau2.retail_oracle import retail_allows

_HERE = Path(__file__).parent
FOLDERS = {"retail": _HERE / "retail", "airline": _HERE / "airline"}
"""By company: where its policies stand."""


@cache
def retail(data: Path) -> Domain:
    """Return the shop."""
    file = "retail_db.json"
    catalogue = catalogue_of(RETAIL_ACTIONS)
    return Domain(
        name="retail",
        world=world_of(
            data, orders=f"{file}:orders", users=f"{file}:users", products=f"{file}:products"
        ),
        tasks=tuple(task_calls(data / "retail_tasks.jsonl")),
        catalogue=catalogue,
        rules=open_rules(FOLDERS["retail"], catalogue),
        now=datetime(2024, 5, 15, 20, tzinfo=UTC),
        system=Retail,
        arguments=retail_arguments,
        customer=_retail_customer,
        allows=retail_allows,
        mutations=RETAIL_MUTATIONS,
    )


@cache
def airline(data: Path) -> Domain:
    """Return the airline."""
    catalogue = catalogue_of(AIRLINE_ACTIONS)
    return Domain(
        name="airline",
        world=world_of(
            data,
            reservations="airline_reservations.json",
            users="airline_users.json",
            flights="airline_flights.json",
        ),
        tasks=tuple(task_calls(data / "airline_tasks.jsonl")),
        catalogue=catalogue,
        rules=open_rules(FOLDERS["airline"], catalogue),
        now=NOW.replace(tzinfo=UTC),
        system=Airline,
        arguments=airline_arguments,
        customer=_airline_customer,
        allows=airline_allows,
        mutations=AIRLINE_MUTATIONS,
    )


def _retail_customer(world: World, record: Record) -> str:
    said = record["arguments"]
    return str(said.get("user_id") or world["orders"][said["order_id"]]["user_id"])


def _airline_customer(world: World, record: Record) -> str:
    said = record["arguments"]
    booked = world["reservations"].get(said.get("reservation_id"), {})
    return str(said.get("user_id") or booked["user_id"])
