"""Other settings are written down when a process starts with them, and no value of theirs is."""

import pytest

from handrail.flow.note_settings import note_settings
from handrail.flow.ports import Store
from tests.fakes import FakeStore, FixedClock


@pytest.fixture
def store() -> Store:
    return FakeStore()


def test_the_first_start_and_every_change_are_written_down(store: Store) -> None:
    clock = FixedClock()

    first = note_settings({"serve": "a", "answers": "b"}, store, clock)
    same = note_settings({"serve": "a", "answers": "b"}, store, clock)
    other = note_settings({"serve": "a", "answers": "c", "policies": "d"}, store, clock)
    fewer = note_settings({"serve": "a", "answers": "c"}, store, clock)

    assert first == ("answers", "serve")
    assert same == ()
    assert other == ("answers", "policies")
    assert fewer == ("policies",)
    with store.read() as reading:
        kinds = [entry.kind for _, entry in reading.audit_entries()]
    assert kinds == ["settings.changed"] * 3


def test_no_value_of_a_setting_reaches_the_log(store: Store) -> None:
    note_settings({"identity": "a very secret secret"}, store, FixedClock())

    with store.read() as reading:
        assert "secret secret" not in str(reading.audit_entries())
