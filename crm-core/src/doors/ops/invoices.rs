//! The operations of invoices.

use crate::records::sale::invoices::{
    Invoice, InvoiceFilter, InvoiceKind, InvoicePatch, InvoiceSeries, NewCredit, NewInvoice, OrderInvoice,
};
use crate::vocabulary::{InvoiceId, Page, Timestamp};
use serde::{Deserialize, Serialize};

use super::shapes::Nothing;

input! {
    /// An invoice by its id.
    InvoiceRef {
        /// The id.
        id: InvoiceId,
    }
}

input! {
    /// An invoice by its number.
    InvoiceNumber {
        /// The number that people read.
        number: String,
    }
}

input! {
    /// A change of a draft.
    InvoiceUpdate {
        /// The id.
        id: InvoiceId,
        /// What changes; absent fields stay, null clears.
        changes: InvoicePatch,
    }
}

input! {
    /// That an invoice is paid.
    InvoicePayment {
        /// The id.
        id: InvoiceId,
        /// When; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
    }
}

input! {
    /// Why an invoice becomes void.
    InvoiceVoid {
        /// The id.
        id: InvoiceId,
        /// Why, at most 512 bytes.
        reason: String,
    }
}

input! {
    /// An invoice to be printed.
    InvoicePrint {
        /// The id.
        id: InvoiceId,
        /// Name, address and tax number of the shop, as printed.
        #[serde(default)]
        seller: Option<String>,
    }
}

input! {
    /// Where invoices of a kind get their numbers.
    InvoiceSeriesChoice {
        /// The kind.
        kind: InvoiceKind,
        /// What stands before the number, 1 to 32 bytes that end with no digit.
        prefix: String,
        /// The least number of digits, 1 to 12; 6 by default.
        #[serde(default = "six")]
        digits: u32,
    }
}

fn six() -> u32 {
    6
}

/// A printable invoice.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub(super) struct InvoiceHtml {
    /// One HTML page that needs nothing beside itself.
    pub(super) html: String,
}

ops! { pub(super) OPS:
    Write "invoices.create" "Records a draft of an invoice for goods or work." [NotFound]
        |tx, p: NewInvoice| -> Invoice { tx.invoices().create(p) };
    Write "invoices.from_order" "Records the draft of an order's invoice, or brings the known draft to what the order is now." [NotFound, Conflict]
        |tx, p: OrderInvoice| -> Invoice { tx.invoices().from_order(p) };
    Write "invoices.update" "Changes a draft." [NotFound, Conflict]
        |tx, p: InvoiceUpdate| -> Invoice { tx.invoices().update(p.id, p.changes) };
    Write "invoices.issue" "Gives a draft its number, without gaps, and its due day." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: InvoiceRef| -> Invoice { tx.invoices().issue(p.id) };
    Write "invoices.mark_paid" "Notes that an invoice is paid." [NotFound, NotAllowedTransition]
        |tx, p: InvoicePayment| -> Invoice { tx.invoices().mark_paid(p.id, p.at) };
    Write "invoices.void" "Discards a draft, or makes an issued invoice void before it is paid, with a reason." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: InvoiceVoid| -> Invoice { tx.invoices().void(p.id, &p.reason) };
    Write "invoices.credit" "Issues a credit note over all that is left of an invoice, over lines, or over a refund." [NotFound, NotAllowedTransition, Conflict]
        |tx, p: NewCredit| -> Invoice { tx.invoices().credit(p) };
    Read "invoices.get" "One invoice with its lines." [NotFound]
        |tx, p: InvoiceRef| -> Invoice { tx.invoices().get(p.id) };
    Read "invoices.find" "The invoice of a number, or null." []
        |tx, p: InvoiceNumber| -> Option<Invoice> { tx.invoices().find(&p.number) };
    Read "invoices.list" "Invoices by customer, order, kind, state and due day, the latest first, page by page." [NotFound, Limit]
        |tx, p: InvoiceFilter| -> Page<Invoice> { tx.invoices().list(&p) };
    Read "invoices.html" "A printable invoice as one HTML page." [NotFound]
        |tx, p: InvoicePrint| -> InvoiceHtml { tx.invoices().html(p.id, p.seller.as_deref()).map(|html| InvoiceHtml { html }) };
    Write "invoices.set_series" "Lets invoices of a kind get their numbers from a series." [Conflict]
        |tx, p: InvoiceSeriesChoice| -> InvoiceSeries { tx.invoices().set_series(p.kind, &p.prefix, p.digits) };
    Read "invoices.series" "The series of invoice numbers." []
        |tx, _p: Nothing| -> Vec<InvoiceSeries> { tx.invoices().series() };
}
