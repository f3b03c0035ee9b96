"""What customers think: the figures for owners and managers, and what an owner wants to know."""

from actions.access import NotAllowed
from actions.campaigns.kinds.question import QUESTION
from actions.people import opinions as actions
from actions.people.opinions import Voice
from bot.beside import beside
from bot.owner.own_question import back, others_of
from bot.owner.places import not_allowed, place_for, split
from bot.turn import Choice, Reply, Turn
from bot.whence import passed
from loyalty.people.questions import OWN
from loyalty.roles import Role
from words.campaigns.questions import question_named
from words.campaigns.settings import settings_of
from words.people.opinions import voice_lines


@beside
def voice(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /voice: scores and shares with their bounds, and what is asked."""
    place = place_for(turn, Role.MANAGER, "voice", arg)
    if isinstance(place, Reply):
        return place
    found = actions.see_voice(turn.tx, turn.actor, place.shop.id, now=turn.now)
    if isinstance(found, NotAllowed):
        return not_allowed(turn, Role.MANAGER)
    passed(turn, place.shop.id, "voice", str(place.shop.id))
    rows = _rows(turn, found) if place.member.may(Role.OWNER) else ()
    return Reply("\n".join(voice_lines(found, turn.words)), rows)


def _rows(turn: Turn, found: Voice) -> tuple[tuple[Choice, ...], ...]:
    shop = found.shop.id
    asked = [one.asked.name for one in found.figures]
    rows = [
        (
            Choice(
                f"{'☑' if name in asked else '☐'} {question_named(name, turn.words)}",
                "question",
                f"{shop}:{name}:{'0' if name in asked else '1'}",
            ),
        )
        for name in (*asked, *found.waits)
        if name != OWN.name or name in asked
    ]
    if asked and not found.on:
        rows.append((Choice(turn.t("✉ Ask again"), "campaign", f"{shop}:{QUESTION}"),))
    rows.append((Choice(turn.t("✏ A question of my own"), "ownquestion", str(shop)),))
    if OWN.name in asked and others_of(turn, shop):
        rows.append((Choice(turn.t("🌍 My question in other languages"), "ownquestionin", f"{shop}:"),))
    key = settings_of(QUESTION)["review_url"].key
    rows.append((Choice(turn.t("🔗 Page for reviews"), "setting", f"{shop}:{QUESTION}:{key}"),))
    rows.append((Choice(turn.t("📥 Inbox"), "inbox", str(shop)),))
    return tuple(rows)


def switch(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Ask a question from now on, or no more."""
    shop_id, rest = split(arg)
    name, _, wanted = rest.partition(":")
    found = actions.switch_question(turn.tx, turn.actor, shop_id, name, wanted == "1", now=turn.now)
    if isinstance(found, NotAllowed):
        return not_allowed(turn)
    said = question_named(name, turn.words)
    if found:
        text = turn.t(
            "✔ Asked after visits, the next morning, one question at a time: {question}.", question=said
        )
    else:
        text = turn.t("✔ Not asked any more: {question}. What was answered stays.", question=said)
    return Reply(text, back(turn, shop_id))
