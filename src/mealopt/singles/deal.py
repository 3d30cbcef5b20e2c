"""From the average day to seven real ones of whole portions.

Day by day, an integer program over the foods of least reduced cost finds a day, a search betters it
(`search`), and every row is checked. The days to come are stood for by the linear program's prices. When
all days are dealt, each is searched again beside the other six, which are known now, and kept if the week is
better. Every must is met every day, because rounding never eats a target.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mealopt.errors import NoPlanError
from mealopt.knowledge.eating_index import score_day
from mealopt.singles.day import Effort, Setting, list_aims
from mealopt.singles.history import (
    History,
    WeekPrices,
    WholeDay,
    no_prices,
    price_week,
    rank_slots,
    recall_days,
    week_objective,
)
from mealopt.singles.search import MenuSearch
from mealopt.tolerances import TRACE

if TYPE_CHECKING:
    from mealopt.linear.answer import Answer
    from mealopt.request.rules import Rules
    from mealopt.request.targets import Targets
    from mealopt.rules.program import Program
    from mealopt.singles.day import FoodAtMeal

SEARCHED = 60  # foods at meals that a search has before it, beside those of the day
FIRST, NEXT, AGAIN = 1500, 900, 500  # linear programs for the first day, the next ones, and one dealt again
SETTLE = Effort(0.5, 1)
# where no day can be found: more foods and nodes, then a fuller plate, at last a food once too often
EFFORTS = (
    (80, Effort(0.1, 1)), (120, Effort(0.1, 20)), (120, Effort(0.06, 20, few=False)),
    (250, Effort(0.06, 50, few=False)), (700, Effort(0.06, 1000, few=False)),
    (700, Effort(0.06, 1000, few=False, weekly=False)),
)  # fmt: skip


@dataclass
class DayBuilder:
    """Deals the days of one person's week."""

    setting: Setting
    seed: int

    def deal_day(
        self, history: History, prices: WeekPrices, others: list[WholeDay], solves: int
    ) -> WholeDay | None:
        """Return a day beside other days, whose history is given; `None` where none can be put together.

        It starts from the best of the others, or from an integer program where they lead nowhere.
        """
        if others:
            found = self.search_day(others, history, prices, others, solves)
            if found is not None:
                return found
        for count, effort in EFFORTS:
            slots = self.setting.pick_slots(history, count, weekly=effort.weekly)
            day = self.setting.solve_day(slots, history, prices, effort)
            if day is not None and not any(day.portions == other.portions for other in others):
                if effort.weekly:
                    found = self.search_day([day], history, prices, others, solves)
                    if found is not None and (not effort.few or found.price < day.price):
                        return found
                return day
        return None

    def search_day(
        self,
        known: list[WholeDay],
        history: History,
        prices: WeekPrices,
        others: list[WholeDay],
        solves: int,
    ) -> WholeDay | None:
        """Return the best day that a search from days known finds, checked; `None` where it finds none.

        It is none of the `others`: no day is eaten twice.
        """
        setting = self.setting
        left = setting.left_caps(history, weekly=True)
        left[sorted(history.rested)] = 0.0
        kept = [slot for day in known for slot in day.portions if left[slot[0]] > 0]
        slots = list(dict.fromkeys([*kept, *setting.pick_slots(history, SEARCHED)]))
        day = setting.build_day(slots, history, prices, whole=False)
        search = MenuSearch(day.small, day.bounds, self.seed + history.days)
        places = {food: place for place, food in enumerate(day.foods)}
        starts = [
            search.hold({(places[f], meal): a for (f, meal), a in one.portions.items() if f in places})
            for one in known
        ]
        menus = [menu for menu in starts if menu is not None]
        if not menus:
            return None
        menu = search.finish(min(menus, key=lambda menu: menu.price), solves)
        if menu is None:
            return None
        found = {
            (day.foods[food], meal): float(amount)
            for (_, food, meal, _), amount in zip(
                day.small.slots, menu.portions[len(day.foods) :], strict=True
            )
            if amount > 0
        }
        if any(found == day.portions for day in others):
            return None
        return setting.solve_day([*found], history, prices, SETTLE, found)


def deal_days(
    program: Program,
    answer: Answer,
    targets: Targets,
    rules: Rules,
    days: int,
    quality: float | None,
    never: frozenset[FoodAtMeal] = frozenset(),
) -> list[WholeDay]:
    """Return `days` days of whole portions for an average day that was solved; none has a slot of `never`.

    Raises NoPlanError where a day cannot be put together even from the widest set of foods.
    """
    order = tuple(slot for slot in rank_slots(program, answer) if slot not in never)
    return deal_setting(Setting(program, targets, rules, days, quality, order), answer)


def deal_setting(setting: Setting, answer: Answer) -> list[WholeDay]:
    """Return the days of a setting; the same error as `deal_days`."""
    program, days = setting.program, setting.days
    dealer = DayBuilder(setting, setting.rules.seed)
    prices = price_week(program, answer, days)
    dealt: list[WholeDay] = []
    for day in range(days):
        rested = frozenset(rest(setting, dealt[-1:], dealt))
        history = replace(recall_days(program, dealt, days), rested=rested)
        found = dealer.deal_day(history, prices, dealt, NEXT if day else FIRST)
        if found is None:
            raise NoPlanError(
                f"The targets can be met on average, but day {day + 1} could not be made of whole portions. "
                "Use --portions exact, or loosen a pin, the budget or a limit of your own."
            )
        dealt.append(found)
    return deal_again(dealer, dealt) if days > 1 else dealt


def rest(setting: Setting, beside: list[WholeDay], others: list[WholeDay]) -> set[int]:
    """Return what a day leaves out: main dishes of the days beside it, and what has come often enough."""
    return {food for day in beside for food in setting.list_mains(day)} | setting.list_tired(others)


def deal_again(dealer: DayBuilder, dealt: list[WholeDay]) -> list[WholeDay]:
    """Return the week after each day was dealt again beside the others, where that made it better."""
    setting = dealer.setting
    program, days = setting.program, len(dealt)
    best = measure_days(program, setting.targets, dealt, setting.quality)
    prices = no_prices(program)
    for day in sorted(range(days), key=lambda d: -dealt[d].price):
        others = dealt[:day] + dealt[day + 1 :]
        beside = dealt[max(0, day - 1) : day] + dealt[day + 1 : day + 2]
        history = replace(recall_days(program, others, days), rested=frozenset(rest(setting, beside, others)))
        found = dealer.search_day([dealt[day]], history, prices, others, AGAIN)
        if found is None:
            continue
        week = [*dealt[:day], found, *dealt[day + 1 :]]
        objective = measure_days(program, setting.targets, week, setting.quality)
        if objective < best - TRACE:
            dealt, best = week, objective
    return dealt


def measure_days(program: Program, targets: Targets, dealt: list[WholeDay], quality: float | None) -> float:
    """Return the mean objective of some days [$ a day], in the terms of the linear program."""
    missed = missed_points(program, targets, dealt, quality)
    return week_objective(program, dealt, missed, list_aims(program, targets))


def missed_points(program: Program, targets: Targets, dealt: list[WholeDay], quality: float | None) -> float:
    """Return the HEI-2020 points the days miss together, times the energy target [points × 1,000 kcal].

    Points are counted as the linear program counts them, per energy asked for.
    """
    if not quality:
        return 0.0
    amounts = recall_days(program, dealt, len(dealt)).amounts
    energy = targets.energy.kcal
    mean = {nutrient: amount / len(dealt) for nutrient, amount in amounts.items()}
    points = score_day(program.knowledge.eating_index, mean, energy)
    return max(0.0, quality - sum(points.values())) * energy / 1000.0
