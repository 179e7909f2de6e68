"""Ten changes that would harm the sample company's customers, and ten that would not.

Each edit is of something that customers of the conversations were told: what nobody asked about, a
replay cannot show. Where the text is not there any more the benchmark stops, so that no change
silently does nothing.
"""

from collections.abc import Sequence

from benchmarks.planting import (
    Planted,
    WithSilentWriter,
    WithWorseEmbedder,
    added,
    copied,
    edit,
    owners,
    policy,
    removed,
    renamed,
    sections_swapped,
    settings,
)


def planted() -> Sequence[Planted]:
    """Return the changes, harmful ones first."""
    return (*_HARMFUL, *_HARMLESS)


_GIFT_WRAPPING = """\
---
title: Gift wrapping
audience: public
locale: en
---

# Gift wrapping

We wrap tuners, metronomes and songbooks in recycled paper for €3. Tick **Wrap it** in the basket.
"""

_HARMFUL = (
    Planted(
        name="return window tripled in an article",
        is_harmful=True,
        values=edit(
            "returns/return-policy.md",
            ("within 30 days of delivery", "within 90 days of delivery"),
        ),
    ),
    Planted(
        name="prices mistyped in the shipping table",
        is_harmful=True,
        values=edit(
            "shipping/shipping-costs-and-times.md",
            ("| Ireland | €4.90", "| Ireland | €9.40"),
            (
                "2–3 working days | €13.90 | 1–2 working days | €129",
                "2–3 working days | €13.90 | 1–2 working days | €192",
            ),
            ("| Austria | €7.90", "| Austria | €9.70"),
        ),
    ),
    Planted(
        name="a prohibition turned round in an article",
        is_harmful=True,
        values=edit(
            "orders/cancel-an-order.md",
            (
                "A packed order cannot be cancelled any more.",
                "A packed order can be cancelled too.",
            ),
        ),
    ),
    Planted(
        name="warranty lengthened in an article",
        is_harmful=True,
        values=edit(
            "warranty/warranty.md",
            ("| New instruments | 3 years |", "| New instruments | 5 years |"),
            ("grades A to C | 12 months |", "grades A to C | 36 months |"),
            ("| Bows | 2 years |", "| Bows | 4 years |"),
        ),
    ),
    Planted(
        name="an article that is much asked for removed",
        is_harmful=True,
        values=removed("shipping/shipping-costs-and-times.md"),
    ),
    Planted(
        name="threshold lowered",
        is_harmful=True,
        values=settings(answers={"max_wrong": 0.4}),
    ),
    Planted(
        name="refund policy loosened",
        is_harmful=True,
        values=policy(
            "refund.cedar",
            ('"customer" && context.amount <= 5000', '"customer" && context.amount <= 50000'),
            ("customer_money_today + context.amount > 10000\n", "customer_money_today > 10000\n"),
        ),
    ),
    Planted(
        name="worse embedder",
        is_harmful=True,
        values=settings(models={"retries": 2}),
        kind=WithWorseEmbedder,
    ),
    Planted(
        name="a model that finds nothing in the articles",
        is_harmful=True,
        values=settings(models={"retries": 2}),
        kind=WithSilentWriter,
    ),
    Planted(
        name="an outdated page added beside the current one",
        is_harmful=True,
        values=copied(
            "repairs/bow-rehair.md",
            "repairs/bow-rehair-2023.md",
            ("€58", "€49"),
            ("€6 extra", "€4 extra"),
            ("new thumb leather costs €18", "new thumb leather costs €12"),
            ("before 11:00", "before 10:00"),
        ),
    ),
)
_HARMLESS = (
    Planted(
        name="a sentence's punctuation and joining words",
        is_harmful=False,
        values=edit(
            "returns/return-policy.md",
            ("Play it, tune it, let your teacher", "Play it, tune it and let your teacher"),
        ),
    ),
    Planted(
        name="a sentence in other words, with the same facts",
        is_harmful=False,
        values=edit(
            "returns/refunds.md",
            (
                "within 5 working days of the parcel reaching our returns desk.",
                "within 5 working days once the parcel has reached our returns desk.",
            ),
        ),
    ),
    Planted(
        name="an article on something new",
        is_harmful=False,
        values=added("buying/gift-wrapping.md", _GIFT_WRAPPING),
    ),
    Planted(name="other owners of articles", is_harmful=False, values=owners()),
    Planted(name="two sections of an article swapped", is_harmful=False, values=sections_swapped()),
    Planted(
        name="an article renamed",
        is_harmful=False,
        values=renamed("returns/exchanges.md", "returns/exchange-an-item.md"),
    ),
    Planted(
        name="an article for the staff rewritten",
        is_harmful=False,
        values=added("internal/goodwill-limits.md", "# Goodwill\n\nAsk the lead on duty.\n"),
    ),
    Planted(
        name="settings of models that nobody named",
        is_harmful=False,
        values=settings(models={"retries": 4, "max_output_tokens": 500}),
    ),
    Planted(
        name="a policy commented and renamed",
        is_harmful=False,
        values=policy(
            "cancel_order.cedar",
            ('@id("cancel-by-customer")', '// As the help centre says.\n@id("customer-cancels")'),
        ),
    ),
    Planted(
        name="more actions allowed in a day than anybody asks for",
        is_harmful=False,
        values=settings(actions={"limits": {"customer_actions_a_day": 30}}),
    ),
)
