"""A first map of somebody's table, by the words of its headers, its units and a sample of its cells.

Every column has a confidence: most for a published code or tag, less for words, least where the unit is taken
for granted. What is doubtful is left out and named, never guessed into a neighbouring vitamin.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mealopt.importers.cells import find_decimal
from mealopt.importers.headers import KILOJOULES, WORDED, find_header, find_nutrient, find_role
from mealopt.importers.mapping import LONG, Becomes, SheetMap, TableMap
from mealopt.importers.units import bare_unit
from mealopt.knowledge.naming import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mealopt.importers.headers import Words
    from mealopt.importers.sources import Source

LOOKED_AT = 400  # rows of a sheet that a guess is made from
SHOWN = 3  # cells that are shown of each column
UNIT_GUESSED = 0.6  # of the confidence, where the unit is taken to be ours
LONGEST = 60  # characters of one that are shown
MANY = 3  # of these a long sheet has all
PORTION_WORDS = (
    "per portion",
    "per serving",
    "portion",
    "serving",
    "par portion",
    "pro portion",
    "por porcion",
)
PRICE_WORDS = {
    "kg": "kg",
    "kilo": "kg",
    "100g": "100 g",
    "portion": "portion",
    "serving": "portion",
    "pack": "pack",
}
SECOND = 2  # the rank of kilojoules beside kilocalories


@dataclass(frozen=True)
class Guess:
    """What a column seems to be: a fact or a nutrient (blank: not used), how sure that is, and some cells."""

    sheet: int
    column: str
    means: str
    unit: str
    confidence: float
    sample: tuple[str, ...]
    why: str = ""


def guess_map(sources: Sequence[Source], words: Words) -> tuple[TableMap, list[Guess]]:
    """Return a map of some sheets and what it rests on; sheets that hold no foods are left out."""
    sheets: list[SheetMap] = []
    guesses: list[Guess] = []
    cells: list[str] = []
    for source in sources:
        with source.open_rows() as rows:
            sample = list(itertools.islice(rows, LOOKED_AT))
        found = guess_sheet(source, sample, words, len(sheets))
        if found is not None:
            sheets.append(found[0])
            guesses += found[1]
            below = [row for line, row in sample if line > found[0].header]
            cells += [cell for row in below for cell in row]
    order = sorted(range(len(sheets)), key=lambda one: ("name" not in sheets[one].facts, one))
    number = {old: new for new, old in enumerate(order)}
    guesses = [
        Guess(number[g.sheet], g.column, g.means, g.unit, g.confidence, g.sample, g.why) for g in guesses
    ]
    guesses.sort(key=lambda one: one.sheet)
    return TableMap(tuple(sheets[one] for one in order), find_decimal(cells)), guesses


def guess_sheet(
    source: Source, sample: list[tuple[int, list[str]]], words: Words, number: int
) -> tuple[SheetMap, list[Guess]] | None:
    """Return a sheet's map with its guesses; `None` where it holds neither foods nor amounts."""
    header = find_header(sample, words)
    if header is None:
        return None
    line, cells = sample[header]
    columns = [" ".join(cell.split()) for cell in cells]
    below = sample[header + 1 :]
    units_row = find_units_row(below, words)
    facts, roles = guess_roles(columns, below, words)
    if "food_id" not in facts and "name" not in facts:
        return None
    if set(LONG[:2]) <= set(facts) and "food_id" in facts:
        nutrients, guesses = guess_keys(facts, columns, below, words, number)
        layout = "long"
    else:
        facts = {fact: column for fact, column in facts.items() if fact not in LONG}
        nutrients, guesses = guess_columns(columns, facts, below, units_row, words, number)
        layout = "wide"
    if not nutrients and "name" not in facts:
        return None
    for fact, column in facts.items():
        place = columns.index(column)
        guesses.append(Guess(number, column, fact, "", roles[fact], take_sample(below, place)))
    skip = count_skipped(below, columns, facts, units_row)
    said = " ".join(columns)
    found = SheetMap(
        source.path.name, source.sheet, line, skip, layout, guess_per(said, facts), guess_price_per(facts),
        facts, nutrients,
    )  # fmt: skip
    return found, guesses


def guess_roles(
    columns: list[str], below: list[tuple[int, list[str]]], words: Words
) -> tuple[dict[str, str], dict[str, float]]:
    """Return which column holds which fact, and how sure that is; of two columns the fuller one."""
    facts: dict[str, str] = {}
    sure: dict[str, float] = {}
    filled: dict[str, int] = {}
    for place, column in enumerate(columns):
        role = find_role(column, words) if column and columns.index(column) == place else ""
        count = sum(bool(cells[place : place + 1] and cells[place].strip()) for _, cells in below)
        if role and role not in LONG and find_nutrient(column, words)[0]:
            role = ""
        if role in {"portion_g", "pack_g"} and not any(
            cell[:1].isdigit() for _, cells in below for cell in cells[place : place + 1]
        ):
            role = ""
        if role and count > filled.get(role, -1):
            facts[role], filled[role], sure[role] = column, count, WORDED
    return facts, sure


def guess_columns(
    columns: list[str],
    facts: dict[str, str],
    below: list[tuple[int, list[str]]],
    units_row: list[str] | None,
    words: Words,
    number: int,
) -> tuple[dict[str, Becomes], list[Guess]]:
    """Return what the columns of a wide sheet become; of two of a nutrient the surer, kcal before kJ."""
    found: dict[str, Becomes] = {}
    guesses: list[Guess] = []
    best: dict[str, tuple[int, float, str]] = {}
    for place, column in enumerate(columns):
        if not column or column in facts.values() or columns.index(column) != place:
            continue
        sample = take_sample(below, place)
        nutrient, unit, sure, rank = find_nutrient(column, words)
        if units_row and not unit:
            unit = bare_unit(units_row[place]) if units_row[place : place + 1] else ""
        if not nutrient:
            guesses.append(Guess(number, column, "", unit, 0.0, sample, "nobody knows what it is"))
            continue
        if not unit:
            unit, sure = words.nutrients[nutrient].unit, sure * UNIT_GUESSED
        if words.units.find_factor(unit, nutrient, words.nutrients) is None:
            why = f"{unit} cannot be turned into {words.nutrients[nutrient].unit} of {nutrient}"
            guesses.append(Guess(number, column, "", unit, 0.0, sample, why))
            continue
        rank = max(rank, SECOND if unit == KILOJOULES else 1)
        other = best.get(nutrient)
        if other and other[0] == rank:
            if sure <= other[1]:
                why = f"{other[2]} is {nutrient} already"
                guesses.append(Guess(number, column, "", unit, 0.0, sample, why))
                continue
            del found[other[2]]
            guesses = [g for g in guesses if g.column != other[2]]
            why = f"{column} is {nutrient} already"
            guesses.append(Guess(number, other[2], "", unit, 0.0, (), why))
        if not other or rank <= other[0]:
            best[nutrient] = (rank, sure, column)
        found[column] = Becomes(nutrient, unit, rank)
        guesses.append(Guess(number, column, nutrient, unit, sure, sample))
    return found, guesses


def guess_keys(
    facts: dict[str, str],
    columns: list[str],
    below: list[tuple[int, list[str]]],
    words: Words,
    number: int,
) -> tuple[dict[str, Becomes], list[Guess]]:
    """Return what the nutrients of a long sheet become: every published code, and the names in the sample."""
    at, amount = columns.index(facts["nutrient"]), columns.index(facts["amount"])
    keys: dict[str, list[str]] = {}
    for _, cells in below:
        if len(cells) > max(at, amount) and cells[at].strip():
            keys.setdefault(cells[at].strip(), []).append(cells[amount])
    found, guesses = {}, []
    for key, values in keys.items():
        nutrient, unit, sure, rank = find_nutrient(key, words)
        sample = tuple(values[:SHOWN])
        if not nutrient:
            guesses.append(Guess(number, key, "", "", 0.0, sample, "nobody knows what it is"))
            continue
        if not unit:
            unit = words.nutrients[nutrient].unit
            sure = sure if "unit" in facts else sure * UNIT_GUESSED
        found[key] = Becomes(nutrient, unit, max(rank, SECOND if unit == KILOJOULES else 1))
        guesses.append(Guess(number, key, nutrient, unit, sure, sample))
    if any(key.casefold() in words.units.codes for key in keys):
        for code, meant in words.units.codes.items():
            if code not in {key.casefold() for key in found} and code[0].isdigit():
                found[code] = Becomes(meant.nutrient, meant.unit, meant.rank)
    return found, guesses


def find_units_row(below: list[tuple[int, list[str]]], words: Words) -> list[str] | None:
    """Return the row right below the header where it holds units."""
    for _, cells in below[:2]:
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) >= MANY and sum(bare_unit(cell) in words.units for cell in filled) > len(filled) / 2:
            return cells
    return None


def count_skipped(
    below: list[tuple[int, list[str]]],
    columns: list[str],
    facts: dict[str, str],
    units_row: list[str] | None,
) -> int:
    """Return how many rows below the header are no foods: those of units, and those without an id."""
    place = columns.index(facts.get("food_id") or facts["name"])
    skip = 0
    for number, (_, cells) in enumerate(below[:4], start=1):
        blank = len(cells) <= place or not cells[place].strip()
        if cells is units_row or (blank and any(cell.strip() for cell in cells)):
            skip = number
        elif not blank:
            break
    return skip


def guess_per(headers: str, facts: dict[str, str]) -> str:
    """Return what amounts are per: a portion where a header says so, or a weight of one and no 100 g."""
    plain = plain_name(headers)
    if "100" in plain or "portion_g" not in facts:
        return "100 g"
    return "portion" if any(word in plain for word in PORTION_WORDS) else "100 g"


def guess_price_per(facts: dict[str, str]) -> str:
    """Return what prices are per, by the header; a portion or a pack where the table has its weight."""
    plain = plain_name(facts.get("price", ""))
    for word in plain.replace("100 g", "100g").split():
        if word in PRICE_WORDS:
            return PRICE_WORDS[word]
    return "pack" if "pack_g" in facts else "portion" if "portion_g" in facts else "100 g"


def take_sample(below: Iterable[tuple[int, list[str]]], place: int) -> tuple[str, ...]:
    """Return some cells of a column that are not blank."""
    cells = (row[place].strip()[:LONGEST] for _, row in below if len(row) > place and row[place].strip())
    return tuple(itertools.islice(cells, SHOWN))
