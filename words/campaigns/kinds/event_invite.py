"""An invitation to an event, in words."""

from actions.campaigns.message_facts import Occasion
from words.campaigns import known
from words.campaigns.events import when
from words.campaigns.facts import name_of
from words.campaigns.kind_words import KindWords, Said, TakeSeat
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    event = one.event
    if event is None:
        return Said(one.shop.name)
    opening = say.t("{name}, {shop} invites you.", name=name_of(one, say), shop=one.shop.name)
    details = say.tn(
        "🎟 {title}, {when}. There is {n} seat.", "🎟 {title}, {when}. There are {n} seats.", event.seats,
        title=event.title, when=when(event.starts_at, one.shop, say, event.branch),
    )  # fmt: skip
    return Said(opening, (TakeSeat(event.id),), details)


WORDS = KindWords(
    name=N_("Invitation to an event"),
    does=N_("who agreed to offers is invited to an event that you open in /events"),
    because=(
        N_("the shop has something on, and you said yes to offers"),
        N_("that you have a card there"),
    ),
    word=_word,
    known=(known.card,),
    mended_by="events",
)
