"""What a shop sends: campaigns, digests, letters, a place on the staff."""

from dataclasses import replace

from actions.access import NotAllowed
from actions.campaigns.briefings import briefing_of
from actions.campaigns.broadcast_results import BroadcastResult, result_of
from actions.campaigns.departures import still_wanted
from actions.campaigns.experiments import experiment_of
from actions.campaigns.message_facts import occasion
from actions.cards.head_starts import SignUps, sign_ups
from actions.cards.running_out import running_out_of
from actions.people.inbox import post
from actions.shop.bots import refused_bot
from actions.shop.digest import Digest, Period, digest, unsaid_figures
from actions.shop.draws import standing_of
from actions.shop.event_seats import event_of, left_branch
from bot.campaign_messages import template_of, word_occasion
from bot.customer.events import word_cancelled, word_changed, word_seat_free
from bot.customer.letters import word_answer
from bot.fitting import menu_for
from bot.owner.bots import word_refused
from bot.owner.broadcast_results import word_result
from bot.owner.digest import word_digest
from bot.owner.experiments import word_experiment
from bot.owner.inbox import word_letter
from bot.owner.message_costs import all_trouble
from bot.receipts.case import Case, Receipt, in_template
from bot.turn import Choice, Filled, Reply
from words.campaigns.briefings import briefing_lines
from words.shop.draws import over_lines
from words.shop.roles import role_name


def role(case: Case) -> list[Receipt]:
    """Tell what somebody may do in a shop, or no more."""
    member, shop, say = case.notice.member, case.notice.shop, case.words
    if member is None or shop is None:
        return []
    menu = menu_for(case.notice.role, say.language, case.links)
    if not case.notice.serves:  # they learn it in free words, or when they write again
        text = say.t("You are not on the staff of {shop} any more. Thank you for your work!", shop=shop.name)
        return [Receipt(Reply(text, menu=menu))]
    about = {"shop": shop.name, "role": role_name(member.role, say)}
    return [
        Receipt(
            Reply(say.t("{shop}: you are {role} now.", **about), menu=menu, template=Filled("role", about))
        )
    ]


def campaign(case: Case) -> list[Receipt]:
    """Word what is due, if it still is."""
    this = case.notice.data["occurrence_id"]
    # Asked once more in the transaction that finds the words: the goal may be reached, the customer back.
    one = occasion(case.tx, this, now=case.now) if still_wanted(case.tx, this, now=case.now) else None
    if one is None:
        return []
    reply = word_occasion(one, case.words)
    return [Receipt(replace(reply, template=template_of(one, case.words)))]


def figures(case: Case) -> list[Receipt]:
    """Tell an owner of a week or a month."""
    data = case.notice.data
    period: Period = "month" if data["months"] else "week"
    found = digest(case.tx, case.actor, data["shop_id"], period, now=case.now)
    if not isinstance(found, Digest):
        return []
    days = f"{case.words.date(found.first)} – {case.words.date(found.last)}"
    formal = in_template("digest", shop=found.shop.name, period=days)
    troubles = all_trouble(case, found.shop, found.campaigns) if period == "week" else []
    unsaid = unsaid_figures(case.tx, found.shop.id) if data.get("ask_sums") else None
    return [Receipt(replace(word_digest(case.words, found, troubles, unsaid=unsaid), template=formal))]


def broadcast_done(case: Case) -> list[Receipt]:
    """Tell an owner whom a broadcast brought."""
    found = result_of(case.tx, case.actor, case.notice.data["broadcast_id"], now=case.now)
    return [Receipt(word_result(case.words, found))] if isinstance(found, BroadcastResult) else []


def experiment_news(case: Case) -> list[Receipt]:
    """Tell an owner that an experiment has an answer, or that it ended."""
    found = experiment_of(case.tx, case.actor, case.notice.data["experiment_id"])
    return [] if isinstance(found, NotAllowed) else [Receipt(word_experiment(case.words, found))]


def draw_over(case: Case) -> list[Receipt]:
    """Tell an owner how a draw ended."""
    found = standing_of(case.tx, case.actor, case.notice.data["draw_id"])
    if found is None:
        return []
    shop, standing = found
    about = {
        "shop": shop.name,
        "prize": standing.draw.prize,
        "tickets": case.words.number(standing.tickets),
        "won": case.words.number(standing.won),
    }
    check = Choice(case.words.t("📄 Check it"), "drawcheck", str(standing.draw.id))
    text = "\n".join(over_lines(shop, standing, case.words))
    return [Receipt(Reply(text, ((check,),), template=Filled("draw_over", about, {"drawcheck": check.arg})))]


def running_out(case: Case) -> list[Receipt]:
    """Tell an owner that a reward is nearly gone."""
    data, say = case.notice.data, case.words
    found = running_out_of(case.tx, case.actor, data["shop_id"], data["reward_key"])
    if found is None:
        return []
    about = {"shop": found.shop.name, "reward": found.reward.text}
    text = (
        say.tn(
            "📦 {shop}: only {n} of “{reward}” is left.",
            "📦 {shop}: only {n} of “{reward}” are left.",
            found.left,
            **about,
        )
        if found.left
        else say.t("📦 {shop}: “{reward}” is gone, nobody can have it any more.", **about)
    )
    text += "\n" + say.t("More of it, or something else in its place: /rewards")
    see = Choice(say.t("🎁 Rewards"), "menu", str(found.shop.id))
    form = Filled("running_out", {**about, "left": say.number(found.left)}, {"menu": see.arg})
    return [Receipt(Reply(text, ((see,),), template=form))]


def briefing(case: Case) -> list[Receipt]:
    """Tell staff what customers are about to read or get."""
    new = briefing_of(case.tx, case.actor, dict(case.notice.data))
    if new is None:
        return []
    news, say_so = briefing_lines(new, case.words)
    return [Receipt(Reply(f"{news}\n{say_so}", template=Filled("briefing", {"news": news, "say": say_so})))]


def many_joined(case: Case) -> list[Receipt]:
    """Tell an owner that very many join: a good day, or a robot."""
    found = sign_ups(case.tx, case.actor, case.notice.data["shop_id"], now=case.now)
    if not isinstance(found, SignUps):
        return []
    say = case.words
    lines = [
        say.tn(
            "{shop}: {n} person joined today, very many at a time.",
            "{shop}: {n} people joined today, very many at a time.",
            found.joined,
            shop=found.shop.name,
        ),
        say.t(
            "If that is your doing, enjoy it! In case it is a robot: everybody may join, and what is worth money "
            "(what a new card begins with, offers) comes with their first scan at your counter. Nothing to do for you."
        ),
    ]
    return [
        Receipt(
            Reply("\n".join(lines), ((Choice(say.t("📊 How is business?"), "stats", str(found.shop.id)),),))
        )
    ]


def bot_refused(case: Case) -> list[Receipt]:
    """Tell an owner that the shop's own bot is refused, and how it starts again."""
    found = refused_bot(case.tx, case.actor, case.notice.data["shop_id"], case.notice.data["bot_id"])
    return [Receipt(word_refused(case.words, *found))] if found else []


def letter(case: Case) -> list[Receipt]:
    """Bring a letter to the shop."""
    found = post(case.tx, case.actor, case.notice.data["letter_id"], now=case.now)
    return [Receipt(word_letter(case.words, found))] if found and found.letter.state == "open" else []


def letter_answer(case: Case) -> list[Receipt]:
    """Bring an answer to it."""
    data = case.notice.data
    found = post(case.tx, case.actor, data["letter_id"], now=case.now)
    # What was answered before each answer had a number of its own was the only one.
    said = [one for one in found.answers if data.get("answer_id") in (None, one.id)] if found else []
    return [Receipt(word_answer(case.words, found, said[0]))] if found and said else []


def event_seat(case: Case) -> list[Receipt]:
    """Tell who waited that a seat got free."""
    found = event_of(case.tx, case.person_id, case.notice.data["event_id"])
    return [Receipt(word_seat_free(*found, case.words))] if found and not found[1].cancelled_at else []


def event_cancelled(case: Case) -> list[Receipt]:
    """Tell who would have come that an event was called off."""
    found = event_of(case.tx, case.person_id, case.notice.data["event_id"])
    return [Receipt(word_cancelled(*found, case.words))] if found else []


def event_changed(case: Case) -> list[Receipt]:
    """Tell who comes or waits that an event was moved, as it is now."""
    found = event_of(case.tx, case.person_id, case.notice.data["event_id"])
    if found is None or found[1].cancelled_at:
        return []
    # What was written down before it was known where it had been knows only where it is.
    left = left_branch(case.tx, found[1], case.notice.data.get("was_at", 0))
    return [Receipt(word_changed(*found, case.words, left=left))]
