//! Using a coupon: what it would give, reserving it for a basket, redeeming it by an order, and giving it back.

use super::rules::{self, COUPON, REDEMPTION};
use super::verdict::{Buyer, granted, verdict};
use super::{
    Coupon, CouponCheck, CouponOffer, CouponState, Coupons, NewReservation, Redemption, RedemptionState, Refusal,
    StoredValueEntry, announce, coupon_of, coupon_with, followed, go, ledger, program_of, store,
};
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal;
use crate::records::customers;
use crate::records::orders::{Order, OrderState};
use crate::vocabulary::{CustomerId, Error, Money, OrderId, RedemptionId, Result, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

const DEFAULT_MINUTES: u32 = 30;
const MAX_MINUTES: u32 = 7 * 24 * 60;
const MAX_KEY: usize = 128;
/// What an order that was called off gave back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CouponReversal {
    /// The uses of coupons that do not count any more.
    pub redemptions: Vec<Redemption>,
    /// What went back to gift cards and store credit.
    pub entries: Vec<StoredValueEntry>,
}

impl<T: Reading> Coupons<'_, T> {
    /// What a coupon would give for a basket, or why it gives nothing.
    ///
    /// # Errors
    /// `not_found` for an unknown code or customer; `invalid_input` for a basket that contradicts itself.
    pub fn check(&self, check: &CouponCheck) -> Result<CouponOffer> {
        let tx = self.tx.reader();
        let coupon = coupon_of(tx, &check.code)?;
        let program = program_of(tx, coupon.program_id)?;
        let customer = followed(tx, check.customer_id)?;
        rules::require_basket(&check.basket).map_err(|error| error.under("/basket"))?;
        let key = check.key.as_deref().map(|key| text::key("/key", key, MAX_KEY)).transpose()?;
        let own = match &key {
            Some(key) => store::live_in(tx, key, coupon.id)?
                .filter(|own| own.state == RedemptionState::Reserved && own.expires_at > tx.now()),
            None => None,
        };
        // Reservations whose time is over do not stand in the way, even before `tick` ends them.
        let aside = store::overdue_sums(tx, &program, &coupon, customer)?.with(own.as_ref(), &program, customer);
        let verdict = match customer {
            Some(customer) if !customers::is_sellable(tx, customer)? => Err(Refusal::Blocked),
            _ => verdict(tx, &program, &coupon, customer, &check.basket, key.as_deref(), aside)?,
        };
        let gives = verdict.is_ok();
        Ok(CouponOffer {
            coupon_id: coupon.id,
            program_id: program.id,
            kind: program.kind,
            ok: gives,
            reason: verdict.err(),
            amount: verdict.unwrap_or(Money::zero(check.basket.total.currency)),
            gift_sku: program.gift_sku.filter(|_| gives),
            gift_quantity: program.gift_quantity.filter(|_| gives),
        })
    }
}

impl Coupons<'_, WriteTransaction> {
    /// Holds a coupon for a basket: the use counts against all limits until it is released or its time is over. The same
    /// key again prices the reservation anew and prolongs it. Of other reservations whose time is over, as many are ended
    /// as stand in the way.
    ///
    /// # Errors
    /// `not_found` for an unknown code or customer; `limit` when the programme, the customer's share or the budget is used
    /// up, `conflict` for every other reason, which the message ends with; `blocked` for a customer to whom the shop sells
    /// nothing; `invalid_input` for a bad basket or key.
    pub fn reserve(&self, new: &NewReservation) -> Result<Redemption> {
        let tx = self.tx;
        let key = text::key("/key", &new.key, MAX_KEY)?;
        let minutes = new.minutes.unwrap_or(DEFAULT_MINUTES);
        if !(1..=MAX_MINUTES).contains(&minutes) {
            return Err(Error::invalid("/minutes", "a reservation lasts 1 to 10,080 minutes"));
        }
        let customer = followed(tx, new.customer_id)?;
        rules::require_basket(&new.basket).map_err(|error| error.under("/basket"))?;
        let known = coupon_of(tx, &new.code)?;
        let program_id = known.program_id;
        tx.step(|| {
            let held = match known.shared {
                true => store::live_in(tx, &key, known.id)?.into_iter().collect(),
                false => store::reserved_of(tx, &known)?,
            };
            let mut coupon = if end_overdue(tx, held)? > 0 { coupon_with(tx, known.id)? } else { known };
            let own = store::live_in(tx, &key, coupon.id)?;
            if let Some(redeemed) = own.as_ref().filter(|own| own.state == RedemptionState::Redeemed) {
                return Ok(redeemed.clone());
            }
            customer.map_or(Ok(()), |customer| customers::require_sellable(tx, customer))?;
            let buyer = Buyer { customer, basket: &new.basket, key: &key, own: own.as_ref() };
            let amount = granted(tx, program_id, &coupon, &buyer)?.map_err(|reason| rules::refused(reason, &coupon))?;
            let expires_at = tx.now().plus_millis(i64::from(minutes) * 60_000);
            if let Some(before) = own {
                let after = Redemption { customer_id: customer, amount, expires_at, ..before.clone() };
                after.update(tx, journal::next_seq(tx)?)?;
                count(tx, &before, -1)?;
                count(tx, &after, 1)?;
                say(tx, "coupon.reserved", &coupon, &after)?;
                return Ok(after);
            }
            let mut made = Redemption {
                id: RedemptionId(0),
                coupon_id: coupon.id,
                program_id,
                customer_id: customer,
                order_id: None,
                key: key.clone(),
                state: RedemptionState::Reserved,
                amount,
                reserved_at: tx.now(),
                expires_at,
                redeemed_at: None,
                ended_at: None,
            };
            made.id = made.insert(tx, journal::next_seq(tx)?)?;
            journal::begin(tx, &REDEMPTION, (made.id.0, customer), made.state)?;
            if !coupon.shared {
                go(tx, &mut coupon, CouponState::Reserved, None)?;
            }
            count(tx, &made, 1)?;
            say(tx, "coupon.reserved", &coupon, &made)?;
            Ok(made)
        })
    }

    /// Uses a reserved coupon up for an order; again for the same order changes nothing. `key` says which reservation,
    /// where a shared coupon has several.
    ///
    /// # Errors
    /// `not_found` for the code or order; `conflict` when nothing is reserved, or for an order that was called off;
    /// `invalid_input` for an order of another customer or in another currency, or for several reservations without a key.
    pub fn redeem(&self, code: &str, order: OrderId, key: Option<&str>) -> Result<Redemption> {
        let tx = self.tx;
        let mut coupon = self.get(code)?;
        let order = tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
        if let Some(done) = store::redeemed_in(tx, order.id, coupon.id)? {
            return Ok(done);
        }
        let mut used = reservation(tx, &coupon, key)?;
        require_order(&order, &used)?;
        used.customer_id = used.customer_id.or(Some(order.customer_id));
        used.order_id = Some(order.id);
        used.redeemed_at = Some(tx.now());
        tx.step(|| {
            move_use(tx, &mut used, RedemptionState::Redeemed, None)?;
            if !coupon.shared {
                go(tx, &mut coupon, CouponState::Redeemed, None)?;
            }
            say(tx, "coupon.redeemed", &coupon, &used)?;
            Ok(used)
        })
    }

    /// Gives a reservation up; the coupon can be used again. `key` says which, where a shared coupon has several.
    ///
    /// # Errors
    /// `not_found` for the code; `conflict` when nothing is reserved; `invalid_input` for several reservations without a
    /// key.
    pub fn release(&self, code: &str, key: Option<&str>) -> Result<Redemption> {
        let tx = self.tx;
        let coupon = self.get(code)?;
        let held = reservation(tx, &coupon, key)?;
        tx.step(|| release(tx, held, "released"))
    }

    /// Gives back what an order has used that was cancelled or refunded in full: its coupons can be used again and count
    /// against no limit, gift cards and store credit get their money. Again for the same order changes nothing.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an order that stands.
    pub fn reverse(&self, order: OrderId) -> Result<CouponReversal> {
        let tx = self.tx;
        let order = tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
        if !order.is_called_off() {
            return Err(Error::conflict("the order stands")
                .at("/order_id")
                .hint("cancel it or refund it in full first; give a part back with stored_values.credit"));
        }
        tx.step(|| {
            let mut redemptions = store::redeemed_by(tx, order.id)?;
            for used in &mut redemptions {
                let coupon = end(tx, used, RedemptionState::Reversed, "order")?;
                say(tx, "coupon.reversed", &coupon, used)?;
            }
            Ok(CouponReversal { redemptions, entries: ledger::reverse(tx, order.id)? })
        })
    }
}

/// The uses of an order follow it to another customer, whose share of the programme they count against from now on, even
/// where that is more than the share: what was used stays used.
pub(crate) fn follow(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<()> {
    for id in store::set_customer(tx, order, customer)? {
        journal::follow(tx, REDEMPTION.entity(), id.0, customer)?;
    }
    Ok(())
}

/// Ends those of some reservations whose time is over; how many.
pub(super) fn end_overdue(tx: &WriteTransaction, held: Vec<Redemption>) -> Result<usize> {
    let is_over = |one: &Redemption| one.state == RedemptionState::Reserved && one.expires_at <= tx.now();
    let over: Vec<Redemption> = held.into_iter().filter(is_over).collect();
    let count = over.len();
    for one in over {
        release(tx, one, "timeout")?;
    }
    Ok(count)
}

/// Gives a reservation up.
pub(super) fn release(tx: &WriteTransaction, mut held: Redemption, reason: &str) -> Result<Redemption> {
    let coupon = end(tx, &mut held, RedemptionState::Released, reason)?;
    say(tx, "coupon.released", &coupon, &held)?;
    Ok(held)
}

/// Ends a use: it counts no more, and its coupon, which is returned, can be used again.
fn end(tx: &WriteTransaction, used: &mut Redemption, to: RedemptionState, reason: &str) -> Result<Coupon> {
    used.ended_at = Some(tx.now());
    move_use(tx, used, to, Some(reason))?;
    count(tx, used, -1)?;
    let mut coupon = coupon_with(tx, used.coupon_id)?;
    if !coupon.shared && COUPON.may(coupon.state, CouponState::Issued) {
        go(tx, &mut coupon, CouponState::Issued, Some(reason))?;
    }
    Ok(coupon)
}

fn move_use(tx: &WriteTransaction, used: &mut Redemption, to: RedemptionState, reason: Option<&str>) -> Result<()> {
    journal::go(tx, &REDEMPTION, (used.id.0, used.customer_id), (used.state, to), reason)?;
    used.state = to;
    used.update(tx, journal::next_seq(tx)?)
}

/// Adds a use to what a programme has given, or takes it off.
fn count(tx: &WriteTransaction, used: &Redemption, sign: i64) -> Result<()> {
    let spent = Money::new(sign * used.amount.minor, used.amount.currency);
    store::count(tx, used.program_id, sign, spent, journal::next_seq(tx)?)
}

/// The reservation of a coupon that is meant.
fn reservation(tx: &ReadTransaction, coupon: &Coupon, key: Option<&str>) -> Result<Redemption> {
    let mut held = match key {
        Some(key) => store::live_in(tx, key.trim(), coupon.id)?.into_iter().collect(),
        None => store::reserved_of(tx, coupon)?,
    };
    held.retain(|one| one.state == RedemptionState::Reserved);
    match held.len() {
        1 => Ok(held.remove(0)),
        0 => Err(Error::conflict(format!("no basket holds the coupon, which is {}", coupon.state))
            .at("/code")
            .existing(coupon.id)
            .hint("reserve it first")),
        _ => Err(Error::invalid("/key", "several baskets hold this coupon").hint("name one by its key")),
    }
}

fn require_order(order: &Order, used: &Redemption) -> Result<()> {
    if order.state == OrderState::Cancelled {
        return Err(Error::conflict("the order is cancelled").at("/order_id").existing(order.id));
    }
    if used.customer_id.is_some_and(|customer| customer != order.customer_id) {
        return Err(Error::invalid("/order_id", "the coupon was reserved for another customer"));
    }
    if order.currency != used.amount.currency {
        return Err(Error::invalid("/order_id", "the coupon was reserved in another currency"));
    }
    Ok(())
}

fn say(tx: &WriteTransaction, name: &'static str, coupon: &Coupon, used: &Redemption) -> Result<()> {
    let facts = json!({
        "program_id": used.program_id, "redemption_id": used.id, "order_id": used.order_id, "amount": used.amount,
    });
    let coupon = Coupon { customer_id: used.customer_id.or(coupon.customer_id), ..coupon.clone() };
    announce(tx, name, &coupon, facts)
}
