"""A credential that was baked into an SVG drawing, as Open Badges 3.0 has it.

Source: 1EdTech, Open Badges Specification 3.0, "Document Formats", SVG.
"""

from __future__ import annotations

# expat reads without a stack of its own, fetches nothing, and is refused every declaration below
from xml.parsers import expat

from connector.label.credential.errors import NotACredentialError
from connector.label.credential.reading import LARGEST

#: As expat writes a name of a namespace.
_ELEMENT = "https://purl.imsglobal.org/ob/v3p0 credential"
_DRAWING = "http://www.w3.org/2000/svg svg"
_MARK = b"\xef\xbb\xbf"


def is_markup(data: bytes) -> bool:
    """Tell whether data can be no JSON but a drawing: it begins with ``<``."""
    return data.removeprefix(_MARK).lstrip()[:1] == b"<"


def unbaked(data: bytes) -> bytes:
    """Return the credential that stands in an SVG drawing, as it was baked in.

    Parameters
    ----------
    data
        What somebody sent; anything.

    Raises
    ------
    NotACredentialError
        If it is too large, no SVG, declares a document type, or does not carry exactly one credential.

    Examples
    --------
    >>> unbaked(b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0">'
    ...         b"<o:credential><![CDATA[{}]]></o:credential></svg>")
    b'{}'
    """
    if len(data) > LARGEST:
        raise NotACredentialError((f"larger than {LARGEST:,} bytes",))
    found = _Found()
    try:
        found.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotACredentialError((f"no readable drawing: {error}",)) from error
    if len(found.credentials) != 1:
        count = "no credential" if not found.credentials else "more than one credential"
        raise NotACredentialError((f"the drawing carries {count}",))
    return "".join(found.credentials[0]).encode()


class _Found:
    """Collects the text of each credential element while a drawing is read."""

    def __init__(self) -> None:
        self.credentials: list[list[str]] = []
        self._depth = 0
        self._inside: int | None = None
        # its second argument parts namespace and name, a blank stands in neither
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_declarations
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._read

    @staticmethod
    def _refuse_declarations(*_told: object) -> None:
        # entities are declared there: small files that become large ones
        raise NotACredentialError(("a drawing that declares a document type",))

    def _begin(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and name != _DRAWING:
            raise NotACredentialError(("neither JSON nor an SVG drawing",))
        if self._inside is not None:
            raise NotACredentialError(("a credential in a drawing is text alone",))
        if name == _ELEMENT:
            self._inside = self._depth
            self.credentials.append([])

    def _end(self, _name: str) -> None:
        if self._inside == self._depth:
            self._inside = None
        self._depth -= 1

    def _read(self, text: str) -> None:
        if self._inside is not None:
            self.credentials[-1].append(text)
