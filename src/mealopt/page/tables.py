"""Whose targets hold, and prices and foods of a person's own, read as the command line reads them.

Whoever uploads the same files has the same tables; nobody else sees them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import streamlit as st

from mealopt.average.large import LARGE
from mealopt.desk.tables import keep_tables
from mealopt.errors import BadInputError, Problem
from mealopt.knowledge.library import Knowledge, customise_knowledge, load_knowledge
from mealopt.knowledge.standards import choose_standard, load_standards
from mealopt.page.address import ADDRESS
from mealopt.page.words import escape_markdown
from mealopt.tables.writing import format_csv

PRICES, FOODS = "prices_file", "foods_file"  # the fields of the panel
READ = "tables"  # what was read of the files last, and what is wrong with them
SHOWN = 20  # problems that are shown
UNPRICED = "This table has no prices. Add a column price_per_100g, or give your prices too."
Files = tuple[tuple[str, str, bytes], ...]  # the field, the name and what is in it

def ask_tables() -> Knowledge:
    """Ask whose targets hold and for files of a person's own; return the tables all that makes.

    What is wrong with a file is shown beside its field, and ours stand in its place.
    """
    standards = load_standards()
    plain = next(name for name, standard in standards.items() if not standard.note)
    standard = st.selectbox(
        "Targets of", sorted(standards, key=lambda name: (name != plain, name)), key="standard", bind=ADDRESS,
        format_func=lambda name: standards[name].label,
    )  # fmt: skip
    with st.expander("Your own prices and foods", icon=":material/upload_file:"):
        st.file_uploader(
            "Your prices, CSV", "csv", key=PRICES,
            help="food_id and price_per_100g: only the foods whose price is another one. The list below "
            "has all of ours.",
        )  # fmt: skip
        st.download_button(
            "Our prices", list_prices, "prices.csv", "text/csv", key="our-prices", on_click="ignore",
            icon=":material/download:", type="tertiary",
        )  # fmt: skip
        st.file_uploader(
            "Your food table, CSV", "csv", key=FOODS,
            help="In our columns. mealopt foods import makes one of other people's tables.",
        )  # fmt: skip
        knowledge = read_tables("" if standard == plain else standard)
        st.caption("Files stay in the memory of this machine. The address of the page does not hold them.")
    return knowledge


def read_tables(standard: str) -> Knowledge:
    """Return the shipped tables, or what was uploaded where it can be used, with a standard's targets."""
    ours = choose_targets(standard)
    files: Files = tuple(
        (field, Path(upload.name).name, upload.getvalue())
        for field in (FOODS, PRICES)
        if (upload := st.session_state.get(field)) is not None
    )
    if not files:
        st.session_state.pop(READ, None)
        return keep_tables(ours) if standard else ours
    known = st.session_state.get(READ)
    if known is None or known[:2] != (files, standard):
        known = files, standard, *read_files(files, ours)
        st.session_state[READ] = known
    _, _, own, problems = known
    show_outcome(files, own, problems)
    if own is None:
        return keep_tables(ours) if standard else ours
    return keep_tables(own)


@lru_cache(maxsize=4)
def choose_targets(standard: str) -> Knowledge:
    """Return the shipped tables with the targets of a standard; of none, those they come with."""
    return choose_standard(load_knowledge(), standard) if standard else load_knowledge()


def read_files(files: Files, ours: Knowledge) -> tuple[Knowledge | None, tuple[Problem, ...]]:
    """Return the tables of uploaded files beside ours, or everything that is wrong with them."""
    with TemporaryDirectory() as folder:
        paths = {field: Path(folder, field) for field, _, _ in files}
        for field, _, content in files:
            paths[field].write_bytes(content)
        names = {str(paths[field]): name for field, name, _ in files}
        try:
            own = customise_knowledge(ours, paths.get(FOODS), None, paths.get(PRICES))
        except BadInputError as error:
            return None, tuple(replace(p, where=names.get(p.where, p.where)) for p in error.problems)
    name = files[0][1]
    if not own.foods.priced:
        return None, (Problem(name, UNPRICED),)
    if len(own.foods) > LARGE:
        return None, (Problem(name, f"The page takes up to {LARGE:,} foods; the command line takes more."),)
    return own, ()


def show_outcome(files: Files, own: Knowledge | None, problems: tuple[Problem, ...]) -> None:
    """Show what came of the files, every problem with its line and column."""
    if own is not None:
        named = " and ".join(name for _, name, _ in files)
        st.success(escape_markdown(f"Planned with {named}: {len(own.foods):,} foods."))
        return
    lines = [f"- {escape_markdown(str(problem))}" for problem in problems[:SHOWN]]
    more = len(problems) - SHOWN
    st.error(
        "**Not used: ours are.**\n\n" + "\n".join(lines) + (f"\n\nand {more} more" if more > 0 else "")
    )


def list_prices() -> str:
    """Write the shipped prices as the file that is read back."""
    foods = load_knowledge().foods
    return format_csv(pd.DataFrame({"food_id": foods.ids, "price_per_100g": foods.price}))
