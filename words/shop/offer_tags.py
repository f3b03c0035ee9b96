"""What a shop offers and what each is about, to its owner."""

from collections.abc import Iterator

from actions.cards import offers
from actions.shop.offer_tags import ShopOffer, ShopOffers
from loyalty.people.likes import OfferTags
from words.campaigns.kind_names import kind_name
from words.campaigns.kinds import KINDS
from words.language import Words

_MOST = 30  # letters of a button


def offer_name(offer: ShopOffer, words: Words) -> str:
    """Name an offer on its button."""
    kind = offer.name.removeprefix(offers.of_campaign(""))
    if kind in KINDS:
        return f"✉ {kind_name(words, KINDS[kind])}"
    if offer.name == offers.SURPRISE:
        return "✨ " + words.t("Surprise")
    icon = "🎁" if offer.name.startswith(offers.of_reward("")) else "📣"
    text = words.known(offer.text)
    return f"{icon} {text if len(text) <= _MOST else text[:_MOST].rstrip() + '…'}"


def offer_lines(seen: ShopOffers, words: Words) -> Iterator[str]:
    """List what is offered, and say what tags do to it."""
    yield words.t(
        "What are your offers about? Nobody who never takes it is offered it: in no message, no present, and not at the till."
    )
    for offer in seen.offers:
        if offer.name in seen.about:
            yield f"· {offer_name(offer, words)}: {about(seen, offer, words)}"


def about(seen: ShopOffers, offer: ShopOffer, words: Words) -> str:
    """Say what an offer is about and for whom alone it is."""
    rule = seen.about.get(offer.name, OfferTags())
    named = [tag.name for tag in seen.tags if tag.id in rule.about]
    only = [words.t("only for who likes {tag}", tag=tag.name) for tag in seen.tags if tag.id in rule.only]
    return ", ".join([*named, *only]) or words.t("about nothing in particular")


def tag_mark(rule: OfferTags, tag_id: int) -> str:
    """Mark a tag on its button: ✓ it is about that, ★ only for who likes that."""
    return "✓" if tag_id in rule.about else "★" if tag_id in rule.only else "·"
