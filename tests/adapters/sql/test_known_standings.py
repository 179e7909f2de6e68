from handrail.adapters.sql.known_standings import KnownStandings
from handrail.domain.knowledge.model import PassageId

ONE = PassageId("one")


def test_what_is_known_of_one_state_is_kept_until_another_is_read() -> None:
    known = KnownStandings()
    first = known.under("first")
    first[ONE] = None

    assert known.under("first") == {ONE: None}
    assert known.under("second") == {}
    assert known.under("first") == {}


def test_who_still_reads_an_older_state_adds_nothing_to_the_newer_one() -> None:
    known = KnownStandings()
    older = known.under("older")
    newer = known.under("newer")

    older[ONE] = None

    assert newer == {}
    assert known.under("newer") == {}


def test_more_than_is_worth_its_memory_is_not_remembered() -> None:
    known = KnownStandings()
    many = known.under("state")
    many.update({PassageId(str(number)): None for number in range(50_001)})

    assert known.under("state") == {}
