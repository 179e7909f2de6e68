"""A database restored from an older backup repeats nothing: the worker stops, and says why."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.app import open_app
from handrail.domain.actions.model import ActionState
from handrail.domain.decision.model import ActionRuled
from tests.acting_shop import Shop, acting_shop
from tests.order_system import SMALL_ORDER


@pytest.fixture
def shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Shop]:
    with acting_shop(tmp_path, capsys) as made:
        yield made


def works_once(project: Path) -> tuple[int, list[str]]:
    command = (sys.executable, "-m", "handrail", "worker", "--once", "--project", str(project))
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return ended.returncode, (ended.stdout + ended.stderr).splitlines()


@pytest.mark.slow
def test_what_was_done_after_a_backup_is_not_done_again_once_it_is_restored(shop: Shop) -> None:
    asked = shop.says(f"Please send me the invoice for order {SMALL_ORDER} again")
    assert isinstance(asked.outcome, ActionRuled)
    shop.app.close()
    database, backup = shop.project / ".handrail/handrail.db", shop.project / "backup.db"
    shutil.copy(database, backup)
    first, _ = works_once(shop.project)
    done = [effect.action for effect in shop.orders.effects()]

    for end in ("-wal", "-shm"):
        Path(f"{database}{end}").unlink(missing_ok=True)
    shutil.copy(backup, database)
    again, said = works_once(shop.project)
    shop.app = open_app(shop.project)
    assert (first, done) == (0, ["resend_invoice"])
    assert [effect.action for effect in shop.orders.effects()] == done
    assert again == 1
    assert len([line for line in said if line.startswith("No action is carried out: ")]) == 1
    assert shop.action(asked.outcome.action).state is ActionState.APPROVED
