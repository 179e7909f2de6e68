"""A check after a sync ends with what a check of everything finds, whatever was edited."""

import random
from collections import Counter
from collections.abc import Iterable
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.domain.knowledge.health.carried_on import LastCarried
from handrail.domain.knowledge.health.contradictions import find_contradictions
from handrail.domain.knowledge.health.elsewhere import Choice
from handrail.domain.knowledge.health.likest import likest
from handrail.domain.knowledge.health.model import Finding, Knowledge
from handrail.domain.knowledge.health.running_counts import RunningCounts
from handrail.domain.knowledge.health.statements import statements_of
from handrail.domain.knowledge.model import ArticleId
from handrail.flow.ask_elsewhere import gone_links_check
from handrail.flow.check_knowledge import look
from handrail.flow.comparison_memory import ComparisonMemory
from handrail.flow.health_checks import CHECKS
from tests.domain.knowledge.health.centre import a_centre
from tests.kept_comparison import FakeComparisonStore
from tests.other_sites import FakeAddressMemory, a_gone_address

GONE = "https://shop.io/gone"
PATHS = tuple(f"{folder}/{name}.md" for folder in ("a", "b") for name in ("one", "two", "three"))
LONG = " ".join(
    f"Part {n} says what the {word} of an order is, where it stands and who may change it."
    for n, word in enumerate(("address", "price", "weight", "colour", "carrier", "state", "owner"))
)
PARTS = (
    LONG,
    "## How long it takes\n\nA refund takes 5 days.",
    "See [one](../a/one.md) and [two](two.md#how-long-it-takes).",
    "See [three](../b/tree.md), [that](/a/two) and [this](#how-long-it-take).",
    "Shop Agents was formerly known as Shop Copilot.",
    "Use Shop Copilot to summarise a meeting.",
    "We will stop support for it on March 31st, 2025.",
    "This page is deprecated. See the new one.",
    f"See [the shop]({GONE}#prices) and [another](https://shop.io/there).",
)
HEADS = ("", "---\nowner: kim\n---\n", "---\nupdated: 2019-05-01\n---\n")
ARTICLE = st.tuples(
    st.sampled_from(HEADS), st.sampled_from(PATHS), st.sets(st.sampled_from(PARTS), max_size=4)
)
EDIT = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(PATHS), ARTICLE),
    st.tuples(st.just("delete"), st.sampled_from(PATHS), st.none()),
    st.tuples(st.just("rename"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
)
NEVER_SEEN = count()


@settings(max_examples=25, deadline=None)
@given(edits=st.lists(EDIT, min_size=1, max_size=8))
def test_incremental_and_whole_checks_end_with_the_same_findings(edits: list[tuple]) -> None:  # type: ignore[type-arg] # each kind of edit has its own
    texts: dict[str, str] = {}
    source = f"known{next(NEVER_SEEN)}"
    for kind, path, what in edits:
        changed = _changed_by(texts, kind, path, what, source)

        elsewhere = FakeAddressMemory({GONE: a_gone_address(GONE)})
        checks = (*CHECKS, gone_links_check(elsewhere, Choice()))

        after_sync = look(a_centre(texts, source), checks, changed)

        anew = f"never{next(NEVER_SEEN)}"  # of which nothing can be remembered
        whole = look(a_centre(texts, anew), checks)
        assert _told(after_sync.findings, source) == _told(whole.findings, anew)


CLAIMS = (
    "A mooring contract ends after 12 months.",
    "A mooring contract ends after 24 months.",
    "The crane hire is free for 2 hours on arrival.",
    "The crane hire is free for 3 hours on arrival.",
    "Harbour parking permits can be transferred to another car.",
    "Harbour parking permits cannot be transferred to another car.",
    "1. Close the sea valve.\n2. Drain the water tank.\n3. Lift the engine cover.",
    "1. Drain the water tank.\n2. Close the sea valve.\n3. Lift the engine cover.",
    LONG,
)
CLAIMING = st.tuples(
    st.just(""), st.sampled_from(PATHS), st.sets(st.sampled_from(CLAIMS), max_size=5)
)
EDIT_OF_CLAIMS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(PATHS), CLAIMING),
    st.tuples(st.just("delete"), st.sampled_from(PATHS), st.none()),
    st.tuples(st.just("look at everything"), st.just(""), st.none()),
)


@settings(max_examples=25, deadline=None)
@given(edits=st.lists(EDIT_OF_CLAIMS, min_size=1, max_size=8))
def test_contradictions_after_edits_are_those_of_looking_at_everything(edits: list[tuple]) -> None:  # type: ignore[type-arg] # each kind of edit has its own
    texts: dict[str, str] = {}
    source = f"known{next(NEVER_SEEN)}"
    memory = LastCarried()
    standing: tuple[Finding, ...] = ()
    after: list[tuple[dict[str, str], tuple[Finding, ...]]] = []
    for kind, path, what in edits:
        changed = _changed_by(texts, kind, path, what, source)
        is_whole = kind == "look at everything"
        scope = None if is_whole else changed
        found = find_contradictions(a_centre(texts, source), scope, None, memory)
        stay = (f for f in standing if not is_whole and changed.isdisjoint(f.articles))
        standing = (*stay, *found)
        after.append((dict(texts), standing))

    for then, stood in after:
        anew = f"never{next(NEVER_SEEN)}"  # of which nothing can be remembered
        whole = find_contradictions(a_centre(then, anew), None, None)
        assert _certain(stood, source) == _certain(whole, anew)


def _certain(findings: Iterable[Finding], source: str) -> Counter[str]:
    return _told(tuple(found for found in findings if found.is_certain), source)


IN_OTHER_WORDS = (
    "Unused passes of the gym expire after 12 months.",
    "A gym pass that you do not use stays valid for 18 months.",
    "Your gym pass is good for 24 months if nobody uses it.",
    "Share links continue to work after a folder was renamed.",
    "Renaming a folder breaks its share links.",
    "A deposit is mandatory for bookings of a wedding.",
    "For wedding bookings a deposit is voluntary.",
    "Only administrators can download the audit log.",
    "The audit log is there to download for guests as well.",
)
_PADDING = " ".join(["and so on"] * 40)
"""Longer than any sentence that is compared; with it each section is a passage of its own."""
SECTIONS = tuple(f"## It\n\n{said}\n\n{_PADDING}." for said in CLAIMS + IN_OTHER_WORDS)
SECTIONS_OF_ONE = st.sets(st.sampled_from(SECTIONS), min_size=2, max_size=9)
BY_SECTION = st.fixed_dictionaries(dict.fromkeys(PATHS, SECTIONS_OF_ONE))
MORE_OR_LESS = st.tuples(
    st.just("more or less"), st.sampled_from(PATHS), st.sets(st.sampled_from(SECTIONS), max_size=2)
)
EDIT_OF_SECTIONS = st.one_of(
    MORE_OR_LESS,
    MORE_OR_LESS,  # the commonest edit: most of an article stays
    st.tuples(st.just("delete"), st.sampled_from(PATHS), st.none()),
    st.tuples(st.just("look at everything"), st.just(""), st.none()),
)


@settings(max_examples=25, deadline=None)
@given(written=BY_SECTION, edits=st.lists(EDIT_OF_SECTIONS, min_size=1, max_size=6))
def test_a_process_that_starts_tells_of_an_edit_what_one_that_goes_on_tells(
    written: dict[str, set[str]],
    edits: list[tuple],  # type: ignore[type-arg] # each kind of edit has its own
) -> None:
    texts = {path: "\n\n".join((f"# {path}", *sorted(own))) for path, own in written.items()}
    source = f"known{next(NEVER_SEEN)}"
    kept, going_on = FakeComparisonStore(), LastCarried()
    for kind, path, what in (("look at everything", "", None), *edits):
        changed = _changed_by(texts, kind, path, what, source)
        scope = None if kind == "look at everything" else changed
        centre = a_centre(texts, source)
        kept.serve(centre)
        starting = ComparisonMemory(kept, "these weights")

        found = find_contradictions(centre, scope, None, starting)

        assert found == find_contradictions(centre, scope, None, going_on)


def test_every_check_is_of_everything_or_is_told_what_changed() -> None:
    looked = look(a_centre({"a.md": "# A\n\nText.\n"}), CHECKS, {ArticleId("help/a.md")})

    assert set(looked.compared.values()) == {None}


@settings(max_examples=15, deadline=None)
@given(edits=st.lists(EDIT, min_size=1, max_size=8))
def test_counting_on_and_counting_anew_come_to_the_same(edits: list[tuple]) -> None:  # type: ignore[type-arg] # each kind of edit has its own
    texts: dict[str, str] = {}
    counts = RunningCounts(lambda said: said.keys)
    for edit in edits:
        _edit(texts, *edit)
        knowledge = a_centre(texts)

        counted = counts.of(tuple(statements_of(knowledge.passages)))

        assert counted == _counted(knowledge)


@pytest.mark.parametrize("seed", range(20))
def test_the_likest_name_is_that_of_comparing_all_anew(seed: int) -> None:
    drawn = random.Random(seed)
    every = [f"{a}/{b}{n}" for a in ("help", "held") for b in ("page", "pages") for n in range(9)]
    for _ in range(6):
        names = frozenset(drawn.sample(every, drawn.randint(0, len(every))))

        found = likest("help/page", names, f"seed {seed}")

        assert found == likest("help/page", names, f"anew {next(NEVER_SEEN)}")


def _changed_by(
    texts: dict[str, str], kind: str, path: str, what: object, source: str
) -> set[ArticleId]:
    before = dict(texts)
    _edit(texts, kind, path, what)
    return {
        ArticleId(f"{source}/{name}")
        for name in texts.keys() | before.keys()
        if texts.get(name) != before.get(name)
    }


def _edit(texts: dict[str, str], kind: str, path: str, what: object) -> None:
    match kind, what:
        case "write", (str(head), str(title), set(parts)):
            texts[path] = "\n\n".join((f"{head}# {title}", *sorted(parts))) + "\n"
        case "more or less", set(parts) if path in texts:
            head, *held = texts[path].split("\n\n## ")
            now = {f"## {one}" for one in held} ^ {str(part) for part in parts}
            texts[path] = "\n\n".join((head, *sorted(now)))
        case "rename", str(other) if path in texts:
            texts[other] = texts.pop(path)
        case _:
            texts.pop(path, None)


def _told(findings: tuple[Finding, ...], source: str) -> Counter[str]:
    """Return what findings say, but for ids that are made of the source's name."""
    said = (
        (f.kind, f.articles, f.subject, f.why, [q.text for q in f.quotes], f.severity, f.newer)
        for f in findings
    )
    return Counter(repr(one).replace(f"{source}/", "") for one in said)


def _counted(knowledge: Knowledge) -> Counter[str]:
    return Counter(key for said in statements_of(knowledge.passages) for key in said.keys)
