"""Rewrite a sentence so that a denial is counted once and a bound is not mistaken for one."""

import re

_REWRITTEN = tuple(
    (re.compile(pattern, re.IGNORECASE), becomes)
    for pattern, becomes in (
        (r"\b(?:nobody|no one|none|nothing) (?:but|except|other than)\b", "only"),
        (r"\b(?:can ?not|can[’']t) (be \w+|\w+(?: \w+){0,3}?)( by)? any(?:body|one) (?:but|except)\b",
         r"can \1\2 only"),
        (r"\bno (?:more|longer|later|greater|higher) than\b", "at most"),
        (r"\b(?:no|not) (?:fewer|less|earlier|lower) than\b", "at least"),
        (r"\bnot only\b", "also"),
        (r"(?<=\d )or (?:later|newer|higher|above|up|greater|older|over)\b", "or more"),
        (r"(?<=\d )(\w+) (?:long|old|wide|high|deep)\b", r"\1"),
        (r"\b(under|over) the age of\b", r"\1"),
        (r"\bhalf an hour\b", "30 minutes"),
        (r"\bcosts? nothing\b", "costs free"),
        (r"\bfor nothing\b", "free"),
        (r"\bfree of charge\b", "free"),
        (r"\b(?:(?:at )?no|without(?: any)?|at zero) (?:extra |additional |further |added |\w+ping )?"
         r"(?:charges?|costs?|fees?)\b", "free"),
        (r"\b(?:do not|don[’']t) (?:have to |need to )?pay anything\b|\bpays? nothing\b", "is free"),
        (r"\b(?:turn|switch)(?:ed|ing|es|s)? (?:(it|them|this|that) )?off\b", r"disable \1"),
        (r"\b(?:turn|switch)(?:ed|ing|es|s)? (?:(it|them|this|that) )?on\b", r"enable \1"),
        (r"\b(?:apart from|with the exception of|other than|aside from)\b", "except"),
        (r"\bnon-(?=\w)", "not "),
        (r"\brather than\b", "but not"),
        (r"\bnot (even )?(?=(?:by|from|to|in|on|for) all\b)", "not "),
        (r"\bor else\b", "otherwise"),
        (r"\bin case(?: of)?\b", "if"),
        (r"\bin most cases\b", "mostly"),
        (r"\bcan ?not\b", "can not"),
        (r"\b(is|are|was|were|do|does|did|have|has|had)n[’']?t\b", r"\1 not"),
        (r"\b(could|should|would|must|need)n[’']?t\b", r"\1 not"),
        (r"\bcan[’']t\b", "can not"),
        (r"\b(\w+)[’']ll\b", r"\1 will"),
        (r"\b(you|we|they|I)[’']ve\b", r"\1 have"),
        (r"\b(you|we|they)[’']re\b", r"\1 are"),
        (r"\bI[’']m\b", "I am"),
        (r"\b(it|that|there|here|what|where|who)[’']s\b", r"\1 is"),
        (r"\bwon[’']t\b", "will not"),
        (r"\bshan[’']t\b", "shall not"),
        (r"\b(?:do|does) not (?:have|need) to\b", "not need to"),
        (r"\b(is|are|be) (?:strictly )?(?:forbidden|prohibited)\b", r"\1 not allowed"),
        (r"^((?:(?!\b(?:if|unless|when|should)\b)[^,;])*?)\b(?:not|never) "
         r"((?:(?!need|have|want|all)\w+ ){1,5}?)(?:before|until|till)\b", r"\1only \2after"),
    )
)  # fmt: skip


def rewritten(text: str) -> str:
    """Return a sentence in plainer words that say the same."""
    for pattern, becomes in _REWRITTEN:
        text = pattern.sub(becomes, text)
    return text
