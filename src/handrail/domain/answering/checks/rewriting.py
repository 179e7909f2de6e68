"""Rewrite a sentence so that a denial is counted once and a bound is not mistaken for one."""

import re

_NO = r"\b(?:(?:at )?no|without(?: any)?|at zero) (?:extra |additional |further |added |\w+ping )?"
_NOT_YET = (
    r"^((?:(?!\b(?:if|unless|when|should)\b)[^,;])*?)\b(?:not|never) "
    r"((?:(?!need|have|want|all)\w+ ){1,5}?)"
)
_REWRITTEN = tuple(
    (needle, re.compile(pattern, re.IGNORECASE), becomes)
    for needle, pattern, becomes in (
        (" but", r"\b(?:nobody|no one|none|nothing) but\b", "only"),
        (" except", r"\b(?:nobody|no one|none|nothing) except\b", "only"),
        (" other than", r"\b(?:nobody|no one|none|nothing) other than\b", "only"),
        (
            " any",
            r"\b(?:can ?not|can[’']t) (be \w+|\w+(?: \w+){0,3}?)( by)? any(?:body|one) "
            r"(?:but|except)\b",
            r"can \1\2 only",
        ),
        (" than", r"\bno (?:more|longer|later|greater|higher) than\b", "at most"),
        (" than", r"\b(?:no|not) (?:fewer|less|earlier|lower) than\b", "at least"),
        ("not only", r"\bnot only\b", "also"),
        (
            " or ",
            r"(?<=\d )or (?:later|newer|higher|above|up|greater|older|over)\b",
            "or more",
        ),
        (" ", r"(?<=\d )(\w+) (?:long|old|wide|high|deep)\b", r"\1"),
        (" the age of", r"\b(under|over) the age of\b", r"\1"),
        ("half an hour", r"\bhalf an hour\b", "30 minutes"),
        (" nothing", r"\bcosts? nothing\b", "costs free"),
        ("for nothing", r"\bfor nothing\b", "free"),
        ("free of", r"\bfree of charge\b", "free"),
        (" charge", rf"{_NO}charges?\b", "free"),
        (" cost", rf"{_NO}costs?\b", "free"),
        (" fee", rf"{_NO}fees?\b", "free"),
        (" anything", r"\b(?:do not|don[’']t) (?:have to |need to )?pay anything\b", "is free"),
        (" nothing", r"\bpays? nothing\b", "is free"),
        (
            " off",
            r"\b(?:turn|switch)(?:ed|ing|es|s)? (?:(it|them|this|that) )?off\b",
            r"disable \1",
        ),
        (" on", r"\b(?:turn|switch)(?:ed|ing|es|s)? (?:(it|them|this|that) )?on\b", r"enable \1"),
        (" from", r"\b(?:apart|aside) from\b", "except"),
        (" exception", r"\bwith the exception of\b", "except"),
        ("other than", r"\bother than\b", "except"),
        ("non-", r"\bnon-(?=\w)", "not "),
        ("rather", r"\brather than\b", "but not"),
        (" all", r"\bnot (even )?(?=(?:by|from|to|in|on|for) all\b)", "not "),
        ("or else", r"\bor else\b", "otherwise"),
        ("in case", r"\bin case(?: of)?\b", "if"),
        ("in most", r"\bin most cases\b", "mostly"),
        ("can", r"\bcan ?not\b", "can not"),
        ("n", r"\b(is|are|was|were|do|does|did|have|has|had)n[’']?t\b", r"\1 not"),
        ("n", r"\b(could|should|would|must|need)n[’']?t\b", r"\1 not"),
        ("can", r"\bcan[’']t\b", "can not"),
        ("ll", r"\b(\w+)[’']ll\b", r"\1 will"),
        ("ve", r"\b(you|we|they|I)[’']ve\b", r"\1 have"),
        ("re", r"\b(you|we|they)[’']re\b", r"\1 are"),
        ("i", r"\bI[’']m\b", "I am"),
        ("s", r"\b(it|that|there|here|what|where|who)[’']s\b", r"\1 is"),
        ("won", r"\bwon[’']t\b", "will not"),
        ("shan", r"\bshan[’']t\b", "shall not"),
        (" not", r"\b(?:do|does) not (?:have|need) to\b", "not need to"),
        ("unless otherwise", r"\bunless otherwise (?=\w)", "unless "),
        ("unless", r"\b(unless \w+) otherwise\b", r"\1"),
        ("no ", r"^no ((?:\w+ ){2,5}?)(?:before|until|till)\b", r"\1only after"),
        ("forbidden", r"\b(is|are|be) (?:strictly )?forbidden\b", r"\1 not allowed"),
        ("prohibited", r"\b(is|are|be) (?:strictly )?prohibited\b", r"\1 not allowed"),
        *(
            (late, _NOT_YET + rf"{late}\b", r"\1only \2after")
            for late in ("before", "until", "till")
        ),
    )
)
"""What to look for before a pattern is tried, the pattern, and what takes its place."""


def rewritten(text: str) -> str:
    """Return a sentence in plainer words that say the same."""
    lowered = text.lower()
    for needle, pattern, becomes in _REWRITTEN:
        if needle in lowered:
            text = pattern.sub(becomes, text)
            lowered = text.lower()
    return text
