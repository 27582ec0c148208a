"""An identity provider with a signing key of its own, on this machine, over real HTTP."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT = "tocsin"
SECRET = "mot de passe du client"
Claims = dict[str, Any]
KEY = RSAKey.generate_key(2048, parameters={"kid": "un"}, private=True)


class IdentityProvider:
    """Vouches for `subject`. `spoil` changes what it says; `sign` what it signs it with."""

    def __init__(self, subject: str = "8f3c-une-identite") -> None:
        self.subject = subject
        self.key = KEY
        self.spoil: Callable[[Claims], None] = lambda _: None
        self.sign: Callable[[Claims], str] = self.signed
        self.published: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self._given: dict[str, dict[str, str]] = {}

    def signed(self, claims: Claims, key: RSAKey | None = None) -> str:
        """The ID token."""
        return jwt.encode({"alg": "RS256", "kid": "un"}, claims, key or self.key)

    def authorize(self, url: str) -> dict[str, str]:
        """What a browser brings back that went to `url`, and whose person agreed."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = f"code-{len(self._given)}"
        self._given[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, path: str, fields: dict[str, str], proof: str) -> dict[str, Any] | None:
        """What it says at one of its addresses; None: that is refused."""
        self.asked.append((path, fields, proof))
        if path == "/.well-known/openid-configuration":
            return self._itself() | self.published
        if path == "/keys":
            return dict(KeySet([self.key]).as_dict(private=False))
        return self._token(fields) if path == "/token" else None

    def _itself(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }

    def _token(self, fields: dict[str, str]) -> dict[str, Any] | None:
        asked = self._given.pop(fields.get("code", ""), None)
        digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims: Claims = {
            "iss": self.url,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        self.spoil(claims)
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(claims)}

    def __enter__(self) -> Self:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.startswith("/authorize?"):
                    return self._lead_back()
                return self._say({})

            def _lead_back(self) -> None:
                """The person agreed at once."""
                asked = parse_qs(urlsplit(self.path).query)
                brought = urlencode(provider.authorize(self.path))
                self.send_response(302)
                self.send_header("Location", f"{asked['redirect_uri'][0]}?{brought}")
                self.end_headers()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._say({name: values[0] for name, values in parse_qs(body).items()})

            def _say(self, fields: dict[str, str]) -> None:
                proof = self.headers.get("Authorization", "")
                found = provider.answer(self.path, fields, proof)
                self.send_response(400 if found is None else 200)
                self.end_headers()
                self.wfile.write(json.dumps(found or {"error": "invalid_grant"}).encode())

            def log_message(self, *_: object) -> None:
                """Silence."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
