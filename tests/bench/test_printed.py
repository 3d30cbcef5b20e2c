"""What README and docs print is compared line by line, and nothing in them may be dead."""

from __future__ import annotations

import pytest
from printed import (
    Step,
    agrees,
    check_inline,
    check_links,
    drop_progress,
    fit,
    list_anchors,
    list_options,
    list_steps,
)  # fmt: skip

from mealopt.cli.progress import Progress

PAGE = """# A page

```
$ cat people.csv
id,age
$ mealopt week --age 35
$6 a day
```

```
mealopt day --age 3   # a comment
make app
```

```python
import mealopt
```

Say `mealopt week --ag 3`, `mealopt wek`, `make tost`; see [more](docs/sittings.md),
[a head](README.md#commands), [none](docs/none.md) and [no head](README.md#none).
"""


def test_commands_and_what_stands_under_them_are_found():
    assert list_steps(PAGE) == [
        Step("cat people.csv", ["id,age"]), Step("mealopt week --age 35", ["$6 a day"]),
        Step("mealopt day --age 3"), Step("make app"), Step("python\nimport mealopt\n"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "fine"),
    [
        ("a b c d", True), ("a b c", False), ("b c d", False), ("a … d", True), ("a …", True), ("… d", True),
        ("… b c …", True), ("… c b …", False), ("a … b … d", True), ("a … c", False), ("a d … d", False),
        ("a b c d …", True), ("a … b c d", True), ("a b … b d", False),
    ],
)  # fmt: skip
def test_what_is_left_out_may_be_any_lines(said, fine):
    assert agrees(said.split(), list("abcd")) is fine


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("a1 b1", "a2 b2 c2 d2"), ("a1 …", "a2 …"), ("a1 … d1", "a2 … d2"), ("… c1 d1", "… c2 d2"),
        ("a1 … c1 …", "a2 … c2 …"), ("a1 … x1 …", None),
    ],
)  # fmt: skip
def test_what_comes_takes_as_many_lines_as_stood_there(said, found):
    came = fit(said.split(), ["a2", "b2", "c2", "d2"])
    assert came == (None if found is None else found.split())


def test_commands_options_files_and_headings_that_are_not_there_are_named():
    targets = {"test", "app"}
    wrong = check_inline("page.md", PAGE, list_options(), targets) + check_links("README.md", PAGE)
    assert [line.split(": ", 1)[1] for line in wrong] == [
        "--ag is no option of mealopt week --ag 3", "no such command: mealopt wek",
        "no such target: make tost", "no such file: docs/none.md", "no such heading: README.md#none",
    ]  # fmt: skip


def test_anchors_are_those_of_the_site():
    assert list_anchors("# What holds, when?\n## Is it any good?\n") == {"what-holds-when", "is-it-any-good"}


def test_how_far_a_slow_batch_is_does_not_get_into_a_page(monkeypatch, capsys):
    monkeypatch.setattr("mealopt.cli.progress.LINE_SECONDS", 0.0)
    progress = Progress(quiet=False)
    progress.begin(0, 4, ())
    for done in (1, 4):
        progress.show(done, 4)
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    before = "120 of 1,000 people were done before: going on from there."
    assert drop_progress([*told, before, "2 of 4 people have a plan. Wrote plans/. "]) == [
        before, "2 of 4 people have a plan. Wrote plans/.",
    ]  # fmt: skip
