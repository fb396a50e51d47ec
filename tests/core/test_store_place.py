"""Network shares and synchronised folders are recognised, and said with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdclient.store.place import doubt_about

MOUNTS = """\
22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
30 22 0:30 / /home rw,relatime - ext4 /dev/sda2 rw
31 30 0:31 / /home/ada/team rw - nfs4 server:/export rw
32 22 0:32 / /mnt/two\\040words rw - cifs //server/share rw
33 22 0:33 / /mnt/ssh rw - fuse.sshfs ada@host: rw
34 22 0:34 / /mnt/drive rw - fuse.google-drive-ocamlfuse google-drive-ocamlfuse rw
35 22 0:35 / /mnt/ntfs rw - fuseblk /dev/sdb1 rw
36 22 0:36 / /home/ada/team/local rw - tmpfs tmpfs rw
37 22 0:37 / /mnt/over rw - nfs server:/x rw
38 37 0:38 / /mnt/over rw - ext4 /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("folder", "kind", "by"),
    [
        ("/home/ada/team/hdclient", "network", "nfs4"),
        ("/mnt/two words", "network", "cifs"),
        ("/mnt/ssh/x/y", "network", "sshfs"),
        ("/mnt/drive/x", "synced", "Google Drive"),
        ("/home/ada/Dropbox/hdclient", "synced", "Dropbox"),
        ("/home/ada/Dropbox (Personal)/x", "synced", "Dropbox"),
        ("/home/ada/OneDrive - A company/x", "synced", "OneDrive"),
        ("/Users/ada/Library/Mobile Documents/x", "synced", "iCloud Drive"),
        ("/Users/ada/Library/CloudStorage/GoogleDrive-ada/x", "synced", "a cloud drive"),
        ("/home/ada/Nextcloud/x", "synced", "Nextcloud"),
    ],
)
def test_a_share_or_a_synchronised_folder_is_recognised(folder: str, kind: str, by: str) -> None:
    found = doubt_about(Path(folder), platform="linux", mounts=MOUNTS, env={})
    assert found is not None and (found.kind, found.by) == (kind, by)
    sentence = found.sentence(Path(folder))
    assert folder in sentence and by in sentence and "--data-dir" in sentence and "damaged" in sentence


@pytest.mark.parametrize(
    "folder",
    [
        "/home/ada/.local/share/hdclient",
        "/home/ada/teamwork",
        "/home/ada/team/local/hdclient",
        "/mnt/ntfs/x",
        "/mnt/over/x",
        "/home/ada/my dropboxes/x",
        "/home/ada/mybox/x",
    ],
)
def test_a_folder_of_this_computer_is_no_doubt(folder: str) -> None:
    assert doubt_about(Path(folder), platform="linux", mounts=MOUNTS, env={}) is None


def test_a_folder_that_a_program_has_marked_as_its_own_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "shared" / ".stfolder").mkdir(parents=True)
    found = doubt_about(tmp_path / "shared" / "a" / "hdclient", env={})
    assert found is not None and found.by == "Syncthing"
    assert doubt_about(tmp_path / "alone", env={}) is None


def test_a_link_into_a_synchronised_folder_is_looked_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "hdclient").mkdir(parents=True)
    (tmp_path / "innocent").symlink_to(tmp_path / "Dropbox" / "hdclient")
    found = doubt_about(tmp_path / "innocent", env={})
    assert found is not None and found.by == "Dropbox"


def test_windows_says_where_onedrive_is(tmp_path: Path) -> None:
    found = doubt_about(tmp_path / "x" / "y", env={"OneDrive": str(tmp_path / "x")})
    assert found is not None and found.by == "OneDrive"


def test_this_computers_own_mounts_are_read() -> None:
    assert doubt_about(Path("/proc/self"), platform="linux", env={}) is None


@pytest.mark.parametrize("mounts", ["", "garbage", "1 2 3 - ", "a b c d / rw -"])
def test_mounts_that_cannot_be_read_are_no_doubt(mounts: str) -> None:
    assert doubt_about(Path("/home/ada/x"), platform="linux", mounts=mounts, env={}) is None
