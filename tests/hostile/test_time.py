"""No text takes a check long: twice the text takes about twice the time."""

from collections.abc import Callable
from time import thread_time

import pytest

from handrail.domain.answering.checks import clauses
from handrail.domain.answering.checks.all_checks import ALL_CHECKS
from handrail.domain.answering.checks.told import Check, told
from handrail.domain.answering.ground import PUBLIC_ONLY, QuoteChecker
from handrail.domain.answering.model import Claim, Draft
from tests.domain.answering.builders import a_citation, a_passage

_LONG = 1_000
_STEEPEST = 3.2  # t(2n) / t(n): 2 is straight, 4 is a square
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


def _seconds(check: Check, text: str) -> float:
    passage = a_passage(text)
    read = told(
        Claim(text=f"{text}.", citations=(a_citation(passage, text),)),
        {passage.id: passage},
        PUBLIC_ONLY,
    )
    best = float("inf")
    for _ in range(3):
        clauses.sentences_of.cache_clear()
        began = thread_time()
        check.finds(read)
        best = min(best, thread_time() - began)
    return best


@pytest.mark.slow
@pytest.mark.parametrize("pump", _PUMPED)
def test_twice_the_text_takes_no_more_than_twice_the_time(pump: str) -> None:
    steep = {}

    for check in ALL_CHECKS:
        once = _seconds(check, _PUMPED[pump](8 * _LONG))
        twice = _seconds(check, _PUMPED[pump](16 * _LONG))
        if twice > _TOO_QUICK_S and twice > _STEEPEST * once:
            steep[check.name] = (once, twice)

    assert steep == {}


@pytest.mark.parametrize("pump", _PUMPED)
def test_the_longest_claim_that_is_read_is_read_quickly(pump: str) -> None:
    text = _PUMPED[pump](_LONG - 20)
    passage = a_passage(_PUMPED[pump](5 * _LONG))
    claim = Claim(text=text + " x", citations=(a_citation(passage, passage.text),))
    draft = Draft(claims=(claim,), writer="pump")

    began = thread_time()
    QuoteChecker().check(draft, {passage.id: passage})

    assert thread_time() - began < 1.0
