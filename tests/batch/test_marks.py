"""The fingerprint of a batch."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from mealopt.batch.marks import PEOPLE, build_fingerprint, find_version, find_versions, say_changes
from mealopt.batch.tables import CSV, PARQUET
from mealopt.request.asked import Given


def make_mark(people="p", digest="t", days=7, given=(), shape=CSV):
    defaults = {"diet": list(given)}
    return build_fingerprint(
        SimpleNamespace(digest=people), SimpleNamespace(digest=digest), days, defaults, shape
    )


def test_the_same_batch_has_the_same_mark():
    assert make_mark() == make_mark()
    assert say_changes(make_mark(), make_mark()) == ""


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"people": "q"}, PEOPLE),
        ({"digest": "u"}, "the tables"),
        ({"days": 1}, "--days (7 before, 1 now)"),
        ({"given": [Given("vegan", "--diet")]}, "--diet (not given before, vegan now)"),
    ],
)
def test_what_differs_is_said(other, said):
    assert say_changes(make_mark(), make_mark(**other)) == said


def test_who_writes_parquet_counts_where_it_is_written():
    assert "pyarrow" in make_mark(shape=PARQUET)
    assert "pyarrow" not in make_mark()


def test_versions_are_those_installed():
    assert find_version("no-such-package-anywhere") == "none"
    assert find_versions()["numpy"] == find_version("numpy") != "none"
