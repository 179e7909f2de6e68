"""What every ledger promises: on SQLite, on PostgreSQL and on the one that tests use."""

from collections.abc import Iterator

import pytest

from handrail.adapters.sql.ledger import SqlLedger
from handrail.adapters.sql.migrate import upgrade
from handrail.adapters.sql.store import open_store
from handrail.adapters.vault.encryption import KeyedCipher
from handrail.flow.budget import Account, Ledger, Spending
from tests.adapters.sql.test_store_races import in_threads
from tests.fakes import FakeLedger

DAY = Account(scope="day", subject="", day="2026-03-02", most_tokens=100_000)
ADA = Account(scope="customer", subject="ada", day="2026-03-02", most_tokens=500)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest, cipher: KeyedCipher) -> Iterator[Ledger]:
    if request.param == "memory":
        yield FakeLedger()
        return
    url = request.getfixturevalue(f"{request.param}_url")
    store = open_store(url, upgrade, cipher=lambda: cipher)
    yield SqlLedger(store)
    store.close()


def tokens(number: int, micros: int = 0) -> Spending:
    return Spending(tokens_in=number, micros=micros)


def test_what_is_left_can_be_spent_to_the_last_token_and_no_further(ledger: Ledger) -> None:
    granted = [ledger.reserve((ADA,), tokens(n)) for n in (300, 201, 200, 1)]

    assert granted == [True, False, True, False]


def test_what_one_account_refuses_is_spent_on_none(ledger: Ledger) -> None:
    ledger.reserve((DAY, ADA), tokens(500))

    refused = ledger.reserve((DAY, ADA), tokens(1))

    assert not refused
    assert ledger.reserve((DAY,), tokens(99_500))


def test_what_was_reserved_and_not_used_can_be_spent_again(ledger: Ledger) -> None:
    ledger.reserve((ADA,), tokens(500))

    ledger.settle((ADA,), tokens(-400))

    assert ledger.reserve((ADA,), tokens(400))
    assert not ledger.reserve((ADA,), tokens(1))


def test_money_has_a_limit_of_its_own(ledger: Ledger) -> None:
    day = Account(scope="day", subject="", day="d", most_tokens=1_000, most_micros=50)

    granted = [ledger.reserve((day,), tokens(1, micros)) for micros in (40, 11, 10)]

    assert granted == [True, False, True]


def test_accounts_of_other_days_and_people_are_kept_apart(ledger: Ledger) -> None:
    ledger.reserve((ADA,), tokens(500))

    tomorrow = Account(scope="customer", subject="ada", day="2026-03-03", most_tokens=500)
    bob = Account(scope="customer", subject="bob", day="2026-03-02", most_tokens=500)

    assert ledger.reserve((tomorrow,), tokens(500))
    assert ledger.reserve((bob,), tokens(500))


def test_more_than_the_whole_budget_is_refused_at_once(ledger: Ledger) -> None:
    assert not ledger.reserve((ADA,), tokens(501))


def test_many_at_the_edge_never_pass_it_and_nobody_gets_an_error(ledger: Ledger) -> None:
    granted: list[bool] = []

    def spend(number: int) -> None:
        mine = Account(scope="conversation", subject=f"c{number}", day="", most_tokens=1_000)
        granted.extend(ledger.reserve((DAY, mine), tokens(200)) for _ in range(25))

    errors = in_threads(40, spend)

    assert errors == []
    assert len(granted) == 1_000
    # each of 40 may spend 5 times 200, and the day allows 500 times 200
    assert sum(granted) == 200
    assert ledger.reserve((DAY,), tokens(60_000))
    assert not ledger.reserve((DAY,), tokens(1))


def test_of_a_thousand_conversations_exactly_as_many_get_a_share_as_there_are(
    ledger: Ledger,
) -> None:
    day = Account(scope="day", subject="", day="2026-03-04", most_tokens=50_000)
    granted: list[bool] = []

    def spend(number: int) -> None:
        for turn in range(20):
            subject = f"c{number}-{turn}"
            mine = Account(scope="conversation", subject=subject, day="", most_tokens=1_000)
            granted.append(ledger.reserve((day, mine), tokens(200)))

    errors = in_threads(50, spend)

    assert errors == []
    assert len(granted) == 1_000
    assert sum(granted) == 250
