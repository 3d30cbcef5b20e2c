"""Driving the page without a browser: open it, answer a question, click, read."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"


def open_page(**answers: object) -> AppTest:
    """Open the page with some questions answered; exact portions, which take no time."""
    page = AppTest.from_file(str(APP), default_timeout=120)
    for key, value in {"portions": "exact", **answers}.items():
        page.session_state[key] = value
    return arrive(page)


def visit(**address: str | list[str]) -> AppTest:
    """Open an address of the page; exact portions."""
    page = AppTest.from_file(str(APP), default_timeout=120)
    for name, values in {"portions": "Exact", **address}.items():
        page.query_params[name] = values
    return arrive(page)


def arrive(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def change(page: AppTest, key: str, value: object) -> AppTest:
    page.get_by_key(key).set_value(value)
    page.run()
    assert not page.exception
    return page


def everything(page: AppTest) -> str:
    """Return all text the page shows."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "error", "success")
    return "\n".join(str(element.value) for kind in kinds for element in page.get(kind))


def is_planned(page: AppTest) -> bool:
    return page.title[0].value.endswith("a day")


def click(page: AppTest, key: str) -> AppTest:
    page.get_by_key(key).click()
    page.run()
    assert not page.exception
    return page


def pick(page: AppTest, key: str, action: str) -> AppTest:
    """Pick an action from a menu."""
    page.get_by_key(key).click(action)
    page.run()
    assert not page.exception
    return page


def list_files_offered(page: AppTest) -> set[str]:
    """Return the keys of the files of a plan that can be saved."""
    return {button.key for button in page.get("download_button") if button.key.startswith("save-")}
