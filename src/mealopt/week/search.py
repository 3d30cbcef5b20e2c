"""Seven days of sittings: every sitting tried in every place, and every food in its place, until none pays.

A place's candidates are judged together, as arrays. Work is counted in sweeps, and starts differ by a fixed
seed: the same week on any machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.week.days import Place, Week, empty_choice, place_of
from mealopt.week.exchange import exchange_days, list_moves
from mealopt.week.items import (
    Choice,
    Plates,
    charge_all,
    find_kinds,
    join_choices,
    may_stand_in,
    stack_choices,
)
from mealopt.week.judge import SMALL, Judge
from mealopt.week.model import SNACKS
from mealopt.week.program import SITTING_ROOM
from mealopt.week.trials import Trials, lay_trials

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats
    from mealopt.week.answer import SittingAnswer
    from mealopt.week.menus import Bools
    from mealopt.week.model import SittingModel

NO_FOOD = np.empty(0, dtype=np.int64)
CANDIDATES = 450  # sittings of a meal that are tried as they were, beside the program's columns
PRICED = 250  # sittings of a meal that are tried at their best for the program's prices
# the part of its price a must costs at first, for so many sweeps: cheap, for ways lead through bad weeks
EASY_SHARE, EASY_SWEEPS = 0.45, 4
SWEEPS, MORE_SWEEPS = 4, 6  # at its full price; where the first attempt is far from a must, from the start
PRESSED, DEARER = 8, 2.0  # sweeps that press what is missed, and how much dearer it is at each
# shares of musts missed, together, that no pressing brings in where the kitchen lacks something: after the
# first sweeps, and after it
FAR, SETTLED = 1.0, 0.4
MENDED = 0.02  # shares of musts missed, together, that whole portions of the same foods can be trusted with


class Search(Judge):
    """A search over the weeks of one person."""

    def __init__(self, model: SittingModel, answer: SittingAnswer, water: float) -> None:
        super().__init__(model, water)
        self.answer = answer
        self.options = [lay_trials(model, self.gather(meal)) for meal in range(len(model.menus))]
        self.avoid: set[tuple[int, int]] = set()  # sittings (meal and template) that should not come again
        self.narrow: dict[tuple[int, int], Trials] = {}  # places with sittings of their own
        self.near = WeakKeyDictionary[Place, Trials]()
        self.levels = [
            np.round(np.arange(low, high + step / 2, step) / step) * step
            for low, high, step in zip(model.low, model.high, model.step, strict=True)
        ]

    def gather(self, meal: int) -> Choice:
        """Return the sittings of a meal that are tried: the program's, and those of least reduced cost."""
        model, menu, answer = self.model, self.model.menus[meal], self.answer
        prices = answer.food_prices
        kcal = model.demand.per_portion[:, model.demand.energy]
        plates = Plates(model, menu)
        plain_price = menu.price + (plates.odd + plates.rare).sum(axis=1)
        kinds = answer.kind_prices[meal][find_kinds(model, meal, menu.foods)].sum(axis=1)
        plain = (prices[menu.foods] * menu.portions).sum(axis=1) + plain_price + kinds
        energy = (kcal[menu.foods] * menu.portions).sum(axis=1)
        plain[self.off(meal, energy) | model.passes_most(meal, menu.foods, menu.portions)] = np.inf
        first = np.argsort(plain, kind="stable")[:CANDIDATES]
        first = first[np.isfinite(plain[first])]
        price = plain_price[first] + (model.money[menu.foods[first]] * menu.portions[first]).sum(axis=1)
        parts = [Choice(meal, first, menu.foods[first], menu.portions[first], price)]
        foods, portions, charge, cost = plates.choose(prices)
        energy = (kcal[foods] * portions).sum(axis=1)
        cost += menu.price + kinds
        cost[self.off(meal, energy) | model.passes_most(meal, foods, portions)] = np.inf
        best = np.argsort(cost, kind="stable")[:PRICED]
        best = best[np.isfinite(cost[best])]
        money = (model.money[foods[best]] * portions[best]).sum(axis=1)
        price = money + charge[best] + menu.price[best]
        parts.append(Choice(meal, best, foods[best], portions[best], price))
        parts += [column for column in answer.columns if column.meal == meal]
        if menu.twice:
            parts.append(empty_choice(model, meal))
        return join_choices(parts)

    def trials_at(self, day: int, n: int, meal: int) -> Trials:
        """Return all that is tried in a place: sittings of its own, or those of its meal."""
        return self.narrow.get((day, n), self.options[meal])

    def list_used(self, week: Week, meal: int) -> set[int]:
        """Return the templates of a meal that the week has, and those that should not come again."""
        used = {place.template for day in week.days for place in day if place.meal == meal}
        return {template for template in used if template >= 0} | {t for m, t in self.avoid if m == meal}

    def off(self, meal: int, energy: Floats) -> Bools:
        """Say which sittings of a meal hold far more or less energy than it should."""
        menu = self.model.menus[meal]
        off = energy > SITTING_ROOM[1] * menu.most_kcal
        if not menu.twice:
            off = off | (energy < SITTING_ROOM[0] * menu.least_kcal)
        return off

    def start(self) -> Week:
        """Return the week of the sittings the program uses most, dealt over the days."""
        answer, span = self.answer, self.model.days
        days: list[list[Place]] = [[] for _ in range(span)]
        for meal in range(len(self.model.menus)):
            last = self.model.menus[meal].twice
            count = int(SNACKS[1]) * span if last else span
            mine = [i for i, c in enumerate(answer.columns) if c.meal == meal]
            mine.sort(key=lambda i: (-answer.amounts[i], i))
            chosen = [place_of(answer.columns[i], 0) for i in mine[: span + 3 if last else span]]
            options = self.options[meal].choice
            extra = iter(range(len(options.price)))
            while len(chosen) < (min(span + 3, count) if last else count):
                chosen.append(place_of(options, next(extra)))
            while len(chosen) < count:
                chosen.append(place_of(empty_choice(self.model, meal), 0))
            for number, place in enumerate(chosen):
                days[number % span].append(place)
        for (day, n), trials in self.narrow.items():
            days[day][n] = place_of(trials.choice, 0)
        return self.count(days)

    def take_out(self, week: Week, day: int, place: int) -> Place:
        """Take a sitting out of a week and return it."""
        one = week.days[day].pop(place)
        week.held[day] = week.held[day] - multiply(one.portions, self.model.demand.per_portion[one.foods])
        np.subtract.at(week.eaten, one.foods, one.portions)
        np.subtract.at(week.served, one.foods, (one.portions > 0).astype(float))
        np.add.at(week.kinds[one.meal], self.kinds_of(one), -1.0)
        week.parts[day] = self.parts.count(week.days[day])
        return one

    def put_in(self, week: Week, day: int, place: int, one: Place) -> None:
        """Put a sitting into a week."""
        week.days[day].insert(place, one)
        week.held[day] = week.held[day] + multiply(one.portions, self.model.demand.per_portion[one.foods])
        np.add.at(week.eaten, one.foods, one.portions)
        np.add.at(week.served, one.foods, (one.portions > 0).astype(float))
        np.add.at(week.kinds[one.meal], self.kinds_of(one), 1.0)
        week.parts[day] = self.parts.count(week.days[day])

    def sweep(self, week: Week, rng: np.random.Generator, free: set[tuple[int, int]] | None = None) -> int:
        """Try every sitting in every place, and every food of the sittings; returns how many changed."""
        places = [(day, n) for day in range(self.model.days) for n in range(len(week.days[day]))]
        if free is not None:
            places = [place for place in places if place in free]
        rng.shuffle(places)
        changed = 0
        for day, n in places:
            one = self.take_out(week, day, n)
            better = self.find_better(one, week, (day, n))
            self.put_in(week, day, n, one if better is None else better)
            changed += better is not None
        return changed

    def find_better(self, one: Place, week: Week, at: tuple[int, int]) -> Place | None:
        """Return what is best in the place of a sitting: itself changed, or another, changed likewise.

        `None` where nothing is better.
        """
        day, used = at[0], self.list_used(week, one.meal)
        beside = self.look_beside(week, week.days[day], one.meal)
        near = self.look_near(one) if at not in self.narrow else self.try_place(one)
        costs = self.judge(near, week, day, used, beside)
        best = int(np.argmin(costs))
        now, least = float(costs[0]), float(costs[best])
        found = place_of(near.choice, best) if least < now - SMALL else None
        options = self.trials_at(*at, one.meal)
        costs = self.judge(options, week, day, used, beside, now - SMALL)
        best = int(np.argmin(costs))
        if costs[best] >= now - SMALL:
            return found
        other = place_of(options.choice, best)
        if at not in self.narrow:
            near = self.look_near(other)
            others = self.judge(near, week, day, used, beside, float(costs[best]))
            least_of = int(np.argmin(others))
            if others[least_of] < costs[best] - SMALL:
                other, best, costs = place_of(near.choice, least_of), least_of, others
        return other if found is None or costs[best] < least - SMALL else found

    def look_near(self, one: Place) -> Trials:
        """Return a sitting and its neighbours as they are tried, itself first, laid out once."""
        trials = self.near.get(one)
        if trials is None:
            found = stack_choices([self.as_choice([one]), self.neighbours(one)])
            # whatever takes a food's place is of its kind
            trials = self.near[one] = lay_trials(self.model, found, self.kinds_of(one))
        return trials

    def neighbours(self, one: Place) -> Choice:
        """Return a sitting with each food at other portions, or another of its category in its place."""
        model, menu, tried = self.model, self.model.menus[one.meal], list[tuple[int, int, float]]()
        for item in np.flatnonzero(one.portions > 0).tolist() if one.template >= 0 else ():
            food = int(one.foods[item])
            was = int(menu.foods[one.template][item])
            tried += [(item, food, q) for q in self.levels[food] if q != one.portions[item]]
            swaps = menu.swaps[model.category[food]] if menu.single[one.template, item] else NO_FOOD
            swaps = swaps[may_stand_in(model, np.full(len(swaps), was), swaps)]
            others = [(was, float(menu.portions[one.template][item]))]
            others += [(other, float(model.usual[other])) for other in swaps.tolist() if other != food]
            tried += [
                (item, other, amount)
                for other, amount in others
                if other not in one.foods or (other == food and amount != one.portions[item])
            ]
        if not tried:
            return empty_choice(model, one.meal, rows=0)
        items, foods_in, amounts = zip(*tried, strict=True)
        rows = np.arange(len(tried))
        foods, portions = np.tile(one.foods, (len(tried), 1)), np.tile(one.portions, (len(tried), 1))
        foods[rows, items], portions[rows, items] = foods_in, amounts
        kcal = np.einsum("nw,nw->n", portions, model.demand.per_portion[:, model.demand.energy][foods])
        fits = ~(self.off(one.meal, kcal) | model.passes_most(one.meal, foods, portions))
        foods, portions = foods[fits], portions[fits]
        price = np.einsum("nw,nw->n", portions, model.money[foods])
        price += charge_all(model, menu, one.template, foods, portions)
        return Choice(one.meal, np.full(len(foods), one.template), foods, portions, price)

    def schedule(self, *, dear: bool = False) -> tuple[tuple[float, int], ...]:
        """Return what a must missed by 100 % costs, and the sweeps at that, one after the other."""
        if dear:
            return ((self.model.miss, MORE_SWEEPS),)
        return (EASY_SHARE * self.model.miss, EASY_SWEEPS), (self.model.miss, SWEEPS)

    def exchange_days(self, week: Week) -> int:
        """Let sittings change places between days, but for those with sittings of their own."""
        places = {(d, n) for d, places in enumerate(week.days) for n in range(len(places))}
        return exchange_days(self, week, list_moves(week, places - set(self.narrow)))

    def press(
        self, week: Week, rng: np.random.Generator, free: set[tuple[int, int]] | None = None
    ) -> None:
        """Sweep again with what is still missed made dearer each time: a way out of a local optimum."""
        plain, pressed = self.musts, False
        for _ in range(PRESSED):
            if self.count_misses(week) <= SMALL:
                break
            pressed = True
            self.musts = self.musts.press(plain.find_missed(np.array(week.held)), DEARER)
            self.cap *= DEARER
            self.sweep(week, rng, self.find_missing(week, free))
        self.musts, self.cap = plain, self.model.miss
        if pressed:
            kept, missed = self.count(week.days), max(SMALL, self.count_misses(week))
            self.sweep(week, rng, free)
            if self.count_misses(week) > missed:
                week.become(kept)

    def find_missing(self, week: Week, free: set[tuple[int, int]] | None) -> set[tuple[int, int]] | None:
        """Return the free places of the days that miss a must; all that are free where the week does."""
        if self.miss_week(week) > SMALL:
            return free
        days = {day for day, held in enumerate(week.held) if self.miss_day(week, day, held) > SMALL}
        places = {(day, n) for day in days for n in range(len(week.days[day]))}
        return places if free is None else places & free

    def pick(self, place: Place, where: tuple[int, int], rng: np.random.Generator) -> Place:
        """Return some other sitting of a place's meal."""
        options = self.trials_at(*where, place.meal).choice
        order = np.argsort(options.price, kind="stable")
        return place_of(options, int(order[rng.integers(min(300, len(order)))]))
