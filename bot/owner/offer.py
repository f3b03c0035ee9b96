"""The shop's rewards: added, reworded, moved, priced, removed; each change goes through a preview."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from actions.people.identify import cards_of
from actions.shop.programme import CurrentRules
from bot.beside import beside
from bot.customer.rewards import show_rewards
from bot.legible import shortened
from bot.owner import side_by_side
from bot.owner.places import place_for, programme_key, rules_for, split_programme
from bot.owner.programme import asked_about, propose
from bot.turn import Choice, Reply, Turn
from bot.whence import way_back
from loyalty.amounts import NoAmount, parse_amount
from loyalty.cards.programme import Reward
from loyalty.cards.programme_check import MAX_REWARD_TEXT, Invalid
from loyalty.cards.typed_reward import parse_reward
from loyalty.counted import parse_counted
from loyalty.names import read_name
from loyalty.roles import Role
from loyalty.shop.changes import NEW, with_reward, without_reward
from words.amounts import bad_amount
from words.names import no_name
from words.shop.figures import invalid, wording
from words.units import place_label, place_question


def rewards(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /rewards: a customer's own, and beneath them an owner's, with a way to change them."""
    owned = turn.workplaces(Role.OWNER)
    if arg or not owned:
        return show_rewards(turn, arg)
    own = show_rewards(turn, "") if cards_of(turn.tx, turn.person_id, only_shop=turn.only_shop) else []
    offers = [_list(turn, place.shop.id) for place in owned]
    return [*(own if isinstance(own, list) else [own]), *offers]


def menu(turn: Turn, arg: str) -> Reply | list[Reply]:
    """List a shop's rewards, each a button to change it; of several programmes those of the one that was asked for."""
    shop_id, programme_id, _ = split_programme(arg)
    place = place_for(turn, Role.OWNER, "menu", str(shop_id) if shop_id else "")
    return place if isinstance(place, Reply) else _list(turn, place.shop.id, programme_id)


def _list(turn: Turn, shop_id: int, programme_id: int | None = None) -> Reply:
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    if programme_id is None and len(seen.programmes) > 1:
        return side_by_side.all_programmes(turn, seen, "menu")
    key = programme_key(seen)
    offered = seen.version.programme.rewards
    lines = [turn.t("What {shop} offers:", shop=side_by_side.called(turn, seen))]
    lines += [f"🎁 {wording(seen, turn.words).reward(reward)}" for reward in offered]
    named = Counter(reward.text for reward in offered)
    rows = [
        (
            Choice(
                turn.t("✏ {reward}", reward=_told_apart(turn, reward, named)),
                "reward",
                f"{key}:{reward.key}",
            ),
        )
        for reward in offered
    ]
    last = (Choice(turn.t("➕ Add a reward"), "rewrite", f"{key}::text"),)
    back = way_back(turn, seen.shop.id, Choice(turn.t("← Rules"), "programme", key), "calculator")
    return Reply("\n".join(lines), (*rows, last, (back,)))


def _told_apart(turn: Turn, reward: Reward, named: Mapping[str, int]) -> str:
    """Name a reward, with its place or price where another one is called the same."""
    return f"{reward.text} ({turn.words.number(reward.at)})" if named[reward.text] > 1 else reward.text


def reward(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show one reward and what can be changed about it."""
    shop_id, programme_id, key = split_programme(arg)
    found = reward_of(turn, shop_id, programme_id, key)
    if isinstance(found, Reply):
        return found
    seen, one = found
    place = place_label(seen.version.programme.unit, turn.words)
    rows = [
        (Choice(turn.t("Text"), "rewrite", f"{arg}:text"), Choice(place, "rewrite", f"{arg}:at")),
        (
            Choice(turn.t("What it costs us"), "rewrite", f"{arg}:cost"),
            Choice(turn.t("Remove"), "rewrite", f"{arg}:drop"),
        ),
        (Choice(turn.t("Kind of reward"), "worth", arg),),
        (Choice(turn.t("← Rewards"), "menu", programme_key(seen)),),
    ]
    return Reply(wording(seen, turn.words).reward(one), tuple(rows))


@beside
def rewrite(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask for a reward's new text, place or cost, or show what its removal would do."""
    shop_id, programme_id, rest = split_programme(arg)
    key, _, part = rest.partition(":")
    if not key:
        seen = rules_for(turn, shop_id, programme_id)
        return seen if isinstance(seen, Reply) else _ask(turn, seen, part, key=key)
    found = reward_of(turn, shop_id, programme_id, key)
    if isinstance(found, Reply):
        return found
    seen = found[0]
    if part != "drop":
        return _ask(turn, seen, part, key=key)
    left = without_reward(seen.version.programme, key)
    if not left.rewards:
        return _the_only_one(turn, seen)
    return propose(turn, seen, left)


def _the_only_one(turn: Turn, seen: CurrentRules) -> Reply:
    """Refuse to take the last reward away, and lead on."""
    why = invalid(Invalid("no_reward"), wording(seen, turn.words))
    text = f"{why} {turn.t('Add another one first, or change this one.')}"
    key = programme_key(seen)
    add, back = (
        Choice(turn.t("➕ Add a reward"), "rewrite", f"{key}::text"),
        Choice(turn.t("← Rewards"), "menu", key),
    )
    return Reply(text, ((add,), (back,)))


def _ask(turn: Turn, seen: CurrentRules, part: str, *, key: str, text: str = "") -> Reply:
    programme_id = seen.version.programme_id
    turn.wait_for("reward", shop=seen.shop.id, programme=programme_id, key=key, part=part, text=text)
    questions = {
        "text": turn.t("What is the reward? Type it as customers shall read it, for example Free coffee."),
        "at": place_question(seen.version.programme.unit, turn.words),
        "cost": turn.t(
            "What does it cost you, roughly? Type an amount, for example {example}. Only you see it.",
            example=turn.words.amount_example(seen.shop.currency),
        ),
    }
    return Reply(questions[part], ((Choice(turn.t("← Rewards"), "menu", programme_key(seen)),),))


@beside
def typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Read what was asked, and show what it would change."""
    key, part = str(turn.data["key"]), str(turn.data["part"])
    seen = rules_for(turn, int(turn.data["shop"]), asked_about(turn))
    if isinstance(seen, Reply):
        return seen
    if not key and part == "text":
        text, at = parse_reward(text)
        named = read_name(text, most=MAX_REWARD_TEXT)
        if at:
            return _noted(
                turn, text, propose(turn, seen, with_reward(seen.version.programme, Reward(NEW, named, at)))
            )
        asked = _ask(turn, seen, "at" if named else "text", key="", text=named)
        return _noted(turn, text, asked) if named else replace(asked, text=no_name(turn.words))
    old = seen.version.programme.reward(key) if key else Reward(NEW, str(turn.data["text"]), 0)
    if old is None:
        return _gone(turn)
    new = _changed(old, part, text, seen.shop.currency)
    if new is None or isinstance(new, NoAmount):
        again = _ask(turn, seen, part, key=key, text=str(turn.data["text"]))
        return replace(again, text=_why_not(turn, seen, part, new, again.text))
    shown = propose(turn, seen, with_reward(seen.version.programme, new))
    return _noted(turn, text, shown) if part == "text" else shown


def _noted(turn: Turn, typed: str, reply: Reply | list[Reply]) -> Reply | list[Reply]:
    note = shortened(turn.words, typed, most=MAX_REWARD_TEXT)
    if isinstance(reply, list) or not note:
        return reply
    return replace(reply, text=f"{note}\n\n{reply.text}")


def _why_not(turn: Turn, seen: CurrentRules, part: str, bad: NoAmount | None, question: str) -> str:
    """Say why what was typed for a reward can't be taken."""
    if bad:
        return bad_amount(bad, seen.shop.currency, turn.words)
    return no_name(turn.words) if part == "text" else f"{turn.t('I did not understand that.')} {question}"


def _changed(old: Reward, part: str, text: str, currency: str) -> Reward | NoAmount | None:
    if part == "text":
        text, at = parse_reward(text)
        named = read_name(text, most=MAX_REWARD_TEXT)
        return replace(old, text=named, at=at or old.at) if named else None
    if part == "at":
        at = parse_counted(text)
        return replace(old, at=at) if at else None
    cost = parse_amount(text, currency)
    return cost if isinstance(cost, NoAmount) else replace(old, cost_minor=cost)


def reward_of(
    turn: Turn, shop_id: int, programme_id: int | None, key: str
) -> tuple[CurrentRules, Reward] | Reply:
    """Return one reward of a programme with the rules it stands in, or why it can't be seen."""
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    found = seen.version.programme.reward(key)
    return (seen, found) if found else _gone(turn)


def _gone(turn: Turn) -> Reply:
    return Reply(turn.t("This reward is not there any more."))
