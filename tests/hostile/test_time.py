"""No text takes a check long: twice the text takes about twice the time."""

import re
from collections.abc import Callable, Sequence
from math import log2
from time import thread_time

import pytest

from handrail.domain.answering.checks import clauses
from handrail.domain.answering.checks.all_checks import ALL_CHECKS
from handrail.domain.answering.checks.told import Check, Stage, Told, told
from handrail.domain.answering.ground import PUBLIC_ONLY, QuoteChecker
from handrail.domain.answering.model import Claim, Draft
from tests.domain.answering.builders import a_citation, a_passage

_LONG = 1_000
_SIZES = [2 * _LONG, 4 * _LONG, 8 * _LONG, 16 * _LONG]
_STEEPEST = 1.6  # power of the length: three doublings take 8 times as long, a square 64 times
_LEAST_TURNS, _MOST_TURNS = 2, 9
_TICK_S = 1e-6
_TOO_QUICK_S = 0.05  # below this, the machine is measured and not the pattern
_PUMPED: dict[str, Callable[[int], str]] = {
    "letters": lambda n: "a" * n,
    "spaces": lambda n: f"paid{' ' * n}paid",
    "figures": lambda n: "1," * (n // 2),
    "dots": lambda n: "a." * (n // 2),
    "phone": lambda n: "+(0" + "0 " * (n // 2),
    "brackets": lambda n: "[" * n,
    "markup": lambda n: "<a" * (n // 2),
    "call": lambda n: "a_a(" * (n // 4),
    "our": lambda n: "our " * (n // 4),
    "negations": lambda n: "not " * (n // 4),
    "lists": lambda n: "and, " * (n // 5),
    "quotes": lambda n: '“"' * (n // 2),
    "mail": lambda n: "a@" * (n // 2),
    "hyphens": lambda n: "a-" * (n // 2),
    "up to": lambda n: "up to " * (n // 6),
    "your": lambda n: "your x " * (n // 7),
}


class _Quadratic:
    """Find nothing, and read the rest of the text again from every letter on."""

    _RUN = re.compile(r"(?:\w|,|\s)+#")

    def __call__(self, read: Told) -> tuple[str, ...]:
        """Search for what is not there."""
        return ("found",) if self._RUN.search(read.said) else ()


def _seconds(check: Check, text: str) -> float:
    passage = a_passage(text)
    read = told(
        Claim(text=f"{text}.", citations=(a_citation(passage, text),)),
        {passage.id: passage},
        PUBLIC_ONLY,
    )
    clauses.sentences_of.cache_clear()
    began = thread_time()
    check.finds(read)
    return thread_time() - began


def _growth(check: Check, pump: Callable[[int], str], sizes: Sequence[int]) -> float:
    """Return the power of the length with which the time grows: 1 is straight, 2 is a square.

    Another process makes some measurement longer and none shorter. So each size counts with its
    quickest, the sizes take turns, and what looks steep is measured again before it is believed.
    """
    quickest = dict.fromkeys(sizes, float("inf"))
    power = 0.0
    for turn in range(1, _MOST_TURNS + 1):
        for size in sizes:
            quickest[size] = min(quickest[size], _seconds(check, pump(size)))
        doublings = log2(sizes[-1] / sizes[0])
        power = log2(max(quickest[sizes[-1]], _TICK_S) / max(quickest[sizes[0]], _TICK_S))
        power /= doublings
        if turn >= _LEAST_TURNS and power < _STEEPEST:
            break
    return power


@pytest.mark.slow
@pytest.mark.parametrize("pump", _PUMPED)
def test_twice_the_text_takes_no_more_than_twice_the_time(pump: str) -> None:
    steep = {}

    for check in ALL_CHECKS:
        if _seconds(check, _PUMPED[pump](_SIZES[-1])) > _TOO_QUICK_S:
            power = _growth(check, _PUMPED[pump], _SIZES)
            if power >= _STEEPEST:
                steep[check.name] = power

    assert steep == {}


@pytest.mark.slow
@pytest.mark.parametrize("pump", ["letters", "lists"])
def test_a_check_that_takes_the_square_of_the_time_would_be_found(pump: str) -> None:
    check = Check(name="square", asks="Is it slow?", stage=Stage.MEANING, finds=_Quadratic())

    power = _growth(check, _PUMPED[pump], [size // 4 for size in _SIZES])

    assert power >= _STEEPEST


@pytest.mark.parametrize("pump", _PUMPED)
def test_the_longest_claim_that_is_read_is_read_quickly(pump: str) -> None:
    text = _PUMPED[pump](_LONG - 20)
    passage = a_passage(_PUMPED[pump](5 * _LONG))
    claim = Claim(text=text + " x", citations=(a_citation(passage, passage.text),))
    draft = Draft(claims=(claim,), writer="pump")

    took = []
    for _ in range(_LEAST_TURNS):  # garbage of other tests may be collected in one of them
        began = thread_time()
        QuoteChecker().check(draft, {passage.id: passage})
        took.append(thread_time() - began)

    assert min(took) < 1.0
