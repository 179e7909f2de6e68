"""One wrong answer of the sample shop, from the queue to the replay that keeps it from returning.

Read this to learn what a verdict leads to.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.app import App
from handrail.domain.conversation.model import InboundMessage
from handrail.domain.decision.calibration import Threshold
from handrail.domain.decision.model import Answer, TurnRecord
from handrail.domain.knowledge.health.model import FindingId, FindingState, KeptFinding
from handrail.flow.check_knowledge import check_what_changed
from handrail.flow.handle_message import handle_message
from handrail.flow.sync_knowledge import sync_knowledge
from handrail.sample.project import HELP
from tests.builders import a_calibration, an_entry
from tests.projects import close_every_project, opened, unwatched
from tests.reviewing import Terminal, at_a_terminal, places

FOLDERS = ("returns", "shipping")
EXCHANGES = "help/returns/exchanges.md"
TRUE, STALE = "We reserve the new item for 10 days", "We reserve the new item for 21 days"
ASKED = "For how many days do you reserve the new item of an exchange?"
OTHERS = (
    "Do I need a printer for the return label?",
    "How long does checking a returned instrument take?",
    "Can I exchange strings of the wrong gauge?",
)
SETTINGS = '[[knowledge.sources]]\nname = "help"\nkind = "folder"\npath = "help"\n'


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[App]:
    for folder in FOLDERS:
        shutil.copytree(HELP / folder, tmp_path / "help" / folder)
    (tmp_path / "handrail.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "candidate.toml").write_text("[answers]\nmax_wrong = 0.05\n", encoding="utf-8")
    app = opened(tmp_path)
    edit(app, TRUE, STALE)
    threshold = Threshold(value=0.2, answered=200, wrong=2, upper_bound=0.03)
    made = a_calibration(threshold=threshold, by_topic={}, bound_to=dict(app.bound_to))
    with app.store.write() as writing:
        writing.save_calibration(made, an_entry("calibration.made"))
    yield app
    close_every_project()


def edit(app: App, old: str, new: str) -> None:
    """Edit the article on exchanges, and let the worker sync and check what changed."""
    place = app.project / EXCHANGES
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new), encoding="utf-8")
    sync_knowledge(app.sync_ports(), None, unwatched)
    check_what_changed(app.health.ports)


def say(app: App, text: str, conversation: TurnRecord | None = None) -> TurnRecord:
    ref = None if conversation is None else conversation.conversation
    return handle_message(InboundMessage(conversation=ref, text=text), app.message_ports())


def finding(app: App, ref: str) -> KeptFinding:
    with app.store.read() as reading:
        held = reading.finding(FindingId(ref))
    assert held is not None
    return held


def replayed(lee: Terminal) -> tuple[int, str]:
    return lee.run("replay", "--with", str(lee.app.project / "candidate.toml"), "--most", "20")


@pytest.mark.slow
def test_a_wrong_answer_travels_from_the_queue_to_the_replay_that_stops_it(
    shop: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lee = at_a_terminal(shop, monkeypatch, capsys)
    others = [say(shop, text) for text in OTHERS]
    good = [one for one in others if isinstance(one.outcome, Answer)]
    wrong = say(shop, ASKED)
    assert isinstance(wrong.outcome, Answer)
    assert "21 days" in wrong.reply
    say(shop, "no, that is wrong, the mail says something else", wrong)

    # The queue shows it near the top, and why.
    queue = lee.json("review", "list")
    place = places(queue["turns"]).index(wrong.id)
    assert place < 2
    assert "The customer said that it was wrong or no help." in queue["turns"][place]["reasons"]
    assert lee.json("review", "show", wrong.id)["reply"] == wrong.reply

    # A lead finds it wrong: the article is out of date, and its owner gets a task.
    verdict = lee.json(
        *("review", "verdict", wrong.id, "wrong", "--cause", "stale", "--article", EXCHANGES),
        *("--answer", "The new item is reserved for 10 days."),
    )
    lee.json("review", "verdict", good[0].id, "right")
    task = finding(shop, verdict["finding"])
    assert (task.state, task.owner) == (FindingState.ACCEPTED, "returns-team")
    assert task.finding.articles == (EXCHANGES,)

    # It is a case for retrieval and for answers, and calibration data.
    assert exported(lee, "retrieval") == [
        {"question": wrong.searched, "articles": [EXCHANGES]},
        {"question": good[0].searched, "articles": list(cited(good[0]))},
    ]
    answer, right = exported(lee, "answers")
    assert (answer["question"], answer["right_answer"]) == (
        ASKED,
        "The new item is reserved for 10 days.",
    )
    assert "21 days" in str(answer["never"])
    assert (right["never"], right["answerable"]) == ([], True)
    assert [row["was_right"] for row in exported(lee, "calibration")] == [False, True]
    assert lee.json("eval", "retrieval")["recall@5"]["n"] == 2
    assert lee.json("eval", "answers")["wrong_answer_rate"]["value"] == 0.5

    # While nothing is mended, a replay is not to blame for it.
    assert replayed(lee)[0] == 0

    # The article is put right: the next check closes the task and notes the mend.
    edit(shop, STALE, TRUE)
    assert finding(shop, verdict["finding"]).state is FindingState.FIXED
    (mended,) = lee.json("review", "show", wrong.id)["reviews"]
    assert mended["mended_at"] is not None
    assert lee.json("eval", "answers")["wrong_answer_rate"]["value"] == 0.0
    assert replayed(lee)[0] == 0

    # The mend is taken back: the task is open again, and the next replay fails.
    edit(shop, TRUE, STALE)
    status, told = replayed(lee)
    assert status == 1
    assert "what a reviewer found wrong, and was mended, is said again" in told
    assert finding(shop, verdict["finding"]).state is FindingState.OPEN


def cited(record: TurnRecord) -> tuple[str, ...]:
    assert isinstance(record.outcome, Answer)
    return tuple(dict.fromkeys(c.article for one in record.outcome.claims for c in one.citations))


def exported(lee: Terminal, kind: str) -> list[dict[str, object]]:
    file = lee.app.project / f"{kind}.jsonl"
    assert lee.run("review", "export", kind, str(file))[0] == 0
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
