"""A plan as an iCalendar file (RFC 5545): one event per meal, at local times, the same bytes every time."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from mealopt.plan.titles import title_meal
from mealopt.plan.words import show_portion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import pandas as pd

    from mealopt.knowledge.choices import Meal
    from mealopt.knowledge.library import Knowledge
    from mealopt.request.person import Person

PRODUCT = "-//mealopt//meal plan//EN"
AVERAGE, WEEK = "average", 7
OCTETS = 75  # a content line's most, its line end not counted
ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def name_owner(person: Person) -> str:
    """Return a short name that is the same for the same person, and another for most others."""
    facts = [f"{fact:g}" if isinstance(fact, int | float) else f"{fact}" for fact in astuple(person)]
    return sha256("|".join(facts).encode()).hexdigest()[:8]


def format_calendar(portions: pd.DataFrame, knowledge: Knowledge, start: date, owner: str = "") -> str:
    """Return the meals of a plan as iCalendar text, day 1 on `start`; an average day stands for seven.

    Times are floating: half past seven wherever the reader is. An event's identity follows from its date,
    its meal and the `owner`, so that a new plan for the same days takes the place of the old in a calendar;
    give people of one household different owners. The same plan gives the same bytes: the time stamp is
    midnight of `start`, not of today. Raises ValueError for days beyond the year 9999.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    stamp = f"{start:%Y%m%d}T000000Z"
    for number, day in list_days(portions):
        rows = portions[portions["day"] == day]
        for meal in knowledge.meals:
            eaten = rows[rows["meal"] == meal.id]
            if not eaten.empty:
                on = start + timedelta(days=number - 1)
                uid = uuid5(NAMESPACE_URL, f"mealopt:{owner}:{on.isoformat()}:{meal.id}")
                title = f"{meal.label}: {title_meal(eaten, meal, knowledge)}"
                lines += build_event(eaten, meal, on, (f"UID:{uid}", f"DTSTAMP:{stamp}"), title)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold_line(line)}\r\n" for line in lines)


def list_days(portions: pd.DataFrame) -> list[tuple[int, str]]:
    """Return the days as numbers from 1, each with its name in the plan."""
    days = list(dict.fromkeys(str(day) for day in portions["day"]))
    if days == [AVERAGE]:
        return [(number, AVERAGE) for number in range(1, WEEK + 1)]
    return sorted((int(day), day) for day in days)


def build_event(
    eaten: pd.DataFrame, meal: Meal, day: date, identity: tuple[str, str], title: str
) -> Iterator[str]:
    """Yield the content lines of one meal; `identity` are those that tell it from others."""
    begin = datetime.combine(day, meal.time)
    end = begin + timedelta(minutes=meal.minutes)
    records = eaten.sort_values(["energy_kcal", "food_id"], ascending=[False, True]).to_dict("records")
    portions = [f"{row['food']}: {show_portion(row['portions'], row['portion'])}" for row in records]
    energy = f"About {eaten['energy_kcal'].sum():,.0f} kcal."
    yield "BEGIN:VEVENT"
    yield from identity
    yield f"DTSTART:{begin:%Y%m%dT%H%M%S}"
    yield f"DTEND:{end:%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{escape_text(title)}"
    yield f"DESCRIPTION:{escape_text(chr(10).join([*portions, energy]))}"
    yield "TRANSP:TRANSPARENT"  # a meal does not make anybody busy
    yield "END:VEVENT"


def escape_text(text: str) -> str:
    r"""Return text as a value of type TEXT: `\\ ; ,` and line ends escaped, control characters left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127))
    return "".join(ESCAPES.get(c, c) for c in kept)


def fold_line(line: str) -> str:
    """Return a content line folded to 75 octets a line, never within a character."""
    parts, part, used = [], "", 0
    for char in line:
        size = len(char.encode("utf-8", "replace"))
        if used + size > OCTETS:
            parts.append(part)
            part, used = "", 1  # the space a folded line begins with
        part += char
        used += size
    return "\r\n ".join([*parts, part])
