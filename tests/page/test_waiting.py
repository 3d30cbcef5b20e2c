"""What waits for an answer, and what ends the wait."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

pytest.importorskip("streamlit", reason="the page needs the extra `app`")

from mealopt.errors import NoPlanError
from mealopt.page import waiting
from mealopt.page.waiting import Task, wait_for


class Place:
    """Where something is said, then room is made for the result."""

    def markdown(self, _: str) -> None:
        """Say it."""

    def empty(self) -> None:
        """Make room."""


def test_what_waits_shows_each_result():
    shown: list[object] = []
    ready: Future[str] = Future()
    ready.set_result("a plan")
    failed: Future[str] = Future()
    failed.set_exception(NoPlanError("none"))
    wait_for([Task(job, Place(), "Waiting …", shown.append) for job in (ready, failed)])
    assert shown == ["a plan", None]


def test_a_changed_input_ends_the_wait(monkeypatch):
    def change() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(waiting, "notice_change", change)
    never: Future[str] = Future()
    with pytest.raises(KeyboardInterrupt):
        wait_for([Task(never, Place(), "Waiting …", print)])
    assert never.cancelled()
