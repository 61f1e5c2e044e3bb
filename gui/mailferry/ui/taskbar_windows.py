"""The bar on the program's button in the task bar of Windows: the COM interface ITaskbarList3 (Windows 7 and later),
called by ctypes through its table of functions.
https://learn.microsoft.com/en-us/windows/win32/api/shobjidl_core/nn-shobjidl_core-itaskbarlist3

Tried with a Windows Python and Qt's windows on Wine, whose task bar takes the calls and draws nothing; never on Windows
itself. Where anything fails there is no bar, and nothing else is amiss.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import uuid

NO_BAR, NORMAL, PAUSED = 0x0, 0x2, 0x8
"""TBPFLAG: without a bar, green, yellow."""

_CLASS = uuid.UUID("56fdf344-fd6d-11d0-958a-006097c9a090")  # CLSID_TaskbarList
_INTERFACE = uuid.UUID("ea1afb91-9e28-4b86-90e9-9e9f8a5eefaf")  # IID_ITaskbarList3
_IN_PROCESS = 0x1  # CLSCTX_INPROC_SERVER

# The places in the table: IUnknown has 0 to 2, ITaskbarList 3 to 7, ITaskbarList2 8.
_HR_INIT, _SET_PROGRESS_VALUE, _SET_PROGRESS_STATE = 3, 9, 10


class TaskbarButton:
    """`taskbar_list` is an ITaskbarList3, the system's own if None. Made and used in the window's thread."""

    def __init__(self, taskbar_list: ctypes.c_void_p | None = None) -> None:
        self._list = taskbar_list or _system_list()
        if self._call(_HR_INIT) < 0:
            self._list = ctypes.c_void_p()

    def show(self, window: int, percent: int | None, *, still: bool = False) -> None:
        """The bar on the button of this window (its HWND); `None` takes it away, and `still` makes it yellow."""
        handle = ctypes.c_void_p(window)
        if percent is None:
            self._call(_SET_PROGRESS_STATE, handle, ctypes.c_int(NO_BAR))
        else:
            self._call(_SET_PROGRESS_STATE, handle, ctypes.c_int(PAUSED if still else NORMAL))
            self._call(_SET_PROGRESS_VALUE, handle, ctypes.c_ulonglong(percent), ctypes.c_ulonglong(100))

    def _call(self, place: int, *arguments: ctypes.c_void_p | ctypes.c_int | ctypes.c_ulonglong) -> int:
        """The HRESULT, below 0 for an error. Without a list nothing is done."""
        if not self._list.value:
            return 0
        table = ctypes.cast(self._list, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
        # Qt 6 is there for 64 bits only, where Windows has one calling convention, the one of C.
        kind = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *map(type, arguments))
        return int(kind(table[place])(self._list, *arguments))


if sys.platform == "win32":
    def _system_list() -> ctypes.c_void_p:
        made = ctypes.c_void_p()
        with contextlib.suppress(OSError):  # raised for each HRESULT that is an error
            ctypes.OleDLL("ole32").CoCreateInstance(_guid(_CLASS), None, _IN_PROCESS, _guid(_INTERFACE),
                                                    ctypes.byref(made))
        return made

    def _guid(number: uuid.UUID) -> ctypes.Array[ctypes.c_char]:
        return ctypes.create_string_buffer(number.bytes_le, 16)
else:
    def _system_list() -> ctypes.c_void_p:
        return ctypes.c_void_p()
