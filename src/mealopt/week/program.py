"""The average day made of sittings: a linear program whose columns are sittings, brought in as they pay.

A sitting may be had as it was; each of its foods may also have the low or the high serving of its eaters, or
give its place to another food of its category, at a price. For given duals the best of all that is found for
every sitting at once: food by food, because prices add up. What no price improves is the optimum; the bound
is worked out from the duals over the whole library, never from the columns at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.errors import SolverLimitError
from mealopt.linear.generation import Generation
from mealopt.linear.highs import is_optimal, run_fused
from mealopt.request.rules import WEEK
from mealopt.week.answer import SittingAnswer
from mealopt.week.items import Choice, find_least
from mealopt.week.model import SNACKS
from mealopt.week.rows import SittingRows

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats

ROUNDS = 60
AT_ONCE = 14  # sittings of a meal that come in together at most
FIRST = 25  # of each meal to begin with
PAYS = 1e-6
NEVER = 1e6
SITTING_ROOM = (0.85, 1.15)  # of a meal's least and largest share of energy


@dataclass(frozen=True)
class SittingDuals:
    """What the program of the sittings at hand ended with: duals of its rows, and its value [$ a day]."""

    duals: Floats
    value: float


class SittingProgram(SittingRows, Generation[SittingDuals, SittingAnswer]):
    """The live linear program of one person, solved over the whole library."""

    def solve(self, close: float = 0.0, like: Floats | None = None) -> SittingAnswer:
        """Bring in sittings until none pays, or until the bound is `close` [share of the value].

        `like` are the duals of the measures in a program like this one: its best sittings are here at once.
        Raises SolverLimitError where the rounds do not suffice.
        """
        nothing = np.zeros(self.highs.getNumRow())
        for meal in range(len(self.model.menus)):
            self.enter(self.price(meal, nothing, nothing[: self.measures]), FIRST, forced=True)
            if like is not None:
                self.enter(self.price(meal, nothing, like), FIRST, forced=True)
        self.close, self.bound = close, -np.inf
        found = self.generate(ROUNDS)
        if found is not None:
            return found
        if not np.isfinite(self.bound):
            raise SolverLimitError("the average day of sittings", "the linear program found no optimum")
        run_fused(self.highs)
        return self.answer(self.read_held())

    def solve_held(self) -> SittingDuals | None:
        """Solve the program of the sittings at hand; `None` where it ends in no optimum."""
        run_fused(self.highs)
        return self.read_held() if is_optimal(self.highs) else None

    def read_held(self) -> SittingDuals:
        """Return the duals and the value the last run ended with."""
        duals = np.array(self.highs.getSolution().row_dual)
        return SittingDuals(duals, float(self.highs.getInfo().objective_function_value))

    def bring_in(self, found: SittingDuals) -> int:
        """Bring in the best sittings of each meal; the bound is that of the whole library."""
        duals = found.duals
        entered, least = self.add_caps(), found.value
        for meal in range(len(self.model.menus)):
            choice = self.price(meal, duals, duals[: self.measures])
            most = SNACKS[1] if self.model.menus[meal].twice else 1.0
            least += most * min(0.0, float(choice.price.min(initial=0.0)))
            entered += self.enter(choice, AT_ONCE)
        self.bound = max(self.bound, least)
        return entered

    def prove(self, found: SittingDuals, entered: int) -> SittingAnswer | None:
        """Return the answer, where nothing pays or the bound is near."""
        near = found.value - self.bound <= self.close * abs(found.value)
        return None if entered and not near else self.answer(found)

    def answer(self, found: SittingDuals) -> SittingAnswer:
        """Return what was found."""
        duals = found.duals
        values = np.array(self.highs.getSolution().col_value)
        missed = float(multiply(self.miss_costs, values[self.misses]))
        prices = self.food_prices(duals, duals[: self.measures])
        kept = duals[: self.measures].copy()
        used = values[self.places]
        kinds = tuple(self.kind_prices(meal, duals) for meal in range(len(self.model.menus)))
        return SittingAnswer(kept, prices, kinds, tuple(self.columns), used, found.value, self.bound, missed)

    def food_prices(self, duals: Floats, measures: Floats) -> Floats:
        """Return what a portion of each food costs at the duals [$]: money less what it is worth."""
        prices = self.model.money - multiply(self.model.demand.per_portion, measures)
        for food, row in (*self.again.items(), *self.caps.items()):
            if row < len(duals):  # rows that came in since have no price yet
                prices[food] -= duals[row]
        return prices

    def kind_prices(self, meal: int, duals: Floats) -> Floats:
        """Return what a sitting of a meal costs at the duals for each kind, size and category it has [$]."""
        prices: Floats = self.model.had_usd * self.model.days / WEEK
        for kind, row in (*self.kind_rows.items(), *self.at_rows[meal].items()):
            prices[kind] -= duals[row]
        return prices

    def price(self, meal: int, duals: Floats, measures: Floats) -> Choice:
        """Return every sitting of a meal at its best; `price` is its reduced cost [$]."""
        model, menu = self.model, self.model.menus[meal]
        kcal = model.demand.per_portion[:, model.demand.energy]
        foods, portions, _, cost = self.plates[meal].choose(self.food_prices(duals, measures))
        energy = (kcal[foods] * portions).sum(axis=1)
        reduced = cost + menu.price - duals[self.meal_rows[meal]]
        reduced += self.kind_prices(meal, duals)[self.has[meal]].sum(axis=1)
        for number, (_, row) in enumerate(self.plate_rows):
            if duals[row]:
                reduced -= duals[row] * self.plated[meal][:, number]
        priced = (self.once[meal] >= 0) & (self.once[meal] < len(duals))  # later rows have no price yet
        reduced[priced] -= duals[self.once[meal][priced]]
        off = energy > SITTING_ROOM[1] * menu.most_kcal
        if not menu.twice:
            off |= energy < SITTING_ROOM[0] * menu.least_kcal
        reduced[off | model.passes_most(meal, foods, portions)] = NEVER
        return Choice(meal, np.arange(len(menu.price)), foods, portions, reduced)

    def enter(self, choice: Choice, most: int, *, forced: bool = False) -> int:
        """Take the best sittings into the program; returns how many were new."""
        best = find_least(choice.price, most)
        return self.enter_rows(choice, best[choice.price[best] < (NEVER / 2 if forced else -PAYS)])
