"""What a shop is known by on its pictures: named where they are described, fetched where they are drawn."""

from dataclasses import replace

from actions.shop import logos
from actions.tx import Tx
from bot.pictures.specs import Chart, CustomerChart, Emblem, Poster, ProofPicture, Sheet
from bot.turn import Paper, Reply
from loyalty.records import Shop


def emblem_of(shop: Shop) -> Emblem:
    """Name a shop's icon and logo: another logo has another name, so that no picture with an old one is sent again."""
    return Emblem(shop.icon, f"{shop.id}:{shop.logo}" if shop.logo else "")


def logo_on(reply: Reply) -> str:
    """Name the logo that a reply's pictures show, "" for none."""
    seen = [
        one
        for one in (reply.picture, _paper(reply))
        if one and not isinstance(one, Chart | CustomerChart | ProofPicture)
    ]
    return next((one.emblem.logo for one in seen if one.emblem.logo), "")


def fetch(tx: Tx, logo: str) -> bytes:
    """Return the picture of a logo; nothing where the shop has another one by now."""
    shop_id, _, name = logo.partition(":")
    return logos.content(tx, int(shop_id), name)


def with_logo(reply: Reply, png: bytes) -> Reply:
    """Give a reply's pictures the logo that they show."""
    picture, document = reply.picture, reply.document
    if picture is not None and not isinstance(picture, Chart | CustomerChart | ProofPicture):
        picture = replace(picture, emblem=replace(picture.emblem, png=png))
    if isinstance(document, Paper):
        document = replace(document, what=_shown(document.what, png))
    return replace(reply, picture=picture, document=document)


def _shown(what: Poster | Sheet, png: bytes) -> Poster | Sheet:
    return replace(what, emblem=replace(what.emblem, png=png))


def _paper(reply: Reply) -> Poster | Sheet | None:
    return reply.document.what if isinstance(reply.document, Paper) else None
