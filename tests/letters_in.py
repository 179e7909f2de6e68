"""Mails as customers and machines send them."""

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

OWN = "help@shop.example"
ANNA = "anna@example.org"


def a_mail(text: str = "How long does a refund take?", **headers: Any) -> bytes:
    """Build a plain mail; a header that is None is left out."""
    mail = EmailMessage(policy=SMTP)
    said = {
        "From": f"Anna Example <{ANNA}>",
        "To": OWN,
        "Subject": "Refund",
        "Message-ID": "<one@example.org>",
        "Date": "Tue, 03 Mar 2026 10:22:00 +0100",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in said.items():
        if value is not None:
            mail[name] = value
    mail.set_content(text)
    return mail.as_bytes()


def a_bounce(message_id: str, *, action: str = "failed") -> bytes:
    """Build what a mail server sends where a mail cannot be delivered."""
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: help@shop.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <bounce@mx.example>\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nNo such user.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; anna@example.org\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {message_id}\r\n--b--\r\n"
    ).encode()
