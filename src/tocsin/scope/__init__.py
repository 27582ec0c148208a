"""scope: seal + read + find + match + assess in one go, resumable at any moment."""

from tocsin.scope.scope import Scoped, scope

__all__ = ["Scoped", "scope"]
