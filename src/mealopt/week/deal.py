"""A whole week of sittings: the linear program, the search from its sittings, whole portions, and the check.

A week that misses a must does not leave here: first foods may join sittings, then there is no such week.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mealopt.week.days import Week
from mealopt.week.finish import SittingWeek, find_loose_days, finish_week
from mealopt.week.judge import SMALL
from mealopt.week.leftovers import order_days
from mealopt.week.run import run_search
from mealopt.week.search import Search
from mealopt.week.tables import lay_tables
from mealopt.week.water import POURED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mealopt.average.average import Average
    from mealopt.linear.layout import Floats
    from mealopt.request.rules import Rules
    from mealopt.week.menus import Bools
    from mealopt.week.tables import Table

STARTS, ATTEMPTS = 3, 4  # weeks a search starts from where there is no more freedom to give, and searches
SHORT = 2  # searches that miss a must over the week, from which on the kitchen lacks something
NEAR = 0.1  # musts missed by days and week, as shares, together, that whole portions may still bring in
LAST_RESORT = 0.3  # the same of the best attempt where all have failed: much may have to join its meals


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
    for table in lay_tables(average, rules, charges, shared=shared):
        found = deal_table(table, rules.seed, charges)
        if found is not None and rules.cook_once:
            kitchen, keeps = table.model.sittings.kitchen, round(table.model.figures.leftovers_days)
            order = order_days(found.served, average.days, kitchen.cooked[kitchen.kinds], keeps)
            return replace(found, served=tuple(order))
        if found is not None:
            return found
    return None


def deal_table(table: Table, seed: int, charges: Floats | None) -> SittingWeek | None:
    """Return a week of what is on a table; `None` where every attempt misses a must."""
    search, short, tried = Search(table.model, table.answer, POURED), 0, list[tuple[float, int, Week]]()
    for attempt in range(ATTEMPTS):
        week = run_search(search, 1 if table.kitchen else STARTS, seed, attempt)
        missed, found = search.count_misses(week), None
        if missed <= NEAR:
            found = finish_week(search, week, find_loose_days(table.model, week.held), table)
        elif missed <= LAST_RESORT and not table.kitchen:
            tried.append((missed, attempt, week))
        if found is not None:
            return uncharge(search, found, charges)
        short += search.miss_week(week) > SMALL
        if table.kitchen and short == SHORT:
            break
    if not tried:
        return None
    week = min(tried, key=lambda one: one[:2])[2]
    found = finish_week(search, week, find_loose_days(table.model, week.held), table)
    return None if found is None else uncharge(search, found, charges)


def uncharge(search: Search, week: SittingWeek, charges: Floats | None) -> SittingWeek:
    """Return a week without what its foods were charged; its bound stays that of the charged program."""
    if charges is None:
        return week
    charged = sum(float(charges[one.food]) * one.portions for one in week.served) / search.model.days
    return replace(week, objective=week.objective - charged)
