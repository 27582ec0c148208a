"""A message, parsed by another hand, is what was meant."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.language import LANGUAGES, Language
from tocsin.model.category import Category
from tocsin.model.hospital import Hospital
from tocsin.model.notice import Channel, join_categories
from tocsin.notify.facts import Facts, clean
from tocsin.notify.message import FALLBACK_SENDER, Addressed, Mailing, message_id
from tocsin.notify.notice import MedicalByEmailError, as_text, word_notice

FACTS = Facts(
    Hospital(
        name="Clinique « L'Étoile », Saint-Étienne",
        phone="04 65 71 00 00",
        dpo_email="dpo@etoile.invalid",
        sender_email="information@etoile.invalid",
    ),
    "AV-4K7Q-X3M",
)
AT = datetime(2025, 7, 10, 8, 30, tzinfo=UTC)
MAILING = Mailing(FACTS, AT)
MAILABLE = [category for category in Category if not category.is_medical]
names = st.text(st.characters(blacklist_categories=("Cs",)), max_size=90).map(clean)


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    assert body is not None
    return str(body.get_content())


def to(name: str = "Marie", reference: str = "K7QX-3MT") -> Addressed:
    return Addressed("marie@exemple.invalid", name, reference, "abc@etoile.invalid")


@settings(max_examples=60, deadline=None)
@given(names, st.sets(st.sampled_from(MAILABLE)), st.sampled_from(LANGUAGES))
def test_what_arrives_is_what_was_meant(
    name: str, kinds: set[Category], language: Language
) -> None:
    joined = join_categories(kinds)
    raw = MAILING.compose(language, joined, to(name))
    message = parsed(raw)
    ordered = [category for category in Category if category in kinds]
    meant = word_notice(Channel.EMAIL, language, ordered, FACTS).personal(name, "K7QX-3MT")
    plain = part(message, "plain").replace("\r\n", "\n")
    assert plain == "\n".join(as_text(meant.blocks))
    assert str(message["Subject"]) == meant.subject
    page = part(message, "html")
    assert name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in page
    assert "K7QX-3MT" in page
    assert not message.defects


@settings(max_examples=60, deadline=None)
@given(names, st.sets(st.sampled_from(MAILABLE)), st.sampled_from(LANGUAGES))
def test_no_server_needs_to_touch_it(name: str, kinds: set[Category], language: Language) -> None:
    raw = MAILING.compose(language, join_categories(kinds), to(name))
    assert raw.isascii()
    assert raw.endswith(b"\r\n")
    lines = raw.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line and b"\0" not in line for line in lines)
    assert not any(line.startswith(b".") for line in lines)
    assert max(map(len, lines)) <= 78


def test_headers() -> None:
    message = parsed(MAILING.compose("fr", "contact", to()))
    assert message["From"].addresses[0].display_name == FACTS.hospital.name
    assert message["From"].addresses[0].addr_spec == "information@etoile.invalid"
    assert message["To"].addresses[0].addr_spec == "marie@exemple.invalid"
    assert message["Reply-To"].addresses[0].addr_spec == "dpo@etoile.invalid"
    assert message["Message-ID"] == "<abc@etoile.invalid>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == AT
    assert message.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]
    assert not list(message.iter_attachments())


def test_a_silent_hospital_still_gives_a_whole_message() -> None:
    mailing = Mailing(Facts(Hospital(), "AV-4K7Q-X3M"), AT)
    message = parsed(mailing.compose("fr", "contact", to()))
    assert mailing.sender == FALLBACK_SENDER
    assert message["Reply-To"] is None
    assert "votre établissement de santé" in part(message, "plain")


def test_a_hostile_hospital_file_cannot_add_a_header() -> None:
    hospital = Hospital(
        name="X\r\nBcc: all@exemple.invalid", sender_email="a@b.invalid\r\nBcc: c@d.invalid"
    )
    message = parsed(Mailing(Facts(hospital, "AV"), AT).compose("fr", "contact", to()))
    assert message["Bcc"] is None


def test_health_is_never_composed() -> None:
    with pytest.raises(MedicalByEmailError):
        MAILING.compose("fr", "contact;health", to())


def test_a_message_id_is_one_per_person_and_case() -> None:
    first = message_id(b"k" * 32, "K7QX-3MT", "a@b.invalid")
    assert first == message_id(b"k" * 32, "K7QX-3MT", "a@b.invalid")
    assert first != message_id(b"k" * 32, "K7QX-3MV", "a@b.invalid")
    assert first != message_id(b"l" * 32, "K7QX-3MT", "a@b.invalid")
    assert first.endswith("@b.invalid")
    assert "K7QX" not in first
