//! Issuing coupons.

use super::rules::{self, COUPON};
use super::{Coupon, CouponState, Coupons, NewCoupons, announce, codes, program_of, store};
use crate::db::WriteTransaction;
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::vocabulary::{CouponId, CustomerId, Error, ErrorCode, Result};
use serde_json::json;

/// Coupons of one call.
const MAX_COUPONS: usize = 10_000;
const MAX_PREFIX: usize = 16;

impl Coupons<'_, WriteTransaction> {
    /// Issues coupons of a programme, with generated codes or those of the host, all or nothing; one event tells of all
    /// that are bound to nobody.
    ///
    /// # Errors
    /// `not_found` for the programme or a customer; `conflict` with its id for a code that is taken; `invalid_input` for
    /// bad codes or numbers that do not fit together; `limit` above 10,000.
    pub fn issue(&self, new: &NewCoupons) -> Result<Vec<Coupon>> {
        let tx = self.tx;
        let program = program_of(tx, new.program_id)?;
        let count = count(new)?;
        let prefix = prefix(new)?;
        let expires_at = new.expires_at.or(program.ends_at);
        if expires_at.is_some_and(|at| at <= tx.now()) {
            return Err(Error::invalid("/expires_at", "the coupons would have expired already"));
        }
        let bound = new.customer_ids.iter().enumerate().map(|(at, customer)| {
            customers::require(tx, *customer).map_err(|error| error.at(format!("/customer_ids/{at}")))
        });
        let bound: Vec<CustomerId> = bound.collect::<Result<_>>()?;
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            let mut issued = Vec::with_capacity(count);
            for number in 0..count {
                let code = match new.codes.get(number) {
                    Some(given) => free_code(tx, &format!("/codes/{number}"), given)?,
                    None => {
                        let taken = |code: &str| store::is_taken(tx, code);
                        codes::generate(tx, ("coupon", &prefix), (rev, number as i64), taken)?
                    }
                };
                let customer = bound.get(number).copied();
                let mut coupon = Coupon {
                    id: CouponId(0),
                    program_id: program.id,
                    code,
                    customer_id: customer,
                    shared: new.shared,
                    state: CouponState::Issued,
                    expires_at,
                    remind_at: rules::remind_at(customer, expires_at),
                    reminded_at: None,
                    created_at: tx.now(),
                    updated_at: tx.now(),
                };
                coupon.id = coupon.insert(tx, rev)?;
                journal::begin(tx, &COUPON, (coupon.id.0, customer), coupon.state)?;
                issued.push(coupon);
            }
            tell(tx, new, &issued)?;
            Ok(issued)
        })
    }
}

fn tell(tx: &WriteTransaction, new: &NewCoupons, issued: &[Coupon]) -> Result<()> {
    let (unbound, bound): (Vec<&Coupon>, Vec<&Coupon>) = issued.iter().partition(|one| one.customer_id.is_none());
    for coupon in bound {
        let facts = json!({ "program_id": coupon.program_id, "expires_at": coupon.expires_at });
        announce(tx, "coupon.issued", coupon, facts)?;
    }
    let (Some(first), Some(last)) = (unbound.first(), unbound.last()) else { return Ok(()) };
    let facts = json!({
        "count": unbound.len(), "first_id": first.id, "last_id": last.id, "shared": new.shared,
        "expires_at": first.expires_at,
    });
    let event = Entry::new("coupon_program.issued").entity("coupon_program", new.program_id);
    journal::append(tx, event.payload(facts)).map(drop)
}

/// How many are wanted.
fn count(new: &NewCoupons) -> Result<usize> {
    let given = new.count.map(|count| count as usize);
    let named = [new.codes.len(), new.customer_ids.len()].into_iter().max().filter(|named| *named > 0);
    let count = given.or(named).unwrap_or(1);
    if count == 0 {
        return Err(Error::invalid("/count", "the number must be larger than 0"));
    }
    if count > MAX_COUPONS {
        return Err(Error::new(ErrorCode::Limit, "at most 10,000 coupons at once").at("/count"));
    }
    for (path, named) in [("/codes", new.codes.len()), ("/customer_ids", new.customer_ids.len())] {
        if named > 0 && named != count {
            return Err(Error::invalid(path, format!("there are {named} for {count} coupons")));
        }
    }
    if new.shared && !new.customer_ids.is_empty() {
        return Err(Error::invalid("/shared", "a coupon that everybody may use is bound to nobody"));
    }
    Ok(count)
}

fn prefix(new: &NewCoupons) -> Result<String> {
    let Some(prefix) = &new.prefix else { return Ok(String::new()) };
    let clean: String = prefix.trim().to_ascii_uppercase();
    if clean.len() > MAX_PREFIX || !clean.chars().all(|one| one.is_ascii_alphanumeric()) {
        return Err(Error::invalid("/prefix", "a prefix has at most 16 letters and digits"));
    }
    Ok(clean)
}

/// A code of the host that nobody has.
fn free_code(tx: &WriteTransaction, path: &str, given: &str) -> Result<String> {
    let code = rules::code(path, given)?;
    if let Some(known) = store::by_code(tx, &code)? {
        return Err(Error::conflict("there is a coupon with this code").at(path).existing(known.id));
    }
    if store::is_taken(tx, &code)? {
        return Err(Error::conflict("there is a gift card with this code").at(path));
    }
    Ok(code)
}
