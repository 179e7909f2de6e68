"""Reviews and ranks are kept alike by both databases; what was written of somebody is sealed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.reviews import SqlReviews
from handrail.adapters.sql.risks import SqlRisks
from handrail.adapters.sql.served_answers import SqlServedAnswers
from handrail.adapters.sql.store import SqlStore, open_store
from handrail.adapters.vault.encryption import KeyedCipher, keys_in_file
from handrail.domain.conversation.model import ConversationId
from handrail.domain.decision.model import RecordId
from handrail.domain.quality.review import Cause, ReviewId, TurnReview, Verdict
from handrail.flow.rank_worst import rank_worst
from handrail.flow.review_ports import Asking, RankPorts
from tests.builders import NOON, REFUNDS, a_conversation, a_record, an_entry, an_inbound
from tests.fakes import FixedClock

SECRET = "Byron is allergic to rosin"


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, cipher: KeyedCipher) -> Iterator[SqlStore]:
    url = request.getfixturevalue(f"{request.param}_url")
    opened = open_store(url, upgrade, cipher=lambda: cipher)
    for name, customer in (("conv_1", "ada"), ("conv_2", None)):
        conversation = a_conversation(name, customer=customer)
        record = a_record(f"rec_{name}", conversation=conversation.id)
        with opened.write() as writing:
            writing.open_conversation(conversation, an_entry())
            writing.save_turn(conversation, an_inbound(SECRET), record, an_entry())
    yield opened
    opened.close()


def ranked(store: SqlStore) -> int:
    clock = FixedClock(NOON + timedelta(hours=1))
    return rank_worst(RankPorts(store=SqlRisks(store), clock=clock, asked_again=lambda one: one))


def a_review(number: int = 1, reviewer: str = "staff:lee", **changes: object) -> TurnReview:
    return TurnReview(
        id=ReviewId(f"rev_{number}"),
        record=RecordId("rec_conv_1"),
        conversation=ConversationId("conv_1"),
        reviewer=reviewer,
        at=NOON + timedelta(minutes=number),
        verdict=Verdict.WRONG,
        cause=Cause.STALE,
        articles=(REFUNDS,),
        answer=SECRET,
        note=f"{SECRET}!",
        **changes,  # type: ignore[arg-type]  # its own fields
    )


def keep(store: SqlStore, review: TurnReview) -> None:
    with SqlReviews(store).reviewing() as tx:
        tx.keep_review(review, an_entry("turn.reviewed"))


def test_without_one_customers_key_the_turns_of_all_others_are_ranked_and_read(
    store: SqlStore, tmp_path: Path
) -> None:
    keep(store, a_review())
    other = RecordId("rec_conv_2"), ConversationId("conv_2")
    keep(store, replace(a_review(2), record=other[0], conversation=other[1]))
    lost = KeyedCipher(keys_in_file(tmp_path / "lost.key"))
    store.cipher = lambda: lost

    passes = [ranked(store), ranked(store)]

    with SqlReviews(store).reading() as reading:
        cases = reading.cases(10)
    with SqlServedAnswers(store).serving() as reading_served:
        records = [reading_served.record_of(ref) for ref in (a_review().record, other[0])]
    assert passes == [1, 0]
    assert [case.record.id for case in cases] == ["rec_conv_2"]
    assert [None if one is None else one.id for one in records] == [None, "rec_conv_2"]


def test_turns_are_ranked_and_leave_the_queue_when_they_were_read(store: SqlStore) -> None:
    passes = [ranked(store), ranked(store)]
    keep(store, a_review())

    with SqlReviews(store).reading() as reading:
        left = reading.queue(Asking(since=NOON))
        read = reading.queue(Asking(since=NOON, reviewed=True))
        covered = reading.covered(NOON)

    assert passes == [2, 0]
    assert [one.risk.record for one in left] == ["rec_conv_2"]
    assert [(one.risk.record, one.verdicts) for one in read] == [("rec_conv_1", ("wrong",))]
    assert (covered.turns, covered.read, covered.worst) == (2, 1, 1)


def test_what_a_reviewer_wrote_is_sealed_with_the_customers_key(store: SqlStore) -> None:
    keep(store, a_review())

    with store.reading_connection() as connection:
        row = connection.execute(text("SELECT answer, note FROM reviews")).one()
    with SqlReviews(store).reading() as reading:
        (found,) = reading.reviews_of(RecordId("rec_conv_1"))

    assert "Byron" not in f"{row.answer}{row.note}"
    assert (found.answer, found.note) == (SECRET, f"{SECRET}!")


def test_a_case_is_the_verdict_that_counts_and_is_mended_once(store: SqlStore) -> None:
    keep(store, a_review())
    keep(store, a_review(2, "staff:ada"))
    first, second = NOON + timedelta(days=1), NOON + timedelta(days=2)

    for at in (first, second):
        with SqlReviews(store).reviewing() as tx:
            tx.note_mended([RecordId("rec_conv_1")], at, an_entry("turn.mended"))

    with SqlReviews(store).reading() as reading:
        (case,) = reading.cases(10)
        covered = reading.covered(NOON)
    assert (case.review.id, case.review.mended_at) == ("rev_2", first)
    assert covered.readings == (("wrong", "wrong"),)
