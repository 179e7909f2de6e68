"""The OpenAPI document of the order system, as a file: what Handrail reads to act at it.

`make docs` writes it.
"""

from pathlib import Path
from typing import Any

from handrail.sample.orders.routes import application

DOCUMENT = Path(__file__).with_name("openapi.json")


def document() -> dict[str, Any]:
    """Return what the running process serves as `/openapi.json`."""
    return application().openapi()
