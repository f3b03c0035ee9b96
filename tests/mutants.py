"""Change one thing at a time in a folder, and name the changes that its tests let pass: `make mutants`."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

_OTHERS = {" < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ", " == ": " != ", " != ": " == "} | {
    " and ": " or ", " or ": " and ", " + ": " - ", " - ": " + ", "max": "min", "min": "max"
}  # fmt: skip
_LONG_S = 300  # a change may make a loop that never ends


def changes(text: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each single change to a source, with its line: an edge moved, a number one higher, a choice turned."""
    starts = [0]
    for ending in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(ending))
    for node in ast.walk(ast.parse(text)):
        for line, begin, end in _places(node, starts):
            old = text[begin:end].decode()
            new = str(int(old) + 1) if old.isdecimal() else _OTHERS.get(old)
            if new:
                yield line, text[:begin] + new.encode() + text[end:]


def _places(node: ast.AST, starts: list[int]) -> Iterator[tuple[int, int, int]]:
    def span(one: ast.expr) -> tuple[int, int]:
        assert one.end_lineno
        assert one.end_col_offset
        return starts[one.lineno - 1] + one.col_offset, starts[one.end_lineno - 1] + one.end_col_offset

    match node:
        case ast.Compare(left, _, others):
            parts = [left, *others]
        case ast.BoolOp(_, parts):
            pass
        case ast.BinOp(left, _, right):
            parts = [left, right]
        case ast.Constant() | ast.Name():
            yield node.lineno, *span(node)
            return
        case _:
            return
    for left, right in pairwise(parts):
        yield left.lineno, span(left)[1], span(right)[0]


def main(most: int, folder: str, *tests: str) -> int:
    """Try so many changes, chosen at random but always the same; return how many the tests let pass."""
    found = [
        (path, line, changed)
        for path in sorted(Path(folder).rglob("*.py"))
        for line, changed in changes(path.read_bytes())
    ]
    passed = 0
    for path, line, changed in Random(1).sample(found, min(most, len(found))):  # noqa: S311 - guards nothing
        kept = path.read_bytes()
        try:
            path.write_bytes(changed)
            passed += _let_pass(f"{path}:{line}", changed.splitlines()[line - 1].decode(), tests)
        finally:
            path.write_bytes(kept)
    print(f"{passed} of {min(most, len(found))} passed unseen, {len(found)} are possible")  # noqa: T201
    return passed


def _let_pass(where: str, now: str, tests: tuple[str, ...]) -> bool:
    command = [
        sys.executable,
        "-B",
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-k",
        "not postgres",
    ]
    try:
        done = subprocess.run([*command, *tests], capture_output=True, timeout=_LONG_S, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return False
    if done.returncode == 0:
        print(f"{where}: {now.strip()}", flush=True)  # noqa: T201
    return done.returncode == 0


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
