"""Find what plans would have far more often than people, and what holds each back.

    python bench/temper.py --panel ../shared/panel --raw ../shared/data [--people 40] [--go-on foods]
    python bench/temper.py --raw ../shared/data --results RESULTS.jsonl

Each person's week by itself may have calcium-fortified juice; that everybody's has is no week of people's.
So over the panel's weeks together the odds of a food being on a day may be at most so many times what they
are with people, and so may those of a category (of six peanut butter sandwiches each is had seldom enough)
and of two kinds of food (eggs and salad) at a meal. What a constraint over all people is worth is a price in
each person's program: its multiplier, found by subgradient steps (what is had too often gets dearer by the
logarithm of how much, what is had less often cheaper). It is kept in nats, as rarity is: a food of two nats
counts as seven times as rare as it is. The tables of the checkout are written over: `git checkout data` has
the shipped ones back. With `--go-on` one table goes on from where it is, and the others stay. With
`--results`, those of `bench/panel.py --json`, one step is taken for all, or that one, from where they are,
and nobody is planned: more people say better what is too often.
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

LARGE = 10.0  # nats, past which a step is as much larger as the multiplier is: 1 % of 60 moves nothing
MOST = 200.0  # nats, as the table may say
MOST_IN = 40.0  # nats, by which anything counts as less rare at most
RARE = 0.03  # share of days below which nothing is asked for
LEAST = 0.1  # nats, below which nothing is said
Key = tuple[str, ...]  # a food, a category, or a meal and two kinds
Shares = dict[Key, float]
Week = list[tuple[str, str, str]]  # day, meal and food
OCCASIONS = {
    "breakfast": "breakfast", "brunch": "breakfast", "lunch": "lunch", "dinner": "dinner", "supper": "dinner",
}  # fmt: skip
UNASKED = {"soft drink", "water"}  # kinds nobody is urged to have, as seldom as they may come
ADULTS = ("19-50", "51-64", "65+")


@dataclass(frozen=True)
class Counted:
    """What is counted: foods or categories by day, or two kinds of food by meal.

    Its odds may be `times` people's, who have nothing less often than `floor` (a share). A share may be as
    many times theirs only where it is small: six times a banana on 16 % of days is every day of everybody.
    Of what people have often enough (`RARE`) the odds may be no less than `least` times theirs. A round
    goes on by `step` of the logarithm by which the odds are passed [nats].
    """

    file: str
    columns: str
    times: float
    floor: float
    step: float
    least: float = 0.0


FOODS = Counted("overused.csv", "food_id,nats", 6.0, 0.0015, 1.2)
CATEGORIES = Counted("category_nats.csv", "category,nats", 4.0, 0.02, 6.0, 0.25)
PAIRS = Counted("overused_pairs.csv", "meal,kind,with_kind,nats", 3.0, 0.005, 1.2)
NAMED = {"foods": FOODS, "categories": CATEGORIES, "pairs": PAIRS}


@dataclass(frozen=True)
class Known:
    """What of the foods is needed: category and kind by food, free water, categories a house keeps one of."""

    category: dict[str, str]
    kind: dict[str, str]
    free: frozenset[str]
    one: frozenset[str]
    wanted: frozenset[str]  # kinds, and categories of them, that people do well to have oftener
    unasked: frozenset[str]  # categories nobody is urged to have
    popularity: Shares


def find_known() -> Known:
    """Return what is known of the foods of the table."""
    knowledge = load_knowledge()
    table, kitchen = knowledge.foods, find_sittings(knowledge.foods).kitchen
    places = [place for place in range(len(table)) if not is_free_water(knowledge, place)]
    ids = [table.ids[place] for place in places]
    kind = {table.ids[place]: int(kitchen.kinds[place]) for place in places}
    category = {table.ids[place]: table.categories[place] for place in places}
    return Known(
        category, {food: kitchen.names[kind[food]] for food in ids}, frozenset({*table.ids} - {*ids}),
        frozenset(category[food] for food in ids if kitchen.products[kind[food]] > 0),
        frozenset(kitchen.names[kind[food]] for food in ids if kitchen.generous[kind[food]])
        | frozenset(category[food] for food in ids if kitchen.generous[kind[food]]),
        frozenset(category[food] for food in ids if kitchen.names[kind[food]] in UNASKED),
        {(table.ids[place],): float(table.popularity[place]) for place in places},
    )  # fmt: skip


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


def count_shares(weeks: list[Week], known: Known) -> dict[Counted, Shares]:
    """Return the share of days with each food and category, and of meals with each two kinds."""
    things: dict[Counted, Counter[Key]] = {kind: Counter() for kind in NAMED.values()}
    days, meals = 0, Counter[str]()
    for week in weeks:
        days += len({day for day, *_ in week})
        things[FOODS].update((food,) for _, food in {(day, food) for day, _, food in week})
        mine = {(day, known.category[food]) for day, _, food in week if food in known.category}
        things[CATEGORIES].update((category,) for _, category in mine)
        had: dict[tuple[str, str], set[str]] = {}
        for day, meal, food in week:
            had.setdefault((day, meal), set()).add(known.kind.get(food, ""))
        for (_, meal), kinds in had.items():
            meals[meal] += 1
            things[PAIRS].update(list_pairs(meal, kinds - {""}))
    return {
        kind: {key: n / (meals[key[0]] if kind is PAIRS else days) for key, n in counts.items()}
        for kind, counts in things.items()
    }


def read_eaten(raw: Path, known: Known) -> pd.DataFrame:
    """Return adults' foods by day and meal with their category and kind; free water counts for nothing."""
    with (find_data() / "kinds.csv").open(encoding="utf-8", newline="") as file:
        kinds = {row["category"]: row["kind"] for row in csv.DictReader(file)}
    names = pd.read_csv(raw / "nhanes/food_consumption.csv.gz", dtype={"food_code": str})
    category = dict(zip(names["food_code"], names["wweia_category_description"], strict=True))
    category |= known.category
    eaten = pd.read_csv(raw / "nhanes/eating_occasions.csv.gz", dtype={"food_code": str})
    eaten = eaten[eaten["age_group"].isin(ADULTS) & ~eaten["food_code"].isin(known.free)]
    eaten = eaten.assign(
        meal=eaten["occasion"].map(OCCASIONS).fillna("snack"), category=eaten["food_code"].map(category)
    )
    return eaten.assign(kind=eaten["category"].map(kinds)).dropna(subset=["kind"])


def count_days(eaten: pd.DataFrame, known: Known) -> Shares:
    """Return the share of adults' days with each category, but of those of which a house keeps one."""
    days = eaten["person_day"].nunique()
    shares = eaten.groupby("category")["person_day"].nunique() / days
    return {(name,): float(shares.get(name, 0.0)) for name in sorted({*known.category.values()} - known.one)}


def count_pairs(eaten: pd.DataFrame) -> Shares:
    """Return the share of adults' meals with each two kinds."""
    pairs: Counter[Key] = Counter()
    meals: Counter[str] = Counter()
    had = eaten.groupby(["person_day", "meal"])["kind"].agg(set)
    for meal, kinds in zip(had.index.get_level_values("meal"), had, strict=True):
        meals[meal] += 1
        pairs.update(list_pairs(meal, kinds))
    return {key: count / meals[key[0]] for key, count in pairs.items()}


def find_excess(kind: Counted, shares: Shares, real: Shares, wanted: frozenset[str]) -> Shares:
    """Return by how many times the odds of each pass what they may be, twice as much with a kind `wanted`."""
    return {
        key: odds_of(share)
        / (kind.times * odds_of(max(kind.floor, real.get(key, 0.0))) * (1 if wanted.isdisjoint(key) else 2))
        for key, share in shares.items()
    }


def find_lack(kind: Counted, shares: Shares, real: Shares, unasked: frozenset[str]) -> Shares:
    """Return how many times the odds of each are what they may be at least, where there is such a limit."""
    asked = real if kind.least > 0 else {}
    common = [key for key, share in asked.items() if share >= RARE and unasked.isdisjoint(key)]
    return {key: odds_of(shares.get(key, 0.0)) / (kind.least * odds_of(real[key])) for key in common}


def odds_of(share: float) -> float:
    """Return the odds of a share; what is always there, as if it were so in ninety-nine of a hundred."""
    return min(share, 0.99) / (1.0 - min(share, 0.99))


def temper(kind: Counted, known: Shares, excess: Shares, lack: Shares) -> Shares:
    """Return the multipliers after one step [nats], below zero of what lacks; zeros are left out."""
    found = {}
    for key in sorted({*known, *excess, *lack}):
        before = known.get(key, 0.0)
        step = kind.step * max(1.0, before / LARGE)
        above = before + step * math.log(max(excess.get(key, 0.0), 0.25))
        below = before + step * math.log(min(max(lack.get(key, 4.0), 0.25), 4.0))
        nats = round(min(MOST, max(0.0, above)) or max(-MOST_IN, min(0.0, below)), 2)
        if nats:
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
    parser.add_argument("--go-on", choices=tuple(NAMED))
    options = parser.parse_args()
    foods = find_known()
    eaten = read_eaten(options.raw, foods)
    real = {FOODS: foods.popularity, CATEGORIES: count_days(eaten, foods), PAIRS: count_pairs(eaten)}
    people = [] if options.results else read_people(options.panel, options.people)
    asked = [NAMED[options.go_on]] if options.go_on else list(NAMED.values())
    known: dict[Counted, Shares] = {}
    for kind in asked:
        known[kind] = read_table(kind) if options.go_on or options.results else {}
        write_table(kind, known[kind] or {next(iter(real[kind])): LEAST})  # no table is empty
    for number in range(1 if options.results else options.rounds):
        weeks = read_weeks(options.results) if options.results else plan_weeks(people, options.jobs)
        shares = count_shares(weeks, foods)
        for kind in asked:
            mine = {key: n for key, n in shares[kind].items() if kind is PAIRS or key in real[kind]}
            excess = find_excess(kind, mine, real[kind], foods.wanted)
            say_round(number, kind, mine, excess)
            known[kind] = temper(kind, known[kind], excess, find_lack(kind, mine, real[kind], foods.unasked))
            write_table(kind, known[kind])
    for kind, nats in known.items():
        write_table(kind, {key: value for key, value in nats.items() if abs(value) >= LEAST})


if __name__ == "__main__":
    main()
