"""One request is masked as one, and only what it held comes back."""

from handrail.domain.conversation.personal_data import KnownPerson, PersonalKind
from handrail.flow.masking import masked_texts
from tests.fakes import FakeFinder

NOBODY = KnownPerson()


def test_a_request_is_masked_as_one_and_its_reply_restored() -> None:
    finder = FakeFinder({"a@b.c": PersonalKind.EMAIL, "07700 900123": PersonalKind.PHONE})
    texts = {"message": "I am a@b.c", "history": "a@b.c, 07700 900123", "article": "No data here."}

    sent, restore = masked_texts(texts, finder, NOBODY)

    assert sent == {
        "message": "I am [EMAIL_1]",
        "history": "[EMAIL_1], [PHONE_1]",
        "article": "No data here.",
    }
    assert restore("email_1 or [PHONE_1], not [PHONE_2]") == "a@b.c or 07700 900123, not [PHONE_2]"


def test_what_is_known_of_the_customer_is_masked_too() -> None:
    sent, restore = masked_texts({"m": "Ann here"}, FakeFinder({}), KnownPerson(names=("Ann",)))

    assert sent == {"m": "[NAME_1] here"}
    assert restore("Hello [Name_1]!") == "Hello Ann!"


def test_two_requests_never_share_what_they_kept() -> None:
    finder = FakeFinder({"a@b.c": PersonalKind.EMAIL})
    masked_texts({"m": "a@b.c"}, finder, NOBODY)

    _, restore = masked_texts({"m": "nothing"}, finder, NOBODY)

    assert restore("[EMAIL_1]") == "[EMAIL_1]"
