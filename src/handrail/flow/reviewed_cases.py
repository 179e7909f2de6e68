"""What reviewers found, as cases to measure on: for retrieval, for answers and for calibration.

Made of the records when they are asked for, and kept nowhere: a customer who is erased is in no
case any more. What leaves the project has its personal data masked, and that it left is noted.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from handrail.domain.actions.model import StaffSession
from handrail.domain.conversation.personal_data import KnownPerson
from handrail.domain.decision.labelled import LabelledQuestion
from handrail.domain.quality.review import ReviewedCase
from handrail.flow.evaluate_retrieval import WantedArticles
from handrail.flow.masking import PersonalDataFinder, masked_texts
from handrail.flow.review_ports import ReviewPorts
from handrail.flow.review_turn import require_reviewer
from handrail.flow.staff_entry import staff_entry

MOST_CASES = 5_000
REVIEWED = Path("reviews")
"""Named in the place of a file, where a case comes from none."""
Row = Mapping[str, object]
KINDS = ("retrieval", "answers", "calibration")


def reviewed_cases(ports: ReviewPorts, most: int = MOST_CASES) -> tuple[ReviewedCase, ...]:
    """Return the newest turns with a verdict that counts, oldest first."""
    with ports.store.reading() as reading:
        return reading.cases(most)


def as_wanted(cases: Sequence[ReviewedCase]) -> tuple[WantedArticles, ...]:
    """Return what retrieval is measured on: a question and the articles that answer it."""
    return tuple(
        WantedArticles(
            question=case.record.searched or case.record.question,
            articles=case.right_articles,
            file=REVIEWED,
            line=number,
        )
        for number, case in enumerate(cases, start=1)
        if case.right_articles
    )


def as_labelled(cases: Sequence[ReviewedCase]) -> tuple[LabelledQuestion, ...]:
    """Return what answers are measured on: the right articles, or that nothing is to be said."""
    return tuple(
        LabelledQuestion(
            question=case.record.question,
            answerable=not case.must_abstain,
            articles=case.right_articles,
            history=case.history,
            never=case.never,
            line=number,
        )
        for number, case in enumerate(cases, start=1)
        if case.tells_of_answers
    )


def export_cases(
    kind: str, staff: StaffSession, finder: PersonalDataFinder, ports: ReviewPorts
) -> tuple[Row, ...]:
    """Return cases as lines of a data set, without personal data; raises Forbidden."""
    require_reviewer(staff)
    rows = tuple(_rows(kind, reviewed_cases(ports)))
    entry = staff_entry(
        "reviews.exported", "reviews", staff, ports.clock, {"kind": kind, "cases": len(rows)}
    )
    with ports.store.reviewing() as tx:
        tx.note(entry)
    return tuple(_masked(row, finder) for row in rows)


def _rows(kind: str, cases: Sequence[ReviewedCase]) -> Iterator[Row]:
    if kind == "retrieval":
        for wanted in as_wanted(cases):
            yield {"question": wanted.question, "articles": list(wanted.articles)}
        return
    for case in cases:
        if not case.tells_of_answers:
            continue
        row: dict[str, object] = {
            "question": case.record.question,
            "answerable": not case.must_abstain,
            "articles": list(case.right_articles),
            "history": list(case.history),
        }
        if kind == "calibration":
            confidence = case.record.confidence
            row["was_right"] = case.is_right
            row["confidence"] = None if confidence is None else confidence.value
        else:
            row["never"] = list(case.never)
            row["right_answer"] = case.review.answer
        yield row


def _masked(row: Row, finder: PersonalDataFinder) -> Row:
    """Mask every text of a row in one call, so that a value has one placeholder in all of it."""
    texts = {
        f"{name}.{place}": text
        for name, value in row.items()
        if name != "articles"
        for place, text in enumerate([value] if isinstance(value, str) else _texts(value))
    }
    masked, _ = masked_texts(texts, finder, KnownPerson())
    found: dict[str, object] = {}
    for name, value in row.items():
        if name == "articles" or not isinstance(value, str | list):
            found[name] = value
        elif isinstance(value, str):
            found[name] = masked[f"{name}.0"]
        else:
            found[name] = [masked[f"{name}.{place}"] for place in range(len(value))]
    return found


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
