//! The words of orders: states, side axes, kinds and reasons.

tokens! {
    /// Where an order stands.
    pub enum OrderState("order state") {
        /// Not placed yet; never counts.
        Draft = "draft",
        /// Placed, not confirmed by the shop.
        Pending = "pending",
        /// Held back until something is clear.
        OnHold = "on_hold",
        /// Accepted by the shop.
        Confirmed = "confirmed",
        /// Being made to order.
        InProduction = "in_production",
        /// Being picked, packed and shipped.
        Processing = "processing",
        /// Delivered.
        Completed = "completed",
        /// Delivered, and nothing can follow.
        Closed = "closed",
        /// Called off; never counts.
        Cancelled = "cancelled",
    }
}

tokens! {
    /// How far an order is paid; derived from its payments and refunds.
    pub enum PayState("pay state") {
        /// Nothing was paid or authorized.
        Unpaid = "unpaid",
        /// An amount is reserved, none is captured.
        Authorized = "authorized",
        /// Less than the total is captured.
        PartiallyPaid = "partially_paid",
        /// At least the total is captured.
        Paid = "paid",
        /// Part of what was paid went back.
        PartiallyRefunded = "partially_refunded",
        /// All that was paid went back.
        Refunded = "refunded",
        /// The authorization was given up and nothing was paid.
        Voided = "voided",
    }
}

tokens! {
    /// How far an order is fulfilled; derived from its state and the quantities of its lines.
    pub enum FulfilState("fulfilment state") {
        /// Nothing was shipped.
        Unfulfilled = "unfulfilled",
        /// Confirmed with a promised time.
        Scheduled = "scheduled",
        /// Being made, picked or packed.
        InProgress = "in_progress",
        /// Part of it was shipped.
        PartiallyFulfilled = "partially_fulfilled",
        /// All of it was shipped.
        Fulfilled = "fulfilled",
        /// All of it came back into stock.
        Restocked = "restocked",
        /// There is nothing to ship.
        NotRequired = "not_required",
    }
}

tokens! {
    /// Why an order was called off.
    pub enum CancelReason("cancel reason") {
        /// The customer changed their mind.
        Customer = "customer",
        /// The payment failed.
        Payment = "payment",
        /// It was not in stock.
        Inventory = "inventory",
        /// It looked like fraud.
        Fraud = "fraud",
        /// A mistake of the staff.
        Staff = "staff",
        /// Anything else.
        Other = "other",
    }
}

tokens! {
    /// Why an order is held back.
    pub enum HoldReason("hold reason") {
        /// The payment is looked into.
        PaymentCheck = "payment_check",
        /// It could be fraud.
        FraudReview = "fraud_review",
        /// Something is not in stock.
        Stock = "stock",
        /// The address is not clear.
        Address = "address",
        /// The customer asked for it.
        CustomerRequest = "customer_request",
        /// Anything else.
        Other = "other",
    }
}

tokens! {
    /// What a payment does.
    pub enum PaymentKind("payment kind") {
        /// Reserves an amount.
        Authorization = "authorization",
        /// Takes the money.
        Capture = "capture",
        /// Gives up a reserved amount.
        Void = "void",
    }
}

tokens! {
    /// What became of an order that was given.
    pub enum Outcome("outcome") {
        /// It was new.
        Created = "created",
        /// It changed.
        Updated = "updated",
        /// It was already as given.
        Unchanged = "unchanged",
        /// A newer report of the host is already known.
        Ignored = "ignored",
    }
}

tokens! {
    /// What a host's word says about the payment.
    pub enum HostPayment("host payment") {
        /// Nothing was paid.
        Unpaid = "unpaid",
        /// The total is reserved.
        Authorized = "authorized",
        /// A part was paid.
        PartiallyPaid = "partially_paid",
        /// All was paid.
        Paid = "paid",
        /// All was paid and a part went back.
        PartiallyRefunded = "partially_refunded",
        /// All was paid and went back.
        Refunded = "refunded",
        /// The reservation was given up.
        Voided = "voided",
    }
}
