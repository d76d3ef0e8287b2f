//! What the customer bears: to be invoiced, invoiced, closed.

use super::lines::ServiceLine;
use super::{ServiceOrder, ServiceOrderState, ServiceOrders, moves, rules, write};
use crate::db::WriteTransaction;
use crate::records::sale::invoices::{InvoiceKind, InvoiceState, NewInvoice, NewInvoiceLine};
use crate::vocabulary::{Error, Quantity, Result, ServiceOrderId, UnitPrice};
use serde::{Deserialize, Serialize};

/// How a service order is invoiced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceBilling {
    /// The service order.
    pub id: ServiceOrderId,
    /// Name and address as printed; the customer's name by default.
    #[serde(default)]
    pub bill_to: Option<String>,
    /// What else is printed; the number of the order by default.
    #[serde(default)]
    pub note: Option<String>,
    /// Days until the invoice is due, at most 365; 14 by default.
    #[serde(default)]
    pub due_days: Option<u32>,
}

impl ServiceOrders<'_, WriteTransaction> {
    /// Puts an order whose work is over on the list of those that have to be invoiced.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one whose work is not over; `conflict` when the customer bears nothing.
    pub fn to_invoice(&self, id: ServiceOrderId) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        rules::MACHINE.require(order.state, ServiceOrderState::ToInvoice)?;
        require_amount(&order)?;
        tx.step(|| {
            moves::go(tx, &mut order, ServiceOrderState::ToInvoice, None)?;
            write(tx, &mut order, "service_order.to_invoice")
        })?;
        Ok(order)
    }

    /// Invoices what the customer bears, with a number of the series for service: the invoice is issued at once. One whose
    /// invoice was made void since gets another.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one whose work is not over; `conflict` when the customer bears nothing,
    /// and with the invoice for one that is invoiced; `invalid_input` for a bad text or time to pay.
    pub fn invoice(&self, given: ServiceBilling) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(given.id)?;
        if let Some(known) = order.invoice_id.filter(|_| order.state == ServiceOrderState::Invoiced)
            && tx.invoices().get(known)?.state != InvoiceState::Void
        {
            return Err(Error::conflict("the service order is invoiced").at("/id").existing(known));
        }
        require_amount(&order)?;
        tx.step(|| {
            if matches!(order.state, ServiceOrderState::Done | ServiceOrderState::Unrepairable) {
                moves::go(tx, &mut order, ServiceOrderState::ToInvoice, None)?;
            }
            if order.state != ServiceOrderState::Invoiced {
                moves::go(tx, &mut order, ServiceOrderState::Invoiced, None)?;
            }
            let new = NewInvoice {
                customer_id: order.customer_id,
                kind: InvoiceKind::Service,
                currency: order.total.currency,
                lines: order
                    .lines
                    .iter()
                    .filter(|line| line.by_customer.minor > 0)
                    .map(billed)
                    .collect::<Result<_>>()?,
                discount: None,
                shipping: None,
                shipping_tax: None,
                bill_to: given.bill_to.clone(),
                note: given.note.clone().or_else(|| Some(order.number.clone())),
                due_days: given.due_days,
            };
            let draft = tx.invoices().create(new)?;
            if draft.net != order.by_customer {
                return Err(Error::internal("an invoice does not come to what the customer bears"));
            }
            order.invoice_id = Some(tx.invoices().issue(draft.id)?.id);
            write(tx, &mut order, "service_order.invoiced")
        })?;
        Ok(order)
    }

    /// Closes an order: its invoice is made, or the customer bears nothing.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one whose work is not over; `conflict` when the customer's part is not
    /// invoiced.
    pub fn close(&self, id: ServiceOrderId) -> Result<ServiceOrder> {
        let tx = self.tx;
        let mut order = self.get(id)?;
        rules::MACHINE.require(order.state, ServiceOrderState::Closed)?;
        if order.state != ServiceOrderState::Invoiced && order.by_customer.minor > 0 {
            return Err(Error::conflict("what the customer bears is not invoiced")
                .at("/id")
                .hint("invoice it with service_orders.invoice, or bear it with service_orders.grant_goodwill"));
        }
        tx.step(|| {
            moves::go(tx, &mut order, ServiceOrderState::Closed, None)?;
            write(tx, &mut order, "service_order.closed")
        })?;
        Ok(order)
    }
}

fn require_amount(order: &ServiceOrder) -> Result<()> {
    if order.by_customer.minor > 0 {
        return Ok(());
    }
    Err(Error::conflict("the customer bears nothing of it")
        .at("/id")
        .existing(order.id)
        .hint("close it with service_orders.close"))
}

/// The line as it is invoiced: as it was sold where the customer bears all of it, otherwise the customer's share.
fn billed(line: &ServiceLine) -> Result<NewInvoiceLine> {
    let whole = line.by_customer == line.amount && line.minutes.is_none();
    let share = UnitPrice::from_money(line.by_customer)?;
    Ok(NewInvoiceLine {
        description: line.description.clone(),
        sku: line.sku.clone(),
        quantity: if whole { line.quantity } else { Quantity::ONE },
        unit_price: if whole { line.unit_price } else { share },
        tax_rate: line.tax_rate,
    })
}
