"""Does the queue of the worst put bad answers in front of a person first?

    python -m benchmarks.worst_first [--conversations 2000] [--kept DIR] [--fit]

Holds conversations in which a twentieth of the answers is bad (see `benchmarks.bad_answers`), ranks
them as the worker does, and prints which share of the bad ones is in the first twentieth of the
queue, beside an order by chance and by the lowest rating. `--fit` prints weights from the half that
is for tuning, and does not touch the other one.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.bad_answers import Kind
from benchmarks.held_badly import Held, hold
from handrail.adapters.sql.risks import SqlRisks
from handrail.app import App, open_app
from handrail.domain.decision.model import Answer
from handrail.domain.quality.figures import share_figure
from handrail.domain.quality.risk import Observed, is_ranked, risk_of, signals
from handrail.flow.rank_worst import rank_worst
from handrail.review_app import rank_ports

_FIRST = 0.05
_SHUFFLES = 500
_TUNED_ON = (700, 150)
_ALL = 100_000
Order = Sequence[str]
Change = Callable[[Observed], Observed]

_WITHOUT: Mapping[str, Change] = {
    "all that is known": lambda one: one,
    "without asking again": lambda one: replace(one, again=None),
    "without what customers did": lambda one: replace(one, after=(), rating=None),
    "from the record alone": lambda one: replace(one, again=None, after=(), rating=None),
}


def main() -> int:
    """Hold, rank, print."""
    said = _arguments()
    with TemporaryDirectory(prefix="handrail-worst-") as folder:
        place = said.kept or Path(folder)
        if said.fit:
            _fit(hold(place, *_TUNED_ON, is_tuning=True))
            return 0
        held = hold(place, said.conversations, said.conversations // 20, is_tuning=said.tuning)
        _report(held)
    return 0


def _report(held: Held) -> None:
    app = open_app(held.project)
    started = time.process_time()
    ports = rank_ports(app)
    while rank_worst(ports):
        pass
    took = time.process_time() - started
    observed = _observed(app)
    left = [ref for ref in held.conversations if ref not in held.left_out]
    print(f"{len(left)} conversations, {len(held.bad)} with a planted bad answer; ", end="")
    print(f"{len(held.left_out)} more, bad by their labels without being planted, are left out.")
    print(f"Ranked {len(observed)} turns in {took:.0f} s of one core.")
    for name, change in _WITHOUT.items():
        order = _order([change(one) for one in observed], left)
        _print(name, order, held, app)
    rates = [_found(_by_rating(left, held.ratings, seed), held) for seed in range(_SHUFFLES)]
    print(f"{'by the lowest rating':<28} {np.mean(rates) / len(held.bad):.3f}")
    chance = [_found(_shuffled(left, seed), held) for seed in range(_SHUFFLES)]
    print(f"{'by chance':<28} {np.mean(chance) / len(held.bad):.3f}")
    app.close()


def _print(name: str, order: Order, held: Held, app: App) -> None:
    found = _found(order, held)
    figure = share_figure(found, len(held.bad), app.exact_interval)
    first = set(order[: _first(order)])
    kinds = Counter(held.bad.values())
    by_kind = Counter(kind for ref, kind in held.bad.items() if ref in first)
    parts = "  ".join(f"{kind.value} {by_kind[kind]}/{kinds[kind]}" for kind in Kind)
    print(f"{name:<28} {figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})  {parts}")


def _observed(app: App) -> tuple[Observed, ...]:
    """Return what is known of every turn, asked again as the worker does."""
    ports, now = rank_ports(app), datetime.now(UTC)
    with SqlRisks(app.store).ranking() as reading:
        seen = reading.observed(reading.all_ranked(_ALL), now)
    return tuple(ports.asked_again(one) for one in seen if is_ranked(one.record))


def _order(observed: Sequence[Observed], refs: Sequence[str]) -> Order:
    now = datetime.now(UTC)
    worst: dict[str, float] = dict.fromkeys(refs, 0.0)
    for one in observed:
        ref = one.record.conversation
        if ref in worst:
            worst[ref] = max(worst[ref], risk_of(one, now).score)
    return sorted(refs, key=lambda ref: -worst[ref])


def _by_rating(refs: Order, ratings: Mapping[str, int], seed: int) -> Order:
    return sorted(_shuffled(refs, seed), key=lambda ref: ratings.get(ref, 9))


def _shuffled(refs: Order, seed: int) -> list[str]:
    return random.Random(seed).sample(list(refs), len(refs))


def _first(order: Order) -> int:
    return round(_FIRST * len(order))


def _found(order: Order, held: Held) -> int:
    return sum(ref in held.bad for ref in order[: _first(order)])


def _fit(held: Held) -> None:
    """Print weights: of the answers of the tuning half, bad ones against the others."""
    app = open_app(held.project)
    rows: list[Mapping[str, float]] = []
    labels: list[bool] = []
    names: set[str] = set()
    taken: set[str] = set()
    for one in reversed(_observed(app)):
        ref = one.record.conversation
        if ref in held.left_out or ref in taken or not isinstance(one.record.outcome, Answer):
            continue
        taken.add(ref)
        rows.append(signals(one))
        labels.append(ref in held.bad)
        names |= rows[-1].keys()
    columns = sorted(names)
    values = np.array([[row.get(name, 0.0) for name in columns] for row in rows])
    model = LogisticRegression(C=1.0, class_weight={True: 0.25, False: 1.0}, max_iter=5_000)
    model.fit(values, labels)
    print(f"{len(rows)} answers, {sum(labels)} of them bad; constant {model.intercept_[0]:.2f}")
    for name, weight, column in zip(columns, model.coef_[0], values.T, strict=True):
        bad = column[np.array(labels)].mean()
        good = column[~np.array(labels)].mean()
        print(f'    "{name}": {weight:.2f},  # mean {bad:.3f} where bad, {good:.3f} else')
    app.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--conversations", type=int, default=2_000)
    parser.add_argument("--kept", type=Path, help="keep the conversations here for the next run")
    parser.add_argument("--fit", action="store_true", help="print weights from the tuning half")
    parser.add_argument("--tuning", action="store_true", help="report on the tuning half")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
