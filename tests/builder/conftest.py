"""The made-up raw folder as a fixture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from made_up_raw import write_raw_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def raw_folder(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    write_raw_folder(raw)
    return raw
