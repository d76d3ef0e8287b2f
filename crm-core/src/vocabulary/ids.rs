//! Ids: one newtype per entity, so that a customer's id cannot be passed where an order's is meant.

use crate::vocabulary::{Error, Result};

/// Ids of other rooms and of the host are positive and exact in JSON.
pub(crate) fn require_row_id(path: &str, id: Option<i64>) -> Result<()> {
    match id {
        Some(id) if !(1..=(1 << 53)).contains(&id) => Err(Error::invalid(path, "an id is a number from 1 to 2^53")),
        _ => Ok(()),
    }
}

/// Declares an id newtype over `i64`, an integer in JSON and in the file.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident $what:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// What the id identifies, for messages.
            pub const WHAT: &'static str = $what;
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> i64 { id.0 }
        }

        impl rusqlite::types::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> { self.0.to_sql() }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                i64::column_result(value).map($name)
            }
        }
    )*};
}

id! {
    /// A customer: a person or a company.
    CustomerId "customer";
    /// An identity of a customer (an e-mail address, a phone number …).
    IdentityId "identity";
    /// An address of a customer.
    AddressId "address";
    /// A relation between two customers.
    RelationId "relation";
    /// A static list of customers.
    ListId "list";
    /// A merge of two customers.
    MergeId "merge";
    /// A pair of customers that may be the same.
    DuplicateId "duplicate candidate";
    /// The definition of a custom field.
    CustomFieldId "custom field";
    /// A member of the shop's staff, as numbered by the host.
    StaffId "staff member";
    /// A product of the catalog.
    ProductId "product";
    /// A contact with a customer.
    InteractionId "interaction";
    /// An order.
    OrderId "order";
    /// A line of an order.
    OrderLineId "order line";
    /// A payment of an order.
    PaymentId "payment";
    /// A refund.
    RefundId "refund";
    /// A task of somebody.
    TaskId "task";
    /// An appointment.
    AppointmentId "appointment";
    /// A touch: how a visitor came.
    TouchId "touch";
    /// A web behaviour event.
    WebEventId "web event";
    /// A lead.
    LeadId "lead";
    /// A rule that assigns leads.
    LeadRuleId "lead rule";
    /// A sales pipeline.
    PipelineId "pipeline";
    /// A stage of a pipeline.
    PipelineStageId "pipeline stage";
    /// An opportunity.
    OpportunityId "opportunity";
    /// A quote.
    QuoteId "quote";
    /// A piece of collateral: a brochure, a picture, a template.
    ContentId "content item";
    /// A competitor.
    CompetitorId "competitor";
    /// A product of a competitor.
    CompetitorProductId "competitor product";
    /// A purchase guide.
    GuideId "purchase guide";
    /// A model that is configured to order.
    ModelId "configurable model";
    /// A saved configuration.
    ConfigurationId "configuration";
    /// A design that a customer asked for.
    DesignId "design request";
    /// A cart.
    CartId "cart";
    /// A shipment.
    ShipmentId "shipment";
    /// An event that a carrier reported.
    CarrierEventId "carrier event";
    /// An invoice or credit note.
    InvoiceId "invoice";
    /// A partner: agent, distributor, affiliate.
    PartnerId "partner";
    /// A commission plan.
    CommissionPlanId "commission plan";
    /// A commission.
    CommissionId "commission";
    /// The commissions of an order under a plan, as a whole.
    AttributionId "attribution";
    /// A payout of commissions.
    PayoutId "payout";
    /// An entry of the ledger of points.
    PointsEntryId "points entry";
    /// A tier of loyal customers.
    TierId "tier";
    /// A coupon programme.
    CouponProgramId "coupon programme";
    /// A coupon.
    CouponId "coupon";
    /// A redemption of a coupon.
    RedemptionId "redemption";
    /// A gift card or account of store credit.
    StoredValueId "stored value";
    /// An entry of the ledger of a stored value.
    StoredValueEntryId "stored value entry";
    /// A referral.
    ReferralId "referral";
    /// An exception from the rules of service.
    EntitlementOverrideId "entitlement override";
    /// An asset: a product installed at a customer.
    AssetId "asset";
    /// A warranty plan.
    WarrantyPlanId "warranty plan";
    /// A warranty of an asset.
    WarrantyId "warranty";
    /// A service contract.
    ContractId "service contract";
    /// A use of what a service contract entitles to.
    EntitlementUseId "entitlement use";
    /// A service calendar.
    CalendarId "service calendar";
    /// A service level agreement.
    SlaId "SLA";
    /// A ticket: a question, incident, complaint or request.
    TicketId "ticket";
    /// A spare part.
    PartId "part";
    /// A reservation of a part.
    PartReservationId "part reservation";
    /// A movement of stock.
    StockMoveId "stock move";
    /// A service order.
    ServiceOrderId "service order";
    /// A line of a service order.
    ServiceLineId "service line";
    /// A technician.
    TechnicianId "technician";
    /// A plan of maintenance visits.
    MaintenancePlanId "maintenance plan";
    /// A return.
    ReturnId "return";
    /// A line of a return.
    ReturnLineId "return line";
    /// A fund that compensations are paid from.
    FundId "compensation fund";
    /// A compensation.
    CompensationId "compensation";
    /// An entry of the ledger of a compensation fund.
    FundEntryId "fund entry";
    /// A review.
    ReviewId "review";
    /// An entry of the credit record.
    CreditEntryId "credit entry";
    /// A feedback.
    FeedbackId "feedback";
    /// A survey.
    SurveyId "survey";
    /// A question of a survey.
    QuestionId "survey question";
    /// An invitation to a survey.
    InvitationId "survey invitation";
    /// An article of the knowledge base.
    ArticleId "article";
    /// A board of the community.
    BoardId "board";
    /// A topic of the community.
    TopicId "topic";
    /// A post of the community.
    PostId "post";
    /// A club of customers.
    ClubId "club";
    /// A message of a ticket.
    TicketMessageId "ticket message";
    /// An entry of those who have had an asset.
    AssetOwnerId "asset owner";
    /// A claim on a warranty.
    WarrantyClaimId "warranty claim";
    /// An occasion of care that was used or let pass.
    CareId "care";
    /// A stored RFM snapshot.
    SnapshotId "RFM snapshot";
}
