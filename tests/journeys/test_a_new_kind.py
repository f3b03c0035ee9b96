"""A kind of message that nobody knew: its policy, its descriptor and its words are all that it takes to be sent."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from actions.campaigns.campaign_kind import CampaignKind
from actions.campaigns.case import CandidateSearch, EligibilityCase
from actions.campaigns.kinds import BY_KIND
from actions.campaigns.message_facts import Occasion
from actions.tx import Tx
from bot.campaigns import WORDING
from bot.campaigns.kind_words import KindWords
from bot.occasion_facts import card_button
from bot.turn import Reply
from loyalty.campaigns.frequency_cap import MESSAGE_POLICIES, MessageKind, MessagePolicy, Occurrence, Purpose
from storage.campaigns import candidates
from storage.campaigns.candidates import Slice
from tests.journeys.campaigns import TEN_STAMPS, opened, round_for
from tests.journeys.people import ANA, CLEO
from tests.journeys.platforms import TELEGRAM
from tests.journeys.stage import Stage
from words.language import Words


@pytest.fixture
def hat_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name a kind, and put a row of it into each of the three registries."""
    kind = str.__new__(MessageKind, "hat_day")
    kind._name_, kind._value_ = "HAT_DAY", "hat_day"
    monkeypatch.setitem(MessageKind._value2member_map_, "hat_day", kind)
    monkeypatch.setitem(MESSAGE_POLICIES, kind, MessagePolicy(Purpose.OFFERS))
    row = CampaignKind(kind, slices=_slices, due=_due, holdout_percent=0)
    monkeypatch.setitem(BY_KIND, kind, row)
    said = KindWords(kind, "Hat day", "wears a hat", ("it is hat day", "your hat"), word=_word)
    monkeypatch.setitem(WORDING, kind, said)


def _slices(look: CandidateSearch) -> Iterator[Slice]:
    yield look.ask(candidates.EVERYBODY)


def _due(_tx: Tx, case: EligibilityCase) -> Occurrence | None:
    key = f"hat_day:{case.card.id}:{case.today.year}"
    return Occurrence(MessageKind("hat_day"), key, case.now + timedelta(days=3))


def _word(one: Occasion, say: Words) -> Reply:
    return Reply(f"🎩 {one.shop.name} wears a hat.", (card_button(one, say),))


@TELEGRAM
@pytest.mark.usefixtures("hat_day")
async def test_a_kind_of_ones_own_goes_from_due_to_sent_and_is_explained(stage: Stage) -> None:
    await opened(stage, TEN_STAMPS)
    assert "🎩 Café Luna wears a hat." in await round_for(stage, ANA)
    assert "Because it is hat day." in await stage.taps(ANA, "Why this?")
    assert await round_for(stage, ANA) == ""
    await stage.says(CLEO, "/campaigns")
    assert "wears a hat" in await stage.taps(CLEO, "✔ Hat day")
