"""What is said of a part that is taken away is said of a part that is there."""

from tests.byzantine.whole.layers import BEHIND, UNSEEN
from tests.byzantine.whole.teeth import parts


def test_every_reason_and_every_second_layer_names_a_part_that_exists() -> None:
    names = [part.name for part in parts()]

    said = [words for words, _ in (*UNSEEN, *BEHIND)]

    assert [words for words in said if not any(words in name for name in names)] == []
