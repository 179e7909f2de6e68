"""`handrail chat` shows claims as they are told."""

import io

import pytest

from handrail.cli.chat import Talk, converse
from handrail.domain.conversation.model import InboundMessage
from tests.flow.desk import Desk
from tests.flow.writers import ScriptedWriter, calibrated, gives_models

QUOTE = "A refund takes 5 days to reach your bank."


def test_each_claim_is_printed_before_the_next_is_written_and_none_twice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk()
    calibrated(desk, "scripted-1", 0.0)
    desk.knows("help/refunds.md", "Refunds", f"{QUOTE} Ask for a refund within 30 days.")
    printed: list[str] = []
    said = [
        ("It takes 5 days.", QUOTE),
        ("Ask within 30 days.", "Ask for a refund within 30 days."),
    ]
    writer = ScriptedWriter([said], before_each=lambda: printed.append(capsys.readouterr().out))
    gives_models(desk, writer)
    monkeypatch.setattr("sys.stdin", io.StringIO("How long does a refund take?\n\n"))

    converse(Talk(opening=InboundMessage(conversation=None, text=""), ports=desk.ports))

    rest = capsys.readouterr().out
    assert "It takes 5 days." in printed[1]
    assert "Ask within 30 days." not in printed[1]
    assert "It takes 5 days." not in rest
    assert "Source:" in rest
