"""The reminder of an event, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.events import when
from words.campaigns.kind_words import KindWords, Said, TakeSeat
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    event = one.event
    if event is None:
        return Said(one.shop.name)
    text = say.t(
        "🎟 Tomorrow at {shop}: your seat is kept. If you can't come, tell me, and somebody else can.",
        shop=one.shop.name,
    )
    begins = when(event.starts_at, one.shop, say, event.branch)
    return Said(text, (TakeSeat(event.id, gives_back=True),), f"{event.title}, {begins}")


WORDS = KindWords(
    name=N_("Event tomorrow"),
    does=N_("who has a seat at an event is reminded the day before"),
    because=(N_("you said yes to an event that is tomorrow"), N_("your yes to the event")),
    word=_word,
    known=(known.event,),
    mended_by="events",
)
