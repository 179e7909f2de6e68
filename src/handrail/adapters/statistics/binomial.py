"""Exact binomial bounds after Clopper and Pearson, from scipy's incomplete beta function."""

from scipy.special import betaincinv


def binomial_upper_bound(wrong: int, answered: int, confidence: float) -> float:
    """Return the exact one-sided upper bound on the share of wrong answers; 1.0 without any."""
    _require_counts(wrong, answered, confidence)
    if wrong == answered:
        return 1.0
    return float(betaincinv(wrong + 1, answered - wrong, confidence))


def binomial_lower_bound(wrong: int, answered: int, confidence: float) -> float:
    """Return the exact one-sided lower bound on the share of wrong answers; 0.0 without any."""
    _require_counts(wrong, answered, confidence)
    if wrong == 0:
        return 0.0
    return float(betaincinv(wrong, answered - wrong + 1, 1.0 - confidence))


def clopper_pearson(k: int, n: int, level: float) -> tuple[float, float]:
    """Return the exact two-sided interval of a share at a level such as 0.95."""
    one_sided = 1.0 - (1.0 - level) / 2.0
    return binomial_lower_bound(k, n, one_sided), binomial_upper_bound(k, n, one_sided)


def _require_counts(wrong: int, answered: int, confidence: float) -> None:
    if not 0 <= wrong <= answered:
        raise ValueError(f"{wrong} of {answered} is not a share")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"{confidence} is not a confidence between 0 and 1")
