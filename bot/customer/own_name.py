"""What somebody is called here: as their messenger says, or as they say where that can't be relied on."""

from actions.people import identify, profile
from bot.turn import Choice, Reply, Turn
from loyalty.names import read_name
from words.people.channels import channel_name


def call_me(turn: Turn, arg: str) -> Reply:
    """Answer "my name is Anna": what a messenger tells anew with each message is changed there."""
    card = ((Choice(turn.t("💳 My card"), "card"),),)
    called = turn.visitor.person.name
    if identify.follows_name(turn.tx, turn.visitor, may_pass_on=turn.incoming.may_pass_on):
        where = channel_name(turn.incoming.sender.channel, turn.words)
        text = turn.t(
            "I call you {name}, as you are called on {channel}. Change it there, and write to me again: your cards follow.",
            name=turn.words.name(called), channel=where,
        )  # fmt: skip
        return Reply(text, card)
    name = read_name(arg)
    if not name:
        text = turn.t(
            "I call you {name}. Write to me how you are called, like this: “my name is Anna”.",
            name=turn.words.name(called),
        )
        return Reply(text, card)
    profile.set_name(turn.tx, turn.person_id, name)
    return Reply(
        turn.t("You are {name} from now on, here and at the till.", name=turn.words.name(name)), card
    )
