"""What customers think, to their shop: each figure with its bounds, how many people it is from, and what it was before."""

from collections.abc import Iterator, Mapping

from actions.people.opinions import PERIOD_DAYS, AskedQuestion, Figures, Voice
from loyalty.people.opinions import LEAST, NetScore, content, net_score, shares
from loyalty.people.questions import RECOMMEND
from loyalty.shop.chances import Chance
from words.campaigns.questions import answer_said, question_named
from words.language import LANGUAGES, Words

_MOST_SHARES = 3


def voice_lines(found: Voice, words: Words) -> list[str]:
    """Say what customers think by what the shop asks."""
    lines = [
        words.t("🗣 {shop}: what customers think, by visits of the last {days} days", shop=found.shop.name, days=words.number(PERIOD_DAYS))
    ]  # fmt: skip
    if not found.figures:
        lines.append(
            words.t(
                "You ask nothing yet. Tap what you want to know: after a visit each customer is asked one question, "
                "never more, by the usual dose."
            )
        )
    for one in found.figures:
        lines += _figures(one, words)
    if found.ended:
        lines.append(words.t("Asked no more, by the visits of these days:"))
    for one in found.ended:
        lines += _figures(one, words)
    if found.figures or found.ended:
        lines.append(
            words.t(
                "Bounds hold nineteen times in twenty. Nobody sees who answered what: answers are told five at a time."
            )
        )
    if found.figures and not found.on:
        lines.append(words.t("Nobody is asked now: “How was it?” is switched off in /campaigns."))
    if found.review_url:
        lines.append(words.t("All who answer are shown {url}.", url=found.review_url))
    return lines


def ask_in(asked: AskedQuestion, language: str, words: Words) -> str:
    """Ask an owner how a question is put in a language that customers speak."""
    about = {"language": LANGUAGES[language], "question": asked.text}
    had = dict(asked.others).get(language)
    if had:
        return words.t(
            "🌍 In {language} you ask: {question} Type it otherwise, or skip it.",
            **about | {"question": had},
        )
    return words.t(
        "🌍 Customers of yours read {language}. How is it put there? {question} Type it in {language}, or skip it: then "
        "they are asked in your first words. All answers count together.",
        **about,
    )


def own_lines(asked: AskedQuestion, words: Words) -> list[str]:
    """Show how a question is put in each language."""
    first = {code for code, text in asked.others if text == asked.text}
    others = [
        f"· {LANGUAGES[code]}: {text}"
        for code, text in asked.others
        if code in LANGUAGES and code not in first
    ]
    return [words.t("✔ You ask: {question}", question=asked.text), *others]


def _figures(one: Figures, words: Words) -> Iterator[str]:
    yield f"· {one.asked.put_for(words.language) or question_named(one.asked.name, words)}"
    people = sum(one.lately.values())
    if people < LEAST:
        yield "  " + words.t(
            "not enough to tell yet: {n} of {least} people", n=words.number(people), least=words.number(LEAST)
        )
        return
    yield "  " + _told(one, one.lately, words)
    if sum(one.before.values()) >= LEAST:
        yield "  " + words.t("the {days} days before: {told}", days=words.number(PERIOD_DAYS), told=_told(one, one.before, words))  # fmt: skip
    for branch, answers in one.branches.items():
        if sum(answers.values()) >= LEAST:
            yield f"  {branch}: {_told(one, answers, words)}"


def _told(one: Figures, answers: Mapping[int, int], words: Words) -> str:
    """Say a score, a share of who is content, or the answers given most."""
    people = words.tn("{n} person", "{n} people", sum(answers.values()))
    if one.question is RECOMMEND:
        score = net_score(answers)
        return f"{_scored(score, words)}, {people}" if score else people
    if one.question.choices:
        ranked = list(shares(one.question, answers).items())[:_MOST_SHARES]
        said = [
            f"{answer_said(one.asked.name, answer, words)} {_percent(share, words)}"
            for answer, share in ranked
        ]
        return f"{words.listing(said)}, {people}"
    share = content(one.question, answers)
    return words.t("{share} answer 4 or 5", share=_percent(share, words)) + f", {people}" if share else people


def _scored(score: NetScore, words: Words) -> str:
    return words.t(
        "score {score} ({low} to {high})",
        score=_signed(score.about, words),
        low=_signed(score.low, words),
        high=_signed(score.high, words),
    )


def _signed(value: float, words: Words) -> str:
    rounded = round(value)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{words.number(abs(rounded))}"


def _percent(share: Chance, words: Words) -> str:
    return words.t(
        "{n}% ({low} to {high})",
        n=words.number(round(100 * share.about)),
        low=words.number(round(100 * share.low)),
        high=words.number(round(100 * share.high)),
    )
