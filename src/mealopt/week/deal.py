"""A whole week of sittings: the linear program, the search from its sittings, whole portions, and the check.

First all there is is searched, shortly; the milk that week has most of is the one a kitchen keeps, and the
week moves in there. A week that misses a must does not leave here: where the kitchen misses one by little,
foods may join its sittings, sooner than a second milk; where it fails, all there is is searched to the end,
and foods may join. Half of the attempts are made with nothing held back because everybody's plans together
have it too often (`bench/temper.py`): nobody goes without a week for the sake of what others eat. Then there
is no such week.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.week.days import Place, Week, empty_choice, place_of
from mealopt.week.finish import SittingWeek, find_loose_days, finish_week
from mealopt.week.kitchen import pour_sitting
from mealopt.week.order import order_pots, spread_mains
from mealopt.week.reading import Reader
from mealopt.week.run import run_search, settle_week, shake_week, sketch_week, sweep_week
from mealopt.week.search import Search
from mealopt.week.tables import asks_kitchen, lay_kitchen, lay_table
from mealopt.week.water import POURED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mealopt.average.average import Average
    from mealopt.linear.layout import Floats
    from mealopt.request.rules import Rules
    from mealopt.week.menus import Bools
    from mealopt.week.model import SittingModel
    from mealopt.week.tables import Table

DAY_STARTS = 3  # of a day by itself, the best is taken: one was half as dear again as others for a bad start
STARTS, ATTEMPTS = 3, 2  # weeks a search starts from; searches, what plans have too often held back or not
NEAR = 0.1  # musts missed by days and week, as shares, together, that whole portions may still bring in
HOUSED = 0.04  # the same of a week in one kitchen, which all there is stands in for
LAST_RESORT = 0.3  # the same of an attempt where all have failed: much may have to join its meals
JOINED = 2  # attempts, the best, that foods may join
SHAKEN = 2000  # the luck of shakes is their own


def deal_sittings(
    average: Average,
    rules: Rules | None = None,
    charges: Floats | None = None,
    shared: Mapping[str, Bools] | None = None,
) -> SittingWeek | None:
    """Return a week of sittings for an average day that was solved; `None` where none meets every must.

    `rules` stand in for those of the average day; `charges` [$ per portion] by food lead the search to other
    foods and are no part of what is reported; `shared` says of meals which foods everybody may eat.
    """
    rules = rules or average.rules
    for tempered in (True, False):
        table = lay_table(average, rules, charges, shared, tempered=tempered)
        if table is None:
            continue

        def keep(had: Floats, table: Table = table) -> Table | None:
            return lay_kitchen(average, rules, table, had, charges, shared)

        found = deal_table(table, rules.seed, keep)
        if found is not None:
            found = uncharge(found, charges, average.days)
            return order_days(found, table.model, cook_once=rules.cook_once)
    return None


def order_days(week: SittingWeek, model: SittingModel, *, cook_once: bool) -> SittingWeek:
    """Return a week with its days in order: pots are eaten up while they are good, else main dishes apart."""
    kitchen, habits = model.sittings.kitchen, model.knowledge.habits
    categories = model.knowledge.foods.categories
    if cook_once:
        cooked, keeps = kitchen.cooked[kitchen.kinds], round(model.figures.leftovers_days)
        return replace(week, served=tuple(order_pots(week.served, model.days, cooked, keeps)))

    def main_of(food: int, meal: str) -> str | None:
        return categories[food] if habits.is_main(categories[food], meal) else None

    return replace(week, served=tuple(spread_mains(week.served, model.days, main_of)))


def deal_table(table: Table, seed: int, keep: Callable[[Floats], Table | None]) -> SittingWeek | None:
    """Return a week of what one kitchen has of a table, or else of all of it; `None` where all miss a must.

    `keep` lays the table of the kitchen that has what is had at so many sittings.
    """
    search, tried = Search(table.model, table.answer, POURED), list[tuple[float, int, Week]]()
    if asks_kitchen(table.model):
        found = deal_kitchen(sketch_week(search, seed), keep, seed)
        if found is not None:
            return found
    for attempt in range(ATTEMPTS):
        # what moves into a kitchen is shaken there
        week = run_search(search, STARTS, seed, attempt, still=NEAR)
        missed, found = search.count_misses(week), None
        if missed <= NEAR:
            found = deal_kitchen(week, keep, seed)
        if missed <= NEAR and found is None:
            week = shake_week(search, week, np.random.default_rng([seed, attempt, SHAKEN]))
            found = finish_loose(search, week, table)
        if found is not None:
            return found
        if missed <= LAST_RESORT:
            tried.append((missed, attempt, week))
    for _, _, week in sorted(tried, key=lambda one: one[:2])[:JOINED]:
        found = finish_loose(search, week, table, joining=True)
        if found is not None:
            return found
    return None


def deal_kitchen(
    week: Week, keep: Callable[[Floats], Table | None], seed: int
) -> SittingWeek | None:
    """Return a week that has moved into one kitchen; `None` where there is none, or it misses a must."""
    table = keep(week.served[:-1])
    if table is None:
        return None
    search, found = Search(table.model, table.answer, POURED), list[SittingWeek]()
    for luck in range(DAY_STARTS if table.model.days == 1 else 1):
        rng, moved = np.random.default_rng([seed, luck] if luck else seed), move_in(search, week)
        sweep_week(search, moved, rng, search.schedule())
        settle_week(search, moved, rng)
        if search.count_misses(moved) <= HOUSED:
            one = finish_loose(search, shake_week(search, moved, rng), table, joining=True)
            found += [] if one is None else [one]
    return min(found, key=lambda one: one.objective, default=None)


def move_in(search: Search, week: Week) -> Week:
    """Return a week as the kitchen of a search has it; what no sitting there has gives way to the best."""
    model, reader, days = search.model, Reader(search.model), list[list[Place]]()
    for day in week.days:
        days.append([])
        for place in day:
            items = pour_sitting(model, place)
            found = reader.take(place.meal, items) if items else place_of(empty_choice(model, place.meal), 0)
            found = found or place_of(search.options[place.meal].choice, 0)
            reader.used.add((found.meal, found.template))
            days[-1].append(found)
    return search.count(days)


def finish_loose(search: Search, week: Week, table: Table, *, joining: bool = False) -> SittingWeek | None:
    """Return a week in whole portions, those of the days first that miss something; `joining` foods may."""
    return finish_week(search, week, find_loose_days(table.model, week.held), table, joining=joining)


def uncharge(week: SittingWeek, charges: Floats | None, days: int) -> SittingWeek:
    """Return a week without what its foods were charged; its bound stays that of the charged program."""
    if charges is None:
        return week
    charged = sum(float(charges[one.food]) * one.portions for one in week.served) / days
    return replace(week, objective=week.objective - charged)
