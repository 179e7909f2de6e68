"""Corncrake's order system as a real process on loopback, and its ledger read from its file."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from handrail.sample.orders.ledger import Effect, effects_in
from tests.projects import ROOT, plain_environment

TOKEN = "a-token-of-the-order-system"
SMALL_ORDER = "CC-4410287"
"""Delivered, 54.80 for goods and 4.90 for shipping paid, nothing refunded; of `cus-1001`."""
BIG_ORDER = "CC-4409950"
"""Delivered, 690.00 paid; of `cus-1002`."""
OPEN_ORDER = "CC-4410466"
"""Not packed yet; of `cus-1001`."""
CUSTOMER = "cus-1001"
PAID = 5970


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSystem:
    """Hold a running order system."""

    address: str
    place: Path
    process: "subprocess.Popen[str]"
    client: httpx2.Client

    def effects(self, key: str | None = None) -> list[Effect]:
        """Return the effects that were caused, read straight from the file."""
        return effects_in(self.place, key=key)

    def fault(self, endpoint: str, kind: str, times: int = 1, milliseconds: int = 0) -> None:
        """Switch a fault on."""
        body = {"endpoint": endpoint, "kind": kind, "times": times, "milliseconds": milliseconds}
        self.client.post("/faults", json=body).raise_for_status()

    def post(
        self, path: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> httpx2.Response:
        """Ask for something."""
        return self.client.post(path, json=dict(body), headers=dict(headers or {}))

    def refund(self, amount: int, key: str, order: str = SMALL_ORDER) -> httpx2.Response:
        """Ask for a refund."""
        return self.post(f"/orders/{order}/refunds", {"amount": amount}, {"Idempotency-Key": key})

    def order(self, order: str = SMALL_ORDER) -> dict[str, Any]:
        """Return what is told of an order."""
        response = self.client.get(f"/orders/{order}")
        response.raise_for_status()
        told: dict[str, Any] = response.json()
        return told


@contextmanager
def running_orders(place: Path, *, failpoints: str = "", port: int = 0) -> Iterator[OrderSystem]:
    """Run an order system over the file at `place` until the block ends."""
    with subprocess.Popen(
        [
            *(sys.executable, "-m", "handrail.sample.orders"),
            *("--database", str(place), "--port", str(port), "--token", TOKEN),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**plain_environment(), "HANDRAIL_FAILPOINTS": failpoints},
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        assert said.startswith("Listening on "), process.communicate(timeout=20)
        address = said.removeprefix("Listening on ")
        headers = {"Authorization": f"Bearer {TOKEN}"}
        try:
            with httpx2.Client(base_url=address, headers=headers, timeout=20) as client:
                yield OrderSystem(address=address, place=place, process=process, client=client)
        finally:
            if process.poll() is None:
                os.kill(process.pid, signal.SIGTERM)
            process.communicate(timeout=20)
