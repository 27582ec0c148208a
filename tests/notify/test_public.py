"""What screens may ask of notify."""

from pathlib import Path

import pytest

from tests.notify.people import case_of
from tocsin.errors import InputError
from tocsin.notify import public


def test_the_server_is_named_in_mail_toml(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", []) as case:
        assert public.mail_server(case) == ""
        (case.folder / "mail.toml").write_text('server = "smtp://localhost:25"\n', "utf-8")
        assert public.mail_server(case) == "smtp://localhost:25"
        (case.folder / "mail.toml").write_text('serveur = "smtp://localhost:25"\n', "utf-8")
        with pytest.raises(InputError):
            public.mail_server(case)


def test_the_switch_is_seen(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", []) as case:
        assert not public.is_mail_stopped(case)
        public.stop_mail(case)
        assert public.is_mail_stopped(case)
        public.resume_mail(case)
        assert not public.is_mail_stopped(case)


def test_the_script_speaks_both_languages(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", []) as case:
        french, english = (public.call_script(case, language) for language in ("fr", "en"))
    assert "Clinique des Trois Ponts" in french
    assert french != english
