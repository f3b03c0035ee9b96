"""What owners are told of shops together: what they are asked, what the others did, and a month that is settled."""

from typing import cast

from actions.shop.coalition_news import News
from actions.shop.coalitions import Together, see_coalition
from actions.shop.settlement import owing_of
from bot.receipts.case import Case, Receipt
from bot.turn import Choice, Filled, Reply
from words.shop.coalition import month_said, owed, rules_of
from words.shop.coalition_news import word_news


def asked(case: Case) -> list[Receipt]:
    """Ask an owner about other rules, as long as nobody withdrew them and their shop has not answered."""
    data, say = case.notice.data, case.words
    seen = see_coalition(case.tx, case.actor, data["shop_id"])
    if not isinstance(seen, Together) or seen.asked != data["asked"] or seen.own.agreed_at:
        return []
    by = seen.shop_of(seen.terms.proposed_by or 0)
    about = {"coalition": seen.shop.name, "shop": by.name if by else seen.shop.name}
    rules = rules_of(seen.proposal, seen.shop.currency, say) if seen.proposal else []
    lines = [
        say.t("{coalition}: {shop} proposes other rules. They hold, for cards that begin, once every shop said yes:", **about),
        *rules,
    ]  # fmt: skip
    marked = f"{data['shop_id']}:{seen.asked}"
    answers = Choice(say.t("Yes, I agree"), "coyes", marked), Choice(say.t("No"), "cono", marked)
    form = Filled("coalition_asked", about)
    return [Receipt(Reply("\n".join(lines), (answers, _look(case)), template=form))]


def news(case: Case) -> list[Receipt]:
    """Tell an owner what another partner did, if it is so still."""
    data, say = case.notice.data, case.words
    seen = see_coalition(case.tx, case.actor, data["shop_id"])
    said = word_news(seen, cast("News", data["news"]), data["of"], say) if isinstance(seen, Together) else ""
    if not isinstance(seen, Together) or not said:
        return []
    form = Filled("coalition_news", {"coalition": seen.shop.name, "news": said})
    return [Receipt(Reply(f"🤝 {seen.shop.name}: {said}", (_look(case),), template=form))]


def settlement(case: Case) -> list[Receipt]:
    """Tell an owner who owes whom for a month, as far as it is about their shop, and what of earlier ones is not paid."""
    data, say = case.notice.data, case.words
    ever = owing_of(case.tx, case.actor, data["shop_id"])
    owing = [one for one in ever if one.coalition.id == data["coalition_id"]]
    found = [one for one in owing if one.debt.month == data["month"]]
    if not found:
        return []
    late = [one for one in owing if one.debt.month < data["month"] and one.debt.paid_at is None]
    about = {"coalition": found[0].coalition.name, "month": month_said(data["month"], say)}
    lines = [owed(one, say) for one in found]
    if late:
        lines += ["", say.t("Not paid yet:"), *(owed(one, say) for one in late)]
    text = "\n".join([say.t("{coalition}: {month} is settled.", **about), *lines])
    return [Receipt(Reply(text, (_look(case),), template=Filled("settlement", about)))]


def _look(case: Case) -> tuple[Choice, ...]:
    return (Choice(case.words.t("🤝 Coalition"), "coalition", str(case.notice.data["shop_id"])),)
