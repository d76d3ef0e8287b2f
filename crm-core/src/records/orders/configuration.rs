//! Lines that order a saved configuration: what they leave out follows from it.

use super::{NewOrder, NewOrderLine, price};
use crate::db::ReadTransaction;
use crate::vocabulary::{Currency, Error, Result, UnitPrice};

/// Fills the lines of an order as [`fill`] does; an order without a currency gets that of a configuration.
pub(crate) fn fill_order(tx: &ReadTransaction, order: &mut NewOrder) -> Result<()> {
    if order.lines.iter().all(|line| line.configuration.is_none()) {
        return Ok(());
    }
    let named = price::currency_of(order).ok();
    order.currency = fill(tx, &mut order.lines, named)?;
    Ok(())
}

/// Gives lines of a configuration its article, name, price and lead time where they have none; the currency, which is
/// that of the first price when none is named.
pub(crate) fn fill(
    tx: &ReadTransaction,
    lines: &mut [NewOrderLine],
    mut currency: Option<Currency>,
) -> Result<Option<Currency>> {
    for (at, line) in lines.iter_mut().enumerate() {
        fill_line(tx, line, &mut currency).map_err(|error| error.under(format_args!("/lines/{at}")))?;
    }
    Ok(currency)
}

fn fill_line(tx: &ReadTransaction, line: &mut NewOrderLine, currency: &mut Option<Currency>) -> Result<()> {
    let Some(id) = line.configuration else { return Ok(()) };
    let made = (tx.database().wiring.configured)(tx, id, &line.sku)?;
    if line.unit_price.is_none() && line.total.is_none() {
        let currency = *currency.get_or_insert(made.price.currency);
        if made.price.currency != currency {
            let message = format!("the price of the configuration is in {} and not in {currency}", made.price.currency);
            return Err(Error::invalid("/unit_price", message).hint("give the price"));
        }
        line.unit_price = Some(UnitPrice::from_money(made.price)?);
    }
    line.sku = made.sku;
    line.name = line.name.take().or(made.name);
    line.made_to_order = true;
    line.lead_time_days = line.lead_time_days.or(Some(made.lead_time_days));
    Ok(())
}
