"""How a thing and its tags are typed."""

import pytest

from loyalty.people.firewall import Delicate, Subject
from loyalty.people.items import BadItem, TypedItem, read_item


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Coffee", TypedItem("Coffee", ())),
        (" Ham  sandwich : Meat, bread ,meat", TypedItem("Ham sandwich", ("meat", "bread"))),
        (": meat", BadItem("empty")),
        (", -: meat", BadItem("empty")),
        ("☕", TypedItem("☕", ())),
        ("x" * 25, BadItem("long", 24)),
        ("Coffee:" + "y" * 21, BadItem("tag_long", 20)),
        ("Coffee: a, b, c, d, e, f", BadItem("tags_of_one", 5)),
        ("Kebab: halal", Delicate(Subject.RELIGION, "halal")),
        ("Pregnancy test", Delicate(Subject.PREGNANCY, "pregnancy")),
    ],
)
def test_an_item_is_read_or_refused(text: str, read: object) -> None:
    assert read_item(text) == read
