"""Reading CSV: every kind of broken file is named in a sentence, and nothing is ever guessed."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealopt.errors import BadInputError
from mealopt.tables.reading import (
    check_columns,
    decode_text,
    load_records,
    load_text,
    parse_sheet,
    read_records,
)
from mealopt.tables.values import Column

COLUMNS = (
    Column("food_id", "id", required=True),
    Column("name", required=True),
    Column("price", "number", minimum=0, maximum=100),
    Column("place", "whole", present=False),
    Column("vegan", "choice", choices=("yes", "no", "unknown"), present=False),
)
RAGGED = "Put text that holds a comma in double quotes, and write decimals with a point."


def load(path, data):
    path.write_bytes(data)
    return load_records(path, COLUMNS, key=("food_id",))


@pytest.mark.parametrize(
    ("data", "line", "column", "sentence"),
    [
        (b"", None, "", "The file is empty. It needs a header row and at least one row below."),
        (b" \n\t\n\n", None, "", "The file is empty. It needs a header row and at least one row below."),
        (b"food_id,name,price\n", None, "", "There is a header but no row below it."),
        (b"food_id,name,price\n,,\n", None, "", "There is a header but no row below it."),
        (b"food_id|name|price\na|b|1\n", 1, "",
         "The cells are separated by bars. Save as CSV with commas or semicolons."),
        (b"food_id;name;price\na;b;1,500\nc;d;2.5\n", 3, "",
         "Decimal commas and decimal points in one file. Write all numbers with one of them."),
        (b"food_id;name;price\na;b;1,500\nc;d;2\n", 2, "",
         "Thousands or decimals? No other number tells. Write it with a point or without the comma."),
        (b"food_id,name,price\na,b,1\nc,d,2,5\n", 3, "",
         f"4 cells where the header has 3. {RAGGED}"),
        (b"food_id,name,price\na,b\n", 2, "",
         f"2 cells where the header has 3. {RAGGED}"),
        (b"food_id,name,price,name\na,b,1,c\n", 1, "name", "This column stands twice. Keep one."),
        (b"food_id,name,,price\na,b,1,2\n", 1, "", "A column without a name. Name it or delete it."),
        (b"food_id,name\na,b\n", 1, "", "The column price is missing. Add it to the header."),
        (b"food_id,name,price,vegn\na,b,1,yes\n", 1, "vegn",
         "Unknown column. Did you mean vegan? Known: food_id, name, price, place, vegan."),
        (b"food_id,name,price,zzzz\na,b,1,yes\n", 1, "zzzz",
         "Unknown column. Known: food_id, name, price, place, vegan."),
        (b"food_id,name,price\na,b,1\nc,,2\n", 3, "name", "Blank, but a value is needed here."),
        (b"food_id,name,price\na,b,101\n", 2, "price", "Out of range: it must lie between 0 and 100."),
        (b"food_id,name,price\na,b,-1\n", 2, "price", "Out of range: it must lie between 0 and 100."),
        (b"food_id,name,price\na,b,inf\n", 2, "price",
         "Not a finite number. Leave the cell blank if the value is unknown."),
        (b'food_id,name,price\na,b,"1,5"\n', 2, "price",
         "A comma in a number. Write decimals with a point and no thousands separator."),
        (b"food_id,name,price,place\na,b,1,1.5\n", 2, "place", "Not a whole number."),
        (b"food_id,name,price,vegan\na,b,1,yess\n", 2, "vegan",
         "Unknown value. Did you mean yes? Known: yes, no, unknown."),
        (b"food_id,name,price\na,b,1\nc,d,1\na,e,1\n", 4, "food_id",
         "The same food_id as in line 2. Keep one."),
        (b"food_id,name,price\na,b\0,1\n", 2, "",
         "A NUL byte: the file is damaged or not text. Save it again as CSV UTF-8."),
        ("food_id,name,price\na,b,1\n".encode("utf-16"), None, "",
         "The file is UTF-16. Save it as CSV UTF-8."),
        (b"PK\x03\x04\x14\0\x06\0", None, "",
         "This is an Excel or zip file. Save the sheet as CSV UTF-8."),
        (b"food_id,name,price\na,caf\xe9,1\n", 2, "",
         "A character that is not UTF-8. Save the file as CSV UTF-8."),
        (b'food_id,name,price\na,"b,1\n', 2, "",
         "The CSV is broken here: unexpected end of data. Check the quotes."),
        (b'food_id,name,price\na,"b"x,1\n', 2, "",
         "The CSV is broken here: ',' expected after '\"'. Check the quotes."),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_line_and_column(tmp_path, problems_of, data, line, column, sentence):
    path = tmp_path / "table.csv"
    (problem,) = problems_of(load, path, data)
    assert (problem.where, problem.line, problem.column) == (str(path), line, column)
    assert problem.message == sentence


@pytest.mark.parametrize(
    "data",
    [
        b"food_id,name,price\na,NA,\n",
        b"\xef\xbb\xbffood_id,name,price\na,NA,\n",
        b"food_id,name,price\r\na,NA,\r\n",
        b"food_id,name,price\ra,NA,\r",
        b"\n\n food_id , name , price \n a , NA , \n,,\n",
        b'"food_id","name","price"\n"a","NA",""\n',
        b"name,price,food_id\nNA,,a\n",
        b"food_id,name,price\na,NA,",
    ],
)
def test_harmless_spellings_of_a_file_say_the_same(tmp_path, data):
    assert load(tmp_path / "table.csv", data) == [{"food_id": "a", "name": "NA", "price": None}]


def test_words_for_missing_are_words(tmp_path):
    words = ["NA", "nan", "None", "null", "N/A", "#N/A", "-"]
    data = "food_id,name,price\n" + "".join(f"{i},{word},1\n" for i, word in enumerate(words))
    assert [record["name"] for record in load(tmp_path / "table.csv", data.encode())] == words


def test_every_problem_of_a_file_is_collected_and_twenty_are_shown(tmp_path, problems_of):
    rows = "".join(f"{number},b,x\n" for number in range(30))
    problems = problems_of(load, tmp_path / "table.csv", f"food_id,name,price\n{rows}".encode())
    assert len(problems) == 30
    assert [problem.line for problem in problems] == list(range(2, 32))
    text = str(BadInputError(problems))
    assert len(text.splitlines()) == 21
    assert text.endswith("… and 10 more problems.")


def test_ragged_rows_do_not_shift_lines(tmp_path, problems_of):
    data = b'food_id,name,price\na,"two\nlines",1\nb,c\nd,e,f\n'
    sheet = parse_sheet(decode_text(data, "t"), "t")
    assert [(p.line, p.message[:7]) for p in sheet.problems] == [(4, "2 cells")]
    read_records(sheet, COLUMNS)
    assert [(p.line, p.column) for p in sheet.problems] == [(4, ""), (5, "price")]


def test_a_doubled_key_of_two_columns_names_both_lines(tmp_path, problems_of):
    path = tmp_path / "table.csv"
    path.write_text("a,b\nx,1\nx,2\nx,1\n", encoding="utf-8")
    columns = (Column("a"), Column("b", "number"))
    (problem,) = problems_of(load_records, path, columns, key=("a", "b"))
    assert (problem.line, problem.message) == (4, "The same a and b as in line 2. Keep one.")


def test_a_trebled_key_names_the_first_line_each_time(tmp_path, problems_of):
    problems = problems_of(load, tmp_path / "table.csv", b"food_id,name,price\na,b,1\na,c,1\na,d,1\n")
    assert [(p.line, p.message) for p in problems] == [
        (3, "The same food_id as in line 2. Keep one."),
        (4, "The same food_id as in line 2. Keep one."),
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("absent.csv", "There is no such file. Check the path."),
        ("", "This is a folder. Name the CSV file inside it."),
        ("x" * 300, "The file cannot be read: "),
        ("a\0b", "This cannot be the name of a file. Check the path."),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path, problems_of, name, sentence):
    (problem,) = problems_of(load_text, tmp_path / name)
    assert problem.message.startswith(sentence)


def test_a_file_too_large_to_read(tmp_path, problems_of, monkeypatch):
    monkeypatch.setattr("mealopt.tables.reading.MAX_BYTES", 5)
    path = tmp_path / "large.csv"
    path.write_text("a,b,c\n", encoding="utf-8")
    assert "6 bytes, too many" in problems_of(load_text, path)[0].message


def test_other_columns_are_welcome_only_where_they_are():
    for others, count in ((True, 0), (False, 1)):
        sheet = parse_sheet("a,b\n1,2\n", "t")
        check_columns(sheet, ["a"], ["a"], others=others)
        assert len(sheet.problems) == count


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        sheet = parse_sheet(decode_text(data, "t"), "t")
    except BadInputError:
        return
    assert len(sheet.rows) == len(sheet.lines)
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)
    assert sheet.rows or sheet.problems


CELLS = st.sampled_from(
    ["", "1", "-1", "inf", "1,5", "1e999", "yes", "NA", 'a"b', "=1+1", "\x1b[0m", "é", "\r", ";"]
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_any_cells_are_read_or_refused(scratch_file, rows):
    out = io.StringIO()
    csv.writer(out).writerows([["food_id", "name", "price"], *rows])
    problems, records = read_or_refuse(scratch_file, out.getvalue().encode())
    assert all(str(problem).isprintable() for problem in problems)
    assert all(isinstance(record["price"], float | None) for record in records)
    assert problems or records


def read_or_refuse(path, data):
    try:
        return (), load(path, data)
    except BadInputError as error:
        return error.problems, ()


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip).filter(bool)


@given(st.dictionaries(TEXTS, st.tuples(TEXTS, st.none() | st.floats(0, 100)), min_size=1))
def test_what_was_written_is_read(scratch_file, table):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["food_id", "name", "price"])
    writer.writerows(
        [key, name, "" if price is None else repr(price)] for key, (name, price) in table.items()
    )
    records = load(scratch_file, out.getvalue().encode())
    assert {r["food_id"]: (r["name"], r["price"]) for r in records} == table


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("food_id;price\na;2,5\nb;-1,5e3\n", [["a", "2.5"], ["b", "-1.5e3"]]),
        ("food_id\tprice\na\t2.5\n", [["a", "2.5"]]),
        ("food_id;price\na;1,500\nb;0,25\n", [["a", "1.500"], ["b", "0.25"]]),
        ("food_id;name;price\na;Bread, white;2,5\n", [["a", "Bread, white", "2.5"]]),
    ],
)
def test_a_file_as_half_of_europe_writes_it_is_read(text, rows):
    sheet = parse_sheet(text, "file")
    assert (sheet.rows, sheet.problems) == (rows, [])
