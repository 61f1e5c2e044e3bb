"""Tags of Claws Mail, which it keeps apart from the mails: in its settings (.claws-mail), not in the tree of folders.

    folderlist.xml      each tree: its name, and where it is, seen from the folder above .claws-mail
    tagsrc              `max_id 3`, then lines `NUMBER<TAB>TAG`
    tagsdb/#mh/NAME/inbox/.claws_tags
                        of one folder: the version (1), and for each mail its number, the numbers of its tags, and -1;
                        each 32 bits, little endian (older ones in the machine's own order)

The settings are looked for beside the tree and in the folders above it, so also in a copy of somebody's home folder.
Source: Claws Mail's folder.c, msgcache.c and tags.c.
"""

from __future__ import annotations

import html
import os
import re
import struct
from collections.abc import Iterator, Mapping

from mailferry.mail import labels
from mailferry.mail.errors import SourceProblem
from mailferry.mail.files import read_start

_SETTINGS = ".claws-mail"
_LIMIT = 16 * 1024 * 1024
_VERSION = 1
_LEVELS = 16  # folders above
_TREE = re.compile(r'<folder\b(?=[^>]*\btype="mh")(?=[^>]*\bname="([^"]*)")[^>]*?\bpath="([^"]*)"')
_TAG = re.compile(r"(\d{1,9})\t(.+)")


class Tags:
    """The tags of all trees that are met. Each file of settings is read once."""

    def __init__(self) -> None:
        self._trees: dict[str, list[tuple[str, str]]] = {}  # by settings: the tags of a tree, and where the tree is
        self._names: dict[str, Mapping[int, str]] = {}

    def of(self, directory: str) -> Mapping[int, frozenset[str]]:
        """The tags of the mails in a folder by their numbers, as keywords; none if Claws has given none."""
        real = os.path.realpath(directory)
        for settings in _settings_above(real):
            if settings not in self._trees:
                self._trees[settings] = list(_trees(settings))
                self._names[settings] = _names(_text(f"{settings}{os.sep}tagsrc"))
            for kept, tree in self._trees[settings]:
                if real == tree or real.startswith(tree + os.sep):
                    within = real[len(tree):]
                    return _tags(f"{kept}{within}{os.sep}.claws_tags", self._names[settings])
        return {}


def _settings_above(directory: str) -> Iterator[str]:
    for _ in range(_LEVELS):
        settings = f"{directory}{os.sep}{_SETTINGS}"
        if os.path.isdir(settings):  # noqa: PTH112
            yield settings
        above = os.path.dirname(directory)  # noqa: PTH120 - names may hold octets of no encoding
        if above == directory:
            return
        directory = above


def _trees(settings: str) -> Iterator[tuple[str, str]]:
    home = os.path.dirname(settings)  # noqa: PTH120
    for name, path in _TREE.findall(html.unescape(_text(f"{settings}{os.sep}folderlist.xml"))):
        if name and ".." not in name:
            yield os.sep.join((settings, "tagsdb", "#mh", name)), os.path.realpath(os.path.join(home, path))  # noqa: PTH118


def _names(text: str) -> Mapping[int, str]:
    return {int(number): tag.strip() for number, tag in _TAG.findall(text)}


def _tags(path: str, names: Mapping[int, str]) -> Mapping[int, frozenset[str]]:
    try:
        octets = read_start(path, _LIMIT).octets
    except SourceProblem:
        return {}
    order = next((order for order in "<>" if octets[:4] == struct.pack(f"{order}i", _VERSION)), None)
    if order is None or not names:
        return {}
    found: dict[int, frozenset[str]] = {}
    numbers = struct.iter_unpack(f"{order}i", octets[4:len(octets) - len(octets) % 4])
    for (number,) in numbers:
        own = []
        for (tag,) in numbers:
            if tag <= 0:
                break
            own.append(names.get(tag, ""))
        else:
            break  # it was cut off
        found[number] = frozenset(map(labels.keyword, filter(None, own)))
    return {number: own for number, own in found.items() if own}


def _text(path: str) -> str:
    try:
        return read_start(path, _LIMIT).octets.decode("utf-8", "replace")
    except SourceProblem:
        return ""
