"""Messages in which personal data was put on purpose: what must not reach a model is known."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from stdnum import iban as ibans
from stdnum import luhn, verhoeff
from stdnum.br import cpf
from stdnum.iso7064 import mod_97_10


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """Hold a message and the values in it."""

    text: str
    values: tuple[str, ...]


def messages(count: int, seed: int = 7) -> list[Seeded]:
    drawn = random.Random(seed)
    return [_message(drawn) for _ in range(count)]


def _message(drawn: random.Random) -> Seeded:
    made = [drawn.choice(_SENTENCES)(drawn) for _ in range(drawn.randint(1, 3))]
    order = _digits(drawn, 9)
    text = drawn.choice((" ", "\n")).join(
        [f"My order {order} is late.", *(text for text, _ in made)]
    )
    return Seeded(text=text, values=tuple(value for _, value in made))


def _digits(drawn: random.Random, count: int) -> str:
    return "".join(drawn.choice("0123456789") for _ in range(count))


def _letters(drawn: random.Random, count: int) -> str:
    return "".join(drawn.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(count))


def a_card(drawn: random.Random) -> str:
    start, length = drawn.choice(
        [
            *(("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16), ("34", 15)),
            *(("37", 15), ("6011", 16), ("65", 16), ("3528", 16), ("3589", 16), ("36", 14)),
            ("62", 16),
        ]
    )
    body = start + _digits(drawn, length - len(start) - 1)
    number = body + luhn.calc_check_digit(body)
    cuts = [4, 10] if length in (14, 15) else [4, 8, 12]
    parts = [number[a:b] for a, b in zip([0, *cuts], [*cuts, length], strict=True)]
    return drawn.choice(["", " ", "-"]).join(parts)


_ACCOUNTS = {
    **{
        "DE": "n18",
        "GB": "a4n14",
        "FR": "n23",
        "NL": "a4n10",
        "AT": "n16",
        "CH": "n17",
        "PL": "n24",
    },
    **{
        "IE": "a4n14",
        "SE": "n20",
        "PT": "n21",
        "DK": "n14",
        "IT": "a1n22",
        "BE": "n12",
        "ES": "n20",
    },
    **{
        "NO": "n11",
        "FI": "n14",
        "MT": "a4n23",
        "CZ": "n20",
        "GR": "n23",
        "RO": "a4n16",
        "SA": "n20",
    },
}


def an_iban(drawn: random.Random) -> str:
    country, form = drawn.choice(list(_ACCOUNTS.items()))
    letters, digits = form.split("n")
    account = _letters(drawn, int(letters[1:] or 0)).upper() + _digits(drawn, int(digits))
    number = country + mod_97_10.calc_check_digits(f"{account}{country}") + account
    assert ibans.is_valid(number, check_country=False), number
    spelled = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    return drawn.choice([number, spelled, number.lower()])


_PHONES = (
    *("({area}) 555-{line}", "{area}-555-{line}", "{area}.555.{line}", "+1 {area} 555 {line}"),
    *("1-{area}-555-{line} ext. 12", "+44 20 7946 {line}", "020 7946 {line}", "+44 7700 90{line}"),
    *("07700 90{line}", "+33 6 12 34 {a} {b}", "06 12 34 {a} {b}", "06.12.34.{a}.{b}"),
    *("+49 (0)151 2345{line}", "0151/2345{line}", "0049 151 2345{line}", "+91 98765 4{line}"),
    *("+61 412 34{a} {b}1", "+55 (11) 91234-{line}", "+86 138 0013 {line}", "+81-90-1234-{line}"),
)


def a_phone(drawn: random.Random) -> str:
    area, line = drawn.choice(("212", "415", "617", "303")), _digits(drawn, 4)
    form = drawn.choice(_PHONES)
    return form.format(area=area, line=line, a=line[:2], b=line[2:])


def a_bare_phone(drawn: random.Random) -> str:
    return drawn.choice(("415555", "212555", "303555")) + _digits(drawn, 4)


def an_email(drawn: random.Random) -> str:
    name = drawn.choice(["{}.{}", "{}_{}", "{}+{}", "{}-{}", "{}{}"])
    host = drawn.choice(["example.com", "mail.example.co.uk", "müller.example", "x-y.example.org"])
    return f"{name.format(_letters(drawn, 5), _letters(drawn, 4))}@{host}"


def an_id(drawn: random.Random) -> str:
    aadhaar = "2" + _digits(drawn, 10)
    aadhaar += verhoeff.calc_check_digit(aadhaar)
    body = _digits(drawn, 9)
    number = _digits(drawn, 8)
    person = cpf.format(body + cpf._calc_check_digits(body))
    return drawn.choice(
        [
            f"5{_digits(drawn, 2)}-{drawn.randint(10, 99)}-{drawn.randint(1000, 9999)}",
            f"{aadhaar[:4]} {aadhaar[4:8]} {aadhaar[8:]}",
            person,
            number + "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23],
            f"AB {_digits(drawn, 2)} {_digits(drawn, 2)} {_digits(drawn, 2)} C",
        ]
    )


def _sentence(
    make: Callable[[random.Random], str], *frames: str
) -> Callable[[random.Random], tuple[str, str]]:
    def sentence(drawn: random.Random) -> tuple[str, str]:
        value = make(drawn)
        return drawn.choice(frames).format(value), value

    return sentence


_SENTENCES = (
    _sentence(
        a_card, "I paid with {}.", "Card: {}, exp 12/27", "{} was charged twice", "(card {})"
    ),
    _sentence(an_iban, "Refund to {} please.", "IBAN {}", "My account is {}, thanks", "{}"),
    _sentence(a_phone, "Ring {} after six.", "My number is {}.", "{}", "Tel. {}, any time", "({})"),
    _sentence(a_bare_phone, "Call me on {}.", "mobile {}", "My phone number is {}."),
    _sentence(an_email, "Write to {}.", "<{}>", "mailto:{}", "My e-mail is {}, not the old one"),
    _sentence(an_id, "My id is {}.", "{}", "For the customs form: {}, thanks"),
)
