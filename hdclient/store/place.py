"""Whether the data folder is in a place that saved work should not be in: a network share, or a synchronised folder.

On a share, locks and syncs may lie, and the line may break in mid write; a program that synchronises copies the file
while it is written to, and puts older copies back. Nothing is refused for it: the work is there, and must open.
Looked at by facts of the system and by well-known names; a place that is not known is no doubt.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath

from msgspec import Struct

from hdclient.words import tr

_NETWORK_TYPES = frozenset(
    (
        *(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "ncpfs",
            "afs",
            "afpfs",
            "ceph",
            "glusterfs",
            "lustre",
            "gfs2",
        ),
        *("ocfs2", "davfs", "webdav", "acfs", "beegfs", "pvfs2"),
    )
)
_NETWORK_FUSE = (
    *("sshfs", "rclone", "davfs", "gvfsd", "s3fs", "gcsfuse"),
    *("glusterfs", "ceph", "smbnetfs", "curlftpfs"),
)
_SYNC_FUSE = ("dropbox", "google-drive", "drivefs", "onedrive", "pcloud", "insync", "seadrive", "expandrive")
_SYNCED_NAMES = {
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "onedrive": "OneDrive",
    "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "cloudstorage": tr("a cloud drive"),
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
    "box sync": "Box",
    "pclouddrive": "pCloud",
    "megasync": "MEGA",
    "yandex.disk": "Yandex Disk",
    "insync": "Insync",
}
_SYNC_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
}
_REMOTE_DRIVE = 4


class Doubt(Struct, frozen=True):
    """What is wrong with a place: `kind` is "network" or "synced", `by` names the file system or the program."""

    kind: str
    by: str

    def sentence(self, folder: Path) -> str:
        """What it is, what it means for the work, and what to do."""
        if self.kind == "network":
            what = tr(
                "The folder with your work, {folder}, is on a network drive ({by}).",
                folder=folder,
                by=self.by,
            )
            means = tr(
                "When the line breaks, your last changes may not be saved, and the file may be damaged."
            )
        else:
            what = tr(
                "The folder with your work, {folder}, is synchronised by {by}.", folder=folder, by=self.by
            )
            means = tr(
                "Copies made while you work may be damaged, and an older copy may be put back over your work."
            )
        return tr(
            "{what} {means} Close hdclient, move the folder to a disk of this computer, and start "
            "with --data-dir.",
            what=what,
            means=means,
        )


def doubt_about(
    folder: Path,
    *,
    platform: str = sys.platform,
    mounts: str | None = None,
    env: Mapping[str, str] = os.environ,
) -> Doubt | None:
    """What speaks against this folder; None: nothing that is known. Never raises. Not before the first paint.

    `mounts` is the text of Linux's /proc/self/mountinfo. macOS and Windows go by documentation and were not run.
    """
    try:
        place = folder.resolve()
    except (OSError, RuntimeError):
        place = folder.absolute()
    return _by_system(place, platform, mounts) or _by_name(place, env) or _by_mark(place)


def _by_system(place: Path, platform: str, mounts: str | None) -> Doubt | None:
    if platform == "linux":
        return _by_mount(place, _mountinfo() if mounts is None else mounts)
    if platform == "win32":
        return Doubt("network", tr("Windows share")) if _is_remote_on_windows(place) else None
    return None


def _mountinfo() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _by_mount(place: Path, mounts: str) -> Doubt | None:
    """The file system of the longest mount point above the folder (the last one, where several are on one point)."""
    best, found = -1, ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields, types = left.split(" "), right.split(" ")
        if len(fields) < 5 or not types[0]:
            continue
        point = PurePath(_unescaped(fields[4]))
        if (place == point or point in place.parents) and len(point.parts) >= best:
            best, found = len(point.parts), " ".join(types[:2])
    kind = found.split(" ")[0].casefold()
    detail = found.casefold()
    if kind.startswith("fuse"):
        for name in _SYNC_FUSE:
            if name in detail:
                return Doubt("synced", name.replace("-", " ").title())
        return next((Doubt("network", name) for name in _NETWORK_FUSE if name in detail), None)
    return Doubt("network", kind) if kind in _NETWORK_TYPES else None


def _unescaped(point: str) -> str:
    """mountinfo writes space, tab, newline and backslash as three octal digits."""
    for code in ("040", "011", "012", "134"):
        point = point.replace(f"\\{code}", chr(int(code, 8)))
    return point


def _by_name(place: Path, env: Mapping[str, str]) -> Doubt | None:
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        above = env.get(name, "")
        if above and (place == Path(above) or Path(above) in place.parents):
            return Doubt("synced", "OneDrive")
    for part in place.parts:
        plain = part.casefold()
        # "OneDrive - A company", "Dropbox (Personal)", "GoogleDrive-somebody"
        for known, by in _SYNCED_NAMES.items():
            if plain == known or plain.startswith((f"{known} - ", f"{known} (", f"{known}-")):
                return Doubt("synced", by)
    return None


def _by_mark(place: Path) -> Doubt | None:
    """Files that programs for synchronising leave in the folders that are theirs."""
    for above in (place, *place.parents):
        for mark, by in _SYNC_MARKS.items():
            try:
                if above != Path.home() and (above / mark).exists():
                    return Doubt("synced", by)
            except (OSError, RuntimeError):
                continue
    return None


def _is_remote_on_windows(place: Path) -> bool:
    if str(place).startswith("\\\\"):
        return True
    try:
        import ctypes  # start-up

        drive_type: int = ctypes.windll.kernel32.GetDriveTypeW(place.anchor)  # type: ignore[attr-defined]
        return drive_type == _REMOTE_DRIVE
    except (AttributeError, OSError):
        return False
