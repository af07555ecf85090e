"""The documentation cannot lie: commands exist, examples run, links resolve."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import exercise_clips as clips
import pytest
import typer

from evenstride.cli import app
from evenstride.figure import FAULTS
from evenstride.metrics import catalogue
from evenstride.skeleton import SIDES

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

FENCE = re.compile(r"^```(\w+)(?: title=\"[\w.]+\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
TAUGHT_BY_TYPER = {"--help", "--install-completion", "--show-completion"}


@dataclass(frozen=True)
class Example:
    """A fenced block of a page, or one command of a console block."""

    page: str
    language: str
    text: str


def examples(language: str) -> Iterator[Example]:
    for page in PAGES:
        for found, text in FENCE.findall(page.read_text(encoding="utf-8")):
            if found == language:
                yield Example(page.name, language, text)


def commands() -> list[Example]:
    """Every command line that a console block shows after its `$`."""
    return [
        Example(block.page, "console", line.removeprefix("$ "))
        for block in examples("console")
        for line in block.text.splitlines()
        if line.startswith("$ ")
    ]


def unique(found: list[Example]) -> list[Example]:
    """Each example once, wherever it is shown first."""
    return list({example.text: example for example in found}.values())


def label(example: Example) -> str:
    return f"{example.page}: {example.text.strip().splitlines()[-1][:50]}"


SHOWN = unique([c for c in commands() if c.text.startswith("evenstride ")])
SCRIPTS = unique(list(examples("python")))


def command_line() -> dict[str, set[str]]:
    """Every command and its long options; the program itself under the empty name."""
    program: Any = typer.main.get_command(app)
    return {"": options(program), **{name: options(c) for name, c in program.commands.items()}}


def options(command: Any) -> set[str]:  # noqa: ANN401  # Typer's own command class is private
    written = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
    return {option for option in written if option.startswith("--")} - TAUGHT_BY_TYPER


# -- the command line ------------------------------------------------------------------------


@pytest.mark.parametrize("example", SHOWN, ids=label)
def test_a_command_shown_exists_with_its_options(example: Example) -> None:
    words = example.text.split()[1:]
    name = "" if words[0].startswith("--") else words[0]
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert name in command_line()
    assert given <= command_line()[name] | TAUGHT_BY_TYPER


@pytest.mark.parametrize("name", sorted(command_line()))
def test_a_command_that_exists_is_explained_with_every_option(name: str) -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    heading = f"\n## evenstride {name}\n" if name else "# Command line\n"
    _, _, rest = page.partition(heading)
    assert rest, f"docs/command-line.md has no section on evenstride {name}"
    section = rest.partition("\n## ")[0]
    written = set(re.findall(r"`(?:evenstride )?(--[a-z-]+)", section))
    assert written - TAUGHT_BY_TYPER == command_line()[name]


def test_every_target_shown_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [c.text.split()[1] for c in commands() if c.text.startswith("make ")]
    assert targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_other_command_is_of_a_kind_we_know() -> None:
    """What this file cannot run is at least a short, known list."""
    known = ("evenstride ", "make ", ". .venv/bin/activate", "python docs/", "pip install ")
    assert [c.text for c in commands() if not c.text.startswith(known)] == []


# -- the examples ----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, weights: Path) -> Path:
    """A folder with the two small films the examples speak of, one of them analysed."""
    assert weights
    folder = tmp_path_factory.mktemp("desk")
    film(folder, "side")
    film(folder, "rear")
    exercise_films(folder)
    run(folder, "analyze", "side.mp4", "--out", "result")
    (folder / "corrections.toml").write_text(next(examples("toml")).text, encoding="utf-8")
    for name in ("march", "june", "unloaded", "overhead", "to-the-left", "to-the-right"):
        shutil.copytree(folder / "result", folder / name)
    return folder


def exercise_films(folder: Path) -> None:
    """An exercise held, one repeated, and a test on both sides, one of them already read."""
    clips.stretch(folder / "stretch.mp4")
    clips.squats(folder / "squats.mp4", 2)
    for side in SIDES:
        clips.a_test(folder / f"{side}.mp4", "active-knee-extension", side)
    shutil.copy(folder / "left.mp4", folder / "before.mp4")
    run(folder, "screen", "S05", "left.mp4", "--side", "left", "--out", "screens")


def film(folder: Path, view: str) -> None:
    """Six seconds of the drawn runner."""
    maker = runpy.run_path(str(ROOT / "docs" / "make_images.py"))
    maker["example_film"](folder / f"{view}.mp4", view)


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("evenstride")), *words],
        cwd=folder, capture_output=True, text=True, check=False, timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.mark.slow
@pytest.mark.parametrize("example", SHOWN, ids=label)
def test_a_command_shown_runs(example: Example, desk: Path) -> None:
    run(desk, *example.text.split()[1:])


@pytest.mark.slow
@pytest.mark.parametrize("example", SCRIPTS, ids=label)
def test_a_script_shown_runs(example: Example, desk: Path) -> None:
    script = desk / "example.py"
    script.write_text(example.text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", script.name],
        cwd=desk, capture_output=True, text=True, check=False, timeout=600,
    )
    assert done.returncode == 0, done.stderr


def test_there_are_examples() -> None:
    assert len(SHOWN) >= 3
    assert len(SCRIPTS) >= 3


# -- the metrics -----------------------------------------------------------------------------


def test_the_page_of_metrics_is_current() -> None:
    written = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    made = runpy.run_path(str(ROOT / "docs" / "make_metrics.py"))["page"]()
    assert written == made, "run python docs/make_metrics.py"


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_metric_is_explained(key: str) -> None:
    assert f"`{key}`" in (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_every_fault_of_the_drawn_runner_is_explained(name: str) -> None:
    fault = FAULTS[name]
    row = f"| `{name}` | {fault.unit} | {fault.view} | {fault.sentence} |"
    assert row in (ROOT / "docs" / "drawn-runner.md").read_text(encoding="utf-8")


# -- the links -------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The names a link may point to, as MkDocs makes them from headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    named = {name for h in headings for name in re.findall(r"\{ #([\w-]+) \}", h)}
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return named | {re.sub(r"[\s-]+", "-", heading).strip("-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if link.startswith("https://"):
            continue
        target, _, anchor = link.partition("#")
        file = (page.parent / target).resolve() if target else page
        assert file.is_file(), link
        assert not anchor or anchor in anchors(file), link


def test_every_page_is_in_the_contents() -> None:
    contents = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert f": {page.name}" in contents


def test_the_pages_ask_nothing_of_the_network() -> None:
    contents = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.search(r"^  font: false", contents, re.MULTILINE)
    assert not re.search(r"analytics|extra_javascript|extra_css|repo_url", contents)
