//! The words of coupons: kinds, states and reasons.

tokens! {
    /// What a programme gives.
    pub enum CouponKind("kind of coupon") {
        /// A share of what the goods come to.
        Percent = "percent",
        /// An amount.
        Amount = "amount",
        /// The price of shipping.
        FreeShipping = "free_shipping",
        /// An article beside what is bought.
        Gift = "gift",
        /// Of so many units, some at a lower price or for nothing.
        BuyXGetY = "buy_x_get_y",
    }
}

tokens! {
    /// Where a coupon stands.
    pub enum CouponState("coupon state") {
        /// It can be used.
        Issued = "issued",
        /// A basket holds it for a while.
        Reserved = "reserved",
        /// It was used.
        Redeemed = "redeemed",
        /// Its time is over.
        Expired = "expired",
        /// The shop has taken it back.
        Revoked = "revoked",
    }
}

tokens! {
    /// Where one use of a coupon stands.
    pub enum RedemptionState("redemption state") {
        /// A basket holds it for a while.
        Reserved = "reserved",
        /// An order has used it.
        Redeemed = "redeemed",
        /// The basket gave it up, or its time was over.
        Released = "released",
        /// The order was called off, and the coupon can be used again.
        Reversed = "reversed",
    }
}

tokens! {
    /// Why a coupon gives nothing for a basket.
    pub enum Refusal("reason of a refusal") {
        /// The programme is switched off.
        Inactive = "inactive",
        /// The programme has not begun.
        NotStarted = "not_started",
        /// The programme is over.
        Ended = "ended",
        /// The coupon's time is over.
        Expired = "expired",
        /// The shop has taken the coupon back.
        Revoked = "revoked",
        /// Another basket holds the coupon.
        Reserved = "reserved",
        /// The coupon was used.
        Redeemed = "redeemed",
        /// It has to be known who buys.
        CustomerNeeded = "customer_needed",
        /// The shop sells nothing to the customer.
        Blocked = "blocked",
        /// The coupon is somebody else's.
        OtherCustomer = "other_customer",
        /// The customer is not on the programme's list.
        NotOnList = "not_on_list",
        /// The customer's tier is too low, or there is none.
        TierTooLow = "tier_too_low",
        /// The amounts of the programme are in another currency.
        OtherCurrency = "other_currency",
        /// The basket is worth too little.
        BelowMinimum = "below_minimum",
        /// The basket holds none of the programme's articles.
        NoMatchingLines = "no_matching_lines",
        /// The basket holds too few units.
        TooFewUnits = "too_few_units",
        /// There is nothing to take off.
        NothingToDiscount = "nothing_to_discount",
        /// The basket holds another coupon, and one of both stands alone.
        NotStackable = "not_stackable",
        /// The programme was used as often as it may be.
        TotalLimit = "total_limit",
        /// The customer has used the programme as often as one may.
        CustomerLimit = "customer_limit",
        /// What is left of the budget is less than the discount.
        Budget = "budget",
    }
}
