"""Tap water of a week: as much as its days ask for, about the same each day, with and between the meals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mealopt.tolerances import TRACE
from mealopt.week.served import Served, hold_days, misses_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealopt.linear.layout import Floats
    from mealopt.week.model import SittingModel

POURED = 4.0  # glasses of tap water a day the search counts on; the last step pours what is needed
GLASSES = 10.0  # of tap water a day at most
WITH_A_MEAL = 2  # glasses at most where there are snacks: what is more is drunk between meals, with those


def pour_water(
    model: SittingModel,
    served: list[Served],
    glasses: Floats,
    days: Sequence[int],
    stays: frozenset[tuple[int, int, int]],
) -> list[Served]:
    """Return the tap water beside what is served, shared out over the meals of each day that are not locked.

    `glasses` are the portions by day that the week asks for; among `days` they are evened out, as far as no
    must of a day is missed by it. `stays` are foods (day, meal, food) whose portions are locked.
    """
    water = model.water
    if water is None:
        return []
    shared = even_out_glasses(model, served, glasses, days)
    poured = []
    for day in range(model.days):
        open_meals = [n for n in range(len(model.menus)) if (day, n, water) not in stays]
        meals = [n for n in open_meals if not model.menus[n].twice]
        between = [n for n in open_meals if model.menus[n].twice]
        with_meals = min(shared[day], WITH_A_MEAL * len(meals)) if between else shared[day]
        for places, glasses_left in ((meals, with_meals), (between, shared[day] - with_meals)):
            for number, place in enumerate(places):
                share = glasses_left // len(places) + (1 if number < glasses_left % len(places) else 0)
                if share:
                    poured.append(Served(day, model.menus[place].meal, water, float(share)))
    return poured


def even_out_glasses(
    model: SittingModel, served: list[Served], glasses: Floats, days: Sequence[int]
) -> list[int]:
    """Return glasses by day with which days hold about as much water, as far as their musts allow.

    The week has as many as before: only days change. A glass goes from the day that holds most to the one
    that holds least, the earlier of two; what a day cannot give or take without missing a must it met stays.
    """
    shared = [round(float(glass)) for glass in glasses]
    glass = model.demand.per_portion[model.water]
    held = hold_days(model, served)
    missed = [misses_day(model, held[day] + shared[day] * glass) for day in range(model.days)]
    measure = find_thirst(model)
    drunk = [0.0 if measure is None else float(row[measure] / glass[measure]) for row in held]
    stands = [0.0] * model.days  # at meals that stay as they are
    for one in served:
        stands[one.day] += one.portions if one.food == model.water else 0.0

    def can(day: int, count: int) -> bool:
        return count >= 0 and not (misses_day(model, held[day] + count * glass) & ~missed[day]).any()

    while True:
        giving = [day for day in days if can(day, shared[day] - 1)]
        taking = [day for day in days if can(day, shared[day] + 1) and shared[day] + stands[day] < GLASSES]
        if not giving or not taking:
            return shared
        most = max(giving, key=lambda day: (drunk[day] + shared[day], -day))
        least = min(taking, key=lambda day: (drunk[day] + shared[day], day))
        if drunk[most] + shared[most] - drunk[least] - shared[least] <= 1.0 + TRACE:
            return shared
        shared[most] -= 1
        shared[least] += 1


def find_thirst(model: SittingModel) -> int | None:
    """Return the measure of the aim that a glass of water brings most of, `None` without such an aim."""
    glass = model.demand.per_portion[model.water]
    shares = [(float(glass[number]) / value, number) for number, value, _ in model.demand.aims if value > 0]
    share, number = max(shares, default=(0.0, -1))
    return number if share > 0 else None


def count_points(model: SittingModel, thirst: int) -> float:
    """Return the points of HEI-2020, times energy / 1000 kcal, that a unit of thirst costs in tap water."""
    glass, demand = model.demand.per_portion[model.water], model.demand
    points = sum(
        max(0.0, -component.weight) * float(glass[demand.places[name]])
        for component in model.knowledge.eating_index for name in component.numerator
    )  # fmt: skip
    return points / float(glass[thirst])
