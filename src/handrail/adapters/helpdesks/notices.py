"""Notices to the staff in a chat room, over an incoming webhook as Slack has them."""

from handrail.adapters.helpdesks.calling import HttpDesk
from handrail.flow.delivery import NOTICE_KINDS, DeliveryKind
from handrail.flow.parcels import Notice, NotTaken, Parcel, Taken
from handrail.flow.send_digest import Digest


class ChatNotices:
    """Post notices; what they tell of is no secret, and nothing of them is personal."""

    may_double = "a notice, where the reply was lost: incoming webhooks know no repetition"

    def __init__(self, url: str) -> None:
        self._url = url
        self._desk = HttpDesk("", {})

    @property
    def kinds(self) -> frozenset[DeliveryKind]:
        """Return what the staff are told of."""
        return NOTICE_KINDS

    def send(self, parcel: Parcel, *, is_repeated: bool) -> Taken | NotTaken:  # noqa: ARG002 - it cannot be asked
        """Try once."""
        assert isinstance(parcel, Notice)
        link = "" if parcel.link is None else f" <{_escaped(parcel.link)}|Open it>"
        text = f"{_escaped(parcel.text)}{link}"
        reply = self._desk.ask("POST", self._url, json_body={"text": text})
        return reply if isinstance(reply, NotTaken) else Taken()

    def send_digest(self, digest: Digest) -> Taken | NotTaken:
        """Post a digest."""
        link = "" if digest.link is None else f"\n<{_escaped(digest.link)}|Open them>"
        text = f"*{_escaped(digest.subject)}*\n{_escaped(digest.text)}{link}"
        reply = self._desk.ask("POST", self._url, json_body={"text": text})
        return reply if isinstance(reply, NotTaken) else Taken()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
