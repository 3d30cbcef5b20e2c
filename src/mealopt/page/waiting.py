"""Waiting for what is found in the background, ready to stop as soon as an input changes."""

from __future__ import annotations

import concurrent.futures
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from mealopt.errors import MealoptError
from mealopt.page.words import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from streamlit.delta_generator import DeltaGenerator

GLANCE = 0.2  # seconds between two looks at the jobs: the longest a changed input waits for them


@dataclass(frozen=True)
class Task:
    """A job in the background, where to say that it is on, and what shows its result (`None`: it failed).

    `place` is an `st.empty`: what is said there makes room for the result.
    """

    job: Future[Any]
    place: DeltaGenerator
    saying: str
    show: Callable[[Any], None]


def wait_for(tasks: list[Task]) -> None:
    """Wait for all tasks and show each as it is ready; a changed input takes the rest from the queue."""
    left = list(tasks)
    for task in left:
        task.place.markdown(f":shimmer[{escape_markdown(task.saying)}]")
    try:
        while left:
            concurrent.futures.wait([task.job for task in left], GLANCE, concurrent.futures.FIRST_COMPLETED)
            notice_change()
            for task in [task for task in left if task.job.done()]:
                left.remove(task)
                task.place.empty()
                task.show(read_result(task.job))
    finally:
        for task in left:
            task.job.cancel()


def notice_change() -> None:
    """Let Streamlit end this run where an input has changed: it looks whenever the session is read.

    Messages to the browser would do as well, but one every moment keeps it from drawing menus.
    """
    st.session_state.get("any")


def read_result(job: Future[Any]) -> Any:
    """Return the result of a job that is done, `None` where the program could not find one."""
    try:
        return job.result()
    except MealoptError:
        return None
