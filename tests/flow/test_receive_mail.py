"""Mail that comes in is one message once, proves nothing, and two machines never go on for ever."""

from dataclasses import dataclass, field
from email import message_from_bytes

import pytest

from handrail.adapters.channels.email_reading import hear_mail
from handrail.adapters.channels.smtp import SmtpPlace, SmtpPostman
from handrail.domain.decision.model import HandOff, TurnRecord
from handrail.flow.deliver import deliver_all
from handrail.flow.delivery import MAIL_KINDS, DeliveryState
from handrail.flow.mail_ports import FetchedMail, IgnoredMail, Looked, Mailbox
from handrail.flow.parcels import Letter
from handrail.flow.receive_mail import MailPorts, receive_mail
from handrail.kernel.errors import Conflict, StorageUnavailable
from tests.channel_world import ChannelWorld, KeptParcels
from tests.fakes import FixedClock
from tests.letters_in import ANNA, OWN, a_mail


@dataclass
class KeptMails:
    """Hold mails as a mailbox does."""

    mails: list[bytes] = field(default_factory=list)
    validity: int = 1

    def newest(self) -> tuple[int, int]:
        return self.validity, len(self.mails)

    def after(self, box: Mailbox, limit: int = 20) -> Looked:
        start = box.uid if box.validity == self.validity else 0
        new = list(enumerate(self.mails, start=1))[start : start + limit]
        mails = tuple(FetchedMail(uid=uid, heard=hear_mail(raw, OWN)) for uid, raw in new)
        return Looked(validity=self.validity, mails=mails)


class Mailing:
    """Hold a company that answers mail, without a network."""

    def __init__(self, world: ChannelWorld) -> None:
        self.world = world
        self.box = KeptMails()
        self.post = KeptParcels(MAIL_KINDS)
        self.ports = MailPorts(
            store=world.channels, source=self.box, messages=world.messages, most_an_hour=5
        )
        receive_mail(self.ports)

    def work(self) -> None:
        """Look into the mailbox and deliver."""
        while receive_mail(self.ports):
            pass
        deliver_all(self.world.delivering({"email": self.post}))

    @property
    def letters(self) -> list[Letter]:
        """Return what was mailed."""
        return [parcel for parcel, _ in self.post.sent if isinstance(parcel, Letter)]


@pytest.fixture
def mailing(world: ChannelWorld) -> Mailing:
    return Mailing(world)


def _bytes_of(letter: Letter) -> bytes:
    place = SmtpPlace(
        host="127.0.0.1",
        port=25,
        security="none",
        username=None,
        password=None,
        address=OWN,
        company="Shop",
        marks_address=False,
    )
    return SmtpPostman(place, FixedClock())._mail(letter).as_bytes()


def test_an_address_proves_nothing_so_nothing_can_be_done_for_it(mailing: Mailing) -> None:
    mailing.box.mails.append(a_mail("How long does a refund take?"))
    mailing.work()

    with mailing.world.store.read() as reading:
        [held] = [d.conversation for d in mailing.world.deliveries()]
        assert reading.session_of(held) is None
    assert mailing.world.conversation(held).customer == f"mailto:{ANNA}"
    assert mailing.world.conversation(held).token_digest is None


def test_whoever_ends_between_noting_and_answering_leaves_one_message(mailing: Mailing) -> None:
    mailing.box.mails.append(a_mail("How long does a refund take?"))
    mailing.world.search.fault = StorageUnavailable("gone")
    with pytest.raises(StorageUnavailable):
        receive_mail(mailing.ports)
    mailing.world.search.fault = None

    mailing.work()
    mailing.work()

    assert len(mailing.letters) == 1
    assert len(mailing.world.entries("conversation.opened")) == 1


def test_a_mail_that_comes_while_others_speak_is_tried_again(mailing: Mailing) -> None:
    mailing.box.mails.append(a_mail("How long does a refund take?"))
    mailing.world.search.fault = Conflict("moved on")
    with pytest.raises(Conflict):
        receive_mail(mailing.ports)
    assert len(mailing.world.search.scopes) == 3
    mailing.world.search.fault = None

    mailing.work()

    assert len(mailing.letters) == 1


def test_numbers_that_are_given_out_anew_bring_no_mail_twice(mailing: Mailing) -> None:
    mailing.box.mails.append(a_mail("How long does a refund take?"))
    mailing.work()
    mailing.box.validity = 2
    mailing.box.mails.append(a_mail("And to which card?", Message_ID="<two@example.org>"))

    mailing.work()

    assert len(mailing.letters) == 2


def test_a_mail_that_cannot_be_read_holds_up_no_other(mailing: Mailing) -> None:
    mailing.box.mails += [a_mail("\x07\x08 \x01"), a_mail("refund?", Message_ID="<b@example.org>")]

    mailing.work()

    assert "mail.ignored" in mailing.world.entries("mail.")
    assert len(mailing.letters) == 1


def test_a_machine_that_keeps_the_rules_is_answered_once_and_never_again(
    mailing: Mailing,
) -> None:
    mailing.box.mails.append(a_mail("How long does a refund take?"))
    mailing.work()
    [letter] = mailing.letters
    theirs = message_from_bytes(_bytes_of(letter))

    assert theirs["Auto-Submitted"] == "auto-replied"  # a machine that keeps the rules stops here
    mailing.box.mails.append(
        a_mail("I am away.", Auto_Submitted="auto-replied", Message_ID="<away@example.org>")
    )
    mailing.work()
    assert len(mailing.letters) == 1


def test_a_machine_that_answers_everything_in_the_thread_comes_to_an_end(
    mailing: Mailing,
) -> None:
    answered = 0
    mailing.box.mails.append(a_mail("How long does a refund take?"))
    for number in range(60):
        mailing.work()
        if len(mailing.letters) == answered:
            break
        answered = len(mailing.letters)
        last = mailing.letters[-1]
        mailing.box.mails.append(
            a_mail(
                f"Thank you for your refund mail {number}.",
                Message_ID=f"<bot{number}@example.org>",
                Subject=f"Re: {last.subject} [#{last.token}]",
                In_Reply_To=f"<{last.ref}@shop.example>",
            )
        )

    assert answered <= 6, "after the cap a person has it, and the assistant is silent"
    assert any(isinstance(r.outcome, HandOff) for r in _records(mailing))


def test_a_machine_that_begins_a_thread_with_every_mail_comes_to_an_end(
    mailing: Mailing,
) -> None:
    for number in range(14):
        mailing.box.mails.append(
            a_mail("Your refund ticket was opened.", Message_ID=f"<new{number}@example.org>")
        )
        mailing.work()

    assert len(mailing.letters) == 2 * 5
    assert mailing.world.entries("mail.").count("mail.ignored") == 14 - 2 * 5


def test_two_of_us_that_write_to_each_other_stop(mailing: Mailing) -> None:
    """The known loop of two bots: our own mails say that a machine wrote them."""
    mailing.box.mails.append(a_mail("How long does a refund take?"))
    mailing.work()

    for raw in [_bytes_of(letter) for letter in mailing.letters]:
        heard = hear_mail(raw, ANNA)  # by the other one, at Anna's address

        assert isinstance(heard, IgnoredMail)
    assert len(mailing.letters) == 1


def test_a_letter_of_an_erased_customer_is_needless(mailing: Mailing) -> None:
    mailing.box.mails.append(a_mail("How long does a refund take?"))
    while receive_mail(mailing.ports):
        pass
    with mailing.world.store.write() as writing:
        writing._connection.exec_driver_sql("UPDATE persons SET key = NULL, lookup = NULL")

    deliver_all(mailing.world.delivering({"email": mailing.post}))

    assert mailing.letters == []
    assert {d.state for d in mailing.world.deliveries()} == {DeliveryState.NEEDLESS}


def _records(mailing: Mailing) -> list[TurnRecord]:
    with mailing.world.store.read() as reading:
        refs = {d.conversation for d in mailing.world.deliveries()}
        return [r for ref in refs for r in reading.records_of(ref)]
