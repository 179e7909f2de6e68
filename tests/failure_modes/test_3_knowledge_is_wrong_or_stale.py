"""The knowledge base is wrong or stale. "That is last year's policy."

The guard: retired and edited text is never served.
"""

from pathlib import Path

import pytest

from handrail.domain.retrieval.model import PUBLIC
from handrail.flow.explain_record import explain_record
from handrail.kernel.errors import Unavailable
from handrail.kernel.failpoints import failpoints_from
from tests.projects import asked, found, opened, synced

pytestmark = pytest.mark.xdist_group("sample")

QUESTION = "What does tuning a harpsichord cost?"
LAST_YEAR = "# Tuning\n\nTuning a harpsichord costs 80 euros.\n"
THIS_YEAR = "# Tuning\n\nTuning a harpsichord costs 95 euros.\n"


@pytest.fixture
def tuning(project: Path) -> Path:
    """Return the file of an article that is served."""
    article = project / "help/tuning.md"
    article.write_text(LAST_YEAR)
    synced(project)
    return article


def test_an_edit_is_all_that_customers_hear_once_it_is_synced(project: Path, tuning: Path) -> None:
    running = opened(project)
    before = found(running, QUESTION)[0].passage.text
    tuning.write_text(THIS_YEAR)

    synced(project)
    after = found(running, QUESTION)

    assert "80 euros" in before
    assert "95 euros" in after[0].passage.text
    assert not [hit for hit in after if "80 euros" in hit.passage.text]
    assert "80 euros" not in asked(running, QUESTION).reply


def test_a_deleted_article_is_gone_at_once(project: Path, tuning: Path) -> None:
    running = opened(project)
    asked(running, QUESTION)
    tuning.unlink()

    synced(project)
    record = asked(running, QUESTION)

    assert "help/tuning.md" not in [used.article for used in record.evidence]
    assert "80 euros" not in record.reply


def test_the_database_has_the_last_word_where_the_index_is_older(
    project: Path, tuning: Path
) -> None:
    running = opened(project)
    tuning.unlink()
    with pytest.raises(Unavailable):  # the change is committed; the index never hears of it
        synced(project, failpoints_from("sync.after_write=error"))

    offered = running.index.candidates(QUESTION, PUBLIC, 5).items
    record = asked(running, QUESTION)

    assert offered, "the old index still offers the deleted article"
    assert "help/tuning.md" not in [used.article for used in record.evidence]
    assert "80 euros" not in record.reply


def test_an_article_that_was_made_internal_is_not_shown_to_customers_any_more(
    project: Path, tuning: Path
) -> None:
    running = opened(project)
    tuning.write_text(f"---\naudience: internal\n---\n{LAST_YEAR}")

    synced(project)

    assert "help/tuning.md" not in [hit.passage.article for hit in found(running, QUESTION)]
    assert "80 euros" not in asked(running, QUESTION).reply


def test_what_was_said_can_be_shown_after_the_article_has_changed(
    project: Path, tuning: Path
) -> None:
    running = opened(project)
    record = asked(running, QUESTION)
    tuning.write_text(THIS_YEAR)
    synced(project)

    explained = explain_record(record.id, running.store)

    [then] = [e for e in explained.evidence if e.passage.article == "help/tuning.md"]
    assert "80 euros" in then.passage.text
    assert not then.is_still_served
