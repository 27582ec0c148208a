"""Relatives told by a given name alone, beside their telephone (`son mari Gérard 06 12 …`)."""

from collections.abc import Iterator, Sequence

from tocsin.find import re2
from tocsin.find.finders.hit import Hit
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind

_ROLE = re2.compile(
    rb"\b(?:MARI|EPOUX|EPOUSE|FEMME|CONJOINTE?|COMPAGNON|COMPAGNE|FILS|FILLE|MERE|PERE|MAMAN|PAPA"
    rb"|FRERE|S(?:OE|[OE])UR|TUTEUR|TUTRICE|TANTE|ONCLE|NIECE|NEVEU|VOISINE?|AMIE?|HUSBAND|WIFE|SON"
    rb"|DAUGHTER|MOTHER|FATHER|BROTHER|SISTER)[ ]?[:,(]?[ ]?$"
)
_TELEPHONE = re2.compile(
    rb"^[ ]?[,:(\-]?[ ]?(?:AU |TEL[.]? ?:? ?|PORT[.]? ?:? ?|JOIGNABLE AU )?(?:[+]33|0033|0[1-9])"
)
_SURE = 0.6
RELATIVE = "relative"
"""The rule of such a mention."""


def relatives(page: Page, hits: Sequence[Hit]) -> Iterator[Mention]:
    """A given name of the index between a word of kinship and a telephone.

    `hits` are the words of the index in the page. The number then says who it is: it is not the
    patient's whose relative is spoken of.
    """
    for hit in hits:
        if not hit.given or not page.text[hit.start].isupper():
            continue
        if _ROLE.search(page.before(hit.start, 20)) and _TELEPHONE.match(page.after(hit.end, 24)):
            span = hit.start, hit.end
            yield page.mention(MentionKind.GIVEN_NAMES, span, hit.token, _SURE, RELATIVE)
