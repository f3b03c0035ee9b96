"""Café Luna with the campaigns that a test is about; Ana has agreed to hear of everything, and comes at a rhythm."""

from actions.shop.open_shop import Opened
from loyalty.campaigns.frequency_cap import MessageKind
from loyalty.cards.programme import Programme
from tests.post import only_campaign
from tests.talk import ANA, CLEO, Talk


async def luna(talk: Talk, programme: Programme, *kinds: MessageKind) -> Opened:
    """Open Café Luna with these campaigns only; Ana joins it and agrees to everything."""
    opened = await talk.joins(ANA, programme=programme)
    await talk.opens(CLEO, "i" + opened.owner_token)
    await only_campaign(talk, opened.shop.id, *kinds)
    for purpose in ("Reminders", "Offers"):
        await talk.says(ANA, "/messages")
        await talk.taps(ANA, purpose)
        await talk.taps(ANA, "whenever there is something")
    return opened


async def comes(talk: Talk, opened: Opened, times: int, *, every_days: int = 7) -> None:
    """Let Ana come so often, at a rhythm."""
    for time in range(times):
        if time:
            talk.wait(days=every_days)
        await talk.stamped(ANA, opened, 1)
