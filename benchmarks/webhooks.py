"""How many webhooks with one changed bit are accepted? `python -m benchmarks.webhooks`.

A bit of the body, of the signature, or of a header that is signed is changed, at random; each of
four helpdesks gets its share. None may be accepted.
"""

import argparse
import random
import sys
import time

from handrail.kernel.errors import NotAuthenticated
from tests.builders import NOON
from tests.hooks import ALL, Speaking, bits_of, flipped

_SEED = 20_261_126


def main() -> int:
    """Change bits and print how many were accepted; return 1 where any was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=100_000)
    asked = parser.parse_args()
    began, accepted = time.perf_counter(), 0
    for speaking in ALL.values():
        tried, taken = _tried(speaking, asked.flips // len(ALL))
        accepted += taken
        print(f"{speaking.name:<9} {tried:>7} changed, {taken} accepted")
    print(f"{accepted} accepted in {time.perf_counter() - began:.1f} s, seed {_SEED}")
    return int(accepted > 0)


def _tried(speaking: Speaking, flips: int) -> tuple[int, int]:
    sent = speaking.sign(speaking.said("101", "7", "Hello, it is Mia."), NOON, "d1")
    chance, bits, taken = random.Random(_SEED), bits_of(sent, speaking.signed_headers), 0
    for _ in range(flips):
        changed = flipped(sent, chance.randrange(bits), speaking.signed_headers)
        try:
            speaking.desk.hear(changed.headers, changed.body, NOON)
        except NotAuthenticated:
            continue
        taken += 1
    return flips, taken


if __name__ == "__main__":
    sys.exit(main())
