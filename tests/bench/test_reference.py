"""The reference of the command line is what the commands say."""

from __future__ import annotations

from reference import PAGE, write_reference


def test_the_reference_is_what_the_commands_say():
    assert PAGE.read_text(encoding="utf-8") == write_reference()  # else: python bench/reference.py --write
