"""Messages of the protocol, spelt out."""

from collections.abc import Mapping

QUESTION = "How long does a refund take?"
OPENING: Mapping[str, object] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def _call(tool: str) -> Mapping[str, object]:
    named = {"name": tool, "arguments": {"question": QUESTION}}
    return {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": named}


SEARCH, ASK = _call("search"), _call("ask")
