"""A shop's tags, for its owner: which of them some people never take, and called otherwise or taken away."""

from actions.access import NotAllowed
from actions.shop import items as sold
from actions.shop import tags as actions
from actions.shop.items import ItemGone, ShopItems
from actions.shop.tags import ShopTag, TagGone, TagInUse
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from bot.whence import passed
from loyalty.people.firewall import Delicate
from loyalty.people.items import BadItem
from loyalty.roles import Role
from words.campaigns.kind_names import kind_name
from words.people.firewall import word_not_sold
from words.shop.items import bad_item, tag_line
from words.shop.tags import ask_drop_lines, ask_tag_name, one_tag_lines, tag_in_use

STEP = "tag_name"


def tags(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show a shop's tags, a button for each."""
    place = place_for(turn, Role.OWNER, "items", arg)
    if isinstance(place, Reply):
        return place
    seen = sold.see_items(turn.tx, turn.actor, place.shop.id)
    return not_allowed(turn) if isinstance(seen, NotAllowed) else _all(turn, seen)


def _all(turn: Turn, seen: ShopItems, note: str = "") -> Reply:
    shop_id = seen.shop.id
    rows = tuple((Choice(tag.name, "tag", f"{shop_id}:{tag.id}"),) for tag in seen.tags)
    lines = [*filter(None, [note]), *(tag_line(tag, turn.words) for tag in seen.tags)]
    back = (Choice(turn.t("← What is sold"), "items", str(shop_id)),)
    return Reply("\n".join(lines or [turn.t("There are no tags.")]), (*rows, back))


def tag(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show a tag, with what hangs on it."""
    shop_id, tag_id = split(arg)
    return _one(turn, shop_id, actions.see_tag(turn.tx, turn.actor, shop_id, int(tag_id)))


def _one(turn: Turn, shop_id: int, seen: ShopTag | TagGone | NotAllowed, note: str = "") -> Reply:
    if not isinstance(seen, ShopTag):
        return _gone(turn, shop_id, seen)
    about = f"{shop_id}:{seen.tag.id}"
    learn = turn.t("Learn nothing from it") if seen.tag.avoided else turn.t("Some never take it")
    rows = (
        (Choice(learn, "avoid", f"{about}:{int(not seen.tag.avoided)}"),),
        (Choice(turn.t("✏ Rename"), "tagname", about), Choice(turn.t("🗑 Take it away"), "tagoff", about)),
        _back(turn, shop_id),
    )
    return Reply("\n".join([*filter(None, [note]), *one_tag_lines(seen, turn.words)]), rows)


def _gone(turn: Turn, shop_id: int, seen: TagGone | NotAllowed) -> Reply:
    if isinstance(seen, NotAllowed):
        return not_allowed(turn)
    return Reply(turn.t("That is not there any more."), (_back(turn, shop_id),))


def _back(turn: Turn, shop_id: int) -> tuple[Choice, ...]:
    return (Choice(turn.t("← Tags"), "tags", str(shop_id)),)


def avoid(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say whether some people never take what has a tag."""
    shop_id, tag_id, avoided = (int(part) for part in arg.split(":"))
    done = sold.avoid(turn.tx, turn.actor, shop_id, tag_id, avoided=bool(avoided), now=turn.now)
    if isinstance(done, ItemGone | NotAllowed):
        return _gone(turn, shop_id, TagGone() if isinstance(done, ItemGone) else done)
    return _one(turn, shop_id, actions.see_tag(turn.tx, turn.actor, shop_id, tag_id), turn.t("✔ Done."))


def ask_name(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask what a tag is called from now on."""
    shop_id, tag_id = split(arg)
    seen = actions.see_tag(turn.tx, turn.actor, shop_id, int(tag_id))
    if not isinstance(seen, ShopTag):
        return _gone(turn, shop_id, seen)
    turn.wait_for(STEP, shop=shop_id, tag=seen.tag.id)
    return Reply(ask_tag_name(seen, turn.words), (_back(turn, shop_id),))


def name_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Call a tag as it was typed; a question that was answered badly stays open."""
    shop_id, tag_id = int(turn.data["shop"]), int(turn.data["tag"])
    match actions.rename_tag(turn.tx, turn.actor, shop_id, tag_id, text, now=turn.now):
        case BadItem() as bad:
            return Reply(bad_item(bad, turn.words), (_back(turn, shop_id),))
        case Delicate() as delicate:
            return Reply(word_not_sold(delicate, turn.words), (_back(turn, shop_id),))
        case done:
            turn.stop_waiting()
            return _one(turn, shop_id, done, turn.t("✔ Done."))


def ask_drop(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say what becomes of all that hangs on a tag, and ask for a yes."""
    shop_id, tag_id = split(arg)
    seen = actions.may_drop(turn.tx, turn.actor, shop_id, int(tag_id))
    if isinstance(seen, TagInUse):
        return _in_use(turn, shop_id, int(tag_id), seen)
    if not isinstance(seen, ShopTag):
        return _gone(turn, shop_id, seen)
    yes = Choice(turn.t("Yes, take it away"), "taggone", arg)
    turn.wait_for("yes", yes=yes)
    return Reply(
        "\n".join(ask_drop_lines(seen, turn.words)), ((yes, Choice(turn.t("No, thanks"), "tag", arg)),)
    )


def _in_use(turn: Turn, shop_id: int, tag_id: int, used: TagInUse) -> Reply:
    """Say by what a tag is held, with a way to each of these messages, and back from there."""
    passed(turn, shop_id, "tag", f"{shop_id}:{tag_id}")
    rows = [(Choice(kind_name(turn.words, kind), "campaign", f"{shop_id}:{kind}"),) for kind in used.kinds]
    return Reply(tag_in_use(used, turn.words), (*rows, _back(turn, shop_id)))


def drop(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a tag away."""
    shop_id, tag_id = split(arg)
    done = actions.drop_tag(turn.tx, turn.actor, shop_id, int(tag_id), now=turn.now)
    if isinstance(done, TagInUse):
        return _in_use(turn, shop_id, int(tag_id), done)
    if not isinstance(done, ShopTag):
        return _gone(turn, shop_id, done)
    seen = sold.see_items(turn.tx, turn.actor, shop_id)
    return not_allowed(turn) if isinstance(seen, NotAllowed) else _all(turn, seen, turn.t("✔ Done."))
