"""Some days of a week of sittings dealt again: the others stand, and so does what is locked.

A week comes as portions of foods at meals. Its sittings are recognised among those of the meal, so that a
week that was changed is priced as if it had been dealt.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mealopt.week.days import Place, place_of
from mealopt.week.finish import finish_week
from mealopt.week.judge import SMALL
from mealopt.week.reading import Day, Reader, hold_foods
from mealopt.week.run import pair_places
from mealopt.week.search import MENDED, Search
from mealopt.week.served import Served, hold_days, misses_day
from mealopt.week.tables import build_needs, lay_tables
from mealopt.week.trials import lay_trials
from mealopt.week.water import POURED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mealopt.average.average import Average
    from mealopt.linear.layout import Floats
    from mealopt.week.days import Week
    from mealopt.week.finish import SittingWeek
    from mealopt.week.tables import Table
    from mealopt.week.trials import Trials

# a week, what a food costs that a day should not have again, or, gently, should not get; more where that
# left a meal as it was
CHANGES_USD = (100.0, 300.0)
WAYS = (*((usd, False) for usd in CHANGES_USD), (CHANGES_USD[-1], True))  # at last without what a meal was of
ALIKE = 0.5  # of that, for another food of its category: fried eggs instead of scrambled are no other meal
LUCK_USD = 5.0  # a week, at most, by which another seed likes some foods less
TRIES, OTHER_LUCK = 3, 1000  # starts of a day, and by how much the seed of each way is another
TRIED = 10  # sittings that whole portions are looked for with in a place
FAR_OFF = 0.6  # shares of musts missed, together, that other portions of a day do not bring in


@dataclass(frozen=True)
class DayAgain:
    """What is to become of a day: what stays, as portions of foods at meals, and which meals stay whole.

    A `gentle` change keeps what it can and replaces the sittings that have one of the foods `gone`, those of
    one meal `only` where it is named. Meals that are `kept` have the same foods, if in other portions. A day
    that is `new` already, as something else was eaten, may stay as it is.
    """

    held: Mapping[tuple[int, str], float] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    gone: frozenset[int] = frozenset()
    gentle: bool = False
    only: str = ""
    kept: frozenset[str] = frozenset()
    new: bool = False

    @property
    def stays(self) -> frozenset[str]:
        """Return the meals that have the same foods as before."""
        return self.closed | self.kept


def find_broken_days(average: Average, days: Sequence[Day]) -> list[int]:
    """Return the days that miss a must of a day; `days` hold no pins."""
    needs = build_needs(average)
    held = hold_days(needs, serve(days))
    return [day for day, row in enumerate(held) if misses_day(needs, row).any()]


def deal_again(
    average: Average, days: Sequence[Day], changes: Mapping[int, DayAgain], seed: int
) -> SittingWeek | None:
    """Return the week with some days dealt again; `None` where no such week meets every must.

    `days` are seven, without pins; the others are served as they were, to the portion.
    """
    standing = [slot for number, day in enumerate(days) if number not in changes for slot in day]
    had = np.bincount([food for food, _ in standing], minlength=len(average.program.knowledge.foods))
    first: SittingWeek | None = None
    for table in lay_tables(average, average.rules, had=had.astype(np.float64)):
        dealer = Redealer(table, days, changes)
        for way, (usd, others) in enumerate(WAYS):
            found = dealer.deal(seed + way * OTHER_LUCK, usd, others=others)
            if found is not None and not dealer.has_old_meals(found):
                return found
            first = first or found
    return first


def serve(days: Sequence[Day]) -> list[Served]:
    """Return days as servings."""
    return [
        Served(number, meal, food, amount)
        for number, day in enumerate(days) for (food, meal), amount in day.items()
    ]  # fmt: skip


class Redealer:
    """Deals days of one week again, on one table; several may share the `search` of it."""

    def __init__(
        self,
        table: Table,
        days: Sequence[Day],
        changes: Mapping[int, DayAgain],
        search: Search | None = None,
    ) -> None:
        self.table, self.days, self.changes = table, days, changes
        self.change_usd, self.others = 0.0, False
        self.open: dict[tuple[int, int], Trials] = {}  # what is tried where on the last day opened
        self.model = table.model
        self.search = search or Search(table.model, table.answer, POURED)
        self.reader = Reader(table.model)
        water = table.model.water
        self.poured = np.array(
            [sum(amount for (food, _), amount in day.items() if food == water) for day in days]
        )

    @cached_property
    def standing(self) -> list[list[Place]]:
        """Return the sittings the days were."""
        closed = [self.changes[n].closed if n in self.changes else frozenset() for n in range(len(self.days))]
        return [self.reader.read_day(day, stays) for day, stays in zip(self.days, closed, strict=True)]

    def deal(self, seed: int, change_usd: float, *, others: bool = False) -> SittingWeek | None:
        """Return the week with its changed days dealt one after the other, at a price of what they had.

        With `others`, new meals are without the food they had most energy from, snacks too.
        """
        self.change_usd, self.others, search = change_usd, others, self.search
        week = search.count(self.standing)
        for number in sorted(self.changes):
            rng = np.random.default_rng([seed, number])
            self.open_day(week, number, rng)
        days, locked = (frozenset(self.changes),), self.list_locked()
        found = finish_week(search, week, days, self.table, self.poured, locked) or self.seat_another(week)
        if found is None:
            return None
        for number, change in self.changes.items():
            rows = [one for one in found.served if one.day == number]
            old, water = self.days[number], self.model.water
            changed = {(one.food, one.meal) for one in rows} ^ {*old}
            if not change.gentle and all(food == water for food, _ in changed):
                return None  # other portions of the same foods are no other day
            if {(one.food, one.meal): one.portions for one in rows} == dict(old) and not change.new:
                return None
        return self.keep_others(found)

    def seat_another(self, week: Week) -> SittingWeek | None:
        """Return the week with another sitting in the one place open, where there is one: musts are all."""
        if len(self.changes) != 1 or len(self.open) != 1:
            return None
        (((day, n), trials),) = self.open.items()
        self.search.take_out(week, day, n)
        missed = self.search.missed(week.held[day], np.sum(week.held, axis=0), trials.held)
        places = [place_of(trials.choice, row) for row in np.argsort(missed, kind="stable")[:TRIED].tolist()]
        return self.seat_first(week, day, n, places)

    def seat_first(
        self, week: Week, day: int, n: int, places: Sequence[Place], *, joining: bool = True
    ) -> SittingWeek | None:
        """Return the week with the first of some sittings in a place with which there is one."""
        search, locked = self.search, self.list_locked()
        for place in places:
            search.put_in(week, day, n, place)
            if search.count_misses(week) <= FAR_OFF:
                choices = (frozenset({day}),)
                found = finish_week(search, week, choices, self.table, self.poured, locked, joining=joining)
                if found is not None:
                    return found
            search.take_out(week, day, n)
        return None

    def keep_others(self, week: SittingWeek) -> SittingWeek:
        """Return the week with the days that are not changed as they were served."""
        kept = [one for one in serve(self.days) if one.day not in self.changes]
        return replace(week, served=(*kept, *(one for one in week.served if one.day in self.changes)))

    def has_old_meals(self, week: SittingWeek) -> bool:
        """Say whether a meal that should be new has still what it had most energy from; a snack may."""
        served = {(one.day, one.meal, one.food) for one in week.served}
        return any(
            (number, menu.meal, self.find_main(number, menu.meal)) in served
            for number, change in self.changes.items() for menu in self.model.menus
            if not (change.gentle or menu.twice or menu.meal in change.stays)
        )  # fmt: skip

    def find_main(self, number: int, meal: str) -> int:
        """Return the food a meal that changes had most energy from; −1 where it is locked or was none."""
        kcal = self.model.demand.per_portion[:, self.model.demand.energy]
        old = {food: amount for (food, at), amount in self.days[number].items() if at == meal}
        most = max(old, key=lambda food: (kcal[food] * old[food], food), default=-1)
        return -1 if (most, meal) in self.changes[number].held else most

    def list_locked(self) -> frozenset[tuple[int, int, int]]:
        """Return the foods (day, meal, food) whose portions are locked."""
        meals = [menu.meal for menu in self.model.menus]
        locked = {
            (day, meals.index(meal), food)
            for day, change in self.changes.items()
            for food, meal in self.days[day]
            if (food, meal) in change.held or meal in change.closed
        }
        if self.model.water is not None:  # no water is poured at a meal that stays as it is
            locked |= {
                (day, meals.index(meal), self.model.water)
                for day, change in self.changes.items()
                for meal in change.closed
            }
        return frozenset(locked)

    def open_day(self, week: Week, number: int, rng: np.random.Generator) -> None:
        """Search a day of the week anew beside the rest of it."""
        search, change, model = self.search, self.changes[number], self.model
        search.charges, search.narrow = self.charge_foods(number, rng), {}
        if not change.gentle:
            search.avoid = {(p.meal, p.template) for p in week.days[number] if p.template >= 0}
        meals = [menu.meal for menu in model.menus]
        gone, free = np.array(sorted(change.gone), dtype=np.int64), set()
        for n, place in enumerate(week.days[number]):
            meal = meals[place.meal]
            held = {food: amount for (food, of), amount in change.held.items() if of == meal}
            hit = bool(change.gone & set(place.foods[place.portions > 0].tolist()))
            away = gone if meal == change.only else None  # elsewhere what is gone may stay
            if self.others and not change.gentle:
                away = np.array([self.find_main(number, meal)])
            if away is not None:
                options = search.options[place.meal].choice
                without = np.flatnonzero(~np.isin(options.foods, away).any(axis=1))
                search.narrow[number, n] = lay_trials(self.model, options.take(without))
            if meal in change.stays or (change.gentle and not (hit and change.only in {"", meal})):
                continue
            if held and set(held) & set(place.foods.tolist()):
                narrow = hold_foods(self.model, place.meal, held)
                if narrow is None:
                    continue
                search.narrow[number, n] = lay_trials(self.model, narrow)
            free.add((number, n))
        self.open = {(day, n): search.trials_at(day, n, week.days[day][n].meal) for day, n in free}
        if change.gentle:
            for day, n in sorted(free):
                one = search.take_out(week, day, n)
                search.put_in(week, day, n, place_of(search.trials_at(day, n, one.meal).choice, 0))
            self.settle(week, free, rng)
            if search.count_misses(week) < MENDED:
                return self.rest()
            free = {(number, n) for n, p in enumerate(week.days[number]) if meals[p.meal] not in change.stays}
        found: list[tuple[tuple[float, float], list[Place]]] = []
        for attempt in range(TRIES):
            for day, n in sorted(free) if attempt or not change.gentle else ():
                options = search.trials_at(day, n, search.take_out(week, day, n).meal).choice
                search.put_in(week, day, n, place_of(options, int(rng.integers(min(50, len(options.price))))))
            self.settle(week, free, rng)
            missed = max(MENDED, search.count_misses(week))
            found.append(((missed, search.value(week)), list(week.days[number])))
            if missed <= MENDED:
                break
        _, best = min(found, key=lambda one: one[0])
        week.become(search.count([*week.days[:number], best, *week.days[number + 1 :]]))
        return self.rest()

    def charge_foods(self, number: int, rng: np.random.Generator) -> Floats:
        """Return what each food costs a day more than it does, so that the day changes as it should."""
        change, model = self.changes[number], self.model
        had = {food for food, meal in self.days[number] if meal not in change.stays}
        old = sorted(had - {food for food, _ in change.held})
        charges = np.zeros(len(model.money))
        if change.gentle:
            charges[:-1] = self.change_usd
            charges[old] = 0.0
        else:
            charges[:-1] = LUCK_USD * rng.random(len(charges) - 1)
            alike = np.isin(model.category[:-1], model.category[old])
            charges[:-1][alike] += ALIKE * self.change_usd
            charges[old] = self.change_usd
        if change.only:
            charges[[food for food, meal in self.days[number] if meal not in change.stays]] = -self.change_usd
        return charges

    def rest(self) -> None:
        """Forget what was asked of the last day."""
        self.search.charges, self.search.narrow, self.search.avoid = None, {}, set()

    def settle(self, week: Week, free: set[tuple[int, int]], rng: np.random.Generator) -> None:
        """Sweep the open places until nothing pays, then press what is missed, two by two at last."""
        search, steps = self.search, self.search.schedule()
        for search.miss, sweeps in steps:
            for _ in range(sweeps):
                if not search.sweep(week, rng, free):
                    break
        search.press(week, rng, free)
        if search.count_misses(week) > SMALL:
            pair_places(search, week, rng, free)
