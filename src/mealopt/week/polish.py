"""Portions of a week whose sittings stand: whole steps between the servings eaters of a food have.

One small integer program over the week: musts of days and week, aims and HEI-2020 as ever. No must may be
missed, at no price: that no portions meet them all is then proved at once. Where sittings alone miss
something, a side may join a meal: a food that is known to go with everything on the plate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mealopt.arithmetic import multiply
from mealopt.linear.highs import has_point, run_pulp
from mealopt.linear.layout import Bounds, Layout
from mealopt.linear.statement import state_problem
from mealopt.rules.quality import bind_quality
from mealopt.tolerances import PROVED, TRACE
from mealopt.week.model import MUSTS, SittingModel, state_measures
from mealopt.week.served import Served
from mealopt.week.water import GLASSES, count_points, find_thirst, pour_water

if TYPE_CHECKING:
    from mealopt.linear.layout import Floats, Ints
    from mealopt.week.days import Place
    from mealopt.week.menus import Menu

NODES = 20  # the limit of work
GAP, GAP_JOINING = 0.01, 0.08  # where foods join, it counts that they do: nearer takes far longer
# and there half the time went into branches tried for their price and cuts below the root: as good without
PLAIN = {"mip_pscost_minreliable": 0, "mip_allow_cut_separation_at_nodes": False}
THIRST = 2.0  # times the points of HEI-2020 that the sodium of a glass may cost: nobody goes thirsty for them
SIDES = 5  # foods that may join a meal, the best for the prices of the linear program
USUAL_SHARE = 0.01  # of a meal's sittings that have a food of the category of one that joins


def polish_week(
    model: SittingModel,
    days: list[list[Place]],
    prices: Floats,
    *,
    sides: bool,
    free: frozenset[int] | None = None,
    poured: Floats | None = None,
    stays: frozenset[tuple[int, int, int]] = frozenset(),
) -> list[Served]:
    """Return the servings of a week with portions that meet what can be met, tap water as it is needed.

    `prices` are those of a portion of each food at the duals [$]; `sides` lets foods join; `free` are the
    days whose portions may change, all by default; `poured` is the tap water of the others [portions],
    and `stays` are foods (day, meal, food) whose portions are locked. Returns none where there are no such.
    """
    layout, items = Layout(), []
    state_measures(layout, model, model.miss)
    for day, places in enumerate(days):
        for number, place in enumerate(places):
            for item in np.flatnonzero(place.portions > 0).tolist():
                food, now = int(place.foods[item]), float(place.portions[item])
                held = (free is not None and day not in free) or (day, place.meal, food) in stays
                items.append(add_item(layout, model, day, number, place.meal, food, now, held=held))
            foods = {(day, place.meal, int(food)) for food in place.foods[place.portions > 0]}
            closed = foods <= stays  # nothing joins a meal that is locked
            if sides and place.template >= 0 and not closed and (free is None or day in free):
                joining = find_sides(model, model.menus[place.meal], place, prices)
                items += [add_side(layout, model, day, number, place.meal, food) for food in joining]
        if model.water is not None:
            # tap water at meals that stay is drunk too
            stands = sum(float(place.portions[place.foods == model.water].sum()) for place in places)
            most = max(0.0, min(GLASSES, float(model.max_day[model.water])) - stands)
            least = 0.0
            if poured is not None and free is not None and day not in free:
                least = most = float(poured[day])
            column = layout.add_column(f"water:{day}", least, most, model.figures.glass_usd, whole=True)
            items.append((column, day, -1, model.water, 1.0))
    add_days(layout, model, items)
    if not add_caps(layout, model, items):
        return []
    add_meal_maximums(layout, model, items)
    bounds = layout.bounds()
    bind_layout(model, layout, bounds)
    highs = run_pulp(
        state_problem(layout, bounds, "portions"),
        mip_max_nodes=NODES,
        mip_rel_gap=GAP_JOINING if sides else GAP,
        mip_heuristic_effort=0.1,
        **(PLAIN if sides else {}),
    )
    if not has_point(highs):
        return []
    values = np.round(np.array(highs.getSolution().col_value))
    even = range(model.days) if free is None or poured is None else sorted(free)
    return read_served(model, items, values, tuple(even), stays)


def read_served(
    model: SittingModel,
    items: list[Item],
    values: Floats,
    even: tuple[int, ...],
    stays: frozenset[tuple[int, int, int]],
) -> list[Served]:
    """Return what is served by the counts of columns; the glasses of water of `even` days are shared out."""
    meals = [menu.meal for menu in model.menus]
    served = [
        Served(day, meals[meal], food, float(values[column]) * unit)
        for column, day, meal, food, unit in items
        if meal >= 0 and values[column] > 0
    ]
    if model.water is None:
        return served
    glasses = np.zeros(model.days)
    for column, day, meal, *_ in items:
        if meal < 0:
            glasses[day] = values[column]
    return [*served, *pour_water(model, served, glasses, even, stays)]


Item = tuple[int, int, int, int, float]  # column, day, meal, food, portions a unit


def add_item(
    layout: Layout,
    model: SittingModel,
    day: int,
    number: int,
    meal: int,
    food: int,
    now: float,
    *,
    held: bool,
) -> Item:
    """Add the steps of a food at a meal, from the low to the high serving, and how far it is from usual."""
    step, figures = float(model.step[food]), model.figures
    low, high = sorted((min(float(model.low[food]), now), max(float(model.high[food]), now)))
    least, most = math.ceil(low / step - TRACE), math.floor(high / step + TRACE)
    if held:
        least = most = round(now / step)
    name = f"{day}:{number}:{food}"
    column = layout.add_column(
        f"item:{name}", max(1, least), max(1, least, most), model.money[food] * step / model.days, whole=True
    )
    usual = float(model.usual[food]) / step
    saved = figures.short_money_times * float(model.money[food]) * step
    off = figures.off_portion_usd
    far = layout.add_column(f"far:{name}", cost=off / model.days)
    short = layout.add_column(f"short:{name}", cost=(figures.short_times * off + saved) / model.days)
    layout.add_row(f"above:{name}", [(column, 1.0), (far, -1.0)], upper=usual)
    layout.add_row(f"below:{name}", [(column, 1.0), (short, 1.0)], lower=usual)
    return column, day, meal, food, step


def add_side(layout: Layout, model: SittingModel, day: int, number: int, meal: int, food: int) -> Item:
    """Add a food that may join a meal in its usual serving."""
    usual = float(model.usual[food])
    cost = (float(model.money[food]) * usual + model.figures.side_usd) / model.days
    column = layout.add_column(f"side:{day}:{number}:{food}", 0.0, 1.0, cost, whole=True)
    return column, day, meal, food, usual


def find_sides(model: SittingModel, menu: Menu, place: Place, prices: Floats) -> Ints:
    """Return the foods that would help most at a meal, of those that may join it, one of a kind.

    Two that may join might be oatmeal and a cereal.
    """
    foods = list_joining(model, menu, place.foods[place.portions > 0])
    worth = prices[foods] * model.usual[foods] + model.rarity[foods]
    foods = foods[np.argsort(worth, kind="stable")]
    first = np.sort(np.unique(model.sittings.kitchen.plate[model.kind[foods]], return_index=True)[1])
    return foods[first[:SIDES]]


def list_joining(model: SittingModel, menu: Menu, here: Ints) -> Ints:
    """Return the foods of kinds a meal lacks that go with all it has `here`.

    Only what people have at that meal now and then joins it.
    """
    sittings = model.sittings
    where = sittings.meals.index(menu.meal)
    goes = sittings.pairs[where][model.category[here]].all(axis=0)
    goes &= np.bincount(model.category[menu.foods].ravel(), minlength=len(goes) + 1)[:-1] >= (
        USUAL_SHARE * len(menu.price)
    )
    plate = sittings.kitchen.plate  # oatmeal joins no other cereal
    kinds = set(plate[model.kind[here]].tolist())
    foods = np.concatenate([f for c, f in enumerate(menu.swaps) if goes[c]] or [np.empty(0, dtype=np.int64)])
    return np.array([f for f in foods.tolist() if int(plate[model.kind[f]]) not in kinds], dtype=np.int64)


def add_days(layout: Layout, model: SittingModel, items: list[Item]) -> None:
    """Add what each day and the week hold, and the musts of each day."""
    demand = model.demand
    amounts = np.array([demand.per_portion[food] * unit for _, _, _, food, unit in items])
    columns = np.array([column for column, *_ in items])
    days = np.array([day for _, day, *_ in items])
    fixed = multiply(model.pinned, demand.per_portion)
    for number, name in enumerate(demand.names):
        held = np.flatnonzero(amounts[:, number])
        pairs = list(zip(columns[held].tolist(), (amounts[held, number] / model.days).tolist(), strict=True))
        layout.add_row(
            f"holds:{name}", [*pairs, (number, -1.0)], -float(fixed[number]), -float(fixed[number])
        )
    for number, name in enumerate(demand.names):
        for side, bounds in (("least", demand.day_lower), ("most", demand.day_upper)):
            value = float(bounds[number] - fixed[number])
            lower, upper = (value, math.inf) if side == "least" else (-math.inf, value)
            for day in range(model.days) if math.isfinite(value) else ():
                held = np.flatnonzero((days == day) & (amounts[:, number] != 0))
                pairs = list(zip(columns[held].tolist(), amounts[held, number].tolist(), strict=True))
                layout.add_row(f"{side}:{name}:{day}", pairs, lower, upper)


def add_caps(layout: Layout, model: SittingModel, items: list[Item]) -> bool:
    """Keep each food within what people eat of it on a day and in a week, and sides to two a day.

    Says whether that is possible: the least servings of a food may be more together.
    """
    held: dict[tuple[int, ...], list[tuple[int, float]]] = {}
    for column, day, _, food, unit in items:
        if food != model.water:
            held.setdefault((food, day), []).append((column, unit))
            held.setdefault((food,), []).append((column, unit))
    for key, pairs in held.items():
        most = float((model.max_day if len(key) > 1 else model.max_week)[key[0]])
        if sum(layout.column_bounds[column][0] * unit for column, unit in pairs) > most * (1.0 + PROVED):
            return False
        layout.add_row("most:" + ":".join(map(str, key)), pairs, upper=most)
    for day in range(model.days):
        sides = [(c, 1.0) for name, c in layout.columns.items() if name.startswith(f"side:{day}:")]
        if sides:
            layout.add_row(f"sides:{day}", sides, upper=2.0)
    return True


def add_meal_maximums(layout: Layout, model: SittingModel, items: list[Item]) -> None:
    """Keep each meal of a day within the most it may hold, the snacks of a day together."""
    for number in range(model.most.shape[1]):
        held: dict[tuple[int, int], list[tuple[int, float]]] = {}
        for column, day, meal, food, unit in items:
            if meal >= 0:
                held.setdefault((day, meal), []).append((column, float(model.capped[food, number]) * unit))
        for (day, meal), pairs in held.items():
            layout.add_row(f"meal:{number}:{day}:{meal}", pairs, upper=float(model.most[meal, number]))


def bind_layout(model: SittingModel, layout: Layout, bounds: Bounds) -> None:
    """Set HEI-2020, and let no must of the week be missed."""
    demand = model.demand
    for column in layout.columns_of(MUSTS):
        bounds.column_upper[column] = 0.0
    if not demand.quality:
        return
    bind_quality(layout, model.knowledge.eating_index, bounds, demand.kcal, demand.quality)
    bounds.column_upper[layout.columns["miss:quality"]] = math.inf
    layout.costs[layout.columns["miss:quality"]] *= model.figures.quality_times
    thirst = None if model.water is None else find_thirst(model)
    if thirst is not None:
        dear = THIRST * count_points(model, thirst) * layout.costs[layout.columns["miss:quality"]]
        layout.costs[layout.columns[f"miss:aim:{demand.names[thirst]}"]] += dear
    for component in model.knowledge.eating_index:
        if component.per == "ratio":
            miss = layout.columns[f"miss:score:{component.id}"]
            bounds.column_upper[miss] = math.inf
            layout.costs[miss] = 0.05
