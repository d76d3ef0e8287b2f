//! The operations of partners.

use crate::records::sale::partners::{
    Attribution, Beneficiary, Commission, CommissionFilter, CommissionPayout, CommissionPlan, CommissionShare,
    CommissionStatement, NewCommissionPlan, NewPartner, Partner, PartnerFilter, PartnerPatch, PriceTerms,
};
use crate::vocabulary::{
    CommissionId, CommissionPlanId, CustomerId, Date, OrderId, Page, PageRequest, PartnerId, Timestamp,
};

input! {
    /// A partner by its id.
    PartnerRef {
        /// The id.
        id: PartnerId,
    }
}

input! {
    /// Whose price terms.
    PriceTermsOf {
        /// The customer.
        customer_id: CustomerId,
    }
}

input! {
    /// A partner by its code.
    PartnerCode {
        /// The shop's code of the partner.
        code: String,
    }
}

input! {
    /// A change of a partner.
    PartnerUpdate {
        /// The id.
        id: PartnerId,
        /// What changes; absent fields stay, null clears.
        changes: PartnerPatch,
    }
}

input! {
    /// A commission plan by its id.
    CommissionPlanRef {
        /// The id.
        id: CommissionPlanId,
    }
}

input! {
    /// Which page of the commission plans.
    CommissionPlans {
        /// Which page.
        #[serde(default)]
        page: PageRequest,
    }
}

input! {
    /// When a commission plan ends.
    CommissionPlanEnd {
        /// The id.
        id: CommissionPlanId,
        /// For orders placed at or after this instant; null lets the plan go on.
        #[serde(default)]
        ends_at: Option<Timestamp>,
    }
}

input! {
    /// Whose sale an order is.
    OrderAttribution {
        /// The order.
        order_id: OrderId,
        /// Who shares the commission, the leading one first; 1 to 16.
        beneficiaries: Vec<CommissionShare>,
        /// Only under this plan; under those in force by default.
        #[serde(default)]
        plan_id: Option<CommissionPlanId>,
    }
}

input! {
    /// The order whose commissions are settled.
    CommissionsOf {
        /// The order.
        order_id: OrderId,
    }
}

input! {
    /// A commission by its id.
    CommissionRef {
        /// The id.
        id: CommissionId,
    }
}

input! {
    /// Which commissions are approved.
    CommissionApproval {
        /// The commissions, at most 10,000.
        ids: Vec<CommissionId>,
    }
}

input! {
    /// A beneficiary and a period.
    CommissionPeriod {
        /// Who.
        beneficiary: Beneficiary,
        /// The first day of the period in the shop's zone.
        from_day: Date,
        /// The first day after the period.
        until_day: Date,
    }
}

ops! { pub(super) OPS:
    Write "partners.create" "Records that a customer is a partner." [NotFound, Conflict]
        |tx, p: NewPartner| -> Partner { tx.partners().create(p) };
    Write "partners.update" "Changes a partner." [NotFound]
        |tx, p: PartnerUpdate| -> Partner { tx.partners().update(p.id, p.changes) };
    Read "partners.get" "One partner by its id." [NotFound]
        |tx, p: PartnerRef| -> Partner { tx.partners().get(p.id) };
    Read "partners.find" "The partner of a code, or null." []
        |tx, p: PartnerCode| -> Option<Partner> { tx.partners().find(&p.code) };
    Read "partners.list" "Partners by kind, customer, level and whether they are active, page by page." [NotFound, Limit]
        |tx, p: PartnerFilter| -> Page<Partner> { tx.partners().list(&p) };
    Read "partners.price_terms" "The best terms on which a customer buys: the larger discount of tier and partner." [NotFound]
        |tx, p: PriceTermsOf| -> PriceTerms { tx.partners().price_terms(p.customer_id) };
    Write "partners.create_plan" "Records a commission plan." [Limit]
        |tx, p: NewCommissionPlan| -> CommissionPlan { tx.partners().create_plan(p) };
    Write "partners.end_plan" "Ends a commission plan for orders placed at or after an instant." [NotFound]
        |tx, p: CommissionPlanEnd| -> CommissionPlan { tx.partners().end_plan(p.id, p.ends_at) };
    Read "partners.plan" "One commission plan by its id." [NotFound]
        |tx, p: CommissionPlanRef| -> CommissionPlan { tx.partners().plan(p.id) };
    Read "partners.plans" "Commission plans, page by page." [Limit]
        |tx, p: CommissionPlans| -> Page<CommissionPlan> { tx.partners().plans(&p.page) };
    Write "partners.attribute" "Computes the commissions of an order, line by line, once under each plan." [NotFound, Conflict]
        |tx, p: OrderAttribution| -> Vec<Attribution> { tx.partners().attribute(p.order_id, &p.beneficiaries, p.plan_id) };
    Write "partners.settle" "Brings the commissions of an order in line with it: earned when it is paid and completed." [NotFound]
        |tx, p: CommissionsOf| -> Vec<Attribution> { tx.partners().settle(p.order_id) };
    Read "partners.commission" "One commission by its id." [NotFound]
        |tx, p: CommissionRef| -> Commission { tx.partners().commission(p.id) };
    Read "partners.commissions" "Commissions by beneficiary, order, plan, state and time, page by page." [Limit]
        |tx, p: CommissionFilter| -> Page<Commission> { tx.partners().commissions(&p) };
    Write "partners.approve" "Approves earned commissions, all or nothing." [NotFound, NotAllowedTransition, Limit]
        |tx, p: CommissionApproval| -> Vec<Commission> { tx.partners().approve(&p.ids) };
    Write "partners.pay" "Pays the approved commissions of a period, less what was taken back of earlier payouts." [NotFound, Conflict]
        |tx, p: CommissionPeriod| -> CommissionPayout { tx.partners().pay(p.beneficiary, p.from_day, p.until_day) };
    Read "partners.statement" "The account of a beneficiary over a period: opening, earned, clawed back, paid, closing." [NotFound]
        |tx, p: CommissionPeriod| -> CommissionStatement { tx.partners().statement(p.beneficiary, p.from_day, p.until_day) };
}
