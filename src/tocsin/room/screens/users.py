"""Accounts: who is in the room, with which roles; rights asked for and approved by another."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tocsin.room import foureyes
from tocsin.room.access import account_of
from tocsin.room.models import Request, User
from tocsin.room.roles import Role, matrix


def users(request: HttpRequest) -> HttpResponse:
    """Accounts, what waits for a second signature, and the table of rights."""
    context = {
        "accounts": User.objects.prefetch_related("grants").order_by("username"),
        "waiting": Request.objects.filter(state=Request.State.WAITING).order_by("asked_at"),
        "past": Request.objects.exclude(state=Request.State.WAITING).order_by("-decided_at")[:20],
        "roles": [(role.value, role.label()) for role in Role],
        "matrix": [(permission.label(), list(row.values())) for permission, row in matrix()],
    }
    return render(request, "room/users.html", context)


def ask(request: HttpRequest) -> HttpResponse:
    """Ask that an account get or lose a role."""
    kind, role = request.POST.get("kind", ""), request.POST.get("role", "")
    subject = User.objects.filter(username=request.POST.get("account", "")).first()
    if subject is None or kind not in foureyes.KINDS or role not in list(Role):
        raise Http404
    foureyes.ask(kind, subject, Role(role), by=request.user.get_username())
    return redirect("users")


def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Approve or refuse what another asked for."""
    foureyes.decide(number, by=account_of(request), approve=request.POST.get("answer") == "approve")
    return redirect("users")
