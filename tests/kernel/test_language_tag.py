"""What is kept for a language is found under every tag that names it."""

import pytest

from handrail.kernel.language_tag import in_language, language_of

KEPT = {"en": "Hello", "zh": "您好", "zh-Hant": "您好嗎"}


@pytest.mark.parametrize(
    ("tag", "language"), [("de", "de"), ("en-GB", "en"), ("zh_Hant", "zh"), ("hi-Latn", "hi")]
)
def test_a_tag_names_a_language(tag: str, language: str) -> None:
    assert language_of(tag) == language


@pytest.mark.parametrize(
    ("tag", "said"),
    [("zh-Hant", "您好嗎"), ("zh-CN", "您好"), ("en-GB", "Hello"), ("xx", "Hello")],
)
def test_what_is_kept_for_the_very_tag_comes_first_and_english_last(tag: str, said: str) -> None:
    assert in_language(tag, KEPT) == said
