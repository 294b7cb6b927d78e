"""Whether an office file, which is a ZIP archive, would unpack to far more than it is."""

import zipfile

MOST_MEMBERS = 2_000
_MOST_RATIO = 200
_RATIO_FROM = 1024 * 1024


def unpacks_too_far(package: zipfile.ZipFile, *, most_unpacked: int) -> bool:
    """Whether to refuse it unread, going by the sizes in bytes that it declares. A member cannot unpack to more than those."""
    members = package.infolist()
    bomb = any(
        member.file_size > _RATIO_FROM and member.file_size > _MOST_RATIO * max(member.compress_size, 1) for member in members
    )
    return bomb or len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > most_unpacked
