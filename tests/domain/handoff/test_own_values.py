import pytest

from handrail.domain.conversation.model import Author, ConversationId, Message, MessageId
from handrail.domain.handoff.own_values import (
    OwnValue,
    has_amount,
    values_given,
    values_in,
    without_values,
)
from tests.builders import NOON


def given(kind: OwnValue, text: str) -> list[str]:
    return [value for found, value in values_in(text) if found is kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Orla Brennan and I wait", "Orla Brennan"),
        ("I'm Tadhg Ó Sé", "Tadhg Ó Sé"),
        ("this is Mei-Lin Chen", "Mei-Lin Chen"),
        ("Ich heiße Jürgen Weiß.", "Jürgen Weiß"),
        ("je m'appelle Hélène Dubois", "Hélène Dubois"),
        ("Soy Lucía Ferrer", "Lucía Ferrer"),
        ("meu nome é João Pereira", "João Pereira"),
        ("Меня зовут Анна Иванова", "Анна Иванова"),
        ("我叫王小明，我的订单没到", "王小明"),
        ("It broke.\n\nKind regards,\nMáire Ní Bhriain", "Máire Ní Bhriain"),
    ],
)
def test_a_name_is_found_where_somebody_gives_it(text: str, name: str) -> None:
    assert given(OwnValue.NAME, text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "I am Still waiting",
        "I'm not happy",
        "I'm Sorry",
        "This is The worst",
        "soy una cliente",
        "so I am",
    ],
)
def test_words_after_i_am_are_not_always_a_name(text: str) -> None:
    assert given(OwnValue.NAME, text) == []


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("order CC-4410287 and #445566", ["CC-4410287", "#445566"]),
        ("Student ID 20314455", ["20314455"]),
        ("Order 5512, by the way, and invoice no. 778", ["5512", "778"]),
        ("order CC-4410287, order 4410288", ["CC-4410287", "4410288"]),
        ("since 2019, on 2024-03-01, 14/02/2025", []),
        ("it cost 1.290,00 EUR, 59.70 € and $1,247.99", []),
        ("call +353 86 123 4567 or 404-555-0672", []),
        ("write to me1234567@example.com", []),
        ("between 50-100 a month, card ending in 3847", []),
    ],
)
def test_a_reference_is_told_from_dates_amounts_and_telephones(
    text: str, references: list[str]
) -> None:
    assert given(OwnValue.REFERENCE, text) == references


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("ring +353 86 123 4567 please", ["+353 86 123 4567"]),
        ("404-555-0672", ["404-555-0672"]),
        ("order 4410287", []),
        ("card 4111 1111 1111 1111", []),
        ("on 2025-10-31", []),
    ],
)
def test_a_telephone_number_is_told_from_other_numbers(text: str, phones: list[str]) -> None:
    assert given(OwnValue.PHONE, text) == phones


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Send it to 14 Shop Street, H91 XY12 Galway please", ["14 Shop Street, H91 XY12 Galway"]),
        ("I live in Galway", []),
        ("H91 XY12 is my postcode", []),
        (f"14 {'Very ' * 30}Long Street, H91 XY12 Galway", []),
    ],
)
def test_an_address_is_a_street_with_its_postcode(text: str, addresses: list[str]) -> None:
    assert given(OwnValue.ADDRESS, text) == addresses


def test_a_value_is_told_once_and_of_many_the_newest() -> None:
    said = "CC-1000001", "CC-1000002 cc-1000001", "CC-1000003", "CC-1000004"
    messages = [
        Message(
            id=MessageId(f"m{n}"),
            conversation=ConversationId("conv_1"),
            sequence=n,
            author=Author.CUSTOMER,
            text=text,
            at=NOON,
        )
        for n, text in enumerate(said, start=1)
    ]

    assert [one.value for one in values_given(messages)] == [
        "CC-1000002",
        "CC-1000003",
        "CC-1000004",
    ]


def test_amounts_are_known_and_values_are_taken_out() -> None:
    assert has_amount("I paid 20 €")
    assert not has_amount("I paid 20 times")
    assert without_values("CC-4410287 please").split() == ["please"]
