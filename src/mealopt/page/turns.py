"""New days and new meals, asked for by a click: what they leave as it is, what they cost, and their undo."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from mealopt.desk.answers import recall_refusal
from mealopt.desk.question import Turn
from mealopt.page.address import read_turns, write_turns
from mealopt.page.words import escape_markdown, name_day, say_more

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mealopt.desk.question import Question
    from mealopt.knowledge.choices import Meal
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

TURNS = "turns"  # the question they are about, and the turns
TAKEN_BACK = "turns-undone"  # the turns undone since the last new one, the latest at the end
KEPT = "kept"  # meals (day and meal) that a new day leaves as they are


def turn_question(question: Question, knowledge: Knowledge) -> Question:
    """Return the question with the turns asked for; another question starts with none, and keeps no meal.

    A visit begins with the turns its address holds.
    """
    if TURNS not in st.session_state:
        st.session_state[TURNS] = question, read_turns(knowledge) if question.portions == "whole" else ()
    about, turns = st.session_state[TURNS]
    if about != question:
        turns = ()
        st.session_state[TURNS] = question, turns
        st.session_state[TAKEN_BACK] = ()
        st.session_state[KEPT] = frozenset()
    write_turns(turns)
    return replace(question, turns=turns)


def ask_turn(day: str, stays: Collection[str]) -> None:
    """Ask for a day again, some of its meals left as they are."""
    add_turn(Turn(day, tuple(sorted(stays)), next_seed()))


def ask_swap(day: str, meal: str, food_id: str) -> None:
    """Ask for another food in the place of one at one meal."""
    add_turn(Turn(day, (), next_seed(), meal, food_id))


def ask_eaten(day: str, meal: str, eaten: Mapping[str, float], stays: Collection[str]) -> None:
    """Ask for a week in which a meal is what was eaten, in portions by food."""
    had, kept = tuple(sorted(eaten.items())), tuple(sorted({*stays} - {meal}))
    add_turn(Turn(day, kept, next_seed(), meal, eaten=had))


def next_seed() -> int:
    """Return the luck of the next turn: another one than those before it had, undone ones too."""
    return len(st.session_state[TURNS][1]) + len(list_taken_back()) + 1


def add_turn(turn: Turn) -> None:
    """Ask for one more turn; what was undone before it is gone."""
    about, turns = st.session_state[TURNS]
    st.session_state[TURNS] = about, (*turns, turn)
    st.session_state[TAKEN_BACK] = ()


def drop_turn() -> None:
    """Forget the latest turn, for which no week was found."""
    about, turns = st.session_state[TURNS]
    st.session_state[TURNS] = about, turns[:-1]


def undo_turn() -> None:
    """Take the latest turn back."""
    *_, last = st.session_state[TURNS][1]
    drop_turn()
    st.session_state[TAKEN_BACK] = (*list_taken_back(), last)


def redo_turn() -> None:
    """Take the turn again that was undone last."""
    about, turns = st.session_state[TURNS]
    *rest, last = list_taken_back()
    st.session_state[TURNS] = about, (*turns, last)
    st.session_state[TAKEN_BACK] = tuple(rest)


def list_taken_back() -> tuple[Turn, ...]:
    """Return the turns that can be taken again, the latest at the end."""
    return tuple(st.session_state.get(TAKEN_BACK, ()))


def find_kept(day: str) -> frozenset[str]:
    """Return the meals of a day that stay when the rest of it is new."""
    return frozenset(meal for of, meal in st.session_state.get(KEPT, ()) if of == day)


def keep_meal(day: str, meal: str) -> None:
    """Keep a meal when the rest of its day is new, or no longer."""
    st.session_state[KEPT] = st.session_state.get(KEPT, frozenset()) ^ {(day, meal)}


def show_new_day(day: str, knowledge: Knowledge) -> None:
    """Show the button that asks for another day."""
    kept = find_kept(day)
    st.button(
        "New day", key=f"new-{day}", icon=":material/refresh:", on_click=ask_turn, args=(day, kept),
        disabled=len(kept) == len(knowledge.meals),
        help="Other meals for this day, but for those you keep. The six other days stay.",
    )  # fmt: skip


def show_meal_turns(day: str, meal: Meal, knowledge: Knowledge) -> None:
    """Show what can be done about a whole meal: another one, or to keep it."""
    others = [other.id for other in knowledge.meals if other.id != meal.id]
    small, kept = meal.label.lower(), meal.id in find_kept(day)
    with st.container(horizontal=True, gap="small"):
        st.button(
            f":small[New {small}]", key=f"new-{day}-{meal.id}", icon=":material/refresh:", type="tertiary",
            disabled=kept, on_click=ask_turn, args=(day, others),
            help=f"Another {small} of this day: the rest of the week stays",
        )  # fmt: skip
        st.button(
            f":small[{'Kept' if kept else 'Keep'}]", key=f"keep-{day}-{meal.id}", type="tertiary",
            icon=":material/lock:" if kept else ":material/lock_open:", on_click=keep_meal,
            args=(day, meal.id), help=f"{'Let go of' if kept else 'Keep'} this {small} when the day is new",
        )  # fmt: skip


def show_turn(question: Question, plan: Plan, before: Plan | None, knowledge: Knowledge) -> None:
    """Say what the latest turn changed, with buttons that take it back and take an undone one again."""
    if not question.turns and not list_taken_back():
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if question.turns:
            st.button("Undo", key="undo-turn", icon=":material/undo:", on_click=undo_turn)
        if list_taken_back():
            st.button("Redo", key="redo-turn", icon=":material/redo:", on_click=redo_turn)
        if question.turns:
            said = say_turn(question.turns[-1], plan, before, knowledge, recall_refusal(question))
            st.markdown(f":small[{said}]", width="stretch")


def say_turn(
    turn: Turn, plan: Plan, before: Plan | None, knowledge: Knowledge, refusal: str = ""
) -> str:
    """Write what a turn changed and what that costs: Day 3, dinner is new: 6 days unchanged, + 4 ¢ a day.

    `refusal` is why it changed nothing, where something was eaten.
    """
    if turn.gone:
        return say_food_swap(turn, plan, before, knowledge)
    if turn.eaten:
        return say_eaten(turn, plan, before, knowledge, refusal)
    named = [meal.label.lower() for meal in knowledge.meals if meal.id not in turn.stays]
    what = name_day(turn.day) + (f", {' and '.join(named)}" if turn.stays else "")
    if before is None:
        return f"**{what}** is new."
    if same_day(plan, before, turn.day):
        return f"**{what}**: nothing else was found that meets every target. Keep less, or try a new day."
    same = sum(same_day(plan, before, day) for day in plan.days)
    more = say_more(plan.cost_per_day - before.cost_per_day)
    moved = find_moved(plan, before, turn) & {*turn.stays}
    also = " and ".join(meal.label.lower() for meal in knowledge.meals if meal.id in moved)
    portions = f" Its {also} {'has' if len(moved) == 1 else 'have'} other portions." if also else ""
    return f"**{what}** is new: {same} days unchanged, {more}.{portions}"


def say_food_swap(turn: Turn, plan: Plan, before: Plan | None, knowledge: Knowledge) -> str:
    """Write what came in the place of a food: Day 3, lunch: Yogurt in place of Banana, + 4 ¢ a day."""
    meal = next(meal.label.lower() for meal in knowledge.meals if meal.id == turn.meal)
    gone = escape_markdown(knowledge.foods.names[knowledge.foods.position(turn.gone)])
    what = f"**{name_day(turn.day)}, {meal}**"
    if before is None:
        return f"{what}: without {gone}."
    if same_day(plan, before, turn.day):
        return f"{what}: nothing else fits in the place of {gone}. Try a new {meal}, or ban it."
    old, new = (
        {row[2]: row[3] for row in of.portion_rows.rows if row[:2] == (turn.day, turn.meal)}
        for of in (before, plan)
    )
    came = [escape_markdown(name) for food, name in new.items() if food not in old]
    went = [escape_markdown(name) for food, name in old.items() if food not in new]
    named = f"{' and '.join(came) or 'more of the rest'} in place of {' and '.join(went)}"
    more = say_more(plan.cost_per_day - before.cost_per_day)
    also = [meal.label.lower() for meal in knowledge.meals if meal.id in find_moved(plan, before, turn)]
    stays = "The rest of the week stays"
    if also:
        stays = f"With it changed {' and '.join(also)}; the other days stay"
    return f"{what}: {named}, {more}. {stays}."


def say_eaten(turn: Turn, plan: Plan, before: Plan | None, knowledge: Knowledge, refusal: str) -> str:
    """Write what the rest of the week made of a meal that was something else."""
    meal = next(meal.label.lower() for meal in knowledge.meals if meal.id == turn.meal)
    what = f"**{name_day(turn.day)}, {meal}** is what you had"
    if refusal:
        return escape_markdown(refusal)
    if before is None:
        return f"{what}."
    days = [name_day(day) for day in plan.days if day != turn.day and not same_day(plan, before, day)]
    also = [meal.label.lower() for meal in knowledge.meals if meal.id in find_moved(plan, before, turn)]
    named = " and ".join([*also, *days])
    made_up = f"made up for by {named}" if named else "nothing else had to change"
    more = say_more(plan.cost_per_day - before.cost_per_day)
    return f"{what}: {made_up}, {more}. Every target is met all the same."


def find_moved(plan: Plan, before: Plan, turn: Turn) -> set[str]:
    """Return the other meals of a turn's day that have not what they had, to the portion."""
    had, has = ({row[:5] for row in of.portion_rows.rows if row[0] == turn.day} for of in (before, plan))
    return {meal for _, meal, *_ in had ^ has if meal != turn.meal}


def same_day(plan: Plan, other: Plan, day: str) -> bool:
    """Say whether a day of two plans is the same, to the portion."""
    rows, others = (
        of.portions[of.portions["day"] == day][["meal", "food_id", "portions"]] for of in (plan, other)
    )
    return bool(rows.to_numpy().tolist() == others.to_numpy().tolist())
