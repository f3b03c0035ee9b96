"""The welcome, in words."""

from actions.campaigns.message_facts import Occasion
from actions.cards.offers import of_reward
from loyalty.cards.counter_state import left
from words.campaigns.kind_words import KindWords, Said
from words.campaigns.parts import AMOUNT_SETTINGS, with_gift
from words.cards.rewards import offered
from words.language import N_, Words


def _word(one: Occasion, say: Words) -> Said:
    lines = [
        say.t(
            "That was your first visit at {shop}, thank you! Your card is here from now on:",
            shop=one.shop.name,
        )
    ]
    programme, there = one.state.standing.version.programme, left(one.state.standing)
    lines += [
        f"🎁 {offered(programme, reward, one.shop.currency, say)}"
        for reward in there
        if of_reward(reward.key) not in one.state.unsuited
    ]
    lines.append(say.t("/card shows it at the till, /goal is for what you save for."))
    return with_gift(one, say, "\n".join(lines))


WORDS = KindWords(
    name=N_("Welcome"),
    does=N_("how the card works and what is in it, after the first visit"),
    because=(N_("this was your first visit"), N_("your first visit")),
    word=_word,
    settings=AMOUNT_SETTINGS,
)
