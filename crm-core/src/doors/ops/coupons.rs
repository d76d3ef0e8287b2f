//! The operations of coupons, gift cards and store credit.

use crate::journal::StageChange;
use crate::records::sale::coupons::{
    Coupon, CouponCheck, CouponFilter, CouponOffer, CouponProgram, CouponProgramFilter, CouponProgramPatch,
    CouponReversal, NewCouponProgram, NewCoupons, NewReservation, NewStoredValue, Redemption, RedemptionFilter,
    StoredValue, StoredValueChange, StoredValueEntry, StoredValueFilter,
};
use crate::vocabulary::{CouponProgramId, OrderId, Page, PageRequest, StoredValueId};

input! {
    /// A programme by its id.
    CouponProgramRef {
        /// The id.
        id: CouponProgramId,
    }
}

input! {
    /// A change of a programme.
    CouponProgramUpdate {
        /// The id.
        id: CouponProgramId,
        /// What changes; absent fields stay, null clears.
        changes: CouponProgramPatch,
    }
}

input! {
    /// A coupon by its code.
    CouponRef {
        /// The code, however it is typed.
        code: String,
    }
}

input! {
    /// Which coupon is taken back, and why.
    CouponRevocation {
        /// The code.
        code: String,
        /// Why, as a token.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// Which order uses a coupon up.
    CouponRedemption {
        /// The code.
        code: String,
        /// The order.
        order_id: OrderId,
        /// The key of the basket; needed where several baskets hold a shared coupon.
        #[serde(default)]
        key: Option<String>,
    }
}

input! {
    /// Which reservation is given up.
    CouponRelease {
        /// The code.
        code: String,
        /// The key of the basket; needed where several baskets hold a shared coupon.
        #[serde(default)]
        key: Option<String>,
    }
}

input! {
    /// Which order was called off.
    CouponOrder {
        /// The order.
        order_id: OrderId,
    }
}

input! {
    /// A gift card or account, by one of both.
    StoredValueRef {
        /// The id.
        #[serde(default)]
        id: Option<StoredValueId>,
        /// The code, however it is typed.
        #[serde(default)]
        code: Option<String>,
    }
}

input! {
    /// The entries of a gift card or account.
    StoredValueEntries {
        /// The id.
        id: StoredValueId,
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

input! {
    /// Whose rest expires now, and why.
    StoredValueExpiry {
        /// The id.
        id: StoredValueId,
        /// Why, as a token.
        #[serde(default)]
        reason: Option<String>,
    }
}

ops! { pub(super) OPS:
    Write "coupons.create_program" "Makes a coupon programme: what it gives, for whom, within which limits." [NotFound]
        |tx, p: NewCouponProgram| -> CouponProgram { tx.coupons().create_program(p) };
    Write "coupons.update_program" "Changes the conditions and limits of a programme." [NotFound]
        |tx, p: CouponProgramUpdate| -> CouponProgram { tx.coupons().update_program(p.id, p.changes) };
    Read "coupons.get_program" "One programme, with how much of it was used." [NotFound]
        |tx, p: CouponProgramRef| -> CouponProgram { tx.coupons().get_program(p.id) };
    Read "coupons.list_programs" "Coupon programmes, page by page." [Limit]
        |tx, p: CouponProgramFilter| -> Page<CouponProgram> { tx.coupons().list_programs(&p) };
    Write "coupons.issue" "Issues coupons of a programme, with generated codes or those of the host." [NotFound, Conflict, Limit]
        |tx, p: NewCoupons| -> Vec<Coupon> { tx.coupons().issue(&p) };
    Read "coupons.get" "One coupon by its code, however it is typed." [NotFound]
        |tx, p: CouponRef| -> Coupon { tx.coupons().get(&p.code) };
    Read "coupons.list" "Coupons of a programme or customer, page by page." [NotFound, Limit]
        |tx, p: CouponFilter| -> Page<Coupon> { tx.coupons().list(&p) };
    Read "coupons.check" "What a coupon would give for a basket, or why it gives nothing." [NotFound]
        |tx, p: CouponCheck| -> CouponOffer { tx.coupons().check(&p) };
    Write "coupons.reserve" "Holds a coupon for a basket; the use counts against all limits at once." [NotFound, Conflict, Limit, Blocked]
        |tx, p: NewReservation| -> Redemption { tx.coupons().reserve(&p) };
    Write "coupons.redeem" "Uses a reserved coupon up for an order." [NotFound, Conflict]
        |tx, p: CouponRedemption| -> Redemption { tx.coupons().redeem(&p.code, p.order_id, p.key.as_deref()) };
    Write "coupons.release" "Gives a reservation up, so that the coupon can be used again." [NotFound, Conflict]
        |tx, p: CouponRelease| -> Redemption { tx.coupons().release(&p.code, p.key.as_deref()) };
    Write "coupons.reverse" "Gives back the coupons and stored money of an order that was cancelled or refunded." [NotFound, Conflict]
        |tx, p: CouponOrder| -> CouponReversal { tx.coupons().reverse(p.order_id) };
    Write "coupons.revoke" "Takes a coupon back: no basket can reserve it any more; held uses of a shared one stay." [NotFound, NotAllowedTransition]
        |tx, p: CouponRevocation| -> Coupon { tx.coupons().revoke(&p.code, p.reason.as_deref()) };
    Read "coupons.redemptions" "Uses of coupons by programme, coupon, customer or order, page by page." [NotFound, Limit]
        |tx, p: RedemptionFilter| -> Page<Redemption> { tx.coupons().redemptions(&p) };
    Read "coupons.history" "The moves of a coupon through its states, oldest first." [NotFound]
        |tx, p: CouponRef| -> Vec<StageChange> { tx.coupons().history(&p.code) };
    Write "stored_values.issue" "Issues a gift card, or store credit of a customer." [NotFound, Conflict, Blocked]
        |tx, p: NewStoredValue| -> StoredValue { tx.stored_values().issue(&p) };
    Read "stored_values.get" "One gift card or account of store credit, by its id or code." [NotFound]
        |tx, p: StoredValueRef| -> StoredValue { tx.stored_values().get(p.id, p.code.as_deref()) };
    Read "stored_values.list" "Gift cards and store credit, page by page." [NotFound, Limit]
        |tx, p: StoredValueFilter| -> Page<StoredValue> { tx.stored_values().list(&p) };
    Read "stored_values.entries" "The ledger of a gift card or account, oldest first, page by page." [NotFound, Limit]
        |tx, p: StoredValueEntries| -> Page<StoredValueEntry> { tx.stored_values().entries(p.id, &p.page) };
    Write "stored_values.charge" "Pays with a gift card or store credit, never more than there is." [NotFound, Conflict, Limit, IdempotencyConflict]
        |tx, p: StoredValueChange| -> StoredValueEntry { tx.stored_values().charge(&p) };
    Write "stored_values.credit" "Puts more money on a gift card or an account." [NotFound, Conflict, IdempotencyConflict]
        |tx, p: StoredValueChange| -> StoredValueEntry { tx.stored_values().credit(&p) };
    Write "stored_values.expire" "Lets what is left on a gift card or account expire now." [NotFound]
        |tx, p: StoredValueExpiry| -> StoredValue { tx.stored_values().expire(p.id, p.reason.as_deref()) };
}
