"""The labels of Google Takeout: what the field X-Gmail-Labels of its mbox files says, in any account's language.

Gmail has no folders: a message has labels, written as CSV inside RFC 2047 words. Some of them are states (unread,
starred, opened, important, archived, a category, what a mail program has set by IMAP), the others are places: Inbox,
Sent and their like, and what the user has made, with `/` for the hierarchy. How Gmail calls its own depends on the
account's language. A label in a language that is not listed here counts as a place, so nothing is lost by it.
"""

from __future__ import annotations

import base64
import csv
import re
from collections.abc import Sequence

from mailferry.mail import headers

UNREAD = frozenset((
    "unread", "ungelesen", "non lus", "non lu", "messages non lus", "no leídos", "no leído", "sin leer", "non letti",
    "da leggere", "non letto", "não lidas", "não lidos", "não lida", "ongelezen", "olästa", "oläst", "ulæst", "ulæste",
    "ulest", "uleste", "lukematta", "lukemattomat", "nieprzeczytane", "nepřečtené", "neprečítané", "olvasatlan",
    "непрочитанные", "непрочитані", "непрочетени", "okunmadı", "okunmamış", "no llegits", "necitite", "nepročitano",
    "nepročitane", "neprebrano", "neskaityti", "neskaityta", "nelasītās", "lugemata", "μη αναγνωσμένα", "chưa đọc",
    "belum dibaca", "לא נקראו", "שלא נקראו", "غير مقروءة", "غير مقروء", "अपठित", "ยังไม่ได้อ่าน", "未読", "未读", "未讀",
    "읽지 않음"))
STARRED = frozenset((
    "starred", "markiert", "suivis", "suivi", "messages suivis", "destacados", "destacado", "con estrella", "speciali",
    "speciale", "con estrela", "com estrela", "marcados com estrela", "met ster", "met een ster", "stjärnmärkta",
    "stjärnmärkt", "stjernemarkeret", "stjernemerket", "tähdellä merkityt", "oznaczone gwiazdką", "s hvězdičkou",
    "s hviezdičkou", "csillagozott", "помеченные", "із зірочкою",
    "yıldızlı", "със звезда", "destacats", "cu stea", "sa zvjezdicom",
    "z zvezdico", "με αστέρι", "có gắn dấu sao", "được gắn dấu sao", "berbintang", "מסומן בכוכב", "مميّزة بنجمة",
    "مميزة بنجمة", "ติดดาว", "スター付き", "已加星标", "已加星號",
    "별표편지함"))
_ARCHIVED = frozenset((
    "archived", "archiviert", "archivés", "archivé", "messages archivés", "archivados", "archivado", "archiviati",
    "archiviato", "arquivados", "arquivado", "arquivadas", "gearchiveerd", "arkiverade", "arkiverat", "arkiveret",
    "arkivert", "arkistoitu", "zarchiwizowane", "archivováno", "archivované", "archivált", "архивированные",
    "заархивировано", "архівовано", "arşivlendi", "アーカイブ済み", "已归档", "已封存", "보관됨"))
_STATES = UNREAD | STARRED | frozenset((
    "opened", "geöffnet", "ouvert", "ouverts", "abiertos", "abierto", "aperti", "aperto", "abertos", "aberto", "aberta",
    "geopend", "öppnade", "öppnat", "åbnet", "åpnet", "avattu", "otwarte", "otevřeno", "otevřené", "otvorené",
    "megnyitott", "oberts", "importants", "deschise", "otvoreno", "odprto", "ανοιγμένα", "đã mở", "dibuka", "נפתחו",
    "открытые", "открыто", "відкриті", "açıldı", "開封済み", "已打开", "已開啟", "열림",
    "important", "wichtig", "importants", "importantes", "importante", "importanti", "belangrijk", "viktigt", "viktig",
    "vigtigt", "vigtig", "tärkeä", "tärkeät", "ważne", "důležité", "dôležité", "fontos", "важные", "важное", "важливі",
    "önemli", "重要", "중요"))
_CATEGORY = re.compile(r"(?:category|kategorie|catégorie|categoría|categoria|categorie|kategori|kategoria|kategória|"
                       r"luokka|категория|категорія|kategorija|категорија|κατηγορία|danh mục|קטגוריה|"
                       r"فئة|หมวดหมู่)\s*:?\s+\S|"
                       r"(?:カテゴリ|类别|類別|카테고리)\s*[:：]|CATEGORY_[A-Z]+\Z", re.IGNORECASE)
_SET_BY_IMAP = "IMAP_"
_INBOX = frozenset((
    "inbox", "posteingang", "boîte de réception", "recibidos", "bandeja de entrada", "posta in arrivo",
    "caixa de entrada", "entrada", "postvak in", "inkorgen", "inkorg", "indbakke", "innboks", "postilaatikko",
    "saapuneet", "safata d'entrada", "mesaje primite", "pristigla pošta", "prejeto", "gautieji", "iesūtne",
    "postkast", "εισερχόμενα", "hộp thư đến", "kotak masuk", "דואר נכנס", "البريد الوارد", "इनबॉक्स", "กล่องจดหมาย",
    "входящи", "odebrane", "doručená pošta", "doručené", "beérkező levelek", "входящие", "вхідні", "gelen kutusu",
    "受信トレイ", "收件箱",
    "收件匣", "받은편지함"))
_NOT_IN_KEYWORDS = re.compile(r"[^A-Za-z0-9$_.:+/&#@!~=-]")
_NO_ASCII = re.compile(r"[^\x00-\x7f]+")
_LONGEST_KEYWORD = 50


def parse(value: bytes) -> tuple[str, ...]:
    """The labels in an X-Gmail-Labels field, none where it makes no sense."""
    try:
        rows = list(csv.reader([headers.text(value).replace("\n", " ")], skipinitialspace=True))
    except csv.Error:  # a label longer than csv's limit
        return ()
    return tuple(label.strip() for row in rows for label in row if label.strip())


def is_inbox(label: str) -> bool:
    """Whether a label is that of the inbox."""
    return label.casefold() in _INBOX


def places(labels: Sequence[str]) -> list[str]:
    """The labels that say where a message lies, in their order; that of the archive only if there is no other."""
    found = [label for label in labels if not _is_state(label) and label.casefold() not in _ARCHIVED]
    return found or [label for label in labels if label.casefold() in _ARCHIVED][:1]


def folder_path(label: str) -> tuple[str, ...]:
    """A label as the path of a folder."""
    return tuple(part for piece in label.split("/") if (part := piece.strip()))


def keyword(label: str) -> str:
    """A label as a keyword of IMAP. A space becomes `_`; what is no ASCII is written as in modified UTF-7 (RFC 3501
    5.1.3), like the tags of Thunderbird; what else cannot stand in a keyword becomes `_`."""
    coded = _NO_ASCII.sub(_as_utf7, "_".join(label.split()))
    return _NOT_IN_KEYWORDS.sub("_", coded)[:_LONGEST_KEYWORD]


def keywords(labels: Sequence[str]) -> frozenset[str]:
    """The labels as keywords of IMAP, less unread and starred, which are flags."""
    return frozenset(keyword(label.removeprefix(_SET_BY_IMAP)) for label in labels
                     if label.casefold() not in UNREAD | STARRED)


def _is_state(label: str) -> bool:
    return (label.casefold() in _STATES or label.startswith(_SET_BY_IMAP) or _CATEGORY.match(label) is not None)


def _as_utf7(run: re.Match[str]) -> str:
    octets = run.group().encode("utf-16-be", "surrogatepass")
    return f"&{base64.b64encode(octets).decode('ascii').rstrip('=')}-"
