"""What the operator's systems answered about one action says nothing of another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.actions.model import Proposal, Switches, Totals
from handrail.domain.decision.basis import RuledThen
from handrail.flow.answer_from_record import ruled_again
from handrail.kernel.errors import NotInRecord
from tests.action_world import World, a_world, signed_in
from tests.builders import NOON
from tests.vault import a_cipher

RESEND = Proposal(name="resend_invoice", arguments={"order": "1001"}, proposed_by="rules")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    store = open_store(f"sqlite:///{tmp_path}/handrail.db", upgrade, cipher=a_cipher)
    yield a_world(store)
    store.close()


def ruled(action: str) -> RuledThen:
    return RuledThen(
        rules="fixed",
        action=action,
        arguments='{"order": "1001"}',
        proposed_by="rules",
        session=signed_in(),
        resource=None,
        facts="{}",
        totals=Totals(),
        switches=Switches(),
        now=NOON,
    )


def test_facts_of_one_action_never_rule_on_another(world: World) -> None:
    assert ruled_again(RESEND, ruled("resend_invoice"), world.ports) is not None

    with pytest.raises(NotInRecord):
        ruled_again(RESEND, ruled("refund"), world.ports)
