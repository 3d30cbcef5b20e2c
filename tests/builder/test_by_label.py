"""A doubt about a diet that the label or the cook settles is no longer a no, and never a yes."""

from __future__ import annotations

import re

import pytest

from builder.by_label import ByLabel, load_by_label, mark_by_label
from builder.raw import RawProblem

BREAD = ByLabel("Yeast breads", re.compile("^Bread"), "label", "sold with and without milk")


def row(name="Bread, rye", category="Yeast breads", **tags):
    known = {"vegan": "unknown", "vegetarian": "yes", "pescatarian": "yes", "contains_dairy": "unknown"}
    return {"name": name, "category": category, "diet_note": "vegan unknown: brands differ", **known, **tags}


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (row(), ("label", "yes", "yes")),
        (row(vegetarian="unknown", pescatarian="unknown"), ("label", "label", "label")),
        (row(vegan="no", vegetarian="unknown"), ("no", "label", "yes")),
        (row(vegan="no"), ("no", "yes", "yes")),
        (row(vegan="yes"), ("yes", "yes", "yes")),
        (row(category="Rolls and buns"), ("unknown", "yes", "yes")),
        (row(name="Garlic bread"), ("unknown", "yes", "yes")),
    ],
)
def test_only_what_is_unknown_of_a_diet_becomes_a_matter_of_the_label(given, wanted):
    count = mark_by_label([given], [BREAD])
    assert (given["vegan"], given["vegetarian"], given["pescatarian"]) == wanted
    assert given["contains_dairy"] == "unknown"  # an allergen is never left to the label
    assert count == ("label" in wanted)
    assert ("by the label: sold with and without milk" in given["diet_note"]) == ("label" in wanted)


def test_the_note_says_no_longer_that_it_is_unknown():
    food = row(
        diet_note="vegan, vegetarian, soy unknown: a or b; vegan unknown: d; with a remark",
        vegetarian="unknown",
    )
    mark_by_label([food], [BREAD])
    assert food["diet_note"] == (
        "soy unknown: a or b; in doubt: d; with a remark; "
        "vegan, vegetarian by the label: sold with and without milk"
    )


@pytest.mark.parametrize("line", ["Breads,.,guess,both are sold", "Breads,.,label,"])
def test_a_rule_says_how_and_why(tmp_path, line):
    path = tmp_path / "by_label.csv"
    path.write_text(f"category,pattern,how,reason\n{line}\n")
    with pytest.raises(RawProblem, match=r"by_label.csv, line 2"):
        load_by_label(path)


def test_the_rules_we_keep_can_be_read():
    assert len(load_by_label()) > 30
