"""What is said of tasks to customers: what there is to do, what it gives, and what became of a proof."""

from collections.abc import Sequence
from datetime import datetime

from actions.cards.tasks import NoProof, NoTask, Offered
from loyalty.cards.endings import last_day
from loyalty.cards.parts.task import Task
from loyalty.cards.proofs import KEPT_DAYS
from words.language import Words


def listed(shop: str, every: Sequence[Offered], words: Words) -> str:
    """List a shop's tasks: what to do, what it gives, and how it stands."""
    lines = [words.t("🙌 {shop}: something for something done", shop=shop)]
    for one in every:
        lines.append(f"\n{words.known(one.part.label)}: {_gives(one, words)}\n{words.known(one.part.what)}")
        lines.append(_stands(one, words))
    return "\n".join(lines)


def _gives(one: Offered, words: Words) -> str:
    return words.counted(one.state.current.programme.unit, one.part.gives)


def _stands(one: Offered, words: Words) -> str:
    if one.errand and one.errand.state == "sent":
        return words.t("You showed it: somebody of the shop looks at it.")
    if one.until:
        return words.t("Your place is kept until {day}.", day=_day(one, one.until, words))
    return (
        no_task(one.why, words)
        if one.why
        else words.tn("You can do it {n} time.", "You can do it {n} times.", one.left)
    )


def _day(one: Offered, until: datetime, words: Words) -> str:
    return words.date(last_day(until, one.state.shop.zone), today=one.state.today)


def no_task(why: NoTask, words: Words) -> str:
    """Say why a task can't be taken on."""
    return {
        "changed": words.t("This was changed meanwhile. Here is what there is to do now:"),
        "each": words.t("You did it as often as one may: thank you!"),
        "month": words.t("This month's are complete: don't do it now, it counts again from the 1st on."),
        "staff": words.t("You work here: tasks are for customers."),
        "nobody": words.t("Nobody is there at the moment who could look at it. Try again another day."),
    }[why]


def how_to_show(one: Offered, words: Words) -> str:
    """Say what to do, and how it is shown."""
    lines = [
        f"🙌 {words.known(one.part.label)}: {_gives(one, words)}",
        words.known(one.part.what),
        words.t("Send me a picture or a link that shows it: now, or later by /tasks."),
    ]
    if one.until:
        lines.append(words.t("Your place is kept until {day}.", day=_day(one, one.until, words)))
    lines.append(
        words.tn(
            "A person of the shop looks at it. I keep a picture small, without where and when it was taken, for {n} day.",
            "A person of the shop looks at it. I keep a picture small, without where and when it was taken, for {n} days.",
            KEPT_DAYS,
        )
    )
    return "\n".join(lines)


def sent(shop: str, task: str, words: Words) -> str:
    """Say that the shop is told."""
    return words.t(
        "✔ Sent: a person of {shop} looks at it, and I tell you what came of “{task}”.",
        shop=shop,
        task=words.known(task),
    )


def no_proof(why: NoProof, words: Words) -> str:
    """Say why a proof is not taken."""
    return {
        "gone": words.t("This task is not open any more. /tasks shows what is."),
        "late": words.t("Your place was kept for a week and went to others. Take it on once more: /tasks"),
        "sent": words.t("You showed something for it already: somebody of the shop looks at it."),
        "again": words.t("You showed this before: each picture or link counts once. Send another one."),
        "others": words.t("Somebody else showed this already: send a picture or a link of your own."),
    }[why]


def became(state: str, part: Task, words: Words, *, shop: str, given: str, reason: str) -> str:
    """Tell a customer what staff said to what they showed."""
    facts = {"shop": shop, "task": words.known(part.label)}
    return {
        "approved": words.t(
            "🙌 {shop} said yes to “{task}”: {given} for you. Thank you!", given=given, **facts
        ),
        "refused": words.t(
            "{shop} did not say yes to “{task}” this time: {reason}. You can show something else: /tasks",
            reason=reason,
            **facts,
        ),
        "sent": words.t(
            "{shop}: the yes to “{task}” was taken back, and {given} with it. Somebody looks at it once more.",
            given=given,
            **facts,
        ),
    }[state]
