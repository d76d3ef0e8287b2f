//! The SQL of programmes, coupons and their uses.

use super::{
    Coupon, CouponFilter, CouponProgram, CouponProgramFilter, CouponState, Redemption, RedemptionFilter,
    RedemptionState, UsableCoupon,
};
use crate::db::{Columns, Conditions, ReadTransaction, WriteTransaction};
use crate::vocabulary::page::Listing;
use crate::vocabulary::{
    CouponId, CouponProgramId, Currency, CustomerId, Money, OrderId, RedemptionId, Result, Timestamp,
};
use rusqlite::params;

stored! {
    CouponProgram in "crm_coupon_program" by CouponProgramId {
        name, kind, rate, amount => (amount_minor, amount_currency), gift_sku, gift_quantity, buy_quantity, get_quantity,
        min_amount => (min_amount_minor, min_amount_currency),
        max_discount => (max_discount_minor, max_discount_currency), per_customer, total_limit,
        budget => (budget_minor, budget_currency), stackable, starts_at, ends_at, skus, categories, list_id,
        min_tier_rank, active, uses, spent => (spent_minor, spent_currency), created_at, updated_at,
    }
}

stored! {
    Coupon in "crm_coupon" by CouponId {
        program_id, code, customer_id, shared, state, expires_at, remind_at, reminded_at, created_at, updated_at,
    }
}

stored! {
    Redemption in "crm_redemption" by RedemptionId {
        coupon_id, program_id, customer_id, order_id, key, state, amount => (amount_minor, amount_currency), reserved_at,
        expires_at, redeemed_at, ended_at,
    }
}

pub(super) fn programs(
    tx: &ReadTransaction,
    filter: &CouponProgramFilter,
    listing: &Listing<1>,
) -> Result<Vec<CouponProgram>> {
    let mut conditions = Conditions::default();
    conditions.add("active = ?", filter.active);
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, CouponProgram::SELECT, "id", listing.limit(), CouponProgram::from_row)
}

pub(super) fn coupons(tx: &ReadTransaction, filter: &CouponFilter, listing: &Listing<1>) -> Result<Vec<Coupon>> {
    let mut conditions = Conditions::default();
    conditions.add("program_id = ?", filter.program_id);
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("state = ?", filter.state);
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, Coupon::SELECT, "id", listing.limit(), Coupon::from_row)
}

pub(super) fn redemptions(
    tx: &ReadTransaction,
    filter: &RedemptionFilter,
    listing: &Listing<1>,
) -> Result<Vec<Redemption>> {
    let mut conditions = Conditions::default();
    conditions.add("program_id = ?", filter.program_id);
    conditions.add("coupon_id = ?", filter.coupon_id);
    conditions.add("customer_id = ?", filter.customer_id);
    conditions.add("order_id = ?", filter.order_id);
    conditions.add("state = ?", filter.state);
    conditions.add_start("(id) >", listing.start);
    conditions.read(tx, Redemption::SELECT, "id", listing.limit(), Redemption::from_row)
}

pub(super) fn by_code(tx: &ReadTransaction, code: &str) -> Result<Option<Coupon>> {
    tx.one(&format!("{} WHERE code = ?1", Coupon::SELECT), [code], Coupon::from_row)
}

/// Whether a code is taken, by a coupon or a stored value.
pub(super) fn is_taken(tx: &ReadTransaction, code: &str) -> Result<bool> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM crm_coupon WHERE code = ?1)
           OR EXISTS (SELECT 1 FROM crm_stored_value WHERE code = ?1)",
        [code],
    )
}

/// The use of a coupon by a basket that has not ended.
pub(super) fn live_in(tx: &ReadTransaction, key: &str, coupon: CouponId) -> Result<Option<Redemption>> {
    let sql = format!("{} WHERE key = ?1 AND coupon_id = ?2 AND ended_at IS NULL", Redemption::SELECT);
    tx.one(&sql, params![key, coupon], Redemption::from_row)
}

/// Reservations of a coupon, at most two: whether there are none, one or several.
pub(super) fn reserved_of(tx: &ReadTransaction, coupon: &Coupon) -> Result<Vec<Redemption>> {
    // A coupon of its own has few uses, a shared one many, and most of them are over.
    let which = if coupon.shared { "+coupon_id = ?1" } else { "coupon_id = ?1" };
    let sql = format!("{} WHERE {which} AND state = 'reserved' ORDER BY id LIMIT 2", Redemption::SELECT);
    tx.all(&sql, [coupon.id], Redemption::from_row)
}

/// The use of a coupon by an order that has not ended.
pub(super) fn redeemed_in(tx: &ReadTransaction, order: OrderId, coupon: CouponId) -> Result<Option<Redemption>> {
    let sql = format!("{} WHERE order_id = ?1 AND coupon_id = ?2 AND ended_at IS NULL", Redemption::SELECT);
    tx.one(&sql, params![order, coupon], Redemption::from_row)
}

/// Adds uses to what a programme has given; `spent` counts in the currency of its budget only.
pub(super) fn count(tx: &WriteTransaction, program: CouponProgramId, uses: i64, spent: Money, rev: i64) -> Result<()> {
    tx.run(
        "UPDATE crm_coupon_program SET uses = uses + ?2, rev = ?5,
           spent_minor = spent_minor + iif(spent_currency = ?4, ?3, 0) WHERE id = ?1",
        params![program, uses, spent.minor, spent.currency, rev],
    )
    .map(drop)
}

/// Whether each other coupon of a basket may be used beside others, reservations that are over left out.
pub(super) fn stackable_in(tx: &ReadTransaction, key: &str, but: CouponId) -> Result<Vec<bool>> {
    tx.all(
        "SELECT p.stackable FROM crm_redemption r JOIN crm_coupon_program p ON p.id = r.program_id
         WHERE r.key = ?1 AND r.coupon_id <> ?2 AND r.ended_at IS NULL AND NOT (r.state = ?3 AND r.expires_at <= ?4)",
        params![key, but, RedemptionState::Reserved, tx.now()],
        |row| row.get(0),
    )
}

/// How often a customer uses a programme.
pub(super) fn uses_of(tx: &ReadTransaction, program: CouponProgramId, customer: CustomerId) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_redemption WHERE customer_id = ?2 AND program_id = ?1 AND ended_at IS NULL",
        params![program, customer],
    )
}

/// Reservations whose time is over, the oldest first.
pub(super) fn overdue(tx: &ReadTransaction, now: Timestamp, rows: usize) -> Result<Vec<Redemption>> {
    let sql =
        format!("{} WHERE state = 'reserved' AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2", Redemption::SELECT);
    tx.all(&sql, params![now, rows as i64], Redemption::from_row)
}

/// The same of one programme, and of one customer where one is named.
pub(super) fn overdue_of(
    tx: &ReadTransaction,
    program: CouponProgramId,
    customer: Option<CustomerId>,
    rows: usize,
) -> Result<Vec<Redemption>> {
    let mut conditions = Conditions::default();
    conditions.add_fixed("state = 'reserved'");
    conditions.add("program_id = ?", Some(program));
    conditions.add("customer_id = ?", customer);
    conditions.add("expires_at <= ?", Some(tx.now()));
    conditions.read(tx, Redemption::SELECT, "expires_at", rows as i64, Redemption::from_row)
}

/// Uses that do not count when a coupon is judged.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Aside {
    pub(super) uses: i64,
    /// What they come to in the currency of the budget.
    pub(super) spent: i64,
    /// Those of the customer who asks.
    pub(super) of_customer: i64,
    /// Whether the coupon itself is held by one of them.
    pub(super) holds_coupon: bool,
}

impl Aside {
    /// With the reservation of the basket itself, whose time is not over.
    pub(super) fn with(
        mut self,
        own: Option<&Redemption>,
        program: &CouponProgram,
        customer: Option<CustomerId>,
    ) -> Self {
        if let Some(own) = own {
            self.uses += 1;
            self.of_customer += i64::from(own.customer_id == customer);
            let counts = program.budget.is_some_and(|budget| budget.currency == own.amount.currency);
            self.spent += if counts { own.amount.minor } else { 0 };
            self.holds_coupon = true;
        }
        self
    }
}

/// The reservations of a programme whose time is over, summed up.
pub(super) fn overdue_sums(
    tx: &ReadTransaction,
    program: &CouponProgram,
    coupon: &Coupon,
    customer: Option<CustomerId>,
) -> Result<Aside> {
    let currency = program.budget.map(|budget| budget.currency);
    let found = tx.one(
        "SELECT count(*), coalesce(sum(iif(amount_currency = ?3, amount_minor, 0)), 0), count(iif(customer_id = ?4, 1, NULL)),
           count(iif(coupon_id = ?5, 1, NULL))
         FROM crm_redemption WHERE state = 'reserved' AND +program_id = ?1 AND expires_at <= ?2",
        params![program.id, tx.now(), currency, customer, coupon.id],
        |row| {
            let mut columns = Columns::new(row);
            Ok(Aside {
                uses: columns.next()?,
                spent: columns.next()?,
                of_customer: columns.next()?,
                holds_coupon: columns.next::<i64>()? > 0,
            })
        },
    )?;
    Ok(found.unwrap_or_default())
}

/// The uses that an order has redeemed.
pub(super) fn redeemed_by(tx: &ReadTransaction, order: OrderId) -> Result<Vec<Redemption>> {
    let sql = format!("{} WHERE order_id = ?1 AND ended_at IS NULL ORDER BY id", Redemption::SELECT);
    tx.all(&sql, [order], Redemption::from_row)
}

/// Gives the uses of an order, those too that were taken back, to the customer to whom it now belongs; which.
pub(super) fn set_customer(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<Vec<RedemptionId>> {
    tx.returning(
        "UPDATE crm_redemption SET customer_id = ?2 WHERE order_id = ?1 AND customer_id <> ?2 RETURNING id",
        params![order, customer],
        |row| row.get(0),
    )
}

/// Coupons that are to be announced, or whose time is over.
pub(super) fn due(tx: &ReadTransaction, now: Timestamp, rows: usize) -> Result<Vec<Coupon>> {
    let sql = format!(
        "{0} WHERE state = 'issued' AND expires_at <= ?1
         UNION {0} WHERE state = 'issued' AND reminded_at IS NULL AND remind_at <= ?1
         LIMIT ?2",
        Coupon::SELECT
    );
    tx.all(&sql, params![now, rows as i64], Coupon::from_row)
}

/// The next instant at which something ends or is to be announced.
pub(super) fn next_due(tx: &ReadTransaction) -> Result<Option<Timestamp>> {
    tx.value(
        "SELECT min(at) FROM (
           SELECT min(expires_at) AS at FROM crm_redemption WHERE state = 'reserved'
           UNION ALL SELECT min(expires_at) FROM crm_coupon WHERE state = 'issued' AND expires_at IS NOT NULL
           UNION ALL SELECT min(remind_at) FROM crm_coupon
             WHERE state = 'issued' AND reminded_at IS NULL AND remind_at IS NOT NULL
           UNION ALL SELECT min(expires_at) FROM crm_stored_value
             WHERE balance_minor > 0 AND expires_at IS NOT NULL)",
        [],
    )
}

/// What the uses of a programme come to in a currency.
pub(super) fn spent_in(tx: &ReadTransaction, program: CouponProgramId, currency: Currency) -> Result<i64> {
    tx.value(
        "SELECT coalesce(sum(amount_minor), 0) FROM crm_redemption
         WHERE program_id = ?1 AND ended_at IS NULL AND amount_currency = ?2",
        params![program, currency],
    )
}

/// Moves the end of the coupons that end with their programme.
pub(super) fn move_ends(
    tx: &WriteTransaction,
    program: CouponProgramId,
    before: Option<Timestamp>,
    after: Option<Timestamp>,
    rev: i64,
) -> Result<()> {
    let remind_at = super::rules::remind_at(Some(CustomerId(0)), after);
    tx.run(
        "UPDATE crm_coupon SET expires_at = ?3, remind_at = iif(customer_id IS NULL, NULL, ?4), reminded_at = NULL,
           updated_at = ?5, rev = ?6
         WHERE program_id = ?1 AND expires_at IS ?2 AND state IN (?7, ?8)",
        params![program, before, after, remind_at, tx.now(), rev, CouponState::Issued, CouponState::Reserved],
    )?;
    Ok(())
}

/// Programmes whose stored sums differ from their uses.
pub(super) fn differences(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_coupon_program p
         WHERE uses <> (SELECT count(*) FROM crm_redemption r WHERE r.program_id = p.id AND r.ended_at IS NULL)
           OR spent_currency IS NOT budget_currency
           OR coalesce(spent_minor, 0) <> (SELECT coalesce(sum(r.amount_minor), 0) FROM crm_redemption r
             WHERE r.program_id = p.id AND r.ended_at IS NULL AND r.amount_currency = p.budget_currency)",
        [],
    )
}

/// Coupons whose state differs from their uses.
pub(super) fn misplaced(tx: &ReadTransaction) -> Result<i64> {
    tx.value(
        "SELECT count(*) FROM crm_coupon c
         WHERE shared = 0 AND coalesce((SELECT state FROM crm_redemption r WHERE r.coupon_id = c.id AND r.ended_at IS NULL),
             iif(c.state IN ('reserved', 'redeemed'), 'issued', c.state)) <> c.state",
        [],
    )
}

/// The coupons of a customer that are issued and have not expired, newest first; at most a hundred.
pub(super) fn usable_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Vec<UsableCoupon>> {
    tx.all(
        "SELECT c.id, p.name, c.state, c.updated_at FROM crm_coupon c JOIN crm_coupon_program p ON p.id = c.program_id
         WHERE c.customer_id = ?1 AND c.state = ?2 AND (c.expires_at IS NULL OR c.expires_at > ?3)
         ORDER BY c.id DESC LIMIT 100",
        params![customer, CouponState::Issued, tx.now()],
        |row| Ok(UsableCoupon { id: row.get(0)?, program: row.get(1)?, state: row.get(2)?, at: row.get(3)? }),
    )
}
