"""What each offer of a shop is about: a tap says so."""

from actions.access import NotAllowed
from actions.shop import offer_tags as actions
from actions.shop.offer_tags import OfferGone, ShopOffer, ShopOffers
from bot.owner.places import not_allowed, split
from bot.turn import Choice, Reply, Turn
from bot.whence import passed, way_back
from loyalty.people.likes import OfferTags
from words.shop.offer_tags import about, offer_lines, offer_name, tag_mark

_BESIDE = 2


def offers(turn: Turn, arg: str) -> Reply:
    """Show what a shop offers, a button for each."""
    seen = actions.see_offers(turn.tx, turn.actor, int(arg), now=turn.now)
    if isinstance(seen, NotAllowed):
        return not_allowed(turn)
    passed(turn, int(arg), "offersof", arg)
    rows = tuple(
        (Choice(offer_name(one, turn.words), "offertag", f"{arg}::{one.name}"),) for one in seen.offers
    )
    return Reply("\n".join(offer_lines(seen, turn.words)), (*rows, _to_items(turn, arg)))


def _to_items(turn: Turn, shop_id: str) -> tuple[Choice, ...]:
    return (Choice(turn.t("← What is sold"), "items", shop_id),)


def tag(turn: Turn, arg: str) -> Reply:
    """Show what one offer is about, after a tag was tapped: "shop:tag:offer", or "shop::offer" to look."""
    shop_id, rest = split(arg)
    tag_id, _, name = rest.partition(":")
    if tag_id:
        done = actions.tag_offer(turn.tx, turn.actor, shop_id, name, int(tag_id), now=turn.now)
    else:
        done = actions.see_offers(turn.tx, turn.actor, shop_id, now=turn.now)
    match done:
        case NotAllowed():
            return not_allowed(turn)
        case OfferGone():
            return Reply(turn.t("That is not there any more."), (_to_items(turn, str(shop_id)),))
        case ShopOffers():
            return _one(turn, done, name, in_place=bool(tag_id))


def _one(turn: Turn, seen: ShopOffers, name: str, *, in_place: bool) -> Reply:
    offer = next((one for one in seen.offers if one.name == name), ShopOffer(name))
    rule, shop_id = seen.about.get(name, OfferTags()), seen.shop.id
    each = [
        Choice(f"{tag_mark(rule, one.id)} {one.name}", "offertag", f"{shop_id}:{one.id}:{name}")
        for one in seen.tags
    ]
    rows = tuple(tuple(each[i : i + _BESIDE]) for i in range(0, len(each), _BESIDE))
    text = "\n".join(
        [
            f"{offer_name(offer, turn.words)}: {about(seen, offer, turn.words)}",
            turn.t("Tap once: it is about that. Twice (★): only for who likes that. Three times: neither."),
        ]
    )
    back = way_back(turn, shop_id, Choice(turn.t("← Offers"), "offersof", str(shop_id)), "fortune")
    return Reply(text, (*rows, (back,)), in_place=in_place)
