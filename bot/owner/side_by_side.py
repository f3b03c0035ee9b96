"""Programmes side by side, for their owner: which one is meant, called something else, taken away."""

from collections.abc import Sequence

from actions.access import NotAllowed
from actions.shop.programme import CurrentRules
from actions.shop.side_by_side import (
    MOST_PROGRAMMES,
    BadProgrammeName,
    NoSuchProgramme,
    NotTakenAway,
    TakenAway,
    rename_programme,
    take_away,
)
from bot.legible import shortened, unseen
from bot.owner.places import gone, not_allowed, programme_key, rules_for, split_programme
from bot.turn import Choice, Reply, Turn
from bot.whence import passed
from loyalty.cards.programme import ProgrammeVersion
from loyalty.names import clean_name, fold_name
from loyalty.units import Unit
from words.cards.rules import ProgrammeWording
from words.shop.side_by_side import bad_programme_name
from words.units import card_name, programme_name


def called(turn: Turn, seen: CurrentRules) -> str:
    """Name a shop, with the programme where it has several."""
    if len(seen.programmes) == 1:
        return seen.shop.name
    return f"{seen.shop.name}, {programme_name(seen.version, turn.words)}"


def heading(turn: Turn, seen: CurrentRules) -> str:
    """Say whose rules follow."""
    return turn.t("{shop}: the rules", shop=called(turn, seen))


def all_programmes(turn: Turn, seen: CurrentRules, verb: str = "programme", note: str = "") -> Reply:
    """Show what stands side by side, and ask which one is meant."""
    shop_id = seen.shop.id
    lines = [note] if note else []
    lines.append(turn.t("{shop}: cards side by side. Which one?", shop=seen.shop.name))
    rows = []
    for one in seen.programmes:
        name = programme_name(one, turn.words)
        lines.append(f"· {name}: {_offers(turn, seen, one)}")
        rows.append((Choice(name, verb, f"{shop_id}.{one.programme_id}"),))
    if verb != "programme":
        return Reply("\n".join(lines), (*rows, (_back(turn, str(shop_id)),)))
    passed(turn, shop_id, verb, str(shop_id))
    last = (
        Choice(turn.t("📍 Branches"), "branches", str(shop_id)),
        Choice(turn.t("🏪 The shop"), "shop", str(shop_id)),
    )
    return Reply("\n".join(lines), (*rows, *_one_more(turn, seen), last))


def _offers(turn: Turn, seen: CurrentRules, one: ProgrammeVersion) -> str:
    """Say what a programme offers, in a line."""
    write = ProgrammeWording(turn.words, one.programme.unit, seen.shop.currency)
    return turn.words.listing(write.reward(reward) for reward in one.programme.rewards)


def rows(turn: Turn, seen: CurrentRules) -> tuple[tuple[Choice, ...], ...]:
    """Offer what can be done with a programme beside others."""
    if len(seen.programmes) == 1:
        return ()
    key = programme_key(seen)
    rename = Choice(turn.t("✏ Name of this card"), "cardname", key)
    away = Choice(turn.t("🗑 Take this card away"), "cardaway", key)
    return ((rename, away), (Choice(turn.t("← All cards"), "programme", str(seen.shop.id)),))


def _one_more(turn: Turn, seen: CurrentRules) -> tuple[tuple[Choice, ...], ...]:
    if len(seen.programmes) >= MOST_PROGRAMMES:
        return ()
    return ((one_more(turn, seen.shop.id),),)


def one_more(turn: Turn, shop_id: int) -> Choice:
    """Offer one more programme beside those there are."""
    return Choice(turn.t("➕ One more card"), "onemore", str(shop_id))


def _back(turn: Turn, key: str) -> Choice:
    return Choice(turn.t("← Rules"), "programme", key)


def ask_name(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask what a programme shall be called."""
    shop_id, programme_id, _ = split_programme(arg)
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    turn.wait_for("card_name", shop=shop_id, programme=seen.version.programme_id)
    return Reply(_name_question(turn), ((_back(turn, programme_key(seen)),),))


def _name_question(turn: Turn) -> str:
    return turn.t(
        "What shall this card be called? Cashiers and customers tell it from the other one by its name."
    )


def name_of(turn: Turn, others: Sequence[ProgrammeVersion], unit: Unit, text: str) -> str | BadProgrammeName:
    """Read a name; what a card is called anyway needs none, and no card is called what another one goes by."""
    name = clean_name(text)
    if fold_name(name) == fold_name(card_name(unit, turn.words)):
        return ""
    known = {fold_name(programme_name(other, turn.words)) for other in others}
    return BadProgrammeName("taken", name) if fold_name(name) in known else name


def name_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Call a programme what was typed."""
    shop_id, programme_id = int(turn.data["shop"]), int(turn.data["programme"])
    if not clean_name(text):
        return Reply(f"{turn.t('I did not understand that.')} {_name_question(turn)}")
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    others = [other for other in seen.programmes if other.programme_id != programme_id]
    name = name_of(turn, others, seen.version.programme.unit, text)
    if isinstance(name, BadProgrammeName):
        return Reply(bad_programme_name(name, turn.words))
    match rename_programme(turn.tx, turn.actor, shop_id, programme_id, name, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case NoSuchProgramme():
            return gone(turn, shop_id)
        case BadProgrammeName() as why:
            return Reply(bad_programme_name(why, turn.words))
        case version:
            turn.stop_waiting()
            said = turn.t("✔ It is called {name} now.", name=programme_name(version, turn.words))
            notes = [said, shortened(turn.words, text), unseen(turn.words, name)]
            return _all(turn, shop_id, "\n".join(filter(None, notes)) + "\n")


def ask_away(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Say what it means to take a programme away, and ask again."""
    shop_id, programme_id, _ = split_programme(arg)
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    key, name = programme_key(seen), programme_name(seen.version, turn.words)
    text = turn.t(
        "Take “{name}” away? That works as long as nothing was ever booked on it. Customers then don't see it any more; "
        "the other cards stay as they are.",
        name=name,
    )
    yes = Choice(turn.t("✔ Take it away"), "cardgone", key)
    return Reply(text, ((yes, Choice(turn.t("✖ Cancel"), "programme", key)),))


def confirm_away(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Take a programme away, or say why it stays."""
    shop_id, programme_id, _ = split_programme(arg)
    seen = rules_for(turn, shop_id, programme_id)
    if isinstance(seen, Reply):
        return seen
    match take_away(turn.tx, turn.actor, shop_id, seen.version.programme_id, now=turn.now):
        case NotAllowed():
            return not_allowed(turn)
        case NoSuchProgramme():
            return gone(turn, shop_id)
        case NotTakenAway() as stays:
            return Reply(_stays(turn, stays), ((_back(turn, programme_key(seen)),),))
        case TakenAway(version):
            name = programme_name(version, turn.words)
            return _all(turn, shop_id, turn.t("✔ “{name}” is taken away.", name=name) + "\n")


def _stays(turn: Turn, stays: NotTakenAway) -> str:
    name, cards = programme_name(stays.version, turn.words), stays.cards
    if stays.giving:
        return turn.t(
            "“{name}” stays: what “{reward}” gives is booked on it.", name=name, reward=stays.giving
        )
    if not cards:
        return turn.t("“{name}” is the only card of the shop, so it stays.", name=name)
    return turn.tn(
        "“{name}” stays: something was booked on it for {n} customer, and what was promised is kept.",
        "“{name}” stays: something was booked on it for {n} customers, and what was promised is kept.",
        cards,
        name=name,
    )


def _all(turn: Turn, shop_id: int, note: str) -> Reply:
    seen = rules_for(turn, shop_id, None)
    if isinstance(seen, Reply):
        return seen
    if len(seen.programmes) == 1:
        return Reply(note.strip(), ((_back(turn, str(shop_id)),),))
    return all_programmes(turn, seen, note=note)
