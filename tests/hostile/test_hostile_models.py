"""A hostile model makes the assistant more silent, never more wrong."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Citation, Claim
from handrail.domain.decision.model import Answer
from handrail.domain.knowledge.model import PassageId, VersionId
from tests.domain.answering.builders import a_citation
from tests.hostile.centre import Centre, a_centre, sentence, true_claims
from tests.hostile.lies import LIES
from tests.hostile.writers import ScriptedWriter, a_reply, thought_through

REPLIES = 20_000
SHARDS = 8
FAST = 400

_CENTRE = a_centre(7)
_ANY_TEXT = st.text(max_size=200) | st.sampled_from([sentence(_CENTRE.refunds, 0), "Gift cards"])


def _check_replies(seeds: range) -> Counter[str]:
    came = Counter[str]()
    for seed in seeds:
        centre, writer = a_reply(seed)
        reached = thought_through(centre, writer)
        assert reached.lies == (), f"reply {seed} told a lie"
        assert not _tells_of_staff(reached.said, centre), f"reply {seed} told of staff"
        assert len(set(reached.said)) == len(reached.said), f"reply {seed} repeated itself"
        came[type(reached.thought.outcome).__name__] += 1
        came["true claims"] += len(reached.said)
    return came


def _tells_of_staff(said: tuple[Claim, ...], centre: Centre) -> bool:
    words = ("goodwill", "auditor", "shouting", str(centre.days + 50))
    return any(word in claim.text for claim in said for word in words)


def test_nothing_false_reaches_a_customer_and_the_truth_still_does() -> None:
    came = _check_replies(range(FAST))

    assert came["Answer"] > FAST / 3
    assert came["Abstain"] > FAST / 10
    assert came["true claims"] > FAST / 2


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_nothing_false_reaches_a_customer_in_twenty_thousand_replies(shard: int) -> None:
    size = REPLIES // SHARDS

    came = _check_replies(range(shard * size, (shard + 1) * size))

    assert came["true claims"] > size / 2


@pytest.mark.parametrize("name", sorted(LIES))
def test_no_lie_reaches_a_customer_alone(name: str) -> None:
    told: list[Claim] = []

    for seed in range(20):
        centre = a_centre(seed)
        lie = LIES[name](centre, Random(seed))
        writer = ScriptedWriter(said=(lie,), lies=frozenset((lie,)))
        told += thought_through(centre, writer).lies

    assert told == []


def test_a_true_quote_beside_lies_is_still_said() -> None:
    centre = a_centre(3)
    truth = true_claims(centre)[0]
    lies = tuple(make(centre, Random(1)) for make in list(LIES.values())[:12])
    writer = ScriptedWriter(said=(*lies, truth), lies=frozenset(lies))

    reached = thought_through(centre, writer)

    assert isinstance(reached.thought.outcome, Answer)
    assert reached.said == (truth,)


def test_a_writer_that_never_ends_is_cut_off() -> None:
    centre = a_centre(3)
    truth = true_claims(centre)[0]
    padding = tuple(Claim(text=f"lie {n}", citations=truth.citations) for n in range(5_000))
    writer = ScriptedWriter(said=(*padding, truth))

    reached = thought_through(centre, writer)

    assert reached.said == ()


@settings(max_examples=150, deadline=None)
@given(
    texts=st.lists(st.tuples(_ANY_TEXT, _ANY_TEXT), max_size=4),
    version=st.sampled_from(["1", "2"]),
    stranger=st.booleans(),
)
def test_whatever_is_written_only_genuine_quotes_carry_it(
    texts: list[tuple[str, str]], version: str, stranger: bool
) -> None:
    passage = PassageId("x") if stranger else _CENTRE.refunds.id
    claims = tuple(
        Claim(
            text=text,
            citations=(_dressed(quote, version, passage),),
        )
        for text, quote in texts
    )

    reached = thought_through(_CENTRE, ScriptedWriter(said=claims))

    for claim in reached.said:
        assert (version, stranger) == ("1", False)
        assert all(cited.quote.split() for cited in claim.citations)
        assert all(
            " ".join(cited.quote.split()) in " ".join(_CENTRE.refunds.text.split())
            for cited in claim.citations
        )


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=400), quote=st.text(max_size=400))
def test_no_text_makes_the_checker_fail(text: str, quote: str) -> None:
    cited = a_citation(_CENTRE.refunds, sentence(_CENTRE.refunds, 0))
    claim = Claim(text=f"{text} {quote} paid within", citations=(cited,))
    writer = ScriptedWriter(said=(claim,))

    reached = thought_through(_CENTRE, writer, QuoteChecker())

    assert len(reached.said) <= 1


def _dressed(quote: str, version: str, passage: PassageId) -> Citation:
    cited = a_citation(_CENTRE.refunds, quote)
    return replace(cited, version=VersionId(version), passage=passage)
