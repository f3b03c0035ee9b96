"""Who walks through the journeys."""

from tests.fakes.people import User

ANA = User(1001, "Ana")
EVA = User(1002, "Eva")
CLEO = User(1003, "Cleo")
BEN = User(1004, "Ben")
TOM = User(1005, "Tom")
SANNE = User(1006, "Sanne", language_code="nl")
ODD = User(1007, "_*[x]_`<b>", "&amp; {name}")
