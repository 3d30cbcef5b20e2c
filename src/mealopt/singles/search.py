"""Which day of whole portions is best: a search that lets a linear program finish every thought.

A day is held as whole steps of each food at each meal. Again and again some of its foods, and all it lacks,
are set free, the linear program says what would be best, and its broken portions are rounded one at a time,
solving anew after each: what is below the least anybody is served is dropped or taken, what is between two
steps goes to one of them, a meal of too many foods loses one. The first bound that is no better than the
day at hand ends the thought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mealopt.linear.highs import is_optimal, run_pulp
from mealopt.linear.statement import state_problem
from mealopt.rules.amounts import amount_name
from mealopt.rules.helpings import group_slots
from mealopt.rules.meals import energy_name
from mealopt.rules.quality import Quality
from mealopt.tolerances import TRACE

if TYPE_CHECKING:
    from mealopt.linear.layout import Bounds, Floats, Ints
    from mealopt.rules.program import Program

MISS_USD, RATIO_USD = 10.0, 0.05  # what a must missed whole costs a search, and a gram of fat off balance
HARDER, HARDER_TIMES = 10.0, 2  # how that price rises, and how often, while a must is still missed
SOUND = 1e-7  # what is left of a must missed when nothing is
FREED = (4, 10)  # how many foods of the day are set free at a time
MOVED = 0.3  # how often what is kept may change its meals
ROUNDING, SHAKE = 1e-6, 0.05  # what counts as whole [portions], and how much chance decides near halves
BETTER_USD = 1e-4  # by how much a day must be better to count


class DayMenu(NamedTuple):
    """What the search holds: the price of a day [$], and the portions of each food, then of each slot."""

    price: float
    portions: Floats


class Rounding(NamedTuple):
    """The last rounding: what to do instead, and the bounds before it."""

    lower: Floats
    upper: Floats
    place: int
    instead: tuple[float, float]


class MenuSearch:
    """Searches one day over the foods of a small program, its bounds being those of the day.

    Decisions are the food totals, then the slots (a food at a meal), all in portions. `counts` are
    linear programs solved; a search is limited by that number, never by the clock.
    """

    def __init__(self, small: Program, bounds: Bounds, seed: int) -> None:
        table, layout = small.table, small.layout
        self.small = small
        self.random = np.random.default_rng(seed)
        self.counts = 0
        slots = small.slots
        self.foods = len(table)
        self.slot_food: Ints = np.array([food for _, food, _, _ in slots], dtype=np.int64)
        self.food: Ints = np.concatenate([np.arange(self.foods), self.slot_food])
        totals = range(small.food_columns.start, small.food_columns.stop)
        self.columns = np.array([*totals, *(column for column, *_ in slots)], dtype=np.int32)
        self.step, least = table.step[self.food], table.least[self.food]
        most = bounds.column_upper[self.columns]
        most[: self.foods] = np.minimum(most[: self.foods], table.max_day)
        self.lower = bounds.column_lower[self.columns]
        self.pinned = (self.lower[: self.foods] > 0)[self.food]
        whole = np.floor(most / self.step + TRACE) * self.step
        self.least = np.minimum(least, np.maximum(whole, self.step))
        self.upper = np.where(self.pinned, most, np.where(whole >= least, whole, 0.0))
        self.upper = np.maximum(self.upper, self.lower)  # what is held at a meal stays there
        self.crowds = find_crowds(small, slots)
        bounds, opened = open_musts(small, bounds)
        self.misses = np.array(opened, dtype=np.int32)
        self.highs = run_pulp(state_problem(layout, bounds, "menu"), presolve="off")

    def solve(self, lower: Floats, upper: Floats) -> float:
        """Return the optimum within bounds of the decisions, infinite where nothing fits."""
        self.counts += 1
        self.highs.changeColsBounds(len(self.columns), self.columns, lower, upper)
        self.highs.run()
        if not is_optimal(self.highs):
            return float("inf")
        return float(self.highs.getInfo().objective_function_value)

    def read(self) -> Floats:
        """Return the decisions of the last solve [portions]."""
        return np.array(self.highs.getSolution().col_value)[self.columns]

    def round_down(
        self, lower: Floats, upper: Floats, cut: float, flips: int, shake: float
    ) -> DayMenu | None:
        """Return the day that rounding leads to, or `None` once it cannot be better than `cut`."""
        rounding: Rounding | None = None
        while True:
            price = self.solve(lower, upper)
            if price >= cut - BETTER_USD:
                if rounding is None or flips == 0:
                    return None
                flips -= 1
                lower, upper = rounding.lower, rounding.upper
                place, (least, most) = rounding.place, rounding.instead
                lower[place] = max(lower[place], least)
                upper[place] = max(lower[place], min(upper[place], most))
                rounding = None
                continue
            found = self.choose(self.read(), lower, upper, shake)
            if isinstance(found, np.ndarray):
                return DayMenu(price, found)
            rounding = found

    def choose(self, portions: Floats, lower: Floats, upper: Floats, shake: float) -> Floats | Rounding:
        """Round the clearest broken decision in the bounds; return the whole day where none is broken.

        Crumbs come before halves, a crowded meal last; totals follow from slots.
        """
        near = np.round(portions / self.step) * self.step
        crumbs = (portions > ROUNDING) & (portions < self.least - ROUNDING) & ~self.pinned
        broken = (np.abs(portions - near) > ROUNDING) & ~self.pinned
        for marks, crumb in ((crumbs, True), (broken, False)):
            places = self.foods + np.flatnonzero(marks[self.foods :])
            if len(places):
                return self.round_one(places, portions, lower, upper, shake, crumb=crumb)
        for members, most in self.crowds:
            taken = members[portions[members] > ROUNDING]
            loose = taken[self.lower[taken] == 0.0]
            if len(taken) > most and len(loose):
                place = int(loose[np.argmin(portions[loose] / self.least[loose])])
                rounding = Rounding(lower.copy(), upper.copy(), place, (float(self.least[place]), np.inf))
                upper[place] = lower[place] = 0.0
                return rounding
        near[: self.foods] = np.bincount(self.slot_food, near[self.foods :], self.foods)
        return np.where(self.pinned, portions, near)

    def round_one(
        self, places: Ints, portions: Floats, lower: Floats, upper: Floats, shake: float, *, crumb: bool
    ) -> Rounding:
        """Round the decision that is clearest about its direction, and return how to undo it."""
        before = lower.copy(), upper.copy()
        if crumb:
            low, high = np.zeros(len(places)), self.least[places]
        else:
            low = np.floor(portions[places] / self.step[places]) * self.step[places]
            high = low + self.step[places]
        share = (portions[places] - low) / (high - low) + self.random.normal(0.0, shake, len(places))
        index = int(np.argmax(np.abs(share - 0.5)))
        place = int(places[index])
        if share[index] > 0.5 and high[index] <= upper[place] + ROUNDING:
            lower[place] = high[index]
            return Rounding(*before, place, (0.0, float(low[index])))
        upper[place] = max(low[index], lower[place])
        return Rounding(*before, place, (float(high[index]), np.inf))

    def hold(self, amounts: dict[tuple[int, str], float]) -> DayMenu | None:
        """Return a day given as portions of each food of the small table at each meal, priced.

        What the week has used up is left out.
        """
        slots = np.array([amounts.get((food, meal), 0.0) for _, food, meal, _ in self.small.slots])
        totals = np.bincount(self.slot_food, slots, self.foods)
        slots[(totals > self.upper[: self.foods] + ROUNDING)[self.slot_food]] = 0.0
        totals = np.bincount(self.slot_food, slots, self.foods)
        portions = np.concatenate([totals, slots])
        price = self.solve(portions, portions)
        return DayMenu(price, portions) if np.isfinite(price) else None

    def finish(self, menu: DayMenu, solves: int) -> DayMenu | None:
        """Return a better day that misses no must, `None` where so many linear programs find none."""
        menu = self.improve(menu, solves)
        for _ in range(HARDER_TIMES):
            if self.is_sound(menu):
                return menu
            costs = np.array([self.small.layout.costs[column] for column in self.misses]) * HARDER
            for column, cost in zip(self.misses, costs, strict=True):
                self.small.layout.costs[column] = float(cost)
            self.highs.changeColsCost(len(self.misses), self.misses, costs)
            menu = self.improve(DayMenu(self.solve(menu.portions, menu.portions), menu.portions), solves // 2)
        return menu if self.is_sound(menu) else None

    def is_sound(self, menu: DayMenu) -> bool:
        """Say whether a day misses no must and crowds no meal."""
        self.solve(menu.portions, menu.portions)
        missed = np.array(self.highs.getSolution().col_value)[self.misses]
        if np.max(missed, initial=0.0) > SOUND:
            return False
        return all(np.count_nonzero(menu.portions[members]) <= most for members, most in self.crowds)

    def improve(self, menu: DayMenu, solves: int) -> DayMenu:
        """Return the best day found within so many linear programs."""
        last = self.counts + solves
        pinned = self.pinned[: self.foods]
        while self.counts < last:
            totals = menu.portions[: self.foods]
            present = np.flatnonzero((totals > 0) & ~pinned)
            count = min(len(present), int(self.random.integers(FREED[0], FREED[1] + 1)))
            free = (totals == 0) | pinned
            if count:
                free[self.random.choice(present, count, replace=False)] = True
            opened = free[self.food]
            if self.random.random() < MOVED:
                opened[self.foods :] = True
            lower = np.where(opened, self.lower, menu.portions)
            upper = np.where(opened, self.upper, menu.portions)
            menu = self.round_down(lower, upper, menu.price, 1, SHAKE) or menu
        return menu


def find_crowds(small: Program, slots: tuple[tuple[int, int, str, float], ...]) -> list[tuple[Ints, int]]:
    """Return the decisions of which only so many may be taken together: different foods at a meal."""
    places = {column: len(small.table) + index for index, (column, *_) in enumerate(slots)}
    by_meal: dict[str, list[tuple[int, int, float]]] = {}
    for column, food, meal, unit in slots:
        by_meal.setdefault(meal, []).append((column, food, unit))
    crowds = []
    for limit in small.knowledge.meal_limits:
        for found in group_slots(small.table, limit, by_meal).values():
            if np.isfinite(limit.foods) and len(found) > limit.foods:
                members = np.array([places[column] for column, _, _ in found], dtype=np.int64)
                crowds.append((members, int(limit.foods)))
    return crowds


def open_musts(small: Program, bounds: Bounds) -> tuple[Bounds, list[int]]:
    """Let every must be missed at a high price, so that a search can start from any day.

    Returns the bounds, and the columns that a finished day has at zero. The costs and columns of the small
    program are changed.
    """
    layout, bounds = small.layout, bounds.copy()
    opened, of_quality = [], set(layout.columns_of(Quality.id))
    for column, row in layout.misses.items():
        sides = [abs(side) for side in (bounds.row_lower[row], bounds.row_upper[row]) if np.isfinite(side)]
        if sides and bounds.column_upper[column] == 0.0:
            bounds.column_upper[column] = np.inf
            ratio = max(sides) < ROUNDING or column in of_quality
            layout.costs[column] = RATIO_USD if ratio else MISS_USD / max(sides)
            opened.append(column)
    energy = amount_name(small.knowledge.energy_id)
    scale = float(bounds.column_upper[layout.columns[energy]])
    for name in (energy, *(energy_name(meal.id) for meal in small.knowledge.meals)):
        for side, sign in (("below", 1.0), ("above", -1.0)):
            column = layout.add_column(f"miss:{name}:{side}", cost=MISS_USD / scale)
            layout.row_pairs[layout.rows[name]].append((column, sign))
            opened.append(column)
    more = len(layout.column_names) - len(bounds.column_lower)
    bounds.column_lower = np.concatenate([bounds.column_lower, np.zeros(more)])
    bounds.column_upper = np.concatenate([bounds.column_upper, np.full(more, np.inf)])
    return bounds, opened
