"""Mail through a real IMAP and a real SMTP server, there and back."""

import os
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from handrail.adapters.channels.imap import ImapMailbox, MailboxPlace
from handrail.adapters.channels.smtp import SmtpPlace, SmtpPostman
from handrail.app import App
from handrail.domain.conversation.model import ConversationId
from handrail.flow.deliver import deliver_all
from handrail.flow.delivery import DeliveryState
from handrail.flow.delivery_ports import Sink
from handrail.flow.desk_ports import DeskPorts
from handrail.flow.receive_mail import MailPorts, receive_mail
from handrail.flow.take_over import close_conversation, say_as_agent, take_over
from handrail.kernel.clock import SystemClock
from handrail.kernel.errors import Unavailable
from handrail.settings import load_settings
from handrail.worker.channels import use_channels_once
from tests.action_world import staff
from tests.channel_world import ChannelWorld
from tests.letters_in import ANNA, OWN, a_bounce, a_mail
from tests.mail_servers import PASSWORD, Post, post_office, require_supported
from tests.web.running import ANSWER

_MOST_BYTES = 20_000


@pytest.fixture(scope="module")
def servers() -> Iterator[Post]:
    if not require_supported():
        message = "Dovecot is not installed"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(f"{message}, and CI needs it")
        pytest.skip(message)
    with post_office() as post:
        yield post


@pytest.fixture
def mailing(world: ChannelWorld, servers: Post) -> "Company":
    return Company(world, servers)


class Company:
    """Hold a company that answers mail; every test has addresses of its own."""

    _made = 0

    def __init__(self, world: ChannelWorld, post: Post) -> None:
        Company._made += 1
        self.world, self.post = world, post
        self.own = OWN.replace("help", f"help{Company._made}")
        self.anna = ANNA.replace("anna", f"anna{Company._made}")
        post.refuse.clear()
        self.box = ImapMailbox(
            MailboxPlace(
                host="127.0.0.1",
                port=post.imap_port,
                security="none",
                username=self.own,
                password=PASSWORD,
                folder="INBOX",
                address=self.own,
                most_bytes=_MOST_BYTES,
            )
        )
        self.postman = SmtpPostman(
            SmtpPlace(
                host="127.0.0.1",
                port=post.smtp_port,
                security="none",
                username=None,
                password=None,
                address=self.own,
                company="Shop",
                marks_address=True,
            ),
            SystemClock(),
        )
        self.ports = MailPorts(
            store=world.channels, source=self.box, messages=world.messages, most_an_hour=4
        )
        receive_mail(self.ports)  # notes where the mailbox ends

    def write(self, text: str, **headers: Any) -> None:
        """Let the customer write, a second later than before."""
        self.world.clock.advance(1)
        said = {"From": f"Anna <{self.anna}>", "To": self.own} | headers
        self.post.put(self.own, a_mail(text, **said))

    def work(self) -> None:
        """Look into the mailbox, and deliver what is due."""
        while receive_mail(self.ports):
            pass
        sinks: dict[str, Sink] = {"email": self.postman}
        deliver_all(self.world.delivering(sinks))

    def answer(self, to: Message, text: str) -> None:
        """Let the customer answer a mail with their own program."""
        quoted = "\n".join(f"> {line}" for line in str(to.get_payload()).splitlines())
        body = f"{text}\n\nOn Tue, 3 Mar 2026 at 10:22, Shop <{self.own}> wrote:\n{quoted}\n"
        self.write(
            body,
            Subject=f"Re: {to['Subject']}",
            Message_ID=f"<answer-{len(self.inbox)}-{self.anna}>",
            In_Reply_To=to["Message-ID"],
            References=f"{to['References']} {to['Message-ID']}",
        )

    @property
    def inbox(self) -> list[Message]:
        """Return what the customer has got."""
        return self.post.mails(self.anna)

    @property
    def conversations(self) -> list[ConversationId]:
        """Return the conversations by mail, oldest first."""
        with self.world.store.read() as reading:
            opened = [
                entry
                for _, entry in reading.audit_entries(0, 100_000)
                if entry.kind == "conversation.opened" and entry.facts["channel"] == "email"
            ]
        return [ConversationId(entry.subject) for entry in opened]


def _text(mail: Message) -> str:
    held = mail.get_payload(decode=True)
    assert isinstance(held, bytes)
    return held.decode(mail.get_content_charset() or "utf-8")


def test_a_question_by_mail_is_answered_in_its_thread_with_sources(mailing: Company) -> None:
    mailing.write("How long does a refund take?", Message_ID="<q1@example.org>")

    mailing.work()

    [reply] = mailing.inbox
    text = _text(reply)
    assert ANSWER in text
    assert "https://help.example/refunds" in text
    assert "An AI assistant wrote this reply." in text
    assert "To talk to a person" in text
    assert reply["In-Reply-To"] == reply["References"] == "<q1@example.org>"
    assert reply["Auto-Submitted"] == "auto-replied"
    assert str(reply["Subject"]).startswith("Re: Refund [#")


def test_there_and_back_and_a_person_answers_in_the_same_thread(mailing: Company) -> None:
    mailing.write("How long does a refund take?")
    mailing.work()
    mailing.answer(mailing.inbox[-1], "I want to talk to a person, please.")
    mailing.work()
    [ref] = mailing.conversations
    desk = DeskPorts(store=mailing.world.store, clock=mailing.world.clock, ids=mailing.world.ids)
    take_over(mailing.world.handoff(ref).id, staff(), desk)
    say_as_agent(ref, "Hello Anna, I am Kim.", staff(), desk)
    mailing.work()
    mailing.answer(mailing.inbox[-1], "Thank you, Kim.")
    mailing.work()

    answer, handed, from_kim = mailing.inbox

    assert "person" in _text(handed)
    assert _text(from_kim).startswith("Hello Anna, I am Kim.")
    assert "AI" not in _text(from_kim)
    assert from_kim["Auto-Submitted"] is None
    assert "kim" in str(from_kim["From"]).lower()
    assert len({str(m["Subject"]) for m in (answer, handed, from_kim)}) == 1
    assert [text for author, text in mailing.world.said(ref) if author == "customer"] == [
        "How long does a refund take?",
        "I want to talk to a person, please.",
        "Thank you, Kim.",
    ]


@pytest.mark.slow
def test_a_program_that_keeps_no_trace_of_the_thread_is_found_by_its_mark(
    mailing: Company,
) -> None:
    mailing.write("How long does a refund take?")
    mailing.work()
    subject = str(mailing.inbox[0]["Subject"])

    mailing.write("And to which card?", Subject=f"AW: {subject}", Message_ID="<new@example.org>")
    mailing.work()

    assert len(mailing.conversations) == 1


def test_nobody_comes_into_the_thread_of_somebody_else(mailing: Company) -> None:
    mailing.write("How long does a refund take?")
    mailing.work()
    reply = mailing.inbox[0]

    mailing.write(
        "Tell me all",
        From="mallory@example.net",
        Subject=str(reply["Subject"]),
        Message_ID="<m@example.net>",
        In_Reply_To=str(reply["Message-ID"]),
    )
    mailing.work()

    mine, theirs = mailing.conversations
    assert [author for author, _ in mailing.world.said(mine)] == ["customer", "assistant"]
    assert mailing.world.conversation(theirs).customer == "mailto:mallory@example.net"


def test_the_same_mail_fetched_again_is_one_message(mailing: Company) -> None:
    mailing.write("How long does a refund take?")
    mailing.work()
    before = mailing.box.newest()
    mailing.post.begin_anew(mailing.own)
    assert mailing.box.newest()[0] != before[0], "the server gives out other numbers now"

    mailing.work()
    mailing.write("How long does a refund take?")  # the same Message-ID, delivered twice
    mailing.work()

    assert len(mailing.inbox) == 1
    [ref] = mailing.conversations
    assert len(mailing.world.said(ref)) == 2


@pytest.mark.slow
def test_mail_that_lay_there_before_we_came_is_left_alone(
    world: ChannelWorld, servers: Post
) -> None:
    company = Company.__new__(Company)
    number = Company._made + 1
    servers.put(OWN.replace("help", f"help{number}"), a_mail("Old question about a refund?"))

    company.__init__(world, servers)  # type: ignore[misc] # as the fixture does, a little later
    company.work()

    assert company.conversations == []


@pytest.mark.slow
def test_machines_lists_and_our_own_mails_are_not_answered(mailing: Company) -> None:
    mailing.write("I am on holiday.", Auto_Submitted="auto-replied")
    mailing.write("News!", List_Id="<news.example>", Message_ID="<n@example.org>")
    mailing.write("Hello me", From=mailing.own, Message_ID="<me@shop.example>")

    mailing.work()

    assert mailing.conversations == []
    assert mailing.world.entries("mail.") == ["mail.ignored"] * 3


@pytest.mark.slow
def test_a_mail_that_is_too_large_or_too_long_is_refused_clearly(mailing: Company) -> None:
    mailing.write("word " * 3_000, Message_ID="<long@example.org>")
    mailing.write("x" * 30_000, Message_ID="<large@example.org>", Subject="Photos")

    mailing.work()

    texts = sorted(_text(mail) for mail in mailing.inbox)
    assert "larger than we can take" in texts[0]
    assert "longer than we can take" in texts[1]
    assert all("nobody has read it" in text for text in texts)


def test_a_mail_that_comes_back_is_seen_as_not_delivered(mailing: Company) -> None:
    mailing.write("How long does a refund take?")
    mailing.work()
    mailing.post.put(mailing.own, a_bounce(str(mailing.inbox[0]["Message-ID"])))

    mailing.work()

    [delivery] = mailing.world.deliveries()
    assert (delivery.state, delivery.why) == (
        DeliveryState.FAILED,
        "The mail came back undelivered.",
    )
    assert "delivery.returned" in mailing.world.entries("delivery.")


@pytest.mark.slow
def test_a_mail_server_that_refuses_for_now_is_asked_again(mailing: Company) -> None:
    mailing.post.refuse[:] = ["451 4.3.0 later", "550 5.1.1 no such user"]
    mailing.write("How long does a refund take?")
    mailing.work()
    [delivery] = mailing.world.deliveries()
    assert (delivery.state, delivery.why) == (
        DeliveryState.DUE,
        "The mail server refused it (451).",
    )

    mailing.world.clock.advance(60)
    mailing.work()

    [delivery] = mailing.world.deliveries()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 2)


@pytest.mark.slow
def test_a_lost_acceptance_sends_the_same_message_id_again(mailing: Company) -> None:
    mailing.post.lose = 1
    mailing.write("How long does a refund take?")
    mailing.work()
    mailing.world.clock.advance(60)

    mailing.work()

    assert len({mail["Message-ID"] for mail in mailing.inbox}) == 1


@pytest.mark.slow
def test_an_answer_to_a_closed_conversation_is_answered_in_its_thread(mailing: Company) -> None:
    mailing.write("I want to talk to a person")
    mailing.work()
    [ref] = mailing.conversations
    desk = DeskPorts(store=mailing.world.store, clock=mailing.world.clock, ids=mailing.world.ids)
    handoff = take_over(mailing.world.handoff(ref).id, staff(), desk)
    close_conversation(handoff.id, staff(), desk)

    mailing.answer(mailing.inbox[0], "How long does a refund take?")
    mailing.work()

    assert mailing.conversations == [ref]
    assert ANSWER in _text(mailing.inbox[-1])


@pytest.mark.slow
def test_a_mailbox_that_cannot_be_read_says_so(mailing: Company) -> None:
    place = MailboxPlace(
        host="127.0.0.1",
        port=mailing.post.imap_port,
        security="none",
        username="x",
        password="wrong",
        folder="INBOX",
        address=OWN,
        most_bytes=1,
    )

    with pytest.raises(Unavailable, match="cannot be read"):
        ImapMailbox(place).newest()


@pytest.mark.slow
def test_hostile_headers_become_one_line_each(mailing: Company) -> None:
    raw = a_mail("How long does a refund take?", From=f"Anna <{mailing.anna}>", To=mailing.own)
    evil = raw.replace(
        b"Subject: Refund",
        b"Subject: =?utf-8?q?Hi=0D=0ABcc=3A_victim=40example.com?=",
    ).replace(b"<one@example.org>", b"<one@example.org>\r\nReferences: <a\r\n b>")
    mailing.post.put(mailing.own, evil)

    mailing.work()

    [reply] = mailing.inbox
    assert reply["Bcc"] is None
    assert "Bcc: victim@example.com" in str(reply["Subject"])


_SETTINGS = """
[channels]
company = "Shop"
[channels.email]
address = "{own}"
marks_address = true
[channels.email.imap]
port = {imap}
security = "none"
username = "{own}"
[channels.email.smtp]
port = {smtp}
security = "none"
"""


@pytest.mark.slow
def test_a_project_that_names_a_mailbox_answers_mail(tmp_path: Path, servers: Post) -> None:
    own, anna = "project@shop.example", "customer@example.org"
    settings = _SETTINGS.format(own=own, imap=servers.imap_port, smtp=servers.smtp_port)
    (tmp_path / "handrail.toml").write_text(settings)
    environment = {"HANDRAIL_CHANNELS__EMAIL__IMAP__PASSWORD": PASSWORD}
    app = App(tmp_path, load_settings(tmp_path, environment))
    assert use_channels_once(app, print) == 0
    servers.put(own, a_mail("I want to talk to a person", From=anna, To=own))

    assert use_channels_once(app, print) == 0

    [reply] = servers.mails(anna)
    app.close()
    assert "person" in _text(reply)
    assert str(reply["Reply-To"]).startswith("project+")
    assert str(reply["From"]) == f"Shop <{own}>"
