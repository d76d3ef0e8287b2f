//! Invoices and credit notes: what a shop asks for, in numbers without gaps.
//!
//! Owns invoices of orders and of work, credit notes, and the series of their numbers. Promises that lines + tax +
//! shipping − discount make the total, that an invoice of an order comes to the order's total, that a number is given at
//! issue and to no two invoices, that a series has no gap (a transaction that fails gives its number back), and that no
//! more is credited than was invoiced. A draft can be discarded and uses no number. Refuses to change what was issued:
//! before payment it can become void, with a reason; afterwards a credit note takes it back.

mod amounts;
mod draft;
mod html;
mod model;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub(crate) use draft::follow;
pub use model::{
    CreditedLine, Invoice, InvoiceFilter, InvoiceKind, InvoiceLine, InvoicePatch, InvoiceSeries, InvoiceState,
    NewCredit, NewInvoice, NewInvoiceLine, OrderInvoice,
};

use crate::db::{ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::{customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Error, InvoiceId, Page, Result, Timestamp, text};
use serde_json::json;

room! {
    /// Invoices and credit notes.
    Invoices, invoices
}

customer_rows! { CUSTOMER_ROWS, "crm_invoice", moving "invoice" }

impl<T: Reading> Invoices<'_, T> {
    /// One invoice with its lines.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: InvoiceId) -> Result<Invoice> {
        let tx = self.tx.reader();
        with_lines(tx, Invoice::by_id(tx, id)?.or_not_found(InvoiceId::WHAT, id)?)
    }

    /// The invoice of a number, if there is one.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn find(&self, number: &str) -> Result<Option<Invoice>> {
        let tx = self.tx.reader();
        store::numbered(tx, number)?.map(|invoice| with_lines(tx, invoice)).transpose()
    }

    /// Invoices with their lines, the latest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &InvoiceFilter) -> Result<Page<Invoice>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("invoices", &filter)?;
        let mut page = listing.page(store::list(tx, &filter, &listing)?, |invoice| [invoice.id.0]);
        page.items = page.items.into_iter().map(|invoice| with_lines(tx, invoice)).collect::<Result<_>>()?;
        Ok(page)
    }

    /// The series of numbers, by their prefixes.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn series(&self) -> Result<Vec<InvoiceSeries>> {
        store::all_series(self.tx.reader())
    }

    /// A printable invoice: one HTML page that needs nothing beside itself. `seller` is printed at its top.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a text with NUL.
    pub fn html(&self, id: InvoiceId, seller: Option<&str>) -> Result<String> {
        let tx = self.tx.reader();
        let invoice = self.get(id)?;
        let seller = text::optional_note("/seller", seller)?;
        let credited = invoice.credited_id.map(|id| Invoice::by_id(tx, id)).transpose()?.flatten();
        let number = credited.and_then(|invoice| invoice.number);
        let settings = shop::settings(tx)?;
        let (zone, language) = (settings.time_zone, settings.language.as_str());
        Ok(html::page(&invoice, seller.as_deref(), number.as_deref(), zone, language))
    }
}

impl Invoices<'_, WriteTransaction> {
    /// Records a draft of given lines, for goods or work.
    ///
    /// # Errors
    /// `invalid_input` for bad lines or amounts; `not_found` for an unknown customer.
    pub fn create(&self, new: NewInvoice) -> Result<Invoice> {
        self.tx.step(|| draft::create(self.tx, new))
    }

    /// Records the draft of an order's invoice, which comes to the order's total; a draft that is known is brought to
    /// what the order is now, and keeps its address, note and time to pay unless they are given.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an order that is invoiced, a draft or cancelled.
    pub fn from_order(&self, new: OrderInvoice) -> Result<Invoice> {
        self.tx.step(|| draft::from_order(self.tx, new))
    }

    /// Changes a draft.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an invoice that was issued, or for other lines than the order's; `invalid_input`.
    pub fn update(&self, id: InvoiceId, patch: InvoicePatch) -> Result<Invoice> {
        let known = self.get(id)?;
        self.tx.step(|| draft::update(self.tx, known, patch))
    }

    /// Gives a draft its number and its due day; from now on it stands.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is no draft; `conflict` with the order's id when the order was
    /// called off.
    pub fn issue(&self, id: InvoiceId) -> Result<Invoice> {
        let invoice = self.get(id)?;
        self.tx.step(|| issue(self.tx, invoice))
    }

    /// Notes that an invoice is paid, or that the money of a credit note went back.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not issued.
    pub fn mark_paid(&self, id: InvoiceId, at: Option<Timestamp>) -> Result<Invoice> {
        let tx = self.tx;
        let mut invoice = self.get(id)?;
        invoice.paid_at = Some(at.unwrap_or(tx.now()));
        tx.step(|| go(tx, invoice, InvoiceState::Paid, "invoice.paid"))
    }

    /// Discards a draft, which has no number, or makes an issued invoice void before it is paid; its number stays used.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` without a reason; `not_allowed_transition` for one that is paid, which takes a credit
    /// note; `conflict` for one that was credited.
    pub fn void(&self, id: InvoiceId, reason: &str) -> Result<Invoice> {
        let tx = self.tx;
        let mut invoice = self.get(id)?;
        invoice.void_reason = Some(text::name("/reason", reason)?);
        invoice.voided_at = Some(tx.now());
        if let Some(credit) = store::credits_of(tx, id)?.first() {
            return Err(Error::conflict("a part of the invoice was credited")
                .existing(credit.id)
                .hint("credit the rest, or void the credit note first"));
        }
        tx.step(|| go(tx, invoice, InvoiceState::Void, "invoice.voided"))
            .map_err(|error| error.hint("make a credit note with invoices.credit"))
    }

    /// Issues a credit note over all that is left of an invoice, over lines of it, or over a refund.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for an invoice that is not issued or paid; `invalid_input` for more than is
    /// left; `conflict` when nothing is left or the refund has one.
    pub fn credit(&self, new: NewCredit) -> Result<Invoice> {
        self.tx.step(|| issue(self.tx, draft::credit(self.tx, new)?))
    }

    /// Lets invoices of a kind get their numbers from a series: one that is new and begins at 1, or a known one, which
    /// goes on.
    ///
    /// # Errors
    /// `invalid_input` for a bad prefix; `conflict` for the prefix of another kind, or other digits of a series in use.
    pub fn set_series(&self, kind: InvoiceKind, prefix: &str, digits: u32) -> Result<InvoiceSeries> {
        let tx = self.tx;
        let (prefix, digits) = (rules::prefix(prefix)?, rules::digits(digits)?);
        let known = store::series(tx, &prefix)?;
        if let Some(known) = &known {
            if known.kind != kind {
                return Err(Error::conflict(format!("the prefix is that of a {}", known.kind)).at("/prefix"));
            }
            if known.digits != digits && known.next > 1 {
                let message = format!("the series has numbers of {} digits", known.digits);
                return Err(Error::conflict(message).at("/digits"));
            }
            if known.is_current && known.digits == digits {
                return Ok(known.clone());
            }
        }
        let next = known.map_or(1, |known| known.next);
        let series = InvoiceSeries { prefix, kind, digits, next, is_current: true };
        tx.step(|| {
            store::save_series(tx, &series, journal::next_seq(tx)?)?;
            let facts = json!({ "kind": kind, "prefix": series.prefix });
            journal::append(tx, Entry::new("invoice_series.set").payload(facts))
        })?;
        Ok(series)
    }
}

/// The invoice with its lines.
fn with_lines(tx: &ReadTransaction, mut invoice: Invoice) -> Result<Invoice> {
    invoice.lines = store::lines_of(tx, invoice.id, invoice.total.currency)?;
    Ok(invoice)
}

/// Takes the next number of the current series of the invoice's kind.
fn issue(tx: &WriteTransaction, mut invoice: Invoice) -> Result<Invoice> {
    rules::MACHINE.require(invoice.state, InvoiceState::Issued)?;
    let takes_back = invoice.kind == InvoiceKind::CreditNote;
    if let Some(order) = invoice.order_id.filter(|_| !takes_back) {
        rules::require_order(&tx.orders().get(order)?)
            .map_err(|error| error.at("/id").existing(order).hint("discard the draft with invoices.void"))?;
    }
    let series = match store::current_series(tx, invoice.kind)? {
        Some(series) => series,
        None => tx.invoices().set_series(invoice.kind, rules::default_prefix(invoice.kind), 6)?,
    };
    let taken = store::take_number(tx, &series.prefix, journal::next_seq(tx)?)?;
    invoice.number = Some(rules::number(&series.prefix, series.digits, taken));
    invoice.prefix = Some(series.prefix);
    invoice.issued_at = Some(tx.now());
    let days = i32::try_from(invoice.due_days).unwrap_or(i32::MAX);
    let due_on = shop::settings(tx)?.time_zone.date_of(tx.now()).plus_days(days);
    invoice.due_on = Some(due_on).filter(|_| !takes_back);
    go(tx, invoice, InvoiceState::Issued, "invoice.issued")
}

/// Takes an invoice to another state.
fn go(tx: &WriteTransaction, mut invoice: Invoice, to: InvoiceState, event: &'static str) -> Result<Invoice> {
    let from = std::mem::replace(&mut invoice.state, to);
    journal::go(tx, &rules::MACHINE, (invoice.id.0, Some(invoice.customer_id)), (from, to), None)?;
    invoice.updated_at = tx.now();
    invoice.update(tx, journal::next_seq(tx)?)?;
    announce(tx, event, &invoice)?;
    Ok(invoice)
}

fn announce(tx: &WriteTransaction, name: &'static str, invoice: &Invoice) -> Result<()> {
    let facts = json!({
        "kind": invoice.kind, "number": invoice.number, "order_id": invoice.order_id, "credited_id": invoice.credited_id,
        "total": invoice.total, "due_on": invoice.due_on,
    });
    let event = Entry::new(name).customer(invoice.customer_id).entity("invoice", invoice.id);
    journal::append(tx, event.payload(facts)).map(drop)
}

/// Invoices and series that contradict themselves; one sentence per kind.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let found = store::contradictions(tx)?;
    let what = [
        "invoices whose amounts do not make their total",
        "invoices whose lines do not make their net amount",
        "series of invoices with a gap",
        "invoices of which more was credited than invoiced",
    ];
    Ok(what.iter().zip(found).filter(|(_, count)| *count > 0).map(|(what, count)| format!("{count} {what}")).collect())
}
