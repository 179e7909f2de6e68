"""Convert public question sets to the form that `handrail eval answers` reads.

`python -m benchmarks.datasets FOLDER` reads the sets below HANDRAIL_DATA and writes to FOLDER:

- `squad2.jsonl`, `clapnq.jsonl`: questions with the passages that replace retrieval;
- `mtrag/articles/` and `mtrag.jsonl`: all contexts of the talks as one help centre, and each talk's
  last question with what was asked before, ANSWERABLE or UNANSWERABLE;
- `mtrag_underspecified.jsonl`: the turns that should be asked back.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.json_lines import json_lines
from benchmarks.projects import NOT_SET, data_folder
from handrail.kernel.ids import digest

Row = Mapping[str, Any]
_ID_LENGTH = 16
_MTRAG = "mtrag"


def squad2(data: Path) -> Iterator[Row]:
    """Yield SQuAD 2.0 questions with their one paragraph."""
    for row in json_lines(data / "squad2" / "questions.jsonl"):
        title = row["title"].replace("_", " ")
        yield {
            "question": row["question"],
            "answerable": not row["is_impossible"],
            "passages": [{"title": title, "text": row["context"]}],
        }


def clapnq(data: Path) -> Iterator[Row]:
    """Yield CLAPNQ questions with their passages."""
    for name, answerable in (("dev_answerable", True), ("dev_unanswerable", False)):
        for row in json_lines(data / "clapnq" / f"{name}.jsonl"):
            passages = [{"title": p["title"], "text": p["text"]} for p in row["passages"]]
            yield {"question": row["input"], "answerable": answerable, "passages": passages}


def mtrag(data: Path, wanted: Mapping[str, bool]) -> Iterator[Row]:
    """Yield the last question of each conversation whose label is wanted, with what came before."""
    for row in json_lines(data / _MTRAG / "tasks.jsonl"):
        label = row["answerability"][0]
        if label not in wanted:
            continue
        asked = [turn["text"] for turn in row["input"] if turn["speaker"] == "user"]
        articles = [_article(context) for context in row["contexts"]] if wanted[label] else []
        yield {
            "question": asked[-1],
            "answerable": wanted[label],
            "history": [text for text in asked[:-1] if text.strip()],
            "articles": sorted(set(articles)),
        }


def mtrag_articles(data: Path) -> Mapping[str, str]:
    """Return every context of the conversations as an article, by its path."""
    return {
        _article(context).removeprefix(f"{_MTRAG}/"): _text(context)
        for row in json_lines(data / _MTRAG / "tasks.jsonl")
        for context in row["contexts"]
        if context["text"].strip()
    }


def write_all(data: Path, folder: Path) -> None:
    """Write every set below a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "squad2.jsonl", squad2(data))
    _write(folder / "clapnq.jsonl", clapnq(data))
    labels = {"ANSWERABLE": True, "UNANSWERABLE": False}
    _write(folder / "mtrag.jsonl", mtrag(data, labels))
    _write(folder / "mtrag_underspecified.jsonl", mtrag(data, {"UNDERSPECIFIED": False}))
    articles = folder / _MTRAG / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    for path, text in mtrag_articles(data).items():
        (articles / path).write_text(text, encoding="utf-8")


def main() -> None:
    """Write every set to the folder that is named."""
    data = data_folder()
    if data is None or len(sys.argv) != 2:
        raise SystemExit(NOT_SET if data is None else "Use: python -m benchmarks.datasets FOLDER")
    write_all(data, Path(sys.argv[1]))


def _article(context: Row) -> str:
    return f"{_MTRAG}/{digest(context['document_id'])[:_ID_LENGTH]}.md"


def _text(context: Row) -> str:
    title = (context.get("title") or context["document_id"]).replace('"', "'")
    return f'---\ntitle: "{title}"\n---\n\n{context["text"].strip()}\n'


def _write(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()
