"""What a shop sells by name, and its tags: named, tagged and taken away by its owner."""

from typing import assert_never

from actions.access import NotAllowed
from actions.shop import items as actions
from actions.shop.items import ItemGone, ShopItems, SoldItem
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from loyalty.people.firewall import Delicate
from loyalty.people.items import MOST_ITEMS, BadItem
from loyalty.roles import Role
from words.language import LANGUAGES, spoken
from words.people.firewall import word_not_sold
from words.shop.items import ask_item, ask_name, ask_tags, bad_item, item_lines, one_item, other_names

_Done = ShopItems | BadItem | Delicate | ItemGone | NotAllowed
_BESIDE = 2


def items(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /items: what the shop sells by name, a button for each."""
    place = place_for(turn, Role.OWNER, "items", arg)
    if isinstance(place, Reply):
        return place
    return _said(turn, actions.see_items(turn.tx, turn.actor, place.shop.id), place.shop.id)


def _said(turn: Turn, done: _Done, shop_id: int, note: str = "") -> Reply:
    """Show what came of something, or why it was not done; a question that was answered badly stays open."""
    match done:
        case NotAllowed():
            return not_allowed(turn)
        case BadItem():
            return Reply(bad_item(done, turn.words), (_back(turn, shop_id),))
        case Delicate():
            return Reply(word_not_sold(done, turn.words), (_back(turn, shop_id),))
        case ItemGone():
            return Reply(turn.t("That is not there any more."), (_back(turn, shop_id),))
        case ShopItems():
            turn.stop_waiting()
            return _one(turn, done, done.item, note) if done.item else _all(turn, done, note)
        case _:
            assert_never(done)


def _back(turn: Turn, shop_id: int) -> tuple[Choice, ...]:
    return (Choice(turn.t("← What is sold"), "items", str(shop_id)),)


def _all(turn: Turn, seen: ShopItems, note: str) -> Reply:
    shop_id = seen.shop.id
    each = [
        Choice(item.called(turn.words.language), "soldone", f"{shop_id}:{item.id}") for item in seen.items
    ]
    rows = [tuple(each[i : i + _BESIDE]) for i in range(0, len(each), _BESIDE)]
    more = (Choice(turn.t("➕ Something else"), "soldnew", str(shop_id)),) if len(each) < MOST_ITEMS else ()
    if seen.tags:
        more = (*more, Choice(turn.t("🏷 Tags"), "tags", str(shop_id)))
        rows.append((Choice(turn.t("🎁 What offers are about"), "offersof", str(shop_id)),))
    lines = [*filter(None, [note]), *item_lines(seen, turn.words)]
    return Reply("\n".join(lines), (*rows, more))


def _one(turn: Turn, seen: ShopItems, item: SoldItem, note: str = "") -> Reply:
    about = f"{seen.shop.id}:{item.id}"
    each = [
        Choice(("✓ " if tag.id in item.tags else "· ") + tag.name, "soldtag", f"{about}:{tag.id}")
        for tag in seen.tags
    ]
    rows = [tuple(each[i : i + _BESIDE]) for i in range(0, len(each), _BESIDE)]
    below = (
        Choice(turn.t("➕ Tags"), "soldtags", about),
        Choice(turn.t("🗑 Not sold any more"), "soldgone", about),
    )
    lines = [*filter(None, [note]), one_item(seen, item, turn.words), *other_names(item, turn.words)]
    named = dict(item.others)
    codes = [code for code in LANGUAGES if code in named or code in spoken(seen.spoken)]
    names = [
        Choice(turn.t("🌍 Name in {language}", language=LANGUAGES[code]), "soldname", f"{about}:{code}")
        for code in codes
    ]
    if len(names) > 1:
        rows += [tuple(names[i : i + _BESIDE]) for i in range(0, len(names), _BESIDE)]
    return Reply("\n".join(lines), (*rows, below, _back(turn, seen.shop.id)))


def one(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show one thing with its tags."""
    shop_id, item_id = split(arg)
    seen = actions.see_items(turn.tx, turn.actor, shop_id, int(item_id))
    return _said(turn, seen, shop_id)


def ask(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for one more thing."""
    place = place_for(turn, Role.OWNER, "items", arg)
    if isinstance(place, Reply):
        return place
    turn.wait_for("item", shop=place.shop.id)
    return Reply(ask_item(turn.words), (_back(turn, place.shop.id),))


def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Sell what was typed by name."""
    shop_id = int(turn.data["shop"])
    return _said(
        turn, actions.add_item(turn.tx, turn.actor, shop_id, text, now=turn.now), shop_id, turn.t("✔ Done.")
    )


def ask_for_tags(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for tags of a thing."""
    shop_id, item_id = split(arg)
    seen = actions.see_items(turn.tx, turn.actor, shop_id, int(item_id))
    if isinstance(seen, NotAllowed) or seen.item is None:
        return _said(turn, seen, shop_id)
    turn.wait_for("item_tags", shop=shop_id, item=seen.item.id)
    return Reply(ask_tags(seen.item, turn.words), (_back(turn, shop_id),))


def tags_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Hang the tags that were typed."""
    shop_id, item_id = int(turn.data["shop"]), int(turn.data["item"])
    done = actions.name_tags(turn.tx, turn.actor, shop_id, item_id, text, now=turn.now)
    return _said(turn, done, shop_id, turn.t("✔ Done."))


def ask_for_name(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask how a thing is called in a language."""
    shop_id, rest = split(arg)
    item_id, _, language = rest.partition(":")
    seen = actions.see_items(turn.tx, turn.actor, shop_id, int(item_id))
    if isinstance(seen, NotAllowed) or seen.item is None or language not in LANGUAGES:
        return _said(turn, seen, shop_id)
    turn.wait_for("item_name", shop=shop_id, item=seen.item.id, language=language)
    typed = Choice(turn.t("As typed: {item}", item=seen.item.label), "soldnamed", arg)
    rows = ((typed,),) if language in dict(seen.item.others) else ()
    return Reply(ask_name(seen.item, language, turn.words), (*rows, _back(turn, shop_id)))


def name_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Call a thing so in a language."""
    data = turn.data
    about = (int(data["shop"]), int(data["item"]), str(data["language"]))
    done = actions.name_item(turn.tx, turn.actor, *about, text, now=turn.now)
    return _said(turn, done, about[0], turn.t("✔ Done."))


def as_typed(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Call a thing in a language as it was typed first."""
    shop_id, rest = split(arg)
    item_id, _, language = rest.partition(":")
    done = actions.name_item(turn.tx, turn.actor, shop_id, int(item_id), language, "", now=turn.now)
    return _said(turn, done, shop_id, turn.t("✔ Done."))


def switch_tag(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Hang a tag on a thing, or take it off."""
    shop_id, item_id, tag_id = (int(part) for part in arg.split(":"))
    done = actions.switch_tag(turn.tx, turn.actor, shop_id, item_id, tag_id, now=turn.now)
    return _said(turn, done, shop_id, turn.t("✔ Done."))


def drop(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Sell a thing no more."""
    shop_id, item_id = split(arg)
    done = actions.drop_item(turn.tx, turn.actor, shop_id, int(item_id), now=turn.now)
    return _said(turn, done, shop_id, turn.t("✔ Done."))
