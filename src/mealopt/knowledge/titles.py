"""Foods and meals as a menu names them: `Rice, brown, cooked with oil` is brown rice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.kitchen import load_categories
from mealopt.knowledge.nutrients import join_words, start_large
from mealopt.tables.reading import load_records, text_of
from mealopt.tables.values import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

ANY = ""  # a head: of any food; a word: of a food whatever follows its head
NAMED = "named"  # the food is called by what follows its head: `Cereal, Rice Krispies`
PLACES = (NAMED, "free", "cooked", "sort", "head", "rest")  # `free`: what who goes without must read
UNSAID, UNKNOWN = 0, 5  # what goes unsaid beside other foods, and of a kind no table knows
LAST_MAIN = 5  # foods of a place up to this one have the others beside them; fruit and drinks are a list
MOST = 6  # foods a title names
BRACKETS = re.compile(r" \([^)]*\)")


class Course(NamedTuple):
    """A food of a meal: its name in the table, its category, and its energy there [kcal]."""

    name: str
    category: str
    kcal: float


@dataclass(frozen=True)
class Titles:
    """What words of a food's name say in a title, and where in it a food comes.

    `says` is by word and head the place and what stands there; `places` by category: 1 is the first, 0 goes
    unsaid beside other foods.
    """

    says: Mapping[tuple[str, str], tuple[str, str]]
    places: Mapping[str, int]
    proper_names: frozenset[str]

    def name_head(self, name: str, common: Collection[str] = ()) -> str:
        """Return the head of a food's name as it stands inside a sentence: `milk`, but `Peruvian beans`.

        `common` are words that are no names, whatever letter they start with.
        """
        head = BRACKETS.sub("", name).split(",", 1)[0].strip()
        first, *rest = head.split(" ")
        # `Kit Kat` is a name, `Tap water` is not; `Brazil nuts` takes knowing
        named = any(word[:1].isupper() for word in rest) or first[1:] != first[1:].lower()
        proper = named or first in self.proper_names
        return head if proper and first.lower() not in common else head[:1].lower() + head[1:]

    def name_food(self, name: str) -> str:
        """Return what a menu calls a food: what it is free of, how it is cooked, its sort, its head."""
        head, *words = (part.strip() for part in BRACKETS.sub("", name).split(","))
        found: dict[str, str] = {}
        for word in (*words, ANY):
            place, said = self.says.get((word, head)) or self.says.get((word, ANY)) or (ANY, ANY)
            found.setdefault(place, said)
        if NAMED in found and words:
            return words[0]
        named = found.get("head") or self.name_head(head)
        before = (found.get(place) for place in ("free", "cooked", "sort"))
        return " ".join(part for part in (*before, named, found.get("rest")) if part)

    def name_meal(self, courses: Iterable[Course], *, listed: bool = False) -> str:
        """Return a meal as a menu names it: its main food, and what lies beside it.

        Where nothing of it is a main food, or it is `listed`, its foods stand one after the other. Spread,
        sugar, dressing and water go unsaid beside other foods; a meal of nothing is blank.
        """
        placed = [(self.places.get(course.category, UNKNOWN), course) for course in courses]
        told = [(place, course) for place, course in placed if place != UNSAID] or placed
        told.sort(key=lambda one: (one[0], -one[1].kcal, one[1].name))
        first = told[0][0] if told else UNSAID
        found = dict.fromkeys(self.name_food(course.name) for _, course in told)
        mains = {self.name_food(course.name) for place, course in told if place == first}
        names = [*found][:MOST]
        main, beside = ([n for n in names if (n in mains) == is_main] for is_main in (True, False))
        if listed or first > LAST_MAIN:
            main, beside = names, []
        if len(found) > MOST:
            (beside or main).append("more")
        if not beside:
            return start_large(join_words(main))
        # `pasta with tomato sauce, lettuce and tomatoes`: one `with` is enough
        joint = ", " if any(" with " in name for name in main) else " with "
        return start_large(join_words(main) + joint + join_words(beside))


def load_titles(data: Path) -> Titles:
    """Load `title_words.csv`, `proper_names.csv`, and the places of categories in `kinds.csv`.

    Raises BadInputError for a word that is there twice, and for a row of neither word nor head.
    """
    path = data / "title_words.csv"
    columns = (
        Column("word"), Column("of"), Column("place", "choice", choices=PLACES, required=True),
        Column("says"),
    )  # fmt: skip
    says: dict[tuple[str, str], tuple[str, str]] = {}
    problems = []
    for record in load_records(path, columns):
        key = text_of(record, "word"), text_of(record, "of")
        if key == (ANY, ANY) or key in says:
            text = "A row has a word, or the head of a name, that no other has."
            problems.append(Problem(str(path), text, column="word", value=key[0]))
        says[key] = text_of(record, "place"), text_of(record, "says")
    if problems:
        raise BadInputError(problems)
    proper_names = load_proper_names(data / "proper_names.csv")
    return Titles(says, {name: place for name, (_, place) in load_categories(data).items()}, proper_names)


def load_proper_names(path: Path) -> frozenset[str]:
    """Load `proper_names.csv`: words that keep their capital inside a sentence."""
    return frozenset(text_of(r, "word") for r in load_records(path, (Column("word", required=True),)))
