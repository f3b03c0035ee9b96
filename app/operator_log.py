"""What the operator reads and sees of the platforms: accounts that are refused, templates that are judged anew."""

import logging
from collections.abc import Mapping

from actions.delivery.templates import TemplateChange
from channels.deliveries import AccountBroken, Delivery, Sent
from channels.messages import AccountKey
from web.metrics import count_template, show_account

_LOG = logging.getLogger(__name__)


def watch_account(ours: AccountKey, delivery: Delivery, shops: Mapping[AccountKey, int]) -> None:
    """Show the operator whether a platform accepts our account, and whose it is: `shops` have some of their own."""
    match delivery:
        case Sent():
            show_account(ours, up=True)
        case AccountBroken(reason):
            if ours in shops:
                _LOG.error("%s refuses the own account %s of shop %s: %s", *ours, shops[ours], reason)
            else:
                _LOG.error("%s refuses our account %s: %s `stempel doctor` says what to do", *ours, reason)
            show_account(ours, up=False)


def tell_of_template(change: TemplateChange) -> None:
    """Tell the operator what Meta thinks of a template now, and count it where that is worse."""
    template = change.after
    said = f"{template.status} ({template.reason})" if template.reason else template.status
    trouble = change.lost or change.recategorised
    _LOG.log(
        logging.WARNING if trouble else logging.INFO,
        "template %s (%s) is %s, billed as %s",
        template.name,
        template.language,
        said,
        template.category,
    )
    if change.lost:
        count_template("lost")
    if change.recategorised:
        count_template("recategorised")
