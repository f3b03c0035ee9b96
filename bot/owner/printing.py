"""What an owner prints: the poster for the counter, and cards to give away."""

from collections.abc import Mapping
from dataclasses import replace

from actions.access import NotAllowed
from actions.allowances import TooOften
from actions.shop.open_shop import MOST_PRINTED, Printed, TooManyCards, order_cards
from actions.shop.programme import CurrentRules, see_rules
from bot.emblems import emblem_of
from bot.legible import unseen
from bot.owner.places import not_allowed, place_for, split
from bot.pictures.page import PAPERS_MM
from bot.pictures.sheet import cards_a_page
from bot.pictures.specs import Poster, Sheet
from bot.turn import Choice, Paper, Reply, Turn
from loyalty.counted import parse_counted
from loyalty.records import Shop
from loyalty.roles import Role
from words.cards.rewards import promises
from words.language import N_, words
from words.shop.details import where_and_when
from words.shop.ready_texts import ready_texts
from words.waiting import once_more

# Where a poster's code leads, by the channels behind it: each wants one more tap.
_HINTS: Mapping[frozenset[str], str] = {
    frozenset({"telegram"}): N_("No app, no form: it opens in Telegram. Tap Start."),
    frozenset({"whatsapp"}): N_("No app, no form: it opens in WhatsApp. Tap Send."),
    frozenset({"telegram", "whatsapp"}): N_(
        "No app, no form: it opens in Telegram or WhatsApp. Tap Start or Send."
    ),
}
_ANY_CHAT = N_("No app, no form: it opens in your chat.")
_PAPERS, _TEXTS = "papers", "texts"
_LETTER_MONEY = ("USD", "CAD", "MXN", "COP", "CLP", "PHP")  # where printers hold US Letter


def poster(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /poster: a picture with its link, and the page to print; a button brings it on other paper."""
    place = place_for(turn, Role.OWNER, "poster", arg)
    if isinstance(place, Reply):
        return place
    seen = see_rules(turn.tx, turn.actor, place.shop.id)
    if not isinstance(seen, CurrentRules):
        return not_allowed(turn)
    asked = split(arg)[1]
    if asked == _TEXTS:
        return _texts(turn, seen)
    if asked == _PAPERS:
        return _which_paper(turn, seen)
    if asked in PAPERS_MM:
        return _page(turn, seen, asked)
    what = poster_of(turn, seen)
    told = turn.t(
        "Your poster. Whoever scans it has a card at once; this link does the same:\n{link}", link=what.qr
    )
    unlike = unseen(turn.words, what.shop, what.promise)
    first = Reply("\n\n".join(filter(None, (told, unlike))), picture=what)
    return [first, _page(turn, seen, _usual_paper(seen.shop))]


def _page(turn: Turn, seen: CurrentRules, paper: str) -> Reply:
    shop_id = seen.shop.id
    return Reply(
        turn.t("The same to print, {paper}.", paper=_paper_name(turn, paper)),
        (
            (Choice(turn.t("📐 Other paper"), "poster", f"{shop_id}:{_PAPERS}"),),
            (Choice(turn.t("🖨 Printed cards"), "cards", str(shop_id)),),
            (Choice(turn.t("✍ Ready texts"), "poster", f"{shop_id}:{_TEXTS}"),),
        ),
        document=Paper(replace(poster_of(turn, seen), paper=paper), f"poster-{paper}.pdf"),
        otherwise=turn.t("⚠ The file can't be sent in this chat. The picture above can be printed too."),
    )


def _texts(turn: Turn, seen: CurrentRules) -> list[Reply]:
    """Show texts for the receipt, the website and social pages, each alone so that it can be copied."""
    head = turn.t("Three texts to copy: for the receipt, for your website, for your social pages.")
    link = turn.links.join(seen.shop)
    return [
        Reply(head),
        *(Reply(text) for text in ready_texts(seen.shop, seen.programmes, link, words(seen.shop.language))),
    ]


def _which_paper(turn: Turn, seen: CurrentRules) -> Reply:
    sizes = [Choice(_paper_name(turn, paper), "poster", f"{seen.shop.id}:{paper}") for paper in PAPERS_MM]
    text = turn.t("On which paper? A5 and A6 stand well on a counter or a table.")
    return Reply(text, tuple((size,) for size in sizes))


def _paper_name(turn: Turn, paper: str) -> str:
    """Name a size of paper."""
    return turn.t("US Letter") if paper == "letter" else paper.upper()


def _usual_paper(shop: Shop) -> str:
    return "letter" if shop.currency in _LETTER_MONEY else "a4"


def poster_of(turn: Turn, seen: CurrentRules) -> Poster:
    """Describe a shop's poster, in the shop's language."""
    say = words(seen.shop.language)
    return Poster(
        shop=seen.shop.name,
        colour=seen.shop.colour,
        line=say.t("Scan and collect!"),
        promise=promises(seen.programmes, say),
        steps=(say.t("Scan"), say.t("Collect"), say.t("Enjoy")),
        hint=say.t(_HINTS.get(frozenset(turn.links.of_shop(seen.shop.id).channels), _ANY_CHAT)),
        qr=turn.links.join(seen.shop),
        emblem=emblem_of(seen.shop),
        place=where_and_when(seen.shop, say),
    )


def cards(turn: Turn, arg: str) -> Reply | list[Reply]:
    """Answer /cards 20: that many printed cards; without a number, ask for one."""
    tapped = turn.shown_at is not None  # then the argument is a shop, else a number
    place = place_for(turn, Role.OWNER, "cards", arg if tapped else "")
    if isinstance(place, Reply):
        return place
    if arg and not tapped:
        return _print(turn, place.shop.id, arg)
    turn.wait_for("cards", shop=place.shop.id)
    return Reply(
        turn.t(
            "How many cards? Type a number from 1 to {most}. {n} fit on a page.",
            most=MOST_PRINTED,
            n=cards_a_page(_usual_paper(place.shop)),
        )
    )


def number_typed(turn: Turn, text: str) -> Reply | list[Reply]:
    """Print as many cards as were typed."""
    return _print(turn, int(turn.data["shop"]), text)


def _print(turn: Turn, shop_id: int, text: str) -> Reply:
    made = order_cards(turn.tx, turn.actor, shop_id, parse_counted(text) or 0, now=turn.now)
    match made:
        case NotAllowed():
            return not_allowed(turn)
        case TooOften(until):
            return Reply(once_more(until, turn.words, now=turn.now))
        case TooManyCards(most):
            turn.wait_for("cards", shop=shop_id)
            return Reply(
                turn.t("I can make 1 to {most} cards at a time. How many? Type a number.", most=most)
            )
        case Printed(shop, programmes, made_cards):
            turn.stop_waiting()
            sheet = Sheet(
                shop=shop.name,
                colour=shop.colour,
                promise=promises(programmes, words(shop.language)),
                line=words(shop.language).t("Scan me with your phone to keep what you collect."),
                cards=tuple((turn.links.printed(card), card.code) for card in made_cards),
                places=next((one.programme.places for one in programmes if one.programme.places), 0),
                emblem=emblem_of(shop),
                place=where_and_when(shop, words(shop.language)),
                paper=_usual_paper(shop),
            )
            text = turn.tn(
                "{n} card to print and cut out. Staff can stamp it at once; whoever scans it makes it theirs, "
                "and only then can it be redeemed.",
                "{n} cards to print and cut out. Staff can stamp them at once; whoever scans one makes it theirs, "
                "and only then can it be redeemed.",
                len(made_cards),
            )
            fewer = turn.t("⚠ The file can't be sent in this chat. Try it with fewer cards: /cards 8")
            return Reply(text, document=Paper(sheet, "cards.pdf"), otherwise=fewer)
