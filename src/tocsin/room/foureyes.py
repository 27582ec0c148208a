"""Four eyes: what one person asks for, another must approve. There is no way around it.

The only exception is the beginning: while nobody but at most one account could approve, the
command line grants roles itself, since there are not yet two people.
"""

from django.db import transaction
from django.utils import timezone

from tocsin.errors import UsageError
from tocsin.room.look import journal
from tocsin.room.models import Grant, Request, User
from tocsin.room.roles import Permission, Role

GRANT, REVOKE, SHRED = "grant", "revoke", "shred"
KINDS = (GRANT, REVOKE)
"""What may be asked for in the room; shredding is asked for at a terminal."""


def ask(kind: str, subject: User, role: Role, *, by: str) -> Request:
    """Ask that `subject` get or lose `role`. The same request waits only once."""
    request, new = Request.objects.get_or_create(
        kind=kind,
        subject=subject.username,
        detail=role.value,
        state=Request.State.WAITING,
        defaults={"asked_by": by},
    )
    if new:
        journal("rights.asked", request=request.pk, kind=kind, role=role.value, account=subject.pk)
    return request


def ask_to_shred(*, by: str) -> Request:
    """Ask that the case's key be destroyed."""
    request, new = Request.objects.get_or_create(
        kind=SHRED, state=Request.State.WAITING, defaults={"asked_by": by}
    )
    if new:
        journal("rights.asked", request=request.pk, kind=SHRED)
    return request


def decide(number: int, *, by: User, approve: bool) -> Request:
    """Approve or refuse a request that waits; what is approved holds at once.

    Raises `UsageError` if it does not wait, or if whoever decides asked for it or gains by it.
    """
    with transaction.atomic():
        request = Request.objects.select_for_update().filter(pk=number).first()
        if request is None or request.state != Request.State.WAITING:
            raise _nothing_waits()
        if by.username in (request.asked_by, request.subject):
            raise _not_yourself()
        request.state = Request.State.APPROVED if approve else Request.State.REFUSED
        request.decided_by, request.decided_at = by.username, timezone.now()
        request.save()
        if approve:
            _apply(request)
    journal("rights.decided", request=request.pk, approved=approve)
    return request


def _apply(request: Request) -> None:
    if request.kind == SHRED:
        return  # whoever asked does it, at the terminal
    user = User.objects.get(username=request.subject)
    if request.kind == GRANT:
        grant(user, Role(request.detail), asked_by=request.asked_by, approved_by=request.decided_by)
    else:
        Grant.objects.filter(user=user, role=request.detail).delete()


def grant(user: User, role: Role, *, asked_by: str, approved_by: str) -> None:
    """Give the role; who calls this has the second signature."""
    Grant.objects.get_or_create(
        user=user, role=role.value, defaults={"asked_by": asked_by, "approved_by": approved_by}
    )


def approvers() -> int:
    """How many active accounts could approve a right."""
    roles = [role.value for role in Role if Permission.RIGHTS in role.permissions]
    return User.objects.filter(is_active=True, grants__role__in=roles).distinct().count()


def is_beginning() -> bool:
    """Whether there are not yet two people who could control each other."""
    return approvers() < 2


def _nothing_waits() -> UsageError:
    return UsageError(
        "room.nothing_waits",
        "Cette demande n'attend plus de décision.",
        "This request does not wait for a decision any more.",
        way_out_fr="Rechargez la page : quelqu'un d'autre a déjà répondu.",
        way_out_en="Reload the page: somebody else has answered already.",
    )


def _not_yourself() -> UsageError:
    return UsageError(
        "room.four_eyes",
        "Il faut une autre personne que celle qui demande ou qui en bénéficie.",
        "It takes another person than the one who asks or who gains by it.",
        way_out_fr="Faites approuver par une autre personne qui a ce droit.",
        way_out_en="Have it approved by another person who has this right.",
    )
