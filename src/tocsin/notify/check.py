"""check: what will hurt delivery, before a hundred thousand e-mails go."""

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from ipaddress import ip_address

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tocsin.errors import MailError
from tocsin.language import tr
from tocsin.notify.clock import is_synchronised
from tocsin.notify.dkim import Signer
from tocsin.notify.dns import Dns, Unanswered
from tocsin.notify.mail_file import MailSettings
from tocsin.notify.mailbox import mailbox
from tocsin.notify.transport import way_out

MAX_LOOKUPS = 10
"""DNS look-ups that an SPF record may cost (RFC 7208, section 4.6.4)."""

RSA_BITS = 2048
_COSTS = re.compile(r"[+?~-]?(include|a|mx|ptr|exists)\b|redirect=", re.IGNORECASE)


class Grade(StrEnum):
    """How a finding bears on delivery; `UNKNOWN` where nobody could be asked."""

    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it stands, and what to do about it."""

    subject: str
    grade: Grade
    sentence: str


def examine(
    sender: str, settings: MailSettings, resolver: Dns, smtp_url: str | None
) -> Iterator[Finding]:
    """Everything that can be known before anything leaves. `sender` is the address in From."""
    address = mailbox(sender)
    if not address:
        yield _bad("sender_email", "absente ou impossible", "missing or impossible")
        return
    domain = address.rpartition("@")[2]
    bounces = (settings.return_path or address).rpartition("@")[2]
    yield from _asked("MX", lambda: _exchangers(resolver, {domain, bounces}))
    yield from _asked("SPF", lambda: _spf(resolver, bounces))
    for signer in settings.signers:
        yield from _asked("DKIM", partial(_dkim, resolver, signer))
    if not settings.signers:
        yield _weak(
            "DKIM",
            "Tocsin ne signe pas (mail.toml) : votre serveur le fait-il ?",
            "Tocsin does not sign (mail.toml): does your server?",
        )
    yield from _asked("DMARC", lambda: _dmarc(resolver, domain, bounces, settings))
    yield _return_path(settings)
    yield _clock()
    if smtp_url:
        yield from _server(resolver, smtp_url)


def _asked(subject: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What a look at the DNS finds, or that nobody answered."""
    try:
        yield from list(look())
    except Unanswered:
        yield Finding(
            subject,
            Grade.UNKNOWN,
            tr("le DNS ne répond pas d'ici", "the DNS does not answer from here"),
        )


def _exchangers(resolver: Dns, domains: set[str]) -> Iterator[Finding]:
    for domain in sorted(domains):
        if resolver.exchangers(domain):
            yield _good("MX", f"{domain} reçoit du courrier", f"{domain} receives mail")
        else:
            yield _bad(
                "MX",
                f"{domain} ne reçoit pas de courrier : les retours se perdraient",
                f"{domain} receives no mail: what bounces would be lost",
            )


def _spf(resolver: Dns, domain: str) -> Iterator[Finding]:
    """RFC 7208, of the envelope's domain."""
    records = [text for text in resolver.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]
    if len(records) != 1:
        yield _bad(
            "SPF",
            f"{domain} a {len(records)} enregistrement SPF : il en faut un",
            f"{domain} has {len(records)} SPF records: it needs one",
        )
        return
    record = records[0]
    if re.search(r"(^| )\+?all\b", record):
        yield _bad("SPF", "« +all » : tout le monde peut envoyer", '"+all": anybody may send')
    elif _cost(resolver, record) > MAX_LOOKUPS:
        yield _bad("SPF", "plus de 10 recherches : SPF échoue", "over 10 look-ups: SPF fails")
    elif not re.search(r" [~-]all\b|redirect=", record):
        yield _weak("SPF", "ne finit pas par -all ou ~all", "does not end in -all or ~all")
    else:
        yield _good("SPF", record, record)


def _cost(resolver: Dns, record: str, depth: int = 0) -> int:
    cost = 0
    for term in record.split()[1:]:
        if not _COSTS.match(term):
            continue
        cost += 1
        target = re.match(r"[+?~-]?(?:include:|redirect=)(\S+)", term, re.IGNORECASE)
        if target and depth < MAX_LOOKUPS:
            for text in resolver.texts(target[1]):
                if text.lower().startswith("v=spf1"):
                    cost += _cost(resolver, text, depth + 1)
        if cost > MAX_LOOKUPS:
            break
    return cost


def _dkim(resolver: Dns, signer: Signer) -> Iterator[Finding]:
    """Whether the DNS has the public half of the key that signs (RFC 6376, section 3.6.1)."""
    name = signer.record_name
    tags = [_tags(text) for text in resolver.texts(name)]
    if not any(tag.get("p") == public_key(signer) for tag in tags):
        yield _bad(
            "DKIM",
            f"à publier : {name} TXT « {record_of(signer)} »",
            f'to publish: {name} TXT "{record_of(signer)}"',
        )
    elif isinstance(key := signer.key.public_key(), RSAPublicKey) and key.key_size < RSA_BITS:
        yield _weak(
            "DKIM", f"clé de {key.key_size} bits : 2048", f"key of {key.key_size} bits: 2048"
        )
    else:
        yield _good("DKIM", name, name)


def record_of(signer: Signer) -> str:
    """The TXT record that says the signer's public key."""
    kind = "rsa" if signer.algorithm == "rsa-sha256" else "ed25519"
    return f"v=DKIM1; k={kind}; p={public_key(signer)}"


def public_key(signer: Signer) -> str:
    """The tag p=: base64 of the key's DER, or of the bare 32 bytes of Ed25519 (RFC 8463)."""
    public = signer.key.public_key()
    if isinstance(public, RSAPublicKey):
        raw = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode("ascii")


def _dmarc(resolver: Dns, domain: str, bounces: str, settings: MailSettings) -> Iterator[Finding]:
    """RFC 7489: a policy, and something that is aligned with the address in From."""
    policy = _policy(resolver, domain)
    if policy is None:
        yield _weak(
            "DMARC",
            f"aucune règle sous _dmarc.{domain} : Google et Yahoo en demandent une",
            f"no policy under _dmarc.{domain}: Google and Yahoo ask for one",
        )
    else:
        yield _good("DMARC", f"p={policy}", f"p={policy}")
    aligned = [bounces, *(signer.domain for signer in settings.signers)]
    if not any(_is_within(other, domain) for other in aligned):
        yield _bad(
            "DMARC",
            "ni l'adresse de retour ni une signature ne sont du domaine de l'expéditeur",
            "neither return path nor a signature is of the sender's domain",
        )


def _policy(resolver: Dns, domain: str) -> str | None:
    """The policy of the domain or of one above it."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        for text in resolver.texts("_dmarc." + ".".join(labels[start:])):
            if text.upper().startswith("V=DMARC1"):
                return _tags(text).get("p", "none")
    return None


def _is_within(domain: str, other: str) -> bool:
    """Whether one is the other or stands under it (relaxed alignment)."""
    return domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")


def _return_path(settings: MailSettings) -> Finding:
    if settings.return_path:
        return _good("return_path", settings.return_path, settings.return_path)
    return _weak(
        "return_path",
        "non donné (mail.toml) : un retour ne dira pas toujours de qui il parle",
        "not given (mail.toml): what bounces will not always say whom it is about",
    )


def _clock() -> Finding:
    if is_synchronised():
        return _good("horloge · clock", "synchronisée", "synchronised")
    return _weak(
        "horloge · clock",
        "rien ne la tient à l'heure (NTP) : une date fausse nuit aux courriels",
        "nothing keeps it right (NTP): a wrong date hurts e-mails",
    )


def _server(resolver: Dns, smtp_url: str) -> Iterator[Finding]:
    """The relay: whether it lets us in, and whether its name and address agree."""
    opener, host = way_out(smtp_url, timeout=15)
    try:
        opener().close()
    except MailError as error:
        yield Finding("serveur · server", Grade.BAD, f"{error.sentence} {error.way_out}")
        return
    yield _good("serveur · server", f"{host} nous laisse entrer", f"{host} lets us in")
    yield from _asked("PTR", lambda: _reverse(resolver, host))


def _reverse(resolver: Dns, host: str) -> Iterator[Finding]:
    """Receivers refuse addresses without a name that leads back (M3AAWG sender practices)."""
    for address in _addresses(resolver, host):
        if not ip_address(address).is_global:
            continue
        names = resolver.names(address)
        if any(address in resolver.addresses(name) for name in names):
            yield _good("PTR", f"{address} = {names[0]}", f"{address} = {names[0]}")
        else:
            yield _bad(
                "PTR",
                f"{address} n'a pas de nom qui y ramène",
                f"{address} has no name that leads back to it",
            )


def _addresses(resolver: Dns, host: str) -> list[str]:
    try:
        return [str(ip_address(host))]
    except ValueError:
        return resolver.addresses(host)


def _tags(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, _, value in pairs}


def _good(subject: str, fr: str, en: str) -> Finding:
    return Finding(subject, Grade.GOOD, tr(fr, en))


def _weak(subject: str, fr: str, en: str) -> Finding:
    return Finding(subject, Grade.WEAK, tr(fr, en))


def _bad(subject: str, fr: str, en: str) -> Finding:
    return Finding(subject, Grade.BAD, tr(fr, en))
