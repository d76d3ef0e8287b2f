//! Orders from structs: one, or a whole array in one transaction.
//!
//! What a struct cannot say (single payments, serial numbers, promised times) is said with `orders.record` and
//! `crm_call`; both end in the same verb.

use crate::codes::crm_has;
use crate::error::crm_error;
use crate::guard::misuse;
use crate::open::{crm, on};
use crate::structs::{self, Growing};
use crate::text::crm_text;
use crate::transaction::{crm_tx, writing};
use crm_core::customers::{IdentityInput, IdentityKind, Party};
use crm_core::orders::{NewOrder, NewOrderLine, OrderState};
use crm_core::{Currency, CustomerId, ExchangeRate, Money, Quantity, Result, Timestamp, UnitPrice, WriteTransaction};
use std::mem::size_of;

/// One identity of a guest.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct crm_identity {
    /// A token such as "email" or "phone".
    pub kind: crm_text,
    /// The address, number or name.
    pub value: crm_text,
}

/// A line of an order. Set `struct_size` to `sizeof(crm_order_line)` and what is not needed to zero.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct crm_order_line {
    /// `sizeof(crm_order_line)`, the same in all lines of an order.
    pub struct_size: u32,
    /// The sum of `crm_has`.
    pub has: u32,
    /// The article number.
    pub sku: crm_text,
    /// The name as sold.
    pub name: crm_text,
    /// Thousandths of a unit.
    pub quantity_thousandths: i64,
    /// Millionths of the currency's unit (of a dollar, not of a cent).
    pub unit_price_micros: i64,
    /// What the line comes to after its discount, in minor units (cents).
    pub total_minor: i64,
    /// The discount on this line, in minor units.
    pub discount_minor: i64,
    /// The tax of this line, in minor units.
    pub tax_minor: i64,
    /// What one unit costs the shop, in minor units.
    pub cost_minor: i64,
}

/// An order. Set `struct_size` to `sizeof(crm_order)` and what is not needed to zero. The customer is an id, or a
/// guest with a name, identities, or both.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct crm_order {
    /// `sizeof(crm_order)`, the same in all orders of an array.
    pub struct_size: u32,
    /// The sum of `crm_has`.
    pub has: u32,
    /// The customer's id; 0 for a guest.
    pub customer_id: i64,
    /// A guest's name.
    pub guest_name: crm_text,
    /// A guest's identities.
    pub identities: *const crm_identity,
    /// How many.
    pub identity_count: usize,
    /// The system that the order comes from; needed with `external_id`.
    pub source: crm_text,
    /// That system's key; recording the same key again updates the order.
    pub external_id: crm_text,
    /// The number that people read.
    pub number: crm_text,
    /// Where it was sold, a token such as "web".
    pub channel: crm_text,
    /// Where it stands, a token such as "confirmed"; pending without it.
    pub state: crm_text,
    /// The currency of all amounts, ISO 4217.
    pub currency: crm_text,
    /// When it was placed, milliseconds since 1970-01-01 UTC.
    pub placed_at_ms: i64,
    /// When the host last changed it; an older report never overwrites a newer one.
    pub updated_at_ms: i64,
    /// A discount on the whole order, in minor units.
    pub discount_minor: i64,
    /// The price of shipping, in minor units.
    pub shipping_minor: i64,
    /// All taxes, in minor units.
    pub tax_minor: i64,
    /// What is to be paid, in minor units; computed when there are lines.
    pub total_minor: i64,
    /// Billionths of the shop's base currency for one unit; the shop's rate of the day without it.
    pub rate_nanos: i64,
    /// What was bought.
    pub lines: *const crm_order_line,
    /// How many.
    pub line_count: usize,
}

/// What became of an order.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct crm_recorded {
    /// The order's id.
    pub order_id: i64,
    /// Whose order it is.
    pub customer_id: i64,
}

// SAFETY: integers, texts and pointers, the size first.
unsafe impl Growing for crm_order {
    const NAME: &'static str = "crm_order";
    const LEAST: usize = size_of::<crm_order>();
}

// SAFETY: integers and texts, the size first.
unsafe impl Growing for crm_order_line {
    const NAME: &'static str = "crm_order_line";
    const LEAST: usize = size_of::<crm_order_line>();
}

const ALL_OF_HAS: u32 = 16_383;

/// Reads the flags of a struct.
fn flags(has: u32) -> Result<impl Fn(crm_has) -> bool> {
    if has & !ALL_OF_HAS != 0 {
        return Err(misuse("`has` holds a flag that this version of the library does not know"));
    }
    Ok(move |flag: crm_has| has & flag as u32 != 0)
}

/// An array of growing structs, each read and converted; an error names the element.
///
/// # Safety
/// `first` points to `count` structs that all have the size that the first one names.
unsafe fn each<T: Growing, U>(
    first: *const T,
    count: usize,
    name: &str,
    convert: impl Fn(&T) -> Result<U>,
) -> Result<Vec<U>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    if first.is_null() {
        return Err(misuse(&format!("{name} is NULL and their number is {count}")));
    }
    // SAFETY: not NULL, and the caller's promise.
    let size = unsafe { structs::size_given(first) }?;
    let one = |at: usize| {
        let pointer = first.cast::<u8>().wrapping_add(at * size).cast::<T>();
        // SAFETY: the caller promises `count` structs of this size.
        if unsafe { structs::size_given(pointer) }? != size {
            return Err(misuse("the structs of one array differ in struct_size"));
        }
        // SAFETY: as above.
        convert(&unsafe { structs::read(pointer, size) }?)
    };
    (0..count).map(|at| one(at).map_err(|error| error.under(format!("/{name}/{at}")))).collect()
}

/// # Safety
/// The texts of the line are the caller's.
unsafe fn line(given: &crm_order_line, currency: Option<Currency>) -> Result<NewOrderLine> {
    let has = flags(given.has)?;
    // SAFETY: the caller's promise about its texts.
    let (sku, name) = unsafe { (given.sku.owned("sku")?, given.name.owned("name")?) };
    let money = |flag: crm_has, minor: i64| currency.filter(|_| has(flag)).map(|currency| Money::new(minor, currency));
    let mut line = NewOrderLine {
        sku: sku.unwrap_or_default(),
        name,
        unit_price: has(crm_has::CRM_HAS_UNIT_PRICE).then(|| UnitPrice::from_micros(given.unit_price_micros)),
        total: money(crm_has::CRM_HAS_TOTAL, given.total_minor),
        discount: money(crm_has::CRM_HAS_DISCOUNT, given.discount_minor),
        tax: money(crm_has::CRM_HAS_TAX, given.tax_minor),
        cost: money(crm_has::CRM_HAS_COST, given.cost_minor),
        ..NewOrderLine::default()
    };
    if has(crm_has::CRM_HAS_QUANTITY) {
        line.quantity = Quantity::from_thousandths(given.quantity_thousandths);
    }
    Ok(line)
}

/// # Safety
/// The identities and texts of the order are the caller's.
unsafe fn guest(given: &crm_order) -> Result<Option<Party>> {
    if given.identities.is_null() && given.identity_count > 0 {
        return Err(misuse("identities is NULL and identity_count is not 0"));
    }
    // SAFETY: the caller's promise about its texts.
    let name = unsafe { given.guest_name.owned("guest_name") }?;
    if name.is_none() && given.identity_count == 0 {
        return Ok(None);
    }
    let mut identities = Vec::with_capacity(given.identity_count.min(64));
    for at in 0..given.identity_count {
        // SAFETY: the caller promises that many identities, and their texts.
        let (kind, value) = unsafe {
            let identity = given.identities.add(at).read();
            (identity.kind.optional("kind")?, identity.value.optional("value")?)
        };
        let kind = IdentityKind::parse(kind.unwrap_or_default())
            .map_err(|error| error.at(format!("/identities/{at}/kind")))?;
        identities.push(IdentityInput::new(kind, value.unwrap_or_default()));
    }
    Ok(Some(Party { name, identities, ..Party::default() }))
}

/// # Safety
/// Everything that the order points to is the caller's.
unsafe fn order(given: &crm_order) -> Result<NewOrder> {
    let has = flags(given.has)?;
    // SAFETY: the caller's promise about its texts.
    let (source, external_id, number, channel, state, currency) = unsafe {
        (
            given.source.owned("source")?,
            given.external_id.owned("external_id")?,
            given.number.owned("number")?,
            given.channel.owned("channel")?,
            given.state.optional("state")?,
            given.currency.optional("currency")?,
        )
    };
    let currency = currency.map(Currency::parse).transpose().map_err(|error| error.at("/currency"))?;
    let money = |flag: crm_has, minor: i64| currency.filter(|_| has(flag)).map(|currency| Money::new(minor, currency));
    let time = |flag: crm_has, millis: i64, path: &str| {
        has(flag).then(|| Timestamp::from_millis(millis).map_err(|error| error.at(path.to_owned()))).transpose()
    };
    // SAFETY: the caller's promise about its lines.
    let lines = unsafe { each(given.lines, given.line_count, "lines", |one| line(one, currency)) }?;
    Ok(NewOrder {
        customer: (given.customer_id != 0).then_some(CustomerId(given.customer_id)),
        // SAFETY: the caller's promise about its identities.
        party: unsafe { guest(given) }?,
        source,
        external_id,
        number,
        channel,
        state: state.map(OrderState::parse).transpose().map_err(|error| error.at("/state"))?,
        currency,
        placed_at: time(crm_has::CRM_HAS_PLACED_AT, given.placed_at_ms, "/placed_at_ms")?,
        updated_at: time(crm_has::CRM_HAS_UPDATED_AT, given.updated_at_ms, "/updated_at_ms")?,
        discount: money(crm_has::CRM_HAS_DISCOUNT, given.discount_minor),
        shipping: money(crm_has::CRM_HAS_SHIPPING, given.shipping_minor),
        tax: money(crm_has::CRM_HAS_TAX, given.tax_minor),
        total: money(crm_has::CRM_HAS_TOTAL, given.total_minor),
        rate: has(crm_has::CRM_HAS_RATE).then(|| ExchangeRate::from_nanos(given.rate_nanos)),
        paid: match (has(crm_has::CRM_PAID), has(crm_has::CRM_UNPAID)) {
            (true, true) => return Err(misuse("an order is paid or unpaid, not both")),
            (paid, unpaid) => (paid || unpaid).then_some(paid),
        },
        tax_included: has(crm_has::CRM_TAX_INCLUDED),
        needs_fulfilment: !has(crm_has::CRM_NOTHING_TO_SHIP),
        lines,
        ..NewOrder::default()
    })
}

fn record(tx: &WriteTransaction, order: NewOrder) -> Result<crm_recorded> {
    let recorded = tx.orders().record(order)?;
    Ok(crm_recorded { order_id: recorded.id.into(), customer_id: recorded.customer_id.into() })
}

/// One order of the caller.
///
/// # Safety
/// `given` is NULL or points to an order of the size that it names.
unsafe fn one(given: *const crm_order) -> Result<NewOrder> {
    if given.is_null() {
        return Err(misuse("order is NULL"));
    }
    // SAFETY: not NULL, and the caller's promise.
    unsafe { order(&structs::read(given, structs::size_given(given)?)?) }
}

fn answer(out: *mut crm_recorded, recorded: crm_recorded) {
    if !out.is_null() {
        // SAFETY: the caller gives NULL or a place for an answer.
        unsafe { out.write(recorded) };
    }
}

/// Records an order in a transaction of its own; an order whose source and external id are known is brought to what
/// is given. `out` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_record_order(
    handle: *const crm,
    order: *const crm_order,
    out: *mut crm_recorded,
    error: *mut *mut crm_error,
) -> i32 {
    on(handle, error, |session| {
        // SAFETY: the caller's promise about its order.
        let order = unsafe { one(order) }?;
        answer(out, session.crm.write(|tx| record(tx, order))?);
        Ok(())
    })
}

/// Records an order in a transaction, together with whatever else happens in it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_tx_record_order(
    transaction: *const crm_tx,
    order: *const crm_order,
    out: *mut crm_recorded,
    error: *mut *mut crm_error,
) -> i32 {
    writing(transaction, error, |tx| {
        // SAFETY: the caller's promise about its order.
        let order = unsafe { one(order) }?;
        answer(out, record(tx, order)?);
        Ok(())
    })
}

/// Records an array of orders in one transaction, all or none; the path of an error names the order, as in
/// "/orders/3/lines/0/sku". `out` is NULL or has room for `count` answers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crm_record_orders(
    handle: *const crm,
    orders: *const crm_order,
    count: usize,
    out: *mut crm_recorded,
    error: *mut *mut crm_error,
) -> i32 {
    on(handle, error, |session| {
        // SAFETY: the caller's promise about its orders.
        let orders = unsafe { each(orders, count, "orders", |one| order(one)) }?;
        let recorded = session.crm.write(|tx| tx.orders().record_many(orders))?;
        for (at, one) in recorded.into_iter().enumerate() {
            let one = crm_recorded { order_id: one.id.into(), customer_id: one.customer_id.into() };
            answer(if out.is_null() { out } else { out.wrapping_add(at) }, one);
        }
        Ok(())
    })
}
