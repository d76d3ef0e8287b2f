//! The words of compensations.

tokens! {
    /// What the customer gets.
    pub enum CompensationKind("kind of compensation") {
        /// Money back, of an order or without one.
        Refund = "refund",
        /// Points.
        Points = "points",
        /// A coupon of a programme, or store credit.
        Coupon = "coupon",
        /// Money in advance of whoever has to answer for it, which is reclaimed.
        Advance = "advance",
        /// A present of the shop.
        Gift = "gift",
    }
}

tokens! {
    /// Where a compensation stands.
    pub enum CompensationState("compensation state") {
        /// Somebody has to approve it.
        Pending = "pending",
        /// It may be paid.
        Approved = "approved",
        /// Nobody pays it.
        Declined = "declined",
        /// Called off before it was paid.
        Cancelled = "cancelled",
        /// The customer has it.
        Paid = "paid",
        /// What was paid in advance came back in full.
        Recovered = "recovered",
    }
}

tokens! {
    /// How often the limit of a fund begins anew.
    pub enum FundPeriod("period of a fund") {
        /// Never.
        Ever = "ever",
        /// On the first day of each month in the shop's zone.
        Month = "month",
        /// On the first day of each year in the shop's zone.
        Year = "year",
    }
}

tokens! {
    /// Why what a fund has changed.
    pub enum FundEntryKind("kind of fund entry") {
        /// Money was put in.
        TopUp = "top_up",
        /// A compensation holds some.
        Reserve = "reserve",
        /// A compensation gave up what it held.
        Release = "release",
        /// A compensation was paid with what it held.
        Pay = "pay",
        /// What was paid in advance came back.
        Recover = "recover",
    }
}

tokens! {
    /// From whom an advance is reclaimed.
    pub enum RecoveredFrom("debtor of an advance") {
        /// Whoever made or delivered the goods.
        Supplier = "supplier",
        /// Whoever carried them.
        Carrier = "carrier",
        /// An insurance.
        Insurer = "insurer",
        /// Whoever sold on the shop's marketplace.
        Seller = "seller",
        /// Anybody else.
        Other = "other",
    }
}
