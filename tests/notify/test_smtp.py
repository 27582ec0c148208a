"""The SMTP client against servers that fail at every step, and what it then knows."""

import pytest

from tests.notify.scripted import Client, Script, scripted, wait
from tocsin.errors import MailError
from tocsin.notify.smtp import Lost, Session, SmtpUrl
from tocsin.notify.smtp.reply import Reply, parse_line

MESSAGE = b"Subject: x\r\n\r\nBonjour\r\n"
PIPELINING = ("PIPELINING", "SIZE 1000000", "8BITMIME")


def hand_over(url: str) -> Reply:
    with Session(SmtpUrl.parse(url), timeout=0.5) as session:
        return session.hand_over("a@a.invalid", "b@b.invalid", MESSAGE)


def greeted(then: Script, *extensions: str) -> Script:
    def script(client: Client) -> None:
        client.greet(*extensions)
        then(client)

    return script


def answers(*replies: str) -> Script:
    """One reply for each command."""

    def script(client: Client) -> None:
        for reply in replies:
            client.hear()
            client.say(reply)

    return script


@pytest.mark.parametrize("extensions", [PIPELINING, ()], ids=["pipelining", "one by one"])
def test_a_message_is_accepted(extensions: tuple[str, ...]) -> None:
    with scripted([greeted(Client.accept, *extensions)]) as (url, clients):
        reply = hand_over(url)
    assert reply.is_positive
    assert reply.text == "250 2.0.0 queued as ABC"
    assert clients[0].messages == [MESSAGE]
    assert clients[0].commands[1:] == ["MAIL FROM:<a@a.invalid>", "RCPT TO:<b@b.invalid>", "DATA"]


def test_the_envelope_goes_at_once_if_the_server_takes_it() -> None:
    def silent_until_data(client: Client) -> None:
        assert [client.hear()[:4] for _ in range(3)] == ["MAIL", "RCPT", "DATA"]
        client.say("250 ok\r\n250 ok\r\n354 go on")
        client.hear_message()
        client.say("250 ok")

    with scripted([greeted(silent_until_data, *PIPELINING)]) as (url, _):
        assert hand_over(url).is_positive


def test_old_servers_know_only_helo() -> None:
    def old(client: Client) -> None:
        client.say("220 old")
        assert client.hear().startswith("EHLO")
        client.say("502 what?")
        assert client.hear().startswith("HELO")
        client.say("250 old")
        client.accept()

    with scripted([old]) as (url, _):
        assert hand_over(url).is_positive


STEPS = [
    (("451 later",), 451),
    (("550 5.1.0 no such sender",), 550),
    (("250 ok", "450 4.2.1 later"), 450),
    (("250 ok", "550 5.1.1 no such user"), 550),
    (("250 ok", "250 ok", "451 later"), 451),
    (("250 ok", "250 ok", "554 no"), 554),
]


@pytest.mark.parametrize(("replies", "code"), STEPS)
def test_a_refusal_one_by_one(replies: tuple[str, ...], code: int) -> None:
    with scripted([greeted(answers(*replies))]) as (url, clients):
        assert hand_over(url).code == code
    assert not clients[0].messages


@pytest.mark.parametrize(("replies", "code"), STEPS)
def test_a_refusal_when_pipelined(replies: tuple[str, ...], code: int) -> None:
    rest = ("503 bad sequence",) * (3 - len(replies))
    with scripted([greeted(answers(*replies, *rest), *PIPELINING)]) as (url, _):
        reply = hand_over(url)
    assert reply.code == code
    assert reply.to_sender == (len(replies) == 1)


def test_a_refused_recipient_and_a_server_that_waits_for_data() -> None:
    def stubborn(client: Client) -> None:
        answers("250 ok", "550 5.1.1 no", "354 go on")(client)
        assert client.hear_message() == b""
        client.say("554 no valid recipients")

    with scripted([greeted(stubborn, *PIPELINING)]) as (url, clients):
        assert hand_over(url).code == 550
    assert clients[0].messages == [b""]


@pytest.mark.parametrize("reply", ["250 ok", "451 later", "554 no", "421 closing"])
def test_the_last_word_is_what_counts(reply: str) -> None:
    def decide(client: Client) -> None:
        client.envelope()
        client.hear_message()
        client.say(reply)

    with scripted([greeted(decide)]) as (url, _):
        assert hand_over(url).text == reply


def hang_up(_: Client) -> None:
    """End the connection."""


def after(commands: int) -> Script:
    return answers(*("250 ok", "250 ok", "354 go on")[:commands])


@pytest.mark.parametrize("end", [hang_up, wait(1)], ids=["hangs up", "falls silent"])
@pytest.mark.parametrize("commands", [0, 1, 2])
@pytest.mark.parametrize("extensions", [PIPELINING, ()], ids=["pipelining", "one by one"])
def test_lost_before_the_message_is_certainly_not_handed_over(
    commands: int, end: Script, extensions: tuple[str, ...]
) -> None:
    def script(client: Client) -> None:
        after(commands)(client)
        end(client)

    with scripted([greeted(script, *extensions)]) as (url, _), pytest.raises(Lost) as caught:
        hand_over(url)
    assert not caught.value.in_doubt


@pytest.mark.parametrize("extensions", [PIPELINING, ()], ids=["pipelining", "one by one"])
def test_an_answer_to_nothing_is_not_taken_for_an_acceptance(extensions: tuple[str, ...]) -> None:
    def liar(client: Client) -> None:
        for answer in ("250 ok", "250 ok", "354 go on\r\n250 2.0.0 queued as LIE"):
            client.hear()
            client.say(answer)
        client.hear_message()

    with scripted([greeted(liar, *extensions)]) as (url, clients), pytest.raises(Lost) as caught:
        hand_over(url)
    assert not caught.value.in_doubt
    assert MESSAGE not in clients[0].messages


def garbage(client: Client) -> None:
    client.say("\x00\xff???")


def promise(client: Client) -> None:
    client.say("354 still going on")


@pytest.mark.parametrize("end", [hang_up, wait(1), garbage, promise])
def test_lost_after_the_message_is_in_doubt(end: Script) -> None:
    def script(client: Client) -> None:
        client.envelope()
        client.hear_message()
        end(client)

    with scripted([greeted(script)]) as (url, _), pytest.raises(Lost) as caught:
        hand_over(url)
    assert caught.value.in_doubt


def endless(client: Client) -> None:
    while True:
        client.say("250-and more")


def endless_line(client: Client) -> None:
    while True:
        client.socket.sendall(b"x" * 4096)


@pytest.mark.parametrize("script", [endless, endless_line, garbage, hang_up, wait(1)])
def test_what_is_no_mail_server(script: Script) -> None:
    with scripted([script]) as (url, _), pytest.raises(MailError) as caught:
        hand_over(url)
    assert caught.value.code == "mail.not_smtp"


def test_a_server_that_turns_us_away() -> None:
    with (
        scripted([lambda client: client.say("554 no")]) as (url, _),
        pytest.raises(MailError) as caught,
    ):
        hand_over(url)
    assert caught.value.code == "mail.turned_away"


def test_nobody_listens() -> None:
    with scripted([hang_up]) as (url, _):
        pass
    with pytest.raises(MailError) as caught:
        hand_over(url)
    assert caught.value.code == "mail.unreachable"


def test_starttls_that_is_not_offered_is_not_gone_without() -> None:
    with scripted([greeted(Client.accept)]) as (url, clients):
        with pytest.raises(MailError) as caught:
            hand_over(url.replace("smtp://", "smtp+starttls://"))
        assert caught.value.code == "mail.tls"
        assert not any("MAIL" in command for command in clients[0].commands)


@pytest.mark.parametrize(
    ("offered", "replies", "said"),
    [
        ("AUTH PLAIN LOGIN", ("235 ok",), "AUTH PLAIN AGpvZQBwYXNz"),
        ("AUTH LOGIN", ("334 u", "334 p", "235 ok"), "AUTH LOGIN"),
    ],
)
def test_login(offered: str, replies: tuple[str, ...], said: str) -> None:
    def script(client: Client) -> None:
        answers(*replies)(client)
        client.accept()

    with scripted([greeted(script, offered)]) as (url, clients):
        assert hand_over(url.replace("smtp://", "smtp://joe:pass@")).is_positive
    assert clients[0].commands[1] == said


def test_a_refused_login() -> None:
    script = greeted(answers("535 no"), "AUTH PLAIN")
    with scripted([script]) as (url, _), pytest.raises(MailError) as caught:
        hand_over(url.replace("smtp://", "smtp://joe:secret@"))
    assert caught.value.code == "mail.login"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("smtp://mail.local", 25, "none"),
        ("smtp+starttls://joe@mail.local", 587, "starttls"),
        ("smtps://joe:p%40ss@mail.local", 465, "tls"),
        ("smtp://[::1]:2525/", 2525, "none"),
    ],
)
def test_urls(url: str, port: int, security: str) -> None:
    parsed = SmtpUrl.parse(url)
    assert (parsed.port, parsed.security) == (port, security)
    assert "p@ss" not in repr(parsed)


def test_the_password_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_SMTP_PASSWORD", "secret")
    assert SmtpUrl.parse("smtps://joe@mail.local").password == "secret"
    assert SmtpUrl.parse("smtps://mail.local").password == ""


@pytest.mark.parametrize(
    "url",
    ["", "mail.local:25", "http://mail.local", "smtp://", "smtp://h:99999", "smtp://h/x", "smtp://[::1"],
)  # fmt: skip
def test_wrong_urls(url: str) -> None:
    with pytest.raises(MailError) as caught:
        SmtpUrl.parse(url)
    assert caught.value.code == "mail.url"
    assert caught.value.way_out


def test_a_password_does_not_cross_the_network_in_the_clear() -> None:
    with pytest.raises(MailError) as caught:
        SmtpUrl.parse("smtp://joe:secret@mail.local")
    assert caught.value.code == "mail.login_in_clear"
    assert SmtpUrl.parse("smtp://joe:secret@127.0.0.1").user == "joe"


@pytest.mark.parametrize("line", [b"", b"25", b"abc ok", b"650 x", b"2500", b"\xff\xfe\xfd"])
def test_garbage_is_no_reply(line: bytes) -> None:
    with pytest.raises(ValueError, match="SMTP"):
        parse_line(line)


def test_what_a_refusal_is_about() -> None:
    assert Reply(554, ("5.7.1 relay access denied",)).is_about_us
    assert not Reply(550, ("5.1.1 no such user",)).is_about_us
    assert Reply(550, ("no",), to_sender=True).is_about_us
    assert Reply(421, ("bye",)).closes
