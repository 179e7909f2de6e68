from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handrail.desk_app import handing_of
from handrail.domain.decision.model import HandOffReason
from handrail.domain.handoff.hours import is_open
from handrail.domain.handoff.model import Priority
from handrail.flow.desk_ports import Handing
from handrail.kernel.errors import BadSettings
from handrail.settings import Settings, load_settings

WHOLE = """\
[handoff]
mode = "suggest"
first_response_minutes = 30
skills = {kim = ["billing"]}

[handoff.hours]
timezone = "America/New_York"
saturday = ["22:00-02:00"]
holidays = ["2026-12-25"]

[[handoff.queues]]
name = "billing"
words = ["refund*"]
reasons = ["tool_failure"]
languages = ["DE"]
priority = "high"
skills = ["billing"]

[answers.topics.money]
words = ["refund*"]
max_wrong = 0.01
mode = "suggest"
"""


def loaded(folder: Path, text: str) -> Settings:
    (folder / "handrail.toml").write_text(text, encoding="utf-8")
    return load_settings(folder, {})


def handing(folder: Path, text: str) -> Handing:
    settings = loaded(folder, text)
    drafted = settings.answers.drafted_topics()
    return handing_of(settings.handoff, drafts_on={"shop": False}, drafted_topics=drafted)


def test_everything_that_is_said_of_handoffs_is_heard(tmp_path: Path) -> None:
    made = handing(tmp_path, WHOLE)

    [queue] = made.queues
    assert (queue.name, queue.words, queue.priority) == ("billing", ("refund*",), Priority.HIGH)
    assert queue.reasons == {HandOffReason.TOOL_FAILURE}
    assert queue.languages == {"de"}
    assert made.skills == {"kim": queue.skills}
    assert made.first_response == timedelta(minutes=30)
    assert made.place == "New York"
    assert made.drafts_everywhere
    assert made.drafts_on == {"shop": False}
    assert [topic.name for topic in made.drafted_topics] == ["money"]
    assert made.hours is not None
    for at, is_there in {
        datetime(2026, 11, 23, 14, 0, tzinfo=UTC): True,
        datetime(2026, 11, 23, 13, 59, tzinfo=UTC): False,
        datetime(2026, 11, 29, 5, 0, tzinfo=UTC): True,
        datetime(2026, 12, 25, 15, 0, tzinfo=UTC): False,
    }.items():
        assert is_open(made.hours, at) is is_there


def test_where_nothing_is_said_one_queue_takes_everything_and_nothing_is_promised(
    tmp_path: Path,
) -> None:
    settings = loaded(tmp_path, "")

    made = handing_of(settings.handoff, drafts_on={}, drafted_topics=())

    assert made == Handing()
    assert settings.handoff.most_turns_without_progress == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[handoff.hours]\ntimezone = "Mars/Olympus"', "handoff.hours.timezone"),
        ('[handoff.hours]\nmonday = ["9-5"]', "handoff.hours.monday"),
        ('[handoff.hours]\nmonday = ["09:00-09:00"]', "is empty"),
        ('[handoff.hours]\nholidays = ["soon"]', "handoff.hours.holidays"),
        ('[handoff]\nmode = "silent"', "handoff.mode"),
        ('[[handoff.queues]]\nname = "a"\n[[handoff.queues]]\nname = "a"', "two queues"),
        ('[[handoff.queues]]\nname = "a"\nreasons = ["boredom"]', "handoff.queues"),
        ("[handoff]\nfirst_response_minutes = 0", "handoff.first_response_minutes"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(tmp_path: Path, text: str, names: str) -> None:
    with pytest.raises(BadSettings) as refused:
        loaded(tmp_path, text)

    assert names in str(refused.value)


def test_saved_replies_are_heard_and_two_of_one_name_and_language_are_not(tmp_path: Path) -> None:
    said = '[[handoff.saved_replies]]\nname = "Hi"\ntext = "Hello"\ntopic = "billing"\n'

    [reply] = handing(tmp_path, said).replies

    assert (reply.name, reply.text, reply.topic, reply.locale) == ("Hi", "Hello", "billing", None)
    assert len(handing(tmp_path, said + said + 'locale = "de"\n').replies) == 2
    with pytest.raises(BadSettings, match="two saved replies are called"):
        loaded(tmp_path, said + said)
