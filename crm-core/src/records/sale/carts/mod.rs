//! Carts: what customers and visitors put together, leave, come back to, and buy.
//!
//! Owns carts with their lines, and when they count as abandoned. Promises that a cart becomes an order exactly once; that
//! a host's report of a cart is taken once, and an older one never; that `tick` leaves each idle cart once and reads only
//! those that are due; that a visitor of whom it turns out who it is takes its carts along, by whichever verb; that a cart
//! is bought by the customer whose it is, and follows its order to another one. An empty cart is neither abandoned nor
//! expires: it waits.

mod model;
mod moves;
mod order;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub use model::{
    AbandonedCarts, Cart, CartFilter, CartLine, CartOrder, CartPeriod, CartSettings, CartSettingsPatch, CartState,
    CartSummary, NewCart, OrderedCart, PutCart,
};
pub(crate) use moves::{follow, tick};

use crate::db::{ReadTransaction, Reading, Round, Touch, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::customers::{self, IdentityInput};
use crate::records::orders::Outcome;
use crate::records::presale::configure;
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CartId, Currency, CustomerId, Error, Page, Result};
use rules::MACHINE;
use serde_json::json;
use std::collections::BTreeMap;

room! {
    /// What customers and visitors put together and have not bought yet.
    Carts, carts
}

customer_rows! { CUSTOMER_ROWS, "crm_cart", moving "cart" }

impl<T: Reading> Carts<'_, T> {
    /// One cart with what is in it.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: CartId) -> Result<Cart> {
        let tx = self.tx.reader();
        store::with_lines(tx, Cart::by_id(tx, id)?.or_not_found(CartId::WHAT, id)?)
    }

    /// The cart of a key of another system, if it is known.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn find(&self, source: &str, external_id: &str) -> Result<Option<Cart>> {
        store::find(self.tx.reader(), source, external_id)?.map(|id| self.get(id)).transpose()
    }

    /// Carts with what is in them, the last changed first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page or visitor.
    pub fn list(&self, filter: &CartFilter) -> Result<Page<Cart>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let visitor = filter.visitor.as_ref().map(|visitor| visitor_of(tx, visitor)).transpose()?;
        filter.visitor = visitor.map(|(visitor, _)| visitor);
        let listing = filter.page.of("carts", &filter)?;
        let mut page = listing.page(store::list(tx, &filter, &listing)?, store::key);
        page.items = page.items.into_iter().map(|cart| store::with_lines(tx, cart)).collect::<Result<_>>()?;
        Ok(page)
    }

    /// The states of a cart, oldest first.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: CartId) -> Result<Vec<StageChange>> {
        self.get(id)?;
        journal::stages_of(self.tx.reader(), MACHINE.entity(), id.0)
    }

    /// What was abandoned in a period, and what has become of it: one entry per currency, by its code.
    ///
    /// # Errors
    /// `invalid_input` for a period that ends before it begins.
    pub fn summary(&self, period: CartPeriod) -> Result<Vec<AbandonedCarts>> {
        if period.before <= period.from {
            return Err(Error::invalid("/before", "a period ends after it begins"));
        }
        let mut sums: BTreeMap<Currency, AbandonedCarts> = BTreeMap::new();
        store::each_abandoned(self.tx.reader(), period.from, period.before, |cart| {
            let currency = cart.value.currency;
            rules::count(sums.entry(currency).or_insert_with(|| rules::nothing(currency)), cart)
        })?;
        Ok(sums.into_values().collect())
    }

    /// When carts count as abandoned, and when they expire.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<CartSettings> {
        store::settings(self.tx.reader())
    }
}

impl Carts<'_, WriteTransaction> {
    /// Takes a cart as it is now: a new one, or the known one of an id or key. A change recovers an abandoned cart; a
    /// host's word also an expired one. An older report, and one of a cart that was ordered, is ignored.
    ///
    /// # Errors
    /// `not_found` for an unknown cart, customer or configuration; `invalid_input` for a bad field, a configuration that
    /// breaks rules, or a new cart of nobody; `conflict` for a cart of an id that was ordered; `not_allowed_transition`
    /// for one that has expired; `limit` for too many lines.
    pub fn put(&self, new: NewCart) -> Result<PutCart> {
        let tx = self.tx;
        let new = rules::clean(new)?;
        for (at, line) in new.lines.iter().enumerate() {
            if let Some(id) = line.configuration {
                configure::configured(tx, id, &line.sku).map_err(|error| error.under(format_args!("/lines/{at}")))?;
            }
        }
        let by_key = match (&new.source, &new.external_id) {
            (Some(source), Some(external_id)) => store::find(tx, source, external_id)?,
            _ => None,
        };
        let customer = new.customer_id.map(|customer| customers::require(tx, customer)).transpose();
        let customer = customer.map_err(|error| error.at("/customer_id"))?;
        let visitor = new.visitor.as_ref().map(|visitor| visitor_of(tx, visitor)).transpose()?;
        let (visitor, owner) = visitor.map_or((None, None), |(visitor, owner)| (Some(visitor), owner));
        let whose = Whose { customer: customer.or(owner), visitor };
        tx.step(|| match by_key.or(new.id) {
            Some(id) => revise(tx, self.get(id)?, new, whose),
            None => create(tx, new, whose),
        })
    }

    /// Tells who a visitor is: its carts that nobody owned are the customer's. How many.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `invalid_input` for an identity of another kind.
    pub fn identify(&self, visitor: &IdentityInput, customer: CustomerId) -> Result<u64> {
        let tx = self.tx;
        let (visitor, _) = visitor_of(tx, visitor)?;
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        tx.step(|| join(tx, &visitor, customer))
    }

    /// Changes when carts count as abandoned, and when they expire; the settings afterwards.
    ///
    /// # Errors
    /// `invalid_input` outside the bounds.
    pub fn configure(&self, patch: CartSettingsPatch) -> Result<CartSettings> {
        let tx = self.tx;
        let known = store::settings(tx)?;
        let after = rules::configured(known, patch)?;
        if after != known {
            tx.step(|| {
                store::save_settings(tx, after)?;
                journal::append(tx, Entry::new("cart.configured").payload(json!(after)))
            })?;
        }
        Ok(after)
    }
}

/// Whose cart was given, as far as that is known.
struct Whose {
    customer: Option<CustomerId>,
    visitor: Option<IdentityInput>,
}

/// A browser or app in its stored form, and the customer that has it.
fn visitor_of(tx: &ReadTransaction, visitor: &IdentityInput) -> Result<(IdentityInput, Option<CustomerId>)> {
    let known = customers::require_visitor(visitor).and_then(|()| customers::recognise(tx, visitor));
    known.map_err(|error| error.under("/visitor"))
}

fn create(tx: &WriteTransaction, new: NewCart, whose: Whose) -> Result<PutCart> {
    if whose.customer.is_none() && whose.visitor.is_none() {
        return Err(Error::invalid("/customer_id", "a cart is somebody's")
            .hint("name the customer, or the visitor by cookie or device"));
    }
    let currency = match new.currency {
        Some(currency) => currency,
        None => shop::settings(tx)?.base_currency.ok_or_else(|| {
            Error::invalid("/currency", "the first cart of a shop without a base currency names its own")
        })?,
    };
    let (value, units) = rules::add_up(&new.lines, currency)?;
    let mut cart = Cart {
        id: CartId(0),
        customer_id: whose.customer,
        visitor: whose.visitor,
        source: new.source,
        external_id: new.external_id,
        channel: new.channel,
        state: CartState::Active,
        value,
        units,
        order_id: None,
        last_at: new.updated_at.map_or(tx.now(), |at| at.min(tx.now())),
        abandoned_at: None,
        abandoned_value: None,
        recovered_at: None,
        ended_at: None,
        host_updated_at: new.updated_at,
        created_at: tx.now(),
        updated_at: tx.now(),
        lines: new.lines,
    };
    cart.id = cart.insert(tx, journal::next_seq(tx)?)?;
    store::replace_lines(tx, cart.id, &cart.lines)?;
    journal::begin(tx, &MACHINE, (cart.id.0, cart.customer_id), cart.state)?;
    moves::touch(tx, &cart);
    moves::announce(tx, "cart.created", &cart)?;
    Ok(PutCart { cart, outcome: Outcome::Created })
}

/// Brings a known cart to what is given.
fn revise(tx: &WriteTransaction, known: Cart, new: NewCart, whose: Whose) -> Result<PutCart> {
    let by_host = new.external_id.is_some();
    if new.updated_at.zip(known.host_updated_at).is_some_and(|(given, known)| given < known) {
        return Ok(PutCart { cart: known, outcome: Outcome::Ignored });
    }
    if known.state == CartState::Ordered {
        if by_host {
            return Ok(PutCart { cart: known, outcome: Outcome::Ignored });
        }
        return Err(Error::conflict("the cart was ordered").at("/id").existing(known.id).hint("put a new cart"));
    }
    let mut after = known.clone();
    let currency = new.currency.unwrap_or(known.value.currency);
    (after.value, after.units) = rules::add_up(&new.lines, currency)?;
    after.lines = new.lines;
    after.channel = new.channel.or(after.channel);
    after.visitor = whose.visitor.or(after.visitor);
    after.host_updated_at = new.updated_at.or(after.host_updated_at);
    if let Some(customer) = whose.customer {
        moves::give(tx, &mut after, customer)?;
    }
    if rules::is_same(&known, &after) {
        if after.host_updated_at != known.host_updated_at {
            after.update(tx, journal::next_seq(tx)?)?;
        }
        return Ok(PutCart { cart: after, outcome: Outcome::Unchanged });
    }
    after.last_at = new.updated_at.map_or(tx.now(), |at| at.min(tx.now())).max(known.last_at);
    if known.lines != after.lines {
        store::replace_lines(tx, after.id, &after.lines)?;
    }
    if matches!(after.state, CartState::Abandoned | CartState::Expired) {
        moves::go(tx, &mut after, CartState::Recovered, by_host)?;
    }
    moves::write(tx, &mut after)?;
    moves::announce(tx, "cart.updated", &after)?;
    Ok(PutCart { cart: after, outcome: Outcome::Updated })
}

/// The reaction: whoever got a browser or device as an identity gets the carts that were filled in it before.
pub(crate) fn react(tx: &WriteTransaction, round: &Round) -> Result<()> {
    let mut identified = round.customers_with(Touch::VISITORS).peekable();
    if identified.peek().is_none() || !store::has_ownerless(tx)? {
        return Ok(());
    }
    for customer in identified {
        for visitor in customers::visitors_of(tx, customer)? {
            join(tx, &visitor, customer)?;
        }
    }
    Ok(())
}

/// Gives the carts of a visitor that nobody owned to a customer; how many. The visitor is in its stored form.
fn join(tx: &WriteTransaction, visitor: &IdentityInput, customer: CustomerId) -> Result<u64> {
    let mut carts = store::ownerless(tx, visitor)?;
    for cart in &mut carts {
        moves::give(tx, cart, customer)?;
        moves::write(tx, cart)?;
        moves::announce(tx, "cart.identified", cart)?;
    }
    Ok(carts.len() as u64)
}

/// Whether a customer has a cart with something in it that was not left.
pub(crate) fn has_active(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    store::has_active(tx, customer)
}

/// The carts of a customer with something in them that are neither ordered nor expired, the last changed first.
pub(crate) fn open_of(tx: &ReadTransaction, customer: CustomerId, rows: usize) -> Result<Vec<CartSummary>> {
    store::open_of(tx, customer, rows)
}

/// What a check of the file finds: carts whose stored sums contradict their lines.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let mut wrong = 0_u64;
    store::each_sum(tx, |stored, lines| {
        wrong += u64::from(rules::add_up(lines, stored.0.currency) != Ok(stored));
    })?;
    Ok(if wrong == 0 { Vec::new() } else { vec![format!("{wrong} carts contradict their lines")] })
}
