"""Commands as people write them where nobody types a slash."""

from itertools import chain

import pytest

from bot import lookup, table
from bot.synonyms import WORDS, meant
from loyalty.names import fold_name
from words.language import LANGUAGES


def all_words() -> list[tuple[str, str]]:
    own = [(word, word) for word in table.COMMANDS]
    return own + [
        (fold_name(word), command)
        for language in WORDS.values()
        for command, synonyms in language.items()
        for word in synonyms
    ]


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {"en"}))
def test_every_command_has_a_word_in_every_language_but_stop_which_is_one_in_all(language: str) -> None:
    assert table.COMMANDS.keys() - WORDS[language].keys() == {"stop"}


def test_no_word_means_two_commands() -> None:
    meanings: dict[str, set[str]] = {}
    for word, command in all_words():
        meanings.setdefault(word, set()).add(command)
    assert not {word: commands for word, commands in meanings.items() if len(commands) > 1}


def test_every_word_leads_to_a_command_that_there_is() -> None:
    assert {command for _, command in all_words()} <= table.COMMANDS.keys()
    assert WORDS.keys() == LANGUAGES.keys()


@pytest.mark.parametrize(
    ("said", "word", "rest"),
    [
        ("card", "card", ""),
        ("Kaart", "card", ""),
        ("kártya", "card", ""),
        ("KARTYA!", "card", ""),
        ("my  card", "card", ""),
        ("Mijn kaart.", "card", ""),
        ("kártyám?", "card", ""),
        ("vergeet mij", "forget", ""),
        ("/kaart", "card", ""),
        ("zoek Ana  van Dijk", "find", "Ana van Dijk"),
        ("keres: Ana", "find", "Ana"),
        ("verjaardag 29 februari", "birthday", "29 februari"),
        ("kaarten 20", "cards", "20"),
        ("find ana", "find", "ana"),
    ],
)
def test_a_command_is_understood_as_it_is_said(said: str, word: str, rest: str) -> None:
    assert lookup.command(said, bare=True) == (table.COMMANDS[word].handler, rest)


@pytest.mark.parametrize(
    "said", ["vandaag kom ik niet", "pas op", "ma megyek", "een kaart", "kaartspel", "", "!", "…"]
)
def test_a_sentence_is_no_command(said: str) -> None:
    assert lookup.command(said, bare=True) is None


@pytest.mark.parametrize("said", ["kaart", "card", "mijn kaart", "zoek ana"])
def test_where_words_are_an_answer_only_a_slash_makes_them_a_command(said: str) -> None:
    assert lookup.command(said, bare=False) is None
    assert lookup.command(f"/{said}", bare=False) is not None


def test_long_chatter_is_looked_at_only_where_it_begins() -> None:
    assert meant(" ".join(chain.from_iterable([["kaart", "mijn"]] * 5_000))) is None
