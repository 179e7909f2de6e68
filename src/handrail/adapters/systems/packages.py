"""Is what a kind of system needs installed?"""

from importlib.util import find_spec

from handrail.kernel.errors import BadSettings


def require_mcp() -> None:
    """Raise BadSettings where the MCP library is not installed."""
    if find_spec("mcp") is None:
        raise BadSettings(
            "A system of kind 'mcp' needs the MCP library, which is not installed.",
            hint="Run `pip install 'handrail[mcp]'`.",
        )
