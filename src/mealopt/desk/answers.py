"""Answers to questions: the exact one at once, the one in whole portions when it is ready.

An answer is a pure function of its question, so one that was found for somebody may serve whoever asks
the very same. Live models are leased where they are solved, and what takes seconds has models of its own,
so that nobody who changes an input waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mealopt.changes import change_plan, swap_food
from mealopt.desk.helper import ask_helper
from mealopt.desk.jobs import Cache, Workers
from mealopt.desk.misfit import MisfitError, sum_up_misfit
from mealopt.eaten import eat_instead
from mealopt.errors import BadInputError, MealoptError, NoPlanError
from mealopt.explain.nothing_fits import NothingFitsError
from mealopt.household import find_shared_meal, join_meal, set_table
from mealopt.plan.plan import Plan
from mealopt.planner import make_plan
from mealopt.request.rules import WEEK

if TYPE_CHECKING:

    from concurrent.futures import Future

    from mealopt.desk.question import Question, Turn
    from mealopt.knowledge.library import Knowledge

_exact, _whole, _refusals = Cache[Plan](), Cache[Plan](), Cache[str]()
_guests = Cache[list[Plan | MealoptError]]()
plan_work = Workers()  # plans: in exact amounts at once, in whole portions in the background


def find_exact(question: Question) -> Plan:
    """Return the average day of a question's week in exact amounts; some tens of milliseconds.

    Where nothing fits, `MisfitError` holds the best there is; repairs take longer, and wait to be asked.
    """
    known = _exact.get(question)
    if known is not None:
        return known
    try:
        with plan_work.looked_on:
            plan = make_plan(
                question.person, question.rules("exact"), plan_work.knowledge_of(question), WEEK,
                repairs=False,
            )
    except NothingFitsError as error:
        misfit = MisfitError(sum_up_misfit(error))
        _exact.put(question, misfit)
        raise misfit from None
    except NoPlanError as error:
        _exact.put(question, error)
        raise
    _exact.put(question, plan)
    return plan


def recall_whole(question: Question) -> Plan | None:
    """Return the week in whole portions where somebody already waited for it."""
    return _whole.get(question)


def start_whole(question: Question) -> Future[Plan]:
    """Start on the week in whole portions in the background."""
    plain = not (question.turns or question.guests or question.tables)
    helped = (lambda: recall_whole(question) or ask_for_whole(question)) if plain else None
    return plan_work.start(question, lambda: recall_whole(question) or solve_whole(question), helped)


def ask_for_whole(question: Question) -> Plan | None:
    """Solve the week in whole portions in the helper; `None` where that came to nothing."""
    plan = ask_helper(question.person, question.rules("whole"))
    if plan is not None:
        _whole.put(question, plan)
    return plan


def solve_whole(question: Question) -> Plan:
    """Solve the week in whole portions, and again by its turns."""
    if question.turns:
        before = recall_whole(question.before) or solve_whole(question.before)
        try:
            plan = turn_week(before, question.turns[-1], plan_work.knowledge_of(question))
        except (BadInputError, NoPlanError) as error:  # an address may ask for what the week does not have
            _refusals.put(question, str(error))
            plan = before
    else:
        knowledge, rules = plan_work.knowledge_of(question), question.rules("whole")
        if question.guests:
            people = [(question.person, rules), *((g.person, question.rules_of(g)) for g in question.guests)]
            meal = find_shared_meal(knowledge, [rules])
            plan = set_table(people, 0, meal, knowledge, WEEK)
        else:
            plan = make_plan(question.person, rules, knowledge, WEEK, repairs=False)
    _whole.put(question, plan)
    return plan


def recall_guests(question: Question) -> list[Plan | MealoptError] | None:
    """Return the weeks of the guests, or why there is none, where somebody already waited for them."""
    return _guests.get(question)


def start_guests(question: Question, plan: Plan) -> Future[list[Plan | MealoptError]]:
    """Start on the weeks of those who have the main meal of a plan, in the background."""
    def work() -> list[Plan | MealoptError]:
        return recall_guests(question) or seat_guests(question, plan)

    return plan_work.start(("guests", question), work)


def seat_guests(question: Question, plan: Plan) -> list[Plan | MealoptError]:
    """Find the weeks of those who have the main meal of a plan, each with portions of their own."""
    knowledge = plan_work.knowledge_of(question)
    meal = find_shared_meal(knowledge, [question.rules("whole")])
    found: list[Plan | MealoptError] = []
    for guest in question.guests:
        try:
            found.append(join_meal(plan, meal, guest.person, question.rules_of(guest), knowledge))
        except MealoptError as error:
            found.append(error)
    _guests.put(question, found)
    return found


def recall_refusal(question: Question) -> str:
    """Return why the latest turn of a question left the week as it was; nothing where it did not."""
    return _refusals.get(question) or ""


def turn_week(plan: Plan, turn: Turn, knowledge: Knowledge) -> Plan:
    """Return a week with a day of other meals, or with what was eaten; raises where there is no such week."""
    if turn.eaten:
        eaten = dict(turn.eaten)
        return eat_instead(plan, turn.day, turn.meal, eaten, keep=turn.stays, knowledge=knowledge)
    if turn.gone:
        return swap_food(plan, turn.day, turn.meal, turn.gone, seed=turn.seed, knowledge=knowledge)
    if not turn.stays:
        return change_plan(plan, (turn.day,), seed=turn.seed, knowledge=knowledge)
    lock = {turn.day: turn.stays}
    try:
        return change_plan(plan, (turn.day,), lock=lock, seed=turn.seed, knowledge=knowledge)
    except NoPlanError:  # beside the same foods in other portions there often is one
        return change_plan(plan, (turn.day,), lock=lock, seed=turn.seed, loose=True, knowledge=knowledge)
