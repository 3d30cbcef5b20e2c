"""Find the foods that plans would have far more often than people, and what holds each back.

    python bench/temper.py --panel ../shared/panel [--people 33] [--rounds 3]

Each person's week by itself may have calcium-fortified juice; that everybody's has is no week of people's. So
over the panel's weeks together a food may come on at most TIMES the share of days that people have it. What
a constraint over all people is worth is a price in each person's program: its multiplier, found by
subgradient steps (a food had too often gets dearer by the logarithm of how much, one had less often cheaper).
It is kept in nats, as rarity is: a food of two nats counts as seven times as rare as it is. What is written
at the end is KEPT of each: all of it cost 4 % more money (25 people), and that part hardly any. The table of
the checkout is written over: `git checkout data/overused.csv` has the shipped one back.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from mealopt import NoPlanError, Person, Rules, load_knowledge, plan_week
from mealopt.knowledge.library import find_data
from mealopt.model.sittings import is_free_water

TIMES = 8.0  # the share of days that plans may have a food on, by the share people have it on
FLOOR = 0.0025  # of days: what hardly anybody eats may come so often, times TIMES
STEP = 0.7  # of the logarithm by which the share is passed, a round
MOST = 6.0  # nats
KEPT = 0.75
LEAST = 0.1  # nats, below which nothing is said


def plan_foods(row: dict[str, str]) -> tuple[int, list[str]]:
    """Return the days of one person's week, and each day's different foods."""
    person = Person(float(row["age"]), row["sex"], energy_kcal=float(row["energy_kcal"]))
    without = tuple(tag.replace("-", "_") for tag in row["without"].split(";") if tag)
    try:
        plan = plan_week(person, Rules(diet=row["diet"], without=without))
    except NoPlanError:
        return 0, []
    had = plan.portions[["day", "food_id"]].drop_duplicates()
    return len(plan.days), had["food_id"].tolist()


def count_days(people: list[dict[str, str]], jobs: int) -> dict[str, float]:
    """Return the share of days of people's weeks on which each food comes."""
    count: Counter[str] = Counter()
    with ProcessPoolExecutor(jobs) as pool:
        weeks = list(pool.map(plan_foods, people))
    for _, foods in weeks:
        count.update(foods)
    total = sum(days for days, _ in weeks)
    return {food: number / total for food, number in count.items()}


Shares = dict[str, float]


def temper(known: Shares, shares: Shares, popularity: Shares) -> Shares:
    """Return the multipliers after one step [nats]; what comes to nothing is left out."""
    found = {}
    for food in sorted({*known, *shares}):
        if food in popularity:
            passed = shares.get(food, 0.0) / (TIMES * max(FLOOR, popularity[food]))
            step = STEP * math.log(max(passed, 0.25))
            nats = round(min(MOST, max(0.0, known.get(food, 0.0) + step)), 2)
            if nats > 0:
                found[food] = nats
    return found


def write_table(path: Path, known: Shares) -> None:
    """Write the table, which the next round's plans are made with."""
    lines = ["food_id,nats", *(f"{food},{nats:g}" for food, nats in known.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Take the rounds, and write what is found after each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--panel", type=Path, required=True)
    parser.add_argument("--people", type=int, default=33)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    knowledge = load_knowledge()
    table = knowledge.foods
    popularity = {
        food: float(table.popularity[place])
        for place, food in enumerate(table.ids)
        if not is_free_water(knowledge, place)
    }
    with (options.panel / "people.csv").open(encoding="utf-8", newline="") as file:
        everybody = [row for row in csv.DictReader(file) if row["diet"] == "omnivore"]
    people = everybody[:: max(1, len(everybody) // options.people)]
    known: Shares = {}
    path = find_data() / "overused.csv"  # where the plans of each round read it
    write_table(path, {table.ids[0]: LEAST})
    for number in range(options.rounds):
        shares = count_days(people, options.jobs)
        over = {f: s / (TIMES * max(FLOOR, popularity[f])) for f, s in shares.items() if f in popularity}
        worst = sorted(over, key=lambda food: -over[food])[:5]
        passing = sum(shares[food] - shares[food] / over[food] for food in over if over[food] > 1)
        named = "; ".join(f"{table.names[table.position(food)]} {over[food]:.1f}" for food in worst)
        print(
            f"round {number + 1}: {passing:.2f} servings a day too often, "
            f"{sum(v > 1 for v in over.values())} foods; most: {named}",
            flush=True,
        )
        known = temper(known, shares, popularity)
        write_table(path, known)
    known = {food: round(KEPT * nats, 2) for food, nats in known.items() if KEPT * nats >= LEAST}
    write_table(path, known)


if __name__ == "__main__":
    main()
