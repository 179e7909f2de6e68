"""A customer's word that it helped is told from politeness, doubt and the next question."""

import pytest

from handrail.domain.conversation.says_helped import is_helped


@pytest.mark.parametrize(
    "text",
    [
        "That worked, thank you!",
        "it works now :)",
        "Perfect, that did the trick.",
        "Great, problem solved",
        "thanks, very helpful",
        "That answers my question. Have a nice day",
        "All sorted now, cheers",
        "exactly what I needed",
        "Danke, das hat mir sehr geholfen!",
        "Super, jetzt funktioniert es wieder",
        "Das Problem wurde gelöst, vielen Dank",
        "Wurde inzwischen gelöst",
        "Mein Problem ist jetzt behoben",
        "Mir wurde sehr gut geholfen",
        "Merci, ça marche maintenant",
        "Le problème a été résolu",
        "El problema fue resuelto",
        "Il problema è stato risolto",
        "The issue was fixed",
        "Het probleem werd opgelost",
        "Gracias, ya funciona",
        "Grazie, ora funziona",
        "Obrigada, deu certo!",
        "Bedankt, het werkt weer",
    ],
)
def test_a_customer_says_that_it_helped(text: str) -> None:
    assert is_helped(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thanks",
        "ok thank you",
        "great, thanks a lot, bye",
        "That did not help",
        "it still doesn't work",
        "That worked, but now the app is in French",
        "That helped. How do I send it back?",
        "I hope it works",
        "Let me know if this is fixed",
        "My tuner worked last week",
        "Will it be sorted by Friday?",
        "Das hat leider nicht geklappt",
        "Danke",
        "Das würde mir sehr helfen",
        "Ich würde gerne wissen, was geholfen hat",
        "Das Problem wurde nicht gelöst",
        "Das muss erst gelöst werden",
        "Wurde das gelöst?",
        "ça ne marche pas",
        "no me funciona",
        "non funziona",
        "het werkt niet",
    ],
)
def test_politeness_doubt_and_the_next_question_are_no_word_that_it_helped(text: str) -> None:
    assert not is_helped(text)
