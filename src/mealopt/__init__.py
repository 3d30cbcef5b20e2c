"""Diet optimization with proof: what to eat, and which nutrients drive the plan.

>>> from mealopt import Person, Rules, plan_week
>>> plan = plan_week(Person(age=34, sex="female"), Rules(diet="vegan"))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mealopt.alternatives import find_alternatives
    from mealopt.changes import change_plan, swap_food
    from mealopt.eaten import eat_instead
    from mealopt.errors import BadInputError, MealoptError, NoPlanError, SolverLimitError
    from mealopt.household import plan_household
    from mealopt.knowledge.library import Knowledge, load_knowledge
    from mealopt.plan.calendar import format_calendar
    from mealopt.plan.plan import Plan
    from mealopt.plan.sheet import format_sheet
    from mealopt.plan.shopping import build_shopping
    from mealopt.plan.shopping_text import format_shopping
    from mealopt.planner import explain_week, plan_day, plan_week
    from mealopt.request.person import Person
    from mealopt.request.rules import Rules

__version__ = "0.1.0"
__all__ = [
    "BadInputError", "Knowledge", "MealoptError", "NoPlanError", "Person", "Plan", "Rules",
    "SolverLimitError", "build_shopping", "change_plan", "eat_instead", "explain_week",
    "find_alternatives", "format_calendar", "format_sheet", "format_shopping", "load_knowledge", "plan_day",
    "plan_household", "plan_week", "swap_food",
]  # fmt: skip

# pandas, PuLP and HiGHS cost a second to import: nobody pays it for `--help`
_HOMES = {
    "BadInputError": "errors",
    "MealoptError": "errors",
    "NoPlanError": "errors",
    "SolverLimitError": "errors",
    "Knowledge": "knowledge.library",
    "load_knowledge": "knowledge.library",
    "Person": "request.person",
    "Rules": "request.rules",
    "Plan": "plan.plan",
    "build_shopping": "plan.shopping",
    "format_calendar": "plan.calendar",
    "format_sheet": "plan.sheet",
    "format_shopping": "plan.shopping_text",
    "change_plan": "changes",
    "eat_instead": "eaten",
    "find_alternatives": "alternatives",
    "swap_food": "changes",
    "plan_household": "household",
    "explain_week": "planner",
    "plan_day": "planner",
    "plan_week": "planner",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'mealopt' has no attribute {name!r}")
    return getattr(import_module(f"mealopt.{_HOMES[name]}"), name)
