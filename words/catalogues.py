"""Keeps the catalogues in step with the texts in the code; `python -m words.catalogues` updates them all."""

import ast
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

CATALOGUES = Path(__file__).parent / "locales"
ROOMS = tuple(
    Path(__file__).parents[1] / room for room in ("words", "bot", "web")
)  # where people are spoken to
_TEXTS_OF = {"t": 1, "tn": 2, "N_": 1}  # how many of its first arguments are texts
_BUILT = (ast.JoinedStr, ast.BinOp, ast.IfExp)


def texts_in(*packages: Path) -> Catalog:
    """Collect every text that `t`, `tn` and `N_` mark in these packages; raises `ValueError` for one put together.

    pybabel's own extractor reads tokens, and misses a text inside another text's values.
    """
    catalogue = Catalog()
    for path in sorted(path for package in packages for path in package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found = _texts(node, path) if isinstance(node, ast.Call) else ()
            if found:
                catalogue.add(found if len(found) > 1 else found[0])
    return catalogue


def update(path: Path, texts: Catalog) -> None:
    """Add new texts to a catalogue, untranslated, and drop those that went."""
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.stem)
    catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    written = BytesIO()
    write_po(written, catalogue, width=100, sort_output=True, ignore_obsolete=True)
    path.write_bytes(written.getvalue().rstrip() + b"\n")


def _texts(call: ast.Call, path: Path) -> tuple[str, ...]:
    """Return the texts a call marks; none when it passes on what was marked elsewhere."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    wanted = call.args[: _TEXTS_OF.get(name, 0)]
    texts = tuple(a.value for a in wanted if isinstance(a, ast.Constant) and isinstance(a.value, str))
    if any(isinstance(argument, _BUILT) for argument in wanted) or 0 < len(texts) < len(wanted):
        raise ValueError(f"{path.name}:{call.lineno}: translators need whole texts, written out")
    return texts


def main() -> None:
    """Update every catalogue."""
    texts = texts_in(*ROOMS)
    for path in sorted(CATALOGUES.glob("*.po")):
        update(path, texts)


if __name__ == "__main__":
    main()
