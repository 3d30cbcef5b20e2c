"""A week of sittings for somebody who sits down to another's meal: the same foods, portions of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.week.finish import find_loose_days, finish_week
from mealopt.week.items import Choice
from mealopt.week.reading import Reader
from mealopt.week.run import run_search
from mealopt.week.search import SETTLED, Search
from mealopt.week.tables import lay_tables
from mealopt.week.trials import lay_trials
from mealopt.week.water import POURED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mealopt.average.average import Average
    from mealopt.linear.layout import Floats
    from mealopt.week.finish import SittingWeek
    from mealopt.week.tables import Table

SEATINGS = 2  # searches at a table, the second with musts at their full price from the start
HELPINGS = (0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 1.75, 2.0)  # times the portions of who is planned first


def deal_guest(
    average: Average, meal: str, tables: Sequence[Mapping[int, float]], had: Floats
) -> tuple[SittingWeek, list[int]] | None:
    """Return a week whose `meal` is that of each day's table, and the days on which it cannot be.

    `tables` hold portions by food, all of foods the person may eat; `had` is how often the house has each
    food of the table. `None` where no week meets every must even with meals of one's own.
    """
    own = [day for day, portions in enumerate(tables) if not portions]
    while True:
        for table in lay_tables(average, average.rules, had=had):
            week, worst = seat_guest(table, meal, tables, own, average.rules.seed)
            if week is not None:
                return week, sorted(own)
        if len(own) == len(tables):
            return None
        own.append(next(day for day in worst if day not in own))


def seat_guest(
    table: Table, meal: str, tables: Sequence[Mapping[int, float]], own: Sequence[int], seed: int
) -> tuple[SittingWeek | None, list[int]]:
    """Return a week with the shared meals, and the days by how much they miss, most first."""
    search = Search(table.model, table.answer, POURED)
    place = [menu.meal for menu in table.model.menus].index(meal)
    reader = Reader(table.model)
    for day, portions in enumerate(tables):
        if day not in own:
            choice = help_guest(table, reader, place, portions)
            search.narrow[day, place] = lay_trials(table.model, choice)
    for attempt in range(SEATINGS):
        week = run_search(search, 1, seed, attempt)
        if search.count_misses(week) <= SETTLED:
            break
    held = [search.measure_day(row) for row in week.held]
    worst = sorted(range(table.model.days), key=lambda day: (-held[day], day))
    if search.count_misses(week) > SETTLED:
        return None, worst
    return finish_week(search, week, find_loose_days(table.model, week.held), table), worst


def help_guest(table: Table, reader: Reader, meal: int, portions: Mapping[int, float]) -> Choice:
    """Return the ways somebody may help themselves to a meal: more or less of all, or of one food."""
    model = table.model
    foods, usual = reader.pad(sorted(portions.items())[: model.menus[meal].foods.shape[1]], meal)
    ways = [usual * times for times in HELPINGS]
    for item in np.flatnonzero(usual > 0).tolist():
        for times in HELPINGS:
            way = usual.copy()
            way[item] *= times
            ways.append(way)
    amounts = np.array(ways)
    steps = np.maximum(np.round(amounts / model.step[foods]), 1.0) * model.step[foods]
    amounts = np.where(amounts > 0, np.minimum(steps, model.max_day[foods]), 0.0)
    amounts = np.unique(amounts, axis=0)
    laid = np.tile(foods, (len(amounts), 1))
    return Choice(meal, np.full(len(amounts), -1), laid, amounts, (model.money[laid] * amounts).sum(axis=1))
