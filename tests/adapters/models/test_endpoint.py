import sys
from pathlib import Path
from subprocess import run
from typing import Any

import pytest

from handrail.adapters.models.endpoint import endpoint_of
from handrail.kernel.errors import BadSettings
from handrail.model_settings import ModelSettings


def settings(**values: Any) -> ModelSettings:
    return ModelSettings.model_validate(values)


def test_one_provider_needs_no_block_of_its_own() -> None:
    held = settings(writer="openai:a", reader="openai:b", api_key="k", base_url="https://m.example")

    endpoint = endpoint_of("openai:a", held)

    assert (endpoint.api_key, endpoint.base_url) == ("k", "https://m.example")
    assert "'k'" not in repr(endpoint)


def test_a_key_is_never_shown_to_another_provider_than_its_own() -> None:
    held = settings(writer="openai:a", fallbacks=("anthropic:b",), api_key="k")

    with pytest.raises(BadSettings, match=r"\[models.endpoints.anthropic\]"):
        endpoint_of("anthropic:b", held)


def test_each_of_two_providers_has_its_own_key() -> None:
    endpoints = {"openai": {"api_key": "k1"}, "anthropic": {"api_key": "k2"}}
    held = settings(writer="openai:a", fallbacks=("anthropic:b",), endpoints=endpoints)

    assert endpoint_of("openai:a", held).api_key == "k1"
    assert endpoint_of("anthropic:b", held).api_key == "k2"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"writer": "openai:a"}, "Set HANDRAIL_MODELS__API_KEY."),
        ({"writer": "google:a"}, "needs a key"),
        ({"writer": "compatible:a"}, "Set base_url under [models]."),
        (
            {"writer": "anthropic:a", "endpoints": {"anthropic": {}}},
            "Set HANDRAIL_MODELS__ENDPOINTS__ANTHROPIC__API_KEY.",
        ),
    ],
)
def test_what_is_missing_is_said_in_one_line(values: dict[str, Any], said: str) -> None:
    with pytest.raises(BadSettings) as caught:
        endpoint_of(values["writer"], settings(**values))

    assert said in str(caught.value)


def test_a_server_of_one_s_own_needs_no_key() -> None:
    assert endpoint_of("ollama:a", settings(writer="ollama:a")).api_key is None


def test_starting_up_without_a_model_loads_none_of_its_packages(tmp_path: Path) -> None:
    (tmp_path / "handrail.toml").write_text("")
    program = (
        "import sys; from pathlib import Path; from handrail.app import open_app;"
        f"open_app(Path({str(tmp_path)!r})).think_ports();"
        "print([m for m in ('pydantic_ai', 'openai', 'anthropic', 'google.genai', 'httpx2')"
        " if m in sys.modules])"
    )

    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "handrail.toml").write_text("[models]\nwriter = 'ollama:a'\n")
    program = (
        "import sys; sys.modules['pydantic_ai'] = None;from handrail.__main__ import main; main()"
    )

    done = run(
        [sys.executable, "-c", program, "doctor", "--project", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "pip install 'handrail[models]'" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
