"""The order system as actions reach it over HTTP: one class each, with times short enough to wait.

The refund is class A, the change of address class B, the invoice class C.
"""

import http.client
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from handrail.domain.actions.compare import ListedEffect
from handrail.domain.actions.model import CustomerId, Resource, ResourceId
from handrail.domain.actions.spec import (
    ActionName,
    ActionSpec,
    Arguments,
    BackendClass,
    Consequences,
    MoneyFlow,
    MoneyTerms,
    Parameter,
    ParameterKind,
    PersonalData,
    Reach,
    Reversibility,
)
from handrail.flow.action_ports import (
    Done,
    NotThere,
    Rejected,
    Uncertain,
    WorkOrder,
)
from handrail.kernel.errors import Unavailable
from tests.order_system import TOKEN

SETTLE = timedelta(milliseconds=200)
_SECONDS = 5
_DONE, _FIRST_REFUSAL, _IN_FLIGHT, _TOO_MANY, _BROKEN = 201, 400, 409, 429, 500
_PATHS = {
    "refund": "/orders/{order}/refunds",
    "change_address": "/orders/{order}/address-changes",
    "resend_invoice": "/orders/{order}/invoice-mails",
}
COUNTRY = "IE"
NAMES = {
    BackendClass.A: ActionName("refund"),
    BackendClass.B: ActionName("change_address"),
    BackendClass.C: ActionName("resend_invoice"),
}
ARGUMENTS: Mapping[BackendClass, Arguments] = {
    BackendClass.A: {"amount": 1},
    BackendClass.B: {
        "street": "Long Lane 1",
        "postcode": "T12 X2A4",
        "city": "Cork",
        "country": COUNTRY,
    },
    BackendClass.C: {},
}


def _spec(backend: BackendClass) -> ActionSpec:
    is_money = backend is BackendClass.A
    money = MoneyTerms(flow=MoneyFlow.OUT, argument="amount", ceiling="refundable")
    return ActionSpec(
        name=NAMES[backend],
        version="1",
        title=NAMES[backend],
        description="One of the order system's actions.",
        parameters=(
            Parameter(name="order", kind=ParameterKind.REFERENCE, label="Order"),
            *(
                Parameter(
                    name=name,
                    kind=ParameterKind.MONEY if is_money else ParameterKind.TEXT,
                    label=name,
                )
                for name in ARGUMENTS[backend]
            ),
        ),
        consequences=Consequences(
            reversibility=Reversibility.IRREVERSIBLE,
            money=money if is_money else MoneyTerms(),
            personal_data=PersonalData.NONE,
            reach=Reach.ONE_CUSTOMER,
            backend=backend,
            key_window=timedelta(hours=24) if is_money else None,
            settle_time=SETTLE if backend is BackendClass.B else None,
        ),
        facts=(Parameter(name="refundable", kind=ParameterKind.MONEY, label="Refundable"),),
        resource="Order",
        resource_argument="order",
    )


SPECS = tuple(_spec(backend) for backend in BackendClass)


@dataclass(frozen=True, slots=True)
class Till:
    """Act at the order system."""

    address: str

    @property
    def specs(self) -> tuple[ActionSpec, ...]:
        return SPECS

    def resource(
        self, _spec: ActionSpec, _customer: CustomerId, arguments: Arguments
    ) -> Resource | None:
        try:
            status, body = self._asked("GET", f"/orders/{arguments['order']}")
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable("The order system does not answer.") from error
        if status >= _BROKEN:
            raise Unavailable("The order system is broken.")
        facts = {"refundable": body["refundable"]}
        ref = ResourceId(f"Order/{arguments['order']}")
        return Resource(id=ref, owner=CustomerId(body["customer"]), facts=facts)

    def send(self, order: WorkOrder) -> Done | Rejected | Uncertain:
        said = {name: value for name, value in order.arguments.items() if name != "order"}
        is_keyed = order.name == NAMES[BackendClass.A]
        headers = {
            "Idempotency-Key" if is_keyed else "Reference": order.key,
            "Request-Deadline": order.not_after.isoformat(),
        }
        path = _PATHS[order.name].format(order=order.arguments["order"])
        try:
            status, body = self._asked("POST", path, said, headers)
        except ConnectionRefusedError:
            return Uncertain(why="connection refused", is_untouched=True)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Uncertain(why=f"no whole answer: {type(error).__name__}")
        if status == _DONE:
            return Done(said={"effect": body["effect"]})
        if status in (_IN_FLIGHT, _TOO_MANY) or status >= _BROKEN:
            return Uncertain(why=f"answered {status}", is_untouched=status == _TOO_MANY)
        assert status >= _FIRST_REFUSAL, status
        code = str(body.get("error", body)["code"])
        is_late = code == "too_late"  # nothing was done, and it is worth another try
        return Uncertain(why=code, is_untouched=True) if is_late else Rejected(why=code)

    def find(self, order: WorkOrder) -> Done | NotThere | Uncertain:
        try:
            status, body = self._asked("GET", f"/effects/{order.key}")
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Uncertain(why=f"no whole answer: {type(error).__name__}")
        if status >= _BROKEN:
            return Uncertain(why=f"answered {status}")
        return NotThere() if status >= _FIRST_REFUSAL else Done(said={"effect": body["id"]})

    def effects(self, _since: datetime) -> Iterable[ListedEffect]:
        raise NotImplementedError

    def _asked(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=_SECONDS)
        try:
            spelled = None if body is None else json.dumps(dict(body))
            shown = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
            connection.request(method, path, spelled, shown | dict(headers or {}))
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()
