"""What a customer likes in a shop: seen, said with a tap, and whether several people use the card."""

from actions.cards.own_cards import NoCard
from actions.people import likes as actions
from actions.people.likes import OwnLikes
from bot.turn import Choice, Reply, Turn
from loyalty.people.likes import Answer
from words.people.likes import answer_name, ask_like, like_lines

_BESIDE = 2


def show_likes(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /likes: what is known in each shop, a button for each tag."""
    found = actions.own_likes(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    shown = sorted(found, key=lambda own: str(own.account.id) != arg)
    if not shown:
        return Reply(turn.t("No shop of yours asks what you like."))
    return [_view(turn, own) for own in shown]


def _view(turn: Turn, own: OwnLikes, *, in_place: bool = False) -> Reply:
    each = [Choice(tag.name, "liketag", f"{own.account.id}:{tag.id}") for tag in own.tags]
    rows = [tuple(each[i : i + _BESIDE]) for i in range(0, len(each), _BESIDE)]
    shared = own.likes.shared
    label = turn.t("👤 Only I use this card") if shared else turn.t("👥 Several people use this card")
    household = Choice(label, "sharecard", f"{own.account.id}:{int(not shared)}")
    return Reply("\n".join(like_lines(own, turn.words)), (*rows, (household,)), in_place=in_place)


def ask(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask about one tag."""
    account_id, tag_id = (int(part) for part in arg.split(":"))
    found = actions.own_likes(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    own = next((one for one in found if one.account.id == account_id), None)
    tag = next((tag for tag in own.tags if tag.id == tag_id), None) if own else None
    if own is None or tag is None:
        return show_likes(turn, "")
    rows = tuple((Choice(answer_name(one, turn.words), "like", f"{arg}:{one}"),) for one in Answer)
    return Reply(ask_like(own, tag, turn.words), rows, in_place=True)


def say(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Remember what somebody says of a tag."""
    account_id, tag_id, answer = arg.split(":")
    about = (int(account_id), int(tag_id), Answer(answer))
    return _changed(turn, actions.say_like(turn.tx, turn.person_id, *about, now=turn.now))


def share(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Remember whether several people use a card."""
    account_id, shared = (int(part) for part in arg.split(":"))
    done = actions.share_card(turn.tx, turn.person_id, account_id, shared=bool(shared), now=turn.now)
    return _changed(turn, done)


def _changed(turn: Turn, own: OwnLikes | NoCard) -> Reply | list[Reply]:
    return show_likes(turn, "") if isinstance(own, NoCard) else _view(turn, own, in_place=True)
