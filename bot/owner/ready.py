"""Ready programmes: the usual rules of a trade, for a shop that runs already; begun cards keep their promise."""

from dataclasses import replace

from actions.shop.programme import CurrentRules
from bot.beside import beside
from bot.owner import side_by_side
from bot.owner.adding import one_more_like
from bot.owner.places import programme_key, rules_for, split_programme
from bot.owner.programme import propose
from bot.turn import Choice, Reply, Turn
from loyalty.cards.programme import Programme
from loyalty.shop.basis import TRADES
from loyalty.shop.changes import NEW
from loyalty.shop.presets import PRESETS
from words.cards.rules import ProgrammeWording
from words.shop.trades import trade_name, usual_programme


def ready(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List the usual rules of each trade, with what a visit brings such a shop."""
    shop_id, programme_id, _ = split_programme(arg)
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    lines = [
        turn.t(
            "What comes closest to {shop}? I show what would change before anything does.",
            shop=seen.shop.name,
        )
    ]
    lines += [f"· {trade_name(trade, turn.words)}: {_usual(turn, seen, trade)}" for trade in TRADES]
    key = programme_key(seen)
    choices = [Choice(trade_name(trade, turn.words), "readyset", f"{key}:{trade}") for trade in TRADES]
    rows = [tuple(choices[i : i + 2]) for i in range(0, len(choices), 2)]
    return Reply("\n".join(lines), (*rows, (Choice(turn.t("← Rules"), "programme", key),)))


def _usual(turn: Turn, seen: CurrentRules, trade: str) -> str:
    """Say what such a shop gives, brings and keeps."""
    currency, words = seen.shop.currency, turn.words
    preset, programme = PRESETS[trade], rules_of(turn, seen, trade)
    reward = ProgrammeWording(words, programme.unit, currency).reward(programme.rewards[0])
    return words.t(
        "{reward}; about {sale} a visit, of which {margin} is left",
        reward=reward,
        sale=words.money(preset.sale_minor(currency) or 0, currency),
        margin=words.percent(preset.margin_permille or 0),
    )


def rules_of(turn: Turn, seen: CurrentRules, trade: str) -> Programme:
    """Make the usual rules of a trade in this shop's money, with a reward as its owner would name it."""
    return usual_programme(trade, seen.shop.currency, turn.words, key=NEW)


def _in_place(turn: Turn, seen: CurrentRules, usual: Programme) -> Programme:
    """Put what is usual in place of what is there; what no preset speaks of stays, and bonuses that are the shop's own."""
    now = seen.version.programme
    of_trades = {part for trade in TRADES for part in rules_of(turn, seen, trade).parts}
    own = tuple(part for part in now.parts if part not in of_trades)
    kinds = {part.name for part in own}
    return replace(
        now,
        earn=usual.earn,
        pays=usual.pays,
        rewards=usual.rewards,
        limits=usual.limits,
        head_start=usual.head_start,
        voucher_days=usual.voucher_days,
        parts=(*own, *(part for part in usual.parts if part.name not in kinds)),
    )


@beside
def choose(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show what the rules of a trade would change and for whom; what counts another unit stands beside as a card of its own."""
    shop_id, programme_id, trade = split_programme(arg)
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    if trade not in TRADES:
        return ready(turn, programme_key(seen))
    new = rules_of(turn, seen, trade)
    if new.unit is seen.version.programme.unit:
        return propose(turn, seen, _in_place(turn, seen, new), trade=trade)
    text = turn.t(
        "Such shops count something else than this card: what is on it can't be turned into that, and is kept. The new card "
        "stands beside it, and customers have both."
    )
    key = programme_key(seen)
    more = Choice(side_by_side.one_more(turn, shop_id).label, "readybeside", f"{shop_id}:{trade}")
    return Reply(text, ((more,), (Choice(turn.t("← Rules"), "programme", key),)))


def put_beside(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Begin the questions for a card of this trade beside the others."""
    shop_id, _, trade = split_programme(arg)
    seen = rules_for(turn, shop_id, None)
    if isinstance(seen, Reply):
        return seen
    return one_more_like(turn, seen.shop, trade) if trade in TRADES else ready(turn, str(shop_id))
