"""What a partner did, in a sentence for the owners of the others."""

from typing import assert_never

from actions.shop.coalition_news import News
from actions.shop.coalitions import Together
from words.language import Words


def word_news(seen: Together, news: News, of: int, words: Words) -> str:
    """Say what happened; "" where it is not so any more, or the shop is not there."""
    partner, shop = next((one for one in seen.every if one[1].id == of), (None, None))
    name = shop.name if shop else ""
    match news:
        case "agreed":
            return words.t("All said yes: cards that begin have the new rules.")
        case "joined":
            return words.t("{shop} is in it now. Customers collect and spend there too.", shop=name)
        case "declined":
            return words.t("{shop} said no to the other rules: they stay as they are.", shop=name)
        case "notice":
            if partner is None or partner.leaves_at is None:
                return ""
            day = words.date(partner.leaves_at, seen.shop.zone)
            return words.t(
                "{shop} gave notice and leaves on {day}. Until then everything goes on. What it gave before stays its own to pay.",
                shop=name,
                day=day,
            )
        case "stays":
            return words.t("{shop} stays after all.", shop=name) if partner and not partner.leaves_at else ""
        case "left":
            return words.t(
                "{shop} has left: the card is not good there any more. What it owes stays on the list.",
                shop=name,
            )
        case _:
            assert_never(news)
