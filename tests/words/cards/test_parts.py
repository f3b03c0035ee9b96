"""Each kind of part has all its words, in every language, and its ready ones are sound."""

from datetime import UTC, datetime

import pytest

from loyalty.cards.part import HowOften, Part
from loyalty.cards.parts import PARTS
from loyalty.cards.parts.bonus_item import BonusItem
from loyalty.cards.programme_check import check
from loyalty.units import Unit
from tests.programmes import points_card
from tests.talk import TEN_STAMPS
from words.cards.part_texts import PartWording
from words.cards.parts import PART_TEXTS
from words.language import LANGUAGES, words

READY = [part for texts in PART_TEXTS.values() for part in texts.presets]
WRITES = [PartWording(words(language), unit, "EUR") for language in LANGUAGES for unit in Unit]


def test_each_kind_of_part_is_called_by_its_file() -> None:
    assert [kind.__module__.rpartition(".")[2] for kind in PARTS.values()] == list(PARTS)
    assert all(texts.presets for texts in PART_TEXTS.values())


@pytest.mark.parametrize("part", READY, ids=repr)
def test_a_ready_part_can_be_used_as_it_is_where_it_is_offered(part: Part) -> None:
    alone = part.misfit((part,), HowOften()) is None
    beside = () if alone else (BonusItem("Soup"),)
    assert check(points_card(TEN_STAMPS.rewards, parts=(*beside, part)), "EUR") is None


@pytest.mark.parametrize("write", WRITES, ids=lambda write: f"{write.words.language}-{write.unit}")
def test_a_part_is_named_told_and_asked_about_in_every_language(write: PartWording) -> None:
    for part in READY:
        texts = PART_TEXTS[part.name]
        assert texts.name(write.words)
        assert texts.about(write.words)
        assert texts.rule(part, write)
        assert isinstance(texts.on_card(part, datetime(2026, 3, 2, 15, tzinfo=UTC), write), str)
        for field in texts.fields(write):
            assert field.label
            assert field.question or field.kind in {"weekdays", "today"}
            assert hasattr(part, field.name) or field.kind in {"hours", "dates"}


@pytest.mark.parametrize("unit", Unit)
def test_an_owner_is_asked_in_the_unit_that_the_shop_has(unit: Unit) -> None:
    write = PartWording(words("en"), unit, "EUR")
    asked = [field.question for texts in PART_TEXTS.values() for field in texts.fields(write)]
    assert not [question for question in asked if "stamps or points" in question]
