"""The panel of questions: who you are, what you eat, what you want."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from mealopt.desk.question import Question
from mealopt.explain.repairs import LARGER
from mealopt.knowledge.energy import ACTIVITIES
from mealopt.knowledge.intakes import LIFE_STAGES, SEXES
from mealopt.knowledge.library import load_knowledge
from mealopt.knowledge.nutrients import lower_first
from mealopt.page.address import ADDRESS, read_locked, read_targets, write_locked, write_targets
from mealopt.page.clicks import AMOUNTS
from mealopt.page.guests import ask_guests
from mealopt.page.own_targets import SIDE_WORDS, ask_own_targets
from mealopt.page.size import ask_number, ask_size, ask_weight_before
from mealopt.page.words import escape_markdown
from mealopt.request.allowed import SUPPLEMENT
from mealopt.request.person import RANGES, Person, stage_ages
from mealopt.request.rules import PORTIONS

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from mealopt.knowledge.library import Knowledge

# the words of the page for names the tables and the request use
ACTIVITY_WORDS = {
    "inactive": "Sitting most of the day",
    "low_active": "Some walking every day",
    "active": "On my feet, or an hour of sport",
    "very_active": "Hard work or sport every day",
}
STAGE_WORDS = {"general": "No", "pregnancy": "Pregnant", "lactation": "Breastfeeding"}
PORTION_WORDS = {"whole": "Whole", "exact": "Exact"}
START_AGE, START_SEX = 35, "female"
RECALLED = "recalled"  # whether this visit has taken up what its address held


def ask_question(panel: DeltaGenerator, knowledge: Knowledge) -> Question:
    """Draw the questions in their place of the panel and return what they ask for."""
    recall_answers(knowledge)
    with panel:
        st.header("Who you are", anchor=False)
        person = ask_person(knowledge)
        st.header("What you eat", anchor=False)
        diet, without, lenient = ask_diet(knowledge)
        include, like, exclude = ask_foods(knowledge)
        supplements, larger, cook_once = ask_leeway(knowledge)
        person = replace(person, conditions=ask_conditions(knowledge))
        st.header("What you want", anchor=False)
        goal, budget, portions, meals = ask_wishes(knowledge)
        own = ask_own_targets(knowledge)
        guests = ask_guests(knowledge, portions)
        st.caption(
            "What you enter stays on this machine. The address of this page holds it: a reload or a bookmark "
            "brings your plan back, and whoever you send the address sees it too."
        )
    write_targets(own)
    write_locked({food: grams for food, grams in include if grams is not None})
    tables = knowledge.digest if knowledge.digest != load_knowledge().digest else ""
    return Question(
        person, diet, goal, without, exclude, lenient, supplements, budget, portions, include, own, larger,
        cook_once, meals, like, tables=tables, guests=guests,
    )  # fmt: skip


def recall_answers(knowledge: Knowledge) -> None:
    """Take up what the address holds and no field of the panel does, at the start of a visit."""
    if RECALLED in st.session_state:
        return
    st.session_state[RECALLED] = True
    own, locked = read_targets(knowledge, SIDE_WORDS), read_locked(knowledge)
    if own:
        st.session_state["own"] = own
    if locked:
        st.session_state[AMOUNTS] = locked


def ask_person(knowledge: Knowledge) -> Person:
    """Ask who eats; their health is asked below what they eat."""
    left, right = st.columns([2, 3])
    low, high, _ = RANGES["age"]
    age = left.number_input("Age", int(low), int(high), START_AGE, 1, key="age", bind=ADDRESS)
    sex = right.segmented_control(
        "Sex", SEXES, default=START_SEX, required=True, format_func=str.capitalize, key="sex",
        bind=ADDRESS,
    )  # fmt: skip
    weight, height = ask_size()
    stage, week, before, month = ask_life_stage(knowledge, age, sex or START_SEX)
    activity = st.selectbox(
        "Activity", ACTIVITIES, ACTIVITIES.index("low_active"), key="activity", bind=ADDRESS,
        format_func=lambda name: ACTIVITY_WORDS.get(name, name),
    )  # fmt: skip
    energy = ask_number(
        "Energy, kcal a day", "energy_kcal", "worked out for you", step=50.0,
        hint="Leave it blank and it is worked out from age, sex, weight, height and activity.",
    )  # fmt: skip
    return Person(
        float(age), sex or START_SEX, weight, height, activity, stage, energy, (), week, before, month,
    )  # fmt: skip


def ask_life_stage(
    knowledge: Knowledge, age: float, sex: str
) -> tuple[str, float | None, float | None, float | None]:
    """Ask women of an age the published values cover for pregnancy and breastfeeding, and how far."""
    stages = []
    for stage in LIFE_STAGES:
        low, high = stage_ages(knowledge, stage)
        if stage == LIFE_STAGES[0] or (sex == "female" and low <= age < high):
            stages.append(stage)
    if len(stages) == 1:
        return stages[0], None, None, None
    stage = st.selectbox(
        "Pregnant or breastfeeding", stages, key="life_stage", bind=ADDRESS,
        format_func=lambda name: STAGE_WORDS.get(name, name),
    )  # fmt: skip
    week = before = month = None
    if stage == "pregnancy":
        left, right = st.columns(2)
        with left:
            week = ask_number("Week", "pregnancy_week", "e.g. 20")
        with right:
            before = ask_weight_before()
    elif stage == "lactation":
        month = ask_number("Months since the birth", "lactation_month", "e.g. 3")
    return stage, week, before, month


def ask_conditions(knowledge: Knowledge) -> tuple[str, ...]:
    """Ask the safety questions; a yes can mean a warning, or no plan at all."""
    asked = [condition for condition in knowledge.conditions.values() if not condition.automatic]
    with st.expander("Your health: please read", icon=":material/health_and_safety:", expanded=True):
        return tuple(c.id for c in asked if st.checkbox(c.question, key=f"condition-{c.id}", bind=ADDRESS))


def ask_diet(knowledge: Knowledge) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Ask what may be on the plate: diet, what to do with the unknown, and exclusions."""
    names = tuple(knowledge.diets)
    plain = next((name for name, diet in knowledge.diets.items() if not diet.column), names[0])
    diet = st.selectbox(
        "Diet", sorted(names, key=lambda name: (name != plain, name)), key="diet", bind=ADDRESS,
        format_func=lambda name: knowledge.diets[name].label,
    )  # fmt: skip
    st.caption(knowledge.diets[diet].description)
    lenient: tuple[str, ...] = ()
    column = knowledge.diets[diet].column
    if column and st.toggle(
        f"Foods that may not be {lower_first(knowledge.diets[diet].label)} are fine",
        key="unknown", bind=ADDRESS,
        help="Labels do not always say: the vitamin D of most cereals and margarines is made from wool.",
    ):  # fmt: skip
        lenient = (column,)
    without = st.pills(
        "Without", tuple(knowledge.exclusions), selection_mode="multi", key="without", bind=ADDRESS,
        format_func=lambda tag: knowledge.exclusions[tag].label,
        help="A food is left out as soon as it is not certain that it is free of these.",
    )  # fmt: skip
    return diet, tuple(without), lenient


def ask_foods(
    knowledge: Knowledge,
) -> tuple[tuple[tuple[str, float | None], ...], tuple[str, ...], tuple[str, ...]]:
    """Ask for foods wanted every day, with the amounts they were locked at, liked ones, and unwanted ones."""
    table = knowledge.foods

    def name_food(food_id: str) -> str:
        return table.names[table.position(food_id)]

    foods = sorted(table.ids, key=name_food)
    include = st.multiselect(
        "Foods you always want", foods, format_func=name_food, key="include", placeholder="Type a food",
        bind=ADDRESS,
        filter_mode="contains", help="Every day, as a usual helping or at the amount you locked.",
    )  # fmt: skip
    amounts = st.session_state.get(AMOUNTS, {})
    locked = [
        f"{amounts[food]:,.3g} g {name_food(food)}" for food in include if amounts.get(food) is not None
    ]
    if locked:
        st.caption(escape_markdown(f"Locked a day: {'; '.join(locked)}."))
    like = st.multiselect(
        "Foods you like", foods, format_func=name_food, key="like", placeholder="Type a food", bind=ADDRESS,
        filter_mode="contains", help="Often in your week of meals, where diet and targets leave room.",
    )  # fmt: skip
    exclude = st.multiselect(
        "Foods you don't want", foods, format_func=name_food, key="exclude", placeholder="Type a food",
        bind=ADDRESS,
        filter_mode="contains",
    )  # fmt: skip
    torn = [name_food(food) for food in like if food in exclude]
    if torn:  # who leaves something out has a reason
        st.caption(escape_markdown(f"Liked and not wanted: {'; '.join(torn)}. Left out."))
    liked = tuple(food for food in like if food not in exclude)
    return tuple((food, amounts.get(food)) for food in include), liked, tuple(exclude)


def ask_leeway(knowledge: Knowledge) -> tuple[bool, float, bool]:
    """Ask whether supplements and larger portions are fine, and whether a dish may come back."""
    table = knowledge.foods
    tablets = [table.names[i] for i, category in enumerate(table.categories) if category == SUPPLEMENT]
    supplements = bool(tablets) and st.toggle(
        "Supplements are fine", key="supplements", bind=ADDRESS,
        help="Allowed then: " + "; ".join(tablets) + "."
    )
    larger = st.toggle(
        "Larger portions are fine", key="larger", bind=ADDRESS,
        help=f"Up to {LARGER:g} times what people usually eat of each food.",
    )  # fmt: skip
    cook_once = st.toggle(
        "Cook once, eat twice", key="cook_once", bind=ADDRESS,
        help="Fewer dishes, each cooked for two or three days of the week.",
    )  # fmt: skip
    return supplements, LARGER if larger else 1.0, cook_once


def ask_wishes(knowledge: Knowledge) -> tuple[str, float | None, str, tuple[str, ...]]:
    """Ask for the goal, the budget, the kind of portions and the meals of a day (none: all of them)."""
    goal = st.radio(
        "Goal", tuple(knowledge.goals), key="goal", bind=ADDRESS,
        format_func=lambda name: knowledge.goals[name].label,
        captions=[goal.description for goal in knowledge.goals.values()],
    )  # fmt: skip
    budget = st.number_input(
        "Budget, $ a day", 0.0, 1000.0, None, 0.5, format="%.2f", key="budget", placeholder="no limit",
        bind=ADDRESS,
    )
    portions = st.segmented_control(
        "Portions", PORTIONS, default=PORTIONS[0], required=True, key="portions", bind=ADDRESS,
        format_func=lambda name: PORTION_WORDS.get(name, name), width="stretch",
        help="Whole portions make seven days; exact amounts are the average day behind them.",
    ) or PORTIONS[0]  # fmt: skip
    return goal, budget or None, portions, ask_meals(knowledge)


def ask_meals(knowledge: Knowledge) -> tuple[str, ...]:
    """Ask which meals a day has; nothing where it has all of them, or none beside its snacks."""
    labels = {meal.id: meal.label for meal in knowledge.meals}
    asked = st.pills(
        "Meals of a day", tuple(labels), selection_mode="multi", default=list(labels), key="meals",
        format_func=lambda meal: labels[meal], bind=ADDRESS,
        help="What a meal left out would hold moves to the others.",
    )  # fmt: skip
    if all(meal.twice for meal in knowledge.meals if meal.id in asked):
        st.caption("A day needs a meal beside its snacks: all are planned.")
        return ()
    return () if len(asked) == len(labels) else tuple(meal for meal in labels if meal in asked)
