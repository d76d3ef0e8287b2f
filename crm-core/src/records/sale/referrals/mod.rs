//! Referrals: customers who bring others.
//!
//! Owns the codes by which customers invite, and what becomes of each invitation. Promises that nobody invites oneself
//! or somebody who has ordered before, also when a merge makes one customer of two, and that the reward of both sides
//! comes exactly once for each new customer, after the time for returns, unless the first order was cancelled, refunded
//! in full or given to another customer before.
//!
//! Refuses to watch orders by itself: the host says by [`Referrals::first_order`] which order is the first.

mod model;
mod store;

#[cfg(test)]
mod tests;

pub use model::{Referral, ReferralCode, ReferralFilter, ReferralProgram, ReferralProgramPatch, ReferralState};

use crate::db::{CustomerRows, Reading, StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers::{self, NewRelation, RelationKind};
use crate::records::orders::OrderFilter;
use crate::records::sale::coupons::{self, NewCoupons};
use crate::records::sale::loyalty::NewPoints;
use crate::records::shop;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{
    CouponProgramId, CustomerId, Error, ErrorCode, OrderId, Page, PageRequest, Patch, ReferralId, Result, text,
};
use serde_json::{Value, json};

room! {
    /// Customers who bring others.
    Referrals, referrals
}

customer_rows! { CODES, "crm_referral_code" }

customer_rows! { REFERRALS, "crm_referral", moving "referral" }

/// Who invited follows a merge too.
pub(crate) const REFERRERS: CustomerRows = store::REFERRERS;

/// The moves of a referral.
static MACHINE: Machine<ReferralState> = {
    use ReferralState::{Cancelled, Joined, Ordered, Rewarded};
    Machine::new(
        "referral",
        &[
            (Joined, &[Ordered, Cancelled]),
            (Ordered, &[Rewarded, Cancelled, Joined]),
            (Rewarded, &[]),
            (Cancelled, &[]),
        ],
    )
};

const BATCH: usize = 500;
const MAX_DAYS: u32 = 3_650;
const MAX_POINTS: u32 = 1_000_000;

impl<T: Reading> Referrals<'_, T> {
    /// The programme; switched off until it is configured.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn program(&self) -> Result<ReferralProgram> {
        store::program(self.tx.reader())
    }

    /// One referral.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: ReferralId) -> Result<Referral> {
        Referral::by_id(self.tx.reader(), id)?.or_not_found(ReferralId::WHAT, id)
    }

    /// Referrals in the order in which customers joined, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &ReferralFilter) -> Result<Page<Referral>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|id| customers::require_at(tx, id, "/customer_id")).transpose()?;
        filter.referrer_id = filter.referrer_id.map(|id| customers::require_at(tx, id, "/referrer_id")).transpose()?;
        let listing = filter.page.of("referrals", &filter)?;
        Ok(listing.page(store::list(tx, &filter, &listing)?, |referral| [referral.id.0]))
    }
}

impl Referrals<'_, WriteTransaction> {
    /// Changes the programme; it holds for all rewards that are not given yet.
    ///
    /// # Errors
    /// `not_found` for an unknown coupon programme; `limit` for too many points or days.
    pub fn configure(&self, patch: ReferralProgramPatch) -> Result<ReferralProgram> {
        let tx = self.tx;
        let known = self.program()?;
        let mut after = known.clone();
        after.active = patch.active.unwrap_or(after.active);
        after.return_days = patch.return_days.unwrap_or(after.return_days);
        after.referrer_points = patch.referrer_points.unwrap_or(after.referrer_points);
        after.friend_points = patch.friend_points.unwrap_or(after.friend_points);
        for (path, program) in
            [("/referrer_program_id", &patch.referrer_program_id), ("/friend_program_id", &patch.friend_program_id)]
        {
            if let Patch::Set(program) = program {
                tx.coupons().get_program(*program).map_err(|error| error.at(path))?;
            }
        }
        patch.referrer_program_id.apply(&mut after.referrer_program_id);
        patch.friend_program_id.apply(&mut after.friend_program_id);
        let bounds = [
            ("/return_days", after.return_days, MAX_DAYS),
            ("/referrer_points", after.referrer_points, MAX_POINTS),
            ("/friend_points", after.friend_points, MAX_POINTS),
        ];
        if let Some((path, _, most)) = bounds.into_iter().find(|(_, given, most)| given > most) {
            return Err(Error::new(ErrorCode::Limit, format!("at most {most}")).at(path));
        }
        if after == known {
            return Ok(known);
        }
        tx.step(|| {
            store::save_program(tx, &after, journal::next_seq(tx)?)?;
            journal::append(tx, Entry::new("referral.configured").payload(json!({ "active": after.active })))
        })?;
        Ok(after)
    }

    /// The code by which a customer invites others; made the first time.
    ///
    /// # Errors
    /// `not_found` for an unknown customer.
    pub fn invite(&self, customer: CustomerId) -> Result<ReferralCode> {
        let tx = self.tx;
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        if let Some(known) = store::code_of(tx, customer)? {
            return Ok(known);
        }
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            let code = coupons::generate_code(tx, "referral", rev, |code| Ok(store::by_code(tx, code)?.is_some()))?;
            let made = ReferralCode { customer_id: customer, code, created_at: tx.now() };
            store::insert_code(tx, &made, rev)?;
            let event = Entry::new("referral.invited").customer(customer).entity("customer", customer);
            journal::append(tx, event)?;
            Ok(made)
        })
    }

    /// A new customer joins with the code of another one; both are related from then on.
    ///
    /// # Errors
    /// `not_found` for an unknown customer or code; `conflict` when the programme is switched off, when the customer has
    /// ordered or joined before, or for one's own code.
    pub fn join(&self, customer: CustomerId, code: &str) -> Result<Referral> {
        let tx = self.tx;
        if !self.program()?.active {
            return Err(Error::conflict("the programme is switched off").hint("switch it on with referrals.configure"));
        }
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        let code = coupons::clean_code("/code", code)?;
        let code = store::by_code(tx, &code)?;
        let code = code.ok_or_else(|| Error::new(ErrorCode::NotFound, "there is no such code").at("/code"))?;
        let referrer = customers::require(tx, code.customer_id)?;
        if referrer == customer {
            return Err(Error::conflict("nobody invites oneself").at("/code").existing(customer));
        }
        if let Some(known) = store::live_of(tx, customer)? {
            return Err(Error::conflict("the customer has joined before").at("/customer_id").existing(known.id));
        }
        let before = OrderFilter { customer: Some(customer), page: PageRequest::first(1), ..OrderFilter::default() };
        if let Some(order) = tx.orders().list(&before)?.items.first() {
            return Err(Error::conflict("the customer has ordered before").at("/customer_id").existing(order.id));
        }
        let mut made = Referral {
            id: ReferralId(0),
            customer_id: customer,
            referrer_id: referrer,
            state: ReferralState::Joined,
            order_id: None,
            due_at: None,
            reason: None,
            joined_at: tx.now(),
            ended_at: None,
        };
        tx.step(|| {
            made.id = made.insert(tx, journal::next_seq(tx)?)?;
            journal::begin(tx, &MACHINE, (made.id.0, Some(customer)), made.state)?;
            let since = Some(shop::settings(tx)?.time_zone.date_of(tx.now()));
            let kind = RelationKind::ReferredBy;
            tx.customers().relate(&NewRelation { from_id: customer, to_id: referrer, kind, since, until: None })?;
            announce(tx, "referral.joined", &made, json!({ "referrer_id": referrer }))
        })?;
        Ok(made)
    }

    /// Notes the first order of a customer who has joined: from now on the time for returns runs. Again for the same
    /// order it changes nothing.
    ///
    /// # Errors
    /// `not_found` for the order, or when its customer has not joined; `conflict` for an order that does not count, or
    /// when another one was noted.
    pub fn first_order(&self, order: OrderId) -> Result<Referral> {
        let tx = self.tx;
        let order = tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
        let mut referral = store::live_of(tx, order.customer_id)?.ok_or_else(|| {
            Error::new(ErrorCode::NotFound, "the customer of this order was not referred").at("/order_id")
        })?;
        if referral.order_id == Some(order.id) {
            return Ok(referral);
        }
        if let Some(known) = referral.order_id {
            return Err(Error::conflict("another order was the first").at("/order_id").existing(known));
        }
        if !order.counts {
            return Err(Error::conflict("the order does not count: it is not paid, or was called off").at("/order_id"));
        }
        referral.order_id = Some(order.id);
        referral.due_at = Some(tx.now().plus_days(self.program()?.return_days.into()));
        tx.step(|| {
            go(tx, &mut referral, ReferralState::Ordered, None)?;
            announce(tx, "referral.ordered", &referral, json!({ "order_id": order.id, "due_at": referral.due_at }))
        })?;
        Ok(referral)
    }

    /// Calls a referral off that was not rewarded yet; why is a token.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is rewarded or cancelled.
    pub fn cancel(&self, id: ReferralId, reason: Option<&str>) -> Result<Referral> {
        let tx = self.tx;
        let referral = self.get(id)?;
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        tx.step(|| cancel(tx, referral, reason.as_deref()))
    }
}

/// An order that is given to another customer was not the first one of who joined. The referral stays with who joined and
/// waits for another order; a reward that was given stays given.
pub(crate) fn follow(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<()> {
    for mut referral in store::waiting_for(tx, order)? {
        if referral.customer_id != customer {
            (referral.order_id, referral.due_at) = (None, None);
            go(tx, &mut referral, ReferralState::Joined, Some("order"))?;
            announce(tx, "referral.reopened", &referral, json!({ "order_id": order }))?;
        }
    }
    Ok(())
}

/// The step of `tick`: rewards those whose time for returns is over, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| {
        let due = store::due(tx, BATCH)?;
        for referral in &due {
            settle(tx, referral.clone())?;
        }
        Ok(due.len())
    })
}

/// Rewards both sides, unless the order was called off, both are one customer by now, or the new customer was rewarded
/// for another referral: a merge may have brought two of them together. A side to which the shop sells nothing gets
/// nothing; the other one is rewarded all the same.
fn settle(tx: &WriteTransaction, mut referral: Referral) -> Result<()> {
    let order = referral.order_id.map(|order| tx.orders().get(order)).transpose()?;
    if order.is_none_or(|order| order.is_called_off()) {
        return cancel(tx, referral, Some("order")).map(drop);
    }
    if referral.customer_id == referral.referrer_id {
        return cancel(tx, referral, Some("same_customer")).map(drop);
    }
    if store::rewarded_of(tx, referral.customer_id)?.is_some() {
        return cancel(tx, referral, Some("rewarded_before")).map(drop);
    }
    let program = store::program(tx)?;
    let sides = [
        (referral.referrer_id, program.referrer_points, program.referrer_program_id),
        (referral.customer_id, program.friend_points, program.friend_program_id),
    ];
    let mut given = [0; 2];
    for (side, (customer, points, coupon)) in sides.into_iter().enumerate() {
        if !customers::is_sellable(tx, customer)? {
            continue;
        }
        given[side] = points;
        if points > 0 {
            let reason = Some("referral".to_owned());
            tx.loyalty().bonus(&NewPoints { reason, ..NewPoints::new(customer, points.into()) })?;
        }
        if let Some(program) = coupon
            && still_runs(tx, program)?
        {
            tx.coupons().issue(&NewCoupons { customer_ids: vec![customer], ..NewCoupons::of(program) })?;
        }
    }
    referral.ended_at = Some(tx.now());
    go(tx, &mut referral, ReferralState::Rewarded, None)?;
    let facts = json!({
        "referrer_id": referral.referrer_id, "referrer_points": given[0], "friend_points": given[1],
    });
    announce(tx, "referral.rewarded", &referral, facts)
}

/// Whether coupons of a programme can still be issued.
fn still_runs(tx: &WriteTransaction, program: CouponProgramId) -> Result<bool> {
    Ok(tx.coupons().get_program(program)?.ends_at.is_none_or(|end| end > tx.now()))
}

fn cancel(tx: &WriteTransaction, mut referral: Referral, reason: Option<&str>) -> Result<Referral> {
    referral.reason = reason.map(str::to_owned);
    referral.ended_at = Some(tx.now());
    go(tx, &mut referral, ReferralState::Cancelled, reason)?;
    announce(tx, "referral.cancelled", &referral, json!({ "order_id": referral.order_id, "reason": reason }))?;
    Ok(referral)
}

fn go(tx: &WriteTransaction, referral: &mut Referral, to: ReferralState, reason: Option<&str>) -> Result<()> {
    let whose = (referral.id.0, Some(referral.customer_id));
    journal::go(tx, &MACHINE, whose, (referral.state, to), reason)?;
    referral.state = to;
    referral.update(tx, journal::next_seq(tx)?)
}

fn announce(tx: &WriteTransaction, name: &'static str, referral: &Referral, payload: Value) -> Result<()> {
    let event = Entry::new(name).customer(referral.customer_id).entity("referral", referral.id);
    journal::append(tx, event.payload(payload)).map(drop)
}
