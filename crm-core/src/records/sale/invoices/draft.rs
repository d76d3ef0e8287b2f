//! Making drafts and credit notes.

use super::amounts::{self, Amounts};
use super::{Invoice, InvoiceKind, InvoicePatch, InvoiceState, NewCredit, NewInvoice, OrderInvoice, rules, store};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::journal;
use crate::records::customers;
use crate::vocabulary::{Currency, CustomerId, Error, ErrorCode, InvoiceId, Money, OrderId, Result, text};

/// A draft with these amounts.
fn blank(
    tx: &ReadTransaction,
    (kind, customer, currency): (InvoiceKind, CustomerId, Currency),
    amounts: Amounts,
) -> Result<Invoice> {
    let mut draft = Invoice {
        id: InvoiceId(0),
        kind,
        state: InvoiceState::Draft,
        prefix: None,
        number: None,
        customer_id: customer,
        order_id: None,
        refund_id: None,
        credited_id: None,
        bill_to: None,
        note: None,
        net: Money::zero(currency),
        discount: Money::zero(currency),
        shipping: Money::zero(currency),
        tax: Money::zero(currency),
        total: Money::zero(currency),
        due_days: rules::DUE_DAYS,
        due_on: None,
        issued_at: None,
        paid_at: None,
        voided_at: None,
        void_reason: None,
        created_at: tx.now(),
        updated_at: tx.now(),
        lines: Vec::new(),
    };
    fill(&mut draft, amounts)?;
    Ok(draft)
}

/// Gives a draft its amounts.
fn fill(draft: &mut Invoice, amounts: Amounts) -> Result<()> {
    draft.net.minor = amounts.net()?;
    draft.total.minor = amounts.total()?;
    draft.discount.minor = amounts.discount;
    draft.shipping.minor = amounts.shipping;
    draft.tax.minor = amounts.tax;
    draft.lines = amounts.lines;
    Ok(())
}

/// Name and address as printed: what is given, or the customer's name.
fn bill_to(tx: &ReadTransaction, given: Option<&str>, customer: CustomerId) -> Result<Option<String>> {
    match text::optional_note("/bill_to", given)? {
        Some(text) => Ok(Some(text)),
        None => Ok(tx.customers().get(customer)?.name),
    }
}

fn insert(tx: &WriteTransaction, mut draft: Invoice) -> Result<Invoice> {
    draft.id = draft.insert(tx, journal::next_seq(tx)?)?;
    store::replace_lines(tx, draft.id, &draft.lines)?;
    journal::begin(tx, &rules::MACHINE, (draft.id.0, Some(draft.customer_id)), InvoiceState::Draft)?;
    super::announce(tx, "invoice.created", &draft)?;
    Ok(draft)
}

/// Writes a draft that changed.
fn save(tx: &WriteTransaction, mut draft: Invoice) -> Result<Invoice> {
    draft.updated_at = tx.now();
    draft.update(tx, journal::next_seq(tx)?)?;
    store::replace_lines(tx, draft.id, &draft.lines)?;
    super::announce(tx, "invoice.updated", &draft)?;
    Ok(draft)
}

/// A draft of given lines.
pub(super) fn create(tx: &WriteTransaction, new: NewInvoice) -> Result<Invoice> {
    if new.kind == InvoiceKind::CreditNote {
        return Err(Error::invalid("/kind", "a credit note credits an invoice").hint("use invoices.credit"));
    }
    let customer = customers::require_at(tx, new.customer_id, "/customer_id")?;
    let minor = |path: &str, amount: Option<Money>| -> Result<i64> {
        let amount = amount.unwrap_or(Money::zero(new.currency));
        Money::zero(new.currency).same_currency(amount).map_err(|error| error.at(path))?;
        if amount.minor < 0 {
            return Err(Error::invalid(path, "the amount must not be negative"));
        }
        Ok(amount.minor)
    };
    let beside = (
        minor("/discount", new.discount)?,
        minor("/shipping", new.shipping)?,
        minor("/shipping_tax", new.shipping_tax)?,
    );
    let amounts = amounts::of_lines(new.lines, new.currency, beside)?;
    let draft = Invoice {
        bill_to: bill_to(tx, new.bill_to.as_deref(), customer)?,
        note: text::optional_note("/note", new.note.as_deref())?,
        due_days: rules::due_days(new.due_days)?,
        ..blank(tx, (new.kind, customer, new.currency), amounts)?
    };
    insert(tx, draft)
}

/// The draft of an order: a new one, or the known one brought to what the order is now.
pub(super) fn from_order(tx: &WriteTransaction, new: OrderInvoice) -> Result<Invoice> {
    let order = tx.orders().get(new.order_id).map_err(|error| error.at("/order_id"))?;
    rules::require_order(&order).map_err(|error| error.at("/order_id"))?;
    let known = store::of_order(tx, order.id)?.map(|known| super::with_lines(tx, known)).transpose()?;
    if let Some(known) = &known
        && known.state != InvoiceState::Draft
        && amounts::left(known, &store::credits_of(tx, known.id)?)?.total > 0
    {
        return Err(Error::conflict("the order is invoiced")
            .at("/order_id")
            .existing(known.id)
            .hint("void the invoice, or credit all of it, before another one"));
    }
    let known = known.filter(|known| known.state == InvoiceState::Draft);
    let made = blank(tx, (InvoiceKind::Sale, order.customer_id, order.currency), amounts::of_order(&order)?)?;
    let mut draft = match known.clone() {
        None => Invoice { bill_to: bill_to(tx, None, order.customer_id)?, ..made },
        // What was said before stays, unless it is said anew.
        Some(mut known) => {
            give(tx, &mut known, order.customer_id)?;
            let Invoice { id, bill_to, note, due_days, created_at, updated_at, .. } = known;
            Invoice { id, bill_to, note, due_days, created_at, updated_at, ..made }
        }
    };
    draft.order_id = Some(order.id);
    draft.bill_to = text::optional_note("/bill_to", new.bill_to.as_deref())?.or(draft.bill_to);
    draft.note = text::optional_note("/note", new.note.as_deref())?.or(draft.note);
    draft.due_days = rules::due_days(new.due_days.or(Some(draft.due_days)))?;
    match known {
        None => insert(tx, draft),
        Some(known) if known == draft => Ok(known),
        Some(_) => save(tx, draft),
    }
}

/// Gives a draft to a customer. The name of the one before goes; another text that was given stays.
fn give(tx: &WriteTransaction, draft: &mut Invoice, customer: CustomerId) -> Result<()> {
    if draft.customer_id == customer {
        return Ok(());
    }
    if draft.bill_to == bill_to(tx, None, draft.customer_id)? {
        draft.bill_to = bill_to(tx, None, customer)?;
    }
    draft.customer_id = customer;
    journal::follow(tx, rules::MACHINE.entity(), draft.id.0, customer)
}

/// The draft of an order follows it to another customer. What was issued stays as it was sent: it is voided or credited,
/// and the order invoiced anew.
pub(crate) fn follow(tx: &WriteTransaction, order: OrderId, customer: CustomerId) -> Result<()> {
    let drafts = store::of_order(tx, order)?.into_iter().filter(|known| known.state == InvoiceState::Draft);
    for mut draft in drafts.filter(|draft| draft.customer_id != customer) {
        draft = super::with_lines(tx, draft)?;
        give(tx, &mut draft, customer)?;
        save(tx, draft)?;
    }
    Ok(())
}

/// The draft after a change.
pub(super) fn update(tx: &WriteTransaction, known: Invoice, patch: InvoicePatch) -> Result<Invoice> {
    if known.state != InvoiceState::Draft {
        return Err(Error::conflict(format!("an invoice that is {} does not change", known.state))
            .existing(known.id)
            .hint("void it before it is paid, or make a credit note"));
    }
    let mut after = known.clone();
    patch.bill_to.cleaned(|text| text::optional_note("/bill_to", Some(text)))?.apply(&mut after.bill_to);
    patch.note.cleaned(|text| text::optional_note("/note", Some(text)))?.apply(&mut after.note);
    after.due_days = rules::due_days(patch.due_days.or(Some(known.due_days)))?;
    if let Some(lines) = patch.lines {
        if known.order_id.is_some() {
            return Err(Error::conflict("the lines are those of the order")
                .at("/lines")
                .hint("edit the order and call invoices.from_order again"));
        }
        let of_lines = amounts::sum(known.lines.iter().map(|line| line.tax.minor))?;
        let beside = (known.discount.minor, known.shipping.minor, known.tax.minor - of_lines);
        fill(&mut after, amounts::of_lines(lines, known.total.currency, beside)?)?;
    }
    if after == known { Ok(known) } else { save(tx, after) }
}

/// The draft of a credit note, never over more than is left of the invoice.
pub(super) fn credit(tx: &WriteTransaction, new: NewCredit) -> Result<Invoice> {
    let invoice = tx.invoices().get(new.id)?;
    if invoice.kind == InvoiceKind::CreditNote {
        return Err(Error::invalid("/id", "a credit note is not credited").hint("void it before it is paid"));
    }
    if !matches!(invoice.state, InvoiceState::Issued | InvoiceState::Paid) {
        let message = format!("an invoice that is {} is not credited", invoice.state);
        return Err(Error::new(ErrorCode::NotAllowedTransition, message).at("/id"));
    }
    let credits: Vec<Invoice> = store::credits_of(tx, invoice.id)?
        .into_iter()
        .map(|credit| super::with_lines(tx, credit))
        .collect::<Result<_>>()?;
    let left = amounts::left(&invoice, &credits)?;
    let amounts = match (new.refund_id, new.lines.is_empty()) {
        (Some(_), false) => {
            return Err(Error::invalid("/lines", "a credit note is over lines or over a refund, not both"));
        }
        (Some(refund), true) => {
            if let Some(known) = store::of_refund(tx, refund)? {
                return Err(Error::conflict("the refund has a credit note").at("/refund_id").existing(known));
            }
            let refund = tx.refunds().get(refund).map_err(|error| error.at("/refund_id"))?;
            if refund.order_id.is_none() || refund.order_id != invoice.order_id {
                return Err(Error::invalid("/refund_id", "the refund is not one of the invoice's order"));
            }
            amounts::credit_refund(&invoice, &credits, &refund)?
        }
        (None, false) => amounts::credit_lines(&invoice, &credits, &new.lines)?,
        (None, true) if left.total == 0 => {
            return Err(Error::conflict("nothing of the invoice is left to credit").at("/id").existing(invoice.id));
        }
        (None, true) => amounts::credit_rest(&invoice, &credits)?,
    };
    let total = amounts.total()?;
    let whole = (left.total - total, left.tax - amounts.tax);
    if total < 0 || whole.0 < 0 || whole.1 < 0 || whole.1 > whole.0 {
        let left = Money::new(left.total, invoice.total.currency);
        return Err(Error::invalid("/lines", format!("only {left} of the invoice is left to credit"))
            .hint("credit all that is left, without lines"));
    }
    let draft = Invoice {
        order_id: invoice.order_id,
        refund_id: new.refund_id,
        credited_id: Some(invoice.id),
        bill_to: invoice.bill_to.clone(),
        note: text::optional_note("/note", new.note.as_deref())?,
        due_days: 0,
        ..blank(tx, (InvoiceKind::CreditNote, invoice.customer_id, invoice.total.currency), amounts)?
    };
    insert(tx, draft)
}
