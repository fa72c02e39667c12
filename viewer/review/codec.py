"""Values to JSON and back: the one place that knows how reviews and log entries are written.

The fields are those of the dataclasses. Reading makes the values anew, so all that they
refuse at construction is refused in a file, too; an unknown field or a wrong type as well.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from viewer.review.errors import SessionError

_CONFIG = ConfigDict(extra="forbid", strict=True, ser_json_bytes="base64", val_json_bytes="base64")

_Value = TypeVar("_Value")


def to_json(value: object) -> str:
    """Write a frozen dataclass as JSON, sorted and without spaces: equal values, equal texts."""
    plain = _adapter(type(value)).dump_python((value,), mode="json")[0]  # type: ignore[arg-type]
    return json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def from_json(kind: type[_Value], text: str) -> _Value:
    """Read a frozen dataclass.

    Raises
    ------
    SessionError
        Naming the first field that is wrong.
    """
    try:
        value: _Value = _adapter(kind).validate_json(f"[{text}]")[0]  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"][1:])
        place = f" at {field}" if field else ""
        raise SessionError(f"{kind.__name__} can't be read{place}: {first['msg']}") from error
    return value


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    # A tuple of one, since a bare dataclass takes no configuration from outside. (mypy takes
    # no type for hashable: hence the callers' remarks.)
    return TypeAdapter(tuple[kind], config=_CONFIG)  # type: ignore[valid-type]
