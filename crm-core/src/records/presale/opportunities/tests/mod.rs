//! Opportunities: moves between stages, figures, pipelines, and what tick does to them.

mod figures;
mod moves;
mod pipelines;

use super::*;
use crate::Crm;
use crate::customers::NewCustomer;
use crate::testing::{at, shop_of};
use crate::vocabulary::FixedClock;
use std::sync::Arc;

/// A shop with one customer, on a clock that stands still.
fn shop() -> (Crm, Arc<FixedClock>, CustomerId) {
    shop_of("Wei")
}

fn new(customer: CustomerId, minor: i64) -> NewOpportunity {
    NewOpportunity { amount: Some(Money::usd(minor)), ..NewOpportunity::new(customer, "Lamps") }
}
