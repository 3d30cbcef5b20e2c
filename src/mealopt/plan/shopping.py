"""The shopping list: what to buy for a week, or for several people's, in the amounts a shop sells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from mealopt.knowledge.shopping import NOT_SOLD, SERVING
from mealopt.plan.cooking import list_bought
from mealopt.plan.portions import read_mark
from mealopt.plan.shopping_lines import Line, describe_line
from mealopt.tolerances import PROVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mealopt.knowledge.library import Knowledge
    from mealopt.knowledge.shopping import Purchase
    from mealopt.plan.cooking import Bought

COLUMNS = (
    "aisle", "food_id", "food", "grams", "buy", "buy_g", "cost", "days", "needed_g", "pantry", "eaten_as",
    "note",
)  # fmt: skip
AVERAGE, WEEK = "average", tuple(str(day) for day in range(1, 8))
PENNY = 1e-4  # the last place a cost is written with
BY_COOK = "by the cook"  # in a food's note: the fat it is cooked with is chosen at the stove, not in a shop
DEEPEST = 4  # dishes of dishes: a sandwich of a salad of a sauce


@dataclass
class EatenFood:
    """What is eaten of one food: grams, dollars, and on which days."""

    grams: float = 0.0
    cost: float = 0.0
    days: set[str] = field(default_factory=set)
    mark: str = ""


Lines = dict[tuple[str, ...], Line]


def build_shopping(
    plans: pd.DataFrame | Sequence[pd.DataFrame],
    knowledge: Knowledge,
    pantry: Mapping[str, float] | None = None,
    *,
    ingredients: bool = False,
) -> pd.DataFrame:
    """Return what to buy for one plan's portions, or for several people's together, in the order of a shop.

    Columns: aisle, food_id (several separated by `; `), food (as on the list), grams (eaten) [g], buy (in
    words), buy_g [g], cost (of what is eaten, not of whole packs) [$], days, needed_g (as it is bought: dry,
    raw, with peel) [g], pantry (whether to look at home first: most kitchens have it, and little is needed),
    eaten_as (the foods of the plan it is for), note. An average day stands for a week.
    What a plan says was eaten already, tap water, and what the `pantry` holds (grams as eaten, by food id)
    are not bought. With `ingredients`, what is in a dish is bought in its place, where its recipe is known.
    """
    frames = [plans] if isinstance(plans, pd.DataFrame) else list(plans)
    stock = dict(pantry or {})
    total: Lines = {}
    for frame in frames:
        lines, similar = gather_lines(sum_eaten(frame, knowledge), knowledge, stock, cook=ingredients)
        settle_similar(lines, similar)
        add_lines(total, lines.values())
    take_stock(total, stock, knowledge)
    aisles = knowledge.shop.aisles
    wanted = [line for line in total.values() if line.needed > PROVED]
    wanted.sort(key=lambda line: (aisles[line.good.aisle].place, line.item.casefold(), line.key))
    return pd.DataFrame([describe_line(line, knowledge) for line in wanted], columns=list(COLUMNS))


def sum_eaten(portions: pd.DataFrame, knowledge: Knowledge) -> dict[str, EatenFood]:
    """Return what a plan has of each food, without what it says was eaten already, sorted by id."""
    table = knowledge.foods
    notes = table.notes.get("diet_note")
    sums: dict[str, EatenFood] = {}
    columns = (portions[name] for name in ("day", "food_id", "food", "grams", "cost"))
    for day, food_id, food, grams, cost in zip(*columns, strict=True):
        if is_free(cost, grams, float(table.price[table.position(food_id)])):
            continue
        times = len(WEEK) if day == AVERAGE else 1
        eaten = sums.setdefault(food_id, EatenFood())
        eaten.grams += float(grams) * times
        eaten.cost += float(cost) * times
        eaten.days |= set(WEEK) if day == AVERAGE else {str(day)}
        place = table.position(food_id)
        if notes is None or BY_COOK not in notes[place]:
            eaten.mark = read_mark(str(food), table.names[place])
    return dict(sorted(sums.items()))


def gather_lines(
    sums: Mapping[str, EatenFood], knowledge: Knowledge, stock: dict[str, float], *, cook: bool = False
) -> tuple[Lines, list[Line]]:
    """Return the lines of one plan, and those any similar thing would do for; uses up the stock of a food."""
    lines: Lines = {}
    similar: list[Line] = []
    for food_id, eaten in sums.items():
        used = min(eaten.grams, stock.get(food_id, 0.0))
        if used:
            stock[food_id] -= used
        for line, any_kind in split_food(food_id, eaten, eaten.grams - used, knowledge, cook=cook):
            line.foods[food_id] = knowledge.foods.names[knowledge.foods.position(food_id)]
            line.marks = {eaten.mark} - {""}
            if any_kind:
                similar.append(line)
            else:
                add_lines(lines, [line])
    return lines, similar


def split_food(
    food_id: str, eaten: EatenFood, grams: float, knowledge: Knowledge, depth: int = 0, *, cook: bool = False
) -> list[tuple[Line, bool]]:
    """Return what is bought for so many grams of a food, each with whether a similar thing would do.

    Its money and what was eaten of it stand with its own good, or are shared by the worth of its parts. With
    `cook`, what is sold by the serving is made of its ingredients.
    """
    table = knowledge.foods
    food = table.position(food_id)
    purchase = knowledge.shop.find_purchase(table.categories[food], table.names[food])
    parts = share_parts(purchase, knowledge)
    if not purchase.good and len(parts) < len(purchase.also):  # a table without the parts: buy the dish
        purchase = knowledge.shop.purchases[-1]
        parts = []
    found = []
    if purchase.good:
        good = knowledge.shop.goods[purchase.good]
        if good.sold_by == NOT_SOLD:
            return []
        dish = list_bought(food_id, eaten.mark, knowledge) if cook and good.sold_by == SERVING else []
        if dish and depth < DEEPEST:
            return [line for part in dish for line in buy_part(part, eaten, grams, knowledge, depth + 1)]
        portion = table.portions[food] if good.sold_by == SERVING else ""
        needed = grams * purchase.per_eaten
        servings = needed / float(table.portion_g[food])
        line = Line(good, good.item(table.names[food]), portion, needed, servings)
        line.grams, line.cost, line.days = eaten.grams, eaten.cost, set(eaten.days)
        line.direct = not depth
        found.append((line, False))
    for food_part, share, bulk, worth, any_kind in parts:
        own = 0.0 if purchase.good else 1.0  # the rest is counted with the good
        part = EatenFood(eaten.grams * bulk * own, eaten.cost * worth * own, eaten.days)
        if depth < DEEPEST:
            inner = split_food(food_part, part, grams * share, knowledge, depth + 1)
            found += [(line, any_kind or kind) for line, kind in inner]
    return found


def buy_part(
    part: Bought, eaten: EatenFood, grams: float, knowledge: Knowledge, depth: int
) -> list[tuple[Line, bool]]:
    """Return what is bought for an ingredient of so many grams of a dish; by its name where no food is it."""
    own = EatenFood(eaten.grams * part.bulk, eaten.cost * part.worth, eaten.days)
    if part.food_id:
        found = split_food(part.food_id, own, grams * part.grams, knowledge, depth, cook=True)
        return [(line, kind or part.similar) for line, kind in found]
    good = knowledge.shop.goods[knowledge.shop.purchases[-1].good]
    line = Line(good, part.name[:1].upper() + part.name[1:], "", grams * part.grams)
    line.grams, line.cost, line.days = own.grams, own.cost, set(own.days)
    return [(line, False)]


def share_parts(purchase: Purchase, knowledge: Knowledge) -> list[tuple[str, float, float, float, bool]]:
    """Return the parts the table knows: food id, grams per gram, share of grams, of money, any kind."""
    table = knowledge.foods
    known = [part for part in purchase.also if part.food_id in table]
    bulk = sum(part.share for part in known)
    worth = [part.share * float(table.price[table.position(part.food_id)]) for part in known]
    if not sum(worth):
        worth = [part.share for part in known]
    whole = sum(worth)
    return [
        (part.food_id, part.share, part.share / bulk, amount / whole, part.similar)
        for part, amount in zip(known, worth, strict=True)
    ]


def add_lines(total: Lines, lines: Iterable[Line]) -> None:
    """Add lines to those of the same thing."""
    for line in lines:
        if line.key in total:
            total[line.key].add(line)
        else:
            total[line.key] = line


def settle_similar(lines: Lines, similar: list[Line]) -> None:
    """Let a part that may be of any kind be of the kind most of which is bought anyway."""
    for line in similar:
        alike = [other for other in lines.values() if other.good.id == line.good.id and not line.portion]
        best = max(alike, key=lambda other: (other.needed, other.item), default=line)
        line.item = best.item
    add_lines(lines, similar)


def take_stock(total: Lines, stock: Mapping[str, float], knowledge: Knowledge) -> None:
    """Subtract what is left in the pantry from the lines its foods would be bought as."""
    for food_id, grams in sorted(stock.items()):
        if grams <= 0 or food_id not in knowledge.foods:
            continue
        for line, _ in split_food(food_id, EatenFood(), grams, knowledge)[:1]:
            if line.key in total:
                found = total[line.key]
                found.servings *= 1 - min(1.0, line.needed / found.needed) if found.needed else 0.0
                found.needed = max(0.0, found.needed - line.needed)


def is_free(cost: float, grams: float, price: float) -> bool:
    """Say whether a plan has something at no cost that has a price per 100 g: it was eaten already."""
    return cost < PENNY / 2 and grams * price / 100.0 >= PENNY


def find_free(portions: pd.DataFrame, knowledge: Knowledge) -> list[str]:
    """Return the names of what a plan has at no cost, and the list therefore leaves out."""
    table = knowledge.foods
    columns = (portions[name] for name in ("food_id", "grams", "cost"))
    free = {
        table.names[table.position(food_id)]
        for food_id, grams, cost in zip(*columns, strict=True)
        if is_free(cost, grams, float(table.price[table.position(food_id)]))
    }
    return sorted(free)
