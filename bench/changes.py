"""How often another food in the place of one, or another meal, is found, and how much else changes with it.

    python bench/changes.py [--foods 16] [--seed 3]

Three people's weeks of meals: an omnivore's, a vegetarian's, a vegan's. Swaps: so many foods of each week at
random, water apart. New meals: each meal of six days, as the page asks for it.
"""

from __future__ import annotations

import argparse
import random
import time
from statistics import median
from typing import TYPE_CHECKING

from mealopt import NoPlanError, Person, Rules, load_knowledge, plan_week
from mealopt.desk.answers import turn_week
from mealopt.desk.question import Turn
from mealopt.week.build import is_free_water

if TYPE_CHECKING:
    from mealopt.plan.plan import Plan

PEOPLE = (
    (Person(34, "female"), Rules()),
    (Person(70, "female"), Rules("vegetarian")),
    (Person(50, "male"), Rules("vegan")),
)
DAYS = "123456"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--foods", type=int, default=16)
    parser.add_argument("--seed", type=int, default=3)
    asked = parser.parse_args()
    knowledge, rng = load_knowledge(), random.Random(asked.seed)
    meals = [meal.id for meal in knowledge.meals]
    done: dict[str, list[tuple[bool, int, bool, float]]] = {}

    def list_foods(plan: Plan, day: str) -> set[tuple[str, str]]:
        return {
            (meal, food) for of, meal, food, *_ in plan.portion_rows.rows
            if of == day and not is_free_water(knowledge, knowledge.foods.position(food))
        }  # fmt: skip

    for person, rules in PEOPLE:
        plan = plan_week(person, rules, knowledge)
        slots = [(day, *slot) for day in plan.days for slot in sorted(list_foods(plan, day))]
        turns = [
            ("another food", Turn(day, (), 1, meal, food))
            for day, meal, food in rng.sample(slots, min(asked.foods, len(slots)))
        ]
        turns += [
            (f"another {meal}", Turn(day, tuple(m for m in meals if m != meal), 1))
            for meal in meals for day in DAYS
        ]  # fmt: skip
        for what, turn in turns:
            start = time.process_time()
            try:
                new = turn_week(plan, turn, knowledge)
            except NoPlanError:
                done.setdefault(what, []).append((False, 0, False, time.process_time() - start))
                continue
            used = time.process_time() - start
            had, has = list_foods(plan, turn.day), list_foods(new, turn.day)
            others = {meal for meal, _ in had ^ has} - {turn.meal, what.rpartition(" ")[2]}
            done.setdefault(what, []).append((True, len(had - has), not others, used))
    print("what, asked, found, foods that went (median), other meals kept, median s, most")
    for what, rows in done.items():
        found = [row for row in rows if row[0]]
        print(
            f"{what}, {len(rows)}, {len(found)}, {median(row[1] for row in found):g}, "
            f"{sum(row[2] for row in found)}, {median(row[3] for row in rows):.1f}, "
            f"{max(row[3] for row in rows):.1f}"
        )


if __name__ == "__main__":
    main()
