"""Records that operations return, dicts that they take, and tokens. Written by `cargo xtask generate` from the operation table; changes here are lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, NotRequired, TypeAlias, TypedDict, final

from crm.money import Money
from crm.record import Converter, PageRecord, Record, many, same

__all__ = [
    "Address",
    "AddressKind",
    "BackupReport",
    "BatchResults",
    "BatchStep",
    "Block",
    "Channel",
    "CompanyCategory",
    "CompanyProfile",
    "CompanyProfileDict",
    "Counts",
    "CurrencyRate",
    "Customer",
    "CustomerKind",
    "Direction",
    "Event",
    "EventBatch",
    "Gender",
    "HostRows",
    "Identity",
    "IdentityInput",
    "IdentityInputDict",
    "IdentityKind",
    "IntegrityReport",
    "Interaction",
    "InteractionCount",
    "InteractionKind",
    "InteractionOutcome",
    "InteractionPage",
    "InteractionPatch",
    "MoneyDict",
    "NameOrder",
    "NewAddress",
    "NewInteraction",
    "NewProduct",
    "PreferredChannel",
    "Product",
    "ProductPage",
    "ProductState",
    "Reference",
    "ReferenceDict",
    "ShopSettings",
    "SizeBand",
    "StepResult",
    "UpsertCount",
    "Verified",
    "Version",
]


class MoneyDict(TypedDict):
    """An amount in one currency as plain data."""

    amount: str
    """A decimal string with at most the currency's decimals."""
    currency: str
    """The ISO 4217 code."""


AddressKind: TypeAlias = Literal["billing", "shipping", "home", "work", "service"]
"""What an address is for."""

Block: TypeAlias = Literal["none", "no_marketing", "no_service", "no_sales"]
"""What the shop does not do with a customer any more. Facts are recorded all the same."""

Channel: TypeAlias = Literal["web", "app", "email", "sms", "phone_in", "phone_out", "chat", "wechat", "qq", "social", "forum", "fax", "letter", "visit", "store", "marketplace", "system"]
"""The way on which a contact took place."""

CompanyCategory: TypeAlias = Literal["home", "business", "education", "government", "special"]
"""The market of a company."""

Counts: TypeAlias = Literal["paid", "placed"]
"""Which orders count in metrics and analyses."""

CustomerKind: TypeAlias = Literal["person", "company"]
"""What a customer is."""

Direction: TypeAlias = Literal["in", "out", "internal"]
"""Who turned to whom."""

Gender: TypeAlias = Literal["unknown", "female", "male", "other", "undisclosed"]
"""How a person wants to be addressed."""

IdentityKind: TypeAlias = Literal["email", "phone", "account_name", "host_user_id", "wechat_openid", "wechat_unionid", "qq", "weibo", "douyin", "alipay_uid", "facebook", "instagram", "x", "line", "whatsapp", "telegram", "cookie_id", "device_id", "loyalty_card", "tax_id", "custom", "external_id"]
"""A way to recognise a customer."""

InteractionKind: TypeAlias = Literal["enquiry", "consult", "complaint", "order_help", "follow_up", "survey", "care", "notice", "feedback", "call", "note"]
"""What a contact was for."""

InteractionOutcome: TypeAlias = Literal["none", "resolved", "callback", "lost", "converted", "no_answer", "wrong_number", "busy"]
"""What came of a contact."""

NameOrder: TypeAlias = Literal["given_first", "family_first"]
"""The order in which a display name is put together."""

PreferredChannel: TypeAlias = Literal["email", "sms", "phone", "app", "chat", "wechat", "qq", "whatsapp", "line", "telegram", "letter"]
"""A channel on which a customer likes to be reached."""

ProductState: TypeAlias = Literal["active", "discontinued"]
"""Whether a product is still sold."""

SizeBand: TypeAlias = Literal["under_400", "from_400"]
"""The size of a company by its employees."""

Verified: TypeAlias = Literal["unverified", "verified", "failed"]
"""Whether somebody made sure that an identity is the customer's."""


@final
class Address(Record):
    """An address as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Whose it is."""
    kind: AddressKind
    """What it is for."""
    lines: tuple[str, ...]
    """Street and house."""
    is_default: bool
    """Whether it is the default of its kind."""
    created_at: datetime
    """When it was recorded."""
    city: str | None
    """The city."""
    country: str | None
    """ISO 3166-1 alpha-2."""
    geo_cell: str | None
    """A cell of a geographic grid."""
    postcode: str | None
    """The postcode."""
    recipient: str | None
    """Who receives there."""
    region: str | None
    """The province or state."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "kind": None,
        "lines": same,
        "is_default": None,
        "created_at": datetime.fromisoformat,
        "city": None,
        "country": None,
        "geo_cell": None,
        "postcode": None,
        "recipient": None,
        "region": None,
    }


@final
class BackupReport(Record):
    """What a backup holds."""

    __slots__ = ()

    bytes: int
    """Bytes of the backup."""
    last_event: int
    """Events in it; the number of the last one."""
    schema_version: int
    """The version of its schema."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "bytes": None,
        "last_event": None,
        "schema_version": None,
    }


@final
class StepResult(Record):
    """What became of one step: a result or an error."""

    __slots__ = ()

    error: Any
    """Its error, in a partial batch."""
    ok: Any
    """The result of the operation."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "error": None,
        "ok": None,
    }


@final
class BatchResults(Record):
    """What became of the steps."""

    __slots__ = ()

    results: tuple[StepResult, ...]
    """One entry per step, in their order."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "results": many(StepResult._of),
    }


@final
class CompanyProfile(Record):
    """The profile of a company."""

    __slots__ = ()

    annual_revenue: Money | None
    """The yearly revenue, not negative."""
    category: CompanyCategory | None
    """The market."""
    employees: int | None
    """The number of employees."""
    industry: str | None
    """The industry."""
    legal_name: str | None
    """The registered name."""
    legal_representative: str | None
    """The name of the legal representative; the person as a customer is a relation of kind `legal_rep`."""
    size_band: SizeBand | None
    """The size; follows from `employees` when that is given alone."""
    tax_id: str | None
    """The tax or registration number."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "annual_revenue": Money._of,
        "category": None,
        "employees": None,
        "industry": None,
        "legal_name": None,
        "legal_representative": None,
        "size_band": None,
        "tax_id": None,
    }


@final
class Identity(Record):
    """An identity as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Whose it is."""
    kind: IdentityKind
    """What kind of identity."""
    value: str
    """The key: unique per kind, normalised."""
    display: str
    """The value as it was given, to show and to write to."""
    verified: Verified
    """Whether it was verified."""
    is_primary: bool
    """Whether it is the first choice among those of its kind; every kind has exactly one."""
    created_at: datetime
    """When it was recorded."""
    valid_from: datetime | None
    """Since when the customer has it."""
    valid_to: datetime | None
    """Until when the customer had it."""
    verified_at: datetime | None
    """When it was verified, or when that failed."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "kind": None,
        "value": None,
        "display": None,
        "verified": None,
        "is_primary": None,
        "created_at": datetime.fromisoformat,
        "valid_from": datetime.fromisoformat,
        "valid_to": datetime.fromisoformat,
        "verified_at": datetime.fromisoformat,
    }


@final
class Customer(Record):
    """A customer as it is stored."""

    __slots__ = ()

    id: int
    """The id in this file."""
    uid: str
    """The id across files: 32 hexadecimal digits."""
    kind: CustomerKind
    """Person or company."""
    gender: Gender
    """The gender."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When its own fields last changed."""
    first_seen_at: datetime
    """When the customer was first seen."""
    blocked: Block
    """What the shop does not do with the customer any more."""
    rev: int
    """The number of the event that last wrote this row."""
    identities: tuple[Identity, ...]
    """The identities, in the order in which they were recorded."""
    archived_at: datetime | None
    """When the customer was archived: hidden from lists and search, still counted."""
    birth_date: str | None
    """The date of birth."""
    block_reason: str | None
    """Why."""
    company: CompanyProfile | None
    """The profile of a company."""
    country: str | None
    """The country as ISO 3166-1 alpha-2."""
    erased_at: datetime | None
    """When the personal data was erased."""
    family_name: str | None
    """The family name."""
    given_name: str | None
    """The given name."""
    id_document_hash: str | None
    """The host's keyed hash of an identity document."""
    income_band: int | None
    """The income band, as the shop numbers them."""
    language: str | None
    """The language as BCP 47."""
    merged_into: int | None
    """The customer that this one was merged into."""
    name: str | None
    """The display name; null while unknown."""
    name_order: NameOrder | None
    """Which part comes first; null follows the script and the shop."""
    note: str | None
    """A note."""
    owner_id: int | None
    """Who looks after the customer."""
    preferred_channel: PreferredChannel | None
    """The channel on which the customer likes to be reached."""
    quiet_from: int | None
    """The beginning of the quiet hours, in minutes of the customer's day."""
    quiet_to: int | None
    """The end of the quiet hours, in minutes of the customer's day."""
    source_touch_id: int | None
    """The touch that brought the customer."""
    time_zone: str | None
    """The time zone as an IANA name."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "uid": None,
        "kind": None,
        "gender": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "first_seen_at": datetime.fromisoformat,
        "blocked": None,
        "rev": None,
        "identities": many(Identity._of),
        "archived_at": datetime.fromisoformat,
        "birth_date": None,
        "block_reason": None,
        "company": CompanyProfile._of,
        "country": None,
        "erased_at": datetime.fromisoformat,
        "family_name": None,
        "given_name": None,
        "id_document_hash": None,
        "income_band": None,
        "language": None,
        "merged_into": None,
        "name": None,
        "name_order": None,
        "note": None,
        "owner_id": None,
        "preferred_channel": None,
        "quiet_from": None,
        "quiet_to": None,
        "source_touch_id": None,
        "time_zone": None,
    }


@final
class Event(Record):
    """Something that happened."""

    __slots__ = ()

    seq: int
    """The number of the event; ascending, never reused."""
    at: datetime
    """When it was recorded."""
    name: str
    """What happened: a noun and a verb in the past tense, such as `customer.created`."""
    version: int
    """The version of the payload; later versions only add fields."""
    payload: Any
    """Facts about it, never personal data."""
    actor: str | None
    """Who did it, such as `staff:7`."""
    customer_id: int | None
    """The customer whom it concerns."""
    entity: str | None
    """The kind of the changed entity, such as `order`."""
    entity_id: int | None
    """Its id."""
    source: str | None
    """The system that reported it, such as `woocommerce`."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "seq": None,
        "at": datetime.fromisoformat,
        "name": None,
        "version": None,
        "payload": None,
        "actor": None,
        "customer_id": None,
        "entity": None,
        "entity_id": None,
        "source": None,
    }


@final
class EventBatch(Record):
    """What a consumer has taken."""

    __slots__ = ()

    events: tuple[Event, ...]
    """The events, oldest first."""
    leased_until: datetime
    """Until when no other worker of this consumer gets them; unacknowledged ones come again afterwards."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "events": many(Event._of),
        "leased_until": datetime.fromisoformat,
    }


@final
class HostRows(Record):
    """The result of a query."""

    __slots__ = ()

    columns: tuple[str, ...]
    """The names of the columns."""
    rows: tuple[tuple[int | float | str | Mapping[str, Any] | None, ...], ...]
    """The rows, in the order of the query; 10,000 at the most."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "columns": same,
        "rows": many(same),
    }


@final
class IdentityInput(Record):
    """An identity as it is given."""

    __slots__ = ()

    kind: IdentityKind
    """What kind of identity."""
    value: str
    """The value in any usual spelling; an external id is written `source:id`."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "kind": None,
        "value": None,
    }


@final
class IntegrityReport(Record):
    """What a check found."""

    __slots__ = ()

    ok: bool
    """Whether nothing was found."""
    problems: tuple[str, ...]
    """One sentence per finding, without personal data."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "ok": None,
        "problems": same,
    }


@final
class Reference(Record):
    """What a contact was about: an entity of this file or of the host."""

    __slots__ = ()

    entity: str
    """The kind of the entity, such as `order`."""
    id: int
    """Its id, above 0; whether it exists is not checked."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "entity": None,
        "id": None,
    }


@final
class Interaction(Record):
    """A contact as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    channel: Channel
    """The way on which it took place."""
    direction: Direction
    """Who turned to whom."""
    kind: InteractionKind
    """What it was for."""
    at: datetime
    """When it began."""
    outcome: InteractionOutcome
    """What came of it."""
    recorded_at: datetime
    """When it was recorded here."""
    updated_at: datetime
    """When it last changed here."""
    body: str | None
    """What was said or written."""
    customer_id: int | None
    """The customer; null for a caller whom nobody knows yet."""
    duration_s: int | None
    """Seconds that it lasted."""
    external_id: str | None
    """Its id there."""
    host_updated_at: datetime | None
    """When it last changed there, as reported."""
    identity: IdentityInput | None
    """The identity by which it came, normalised, where one was given."""
    ref: Reference | None
    """What it was about."""
    sentiment: int | None
    """The customer's mood, −100 to 100."""
    source: str | None
    """The system that reported it."""
    staff_id: int | None
    """Who of the staff took part."""
    subject: str | None
    """The subject."""
    thread_id: str | None
    """The host's name of the conversation."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "channel": None,
        "direction": None,
        "kind": None,
        "at": datetime.fromisoformat,
        "outcome": None,
        "recorded_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "body": None,
        "customer_id": None,
        "duration_s": None,
        "external_id": None,
        "host_updated_at": datetime.fromisoformat,
        "identity": IdentityInput._of,
        "ref": Reference._of,
        "sentiment": None,
        "source": None,
        "staff_id": None,
        "subject": None,
        "thread_id": None,
    }


@final
class InteractionCount(Record):
    """What recording many contacts did."""

    __slots__ = ()

    created: int
    """New contacts."""
    updated: int
    """Known ones that changed."""
    unchanged: int
    """Known ones that were already as given, or reported later before."""
    unattached: int
    """Of the new ones, those without a customer."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "created": None,
        "updated": None,
        "unchanged": None,
        "unattached": None,
    }


@final
class InteractionPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Interaction, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Interaction._of),
        "next": None,
    }


@final
class Product(Record):
    """A product as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    sku: str
    """The shop's article number."""
    name: str
    """The name."""
    serialised: bool
    """Whether each piece has a serial number."""
    substitutes: tuple[str, ...]
    """Article numbers that can be sold instead."""
    state: ProductState
    """Whether it is sold."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    brand: str | None
    """The brand."""
    category: str | None
    """The category as a path."""
    cost: Money | None
    """What one unit costs the shop."""
    price: Money | None
    """The list price."""
    warranty_days: int | None
    """Days of warranty from delivery."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "sku": None,
        "name": None,
        "serialised": None,
        "substitutes": same,
        "state": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "brand": None,
        "category": None,
        "cost": Money._of,
        "price": Money._of,
        "warranty_days": None,
    }


@final
class ProductPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Product, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Product._of),
        "next": None,
    }


@final
class ShopSettings(Record):
    """The settings of the shop."""

    __slots__ = ()

    time_zone: str
    """The zone whose calendar days count; UTC by default."""
    language: str
    """The language of the shop as BCP 47; `en` by default."""
    name_order: NameOrder
    """The order of names where the customer has none."""
    counts: Counts
    """Which orders count."""
    base_currency: str | None
    """The currency of metrics and analyses; null until it is set or the first order sets it to its own."""
    default_region: str | None
    """ISO 3166-1 country of phone numbers that come without a country code."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "time_zone": None,
        "language": None,
        "name_order": None,
        "counts": None,
        "base_currency": None,
        "default_region": None,
    }


@final
class UpsertCount(Record):
    """What an upsert did."""

    __slots__ = ()

    created: int
    """New rows."""
    updated: int
    """Rows that changed."""
    unchanged: int
    """Rows that were already as given."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "created": None,
        "updated": None,
        "unchanged": None,
    }


@final
class Version(Record):
    """Versions of the library and the file."""

    __slots__ = ()

    library: str
    """The version of the library."""
    sqlite: str
    """The version of the linked SQLite."""
    schema: int
    """The schema version that this library writes."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "library": None,
        "sqlite": None,
        "schema": None,
    }


class BatchStep(TypedDict):
    """One operation of a batch."""

    op: str
    """The name of the operation."""
    input: NotRequired[Any]
    """Its input. `{"$result": 0, "path": "/id"}` anywhere in it stands for a value of an earlier result."""


class CompanyProfileDict(TypedDict):
    """The profile of a company."""

    annual_revenue: NotRequired[Money | MoneyDict | None]
    """The yearly revenue, not negative."""
    category: NotRequired[CompanyCategory | None]
    """The market."""
    employees: NotRequired[int | None]
    """The number of employees."""
    industry: NotRequired[str | None]
    """The industry."""
    legal_name: NotRequired[str | None]
    """The registered name."""
    legal_representative: NotRequired[str | None]
    """The name of the legal representative; the person as a customer is a relation of kind `legal_rep`."""
    size_band: NotRequired[SizeBand | None]
    """The size; follows from `employees` when that is given alone."""
    tax_id: NotRequired[str | None]
    """The tax or registration number."""


class CurrencyRate(TypedDict):
    """The value of a currency from a day on."""

    currency: str
    """The foreign currency."""
    day: date | str
    """The first day on which the rate holds."""
    rate: Decimal | int | str
    """Units of the base currency for one unit."""


class IdentityInputDict(TypedDict):
    """An identity as it is given."""

    kind: IdentityKind
    """What kind of identity."""
    value: str
    """The value in any usual spelling; an external id is written `source:id`."""


class InteractionPatch(TypedDict):
    """A change of a contact; absent fields stay."""

    body: NotRequired[str | None]
    """What was said or written; null clears it."""
    duration_s: NotRequired[int | None]
    """Seconds that it lasted; null clears it."""
    kind: NotRequired[InteractionKind | None]
    """What it was for."""
    outcome: NotRequired[InteractionOutcome | None]
    """What came of it."""
    ref: NotRequired[Reference | ReferenceDict | None]
    """What it was about; null clears it."""
    sentiment: NotRequired[int | None]
    """The customer's mood, −100 to 100; null clears it."""
    staff_id: NotRequired[int | None]
    """Who of the staff took part; null clears it."""
    subject: NotRequired[str | None]
    """The subject; null clears it."""
    thread_id: NotRequired[str | None]
    """The host's name of the conversation; null clears it."""


class NewAddress(TypedDict):
    """An address as it is given."""

    kind: AddressKind
    """What it is for."""
    city: NotRequired[str | None]
    """The city."""
    country: NotRequired[str | None]
    """ISO 3166-1 alpha-2."""
    geo_cell: NotRequired[str | None]
    """A cell of a geographic grid, as the host numbers it; at most 64 bytes."""
    is_default: NotRequired[bool]
    """Whether it is the default of its kind; the first of a kind is anyway."""
    lines: NotRequired[Sequence[str]]
    """Street and house, at most 8 lines of 512 bytes."""
    postcode: NotRequired[str | None]
    """The postcode."""
    recipient: NotRequired[str | None]
    """Who receives there, at most 512 bytes."""
    region: NotRequired[str | None]
    """The province or state."""


class NewInteraction(TypedDict):
    """A contact as it is given."""

    channel: Channel
    """The way on which it took place."""
    direction: Direction
    """Who turned to whom."""
    kind: InteractionKind
    """What it was for."""
    at: NotRequired[datetime | str | None]
    """When it began; now by default."""
    body: NotRequired[str | None]
    """What was said or written, at most 64 KiB."""
    customer_id: NotRequired[int | None]
    """The customer; follows merges."""
    duration_s: NotRequired[int | None]
    """Seconds that it lasted, at most 31,622,400 (a year)."""
    external_id: NotRequired[str | None]
    """Its id in that system, at most 256 bytes: the same one again updates and does not add."""
    identity: NotRequired[IdentityInput | IdentityInputDict | None]
    """Who called or wrote, when the customer's id is not at hand. An identity that nobody owns is kept with the
contact, which stays without a customer until it is attached."""
    outcome: NotRequired[InteractionOutcome]
    """What came of it; `none` by default."""
    ref: NotRequired[Reference | ReferenceDict | None]
    """What it was about."""
    sentiment: NotRequired[int | None]
    """The customer's mood, −100 (angry) to 100 (delighted)."""
    source: NotRequired[str | None]
    """The system that reports it; needed with `external_id`."""
    staff_id: NotRequired[int | None]
    """Who of the staff took part."""
    subject: NotRequired[str | None]
    """The subject, at most 512 bytes."""
    thread_id: NotRequired[str | None]
    """The host's name of the conversation, at most 256 bytes."""
    updated_at: NotRequired[datetime | str | None]
    """When it last changed there; a report older than the last one is ignored."""


class NewProduct(TypedDict):
    """A product as it is given."""

    sku: str
    """The shop's article number, 1 to 128 bytes, unique."""
    name: str
    """The name, at most 512 bytes."""
    brand: NotRequired[str | None]
    """The brand."""
    category: NotRequired[str | None]
    """The category as a path such as `home/kitchen`."""
    cost: NotRequired[Money | MoneyDict | None]
    """What one unit costs the shop."""
    price: NotRequired[Money | MoneyDict | None]
    """The list price."""
    serialised: NotRequired[bool]
    """Whether each piece has a serial number."""
    state: NotRequired[ProductState]
    """Whether it is sold; active by default."""
    substitutes: NotRequired[Sequence[str]]
    """Article numbers that can be sold instead, in the order of preference."""
    warranty_days: NotRequired[int | None]
    """Days of warranty from delivery, at least 0."""


class ReferenceDict(TypedDict):
    """What a contact was about: an entity of this file or of the host."""

    entity: str
    """The kind of the entity, such as `order`."""
    id: int
    """Its id, above 0; whether it exists is not checked."""
