"""What everything that finds personal data promises: the real one and the one that tests use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.adapters.language.personal_data import PatternFinder
from handrail.domain.conversation.personal_data import KnownPerson, PersonalKind
from handrail.flow.masking import PersonalDataFinder
from tests.fakes import FakeFinder

ANN = KnownPerson(
    names=("Ann Ottesen",),
    addresses=("1 Rue Basse, 75002 Paris",),
    emails=("ann@example.org",),
    phones=("+33 6 12 34 56 78",),
)
FINDERS = (PatternFinder(), FakeFinder({"bob@example.org": PersonalKind.EMAIL}))
EVERY_FINDER = pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: type(finder).__name__)


@EVERY_FINDER
def test_what_is_known_of_the_customer_is_found_as_written(finder: PersonalDataFinder) -> None:
    text = "Ann Ottesen, ann@example.org, +33 6 12 34 56 78. 1 Rue Basse, 75002 Paris"

    found = finder.find(text, ANN)

    assert [(span.kind, text[span.start : span.end]) for span in found] == [
        (PersonalKind.NAME, "Ann Ottesen"),
        (PersonalKind.EMAIL, "ann@example.org"),
        (PersonalKind.PHONE, "+33 6 12 34 56 78"),
        (PersonalKind.ADDRESS, "1 Rue Basse, 75002 Paris"),
    ]


@EVERY_FINDER
def test_a_value_is_found_wherever_it_stands(finder: PersonalDataFinder) -> None:
    text = "bob@example.org and (bob@example.org)"

    found = finder.find(text, ANN)

    assert [(span.start, span.end) for span in found] == [(0, 15), (21, 36)]


@EVERY_FINDER
@pytest.mark.parametrize("text", ["", " ", "Where is my order 100234567?"])
def test_nothing_is_found_where_nothing_is_personal(finder: PersonalDataFinder, text: str) -> None:
    assert finder.find(text, KnownPerson()) == ()


@EVERY_FINDER
@given(text=st.text(max_size=60) | st.text(alphabet="0123456789 -+().@aA:/x#é\u200b", max_size=60))
def test_what_is_found_lies_in_order_and_apart_within_the_text(
    finder: PersonalDataFinder, text: str
) -> None:
    found = finder.find(text, ANN)

    edges = [edge for span in found for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert finder.find(text, ANN) == found
