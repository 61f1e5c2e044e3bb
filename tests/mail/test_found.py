"""Mail that lies on a computer already, found in homes made as the programs make them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.mail.mails import folders, mail

from mailferry.mail.found import Found, Program, found

MBOX = b"From a@example.org Fri Mar  1 12:00:00 2019\n" + mail(1) + b"\n"
PROFILES = """[General]
StartWithLastProfile=1

[Profile1]
Name=work
IsRelative=1
Path=abc.work

[Profile0]
Name=default-release
IsRelative=1
Path=xyz.default-release
Default=1
"""


def put(home: Path, files: dict[str, bytes | str]) -> Path:
    for name, content in files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return home


def look(home: Path, **environment: str) -> list[tuple[str, str]]:
    """Names and paths below the home folder."""
    return [(one.name, str(Path(one.path).relative_to(home))) for one in found(home, environment, home / "root")]


@pytest.mark.parametrize("place", [
    ".thunderbird", "snap/thunderbird/common/.thunderbird", ".var/app/org.mozilla.Thunderbird/.thunderbird",
    "Library/Thunderbird", "Library/Application Support/SeaMonkey", "AppData/Roaming/Thunderbird",
    "AppData/Roaming/Mozilla/SeaMonkey",
    "AppData/Local/Packages/MozillaThunderbird.MZLA_hd3y5zfqx0qby/LocalCache/Roaming/Thunderbird"])
def test_the_profiles_of_thunderbird(tmp_path: Path, place: str) -> None:
    """Those with mail. A profile that profiles.ini does not name any more is found all the same."""
    put(tmp_path, {f"{place}/profiles.ini": PROFILES,
                   f"{place}/xyz.default-release/prefs.js": "", f"{place}/abc.work/prefs.js": "",
                   f"{place}/old.default/prefs.js": "", f"{place}/new.default/prefs.js": "",
                   f"{place}/xyz.default-release/Mail/Local Folders/Inbox": MBOX,
                   f"{place}/xyz.default-release/Mail/Local Folders/Inbox.msf": "x",
                   f"{place}/abc.work/ImapMail/imap.example.org/INBOX": MBOX,
                   f"{place}/old.default/Mail/pop.example.org/Inbox": MBOX,
                   f"{place}/new.default/Mail/Local Folders/Trash": "",
                   f"{place}/new.default/Mail/Local Folders/msgFilterRules.dat": "x"})
    assert look(tmp_path) == [("Thunderbird: work", f"{place}/abc.work"),
                              ("Thunderbird: default-release", f"{place}/xyz.default-release"),
                              ("Thunderbird: old.default", f"{place}/old.default")]
    assert folders(tmp_path / place / "xyz.default-release") == [("Inbox",)]


def test_the_only_profile_needs_no_name(tmp_path: Path) -> None:
    put(tmp_path, {".thunderbird/profiles.ini": PROFILES.replace("xyz.", "Profiles/xyz."),
                   ".thunderbird/Profiles/xyz.default-release/Mail/pop.example.org/Inbox": MBOX})
    assert look(tmp_path) == [("Thunderbird", ".thunderbird/Profiles/xyz.default-release")]


def test_a_profile_elsewhere_and_mail_that_was_moved_out_of_it(tmp_path: Path) -> None:
    profile, moved = tmp_path / "data/profile", tmp_path / "data/Old mail"
    put(tmp_path, {".thunderbird/profiles.ini": f"[Profile0]\nName=a\nIsRelative=0\nPath={profile}\n",
                   "data/profile/Mail/pop.example.org/Inbox": MBOX, "data/Old mail/Inbox": MBOX,
                   "data/profile/prefs.js": f'user_pref("mail.server.server2.directory", "{moved}");\n'
                   f'user_pref("mail.server.server3.directory", "{profile}/Mail/pop.example.org");\n'})
    assert look(tmp_path) == [("Thunderbird: a", "data/profile"), ("Thunderbird: a, Old mail", "data/Old mail")]


def test_a_damaged_list_of_profiles(tmp_path: Path) -> None:
    put(tmp_path, {".thunderbird/profiles.ini": b"\xff\xfe\0[[[\nno section", ".thunderbird/a.b/prefs.js": "",
                   ".thunderbird/a.b/Mail/Local Folders/Inbox": MBOX})
    assert look(tmp_path) == [("Thunderbird", ".thunderbird/a.b")]


@pytest.mark.parametrize(("name", "place"), [
    ("Evolution", ".local/share/evolution/mail/local"),
    ("Evolution", ".var/app/org.gnome.Evolution/data/evolution/mail/local"),
    ("KMail", ".local/share/local-mail"), ("KMail", ".var/app/org.kde.kmail2/data/local-mail"),
    ("Mail folder: Maildir", "Maildir"), ("Mail folder: .maildir", ".maildir")])
def test_maildirs_of_programs(tmp_path: Path, name: str, place: str) -> None:
    put(tmp_path, {f"{place}/cur/1:2,S": mail(1), f"{place}/new/.keep": "", f"{place}/tmp/.keep": ""})
    assert look(tmp_path) == [(name, place)]


def test_a_maildir_that_kmail_was_told_of(tmp_path: Path) -> None:
    put(tmp_path, {".config/akonadi_maildir_resource_0rc": "[General]\nPath[$e]=$HOME/post\nReadOnly=false\n",
                   "post/inbox/cur/1:2,S": mail(1), "post/inbox/new/.keep": "", "post/inbox/tmp/.keep": ""})
    assert look(tmp_path) == [("KMail", "post")]


@pytest.mark.parametrize(("settings", "name"), [
    (".claws-mail", "Claws Mail"), (".sylpheed-2.0", "Sylpheed"), ("AppData/Roaming/Claws-mail", "Claws Mail"),
    ("AppData/Roaming/Sylpheed", "Sylpheed"),
    (".var/app/org.claws_mail.Claws-Mail/.claws-mail", "Claws Mail")])
def test_the_tree_of_claws_and_sylpheed(tmp_path: Path, settings: str, name: str) -> None:
    """As its folderlist.xml says; accounts on servers are none. It is not named once more as a plain folder."""
    put(tmp_path, {f"{settings}/folderlist.xml": '<?xml version="1.0"?>\n<folderlist>\n<folder type="imap" name="x" '
                   'account_id="1" path="cache"/>\n<folder type="mh" name="Mailbox" collapsed="0" path="Mail"/>',
                   "Mail/inbox/1": mail(1), "Mail/inbox/.mh_sequences": ""})
    assert look(tmp_path) == [(name, "Mail")]


@pytest.mark.parametrize("place", ["Library/Mail", "Library/Containers/com.apple.mail/Data/Library/Mail"])
def test_the_newest_tree_of_apple_mail(tmp_path: Path, place: str) -> None:
    for version in ("V2", "V9", "V10"):
        put(tmp_path, {f"{place}/{version}/MailData/x": ""})
    assert look(tmp_path) == [("Apple Mail", f"{place}/V10")]


def test_apple_mail_is_named_though_it_may_not_be_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS hides it until a person allows the program to see it."""
    (tmp_path / "Library/Mail").mkdir(parents=True)

    def refuse(path: Path) -> list[str]:
        raise PermissionError(1, "Operation not permitted", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert look(tmp_path) == [("Apple Mail", "Library/Mail")]


def test_data_files_of_outlook(tmp_path: Path) -> None:
    put(tmp_path, {"Documents/Outlook Files/old.pst": b"!BDN",
                   "AppData/Local/Microsoft/Outlook/me@example.org.ost": "x"})
    assert look(tmp_path) == [("Outlook: old.pst", "Documents/Outlook Files/old.pst"),
                              ("Outlook: me@example.org.ost", "AppData/Local/Microsoft/Outlook/me@example.org.ost")]


def test_folders_and_the_systems_mailbox(tmp_path: Path) -> None:
    put(tmp_path, {"mail/received": MBOX, "mbox": MBOX, "Mail/notes.txt": "nothing", "root/var/mail/ada": MBOX,
                   "root/var/mail/ben": MBOX})
    assert look(tmp_path, USER="ada") == [("Mail folder: mail", "mail"), ("Mail folder: mbox", "mbox"),
                                          ("System mailbox", "root/var/mail/ada")]


def test_places_that_the_environment_has_moved(tmp_path: Path) -> None:
    put(tmp_path, {"data/evolution/mail/local/cur/1:2,": mail(1), "data/evolution/mail/local/new/.keep": "",
                   "roaming/Thunderbird/a.b/prefs.js": "", "roaming/Thunderbird/a.b/Mail/Local Folders/Inbox": MBOX})
    assert look(tmp_path, XDG_DATA_HOME=str(tmp_path / "data"), APPDATA=str(tmp_path / "roaming")) == [
        ("Thunderbird", "roaming/Thunderbird/a.b"), ("Evolution", "data/evolution/mail/local")]


def test_one_place_by_two_names_is_found_once(tmp_path: Path) -> None:
    put(tmp_path, {"Maildir/cur/1:2,": mail(1), "Maildir/new/.keep": "", "Maildir/tmp/.keep": ""})
    (tmp_path / ".maildir").symlink_to("Maildir")
    assert found(tmp_path, {}) == [Found("Mail folder: Maildir", str(tmp_path / "Maildir"), Program.FOLDER)]


def test_an_empty_home(tmp_path: Path) -> None:
    assert found(tmp_path, {"USER": "nobody at all"}) == []
