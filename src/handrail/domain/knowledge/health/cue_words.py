"""Parts of patterns that more than one reader of a sentence needs."""

BOUNDING = r"[.,!]| (?:more|less|fewer|later|larger|earlier|older|longer) than\b| (?:only|just)\b"
"""What makes a bound or an answer of a *no*: `no more than three`, `No. They may.`"""
