"""One side of what a nutrient must keep to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """One side of what a nutrient must keep to, per day.

    `value` is the strictest figure; `must` the strictest that may not be missed (blank for a pure aim):
    between the two a shortfall is priced, not forbidden. `scope` is total | supplements.
    """

    nutrient: str
    side: str  # minimum | maximum
    value: float
    must: float | None
    kind: str
    strength: str
    scope: str
    source: str
    link: str
    own: bool = False  # given in the person's own targets file
    daily_share: float = 1.0  # of a must that holds over a week, what every day has at least

    @property
    def daily(self) -> float | None:
        """Return the must of every single day of a week, `None` where there is none."""
        share = self.daily_share if self.side == "minimum" else 1.0
        return None if self.must is None else self.must * share

    @property
    def name(self) -> str:
        """Return the id of the limit: `minimum:magnesium_mg`, `maximum:magnesium_mg:supplements`."""
        return limit_name(self.side, self.nutrient, self.scope)


def limit_name(side: str, nutrient: str, scope: str = "total") -> str:
    """Return the id of a limit."""
    return f"{side}:{nutrient}" + ("" if scope == "total" else f":{scope}")
