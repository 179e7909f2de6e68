"""Parts of patterns that more than one reader of a sentence needs."""

BOUNDING = (
    r"[.,!]|(?: be| weigh)? (?:more|less|fewer|later|larger|earlier|older|younger|longer|shorter|"
    r"higher|lower|heavier|bigger|smaller|greater) than\b| (?:only|just)\b"
)
"""What makes a bound or an answer of a *no*: `no more than three`, `No. They may.`"""

NO_OTHER = r" (?:but|except|else|other|others|besides)\b"
"""What makes *only* of a *nobody*: `nobody but the owner`, `and no one else`."""

HIDDEN = r"(?:is|are|be|been|was|were|stays?|remains?|kept) hidden|hidden (?:from|in|unless|when)"
"""What makes of *hidden* more than a word of a name: `hidden files` denies nothing."""
