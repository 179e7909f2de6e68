import random
from pathlib import Path

import numpy as np
import pytest

from handrail.adapters.search.analysis import identifiers, stems
from handrail.adapters.search.field_scores import field_scores
from handrail.adapters.search.lexical import Lexical, LexicalTerms, write_lexical
from handrail.adapters.search.wording import open_wording, write_wording
from handrail.domain.knowledge.model import Passage
from handrail.domain.retrieval.fusion import lexical_score
from handrail.domain.retrieval.matching import Asked, AskedWord, words_found
from tests.builders import a_passage

WORDS = ("refund", "parcel", "bank", "delivery", "e-mail", "v10.11", "MM_SITE_URL", "month", "of")


def _passages() -> list[Passage]:
    chance = random.Random(11)

    def some(most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(0, most)))

    # Up to some hundred words: the word index keeps long lengths rounded.
    return [
        a_passage(some(chance.choice((5, 60, 700))), title=some(4), headings=(some(3), some(3)))
        for _ in range(60)
    ]


def _terms(question: str) -> tuple[LexicalTerms, Asked]:
    words = dict.fromkeys(stems(question, "en"), 1.0) | {"month": 0.5}
    names = dict.fromkeys([*identifiers(question), *words], 1.0)
    asked = tuple(AskedWord(weight=1.0, forms={word: count}) for word, count in words.items())
    return LexicalTerms(words=words, names=names), Asked(words=asked, order=())


@pytest.mark.parametrize("question", ["refund of a parcel", "MM_SITE_URL in v10.11", "nothing"])
def test_given_passages_score_as_the_word_index_scores_them(tmp_path: Path, question: str) -> None:
    passages = _passages()
    write_lexical(tmp_path / "words", passages, [0] * len(passages))
    write_wording(tmp_path / "wording", passages)
    lexical, wording = Lexical(tmp_path / "words"), open_wording(tmp_path / "wording")
    terms, asked = _terms(question)
    rows = np.arange(len(passages))
    found = words_found(asked, bodies=wording.bodies, heads=wording.heads, titles=wording.titles)

    scores = lexical_score(field_scores(lexical, wording).of(terms, rows, found, rows))

    best = lexical.best(terms, None, len(passages))
    assert scores.tolist() == pytest.approx([best.get(row, 0.0) for row in rows.tolist()], rel=1e-5)
