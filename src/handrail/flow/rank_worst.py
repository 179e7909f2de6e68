"""Rank turns by how much could have gone wrong, a bounded number at a time.

New turns come first, then those whose conversation went on, then those that were ranked a day ago:
what is known of the articles, the ratings and the judges' scores may have changed. A rank is
derived and decides nothing by itself, so none is written into the audit log.
"""

from handrail.domain.quality.risk import is_ranked, risk_of
from handrail.flow.review_ports import Ranked, RankPorts


def rank_worst(ports: RankPorts) -> int:
    """Rank what is due, as far as it can be read, and return how many turns were ranked."""
    now = ports.clock.now()
    with ports.store.ranking() as reading:
        turns = reading.to_rank(now, ports.most)
        observed = reading.observed(turns, now)
    named = {turn.record: turn for turn in turns}
    ranked = [
        Ranked(
            risk=risk_of(ports.asked_again(one), now),
            conversation=one.record.conversation,
            at=one.record.at,
            seen=named[one.record.id].seen,
            is_simulated=named[one.record.id].is_simulated,
        )
        for one in observed
        if is_ranked(one.record)
    ]
    ports.store.keep(ranked, now)
    return len(ranked)
