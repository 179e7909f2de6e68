import pytest

from handrail.domain.conversation.phrases import Language, Phrasebook
from handrail.domain.conversation.spelling import clauses_of


def a_book(*phrases: str, alone: str = "", unless: str = "") -> Phrasebook:
    return Phrasebook(
        Language(
            code="xx",
            words={
                "FILLER": "please",
                "WHO": "human, human being, clerk~",
                "ADJ": "real, kind",
                "STOP": "friend",
                "COMPOUND": "fee",
            },
            phrases=phrases,
            alone=(alone,) if alone else (),
            unless=(unless,) if unless else (),
            misspelt=frozenset({"WHO"}),
            lookalikes="humane",
            attached=("l'",),
        )
    )


@pytest.mark.parametrize(
    ("phrase", "said", "found"),
    [
        ("see WHO", "i see human beings", True),
        ("see WHO", "i see a human", False),
        ("see * WHO", "i see a very kind human", True),
        ("see * WHO", "i see a very very kind human", False),
        ("see ** WHO", "i see a very very kind human", True),
        ("see ** WHO", "i see a friend of human", False),
        ("see [ADJ] WHO", "see real kind real human", True),
        ("see ?a WHO", "see a human", True),
        ("see|meet WHO", "meet human", True),
        ("WHO !to", "human to", False),
        ("WHO !to", "human", True),
        ("^ WHO $", "please human please", True),
        ("^ WHO $", "the human please", False),
        ("WHO", "clerks", True),
        ("WHO", "humna", True),
        ("WHO", "humane", False),
        ("WHO", "l'human", True),
        ("WHO", "the human fee", False),
    ],
)
def test_a_phrase_is_found_as_it_is_written_down(phrase: str, said: str, *, found: bool) -> None:
    (clause,) = clauses_of(said)

    assert a_book(phrase).has_phrase(clause) is found


def test_a_phrase_does_not_count_beside_what_speaks_against_it() -> None:
    book = a_book("see WHO", unless="they see")

    assert book.has_phrase(("see", "human"))
    assert not book.has_phrase(("they", "see", "human"))


def test_a_phrase_that_must_stand_alone_bears_courtesies_but_nothing_else() -> None:
    book = a_book(alone="^ WHO $")

    assert book.is_alone((("please",), ("human",)))
    assert not book.is_alone((("human",), ("my", "order")))
    assert not book.is_alone(())
