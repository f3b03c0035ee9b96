"""Whether two chats are one person's, as the platform says that a number changed: asked once, joined only by a yes."""

from actions.people import changed_id
from actions.people.changed_id import MoveQuestion
from actions.people.link_accounts import Linked
from bot.customer import linking
from bot.turn import Choice, Reply, Turn
from loyalty.people.linking import UNDO_DAYS
from words.language import Words
from words.people.channels import channel_name


def question(say: Words, asked: MoveQuestion) -> Reply:
    """Ask whether both are theirs, and say shop by shop what would come together."""
    channel = channel_name(asked.own.reaches[0].channel, say)
    lines = [
        say.t(
            "{channel} says that {name} has this number now. Is the card of {name} yours too? Then I make one of both:",
            channel=channel,
            name=say.name(asked.other.person.name),
        ),
        *linking.both(say, asked.own, asked.other),
        say.t("For {n} days you can undo it. Say yes only if both are yours.", n=say.number(UNDO_DAYS)),
    ]
    yes = Choice(say.t("Yes, make them one"), "moved", str(asked.move_id))
    return Reply(
        "\n".join(lines), ((yes,), (Choice(say.t("No, keep them apart"), "apart", str(asked.move_id)),))
    )


def unasked(turn: Turn) -> list[Reply]:
    """Ask whoever writes what they were not asked yet."""
    asked = changed_id.asked_at(turn.tx, turn.visitor.address_id, now=turn.now)
    return [question(turn.words, asked)] if asked else []


def still_open(turn: Turn) -> Reply | None:
    """Ask once more who misses a card, where the question whose it is was passed over."""
    asked = changed_id.open_at(turn.tx, turn.visitor.address_id, now=turn.now)
    return question(turn.words, asked) if asked else None


def say_yes(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Make one of both."""
    done = changed_id.join(turn.tx, turn.person_id, int(arg), now=turn.now)
    if isinstance(done, Linked):
        return linking.joined(turn, done, said=turn.t("Done: all of it is yours here now."))
    return Reply(turn.t("I find nothing to join here."), ((Choice(turn.t("💳 My card"), "card"),),))


def say_no(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Keep two apart."""
    changed_id.keep_apart(turn.tx, turn.person_id, int(arg), now=turn.now)
    return Reply(
        turn.t(
            "Good, they stay two. If you ever miss a card, ask at the shop: its owner can move it to you."
        ),
        ((Choice(turn.t("💳 My card"), "card"),),),
    )
