"""Keeps the catalogues in step with the texts in the code; `python -m words.catalogues` updates them all."""

import ast
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

CATALOGUES = Path(__file__).parent / "locales"
ROOMS = tuple(
    Path(__file__).parents[1] / room for room in ("words", "bot", "web")
)  # where people are spoken to
_TEXTS_OF = {"t": 1, "tn": 2, "N_": 1}  # how many of its first arguments are texts
_Text = str | tuple[str, str]
_BUILT = (ast.JoinedStr, ast.BinOp, ast.IfExp)


def texts_in(*packages: Path) -> Catalog:
    """Collect every text that `t`, `tn` and `N_` mark in these packages; raises `ValueError` for one put together."""
    catalogue = Catalog()
    for package in packages:
        for path in sorted(package.rglob("*.py")):
            for text in _in_code(path):
                catalogue.add(text)
        for path in sorted(package.glob("pages/*.html")):
            for text in _in_page(path):
                catalogue.add(text)
    return catalogue


def _in_code(path: Path) -> Iterator[_Text]:
    """Find what Python marks; pybabel's extractor reads tokens, and misses a text inside another text's values."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and (text := _marked(node, f"{path.name}:{node.lineno}")):
            yield text


def _in_page(path: Path) -> Iterator[_Text]:
    """Find what a page marks."""
    page = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    for line, name, found in extract_from_ast(page, tuple(_TEXTS_OF)):
        texts = (found if isinstance(found, tuple) else (found,))[: _TEXTS_OF[name]]
        yield _text([text for text in texts if text], len(texts), f"{path.name}:{line}")


def update(path: Path, texts: Catalog) -> None:
    """Add new texts to a catalogue, untranslated, and drop those that went."""
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.stem)
    catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    written = BytesIO()
    write_po(written, catalogue, width=100, sort_output=True, ignore_obsolete=True)
    path.write_bytes(written.getvalue().rstrip() + b"\n")


def _marked(call: ast.Call, place: str) -> _Text | None:
    """Return the text a call marks; none when it passes on what was marked elsewhere."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    wanted = call.args[: _TEXTS_OF.get(name, 0)]
    texts = [a.value for a in wanted if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if not texts and not any(isinstance(argument, _BUILT) for argument in wanted):
        return None
    return _text(texts, len(wanted), place)


def _text(texts: Sequence[str], wanted: int, place: str) -> _Text:
    """Return what a catalogue lists, one text or one with its plural, if it stands there as it is."""
    if not texts or len(texts) < wanted:
        raise ValueError(f"{place}: translators need whole texts, written out")
    return texts[0] if len(texts) == 1 else (texts[0], texts[1])


def main() -> None:
    """Update every catalogue."""
    texts = texts_in(*ROOMS)
    for path in sorted(CATALOGUES.glob("*.po")):
        update(path, texts)


if __name__ == "__main__":
    main()
