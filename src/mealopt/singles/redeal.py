"""Dealing some days of a week again: what stays is held, and what was there before is charged for.

A charge moves the search to other foods and nothing else: the objective and the money that are reported
never hold it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from mealopt.errors import NoPlanError
from mealopt.singles.day import Day, Effort, Setting
from mealopt.singles.deal import SETTLE, DayBuilder, deal_setting, rest
from mealopt.singles.history import History, WeekPrices, WholeDay, no_prices, rank_slots, recall_days
from mealopt.tolerances import PROVED, TRACE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mealopt.average.average import Average
    from mealopt.linear.answer import Answer
    from mealopt.linear.layout import Floats
    from mealopt.singles.day import FoodAtMeal

SEARCH = 900  # linear programs that a day dealt again is searched with
CHANGE_USD = 0.25  # what a helping of a food of the old day costs the search for another one
# a day that stands is checked for its musts; how often the week has a food was settled when it was dealt
STANDS = SETTLE._replace(few=False, weekly=False)


@dataclass(frozen=True)
class HeldSetting(Setting):
    """The setting of days of which something is decided already.

    `held` are portions of foods at meals that stay, and `closed` meals that take nothing else but
    pins. `charges` [$ per portion] by food of the table come on top of the costs of a search.
    """

    held: Mapping[FoodAtMeal, float] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    charges: Floats | None = None

    def pick_slots(self, history: History, count: int, *, weekly: bool = True) -> list[FoodAtMeal]:
        """Return what is held, then the next foods at meals that are open."""
        found = super().pick_slots(history, count + len(self.held), weekly=weekly)
        return [*self.held, *(s for s in found if s not in self.held and s[1] not in self.closed)]

    def build_day(
        self,
        slots: list[FoodAtMeal],
        history: History,
        prices: WeekPrices,
        *,
        whole: bool,
        weekly: bool = True,
    ) -> Day:
        """Return a day's program in which what is held has its portions."""
        day = super().build_day(
            list(dict.fromkeys([*self.held, *slots])), history, prices, whole=whole, weekly=weekly
        )
        layout, bounds, table = day.small.layout, day.bounds, day.small.table
        pins = dict(day.small.shape.pins)
        for column, food, meal, unit in day.small.slots:
            held = self.held.get((day.foods[food], meal))
            if held is not None:
                bounds.column_lower[column] = bounds.column_upper[column] = (
                    held / unit if not whole else round(held / unit)
                )
            elif meal in self.closed and table.ids[food] not in pins:
                bounds.column_upper[column] = bounds.column_lower[column]
        if self.charges is not None:
            for column, food in enumerate(day.foods, day.small.food_columns.start):
                layout.costs[column] += float(self.charges[food])
        return day

    def keeps(self, day: WholeDay) -> bool:
        """Say whether a day has what is held."""
        return all(abs(day.portions.get(slot, 0.0) - a) < PROVED for slot, a in self.held.items())


def make_setting(average: Average, answer: Answer) -> HeldSetting:
    """Return the setting of a person's days with nothing held yet."""
    program = average.program
    return HeldSetting(
        program, average.targets, average.rules, average.days, average.quality,
        tuple(rank_slots(program, answer)),
    )  # fmt: skip


def check_standing(
    setting: Setting, days: list[Mapping[FoodAtMeal, float]], standing: Collection[int]
) -> list[WholeDay | None]:
    """Return the days, those that stand with every row checked: `None` where one breaks a rule.

    A day that is dealt again has no price and misses nothing.
    """
    plain = [WholeDay(dict(portions), 0.0, 0.0) for portions in days]
    nothing = no_prices(setting.program)
    checked: list[WholeDay | None] = list(plain)
    for place in sorted(standing):
        others = plain[:place] + plain[place + 1 :]
        history = recall_days(setting.program, others, setting.days)
        menu = plain[place].portions
        checked[place] = setting.solve_day([*menu], history, nothing, STANDS, menu)
    return checked


def deal_beside(
    setting: HeldSetting, week: list[WholeDay], place: int, seed: int, *, gentle: bool
) -> WholeDay | None:
    """Return another day for a place of the week beside all others; `None` where none can be found.

    What the setting holds stays. A `gentle` change keeps what it can of the old day (a food that was
    banned leaves it), any other looks for different foods. Either way it is none of the week's days.
    """
    old, others = week[place], week[:place] + week[place + 1 :]
    program = setting.program
    near = week[max(0, place - 1) : place] + week[place + 1 : place + 2]
    rested = rest(setting, near, others)
    if not gentle:
        rested |= setting.list_mains(old)
        setting = replace(setting, charges=charge_foods(setting, [old]))
    held = {food for food, _ in setting.held}
    history = replace(recall_days(program, others, setting.days), rested=frozenset(rested - held))
    dealer = DayBuilder(setting, seed)
    prices = no_prices(program)
    if gentle:
        found = dealer.search_day([old], history, prices, week, SEARCH)
        if found is not None and setting.keeps(found):
            return found
    found = dealer.deal_day(history, prices, [], SEARCH)
    if found is None or not setting.keeps(found):
        found = setting.solve_day(
            setting.pick_slots(history, 250), history, prices, Effort(0.06, 50, few=False)
        )
    if found is None or any(found.portions == day.portions for day in week):
        return None
    return found


def charge_foods(setting: HeldSetting, days: list[WholeDay], usd: float = CHANGE_USD) -> Floats:
    """Return a charge for each food of some days but those held [$ per portion]: `usd` a helping."""
    table = setting.program.table
    charges = np.zeros(len(table))
    for food in {food for day in days for food, _ in day.portions} - {food for food, _ in setting.held}:
        charges[food] = usd / float(table.helping[food])
    return charges


def deal_other_days(
    setting: HeldSetting, answer: Answer, known: list[WholeDay], seed: int, usd: float
) -> list[WholeDay]:
    """Return days of other foods than those known: each helping of these costs the search `usd`.

    Raises NoPlanError where a day cannot be put together.
    """
    charged = replace(
        setting, charges=charge_foods(setting, known, usd), rules=replace(setting.rules, seed=seed)
    )
    return deal_setting(charged, answer)


@dataclass(frozen=True)
class SharedSetting(Setting):
    """The setting of a day at which one meal is somebody else's: only the foods `shared` at `meal`."""

    meal: str = ""
    shared: frozenset[int] = frozenset()

    def pick_slots(self, history: History, count: int, *, weekly: bool = True) -> list[FoodAtMeal]:
        """Return the foods of the shared meal the week has not used up, then the next ones at other meals."""
        left = self.left_caps(history, weekly=weekly)
        least = self.program.table.least
        known = {slot for slot in self.order if slot[1] == self.meal and slot[0] in self.shared}
        first = [slot for slot in sorted(known) if left[slot[0]] >= least[slot[0]] - TRACE]
        found = super().pick_slots(history, count, weekly=weekly)
        return [*first, *(slot for slot in found if slot[1] != self.meal)]


def has_main(guest: SharedSetting, day: WholeDay) -> bool:
    """Say whether a guest has a main dish of the table's at the shared meal, where the table has one."""
    habits, kinds = guest.program.knowledge.habits, guest.program.table.categories
    mains = {food for food in guest.shared if habits.is_main(kinds[food], guest.meal)}
    return not mains or any((food, guest.meal) in day.portions for food in mains)


def deal_shared(
    setting: HeldSetting, meal: str, tables: list[frozenset[int]], seed: int
) -> tuple[list[WholeDay], list[int]]:
    """Return days whose `meal` is made of the foods on each day's table, and the days where it could not be.

    Raises NoPlanError where a day cannot be put together even with a meal of one's own.
    """
    program, days = setting.program, setting.days
    prices = no_prices(program)
    dealt: list[WholeDay] = []
    own = []
    for day, shared in enumerate(tables):
        rested = frozenset(rest(setting, dealt[-1:], dealt) - shared)
        history = replace(recall_days(program, dealt, days), rested=rested)
        guest = SharedSetting(
            program, setting.targets, setting.rules, days, setting.quality, setting.order, meal, shared
        )
        found = None
        for count, effort in ((80, Effort(0.1, 1)), (160, Effort(0.1, 30))):
            menu = guest.solve_day(guest.pick_slots(history, count), history, prices, effort)
            if menu is not None:
                found = DayBuilder(guest, seed).search_day([menu], history, prices, dealt, SEARCH) or menu
                if not has_main(guest, found):  # side dishes of somebody else's dinner are no dinner
                    found = menu if has_main(guest, menu) else None
                break
        if found is None or any(found.portions == other.portions for other in dealt):
            own.append(day)
            found = DayBuilder(setting, seed).deal_day(history, prices, dealt, SEARCH)
        if found is None:
            raise NoPlanError(f"Day {day + 1} could not be made of whole portions.")
        dealt.append(found)
    return dealt, own
