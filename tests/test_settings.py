from pathlib import Path

import pytest

from handrail.kernel.errors import BadSettings
from handrail.settings import load_settings


def _project(folder: Path, text: str) -> Path:
    (folder / "handrail.toml").write_text(text, encoding="utf-8")
    return folder


def test_an_empty_file_is_a_project_with_defaults(tmp_path: Path) -> None:
    settings = load_settings(_project(tmp_path, ""), {})

    assert settings.serve.port == 8080
    assert settings.knowledge.sources == ()


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    project = _project(tmp_path, "[serve]\nport = 1234\n")

    settings = load_settings(project, {"HANDRAIL_SERVE__PORT": "4321"})

    assert settings.serve.port == 4321


def test_a_secret_is_never_printed(tmp_path: Path) -> None:
    project = _project(tmp_path, '[storage]\ndatabase = "postgresql://me:hunter2@db/handrail"\n')

    settings = load_settings(project, {})

    assert "hunter2" not in f"{settings!r} {settings}"
    assert "hunter2" in settings.storage.database.get_secret_value()


def test_credentials_in_the_collectors_address_are_refused_and_not_repeated(
    tmp_path: Path,
) -> None:
    project = _project(tmp_path, "[telemetry]\nendpoint = 'https://me:hunter2@collector'\n")

    with pytest.raises(BadSettings) as caught:
        load_settings(project, {})

    assert "telemetry.endpoint" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ("[serve]\nprot = 1\n", {}, "Did you mean 'port'?"),
        ("[serve]\nport = 'x'\n", {}, "serve.port"),
        ("[serve\n", {}, "line 1"),
        ("[answers]\nmax_wrong = 1.5\n", {}, "answers.max_wrong"),
        (
            "[[knowledge.sources]]\nname='a'\npath='x'\n[[knowledge.sources]]\nname='a'\npath='y'\n",
            {},
            "two sources are called 'a'",
        ),
        ("[telemetry]\nendpoint = 'collector:4318'\n", {}, "telemetry.endpoint"),
        ("[mcp]\ntoken = 'short'\n", {}, "at least 16"),
        ("", {"HANDRAIL_PROT": "1"}, "HANDRAIL_PROT"),
        ("", {"HANDRAIL_SERVE__PROT": "1"}, "Did you mean 'port'?"),
    ],
)
def test_a_bad_setting_is_one_clear_line(
    tmp_path: Path, text: str, environment: dict[str, str], said: str
) -> None:
    project = _project(tmp_path, text)

    with pytest.raises(BadSettings) as caught:
        load_settings(project, environment)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_project_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="handrail init"):
        load_settings(tmp_path, {})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[models]\nwriter = 'gpt'\n", "'gpt' names no model; write PROVIDER:NAME"),
        ("[models]\nwriter = 'mistral:x'\n", "with one of openai, anthropic, google"),
        ("[models]\nreader = 'extractive'\n", "names no model"),
        ("[models]\nfallbacks = ['openai:a', 'b']\n", "models.fallbacks.1"),
        ("[models]\nfallbacks = ['openai:a']\n", "fallbacks is set, and no model writes"),
        ("[models]\njudge = 'openai:a'\n", "judge is set, and no model writes"),
        ("[models]\nembedder = 'minilm'\n", "none of bundled"),
        ("[models]\ntotal_seconds = 0\n", "models.total_seconds"),
        ("[models.endpoints.acme]\nbase_url = 'x'\n", "models.endpoints.acme"),
        ("[models]\nwriters = 'x:y'\n", "Did you mean 'writer'?"),
        ("[answers]\nwriter = 'openai:a'\n", "name a language model under [models]"),
    ],
)
def test_a_model_that_is_misspelt_is_one_clear_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSettings) as caught:
        load_settings(_project(tmp_path, text), {})

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_project_from_before_keeps_its_writer(tmp_path: Path) -> None:
    settings = load_settings(_project(tmp_path, "[answers]\nwriter = 'extractive'\n"), {})

    assert settings.models.writer == "extractive"
    assert settings.models.named == ()


def test_a_key_comes_from_the_environment_and_is_never_printed(tmp_path: Path) -> None:
    project = _project(tmp_path, "[models]\nwriter = 'openai:a'\n")

    settings = load_settings(project, {"HANDRAIL_MODELS__API_KEY": "sk-hunter2"})
    other = load_settings(project, {"HANDRAIL_MODELS__ENDPOINTS__OPENAI__API_KEY": "sk-hunter2"})

    assert "hunter2" not in f"{settings!r} {settings} {other!r}"
    assert settings.models.api_key is not None
    assert other.models.endpoints["openai"].api_key is not None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("name='a'\nkind='folder'", "'knowledge.sources.0.path': Field required"),
        ("name='a'\nkind='ftp'", "'knowledge.sources.0': there is no such kind of source"),
        ("name='a'\nkind='web'\nurl='https://x.example'\npath='x'", "'knowledge.sources.0.path'"),
        ("name='a'\nkind='web'\nurl='https://me:pw@x.example'", "no user name or password"),
        ("name='a'\nkind='web'\nurl='ftp://x.example'", "is no web address"),
    ],
)
def test_a_source_is_checked_as_the_kind_that_it_says(
    tmp_path: Path, said: str, wanted: str
) -> None:
    (tmp_path / "handrail.toml").write_text(f"[[knowledge.sources]]\n{said}\n")

    with pytest.raises(BadSettings) as refused:
        load_settings(tmp_path, {})

    assert wanted in str(refused.value)
