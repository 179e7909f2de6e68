"""Which checks does a claim have to pass, and in which order?"""

from handrail.domain.answering.checks import (
    carried,
    clean_text,
    conditions,
    cuts,
    denial,
    figures,
    inner_text,
    machine_talk,
    roles,
    sources,
    strength,
)
from handrail.domain.answering.checks.told import Check, Finding, Stage
from handrail.domain.answering.promises import promises


def _checks(stage: Stage, *named: tuple[str, str, Finding]) -> tuple[Check, ...]:
    return tuple(
        Check(name=name, asks=asks, stage=stage, finds=finds) for name, asks, finds in named
    )


ALL_CHECKS: tuple[Check, ...] = (
    *_checks(
        Stage.SOURCE,
        ("empty", "Does it say something, and quote something?", sources.empty),
        ("length", "Is it short enough to be an answer?", sources.endless),
        ("served", "Is the passage served?", sources.unserved),
        ("version", "Is it of the article and version that are cited?", sources.another_version),
        ("audience", "May this reader see the passage?", sources.another_reader),
        ("quote", "Does the quote stand there, letter by letter?", sources.forged),
        ("cut", "Does the rest of its sentence let the quote stand alone?", cuts.misleading_cut),
    ),
    *_checks(
        Stage.WORDING,
        ("hidden", "Can every character be seen?", clean_text.hidden),
        ("promise", "Does it promise no work and vouch for nothing?", promises),
    ),
    *_checks(
        Stage.MEANING,
        ("look-alike", "Are letters and digits what they look like?", clean_text.disguised),
        ("markup", "Is it plain text?", clean_text.markup),
        ("inner name", "Does it keep inner ids and marks to itself?", clean_text.inner_names),
        ("machine talk", "Does it keep its instructions to itself?", machine_talk.machine_talk),
        ("tool call", "Does it call no tool?", machine_talk.tool_calls),
        ("inner text", "Does it say nothing of articles for others?", inner_text.inner_text),
        ("figure", "Are numbers, units, prices and dates the quotes'?", figures.figures),
        ("bound", "Are `up to` and `at least` the quotes'?", figures.bounds),
        ("link", "Are links and addresses the quotes', letter by letter?", figures.links),
        ("phone", "Are telephone numbers the quotes'?", figures.phones),
        ("name", "Are names the quotes'?", carried.names),
        ("invention", "Is every word that states something the quotes'?", carried.inventions),
        ("share", "Are most words of each sentence the quotes'?", carried.share),
        ("denial", "Is denied what the quotes deny, and nothing else?", denial.denial),
        ("opposite", "Is no word turned into its opposite?", denial.opposites),
        ("condition", "Are conditions kept?", conditions.conditions),
        ("strength", "Are `may`, `must`, `some`, `all` and `only` kept?", strength.strength),
        ("role", "Is it still the same who does what to whom?", roles.roles),
    ),
)
