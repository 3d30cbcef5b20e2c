"""From the average day to seven real ones: whole portions, dealt day by day by small integer programs.

Each day is an integer program over the foods of least reduced cost. It sees what the week has already
eaten (caps shrink, repeats cost, diet quality is asked of the days so far together) and what the week
still wants to eat: the linear program's prices of weekly caps and repeats keep the first days from
taking the best of the week. Every must is met every day, because rounding never eats a target.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import highspy
import numpy as np

from mealopt.errors import CertificateError, NoPlanError, SolverLimitError
from mealopt.model.program import (
    Program,
    bind_person,
    build_program,
    food_caps,
    pinned_portions,
    score_line,
)
from mealopt.model.rows import amount_name
from mealopt.model.statement import state_problem
from mealopt.solve.certificate import TOLERANCE, primal_violation
from mealopt.solve.live import is_whole, run_pulp
from mealopt.solve.week import History, WeekPrices, WholeDay, price_week, rank_foods, remember

if TYPE_CHECKING:
    from mealopt.model.layout import Bounds, Floats
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets
    from mealopt.solve.live import Answer

ENERGY_SLACK = 0.02  # whole portions meet energy within two per cent
GAP = 0.06  # a day this close to its own bound is good enough to stop
# without these two heuristics of HiGHS a day takes two thirds of the time and costs the same
HEURISTICS = {"mip_heuristic_run_rins": False, "mip_heuristic_run_feasibility_jump": False}


class Attempt(NamedTuple):
    """One try at a day: how many foods and nodes, and which habits hold beside every must and cap.

    `few` keeps a meal to few different foods, `weekly` keeps each food to its cap of the week.
    """

    foods: int
    nodes: int
    few: bool = True
    weekly: bool = True


DEAR = 1.35  # how many times the average day a day may cost before more attempts are made
BETTER = 4  # attempts that may better a dear day; the last ones are for days that do not fit
# more foods and nodes when a day will not fit, then a fuller plate, at last a week with one food too often
ATTEMPTS = (
    Attempt(60, 10), Attempt(110, 20), Attempt(60, 10, few=False), Attempt(110, 50, few=False),
    Attempt(300, 1000, few=False), Attempt(300, 1000, few=False, weekly=False),
)  # fmt: skip


@dataclass
class Dealer:
    """Deals the days of one person's week, each from what the days before have left.

    `order` are the foods by reduced cost, `prices` what the week pays for them, `bound` the optimum of the
    average day [$].
    """

    program: Program
    targets: Targets
    rules: Rules
    days: int
    quality: float | None
    order: list[int]
    prices: WeekPrices
    history: History
    bound: float

    def next_day(self) -> WholeDay | None:
        """Return the next day, trying more foods and more nodes until one fits; `None` where none does.

        A day far dearer than the average day is kept, and the next few attempts may better it.
        """
        best: WholeDay | None = None
        for number, attempt in enumerate(ATTEMPTS):
            if best is not None and (best.price <= DEAR * self.bound or number >= BETTER):
                break
            day = self.solve_day(self.pick_foods(attempt.foods, weekly=attempt.weekly), attempt)
            if day is not None and (best is None or day.price < best.price):
                best = day
        return best

    def left_caps(self, *, weekly: bool) -> Floats:
        """Return the most portions of each food the day may still have; the last try forgets the week."""
        table = self.program.table
        if self.days == 1 or not weekly:
            return food_caps(table, 1)
        return np.minimum(table.max_day, table.max_week - self.history.eaten)

    def pick_foods(self, count: int, *, weekly: bool) -> list[int]:
        """Return the next foods in order that the week has not used up, pins included."""
        table = self.program.table
        left = self.left_caps(weekly=weekly)
        chosen = [food for food in self.order if left[food] >= table.step[food]][:count]
        return sorted({*chosen, *(table.position(food) for food in pinned_portions(table, self.rules))})

    def solve_day(self, chosen: list[int], attempt: Attempt) -> WholeDay | None:
        """Return the best day found over the chosen foods, checked row by row, or `None`."""
        small = self.build_day(chosen)
        bounds = bind_person(
            small, self.targets, self.rules, quality=self.quality, energy_slack=ENERGY_SLACK,
            soft_quality=True,
        )  # fmt: skip
        self.bind_history(small, bounds, chosen, weekly=attempt.weekly)
        if not attempt.few:
            fill_plates(small, bounds)
        true_costs = small.costs
        charge_week(small, self.prices, chosen)
        problem = state_problem(small.layout, bounds, "day")
        highs = run_pulp(problem, mip_rel_gap=GAP, mip_max_nodes=attempt.nodes, **HEURISTICS)
        if highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit:
            raise SolverLimitError("a day of whole portions", "the fuse of wall-clock time went")
        if highs.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
            return None
        columns = np.array(highs.getSolution().col_value)
        return check_day(small, bounds, columns, chosen, true_costs)

    def build_day(self, chosen: list[int]) -> Program:
        """Return the integer program of a day over some of the foods."""
        table, shape = self.program.table, self.program.shape
        small = replace(
            shape,
            food_ids=tuple(table.ids[food] for food in chosen),
            whole=True,
            pins=tuple(sorted(pinned_portions(table, self.rules).items())),
        )
        return build_program(small, self.program.knowledge, table)

    def bind_history(self, small: Program, bounds: Bounds, chosen: list[int], *, weekly: bool) -> None:
        """Set what the days so far leave: caps, free repeats, and the quality they reached together."""
        layout = small.layout
        caps = self.left_caps(weekly=weekly)[chosen]
        free = small.goal.repeats_free * small.table.helping - self.history.eaten[chosen]
        for food_id, cap, repeats in zip(small.table.ids, caps, free, strict=True):
            column = layout.columns[f"food:{food_id}"]
            if bounds.column_lower[column] == 0.0:
                # an excluded food has a bound of zero, and no cap may lift it
                bounds.column_upper[column] = cap if bounds.column_upper[column] > 0 else 0.0
            row = layout.rows.get(f"again:{food_id}")
            if row is not None:
                bounds.row_upper[row] = max(0.0, repeats)
        if small.shape.quality and self.quality:
            self.bind_quality(small, bounds)

    def bind_quality(self, small: Program, bounds: Bounds) -> None:
        """Ask the quality of the days so far together, this one included."""
        layout, before = small.layout, self.history.amounts
        energy = self.targets.energy.kcal * (self.history.days + 1)
        bounds.row_lower[layout.rows["quality"]] = (self.quality or 0.0) * energy / 1000.0
        for component in small.knowledge.eating_index:
            full = component.max_points * energy / 1000.0
            column, row = layout.columns[f"score:{component.id}"], layout.rows[f"score:{component.id}"]
            eaten = sum(before.get(nutrient, 0.0) for nutrient in component.numerator)
            bounds.column_upper[column] = full
            if component.per == "ratio":
                other = sum(before.get(nutrient, 0.0) for nutrient in component.denominator)
                bounds.column_lower[column] = full
                bounds.row_lower[row] = component.full_at * other - component.scale * eaten
            else:
                bounds.row_upper[row] = score_line(component, energy) + component.weight * eaten


def deal_days(
    program: Program, answer: Answer, targets: Targets, rules: Rules, days: int, quality: float | None
) -> list[WholeDay]:
    """Return `days` days of whole portions for an average day that was solved.

    Raises NoPlanError where a day cannot be put together even from the widest set of foods.
    """
    table = program.table
    dealer = Dealer(
        program, targets, rules, days, quality, rank_foods(program, answer),
        price_week(program, answer, days), History(np.zeros(len(table)), {}), answer.objective,
    )  # fmt: skip
    dealt = []
    for day in range(days):
        found = dealer.next_day()
        if found is None:
            raise NoPlanError(
                f"The targets can be met on average, but day {day + 1} could not be made of whole portions. "
                "Use --portions exact, or loosen a pin, the budget or a limit of your own."
            )
        dealt.append(found)
        remember(dealer.history, found, table)
    return dealt


def fill_plates(small: Program, bounds: Bounds) -> None:
    """Let a meal have any number of different foods: a fuller plate before a missed target."""
    for name, row in small.layout.rows.items():
        if name.startswith("foods:"):
            bounds.row_upper[row] = np.inf


def charge_week(small: Program, prices: WeekPrices, chosen: list[int]) -> None:
    """Add the week's prices to the costs of a day; beyond the free repeats their full price is due."""
    layout = small.layout
    for food, food_id in zip(chosen, small.table.ids, strict=True):
        layout.costs[layout.columns[f"food:{food_id}"]] += float(prices.cap[food] + prices.again[food])
        again = layout.columns.get(f"again:{food_id}")
        if again is not None:
            layout.costs[again] = max(0.0, layout.costs[again] - float(prices.again[food]))


def check_day(small: Program, bounds: Bounds, columns: Floats, chosen: list[int], costs: Floats) -> WholeDay:
    """Return a day after checking every row and that every count is whole; a failure is a bug."""
    whole = np.array(sorted(small.layout.integers), dtype=np.int64)
    if not is_whole(columns[whole]):
        msg = "A day came back with broken portions."
        raise CertificateError(msg)
    columns = settle_columns(small, columns, whole)
    violation = primal_violation(small.matrix, bounds, columns)
    if violation > TOLERANCE:
        msg = f"A day breaks one of its own limits by {violation:.1e}."
        raise CertificateError(msg)
    portions = {
        (chosen[food], meal): float(columns[column]) * unit
        for column, food, meal, unit in small.slots
        if columns[column] > 0.5
    }
    missed = [i for name, i in small.layout.columns.items() if name.startswith("miss:minimum:")]
    price = float(np.array(small.layout.costs) @ columns)
    return WholeDay(portions, float(costs[missed] @ columns[missed]), price)


def settle_columns(small: Program, columns: Floats, whole: np.typing.NDArray[np.int64]) -> Floats:
    """Return the columns with counts rounded to whole numbers and food totals recomputed from them."""
    settled = columns.copy()
    settled[whole] = np.round(settled[whole])
    totals = np.zeros(len(small.table))
    for column, food, _, unit in small.slots:
        totals[food] += settled[column] * unit
    settled[small.food_columns] = totals
    values = np.nan_to_num(small.table.amounts) * small.table.portion_g[:, None] / 100.0
    for index, nutrient in enumerate(small.table.nutrient_ids):
        amount = small.layout.columns.get(amount_name(nutrient))
        if amount is not None:
            settled[amount] = float(totals @ values[:, index])
    return settled
