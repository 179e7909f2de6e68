"""Ways in which a project can be broken: the command that meets each, and what must be said."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ASK = ("ask", "How long does a refund take?")
SEARCH = ("search", "How long does a refund take?", "-k", "1")
SYNC = ("sync",)
HUGE = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Hold one row of the table: what is broken, what is run, and what its one line must name."""

    what: str
    breaks: Callable[[Path], object]
    runs: tuple[str, ...]
    names: tuple[str, ...]


def _settings(text: str) -> Callable[[Path], object]:
    def write(project: Path) -> None:
        file = project / "handrail.toml"
        file.write_text(file.read_text() + text)

    return write


def _labels(text: str) -> Callable[[Path], object]:
    return lambda project: (project / "labels.jsonl").write_text(text)


def _labelled(**fields: object) -> str:
    return json.dumps({"question": "How long does a refund take?", "answerable": True} | fields)


def _nothing(_project: Path) -> None:
    return None


def _database(project: Path) -> Path:
    return project / ".handrail/handrail.db"


def _overwrite_database(project: Path) -> None:
    for file in project.glob(".handrail/handrail.db-*"):
        file.unlink()
    _database(project).write_bytes(b"This is a letter to my aunt. " * 400)


def _age_of_the_future(project: Path) -> None:
    with sqlite3.connect(_database(project)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'v9999'")
    connection.close()


def snapshot(project: Path) -> Path:
    """Return the folder of the snapshot that serves."""
    current = (project / ".handrail/index/CURRENT").read_text().strip()
    return project / ".handrail/index/snapshots" / current


def _flip(name: str) -> Callable[[Path], object]:
    def flip(project: Path) -> None:
        file = snapshot(project) / name
        held = bytearray(file.read_bytes())
        held[len(held) // 2] ^= 0xFF
        file.write_bytes(held)

    return flip


RETRIEVAL = ("eval", "retrieval", "LABELS")
ANSWERS = ("eval", "answers", "LABELS")
CALIBRATE = ("calibrate", "LABELS")

TABLE = (
    Broken(
        what="a setting that does not exist",
        breaks=_settings("\n[answers]\nmax_wrnog = 0.1\n"),
        runs=ASK,
        names=("answers.max_wrnog", "max_wrong"),
    ),
    Broken(
        what="a setting of the wrong kind",
        breaks=_settings('\n[serve]\nport = "eighty"\n'),
        runs=ASK,
        names=("serve.port", "integer"),
    ),
    Broken(
        what="settings that are no TOML",
        breaks=_settings("\n[answers\n"),
        runs=SYNC,
        names=("handrail.toml", "not valid TOML", "line 6"),
    ),
    Broken(
        what="settings that are no UTF-8",
        breaks=lambda project: (project / "handrail.toml").write_bytes(b"\xff\xfe\x00"),
        runs=SYNC,
        names=("Cannot read", "handrail.toml"),
    ),
    Broken(
        what="two sources of one name",
        breaks=_settings('[[knowledge.sources]]\nname = "help"\npath = "docs"\n'),
        runs=SYNC,
        names=("knowledge.sources", "help"),
    ),
    Broken(
        what="a database of an unknown kind",
        breaks=_settings('\n[storage]\ndatabase = "oracle://somewhere"\n'),
        runs=ASK,
        names=("oracle", "sqlite:///"),
    ),
    Broken(
        what="no project",
        breaks=lambda project: (project / "handrail.toml").unlink(),
        runs=ASK,
        names=("No handrail.toml", "handrail init"),
    ),
    Broken(
        what="a source's folder that is gone",
        breaks=lambda project: (project / "docs").rename(project / "elsewhere"),
        runs=SYNC,
        names=("'help'", "docs", "stays"),
    ),
    Broken(
        what="a source that is a file",
        breaks=lambda project: (
            (project / "docs").rename(project / "elsewhere"),
            (project / "docs").write_text("no folder"),
        ),
        runs=SYNC,
        names=("'help'", "not a folder"),
    ),
    Broken(
        what="a source that is not configured",
        breaks=_nothing,
        runs=("sync", "--source", "blog"),
        names=("blog", "help"),
    ),
    Broken(
        what="a database that is no database",
        breaks=_overwrite_database,
        runs=ASK,
        names=("handrail.db", "not a database"),
    ),
    Broken(
        what="a database of a newer Handrail",
        breaks=_age_of_the_future,
        runs=ASK,
        names=("newer",),
    ),
    Broken(
        what="an index whose folder is gone",
        breaks=lambda project: (project / ".handrail/index").rename(project / "index-elsewhere"),
        runs=SEARCH,
        names=("no search index", "handrail sync"),
    ),
    Broken(
        what="an index without a file",
        breaks=lambda project: (snapshot(project) / "vectors/passages.npy").unlink(),
        runs=SEARCH,
        names=("passages.npy", "handrail sync"),
    ),
    Broken(
        what="an index with a rotten list of passages",
        breaks=_flip("ids.npy"),
        runs=SEARCH,
        names=("ids.npy", "damaged", "handrail sync"),
    ),
    Broken(
        what="an index with a rotten manifest",
        breaks=lambda project: (snapshot(project) / "manifest.json").write_text("{"),
        runs=SEARCH,
        names=("manifest.json", "handrail sync"),
    ),
    Broken(
        what="an index that names nothing",
        breaks=lambda project: (project / ".handrail/index/CURRENT").write_bytes(b"\xff../x"),
        runs=SEARCH,
        names=("index", "handrail sync"),
    ),
    Broken(what="an empty question", breaks=_nothing, runs=("ask", " \n"), names=("empty",)),
    Broken(what="an empty search", breaks=_nothing, runs=("search", "\x07"), names=("empty",)),
    Broken(
        what="an endless question",
        breaks=_nothing,
        runs=("ask", "why? " * 1000),
        names=("4999 characters", "4000"),
    ),
    Broken(
        what="an endless search",
        breaks=_nothing,
        runs=("search", "why? " * 1000),
        names=("4999 characters", "4000"),
    ),
    Broken(
        what="an option that does not exist",
        breaks=_nothing,
        runs=(*ASK, "--loud"),
        names=("--loud", "handrail --help"),
    ),
    Broken(
        what="a command that does not exist",
        breaks=_nothing,
        runs=("anwser",),
        names=("anwser", "handrail --help"),
    ),
    Broken(
        what="a number that is none",
        breaks=_nothing,
        runs=("search", "refund", "-k", "many"),
        names=("-k", "integer"),
    ),
    Broken(
        what="a record that is not there",
        breaks=_nothing,
        runs=("explain", "rec_none"),
        names=("rec_none",),
    ),
    Broken(
        what="an article that is not there",
        breaks=_nothing,
        runs=("knowledge", "show", "help/none.md"),
        names=("help/none.md", "knowledge list"),
    ),
    Broken(
        what="a conversation that is not there",
        breaks=_nothing,
        runs=("handoffs", "conv_none"),
        names=("conv_none",),
    ),
    Broken(
        what="a data set that is not there",
        breaks=_nothing,
        runs=RETRIEVAL,
        names=("labels.jsonl", "No such file"),
    ),
    Broken(
        what="a data set with a line that is no JSON",
        breaks=_labels(_labelled() + "\n{nonsense\n"),
        runs=ANSWERS,
        names=("labels.jsonl, line 2", "JSON"),
    ),
    Broken(
        what="a data set without the answerable field",
        breaks=_labels('{"question": "Why?"}\n'),
        runs=CALIBRATE,
        names=("labels.jsonl, line 1", "'answerable'"),
    ),
    Broken(
        what="a data set with a misspelt field",
        breaks=_labels(_labelled(article=["help/account.md"])),
        runs=ANSWERS,
        names=("line 1", "'article'", "'articles'"),
    ),
    Broken(
        what="a data set that names an unknown article",
        breaks=_labels(f"{_labelled()}\n\n{_labelled(articles=['help/gone.md'])}\n"),
        runs=ANSWERS,
        names=("line 3", "help/gone.md"),
    ),
    Broken(
        what="a retrieval set that names an unknown article",
        breaks=_labels('{"question": "Why?", "articles": ["help/gone.md"]}\n'),
        runs=RETRIEVAL,
        names=("line 1", "help/gone.md"),
    ),
    Broken(
        what="a data set with nothing in it",
        breaks=_labels("\n\n"),
        runs=ANSWERS,
        names=("labels.jsonl", "no questions"),
    ),
    Broken(
        what="a data set that is no text",
        breaks=lambda project: (project / "labels.jsonl").write_bytes(b"\xff\xfe{}"),
        runs=RETRIEVAL,
        names=("labels.jsonl", "UTF-8"),
    ),
    Broken(
        what="a project that is there already",
        breaks=_nothing,
        runs=("init", "PROJECT"),
        names=("handrail.toml", "there already"),
    ),
    Broken(
        what="a source with a name that cannot stand in an article id",
        breaks=_nothing,
        runs=("init", "PROJECT/new", "--docs", "PROJECT/docs", "--name", "Our Help"),
        names=("Our Help", "small letters"),
    ),
    Broken(
        what="a promise that cannot be kept",
        breaks=_labels(_labelled()),
        runs=(*CALIBRATE, "--max-wrong", "7"),
        names=("7.0", "between 0 and 1"),
    ),
    Broken(
        what="a threshold that is no probability",
        breaks=_labels(_labelled()),
        runs=(*ANSWERS, "--threshold", "7"),
        names=("--threshold", "less than or equal to 1. Try"),
    ),
    Broken(
        what="a folder of articles that is not there",
        breaks=_nothing,
        runs=("init", "PROJECT/new", "--docs", "PROJECT/nowhere"),
        names=("nowhere",),
    ),
    Broken(
        what="a help centre that is no web address",
        breaks=_nothing,
        runs=("init", "PROJECT/new", "--url", "https://kim:pw@help.example/"),
        names=("kim:pw@help.example", "no web address", "without a password"),
    ),
    Broken(
        what="a folder and an address at once",
        breaks=_nothing,
        runs=("init", "PROJECT/new", "--docs", "PROJECT/docs", "--url", "https://help.example/"),
        names=("Both a folder and an address",),
    ),
)
