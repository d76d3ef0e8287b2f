//! On what terms a customer buys: the better of its tier and what was agreed with it as a partner.

use super::{Partners, store};
use crate::db::Reading;
use crate::records::customers;
use crate::vocabulary::{CustomerId, PartnerId, Rate, Result, TierId};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// The terms on which a customer buys. Discounts are never added: the larger one holds, and the tier's when both are
/// equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PriceTerms {
    /// Whose terms they are.
    pub customer_id: CustomerId,
    /// The share that is taken off prices, 0 to 1.
    pub discount_rate: Rate,
    /// The tier whose discount it is.
    pub tier_id: Option<TierId>,
    /// The partner whose discount it is.
    pub partner_id: Option<PartnerId>,
    /// Whether the customer's tier ships orders for nothing, whichever discount holds.
    pub free_shipping: bool,
}

impl<T: Reading> Partners<'_, T> {
    /// The best terms that a customer has, as a member of a tier or as an active partner, for a checkout to apply.
    ///
    /// # Errors
    /// `not_found` for an unknown customer.
    pub fn price_terms(&self, customer: CustomerId) -> Result<PriceTerms> {
        let tx = self.tx.reader();
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        let loyalty = tx.loyalty().terms(customer)?;
        let mut terms = PriceTerms {
            customer_id: customer,
            discount_rate: loyalty.price_percent,
            tier_id: loyalty.tier.map(|tier| tier.id).filter(|_| loyalty.price_percent.ppm() > 0),
            partner_id: None,
            free_shipping: loyalty.free_shipping,
        };
        let active = store::partners_of(tx, customer)?.into_iter().filter(|partner| partner.active);
        let best = active.max_by_key(|partner| (partner.discount_rate.ppm(), Reverse(partner.id)));
        if let Some(partner) = best.filter(|partner| partner.discount_rate.ppm() > terms.discount_rate.ppm()) {
            terms.discount_rate = partner.discount_rate;
            (terms.tier_id, terms.partner_id) = (None, Some(partner.id));
        }
        Ok(terms)
    }
}
