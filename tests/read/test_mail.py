"""Mails: headers and bodies decoded, attachments and attached mails as members."""

import email.message

from tests.read.conftest import ReadBytes
from tests.read.samples import mail, mailbox, table
from tocsin.model.document import DocumentKind, ReadStatus


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
