//! What a shop yields: plain records, with amounts in cents and times in ms UTC.

/// A person who buys, with everything that identifies them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// 1 to the number of customers.
    pub number: u64,
    /// The host's own key: `C` and eight digits.
    pub external_id: String,
    /// Name as displayed.
    pub name: String,
    /// Without the family name.
    pub given_name: String,
    /// In Chinese names it comes first.
    pub family_name: String,
    /// `female` or `male`.
    pub gender: &'static str,
    /// `zh` or `en`.
    pub language: &'static str,
    /// `CN` or `US`.
    pub country: &'static str,
    /// Unique, under a reserved domain.
    pub email: String,
    /// E.164.
    pub phone: String,
    /// Moment of registration, ms UTC: that of the first order.
    pub created_at: i64,
    /// Number of orders in the whole history.
    pub orders: u64,
}

/// A product of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// 1 to the number of products, the most popular first.
    pub number: u32,
    /// `SKU-` and five digits.
    pub sku: String,
    /// As a customer reads it.
    pub name: String,
    /// Path with `/` between its parts.
    pub category: String,
    /// What a piece is sold for.
    pub price_cents: i64,
    /// What a piece costs the shop, three fifths of the price.
    pub cost_cents: i64,
}

/// A line of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Number of the product.
    pub product: u32,
    /// Pieces.
    pub quantity: u32,
    /// Price of a piece.
    pub unit_price_cents: i64,
}

impl Line {
    /// Quantity times price, in cents.
    pub fn total_cents(&self) -> i64 {
        i64::from(self.quantity) * self.unit_price_cents
    }
}

/// Money that went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refund {
    /// ms UTC.
    pub at: i64,
    /// Positive, at most the order's total.
    pub amount_cents: i64,
}

/// An order that was placed and paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// 1 to the number of orders, unique; it does not follow the date.
    pub number: u64,
    /// Number of the customer.
    pub customer: u64,
    /// ms UTC.
    pub placed_at: i64,
    /// Two lines of different products.
    pub lines: [Line; 2],
    /// What went back, if anything.
    pub refund: Option<Refund>,
}

impl Order {
    /// Sum of the lines, in cents.
    pub fn total_cents(&self) -> i64 {
        self.lines.iter().map(Line::total_cents).sum()
    }

    /// The host's own key: `A` and nine digits.
    pub fn external_id(&self) -> String {
        format!("A{:09}", self.number)
    }
}

/// A contact on some channel; the words are those of the library's enumerations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interaction {
    /// Number of the customer.
    pub customer: u64,
    /// Number of the order that it is about.
    pub order: u64,
    /// ms UTC.
    pub at: i64,
    /// Where it took place.
    pub channel: &'static str,
    /// `in`, `out` or `internal`.
    pub direction: &'static str,
    /// What it was about.
    pub kind: &'static str,
    /// A few words for the timeline.
    pub subject: &'static str,
}
