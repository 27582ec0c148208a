"""Every address of the room, each with its one permission. Nothing else is served."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.urls import URLPattern, path, register_converter

from tocsin.room.access import acts, acts_gravely, needs, shows
from tocsin.room.numbers import Row
from tocsin.room.roles import Permission
from tocsin.room.screens import (
    calls,
    doubts,
    drafts,
    duties,
    findings,
    held,
    home,
    journal,
    letters,
    mending,
    notices,
    now,
    outside,
    own,
    people,
    press,
    returned,
    review,
    sealed,
    users,
    vouched,
)
from tocsin.room.statics import serve

P = Permission
register_converter(Row, "row")

urlpatterns: list[URLPattern] = [
    path("static/<slug:digest>/<path:name>", shows(P.ANYBODY, serve), name="static"),
    path("language", acts(P.ANYBODY, own.speak), name="language"),
    # Signing in and one's own account
    path("sign-in", needs(P.ANYBODY, account.login), name="account_login"),
    path("sign-in/code", needs(P.ANYBODY, factor.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey", needs(P.ANYBODY, passkey.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/provider", shows(P.ANYBODY, vouched.go), name="oidc_go"),
    path("sign-in/provider/back", shows(P.ANYBODY, vouched.back), name="oidc_back"),
    path("sign-in/inactive", needs(P.ANYBODY, account.account_inactive), name="account_inactive"),
    path("sign-out", needs(P.SELF, account.logout), name="account_logout"),
    path("account", shows(P.SELF, own.account), name="own"),
    path(
        "account/password", needs(P.SELF, account.password_change), name="account_change_password"
    ),
    path("account/again", needs(P.SELF, account.reauthenticate), name="account_reauthenticate"),
    path("account/again/code", needs(P.SELF, factor.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/again/passkey",
        needs(P.SELF, passkey.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/second-factor", shows(P.SELF, own.second_factor), name="second_factor"),
    path("account/factors", shows(P.SELF, own.to_account), name="mfa_index"),
    path("account/code", needs(P.SELF, totp.activate_totp), name="mfa_activate_totp"),
    path("account/code/off", needs(P.SELF, totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/passkeys", needs(P.SELF, passkey.list_webauthn), name="mfa_list_webauthn"),
    path("account/passkeys/add", needs(P.SELF, passkey.add_webauthn), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<row:pk>/remove",
        needs(P.SELF, passkey.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/passkeys/<row:pk>/name",
        needs(P.SELF, passkey.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path("account/sessions/end", acts(P.SELF, own.end_sessions), name="own_end_sessions"),
    # The screens
    path("", shows(P.SELF, home.home), name="home"),
    path("now", shows(P.FIGURES, now.now), name="now"),
    path("sealed", shows(P.EVIDENCE, sealed.sealed), name="sealed"),
    path("sealed/unread", shows(P.EVIDENCE, sealed.unread), name="sealed_unread"),
    path("sealed/unread/clear", acts(P.UNMASK, sealed.unread_clear), name="sealed_unread_clear"),
    path("sealed/read", acts(P.WORK, sealed.start), name="sealed_start"),
    path("sealed/stop", acts(P.WORK, sealed.stop), name="sealed_stop"),
    path("sealed/check", acts(P.WORK, sealed.check), name="sealed_check"),
    path("sealed/unlike", shows(P.EVIDENCE, sealed.unlike), name="sealed_unlike"),
    path("sealed/unlike/clear", acts(P.UNMASK, sealed.unlike_clear), name="sealed_unlike_clear"),
    path("findings", shows(P.FINDINGS, findings.findings), name="findings"),
    path("findings/documents", shows(P.FINDINGS, findings.documents), name="findings_documents"),
    path(
        "findings/documents/clear",
        acts(P.UNMASK, findings.documents_clear),
        name="findings_documents_clear",
    ),
    path("findings/<row:number>", shows(P.FINDINGS, findings.document), name="findings_document"),
    path(
        "findings/<row:number>/clear",
        acts(P.UNMASK, findings.document_clear),
        name="findings_document_clear",
    ),
    path("findings/<row:number>/why", acts(P.FINDINGS, findings.why), name="findings_document_why"),
    path("review", shows(P.REVIEW, review.review), name="review"),
    path("review/second", shows(P.REVIEW, review.second), name="review_second"),
    path("review/agreement", shows(P.REVIEW, review.agreed), name="review_agreement"),
    path("review/sample", shows(P.REVIEW, review.sample), name="review_sample"),
    path("review/sample/draw", acts(P.REVIEW, review.draw), name="review_draw"),
    path("review/undo", acts(P.REVIEW, review.undo), name="review_undo"),
    path("review/<slug:key>", shows(P.REVIEW, review.one), name="review_one"),
    path("review/<slug:key>/decide", acts(P.REVIEW, review.decide), name="review_decide"),
    path("review/<slug:key>/clear", acts(P.UNMASK, review.clear), name="review_clear"),
    path("people", shows(P.PEOPLE, people.people), name="people"),
    path("people/search", acts(P.PEOPLE, people.search), name="people_search"),
    path("people/clear", acts(P.UNMASK, people.people_clear), name="people_clear"),
    path("people/homonyms", shows(P.PEOPLE, people.homonyms), name="people_homonyms"),
    path("people/outside", shows(P.PEOPLE, outside.outside), name="people_outside"),
    path(
        "people/outside/clear", acts(P.UNMASK, outside.outside_clear), name="people_outside_clear"
    ),
    path("people/outside/recognise", acts(P.CORRECT, outside.recognise), name="people_recognise"),
    path("people/outside/merge", acts(P.CORRECT, outside.merge), name="people_outside_merge"),
    path("people/outside/split", acts(P.CORRECT, outside.split), name="people_outside_split"),
    path("people/<row:number>", shows(P.PEOPLE, people.person), name="people_person"),
    path(
        "people/<row:number>/clear", acts(P.UNMASK, people.person_clear), name="people_person_clear"
    ),
    path("people/<row:number>/correct", acts(P.CORRECT, mending.correct), name="people_correct"),
    path("people/<row:number>/merge", acts(P.CORRECT, mending.merge), name="people_merge"),
    path("people/<row:number>/apart", acts(P.CORRECT, mending.apart), name="people_apart"),
    path("people/<row:number>/undo", acts(P.CORRECT, mending.undo), name="people_undo"),
    path("notices", shows(P.NOTICES, notices.notices), name="notices"),
    path("notices/preview", shows(P.NOTICES, notices.preview), name="notices_preview"),
    path(
        "notices/preview/clear",
        acts(P.UNMASK, notices.preview_clear),
        name="notices_preview_clear",
    ),
    path("notices/submit", acts(P.SEND, notices.submit), name="notices_submit"),
    path(
        "notices/<row:number>/approve",
        acts_gravely(P.SEND, notices.approve),
        name="notices_approve",
    ),
    path("notices/<row:number>/control", acts(P.SEND, notices.control), name="notices_control"),
    path("notices/switch", acts(P.SEND, notices.switch), name="notices_switch"),
    path("notices/test", acts(P.SEND, notices.test), name="notices_test"),
    path("notices/send", acts_gravely(P.SEND, notices.send), name="notices_send"),
    path("notices/held", shows(P.NOTICES, held.held), name="notices_held"),
    path("notices/held/clear", acts(P.UNMASK, held.held_clear), name="notices_held_clear"),
    path("notices/held/decide", acts(P.SEND, held.decide), name="notices_held_decide"),
    path(
        "notices/unattributed",
        shows(P.NOTICES, returned.unattributed),
        name="notices_unattributed",
    ),
    path(
        "notices/unattributed/<row:number>",
        acts(P.UNMASK, returned.message),
        name="notices_message",
    ),
    path(
        "notices/unattributed/<row:number>/attribute",
        acts(P.SEND, returned.attribute),
        name="notices_attribute",
    ),
    path("notices/doubts", shows(P.NOTICES, doubts.doubts), name="notices_doubts"),
    path(
        "notices/doubts/settle",
        acts_gravely(P.SEND, doubts.settle),
        name="notices_doubts_settle",
    ),
    path("notices/letters", shows(P.NOTICES, letters.letters), name="notices_letters"),
    path("notices/letters/write", acts(P.SEND, letters.write), name="notices_letters_write"),
    path(
        "notices/letters/<row:number>/take",
        acts_gravely(P.SEND, letters.take),
        name="notices_letters_take",
    ),
    path(
        "notices/letters/returned",
        acts(P.SEND, returned.letters),
        name="notices_letters_returned",
    ),
    path("calls", shows(P.CALLS, calls.calls), name="calls"),
    path("calls/open", acts(P.CALLS, calls.task), name="calls_open"),
    path("calls/assign", acts(P.ASSIGN, calls.assign), name="calls_assign"),
    path("calls/note", acts(P.CALLS, calls.note), name="calls_note"),
    path("duties", shows(P.DUTIES, duties.duties), name="duties"),
    path("duties/started", acts(P.RECORD, duties.started), name="duties_started"),
    path("duties/drafts", shows(P.DUTIES, drafts.drafts), name="duties_drafts"),
    path("duties/drafts/write", acts(P.RECORD, drafts.write), name="duties_drafts_write"),
    path("duties/drafts/<row:number>", shows(P.DUTIES, drafts.draft), name="duties_draft"),
    path(
        "duties/drafts/<row:number>/again",
        acts(P.DUTIES, drafts.draft_again),
        name="duties_draft_again",
    ),
    path("duties/<slug:key>", shows(P.DUTIES, duties.duty), name="duties_one"),
    path("duties/<slug:key>/met", acts(P.RECORD, duties.met), name="duties_met"),
    path("duties/<slug:key>/waived", acts(P.RECORD, duties.waived), name="duties_waived"),
    path("press", shows(P.PRESS, press.press), name="press"),
    path("press/draft", acts(P.PRESS, press.draft), name="press_draft"),
    path("press/<row:number>", shows(P.PRESS, press.version), name="press_version"),
    path("press/<row:number>/approve", acts_gravely(P.PRESS, press.approve), name="press_approve"),
    path("journal", shows(P.JOURNAL, journal.journal), name="journal"),
    path("journal/export", acts_gravely(P.JOURNAL, journal.export), name="journal_export"),
    path("accounts", shows(P.USERS, users.users), name="users"),
    path("accounts/ask", acts_gravely(P.USERS, users.ask), name="users_ask"),
    path("accounts/<row:number>/decide", acts_gravely(P.RIGHTS, users.decide), name="users_decide"),
]

handler403 = "tocsin.room.screens.refused.forbidden"
handler404 = "tocsin.room.screens.refused.not_found"
handler500 = "tocsin.room.screens.refused.fault"
