"""A phone is lost, stolen or new, or a number changed: how to come back to the card, and to the till."""

from actions.people.identify import Workplace, cards_of
from actions.shop.team import only_owner
from bot.customer import moving
from bot.turn import Choice, Reply, Turn
from loyalty.roles import Role
from words.people.channels import channel_name


def come_back(turn: Turn, _arg: str) -> Reply:
    """Say what whoever speaks can do: first what concerns the work, then the card."""
    asked = moving.still_open(turn)
    if asked:
        return asked
    here = bool(cards_of(turn.tx, turn.person_id, only_shop=turn.only_shop))
    lines = [_at_work(turn, place) for place in turn.visitor.workplaces]
    if here:
        lines += _card_here(turn)
    elif not lines:
        lines += _card_elsewhere(turn)
    return Reply("\n".join(lines), ((Choice(turn.t("💳 My card"), "card"),),) if here else ())


def _at_work(turn: Turn, place: Workplace) -> str:
    shop = place.shop
    if place.member.may(Role.OWNER) and only_owner(turn.tx, place.member):
        return turn.t(
            "{shop}: you are its only owner. If this account is lost to you, whoever runs the server makes a link for "
            "the new one: {command}. Invite a second owner now, and you never need that: /invite",
            shop=shop.name,
            command=f"stempel staff invite --shop {shop.id} --role owner",
        )
    return turn.t(
        "{shop}: tell its owner at once, for whoever holds the old phone can stamp as you. The owner takes the old "
        "account off the team (/staff) and invites the new one (/invite).",
        shop=shop.name,
    )


def _card_here(turn: Turn) -> list[str]:
    lines = [
        turn.t(
            "Your card is safe: it belongs to your account on {channel}, not to the phone. Sign in there with the same "
            "account, and it is here again.",
            channel=channel_name(turn.incoming.sender.channel, turn.words),
        )
    ]
    return [*lines, turn.t("With a new number or account:"), *_ways(turn)]


def _card_elsewhere(turn: Turn) -> list[str]:
    return [
        turn.t("Nothing is lost: what you collected is kept. This is how you get it back:"),
        *_ways(turn),
        turn.t("If you work in a shop, ask its owner to invite this account."),
    ]


def _ways(turn: Turn) -> list[str]:
    """Name the ways that there are: by the old chat, where there are two messengers, and by the shop's owner."""
    here = turn.incoming.sender.channel
    if all(one == here for one in turn.links.others):
        return [
            turn.t(
                "Scan the poster in the shop with the new account, and ask there: the owner moves everything from the old "
                "card onto the new one, with /move."
            )
        ]
    return [
        turn.t(
            "· If the old chat still opens and the new one is on another messenger, write /link in the old one."
        ),
        turn.t(
            "· Else scan the poster in the shop with the new account, and ask there: the owner moves everything from "
            "the old card onto the new one, with /move."
        ),
    ]
