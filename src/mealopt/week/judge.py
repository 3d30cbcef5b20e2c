"""What a week of sittings costs: everything counted exactly, of one week or of every sitting tried in it.

The musts of days and week, aims and HEI-2020, repeats, products bought, what is had once a day, caps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.request.rules import WEEK
from mealopt.week.days import Place, Week, empty_choice, measure_excess
from mealopt.week.index import IndexScore
from mealopt.week.items import Choice, find_kinds
from mealopt.week.model import pad

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.model import SittingModel

SMALL = 1e-7
DAYS_TESTS = 2  # the first tests are those of a day, the others of the week
MARGIN = 0.01  # how far inside each must the search aims, so that the last step has room


Test = tuple["Ints", "Floats", "Floats", float]  # measures that are held to something, to what, and its size


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
        self.once = np.append(kitchen.once, np.zeros(every - kinds, dtype=np.bool_))
        self.weight, self.bought = pad(kitchen.weight), pad(kitchen.bought)
        self.counted = np.isfinite(model.last)  # not bread, milk and what else people have endlessly often
        self.tests = self.build_tests(MARGIN)
        self.index = IndexScore(model)
        self.charges: Floats | None = None  # $ a week by food on the days that are searched, never reported

    def build_tests(self, margin: float) -> list[Test]:
        """Return the musts of days and week, each a `margin` of itself inside; energy has its own room."""
        demand = self.model.demand

        def inside(bound: Floats, sign: float) -> Floats:
            return np.where(np.isfinite(bound), bound + sign * margin * np.abs(np.nan_to_num(bound)), bound)

        return [
            (np.flatnonzero(np.isfinite(bound)), inside(bound, sign), scale, sign)
            for bound, scale, sign in (
                (demand.day_lower, demand.day_scale[0], 1.0), (demand.day_upper, demand.day_scale[1], -1.0),
                (demand.week_lower, demand.week_scale[0], 1.0),
                (demand.week_upper, demand.week_scale[1], -1.0),
            )
        ]  # fmt: skip

    def count(self, days: list[list[Place]]) -> Week:
        """Return a week with what it holds."""
        model = self.model
        eaten, served, kinds = *np.zeros((2, len(model.money))), np.zeros_like(model.often_at)
        held = []
        for day in days:
            amounts = self.fixed.copy()
            for place in day:
                amounts += multiply(place.portions, model.demand.per_portion[place.foods])
                np.add.at(eaten, place.foods, place.portions)
                np.add.at(served, place.foods, (place.portions > 0).astype(float))
                np.add.at(kinds[place.meal], self.kinds_of(place), 1.0)
            held.append(amounts)
        return Week([list(day) for day in days], held, eaten, served, kinds)

    def kinds_of(self, place: Place) -> Ints:
        """Return the numbers of the kinds and categories of a sitting."""
        found: Ints = find_kinds(self.model, place.meal, place.foods[None])[0]
        return found

    def price_kinds(self, kinds: Floats, meal: int) -> Floats:
        """Return what one more sitting of each kind at a meal costs beside so many [$ a week]."""
        seldom, asked, had = self.model.seldom, self.model.goal.sittings, kinds.sum(axis=0)
        past = step_past(had, self.model.often) + step_past(kinds[meal], self.model.often_at[meal])
        short: Floats = np.maximum(0.0, seldom - had) - np.maximum(0.0, seldom - had - 1.0)
        found: Floats = asked.often * past - self.model.seldom_usd * short
        return found

    def missed(
        self, day: Floats, total: Floats, amounts: Floats, extent: tuple[Floats, Floats] | None = None
    ) -> Floats:
        """Return what a day and its week miss with `amounts` (a row each) joining them, priced [$ a day].

        `total` is the sum of the days; `extent` the least and the most of each measure in any row. A measure
        that no row can miss is not looked at: few are near their limits.
        """
        least, most = extent or (amounts.min(axis=0), amounts.max(axis=0))
        found = np.zeros(len(amounts))
        for number, (index, bound, scale, sign) in enumerate(self.tests):
            base, days, price = (day, 1, self.miss / self.model.days) if number < DAYS_TESTS else (
                total, self.model.days, self.miss
            )  # fmt: skip
            worst = (base + (least if sign > 0 else most))[index] / days
            at = index[sign * (bound[index] - worst) > 0]
            if len(at):
                short = np.maximum(0.0, sign * (bound[at] - (base[at] + amounts[:, at]) / days))
                found += price * (short / scale[at]).sum(axis=1)
        for number, value, price in self.model.demand.aims:
            if total[number] + least[number] < value * self.model.days:
                have = (total[number] + amounts[:, number]) / self.model.days
                found += price * np.maximum(0.0, value - have)
        if self.model.demand.quality:
            found += self.index.price(self.index.score_with(total, amounts, least, most))
        return found

    def missed_days(self, day: Floats) -> Floats:
        """Return what days (a row each) miss, priced [$ a day]."""
        (dl, lower, ls, _), (du, upper, us, _) = self.tests[:2]
        found: Floats = (np.maximum(0.0, lower[dl] - day[:, dl]) / ls[dl]).sum(axis=1)
        found += (np.maximum(0.0, day[:, du] - upper[du]) / us[du]).sum(axis=1)
        return self.miss / self.model.days * found

    def missed_week(self, week: Floats) -> Floats:
        """Return what weeks (a row each) miss of musts, aims and HEI-2020, priced [$ a day]."""
        _, _, (wl, low, ls, _), (wu, high, us, _) = self.tests
        demand = self.model.demand
        found: Floats = self.miss * (np.maximum(0.0, low[wl] - week[:, wl]) / ls[wl]).sum(axis=1)
        found += self.miss * (np.maximum(0.0, week[:, wu] - high[wu]) / us[wu]).sum(axis=1)
        for number, value, price in demand.aims:
            found += price * np.maximum(0.0, value - week[:, number])
        if demand.quality:
            found += self.index.price(self.index.score(week))
        return found

    def habits(
        self, meal: int, foods: Ints, portions: Floats, week: Week, day: list[Place], has: Ints
    ) -> Floats:
        """Return what sittings (a row each) cost beside the rest of a week for its habits [$ a week].

        Repeats, products bought, the same food at one more sitting, kinds had more or less often than people
        do or twice a day, a food at both snacks, caps passed. `has` are the kinds each has.
        """
        foods_alone = self.habits_of_foods(meal, foods, portions, week, day, has)
        found: Floats = foods_alone + self.habits_of_portions(foods, portions, week, day)
        return found

    def habits_of_foods(
        self, meal: int, foods: Ints, portions: Floats, week: Week, day: list[Place], has: Ints
    ) -> Floats:
        """Return what sittings cost for which foods and kinds they have, whatever the portions [$ a week]."""
        model, asked, times = self.model, self.model.goal.sittings, week.served
        each: Floats = asked.again * np.maximum(0.0, times - model.last)
        each += model.figures.too_often_usd * ((times >= model.figures.most_sittings) & self.counted)
        kinds = np.zeros(len(self.weight))
        np.add.at(kinds, model.kind[np.flatnonzero(times[:-1] > 0)], 1.0)
        bought = asked.product * self.bought * (1.0 + self.weight * (kinds > 0)) + model.single
        each += np.where(times == 0, bought[model.kind], 0.0)
        each -= np.where(times == 1, model.single[model.kind], 0.0)
        for place in day:
            if place.meal == meal:
                each[np.unique(place.foods)] += self.model.figures.same_snack_usd
        each[-1] = 0.0
        found: Floats = (each[foods] * (portions > 0)).sum(axis=1)
        toll = self.price_kinds(week.kinds, meal)
        had = np.zeros(len(toll), dtype=np.bool_)
        for place in day:
            had[self.plate[model.kind[place.foods[place.portions > 0]]]] = True
        toll[(had & self.once)[self.plate]] += self.model.figures.twice_a_day_usd
        found += toll[has].sum(axis=1)
        return found

    def habits_of_portions(self, foods: Ints, portions: Floats, week: Week, day: list[Place]) -> Floats:
        """Return what sittings cost for how much of a food they have: repeats and caps passed [$ a week].

        Few foods are near what is free of them, or near a cap: the others are not looked at.
        """
        model, found, some = self.model, np.zeros(len(foods)), portions > 0
        today = np.zeros(len(model.money))
        for place in day:
            np.add.at(today, place.foods, place.portions)
        largest = np.zeros(len(model.money))
        np.maximum.at(largest, foods.ravel(), portions.ravel())
        for eaten, most, price in (
            (week.eaten, model.free, model.repeats),
            (today, model.max_day, self.cap / model.max_day),
            (week.eaten, model.max_week, self.cap / model.max_week),
        ):
            near = (eaten + largest > most) & (price > 0)
            row, item = np.nonzero(near[foods] & some)
            if len(row):
                food, amount = foods[row, item], portions[row, item]
                past = np.maximum(0.0, eaten[food] + amount - most[food])
                past -= np.maximum(0.0, eaten - most)[food]
                found += np.bincount(row, price[food] * past, len(found))
        return found

    def value(self, week: Week) -> float:
        """Return what a week costs [$ a day], everything counted once."""
        mean = np.sum(week.held, axis=0) / self.model.days
        found = float(self.missed_week(mean[None])[0])
        (dl, lower, ls, _), (du, upper, us, _) = self.tests[:2]
        each = self.model.miss / self.model.days
        for held in week.held:
            found += each * float((np.maximum(0.0, lower[dl] - held[dl]) / ls[dl]).sum())
            found += each * float((np.maximum(0.0, held[du] - upper[du]) / us[du]).sum())
        partial = self.count([[] for _ in range(self.model.days)])
        found += float(multiply(self.model.seldom_usd, self.model.seldom)) / WEEK
        templates, same_usd = set[tuple[int, int]](), self.model.figures.same_sitting_usd
        for number, day in enumerate(week.days):
            done: list[Place] = []
            for place in day:
                has = self.kinds_of(place)
                extra = self.habits(
                    place.meal, place.foods[None], place.portions[None], partial, done, has[None]
                )[0]
                twice = same_usd if (place.meal, place.template) in templates else 0.0
                found += place.price / self.model.days + (float(extra) + twice) / WEEK
                done.append(place)
                if place.template >= 0:
                    templates.add((place.meal, place.template))
                np.add.at(partial.eaten, place.foods, place.portions)
                np.add.at(partial.served, place.foods, (place.portions > 0).astype(float))
                np.add.at(partial.kinds[place.meal], has, 1.0)
                partial.days[number].append(place)
        return found

    def judge(
        self, choice: Choice, amounts: Floats, week: Week, day: int, used: set[int], has: Ints,
        extent: tuple[Floats, Floats] | None = None,
    ) -> Floats:  # fmt: skip
        """Return what each sitting of a choice would cost in a place that is open [$ a day].

        `amounts` are what each holds, within `extent`; `has` the kinds of each (one row: all the same).
        """
        found = self.missed(week.held[day], np.sum(week.held, axis=0), amounts, extent)
        return found + self.price_alone(choice, week, day, used, has)

    def price_alone(self, choice: Choice, week: Week, day: int, used: set[int], has: Ints) -> Floats:
        """Return what sittings would cost beside what they hold [$ a day]: no must is looked at."""
        habits = self.habits(choice.meal, choice.foods, choice.portions, week, week.days[day], has)
        found: Floats = choice.price / self.model.days + habits / WEEK
        if self.charges is not None:
            found += (self.charges[choice.foods] * (choice.portions > 0)).sum(axis=1) / WEEK
        if used:
            again = np.zeros(len(self.model.menus[choice.meal].price) + 1)  # the last is for no template
            again[list(used)] = self.model.figures.same_sitting_usd / WEEK
            found += again[choice.template]
        return found

    def amounts_of(self, choice: Choice) -> Floats:
        """Return what sittings hold of each measure."""
        held: Floats = np.einsum("nw,nwj->nj", choice.portions, self.model.demand.per_portion[choice.foods])
        return held

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


def step_past(had: Floats, free: Floats) -> Floats:
    """Return how much further past what is free one more goes."""
    found: Floats = np.maximum(0.0, had + 1.0 - free) - np.maximum(0.0, had - free)
    return found
