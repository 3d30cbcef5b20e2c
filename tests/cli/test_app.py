"""`mealopt app`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from click.testing import Result

    Run = Callable[..., Result]


def test_the_page_needs_streamlit(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mealopt.cli.app.find_spec", lambda _: None)
    result = run("app")
    assert result.exit_code == 2
    assert "pip install 'mealopt[app]'" in result.stderr


def test_the_page_is_started_with_its_settings_and_the_arguments(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    class Page:
        def __init__(self, command: list[str]) -> None:
            started.append(command)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def wait(self) -> int:
            return 0

    monkeypatch.setattr("mealopt.cli.app.find_spec", lambda _: True)
    monkeypatch.setattr("mealopt.cli.app.subprocess.Popen", Page)
    assert run("app", "--server.port", "8080").exit_code == 0
    command = started[0]
    assert command[1:4] == ["-m", "streamlit", "run"]
    assert command[4].endswith("app.py")
    assert command[-2:] == ["--server.port", "8080"]
    assert "--browser.gatherUsageStats=false" in command
    assert "--server.address=localhost" in command
    assert run("app", "--server.address", "0.0.0.0").exit_code == 0
    assert "--server.address=localhost" not in started[1]
