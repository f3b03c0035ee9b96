"""The one sentence that a cashier may say after a scan, as it is said: the place where it is chosen."""

from actions.cards.card_state import CardState
from actions.cards.offers import of_campaign, of_reward
from loyalty.records import Visit
from loyalty.till.suggestion import AtTheTill, Suggestion, suggested
from words.cards.worth import named
from words.language import Words


def suggested_sentence(state: CardState, visit: Visit, words: Words) -> list[str]:
    """Say what may be said aloud to a customer who was just served: one sentence, or nothing."""
    if not state.shop.suggests or state.veiled or state.holder is None:
        return []
    chosen = suggested(
        AtTheTill(
            to_go=0 if of_reward(state.progress.next_reward.key) in state.unsuited else state.progress.to_go,
            brings=1 if state.current.programme.starts_over else visit.counted,
            joined_today=state.account.created_at.astimezone(state.shop.zone).date() == state.today,
            birthday_known=state.holder.birthday is not None,
            birthday_gives=bool(_gift(state, words)),
            asked_for_offers=state.asked_for_offers,
            day=state.today.toordinal(),
            account_id=state.account.id,
        )
    )
    return [f"💬 {_said(chosen, state, words)}"] if chosen else []


def _said(chosen: Suggestion, state: CardState, words: Words) -> str:
    match chosen:
        case "near":
            reward = named(state.progress.next_reward, state.shop.currency, words)
            if state.current.programme.starts_over:
                return words.t("“One more, and it is yours: {reward}.”", reward=reward)
            return words.t("“One more visit like this one, and it is yours: {reward}.”", reward=reward)
        case "birthday":
            return words.t(
                "“There is something for you on your birthday, {gift}, once your card knows the day: /birthday.”",
                gift=_gift(state, words),
            )
        case "offers":
            return words.t("“We can write to you when there is something for you, if you like: /messages.”")


def _gift(state: CardState, words: Words) -> str:
    gift = "" if of_campaign("birthday") in state.unsuited else state.birthday_gift
    return (
        words.counted(state.current.programme.unit, gift)
        if isinstance(gift, int) and gift
        else str(gift or "")
    )
