"""What is said of friends who are brought along: to who brings them, and to who comes."""

from collections.abc import Iterator

from actions.cards.friends import Invitation, Met, NoFriend, NoInvitation
from loyalty.cards.parts.referral import Referral
from loyalty.names import first_name
from words.language import Words


def told(offer: Invitation, words: Words) -> str:
    """Say how it works, and how many were brought."""
    lines = [*_how_it_works(offer, words), *_so_far(offer, words)]
    return "\n".join([*lines, words.t("Pass the next message on:")])


def _how_it_works(offer: Invitation, words: Words) -> Iterator[str]:
    state, part = offer.state, offer.part
    unit = state.current.programme.unit
    yield words.t(
        "👋 Bring a friend to {shop}: {friend} for your friend, {inviter} for you, after your friend's first visit.",
        shop=state.shop.name,
        friend=words.counted(unit, part.for_friend),
        inviter=words.counted(unit, part.for_inviter),
    )
    yield words.tn(
        "Up to {n} friend a month. It counts for somebody who has no card here yet, not for yourself on another "
        "phone.",
        "Up to {n} friends a month. It counts for somebody who has no card here yet, not for yourself on another "
        "phone.",
        part.most_a_month,
    )
    if part.for_news:
        yield words.t(
            "{news} more for you where your friend says yes to the shop's news before that visit. It is your friend's own yes.",
            news=words.counted(unit, part.for_news),
        )


def _so_far(offer: Invitation, words: Words) -> Iterator[str]:
    if offer.friends.joined:
        yield words.t(
            "So far: {joined} joined, {came} came, {again} came again.",
            joined=words.number(offer.friends.joined),
            came=words.number(offer.friends.came),
            again=words.number(offer.friends.again),
        )
    if offer.this_month >= offer.part.most_a_month:
        yield words.t(
            "This month's friends are complete: from the 1st on it counts for you again. Who comes by your link "
            "gets theirs all the same."
        )


def to_pass_on(offer: Invitation, words: Words, *, link: str, code: str) -> str:
    """Write the message that goes to a friend."""
    return words.t(
        "I collect at {shop}. Join by my link and you get {friend} at your first visit: {link}\n"
        "Or write to the shop's chat: /friend {code}",
        shop=offer.state.shop.name,
        friend=words.counted(offer.state.current.programme.unit, offer.part.for_friend),
        link=link,
        code=code,
    )


def no_invitation(why: NoInvitation, words: Words) -> str:
    """Say why there is nothing to pass on."""
    shop = why.shop.name if why.shop else ""
    return {
        "none": words.t(
            "{shop} gives nothing for friends at the moment. They are welcome all the same.", shop=shop
        ),
        "staff": words.t("You work at {shop}: its customers bring friends, its staff don't.", shop=shop),
        "early": words.t("After your first visit at {shop} you can bring friends: /friend", shop=shop),
    }[why.why]


def promised(met: Met, part: Referral, inviter: str, words: Words) -> str:
    """Tell a friend what the first visit brings."""
    unit = met.version.programme.unit if met.version else met.state.current.programme.unit
    given = words.counted(unit, part.for_friend)
    if inviter:
        return words.t("👋 {name} invited you: {given} more at your first visit.", name=inviter, given=given)
    return words.t("👋 A friend invited you: {given} more at your first visit.", given=given)


def about_news(met: Met, part: Referral, words: Words) -> str:
    """Tell a friend, before they are asked, whom a yes brings something, and that it is theirs to say."""
    unit = met.version.programme.unit if met.version else met.state.current.programme.unit
    name = first_name(met.inviter) or words.t("Your friend")
    return words.t(
        "A yes to news brings {name} {given} more; you get the same whatever you say.",
        name=name,
        given=words.counted(unit, part.for_news),
    )


def no_friend(why: NoFriend, shop: str, words: Words) -> str:
    """Tell who followed a friend's link why there is nothing on top; the card is theirs all the same."""
    return {
        "own": words.t("This is your own link: pass it on to somebody who has no card here yet."),
        "customer": words.t(
            "You know {shop} already: the gift is for those who are new. Here is your card:", shop=shop
        ),
        "staff": words.t("You work at {shop}: the gift for friends is for its customers.", shop=shop),
        "same": words.t(
            "You and who invited you seem to be one person: the gift is for a friend. Here is your card:"
        ),
        "gone": words.t(
            "Who invited you has no card here any more, so there is no gift. You are welcome all the same:"
        ),
        "works": words.t("Who invited you works here, so there is no gift. You are welcome all the same:"),
        "over": words.t(
            "{shop} gives nothing for friends any more. You are welcome all the same:", shop=shop
        ),
        "many": words.t(
            "Very many came by this link today, so there is no gift. You are welcome all the same:"
        ),
    }[why]


def came(given: int, words: Words, *, shop: str, name: str, counted: str) -> str:
    """Tell who invited that the friend came."""
    facts = {"shop": shop, "name": name}
    if given:
        return words.t(
            "👋 {name} came to {shop} by your invitation: {given} for you. Thank you!", given=counted, **facts
        )
    return words.t(
        "👋 {name} came to {shop} by your invitation. This month's friends were complete already: thank you all the "
        "more!",
        **facts,
    )


def friend_bonus(n: int, words: Words) -> str:
    """Say how much a friend got for coming by an invitation."""
    return words.t("{n} more, as a friend brought you", n=words.number(n))
