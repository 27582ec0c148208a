"""What can be wrong with a mail server as a whole, and the way out of it."""

from tocsin.errors import MailError
from tocsin.notify.smtp.url import SmtpUrl

_CHECK_FR = "Vérifiez --smtp et que ce serveur est en marche, puis relancez : rien n'est perdu."
_CHECK_EN = "Check --smtp and that this server is running, then run again: nothing is lost."


def unreachable(url: SmtpUrl) -> MailError:
    """No connection at all."""
    where = f"{url.host}:{url.port}"
    return MailError(
        "mail.unreachable",
        f"Le serveur de messagerie {where} ne répond pas.",
        f"The mail server {where} does not answer.",
        way_out_fr=_CHECK_FR,
        way_out_en=_CHECK_EN,
    )


def no_smtp(url: SmtpUrl) -> MailError:
    """Something answers, but it does not speak SMTP to its end."""
    where = f"{url.host}:{url.port}"
    return MailError(
        "mail.not_smtp",
        f"Ce qui répond sur {where} ne parle pas SMTP, ou raccroche aussitôt.",
        f"What answers on {where} does not speak SMTP, or hangs up at once.",
        way_out_fr=f"{_CHECK_FR} Pour un port TLS, utilisez smtps://",
        way_out_en=f"{_CHECK_EN} For a TLS port, use smtps://",
    )


def turned_away(url: SmtpUrl) -> MailError:
    """The server speaks SMTP but will not talk to us."""
    return MailError(
        "mail.turned_away",
        f"Le serveur de messagerie {url.host} refuse la conversation.",
        f"The mail server {url.host} refuses to talk.",
        way_out_fr="Autorisez cette machine sur le serveur, ou attendez s'il est surchargé.",
        way_out_en="Allow this machine on the server, or wait if it is overloaded.",
    )


def tls(url: SmtpUrl) -> MailError:
    """No protected connection."""
    return MailError(
        "mail.tls",
        f"La connexion protégée (TLS) avec {url.host} n'a pas pu s'établir.",
        f"The protected connection (TLS) with {url.host} could not be made.",
        way_out_fr="Vérifiez le port, le certificat du serveur, et SSL_CERT_FILE s'il est interne.",
        way_out_en="Check port, the server's certificate, and SSL_CERT_FILE if it is internal.",
    )


def login(url: SmtpUrl) -> MailError:
    """Wrong login."""
    return MailError(
        "mail.login",
        f"Le serveur de messagerie {url.host} refuse le compte ou le mot de passe.",
        f"The mail server {url.host} refuses the login or the password.",
        way_out_fr="Vérifiez le compte dans --smtp et la variable TOCSIN_SMTP_PASSWORD.",
        way_out_en="Check the login in --smtp and the variable TOCSIN_SMTP_PASSWORD.",
    )


def refuses_all(code: int) -> MailError:
    """Every message of a batch was refused: that is about us, not about the recipients."""
    return MailError(
        "mail.refuses_all",
        f"Le serveur de messagerie refuse tous nos messages (réponse {code}).",
        f"The mail server refuses all our messages (reply {code}).",
        way_out_fr="Autorisez cette machine et l'adresse sender_email à envoyer, puis relancez.",
        way_out_en="Allow this machine and the address sender_email to send, then run again.",
    )


def defers_all(code: int) -> MailError:
    """Every message of a batch was put off."""
    return MailError(
        "mail.defers_all",
        f"Le serveur de messagerie remet tous nos messages à plus tard (réponse {code}).",
        f"The mail server puts all our messages off (reply {code}).",
        way_out_fr="Attendez quelques minutes puis relancez, au besoin plus lentement (--rate).",
        way_out_en="Wait some minutes then run again, more slowly if need be (--rate).",
    )


def lost(host: str) -> MailError:
    """The connection broke again and again."""
    return MailError(
        "mail.lost",
        f"La connexion avec {host} s'interrompt sans cesse.",
        f"The connection with {host} breaks again and again.",
        way_out_fr=_CHECK_FR,
        way_out_en=_CHECK_EN,
    )
