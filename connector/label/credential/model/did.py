"""The form of a DID document, as far as this reads it: keys, what they are for, and services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WrapValidator, model_validator

from connector.label.credential.model.base import Iri, Moment

if TYPE_CHECKING:
    from pydantic import ValidatorFunctionWrapHandler


class _Readable(BaseModel):
    """A part that may say more than is read here: a DID document is fetched from its owner, not signed."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Method(_Readable):
    """A public key.

    Attributes
    ----------
    expires
        From when on nothing is signed by it any more; what it signed before stands.
    revoked
        From when on it is not its owner's alone any more.
    """

    id: Iri
    type: str
    controller: Iri
    publicKeyMultibase: str | None = None
    expires: Moment | None = None
    revoked: Moment | None = None


def _or_nothing(value: object, reading: ValidatorFunctionWrapHandler) -> object:
    """Services of others may be told in any form; such a one is none of ours."""
    try:
        return reading(value)
    except ValidationError:
        return None


class Service(_Readable):
    """Something that is offered under an address."""

    id: Iri
    type: str | list[str]
    serviceEndpoint: Annotated[Iri | None, WrapValidator(_or_nothing)]


class DidDocument(_Readable):
    """The document of a decentralised identifier."""

    id: Iri
    verificationMethod: Annotated[list[Method], Field(max_length=200)] = []
    assertionMethod: Annotated[list[Iri | Method], Field(max_length=200)] = []
    service: Annotated[list[Service], Field(max_length=50)] = []

    @model_validator(mode="after")
    def _tells_each_key_once(self) -> Self:
        """Refuse a key that is told twice: in one place it may be good, and lost in the other."""
        embedded = [one for one in self.assertionMethod if isinstance(one, Method)]
        names = [one.id for one in (*self.verificationMethod, *embedded)]
        if len(set(names)) != len(names):
            raise ValueError("a key stands twice in it")
        return self

    def method(self, name: str) -> Method | None:
        """Return a key that may sign credentials, by its name; None if there is none."""
        for one in self.assertionMethod:
            if isinstance(one, Method):
                if one.id == name:
                    return one
            elif one == name:
                return next((key for key in self.verificationMethod if key.id == name), None)
        return None

    def other_method(self, name: str) -> Method | None:
        """Return a key that is listed, whatever it is for; None if it is not."""
        return next((key for key in self.verificationMethod if key.id == name), None)

    def endpoint(self, kind: str) -> str | None:
        """Return the address of a service; None if there is none."""
        for one in self.service:
            kinds = [one.type] if isinstance(one.type, str) else one.type
            if kind in kinds and one.serviceEndpoint is not None:
                return one.serviceEndpoint
        return None
