//! What invoices look like: tokens, as given, as stored, as listed.

use crate::vocabulary::{
    Currency, CustomerId, Date, InvoiceId, Money, OrderId, OrderLineId, PageRequest, Patch, Quantity, Rate, RefundId,
    Timestamp, UnitPrice,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// What is invoiced.
    pub enum InvoiceKind("kind of invoice") {
        /// Goods.
        Sale = "sale",
        /// Work.
        Service = "service",
        /// What is given back of an invoice.
        CreditNote = "credit_note",
    }
}

tokens! {
    /// Where an invoice stands.
    pub enum InvoiceState("invoice state") {
        /// It has no number and can change.
        Draft = "draft",
        /// It has a number and stands.
        Issued = "issued",
        /// It is paid; of a credit note, the money went back.
        Paid = "paid",
        /// It was discarded as a draft, or issued by mistake: then its number stays used.
        Void = "void",
    }
}

/// A line of an invoice as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvoiceLine {
    /// What is printed, at most 512 bytes.
    pub description: String,
    /// The article number.
    #[serde(default)]
    pub sku: Option<String>,
    /// How much of it, above 0; 1 by default.
    #[serde(default = "one")]
    pub quantity: Quantity,
    /// The price of one unit without tax.
    pub unit_price: UnitPrice,
    /// The rate of the tax, 0 to 1; none by default.
    #[serde(default)]
    pub tax_rate: Rate,
}

fn one() -> Quantity {
    Quantity::ONE
}

/// An invoice as it is given, without an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvoice {
    /// Who pays.
    pub customer_id: CustomerId,
    /// Sale or service.
    pub kind: InvoiceKind,
    /// The currency.
    pub currency: Currency,
    /// What is invoiced, 1 to 4,096 lines.
    pub lines: Vec<NewInvoiceLine>,
    /// What is taken off, without tax.
    #[serde(default)]
    pub discount: Option<Money>,
    /// The price of shipping without tax.
    #[serde(default)]
    pub shipping: Option<Money>,
    /// The tax of shipping.
    #[serde(default)]
    pub shipping_tax: Option<Money>,
    /// Name and address as printed; the customer's name by default.
    #[serde(default)]
    pub bill_to: Option<String>,
    /// What else is printed.
    #[serde(default)]
    pub note: Option<String>,
    /// Days from issue until it is due, at most 365; 14 by default.
    #[serde(default)]
    pub due_days: Option<u32>,
}

/// An invoice of an order as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderInvoice {
    /// The order.
    pub order_id: OrderId,
    /// Name and address as printed; what the known draft says, or the customer's name, by default.
    #[serde(default)]
    pub bill_to: Option<String>,
    /// What else is printed; what the known draft says by default.
    #[serde(default)]
    pub note: Option<String>,
    /// Days from issue until it is due, at most 365; those of the known draft, or 14, by default.
    #[serde(default)]
    pub due_days: Option<u32>,
}

/// What of a draft changes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InvoicePatch {
    /// Name and address as printed.
    pub bill_to: Patch<String>,
    /// What else is printed.
    pub note: Patch<String>,
    /// Days from issue until it is due.
    pub due_days: Option<u32>,
    /// All lines anew; not of an order's invoice.
    pub lines: Option<Vec<NewInvoiceLine>>,
}

/// How much of a line is credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditedLine {
    /// The position of the line on the invoice, from 1.
    pub position: u32,
    /// How much of it, above 0.
    pub quantity: Quantity,
}

/// A credit note as it is given: over all that is left of an invoice, over lines, or over a refund.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCredit {
    /// The invoice.
    pub id: InvoiceId,
    /// What of its lines; all that is left when there are none and no refund.
    #[serde(default)]
    pub lines: Vec<CreditedLine>,
    /// The refund of the invoice's order that it is for.
    #[serde(default)]
    pub refund_id: Option<RefundId>,
    /// What is printed, such as the reason.
    #[serde(default)]
    pub note: Option<String>,
}

/// An invoice or credit note as it is stored: net + tax + shipping − discount = total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Invoice {
    /// The id.
    pub id: InvoiceId,
    /// Sale, service or credit note.
    pub kind: InvoiceKind,
    /// Where it stands.
    pub state: InvoiceState,
    /// What stands before its number.
    pub prefix: Option<String>,
    /// The number that people read; null for a draft.
    pub number: Option<String>,
    /// Who pays; follows merges, and a draft its order.
    pub customer_id: CustomerId,
    /// The order.
    pub order_id: Option<OrderId>,
    /// The refund that a credit note is for.
    pub refund_id: Option<RefundId>,
    /// The invoice that a credit note credits.
    pub credited_id: Option<InvoiceId>,
    /// Name and address as printed.
    pub bill_to: Option<String>,
    /// What else is printed.
    pub note: Option<String>,
    /// The sum of the lines without tax.
    pub net: Money,
    /// What is taken off, without tax.
    pub discount: Money,
    /// The price of shipping without tax.
    pub shipping: Money,
    /// All taxes.
    pub tax: Money,
    /// What is to be paid, or goes back.
    pub total: Money,
    /// Days from issue until it is due.
    pub due_days: u32,
    /// The day in the shop's zone on which it is due; null for a draft and for a credit note.
    pub due_on: Option<Date>,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// When it was paid.
    pub paid_at: Option<Timestamp>,
    /// When it became void.
    pub voided_at: Option<Timestamp>,
    /// Why it became void.
    pub void_reason: Option<String>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What is invoiced.
    pub lines: Vec<InvoiceLine>,
}

/// A line of an invoice as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InvoiceLine {
    /// The position, from 1.
    pub position: u32,
    /// The line of the order.
    pub order_line_id: Option<OrderLineId>,
    /// The position of the line that a line of a credit note credits.
    pub credits: Option<u32>,
    /// The article number.
    pub sku: Option<String>,
    /// What is printed.
    pub description: String,
    /// How much of it.
    pub quantity: Quantity,
    /// The price of one unit as sold.
    pub unit_price: Option<UnitPrice>,
    /// What it comes to without tax.
    pub net: Money,
    /// The rate of the tax; the roundest one that makes this tax where only the amounts are known.
    pub tax_rate: Rate,
    /// The tax.
    pub tax: Money,
    /// What it comes to with tax.
    pub gross: Money,
}

/// Which invoices to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InvoiceFilter {
    /// Invoices of this customer.
    pub customer_id: Option<CustomerId>,
    /// Invoices of this order.
    pub order_id: Option<OrderId>,
    /// The credit notes of this invoice.
    pub credited_id: Option<InvoiceId>,
    /// Invoices of this kind.
    pub kind: Option<InvoiceKind>,
    /// Invoices in this state.
    pub state: Option<InvoiceState>,
    /// Issued invoices that are due before this day: with today, those that are overdue. No credit note is ever due.
    pub due_before: Option<Date>,
    /// Which page.
    pub page: PageRequest,
}

/// Where numbers come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InvoiceSeries {
    /// What stands before the number.
    pub prefix: String,
    /// What it numbers.
    pub kind: InvoiceKind,
    /// The least number of digits.
    pub digits: u32,
    /// The next number.
    pub next: i64,
    /// Whether invoices of the kind get their numbers here.
    pub is_current: bool,
}
