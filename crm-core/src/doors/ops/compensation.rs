//! The operations of compensations and their funds.

use super::shapes::Nothing;
use crate::journal::StageChange;
use crate::records::aftersale::compensation::{
    Compensation, CompensationFilter, CompensationSettings, CompensationStatistics, CustomerGoodwill, Fund, FundEntry,
    FundPatch, FundTopUp, NewCompensation, NewFund, Recovery,
};
use crate::records::sale::shipments::IndicatorPeriod;
use crate::vocabulary::{CompensationId, CustomerId, FundId, Page, PageRequest, StaffId};

input! {
    /// A compensation by its id.
    CompensationRef {
        /// The id.
        id: CompensationId,
    }
}

input! {
    /// Who approves a compensation.
    CompensationApproval {
        /// The compensation.
        id: CompensationId,
        /// Who of the staff.
        staff_id: StaffId,
    }
}

input! {
    /// Who declines a compensation, and why.
    CompensationDenial {
        /// The compensation.
        id: CompensationId,
        /// Who of the staff.
        staff_id: StaffId,
        /// Why, as a token.
        reason: String,
    }
}

input! {
    /// Which compensation is called off, and why.
    CompensationEnd {
        /// The compensation.
        id: CompensationId,
        /// Why, as a token.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// A fund by its id.
    FundRef {
        /// The id.
        id: FundId,
    }
}

input! {
    /// Which funds.
    FundsPage {
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

input! {
    /// A change of a fund.
    FundUpdate {
        /// The fund.
        id: FundId,
        /// What changes; absent fields stay.
        changes: FundPatch,
    }
}

input! {
    /// The ledger of a fund.
    FundLedger {
        /// The fund.
        id: FundId,
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

input! {
    /// The customer whose compensations are meant.
    GoodwillOf {
        /// The customer.
        customer_id: CustomerId,
    }
}

ops! { pub(super) OPS:
    Write "compensations.propose" "Proposes a compensation, for which its fund holds the money; approved at once within the limits of the shop." [NotFound, Conflict, Limit]
        |tx, p: NewCompensation| -> Compensation { tx.compensations().propose(p) };
    Read "compensations.get" "One compensation by its id." [NotFound]
        |tx, p: CompensationRef| -> Compensation { tx.compensations().get(p.id) };
    Read "compensations.list" "Compensations of a customer, a fund, a thing or in a state, the latest first." [NotFound, Limit]
        |tx, p: CompensationFilter| -> Page<Compensation> { tx.compensations().list(&p) };
    Read "compensations.history" "The states of a compensation, oldest first." [NotFound]
        |tx, p: CompensationRef| -> Vec<StageChange> { tx.compensations().history(p.id) };
    Write "compensations.approve" "Approves a proposal." [NotFound, Conflict, NotAllowedTransition, Limit]
        |tx, p: CompensationApproval| -> Compensation { tx.compensations().approve(p.id, p.staff_id) };
    Write "compensations.decline" "Declines a proposal, and says why; its fund has the money back." [NotFound, NotAllowedTransition]
        |tx, p: CompensationDenial| -> Compensation { tx.compensations().decline(p.id, p.staff_id, &p.reason) };
    Write "compensations.cancel" "Calls a compensation off before it is paid; its fund has the money back." [NotFound, NotAllowedTransition]
        |tx, p: CompensationEnd| -> Compensation { tx.compensations().cancel(p.id, p.reason.as_deref()) };
    Write "compensations.pay" "Gives the customer what was approved: by a refund, points, a coupon, store credit or a gift." [NotFound, NotAllowedTransition]
        |tx, p: CompensationRef| -> Compensation { tx.compensations().pay(p.id) };
    Write "compensations.recover" "Notes what came back of an advance from a supplier, carrier or insurer." [NotFound, NotAllowedTransition]
        |tx, p: Recovery| -> Compensation { tx.compensations().recover(&p) };
    Read "compensations.settings" "Who approves what." []
        |tx, _p: Nothing| -> CompensationSettings { tx.compensations().settings() };
    Write "compensations.configure" "Says who approves what, all at once." [Limit]
        |tx, p: CompensationSettings| -> CompensationSettings { tx.compensations().configure(p) };
    Write "compensations.create_fund" "Makes a fund, which is empty until it is topped up." []
        |tx, p: NewFund| -> Fund { tx.compensations().create_fund(p) };
    Write "compensations.update_fund" "Changes a fund; what it has promised stays." [NotFound]
        |tx, p: FundUpdate| -> Fund { tx.compensations().update_fund(p.id, p.changes) };
    Write "compensations.top_up" "Puts money into a fund." [NotFound, IdempotencyConflict]
        |tx, p: FundTopUp| -> Fund { tx.compensations().top_up(&p) };
    Read "compensations.get_fund" "One fund by its id." [NotFound]
        |tx, p: FundRef| -> Fund { tx.compensations().get_fund(p.id) };
    Read "compensations.list_funds" "All funds, page by page." [Limit]
        |tx, p: FundsPage| -> Page<Fund> { tx.compensations().list_funds(&p.page) };
    Read "compensations.fund_entries" "The ledger of a fund, oldest first." [NotFound, Limit]
        |tx, p: FundLedger| -> Page<FundEntry> { tx.compensations().fund_entries(p.id, &p.page) };
    Read "compensations.statistics" "What was given in a period, by cause and kind, in the base currency." []
        |tx, p: IndicatorPeriod| -> CompensationStatistics { tx.compensations().statistics(p) };
    Read "compensations.goodwill" "What a customer was given so far, in the base currency." [NotFound]
        |tx, p: GoodwillOf| -> CustomerGoodwill { tx.compensations().goodwill(p.customer_id) };
}
