"""Outlook data files (pst, ost): each item of each folder, deleted ones too, as a mail. [MS-PST]"""

from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import DEPTH, MEMBERS
from tocsin.read.mailitem import MailItem, alone, mail_name, members, rendered
from tocsin.read.mapi import Properties, names_of
from tocsin.read.outlookitem import DATA, DISPLAY_NAME, SUBJECT, Item, attachment_of, mail_of
from tocsin.read.pst.heap import Heap, Numbered
from tocsin.read.pst.nodes import DAMAGED, Node, NodeStore

_FOLDER, _SEARCH, _MESSAGE, _ATTACHMENT, _ASSOCIATED = 0x02, 0x03, 0x04, 0x05, 0x08
_NAMES, _ROOT, _RECIPIENTS = 0x61, 0x122, 0x692
_NAME_ENTRIES, _NAME_STRINGS = 3, 4
_ORPHANS = "sans dossier"
_DEEPEST = 64


def _read(content: Content, job: Job) -> Iterator[Piece]:
    with content.seekable() as stream:
        store = _Mailbox(NodeStore(stream))
        for number, node in enumerate(store.items()):
            if number >= MEMBERS:
                yield Loss("limit: members")
                return
            name, item = store.item(node)
            mail = content.member(name, rendered(alone(item)), item.damage)
            for member in (mail, *members(mail, item)):
                job.budget.spend(member.size)
                yield member
            if item.damage:
                yield Loss(item.damage)
        yield from map(Loss, dict.fromkeys(store.losses))


class _Mailbox:
    """The folders and items of a data file. `losses` tells what could not be read of it."""

    def __init__(self, store: NodeStore) -> None:
        self._store = store
        self.losses = [DAMAGED] if store.is_damaged else []
        self._names = dict(self._named())
        self._folders: dict[int, str] = {}

    def items(self) -> Iterator[Node]:
        """Messages, cards, appointments; then what programs keep beside them (rules, caches)."""
        yield from self._store.nodes(_MESSAGE)
        yield from self._store.nodes(_ASSOCIATED)

    def item(self, node: Node) -> tuple[str, MailItem]:
        """An item under the name it shall have; what is lost of it is among its losses."""
        item, wrong = Item({}), self._store.wrong_checksums
        self._fill(item, node, 0)
        if self._store.wrong_checksums > wrong:
            item.losses.append("corrupt: checksum")
        mail = mail_of(item)
        name = f"{mail_name(mail.subject)} {node.identifier >> 5}.eml"
        return f"{self._folder(node.parent)}/{name}", mail

    def _fill(self, item: Item, node: Node, depth: int) -> None:
        try:
            item.properties = self._told(Heap(self._store, node).properties())
        except Exception as error:
            item.losses.append(reason_of(error))
        try:
            inner = list(self._store.subnodes(node.sub))
        except Exception as error:
            item.losses.append(reason_of(error))
            return
        for one in inner:
            self._hang(item, one, depth)

    def _hang(self, item: Item, node: Node, depth: int) -> None:
        """Put what a subnode holds on its item: an attachment, or the table of recipients."""
        try:
            if node.identifier & 0x1F == _ATTACHMENT:
                self._attach(item, node, depth)
            elif node.identifier == _RECIPIENTS:
                item.recipients += map(self._told, Heap(self._store, node).rows())
        except Exception as error:
            item.losses.append(reason_of(error))

    def _attach(self, item: Item, node: Node, depth: int) -> None:
        heap = Heap(self._store, node)
        told = self._told(heap.properties())
        data = told.get(DATA)
        if isinstance(data, bytes):
            item.attachments.append(attachment_of(told, data))
        elif inner := heap.object_at(DATA):
            attached = Item({})
            if depth < DEPTH:
                self._fill(attached, inner, depth + 1)
            else:
                attached.losses.append("limit: nesting")
            item.attachments.append(attachment_of(told, mail_of(attached)))
        else:
            item.losses.append("attachment: no data")

    def _told(self, numbered: Numbered) -> Properties:
        told: Properties = {self._names.get(tag, tag): v for tag, v in numbered.items()}
        subject = told.get(SUBJECT)
        if isinstance(subject, str) and subject.startswith("\1"):  # [MS-PST] 2.5.3.1.1.1
            told[SUBJECT] = subject[2:]
        return told

    def _folder(self, identifier: int) -> str:
        """The path of a folder."""
        if identifier not in self._folders:
            self._folders[identifier] = "/".join(self._way_to(identifier)) or _ORPHANS
        return self._folders[identifier]

    def _way_to(self, identifier: int) -> list[str]:
        names: list[str] = []
        while identifier != _ROOT and len(names) < _DEEPEST:
            node = self._store.node(identifier)
            if node is None or node.identifier & 0x1F not in (_FOLDER, _SEARCH):
                break
            names.append(clean_name(self._name_of(node).replace("/", "_")))
            identifier = node.parent if node.parent != identifier else _ROOT
        return names[::-1]

    def _name_of(self, node: Node) -> str:
        try:
            return str(Heap(self._store, node).properties().get(DISPLAY_NAME, ""))
        except Exception as error:
            self.losses.append(reason_of(error))
            return ""

    def _named(self) -> Iterator[tuple[int, int | str]]:
        node = self._store.node(_NAMES)
        try:
            told = Heap(self._store, node).properties() if node else {}
        except Exception as error:
            self.losses.append(reason_of(error))
            return
        entries, strings = (told.get(tag, b"") for tag in (_NAME_ENTRIES, _NAME_STRINGS))
        if isinstance(entries, bytes) and isinstance(strings, bytes):
            yield from names_of(entries, strings)


FORMATS: Formats = {sniff.PST: Format(DocumentKind.MAIL, _read, container=True)}
