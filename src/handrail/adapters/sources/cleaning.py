"""What a reader could see of a text: hidden characters gone, one spelling for each letter."""

import re
import unicodedata

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, all but tab and line ends
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"  # tag characters spell text that nobody sees
)
# Joiners shape Persian and Hindi words and emoji; beside Latin letters they split words unseen.
_STRAY_JOINER = re.compile("(?<=[\x00-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\u024f])")
_LINE_END = re.compile("\r\n?|\u0085|\u2028|\u2029|\x0b|\x0c")
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp|ico|avif)\b", re.IGNORECASE)
_EMPTY_ALT = re.compile(
    r"\b(?:screen ?shots?|images?|pictures?|photos?|logos?|icons?|badges?|banners?|gifs?"
    r"|diagrams?|status)\b",
    re.IGNORECASE,
)
_FEWEST_ALT_WORDS = 7
_FEWEST_PICTURE_WORDS = 10


def cleaned(text: str) -> str:
    """Return the text as a person sees it: no hidden characters, one kind of line end, NFC."""
    text = _LINE_END.sub("\n", text)
    text = _HIDDEN.sub("", text)
    text = _STRAY_JOINER.sub("", text)
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Return the text with every run of white space made one space."""
    return " ".join(text.split())


def informative_alt(alt: str) -> str:
    """Return a picture's alternative text if it tells a reader something, else nothing."""
    alt = one_line(alt)
    if _FILE_NAME.search(alt):
        return ""
    fewest = _FEWEST_PICTURE_WORDS if _EMPTY_ALT.search(alt) else _FEWEST_ALT_WORDS
    return alt if len(alt.split()) >= fewest else ""
