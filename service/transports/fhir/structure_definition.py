"""The StructureDefinition of each extension, made from the table of extensions.

See https://hl7.org/fhir/R4/defining-extensions.html: a simple extension has a value, a
complex one has named extensions within and no value of its own.
"""

from collections.abc import Iterator

from service.transports.fhir.elements import Element
from service.transports.fhir.extensions import Extension, Part, ValueType
from service.transports.fhir.identity import FHIR_VERSION, RELEASED

_BASE = "http://hl7.org/fhir/StructureDefinition/Extension"


def definition_of(extension: Extension) -> Element:
    """The StructureDefinition that documents one extension."""
    return {
        "resourceType": "StructureDefinition",
        "id": extension.id,
        "url": extension.url,
        "version": RELEASED,
        "name": "".join(word.title() for word in extension.id.split("-")),
        "title": extension.title,
        "status": "active",
        "date": RELEASED,
        "description": extension.meaning,
        "fhirVersion": FHIR_VERSION,
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": extension.context}],
        "type": "Extension",
        "baseDefinition": _BASE,
        "derivation": "constraint",
        "differential": {"element": list(_elements(extension))},
    }


def _elements(extension: Extension) -> Iterator[Element]:
    yield {
        "id": "Extension",
        "path": "Extension",
        "short": extension.title,
        "definition": extension.meaning,
    }
    if extension.parts:
        for part in extension.parts:
            yield from _part(part)
    else:
        yield {
            "id": "Extension.extension",
            "path": "Extension.extension",
            "max": "0",
        }
    yield {
        "id": "Extension.url",
        "path": "Extension.url",
        "fixedUri": extension.url,
    }
    yield _value("Extension", "Extension", extension.types)


def _part(part: Part) -> Iterator[Element]:
    identity, path = f"Extension.extension:{part.name}", "Extension.extension"
    yield {
        "id": identity,
        "path": path,
        "sliceName": part.name,
        "short": part.meaning,
        "min": part.minimum,
        "max": part.maximum,
    }
    yield {"id": f"{identity}.extension", "path": f"{path}.extension", "max": "0"}
    yield {"id": f"{identity}.url", "path": f"{path}.url", "fixedUri": part.name}
    yield _value(identity, path, part.types)


def _value(identity: str, path: str, types: tuple[ValueType, ...]) -> Element:
    where: Element = {"id": f"{identity}.value[x]", "path": f"{path}.value[x]"}
    if not types:
        return where | {"max": "0"}
    return where | {"min": 1, "type": [{"code": code} for code in types]}
