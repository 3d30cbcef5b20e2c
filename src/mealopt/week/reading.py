"""Foods at meals taken for sittings people had: the way back from a plan to what it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.week.days import Place, empty_choice, place_of
from mealopt.week.items import Choice, charge_all

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.model import SittingModel

MANY = 300  # ways to take two snacks for what they were that are looked at
Day = dict[tuple[int, str], float]  # portions by food of the table and meal


class Reader:
    """Takes the foods of a week's meals for sittings people had, each for another one."""

    def __init__(self, model: SittingModel) -> None:
        self.model = model
        self.used: set[tuple[int, int]] = set()  # sittings, by meal and row, that days before were taken for
        self.rows: list[dict[bytes, list[int]]] = []
        for kinds in (np.sort(model.category[menu.foods], axis=1) for menu in model.menus):
            found: dict[bytes, list[int]] = {}
            for row, key in enumerate(kinds):
                found.setdefault(key.tobytes(), []).append(row)
            self.rows.append(found)

    def read_day(self, day: Day, closed: Collection[str] = ()) -> list[Place]:
        """Return the sittings of a day; each meal has one, the last one or two.

        Tap water is left out but at meals that are `closed`.
        """
        model, places = self.model, []
        for meal, menu in enumerate(model.menus):
            items = [(f, a) for (f, of), a in sorted(day.items()) if of == menu.meal and f != model.water]
            found = self.read_meal(meal, items)
            self.used |= {(meal, place.template) for place in found}
            places += found
            if menu.meal in closed and model.water is not None and (model.water, menu.meal) in day:
                places.append(self.join(meal, [(model.water, day[model.water, menu.meal])]))
            if not items:
                places.append(place_of(empty_choice(model, meal), 0))
        return places

    def read_meal(self, meal: int, items: list[tuple[int, float]]) -> list[Place]:
        """Return the sitting that has these foods; two, or one and foods that joined it, where none has."""
        if not items:
            return []
        whole = self.take(meal, items)
        pair = self.split(meal, items) if self.model.menus[meal].twice else None
        if whole is not None and (pair is None or whole.price <= sum(place.price for place in pair)):
            return [whole]
        if pair is not None:
            return pair
        for number in range(len(items)):
            rest = self.take(meal, items[:number] + items[number + 1 :])
            if rest is not None:
                return [rest, self.join(meal, [items[number]])]
        width = self.model.menus[meal].foods.shape[1]
        return [self.join(meal, items[start : start + width]) for start in range(0, len(items), width)]

    def pad(self, items: list[tuple[int, float]], meal: int) -> tuple[Ints, Floats]:
        """Return foods and portions in the width of a sitting."""
        width = self.model.menus[meal].foods.shape[1]
        foods, portions = np.full(width, len(self.model.money) - 1), np.zeros(width)
        for number, (food, amount) in enumerate(items):
            foods[number], portions[number] = food, amount
        return foods, portions

    def join(self, meal: int, items: list[tuple[int, float]]) -> Place:
        """Return foods that no sitting has."""
        foods, portions = self.pad(items, meal)
        price = float(multiply(portions, self.model.money[foods])) + self.model.figures.side_usd
        return Place(meal, -1, foods, portions, price)

    def take(self, meal: int, items: list[tuple[int, float]]) -> Place | None:
        """Return the cheapest sitting whose categories these foods have."""
        menu = self.model.menus[meal]
        if not items or len(items) > menu.foods.shape[1]:
            return None
        foods, portions = self.pad(items, meal)
        order, category = np.lexsort((foods, self.model.category[foods])), self.model.category
        rows = self.rows[meal].get(category[foods][order].tobytes(), [])
        rows = [row for row in rows if (meal, row) not in self.used] or rows
        if not rows:
            return None
        had = menu.foods[rows]
        mine = np.lexsort((had, category[had]), axis=1)
        laid, amounts = np.empty_like(had), np.zeros(had.shape)
        np.put_along_axis(laid, mine, foods[order][None], axis=1)
        np.put_along_axis(amounts, mine, portions[order][None], axis=1)
        choice = price_rows(self.model, meal, np.array(rows), laid, amounts)
        return place_of(choice, int(np.argmin(choice.price)))

    def split(self, meal: int, items: list[tuple[int, float]]) -> list[Place] | None:
        """Return two sittings that have these foods between them."""
        best: tuple[float, list[Place]] | None = None
        for mask in range(1, min(2 ** (len(items) - 1), MANY)):
            first = [item for number, item in enumerate(items) if mask >> number & 1]
            second = [item for number, item in enumerate(items) if not mask >> number & 1]
            pair = [self.take(meal, first), self.take(meal, second)]
            found = [place for place in pair if place is not None]
            if len(found) == len(pair):
                price = sum(place.price for place in found)
                if best is None or price < best[0]:
                    best = price, found
        return None if best is None else best[1]


def hold_foods(model: SittingModel, meal: int, held: Mapping[int, float]) -> Choice | None:
    """Return the sittings of a meal that have the portions held, each in its like's place; or `None`."""
    menu = model.menus[meal]
    category = model.category[menu.foods]
    foods, portions = menu.foods.copy(), menu.portions.copy()
    rows = np.ones(len(foods), dtype=np.bool_)
    for food, amount in held.items():
        same = foods == food
        like = (category == model.category[food]) & menu.single & (portions > 0)
        where = np.where(same.any(axis=1, keepdims=True), same, like)
        rows &= where.sum(axis=1) == 1
        foods, portions = np.where(where, food, foods), np.where(where, amount, portions)
    chosen = np.flatnonzero(rows)
    if not len(chosen):
        return None
    return price_rows(model, meal, chosen, foods[chosen], portions[chosen])


def price_rows(model: SittingModel, meal: int, templates: Ints, foods: Ints, portions: Floats) -> Choice:
    """Return sittings of a meal with what they cost [$], each from its template."""
    price = (portions * model.money[foods]).sum(axis=1)
    price += charge_all(model, model.menus[meal], templates, foods, portions)
    return Choice(meal, templates, foods, portions, price)
