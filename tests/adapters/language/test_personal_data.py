"""Personal data goes, and what an assistant needs to help stays readable."""

import pytest

from handrail.adapters.language.personal_data import PatternFinder
from handrail.domain.conversation.personal_data import KnownPerson, PersonalKind, mask, unmask

NOBODY = KnownPerson()
ZOE = KnownPerson(
    names=("Zoë Müller-O'Brien", "王小明"),
    addresses=("12 Rue de la Paix, 75002 Paris",),
    emails=("zoe@example.org",),
    phones=("+33 6 12 34 56 78", "112"),
)
WILL = KnownPerson(names=("Will Young",))


def masked(text: str, known: KnownPerson = NOBODY) -> str:
    found = PatternFinder().find(text, known)
    return mask({"text": text}, {"text": found}).texts["text"]


@pytest.mark.parametrize(
    "text",
    [
        "My order 4155552671 has not arrived",
        "Order #100234567",
        "case no. 415-555-2671, part: 415-555-2671, Order:\n415-555-2671",
        "order no. 415-555-2671 please",
        "Where is order 112-3456789-1234567?",
        "ORD-4155552671 and INV-2024-000123",
        "my order 000123456789 is late, as is order 0612345678",
        "Bestellung 1234567890, Auftragsnummer 030 1234567",
        "tracking 1Z999AA10123456784, or 9400111899223100001234",
        "sku 4006381333931, serial number 490154203237518",
        "order 4111111111111111",
        "order ID 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    ],
)
def test_an_order_number_stays_readable(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Model AB123456C fails, part number 12345678Z too",
        "version 10.2.3.4 of the app, firmware 1.2.3.4",
        "iPhone 15 128 256 black, size 10-12-14-16",
        "ISBN 978-3-16-148410-0",
        "coupon SAVE-2024-0001",
        "my account number is 12345678",
        "the print of 17.2641795 and 122.2641795",
        "a card ending in 4242",
        "no driver for it, nor a bank",
    ],
)
def test_a_product_code_stays_readable(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Total 1,299.00 EUR for 3 items on 12/03/2024",
        "It cost $1 299 000 or 1.299.000,50 €, or 612 345 678 EUR",
        "delivered 2024-03-12 14:30:05, between 12.03.2024 and 15-03-2024",
        "call me on 12.03.2024 after 18 30, or 2024-03-12",
        "Open Mon-Fri 09:00-17:00, 08.00 - 18.30; it rang 12:30:45",
        "The 2023, 2024 and 2025 plans, called 1857 - 1894, call 1857 - 1894",
        "Sacramento, CA 95833-3505",
        "I bought 100 000 000 screws",
        "12 34 56 78 90 and 1 2 3 4 5 6 7 8 9 10 11 12",
        "call me for RS 612 34 56 78",
    ],
)
def test_an_amount_or_a_date_stays_readable(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "https://help.shop.example/articles/4155552671-returns/360012345678901?x=1",
        "see www.shop.example/p/4929578569339117",
        "http://shop.example/415-555-2671/de89370400440532013000.",
    ],
)
def test_an_address_of_a_page_stays_readable(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "number",
    [
        "(415) 555-2671", "415-555-2671", "415-555-2671 ext. 12", "1-800-649-7570",
        "+44 (0)20 7946 0958",
        "0044 20 7946 0958", "+49-151-23456789", "030/1234567", "07700 900123", "06 12 34 56 78",
        "06.12.34.56.78", "0612345678", "+１ (４１５) 555‑2671", "+44\u00a020\u00a07946\u00a00958",
        "612 34 56 78", "98765 43210",
    ],
)  # fmt: skip
def test_a_phone_that_looks_like_one_is_masked(number: str) -> None:
    assert masked(f"Here: {number}, thanks") == "Here: [PHONE_1], thanks"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call 4155552671 about order 100234567", "call [PHONE_1] about order 100234567"),
        ("phones: 4155552671, 4155552672", "phones: [PHONE_1], [PHONE_2]"),
        ("They're not answering at 92 34 70", "They're not answering at [PHONE_1]"),
        ("4155552671 is my number", "[PHONE_1] is my number"),
        ("9876543210 call me", "[PHONE_1] call me"),
        ("In any case 415-555-2671", "In any case [PHONE_1]"),
        ("about my order, it is 415-555-2671", "about my order, it is [PHONE_1]"),
        ("Where is my order\n415-555-2671", "Where is my order\n[PHONE_1]"),
        ("329 7730-Office", "[PHONE_1]-Office"),
        ("415-555-2671 415-555-2672", "[PHONE_1] [PHONE_2]"),
        ("2024-03-12 020 7946 0958", "2024-03-12 [PHONE_1]"),
        (
            "CA 93546Phone: 760-965-3700Fax: 760-934-2490.",
            "CA 93546Phone: [PHONE_1]Fax: [PHONE_2].",
        ),
    ],
)
def test_a_phone_that_words_announce_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4111 1111 1111 1111", "[CARD_1]"),
        ("4111-1111-1111-1111, 12/27, cvv 123", "[CARD_1], 12/27, cvv [CARD_2]"),
        ("3782 822463 10005", "[CARD_1]"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[CARD_1]"),
        ("4111\u200b1111\u200b1111\u200b1111", "[CARD_1]"),
        ("4111.1111.1111.1111, 4111  1111 - 1111 1111", "[CARD_1], [CARD_2]"),
        ("order 112 3456789 1234567", "order 112 3456789 1234567"),
        ("my order was paid with 4111111111111111", "my order was paid with [CARD_1]"),
        ("4111\t1111\t1111\t1111", "[CARD_1]"),
        ("4111\t1111\t1111\t1111 é", "[CARD_1] é"),
        ("card #4111111111111111", "card #[CARD_1]"),
        ("my card 4111 1111 1111 1112 (mistyped)", "my card [CARD_1] (mistyped)"),
        ("GB82 WEST 1234 5698 7654 32 please", "[IBAN_1] please"),
        ("de89370400440532013000.", "[IBAN_1]."),
        ("iban DE89370400440532013001 (mistyped)", "iban [BANK_ACCOUNT_1] (mistyped)"),
        ("sort code 12-34-56", "sort code [BANK_ACCOUNT_1]"),
        ("my bank account number is 123456789012", "my bank account number is [BANK_ACCOUNT_1]"),
        (
            "account number 12345678, sort code 20-00-00",
            "account number [BANK_ACCOUNT_1], sort code [BANK_ACCOUNT_2]",
        ),
        ("routing number 021000021", "routing number [BANK_ACCOUNT_1]"),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "[WALLET_1]"),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "[WALLET_1]"),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"),
        ("0x52908400098527886E0F7030069857D2E4169EE7", "[WALLET_1]"),
    ],
)
def test_what_pays_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a.b+c@d-e.co.uk, or mailto:x@y.org.", "[EMAIL_1], or mailto:[EMAIL_2]."),
        ("https://x.example/u?email=a%40b.com", "https://x.example/u?email=[EMAIL_1]"),
        ("jörg@müller.example", "[EMAIL_1]"),
        ("write to ann (at) example [dot] org", "write to [EMAIL_1]"),
        (
            "write to ann.b @ example.org, or see us @shop.example",
            "write to [EMAIL_1], or see us @shop.example",
        ),
        ("@handle, a@localhost, me@, ..@x.org", "@handle, a@localhost, me@, ..@x.org"),
        ("2001:db8::1 and 10.0.0.1.", "[IP_ADDRESS_1] and [IP_ADDRESS_2]."),
        ("999.1.1.1 std::vector abc::", "999.1.1.1 std::vector abc::"),
    ],
)
def test_an_address_on_the_internet_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "number",
    [
        "536-90-4399", "AB 12 34 56 C", "86 095 742 719", "12345678Z", "X1234567L",
        "RSSMRA85T10A562S",
        "111.444.777-35", "11010519491231002X", "44051401359", "2234 5678 9127", "850730-1128",
        "756.9217.0769.85", "ABCPE1234F",
    ],
)  # fmt: skip
def test_a_national_number_whose_form_and_checksum_tell_is_masked(number: str) -> None:
    shown = masked(f"It is {number}, I think")

    assert number not in shown
    assert shown.startswith("It is [")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("bsn 111222333", "bsn [NATIONAL_ID_1]"),
        ("SSN #123456789", "SSN #[NATIONAL_ID_1]"),
        (
            "my social security number is 000 12 3456",
            "my social security number is [NATIONAL_ID_1]",
        ),
        ("licence no. LH329609T", "licence no. [DRIVING_LICENCE_1]"),
        ("passport number C01X00T47", "passport number [PASSPORT_1]"),
        (
            "My driver's license number is LH329609T",
            "My driver's license number is [DRIVING_LICENCE_1]",
        ),
        ("passport from 12/03/2024", "passport from 12/03/2024"),
        ("passport is 12/03/2024", "passport is 12/03/2024"),
        ("passport is 12", "passport is 12"),
    ],
)
def test_a_document_that_words_announce_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ZOE MULLER-OBRIEN here", "[NAME_1] here"),
        ("Mueller, Zoe and zoë müller-o’brien's", "[NAME_1], [NAME_2] and [NAME_3]'s"),
        ("Zoey and Mullers are others", "Zoey and Mullers are others"),
        ("我是王小明。", "我是[NAME_1]。"),
        ("at 12, rue de la\n paix 75002 PARIS!", "at [ADDRESS_1]!"),
        ("12 Rue de la Paix, but 13 Rue de la Paix", "[ADDRESS_1], but 13 Rue de la Paix"),
        ("Paris is nice, Rue de la Paix too", "Paris is nice, Rue de la Paix too"),
        ("75002 Paris", "[ADDRESS_1]"),
        ("06-12-34-56-78 or +33612345678", "[PHONE_1] or [PHONE_2]"),
        ("my order 0612345678, 112 of them", "my order [PHONE_1], 112 of them"),
        ("ZOE@EXAMPLE.ORG", "[EMAIL_1]"),
    ],
)
def test_what_is_known_of_the_customer_is_masked_exactly(text: str, shown: str) -> None:
    assert masked(text, ZOE) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Will my order come? I will wait, young man.",) * 2,
        ("Yes. Will it?",) * 2,
        ("I am Will Young", "I am [NAME_1]"),
        ("Ask Will about it", "Ask [NAME_1] about it"),
        ("Best,\nWill", "Best,\n[NAME_1]"),
    ],
)
def test_a_name_that_is_also_a_word_is_masked_where_it_is_a_name(text: str, shown: str) -> None:
    assert masked(text, WILL) == shown


def test_what_was_masked_comes_back_with_its_own_typography() -> None:
    text = "＋１ (４１５) 555‑2671\u200b and jörg@müller.example, GB82 WEST\u00a01234 5698 7654 32"

    done = mask({"t": text}, {"t": PatternFinder().find(text, NOBODY)})

    assert [name.rsplit("_", 1)[0] for name in done.kept] == ["[PHONE", "[EMAIL", "[IBAN"]
    assert unmask(done.texts["t"], done.kept) == text


def test_every_kind_can_be_found() -> None:
    text = (
        "4111 1111 1111 1111, GB82WEST12345698765432, a@b.org, 536-90-4399, passport C01X00T47, "
        "driving licence LH329609T, routing number 021000021, (415) 555-2671, 10.0.0.1, "
        "0x52908400098527886E0F7030069857D2E4169EE7, Zoë, 75002 Paris"
    )

    found = PatternFinder().find(text, ZOE)

    assert {span.kind for span in found} == set(PersonalKind)
