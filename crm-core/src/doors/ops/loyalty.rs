//! The operations of loyalty.

use super::shapes::Nothing;
use crate::journal::StageChange;
use crate::records::sale::loyalty::{
    CustomerTier, LoyaltyProgram, LoyaltyProgramPatch, LoyaltyTerms, NewPoints, NewTier, OrderPoints, PointsBalance,
    PointsEntry, PointsFilter, PointsRedemption, PointsTransfer, Tier, TierPatch,
};
use crate::vocabulary::{CustomerId, OrderId, Page, TierId};

input! {
    /// Whose points or tier.
    LoyaltyCustomer {
        /// The customer.
        customer_id: CustomerId,
    }
}

input! {
    /// The order that earns, or of which something became.
    LoyaltyOrder {
        /// The order.
        order_id: OrderId,
    }
}

input! {
    /// A change of a tier.
    TierUpdate {
        /// The id.
        id: TierId,
        /// What changes; absent fields stay, null clears.
        changes: TierPatch,
    }
}

ops! { pub(super) OPS:
    Read "loyalty.program" "The programme: how points are earned and when they expire." []
        |tx, _p: Nothing| -> LoyaltyProgram { tx.loyalty().program() };
    Write "loyalty.configure" "Changes the programme; points that were earned stay as they are." [Limit]
        |tx, p: LoyaltyProgramPatch| -> LoyaltyProgram { tx.loyalty().configure(p) };
    Write "loyalty.earn_for_order" "Gives the points that an order earns, once." [NotFound, Conflict]
        |tx, p: LoyaltyOrder| -> OrderPoints { tx.loyalty().earn_for_order(p.order_id) };
    Write "loyalty.reverse_for_order" "Takes back what a refunded or cancelled order earned, and gives back what was spent on it." [NotFound]
        |tx, p: LoyaltyOrder| -> OrderPoints { tx.loyalty().reverse_for_order(p.order_id) };
    Write "loyalty.redeem" "Spends points, those that expire first before the rest." [NotFound, Limit, IdempotencyConflict, Blocked]
        |tx, p: PointsRedemption| -> PointsEntry { tx.loyalty().redeem(&p) };
    Write "loyalty.bonus" "Gives points as a present." [NotFound, Limit, IdempotencyConflict]
        |tx, p: NewPoints| -> PointsEntry { tx.loyalty().bonus(&p) };
    Write "loyalty.adjust" "Corrects a balance of points, up or down." [NotFound, Limit, IdempotencyConflict]
        |tx, p: NewPoints| -> PointsEntry { tx.loyalty().adjust(&p) };
    Write "loyalty.transfer" "Gives points of one customer to another." [NotFound, Limit, IdempotencyConflict]
        |tx, p: PointsTransfer| -> PointsEntry { tx.loyalty().transfer(&p) };
    Read "loyalty.balance" "The points of a customer, what they are worth, and when they expire." [NotFound]
        |tx, p: LoyaltyCustomer| -> PointsBalance { tx.loyalty().balance(p.customer_id) };
    Read "loyalty.entries" "The ledger of a customer's points, oldest first, page by page." [NotFound, Limit]
        |tx, p: PointsFilter| -> Page<PointsEntry> { tx.loyalty().entries(&p) };
    Write "loyalty.create_tier" "Makes a tier: its marks, its window, what it offers." [Conflict, Limit]
        |tx, p: NewTier| -> Tier { tx.loyalty().create_tier(p) };
    Write "loyalty.update_tier" "Changes a tier; those who are in it are evaluated anew." [NotFound, Limit]
        |tx, p: TierUpdate| -> Tier { tx.loyalty().update_tier(p.id, p.changes) };
    Read "loyalty.tiers" "All tiers, from the lowest rank on." []
        |tx, _p: Nothing| -> Vec<Tier> { tx.loyalty().tiers() };
    Write "loyalty.evaluate" "Brings a customer into the tier that its orders and points reach." [NotFound]
        |tx, p: LoyaltyCustomer| -> CustomerTier { tx.loyalty().evaluate(p.customer_id) };
    Read "loyalty.terms" "On what terms a customer buys: the tier, its percentage, the points." [NotFound]
        |tx, p: LoyaltyCustomer| -> LoyaltyTerms { tx.loyalty().terms(p.customer_id) };
    Read "loyalty.tier_history" "The moves of a customer between tiers, oldest first." [NotFound]
        |tx, p: LoyaltyCustomer| -> Vec<StageChange> { tx.loyalty().tier_history(p.customer_id) };
}
