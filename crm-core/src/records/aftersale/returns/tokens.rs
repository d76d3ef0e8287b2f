//! The words of returns.

tokens! {
    /// Where a return stands.
    pub enum ReturnState("return state") {
        /// Asked for; nobody has decided.
        Requested = "requested",
        /// The goods may be sent.
        Approved = "approved",
        /// The shop does not take them back.
        Declined = "declined",
        /// The customer keeps them.
        Cancelled = "cancelled",
        /// On the way to the shop.
        InTransit = "in_transit",
        /// Approved, and never sent.
        Expired = "expired",
        /// A part has arrived.
        PartiallyReceived = "partially_received",
        /// All of it has arrived.
        Received = "received",
        /// Looked over.
        Inspected = "inspected",
        /// All that was asked for is accepted.
        Accepted = "accepted",
        /// A part is accepted.
        PartlyAccepted = "partly_accepted",
        /// Nothing is accepted.
        Rejected = "rejected",
        /// The money went back.
        Refunded = "refunded",
        /// Other goods were ordered instead.
        Exchanged = "exchanged",
        /// Store credit was given.
        Credited = "credited",
        /// The goods were repaired and belong to the customer again.
        Repaired = "repaired",
        /// What was not accepted was sent back.
        ReturnedToCustomer = "returned_to_customer",
        /// Nothing can follow.
        Closed = "closed",
    }
}

tokens! {
    /// Why something comes back.
    pub enum ReturnReason("return reason") {
        /// It does not work.
        Defective = "defective",
        /// It arrived damaged.
        Damaged = "damaged",
        /// Another article came.
        WrongItem = "wrong_item",
        /// A part of it is missing.
        MissingItem = "missing_item",
        /// It is not what was described.
        NotAsDescribed = "not_as_described",
        /// It does not fit.
        Size = "size",
        /// The customer does not want it any more.
        ChangedMind = "changed_mind",
        /// It came too late.
        Late = "late",
        /// It was ordered twice.
        Duplicate = "duplicate",
        /// Anything else.
        Other = "other",
    }
}

impl ReturnReason {
    /// Whether the shop has to answer for it: goods that are not what was bought.
    #[must_use]
    pub const fn is_fault(self) -> bool {
        matches!(
            self,
            ReturnReason::Defective
                | ReturnReason::Damaged
                | ReturnReason::WrongItem
                | ReturnReason::MissingItem
                | ReturnReason::NotAsDescribed
        )
    }
}

tokens! {
    /// In which condition something comes back.
    pub enum ReturnCondition("return condition") {
        /// Never opened.
        Unopened = "unopened",
        /// Opened, as new.
        Opened = "opened",
        /// With traces of use.
        Used = "used",
        /// Damaged.
        Damaged = "damaged",
        /// Nobody has looked.
        Unknown = "unknown",
    }
}

tokens! {
    /// Where goods that came back go.
    pub enum ReturnDisposition("return disposition") {
        /// Into stock.
        Restock = "restock",
        /// To be made as new.
        Refurbish = "refurbish",
        /// Thrown away.
        Scrap = "scrap",
        /// To whoever made or delivered them.
        ReturnToVendor = "return_to_vendor",
        /// Back to the customer.
        ToCustomer = "to_customer",
    }
}

tokens! {
    /// What the customer gets for what came back.
    pub enum ReturnResolution("return resolution") {
        /// The money.
        Refund = "refund",
        /// Other goods.
        Exchange = "exchange",
        /// Store credit.
        StoreCredit = "store_credit",
        /// The same goods, repaired.
        Repair = "repair",
        /// Nothing.
        None = "none",
    }
}

tokens! {
    /// Who decides whether goods may be sent back.
    pub enum ReturnApproval("return approval") {
        /// The rules, at once.
        Auto = "auto",
        /// A person.
        Person = "person",
    }
}

tokens! {
    /// Who pays the way back.
    pub enum WayBack("payer of the way back") {
        /// The shop.
        Shop = "shop",
        /// The customer.
        Customer = "customer",
    }
}

tokens! {
    /// Why a line cannot be returned.
    pub enum ReturnRefusal("return refusal") {
        /// Nothing of it was delivered.
        NotDelivered = "not_delivered",
        /// All that was delivered is returned or being returned.
        NothingLeft = "nothing_left",
        /// More than what is left.
        TooMany = "too_many",
        /// The time to return it is over.
        WindowOver = "window_over",
        /// The shop does not take it back.
        NotReturnable = "not_returnable",
    }
}

impl ReturnRefusal {
    /// Whether a person may make an exception from it; never from how much there is.
    pub(crate) const fn may_be_waived(self) -> bool {
        matches!(self, ReturnRefusal::WindowOver | ReturnRefusal::NotReturnable)
    }
}

tokens! {
    /// The same state in the words of Shopify.
    pub enum ShopifyReturnStatus("Shopify return status") {
        /// Asked for.
        Requested = "requested",
        /// From the approval to the inspection.
        Open = "open",
        /// Decided.
        Closed = "closed",
        /// Not taken back.
        Declined = "declined",
        /// Called off, or never sent.
        Canceled = "canceled",
    }
}

tokens! {
    /// The same state in the words of Medusa.
    pub enum MedusaReturnStatus("Medusa return status") {
        /// Approved or on its way.
        Open = "open",
        /// Asked for.
        Requested = "requested",
        /// It has arrived.
        Received = "received",
        /// A part has arrived.
        PartiallyReceived = "partially_received",
        /// Declined, called off, or never sent.
        Canceled = "canceled",
    }
}

impl ReturnState {
    /// The state in the words of Shopify.
    #[must_use]
    pub const fn shopify(self) -> ShopifyReturnStatus {
        use ReturnState::{
            Approved, Cancelled, Declined, Expired, InTransit, Inspected, PartiallyReceived, Received, Requested,
        };
        match self {
            Requested => ShopifyReturnStatus::Requested,
            Approved | InTransit | PartiallyReceived | Received | Inspected => ShopifyReturnStatus::Open,
            Declined => ShopifyReturnStatus::Declined,
            Cancelled | Expired => ShopifyReturnStatus::Canceled,
            _ => ShopifyReturnStatus::Closed,
        }
    }

    /// The state in the words of Medusa.
    #[must_use]
    pub const fn medusa(self) -> MedusaReturnStatus {
        use ReturnState::{Approved, Cancelled, Declined, Expired, InTransit, PartiallyReceived, Requested};
        match self {
            Requested => MedusaReturnStatus::Requested,
            Approved | InTransit => MedusaReturnStatus::Open,
            PartiallyReceived => MedusaReturnStatus::PartiallyReceived,
            Declined | Cancelled | Expired => MedusaReturnStatus::Canceled,
            _ => MedusaReturnStatus::Received,
        }
    }
}
