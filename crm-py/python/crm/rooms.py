"""A class per room, a typed method per verb. Written by `cargo xtask generate` from the operation table; changes here are lost."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crm.money import Money
from crm.room import KEEP, Call, EventsVerbs, Keep, Room, changed, given
from crm.types import (
    Address,
    BackupReport,
    BatchResults,
    BatchStep,
    Channel,
    CompanyProfile,
    CompanyProfileDict,
    Counts,
    CurrencyRate,
    Customer,
    CustomerKind,
    Direction,
    Event,
    EventBatch,
    Gender,
    HostRows,
    IdentityInput,
    IdentityInputDict,
    IdentityKind,
    IntegrityReport,
    Interaction,
    InteractionCount,
    InteractionKind,
    InteractionOutcome,
    InteractionPage,
    InteractionPatch,
    MoneyDict,
    NameOrder,
    NewAddress,
    NewInteraction,
    NewProduct,
    PreferredChannel,
    Product,
    ProductPage,
    ProductState,
    Reference,
    ReferenceDict,
    ShopSettings,
    UpsertCount,
    Version,
)

__all__ = ["Rooms"]


class Catalog(Room):
    """The operations of `catalog`."""

    __slots__ = ()

    def get(self, id: int) -> Product:
        """One product by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Product._of(self._call("catalog.get", {"id": id}))

    def find(self, sku: str) -> Product | None:
        """One product by its article number, or null.

        Args:
            sku: The article number.
        """
        answer = self._call("catalog.find", {"sku": sku})
        return None if answer is None else Product._of(answer)

    def list(self, *, category: str | None = None, limit: int | None = None, after: str | None = None, state: ProductState | None = None) -> ProductPage:
        """Products in the order of their ids, page by page.

        Args:
            category: Products of this category and of those below it.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Products in this state.

        Raises:
            LimitExceeded
        """
        return ProductPage._of(self._call("catalog.list", {"page": given(limit=limit, after=after), **given(category=category, state=state)}))

    def upsert(self, sku: str, *, name: str, brand: str | None = None, category: str | None = None, cost: Money | MoneyDict | None = None, price: Money | MoneyDict | None = None, serialised: bool = False, state: ProductState = "active", substitutes: Sequence[str] | None = None, warranty_days: int | None = None) -> Product:
        """Creates a product or brings it to what is given.

        Args:
            sku: The shop's article number, 1 to 128 bytes, unique.
            name: The name, at most 512 bytes.
            brand: The brand.
            category: The category as a path such as `home/kitchen`.
            cost: What one unit costs the shop.
            price: The list price.
            serialised: Whether each piece has a serial number.
            state: Whether it is sold; active by default.
            substitutes: Article numbers that can be sold instead, in the order of preference.
            warranty_days: Days of warranty from delivery, at least 0.
        """
        return Product._of(self._call("catalog.upsert", {"sku": sku, "name": name, **given(brand=brand, category=category, cost=cost, price=price, serialised=serialised, state=state, substitutes=substitutes, warranty_days=warranty_days)}))

    def upsert_many(self, products: Sequence[NewProduct]) -> UpsertCount:
        """Creates or updates many products, all or nothing.

        Args:
            products: The products.
        """
        return UpsertCount._of(self._call("catalog.upsert_many", {"products": products}))


class Customers(Room):
    """The operations of `customers`."""

    __slots__ = ()

    def create(self, *, addresses: Sequence[NewAddress] | None = None, birth_date: str | None = None, company: CompanyProfile | CompanyProfileDict | None = None, country: str | None = None, email: str | None = None, external_id: str | None = None, family_name: str | None = None, first_seen_at: datetime | str | None = None, gender: Gender = "unknown", given_name: str | None = None, id_document_hash: str | None = None, identities: Sequence[IdentityInput | IdentityInputDict] | None = None, income_band: int | None = None, kind: CustomerKind = "person", language: str | None = None, name: str | None = None, name_order: NameOrder | None = None, note: str | None = None, owner_id: int | None = None, phone: str | None = None, preferred_channel: PreferredChannel | None = None, quiet_from: int | None = None, quiet_to: int | None = None, source: str | None = None, source_touch_id: int | None = None, tags: Sequence[str] | None = None, time_zone: str | None = None) -> Customer:
        """Creates a customer with identities, addresses, company profile and tags.

        Args:
            addresses: Addresses.
            birth_date: The date of birth.
            company: The profile of a company.
            country: The country as ISO 3166-1 alpha-2.
            email: An e-mail address, a short form of an identity.
            external_id: The id that `source` gave, a short form of an identity of kind `external_id`.
            family_name: The family name.
            first_seen_at: When the customer was first seen; now by default.
            gender: The gender.
            given_name: The given name.
            id_document_hash: The host's keyed hash of an identity document, 32 to 128 hexadecimal digits.
            identities: Whatever identifies the customer; the first of each kind becomes the primary one.
            income_band: The income band, as the shop numbers them.
            kind: Person or company; person by default.
            language: The language as BCP 47.
            name: The display name; made of the two parts, or of the registered name, when it is absent.
            name_order: Which part comes first; by default what the script suggests, then what the shop says.
            note: A note, at most 64 KiB.
            owner_id: Who looks after the customer.
            phone: A phone number, a short form of an identity.
            preferred_channel: The channel on which the customer likes to be reached.
            quiet_from: The beginning of the quiet hours, in minutes of the customer's day, 0 to 1,439.
            quiet_to: The end of the quiet hours, in minutes of the customer's day, 0 to 1,439.
            source: The system that knows this customer under `external_id`.
            source_touch_id: The touch that brought the customer.
            tags: Tags, made when they are new.
            time_zone: The time zone as an IANA name.

        Raises:
            Conflict, LimitExceeded
        """
        return Customer._of(self._call("customers.create", given(addresses=addresses, birth_date=birth_date, company=company, country=country, email=email, external_id=external_id, family_name=family_name, first_seen_at=first_seen_at, gender=gender, given_name=given_name, id_document_hash=id_document_hash, identities=identities, income_band=income_band, kind=kind, language=language, name=name, name_order=name_order, note=note, owner_id=owner_id, phone=phone, preferred_channel=preferred_channel, quiet_from=quiet_from, quiet_to=quiet_to, source=source, source_touch_id=source_touch_id, tags=tags, time_zone=time_zone)))

    def get(self, id: int) -> Customer:
        """One customer with its identities and company profile.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Customer._of(self._call("customers.get", {"id": id}))

    def find(self, kind: IdentityKind, *, value: str) -> Customer | None:
        """The customer that has an identity, or null.

        Args:
            kind: What kind of identity.
            value: The value in any usual spelling; an external id is written `source:id`.
        """
        answer = self._call("customers.find", {"kind": kind, "value": value})
        return None if answer is None else Customer._of(answer)

    def id_of(self, kind: IdentityKind, *, value: str) -> int | None:
        """The id of the customer that has an identity, or null.

        Args:
            kind: What kind of identity.
            value: The value in any usual spelling; an external id is written `source:id`.
        """
        answer: int | None = self._call("customers.id_of", {"kind": kind, "value": value})
        return answer

    def addresses(self, id: int) -> builtins.list[Address]:
        """The addresses of a customer.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [Address._of(item) for item in self._call("customers.addresses", {"id": id})]


class Events(EventsVerbs):
    """The operations of `events`."""

    __slots__ = ()

    def list(self, *, after: int = 0, limit: int = 100) -> builtins.list[Event]:
        """Lists events after a number, oldest first, without taking them.

        Args:
            after: The number after which to start; 0 for all.
            limit: Events at the most, 1 to 10,000; 100 by default.
        """
        return [Event._of(item) for item in self._call("events.list", given(after=after, limit=limit))]

    def take(self, consumer: str, *, lease_seconds: int = 60, limit: int = 100) -> EventBatch:
        """Takes the next events of a named consumer under a lease.

        Args:
            consumer: The name of the consumer, chosen by the host.
            lease_seconds: Seconds until unacknowledged events are delivered again, 1 to 86,400; 60 by default.
            limit: Events at the most, 1 to 10,000; 100 by default.
        """
        return EventBatch._of(self._call("events.take", {"consumer": consumer, **given(lease_seconds=lease_seconds, limit=limit)}))

    def ack(self, consumer: str, *, seq: int) -> None:
        """Acknowledges everything up to and including an event.

        Args:
            consumer: The name of the consumer.
            seq: The number of the last event that was worked off.

        Raises:
            NotFound
        """
        self._call("events.ack", {"consumer": consumer, "seq": seq})


class Host(Room):
    """The operations of `host`."""

    __slots__ = ()

    def query(self, sql: str, *, params: Sequence[int | float | str | Mapping[str, Any] | None] | None = None) -> HostRows:
        """Runs a query on the host's own tables in this file.

        Args:
            sql: One SQL statement.
            params: The values of its parameters `?1`, `?2` ….

        Raises:
            PermissionRefused, LimitExceeded
        """
        return HostRows._of(self._call("host.query", {"sql": sql, **given(params=params)}))

    def execute(self, sql: str, *, params: Sequence[int | float | str | Mapping[str, Any] | None] | None = None) -> int:
        """Runs one statement on the host's own tables in this file.

        Args:
            sql: One SQL statement.
            params: The values of its parameters `?1`, `?2` ….

        Raises:
            PermissionRefused, Conflict
        """
        count: int = self._call("host.execute", {"sql": sql, **given(params=params)})["count"]
        return count

    def query_views(self, sql: str, *, params: Sequence[int | float | str | Mapping[str, Any] | None] | None = None) -> HostRows:
        """Runs a read-only query over the documented views.

        Args:
            sql: One SQL statement.
            params: The values of its parameters `?1`, `?2` ….

        Raises:
            PermissionRefused, LimitExceeded
        """
        return HostRows._of(self._call("host.query_views", {"sql": sql, **given(params=params)}))


class Interactions(Room):
    """The operations of `interactions`."""

    __slots__ = ()

    def get(self, id: int) -> Interaction:
        """One contact by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Interaction._of(self._call("interactions.get", {"id": id}))

    def list(self, *, channel: Channel | None = None, customer_id: int | None = None, direction: Direction | None = None, from_: datetime | str | None = None, kind: InteractionKind | None = None, outcome: InteractionOutcome | None = None, limit: int | None = None, after: str | None = None, staff_id: int | None = None, thread_id: str | None = None, unattached: bool = False, until: datetime | str | None = None) -> InteractionPage:
        """Contacts of a customer, a conversation, a channel or a time, newest first, page by page.

        Args:
            channel: Contacts on this channel.
            customer_id: Contacts of this customer; follows merges.
            direction: Contacts in this direction.
            from_: Contacts at or after this instant.
            kind: Contacts of this kind.
            outcome: Contacts with this outcome.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            staff_id: Contacts of this member of the staff.
            thread_id: Contacts of this conversation.
            unattached: Only contacts without a customer.
            until: Contacts before this instant.

        Raises:
            NotFound, LimitExceeded
        """
        return InteractionPage._of(self._call("interactions.list", {"page": given(limit=limit, after=after), **given(channel=channel, customer_id=customer_id, direction=direction, **{"from": from_}, kind=kind, outcome=outcome, staff_id=staff_id, thread_id=thread_id, unattached=unattached, until=until)}))

    def record(self, channel: Channel, *, direction: Direction, kind: InteractionKind, at: datetime | str | None = None, body: str | None = None, customer_id: int | None = None, duration_s: int | None = None, external_id: str | None = None, identity: IdentityInput | IdentityInputDict | None = None, outcome: InteractionOutcome = "none", ref: Reference | ReferenceDict | None = None, sentiment: int | None = None, source: str | None = None, staff_id: int | None = None, subject: str | None = None, thread_id: str | None = None, updated_at: datetime | str | None = None) -> Interaction:
        """Records a contact, or updates the one that was reported before under the same external id.

        Args:
            channel: The way on which it took place.
            direction: Who turned to whom.
            kind: What it was for.
            at: When it began; now by default.
            body: What was said or written, at most 64 KiB.
            customer_id: The customer; follows merges.
            duration_s: Seconds that it lasted, at most 31,622,400 (a year).
            external_id: Its id in that system, at most 256 bytes: the same one again updates and does not add.
            identity: Who called or wrote, when the customer's id is not at hand. An identity that nobody owns is kept with the
contact, which stays without a customer until it is attached.
            outcome: What came of it; `none` by default.
            ref: What it was about.
            sentiment: The customer's mood, −100 (angry) to 100 (delighted).
            source: The system that reports it; needed with `external_id`.
            staff_id: Who of the staff took part.
            subject: The subject, at most 512 bytes.
            thread_id: The host's name of the conversation, at most 256 bytes.
            updated_at: When it last changed there; a report older than the last one is ignored.

        Raises:
            NotFound
        """
        return Interaction._of(self._call("interactions.record", {"channel": channel, "direction": direction, "kind": kind, **given(at=at, body=body, customer_id=customer_id, duration_s=duration_s, external_id=external_id, identity=identity, outcome=outcome, ref=ref, sentiment=sentiment, source=source, staff_id=staff_id, subject=subject, thread_id=thread_id, updated_at=updated_at)}))

    def record_many(self, interactions: Sequence[NewInteraction]) -> InteractionCount:
        """Records many contacts, all or nothing, with one event for all of them.

        Args:
            interactions: The contacts.

        Raises:
            NotFound
        """
        return InteractionCount._of(self._call("interactions.record_many", {"interactions": interactions}))

    def update(self, id: int, *, patch: InteractionPatch) -> Interaction:
        """Changes what is known of a contact, above all its outcome.

        Args:
            id: The id.
            patch: What changes.

        Raises:
            NotFound
        """
        return Interaction._of(self._call("interactions.update", {"id": id, "patch": patch}))

    def attach(self, id: int, *, customer_id: int, same_identity: bool = False) -> int:
        """Gives a contact to a customer; how many contacts moved.

        Args:
            id: The id of the contact.
            customer_id: The customer.
            same_identity: Whether all contacts without a customer that came by the same identity follow; false by default.

        Raises:
            NotFound
        """
        count: int = self._call("interactions.attach", {"id": id, "customer_id": customer_id, **given(same_identity=same_identity)})["count"]
        return count


class Shop(Room):
    """The operations of `shop`."""

    __slots__ = ()

    def settings(self) -> ShopSettings:
        """The settings of the shop."""
        return ShopSettings._of(self._call("shop.settings", {}))

    def configure(self, *, base_currency: str | None = None, counts: Counts | None = None, default_region: str | Keep | None = KEEP, language: str | None = None, name_order: NameOrder | None = None, time_zone: str | None = None) -> ShopSettings:
        """Changes settings of the shop; absent fields stay.

        Args:
            base_currency: The currency of metrics and analyses.
            counts: Which orders count.
            default_region: ISO 3166-1 country of phone numbers that come without a country code; null clears it.
            language: The language of the shop as BCP 47.
            name_order: The order of names where the customer has none.
            time_zone: The zone whose calendar days count.

        Raises:
            Conflict
        """
        return ShopSettings._of(self._call("shop.configure", {**given(base_currency=base_currency, counts=counts, language=language, name_order=name_order, time_zone=time_zone), **changed(default_region=default_region)}))

    def set_rates(self, rates: Sequence[CurrencyRate]) -> int:
        """Sets exchange rates by currency and day.

        Args:
            rates: The rates, each from its day on.
        """
        count: int = self._call("shop.set_rates", {"rates": rates})["count"]
        return count

    def rate(self, currency: str, *, day: date | str) -> Decimal:
        """The exchange rate of a currency on a day.

        Args:
            currency: The foreign currency.
            day: The day.

        Raises:
            NotFound
        """
        return Decimal(self._call("shop.rate", {"currency": currency, "day": day}))


class System(Room):
    """The operations of `system`."""

    __slots__ = ()

    def version(self) -> Version:
        """The versions of the library, the linked SQLite and the schema."""
        return Version._of(self._call("system.version", {}))

    def backup(self, path: str) -> BackupReport:
        """Writes a verified, compact copy into a new file.

        Args:
            path: A path that does not exist yet.

        Raises:
            Conflict, DiskFull
        """
        return BackupReport._of(self._call("system.backup", {"path": path}))

    def check(self) -> IntegrityReport:
        """Looks for damage and compares every derived value with a recomputation."""
        return IntegrityReport._of(self._call("system.check", {}))

    def batch(self, steps: Sequence[BatchStep], *, partial: bool = False) -> BatchResults:
        """Runs operations in one transaction, all or nothing; later ones can refer to earlier results.

        Args:
            steps: The operations, at most 10,000.
            partial: Keep what succeeded when a step fails; false by default.

        Raises:
            NotFound, Conflict
        """
        return BatchResults._of(self._call("system.batch", {"steps": steps, **given(partial=partial)}))


class Rooms:
    """Every room, as an attribute."""

    def __init__(self, call: Call) -> None:
        self.catalog = Catalog(call)
        self.customers = Customers(call)
        self.events = Events(call)
        self.host = Host(call)
        self.interactions = Interactions(call)
        self.shop = Shop(call)
        self.system = System(call)
