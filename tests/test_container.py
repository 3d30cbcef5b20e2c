"""The container's files name what is there: sources that are copied, commands and options that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from mealopt.cli import door

ROOT = Path(__file__).resolve().parent.parent
yaml = pytest.importorskip("yaml", reason="PyYAML comes with the extra `cluster`")


def read_services():
    return yaml.safe_load((ROOT / "compose.yml").read_text(encoding="utf-8"))["services"]


def test_what_is_copied_is_there_and_let_through():
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    sources = {source for line in copied for source in line.split()}
    assert {"src", "data", "pyproject.toml"} <= sources
    assert all((ROOT / source).exists() for source in sources)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == sources


def test_every_command_of_a_service_exists():
    commands = [service.get("command") for service in read_services().values()]
    mine = [command for command in commands if command and command[0] == "mealopt"]
    assert mine
    for command in mine:
        said = CliRunner().invoke(door, [command[1], "--help"]).output
        assert all(word in said for word in command if word.startswith("-"))


def test_services_wait_for_services_there_are_and_find_the_scheduler():
    services = read_services()
    waited = {other for service in services.values() for other in service.get("depends_on", ())}
    assert waited <= set(services)
    words = [word for service in services.values() for word in service.get("command", ()) if "tcp://" in word]
    assert {word.split("//")[1].split(":")[0] for word in words} <= set(services)
    assert services["worker"]["deploy"]["replicas"] == 2
