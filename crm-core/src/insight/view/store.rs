//! What there is around a customer in the rooms of pre-sale, sale and after-sale, asked in one statement, because most customers have
//! little of it: each room is read only where it has something.

use crate::db::{Columns, ReadTransaction};
use crate::vocabulary::{CustomerId, Result};

/// Which rooms have something of a customer.
#[derive(Default)]
pub(super) struct Presence {
    pub(super) leads: bool,
    pub(super) opportunities: bool,
    pub(super) quotes: bool,
    pub(super) carts: bool,
    pub(super) coupons: bool,
    pub(super) stored_values: bool,
    pub(super) points: bool,
    pub(super) tier: bool,
    pub(super) entitlement_rules: bool,
    pub(super) entitlement_override: bool,
    pub(super) tickets: bool,
    pub(super) assets: bool,
    pub(super) contracts: bool,
    pub(super) service_orders: bool,
    pub(super) returns: bool,
    pub(super) invitations: bool,
    pub(super) reviews: bool,
    pub(super) feedback: bool,
}

pub(super) fn presence(tx: &ReadTransaction, customer: CustomerId) -> Result<Presence> {
    let found = tx.one(
        "SELECT EXISTS (SELECT 1 FROM crm_lead WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_opportunity WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_quote WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_cart WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_coupon WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_stored_value WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_points_entry WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_customer_tier WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_entitlement),
           EXISTS (SELECT 1 FROM crm_entitlement_override WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_ticket WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_asset WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_contract WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_service_order WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_return WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_survey_invitation WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_review WHERE customer_id = ?1),
           EXISTS (SELECT 1 FROM crm_feedback WHERE customer_id = ?1)",
        [customer],
        |row| {
            let mut columns = Columns::new(row);
            Ok(Presence {
                leads: columns.next()?,
                opportunities: columns.next()?,
                quotes: columns.next()?,
                carts: columns.next()?,
                coupons: columns.next()?,
                stored_values: columns.next()?,
                points: columns.next()?,
                tier: columns.next()?,
                entitlement_rules: columns.next()?,
                entitlement_override: columns.next()?,
                tickets: columns.next()?,
                assets: columns.next()?,
                contracts: columns.next()?,
                service_orders: columns.next()?,
                returns: columns.next()?,
                invitations: columns.next()?,
                reviews: columns.next()?,
                feedback: columns.next()?,
            })
        },
    )?;
    Ok(found.unwrap_or_default())
}
