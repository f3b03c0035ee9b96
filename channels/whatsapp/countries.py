"""Where Meta delivers no marketing: by the country that a person's id names, or that their number is of."""

# Marketing is paused for "a United States phone number (a number composed of a +1 dialing code and a US area code)"
# since 1 April 2025: page *templates/marketing-templates*. No other country is named there.
NO_MARKETING = frozenset({"US"})

# The area codes of +1 that are of other countries and of territories with a code of their own, as the numbering plan
# assigns them (nanpa.com, "Area code map"; the same in Google's libphonenumber 9.0).
_CANADIAN = (
    "204 226 236 249 250 257 263 273 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 450 460 468 474 "
    "506 514 519 548 579 581 584 587 600 604 613 622 633 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 "
    "873 879 902 905 942"
)
_OF_ISLANDS = "242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 868 869 876 939"
_NOT_AMERICAN = frozenset(f"{_CANADIAN} {_OF_ISLANDS}".split())
_COUNTRY_LETTERS = 2
_AREA = slice(1, 4)


def takes_marketing(external_id: str) -> bool:
    """Say whether Meta delivers marketing to a business-scoped id ("DE.123") or a phone number in digits."""
    if external_id[_COUNTRY_LETTERS : _COUNTRY_LETTERS + 1] == ".":
        return external_id[:_COUNTRY_LETTERS] not in NO_MARKETING
    return not external_id.startswith("1") or external_id[_AREA] in _NOT_AMERICAN
