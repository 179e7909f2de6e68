"""The environment of a server that is measured: whoever measures asks without a limit."""

import os

UNPACED = os.environ | {
    f"HANDRAIL_RATES__{name}": "0"
    for name in (
        "OPENED_PER_ADDRESS",
        "SAID_PER_ADDRESS",
        "SAID_PER_CONVERSATION",
        "READ_PER_ADDRESS",
    )
}
