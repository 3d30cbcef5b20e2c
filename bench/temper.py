"""Find what plans would have far more often than people, and what holds each back.

    python bench/temper.py --panel ../shared/panel --raw ../shared/data [--people 40] [--go-on foods]
    python bench/temper.py --raw ../shared/data --results RESULTS.jsonl

Each person's week by itself may have calcium-fortified juice; that everybody's has is no week of people's. So
over the panel's weeks together the odds of a food being on a day may be at most so many times what they are
with people, and so may those of two kinds of food (eggs and salad) at a meal. What a
constraint over all people is worth is a price in each person's program: its multiplier, found by subgradient
steps (what is had too often gets dearer by the logarithm of how much, what is had less often cheaper). It is
kept in nats, as rarity is: a food of two nats counts as seven times as rare as it is. The tables of the
checkout are written over: `git checkout data` has the shipped ones back. With `--go-on` one
table goes on from where it is, and the other stays. With `--results`, those of `bench/panel.py --json`, one
step is taken for both from where they are, and nobody is planned: more people say better what is too often.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import math
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from mealopt import NoPlanError, Person, Rules, load_knowledge, plan_week
from mealopt.knowledge.sittings import find_sittings
from mealopt.tables.places import find_data
from mealopt.week.build import is_free_water

STEP = 1.2  # of the logarithm by which the share is passed, a round
LARGE = 10.0  # nats, past which a step is as much larger as the multiplier is: 1 % of 60 moves nothing
MOST = 200.0  # nats, as the table may say
LEAST = 0.1  # nats, below which nothing is said
Key = tuple[str, ...]  # a food, or a meal and two kinds
Shares = dict[Key, float]
Week = list[tuple[str, str, str]]  # day, meal and food
OCCASIONS = {
    "breakfast": "breakfast", "brunch": "breakfast", "lunch": "lunch", "dinner": "dinner", "supper": "dinner",
}  # fmt: skip
ADULTS = ("19-50", "51-64", "65+")


@dataclass(frozen=True)
class Counted:
    """What is counted: foods by day, or two kinds of food by meal.

    Its odds may be `times` people's, who have nothing less often than `floor` (a share). A share may be as
    many times theirs only where it is small: six times a banana on 16 % of days is every day of everybody.
    """

    file: str
    columns: str
    times: float
    floor: float


FOODS = Counted("overused.csv", "food_id,nats", 6.0, 0.0015)
PAIRS = Counted("overused_pairs.csv", "meal,kind,with_kind,nats", 3.0, 0.005)




def plan_foods(row: dict[str, str]) -> Week:
    """Return day, meal and id of the foods of one person's week."""
    person = Person(float(row["age"]), row["sex"], energy_kcal=float(row["energy_kcal"]))
    without = tuple(tag.replace("-", "_") for tag in row["without"].split(";") if tag)
    try:
        plan = plan_week(person, Rules(diet=row["diet"], without=without))
    except NoPlanError:
        return []
    rows = plan.portions[["day", "meal", "food_id"]].drop_duplicates()
    return list(rows.itertuples(index=False, name=None))


def read_people(panel: Path, count: int) -> list[dict[str, str]]:
    """Return so many people of the panel."""
    with (panel / "people.csv").open(encoding="utf-8", newline="") as file:
        everybody = list(csv.DictReader(file))
    return everybody[:: max(1, len(everybody) // count)]


def list_pairs(meal: str, kinds: set[str]) -> list[Key]:
    """Return every two kinds of a meal."""
    return [(meal, first, second) for first, second in itertools.combinations(sorted(kinds), 2)]


def plan_weeks(people: list[dict[str, str]], jobs: int) -> list[Week]:
    """Return everybody's week; started anew, so that nobody plans with the tables of the round before."""
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        return list(pool.map(plan_foods, people))


def read_weeks(results: Path) -> list[Week]:
    """Return everybody's week from what a panel found."""
    rows = map(json.loads, results.read_text(encoding="utf-8").splitlines())
    return [[(day, meal, food) for day, meal, food, _ in row.get("servings", ())] for row in rows]


def count_shares(weeks: list[Week], kind_of: dict[str, str]) -> tuple[Shares, Shares]:
    """Return the share of people's days that have each food, and of their meals that have each two kinds."""
    foods: Counter[Key] = Counter()
    pairs: Counter[Key] = Counter()
    days, meals = 0, Counter[str]()
    for week in weeks:
        days += len({day for day, *_ in week})
        foods.update({(day, food) for day, _, food in week})
        had: dict[tuple[str, str], set[str]] = {}
        for day, meal, food in week:
            had.setdefault((day, meal), set()).add(kind_of.get(food, ""))
        for (_, meal), kinds in had.items():
            meals[meal] += 1
            pairs.update(list_pairs(meal, kinds - {""}))
    by_food: Counter[str] = Counter()
    for (_, food), count in foods.items():
        by_food[food] += count
    return (
        {(food,): count / days for food, count in by_food.items()},
        {key: count / meals[key[0]] for key, count in pairs.items()},
    )


def count_real(raw: Path, free: set[str]) -> Shares:
    """Return the share of adults' meals with each two kinds; `free` water counts for nothing."""
    with (find_data() / "kinds.csv").open(encoding="utf-8", newline="") as file:
        kinds = {row["category"]: row["kind"] for row in csv.DictReader(file)}
    known = pd.read_csv(raw / "nhanes/food_consumption.csv.gz", dtype={"food_code": str})
    kind_of = dict(zip(known["food_code"], known["wweia_category_description"].map(kinds), strict=True))
    eaten = pd.read_csv(raw / "nhanes/eating_occasions.csv.gz", dtype={"food_code": str})
    eaten = eaten[eaten["age_group"].isin(ADULTS) & ~eaten["food_code"].isin(free)]
    eaten = eaten.assign(
        meal=eaten["occasion"].map(OCCASIONS).fillna("snack"), kind=eaten["food_code"].map(kind_of)
    ).dropna(subset=["kind"])
    pairs: Counter[Key] = Counter()
    meals: Counter[str] = Counter()
    had = eaten.groupby(["person_day", "meal"])["kind"].agg(set)
    for meal, kinds in zip(had.index.get_level_values("meal"), had, strict=True):
        meals[meal] += 1
        pairs.update(list_pairs(meal, kinds))
    return {key: count / meals[key[0]] for key, count in pairs.items()}


def find_excess(kind: Counted, shares: Shares, real: Shares, wanted: set[str]) -> Shares:
    """Return by how many times the odds of each pass what they may be, twice as much with a kind `wanted`."""
    return {
        key: odds_of(share)
        / (kind.times * odds_of(max(kind.floor, real.get(key, 0.0))) * (1 if wanted.isdisjoint(key) else 2))
        for key, share in shares.items()
    }


def odds_of(share: float) -> float:
    """Return the odds of a share; what is always there, as if it were so in ninety-nine of a hundred."""
    return min(share, 0.99) / (1.0 - min(share, 0.99))


def temper(known: Shares, excess: Shares) -> Shares:
    """Return the multipliers after one step [nats]; what comes to nothing is left out."""
    found = {}
    for key in sorted({*known, *excess}):
        passed = excess.get(key, 0.0)
        before = known.get(key, 0.0)
        step = STEP * max(1.0, before / LARGE) * math.log(max(passed, 0.25))
        nats = round(min(MOST, max(0.0, before + step)), 2)
        if nats > 0:
            found[key] = nats
    return found


def write_table(kind: Counted, known: Shares) -> None:
    """Write the table, which the next round's plans are made with."""

    def quote(cell: str) -> str:
        return f'"{cell}"' if "," in cell else cell

    lines = [kind.columns, *(",".join([*map(quote, key), f"{nats:g}"]) for key, nats in known.items())]
    (find_data() / kind.file).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_table(kind: Counted) -> Shares:
    """Read what is known."""
    with (find_data() / kind.file).open(encoding="utf-8", newline="") as file:
        return {tuple(row[:-1]): float(row[-1]) for row in list(csv.reader(file))[1:]}


def say_round(number: int, kind: Counted, shares: Shares, over: Shares) -> None:
    """Say how much comes too often, and what most."""
    worst = sorted(over, key=lambda key: -over[key])[:6]
    passing = sum(shares[key] - shares[key] / over[key] for key in over if over[key] > 1)
    named = "; ".join(f"{' + '.join(key)} {over[key]:.1f}" for key in worst)
    count = sum(times > 1 for times in over.values())
    print(f"round {number + 1}, {kind.file}: {passing:.2f} of {count} too often; most: {named}", flush=True)


def main() -> None:
    """Take the rounds, and write what is found after each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--panel", type=Path)
    source.add_argument("--results", type=Path)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--go-on", choices=("foods", "pairs"))
    options = parser.parse_args()
    knowledge = load_knowledge()
    table, kitchen = knowledge.foods, find_sittings(knowledge.foods).kitchen
    kind_of: dict[str, str] = {}
    popularity: Shares = {}
    for place, food in enumerate(table.ids):
        if not is_free_water(knowledge, place):
            kind_of[food] = kitchen.names[int(kitchen.kinds[place])]
            popularity[(food,)] = float(table.popularity[place])
    wanted = {name for name, much in zip(kitchen.names, kitchen.generous, strict=True) if much}
    pairs = count_real(options.raw, {*table.ids} - {*kind_of})
    people = [] if options.results else read_people(options.panel, options.people)
    both = {"foods": (FOODS, popularity), "pairs": (PAIRS, pairs)}
    asked = [both[options.go_on]] if options.go_on else list(both.values())
    known: dict[Counted, Shares] = {}
    for kind, real in asked:
        known[kind] = read_table(kind) if options.go_on or options.results else {}
        write_table(kind, known[kind] or {next(iter(real)): LEAST})  # no table is empty
    for number in range(1 if options.results else options.rounds):
        weeks = read_weeks(options.results) if options.results else plan_weeks(people, options.jobs)
        shares = dict(zip((FOODS, PAIRS), count_shares(weeks, kind_of), strict=True))
        for kind, real in asked:
            mine = {key: share for key, share in shares[kind].items() if kind is PAIRS or key in real}
            excess = find_excess(kind, mine, real, wanted)
            say_round(number, kind, mine, excess)
            known[kind] = temper(known[kind], excess)
            write_table(kind, known[kind])
    for kind, nats in known.items():
        write_table(kind, {key: value for key, value in nats.items() if value >= LEAST})


if __name__ == "__main__":
    main()
