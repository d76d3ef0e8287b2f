//! What a quote is: its tokens, how it is given, changed, ordered, stored and listed.

use crate::records::presale::opportunities::LostReason;
use crate::vocabulary::{
    ConfigurationId, Currency, CustomerId, Date, ExchangeRate, Money, OpportunityId, OrderId, PageRequest, Patch,
    Quantity, QuoteId, Rate, StaffId, Timestamp, UnitPrice,
};
use serde::{Deserialize, Serialize};

tokens! {
    /// Where a quote stands.
    pub enum QuoteState("quote state") {
        /// It is being written.
        Draft = "draft",
        /// The customer has it.
        Sent = "sent",
        /// The customer has looked at it.
        Viewed = "viewed",
        /// The customer has said yes.
        Accepted = "accepted",
        /// The customer has said no.
        Declined = "declined",
        /// The customer has not answered in time.
        Expired = "expired",
        /// A later version took its place.
        Revised = "revised",
        /// It became an order.
        Ordered = "ordered",
        /// The shop has withdrawn it.
        Cancelled = "cancelled",
    }
}

/// A quote as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuote {
    /// The customer; follows merges.
    pub customer_id: CustomerId,
    /// The opportunity of the same customer that it is for.
    #[serde(default)]
    pub opportunity_id: Option<OpportunityId>,
    /// What it is about, at most 512 bytes.
    #[serde(default)]
    pub title: Option<String>,
    /// What the customer reads below the lines, at most 64 KiB.
    #[serde(default)]
    pub note: Option<String>,
    /// The currency of all amounts; the opportunity's, then the shop's base currency by default.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// What is offered, at most 500 lines; the opportunity's lines by default.
    #[serde(default)]
    pub lines: Vec<NewQuoteLine>,
    /// A discount on the sum of the lines, 0 to 1, beside those of the lines.
    #[serde(default)]
    pub discount_rate: Rate,
    /// Whether the discount on the sum of the lines is that of the customer's price terms, as `partners.price_terms` says
    /// them, unless one is given; it is not by default.
    #[serde(default)]
    pub apply_terms: bool,
    /// Whether prices include the tax.
    #[serde(default)]
    pub tax_included: bool,
    /// The last day in the shop's zone on which it can be accepted; by default as many days from today as the settings say.
    #[serde(default)]
    pub valid_until: Option<Date>,
    /// Who answers for it.
    #[serde(default)]
    pub owner_id: Option<StaffId>,
    /// Where it would be sold, a token such as `web` or `store`.
    #[serde(default)]
    pub channel: Option<String>,
}

impl NewQuote {
    /// A quote for a customer, without lines yet.
    #[must_use]
    pub fn new(customer_id: CustomerId, currency: Currency) -> Self {
        NewQuote {
            customer_id,
            opportunity_id: None,
            title: None,
            note: None,
            currency: Some(currency),
            lines: Vec::new(),
            discount_rate: Rate::default(),
            apply_terms: false,
            tax_included: false,
            valid_until: None,
            owner_id: None,
            channel: None,
        }
    }
}

/// A line of a quote as it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuoteLine {
    /// The article number; the catalogue need not know it. What is charged besides, such as shipping, is a line too. That
    /// of the configuration by default.
    #[serde(default)]
    pub sku: String,
    /// The name as offered; the catalogue's by default.
    #[serde(default)]
    pub name: Option<String>,
    /// How much of it, above 0; 1 by default.
    #[serde(default = "one")]
    pub quantity: Quantity,
    /// The price of one unit in the quote's currency, at least 0; that of the configuration, or else the catalogue's, by
    /// default, if it is in this currency.
    #[serde(default)]
    pub unit_price: Option<UnitPrice>,
    /// The discount on this line, 0 to 1.
    #[serde(default)]
    pub discount_rate: Rate,
    /// The tax on this line after all discounts, 0 to 1.
    #[serde(default)]
    pub tax_rate: Rate,
    /// The saved configuration that is offered, which must meet the rules of its model.
    #[serde(default)]
    pub configuration: Option<ConfigurationId>,
}

fn one() -> Quantity {
    Quantity::ONE
}

impl NewQuoteLine {
    /// A line without discount and tax.
    #[must_use]
    pub fn new(sku: impl Into<String>, quantity: Quantity, unit_price: UnitPrice) -> Self {
        NewQuoteLine {
            sku: sku.into(),
            name: None,
            quantity,
            unit_price: Some(unit_price),
            discount_rate: Rate::default(),
            tax_rate: Rate::default(),
            configuration: None,
        }
    }
}

/// A line of a quote as it is stored, with what it comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct QuoteLine {
    /// The article number.
    pub sku: String,
    /// The name as offered.
    pub name: Option<String>,
    /// How much of it.
    pub quantity: Quantity,
    /// The price of one unit.
    pub unit_price: UnitPrice,
    /// The discount on this line.
    pub discount_rate: Rate,
    /// The tax on this line.
    pub tax_rate: Rate,
    /// The saved configuration that is offered.
    pub configuration: Option<ConfigurationId>,
    /// How much the line's own discount takes off.
    pub discount: Money,
    /// Unit price × quantity less its own discount, rounded once, half to even.
    pub total: Money,
    /// The tax on the line after its part of the discount on the whole.
    pub tax: Money,
}

/// A quote as it is stored, with what it comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Quote {
    /// The id; each version has its own.
    pub id: QuoteId,
    /// The number that people read, the same in all versions.
    pub number: String,
    /// The version, from 1.
    pub version: u32,
    /// The version before.
    pub previous_id: Option<QuoteId>,
    /// The customer.
    pub customer_id: CustomerId,
    /// The opportunity that it is for.
    pub opportunity_id: Option<OpportunityId>,
    /// What it is about.
    pub title: Option<String>,
    /// What the customer reads below the lines.
    pub note: Option<String>,
    /// Where it stands; one that has run out is expired, whether `tick` has seen it or not.
    pub state: QuoteState,
    /// The last day in the shop's zone on which it can be accepted.
    pub valid_until: Date,
    /// Who answers for it.
    pub owner_id: Option<StaffId>,
    /// Where it would be sold.
    pub channel: Option<String>,
    /// The discount on the sum of the lines.
    pub discount_rate: Rate,
    /// Whether prices include the tax.
    pub tax_included: bool,
    /// What the lines come to before all discounts.
    pub gross: Money,
    /// What the lines come to after their own discounts.
    pub subtotal: Money,
    /// How much the discount on the whole takes off.
    pub discount: Money,
    /// All taxes.
    pub tax: Money,
    /// What is to be paid: subtotal less discount, and the tax unless prices include it.
    pub total: Money,
    /// Whether a discount is above the limit and nobody has approved it.
    pub needs_approval: bool,
    /// When its discounts were approved.
    pub approved_at: Option<Timestamp>,
    /// Who approved them.
    pub approved_by: Option<StaffId>,
    /// When it was renewed after it had expired.
    pub renewed_at: Option<Timestamp>,
    /// When `tick` announced that it will expire.
    pub expiring_at: Option<Timestamp>,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// When the customer first looked at it.
    pub viewed_at: Option<Timestamp>,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
    /// When it was declined, expired, revised, cancelled or ordered.
    pub ended_at: Option<Timestamp>,
    /// Why it was declined.
    pub decline_reason: Option<LostReason>,
    /// The order that it became.
    pub order_id: Option<OrderId>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What is offered.
    pub lines: Vec<QuoteLine>,
}

/// A quote in short; `quotes.get` has the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct QuoteSummary {
    /// The id.
    pub id: QuoteId,
    /// The number that people read.
    pub number: String,
    /// The version.
    pub version: u32,
    /// What it is about.
    pub title: Option<String>,
    /// Where it stands.
    pub state: QuoteState,
    /// What is to be paid.
    pub total: Money,
    /// The last day on which it can be accepted.
    pub valid_until: Date,
    /// Who answers for it.
    pub owner_id: Option<StaffId>,
}

impl From<Quote> for QuoteSummary {
    fn from(quote: Quote) -> Self {
        QuoteSummary {
            id: quote.id,
            number: quote.number,
            version: quote.version,
            title: quote.title,
            state: quote.state,
            total: quote.total,
            valid_until: quote.valid_until,
            owner_id: quote.owner_id,
        }
    }
}

/// What changes of a draft.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QuotePatch {
    /// The opportunity that it is for.
    pub opportunity_id: Patch<OpportunityId>,
    /// What it is about.
    pub title: Patch<String>,
    /// What the customer reads below the lines.
    pub note: Patch<String>,
    /// All lines anew; an approval is void then.
    pub lines: Option<Vec<NewQuoteLine>>,
    /// The discount on the sum of the lines; an approval is void then.
    pub discount_rate: Option<Rate>,
    /// Whether prices include the tax.
    pub tax_included: Option<bool>,
    /// The last day on which it can be accepted.
    pub valid_until: Option<Date>,
    /// Who answers for it.
    pub owner_id: Patch<StaffId>,
    /// Where it would be sold.
    pub channel: Patch<String>,
}

/// How a quote becomes an order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QuoteOrder {
    /// The system that will know the order, such as `woocommerce`; needed with `external_id`.
    pub source: Option<String>,
    /// That system's key of the order, which must be new.
    pub external_id: Option<String>,
    /// The number of the order that people read.
    pub number: Option<String>,
    /// When it was placed; now by default.
    pub placed_at: Option<Timestamp>,
    /// When it was promised for.
    pub promised_at: Option<Timestamp>,
    /// Units of the shop's base currency for one unit; the shop's rate of the day by default.
    pub rate: Option<ExchangeRate>,
}

/// Which quotes to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QuoteFilter {
    /// Those of this customer.
    pub customer_id: Option<CustomerId>,
    /// Those for this opportunity.
    pub opportunity_id: Option<OpportunityId>,
    /// Those of this member of the staff.
    pub owner_id: Option<StaffId>,
    /// Those in this state.
    pub state: Option<QuoteState>,
    /// All versions of this number.
    pub number: Option<String>,
    /// Which page.
    pub page: PageRequest,
}
