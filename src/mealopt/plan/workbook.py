"""A plan as an Excel file: a sheet for each table, and one to look at with a column for every day."""

from __future__ import annotations

import io
import math
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from mealopt.plan.calendar import AVERAGE
from mealopt.plan.ingredients import list_dishes
from mealopt.plan.sheet import head_day
from mealopt.plan.shopping import build_shopping
from mealopt.plan.titles import title_meal
from mealopt.plan.words import show_portion
from mealopt.tables.frames import list_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from mealopt.knowledge.library import Knowledge
    from mealopt.plan.plan import Plan

WIDEST = 44  # characters of a column
DAY_WIDTH = 34
TEXT = "s"  # the type of a cell that holds text, whatever it begins with: nothing of ours is a formula


def build_workbook(plan: Plan, knowledge: Knowledge, start: date | None = None) -> bytes:
    """Return a plan as an .xlsx file: the meals of each day, then every table with its numbers as numbers.

    Sheets: Meals, Portions, Nutrients, Drivers, Notes, and for days (not for an average one) Shopping and
    Dishes. Days have their dates where the first is given. Unknown is an empty cell.
    """
    book = Workbook()
    book.remove(book.active)
    add_meals(book.create_sheet("Meals"), plan, knowledge, start)
    add_table(book.create_sheet("Portions"), list(plan.portions.columns), list_rows(plan.portions))
    if list(plan.days) != [AVERAGE]:
        shopping = build_shopping(plan.portions, knowledge)
        add_table(book.create_sheet("Shopping"), list(shopping.columns), list_rows(shopping))
        dishes = sorted(list_dishes(plan.portions.to_dict("records"), knowledge.foods))
        rows = [(food, grams, made_of) for food, made_of, grams in dishes]
        add_table(book.create_sheet("Dishes"), ["food", "grams", "what is in it"], rows)
    add_table(book.create_sheet("Nutrients"), list(plan.totals.columns), list_rows(plan.totals))
    add_table(book.create_sheet("Drivers"), list(plan.drivers.columns), list_rows(plan.drivers))
    notes = [(plan.headline,), *((note,) for note in (*plan.targets.warnings, *plan.notes))]
    add_table(book.create_sheet("Notes"), ["what this plan says"], notes)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def add_meals(sheet: Worksheet, plan: Plan, knowledge: Knowledge, start: date | None) -> None:
    """Fill the sheet to look at: a row for each meal, a column for every day."""
    rows, days = plan.portions, list(plan.days)
    put_text(sheet.cell(1, 1), "").font = Font(bold=True)
    for column, day in enumerate(days, start=2):
        put_text(sheet.cell(1, column), head_day(day, start)).font = Font(bold=True)
    meals = [meal for meal in knowledge.meals if (rows["meal"] == meal.id).any()]
    for line, meal in enumerate(meals, start=2):
        put_text(sheet.cell(line, 1), meal.label).font = Font(bold=True)
        for column, day in enumerate(days, start=2):
            served = rows[(rows["meal"] == meal.id) & (rows["day"] == day)]
            foods = [
                f"{show_portion(row['portions'], row['portion'])} {row['food']}"
                for row in served.to_dict("records")
            ]
            text = "\n".join([title_meal(served, meal, knowledge), *foods])
            cell = put_text(sheet.cell(line, column), text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column in range(2, len(days) + 2):
        sheet.column_dimensions[get_column_letter(column)].width = DAY_WIDTH
    sheet.freeze_panes = "B2"


def add_table(sheet: Worksheet, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Fill a sheet with a table: bold names, numbers as numbers, unknown as nothing."""
    width = [len(str(name)) for name in columns]
    for column, name in enumerate(columns, start=1):
        put_text(sheet.cell(1, column), str(name)).font = Font(bold=True)
    for line, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(line, column)
            if isinstance(value, str):
                put_text(cell, value)
            elif isinstance(value, bool | np.bool_):
                put_text(cell, "yes" if value else "no")
            elif isinstance(value, Real) and math.isfinite(value):
                cell.value = float(value)
            width[column - 1] = max(width[column - 1], min(WIDEST, len(str(cell.value or ""))))
    for column, characters in enumerate(width, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = characters + 2
    sheet.freeze_panes = "A2"


def put_text(cell: Cell, text: str) -> Cell:
    """Put text into a cell as text: `=1+1` of somebody's food table is no formula."""
    cell.value = text
    cell.data_type = TEXT
    return cell
