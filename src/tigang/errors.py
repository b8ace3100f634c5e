"""What can go wrong, each with what, where, the value and the remedy.

The library raises these and nothing else for bad input; the command line maps them to exit codes.
"""

from __future__ import annotations

__all__ = ["DecodeError", "FormatError", "InputError", "ModelError", "TigangError"]


class TigangError(Exception):
    """Base of all errors of this package; ``exit_code`` is what the command line ends with."""

    exit_code = 3


class InputError(TigangError):
    """An input that cannot be read: missing, a folder, empty, binary or too large."""


class DecodeError(InputError):
    """Bytes that are not text in the encoding that was tried; the message gives the byte offset."""


class FormatError(TigangError, ValueError):
    """A JSON document or a label file that does not hold what its format demands."""


class ModelError(TigangError):
    """A model file that is truncated, from another version or not ours."""
