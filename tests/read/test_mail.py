"""Mails: headers and bodies decoded, attachments and attached mails as members."""

import base64
import binascii
import email.message

from hypothesis import given
from hypothesis import strategies as st

from tests.read.conftest import ReadBytes
from tests.read.mail_samples import apple
from tests.read.samples import mail, mailbox, table
from tocsin.model.document import DocumentKind, ReadStatus
from tocsin.read.mailbody import without_uuencoded


def test_headers_bodies_and_members(read_bytes: ReadBytes) -> None:
    reading = read_bytes(mail(), "message.eml")
    headers, plain, html = (b.text for b in reading.texts if b.document == "message.eml")
    assert "From: Zoé LEFÈVRE <zoe@exemple.invalid>" in headers
    assert "Subject: Résultats de Zoé" in headers
    assert "née le 3 juillet 1984" in plain
    assert "signé Zoé LEFÈVRE" in html
    attached = reading.member("message.eml!/export é.csv")
    assert (attached.kind, attached.size) == (DocumentKind.TABLE, len(table()))
    inner = [b.text for b in reading.texts if b.document == "message.eml!/message-4.eml"]
    assert "Subject: Transféré" in inner[0]
    assert "pour Zoé LEFÈVRE" in inner[1]


def test_an_html_twin_that_adds_nothing_is_not_told_twice(read_bytes: ReadBytes) -> None:
    message = email.message.EmailMessage()
    message["Subject"] = "Rendez-vous"
    message.set_content("Venez mardi à 9 h.")
    message.add_alternative("<p>Venez <b>mardi</b> à 9 h.</p>", subtype="html")
    reading = read_bytes(message.as_bytes(), "m.eml")
    assert sum("Venez" in block.text for block in reading.texts) == 1


def test_raw_bytes_in_headers_are_read(read_bytes: ReadBytes) -> None:
    raw = "From: a@exemple.invalid\r\nSubject: Résultat de Zoé\r\n\r\nbonjour".encode("latin-1")
    assert "Subject: Résultat de Zoé" in read_bytes(raw, "m.eml").text


def test_a_mail_cut_within_an_attachment_is_partial(read_bytes: ReadBytes) -> None:
    whole = mail()
    reading = read_bytes(whole[: whole.index(b"Content-Disposition: attachment") + 200], "m.eml")
    assert (reading.status, reading.reason) == (
        ReadStatus.PARTIAL,
        "corrupt: damaged or cut short",
    )


def test_wrong_charset_and_encoding_labels(read_bytes: ReadBytes) -> None:
    raw = (
        b"From: a@exemple.invalid\r\nSubject: x\r\nContent-Type: text/plain; charset=klingon\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nbm9uICEgcGFzIGR1IGJhc2U2NA"
    )
    assert "non ! pas du base64" in read_bytes(raw, "m.eml").text


def test_a_mailbox_gives_each_message(read_bytes: ReadBytes) -> None:
    reading = read_bytes(mailbox(), "boite.mbox")
    messages = [r for r in reading.records if r.parent == "boite.mbox"]
    assert [r.document for r in messages] == [f"boite.mbox!/message-{n}.eml" for n in (1, 2)]
    assert all(r.status is ReadStatus.READ for r in messages)


def raw(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def test_names_of_attachments_are_text_of_the_mail(read_bytes: ReadBytes) -> None:
    reading = read_bytes(mail(), "m.eml")
    assert "Pièces jointes : export é.csv" in reading.texts[0].text


def test_encoded_words_in_every_header(read_bytes: ReadBytes) -> None:
    data = raw(
        "From: =?ISO-8859-1?Q?Zo=E9_LEF=C8VRE?= <zoe@exemple.invalid>",
        "Cc: =?utf-8?B?QW5uIEdBTEw=?= <ann@exemple.invalid>",
        "Reply-To: =?utf-8?Q?Accueil?=",
        " =?utf-8?Q?_central?= <a@exemple.invalid>",
        "Subject: =?koi-9?Q?perdu?=",
        "",
        "bonjour",
    )
    headers = read_bytes(data, "m.eml").texts[0].text
    assert "From: Zoé LEFÈVRE <zoe@exemple.invalid>" in headers
    assert "Cc: Ann GALL <ann@exemple.invalid>" in headers
    assert "Reply-To: Accueil central <a@exemple.invalid>" in headers
    assert "Subject: perdu" in headers


def test_flowed_lines_are_joined(read_bytes: ReadBytes) -> None:
    data = raw(
        "From: a@exemple.invalid",
        "Subject: x",
        "Content-Type: text/plain; charset=utf-8; format=flowed",
        "",
        "Madame Zoé ",
        "LEFÈVRE viendra",
        "mardi.",
        "-- ",
        "Ann",
    )
    assert read_bytes(data, "m.eml").texts[1].text.splitlines() == [
        "Madame Zoé LEFÈVRE viendra",
        "mardi.",
        "-- ",
        "Ann",
    ]


def test_files_written_into_a_body_are_members(read_bytes: ReadBytes) -> None:
    lines = [table()[at : at + 45] for at in range(0, len(table()), 45)]
    body = b"".join(binascii.b2a_uu(line) for line in lines)
    head = b"From: a@exemple.invalid\nSubject: x\n\nVoici :\nbegin 644 export.csv\n"
    whole = read_bytes(head + body + b"`\nend\nMerci\n", "m.eml")
    assert whole.texts[1].text == "Voici :\nMerci\n"
    assert whole.member("m.eml!/export.csv").size == len(table())
    assert whole.member("m.eml!/export.csv").status is ReadStatus.READ
    cut = read_bytes(head + body, "m.eml")
    assert cut.member("m.eml!/export.csv").reason == "corrupt: damaged or cut short"


def test_a_sentence_that_begins_with_begin_is_no_file(read_bytes: ReadBytes) -> None:
    data = raw("From: a@exemple.invalid", "Subject: x", "", "begin 644 jours plus tard", "fini")
    assert "begin 644 jours plus tard" in read_bytes(data, "m.eml").text


@given(st.binary(max_size=300), st.text(max_size=50))
def test_uuencode_round_trip(data: bytes, around: str) -> None:
    lines = [data[at : at + 45] for at in range(0, len(data), 45)]
    told = "".join(binascii.b2a_uu(line).decode() for line in lines)
    text, files = without_uuencoded(f"\nbegin 644 a.bin\n{told}`\nend\n")
    assert [file.data for file in files] == ([data] if data else [])
    assert without_uuencoded(around.replace("begin", ""))[0] == around.replace("begin", "")
    assert (text == "\n") or not data


def test_who_did_not_get_a_mail(read_bytes: ReadBytes) -> None:
    data = raw(
        "From: mailer-daemon@exemple.invalid",
        "Subject: failure",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.exemple.invalid",
        "",
        "Final-Recipient: rfc822; zoe@exemple.invalid",
        "Action: failed",
        "",
        "--b--",
    )
    assert "Final-Recipient: rfc822; zoe@exemple.invalid" in read_bytes(data, "m.eml").text


def test_tables_of_an_html_body_are_rows(read_bytes: ReadBytes) -> None:
    message = email.message.EmailMessage()
    message["Subject"] = "Liste"
    message.set_content("voir le tableau")
    rows = "<tr><th>Nom</th><th>Prénom</th></tr><tr><td>GALL</td><td>Ann</td></tr>"
    message.add_alternative(f"<p>Bonjour</p><table>{rows}</table>", subtype="html")
    reading = read_bytes(message.as_bytes(), "m.eml")
    assert reading.tables[0].header == ("Nom", "Prénom")
    assert reading.rows == [["GALL", "Ann"]]


def test_an_attached_mail_in_base64_is_read_all_the_same(read_bytes: ReadBytes) -> None:
    data = raw(
        "From: a@exemple.invalid",
        "Subject: x",
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        "--b",
        "Content-Type: message/rfc822",
        "Content-Transfer-Encoding: base64",
        "",
        base64.b64encode(mail()).decode(),
        "--b--",
    )
    assert "née le 3 juillet 1984" in read_bytes(data, "m.eml").text


def test_a_body_under_pgp_is_partly_read(read_bytes: ReadBytes) -> None:
    data = raw("From: a@exemple.invalid", "Subject: x", "", "-----BEGIN PGP MESSAGE-----", "aaaa")
    assert (read_bytes(data, "m.eml").status, read_bytes(data, "m.eml").reason) == (
        ReadStatus.PARTIAL,
        "encrypted",
    )


def test_mails_of_apple_mail(read_bytes: ReadBytes) -> None:
    reading = read_bytes(apple(mail()), "1.emlx")
    assert reading.record.media_type == "message/x-emlx"
    assert "Subject: Résultats de Zoé" in reading.texts[0].text
    assert reading.member("1.emlx!/export é.csv").status is ReadStatus.READ


def test_the_quirks_of_thunderbird(read_bytes: ReadBytes) -> None:
    data = raw(
        "From - Thu Jan  2 10:00:00 2025",
        "X-Mozilla-Status: 0009",
        "X-Mozilla-Status2: 00000000",
        "From: a@exemple.invalid",
        "Subject: un",
        "",
        "From here on, no new mail.",
        ">From ici non plus",
        ">>From ni ici",
        "",
        "From - Thu Jan  2 11:00:00 2025",
        "X-Mozilla-Status: 0001",
        "Subject: deux",
        "",
        "bonjour",
    )
    reading = read_bytes(data, "Inbox")
    assert len(reading.records) == 3
    assert "\nFrom ici non plus" in reading.text.replace("\r", "")
    assert "\n>From ni ici" in reading.text.replace("\r", "")


def test_a_web_archive_is_read(read_bytes: ReadBytes) -> None:
    data = raw(
        "From: <Enregistré par Windows>",
        "Subject: Dossier",
        'Content-Type: multipart/related; type="text/html"; boundary="b"',
        "",
        "--b",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "Content-Location: file:///c:/dossier.htm",
        "",
        "<p>Zo=C3=A9 LEF=C3=88VRE</p>",
        "--b--",
    )
    assert "Zoé LEFÈVRE" in read_bytes(data, "page.mht").text
