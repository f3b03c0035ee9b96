"""What is sold is named as its reader calls it: nothing that was typed is ever translated."""

import pytest

from loyalty.people.items import READY, SoldItem
from words.cards.parts import PART_TEXTS
from words.items import item_name
from words.language import ENGLISH, LANGUAGES, words


def test_a_ready_thing_is_known_by_what_it_is_called_in_each_of_our_languages() -> None:
    for label, names in READY.items():
        assert set(names) == {words(code).known(label) for code in LANGUAGES if code != ENGLISH}


@pytest.mark.parametrize("part", ["bonus_item", "excluded_item"])
def test_all_that_an_owner_can_choose_by_a_button_is_ready(part: str) -> None:
    assert {getattr(one, "label", "") for one in PART_TEXTS[part].presets} <= READY.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_typed_stays_as_it_is_also_where_we_know_the_word(language: str) -> None:
    say = words(language)
    assert item_name("Free coffee", (), say) == "Free coffee"
    assert item_name("Cake", (SoldItem(1, "Cake", frozenset()),), say) == "Cake"
    assert item_name("Cake", (), say) == say.t("Cake")


def test_a_thing_with_several_names_is_called_by_its_readers() -> None:
    sold = (SoldItem(1, "Gebak", frozenset(), (("en", "Pie"), ("hu", "Torta"))),)
    assert [item_name("Cake", sold, words(code)) for code in ("en", "hu", "nl")] == ["Pie", "Torta", "Gebak"]
    assert item_name("Torta", sold, words("en")) == "Pie"
