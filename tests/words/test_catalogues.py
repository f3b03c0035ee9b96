"""Every text of the bot is whole in every language."""

from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from words.catalogues import CATALOGUES, ROOMS, texts_in, update

CODE = """
FREE = N_("Free coffee")
def show(w, card):
    w.t("Hello {name}", name=str(w.t("you")))
    w.tn("{n} stamp", "{n} stamps", 3)
    w.t(FREE), w.t(card.name), w.tn(one, many, n), print("not for people")
"""
HEADER = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
WHOLE = {
    "Free coffee": 'msgid "Free coffee"\nmsgstr "Gratis koffie"',
    "Hello {name}": 'msgid "Hello {name}"\nmsgstr "Dag {name}"',
    "you": 'msgid "you"\nmsgstr "jij"',
    "{n} stamp": 'msgid "{n} stamp"\nmsgid_plural "{n} stamps"\n'
    'msgstr[0] "één stempel"\nmsgstr[1] "{n} stempels"',
}
FAULTY = [
    ("you", "", "missing: you"),
    ("you", 'msgid "you"\nmsgstr ""', "empty: you"),
    ("you", '#, fuzzy\nmsgid "you"\nmsgstr "jij"', "fuzzy: you"),
    ("you", '#~ msgid "you"\n#~ msgstr "jij"', "obsolete: you"),
    ("Hello {name}", 'msgid "Hello {name}"\nmsgstr "Dag {naam}"', "places: Hello {name}"),
    ("Hello {name}", 'msgid "Hello {name}"\nmsgstr "Dag {name"', "places: Hello {name}"),
    ("Hello {name}", 'msgid "Hello {name}"\nmsgstr "Dag"', "places: Hello {name}"),
    (
        "{n} stamp",
        'msgid "{n} stamp"\nmsgid_plural "{n} stamps"\nmsgstr[0] "{n} stempel"\nmsgstr[1] ""',
        "empty: {n} stamp",
    ),
    (
        "{n} stamp",
        'msgid "{n} stamp"\nmsgid_plural "{n} stamps"\nmsgstr[0] "stempel"\nmsgstr[1] "stempels"',
        "places: {n} stamp",
    ),
    ("{n} stamp", 'msgid "{n} stamp"\nmsgstr "stempel"', "plural: {n} stamp"),
    ("", 'msgid "Bye"\nmsgstr "Dag"', "unused: Bye"),
]


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def places(text: str) -> set[str] | None:
    """List the {places} of a text; None when it is no format."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def fault(source: Message, translated: Message | None, plurals: int) -> str | None:
    if translated is None:
        return "missing"
    if translated.fuzzy:
        return "fuzzy"
    if len(forms(translated.id)) != len(forms(source.id)):
        return "plural"
    said = forms(translated.string)
    if len(said) != (plurals if source.pluralizable else 1) or not all(said):
        return "empty"
    # A form for one may leave the number out, as English sometimes does; the last form may not.
    allowed = [places(form) for form in forms(source.id)]
    loose = [*allowed, *(wanted - {"n"} for wanted in allowed if wanted is not None and source.pluralizable)]
    right = places(said[-1]) == allowed[-1] and all(places(form) in loose for form in said)
    return None if right else "places"


def faults(texts: Catalog, path: Path) -> set[str]:
    """Say what a catalogue lacks, as "fault: text"."""
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.stem, abort_invalid=True)
    found = {
        f"{why}: {forms(text.id)[0]}"
        for text in texts
        if text.id and (why := fault(text, catalogue.get(forms(text.id)[0]), catalogue.num_plurals))
    }
    known = {forms(text.id)[0] for text in texts}
    found |= {f"unused: {forms(text.id)[0]}" for text in catalogue if forms(text.id)[0] not in known | {""}}
    # A text that left only its obsolete entry behind is told as that.
    gone = {forms(text.id)[0] for text in catalogue.obsolete.values()}
    return {f for f in found if f.removeprefix("missing: ") not in gone} | {f"obsolete: {g}" for g in gone}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps" / "card.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def catalogue(tree: Path, entries: dict[str, str]) -> Path:
    path = tree / "nl.po"
    path.write_text("\n\n".join([HEADER, *entries.values()]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(CATALOGUES.glob("*.po")), ids=lambda path: path.stem)
def test_no_text_of_the_bot_is_missing_or_wrong(path: Path) -> None:
    assert faults(texts_in(*ROOMS), path) == set()


def test_every_marked_text_is_found_wherever_it_stands(tree: Path) -> None:
    assert {forms(text.id)[0] for text in texts_in(tree)} - {""} == WHOLE.keys()


def test_a_whole_catalogue_has_no_faults(tree: Path) -> None:
    assert faults(texts_in(tree), catalogue(tree, WHOLE)) == set()


@pytest.mark.parametrize(
    ("text", "entry", "expected"), FAULTY, ids=[f"{f[2]}-{i}" for i, f in enumerate(FAULTY)]
)
def test_each_fault_is_found(tree: Path, text: str, entry: str, expected: str) -> None:
    assert faults(texts_in(tree), catalogue(tree, WHOLE | {text: entry})) == {expected}


@pytest.mark.parametrize(
    "call", ['w.t(f"Hi {x}")', 'w.t("a" + x)', 'w.t("a" if x else "b")', "w.tn('a', b, 1)"]
)
def test_a_text_put_together_is_refused(tree: Path, call: str) -> None:
    (tree / "bad.py").write_text(call, encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.py:1"):
        texts_in(tree)


def test_a_page_is_searched_as_code_is(tree: Path) -> None:
    (tree / "pages").mkdir()
    page = tree / "pages" / "hello.html"
    page.write_text('<p>{{ t("Bye {name}", name=t("all")) if x else tn("{n} day", "{n} days", n) }}</p>')
    assert {forms(text.id) for text in texts_in(tree)} >= {
        ("Bye {name}",),
        ("all",),
        ("{n} day", "{n} days"),
    }
    page.write_text('\n{{ t("Bye " ~ name) }}')
    with pytest.raises(ValueError, match=r"hello\.html:2"):
        texts_in(tree)


def test_an_update_adds_what_is_new_drops_what_went_and_is_stable(tree: Path) -> None:
    path = catalogue(tree, {"you": WHOLE["you"], "Bye": 'msgid "Bye"\nmsgstr "Dag"'})
    update(path, texts_in(tree))
    first = path.read_bytes()
    assert faults(texts_in(tree), path) == {"empty: Free coffee", "empty: Hello {name}", "empty: {n} stamp"}
    assert b"jij" in first
    assert b"Bye" not in first
    update(path, texts_in(tree))
    assert path.read_bytes() == first
