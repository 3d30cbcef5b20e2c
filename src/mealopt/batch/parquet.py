"""Parquet: the same tables with a type for each column. Only this module knows pyarrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import csv, parquet

from mealopt.batch.tables import ANSWERS, TABLES, TEXTS, WHOLES

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = 4 << 20  # bytes of text read at once; each becomes a row group


def build_schema(name: str) -> Any:
    """Return the types of a table: text, whole numbers, yes or no, and numbers for all the rest."""

    def kind(column: str) -> Any:
        if column in TEXTS:
            return pa.string()
        return pa.int64() if column in WHOLES else pa.bool_() if column in ANSWERS else pa.float64()

    return pa.schema([(column, kind(column)) for column in TABLES[name]])


def write_part(name: str, rows: Path, out: Path) -> None:
    """Write the rows of a table, CSV without a header, as one Parquet file; a few megabytes are held."""
    schema = build_schema(name)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        if not rows.stat().st_size:
            return
        reader = csv.open_csv(
            rows,
            read_options=csv.ReadOptions(
                column_names=schema.names, block_size=BLOCK, use_threads=False
            ),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=schema, null_values=[""], strings_can_be_null=False,
                true_values=["yes"], false_values=["no"],
            ),
        )  # fmt: skip
        with reader:
            for batch in reader:
                writer.write_batch(batch)
