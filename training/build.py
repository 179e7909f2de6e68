"""`make weights`: rebuild what was trained, all or one part, in the order of use."""

import subprocess
import sys
from collections.abc import Sequence

PARTS = {
    "embedder": "training.embedder.build",
    "ranker": "training.ranker.train",
    "confidence": "training.confidence.train",
    "support": "training.support.train",
    "requests": "training.requests.train",
}


def main(arguments: Sequence[str]) -> int:
    """Run the named part with its options, or every part; return the first failure's status."""
    if arguments and arguments[0] in PARTS:
        return _run(PARTS[arguments[0]], arguments[1:])
    if arguments:
        print(f"Name one of {', '.join(PARTS)}, or nothing for all.", file=sys.stderr)
        return 2
    return next((status for part in PARTS.values() if (status := _run(part, ()))), 0)


def _run(module: str, options: Sequence[str]) -> int:
    print(f"== {module}", flush=True)
    return subprocess.run([sys.executable, "-m", module, *options], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
