"""Does a claim speak as the machine: of its prompt, its orders, its tools?"""

import re

from handrail.domain.answering.checks.told import Told
from handrail.kernel.patterns import when_used

_TALK = when_used(
    r"\bas\san?\s(?:AI|large\slanguage|language\smodel|assistant|chatbot|artificial)|\blanguage\smodel\b|"
    r"\b(?:system|hidden|initial|original)\s(?:prompt|instructions?|message)|\bmy\s(?:instructions?|"
    r"prompt|guidelines|training(?:\sdata)?|programming)\b|\b(?:ignore|disregard|forget)\s(?:all\s|the\s|"
    r"any\s|your\s|these\s|my\s)*(?:previous|prior|above|earlier|former|preceding)\b|"
    r"\byou\sare\s(?:a|an|now)\s(?:\w+\s){0,3}(?:assistant|bot|model|ai)\b|<\|\w+\|>|\[/?INST\]|"
    r"</?(?:s|system|user|assistant|tool|think|function)\w*>|^\s*(?:system|assistant|user|human|ai|"
    r"developer|tool|function)\s*:|\b(?:jailbreak|developer\smode)\b|"
    r"\baccording\sto\s(?:the\s)?(?:provided|given|above)\s(?:context|passages?|documents?|quotes?)|"
    r"\bthe\s(?:provided|given)\s(?:context|passages?|documents?|text)\b",
    re.IGNORECASE | re.MULTILINE,
)
_TOOL = when_used(
    r"[{\[]\s*[\"'](?:name|tool|function|action|arguments|parameters|type|role|content)[\"']\s*:|"
    r"\b(?:tool|function)[_\s]?calls?\b|\b\w+_\w+\s?\((?:[^()\n]{0,200})\)|"
    r"\b(?:calling|invoking|call|invoke|running|execute|executing|using)\s(?:the\s)?"
    r"(?:\w+\s)?(?:tool|function|action|`?\w+_\w+)|^\s*(?:action|thought|observation)(?:\sinput)?\s*:|"
    r"[\"']\w+[\"']\s*:\s*[\[{\"'\d]",
    re.IGNORECASE | re.MULTILINE,
)


def machine_talk(told: Told) -> tuple[str, ...]:
    """Find words about the assistant's own making that the quotes do not hold."""
    return _found(_TALK, told, "the claim speaks of the assistant's own making")


def tool_calls(told: Told) -> tuple[str, ...]:
    """Find the call of a tool, written as text or as data, that the quotes do not hold."""
    return _found(_TOOL, told, "the claim calls a tool")


def _found(pattern: re.Pattern[str], told: Told, fault: str) -> tuple[str, ...]:
    quoted = told.quoted.lower()
    new = any(match.group().lower() not in quoted for match in pattern.finditer(told.said))
    return (fault,) if new else ()
