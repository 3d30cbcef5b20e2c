"""The sentences of an explanation, written from its numbers, so that every door says the same thing."""

from __future__ import annotations


def say_percent(share: float) -> str:
    """Write a per cent change of the cost with no more precision than it has: `0.4 %`."""
    size = abs(share)
    return f"{size:.1f} %" if size >= 0.095 else f"{size:.2f} %"


def say_driver(label: str, limit: str, share: float) -> str:
    """Say what one per cent more of a limit would do to the cost: the share, in words.

    A share of 0.4 means that one per cent more of the limit changes the optimum by 0.4 per cent.
    """
    direction = "more" if share > 0 else "less"
    if limit == "group":
        return f"{label} account for {share * 100:.0f} % of the cost."
    if limit == "maximum":
        return f"Allowing 1 % more {label.lower()} would cost {say_percent(share)} {direction}."
    return f"1 % more {label[0].lower() + label[1:]} would cost {say_percent(share)} {direction}."


def say_headline(
    cost: float, days: int, energy: float, score: float, driver: str, missed: int, musts: int
) -> str:
    """Say the whole plan in one line."""
    parts = [f"${cost:.2f} a day", f"{energy:,.0f} kcal"]
    parts.append(f"all {musts} musts met" + (" every day" if days > 1 else ""))
    if missed:
        parts.append(f"{missed} aim{'s' if missed > 1 else ''} just missed")
    parts.append(f"HEI-2020 {score:.0f} of 100")
    if driver:
        parts.append(f"{driver[0].lower() + driver[1:]} drives the cost")
    return " · ".join(parts)


def say_shortfall(label: str, side: str, missing: str, limit: str, percent: float) -> str:
    """Say by how much one target cannot be met."""
    if side == "minimum":
        return f"{label}: {missing} short of {limit} ({percent:.0f} %)"
    return f"{label}: {missing} above {limit} ({percent:.0f} %)"
