"""The room's own tables: accounts, the roles they were granted, what waits for a second signature.

No patient is in them: what is known of patients stands in the case, and is read through it.
"""

from datetime import datetime
from typing import ClassVar, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tocsin.language import tr
from tocsin.room.roles import Permission, Role, allows

NAME_LETTERS = 150

Text: TypeAlias = "models.CharField[str, str]"
MaybeText: TypeAlias = "models.CharField[str | None, str | None]"
Flag: TypeAlias = "models.BooleanField[bool, bool]"
Moment: TypeAlias = "models.DateTimeField[datetime, datetime]"
MaybeMoment: TypeAlias = "models.DateTimeField[datetime | None, datetime | None]"


class UserManager(BaseUserManager["User"]):
    """Makes and finds accounts."""

    def create_user(self, username: str, password: str, full_name: str = "") -> "User":
        """A new account without a role."""
        user = self.model(username=username, full_name=full_name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody of the crisis cell."""

    username: Text = models.CharField(max_length=NAME_LETTERS, unique=True)
    full_name: Text = models.CharField(max_length=NAME_LETTERS, blank=True)
    identity: MaybeText = models.CharField(max_length=255, unique=True, null=True, blank=True)
    is_active: Flag = models.BooleanField(default=True)
    must_change_password: Flag = models.BooleanField(default=True)
    sessions_epoch: "models.PositiveIntegerField[int, int]" = models.PositiveIntegerField(default=0)
    created_at: Moment = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return str(self.username)

    @property
    def shown_name(self) -> str:
        """The name colleagues know."""
        return str(self.full_name or self.username)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that hold now; asked once a request."""
        known: frozenset[Role] | None = self.__dict__.get("_roles")
        if known is None:
            known = frozenset(Role(grant.role) for grant in Grant.objects.filter(user=self))
            self.__dict__["_roles"] = known
        return known

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles has the permission."""
        return allows(self.roles, permission)

    def get_session_auth_hash(self) -> str:
        """Changes with the password and when all sessions are ended: older ones then end."""
        value = f"{self.password}{self.sessions_epoch}"
        return salted_hmac("tocsin.room.session", value, algorithm="sha256").hexdigest()

    def end_sessions(self) -> None:
        """Sign this account out everywhere."""
        self.sessions_epoch += 1
        self.save(update_fields=["sessions_epoch"])


class Grant(models.Model):
    """A role that an account has, and whose two signatures gave it."""

    user: "models.ForeignKey[User, User]" = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="grants"
    )
    role: Text = models.CharField(max_length=32)
    asked_by: Text = models.CharField(max_length=NAME_LETTERS)
    approved_by: Text = models.CharField(max_length=NAME_LETTERS)
    granted_at: Moment = models.DateTimeField(default=timezone.now)

    class Meta:
        """One row an account and role."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="one_grant_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.user.username}: {self.role}"


class Request(models.Model):
    """An act that two people must want: one asks, another approves or refuses."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        APPROVED = "approved"
        REFUSED = "refused"
        DONE = "done"

    kind: Text = models.CharField(max_length=32)
    subject: Text = models.CharField(max_length=NAME_LETTERS, blank=True)
    detail: Text = models.CharField(max_length=200, blank=True)
    asked_by: Text = models.CharField(max_length=NAME_LETTERS)
    asked_at: Moment = models.DateTimeField(default=timezone.now)
    state: Text = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    decided_by: Text = models.CharField(max_length=NAME_LETTERS, blank=True)
    decided_at: MaybeMoment = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.detail} ({self.state})"

    @property
    def words(self) -> str:
        """What is asked for, in a sentence."""
        if self.kind == "shred":
            return tr("Détruire la clé de l'affaire", "Destroy the case's key")
        role = Role(self.detail).label()
        if self.kind == "grant":
            return tr(f"Donner « {role} » à {self.subject}", f"Give “{role}” to {self.subject}")
        return tr(f"Retirer « {role} » à {self.subject}", f"Take “{role}” from {self.subject}")

    @property
    def outcome(self) -> str:
        """What became of it."""
        return tr(*_OUTCOMES[self.state])


_OUTCOMES: dict[str, tuple[str, str]] = {
    "waiting": ("en attente", "waiting"),
    "approved": ("approuvée", "approved"),
    "refused": ("refusée", "refused"),
    "done": ("exécutée", "done"),
}
