import pytest

from handrail.domain.conversation.small_talk import SmallTalk, small_talk


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "Hello!!!",
        "HEYYY 👋",
        "你好",
        "नमस्ते",
        "¡Hola!",
        "السلام عليكم",
        "Bonjour !",
        "হ্যালো",
        "Olá",
        "Привет",
        "ہیلو",
        "Guten Tag",
        "こんにちは",
        "Halo kak",
    ],
)
def test_a_greeting_is_recognised(text: str) -> None:
    assert small_talk(text) is SmallTalk.GREETING


@pytest.mark.parametrize(
    "text",
    [
        "thanks, that helps!",
        "谢谢",
        "धन्यवाद",
        "muchas gracias",
        "شكراً",
        "Merci beaucoup",
        "ধন্যবাদ",
        "obrigada",
        "спасибо",
        "شکریہ",
        "Danke",
        "ありがとうございます",
        "terima kasih",
    ],
)
def test_thanks_are_recognised(text: str) -> None:
    assert small_talk(text) is SmallTalk.THANKS


@pytest.mark.parametrize(
    "text",
    [
        "bye",
        "再见",
        "अलविदा",
        "adiós",
        "مع السلامة",
        "au revoir",
        "বিদায়",
        "tchau",
        "до свидания",
        "خدا حافظ",
        "Tschüss",
        "さようなら",
        "sampai jumpa",
    ],
)
def test_a_goodbye_is_recognised(text: str) -> None:
    assert small_talk(text) is SmallTalk.GOODBYE


@pytest.mark.parametrize(
    "text",
    [
        "Are you a bot?",
        "hi, are you human?",
        "你是机器人吗",
        "क्या आप बॉट हैं?",
        "¿Eres un robot?",
        "هل أنت روبوت؟",
        "Êtes-vous un robot ?",
        "আপনি কি মানুষ?",
        "Você é um robô?",
        "вы бот?",
        "کیا آپ بوٹ ہیں؟",
        "Bist du ein Mensch?",
        "あなたはAIですか？",
        "apakah anda bot?",
    ],
)
def test_the_question_who_answers_is_recognised(text: str) -> None:
    assert small_talk(text) is SmallTalk.WHAT_ARE_YOU


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👋",
        "ok",
        "hi, how do I reset my password",
        "thanks but it does not work",
        "how do I say goodbye to my plan",
        "hello " * 30,
        "hello " * 100_000,
    ],
)
def test_a_message_that_says_more_or_nothing_is_no_small_talk(text: str) -> None:
    assert small_talk(text) is None


def test_the_weightiest_part_is_answered() -> None:
    assert small_talk("hi! thanks! bye") is SmallTalk.GOODBYE
    assert small_talk("thanks, are you a bot?") is SmallTalk.WHAT_ARE_YOU
