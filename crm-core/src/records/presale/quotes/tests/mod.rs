//! Quotes: moves, versions, numbers, amounts, orders, pages, and two processes that want the same one.

mod figures;
mod moves;
mod pages;
mod race;
mod time;

use super::*;
use crate::Crm;
use crate::customers::NewCustomer;
use crate::testing::{at, shop_of};
use crate::vocabulary::{FixedClock, Quantity, Rate, UnitPrice};
use std::sync::Arc;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A shop with one customer, on a clock that stands still.
fn shop() -> (Crm, Arc<FixedClock>, CustomerId) {
    shop_of("Wei")
}

fn line(thousandths: i64, micros: i64) -> NewQuoteLine {
    NewQuoteLine::new("LAMP", Quantity::from_thousandths(thousandths), UnitPrice::from_micros(micros))
}

/// A quote of two lamps for 9.99 each.
fn new(customer: CustomerId) -> NewQuote {
    NewQuote { lines: vec![line(2_000, 9_990_000)], ..NewQuote::new(customer, Currency::USD) }
}
