"""What weeks of meals are made of, counted: items, products, milks, vegetables, servings, what meals lack.

    python bench/weeks.py RESULTS.jsonl

RESULTS are those of `bench/panel.py --json`, of every diet; kinds of food are those of `data/kinds.csv`,
servings those of `data/servings.csv`, what a meal should not be without `data/meal_parts.csv`. Tap water and
other plain water count for nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

import numpy as np

from mealopt import load_knowledge
from mealopt.knowledge.sittings import Sittings, find_sittings
from mealopt.week.build import is_free_water

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mealopt.knowledge.library import Knowledge

FRESH = {"vegetable", "salad"}
ENDLESS = {"milk", "bread", "juice", "coffee or tea", "soft drink", "water"}  # had as often as one likes
BOWLS = {"cereal", "hot cereal"}
MOST_SITTINGS = 8
GREEN_DAYS = 5
Meal = tuple[str, str, str]  # whose, which day, which meal


@dataclass(frozen=True)
class Weeks:
    """The servings of weeks: by person, day and meal the portions of each food, by its place in the table."""

    knowledge: Knowledge
    sittings: Sittings
    meals: dict[Meal, dict[int, float]]

    def kind(self, food: int) -> str:
        """Return the kind of a food."""
        return self.sittings.kitchen.names[int(self.sittings.kitchen.kinds[food])]

    def by(self, key: Callable[[Meal], tuple[str, ...]]) -> dict[tuple[str, ...], list[dict[int, float]]]:
        """Return the meals by person, or by person and day."""
        found = defaultdict(list)
        for meal, foods in self.meals.items():
            found[key(meal)].append(foods)
        return found


def read_weeks(path: Path) -> Weeks:
    """Read the results of a panel."""
    knowledge = load_knowledge()
    table, meals = knowledge.foods, defaultdict[Meal, dict[int, float]](dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        result = json.loads(line)
        for day, meal, food_id, grams in result.get("servings", ()) if result.get("meals") else ():
            food = table.position(food_id)
            if not is_free_water(knowledge, food):
                meals[result["id"], day, meal][food] = grams / float(table.portion_g[food])
    return Weeks(knowledge, find_sittings(table), dict(meals))


def say_sizes(weeks: Weeks) -> Iterator[str]:
    """Yield how many items a day has, and how many products, milks and spreads a week."""
    items = [sum(len(foods) for foods in day) for day in weeks.by(lambda meal: meal[:2]).values()]
    bought = [set().union(*week) for week in weeks.by(lambda meal: meal[:1]).values()]
    foods = median(map(len, bought))
    yield f"items a day, median {median(items):.0f}; different foods a week, median {foods:.0f}"
    for kind in ("milk", "spread"):
        count = mean(sum(weeks.kind(food) == kind for food in week) for week in bought)
        yield f"different foods of the kind {kind} in a week, mean {count:.2f}"


def say_green(weeks: Weeks) -> Iterator[str]:
    """Yield in how many weeks a vegetable or salad stands beside lunch or dinner on five days or more."""
    days = Counter(
        {who: len({d for (w, d, m), foods in weeks.meals.items() if w == who and m in {"lunch", "dinner"}
                   and not FRESH.isdisjoint(map(weeks.kind, foods))})
         for (who, *_rest) in weeks.meals}
    )  # fmt: skip
    share = sum(count >= GREEN_DAYS for count in days.values()) / len(days)
    yield f"a vegetable or salad at lunch or dinner on {GREEN_DAYS} days or more: {share:.0%} of weeks"


def say_servings(weeks: Weeks) -> Iterator[str]:
    """Yield how many servings lie between the quartiles of their eaters, one step aside allowed."""
    sittings, step = weeks.sittings, weeks.knowledge.foods.step
    inside = [
        bool(sittings.low[food] - step[food] - 1e-6 <= amount <= sittings.high[food] + step[food] + 1e-6)
        for foods in weeks.meals.values() for food, amount in foods.items()
    ]  # fmt: skip
    yield f"servings between their eaters' quartiles, or a step aside: {mean(inside):.0%} of {len(inside):,}"


def say_repeats(weeks: Weeks) -> Iterator[str]:
    """Yield what comes oftener than people have it: at many sittings of a week, twice on a day."""
    table, kitchen = weeks.knowledge.foods, weeks.sittings.kitchen
    often: Counter[str] = Counter()
    for week in weeks.by(lambda meal: meal[:1]).values():
        times = Counter(food for foods in week for food in foods)
        often.update(
            table.names[f] for f, n in times.items() if n > MOST_SITTINGS and weeks.kind(f) not in ENDLESS
        )
    named = ", ".join(f"{name} {count}" for name, count in often.most_common(5))
    yield (
        f"at more than {MOST_SITTINGS} sittings of a week, drinks, bread and milk apart: "
        f"{sum(often.values())} foods{f' ({named})' if named else ''}"
    )
    days, twice, milks = weeks.by(lambda meal: meal[:2]), 0, 0
    for day in days.values():
        plates = Counter(p for foods in day for p in {int(kitchen.plate[kitchen.kinds[f]]) for f in foods})
        twice += any(count > 1 and kitchen.once[plate] for plate, count in plates.items())
        milks += len({food for foods in day for food in foods if weeks.kind(food) == "milk"}) > 1
    yield (
        f"a kind people have once a day at two meals: {twice / len(days):.1%} of days; "
        f"two milks: {milks / len(days):.1%}"
    )


def say_meals(weeks: Weeks) -> Iterator[str]:
    """Yield how many breakfasts are a bowl, and what meals lack."""
    breakfasts = [foods for (_, _, meal), foods in weeks.meals.items() if meal == "breakfast"]
    bowls = mean(not BOWLS.isdisjoint(map(weeks.kind, foods)) for foods in breakfasts)
    yield f"cereal or oatmeal on {bowls:.0%} of breakfasts"
    sittings, lacking, weight = weeks.sittings, 0, 0.0
    for meal in sittings.meals:
        needs = sittings.needs[meal]
        rows = [foods for (_, _, of), foods in weeks.meals.items() if of == meal]
        has = np.zeros((len(rows), len(sittings.categories)), dtype=np.bool_)
        for number, foods in enumerate(rows):
            has[number, sittings.category[list(foods)]] = True
        weight += float(needs.find_bare(has).sum())
        plain = type(needs)(needs.asks, needs.wants, needs.always, np.ones_like(needs.weight))
        lacking += int(plain.find_bare(has).sum())
    people = len(weeks.by(lambda meal: meal[:1]))
    yield f"parts that meals lack: {lacking / people:.1f} a week, {weight / people:.0f} by weight"


def main() -> None:
    """Count, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("results", type=Path)
    weeks = read_weeks(parser.parse_args().results)
    people = len(weeks.by(lambda meal: meal[:1]))
    print(f"{people} weeks of meals")
    for say in (say_sizes, say_green, say_servings, say_repeats, say_meals):
        for line in say(weeks):
            print(line)


if __name__ == "__main__":
    main()
