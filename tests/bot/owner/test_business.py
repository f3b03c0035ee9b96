"""The picture of a shop's week says its figures as its words do."""

from dataclasses import replace

import pytest

from actions.shop.stats import Stats, shop_stats
from bot.owner.business import chart_of
from bot.pictures.chart import LABELLED, SMALL
from bot.pictures.lettering import fit
from tests.bot.customer.test_help_and_points import cleo
from tests.talk import Talk
from words.language import words


@pytest.mark.parametrize(("language", "written"), [("en", "12,345"), ("nl", "12.345"), ("hu", "12\u00a0345")])
async def test_what_stands_above_a_bar_is_written_as_figures_are(
    luna: Talk, language: str, written: str
) -> None:
    found = await luna.db.read(shop_stats, await cleo(luna), 1, now=luna.now)
    assert isinstance(found, Stats)
    monday, *_ = chart_of(words(language), replace(found, days=((12_345, 9_876), *found.days[1:]))).days
    assert (monday.n, monday.value, monday.before) == (12_345, written, 9_876)
    assert fit(monday.value, SMALL, LABELLED).text == written
