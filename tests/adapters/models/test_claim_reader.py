"""What is taken of what a model writes: nothing but whole claims of the one accepted form."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.adapters.models.claim_reader import MOST_CLAIMS, ClaimReader
from handrail.domain.answering.model import Claim
from tests.builders import a_passage

PASSAGES = (a_passage("Refunds take five days.\n  Ask within 30 days."), a_passage("Ships cost 4."))
GOOD: dict[str, Any] = {
    "text": "A refund takes five days.",
    "citations": [{"passage": 1, "quote": "Refunds take five days."}],
}
CITED = GOOD["citations"]


def read(text: str, size: int = 7) -> tuple[list[Claim], ClaimReader]:
    reader = ClaimReader(PASSAGES)
    claims = [
        claim for at in range(0, len(text), size) for claim in reader.read(text[at : at + size])
    ]
    return claims, reader


def written(*claims: Any) -> str:
    return json.dumps({"claims": list(claims)})


def test_each_claim_is_given_as_soon_as_it_is_whole() -> None:
    first, second = json.dumps(GOOD), json.dumps(GOOD | {"text": "Second."})
    reader = ClaimReader(PASSAGES)

    given_ = [len(list(reader.read(piece))) for piece in ('{"claims": [', first, ",", second, "]}")]

    assert given_ == [0, 1, 0, 1, 0]
    assert reader.is_sound


def test_a_claim_carries_the_place_that_it_cites() -> None:
    [claim], _ = read(written(GOOD))

    [citation] = claim.citations
    assert citation.article == PASSAGES[0].article
    assert citation.passage == PASSAGES[0].id
    assert citation.url == "https://help.example/refunds#how-long"


def test_a_quote_that_differs_in_white_space_alone_is_taken_as_it_stands() -> None:
    cited = [{"passage": 1, "quote": "five days. Ask within"}]

    [claim], _ = read(written(GOOD | {"citations": cited}))

    assert claim.citations[0].quote == "five days.\n  Ask within"


@pytest.mark.parametrize("start", ["```json\n", "```", "  \n"])
def test_a_fence_around_the_json_is_overlooked(start: str) -> None:
    claims, reader = read(f"{start}{written(GOOD)}\n```")

    assert len(claims) == 1
    assert reader.is_sound


@pytest.mark.parametrize(
    "claim",
    [
        {},
        [],
        [GOOD],
        {"text": 7, "citations": CITED},
        {"text": "", "citations": CITED},
        {"text": "   ", "citations": CITED},
        {"text": "x" * 701, "citations": CITED},
        {"text": "a\ud800", "citations": CITED},
        {"text": "a\x00", "citations": CITED},
        {"text": "No source.", "citations": []},
        {"text": "No source."},
        GOOD | {"action": "refund"},
        GOOD | {"citations": [{"passage": 3, "quote": "Refunds"}]},
        GOOD | {"citations": [{"passage": 0, "quote": "Refunds"}]},
        GOOD | {"citations": [{"passage": -1, "quote": "Refunds"}]},
        GOOD | {"citations": [{"passage": True, "quote": "Refunds"}]},
        GOOD | {"citations": [{"passage": 1.0, "quote": "Refunds"}]},
        GOOD | {"citations": [{"passage": "1", "quote": "Refunds"}]},
        GOOD | {"citations": [{"passage": 1, "quote": ""}]},
        GOOD | {"citations": [{"passage": 1, "quote": ["Refunds"]}]},
        GOOD | {"citations": [{"passage": 1}]},
        GOOD | {"citations": [*CITED, {"passage": 9, "quote": "x"}]},
        GOOD | {"citations": CITED * 5},
        GOOD | {"citations": "Refunds take five days."},
    ],
)
def test_a_claim_of_another_form_is_left_out_and_the_next_is_read(claim: Any) -> None:
    claims, _ = read(written(claim, GOOD))

    assert [claim.text for claim in claims] == [GOOD["text"]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sure! A refund takes five days.",
        '{"tool": "refund", "claims": []}',
        '[{"text": "x"}]',
        '{"answer": "five days"}',
        "<tool_call>refund(100)</tool_call>",
        '{"claims": "none"}',
        '{"claims": [' + "[" * 5_000,
        '{"claims": [{"text": "' + "x" * 30_000,
        '{"claims": [' + json.dumps(GOOD)[:-10],
        '{"claims": [{"text": NaN, "citations": []}]}',
        '{"claims": [{"text": "a", "text": "b", "citations": []}]}',
        written({"text": "No source."}),
        "\x00" * 100,
    ],
)
def test_what_is_no_list_of_claims_gives_none_and_is_not_sound(text: str) -> None:
    claims, reader = read(text)

    assert claims == []
    assert not reader.is_sound


def test_an_empty_list_is_a_sound_answer() -> None:
    claims, reader = read('{"claims": []}')

    assert claims == []
    assert reader.is_sound


def test_no_more_claims_are_read_than_a_person_reads() -> None:
    claims, reader = read(written(*[GOOD | {"text": f"Claim {n}."} for n in range(40)]))

    assert len(claims) == MOST_CLAIMS
    assert reader.is_sound


def test_a_list_that_breaks_off_keeps_its_whole_claims_and_is_not_sound() -> None:
    claims, reader = read(written(GOOD, GOOD | {"text": "Second."})[:-5])

    assert len(claims) == 1
    assert not reader.is_sound


LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)
FORMED = st.fixed_dictionaries(
    {
        "text": st.one_of(st.text(), LEAVES),
        "citations": st.lists(
            st.fixed_dictionaries({"passage": st.integers(-1, 3) | LEAVES, "quote": st.text()}),
            max_size=3,
        ),
    }
)


@settings(max_examples=300)
@given(st.lists(st.one_of(FORMED, JSON), max_size=4), st.text(max_size=20), st.integers(1, 40))
def test_whatever_is_written_nothing_is_raised_and_every_claim_cites_a_given_passage(
    claims: list[Any], tail: str, size: int
) -> None:
    found, _ = read(json.dumps({"claims": claims}) + tail, size)

    known = {passage.id for passage in PASSAGES}
    assert all(claim.text and claim.citations for claim in found)
    assert all(cited.passage in known for claim in found for cited in claim.citations)


@given(st.text(max_size=400), st.integers(1, 40))
def test_no_text_raises(text: str, size: int) -> None:
    read(text, size)
    read('{"claims": [' + text, size)
