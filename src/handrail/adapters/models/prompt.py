"""Prompts: versioned files, known by their hash, in which what others wrote is marked as data."""

from dataclasses import dataclass
from importlib.resources import files

from handrail.kernel.ids import Ids, digest

_HASH_CHARACTERS = 12
_MARK = "{mark}"
_FOLDER = files("handrail.adapters.models.prompts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Hold a prompt's text with the name under which it is recorded."""

    name: str
    """File and hash, for example `write.v1-1f2e3d4c5b6a`."""
    text: str

    def instructions(self, mark: str) -> str:
        """Return the instructions, which say what the mark means."""
        return self.text.replace(_MARK, mark)


def load_prompt(name: str) -> Prompt:
    """Read the prompt of that name and version, for example `write.v1`."""
    text = _FOLDER.joinpath(f"{name}.md").read_text(encoding="utf-8")
    return Prompt(name=f"{name}-{digest(text)[:_HASH_CHARACTERS]}", text=text)


def unused_mark(ids: Ids, texts: tuple[str, ...]) -> str:
    """Return a mark that nobody can guess and that stands in none of the texts."""
    while True:
        mark = ids.new("data")
        if not any(mark in text for text in texts):
            return mark


def marked(label: str, text: str, mark: str) -> str:
    """Return a text as data: between two lines that hold the mark."""
    return f"<<{mark} {label}>>\n{text}\n<<{mark} end>>"
