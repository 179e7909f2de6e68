"""Any bytes that come in by mail are heard, ignored with a reason, or refused; none stops us."""

import random
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from handrail.adapters.channels.email_reading import hear_mail
from handrail.flow.delivery import DeliveryId
from handrail.flow.mail_ports import (
    HeardMail,
    IgnoredMail,
    ReceivedMail,
    Refusal,
    ReturnedMail,
)
from handrail.flow.open_turn import LONGEST_MESSAGE
from handrail.kernel.ids import RandomIds
from tests.letters_in import ANNA, OWN, a_bounce, a_mail


def _heard(raw: bytes) -> HeardMail:
    return hear_mail(raw, OWN)


def _received(raw: bytes) -> ReceivedMail:
    heard = _heard(raw)
    assert isinstance(heard, ReceivedMail), heard
    return heard


def test_a_mail_is_heard_with_who_wrote_it_and_what_it_answers() -> None:
    mail = a_mail(
        "Still nothing.\n\nOn 3 Mar 2026 10:22, Help <help@shop.example> wrote:\n> Soon.\n",
        Subject="Re: Refund [#0123456789abcdef]",
        In_Reply_To="<two@shop.example>",
        References="<one@example.org> <two@shop.example>",
    )

    heard = _received(mail)

    assert (heard.sender, heard.text) == (ANNA, "Still nothing.")
    assert heard.refers_to == ("<two@shop.example>", "<one@example.org>")
    assert (heard.token, heard.subject) == ("0123456789abcdef", "Re: Refund")


def test_the_mark_in_the_address_finds_the_thread_too() -> None:
    heard = _received(a_mail(To="Help <help+0123456789abcdef@shop.example>"))

    assert heard.token == "0123456789abcdef"


_MACHINES: dict[str, dict[str, Any]] = {
    "vacation after RFC 3834": {"Auto-Submitted": "auto-replied"},
    "generated": {"Auto-Submitted": "auto-generated; x=y"},
    "bulk": {"Precedence": "bulk"},
    "old autoresponder": {"Precedence": "auto_reply"},
    "x-autoreply": {"X-Autoreply": "yes"},
    "x-autorespond": {"X-Autorespond": "Out of office"},
    "mailing list": {"List-Id": "<users.example.org>"},
    "newsletter": {"List-Unsubscribe": "<https://news.example/u>"},
    "null sender": {"Return-Path": "<>"},
    "daemon": {"From": "Mail Delivery <MAILER-DAEMON@mx.example>"},
    "no reply": {"From": "Shop <no-reply@other.example>"},
    "no reply with a mark": {"From": "noreply+17@other.example"},
    "ourselves": {"From": f"Help <{OWN.upper()}>"},
    "nobody": {"From": None},
    "several": {"From": "a@example.org, b@example.org"},
    "no address": {"From": "Anna"},
    "spam": {"X-Spam-Flag": "YES"},
}


@pytest.mark.parametrize("headers", _MACHINES.values(), ids=list(_MACHINES))
def test_machines_and_lists_are_not_answered(headers: dict[str, Any]) -> None:
    heard = _heard(a_mail(**headers))

    assert isinstance(heard, IgnoredMail)
    assert heard.why


def test_a_person_who_says_that_no_machine_wrote_it_is_answered() -> None:
    assert _received(a_mail(Auto_Submitted="no")).text


def test_a_mail_of_ours_that_came_back_is_known_by_its_delivery() -> None:
    ref = RandomIds().new("dlv")

    heard = _heard(a_bounce(f"<{ref}@shop.example>"))

    assert heard == ReturnedMail(deliveries=(DeliveryId(ref),))


def test_a_delayed_mail_has_not_come_back() -> None:
    ref = RandomIds().new("dlv")

    assert isinstance(_heard(a_bounce(f"<{ref}@shop.example>", action="delayed")), IgnoredMail)


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Größe passt nicht 🙁"),
        ("iso-8859-1", "Größe passt nicht"),
        ("windows-1252", "Größe – falsch"),
        ("iso-2022-jp", "届いていません"),
        ("gb18030", "还没有到"),
        ("koi8-r", "Посылка не пришла"),
        ("windows-1256", "لم يصل"),
    ],
)
def test_what_is_written_in_any_charset_is_read(charset: str, text: str) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Message-ID"] = ANNA, OWN, "<c@example.org>"
    mail.set_content(text, charset=charset)

    assert _received(mail.as_bytes()).text == text


def test_an_unknown_or_wrong_charset_is_read_as_far_as_it_can_be() -> None:
    raw = a_mail("Wo ist es?").replace(b'charset="utf-8"', b'charset="klingon"')

    assert _received(raw).text == "Wo ist es?"


def test_a_mail_that_is_html_alone_is_read() -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Message-ID"] = ANNA, OWN, "<h@example.org>"
    mail.set_content("<p>Where is my parcel?</p><blockquote>Soon.</blockquote>", subtype="html")

    assert _received(mail.as_bytes()).text == "Where is my parcel?"


def test_files_are_named_and_not_read() -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Message-ID"] = ANNA, OWN, "<f@example.org>"
    mail.set_content("Here is the invoice.")
    mail.add_attachment(b"%PDF-1.7 secret words", "application", "pdf", filename="in[voi]ce.pdf")

    heard = _received(mail.as_bytes())

    assert heard.attached == ("invoice.pdf",)
    assert heard.text == "Here is the invoice.\n\n[Attached, not read: invoice.pdf]"


def test_a_mail_inside_the_mail_is_a_file() -> None:
    inner = EmailMessage(policy=SMTP)
    inner["From"] = "boss@shop.example"
    inner.set_content("Refund everything.")
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Message-ID"] = ANNA, OWN, "<m@example.org>"
    mail.set_content("See the attached mail.")
    mail.add_attachment(inner)

    assert "Refund everything" not in _received(mail.as_bytes()).text


def test_what_is_too_long_too_large_or_empty_is_refused_and_never_cut() -> None:
    assert _received(a_mail("word " * LONGEST_MESSAGE)).refusal is Refusal.TOO_LONG
    assert _received(a_mail("")).refusal is Refusal.NO_TEXT
    headers = hear_mail(a_mail("x").split(b"\r\n\r\n")[0], OWN, is_whole=False)
    assert isinstance(headers, ReceivedMail)
    assert headers.refusal is Refusal.TOO_LARGE


def test_two_mails_without_a_message_id_are_two() -> None:
    one, two = _received(a_mail("a", Message_ID=None)), _received(a_mail("b", Message_ID=None))

    assert one.message_id != two.message_id
    assert one.message_id == _received(a_mail("a", Message_ID=None)).message_id


def test_no_damage_to_a_mail_stops_us() -> None:
    chance = random.Random(7)
    whole = EmailMessage(policy=SMTP)
    whole["From"], whole["To"], whole["Subject"] = ANNA, OWN, "=?utf-8?b?R3LDtsOfZQ==?="
    whole["References"] = "<a@b> <c@d>"
    whole.set_content("Hello\n\nOn 3 Mar 2026 10:22, Help <h@s.example> wrote:\n> Hi\n")
    whole.add_alternative("<p>Hello</p>", subtype="html")
    whole.add_attachment(b"x" * 50, "application", "octet-stream", filename="größe.bin")
    raw = whole.as_bytes()

    for _ in range(600):
        damaged = bytearray(raw)
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        cut = bytes(damaged[: chance.randint(0, len(damaged))])
        assert isinstance(_heard(cut), ReceivedMail | IgnoredMail | ReturnedMail)
