"""Runs every example of the README and of the tour, so that they cannot rot.

Blocks of one page and language run in one folder, in their order. A block whose fence says `no-run` shows output or a
fragment. Rust blocks are run by `cargo test` (doctests of the facade).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "tour").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def target() -> Path:
    return Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug"


def blocks(page: Path) -> list[tuple[str, str]]:
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    return [(language, code) for language, info, code in found if "no-run" not in info]


def run(command: list[str], folder: Path, **environment: str) -> None:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def run_python(code: str, folder: Path) -> None:
    run([sys.executable, "-c", code], folder)


def run_c(code: str, folder: Path) -> None:
    source, program = folder / "example.c", folder / "example"
    source.write_text(code, encoding="utf-8")
    warnings = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    # The library is known by its name with the version of the interface.
    library = folder / "libcrm.so.0"
    if not library.exists():
        library.symlink_to(target() / "libcrm.so")
    run(["cc", *warnings, "-I", str(ROOT / "include"), str(source), str(library), "-o", str(program)], folder)
    run([str(program)], folder, LD_LIBRARY_PATH=str(folder))


def run_php(code: str, folder: Path) -> None:
    script = folder / "example.php"
    script.write_text(code.replace("vendor/autoload.php", str(ROOT / "examples/php/autoload.php")), encoding="utf-8")
    library = target() / "libcrm.so"
    run(["php", "-d", "ffi.enable=true", str(script)], folder, CRM_LIBRARY=str(library))


def run_sh(code: str, folder: Path) -> None:
    for name in ("examples", "tests"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    path = f"{target()}{os.pathsep}{os.environ['PATH']}"
    run(["bash", "-euo", "pipefail", "-c", code], folder, PATH=path)


RUNNERS = {"python": run_python, "c": run_c, "php": run_php, "sh": run_sh}
SKIPPED = {"rust", "text", "sql", "json", "toml"}
CASES = [(page, language) for page in PAGES for language in sorted({language for language, _ in blocks(page)})]


@pytest.mark.parametrize(("page", "language"), CASES, ids=[f"{p.stem}-{name}" for p, name in CASES])
def test_examples_run(page: Path, language: str, tmp_path: Path) -> None:
    if language in SKIPPED:
        return
    assert language in RUNNERS, f"{page.name}: nobody runs {language}"
    if language == "php" and shutil.which("php") is None:
        pytest.fail("php is not installed; `make setup` says how")
    codes = [code for found, code in blocks(page) if found == language]
    # The Python of a page is one story.
    for code in ["\n".join(codes)] if language == "python" else codes:
        RUNNERS[language](code, tmp_path)


def test_there_are_examples_in_every_language() -> None:
    assert {language for _, language in CASES} >= {"rust", "python", "c", "php", "sh"}
