"""The OpenAPI document of the order system, as a file: what Handrail reads to act at it.

`make docs` writes what the running process serves as `/openapi.json`.
"""

from pathlib import Path

DOCUMENT = Path(__file__).with_name("openapi.json")
