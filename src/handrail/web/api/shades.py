"""Which shades of a site's accent colour can be read?"""

from collections.abc import Mapping

_LIGHT, _DARK = "#ffffff", "#151c1a"
_INK, _PALE = "#16211e", "#e8eeeb"
_READABLE = 4.5
"""Contrast that WCAG 2.2 AA asks of text."""


def shades_of(accent: str) -> Mapping[str, str]:
    """Return the accent, what is written on it, and what stands for it in text on either paper."""
    on_accent = max((_LIGHT, _INK), key=lambda ink: contrast(ink, accent))
    return {
        "accent": accent,
        "on_accent": on_accent,
        "on_light": accent if contrast(accent, _LIGHT) >= _READABLE else _INK,
        "on_dark": accent if contrast(accent, _DARK) >= _READABLE else _PALE,
    }


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    linear: float = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    return linear
