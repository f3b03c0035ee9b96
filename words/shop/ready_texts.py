"""Texts that an owner copies: for the receipt, the website and social pages, in the shop's language."""

from collections.abc import Iterator, Sequence

from loyalty.cards.programme import ProgrammeVersion
from loyalty.records import Shop
from words.cards.rewards import promises
from words.language import Words


def ready_texts(shop: Shop, programmes: Sequence[ProgrammeVersion], link: str, say: Words) -> Iterator[str]:
    """Write a text for each place, the shortest first."""
    about = {"shop": shop.name, "promise": promises(programmes, say), "link": link}
    yield say.t("Collect at {shop}! {promise}\n{link}", **about)
    yield say.t(
        "Our loyalty card lives in your chat: no app, no form, no plastic. {promise}. Open the link and you have one: {link}",
        **about,
    )
    yield say.t(
        "💚 Been to {shop} lately? From now on it counts: {promise}. The card is in your chat, and yours in ten "
        "seconds: {link}",
        **about,
    )
