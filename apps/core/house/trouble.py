"""What went wrong, as one sentence for the person at the terminal."""

import errno


class Trouble(Exception):
    """Shown without a traceback; the command ends with code 1."""


REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENOTDIR: "a part of the path is a file, not a directory",
    errno.EEXIST: "something that is not a directory has that name",
}


def explain(error: OSError) -> Trouble:
    """The same failure as a sentence."""
    reason = REASONS.get(error.errno or 0, error.strerror or str(error))
    where = f" {error.filename}" if error.filename else ""
    return Trouble(f"Cannot use{where}: {reason}.")
