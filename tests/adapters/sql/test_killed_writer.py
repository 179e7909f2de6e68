"""A writer that is killed at any moment keeps what it acknowledged and leaves nothing by halves."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.domain.conversation.model import ConversationId
from tests.builders import a_conversation, an_entry

ROOT = Path(__file__).parents[3]

WRITE_FOR_EVER = """
import sys
from dataclasses import replace
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from tests.builders import a_conversation, a_record, an_entry, an_inbound
store = open_store(sys.argv[1], upgrade)
held = a_conversation()
with store.write() as writing:
    writing.open_conversation(held, an_entry())
while True:
    with store.write() as writing:
        writing.save_turn(held, an_inbound(), a_record(f"rec_{held.version}"), an_entry())
    held = replace(held, version=held.version + 1)
    print(held.version, flush=True)
"""


@pytest.mark.parametrize("turns", [1, 7, 40])
def test_what_was_acknowledged_before_a_kill_is_kept_whole(database_url: str, turns: int) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-B", "-c", WRITE_FOR_EVER, database_url],
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    for _ in range(turns):
        writer.stdout.readline()
    writer.send_signal(signal.SIGKILL)
    acknowledged = turns + len(writer.communicate()[0].splitlines())

    store = open_store(database_url, upgrade)
    with store.read() as reading:
        held = reading.conversation(ConversationId("conv_1"))
        entries = reading.audit_entries()
        newest = reading.latest_record(ConversationId("conv_1"))
    with store.write() as writing:  # its turn was not taken along
        writing.open_conversation(a_conversation("conv_2"), an_entry())
    store.close()

    assert held is not None
    assert newest is not None
    assert acknowledged <= held.version <= acknowledged + 1
    assert len(held.messages) == 2 * held.version
    assert len(entries) == 1 + held.version
    assert newest.id == f"rec_{held.version - 1}"
