"""XML, HTML and RTF that expand, nest without end, or ask for what lies elsewhere."""

from tests.hostile.trap import CANARY_FILE, Traps

_XML = b"<?xml version='1.0'?>"


def laughs(levels: int = 12, width: int = 10) -> bytes:
    """The billion laughs: entities of entities."""
    lines = (f"<!ENTITY e{n} '{f'&e{n - 1};' * width}'>" for n in range(1, levels))
    return dtd("<!ENTITY e0 'ha'>" + "".join(lines), f"&e{levels - 1};")


def dtd(declarations: str, body: str) -> bytes:
    """A document with those declarations."""
    return _XML + f"<!DOCTYPE x [{declarations}]><x><nom>{body}</nom></x>".encode()


def deep(opening: bytes, closing: bytes, depth: int, inside: bytes = b"fond") -> bytes:
    """Elements within elements."""
    return opening * depth + inside + closing * depth


def attributes(count: int) -> bytes:
    """One element with that many attributes."""
    return _XML + b"<x " + b" ".join(b"a%d='%d'" % (n, n) for n in range(count)) + b"/>"


def prefixes(count: int) -> bytes:
    """A namespace at every level."""
    opening = b"".join(b"<p%d:x xmlns:p%d='urn:%d'>" % (n, n, n) for n in range(count))
    return _XML + opening + b"".join(b"</p%d:x>" % n for n in reversed(range(count)))


_EXTERNAL = f"<!ENTITY e SYSTEM '{CANARY_FILE}'>"
_FAR = "http://tocsin.invalid/"
_PARAMETER = f"<!ENTITY % p SYSTEM '{_FAR}p.dtd'> %p;"
_INCLUDE = (
    b"<x xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include parse='text' href='"
    + CANARY_FILE.encode()
    + b"'/></x>"
)

TRAPS: Traps = {
    "milliard-de-rires.xml": laughs,
    "quadratique.xml": lambda: dtd(f"<!ENTITY a '{'a' * 60_000}'>", "&a;" * 60_000),
    "entite-recursive.xml": lambda: dtd("<!ENTITY a '&b;'><!ENTITY b '&a;'>", "&a;"),
    "entite-fichier.xml": lambda: dtd(_EXTERNAL, "&e;"),
    "entite-environnement.xml": lambda: dtd(
        "<!ENTITY e SYSTEM 'file:///proc/self/environ'>", "&e;"
    ),
    "entite-reseau.xml": lambda: dtd(f"<!ENTITY e SYSTEM '{_FAR}'>", "&e;"),
    "entite-parametre.xml": lambda: dtd(_PARAMETER, "x"),
    "dtd-externe.xml": lambda: (
        _XML + f"<!DOCTYPE x SYSTEM '{_FAR}x.dtd'><x><nom>a</nom></x>".encode()
    ),
    "xinclude.xml": lambda: _XML + _INCLUDE,
    "feuille-de-style.xml": lambda: _XML + b"<?xml-stylesheet href='http://tocsin.invalid/'?><x/>",
    "profond.xml": lambda: _XML + deep(b"<a>", b"</a>", 100_000),
    "profond-ouvert.xml": lambda: _XML + b"<a>" * 200_000,
    "profond-a-peine.xml": lambda: _XML + deep(b"<a>", b"</a>", 250),
    "attributs.xml": lambda: attributes(100_000),
    "attribut-geant.xml": lambda: _XML + b"<x a='" + b"a" * 20_000_000 + b"'/>",
    "texte-geant.xml": lambda: _XML + b"<x>" + b"mot " * 5_000_000 + b"</x>",
    "espaces-de-noms.xml": lambda: prefixes(250),
    "instructions.xml": lambda: _XML + b"<x>" + b"<?a b?>" * 100_000 + b"</x>",
    "commentaires.xml": lambda: _XML + b"<x>" + b"<!-- a -->" * 100_000,
    "chevrons.xml": lambda: _XML + b"<" * 1_000_000,
    "ouvrantes.xml": lambda: b"<a " * 300_000,
    "cdata-ouvert.xml": lambda: _XML + b"<x><![CDATA[" + b"]]" * 100_000,
    "codage-menteur.xml": lambda: b"<?xml version='1.0' encoding='UTF-16'?><x><n>a</n></x>",
    "codage-inconnu.xml": lambda: b"<?xml version='1.0' encoding='../../x'?><x><n>\xe9</n></x>",
    "nul.xml": lambda: _XML + b"<x><nom>a\0b</nom></x>",
    "freres.xml": lambda: _XML + b"<x>" + b"<a/>" * 50_000 + b"</x>",
    "clefs-toutes-autres.xml": lambda: (
        _XML + b"<x>" + b"".join(b"<p><a%d>1</a%d></p>" % (n, n) for n in range(8_000)) + b"</x>"
    ),
    "balises-profondes.html": lambda: b"<html><body>" + deep(b"<div>", b"</div>", 100_000),
    "tables-profondes.html": lambda: b"<html>" + b"<table><tr><td>a" * 3_000,
    "formatages-profonds.html": lambda: b"<html>" + b"<b><i><font>" * 5_000 + b"<p>" * 5_000,
    "cellules.html": lambda: b"<html><table><tr>" + b"<td>1" * 100_000 + b"<tr><td>1<td>2</table>",
    "attribut-ouvert.html": lambda: b"<html><a href='" + b"x" * 2_000_000,
    "entites.html": lambda: b"<html><p>" + b"&nGt;&amp;&#x10FFFF;&#99999999;" * 50_000,
    "script.html": lambda: b"<html><script>" + b"fetch('http://tocsin.invalid/');" * 10_000,
    "renvoi.html": lambda: (
        b"<html><meta http-equiv=refresh content='0;url=http://tocsin.invalid/'><iframe src='"
        + CANARY_FILE.encode()
        + b"'></iframe><img src='file:///proc/self/environ'><p>fin"
    ),
    "image-en-ligne.html": lambda: b"<html><img src='data:image/png;base64," + b"A" * 3_000_000,
    "profond.rtf": lambda: b"{\\rtf1 " + b"{" * 100_000 + b"fond",
    "accolades.rtf": lambda: b"{\\rtf1 a}" + b"}" * 500_000,
    "binaire.rtf": lambda: b"{\\rtf1 {\\pict\\bin4294967295 " + b"x" * 1_000 + b"}}",
    "binaire-negatif.rtf": lambda: b"{\\rtf1 {\\pict\\bin-5 xxxxx}fin}",
    "barres.rtf": lambda: b"{\\rtf1 " + b"\\" * 999_999 + b"}",
    "unicode.rtf": lambda: b"{\\rtf1 \\uc9999999999 " + b"\\u-99999 ?" * 50_000 + b"}",
    "page-de-codes.rtf": lambda: b"{\\rtf1\\ansicpg99999 \\'e9\\'zz}",
    "page-de-codes-a-etat.rtf": lambda: b"{\\rtf1\\ansicpg65000 " + b"+AOk-" * 20_000 + b"}",
    "objet.rtf": lambda: b"{\\rtf1{\\object{\\*\\objdata " + b"d0cf11e0" * 200_000 + b"}}}",
    "champ-externe.rtf": lambda: (
        b'{\\rtf1{\\field{\\*\\fldinst INCLUDETEXT "canari.txt"}}'
        b"{\\*\\template http://tocsin.invalid/x.dot}fin}"
    ),
    "mot-geant.rtf": lambda: b"{\\rtf1\\" + b"a" * 2_000_000 + b"9" * 2_000_000 + b"}",
}
