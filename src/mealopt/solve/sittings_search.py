"""Seven days of sittings: every sitting tried in every place, and every food in its place, until none pays.

All terms are counted exactly: the days' musts, the week's musts and aims, HEI-2020, repeats, products bought,
what is had once a day. A place's candidates are judged together, as arrays. Work is counted in sweeps, and
starts differ by a fixed seed: the same week on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.model.rows import QUALITY_USD
from mealopt.model.sittings import MISS_USD, NEVER_TWICE_USD, ONCE_USD, SNACKS, WEEK
from mealopt.solve.sittings import ENERGY_PRICES, SITTING_ROOM, Choice, charge_of, choose_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mealopt.model.layout import Floats, Ints
    from mealopt.model.menus import Bools
    from mealopt.model.sittings import SittingModel
    from mealopt.solve.sittings import SittingAnswer

CANDIDATES = 900  # sittings of a meal that are tried as they were, beside the program's columns
PRICED = 250  # sittings of a meal that are tried at their best for the program's prices
# what a must missed by 100 % costs, and the sweeps at it: cheap at first: ways lead through bad weeks
SCHEDULE = ((2.0, 2), (5.0, 2), (12.0, 2), (MISS_USD, 4))
SMALL = 1e-7


@dataclass(frozen=True)
class Place:
    """A sitting on a day: its meal, foods and portions, where it comes from and what it costs [$]."""

    meal: int
    template: int
    foods: Ints
    portions: Floats
    price: float


@dataclass
class Week:
    """Seven days of places, with what each day holds and how often the week has each food."""

    days: list[list[Place]]
    held: list[Floats]
    eaten: Floats  # portions by food
    served: Floats  # sittings by food


class Search:
    """A search over the weeks of one person."""

    def __init__(self, model: SittingModel, answer: SittingAnswer, water: float) -> None:
        self.model = model
        self.answer = answer
        self.miss = MISS_USD
        self.fixed = model.pinned @ model.demand.per_portion
        if model.water is not None:
            self.fixed = self.fixed + water * model.demand.per_portion[model.water]
        self.options = [self.gather(meal) for meal in range(len(model.menus))]
        self.amounts = [
            np.einsum("nw,nwj->nj", o.portions, model.demand.per_portion[o.foods]) for o in self.options
        ]
        kitchen = model.sittings.kitchen
        self.once = np.append(kitchen.once, [False])
        self.often = np.append(kitchen.often, [True])[model.kind]
        self.weight = np.append(kitchen.weight, [0.0])
        demand = model.demand
        self.tests = [
            (np.flatnonzero(np.isfinite(bound)), bound, scale, sign)
            for bound, scale, sign in (
                (demand.day_lower, demand.day_scale[0], 1.0), (demand.day_upper, demand.day_scale[1], -1.0),
                (demand.week_lower, demand.week_scale[0], 1.0),
                (demand.week_upper, demand.week_scale[1], -1.0),
            )
        ]  # fmt: skip

    def gather(self, meal: int) -> Choice:
        """Return the sittings of a meal that are tried: the program's, and those of least reduced cost."""
        model, menu, answer = self.model, self.model.menus[meal], self.answer
        prices = answer.food_prices
        kcal = model.demand.per_portion[:, model.demand.energy]
        plain = (prices[menu.foods] * menu.portions).sum(axis=1) + menu.price
        energy = (kcal[menu.foods] * menu.portions).sum(axis=1)
        plain[self.off(meal, energy)] = np.inf
        first = np.argsort(plain, kind="stable")[:CANDIDATES]
        first = first[np.isfinite(plain[first])]
        money = (model.money[menu.foods[first]] * menu.portions[first]).sum(axis=1)
        parts = [Choice(meal, first, menu.foods[first], menu.portions[first], money + menu.price[first])]
        for extra in ENERGY_PRICES:
            foods, portions, charge = choose_items(model, menu, prices + extra * kcal)
            cost = (prices[foods] * portions).sum(axis=1) + charge + menu.price
            cost[self.off(meal, (kcal[foods] * portions).sum(axis=1))] = np.inf
            order = np.argsort(cost, kind="stable")[:PRICED]
            order = order[np.isfinite(cost[order])]
            money = (model.money[foods[order]] * portions[order]).sum(axis=1)
            price = money + charge[order] + menu.price[order]
            parts.append(Choice(meal, order, foods[order], portions[order], price))
        parts += [column for column in answer.columns if column.meal == meal]
        if meal == len(model.menus) - 1:
            parts.append(empty_choice(model, meal))
        return Choice(
            meal,
            *(
                np.concatenate([getattr(p, name) for p in parts])
                for name in ("template", "foods", "portions", "price")
            ),
        )

    def off(self, meal: int, energy: Floats) -> Bools:
        """Say which sittings of a meal hold far more or less energy than it should."""
        menu = self.model.menus[meal]
        off = energy > SITTING_ROOM[1] * menu.most_kcal
        if meal != len(self.model.menus) - 1:
            off = off | (energy < SITTING_ROOM[0] * menu.least_kcal)
        return off

    def start(self) -> Week:
        """Return the week of the sittings the program uses most, dealt over the days."""
        answer = self.answer
        days: list[list[Place]] = [[] for _ in range(WEEK)]
        for meal in range(len(self.model.menus)):
            last = meal == len(self.model.menus) - 1
            count = int(SNACKS[1]) * WEEK if last else WEEK
            mine = [i for i, c in enumerate(answer.columns) if c.meal == meal]
            mine.sort(key=lambda i: (-answer.amounts[i], i))
            chosen = [place_of(answer.columns[i], 0) for i in mine[: WEEK + 3 if last else WEEK]]
            options = self.options[meal]
            extra = iter(range(len(options.price)))
            while len(chosen) < (WEEK + 3 if last else count):
                chosen.append(place_of(options, next(extra)))
            while len(chosen) < count:
                chosen.append(place_of(empty_choice(self.model, meal), 0))
            for number, place in enumerate(chosen):
                days[number % WEEK].append(place)
        return self.count(days)

    def count(self, days: list[list[Place]]) -> Week:
        """Return a week with what it holds."""
        model = self.model
        eaten, served = np.zeros(len(model.money)), np.zeros(len(model.money))
        held = []
        for day in days:
            amounts = self.fixed.copy()
            for place in day:
                amounts += place.portions @ model.demand.per_portion[place.foods]
                np.add.at(eaten, place.foods, place.portions)
                np.add.at(served, place.foods, (place.portions > 0).astype(float))
            held.append(amounts)
        return Week([list(day) for day in days], held, eaten, served)

    def missed(self, day: Floats, week: Floats) -> Floats:
        """Return what days and weeks (a row each) miss, priced [$ a day]; `week` is the mean of the days."""
        (dl, lower, ls, _), (du, upper, us, _) = self.tests[:2]
        found: Floats = self.miss / WEEK * (np.maximum(0.0, lower[dl] - day[:, dl]) / ls[dl]).sum(axis=1)
        found += self.miss / WEEK * (np.maximum(0.0, day[:, du] - upper[du]) / us[du]).sum(axis=1)
        return found + self.missed_week(week)

    def missed_week(self, week: Floats) -> Floats:
        """Return what weeks (a row each) miss of musts, aims and HEI-2020, priced [$ a day]."""
        _, _, (wl, low, ls, _), (wu, high, us, _) = self.tests
        demand = self.model.demand
        found: Floats = self.miss * (np.maximum(0.0, low[wl] - week[:, wl]) / ls[wl]).sum(axis=1)
        found += self.miss * (np.maximum(0.0, week[:, wu] - high[wu]) / us[wu]).sum(axis=1)
        for number, value, price in demand.aims:
            found += price * np.maximum(0.0, value - week[:, number])
        if demand.quality:
            points = self.points(week)
            found += QUALITY_USD * np.maximum(0.0, demand.quality - points) * demand.kcal / 1000.0
        return found

    def points(self, week: Floats) -> Floats:
        """Return the HEI-2020 of weeks (a row each), per energy asked for."""
        demand, total = self.model.demand, np.zeros(len(week))
        for c in self.model.knowledge.eating_index:
            top = c.scale * week[:, [demand.places[n] for n in c.numerator]].sum(axis=1)
            if c.per == "ratio":
                bottom = week[:, [demand.places[n] for n in c.denominator]].sum(axis=1)
                density = top / np.maximum(bottom, 1e-9)
            else:
                density = top / demand.kcal * (1000.0 if c.per == "1000_kcal" else 100.0)
            total += c.max_points * np.clip((density - c.zero_at) / (c.full_at - c.zero_at), 0.0, 1.0)
        return total

    def habits(self, foods: Ints, portions: Floats, week: Week, day: list[Place]) -> Floats:
        """Return what sittings (a row each) cost beside the rest of a week for its habits [$ a week].

        Repeats, products bought, the same food at one more sitting, kinds had twice a day, caps passed.
        """
        model, asked = self.model, self.model.goal.sittings
        some = portions > 0
        over = week.eaten - model.free
        before = np.maximum(0.0, over)[foods]
        more = np.maximum(0.0, over[foods] + portions) - before
        found: Floats = (model.repeats[foods] * more * some).sum(axis=1)
        new = some & (week.served[foods] == 0)
        if new.any():
            kinds = np.zeros(len(self.weight))
            bought = np.flatnonzero(week.served[:-1] > 0)
            np.add.at(kinds, model.kind[bought], 1.0)
            price = asked.product * (1.0 + self.weight * (kinds > 0))
            found += (price[model.kind[foods]] * new).sum(axis=1)
        times = week.served[foods]
        steps = np.where(self.often[foods], 0.0, np.maximum(0.0, times - 1.0))
        found += asked.again * (steps * some).sum(axis=1)
        had = np.zeros(len(self.weight), dtype=np.bool_)
        today = np.zeros(len(model.money))
        for place in day:
            had[model.kind[place.foods[place.portions > 0]]] = True
            np.add.at(today, place.foods, place.portions)
        found += ONCE_USD * (some & had[model.kind[foods]] & self.once[model.kind[foods]]).sum(axis=1)
        past = today[foods] + portions > model.max_day[foods] + 1e-9
        past |= week.eaten[foods] + portions > model.max_week[foods] + 1e-9
        found += MISS_USD * (some & past).sum(axis=1)
        return found

    def value(self, week: Week) -> float:
        """Return what a week costs [$ a day], everything counted once."""
        mean = np.sum(week.held, axis=0) / WEEK
        found = float(self.missed_week(mean[None])[0])
        (dl, lower, ls, _), (du, upper, us, _) = self.tests[:2]
        for held in week.held:
            found += MISS_USD / WEEK * float((np.maximum(0.0, lower[dl] - held[dl]) / ls[dl]).sum())
            found += MISS_USD / WEEK * float((np.maximum(0.0, held[du] - upper[du]) / us[du]).sum())
        partial = self.count([[] for _ in range(WEEK)])
        templates: set[tuple[int, int]] = set()
        for number, day in enumerate(week.days):
            done: list[Place] = []
            for place in day:
                extra = self.habits(place.foods[None], place.portions[None], partial, done)[0]
                twice = NEVER_TWICE_USD if (place.meal, place.template) in templates else 0.0
                found += (place.price + float(extra) + twice) / WEEK
                done.append(place)
                if place.template >= 0:
                    templates.add((place.meal, place.template))
                np.add.at(partial.eaten, place.foods, place.portions)
                np.add.at(partial.served, place.foods, (place.portions > 0).astype(float))
                partial.days[number].append(place)
        return found

    def take_out(self, week: Week, day: int, place: int) -> Place:
        """Take a sitting out of a week and return it."""
        one = week.days[day].pop(place)
        week.held[day] = week.held[day] - one.portions @ self.model.demand.per_portion[one.foods]
        np.subtract.at(week.eaten, one.foods, one.portions)
        np.subtract.at(week.served, one.foods, (one.portions > 0).astype(float))
        return one

    def put_in(self, week: Week, day: int, place: int, one: Place) -> None:
        """Put a sitting into a week."""
        week.days[day].insert(place, one)
        week.held[day] = week.held[day] + one.portions @ self.model.demand.per_portion[one.foods]
        np.add.at(week.eaten, one.foods, one.portions)
        np.add.at(week.served, one.foods, (one.portions > 0).astype(float))

    def judge(self, choice: Choice, amounts: Floats, week: Week, day: int, used: set[int]) -> Floats:
        """Return what each sitting of a choice would cost in a place that is open [$ a day]."""
        total = np.sum(week.held, axis=0)
        found = self.missed(week.held[day] + amounts, (total + amounts) / WEEK)
        found += (choice.price + self.habits(choice.foods, choice.portions, week, week.days[day])) / WEEK
        if used:
            found += NEVER_TWICE_USD / WEEK * np.isin(choice.template, sorted(used))
        return found

    def sweep(self, week: Week, rng: np.random.Generator, free: set[tuple[int, int]] | None = None) -> int:
        """Try every sitting in every place, and every food of the sittings; returns how many changed."""
        places = [(day, n) for day in range(WEEK) for n in range(len(week.days[day]))]
        if free is not None:
            places = [place for place in places if place in free]
        rng.shuffle(places)
        changed = 0
        for day, n in places:
            one = self.take_out(week, day, n)
            used = {p.template for d in week.days for p in d if p.meal == one.meal and p.template >= 0}
            options, amounts = self.options[one.meal], self.amounts[one.meal]
            mine = self.as_choice([one])
            now = self.judge(mine, self.amounts_of(mine), week, day, used)[0]
            costs = self.judge(options, amounts, week, day, used)
            best = int(np.argmin(costs))
            if costs[best] < now - SMALL:
                one, now, changed = place_of(options, best), float(costs[best]), changed + 1
            better = self.refine(one, week, day, used, now)
            if better is not None:
                one, changed = better, changed + 1
            self.put_in(week, day, n, one)
        return changed

    def refine(self, one: Place, week: Week, day: int, used: set[int], now: float) -> Place | None:
        """Return a sitting with one food exchanged or another portion of it, where that is better."""
        if one.template < 0:
            return None
        found = self.as_choice([*self.neighbours(one)])
        if not len(found.price):
            return None
        amounts = self.amounts_of(found)
        costs = self.judge(found, amounts, week, day, used)
        off = self.off(one.meal, amounts[:, self.model.demand.energy])
        costs[off] = np.inf
        best = int(np.argmin(costs))
        return place_of(found, best) if costs[best] < now - SMALL else None

    def neighbours(self, one: Place) -> Iterator[Place]:
        """Yield a sitting with each food at other portions, or another of its category in its place."""
        model, menu = self.model, self.model.menus[one.meal]
        for item in np.flatnonzero(one.portions > 0).tolist():
            food = int(one.foods[item])
            was = int(menu.foods[one.template][item])
            others = [(food, q) for q in (model.low[food], model.high[food], model.usual[food])]
            others.append((was, menu.portions[one.template][item]))
            swaps = menu.swaps[model.category[food]] if menu.single[one.template, item] else ()
            others += [(int(other), model.usual[other]) for other in swaps if other != food]
            for other, amount in others:
                if other in one.foods and other != food:
                    continue
                foods, portions = one.foods.copy(), one.portions.copy()
                foods[item], portions[item] = other, amount
                if amount == one.portions[item] and other == food:
                    continue
                price = float(portions @ model.money[foods])
                price += charge_of(model, menu, one.template, foods, portions)
                yield replace(one, foods=foods, portions=portions, price=price)

    def as_choice(self, places: list[Place]) -> Choice:
        """Return some sittings as arrays."""
        if not places:
            return empty_choice(self.model, 0, rows=0)
        return Choice(
            places[0].meal, np.array([p.template for p in places]), np.stack([p.foods for p in places]),
            np.stack([p.portions for p in places]), np.array([p.price for p in places]),
        )  # fmt: skip

    def amounts_of(self, choice: Choice) -> Floats:
        """Return what sittings hold of each measure."""
        held: Floats = np.einsum("nw,nwj->nj", choice.portions, self.model.demand.per_portion[choice.foods])
        return held

    def run(self, starts: int, seed: int, attempt: int = 0) -> Week:
        """Return the best week of some starts: the program's, then the best one with two days dealt anew."""
        rng = np.random.default_rng([seed, attempt])
        best: tuple[float, Week] | None = None
        for start in range(starts):
            if best is None:
                week = self.start()
            else:
                days = [list(day) for day in best[1].days]
                for day in rng.choice(WEEK, 2, replace=False).tolist():
                    days[day] = [self.pick(place, rng) for place in days[day]]
                week = self.count(days)
            for self.miss, sweeps in SCHEDULE if start == 0 else SCHEDULE[-1:]:
                for _ in range(sweeps):
                    if not self.sweep(week, rng):
                        break
            value = self.value(week)
            if best is None or value < best[0] - SMALL:
                best = value, self.count(week.days)
        assert best is not None
        return best[1]

    def pick(self, place: Place, rng: np.random.Generator) -> Place:
        """Return some other sitting of a place's meal."""
        options = self.options[place.meal]
        order = np.argsort(options.price, kind="stable")
        return place_of(options, int(order[rng.integers(min(300, len(order)))]))


def place_of(choice: Choice, row: int) -> Place:
    """Return one sitting of a choice."""
    return Place(
        choice.meal,
        int(choice.template[row]),
        choice.foods[row],
        choice.portions[row],
        float(choice.price[row]),
    )


def empty_choice(model: SittingModel, meal: int, rows: int = 1) -> Choice:
    """Return a sitting of nothing: a snack that is not had."""
    width = model.menus[meal].foods.shape[1]
    nothing = len(model.money) - 1
    return Choice(
        meal, np.full(rows, -1), np.full((rows, width), nothing), np.zeros((rows, width)), np.zeros(rows)
    )
