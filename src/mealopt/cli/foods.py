"""`mealopt foods`: looking for a food, looking at one, and checking a food table."""
# ruff: noqa: PLC0415 - pandas, PuLP and HiGHS cost a second: --help must not pay

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mealopt.cli.foods_import import import_foods, template
from mealopt.cli.formats import Output, write_result
from mealopt.cli.options import choose_shape, format_option, open_tables, table_options
from mealopt.cli.output import stop_with
from mealopt.cli.terminal import Screen, clean, draw_table, find_screen
from mealopt.errors import Problem

if TYPE_CHECKING:
    import pandas as pd

    from mealopt.knowledge.foods import FoodTable
    from mealopt.knowledge.library import Knowledge
    from mealopt.knowledge.recipes import Ingredient

SEARCH_COLUMNS = ("food_id", "food", "category", "portion", "grams", "energy_kcal", "cost", "popularity")


@click.group(short_help="Search, show and check foods.")
def foods() -> None:
    """Search the food table, show all that is known of a food, or check a table of your own."""


@foods.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default="20", metavar="NUMBER", help="How many to show (20).")
@table_options
@format_option
def search(words: tuple[str, ...], limit: str, shape: str | None, **values: Any) -> None:
    """Find foods whose name or category holds all WORDS, the most eaten first."""
    problems: list[Problem] = []
    shape = choose_shape(shape, problems, "table")
    if not limit.isdecimal() or int(limit) < 1:
        problems.append(Problem("--limit", "Not a whole number from 1 up.", value=limit))
    knowledge = open_tables(values, problems)
    stop_with(problems)
    table = knowledge.foods
    wanted = " ".join(words).casefold().split()
    found = [
        food
        for food in range(len(table))
        if all(word in f"{table.names[food]} {table.categories[food]}".casefold() for word in wanted)
    ]
    found.sort(key=lambda food: (-table.popularity[food], table.ids[food]))
    shown = found[: int(limit)]
    frame = search_frame(shown, knowledge)
    click.echo(write_result(Output(lambda: frame, lambda: show_found(shown, table)), shape), nl=False)
    if not found:
        from mealopt.tables.values import nearest

        vocabulary = {word.strip(",.()") for name in table.names for word in name.casefold().split()}
        click.echo(f"No food has all of these words.{nearest(wanted[-1], sorted(vocabulary))}", err=True)
    elif len(found) > len(shown):
        click.echo(f"{len(found) - len(shown)} more; --limit {len(found)} shows all.", err=True)


def search_frame(found: list[int], knowledge: Knowledge) -> pd.DataFrame:
    """Return foods as rows, with what one portion holds and costs."""
    import pandas as pd

    table = knowledge.foods
    kcal = table.per_portion(knowledge.energy_id)
    return pd.DataFrame(
        [
            (
                table.ids[food], table.names[food], table.categories[food], table.portions[food],
                float(table.portion_g[food]), float(kcal[food]),
                float(table.cost_per_portion[food]) if table.priced else math.nan,
                float(table.popularity[food]),
            )
            for food in found
        ],
        columns=list(SEARCH_COLUMNS),
    )  # fmt: skip


def show_found(found: list[int], table: FoodTable) -> str:
    """Return foods as a table for people."""
    rows = [
        (
            table.ids[food], table.names[food], table.portions[food], f"{table.portion_g[food]:.0f} g",
            f"${table.cost_per_portion[food]:.2f}" if table.priced else "?",
            f"{table.popularity[food] * 100:.1f} %",
        )
        for food in found
    ]  # fmt: skip
    if not rows:
        return ""
    header = ("id", "food", "portion", "weight", "price", "eaten by")
    return "\n".join(draw_table(header, rows, find_screen(), right=(0, 3, 4, 5))) + "\n"


@foods.command()
@click.argument("food", nargs=-1, required=True)
@table_options
@format_option
def show(food: tuple[str, ...], shape: str | None, **values: Any) -> None:
    """Show everything that is known of FOOD, named by its id or its whole name."""
    from mealopt.plan.ingredients import find_recipe
    from mealopt.request.food_names import resolve_food

    problems: list[Problem] = []
    shape = choose_shape(shape, problems, "table")
    knowledge = open_tables(values, problems)
    found = "" if problems else resolve_food(" ".join(food), knowledge.foods)
    if isinstance(found, Problem):
        problems.append(found)
    stop_with(problems)
    facts, amounts = describe_food(knowledge.foods.position(str(found)), knowledge)
    recipe = find_recipe(str(found), facts["name"], knowledge.foods)
    made_of = {part.name: part.grams_per_100g for part in recipe}
    result = Output(
        lambda: list_facts({**facts, **{f"ingredient: {n}": g for n, g in made_of.items()}, **dict(amounts)}),
        lambda: show_food(facts, amounts, recipe, knowledge, find_screen()),
        lambda: {**facts, "ingredients": made_of, "per_100g": dict(amounts)},
    )
    click.echo(write_result(result, shape), nl=False)


def list_facts(facts: dict[str, Any]) -> pd.DataFrame:
    """Return facts as rows of a name and a value."""
    import pandas as pd

    return pd.DataFrame({"item": list(facts), "value": pd.Series(list(facts.values()), dtype=object)})


def describe_food(food: int, knowledge: Knowledge) -> tuple[dict[str, Any], list[tuple[str, float | None]]]:
    """Return a food's own facts and tags, and its nutrients per 100 g (`None` where unknown)."""
    table = knowledge.foods
    facts: dict[str, Any] = {
        "food_id": table.ids[food], "name": table.names[food], "category": table.categories[food],
        "portion": table.portions[food], "portion_g": float(table.portion_g[food]),
        "step": float(table.step[food]), "helping_portions": float(table.helping[food]),
        "max_portions_meal": float(table.max_meal[food]), "max_portions_day": float(table.max_day[food]),
        "max_portions_week": float(table.max_week[food]),
        "price_per_100g": float(table.price[food]) if table.priced else None,
        "popularity": float(table.popularity[food]),
    }  # fmt: skip
    for place, meal in enumerate(table.meals):
        facts[meal] = float(table.meal_shares[food, place])
    facts |= {name: values[food] for name, values in table.tags.items()}
    facts |= {name: values[food] for name, values in table.notes.items()}
    amounts = []
    for nutrient in sorted(table.nutrient_ids, key=knowledge.nutrients.rank):
        value = float(table.column(nutrient)[food])
        amounts.append((nutrient, None if value != value else value))  # noqa: PLR0124 - NaN
    return facts, amounts


def show_food(
    facts: dict[str, Any],
    amounts: list[tuple[str, float | None]],
    recipe: tuple[Ingredient, ...],
    knowledge: Knowledge,
    screen: Screen,
) -> str:
    """Return a food for people."""
    from mealopt.knowledge.food_reading import TAG_VALUES
    from mealopt.knowledge.foods import LABEL
    from mealopt.plan.ingredients import say_recipe

    tags = [name for name in facts if name in knowledge.foods.tags]
    notes = [name for name in facts if name in knowledge.foods.notes]
    lines = [screen.style(f"{clean(facts['name'])} ({facts['food_id']})", bold=True)]
    for name, value in facts.items():
        if name in {"name", "food_id", *tags, *notes}:
            continue
        shown = "unknown" if value is None else f"{value:g}" if isinstance(value, float) else clean(value)
        lines.append(f"  {name.replace('_', ' '):<20}{shown}")
    for name in notes:
        if facts[name]:
            lines += screen.wrap(facts[name], indent="  ", bullet=f"{name.replace('_', ' '):<20}")
    lines += ["", screen.rule("Diets and allergens")]
    for value in (*TAG_VALUES, LABEL):
        named = [name.replace("_", " ") for name in tags if facts[name] == value]
        if named:
            lines += screen.wrap(", ".join(named), indent="  ", bullet=f"{value:<9}")
    if recipe:
        lines += ["", screen.rule("What is in one portion")]
        lines += screen.wrap(clean(say_recipe(recipe, facts["portion_g"])), indent="  ")
    lines += ["", screen.rule("Nutrients", "in 100 g · in one portion")]
    share = facts["portion_g"] / 100
    for nutrient, amount in amounts:
        info = knowledge.nutrients[nutrient]
        per_100g, each = ("unknown", "") if amount is None else (info.show(amount), info.show(amount * share))
        lines.append(f"  {clean(info.label):<42}{per_100g:>14}{each:>14}".rstrip())
    return "\n".join(lines) + "\n"


@foods.command()
@click.argument("file")
def check(file: str) -> None:
    """Check a food table of your own: every problem with its line and column, or a summary.

    A table is CSV with a row for each food. Blank is unknown, never zero. `mealopt foods template` writes one
    to begin with, `mealopt foods import` makes one of nearly any other.

    \b
    food_id, name, category    what it is; the id stands for it everywhere
    portion, portion_g         a portion in words (1 cup), and its weight in g
    step                       the smallest part of a portion that is served (0.5)
    helping_portions           portions somebody usually has
    max_portions_meal, _day, _week   the most anybody has
    energy_kcal                in 100 g; the one nutrient every food needs
    magnesium_mg, …            any nutrient in 100 g; the unit is in its name
    breakfast, lunch, dinner, snack  share of its occasions; blank: at any meal
    popularity                 share of days people have it on; may be blank
    price_per_100g             may be missing: then no money is told
    vegan, contains_peanuts, … yes, no or unknown; unknown is not allowed
    least_portions             may be missing: half a helping
    """  # noqa: D301 - \b keeps click from filling the lines
    from mealopt.errors import SHOWN_PROBLEMS
    from mealopt.knowledge.composition import check_composition
    from mealopt.knowledge.food_reading import TAG_VALUES, load_foods
    from mealopt.knowledge.foods import LABEL
    from mealopt.knowledge.library import load_knowledge

    knowledge = load_knowledge()
    table = load_foods(Path(file), knowledge.nutrients, {}, (), knowledge.foods.meals)
    screen = find_screen()
    categories = len(set(table.categories))
    doubts = list(check_composition(table, knowledge.nutrients, knowledge.energy_id))
    found = f"{len(doubts):,} warnings" if doubts else "no problems"
    lines = [f"{len(table):,} foods, {categories} categories, {len(table.nutrient_ids)} nutrients: {found}."]
    for doubt in doubts[:SHOWN_PROBLEMS]:
        lines += screen.wrap(clean(doubt), bullet="! ")
    if len(doubts) > SHOWN_PROBLEMS:
        lines.append(f"… and {len(doubts) - SHOWN_PROBLEMS:,} more warnings.")
    blank = {
        nutrient: int((table.column(nutrient) != table.column(nutrient)).sum())
        for nutrient in table.nutrient_ids
    }
    partly = [f"{nutrient} ({count:,})" for nutrient, count in blank.items() if count]
    if partly:
        text = "Foods whose value is unknown, which counts as zero towards a minimum: "
        lines += screen.wrap(text + ", ".join(partly) + ".")
    absent = [nutrient.id for nutrient in knowledge.nutrients if nutrient.id not in table.nutrient_ids]
    if absent:
        lines += screen.wrap("Not in this table, so not planned for: " + ", ".join(absent) + ".")
    for name in sorted({*knowledge.foods.tags, *table.tags}):
        values = table.tag(name)
        shown = [value for value in (*TAG_VALUES, LABEL) if value in TAG_VALUES or value in values]
        counts = ", ".join(f"{values.count(value):,} {value}" for value in shown)
        lines.append(f"  {name:<22}{counts}")
    click.echo("\n".join(lines))


foods.add_command(import_foods)
foods.add_command(template)
