"""A time-stamping authority of our own: `openssl ts -reply` behind HTTP, and its failures."""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

SETTINGS = """
[stamps]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
certs = {folder}/chain.pem
"""
Reply = Callable[[bytes], bytes]


class Authority:
    """A root, and a time-stamping certificate that it issued, valid for `days` from now.

    Its replies carry the root as well, in an order that DER does not allow, as real ones do.
    """

    def __init__(self, folder: Path, *, days: int = 30) -> None:
        folder.mkdir()
        self.folder = folder
        self.root = folder / "root.pem"
        (folder / "serial").write_text("01")
        (folder / "ts.cnf").write_text(SETTINGS.format(folder=folder))
        self._issue(days)

    def reply(self, request: bytes) -> bytes:
        """The raw reply to a raw request."""
        (self.folder / "q.tsq").write_bytes(request)
        command = ["openssl", "ts", "-reply", "-queryfile", "q.tsq", "-config", "ts.cnf",
                   "-section", "stamps", "-inkey", "key.pem", "-signer", "signer.pem",
                   "-out", "r.tsr"]  # fmt: skip
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "r.tsr").read_bytes()

    def _issue(self, days: int) -> None:
        root_key, key = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Autorité inventée")])
        signer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Horodatage inventé")])
        start = datetime.now(UTC) - timedelta(days=60)
        authority = (
            x509.CertificateBuilder(name, name, root_key.public_key(), 1)
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=900))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(root_key, SHA256())
        )
        made = (
            x509.CertificateBuilder(name, signer, key.public_key(), 2)
            .not_valid_before(start)
            .not_valid_after(datetime.now(UTC) + timedelta(days=days))
        )
        usage = x509.ExtendedKeyUsageOID.TIME_STAMPING
        made = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self.folder / "key.pem").write_bytes(private)
        root = authority.public_bytes(Encoding.PEM)
        self.root.write_bytes(root)
        (self.folder / "chain.pem").write_bytes(root)
        certificate = made.sign(root_key, SHA256())
        (self.folder / "signer.pem").write_bytes(certificate.public_bytes(Encoding.PEM))


@contextmanager
def serving(reply: Reply, *, status: int = 200, wait: float = 0.0) -> Iterator[str]:
    """The URL of an HTTP server on this machine that answers with `reply`, after `wait` seconds."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(wait)
            body = reply(request)
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsr"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
