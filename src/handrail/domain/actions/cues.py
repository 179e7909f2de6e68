"""By which turns of phrase a sentence asks for something, or asks how something is done.

English only, as the bundled embedder is. What a cue weighs is learnt, not set here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handrail.domain.conversation.spelling import is_misspelt


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_JOINT = re.compile(
    r"[,;:()–—]+|\s-+\s|\b(?:and|so|but|because|therefore|as|since|instead|then)\b", re.IGNORECASE
)
_FILLERS = _set(
    "please pls plz kindly hi hello hey dear team there good morning evening day afternoon "
    "ok okay just also now well so and but oh yes no sorry thanks thank you sir madam to "
    "then again bonjour simply"
)
_NOT_AN_OPENING = _set(
    "i we you it he she they my our your the a an this that these those there is are was "
    "were am do does did has have had can could would will should may might must what how "
    "when where why which who whose if in on at for from of with by not never still already"
)
_OPENINGS = _set(
    "add amend annul block book call cancel change close correct deliver disable end extend "
    "fix forward get give issue mail email modify move pay process put re-send redirect "
    "refund reimburse remove replace reroute resend reship return send set ship stop switch "
    "take terminate undo update upgrade use void withdraw"
)

_YOU = r"(?:you|u|ya|someone|somebody|anyone)"
_POLITE = r"(?:(?:please|pls|plz|kindly|just|maybe|perhaps|also|quickly)\s+)*"
_TELLING = (
    r"(?:tell|explain|say|show|check|help|confirm|recommend|let me know|describe|advise|look|see|"
    r"inform|clarify|remind)"
)
_WISH = (
    r"(?:want|wants|need|wish|require|demand|request|insist|expect|wanna|"
    r"would like|'d like|’d like|d like|would love|would want|would be grateful|'d appreciate|"
    r"would appreciate|'d rather|’d rather|would rather|am requesting|'m requesting|ask|have to|"
    r"'m cancelling|am cancelling|was wondering)"
)
_KIN = (
    r"(?:friend|sister|brother|mother|mum|mom|father|dad|son|daughter|wife|husband|neighbou?r|"
    r"colleague|teacher|student|school|customer|partner|boyfriend|girlfriend|flatmate|boss|kid|"
    r"cousin|aunt|uncle|grandma|grandpa|bank|accountant|adviser|client|stranger|agent)s?"
)

_PATTERNS: Mapping[str, str] = {
    "asks_how": r"^\W*(?:(?:and|but|so|ok|okay|hi|hello|hey|please|sorry)\W+)*"
    r"(?:how|hows|what|whats|what's|when|where|wheres|where's|why|which|who|whom|whose|"
    r"until when)\b",
    "asks_within": r"\b(?:how (?:do|does|can|could|would|to|long|much|many|come|is|are)|"
    r"where (?:do|can|is|are)|what (?:do|does|is|are|happens|if|should|can)|"
    r"when (?:do|does|will|can|is)|why|whether)\b",
    "asks_yes_no": r"^\W*(?:(?:and|but|so|ok|okay|hi|hello|hey|sorry)\W+)*(?:is|are|was|were|do|"
    r"does|did|has|have|had|should|shall|am|isn't|aren't|don't|doesn't|didn't|haven't)\s+"
    r"(?:i|we|you|he|she|it|they|my|our|your|the|a|an|there|this|that|people|any\w*|some\w*|order|"
    r"refunds?|invoices?|gift|two|cc)\b",
    "asks_would": r"^\W*(?:would|will|could|might)\s+(?:i|we|he|she|it|they|my|the|a|there)\b"
    r"|^\W*(?:will|would)\s+you\s+(?:refund|cancel|change|send|charge)\w*\s+(?:me\s+)?(?:if|when)",
    "can_you": rf"\b(?:can|could|would|will|cud)\s+{_YOU}\s+{_POLITE}(?!{_TELLING}\b)\w+"
    r"|\bwould you (?:mind|be so)\b|\bbe so (?:kind|good)\b|\bgrateful if you\b",
    "can_you_tell": rf"\b(?:can|could|would|will)\s+{_YOU}\s+{_POLITE}{_TELLING}\b",
    "can_i": r"\b(?:can|could|may|might)\s+(?:i|we|one|someone else|my \w+)\b"
    r"|\bpossible\b|\ballowed\b|\bable to\b",
    "can_i_have": r"\b(?:can|could|may)\s+(?:i|we)\s+(?:please\s+)?(?:have|get|request|ask)\b",
    "please": r"\b(?:please|pls|plz|kindly|asap|immediately|right away|right now|at once)\b",
    "wish": rf"\b(?:i|we)\s*(?:really |just |do |also |now |only |hereby |urgently )?{_WISH}\b"
    r"|^\W*(?:need|want|wanna|requesting|would like)\b",
    "wish_to_know": r"\b(?:want|need|like|love|wish|trying)\s+(?:\w+\s+)?to\s+(?:know|understand|"
    r"ask|read|learn|see|check|find out|hear|be sure|talk|discuss|place|buy|order|complain)\b"
    r"|\bexplain\b|\btell me\b|\blet me know\b|\bshow me\b|\bquestions?\b|\binformation\b"
    r"|\bneed (?:help|an answer|advice)\b|\bwonder\w*\b",
    "denied_wish": r"\b(?:don'?t|don’t|do not|didn'?t|not|no|never|without)\s+(?:\w+\s+)?(?:want|"
    r"wish|need|going to)\b|\bno need\b|\bnot asking\b|\binstead of\b|\bnot necessary\b",
    "already": r"\b(?:already|yesterday|ago|last (?:week|month|night|year|time)|this morning|"
    r"thank you for|thanks for|has been|have been|was told|have you|did you|has my|have i)\b",
    "if": r"\b(?:if|suppose|supposing|assuming|in case|unless|let's say|imagine|maybe|might|"
    r"thinking (?:of|about)|considering|not sure|unsure|later|before i|after i|when i|should i|"
    r"shall i|would it|would i)\b",
    "other_person": rf"\b(?:my|a|the|our|your)\s+{_KIN}(?:\s+of mine)?\s+(?:wants?|asked|asks|"
    r"wrote|says?|said|told|has|had|is|was|got|thinks|can|could|would|typed|who|never|forwarded|"
    rf"gets?)\b|\b(?:can|could|would|does|did|may)\s+(?:my|a|the)\s+{_KIN}\b"
    r"|^\W*(?:he|she|they|somebody|someone)\b|\bsomeone else|\bsomebody else|\bisn't mine\b"
    r"|\b(?:his|her|their|neighbour's|friend's|stranger's)\s+(?:order|refund|invoice|email|parcel)",
    "cannot": r"\b(?:can'?t|can’t|cannot|couldn'?t|unable|doesn'?t work|not work\w*|error|failed|"
    r"fails|greyed|grey)\b",
    "mine": r"\b(?:my|me|our|us|mine)\b",
    "shown": r"\b(?:button|page|menu|form|field|screen|website|link|title|subject|mean|means)\b",
    "thanks_done": r"\b(?:thanks|thank you|cheers|arrived|came through|all good|received)\b",
}
_COMPILED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}
CUES = (*_PATTERNS, "mark", "opens")
"""The cues of a sentence that hold for every action."""
_QUESTIONS = ("asks_how", "asks_yes_no", "asks_would")
_URGING = ("can_you", "can_i_have", "please", "wish", "opens")
_BE = _set("be get getting been'd have it want need like wish")
_DENIALS = _set("don't dont don’t not no never without didn't doesn't isn't won't nothing nor stop")


@dataclass(frozen=True, slots=True)
class KeyWords:
    """Tell which words name an action, and in which form they stand in a sentence."""

    words: frozenset[str]
    verbs: frozenset[str] = frozenset()
    """How its example sentences open."""

    def cues(self, parts: Sequence[tuple[str, ...]]) -> dict[str, float]:
        """Return whether the action is named, denied, or named as something that was done."""
        named = denied = done = False
        for said in parts:
            places = [n for n, word in enumerate(said) if self.is_named_by(word)]
            named = named or bool(places)
            denied = denied or any(not _DENIALS.isdisjoint(said[max(0, n - 3) : n]) for n in places)
            done = done or any(
                said[n].endswith("ed") and _BE.isdisjoint(said[max(0, n - 5) : n]) for n in places
            )
        return {"named": float(named), "denied": float(denied), "done": float(done)}

    def are_in(self, text: str) -> bool:
        """Tell whether a text names the action."""
        return any(self.is_named_by(word) for word in words_of(text))

    def is_named_by(self, word: str) -> bool:
        """Tell whether a word, or what it is a slip of, names the action."""
        root = root_of(word)
        return root in self.words or any(is_misspelt(root, key) for key in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSentence:
    """Hold what a sentence tells of itself, whatever action it may ask for."""

    cues: Mapping[str, float]
    parts: tuple[tuple[str, ...], ...]
    """The words of each part."""
    openings: tuple[str, ...]
    """The words that open its parts, where they may be an order to act."""


@lru_cache(maxsize=128)  # a message's sentences are looked at for several things
def read_sentence(sentence: str) -> ReadSentence:
    """Return which cues a sentence bears, with the words of its parts."""
    parts = tuple(words_of(part) for part in _JOINT.split(sentence))
    openings = tuple(word for part in parts if (word := _opening(part)))
    found = {name: float(bool(seen.search(sentence))) for name, seen in _COMPILED.items()}
    found["mark"] = float(sentence.rstrip().endswith("?"))
    found["opens"] = float(not _OPENINGS.isdisjoint(openings))
    return ReadSentence(cues=found, parts=parts, openings=openings)


def _opening(words: Sequence[str]) -> str:
    first = next((word for word in words if word not in _FILLERS), "")
    return "" if first in _NOT_AN_OPENING else first


def only_asks(sentence: str) -> bool:
    """Tell whether a sentence is a question and holds nothing that could ask for an action."""
    found = read_sentence(sentence).cues
    return any(found[name] for name in _QUESTIONS) and not any(found[n] for n in _URGING)


def is_question(text: str) -> bool:
    """Tell whether a message asks something."""
    found = read_sentence(text).cues
    return text.rstrip().endswith("?") or any(found[n] for n in (*_QUESTIONS, "can_you_tell"))


def words_of(sentence: str) -> tuple[str, ...]:
    """Return the words of a sentence in small letters."""
    return tuple(word.replace("’", "'") for word in _WORD.findall(sentence.casefold()))


def is_telling(word: str) -> bool:
    """Tell whether a word may name what an action is about."""
    return len(word) > 3 and word.isalpha() and word not in _NOT_AN_OPENING | _FILLERS


@lru_cache(maxsize=4_096)
def root_of(word: str) -> str:
    """Return a word without the ending that its form gives it."""
    for ending in ("lling", "lled", "llation", "ing", "ed", "ation", "able", "es", "s", "e", "l"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
