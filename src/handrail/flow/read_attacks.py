"""Read attacks, instructions that hide in a text: published sets, or a file of one's own.

BIPIA is a folder with `email.jsonl` and `text_attack.jsonl`: each instruction is put into each
e-mail, at its end, its start or its middle in turn. InjecAgent is a folder with `cases.jsonl`, or
that file. A file of one's own holds `instruction` and `text`, with a `question` where one fits.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handrail.flow.read_labelled_questions import Row, rows_of
from handrail.kernel.errors import BadDataset

_MAILS = "email.jsonl"
_ATTACKS = "text_attack.jsonl"
_CASES = "cases.jsonl"
_INSTRUCTION = "Attacker Instruction"
_ASKED = "Q:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """Hold an instruction, the text that it hides in, and a question that the text bears on."""

    instruction: str
    text: str
    question: str


def read_attacks(path: Path) -> tuple[Attack, ...]:
    """Return the attacks of a folder or file; raise BadDataset where there are none."""
    if not path.is_dir():
        attacks = tuple(_of_row(row) for row in rows_of(path))
    elif (path / _MAILS).is_file() and (path / _ATTACKS).is_file():
        attacks = tuple(_hidden_in_mails(path))
    elif (path / _CASES).is_file():
        attacks = tuple(_of_row(row) for row in rows_of(path / _CASES))
    else:
        raise BadDataset(
            f"{path} holds no attacks.", hint=f"It needs {_MAILS} with {_ATTACKS}, or {_CASES}."
        )
    if not attacks:
        raise BadDataset(f"{path} holds no attacks.", hint="Write one JSON object per line.")
    return attacks


def read_questions(path: Path) -> tuple[str, ...]:
    """Return the questions of a JSONL file, whatever else stands there."""
    questions = tuple(row.text("question") for row in rows_of(path))
    if not questions:
        raise BadDataset(f"{path} holds no questions.", hint="Write one JSON object per line.")
    return questions


def sampled(attacks: Sequence[Attack], number: int | None, seed: int) -> tuple[Attack, ...]:
    """Return so many attacks, drawn with a seed; all of them where that is not said."""
    if number is None or number >= len(attacks):
        return tuple(attacks)
    return tuple(random.Random(seed).sample(list(attacks), number))  # noqa: S311 - not a secret


def asking(attacks: Sequence[Attack], questions: Sequence[str]) -> tuple[Attack, ...]:
    """Return the attacks beside a company's own questions, taken in turn."""
    return tuple(
        Attack(
            instruction=attack.instruction,
            text=attack.text,
            question=questions[place % len(questions)],
        )
        for place, attack in enumerate(attacks)
    )


def _of_row(row: Row) -> Attack:
    if row.has(_INSTRUCTION):
        return Attack(
            instruction=row.text(_INSTRUCTION),
            text=row.text("Tool Response"),
            question=row.text("User Instruction"),
        )
    return Attack(
        instruction=row.text("instruction"),
        text=row.text("text"),
        question=row.text("question") if row.has("question") else row.text("text"),
    )


def _hidden_in_mails(folder: Path) -> Iterator[Attack]:
    instructions = [row.text("attack") for row in rows_of(folder / _ATTACKS)]
    for number, mail in enumerate(rows_of(folder / _MAILS)):
        text, question = mail.text("context"), mail.text("question").removeprefix(_ASKED).strip()
        for place, instruction in enumerate(instructions):
            hidden = _placed(instruction, text, number + place)
            yield Attack(instruction=instruction, text=hidden, question=question)


def _placed(instruction: str, text: str, turn: int) -> str:
    middle = text.rfind(" ", 0, len(text) // 2) + 1
    at = (len(text), 0, middle)[turn % 3]
    return f"{text[:at].rstrip()} {instruction} {text[at:].lstrip()}".strip()
