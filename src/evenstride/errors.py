"""Everything that can go wrong, by who can put it right.

    EvenstrideError
    ├── InputError        the person filming: film again, or pass another file
    │   ├── UnreadableFilm    no picture could be read from the file
    │   └── NoRunner          the picture holds nobody who can be measured
    ├── KnowledgeError    the author of a data file
    └── InstallationError the machine: a package or the pose model is missing

Each carries one sentence that says what to do.
"""


class EvenstrideError(Exception):
    """Something went wrong that a person can put right."""


class InputError(EvenstrideError):
    """The input cannot serve; the sentence says what to give instead."""


class UnreadableFilm(InputError):
    """No picture could be read from the file."""


class NoRunner(InputError):
    """The film holds nobody who can be measured."""


class KnowledgeError(EvenstrideError):
    """A data file contradicts its schema; the sentence names file and key."""


class InstallationError(EvenstrideError):
    """A package or the pose model is missing; the sentence says how to get it."""
