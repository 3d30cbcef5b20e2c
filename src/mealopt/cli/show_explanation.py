"""An explanation on a terminal: sentences, the signed waterfall, what foods are bought for, near swaps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mealopt.cli.terminal import BLOCKS, Screen, draw_table, fit
from mealopt.explain.sentences import say_money
from mealopt.explain.swaps import money_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from mealopt.cli.explained import Answers, FoodSwap
    from mealopt.explain.driver import Driver
    from mealopt.explain.explanation import Explanation
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.limit import Limit

LABEL, PERCENT = 32, 7  # cells
FOODS, REASONS, CHANGES = 10, 3, 8  # lines shown of each
ENTRIES = ["food", "price_per_100g", "entry_price_per_100g", "change_percent"]
CHANGE = ["food", "grams_before", "grams_after", "change"]
COSTS = ["label", "cost_with", "cost_without", "difference"]
LEAST_SHARE = 0.05  # a reason worth less than this share of a food's cost is not named


def show_answers(found: Answers, knowledge: Knowledge, screen: Screen) -> str:
    """Return everything as text."""
    explanation = found.explanation
    lines = [*show_head(explanation, screen), ""]
    lines += [*show_drivers(explanation, screen), ""]
    lines += [*show_waterfall(explanation, screen), ""]
    lines += [*show_worth(explanation, screen), ""]
    lines += show_entries(explanation, screen)
    for swap in found.swaps:
        lines += ["", *show_swap(swap, screen)]
    for limit, curve in found.curves:
        lines += ["", *show_curve(limit, curve, knowledge, screen)]
    if found.restrictions is not None:
        lines += ["", *show_restrictions(found.restrictions, screen)]
    return "\n".join(lines) + "\n"


def show_head(explanation: Explanation, screen: Screen) -> Iterator[str]:
    """Yield what is explained: the cost of the linear program, money and surcharges told apart."""
    average, answer = explanation.average, explanation.answer
    money = money_of(average.program, answer)
    label = average.program.goal.label.lower()
    extra = answer.objective - money
    text = f"${money:.2f} a day in money"
    if extra > 0.005:
        text += f" and ${extra:.2f} in surcharges of the goal “{label}”: ${answer.objective:.2f} to explain"
    for line in screen.wrap(f"{text}."):
        yield screen.style(line, bold=True)
    if average.rules.portions == "whole":
        yield from screen.wrap(
            "Prices are those of the proved optimum behind your meals: single foods in broken portions for "
            "the same targets. The plan it speaks of is that one; foods and cents of your meals may differ."
        )


def show_drivers(explanation: Explanation, screen: Screen) -> Iterator[str]:
    """Yield the sentences of the limits, the largest share first."""
    yield screen.rule("What drives the cost")
    told = explanation.drivers[explanation.drivers["limit"] != "group"]
    for sentence in told["sentence"]:
        yield from screen.wrap(str(sentence), bullet="· ")
    if told.empty:
        yield "No limit of a nutrient costs anything."


def show_waterfall(explanation: Explanation, screen: Screen) -> Iterator[str]:
    """Yield a bar for each share of the cost, to the left where it takes away."""
    yield screen.rule("Shares of the cost", "they add up to 100 %")
    bars = sorted(explanation.bars, key=lambda driver: -abs(driver.share))
    room = screen.width - LABEL - PERCENT - 6
    most = max((driver.share for driver in bars), default=0.0)
    least = min((driver.share for driver in bars), default=0.0)
    per_cell = max(most, 0.0) + max(-least, 0.0) or 1.0
    left = math.ceil(room * max(-least, 0.0) / per_cell)
    for driver in bars:
        drawn = draw_signed(driver.share, left, room - left, per_cell / max(room - 1, 1))
        colour = "green" if driver.share < 0 else None
        percent = fit(f"{driver.share * 100:+.1f} %", PERCENT + 2, right=True)
        yield f"  {fit(name_bar(driver), LABEL)}{percent} {screen.style(drawn, colour)}".rstrip()


def name_bar(driver: Driver) -> str:
    """Return what a bar is called."""
    if driver.is_group or driver.limit == "minimum":
        return driver.label
    return f"{driver.label}, at most"


def draw_signed(share: float, left: int, right: int, per_cell: float) -> str:
    """Return a bar that starts at a middle line: to the right above zero, to the left below."""
    eighths = round(abs(share) / per_cell * 8)
    full, part = divmod(eighths, 8)
    if share < 0:
        # there are no blocks that fill a cell from the right: half a cell or more counts as one
        return " " * (left - min(left, full + (part >= 4))) + "█" * min(left, full + (part >= 4)) + "│"
    return " " * left + "│" + ("█" * full + (BLOCKS[part] if part else ""))[:right]


def show_worth(explanation: Explanation, screen: Screen) -> Iterator[str]:
    """Yield what the dearest foods are bought for."""
    yield screen.rule("What foods are bought for", "share of what the food costs")
    worth = explanation.worth
    for food_id in worth["food_id"].unique()[:FOODS]:
        rows = worth[worth["food_id"] == food_id]
        cost = float(rows["worth_usd"].sum())
        reasons = rows[(rows["share"] >= LEAST_SHARE)].head(REASONS)
        taken = rows[rows["share"] <= -LEAST_SHARE].head(REASONS)
        text = name_shares(reasons)
        if not taken.empty:
            text += f"; less {name_shares(taken)}"
        yield from screen.wrap(f"{rows['food'].iloc[0]} ({say_money(cost)}): {text}", bullet="· ")


def name_shares(rows: pd.DataFrame) -> str:
    """Return reasons with their shares: `Energy 47 %, Choline 32 %`."""
    pairs = zip(rows["label"], rows["share"], strict=True)
    return ", ".join(f"{label} {abs(share) * 100:.0f} %" for label, share in pairs)


def show_entries(explanation: Explanation, screen: Screen) -> Iterator[str]:
    """Yield the foods outside that are closest to coming in."""
    yield screen.rule("Close to coming in", "would be bought below this price")
    chosen = explanation.entries[ENTRIES].itertuples(index=False, name=None)
    rows = [
        (food, show_price(price), show_price(entry), "" if math.isnan(change) else f"{change:+.0f} %")
        for food, price, entry, change in chosen
    ]
    if rows:
        yield from draw_table(("food", "per 100 g", "comes in at", "change"), rows, screen, right=(1, 2, 3))
    else:
        yield "No food outside could come in at any price."


def show_price(price: float) -> str:
    """Write a price of 100 g; below nothing the food would have to be paid for."""
    if math.isnan(price):
        return ""
    return f"${price:.3f}" if price >= 0 else "never"


def show_swap(swap: FoodSwap, screen: Screen) -> Iterator[str]:
    """Yield what banning a food inside costs, or when a food outside would come in, and what changes."""
    yield screen.rule(f"Swap: {swap.food}")
    if swap.inside and swap.figure is None:
        yield from screen.wrap("Nothing fits without it.")
    elif swap.inside:
        change = swap.figure or 0.0
        more = f"{say_money(change)} {'more' if change >= 0 else 'less'} in money"
        more += "" if change >= 0 else " (and by more than that dearer in surcharges)"
        yield from screen.wrap(f"It is in the plan. Without it the day costs {more}, and this changes:")
    elif swap.figure is None:
        yield from screen.wrap("It cannot come in: the diet or an exclusion leaves no room for it.")
    elif swap.figure < 0:
        yield from screen.wrap("It is outside, and would not come in even for nothing.")
    else:
        yield from screen.wrap(
            f"It is outside at {show_price(swap.price)} per 100 g. Below {show_price(swap.figure)} it would "
            "come in, and this would change:"
        )
    if swap.figure is not None and (swap.inside or swap.figure >= 0):
        chosen = swap.changes[CHANGE].head(CHANGES).itertuples(index=False, name=None)
        rows = [
            (food, f"{now:,.0f} g", f"{then:,.0f} g", f"{change:+,.1f} g")
            for food, now, then, change in chosen
        ]
        yield from draw_table(("food", "now", "then", "change"), rows, screen, right=(1, 2, 3))


def show_curve(limit: Limit, curve: pd.DataFrame, knowledge: Knowledge, screen: Screen) -> Iterator[str]:
    """Yield the corners of the cost as one target moves, today's place marked."""
    info = knowledge.nutrients[limit.nutrient]
    side = "at least" if limit.side == "minimum" else "at most"
    yield screen.rule(f"{info.label}, {side}", f"today {info.show(limit.value)}")
    if curve.empty:
        yield "Nothing fits anywhere between these ends."
        return
    decimals = info.decimals + 1
    rows = []
    ats = list(curve["at"])
    for place, (at, cost, slope) in enumerate(curve.itertuples(index=False, name=None)):
        after = ats[place + 1] if place + 1 < len(ats) else math.inf
        here = "today" if at <= limit.value < after or (at == ats[-1] == limit.value) else ""
        per = "" if math.isnan(slope) else f"${slope:+.5f}"
        rows.append((f"{at:,.{decimals}f} {info.unit}", f"${cost:.4f}", per, here))
    yield from draw_table(("from", "cost a day", f"per {info.unit}", ""), rows, screen, right=(0, 1, 2))


def show_restrictions(frame: pd.DataFrame, screen: Screen) -> Iterator[str]:
    """Yield what each restriction costs."""
    yield screen.rule("What the restrictions cost", "money a day, re-solved without each")
    if frame.empty:
        yield "There are none."
        return
    rows = [
        (label, f"${free:.2f}", f"${bound:.2f}", f"{'-' if more < 0 else '+'}${abs(more):.2f}")
        for label, bound, free, more in frame[COSTS].itertuples(index=False, name=None)
    ]
    yield from draw_table(("restriction", "without it", "with it", "costs"), rows, screen, right=(1, 2, 3))
