"""Signing in by an identity provider (OpenID Connect), where the hospital says so.

See docs/decisions/068-who-vouches.md.
"""
