from handrail.domain.answering.extract import ExtractiveWriter
from handrail.domain.answering.ground import QuoteChecker
from handrail.domain.answering.model import Draft
from handrail.domain.knowledge.model import Block, BlockKind
from handrail.domain.retrieval.model import SearchResult
from tests.domain.answering.builders import a_list, a_passage, a_result, a_table


def _said(question: str, result: SearchResult) -> str:
    return "\n\n".join(claim.text for claim in _draft(question, result).claims)


def _draft(question: str, result: SearchResult) -> Draft:
    return ExtractiveWriter().draft(question, result)


def test_the_sentence_that_answers_is_quoted_and_nothing_else() -> None:
    passage = a_passage(
        "Our office is in Bremen. Refunds are paid within 14 days. We love double basses."
    )
    question = "How long do refunds take?"

    said = _said(question, a_result(question, (passage, (0.1, 0.6, 0.05))))

    assert said == "Refunds are paid within 14 days."


def test_a_citation_leads_to_the_heading_of_the_version_that_was_quoted() -> None:
    passage = a_passage(
        "Refunds are paid within 14 days.",
        headings=("Returns", "Refunds"),
        url="https://corncrake.example/refunds",
        anchor="when",
    )
    question = "When are refunds paid?"

    (claim,) = _draft(question, a_result(question, (passage, (0.6,)))).claims

    (cited,) = claim.citations
    assert cited.url == "https://corncrake.example/refunds#when"
    assert (cited.article, cited.version, cited.passage) == (
        passage.article,
        passage.version,
        passage.id,
    )
    assert cited.headings == ("Returns", "Refunds")
    assert cited.quote == "Refunds are paid within 14 days."


def test_a_question_that_asks_how_gets_the_whole_list_with_its_lead_in() -> None:
    passage = a_passage(
        "Changed your mind?",
        *a_list("To cancel an order:", "1. Open your orders.", "2. Select Cancel.", "3. Confirm."),
    )
    question = "How do I cancel an order?"

    said = _said(question, a_result(question, (passage, (0.2, 0.5, 0.3, 0.6, 0.2))))

    assert said == "To cancel an order:\n\n1. Open your orders.\n2. Select Cancel.\n3. Confirm."


def test_a_lead_in_is_never_quoted_without_its_list() -> None:
    passage = a_passage(*a_list("We ship to:", "Austria", "Belgium"))
    question = "Which countries do you ship to?"

    said = _said(question, a_result(question, (passage, (0.6, 0.2, 0.2))))

    assert said == "We ship to:\n\nAustria\nBelgium"


def test_one_item_of_a_list_comes_with_the_lead_in_that_says_what_it_is() -> None:
    passage = a_passage(*a_list("You cannot return:", "Opened strings", "Mouthpieces"))
    question = "Are opened strings returnable?"

    (claim, *_) = _draft(question, a_result(question, (passage, (0.1, 0.7, 0.05)))).claims

    assert claim.text == "You cannot return:\nOpened strings"
    assert [cited.quote for cited in claim.citations] == ["You cannot return:", "Opened strings"]


def test_a_row_of_a_table_comes_with_its_header() -> None:
    passage = a_passage(a_table("Plan | Price", "Solo | €9", "Ensemble | €29"))
    question = "How much is Ensemble?"

    said = _said(question, a_result(question, (passage, (0.2, 0.6))))

    assert said == "Plan | Price\nEnsemble | €29"


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    passage = a_passage("The loan instrument is free. It must be returned within seven days.")
    question = "By when must the loan be returned?"

    said = _said(question, a_result(question, (passage, (0.4, 0.7))))

    assert said == "The loan instrument is free. It must be returned within seven days."


def test_a_sentence_never_leans_on_another_paragraph() -> None:
    passage = a_passage("Rentals start at €12.", "It must be returned within seven days.")
    question = "By when must it be returned?"

    said = _said(question, a_result(question, (passage, (0.1, 0.7))))

    assert said == "It must be returned within seven days."


def test_code_comes_with_the_sentence_that_introduces_it() -> None:
    passage = a_passage(
        "Run this command:", Block(kind=BlockKind.CODE, text="corncrake login --reset")
    )
    question = "Which command resets the login?"

    from_code = _said(question, a_result(question, (passage, (0.1, 0.6))))
    from_sentence = _said(question, a_result(question, (passage, (0.7, 0.1))))

    assert from_code == from_sentence == "Run this command:\n\ncorncrake login --reset"


def test_a_second_article_is_quoted_where_it_says_almost_as_much() -> None:
    one = a_passage("Members get 10 percent off strings.", name="help/members.md")
    other = a_passage("Strings cost members 10 percent less in June.", name="help/sale.md")
    question = "How much do members save on strings?"

    draft = _draft(question, a_result(question, (one, (0.7,)), (other, (0.69,))))

    assert [claim.citations[0].article for claim in draft.claims] == [one.article, other.article]


def test_a_runner_up_far_behind_is_left_out() -> None:
    one = a_passage("Members get 10 percent off strings.", name="help/members.md")
    other = a_passage("Strings are sold in sets of four.", name="help/strings.md")
    question = "How much do members save on strings?"

    draft = _draft(question, a_result(question, (one, (0.8,)), (other, (0.4,))))

    assert [claim.citations[0].article for claim in draft.claims] == [one.article]


def test_a_runner_up_nearly_tied_is_quoted_though_it_holds_no_figure() -> None:
    one = a_passage("Members get 10 percent off strings.", name="help/members.md")
    other = a_passage("What members save on strings is in your account.", name="help/account.md")
    question = "How much do members save on strings?"

    draft = _draft(question, a_result(question, (one, (0.7,)), (other, (0.68,))))

    assert {claim.citations[0].article for claim in draft.claims} == {one.article, other.article}


def test_what_was_said_is_not_said_again() -> None:
    one = a_passage("Members get 10 percent off strings.", name="help/members.md")
    other = a_passage("Members get 10 percent off all strings.", name="help/sale.md")
    question = "How much do members save on strings?"

    draft = _draft(question, a_result(question, (one, (0.7,)), (other, (0.69,))))

    assert len(draft.claims) == 1


def test_nothing_is_said_where_nothing_bears_on_the_question() -> None:
    passage = a_passage("Rentals start at €12.")
    question = "Who wrote Hamlet?"

    near_nothing = _draft(question, a_result(question, (passage, (0.02,))))
    found_nothing = _draft(question, a_result(question))

    assert near_nothing.claims == found_nothing.claims == ()


def test_an_answer_stays_short() -> None:
    passage = a_passage(*(f"Refund rule {n} says {'very ' * 30}much." for n in range(9)))
    question = "What are the refund rules?"

    said = _said(question, a_result(question, (passage, (0.6,) * 9)))

    assert len(said.split()) <= 90


def test_every_extract_passes_the_check() -> None:
    passage = a_passage(
        "Bring the receipt.",
        *a_list("To return:", "1. Pack it.", "2. Post it."),
        a_table("Where | Fee", "EU | €5"),
    )
    questions = ("How do I return?", "What is the EU fee?", "Do I need the receipt?")
    results = [a_result(q, (passage, (0.5, 0.4, 0.6, 0.3, 0.5))) for q in questions]

    drafts = [_draft(q, result) for q, result in zip(questions, results, strict=True)]

    groundings = [QuoteChecker().check(draft, {passage.id: passage}) for draft in drafts]
    assert all(draft.claims for draft in drafts)
    assert [grounding.supported for grounding in groundings] == [draft.claims for draft in drafts]
