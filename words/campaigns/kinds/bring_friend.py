"""Asking a regular for a friend, in words."""

from actions.campaigns.message_facts import Occasion
from actions.cards.friends import referral_of
from words.campaigns import known
from words.campaigns.facts import name_of
from words.campaigns.kind_words import KindWords, Said
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    text = say.t(
        "You come to {shop} often, {name}: thank you! Is there a friend who would like it too? /friend has a link to pass "
        "on.",
        shop=one.shop.name,
        name=name_of(one, say),
    )
    part, unit = referral_of(one.state.current), one.state.current.programme.unit
    if part is None:
        return Said(text)
    gives = say.t(
        "After their first visit there is {friend} for them and {inviter} for you.",
        friend=say.counted(unit, part.for_friend),
        inviter=say.counted(unit, part.for_inviter),
    )
    return Said(text, stays=gives)


WORDS = KindWords(
    name=N_("Bring a friend"),
    does=N_("a regular who has just had a reward is asked, once, whether a friend would like it too"),
    because=(
        N_("you come often and have just had a reward; this is asked once"),
        N_("your visits, and when you had a reward"),
    ),
    word=_word,
    known=(known.last_visit,),
)
