"""The commands that the README tells its reader to run.

``python tests/readme.py PATTERN`` prints those that PATTERN (a regular expression) is found in, and fails
where there is none: the gate sets the project up and tests it by the README's own words.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"

_BLOCK = re.compile(r"^( *)(`{3,}|~{3,})[ \t]*(\w*)[^\n]*\n(.*?)^\1\2[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} .+$", re.MULTILINE)


def commands(markdown: str) -> list[str]:
    """Return the commands of all ``sh`` and ``console`` blocks, continued lines joined.

    In ``console`` blocks those are the lines behind ``$``, the others are output; in ``sh`` blocks all but
    comments.

    >>> commands("```console\\n$ tigang outline a.txt\\na\\n```")
    ['tigang outline a.txt']
    """
    out: list[str] = []
    for block in _BLOCK.finditer(markdown):
        if block[3] not in ("sh", "console"):
            continue
        for line in block[4].replace("\\\n", " ").splitlines():
            command = line.strip()
            if block[3] == "console":
                if not command.startswith("$ "):
                    continue
                command = command[2:].strip()
            if command and not command.startswith("#"):
                out.append(re.sub(r"\s+#\s.*$", "", command))
    return out


def headings(markdown: str) -> list[str]:
    """Return the headings in order, those in code blocks left out."""
    return _HEADING.findall(_BLOCK.sub("", markdown))


def main(pattern: str) -> int:
    """Print the commands that a pattern is found in."""
    found = [command for command in commands(README.read_text("utf-8")) if re.search(pattern, command)]
    sys.stdout.writelines(f"{command}\n" for command in found)
    if not found:
        sys.stderr.write(f"{README.name}: no sh or console block has a command like {pattern!r}\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
