"""A courtesy is returned in the language it was offered in."""

import pytest

from handrail.domain.decision.courtesy_language import courtesy_language
from handrail.domain.decision.wording import LANGUAGES


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("Hi there!", "en"),
        ("are you a bot?", "en"),
        ("你好", "zh"),
        ("नमस्ते", "hi"),
        ("¡Hola, buenos días!", "es"),
        ("مرحبا", "ar"),
        ("السلام عليكم", "ar"),
        ("Merci beaucoup", "fr"),
        ("ধন্যবাদ", "bn"),
        ("Olá, tudo bem?", "pt"),
        ("muito obrigada", "pt"),
        ("спасибо", "ru"),
        ("شکریہ", "ur"),
        ("Guten Tag", "de"),
        ("Vielen Dank!", "de"),
        ("ありがとうございます", "ja"),
        ("失礼します", "ja"),
        ("terima kasih", "id"),
        ("namaste", "hi"),
        ("42", "en"),
    ],
)
def test_the_language_of_small_talk_is_recognised(said: str, language: str) -> None:
    assert courtesy_language(said) == language
    assert language in LANGUAGES
