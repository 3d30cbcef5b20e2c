"""What a week of sittings costs: everything counted exactly, of one week or of every sitting tried in it.

The musts of days and week, aims and HEI-2020, repeats, products bought, what is had once a day, caps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.knowledge.foods import group_alike
from mealopt.request.rules import WEEK
from mealopt.week.beside import Beside, limit_portions, mark
from mealopt.week.days import Place, Week, empty_choice, measure_excess
from mealopt.week.index import IndexScore
from mealopt.week.items import Choice, find_kinds
from mealopt.week.model import pad
from mealopt.week.musts import list_musts
from mealopt.week.parts import DayParts
from mealopt.week.trials import Trials, lay_trials

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.model import SittingModel

SMALL = 1e-7
MARGIN = 0.01  # how far inside each must the search aims, so that the last step has room


class Judge:
    """Prices the weeks of one person."""

    def __init__(self, model: SittingModel, water: float) -> None:
        self.model = model
        self.miss = self.cap = model.miss
        self.fixed = multiply(model.pinned, model.demand.per_portion)
        if model.water is not None:
            self.fixed = self.fixed + water * model.demand.per_portion[model.water]
        kitchen = model.sittings.kitchen
        kinds, every = len(kitchen.names), len(model.often)
        self.plate = np.append(kitchen.plate, np.arange(kinds, every))  # oatmeal or cereal, not both a day
        times = np.append(kitchen.twice_times, np.zeros(every - kinds))
        self.twice_usd = model.figures.twice_a_day_usd * model.day_times * times  # a kind once more, by plate
        self.snack_usd = model.figures.same_snack_usd * model.day_times
        alike = group_alike(model.knowledge.foods)
        self.alike = np.append(alike, alike.max(initial=0) + 1)  # peanuts are peanuts, salted or not
        self.parts = DayParts(model.parts)
        self.counted = np.isfinite(model.last)  # not bread, milk and what else people have endlessly often
        categories = pad(kitchen.category_most[model.sittings.category_kinds], np.inf)
        self.most = np.append(np.full(every - len(categories), np.inf), categories)  # sittings, as `often`
        bought = model.goal.sittings.product * pad(kitchen.bought)
        self.first_usd = bought + model.single  # what a food costs that comes, by its kind
        self.other_usd = self.first_usd + bought * pad(kitchen.weight)  # where there is one of its kind
        self.musts = list_musts(model.demand, model.days, MARGIN)
        self.index = IndexScore(model)
        self.charges: Floats | None = None  # $ a week by food on the days that are searched, never reported
        self.tried = WeakKeyDictionary[Place, Trials]()

    @property
    def cap(self) -> float:
        """What passing the most people eat of a food by as much again costs [$ a week]."""
        return self.cap_usd

    @cap.setter
    def cap(self, usd: float) -> None:
        model, self.cap_usd = self.model, usd
        self.limits = limit_portions([
            (model.free, model.repeats), (model.max_day, usd / model.max_day),
            (model.max_week, usd / model.max_week),
        ])  # fmt: skip

    def count(self, days: list[list[Place]]) -> Week:
        """Return a week with what it holds."""
        model = self.model
        eaten, served, kinds = *np.zeros((2, len(model.money))), np.zeros_like(model.often_at)
        held, parts = [], np.array([self.parts.count(day) for day in days])
        for day in days:
            amounts = self.fixed.copy()
            for place in day:
                amounts += multiply(place.portions, model.demand.per_portion[place.foods])
                np.add.at(eaten, place.foods, place.portions)
                np.add.at(served, place.foods, (place.portions > 0).astype(float))
                np.add.at(kinds[place.meal], self.kinds_of(place), 1.0)
            held.append(amounts)
        return Week([list(day) for day in days], held, eaten, served, kinds, parts)

    def kinds_of(self, place: Place) -> Ints:
        """Return the numbers of the kinds and categories of a sitting."""
        return self.try_place(place).common

    def price_kinds(self, kinds: Floats, meal: int) -> Floats:
        """Return what one more sitting of each kind at a meal costs beside so many [$ a week]."""
        model, had, here = self.model, kinds.sum(axis=0), kinds[meal]
        past = step_past(had, model.often) + step_past(here, model.often_at[meal])
        short = step_near(here, model.seldom_at[meal])
        found: Floats = model.often_usd * past - model.seldom_usd * short
        found += model.figures.too_often_usd * (had >= self.most)
        return found

    def missed(
        self, day: Floats, total: Floats, held: Floats, extent: tuple[Floats, Floats] | None = None
    ) -> Floats:
        """Return what a day and its week miss with what sittings hold joining them, priced [$ a day].

        `held` has a column for each sitting; `total` is the sum of the days; `extent` the least and the most
        of each measure in any sitting.
        """
        return self.add_missed(np.zeros(held.shape[1]), day, total, held, extent)

    def add_missed(
        self,
        price: Floats,
        day: Floats,
        total: Floats,
        held: Floats,
        extent: tuple[Floats, Floats] | None = None,
        below: float = np.inf,
    ) -> Floats:
        """Return what sittings cost with what is missed: their `price` and `missed` [$ a day].

        Endless for those that cost `below` or more even with all the points of HEI-2020 any of them may
        bring: nobody asks what they cost, and hardly one in thirty is left. A must that none can miss is not
        looked at: few are near a limit.
        """
        musts = self.musts
        least, most = extent or (held.min(axis=1), held.max(axis=1))
        lack = musts.bound * musts.days - np.where(musts.weekly, total[musts.index], day[musts.index])
        worst = np.where(musts.sign > 0, least[musts.index], most[musts.index])
        at = np.flatnonzero(musts.sign * (lack - worst) > 0)
        short = np.subtract(lack[at][:, None], held[musts.index[at]])
        short *= (musts.weigh(self.miss) / self.model.days)[at][:, None]
        found: Floats = np.maximum(short, 0.0, out=short).sum(axis=0)
        if not self.model.demand.quality:
            return found + price
        week = self.index.lay(total, least, most)
        within = np.flatnonzero(found + price + self.index.price(week.most) < below)
        some = held if len(within) == len(found) else held[:, within]
        cost = np.full(len(found), np.inf)
        cost[within] = found[within] + self.index.price(self.index.score_beside(week, some)) + price[within]
        return cost

    def missed_days(self, day: Floats) -> Floats:
        """Return what days (a row each) miss, priced [$ a day]."""
        return self.musts.price(day, self.miss / self.model.days, weekly=False)

    def missed_week(self, week: Floats) -> Floats:
        """Return what weeks (a row each) miss of musts, aims and HEI-2020, priced [$ a day]."""
        found = self.musts.price(week, self.miss, weekly=True)
        if self.model.demand.quality:
            found += self.index.price(self.index.score(week))
        return found

    def look_beside(self, week: Week, day: list[Place], meal: int) -> Beside:
        """Return what a sitting of a meal costs beside the rest of a week for its habits.

        Repeats, products bought, the same food at one more sitting, kinds had more or less often than people
        do or twice a day, a food at both snacks, what days are short of, caps passed. Foods of one category
        and called the same are one food as to repeats.
        """
        model, figures, times = self.model, self.model.figures, week.served
        alike = np.bincount(self.alike, times)[self.alike]
        each: Floats = model.goal.sittings.again * np.maximum(0.0, alike - model.last)
        each += figures.too_often_usd * ((alike >= figures.most_sittings) & self.counted)
        there = week.kinds[:, : len(self.first_usd)].any(axis=0)
        each += (times == 0) * np.where(there, self.other_usd, self.first_usd)[model.kind]
        each -= (times == 1) * model.single[model.kind]
        toll, today = self.price_kinds(week.kinds, meal), np.zeros(len(model.money))
        had = np.zeros(len(toll), dtype=np.bool_)
        for place in day:
            if place.meal == meal:
                snack = np.bincount(self.alike[place.foods[place.portions > 0]], minlength=self.alike[-1] + 1)
                each += self.snack_usd * (snack[self.alike] > 0)
            had[self.plate[model.kind[place.foods[place.portions > 0]]]] = True
            np.add.at(today, place.foods, place.portions)
        toll += (had * self.twice_usd)[self.plate]
        toll[self.parts.numbers] -= self.parts.worth(week.parts, day)
        limits, amounts = self.limits, np.array([week.eaten, today, week.eaten])
        return Beside(each, toll, limits, amounts, limits.most - amounts)

    def value(self, week: Week) -> float:
        """Return what a week costs [$ a day], everything counted once."""
        mean = np.sum(week.held, axis=0) / self.model.days
        found = float(self.missed_week(mean[None])[0]) + float(self.missed_days(np.array(week.held)).sum())
        partial = self.count([[] for _ in range(self.model.days)])
        wanted = self.model.seldom_at.sum(axis=0)
        found += (float(multiply(self.model.seldom_usd, wanted)) + self.parts.price(partial.parts)) / WEEK
        templates, same_usd = set[tuple[int, int]](), self.model.figures.same_sitting_usd
        for number, day in enumerate(week.days):
            done: list[Place] = []
            for place in day:
                extra = self.look_beside(partial, done, place.meal).price(self.try_place(place))[0]
                twice = same_usd if (place.meal, place.template) in templates else 0.0
                found += place.price / self.model.days + (float(extra) + twice) / WEEK
                done.append(place)
                if place.template >= 0:
                    templates.add((place.meal, place.template))
                np.add.at(partial.eaten, place.foods, place.portions)
                np.add.at(partial.served, place.foods, (place.portions > 0).astype(float))
                np.add.at(partial.kinds[place.meal], self.kinds_of(place), 1.0)
                partial.days[number].append(place)
                partial.parts[number] = self.parts.count(partial.days[number])
        return found

    def judge(
        self,
        trials: Trials,
        week: Week,
        day: int,
        used: set[int],
        beside: Beside,
        below: float = np.inf,
    ) -> Floats:
        """Return what each sitting would cost in a place that is open [$ a day].

        Endless for those of which it is plain that it is `below` or more.
        """
        alone, extent = self.price_alone(trials, used, beside), (trials.least, trials.most)
        total = np.sum(week.held, axis=0)
        return self.add_missed(alone, week.held[day], total, trials.held, extent, below)

    def price_alone(self, trials: Trials, used: set[int], beside: Beside) -> Floats:
        """Return what sittings would cost beside what they hold [$ a day]: no must is looked at."""
        choice = trials.choice
        found: Floats = choice.price / self.model.days + beside.price(trials) / WEEK
        if self.charges is not None:
            found += trials.add_foods(self.charges[trials.foods]) / WEEK
        if used:
            templates = len(self.model.menus[choice.meal].price)  # one more for those of none: −1
            again = mark(templates + 1, np.array(list(used)))[choice.template]
            found[again] += self.model.figures.same_sitting_usd / WEEK
        return found

    def try_place(self, place: Place) -> Trials:
        """Return a sitting as it is tried, laid out once."""
        found = self.tried.get(place)
        if found is None:
            kinds = find_kinds(self.model, place.meal, place.foods[None])[0]
            found = self.tried[place] = lay_trials(self.model, self.as_choice([place]), kinds)
        return found

    def as_choice(self, places: list[Place]) -> Choice:
        """Return some sittings as arrays."""
        if not places:
            return empty_choice(self.model, 0, rows=0)
        return Choice(
            places[0].meal, np.array([p.template for p in places]), np.stack([p.foods for p in places]),
            np.stack([p.portions for p in places]), np.array([p.price for p in places]),
        )  # fmt: skip

    def measure_day(self, held: Floats) -> float:
        """Return what a day misses of its musts, as shares of each, together."""
        demand = self.model.demand
        low, high = demand.day_scale
        short = np.maximum(0.0, demand.day_lower - held) / low
        return float(short.sum() + (np.maximum(0.0, held - demand.day_upper) / high).sum())

    def count_misses(self, week: Week) -> float:
        """Return what days and week miss of their musts, as shares of each, and foods had too often."""
        days = sum(self.miss_day(week, day, held) for day, held in enumerate(week.held))
        return days + self.miss_week(week)

    def miss_day(self, week: Week, day: int, held: Floats) -> float:
        """Return what a day misses of its musts, and by how much foods pass what people eat on one."""
        eaten = np.zeros(len(week.eaten))
        for place in week.days[day]:
            np.add.at(eaten, place.foods, place.portions)
        return self.measure_day(held) + measure_excess(eaten, self.model.max_day)

    def miss_week(self, week: Week) -> float:
        """Return what a week misses of its musts, and by how much foods pass what people eat in one."""
        mean, demand = np.sum(week.held, axis=0) / self.model.days, self.model.demand
        low, high = demand.week_scale
        found = measure_excess(week.eaten, self.model.max_week)
        found += float((np.maximum(0.0, demand.week_lower - mean) / low).sum())
        return found + float((np.maximum(0.0, mean - demand.week_upper) / high).sum())


def step_near(had: Floats, wanted: Floats) -> Floats:
    """Return how much nearer to what is wanted one more comes."""
    found: Floats = np.maximum(0.0, wanted - had) - np.maximum(0.0, wanted - had - 1.0)
    return found


def step_past(had: Floats, free: Floats) -> Floats:
    """Return how much further past what is free one more goes."""
    found: Floats = np.maximum(0.0, had + 1.0 - free) - np.maximum(0.0, had - free)
    return found
