"""What a shop's own chat can't do for who is known in other shops too: there, nothing is said or done about those."""

from actions.people.identify import is_of_others
from bot.turn import Choice, Reply, Turn


def asked_elsewhere(turn: Turn, command: str) -> Reply | None:
    """Lead to the shared chat who asks about all that we know of them; None where this chat is the place for it."""
    if turn.only_shop is None or not is_of_others(turn.tx, turn.person_id, turn.only_shop):
        return None
    text = turn.t(
        "This chat is one shop's own, and {command} is about all that I know of you. Please ask me in our other chat.",
        command=command,
    )
    shared = turn.links.shared
    rows = ((Choice(turn.t("Open our other chat"), url=shared("home")),),) if shared else ()
    return Reply(text, rows)
