"""Many chats held open at once: everybody hears, and who does not read loses nothing."""

import asyncio
from pathlib import Path

import pytest

from benchmarks.open_chats import Plan, measured, raise_limit
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from tests.vault import a_cipher
from tests.web.running import running_site

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

_CHATS, _SLOW = 200, 2


def test_two_hundred_hear_and_those_who_stop_reading_lose_nothing(tmp_path: Path) -> None:
    raise_limit(3 * _CHATS + 500)

    with running_site(tmp_path, send_seconds=1.0) as site:
        elsewhere = open_store(f"sqlite:///{tmp_path / 'handrail.db'}", upgrade, cipher=a_cipher)
        plan = Plan(address=site.address, chats=_CHATS, slow=_SLOW, deadline=1.0)
        held = asyncio.run(measured(plan, elsewhere))
        elsewhere.close()

    assert held.cut_off == 0
    assert held.broadcast_p99 < 20  # a word that is lost would never come
    assert (held.let_go, held.lost, held.doubled) == (_SLOW, 0, 0)
