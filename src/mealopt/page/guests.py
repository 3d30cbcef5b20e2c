"""Who else sits at the table: asked in the panel, served in the week, with portions of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from mealopt.desk.question import Guest
from mealopt.errors import MealoptError
from mealopt.household import find_shared_meal
from mealopt.knowledge.intakes import SEXES
from mealopt.knowledge.nutrients import lower_first
from mealopt.page.address import ADDRESS
from mealopt.page.headline import GROWN_UP, WHO
from mealopt.page.week import show_week
from mealopt.page.words import escape_markdown, name_day, show_money
from mealopt.plan.words import show_portion
from mealopt.request.person import RANGES, Person
from mealopt.week.build import is_free_water

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mealopt.desk.question import Question
    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

MOST = 3  # others at the table
START = ((35, "male"), (10, "female"), (7, "male"))  # who they are before anything is said of them
YOU = "you"
CARDS, CARD_WIDTH = 3, 260  # days side by side, and how narrow each may be [pixels]


def ask_guests(knowledge: Knowledge, portions: str) -> tuple[Guest, ...]:
    """Ask who else has the main meal; nobody where portions are exact, which make no days."""
    with st.expander("Who eats with you", icon=":material/group:"):
        count = st.segmented_control(
            "Others at the main meal of each day", range(MOST + 1), default=0, required=True, key="guests",
            bind=ADDRESS,
            help="The same dishes for everybody, each with portions of their own; the other meals are yours.",
        ) or 0  # fmt: skip
        found = tuple(ask_guest(number, knowledge) for number in range(1, count + 1))
        if count:
            st.caption(
                "Their health is not asked. Whoever is pregnant, breastfeeding, ill or on medicines is "
                "planned for alone, as “you”."
            )
    return found if portions == "whole" else ()


def ask_guest(number: int, knowledge: Knowledge) -> Guest:
    """Ask for one of them: who they are, and what they eat."""
    age_before, sex_before = START[number - 1]
    low, high, _ = RANGES["age"]
    named = f"of person {number + 1}"
    left, right = st.columns([2, 3])
    age = left.number_input(
        f"Age {named}", int(low), int(high), age_before, 1, key=f"guest-{number}-age", bind=ADDRESS
    )
    sex = right.segmented_control(
        f"Sex {named}", SEXES, default=sex_before, required=True, format_func=str.capitalize,
        key=f"guest-{number}-sex", bind=ADDRESS,
    )  # fmt: skip
    diets = knowledge.diets
    plain = next((name for name, diet in diets.items() if not diet.column), next(iter(diets)))
    diet = st.selectbox(
        f"Diet {named}", sorted(diets, key=lambda name: (name != plain, name)), key=f"guest-{number}-diet",
        bind=ADDRESS, format_func=lambda name: diets[name].label,
    )  # fmt: skip
    without = st.pills(
        f"Without, {named}", tuple(knowledge.exclusions), selection_mode="multi", bind=ADDRESS,
        key=f"guest-{number}-without", format_func=lambda tag: knowledge.exclusions[tag].label,
    )  # fmt: skip
    return Guest(Person(float(age), sex or sex_before), diet, tuple(without))


def show_guests(
    question: Question, plan: Plan, weeks: Sequence[Plan | MealoptError], knowledge: Knowledge
) -> None:
    """Show the shared meal of each day with what everybody has of it, then the weeks of the others."""
    meal = find_shared_meal(knowledge, [question.rules("whole")])
    label = next(one.label for one in knowledge.meals if one.id == meal)
    names = name_table(question.guests, knowledge)
    st.subheader(f"{label} together", anchor=False)
    served = {YOU: plan}
    for name, week in zip(names, weeks, strict=True):
        if isinstance(week, MealoptError):
            st.warning(escape_markdown(f"No week was found for the {name}: {week}"))
        else:
            served[name] = week
    with st.grid(CARDS, min_column_width=CARD_WIDTH, gap="small"):
        for day, foods in list_servings(served, meal, knowledge).items():
            lines = [f"**{name_day(day)}**", *(say_servings(food, had) for food, had in foods.items())]
            st.container(border=True).markdown("  \n".join(lines))
    for name, week in served.items():
        if name == YOU:
            continue
        for warning in week.targets.warnings:  # in sight: nobody has to open what they must be told
            st.warning(escape_markdown(f"For the {name}: {warning}"))
        with st.expander(f"{escape_markdown(name)}: {show_money(week.cost_per_day)} a day"):
            st.markdown(escape_markdown(week.headline))
            own = [note for note in week.notes if note not in week.targets.warnings]
            st.markdown("\n".join(f"- {escape_markdown(note)}" for note in own))
            show_week(week, knowledge)


def name_table(guests: Sequence[Guest], knowledge: Knowledge) -> list[str]:
    """Name those at the table, each by a name of their own up to the first comma."""
    heads, named = [name_guest(guest, knowledge).partition(",") for guest in guests], list[str]()
    for place, (head, comma, rest) in enumerate(heads):
        same = [other for other, *_ in heads]
        number = f" ({same[: place + 1].count(head)})" if same.count(head) > 1 else ""
        named.append(f"{head}{number}{comma}{rest}")
    return named


def name_guest(guest: Guest, knowledge: Knowledge) -> str:
    """Say who somebody at the table is: man of 35, vegan, no soy."""
    words = [f"{WHO[guest.person.age >= GROWN_UP][guest.person.sex]} of {guest.person.age:.0f}"]
    plain = not knowledge.diets[guest.diet].column
    words += [] if plain else [lower_first(knowledge.diets[guest.diet].label)]
    words += [f"no {lower_first(knowledge.exclusions[tag].label)}" for tag in guest.without]
    return ", ".join(words)


def list_servings(
    served: dict[str, Plan], meal: str, knowledge: Knowledge
) -> dict[str, dict[str, dict[str, str]]]:
    """Return by day and food of the shared meal how much each who has some of it has."""
    days = {day for plan in served.values() for day in plan.days}
    found: dict[str, dict[str, dict[str, str]]] = {day: {} for day in sorted(days)}
    for name, plan in served.items():
        for day, food, amount in list_meal(plan, meal, knowledge):
            found[day].setdefault(food, {})[name] = amount
    return found


def say_servings(food: str, had: dict[str, str]) -> str:
    """Write what each has of a food, below its name: `you 1 cup, man 1½ cups`."""
    each = ", ".join(f"{name.split(',')[0]} **{amount}**" for name, amount in had.items())
    return f"{escape_markdown(food)}  \n:small[{each}]"


def list_meal(plan: Plan, meal: str, knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Yield day, food and amount of what a plan has at a meal, water apart."""
    table = knowledge.foods
    for row in plan.portions[plan.portions["meal"] == meal].to_dict("records"):
        if not is_free_water(knowledge, table.position(str(row["food_id"]))):
            yield str(row["day"]), str(row["food"]), show_portion(float(row["portions"]), str(row["portion"]))


def gather_plans(plan: Plan, weeks: Sequence[Plan | MealoptError]) -> list[Plan]:
    """Return the plans there are, the asker's first."""
    return [plan, *(week for week in weeks if not isinstance(week, MealoptError))]
