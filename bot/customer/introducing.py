"""Which shops of a coalition know whose card it is: their customer says so, one by one."""

from actions.cards.introductions import Introductions, introduce, see_introductions
from actions.cards.own_cards import NoCard, own_cards
from bot.customer.cards import show_no_card
from bot.turn import Choice, Reply, Turn


def known(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Show the shops that know whose card of a coalition it is, and change one: "card:shop:1"."""
    card_id, _, rest = arg.partition(":")
    partner_id, _, yes = rest.partition(":")
    if not card_id.isdecimal():
        card_id = _card_used_last(turn)
    if not card_id:
        return Reply(turn.t("You have no card that several shops share."))
    if partner_id:
        seen = introduce(
            turn.tx, turn.person_id, int(card_id), int(partner_id), known=yes == "1", now=turn.now
        )
    else:
        seen = see_introductions(turn.tx, turn.person_id, int(card_id))
    return show_no_card(turn) if isinstance(seen, NoCard) else _list(turn, seen)


def _card_used_last(turn: Turn) -> str:
    cards = own_cards(turn.tx, turn.person_id, only_shop=turn.only_shop, now=turn.now)
    return next((str(one.account.id) for one in cards if one.shop.is_coalition), "")


def _list(turn: Turn, seen: Introductions) -> Reply:
    lines = [
        turn.t(
            "With your card of {coalition} a shop sees that it is good, and no more. You can let a shop see your name and "
            "what is on the card, and take that back at any time.",
            coalition=seen.coalition.name,
        ),
        *(f"{'✔' if is_known else '·'} {shop.name}" for shop, is_known in seen.shops),
    ]
    rows = [
        (
            Choice(
                turn.t("{shop}: not any more", shop=shop.name)
                if is_known
                else turn.t("{shop}: yes", shop=shop.name),
                "known",
                f"{seen.account.id}:{shop.id}:{int(not is_known)}",
            ),
        )
        for shop, is_known in seen.shops
    ]
    return Reply(
        "\n".join(lines),
        (*rows, (Choice(turn.t("💳 My card"), "card", str(seen.account.id)),)),
        in_place=True,
    )
