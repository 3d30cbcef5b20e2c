"""What a plan can be asked to be good at: goals, and the prices they give to everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.tables.reading import load_records, number_of, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class SittingPrices:
    """What counts when a week is made of sittings, in dollars a week but for `money`, the weight of money.

    `strange` is per nat of strangeness, `swap` per food that takes another's place, `portion` per half of the
    width between the quartiles that a serving is off the usual one, `product` per product bought, `again` per
    sitting that has the same food again, `bare` per thing a meal lacks, `often` per sitting of a kind beyond
    what people have of it, `seldom` per sitting short of it, `sparse` per meal that
    is missing among those of three foods or more, of four and so on. `taste` is how far one person's likes
    are from everybody's [nats]. Money past `thrifty_usd` [$ a day for each 1,000 kcal] weighs `beyond` more,
    and past `dear_usd` again more, `far`. `one_kitchen` is one where a household keeps but few products of a
    kind, else zero. `hei` is the HEI-2020 score past which nothing is paid for more points, zero where that
    is `hei_minimum`.
    """

    money: float
    strange: float
    swap: float
    portion: float
    product: float
    again: float
    bare: float
    often: float
    seldom: float
    sparse: float
    taste: float
    thrifty_usd: float
    beyond: float
    dear_usd: float
    far: float
    one_kitchen: float
    hei: float

    @property
    def money_steps(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return from which sums on [$ a day for each 1,000 kcal] money weighs more, and how much more."""
        return (self.thrifty_usd, self.beyond), (self.dear_usd, self.far)

    @property
    def past_thrifty(self) -> float:
        """Return what money weighs past what a thrifty household spends."""
        return self.money + self.beyond


@dataclass(frozen=True)
class Goal:
    """What the objective counts beside money, in dollars so that every price can be compared.

    `unfamiliar_usd` is per helping and per e-fold of rarity below `familiar_share` (of adult days a food is
    eaten on), `repeat_usd` per helping of such a food eaten again in the week, `aim_usd_per_percent` per
    per cent of an aim missed; `habits` multiplies the prices of what meals and weeks want; `hei_minimum` is
    the HEI-2020 score asked. Of what is `priced` (a nutrient's id, blank for nothing) each unit costs
    `priced_usd` as if the shop asked for it: greenhouse gas has a price nobody pays.
    """

    id: str
    label: str
    description: str
    money: float
    unfamiliar_usd: float
    familiar_share: float
    repeat_usd: float
    repeats_free: float
    habits: float
    aim_usd_per_percent: float
    hei_minimum: float | None
    sittings: SittingPrices
    priced: str = ""
    priced_usd: float = 0.0


def load_goals(path: Path) -> dict[str, Goal]:
    """Load `goals.csv`."""
    weights = (
        "money", "unfamiliar_usd", "familiar_share", "repeat_usd", "repeats_free", "habits",
        "aim_usd_per_percent",
    )  # fmt: skip
    prices = (
        "sitting_money", "strange_usd", "swap_usd", "portion_usd", "product_usd", "again_usd", "bare_usd",
        "often_usd", "seldom_usd", "sparse_usd", "taste_nats", "thrifty_usd", "beyond_money",
        "dear_usd", "far_money", "one_kitchen", "sitting_hei",
    )  # fmt: skip
    columns = (
        Column("goal", required=True), Column("label"), Column("description"),
        *(Column(name, "number", required=True, minimum=0, maximum=100) for name in weights),
        *(Column(name, "number", required=True, minimum=0, maximum=10_000) for name in prices),
        Column("hei_minimum", "number", minimum=0, maximum=100),
        Column("priced"), Column("priced_usd", "number", minimum=0, maximum=1000),
    )  # fmt: skip
    return {
        text_of(r, "goal"): Goal(
            text_of(r, "goal"), text_of(r, "label"), text_of(r, "description"),
            number_of(r, "money") or 0.0, number_of(r, "unfamiliar_usd") or 0.0,
            number_of(r, "familiar_share") or 0.0, number_of(r, "repeat_usd") or 0.0,
            number_of(r, "repeats_free") or 0.0, number_of(r, "habits") or 0.0,
            number_of(r, "aim_usd_per_percent") or 0.0, number_of(r, "hei_minimum"),
            SittingPrices(*(number_of(r, name) or 0.0 for name in prices)),
            text_of(r, "priced"), number_of(r, "priced_usd") or 0.0,
        )
        for r in load_records(path, columns, key=("goal",))
    }  # fmt: skip
