//! Whom to ask for a review.

use super::model::{ReviewAsked, ReviewRequest};
use super::subject::ReviewSubject;
use super::{Reviews, store};
use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::records::orders::bought::{self, CompletedOrder};
use crate::vocabulary::{CustomerId, Error, OrderId, Page, PageRequest, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Orders that are looked at together.
const CHUNK: i64 = 500;

impl<T: Reading> Reviews<'_, T> {
    /// Orders whose customers may be asked for a review now, in the order in which they were placed, page by page:
    /// completed for as many days as the settings say, not placed too long ago, not asked before, and with something
    /// that was not reviewed. Customers who are blocked from marketing are left out. Only orders of that time are read.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn due(&self, page: &PageRequest) -> Result<Page<ReviewRequest>> {
        let tx = self.tx.reader();
        let settings = self.settings()?;
        let listing = page.of("reviews.due", &())?;
        let latest = tx.now().plus_days(-i64::from(settings.ask_after_days));
        let from = tx.now().plus_days(-i64::from(settings.ask_until_days));
        let mut place = listing.start;
        let mut due = Vec::new();
        while due.len() < listing.rows() {
            let orders = bought::completed(tx, (from, latest.plus_millis(1)), place, CHUNK)?;
            let Some(last) = orders.last() else { break };
            place = Some([last.placed_at.millis(), last.id.0]);
            let old = orders.into_iter().filter(|order| order.completed_at <= latest);
            due.extend(askable(tx, old.collect())?);
        }
        due.truncate(listing.rows());
        Ok(listing.page(due, |request| [request.placed_at.millis(), request.order_id.0]))
    }
}

impl Reviews<'_, WriteTransaction> {
    /// Notes that the customer of an order was asked for a review; asked twice is asked once.
    ///
    /// # Errors
    /// `not_found` for the order; `conflict` for one that is not completed.
    pub fn ask(&self, order: OrderId) -> Result<ReviewAsked> {
        let tx = self.tx;
        let order = tx.orders().get(order).map_err(|error| error.at("/order_id"))?;
        if let Some(known) = store::asked(tx, order.id)? {
            return Ok(known);
        }
        if order.completed_at.is_none() || order.is_called_off() {
            return Err(Error::conflict("only orders that are completed are asked about").at("/order_id"));
        }
        let asked = ReviewAsked { order_id: order.id, asked_at: tx.now() };
        tx.step(|| {
            store::insert_asked(tx, &asked, journal::next_seq(tx)?)?;
            journal::append(tx, Entry::new("review.asked").customer(order.customer_id).entity("order", order.id))
        })?;
        Ok(asked)
    }
}

/// What of these orders can be asked about.
fn askable(tx: &ReadTransaction, orders: Vec<CompletedOrder>) -> Result<Vec<ReviewRequest>> {
    let asked: BTreeSet<OrderId> = store::asked_of(tx, orders.iter().map(|order| order.id))?.into_iter().collect();
    let open: Vec<CompletedOrder> = orders.into_iter().filter(|order| !asked.contains(&order.id)).collect();
    let customers: BTreeSet<CustomerId> = open.iter().map(|order| order.customer_id).collect();
    let reviewed: BTreeSet<_> = store::reviewed_by(tx, customers.iter().copied())?.into_iter().collect();
    let mut reachable = BTreeMap::new();
    for customer in customers {
        let block = customers::block_of(tx, customer)?;
        reachable.insert(customer, block.is_none_or(|block| block.block.allows_marketing()));
    }
    let request = |order: CompletedOrder| {
        let has = |subject| reviewed.contains(&(order.customer_id, subject));
        let skus: Vec<_> = order.skus.iter().filter(|sku| !has(ReviewSubject::product(*sku))).cloned().collect();
        let is_reviewed = has(ReviewSubject::order(order.id)) || (skus.is_empty() && !order.skus.is_empty());
        (reachable.get(&order.customer_id) == Some(&true) && !is_reviewed).then(|| ReviewRequest {
            order_id: order.id,
            customer_id: order.customer_id,
            reason: "completed_order".to_owned(),
            placed_at: order.placed_at,
            completed_at: order.completed_at,
            skus,
        })
    };
    Ok(open.into_iter().filter_map(request).collect())
}
