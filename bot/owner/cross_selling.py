"""Who buys one thing and never another: a filter that is ready with two taps."""

from actions.access import NotAllowed
from actions.campaigns.filters import FilterPreview, preview_filter
from bot.beside import Beside
from bot.owner.filters import Answer, shown
from bot.owner.places import not_allowed, split
from bot.turn import Choice, Reply, Turn
from loyalty.campaigns.filters import Filter, cross_selling


def new(turn: Turn, arg: str) -> Answer:
    """Ask what they buy."""
    shop_id, _ = split(arg)
    seen = _seen(turn, shop_id)
    if not isinstance(seen, FilterPreview):
        return not_allowed(turn)
    choices = [
        Choice(name, "crosspick", f"{shop_id}:{key}")
        for key, name in seen.named.sold(turn.words.language).items()
    ]
    return Reply(turn.t("They buy…"), (*_rows(choices), (_back(turn, shop_id),)))


def pick(turn: Turn, arg: str) -> Answer:
    """Ask what they never buy, of what could be offered to them."""
    shop_id, bought = split(arg)
    seen = _seen(turn, shop_id)
    if not isinstance(seen, FilterPreview):
        return not_allowed(turn)
    name = seen.named.sold(turn.words.language).get(bought)
    if name is None:
        return new(turn, str(shop_id))
    never = seen.named.never_bought(bought, turn.words.language)
    choices = [Choice(other, "crossset", f"{shop_id}:{bought}:{key}") for key, other in never.items()]
    text = turn.t("They buy {what}, and never…", what=name)
    return Reply(text, (*_rows(choices), (_back(turn, shop_id),)))


def choose(turn: Turn, arg: str) -> Answer | Beside[Answer]:
    """Show who that is, to be saved with one tap more."""
    shop_id, both = split(arg)
    bought, _, never = both.partition(":")
    seen = _seen(turn, shop_id)
    if not isinstance(seen, FilterPreview):
        return not_allowed(turn)
    if bought not in seen.named.sold(turn.words.language) or never not in seen.named.never_bought(
        bought, turn.words.language
    ):
        return new(turn, str(shop_id))
    return shown(turn, shop_id, cross_selling(bought, never))


def _seen(turn: Turn, shop_id: int) -> FilterPreview | NotAllowed:
    return preview_filter(turn.tx, turn.actor, shop_id, Filter())


def _rows(choices: list[Choice]) -> list[tuple[Choice, ...]]:
    return [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]


def _back(turn: Turn, shop_id: int) -> Choice:
    return Choice(turn.t("← Back"), "filternew", str(shop_id))
