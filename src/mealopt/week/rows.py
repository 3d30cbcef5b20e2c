"""The live linear program of the average day of sittings: its rows, and how a sitting enters them.

Rows of what few sittings have are stated with the first that has it: a food too often, a sitting twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mealopt.linear.highs import NO_END, run_pulp
from mealopt.linear.statement import state_problem
from mealopt.request.rules import WEEK
from mealopt.week.items import Choice, Plates, charge_all, find_kinds
from mealopt.week.model import MUSTS, state_average

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.model import SittingModel

CAPPED = 1e-6  # portions a day by which a food may pass the most people eat: the rounding of a sum


class SittingRows:
    """The live program of one person, without a sitting at first."""

    def __init__(self, model: SittingModel) -> None:
        self.model = model
        layout, bounds = state_average(model)
        self.measures = len(model.demand.names)
        self.meal_rows = [layout.rows[f"meal:{menu.meal}"] for menu in model.menus]
        self.highs: Any = run_pulp(state_problem(layout, bounds, "sittings"))
        self.misses = np.array(layout.columns_of(MUSTS))
        self.miss_costs = np.array(layout.costs)[self.misses] / model.forced
        self.columns: list[Choice] = []
        self.seen: set[tuple[int, int, bytes, bytes]] = set()
        self.places: list[int] = []
        self.again: dict[int, int] = {}
        self.caps: dict[int, int] = {}  # by food: the row of the most people eat of it
        self.most = np.minimum(model.max_day, model.max_week / model.days)  # portions a day on average
        self.once = [np.full(len(menu.price), -1) for menu in model.menus]  # by template: its row
        self.has = [find_kinds(model, meal, menu.foods) for meal, menu in enumerate(model.menus)]
        self.plates = [Plates(model, menu) for menu in model.menus]
        none = np.zeros_like(model.often)
        wanted = none.copy()
        for part in model.parts:  # sittings count for days: a week has no fewer
            wanted[part.number] = part.days
        self.kind_rows = self.add_kinds(model.often, wanted, model.let_off_usd)
        self.at_rows = [
            self.add_kinds(often, seldom, none)
            for often, seldom in zip(model.often_at, model.seldom_at, strict=True)
        ]
        self.plate_rows = self.add_plates()
        self.plated = [  # by template: which of those it has
            np.stack([np.isin(has, kinds).any(axis=1) for kinds, _ in self.plate_rows], axis=1)
            for has in self.has
        ]
        if model.water is not None:
            per_portion = model.demand.per_portion[model.water]
            held = np.flatnonzero(per_portion)
            most = float(model.max_day[model.water])
            self.highs.addCol(0.0, 0.0, most, len(held), held.astype(np.int32), per_portion[held])

    def add_kinds(self, often: Floats, seldom: Floats, let_off: Floats) -> dict[int, int]:
        """Add how often the days have each kind, with what is paid for too often and for too seldom.

        Past what is free each is `let_off` so much [$ a week], which all its sittings pay already.
        A week has a kind at whole sittings: between two of them the price runs straight, so that half a
        sitting is not free where a whole one is not, and the bound holds for every week.
        """
        model, rows = self.model, dict[int, int]()
        part = model.days / WEEK
        for kind in np.flatnonzero(np.isfinite(often) | (seldom > 0)).tolist():
            row = rows[kind] = self.highs.getNumRow()
            free, due = np.floor(often[kind]), np.ceil(seldom[kind])
            past, over, upper = np.inf, 0.0, NO_END  # where as many as one likes are free
            if np.isfinite(free):
                past, over = model.often_usd[kind] - let_off[kind], often[kind] - free
                upper = free / model.days
            self.highs.addRow(min(due, free) / model.days, upper, 0, [], [])
            step = 1.0 / model.days
            ways = [(past * (1.0 - over), -1.0, step), (past, -1.0, NO_END)] if np.isfinite(past) else []
            if due > 0:
                short = model.seldom_usd[kind]
                ways += [(short * (seldom[kind] - due + 1.0), 1.0, step), (short, 1.0, NO_END)]
            for price, sign, most in ways:
                place = np.array([row], dtype=np.int32)
                self.highs.addCol(price * part, 0.0, most, 1, place, np.array([sign]))
        return rows

    def add_plates(self) -> list[tuple[Ints, int]]:
        """Add how often the days have each kind people have once a day, or its like: past one a day it costs.

        A week of more such sittings than days has a day with two. Returns the kinds of each with its row.
        """
        model, kitchen, found = self.model, self.model.sittings.kitchen, []
        price = model.figures.twice_a_day_usd * model.day_times * model.days / WEEK
        for plate in np.flatnonzero(kitchen.once).tolist():
            kinds = np.flatnonzero(kitchen.plate == plate)
            if len(kinds):
                found.append((kinds, self.add_limit(1.0, price * float(kitchen.twice_times[plate]), {})))
        return found

    def enter_rows(self, choice: Choice, rows: Ints) -> int:
        """Take some sittings into the program, with the rows of what each is the first to have.

        Returns how many were new.
        """
        model, meal = self.model, choice.meal
        new = np.array([row for row in rows.tolist() if self.is_new(choice, row)], dtype=np.int64)
        if not len(new):
            return 0
        template, foods, portions = choice.template[new], choice.foods[new], choice.portions[new]
        held = np.einsum("nw,nwj->nj", portions, model.demand.per_portion[foods])
        price = (portions * model.money[foods]).sum(axis=1)
        price += charge_all(model, model.menus[meal], template, foods, portions)
        price += (model.had_usd * model.days / WEEK)[self.has[meal][template]].sum(axis=1)
        for n, cost in enumerate(price.tolist()):
            # picked, not sliced: a view of one sitting keeps those of all, and answers are kept for long
            at = np.array([n])
            one = Choice(meal, template[at], foods[at], portions[at], price[at])
            measures = np.flatnonzero(held[n])
            places, amounts = self.list_rows(one)
            index = np.concatenate([measures, np.array(places)]).astype(np.int32)
            values = np.concatenate([held[n][measures], np.array(amounts)])
            self.highs.addCol(cost, 0.0, NO_END, len(index), index, values)
            self.places.append(self.highs.getNumCol() - 1)
            self.columns.append(one)
        return len(new)

    def is_new(self, choice: Choice, row: int) -> bool:
        """Say whether a sitting has not come in before; from now on it has."""
        key = (
            choice.meal, int(choice.template[row]), choice.foods[row].tobytes(),
            choice.portions[row].tobytes(),
        )  # fmt: skip
        new = key not in self.seen
        self.seen.add(key)
        return new

    def list_rows(self, one: Choice) -> tuple[list[int], list[float]]:
        """Return the rows of a sitting beside those of the measures, and how much it has of each."""
        meal, template = one.meal, int(one.template[0])
        index, values = [self.meal_rows[meal]], [1.0]
        for food, amount in zip(one.foods[0].tolist(), one.portions[0].tolist(), strict=True):
            if amount > 0 and self.model.repeats[food] > 0:
                index.append(self.again_row(food))
                values.append(amount)
            if amount > 0 and food in self.caps:
                index.append(self.caps[food])
                values.append(amount)
        kinds = self.has[meal][template].tolist()
        mine = [rows[kind] for kind in kinds for rows in (self.kind_rows, self.at_rows[meal]) if kind in rows]
        had = self.plated[meal][template].tolist()
        mine += [row for (_, row), has in zip(self.plate_rows, had, strict=True) if has]
        mine.append(self.once_row(meal, template))
        return index + mine, values + [1.0] * len(mine)

    def again_row(self, food: int) -> int:
        """Return the row of what a week has too often of a food, with the column that pays for it."""
        if food not in self.again:
            free = float(self.model.free[food]) / self.model.days
            self.again[food] = self.add_limit(free, float(self.model.repeats[food]), {})
        return self.again[food]

    def add_caps(self) -> int:
        """Hold to the most people eat each food that passes it; returns how many were not held before.

        Few do (what carries a nutrient a diet has nowhere else), so that only they get a row. What passes the
        most is paid for as a must that is missed: the program says so, where there is no such week.
        """
        model, used = self.model, np.zeros(len(self.model.money))
        values = np.array(self.highs.getSolution().col_value)[self.places]
        for column, value in zip(self.columns, values.tolist(), strict=True):
            if value > 0:
                np.add.at(used, column.foods[0], value * column.portions[0])
        past = [food for food in np.flatnonzero(used > self.most + CAPPED).tolist() if food not in self.caps]
        for food in past:
            held = {
                place: float(column.portions[0][column.foods[0] == food].sum())
                for place, column in zip(self.places, self.columns, strict=True)
                if food in column.foods[0]
            }
            most = float(self.most[food])
            self.caps[food] = self.add_limit(most, model.forced / most, held)
        return len(past)

    def add_limit(self, free: float, price: float, held: Mapping[int, float]) -> int:
        """Add a row of so much that is free a day, and the column that pays for more [$]; returns the row.

        `held` is what the columns at hand have of it, by their places.
        """
        row = int(self.highs.getNumRow())
        places, amounts = np.array([*held], dtype=np.int32), np.array([*held.values()])
        self.highs.addRow(-NO_END, free, len(held), places, amounts)
        at = np.array([row], dtype=np.int32)
        self.highs.addCol(price, 0.0, NO_END, 1, at, np.array([-1.0]))
        return row

    def once_row(self, meal: int, template: int) -> int:
        """Return the row by which a sitting is had once in the week."""
        if self.once[meal][template] < 0:
            self.once[meal][template] = self.highs.getNumRow()
            self.highs.addRow(-NO_END, 1.0 / self.model.days, 0, [], [])
        return int(self.once[meal][template])
