//! A quote becomes an order: the same lines, discounts, taxes and total, in the same transaction, once.

use super::moves::{current, go, require_sellable};
use super::{Quote, QuoteLine, QuoteOrder, QuoteState, Quotes, rules::MACHINE};
use crate::db::WriteTransaction;
use crate::records::orders::{self, NewOrder, NewOrderLine, Order};
use crate::records::presale::opportunities;
use crate::vocabulary::{Error, QuoteId, Result, text};
use serde_json::json;

/// The system of the orders that no host knows.
const SOURCE: &str = "crm.quotes";

impl Quotes<'_, WriteTransaction> {
    /// Records the order of an accepted quote, and wins its opportunity. The order.
    ///
    /// # Errors
    /// `not_found` for an unknown quote or exchange rate; `not_allowed_transition` for one that is not accepted, or is
    /// ordered already; `conflict` for the key of an order that exists; `invalid_input` for a bad field; `blocked` for a
    /// customer to whom the shop sells nothing.
    pub fn order(&self, id: QuoteId, how: QuoteOrder) -> Result<Order> {
        let tx = self.tx;
        tx.step(|| {
            let mut quote = current(tx, id)?;
            if let Err(error) = MACHINE.require(quote.state, QuoteState::Ordered) {
                return Err(match quote.order_id {
                    Some(order) => error.existing(order),
                    None => error,
                });
            }
            require_sellable(tx, &quote)?;
            let order = tx.orders().record(self.order_of(&quote, how)?)?;
            quote.order_id = Some(order.id);
            let facts = json!({ "order_id": order.id });
            go(tx, &mut quote, QuoteState::Ordered, None, "quote.ordered", facts)?;
            if let Some(opportunity) = quote.opportunity_id {
                opportunities::ordered(tx, opportunity, &order)?;
            }
            Ok(order)
        })
    }

    /// The order that a quote promises, under a key that no order has.
    fn order_of(&self, quote: &Quote, how: QuoteOrder) -> Result<NewOrder> {
        if how.external_id.is_none() && how.source.is_some() {
            return Err(Error::invalid("/external_id", "a source comes with its key of the order"));
        }
        let source = text::token("/source", how.source.as_deref().unwrap_or(SOURCE))?;
        let external_id = match how.external_id {
            Some(_) if how.source.is_none() => {
                return Err(Error::invalid("/source", "an external id needs the system that it belongs to"));
            }
            Some(key) => text::key("/external_id", &key, 128)?,
            None => quote.id.to_string(),
        };
        if let Some(known) = orders::id_of(self.tx, &source, &external_id)? {
            return Err(Error::conflict("an order of this key exists").at("/external_id").existing(known));
        }
        Ok(NewOrder {
            customer: Some(quote.customer_id),
            source: Some(source),
            external_id: Some(external_id),
            number: how.number,
            placed_at: how.placed_at,
            promised_at: how.promised_at,
            currency: Some(quote.total.currency),
            lines: quote.lines.iter().map(line_of).collect(),
            discount: Some(quote.discount),
            tax: Some(quote.tax),
            tax_included: quote.tax_included,
            total: Some(quote.total),
            rate: how.rate,
            channel: quote.channel.clone(),
            ..NewOrder::default()
        })
    }
}

fn line_of(line: &QuoteLine) -> NewOrderLine {
    NewOrderLine {
        sku: line.sku.clone(),
        name: line.name.clone(),
        quantity: line.quantity,
        unit_price: Some(line.unit_price),
        total: Some(line.total),
        discount: Some(line.discount),
        tax: Some(line.tax),
        configuration: line.configuration,
        ..NewOrderLine::default()
    }
}
