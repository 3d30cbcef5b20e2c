"""One day of a week of whole portions: its programs, what the other days leave it, and its check.

`Setting` holds what stays the same for all days of a person. A day is bound to the days around it: caps
shrink, repeats cost, and diet quality is asked of all of them together. While days are still to come, the
linear program's prices of what the week shares stand for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.average.average import ENERGY_SLACK
from mealopt.errors import CertificateError, SolverLimitError
from mealopt.linear.certificate import primal_violation
from mealopt.linear.highs import has_point, is_whole, ran_out_of_time, run_pulp
from mealopt.linear.statement import state_problem
from mealopt.rules.amounts import amount_name
from mealopt.rules.build import bind_person, build_program
from mealopt.rules.foods import food_caps, food_column, pinned_portions
from mealopt.rules.habits import MealNeeds, list_weekly
from mealopt.rules.helpings import PLATES
from mealopt.rules.limits import list_minimum_misses, miss_column
from mealopt.rules.quality import find_component, quality_row, score_line
from mealopt.rules.repeats import list_repeats
from mealopt.singles.history import History, WeekPrices, WholeDay
from mealopt.tolerances import PROVED, TRACE, USUAL

if TYPE_CHECKING:
    from mealopt.linear.layout import Bounds, Floats
    from mealopt.request.limit import Limit
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets
    from mealopt.rules.program import Program

FoodAtMeal = tuple[int, str]  # a food of the full table at a meal


class Effort(NamedTuple):
    """How hard a day is tried, and which habits hold beside every must.

    `few` keeps a meal to few different foods, `weekly` keeps each food to its cap of the week; `gap` and
    `nodes` end the integer program.
    """

    gap: float
    nodes: int
    few: bool = True
    weekly: bool = True


class Day(NamedTuple):
    """A day's program, bounds, costs before the week's prices, foods in the full table, and targets."""

    small: Program
    bounds: Bounds
    costs: Floats
    foods: list[int]
    targets: Targets


@dataclass(frozen=True)
class Setting:
    """What every day of one person's week has in common. `order` are foods at meals by reduced cost."""

    program: Program
    targets: Targets
    rules: Rules
    days: int
    quality: float | None
    order: tuple[FoodAtMeal, ...]

    def left_caps(self, history: History, *, weekly: bool) -> Floats:
        """Return the most portions of each food the day may have beside the days of a history."""
        table = self.program.table
        if self.days == 1 or not weekly:
            return food_caps(table, 1)
        return np.minimum(table.max_day, table.max_week - history.eaten)

    def pick_slots(self, history: History, count: int, *, weekly: bool = True) -> list[FoodAtMeal]:
        """Return the next foods at meals in order, of foods that the week has not used up.

        A main dish of the day before or after is left out too.
        """
        table = self.program.table
        left = self.left_caps(history, weekly=weekly)
        if weekly:
            left[sorted(history.rested)] = 0.0
        return [slot for slot in self.order if left[slot[0]] >= table.least[slot[0]] - TRACE][:count]

    def list_tired(self, days: list[WholeDay]) -> set[int]:
        """Return the foods that have come on as many of some days as a week has room for.

        A day counts from half a helping: a spoon of beans in the salad is no main dish.
        """
        table, habits = self.program.table, self.program.knowledge.habits
        kinds = table.categories
        counts: Counter[int] = Counter()
        for day in days:
            totals: defaultdict[int, float] = defaultdict(float)
            for (food, _), portions in day.portions.items():
                totals[food] += portions
            counts.update(food for food, total in totals.items() if total >= table.helping[food] / 2 - TRACE)
        pins = {self.program.table.position(food) for food in pinned_portions(self.program.table, self.rules)}
        return {food for food, count in counts.items() if count >= habits.most_days(kinds[food])} - pins

    def list_mains(self, day: WholeDay) -> set[int]:
        """Return the foods a day has as main dishes."""
        habits, kinds = self.program.knowledge.habits, self.program.table.categories
        pins = {self.program.table.position(food) for food in pinned_portions(self.program.table, self.rules)}
        return {food for food, meal in day.portions if habits.is_main(kinds[food], meal)} - pins

    def build_day(
        self,
        slots: list[FoodAtMeal],
        history: History,
        prices: WeekPrices,
        *,
        whole: bool,
        weekly: bool = True,
    ) -> Day:
        """Return a day's program over some foods at some meals, pins among them, and its bounds."""
        table, shape = self.program.table, self.program.shape
        pins = pinned_portions(table, self.rules)
        foods = sorted({food for food, _ in slots} | {table.position(food) for food in pins})
        small = build_program(
            replace(
                shape, food_ids=tuple(table.ids[food] for food in foods), whole=whole,
                pins=tuple(sorted(pins.items())),
                slots=frozenset((table.ids[food], meal) for food, meal in slots),
            ),
            self.program.knowledge, table,
        )  # fmt: skip
        bounds = bind_person(
            small, self.targets, self.rules, quality=self.quality, energy_slack=ENERGY_SLACK,
            soft_quality=True,
        )  # fmt: skip
        self.bind_foods(small, bounds, foods, history, weekly=weekly)
        self.bind_aims(small, bounds, history)
        if small.shape.quality and self.quality:
            self.bind_quality(small, bounds, history)
        costs = np.array(small.layout.costs)
        if self.days > 1:
            bind_week(small, bounds, foods, history, prices)
        return Day(small, bounds, costs, foods, self.targets)

    def bind_foods(
        self, small: Program, bounds: Bounds, foods: list[int], history: History, *, weekly: bool
    ) -> None:
        """Set the caps and free repeats that the other days leave."""
        caps = self.left_caps(history, weekly=weekly)[foods]
        free = small.goal.repeats_free * small.table.helping - history.eaten[foods]
        for food_id, cap in zip(small.table.ids, caps, strict=True):
            column = food_column(small, food_id)
            if bounds.column_lower[column] == 0.0:
                # an excluded food has a bound of zero, and no cap may lift it
                bounds.column_upper[column] = max(0.0, cap) if bounds.column_upper[column] > 0 else 0.0
        for food, row, _ in list_repeats(small):
            bounds.row_upper[row] = max(0.0, float(free[food]))

    def bind_aims(self, small: Program, bounds: Bounds, history: History) -> None:
        """Ask each aim of the days so far together: what one day lacks another may have."""
        for limit in list_aims(small, self.targets):
            amount = history.amounts.get(limit.nutrient, 0.0)
            bounds.row_lower[small.layout.rows[limit.name]] = limit.value * (history.days + 1) - amount

    def bind_quality(self, small: Program, bounds: Bounds, history: History) -> None:
        """Ask the quality of the days so far together, this one included."""
        layout, before = small.layout, history.amounts
        energy = self.targets.energy.kcal * (history.days + 1)
        bounds.row_lower[quality_row(layout)] = (self.quality or 0.0) * energy / 1000.0
        for component in small.knowledge.eating_index:
            full = component.max_points * energy / 1000.0
            column, row = find_component(layout, component)
            eaten = sum(before.get(nutrient, 0.0) for nutrient in component.numerator)
            bounds.column_upper[column] = full
            if component.per == "ratio":
                other = sum(before.get(nutrient, 0.0) for nutrient in component.denominator)
                bounds.column_lower[column] = full
                bounds.row_lower[row] = component.full_at * other - component.scale * eaten
            else:
                bounds.row_upper[row] = score_line(component, energy) + component.weight * eaten

    def solve_day(
        self,
        slots: list[FoodAtMeal],
        history: History,
        prices: WeekPrices,
        effort: Effort,
        menu: dict[tuple[int, str], float] | None = None,
    ) -> WholeDay | None:
        """Return the best day of whole portions found over some foods at some meals, or `None`.

        Every row is checked. A `menu` (portions of each food at each meal) leaves only the proof: pinned
        foods stay as they are asked.
        """
        day = self.build_day(slots, history, prices, whole=True, weekly=effort.weekly)
        small, bounds = day.small, day.bounds
        if not effort.few:
            fill_plates(small, bounds)
        if menu is not None:
            pins = dict(small.shape.pins)
            for column, food, meal, unit in small.slots:
                if small.table.ids[food] not in pins:
                    count = round(menu.get((day.foods[food], meal), 0.0) / unit)
                    bounds.column_lower[column] = bounds.column_upper[column] = count
        highs = run_pulp(
            state_problem(small.layout, bounds, "day"), mip_rel_gap=effort.gap, mip_max_nodes=effort.nodes,
            mip_allow_restart=False, mip_feasibility_tolerance=USUAL,
        )  # fmt: skip
        if ran_out_of_time(highs):
            raise SolverLimitError("a day of whole portions", "the fuse of wall-clock time went")
        if not has_point(highs):
            return None
        return check_day(day, np.array(highs.getSolution().col_value))


def bind_week(small: Program, bounds: Bounds, foods: list[int], history: History, prices: WeekPrices) -> None:
    """Charge the week's prices for what the day takes of the week, and bind what the other days leave.

    What goes beyond the free repeats or a weekly habit is charged the rest of its full price.
    """
    layout = small.layout
    for column, food in enumerate(foods, small.food_columns.start):
        layout.costs[column] += float(prices.food[food])
    for food, _, again in list_repeats(small):
        layout.costs[again] = max(0.0, layout.costs[again] - float(prices.again[foods[food]]))
    for row, miss in list_weekly(small):
        name = layout.row_names[row]
        price = prices.habits.get(name, 0.0)
        eaten = history.habits.get(name, 0.0)
        layout.costs[miss] = max(0.0, layout.costs[miss] - abs(price))
        if np.isfinite(bounds.row_upper[row]):
            bounds.row_upper[row] = max(0.0, bounds.row_upper[row] * history.week - eaten)
        else:
            # what the week still wants, less a helping on each day to come
            wanted = bounds.row_lower[row] * history.week - eaten - max(0, history.to_come - 1)
            bounds.row_lower[row] = max(0.0, wanted)
        for column, coefficient in layout.row_pairs[row]:
            still = bounds.row_upper[row] < np.inf or eaten < layout.row_bounds[row][0] * history.week
            if column != miss and still:
                layout.costs[column] -= price * coefficient


def list_aims(program: Program, targets: Targets) -> list[Limit]:
    """Return the limits that are aims altogether: an adequate intake is of the usual day, not of each."""
    return [
        limit
        for limit in targets.limits.values()
        if limit.side == "minimum" and limit.must is None and limit.name in program.layout.rows
    ]


def fill_plates(small: Program, bounds: Bounds) -> None:
    """Let a meal have any number of different foods: a fuller plate before a missed target."""
    bounds.row_upper[small.layout.rows_of(PLATES)] = np.inf


def check_day(day: Day, columns: Floats) -> WholeDay:
    """Return a day after checking every row and that every count is whole; a failure is a bug."""
    small, bounds, costs, foods, _ = day
    whole = np.array(sorted(small.layout.integers), dtype=np.int64)
    if not is_whole(columns[whole]):
        msg = "A day came back with broken portions."
        raise CertificateError(msg)
    columns = settle_columns(small, columns, whole)
    violation = primal_violation(small.matrix, bounds, columns)
    if violation > PROVED:
        msg = f"A day breaks one of its own limits by {violation:.1e}."
        raise CertificateError(msg)
    portions = {
        (foods[food], meal): float(columns[column]) * unit
        for column, food, meal, unit in small.slots
        if columns[column] > 0.5
    }
    aims = {miss_column(small, limit) for limit in list_aims(small, day.targets)}
    missed = [column for column in list_minimum_misses(small) if column not in aims]
    missed += small.layout.columns_of(MealNeeds.id)
    price = float(multiply(np.array(small.layout.costs), columns))
    return WholeDay(portions, float(multiply(costs[missed], columns[missed])), price)


def settle_columns(small: Program, columns: Floats, whole: np.typing.NDArray[np.int64]) -> Floats:
    """Return the columns with counts rounded to whole numbers and food totals recomputed from them."""
    settled = columns.copy()
    settled[whole] = np.round(settled[whole])
    totals = np.zeros(len(small.table))
    for column, food, _, unit in small.slots:
        totals[food] += settled[column] * unit
    settled[small.food_columns] = totals
    values = small.table.filled * small.table.portion_g[:, None] / 100.0
    for index, nutrient in enumerate(small.table.nutrient_ids):
        amount = small.layout.columns.get(amount_name(nutrient))
        if amount is not None:
            settled[amount] = float(multiply(totals, values[:, index]))
    return settled
