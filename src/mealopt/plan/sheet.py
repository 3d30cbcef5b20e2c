"""A plan on paper, as HTML that fetches nothing: a page for the kitchen's door, a page for the shop."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from mealopt.plan.calendar import AVERAGE
from mealopt.plan.ingredients import list_dishes
from mealopt.plan.shopping import build_shopping
from mealopt.plan.shopping_text import REMARKS, list_sections
from mealopt.plan.titles import title_meal
from mealopt.plan.totals import MET, NOT_MEASURED
from mealopt.plan.words import show_date, show_portion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import pandas as pd

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

STYLE = """
@page { size: landscape; margin: 10mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.35 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 0 auto;
  max-width: 290mm; padding: 4mm; }
h1 { font-size: 17pt; margin: 0; } h2 { font-size: 13pt; margin: 0 0 2mm; }
p { margin: 1mm 0 3mm; color: #444; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 0.3mm solid #bbb; padding: 1.5mm; vertical-align: top; text-align: left; font-size: 8.5pt; }
th { background: #f1f4ee; } th small { display: block; }
small { font-weight: normal; color: #444; font-size: 1em; }
th:first-child { width: 20mm; } td b { display: block; margin: 0 0 0.8mm; }
ul { list-style: none; margin: 0; padding: 0; } li { margin: 0 0 0.8mm; }
tr, li { break-inside: avoid; }
.shop { break-before: page; columns: 3; column-gap: 8mm; } .shop h3 { font-size: 10.5pt; margin: 0 0 1mm; }
.shop section { break-inside: avoid-column; margin-bottom: 4mm; }
.shop li::before { content: "\\2610\\00a0"; }
.notes { font-size: 8.5pt; color: #444; } footer { font-size: 8pt; color: #444; margin-top: 3mm; }
@media screen and (max-width: 700px) { table, tbody, tr, td, th { display: block; width: auto; }
  thead { display: none; } td::before { content: attr(data-day); font-weight: bold; } .shop { columns: 1; } }
"""
NOT_ADVICE = "This is not medical advice. Whoever has symptoms that do not go away should be seen."


def format_sheet(plan: Plan, knowledge: Knowledge, start: date | None = None) -> str:
    """Return a plan as one HTML file to print: meals by day, the core nutrients, its notes, what to buy.

    Whoever cooks from it has to know what the plan says of labels, children and conditions. Nothing is
    fetched from anywhere. Days have their dates where the first is given; an average day has no shopping
    list, for nobody cooks it.
    """
    days = list(plan.days)
    title = "Your week" if len(days) > 1 else "Your day"
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>mealopt: {title.casefold()}</title><style>{STYLE}</style></head><body>",
        f"<h1>{title}</h1><p>{escape(plan.headline)}</p>",
        *list_meals(plan, knowledge, days, start),
        f"<p>{escape(say_core(plan, knowledge))}</p>",
        f"<ul class=\"notes\">{''.join(f'<li>{escape(note)}</li>' for note in plan.notes)}</ul>",
    ]
    if days != [AVERAGE]:
        parts += list_recipes(plan, knowledge)
        parts += list_shopping(build_shopping(plan.portions, knowledge))
    parts.append(f"<footer>{escape(NOT_ADVICE)}</footer></body></html>")
    return "\n".join(parts) + "\n"


def list_meals(plan: Plan, knowledge: Knowledge, days: list[str], start: date | None) -> Iterator[str]:
    """Yield the table of meals: a row each, a column for every day."""
    rows = plan.portions
    names = [head_day(day, start) for day in days]
    yield "<table><thead><tr><th></th>"
    for day, name in zip(days, names, strict=True):
        eaten = rows[rows["day"] == day]
        money = "" if eaten["cost"].isna().any() else f" · ${eaten['cost'].sum():,.2f}"
        facts = f"{eaten['energy_kcal'].sum():,.0f} kcal{money}"
        yield f'<th scope="col">{escape(name)}<small>{facts}</small></th>'
    yield "</tr></thead><tbody>"
    for meal in knowledge.meals:
        at_meal = rows[rows["meal"] == meal.id]
        if at_meal.empty:
            continue
        yield f'<tr><th scope="row">{escape(meal.label)}</th>'
        for day, name in zip(days, names, strict=True):
            eaten = at_meal[at_meal["day"] == day]
            foods = "".join(
                f"<li>{escape(row['food'])} "
                f"<small>{escape(show_portion(row['portions'], row['portion']))}</small></li>"
                for row in eaten.to_dict("records")
            )
            title = escape(title_meal(eaten, meal, knowledge))
            yield f'<td data-day="{escape(name)}"><b>{title}</b><ul>{foods}</ul></td>'
        yield "</tr>"
    yield "</tbody></table>"


def head_day(day: str, start: date | None) -> str:
    """Return the name of a day, with its date where the first day's is known."""
    if not day.isdigit():
        return "The average day"
    if start is None:
        return f"Day {day}"
    return show_date(start + timedelta(days=int(day) - 1))


def say_core(plan: Plan, knowledge: Knowledge) -> str:
    """Say what the plan holds of the core nutrients: `Magnesium 402 mg (126 %), …`."""
    said = []
    last = plan.days[0] if len(plan.days) == 1 else "week"
    totals = {row["nutrient"]: row for row in plan.totals.to_dict("records") if row["day"] == last}
    for info in knowledge.nutrients:
        if info.kind != "core" or info.id not in totals:
            continue
        row = totals[info.id]
        if row["status"] == NOT_MEASURED:
            said.append(f"{info.label} not measured")
            continue
        share = row["percent_of_minimum"]
        reached = "" if share != share else f" ({share:.0f} % of the target)"  # noqa: PLR0124 - NaN
        mark = " ✓" if row["status"] == MET else ""
        said.append(f"{info.label} {info.show(float(row['amount']))}{reached}{mark}")
    return f"A day holds, on average: {'; '.join(said)}."


def list_recipes(plan: Plan, knowledge: Knowledge) -> Iterator[str]:
    """Yield what each dish of the plan is made of, for its largest serving."""
    dishes = sorted(list_dishes(plan.portions.to_dict("records"), knowledge.foods))
    if dishes:
        yield '<section class="notes"><h2>What is in the dishes</h2><ul>'
        for food, made_of, grams in dishes:
            yield f"<li><b>{escape(food)}</b>, {grams:,.0f} g: {escape(made_of)}</li>"
        yield "</ul></section>"


def list_shopping(shopping: pd.DataFrame) -> Iterator[str]:
    """Yield the shopping list by aisle, what may be at home last, each thing with its note."""
    if shopping.empty:
        return
    yield '<div class="shop"><h2>What to buy</h2>'
    for title, things in list_sections(shopping):
        lines = "".join(
            f"<li>{escape(f'{amount} {item}'.strip())}{escape_note(note)}</li>"
            for amount, item, note in things
        )
        yield f"<section><h3>{escape(title)}</h3><ul>{lines}</ul></section>"
    yield "</div>"
    yield f"<p>{escape(' '.join(REMARKS))}</p>"


def escape_note(note: str) -> str:
    """Return a note as small print, nothing for none."""
    return f" <small>({escape(note)})</small>" if note else ""
