"""A second process beside the page's own: the week of a visitor who would wait for somebody else's.

Threads of one process take turns at most of the work; a process of its own goes on beside it. It starts when
somebody first has to wait, where there is a processor for it, and keeps the tables and models of its own.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import TYPE_CHECKING

from mealopt.batch.engines import count_cores, leave_with_parent, shield_children
from mealopt.desk.memory import give_back, share_heaps
from mealopt.errors import MealoptError
from mealopt.knowledge.library import load_knowledge
from mealopt.planner import make_plan
from mealopt.request.rules import WEEK

if TYPE_CHECKING:
    from mealopt.plan.plan import Plan
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules

LEAST_CORES = 2


@cache
def open_helper() -> ProcessPoolExecutor:
    """Return the process, which starts when it is first asked something."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, context, initializer=begin_helping)


def may_help() -> bool:
    """Say whether there is a processor for a second process."""
    return count_cores() >= LEAST_CORES


def ask_helper(person: Person, rules: Rules) -> Plan | None:
    """Return the week of a person from the shipped tables, worked out by the helper.

    `None` where it has none or is lost: whoever asks works it out here, and meets the reason.
    """
    try:
        with shield_children():
            job = open_helper().submit(plan_beside, person, rules)
        return job.result()
    except BrokenProcessPool:
        open_helper.cache_clear()  # the next one asked is another
        return None


def begin_helping() -> None:
    """Make this process a helper: it leaves Ctrl-C to the page, and ends when the page does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=leave_with_parent, daemon=True).start()
    share_heaps()


def plan_beside(person: Person, rules: Rules) -> Plan | None:
    """Return a week in the helper, `None` where there is none: errors are not sent between processes."""
    try:
        return make_plan(person, rules, load_knowledge(), WEEK, repairs=False)
    except MealoptError:
        return None
    finally:
        give_back()
