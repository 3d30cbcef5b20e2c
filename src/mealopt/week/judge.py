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
from mealopt.week.trials import lay_trials

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.model import SittingModel
    from mealopt.week.trials import Trials

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
        model, had, here = self.model, kinds.sum(axis=0), kinds[meal]
        past = step_past(had, model.often) + step_past(here, model.often_at[meal])
        short = step_near(here, model.seldom_at[meal])
        found: Floats = model.often_usd * past - model.seldom_usd * short
        return found

    def missed(
        self, day: Floats, total: Floats, held: Floats, extent: tuple[Floats, Floats] | None = None
    ) -> Floats:
        """Return what a day and its week miss with what sittings hold joining them, priced [$ a day].

        `held` has a column for each sitting; `total` is the sum of the days; `extent` the least and the most
        of each measure in any sitting. A measure that none can miss is not looked at: few are near a limit.
        """
        least, most = extent or (held.min(axis=1), held.max(axis=1))
        found = np.zeros(held.shape[1])
        for number, (index, bound, scale, sign) in enumerate(self.tests):
            base, days, price = (day, 1, self.miss / self.model.days) if number < DAYS_TESTS else (
                total, self.model.days, self.miss
            )  # fmt: skip
            worst = (base + (least if sign > 0 else most))[index] / days
            at = index[sign * (bound[index] - worst) > 0]
            if len(at):
                each = sign * price / scale[at]  # of what a measure is short, by its size
                short = (each / -days)[:, None] * held[at]
                short += (each * (bound[at] - base[at] / days))[:, None]
                found += np.maximum(short, 0.0, out=short).sum(axis=0)
        for number, value, price in self.model.demand.aims:
            if total[number] + least[number] < value * self.model.days:
                have = (total[number] + held[number]) / self.model.days
                found += price * np.maximum(0.0, value - have)
        if self.model.demand.quality:
            found += self.index.price(self.index.score_with(total, held, least, most))
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

    def habits(self, trials: Trials, week: Week, day: list[Place]) -> Floats:
        """Return what sittings cost beside the rest of a week for its habits [$ a week].

        Repeats, products bought, the same food at one more sitting, kinds had more or less often than people
        do or twice a day, a food at both snacks, caps passed.
        """
        found: Floats = self.habits_of_foods(trials, week, day)
        found += self.habits_of_portions(trials, week, day)
        return found

    def habits_of_foods(self, trials: Trials, week: Week, day: list[Place]) -> Floats:
        """Return what sittings cost for which foods and kinds they have, whatever the portions [$ a week]."""
        model, asked, times = self.model, self.model.goal.sittings, week.served
        meal = trials.choice.meal
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
        toll = self.price_kinds(week.kinds, meal)
        had = np.zeros(len(toll), dtype=np.bool_)
        for place in day:
            had[self.plate[model.kind[place.foods[place.portions > 0]]]] = True
        toll[(had & self.once)[self.plate]] += self.model.figures.twice_a_day_usd
        return trials.add_foods(each) + trials.add_kinds(toll)

    def habits_of_portions(self, trials: Trials, week: Week, day: list[Place]) -> Floats:
        """Return what sittings cost for how much of a food they have: repeats and caps passed [$ a week].

        Few foods are near what is free of them, or near a cap: the others are not looked at.
        """
        model, found = self.model, np.zeros(len(trials.choice.price))
        today = np.zeros(len(model.money))
        for place in day:
            np.add.at(today, place.foods, place.portions)
        for eaten, most, price in (
            (week.eaten, model.free, model.repeats),
            (today, model.max_day, self.cap / model.max_day),
            (week.eaten, model.max_week, self.cap / model.max_week),
        ):
            near = (eaten + trials.largest > most) & (price > 0)
            if near.any():
                at = np.flatnonzero(near[trials.food])
                food, amount = trials.food[at], trials.portion[at]
                past = np.maximum(0.0, eaten[food] + amount - most[food])
                past -= np.maximum(0.0, eaten - most)[food]
                found += np.bincount(trials.row[at], price[food] * past, len(found))
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
        wanted = self.model.seldom_at.sum(axis=0)
        found += float(multiply(self.model.seldom_usd, wanted)) / WEEK
        templates, same_usd = set[tuple[int, int]](), self.model.figures.same_sitting_usd
        for number, day in enumerate(week.days):
            done: list[Place] = []
            for place in day:
                extra = self.habits(self.try_place(place), partial, done)[0]
                twice = same_usd if (place.meal, place.template) in templates else 0.0
                found += place.price / self.model.days + (float(extra) + twice) / WEEK
                done.append(place)
                if place.template >= 0:
                    templates.add((place.meal, place.template))
                np.add.at(partial.eaten, place.foods, place.portions)
                np.add.at(partial.served, place.foods, (place.portions > 0).astype(float))
                np.add.at(partial.kinds[place.meal], self.kinds_of(place), 1.0)
                partial.days[number].append(place)
        return found

    def judge(self, trials: Trials, week: Week, day: int, used: set[int]) -> Floats:
        """Return what each sitting would cost in a place that is open [$ a day]."""
        extent = trials.least, trials.most
        found = self.missed(week.held[day], np.sum(week.held, axis=0), trials.held, extent)
        return found + self.price_alone(trials, week, day, used)

    def price_alone(self, trials: Trials, week: Week, day: int, used: set[int]) -> Floats:
        """Return what sittings would cost beside what they hold [$ a day]: no must is looked at."""
        choice = trials.choice
        found: Floats = choice.price / self.model.days + self.habits(trials, week, week.days[day]) / WEEK
        if self.charges is not None:
            found += trials.add_foods(self.charges) / WEEK
        if used:
            again = np.zeros(len(self.model.menus[choice.meal].price) + 1)  # the last is for no template
            again[list(used)] = self.model.figures.same_sitting_usd / WEEK
            found += again[choice.template]
        return found

    def try_place(self, place: Place) -> Trials:
        """Return a sitting as it is tried."""
        return lay_trials(self.model, self.as_choice([place]), self.kinds_of(place))

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
