"""What people had at one sitting (NHANES): templates of meals, with how strange each is among all of them.

A sitting is the foods one person had together, in portions of our table. Nobody's day can be put together
from the table: a sitting has no person, no day and no order, equal ones are one row.
"""

from __future__ import annotations

import gzip
import io
import itertools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from builder.company import find_company, keeps_company
from builder.raw import load_rows
from builder.survey import CHILDREN, Foods, build_servings, load_eaten, load_foods

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HERE = Path(__file__).parent
MEALS = ("breakfast", "lunch", "dinner", "snack")
STAND_INS = HERE / "stand_ins.csv"
NOTHING = -1  # in the place of a food: nothing stands in for it, and a sitting with it is no template
ALIKE_DIGITS = (5, 4, 3)  # of its code that what stands in for a food has too: the more, the more alike
ADULTS = ("19-50", "51-64", "65+")
KNOWN_PAIR = 5  # sittings from which on two categories are known to go together at a meal
# weights of what makes a sitting strange [nats]
RARE_SET, RARE_SIZE, RARE_FOOD, MOST_RARE, LEAST_SHARE, MOST_DOUBLE = 0.35, 0.5, 0.25, 5.5, 1e-3, 3.0
SITTING_COLUMNS = ("meal", "who", "strangeness", "items")
WEEK_COLUMNS = ("who", "meal", "sittings")
DAYS = 7
MOST_FOODS = 9  # of a sitting that are counted
PAIR_COLUMNS = ("meal", "category", "with_category")


@dataclass(frozen=True)
class Sitting:
    """Foods by their place in the table, with portions of each."""

    foods: tuple[int, ...]
    portions: tuple[float, ...]


def build_weeks(eaten: pd.DataFrame, by: str, days: int, who: str) -> list[dict[str, str]]:
    """At how many sittings of a week people have each kind, or category, at each meal, over so many days."""
    counts = eaten.groupby([by, "meal"]).key.nunique().reset_index()
    return [
        {by: str(name), "who": who, "meal": str(meal), "sittings": f"{DAYS * count / days:.3f}"}
        for name, meal, count in zip(counts[by], counts.meal, counts.key, strict=True)
    ]


def count_foods(eaten: pd.DataFrame) -> pd.DataFrame:
    """Each sitting once for one food or more, once for two or more if it has them, up to `MOST_FOODS`."""
    foods = eaten.groupby(["key", "meal"]).food_code.nunique().reset_index(name="most")
    reached = foods.loc[foods.index.repeat(foods.most.clip(upper=MOST_FOODS))]
    return reached.assign(foods=reached.groupby("key").cumcount() + 1)


def find_places(categories: Mapping[str, str], foods: Foods) -> dict[str, int]:
    """The place in the table of each food code, or of what stands in for it; `NOTHING` where nothing does.

    What stands in is named in `stand_ins.csv` (the longest prefix of the code counts; a blank food: nothing
    does), or is the likest food of its category: of those that share its first five digits, else four or
    three, the one most had, else the most had of the category. For long it was always the latter: peanuts
    were peanut butter, salsa was ketchup, collards were raw kale and crackers croutons, one food of eleven
    in the survey another than is found here.
    """
    place = {food: i for i, food in enumerate(foods.ids)}
    usual: dict[tuple[str, str], int] = {}
    for i in np.argsort(foods.rarity, kind="stable").tolist():
        for digits in (*ALIKE_DIGITS, 0):
            usual.setdefault((foods.categories[i], foods.ids[i][:digits]), i)
    rows = load_rows(STAND_INS, ("prefix", "food_id", "reason"))
    named = {
        row["prefix"]: place[row["food_id"]] if row["food_id"] else NOTHING
        for row in sorted(rows, key=lambda row: len(row["prefix"]), reverse=True)
        if not row["food_id"] or row["food_id"] in place
    }

    def stand_in(code: str, category: str) -> int:
        mine = (usual.get((category, code[:digits])) for digits in (*ALIKE_DIGITS, 0))
        likest = next((i for i in mine if i is not None), NOTHING)
        return next((i for prefix, i in named.items() if code.startswith(prefix)), likest)

    return {code: place[code] if code in place else stand_in(code, of) for code, of in categories.items()}


def gather_sittings(eaten: pd.DataFrame, foods: Foods) -> dict[str, list[Sitting]]:
    """The sittings of each meal whose every food is in the table, or has one that stands in for it."""
    codes = eaten[["food_code", "category"]].drop_duplicates()
    at = find_places(dict(zip(codes.food_code, codes.category, strict=True)), foods)
    eaten = eaten.assign(place=eaten.food_code.map(at)).sort_values("key", kind="stable")
    found: dict[str, list[Sitting]] = {meal: [] for meal in MEALS}
    keys, meals = eaten.key.to_numpy(), eaten.meal.to_numpy()
    places, grams = eaten.place.to_numpy(), eaten.grams.to_numpy()
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    for a, b in zip(starts, [*starts[1:], len(keys)], strict=True):
        if (places[a:b] == NOTHING).any():
            continue
        had: dict[int, float] = {}
        for food, g in zip(places[a:b].tolist(), grams[a:b].tolist(), strict=True):
            had[food] = had.get(food, 0.0) + g
        order = sorted(had)
        step = foods.step[order]
        portions = np.round(np.array([had[f] for f in order]) / foods.portion_g[order] / step) * step
        portions = np.clip(portions, step, np.maximum(foods.max_meal[order], step))
        found[meals[a]].append(Sitting(tuple(order), tuple(portions.tolist())))
    return found


class Counts:
    """How often kinds, sets of kinds, pairs and sizes come at each meal."""

    def __init__(self, sittings: dict[str, list[Sitting]], foods: Foods) -> None:
        self.foods = foods
        self.number = {meal: len(found) for meal, found in sittings.items()}
        self.kinds: dict[str, Counter[str]] = {m: Counter() for m in MEALS}
        self.doubles: dict[str, Counter[str]] = {m: Counter() for m in MEALS}
        self.sizes: dict[str, Counter[int]] = {m: Counter() for m in MEALS}
        self.sets: dict[str, dict[int, Counter[frozenset[str]]]] = {m: defaultdict(Counter) for m in MEALS}
        self.pairs: dict[str, Counter[tuple[str, str]]] = {m: Counter() for m in MEALS}
        for meal, found in sittings.items():
            for one in found:
                kinds = Counter(foods.kinds[f] for f in one.foods)
                self.kinds[meal].update(kinds.keys())
                self.doubles[meal].update(kind for kind, count in kinds.items() if count > 1)
                self.sizes[meal][len(one.foods)] += 1
                self.sets[meal][len(kinds)][frozenset(kinds)] += 1
                self.pairs[meal].update(pairs_of({foods.categories[f] for f in one.foods}))
        self.company = {
            meal: find_company([one.foods for one in found], foods.kinds) for meal, found in sittings.items()
        }
        self.all_kinds = sum(self.kinds.values(), Counter())
        self.total = sum(self.number.values())

    def strangeness(self, meal: str, one: Sitting) -> float:
        """How strange a sitting is [nats]: eaten rather at other meals, a rare set of kinds for its number,
        an unusual number of foods, two of a kind people have one of, rare foods of their category."""
        kinds = Counter(self.foods.kinds[f] for f in one.foods)
        found = 0.0
        for kind, count in kinds.items():
            here = self.kinds[meal][kind] / self.number[meal]
            anywhere = self.all_kinds[kind] / self.total
            found += max(0.0, -math.log(max(here / anywhere, LEAST_SHARE)))
            if count > 1:
                share = max(self.doubles[meal][kind], 1) / self.kinds[meal][kind]
                found += min(MOST_DOUBLE, -math.log(share))
        sets = self.sets[meal][len(kinds)]
        common = sets.most_common(3)[-1][1]
        found += RARE_SET * min(MOST_RARE, max(0.0, math.log(common / sets[frozenset(kinds)])))
        sizes = self.sizes[meal]
        found += RARE_SIZE * math.log(max(sizes.values()) / sizes[len(one.foods)])
        return found + RARE_FOOD * float(self.foods.rarity[list(one.foods)].sum())

    def knows_pairs(self, meal: str, one: Sitting) -> bool:
        """Whether every two categories of a sitting are known to go together at this meal."""
        categories = {self.foods.categories[f] for f in one.foods}
        return all(self.pairs[meal][pair] >= KNOWN_PAIR for pair in pairs_of(categories))


def pairs_of(categories: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Every two of some categories, in the order of the alphabet."""
    return itertools.combinations(sorted(categories), 2)


def build_sittings(sittings: dict[str, list[Sitting]], counts: Counts, who: str) -> list[dict[str, str]]:
    """The rows of sittings.csv: sound sittings, the least strange of each meal, in an order of their own."""
    foods, rows = counts.foods, []
    never = {r["category"] for r in load_rows(HERE / "never_alone.csv", ("category",))}
    columns = ("meal", "least_items", "most_items", "least_categories", "kept")
    for rule in load_rows(HERE / "sitting_rules.csv", columns):
        meal = rule["meal"]
        best: dict[Sitting, float] = {}
        least, most = int(rule["least_items"]), int(rule["most_items"])
        low, high = float(rule["least_kcal"]), float(rule["most_kcal"])
        for one in sittings[meal]:
            energy = float(np.dot(foods.kcal[list(one.foods)], one.portions))
            if not least <= len(one.foods) <= most or not low <= energy <= high:
                continue
            if len({foods.categories[f] for f in one.foods}) < int(rule["least_categories"]):
                continue
            if all(foods.categories[f] in never for f in one.foods) or not counts.knows_pairs(meal, one):
                continue
            if keeps_company(one.foods, foods.kinds, counts.company[meal]):
                best.setdefault(one, counts.strangeness(meal, one))
        kept = sorted(best, key=lambda one: (round(best[one], 3), one.foods, one.portions))
        for one in kept[: int(rule["kept"])]:
            items = zip(one.foods, one.portions, strict=True)
            rows.append(
                {
                    "meal": meal,
                    "who": who,
                    "strangeness": f"{best[one]:.2f}",
                    "items": " ".join(f"{foods.ids[f]}={q:g}" for f, q in items),
                }
            )
    return sorted(rows, key=lambda row: (row["meal"], row["who"], row["items"]))


def write_packed(path: Path, columns: Sequence[str], rows: list[dict[str, str]]) -> None:
    """A CSV file packed by gzip, the same bytes for the same rows."""
    text = io.StringIO()
    pd.DataFrame(rows, columns=list(columns)).to_csv(text, index=False, lineterminator="\n")
    neighbour = path.with_name(path.name + ".part")
    neighbour.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    neighbour.replace(path)


def write_sitting_tables(raw: Path, out: Path) -> int:
    """sittings.csv.gz, pairs.csv.gz, servings.csv, kind_weeks.csv, category_weeks.csv and foods_weeks.csv.

    Returns the number of sittings.
    """
    foods, eaten = load_foods(out), load_eaten(raw)
    servings = build_servings(eaten, foods)
    frame = pd.DataFrame(servings, index=pd.Index(foods.ids, name="food_id")).sort_index()
    frame.to_csv(out / "servings.csv", lineterminator="\n", float_format="%g")
    grown = gather_sittings(eaten[~eaten.age_group.isin(CHILDREN)], foods)
    counts = Counts(grown, foods)
    adults = gather_sittings(eaten[eaten.age_group.isin(ADULTS)], foods)
    rows = build_sittings(adults, counts, "adults")
    young = gather_sittings(eaten[eaten.age_group.isin(CHILDREN)], foods)
    rows += build_sittings(young, Counts(young, foods), "children")
    write_packed(out / "sittings.csv.gz", SITTING_COLUMNS, rows)
    pairs = [
        {"meal": meal, "category": a, "with_category": b}
        for meal in MEALS
        for (a, b), count in sorted(counts.pairs[meal].items())
        if count >= KNOWN_PAIR
    ]
    write_packed(out / "pairs.csv.gz", PAIR_COLUMNS, pairs)
    kinds = {r["category"]: r["kind"] for r in load_rows(out / "kinds.csv", ("category", "kind"))}
    eaten = eaten.assign(kind=eaten.category.map(kinds))
    for by in ("kind", "category", "foods"):
        weeks = []
        for who, ages in (("adults", ADULTS), ("children", CHILDREN)):
            part = eaten[eaten.age_group.isin(ages)]
            days = part.key.str.rsplit("|", n=2).str[0].nunique()
            counted = count_foods(part) if by == "foods" else part.dropna(subset=["kind"])
            weeks += build_weeks(counted, by, days, who)
        frame = pd.DataFrame(weeks, columns=[by, *WEEK_COLUMNS]).sort_values(["who", by, "meal"])
        frame.to_csv(out / f"{by}_weeks.csv", index=False, lineterminator="\n")
    return len(rows)
