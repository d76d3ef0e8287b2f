"""Records that operations return, dicts that they take, and tokens. Written by `cargo xtask generate` from the operation table; changes here are lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, NotRequired, TypeAlias, TypedDict, final

from crm.money import Money
from crm.record import Converter, PageRecord, Record, cell, many, same

__all__ = [
    "AbandonedCarts",
    "Address",
    "AddressKind",
    "AmountBasis",
    "Appointment",
    "AppointmentKind",
    "AppointmentPage",
    "AppointmentState",
    "ApprovalLimit",
    "ApprovalLimitDict",
    "Archived",
    "Article",
    "ArticleAudience",
    "ArticleGap",
    "ArticleGapPage",
    "ArticleHit",
    "ArticleLink",
    "ArticleMatch",
    "ArticlePage",
    "ArticlePatch",
    "ArticleState",
    "ArticleTitle",
    "ArticleVersion",
    "Asset",
    "AssetHistory",
    "AssetOrigin",
    "AssetOwner",
    "AssetPage",
    "AssetPatch",
    "AssetState",
    "AttributedLine",
    "Attribution",
    "BackupReport",
    "Basket",
    "BasketLine",
    "BatchResults",
    "BatchStep",
    "Beneficiary",
    "BeneficiaryDict",
    "BeneficiaryKind",
    "Benefit",
    "BillLine",
    "Block",
    "Board",
    "BoardPatch",
    "BrokenRule",
    "CalendarPlan",
    "CalendarPlanDict",
    "CancelReason",
    "CareAction",
    "CareHold",
    "CareItem",
    "CareItemPage",
    "CareNote",
    "CareNotePage",
    "CareOutcome",
    "CareReason",
    "CareRule",
    "CareRuleDict",
    "CareRules",
    "CarrierEffect",
    "CarrierEvent",
    "CarrierEventPage",
    "CarrierReport",
    "Cart",
    "CartLine",
    "CartLineDict",
    "CartPage",
    "CartSettings",
    "CartState",
    "CartSummary",
    "CesScore",
    "Channel",
    "CheckedAsset",
    "CheckedConfiguration",
    "ClaimedWarranty",
    "Club",
    "ClubMember",
    "ClubMemberPage",
    "Commission",
    "CommissionBasis",
    "CommissionPage",
    "CommissionPayout",
    "CommissionPlan",
    "CommissionPlanPage",
    "CommissionShare",
    "CommissionShareDict",
    "CommissionState",
    "CommissionStatement",
    "CommunitySettings",
    "CompanyCategory",
    "CompanyProfile",
    "CompanyProfileDict",
    "Comparison",
    "Compensation",
    "CompensationCause",
    "CompensationKind",
    "CompensationOfKind",
    "CompensationPage",
    "CompensationSettings",
    "CompensationState",
    "CompensationStatistics",
    "Competitor",
    "CompetitorPage",
    "CompetitorPatch",
    "CompetitorProduct",
    "CompetitorProductPage",
    "CompetitorProductPatch",
    "ConditionCheck",
    "Configuration",
    "ConfigurationPage",
    "ContentItem",
    "ContentItemPage",
    "ContentKind",
    "ContentPatch",
    "ContentState",
    "Contract",
    "ContractBilling",
    "ContractPage",
    "ContractRenewal",
    "ContractState",
    "Counts",
    "Coupon",
    "CouponKind",
    "CouponOffer",
    "CouponPage",
    "CouponProgram",
    "CouponProgramPage",
    "CouponProgramPatch",
    "CouponReversal",
    "CouponState",
    "CoverReason",
    "CoveredBy",
    "CoveringContract",
    "CreditDelta",
    "CreditDeltaDict",
    "CreditEntry",
    "CreditEntryPage",
    "CreditKind",
    "CreditLevel",
    "CreditScore",
    "CreditSettings",
    "CreditStanding",
    "CreditSum",
    "CreditedLine",
    "CsatScore",
    "CurrencyRate",
    "CustomField",
    "Customer",
    "CustomerBlock",
    "CustomerEntitlement",
    "CustomerGoodwill",
    "CustomerHit",
    "CustomerKind",
    "CustomerList",
    "CustomerPage",
    "CustomerPatch",
    "CustomerStage",
    "CustomerStagePage",
    "CustomerTier",
    "CustomerView",
    "DayHours",
    "DayHoursDict",
    "DescriptiveBlock",
    "Design",
    "DesignPage",
    "DesignState",
    "Direction",
    "DueTime",
    "DuplicateCandidate",
    "DuplicateCandidatePage",
    "DuplicateReason",
    "DuplicateScan",
    "DuplicateState",
    "ElapsedTime",
    "EntitlementCondition",
    "EntitlementConditions",
    "EntitlementConditionsDict",
    "EntitlementKind",
    "EntitlementOverride",
    "EntitlementRule",
    "EntitlementRuleDict",
    "EntitlementRules",
    "EntitlementSource",
    "EntitlementSummary",
    "EntitlementUsage",
    "EntitlementUse",
    "Entity",
    "Event",
    "EventBatch",
    "ExpiringPoints",
    "ExportCount",
    "ExportReport",
    "FactsStatus",
    "FeedbackAbout",
    "FeedbackCount",
    "FeedbackEntry",
    "FeedbackEntryPage",
    "FeedbackKind",
    "FeedbackSettings",
    "FeedbackSort",
    "FeedbackState",
    "FeedbackSummary",
    "FeedbackTeacher",
    "FieldEntity",
    "FieldEquals",
    "FieldRule",
    "FieldType",
    "FileReport",
    "Forecast",
    "ForecastPart",
    "FormOption",
    "FormQuestion",
    "Format",
    "ForumReport",
    "ForumReportPage",
    "ForumVotes",
    "FulfilState",
    "Fulfilment",
    "Fund",
    "FundEntry",
    "FundEntryKind",
    "FundEntryPage",
    "FundPage",
    "FundPatch",
    "FundPeriod",
    "Gender",
    "Guide",
    "GuideEntry",
    "GuideEntryDict",
    "GuideForCustomer",
    "GuideLine",
    "HoldReason",
    "HostPayment",
    "HostRows",
    "HotTopic",
    "HotTopics",
    "HoursException",
    "HoursExceptionDict",
    "Identified",
    "Identity",
    "IdentityInput",
    "IdentityInputDict",
    "IdentityKind",
    "ImportJob",
    "ImportJobPage",
    "ImportReport",
    "IntegrityReport",
    "Interaction",
    "InteractionCount",
    "InteractionKind",
    "InteractionOutcome",
    "InteractionPage",
    "InteractionPatch",
    "InteractionSummary",
    "InvitationState",
    "Invoice",
    "InvoiceHtml",
    "InvoiceKind",
    "InvoiceLine",
    "InvoicePage",
    "InvoicePatch",
    "InvoiceSeries",
    "InvoiceState",
    "LabelMove",
    "LabelSummary",
    "LatestMark",
    "Lead",
    "LeadAssignment",
    "LeadCondition",
    "LeadConditionDict",
    "LeadConversion",
    "LeadCount",
    "LeadDeal",
    "LeadLostReason",
    "LeadPage",
    "LeadPatch",
    "LeadRule",
    "LeadRuleKind",
    "LeadRulePatch",
    "LeadRuleVerdict",
    "LeadRules",
    "LeadScore",
    "LeadScoreKind",
    "LeadScorePart",
    "LeadSettings",
    "LeadSource",
    "LeadState",
    "LevelCount",
    "LineCancellation",
    "ListMember",
    "ListMemberPage",
    "LogisticsIndicators",
    "LostReason",
    "LoyaltyProgram",
    "LoyaltyTerms",
    "MaintenanceDue",
    "MaintenanceDuePage",
    "MaintenanceMakes",
    "MaintenancePlan",
    "MaintenancePlanPage",
    "MarkResult",
    "MatchPolicy",
    "Matched",
    "MedusaReturnStatus",
    "MergeRecord",
    "Metrics",
    "Model",
    "ModelGroup",
    "ModelGroupDict",
    "ModelOption",
    "ModelOptionDict",
    "ModelRule",
    "ModelRuleDict",
    "ModelRuleKind",
    "ModelSummary",
    "ModelSummaryPage",
    "MoneyDict",
    "NameOrder",
    "NearestConfiguration",
    "NewAddress",
    "NewContract",
    "NewCustomer",
    "NewInteraction",
    "NewInvoiceLine",
    "NewLead",
    "NewOpportunityLine",
    "NewOrder",
    "NewOrderLine",
    "NewOrderLineDict",
    "NewPayment",
    "NewPipelineStage",
    "NewProduct",
    "NewQuestion",
    "NewQuoteLine",
    "NewRefund",
    "NewRefundLine",
    "NewReturnLine",
    "NewServiceLine",
    "NewTouch",
    "NewWebEvent",
    "NextStep",
    "NoNearest",
    "NpsScore",
    "NumberFormat",
    "OpenBalance",
    "Opportunity",
    "OpportunityHistory",
    "OpportunityLine",
    "OpportunityPage",
    "OpportunityPatch",
    "OpportunityStatus",
    "OpportunitySummary",
    "OptionChange",
    "OptionResult",
    "Order",
    "OrderLine",
    "OrderPage",
    "OrderPatch",
    "OrderPoints",
    "OrderReturn",
    "OrderReturnPage",
    "OrderState",
    "OrderSummary",
    "OrderedCart",
    "Outcome",
    "Parcel",
    "Part",
    "PartLookup",
    "PartPage",
    "PartPatch",
    "PartReservation",
    "PartReservationPage",
    "PartReservationState",
    "Partner",
    "PartnerKind",
    "PartnerPage",
    "PartnerPatch",
    "Party",
    "PayState",
    "Payment",
    "PaymentKind",
    "Pipeline",
    "PipelineStage",
    "PlaceStock",
    "PlanTerms",
    "PlanTermsDict",
    "PointsBalance",
    "PointsEntry",
    "PointsEntryPage",
    "PointsKind",
    "PointsRounding",
    "Policy",
    "Post",
    "PostPage",
    "PreferredChannel",
    "PresaleBlock",
    "PriceTerms",
    "Priority",
    "Product",
    "ProductPage",
    "ProductState",
    "Production",
    "PromotionalBlock",
    "PromotionalEntry",
    "PutCart",
    "Question",
    "QuestionKind",
    "QuestionResult",
    "Quote",
    "QuoteLine",
    "QuotePage",
    "QuotePatch",
    "QuoteSettings",
    "QuoteState",
    "QuoteSummary",
    "Recorded",
    "RecoveredFrom",
    "Redemption",
    "RedemptionPage",
    "RedemptionState",
    "Reference",
    "ReferenceDict",
    "Referral",
    "ReferralCode",
    "ReferralPage",
    "ReferralProgram",
    "ReferralState",
    "Refund",
    "RefundLine",
    "RefundPage",
    "RefundSummary",
    "Refusal",
    "Relation",
    "RelationKind",
    "Reorder",
    "Reported",
    "ReturnAcceptance",
    "ReturnApproval",
    "ReturnCondition",
    "ReturnDisposition",
    "ReturnEffect",
    "ReturnFinding",
    "ReturnHabits",
    "ReturnIndicators",
    "ReturnLine",
    "ReturnOffer",
    "ReturnPatch",
    "ReturnReason",
    "ReturnReceipt",
    "ReturnRefusal",
    "ReturnReported",
    "ReturnResolution",
    "ReturnRule",
    "ReturnRuleDict",
    "ReturnRulesUsed",
    "ReturnSettings",
    "ReturnSighting",
    "ReturnState",
    "ReturnVerdict",
    "ReturnedProduct",
    "ReturnedReason",
    "Review",
    "ReviewAsked",
    "ReviewAspect",
    "ReviewPage",
    "ReviewPatch",
    "ReviewReportReason",
    "ReviewRequest",
    "ReviewRequestPage",
    "ReviewSettings",
    "ReviewSort",
    "ReviewState",
    "ReviewSubject",
    "ReviewSubjectDict",
    "ReviewSummary",
    "ReviewedKind",
    "ReviewedService",
    "RfmAbout",
    "RfmCut",
    "RfmCuts",
    "RfmExplanation",
    "RfmFacts",
    "RfmLabelMap",
    "RfmLabelMapDict",
    "RfmLabelRule",
    "RfmLabelRuleDict",
    "RfmMethod",
    "RfmMoved",
    "RfmMovedPage",
    "RfmMoves",
    "RfmPage",
    "RfmRow",
    "RfmScores",
    "RfmSettings",
    "RfmSnapshot",
    "RfmSnapshotPage",
    "RfmStanding",
    "RfmSummary",
    "RfmThresholds",
    "RfmThresholdsDict",
    "RfmWhatIf",
    "Rival",
    "RowVerdict",
    "RuleCheck",
    "ServiceBlock",
    "ServiceCalendar",
    "ServiceCalendars",
    "ServiceCosts",
    "ServiceHoliday",
    "ServiceHolidayDict",
    "ServiceKind",
    "ServiceLevel",
    "ServiceLine",
    "ServiceLineKind",
    "ServiceLinePatch",
    "ServiceOrder",
    "ServiceOrderPage",
    "ServiceOrderPatch",
    "ServiceOrderState",
    "ServiceOrderSummary",
    "ServiceOutcome",
    "ServiceReport",
    "ServiceSettings",
    "SharedConfiguration",
    "Shipment",
    "ShipmentLine",
    "ShipmentLineDict",
    "ShipmentPage",
    "ShipmentPatch",
    "ShipmentState",
    "ShopSettings",
    "ShopifyReturnStatus",
    "ShownArticle",
    "SizeBand",
    "SkuPoints",
    "SkuPointsDict",
    "SlaList",
    "SlaPause",
    "SlaPlan",
    "SlaPromise",
    "SlaStatus",
    "SlaTarget",
    "SlaTargetDict",
    "Slot",
    "StaffTickets",
    "Stage",
    "StageChange",
    "StageCount",
    "StageTime",
    "StateWord",
    "StepResult",
    "StockAvailability",
    "StockLevels",
    "StockMove",
    "StockMoveKind",
    "StockMovePage",
    "StockToReorder",
    "StockToReorderPage",
    "StoredValue",
    "StoredValueEntry",
    "StoredValueEntryKind",
    "StoredValueEntryPage",
    "StoredValueKind",
    "StoredValuePage",
    "SuccessorStock",
    "Survey",
    "SurveyAnswer",
    "SurveyCondition",
    "SurveyConditionDict",
    "SurveyForm",
    "SurveyInvitation",
    "SurveyInvitationPage",
    "SurveyMonth",
    "SurveyOption",
    "SurveyOptionDict",
    "SurveyOutcome",
    "SurveyPage",
    "SurveyPatch",
    "SurveyResults",
    "SurveyReward",
    "SurveyRewardDict",
    "SurveyScores",
    "SurveyState",
    "SurveyText",
    "SurveyTextPage",
    "TagCount",
    "Task",
    "TaskKind",
    "TaskPage",
    "TaskPatch",
    "TaskState",
    "Technician",
    "TechnicianSlot",
    "TickReport",
    "TickStepReport",
    "Ticket",
    "TicketAuthor",
    "TicketCount",
    "TicketHistory",
    "TicketKind",
    "TicketMessage",
    "TicketMessagePage",
    "TicketMethod",
    "TicketPage",
    "TicketPatch",
    "TicketPause",
    "TicketPerformance",
    "TicketRule",
    "TicketRuleDict",
    "TicketRules",
    "TicketSettings",
    "TicketState",
    "TicketSummary",
    "TicketTrack",
    "Tier",
    "TierPatch",
    "TimeFormat",
    "TimelineEntry",
    "TimelineEntryPage",
    "TimelineKind",
    "Topic",
    "TopicDemand",
    "TopicPage",
    "TopicPatch",
    "TopicState",
    "Touch",
    "TouchCount",
    "TouchGroup",
    "TouchPage",
    "TouchSettings",
    "TouchSummary",
    "TransactionalBlock",
    "Transfer",
    "TurnoverPeriod",
    "TurnoverTier",
    "TurnoverTierDict",
    "UpsertCount",
    "UpsertOutcome",
    "UpsertedCustomer",
    "Verdict",
    "Verified",
    "Version",
    "ViewFlags",
    "VoidReason",
    "Warranty",
    "WarrantyCheck",
    "WarrantyClaim",
    "WarrantyClaimPage",
    "WarrantyKind",
    "WarrantyPage",
    "WarrantyPlan",
    "WarrantyPlanPage",
    "WarrantyStart",
    "WarrantyState",
    "WarrantyVerdict",
    "WayBack",
    "WebEvent",
    "WebEventKind",
    "WebEventPage",
    "WeekHours",
    "WeekHoursDict",
    "WeighedCredit",
    "Whereabouts",
    "WorkingHours",
]


class MoneyDict(TypedDict):
    """An amount in one currency as plain data."""

    amount: str
    """A decimal string with at most the currency's decimals."""
    currency: str
    """The ISO 4217 code."""


AddressKind: TypeAlias = Literal["billing", "shipping", "home", "work", "service"]
"""What an address is for."""

AmountBasis: TypeAlias = Literal["net", "with_tax", "with_shipping", "gross"]
"""Which amount of an order counts as its value."""

AppointmentKind: TypeAlias = Literal["visit", "call", "video", "store", "service"]
"""Where and how the two meet."""

AppointmentState: TypeAlias = Literal["booked", "completed", "cancelled", "no_show"]
"""Where an appointment stands."""

Archived: TypeAlias = Literal["exclude", "include", "only"]
"""Whether archived customers are listed."""

ArticleAudience: TypeAlias = Literal["public", "customers", "staff"]
"""Who may read an article."""

ArticleMatch: TypeAlias = Literal["title", "words", "beginning", "alike"]
"""Where the words of a search stand; the better place first."""

ArticleState: TypeAlias = Literal["draft", "in_review", "published", "archived"]
"""Where the newest text of an article stands."""

AssetOrigin: TypeAlias = Literal["sale", "registration", "transfer"]
"""How an asset came to its owner."""

AssetState: TypeAlias = Literal["in_stock", "sold", "in_use", "in_repair", "returned", "scrapped", "transferred"]
"""Where an asset stands."""

BeneficiaryKind: TypeAlias = Literal["partner", "staff"]
"""Who gets a commission."""

Block: TypeAlias = Literal["none", "no_marketing", "no_service", "no_sales"]
"""What the shop does not do with a customer any more. Each block forbids what the one before forbids, and more. Facts
are recorded all the same."""

CancelReason: TypeAlias = Literal["customer", "payment", "inventory", "fraud", "staff", "other"]
"""Why an order was called off."""

CareAction: TypeAlias = Literal["greet", "thank", "remind", "call"]
"""What to do."""

CareHold: TypeAlias = Literal["blocked", "open_complaint"]
"""What speaks against getting in touch now."""

CareOutcome: TypeAlias = Literal["given", "skipped"]
"""What became of an occasion."""

CareReason: TypeAlias = Literal["birthday", "anniversary", "warranty_ending", "silent", "delivered", "complaint_resolved"]
"""Why the shop should get in touch."""

CarrierEffect: TypeAlias = Literal["moved", "noted", "older", "repeated", "unmatched"]
"""What a report of a carrier did."""

CartState: TypeAlias = Literal["active", "abandoned", "recovered", "ordered", "expired"]
"""Where a cart stands."""

Channel: TypeAlias = Literal["web", "app", "email", "sms", "phone_in", "phone_out", "chat", "wechat", "qq", "social", "forum", "fax", "letter", "visit", "store", "marketplace", "system"]
"""The way on which a contact took place."""

CommissionBasis: TypeAlias = Literal["revenue", "margin", "units"]
"""What a commission is computed of."""

CommissionState: TypeAlias = Literal["pending", "earned", "approved", "paid", "clawed_back"]
"""Where a commission stands."""

CompanyCategory: TypeAlias = Literal["home", "business", "education", "government", "special"]
"""The market of a company."""

CompensationKind: TypeAlias = Literal["refund", "points", "coupon", "advance", "gift"]
"""What the customer gets."""

CompensationState: TypeAlias = Literal["pending", "approved", "declined", "cancelled", "paid", "recovered"]
"""Where a compensation stands."""

ContentKind: TypeAlias = Literal["brochure", "catalogue", "template", "image", "video", "document"]
"""What a content item is."""

ContentState: TypeAlias = Literal["draft", "in_review", "published", "archived"]
"""Where a content item stands."""

ContractBilling: TypeAlias = Literal["once", "monthly", "quarterly", "yearly"]
"""How often a contract is billed."""

ContractRenewal: TypeAlias = Literal["none", "auto", "ask"]
"""What happens when a contract ends."""

ContractState: TypeAlias = Literal["draft", "pending_signature", "active", "expiring", "suspended", "terminated", "expired", "renewed", "cancelled"]
"""Where a service contract stands."""

Counts: TypeAlias = Literal["paid", "placed"]
"""Which orders count in metrics and analyses."""

CouponKind: TypeAlias = Literal["percent", "amount", "free_shipping", "gift", "buy_x_get_y"]
"""What a programme gives."""

CouponState: TypeAlias = Literal["issued", "reserved", "redeemed", "expired", "revoked"]
"""Where a coupon stands."""

CoverReason: TypeAlias = Literal["warranty_parts", "warranty_labour", "warranty_onsite", "contract_parts", "contract_labour", "contract_travel", "not_covered", "no_cover"]
"""The rule by which warranty and contract bear a line or do not; goodwill says its own reason."""

CoveredBy: TypeAlias = Literal["warranty", "contract", "goodwill", "customer"]
"""Who bears what a line costs."""

CreditKind: TypeAlias = Literal["on_time_payment", "completed_order", "review_helpful", "review_removed", "return_abuse", "chargeback", "no_show", "refused_delivery", "complaint_upheld", "complaint_rejected", "verified_identity", "manual"]
"""What an entry of the credit record rests on."""

CreditLevel: TypeAlias = Literal["poor", "fair", "good", "excellent"]
"""What a score is worth."""

CustomerKind: TypeAlias = Literal["person", "company"]
"""What a customer is."""

DesignState: TypeAlias = Literal["open", "under_review", "planned", "done", "declined"]
"""Where a design request stands."""

Direction: TypeAlias = Literal["in", "out", "internal"]
"""Who turned to whom."""

DuplicateReason: TypeAlias = Literal["same_email", "same_phone", "same_tax_id", "same_identity", "name_birth", "name_postcode", "fuzzy"]
"""Why two customers may be one."""

DuplicateState: TypeAlias = Literal["open", "merged", "dismissed"]
"""What became of a pair."""

EntitlementCondition: TypeAlias = Literal["kind", "tiers", "labels", "stages", "tags", "net_from", "net_below", "margin_from", "margin_below", "orders_from", "orders_below", "idle_days_from", "idle_days_below", "refund_rate_above"]
"""What a rule asks."""

EntitlementKind: TypeAlias = Literal["visit", "call"]
"""What is counted of a contract."""

EntitlementSource: TypeAlias = Literal["block", "override", "rule", "default"]
"""What decided an entitlement; what stands first wins."""

Entity: TypeAlias = Literal["customers", "products", "orders", "refunds", "interactions"]
"""What rows are."""

FeedbackAbout: TypeAlias = Literal["product", "service", "site", "delivery", "price", "competitor", "other"]
"""What a feedback is about."""

FeedbackKind: TypeAlias = Literal["suggestion", "praise", "defect", "complaint", "wish"]
"""What kind of feedback it is."""

FeedbackSort: TypeAlias = Literal["newest", "supporters"]
"""In which order feedback is listed."""

FeedbackState: TypeAlias = Literal["received", "under_review", "planned", "done", "declined"]
"""Where a feedback stands."""

FieldEntity: TypeAlias = Literal["customer"]
"""What a custom field belongs to."""

FieldRule: TypeAlias = Literal["keep_winner", "keep_loser", "newest"]
"""Whose value a field takes in a merge."""

FieldType: TypeAlias = Literal["bool", "int", "money", "qty", "date", "ts", "text", "enum", "multi_enum", "customer_ref"]
"""What the values of a custom field are."""

Format: TypeAlias = Literal["csv", "jsonl"]
"""The format of a file."""

FulfilState: TypeAlias = Literal["unfulfilled", "scheduled", "in_progress", "partially_fulfilled", "fulfilled", "restocked", "not_required"]
"""How far an order is fulfilled; derived from its state and the quantities of its lines."""

FundEntryKind: TypeAlias = Literal["top_up", "reserve", "release", "pay", "recover"]
"""Why what a fund has changed."""

FundPeriod: TypeAlias = Literal["ever", "month", "year"]
"""How often the limit of a fund begins anew."""

Gender: TypeAlias = Literal["unknown", "female", "male", "other", "undisclosed"]
"""How a person wants to be addressed."""

HoldReason: TypeAlias = Literal["payment_check", "fraud_review", "stock", "address", "customer_request", "other"]
"""Why an order is held back."""

HostPayment: TypeAlias = Literal["unpaid", "authorized", "partially_paid", "paid", "partially_refunded", "refunded", "voided"]
"""What a host's word says about the payment."""

IdentityKind: TypeAlias = Literal["email", "phone", "account_name", "host_user_id", "wechat_openid", "wechat_unionid", "qq", "weibo", "douyin", "alipay_uid", "facebook", "instagram", "x", "line", "whatsapp", "telegram", "cookie_id", "device_id", "loyalty_card", "tax_id", "custom", "external_id"]
"""A way to recognise a customer."""

InteractionKind: TypeAlias = Literal["enquiry", "consult", "complaint", "order_help", "follow_up", "survey", "care", "notice", "feedback", "call", "note"]
"""What a contact was for."""

InteractionOutcome: TypeAlias = Literal["none", "resolved", "callback", "lost", "converted", "no_answer", "wrong_number", "busy"]
"""What came of a contact."""

InvitationState: TypeAlias = Literal["invited", "opened", "started", "partial", "completed", "rewarded", "disqualified", "expired", "opted_out"]
"""Where an invitation to a survey stands."""

InvoiceKind: TypeAlias = Literal["sale", "service", "credit_note"]
"""What is invoiced."""

InvoiceState: TypeAlias = Literal["draft", "issued", "paid", "void"]
"""Where an invoice stands."""

LeadLostReason: TypeAlias = Literal["no_need", "no_budget", "timing", "competitor", "no_response", "wrong_contact", "not_target", "duplicate", "other"]
"""Why a lead will not buy."""

LeadRuleKind: TypeAlias = Literal["round_robin", "territory", "product_line", "load"]
"""How a rule assigns leads."""

LeadScoreKind: TypeAlias = Literal["source", "identities", "profile", "interest", "contacts", "company_size", "recency"]
"""What gives points."""

LeadSource: TypeAlias = Literal["web_form", "import", "call", "email", "chat", "social", "event", "referral", "partner", "campaign", "cart", "survey", "forum", "other"]
"""How a lead came."""

LeadState: TypeAlias = Literal["new", "contacted", "nurturing", "qualified", "unqualified", "recycled", "converted", "junk"]
"""Where a lead stands."""

LostReason: TypeAlias = Literal["price", "competitor", "no_budget", "no_need", "no_decision", "timing", "missing_feature", "no_response", "quality", "other"]
"""Why something was not sold."""

MaintenanceMakes: TypeAlias = Literal["order", "task"]
"""What a plan makes when an asset is due."""

MatchPolicy: TypeAlias = Literal["update", "merge", "skip"]
"""What happens when a customer of the input exists."""

Matched: TypeAlias = Literal["identity", "name", "name_prefix", "words", "digits"]
"""How a search found a customer; the better way first."""

MedusaReturnStatus: TypeAlias = Literal["open", "requested", "received", "partially_received", "canceled"]
"""The same state in the words of Medusa."""

ModelRuleKind: TypeAlias = Literal["requires", "excludes", "count"]
"""What a rule between options says."""

NameOrder: TypeAlias = Literal["given_first", "family_first"]
"""The order in which a display name is put together."""

NextStep: TypeAlias = Literal["place", "pay", "confirm", "release", "produce", "ship", "hand_over", "deliver", "redeliver", "pick_up", "clear_exception", "await_return", "replace", "none"]
"""What happens next with an order."""

NoNearest: TypeAlias = Literal["search_bound", "no_valid_choices"]
"""Why there are no nearest valid choices."""

NumberFormat: TypeAlias = Literal["plain", "grouped", "comma"]
"""How numbers are written."""

OpportunityStatus: TypeAlias = Literal["open", "on_hold", "won", "lost"]
"""The core status of an opportunity, to which every stage maps."""

OrderState: TypeAlias = Literal["draft", "pending", "on_hold", "confirmed", "in_production", "processing", "completed", "closed", "cancelled"]
"""Where an order stands."""

Outcome: TypeAlias = Literal["created", "updated", "unchanged", "ignored"]
"""What became of an order that was given."""

PartReservationState: TypeAlias = Literal["reserved", "issued", "released", "expired"]
"""Where a reservation stands."""

PartnerKind: TypeAlias = Literal["agent", "wholesaler", "retailer", "distributor", "affiliate", "reseller"]
"""How a partner sells."""

PayState: TypeAlias = Literal["unpaid", "authorized", "partially_paid", "paid", "partially_refunded", "refunded", "voided"]
"""How far an order is paid; derived from its payments and refunds."""

PaymentKind: TypeAlias = Literal["authorization", "capture", "void"]
"""What a payment does."""

PointsKind: TypeAlias = Literal["earn", "redeem", "expire", "adjust", "reverse", "transfer", "bonus"]
"""Why a balance of points changed."""

PointsRounding: TypeAlias = Literal["down", "nearest", "up"]
"""How a share of a point is rounded."""

Policy: TypeAlias = Literal["skip", "update", "merge"]
"""What happens to a row whose key is known."""

PreferredChannel: TypeAlias = Literal["email", "sms", "phone", "app", "chat", "wechat", "qq", "whatsapp", "line", "telegram", "letter"]
"""A channel on which a customer likes to be reached."""

Priority: TypeAlias = Literal["low", "normal", "high", "urgent"]
"""How much a task presses."""

ProductState: TypeAlias = Literal["active", "discontinued"]
"""Whether a product is still sold."""

Production: TypeAlias = Literal["none", "waiting", "under_way", "done"]
"""How far what is made to order is made."""

QuestionKind: TypeAlias = Literal["single", "multi", "scale", "nps", "csat", "ces", "text", "date", "number", "ranking"]
"""What kind of answer a question takes."""

QuoteState: TypeAlias = Literal["draft", "sent", "viewed", "accepted", "declined", "expired", "revised", "ordered", "cancelled"]
"""Where a quote stands."""

RecoveredFrom: TypeAlias = Literal["supplier", "carrier", "insurer", "seller", "other"]
"""From whom an advance is reclaimed."""

RedemptionState: TypeAlias = Literal["reserved", "redeemed", "released", "reversed"]
"""Where one use of a coupon stands."""

ReferralState: TypeAlias = Literal["joined", "ordered", "rewarded", "cancelled"]
"""Where a referral stands."""

Refusal: TypeAlias = Literal["inactive", "not_started", "ended", "expired", "revoked", "reserved", "redeemed", "customer_needed", "blocked", "other_customer", "not_on_list", "tier_too_low", "other_currency", "below_minimum", "no_matching_lines", "too_few_units", "nothing_to_discount", "not_stackable", "total_limit", "customer_limit", "budget"]
"""Why a coupon gives nothing for a basket."""

RelationKind: TypeAlias = Literal["contact_of", "decision_maker", "legal_rep", "spouse", "parent", "referred_by", "partner_of", "distributor_of"]
"""How one customer is related to another: `from` is the … of `to`."""

ReturnApproval: TypeAlias = Literal["auto", "person"]
"""Who decides whether goods may be sent back."""

ReturnCondition: TypeAlias = Literal["unopened", "opened", "used", "damaged", "unknown"]
"""In which condition something comes back."""

ReturnDisposition: TypeAlias = Literal["restock", "refurbish", "scrap", "return_to_vendor", "to_customer"]
"""Where goods that came back go."""

ReturnEffect: TypeAlias = Literal["moved", "dated", "known"]
"""What a report of a carrier did."""

ReturnReason: TypeAlias = Literal["defective", "damaged", "wrong_item", "missing_item", "not_as_described", "size", "changed_mind", "late", "duplicate", "other"]
"""Why something comes back."""

ReturnRefusal: TypeAlias = Literal["not_delivered", "nothing_left", "too_many", "window_over", "not_returnable"]
"""Why a line cannot be returned."""

ReturnResolution: TypeAlias = Literal["refund", "exchange", "store_credit", "repair", "none"]
"""What the customer gets for what came back."""

ReturnSighting: TypeAlias = Literal["in_transit", "received"]
"""What a carrier says about goods on their way back."""

ReturnState: TypeAlias = Literal["requested", "approved", "declined", "cancelled", "in_transit", "expired", "partially_received", "received", "inspected", "accepted", "partly_accepted", "rejected", "refunded", "exchanged", "credited", "repaired", "returned_to_customer", "closed"]
"""Where a return stands."""

ReviewReportReason: TypeAlias = Literal["spam", "offensive", "false", "privacy", "other"]
"""Why a review is reported."""

ReviewSort: TypeAlias = Literal["newest", "helpful", "rating"]
"""In which order reviews are listed."""

ReviewState: TypeAlias = Literal["pending", "published", "hidden", "removed"]
"""Where a review stands."""

ReviewedKind: TypeAlias = Literal["product", "order", "service", "staff", "shop"]
"""What kind of thing is reviewed."""

ReviewedService: TypeAlias = Literal["ticket", "service_order"]
"""Which service is reviewed."""

RfmMethod: TypeAlias = Literal["quantile", "percent_rank", "ntile", "qcut", "r_rfm", "fixed", "jenks", "one_timer"]
"""How base values become scores."""

ServiceKind: TypeAlias = Literal["repair", "maintenance", "installation", "inspection"]
"""What is done."""

ServiceLevel: TypeAlias = Literal["free", "paid", "none"]
"""How the shop serves a customer."""

ServiceLineKind: TypeAlias = Literal["labour", "part", "travel", "fee"]
"""What a line is for."""

ServiceOrderState: TypeAlias = Literal["draft", "quoted", "confirmed", "waiting_parts", "scheduled", "in_progress", "done", "unrepairable", "to_invoice", "invoiced", "closed", "declined", "expired", "cancelled"]
"""Where a service order stands."""

ServiceOutcome: TypeAlias = Literal["done", "unrepairable"]
"""What came of the work."""

ShipmentState: TypeAlias = Literal["created", "label_printed", "handed_over", "in_transit", "exception", "out_for_delivery", "failed_attempt", "at_pickup_point", "returning", "cancelled", "delivered", "returned", "lost"]
"""Where a parcel stands. Of two reports of one instant the later in this list holds."""

ShopifyReturnStatus: TypeAlias = Literal["requested", "open", "closed", "declined", "canceled"]
"""The same state in the words of Shopify."""

SizeBand: TypeAlias = Literal["under_400", "from_400"]
"""The size of a company by its employees."""

SlaPause: TypeAlias = Literal["waiting_customer", "waiting_third_party", "waiting_parts"]
"""A state of a ticket in which the clock of its SLA may stand."""

SlaStatus: TypeAlias = Literal["pending", "met", "breached", "paused", "cancelled"]
"""Whether a promise of an SLA is kept."""

Stage: TypeAlias = Literal["anonymous", "subscriber", "prospect", "lead", "opportunity", "first_time", "repeat", "loyal", "champion", "won_back", "at_risk", "dormant", "lost", "blocked", "erased"]
"""Where a customer stands. The first rule that fits decides; g is the customer's own median gap between order days
when there are at least three orders, else the shop's, clamped to 7..365 days; d is the number of days since the last
counted order."""

StockMoveKind: TypeAlias = Literal["receive", "issue", "adjust", "move", "return"]
"""Why stock changed."""

StoredValueEntryKind: TypeAlias = Literal["issue", "charge", "credit", "expire", "reverse"]
"""Why a balance changed."""

StoredValueKind: TypeAlias = Literal["gift_card", "store_credit"]
"""What holds the money."""

SurveyState: TypeAlias = Literal["draft", "active", "paused", "closed", "archived"]
"""Where a survey stands."""

TaskKind: TypeAlias = Literal["call", "email", "visit", "callback", "care", "review", "other"]
"""What is to be done."""

TaskState: TypeAlias = Literal["open", "in_progress", "done", "cancelled"]
"""Where a task stands."""

TicketAuthor: TypeAlias = Literal["customer", "staff", "system"]
"""Who wrote a message."""

TicketKind: TypeAlias = Literal["question", "incident", "problem", "complaint", "service_request", "return_request", "praise"]
"""What a ticket is."""

TicketMethod: TypeAlias = Literal["round_robin", "least_load"]
"""How a rule chooses among its staff."""

TicketState: TypeAlias = Literal["new", "assigned", "open", "waiting_customer", "waiting_third_party", "waiting_parts", "escalated", "resolved", "reopened", "closed", "spam", "duplicate"]
"""Where a ticket stands."""

TimeFormat: TypeAlias = Literal["iso", "day_first", "month_first", "compact", "unix_seconds", "unix_millis"]
"""How times are written."""

TimelineKind: TypeAlias = Literal["interaction", "order", "refund", "stage_change"]
"""What an entry of a timeline is."""

TopicState: TypeAlias = Literal["open", "answered", "closed", "hidden"]
"""Where a topic stands."""

TurnoverPeriod: TypeAlias = Literal["month", "quarter", "year"]
"""How long turnover adds up."""

UpsertOutcome: TypeAlias = Literal["created", "updated", "unchanged", "skipped"]
"""What an upsert did with one customer."""

Verdict: TypeAlias = Literal["created", "updated", "merged", "skipped", "rejected"]
"""What became of a row."""

Verified: TypeAlias = Literal["unverified", "verified", "failed"]
"""Whether somebody made sure that an identity is the customer's."""

VoidReason: TypeAlias = Literal["misuse", "transferred_no_cover", "refunded", "returned", "scrapped", "other"]
"""Why a warranty does not cover any more."""

WarrantyKind: TypeAlias = Literal["manufacturer", "extended", "statutory"]
"""Who stands behind a warranty."""

WarrantyStart: TypeAlias = Literal["delivery", "installation", "registration", "expiry", "fixed"]
"""What a warranty begins with."""

WarrantyState: TypeAlias = Literal["not_started", "active", "expiring", "expired", "suspended", "void", "exhausted"]
"""Where a warranty stands, by its days and by what was noted of it."""

WarrantyVerdict: TypeAlias = Literal["in_warranty", "under_contract", "void", "out_of_warranty", "not_found"]
"""What a warranty check says."""

WayBack: TypeAlias = Literal["shop", "customer"]
"""Who pays the way back."""

WebEventKind: TypeAlias = Literal["visited", "product_viewed", "searched", "wishlist_added", "checkout_started", "form_submitted", "price_dropped", "back_in_stock"]
"""What happened on the site."""


@final
class AbandonedCarts(Record):
    """What was abandoned in a period in one currency, and what has become of it. Each cart counts once, where it was last
abandoned, with what it was worth then."""

    __slots__ = ()

    abandoned: int
    """Carts that were abandoned."""
    abandoned_value: Money
    """What they were worth."""
    recovered: int
    """Those of them to which somebody came back, ordered ones included."""
    recovered_value: Money
    """What they were worth when they were abandoned."""
    ordered: int
    """Those of them that were ordered."""
    ordered_value: Money
    """What they were worth when they were abandoned."""
    expired: int
    """Those of them that expired."""
    expired_value: Money
    """What they were worth."""
    recovery_rate: Decimal
    """Which share of the carts was recovered."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "abandoned": None,
        "abandoned_value": Money._of,
        "recovered": None,
        "recovered_value": Money._of,
        "ordered": None,
        "ordered_value": Money._of,
        "expired": None,
        "expired_value": Money._of,
        "recovery_rate": Decimal,
    }


@final
class Address(Record):
    """An address as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Whose it is."""
    kind: AddressKind
    """What it is for."""
    lines: tuple[str, ...]
    """Street and house."""
    is_default: bool
    """Whether it is the default of its kind."""
    created_at: datetime
    """When it was recorded."""
    city: str | None
    """The city."""
    country: str | None
    """ISO 3166-1 alpha-2."""
    geo_cell: str | None
    """A cell of a geographic grid."""
    postcode: str | None
    """The postcode."""
    recipient: str | None
    """Who receives there."""
    region: str | None
    """The province or state."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "kind": None,
        "lines": same,
        "is_default": None,
        "created_at": datetime.fromisoformat,
        "city": None,
        "country": None,
        "geo_cell": None,
        "postcode": None,
        "recipient": None,
        "region": None,
    }


@final
class Appointment(Record):
    """An appointment as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    staff_id: int
    """With whom of the staff."""
    kind: AppointmentKind
    """Where and how the two meet."""
    state: AppointmentState
    """Where it stands."""
    starts_at: datetime
    """When it begins."""
    ends_at: datetime
    """When it ends."""
    created_at: datetime
    """When it was booked."""
    updated_at: datetime
    """When it last changed."""
    customer_id: int | None
    """The customer; follows merges."""
    ended_at: datetime | None
    """When it was completed, called off or missed."""
    note: str | None
    """What it is about, and what came of it."""
    place: str | None
    """Where."""
    remind_at: datetime | None
    """When `tick` reminds of it."""
    reminded_at: datetime | None
    """When it did."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "staff_id": None,
        "kind": None,
        "state": None,
        "starts_at": datetime.fromisoformat,
        "ends_at": datetime.fromisoformat,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "customer_id": None,
        "ended_at": datetime.fromisoformat,
        "note": None,
        "place": None,
        "remind_at": datetime.fromisoformat,
        "reminded_at": datetime.fromisoformat,
    }


@final
class AppointmentPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Appointment, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Appointment._of),
        "next": None,
    }


@final
class ApprovalLimit(Record):
    """Up to what a member of the staff approves."""

    __slots__ = ()

    staff_id: int
    """Who."""
    up_to: Money | None
    """Up to what, in the base currency; without a limit when absent."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "staff_id": None,
        "up_to": Money._of,
    }


@final
class Article(Record):
    """An article as it is stored, with its newest text."""

    __slots__ = ()

    id: int
    """The id."""
    key: str
    """The key: languages of one article share it."""
    language: str
    """The language."""
    title: str
    """The title of the newest text."""
    body: str
    """The newest text."""
    audience: ArticleAudience
    """Who may read it."""
    state: ArticleState
    """Where the newest text stands."""
    version: int
    """The version of the newest text: 1 for the first."""
    skus: tuple[str, ...]
    """The articles of the catalogue that it is about, in their order."""
    categories: tuple[str, ...]
    """The categories that it is about, in their order."""
    tags: tuple[str, ...]
    """Its tags, in their order."""
    related: tuple[int, ...]
    """Articles to read on."""
    views: int
    """How often it was shown."""
    helpful: int
    """How many found it helpful."""
    not_helpful: int
    """How many did not."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    expired_at: datetime | None
    """When `tick` took it out of the search because its time was over."""
    expiring_at: datetime | None
    """When `tick` announced its end."""
    published_at: datetime | None
    """When what readers see was published."""
    published_version: int | None
    """The version that readers see; null when they see none."""
    valid_to: datetime | None
    """Until when it holds."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "key": None,
        "language": None,
        "title": None,
        "body": None,
        "audience": None,
        "state": None,
        "version": None,
        "skus": same,
        "categories": same,
        "tags": same,
        "related": same,
        "views": None,
        "helpful": None,
        "not_helpful": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "expired_at": datetime.fromisoformat,
        "expiring_at": datetime.fromisoformat,
        "published_at": datetime.fromisoformat,
        "published_version": None,
        "valid_to": datetime.fromisoformat,
    }


@final
class ArticleGap(Record):
    """Something that was asked and not found."""

    __slots__ = ()

    id: int
    """The id."""
    text: str
    """What was asked, without case, accents and punctuation."""
    count: int
    """How often."""
    first_at: datetime
    """When first."""
    last_at: datetime
    """When last."""
    language: str | None
    """The language in which it was looked for; null for all."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "text": None,
        "count": None,
        "first_at": datetime.fromisoformat,
        "last_at": datetime.fromisoformat,
        "language": None,
    }


@final
class ArticleGapPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[ArticleGap, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(ArticleGap._of),
        "next": None,
    }


@final
class ArticleHit(Record):
    """An article that was found."""

    __slots__ = ()

    id: int
    """The id."""
    key: str
    """The key."""
    language: str
    """The language."""
    title: str
    """The title."""
    excerpt: str
    """How the text begins, at most 200 characters."""
    matched: ArticleMatch
    """Where the words stand."""
    helpful: int
    """How many found it helpful."""
    not_helpful: int
    """How many did not."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "key": None,
        "language": None,
        "title": None,
        "excerpt": None,
        "matched": None,
        "helpful": None,
        "not_helpful": None,
    }


@final
class Reference(Record):
    """What a contact was about: an entity of this file or of the host."""

    __slots__ = ()

    entity: str
    """The kind of the entity, such as `order`."""
    id: int
    """Its id, above 0; whether it exists is not checked."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "entity": None,
        "id": None,
    }


@final
class ArticleLink(Record):
    """A use of an article as it is stored."""

    __slots__ = ()

    article_id: int
    """The article."""
    key: str
    """Its key."""
    title: str
    """The title of its newest text."""
    ref: Reference
    """What it was used for."""
    resolved: bool
    """Whether it solved it."""
    at: datetime
    """When it was last said."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "article_id": None,
        "key": None,
        "title": None,
        "ref": Reference._of,
        "resolved": None,
        "at": datetime.fromisoformat,
    }


@final
class ArticlePage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Article, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Article._of),
        "next": None,
    }


@final
class ArticleTitle(Record):
    """An article to read on."""

    __slots__ = ()

    id: int
    """The id."""
    key: str
    """The key."""
    language: str
    """The language."""
    title: str
    """The title."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "key": None,
        "language": None,
        "title": None,
    }


@final
class ArticleVersion(Record):
    """A version of an article that was published."""

    __slots__ = ()

    version: int
    """The version."""
    title: str
    """The title."""
    body: str
    """The text."""
    published_at: datetime
    """When it was published."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "version": None,
        "title": None,
        "body": None,
        "published_at": datetime.fromisoformat,
    }


@final
class Asset(Record):
    """An asset as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    serial: str
    """The serial number as it was written first."""
    serial_key: str
    """The serial number as it is looked up: in capitals, without spaces and dashes."""
    sku: str
    """The article number."""
    state: AssetState
    """Where it stands."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    configuration_id: int | None
    """The saved configuration that it was made by."""
    customer_id: int | None
    """Whose it is; null for one in stock, returned, or given on to somebody unknown."""
    delivered_at: datetime | None
    """When it was delivered."""
    installed_at: datetime | None
    """When it was installed."""
    location: str | None
    """Where it stands at its owner's."""
    maker: str | None
    """The brand or manufacturer; a maker gives a serial to one piece."""
    order_id: int | None
    """The order on which the shop last sold it."""
    order_line_id: int | None
    """The line of that order."""
    order_number: str | None
    """The number of that order that people read."""
    registered_at: datetime | None
    """When an owner first registered it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "serial": None,
        "serial_key": None,
        "sku": None,
        "state": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "configuration_id": None,
        "customer_id": None,
        "delivered_at": datetime.fromisoformat,
        "installed_at": datetime.fromisoformat,
        "location": None,
        "maker": None,
        "order_id": None,
        "order_line_id": None,
        "order_number": None,
        "registered_at": datetime.fromisoformat,
    }


@final
class AssetOwner(Record):
    """One who has, or has had, an asset."""

    __slots__ = ()

    id: int
    """The id of this entry."""
    asset_id: int
    """The asset."""
    customer_id: int
    """Who; follows merges."""
    how: AssetOrigin
    """How it came to them."""
    from_at: datetime
    """Since when."""
    configuration_id: int | None
    """The saved configuration that it was made by."""
    order_id: int | None
    """The order on which they bought it."""
    order_line_id: int | None
    """The line of that order."""
    until_at: datetime | None
    """Until when; null for the owner of today."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "asset_id": None,
        "customer_id": None,
        "how": None,
        "from_at": datetime.fromisoformat,
        "configuration_id": None,
        "order_id": None,
        "order_line_id": None,
        "until_at": datetime.fromisoformat,
    }


@final
class StageChange(Record):
    """One move of a state machine."""

    __slots__ = ()

    id: int
    """The id of the log row."""
    entity: str
    """The kind of the entity that moved, such as `order` or `lifecycle`."""
    entity_id: int
    """Its id."""
    to: str
    """The state after."""
    at: datetime
    """When."""
    forced: bool
    """Whether a host reported a move that the machine does not list."""
    actor: str | None
    """Who did it."""
    customer_id: int | None
    """The customer whom it concerns."""
    duration_ms: int | None
    """How long the state before had lasted, in milliseconds."""
    from_: str | None
    """The state before; null for the first."""
    reason: str | None
    """Why, as a token."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "entity": None,
        "entity_id": None,
        "to": None,
        "at": datetime.fromisoformat,
        "forced": None,
        "actor": None,
        "customer_id": None,
        "duration_ms": None,
        "from": None,
        "reason": None,
    }


@final
class AssetHistory(Record):
    """What has become of an asset since it is known."""

    __slots__ = ()

    owners: tuple[AssetOwner, ...]
    """Who had it, the first before the others."""
    states: tuple[StageChange, ...]
    """The states it was in, oldest first."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "owners": many(AssetOwner._of),
        "states": many(StageChange._of),
    }


@final
class AssetPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Asset, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Asset._of),
        "next": None,
    }


@final
class AttributedLine(Record):
    """A line of an order that a commission covers."""

    __slots__ = ()

    base: int
    """What its commission is computed of: minor units of the base currency, or thousandths of a unit."""
    line_id: int | None
    """The line; null for an order without lines."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "base": None,
        "line_id": None,
    }


@final
class Beneficiary(Record):
    """Who gets a commission."""

    __slots__ = ()

    kind: BeneficiaryKind
    """A partner or a member of the staff."""
    id: int
    """The id of the partner, or the host's number of the member of the staff."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "kind": None,
        "id": None,
    }


@final
class Commission(Record):
    """What one beneficiary gets for one line of an order."""

    __slots__ = ()

    id: int
    """The id."""
    attribution_id: int
    """The commissions of the order as a whole."""
    order_id: int
    """The order."""
    plan_id: int
    """The plan."""
    beneficiary: Beneficiary
    """Who gets it."""
    base: int
    """What the commission of the line is computed of: minor units of the base currency, or thousandths of a unit."""
    amount: Money
    """How much, as given."""
    clawed: Money
    """How much of it was taken back."""
    state: CommissionState
    """Where it stands."""
    created_at: datetime
    """When it was made."""
    updated_at: datetime
    """When it last changed."""
    approved_at: datetime | None
    """When it was approved."""
    earned_at: datetime | None
    """When it was earned."""
    line_id: int | None
    """The line; null for an order without lines."""
    paid_at: datetime | None
    """When it was paid."""
    payout_id: int | None
    """The payout that holds it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "attribution_id": None,
        "order_id": None,
        "plan_id": None,
        "beneficiary": Beneficiary._of,
        "base": None,
        "amount": Money._of,
        "clawed": Money._of,
        "state": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "approved_at": datetime.fromisoformat,
        "earned_at": datetime.fromisoformat,
        "line_id": None,
        "paid_at": datetime.fromisoformat,
        "payout_id": None,
    }


@final
class CommissionShare(Record):
    """Who gets which part of a commission."""

    __slots__ = ()

    kind: BeneficiaryKind
    """A partner or a member of the staff."""
    id: int
    """The id of the partner, or the host's number of the member of the staff."""
    share: Decimal | None
    """The part, above 0. All parts add up to 1; left out for all, the plan's split holds, and without one equal parts."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "kind": None,
        "id": None,
        "share": Decimal,
    }


@final
class Attribution(Record):
    """The commissions of an order under one plan."""

    __slots__ = ()

    id: int
    """The id."""
    order_id: int
    """The order."""
    customer_id: int
    """The customer of the order."""
    plan_id: int
    """The plan."""
    lead: Beneficiary
    """Whose turnover decides the tier: the one who was named first."""
    shares: tuple[CommissionShare, ...]
    """Who shares it."""
    lines: tuple[AttributedLine, ...]
    """Which lines it covers."""
    base: int
    """What the commission is computed of: minor units of the base currency, or thousandths of a unit."""
    kept: int
    """What is left of it after cancellations, edits and refunds."""
    amount: Money
    """The whole commission."""
    created_at: datetime
    """When it was made."""
    commissions: tuple[Commission, ...]
    """What each beneficiary gets for each line."""
    closed_at: datetime | None
    """When its claw-back period had ended; it does not follow its order any more."""
    due_at: datetime | None
    """When its claw-back period ends; null until the order is paid and completed."""
    period: date | None
    """The first day of the period of the turnover; null under a plan without tiers, which asks for none."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "order_id": None,
        "customer_id": None,
        "plan_id": None,
        "lead": Beneficiary._of,
        "shares": many(CommissionShare._of),
        "lines": many(AttributedLine._of),
        "base": None,
        "kept": None,
        "amount": Money._of,
        "created_at": datetime.fromisoformat,
        "commissions": many(Commission._of),
        "closed_at": datetime.fromisoformat,
        "due_at": datetime.fromisoformat,
        "period": date.fromisoformat,
    }


@final
class BackupReport(Record):
    """What a backup holds."""

    __slots__ = ()

    bytes: int
    """Bytes of the backup."""
    last_event: int
    """Events in it; the number of the last one."""
    schema_version: int
    """The version of its schema."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "bytes": None,
        "last_event": None,
        "schema_version": None,
    }


@final
class StepResult(Record):
    """What became of one step: a result or an error."""

    __slots__ = ()

    error: Any
    """Its error, in a partial batch."""
    ok: Any
    """The result of the operation."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "error": None,
        "ok": None,
    }


@final
class BatchResults(Record):
    """What became of the steps."""

    __slots__ = ()

    results: tuple[StepResult, ...]
    """One entry per step, in their order."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "results": many(StepResult._of),
    }


@final
class Benefit(Record):
    """A benefit as it is stored."""

    __slots__ = ()

    sku: str
    """The article."""
    language: str
    """The language."""
    text: str
    """The text."""
    updated_at: datetime
    """When it was last given."""
    country: str | None
    """The country for which alone the text is meant."""
    option: str | None
    """The option of its model."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "sku": None,
        "language": None,
        "text": None,
        "updated_at": datetime.fromisoformat,
        "country": None,
        "option": None,
    }


@final
class BillLine(Record):
    """An option that is built in."""

    __slots__ = ()

    group: str
    """The group."""
    option: str
    """The option."""
    quantity: int
    """How many pieces of it."""
    price_delta: Money
    """What it adds to the price."""
    name: str | None
    """Its name in the language that was asked for."""
    sku: str | None
    """The article."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "group": None,
        "option": None,
        "quantity": None,
        "price_delta": Money._of,
        "name": None,
        "sku": None,
    }


@final
class Board(Record):
    """A board as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    key: str
    """The key."""
    name: str
    """What people read."""
    language: str
    """The language."""
    position: int
    """Its place among the boards."""
    staff_only: bool
    """Whether only the staff begins topics."""
    active: bool
    """Whether topics can be begun."""
    created_at: datetime
    """When it was made."""
    club_id: int | None
    """The club whose members alone write in it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "key": None,
        "name": None,
        "language": None,
        "position": None,
        "staff_only": None,
        "active": None,
        "created_at": datetime.fromisoformat,
        "club_id": None,
    }


@final
class BrokenRule(Record):
    """A rule that is broken."""

    __slots__ = ()

    rule: str
    """`<group>:min`, `<group>:max`, `<option>:inactive`, `<option>:gone`, or the key of a rule."""
    message: str
    """One sentence for people."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "rule": None,
        "message": None,
    }


@final
class DayHours(Record):
    """Working time of a day, in minutes of the day in the shop's zone."""

    __slots__ = ()

    from_minute: int
    """When it begins, 0 to 1,439: 540 is 09:00."""
    until_minute: int
    """When it ends, 1 to 1,440."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "from_minute": None,
        "until_minute": None,
    }


@final
class HoursException(Record):
    """A day with hours of its own."""

    __slots__ = ()

    day: date
    """The day."""
    hours: tuple[DayHours, ...]
    """The working time of that day; none is a day off."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "day": date.fromisoformat,
        "hours": many(DayHours._of),
    }


@final
class ServiceHoliday(Record):
    """A day on which the shop does not serve."""

    __slots__ = ()

    day: date
    """The day."""
    name: str | None
    """What people call it, at most 512 bytes."""
    yearly: bool
    """Whether it is the same day of every year, whatever the year of `day`; 29 February comes in leap years only."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "day": date.fromisoformat,
        "name": None,
        "yearly": None,
    }


@final
class WeekHours(Record):
    """Working time of a day of the week."""

    __slots__ = ()

    weekday: int
    """The day of the week: 1 is Monday, 7 is Sunday."""
    from_minute: int
    """When it begins, in minutes of the day, 0 to 1,439: 540 is 09:00."""
    until_minute: int
    """When it ends, in minutes of the day, 1 to 1,440."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "weekday": None,
        "from_minute": None,
        "until_minute": None,
    }


@final
class CalendarPlan(Record):
    """When the shop serves: by the wall clock of a zone, so that a day on which the clocks change is shorter or longer."""

    __slots__ = ()

    time_zone: str
    """The zone whose wall clock counts."""
    holidays: tuple[ServiceHoliday, ...]
    """Days without service, at most 1,000."""
    hours: tuple[WeekHours, ...]
    """The hours of the week, several a day if need be; they do not overlap. At most 100."""
    special_days: tuple[HoursException, ...]
    """Days with hours of their own, in place of the week and of holidays; at most 1,000, each day once."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "time_zone": None,
        "holidays": many(ServiceHoliday._of),
        "hours": many(WeekHours._of),
        "special_days": many(HoursException._of),
    }


@final
class CareItem(Record):
    """Somebody to greet, thank, remind or call."""

    __slots__ = ()

    customer_id: int
    """Who."""
    reason: CareReason
    """Why."""
    action: CareAction
    """What to do."""
    occasion: date
    """The day of the occasion, in the shop's zone."""
    until: date
    """The day on which it leaves the list."""
    holds: tuple[CareHold, ...]
    """What speaks against it now."""
    about: Reference | None
    """What it is about: the order, ticket or warranty; null for an occasion of the customer's own."""
    owner_id: int | None
    """Whose customer it is."""
    years: int | None
    """The age, or the years since the first order; null where nothing is counted, or the year of birth is not known."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "reason": None,
        "action": None,
        "occasion": date.fromisoformat,
        "until": date.fromisoformat,
        "holds": same,
        "about": Reference._of,
        "owner_id": None,
        "years": None,
    }


@final
class CareItemPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[CareItem, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(CareItem._of),
        "next": None,
    }


@final
class CareNote(Record):
    """What became of an occasion."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Who."""
    reason: CareReason
    """Why."""
    occasion: date
    """The day of the occasion."""
    outcome: CareOutcome
    """What became of it."""
    at: datetime
    """When it was noted."""
    about_id: int | None
    """The id of the order, ticket or warranty."""
    note: str | None
    """What came of it."""
    staff_id: int | None
    """The member of the staff who did it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "reason": None,
        "occasion": date.fromisoformat,
        "outcome": None,
        "at": datetime.fromisoformat,
        "about_id": None,
        "note": None,
        "staff_id": None,
    }


@final
class CareNotePage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[CareNote, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(CareNote._of),
        "next": None,
    }


@final
class CareRule(Record):
    """When an occasion is on the list, and what to do."""

    __slots__ = ()

    reason: CareReason
    """Why."""
    action: CareAction
    """What to do."""
    from_day: int
    """The first day on the list, in days after the occasion, −60 to 365; negative before it."""
    until_day: int
    """The day on which it leaves the list, at most 60 days after the first."""
    active: bool
    """Whether the rule holds; it does by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "reason": None,
        "action": None,
        "from_day": None,
        "until_day": None,
        "active": None,
    }


@final
class CareRules(Record):
    """The rules of care, at most one per reason; a reason without a rule is not looked for."""

    __slots__ = ()

    rules: tuple[CareRule, ...]
    """The rules."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "rules": many(CareRule._of),
    }


@final
class CarrierEvent(Record):
    """A report as it is kept."""

    __slots__ = ()

    id: int
    """The id."""
    carrier: str
    """The carrier."""
    tracking_no: str
    """Its number of the parcel."""
    event_key: str
    """The carrier's key of the event behind `id:`, or a hash of what it says behind `hash:`."""
    at: datetime
    """When it happened."""
    effect: CarrierEffect
    """What it did to the parcel."""
    forced: bool
    """Whether it took the parcel where the machine does not list a move."""
    received_at: datetime
    """When it was recorded."""
    description: str | None
    """What happened, in the carrier's words."""
    expected_at: datetime | None
    """When the carrier expected to deliver."""
    location: str | None
    """Where."""
    payload: str | None
    """The report as the carrier sent it, as JSON text."""
    shipment_id: int | None
    """The parcel; null while none has this number."""
    state: ShipmentState | None
    """Where the parcel stands, if the event says so."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "carrier": None,
        "tracking_no": None,
        "event_key": None,
        "at": datetime.fromisoformat,
        "effect": None,
        "forced": None,
        "received_at": datetime.fromisoformat,
        "description": None,
        "expected_at": datetime.fromisoformat,
        "location": None,
        "payload": None,
        "shipment_id": None,
        "state": None,
    }


@final
class CarrierEventPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[CarrierEvent, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(CarrierEvent._of),
        "next": None,
    }


@final
class CartLine(Record):
    """A line of a cart."""

    __slots__ = ()

    sku: str
    """The article number; the catalog need not know it."""
    unit_price: Decimal
    """The price of one unit in the cart's currency, at least 0."""
    configuration: int | None
    """The saved configuration that is bought, which must meet the rules of its model."""
    name: str | None
    """The name as shown, at most 512 bytes."""
    quantity: Decimal
    """How much of it, above 0; 1 by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "sku": None,
        "unit_price": Decimal,
        "configuration": None,
        "name": None,
        "quantity": Decimal,
    }


@final
class IdentityInput(Record):
    """An identity as it is given."""

    __slots__ = ()

    kind: IdentityKind
    """What kind of identity."""
    value: str
    """The value in any usual spelling; an external id is written `source:id`."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "kind": None,
        "value": None,
    }


@final
class Cart(Record):
    """A cart as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    state: CartState
    """Where it stands."""
    value: Money
    """The sum of its lines, each rounded once."""
    units: Decimal
    """The sum of the quantities."""
    last_at: datetime
    """When somebody last changed it."""
    created_at: datetime
    """When it was first recorded."""
    updated_at: datetime
    """When its row last changed."""
    lines: tuple[CartLine, ...]
    """What is in it."""
    abandoned_at: datetime | None
    """When it was last abandoned."""
    abandoned_value: Money | None
    """What it was worth then."""
    channel: str | None
    """Where it is filled."""
    customer_id: int | None
    """Whose cart it is; null while nobody knows."""
    ended_at: datetime | None
    """When it was ordered or expired."""
    external_id: str | None
    """That system's key."""
    host_updated_at: datetime | None
    """The time of the newest report of the host."""
    order_id: int | None
    """The order that it became."""
    recovered_at: datetime | None
    """When somebody last came back to it."""
    source: str | None
    """The system that the cart comes from."""
    visitor: IdentityInput | None
    """The browser or app in which it was filled."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "state": None,
        "value": Money._of,
        "units": Decimal,
        "last_at": datetime.fromisoformat,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "lines": many(CartLine._of),
        "abandoned_at": datetime.fromisoformat,
        "abandoned_value": Money._of,
        "channel": None,
        "customer_id": None,
        "ended_at": datetime.fromisoformat,
        "external_id": None,
        "host_updated_at": datetime.fromisoformat,
        "order_id": None,
        "recovered_at": datetime.fromisoformat,
        "source": None,
        "visitor": IdentityInput._of,
    }


@final
class CartPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Cart, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Cart._of),
        "next": None,
    }


@final
class CartSettings(Record):
    """When a cart counts as abandoned, and when it expires; both after its last change."""

    __slots__ = ()

    abandon_after_minutes: int
    """Minutes until it counts as abandoned."""
    expire_after_days: int
    """Days until an abandoned one expires."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "abandon_after_minutes": None,
        "expire_after_days": None,
    }


@final
class CartSummary(Record):
    """A cart in short."""

    __slots__ = ()

    id: int
    """The id."""
    state: CartState
    """Where it stands."""
    value: Money
    """What it is worth."""
    units: Decimal
    """The sum of the quantities."""
    last_at: datetime
    """When somebody last changed it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "state": None,
        "value": Money._of,
        "units": Decimal,
        "last_at": datetime.fromisoformat,
    }


@final
class CesScore(Record):
    """How easy the shop makes it."""

    __slots__ = ()

    n: int
    """Marks."""
    mean: Decimal
    """The mean, 1 to 7, rounded half to even."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "n": None,
        "mean": Decimal,
    }


@final
class CheckedAsset(Record):
    """What holds for one piece, and by what."""

    __slots__ = ()

    verdict: WarrantyVerdict
    """What holds."""
    parts: bool
    """Whether parts are covered, in whole or in part."""
    labour: bool
    """Whether labour is covered."""
    onsite: bool
    """Whether it is served at the customer's place."""
    asset_id: int
    """The piece."""
    serial: str
    """Its serial number."""
    sku: str
    """Its article number."""
    asset_state: AssetState
    """Where the piece stands."""
    claims_left: int | None
    """Claims that are left; null for any number, and where no warranty covers."""
    contract_id: int | None
    """The service contract that covers, where no warranty does."""
    contract_parts_rate: Decimal | None
    """The share of the price of parts that the contract pays."""
    days_left: int | None
    """Days that are left after this one, 0 on the last day; null where no warranty covers."""
    delivered_at: datetime | None
    """When the piece was delivered."""
    ends_on: date | None
    """Its last day."""
    installed_at: datetime | None
    """When it was installed."""
    kind: WarrantyKind | None
    """Who stands behind it."""
    maker: str | None
    """Its maker."""
    order_id: int | None
    """The order on which the shop sold the piece."""
    order_number: str | None
    """The number of that order."""
    plan_id: int | None
    """Its plan."""
    registered_at: datetime | None
    """When it was registered."""
    starts_on: date | None
    """Its first day."""
    void_reason: VoidReason | None
    """Why it is void."""
    warranty_id: int | None
    """The warranty that decides: the one that covers, or the one that comes nearest to it."""
    warranty_state: WarrantyState | None
    """Where that warranty stands."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "verdict": None,
        "parts": None,
        "labour": None,
        "onsite": None,
        "asset_id": None,
        "serial": None,
        "sku": None,
        "asset_state": None,
        "claims_left": None,
        "contract_id": None,
        "contract_parts_rate": Decimal,
        "days_left": None,
        "delivered_at": datetime.fromisoformat,
        "ends_on": date.fromisoformat,
        "installed_at": datetime.fromisoformat,
        "kind": None,
        "maker": None,
        "order_id": None,
        "order_number": None,
        "plan_id": None,
        "registered_at": datetime.fromisoformat,
        "starts_on": date.fromisoformat,
        "void_reason": None,
        "warranty_id": None,
        "warranty_state": None,
    }


@final
class NearestConfiguration(Record):
    """Valid choices with the fewest changes; among those with the fewest removals, then the lowest price, then the first by
the keys."""

    __slots__ = ()

    choices: tuple[str, ...]
    """The options in the order of their keys."""
    added: tuple[str, ...]
    """Options that were not chosen."""
    removed: tuple[str, ...]
    """Options that were chosen and fall away."""
    lead_time_days: int
    """Days from the order to the delivery."""
    hash: str
    """The hash of the configuration."""
    price: Money | None
    """The price."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "choices": same,
        "added": same,
        "removed": same,
        "lead_time_days": None,
        "hash": None,
        "price": Money._of,
    }


@final
class CheckedConfiguration(Record):
    """What a check says."""

    __slots__ = ()

    sku: str
    """The article number of the model."""
    version: int
    """The version that was checked against."""
    choices: tuple[str, ...]
    """The chosen options in the order of their keys."""
    valid: bool
    """Whether all rules are met."""
    broken: tuple[BrokenRule, ...]
    """Every broken rule, groups before options before rules."""
    lead_time_days: int
    """Days from the order to the delivery, at least 0."""
    bill: tuple[BillLine, ...]
    """What is built in, in the order of the model."""
    hash: str
    """BLAKE3 over model, version and choices, 64 hexadecimal digits: the same for the same configuration."""
    nearest: NearestConfiguration | None
    """For invalid choices the nearest valid ones."""
    nearest_reason: NoNearest | None
    """Why there are none."""
    price: Money | None
    """The price; null when broken choices would take it below 0."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "sku": None,
        "version": None,
        "choices": same,
        "valid": None,
        "broken": many(BrokenRule._of),
        "lead_time_days": None,
        "bill": many(BillLine._of),
        "hash": None,
        "nearest": NearestConfiguration._of,
        "nearest_reason": None,
        "price": Money._of,
    }


@final
class Warranty(Record):
    """A warranty as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    asset_id: int
    """The piece."""
    kind: WarrantyKind
    """Who stands behind it."""
    starts: WarrantyStart
    """What it begins with."""
    months: int
    """How many months it lasts."""
    days: int
    """How many days beside the months."""
    waiting_days: int
    """Days after its start until it covers."""
    extended_days: int
    """Days that were added at its end for those on which it was suspended."""
    parts: bool
    """Whether it pays parts."""
    labour: bool
    """Whether it pays labour."""
    onsite: bool
    """Whether it is served at the customer's place."""
    transferable: bool
    """Whether it goes with the piece to the next owner."""
    claims_used: int
    """How many of them are used."""
    suspension_extends: bool
    """Whether the days for which it is suspended are added at its end."""
    state: WarrantyState
    """Where it stands today."""
    past: bool
    """Whether it is one of an earlier sale of the piece, which came back to the shop since."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    claims_limit: int | None
    """How many claims it pays."""
    ends_on: date | None
    """The last day on which it covers."""
    exhausted_at: datetime | None
    """When its last claim was used."""
    next_on: date | None
    """The day on which its state changes next by itself."""
    plan_id: int | None
    """The plan that it was made by; null for the days of warranty that the catalog names."""
    reference: str | None
    """The host's key of its sale."""
    starts_on: date | None
    """The first day on which it covers; null while what it begins with has not happened."""
    suspended_at: datetime | None
    """Since when it is suspended."""
    void_at: datetime | None
    """When it became void."""
    void_reason: VoidReason | None
    """Why it became void."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "asset_id": None,
        "kind": None,
        "starts": None,
        "months": None,
        "days": None,
        "waiting_days": None,
        "extended_days": None,
        "parts": None,
        "labour": None,
        "onsite": None,
        "transferable": None,
        "claims_used": None,
        "suspension_extends": None,
        "state": None,
        "past": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "claims_limit": None,
        "ends_on": date.fromisoformat,
        "exhausted_at": datetime.fromisoformat,
        "next_on": date.fromisoformat,
        "plan_id": None,
        "reference": None,
        "starts_on": date.fromisoformat,
        "suspended_at": datetime.fromisoformat,
        "void_at": datetime.fromisoformat,
        "void_reason": None,
    }


@final
class WarrantyClaim(Record):
    """A claim as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    warranty_id: int
    """The warranty."""
    claimed_at: datetime
    """When."""
    note: str | None
    """What was claimed, as written."""
    reference: str | None
    """The host's key of the claim."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "warranty_id": None,
        "claimed_at": datetime.fromisoformat,
        "note": None,
        "reference": None,
    }


@final
class ClaimedWarranty(Record):
    """A claim, and the warranty after it."""

    __slots__ = ()

    claim: WarrantyClaim
    """The claim."""
    warranty: Warranty
    """The warranty."""
    claims_left: int | None
    """How many claims are left; null for any number."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "claim": WarrantyClaim._of,
        "warranty": Warranty._of,
        "claims_left": None,
    }


@final
class Club(Record):
    """A club as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    key: str
    """The key."""
    name: str
    """What people read."""
    members: int
    """Customers who are in it."""
    created_at: datetime
    """When it was made."""
    about: str | None
    """What it is about."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "key": None,
        "name": None,
        "members": None,
        "created_at": datetime.fromisoformat,
        "about": None,
    }


@final
class ClubMember(Record):
    """A member of a club."""

    __slots__ = ()

    customer_id: int
    """The customer."""
    joined_at: datetime
    """Since when."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "joined_at": datetime.fromisoformat,
    }


@final
class ClubMemberPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[ClubMember, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(ClubMember._of),
        "next": None,
    }


@final
class CommissionPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Commission, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Commission._of),
        "next": None,
    }


@final
class CommissionPayout(Record):
    """What was paid to a beneficiary for a period."""

    __slots__ = ()

    id: int
    """The id."""
    beneficiary: Beneficiary
    """Who was paid."""
    from_day: date
    """The first day of the period in the shop's zone."""
    until_day: date
    """The first day after the period."""
    commissions: int
    """How many commissions it holds."""
    gross: Money
    """What they come to."""
    set_off: Money
    """What was set off: taken back of what earlier payouts had paid."""
    amount: Money
    """What was paid."""
    paid_at: datetime
    """When."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "beneficiary": Beneficiary._of,
        "from_day": date.fromisoformat,
        "until_day": date.fromisoformat,
        "commissions": None,
        "gross": Money._of,
        "set_off": Money._of,
        "amount": Money._of,
        "paid_at": datetime.fromisoformat,
    }


@final
class TurnoverTier(Record):
    """A rate for the part of the turnover that lies above an amount."""

    __slots__ = ()

    from_: Money
    """Where the tier begins, in the base currency; the first begins at 0."""
    rate: Decimal
    """The rate up to the next tier, 0 to 1."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "from": Money._of,
        "rate": Decimal,
    }


@final
class PlanTerms(Record):
    """What a plan pays for what. Exactly one of `rate`, `tiers` and `per_unit` is given."""

    __slots__ = ()

    basis: CommissionBasis
    """What the commission is computed of."""
    beneficiaries: tuple[Beneficiary, ...]
    """Only for these partners and members of the staff; for everybody when there are none."""
    categories: tuple[str, ...]
    """Only for products of these categories and those below them, and the article numbers beside them."""
    clawback_days: int
    """Calendar days after the day of completion within which refunds take back their part, at most 3,650; 30 by default."""
    per_unit: Money | None
    """What one unit pays, in the base currency, for the basis `units`."""
    period: TurnoverPeriod
    """How long the turnover of the tiers adds up; a month by default."""
    rate: Decimal | None
    """The rate of revenue or margin, above 0 and at most 1."""
    skus: tuple[str, ...]
    """Only for these article numbers and the categories beside them."""
    split: tuple[Decimal, ...]
    """The parts of the beneficiaries in the sequence in which an order names them, adding up to 1; equal parts when
there are none."""
    tiers: tuple[TurnoverTier, ...]
    """Rates by the turnover of the period, each for the part of the turnover in its tier."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "basis": None,
        "beneficiaries": many(Beneficiary._of),
        "categories": same,
        "clawback_days": None,
        "per_unit": Money._of,
        "period": None,
        "rate": Decimal,
        "skus": same,
        "split": many(Decimal),
        "tiers": many(TurnoverTier._of),
    }


@final
class CommissionPlan(Record):
    """A commission plan as it is stored. Its terms never change: another plan takes its place."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """The name."""
    terms: PlanTerms
    """What is paid for what."""
    priority: int
    """The highest priority holds."""
    starts_at: datetime
    """Orders placed at or after this instant."""
    created_at: datetime
    """When it was recorded."""
    ends_at: datetime | None
    """Orders placed before this instant."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "terms": PlanTerms._of,
        "priority": None,
        "starts_at": datetime.fromisoformat,
        "created_at": datetime.fromisoformat,
        "ends_at": datetime.fromisoformat,
    }


@final
class CommissionPlanPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[CommissionPlan, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(CommissionPlan._of),
        "next": None,
    }


@final
class CommissionStatement(Record):
    """The account of a beneficiary over a period: opening + earned − clawed back − paid = closing."""

    __slots__ = ()

    beneficiary: Beneficiary
    """Whose account."""
    from_day: date
    """The first day of the period in the shop's zone."""
    until_day: date
    """The first day after the period."""
    opening: Money
    """What the shop owed before; negative when the beneficiary owes it."""
    earned: Money
    """What was earned."""
    clawed_back: Money
    """What was taken back of what had been earned."""
    paid: Money
    """What was paid."""
    closing: Money
    """What the shop owes afterwards; negative when the beneficiary owes it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "beneficiary": Beneficiary._of,
        "from_day": date.fromisoformat,
        "until_day": date.fromisoformat,
        "opening": Money._of,
        "earned": Money._of,
        "clawed_back": Money._of,
        "paid": Money._of,
        "closing": Money._of,
    }


@final
class CommunitySettings(Record):
    """How the community works."""

    __slots__ = ()

    hide_after_reports: int
    """From how many customers on, who report something, it is hidden by itself; 3 by default, 0 for never."""
    solution_points: int
    """Points for a customer whose answer solves the topic of another one, once a topic; 0 by default."""
    unanswered_hours: int
    """After how many hours without an answer of another one `tick` makes a task of a topic; 24 by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "hide_after_reports": None,
        "solution_points": None,
        "unanswered_hours": None,
    }


@final
class CompanyProfile(Record):
    """The profile of a company."""

    __slots__ = ()

    annual_revenue: Money | None
    """The yearly revenue, not negative."""
    category: CompanyCategory | None
    """The market."""
    employees: int | None
    """The number of employees."""
    industry: str | None
    """The industry."""
    legal_name: str | None
    """The registered name."""
    legal_representative: str | None
    """The name of the legal representative; the person as a customer is a relation of kind `legal_rep`."""
    size_band: SizeBand | None
    """The size; follows from `employees` when that is given alone."""
    tax_id: str | None
    """The tax or registration number."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "annual_revenue": Money._of,
        "category": None,
        "employees": None,
        "industry": None,
        "legal_name": None,
        "legal_representative": None,
        "size_band": None,
        "tax_id": None,
    }


@final
class Competitor(Record):
    """A competitor as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """The name."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    strengths: str | None
    """What it is good at."""
    weaknesses: str | None
    """Where it is weak."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "strengths": None,
        "weaknesses": None,
    }


@final
class CompetitorProduct(Record):
    """A product of a competitor as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    competitor_id: int
    """Whose product it is."""
    name: str
    """The name."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    price: Money | None
    """Its price."""
    price_on: date | None
    """The day on which the price was seen."""
    sku: str | None
    """Our article that competes with it."""
    strengths: str | None
    """What it is good at."""
    weaknesses: str | None
    """Where it is weak."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "competitor_id": None,
        "name": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "price": Money._of,
        "price_on": date.fromisoformat,
        "sku": None,
        "strengths": None,
        "weaknesses": None,
    }


@final
class Rival(Record):
    """A product of a competitor against ours."""

    __slots__ = ()

    competitor: Competitor
    """The competitor."""
    product: CompetitorProduct
    """Its product."""
    price_difference: Money | None
    """By how much it is dearer than ours, negative when it is cheaper; null unless both have a price in one currency."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "competitor": Competitor._of,
        "product": CompetitorProduct._of,
        "price_difference": Money._of,
    }


@final
class Comparison(Record):
    """Our product against those of competitors."""

    __slots__ = ()

    sku: str
    """Our article."""
    name: str
    """Its name."""
    rivals: tuple[Rival, ...]
    """What competes with it, at most 1,000: with a price in our currency first, the cheapest before the others."""
    benefit: Benefit | None
    """What it is good for, in the language that was asked for."""
    price: Money | None
    """Its list price."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "sku": None,
        "name": None,
        "rivals": many(Rival._of),
        "benefit": Benefit._of,
        "price": Money._of,
    }


@final
class Compensation(Record):
    """A compensation as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Who gets it; follows merges."""
    kind: CompensationKind
    """What the customer gets."""
    state: CompensationState
    """Where it stands."""
    amount: Money
    """What it costs the shop."""
    amount_base: Money
    """The same in the base currency, at the rate of the order or of the day on which it was proposed."""
    cause: str
    """Why."""
    created_at: datetime
    """When it was proposed."""
    updated_at: datetime
    """When it last changed."""
    coupon_id: int | None
    """The coupon that paid it."""
    decided_at: datetime | None
    """When it was approved or declined."""
    decided_by: int | None
    """Who approved or declined it; null when the limits of the shop did."""
    end_reason: str | None
    """Why it was declined or called off, as a token."""
    fund_id: int | None
    """The fund that it is paid from."""
    gift_sku: str | None
    """The article that is given."""
    note: str | None
    """More about it."""
    order_id: int | None
    """The order that is refunded."""
    paid_at: datetime | None
    """When it was paid."""
    points: int | None
    """How many points."""
    points_entry_id: int | None
    """The points that paid it."""
    program_id: int | None
    """The programme of the coupon."""
    proposed_by: int | None
    """Who proposed it."""
    recovered: Money | None
    """What came back of an advance."""
    recovered_at: datetime | None
    """When the last of an advance came back."""
    recovered_base: Money | None
    """The same in the base currency."""
    recovered_from: RecoveredFrom | None
    """From whom, the last time."""
    ref: Reference | None
    """What it is about."""
    refund_id: int | None
    """The refund that paid it."""
    stored_value_id: int | None
    """The store credit that paid it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "kind": None,
        "state": None,
        "amount": Money._of,
        "amount_base": Money._of,
        "cause": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "coupon_id": None,
        "decided_at": datetime.fromisoformat,
        "decided_by": None,
        "end_reason": None,
        "fund_id": None,
        "gift_sku": None,
        "note": None,
        "order_id": None,
        "paid_at": datetime.fromisoformat,
        "points": None,
        "points_entry_id": None,
        "program_id": None,
        "proposed_by": None,
        "recovered": Money._of,
        "recovered_at": datetime.fromisoformat,
        "recovered_base": Money._of,
        "recovered_from": None,
        "ref": Reference._of,
        "refund_id": None,
        "stored_value_id": None,
    }


@final
class CompensationCause(Record):
    """What was given for a cause."""

    __slots__ = ()

    cause: str
    """The cause."""
    paid: int
    """How many compensations."""
    amount: Money | None
    """What they cost."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "cause": None,
        "paid": None,
        "amount": Money._of,
    }


@final
class CompensationOfKind(Record):
    """What was given in a kind."""

    __slots__ = ()

    kind: CompensationKind
    """The kind."""
    paid: int
    """How many compensations."""
    amount: Money | None
    """What they cost."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "kind": None,
        "paid": None,
        "amount": Money._of,
    }


@final
class CompensationPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Compensation, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Compensation._of),
        "next": None,
    }


@final
class CompensationSettings(Record):
    """Who approves what."""

    __slots__ = ()

    approvers: tuple[ApprovalLimit, ...]
    """Who approves, and up to what; what one of them proposes within the own limit is approved at once. While nobody is
listed, everybody of the staff may approve what another one has proposed."""
    free_up_to: Money | None
    """Up to what a compensation needs no approval, in the base currency; each needs one by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "approvers": many(ApprovalLimit._of),
        "free_up_to": Money._of,
    }


@final
class CompensationStatistics(Record):
    """What was given in a period, in the base currency; amounts are null for a shop without one."""

    __slots__ = ()

    paid: int
    """How many compensations were paid."""
    causes: tuple[CompensationCause, ...]
    """By cause, the most expensive first."""
    kinds: tuple[CompensationOfKind, ...]
    """By kind."""
    amount: Money | None
    """What they cost."""
    net: Money | None
    """The cost less what came back."""
    recovered: Money | None
    """What came back of those that were paid in advance."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "paid": None,
        "causes": many(CompensationCause._of),
        "kinds": many(CompensationOfKind._of),
        "amount": Money._of,
        "net": Money._of,
        "recovered": Money._of,
    }


@final
class CompetitorPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Competitor, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Competitor._of),
        "next": None,
    }


@final
class CompetitorProductPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[CompetitorProduct, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(CompetitorProduct._of),
        "next": None,
    }


@final
class ConditionCheck(Record):
    """What one condition found."""

    __slots__ = ()

    condition: EntitlementCondition
    """The condition."""
    holds: bool
    """Whether it holds."""
    fact: str
    """The fact behind it: a token, a number or an amount, never personal; `none` for nothing."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "condition": None,
        "holds": None,
        "fact": None,
    }


@final
class Configuration(Record):
    """A configuration as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    sku: str
    """The article number of the model."""
    version: int
    """The version of the model."""
    choices: tuple[str, ...]
    """The chosen options in the order of their keys."""
    valid: bool
    """Whether they met all the rules of that version."""
    lead_time_days: int
    """Days from the order to the delivery by that version."""
    hash: str
    """BLAKE3 over model, version and choices, 64 hexadecimal digits."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When its name or token last changed."""
    customer_id: int | None
    """Whose it is."""
    name: str | None
    """What the customer calls it."""
    price: Money | None
    """The price by that version; null when broken choices would take it below 0."""
    token: str | None
    """The token by which others see it, 32 hexadecimal digits; null while it is not shared."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "sku": None,
        "version": None,
        "choices": same,
        "valid": None,
        "lead_time_days": None,
        "hash": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "customer_id": None,
        "name": None,
        "price": Money._of,
        "token": None,
    }


@final
class ConfigurationPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Configuration, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Configuration._of),
        "next": None,
    }


@final
class ContentItem(Record):
    """A content item as it is stored."""

    __slots__ = ()

    id: int
    """The id of this version."""
    key: str
    """The key."""
    kind: ContentKind
    """What it is."""
    language: str
    """The language."""
    version: int
    """The version: 1 for the first of its key and language."""
    title: str
    """The title."""
    state: ContentState
    """Where it stands."""
    skus: tuple[str, ...]
    """The articles that it is about, in their order."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    expiring_at: datetime | None
    """When `tick` announced its end."""
    published_at: datetime | None
    """When it was published."""
    text: str | None
    """The text."""
    uri: str | None
    """Where the file lies."""
    valid_from: datetime | None
    """From when it may be shown."""
    valid_to: datetime | None
    """Until when it may be shown."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "key": None,
        "kind": None,
        "language": None,
        "version": None,
        "title": None,
        "state": None,
        "skus": same,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "expiring_at": datetime.fromisoformat,
        "published_at": datetime.fromisoformat,
        "text": None,
        "uri": None,
        "valid_from": datetime.fromisoformat,
        "valid_to": datetime.fromisoformat,
    }


@final
class ContentItemPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[ContentItem, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(ContentItem._of),
        "next": None,
    }


@final
class Contract(Record):
    """A contract as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    number: str
    """The number that people read."""
    customer_id: int
    """The customer."""
    asset_ids: tuple[int, ...]
    """The pieces that it covers."""
    skus: tuple[str, ...]
    """The articles that it covers."""
    parts_rate: Decimal
    """The share of the price of parts that it pays."""
    labour: bool
    """Whether it pays the labour."""
    travel: bool
    """Whether it pays the way to the customer."""
    price: Money
    """What all of it costs."""
    billing: ContractBilling
    """How often it is billed."""
    renewal: ContractRenewal
    """What happens at its end."""
    months: int
    """How many months it lasts."""
    starts_on: date
    """Its first day."""
    ends_on: date
    """Its last day."""
    allow_overlap: bool
    """Whether another contract may cover the same at the same time."""
    state: ContractState
    """Where it stands."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    calls: int | None
    """How many calls a year are included."""
    end_reason: str | None
    """Why."""
    ended_at: datetime | None
    """When it was terminated or cancelled."""
    next_id: int | None
    """The contract that follows this one."""
    next_on: date | None
    """The day on which its state changes next by itself."""
    previous_id: int | None
    """The contract that this one follows."""
    resolution_s: int | None
    """Within how many seconds of service time it is resolved."""
    response_s: int | None
    """Within how many seconds of service time the shop responds."""
    suspended_at: datetime | None
    """Since when it is suspended."""
    unused: Money | None
    """The part of the price for the days after a termination, as an information."""
    visits: int | None
    """How many visits a year are included."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "number": None,
        "customer_id": None,
        "asset_ids": same,
        "skus": same,
        "parts_rate": Decimal,
        "labour": None,
        "travel": None,
        "price": Money._of,
        "billing": None,
        "renewal": None,
        "months": None,
        "starts_on": date.fromisoformat,
        "ends_on": date.fromisoformat,
        "allow_overlap": None,
        "state": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "calls": None,
        "end_reason": None,
        "ended_at": datetime.fromisoformat,
        "next_id": None,
        "next_on": date.fromisoformat,
        "previous_id": None,
        "resolution_s": None,
        "response_s": None,
        "suspended_at": datetime.fromisoformat,
        "unused": Money._of,
        "visits": None,
    }


@final
class ContractPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Contract, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Contract._of),
        "next": None,
    }


@final
class Coupon(Record):
    """A coupon as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    program_id: int
    """Its programme."""
    code: str
    """The code, in capitals, without spaces and hyphens."""
    shared: bool
    """Whether everybody may use it; it stays issued then."""
    state: CouponState
    """Where it stands."""
    created_at: datetime
    """When it was issued."""
    updated_at: datetime
    """When it last changed."""
    customer_id: int | None
    """To whom it is bound."""
    expires_at: datetime | None
    """When it expires."""
    reminded_at: datetime | None
    """When it did."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "program_id": None,
        "code": None,
        "shared": None,
        "state": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "customer_id": None,
        "expires_at": datetime.fromisoformat,
        "reminded_at": datetime.fromisoformat,
    }


@final
class CouponOffer(Record):
    """What a coupon would give for a basket."""

    __slots__ = ()

    coupon_id: int
    """The coupon."""
    program_id: int
    """Its programme."""
    kind: CouponKind
    """What the programme gives."""
    ok: bool
    """Whether it can be used."""
    amount: Money
    """What it takes off, in the currency of the basket."""
    gift_quantity: Decimal | None
    """How much of it."""
    gift_sku: str | None
    """The article that it gives."""
    reason: Refusal | None
    """Why not."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "coupon_id": None,
        "program_id": None,
        "kind": None,
        "ok": None,
        "amount": Money._of,
        "gift_quantity": Decimal,
        "gift_sku": None,
        "reason": None,
    }


@final
class CouponPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Coupon, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Coupon._of),
        "next": None,
    }


@final
class CouponProgram(Record):
    """A programme as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """What the shop calls it."""
    kind: CouponKind
    """What it gives."""
    stackable: bool
    """Whether its coupons can be used beside others."""
    skus: tuple[str, ...]
    """The articles for which it holds; all when there are no categories either."""
    categories: tuple[str, ...]
    """The categories for which it holds, with those below them."""
    active: bool
    """Whether its coupons can be used."""
    uses: int
    """How often it was used: reserved and redeemed."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    amount: Money | None
    """The amount that is taken off."""
    budget: Money | None
    """What all discounts together may come to."""
    buy_quantity: int | None
    """How many whole units are paid in full."""
    ends_at: datetime | None
    """When it is over."""
    get_quantity: int | None
    """How many units beside them are cheaper or free."""
    gift_quantity: Decimal | None
    """How much of it."""
    gift_sku: str | None
    """The article that is given."""
    list_id: int | None
    """The static list on which a customer has to be."""
    max_discount: Money | None
    """The most that is taken off."""
    min_amount: Money | None
    """What the basket must at least be worth."""
    min_tier_rank: int | None
    """The rank that a customer's tier must at least have."""
    per_customer: int | None
    """How often one customer may use it."""
    rate: Decimal | None
    """The share that is taken off."""
    spent: Money | None
    """What these uses come to, where there is a budget."""
    starts_at: datetime | None
    """When it begins."""
    total_limit: int | None
    """How often it may be used altogether."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "kind": None,
        "stackable": None,
        "skus": same,
        "categories": same,
        "active": None,
        "uses": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "amount": Money._of,
        "budget": Money._of,
        "buy_quantity": None,
        "ends_at": datetime.fromisoformat,
        "get_quantity": None,
        "gift_quantity": Decimal,
        "gift_sku": None,
        "list_id": None,
        "max_discount": Money._of,
        "min_amount": Money._of,
        "min_tier_rank": None,
        "per_customer": None,
        "rate": Decimal,
        "spent": Money._of,
        "starts_at": datetime.fromisoformat,
        "total_limit": None,
    }


@final
class CouponProgramPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[CouponProgram, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(CouponProgram._of),
        "next": None,
    }


@final
class Redemption(Record):
    """One use of a coupon: reserved by a basket, redeemed by an order."""

    __slots__ = ()

    id: int
    """The id."""
    coupon_id: int
    """The coupon."""
    program_id: int
    """Its programme."""
    key: str
    """The host's key of the basket."""
    state: RedemptionState
    """Where it stands."""
    amount: Money
    """What it takes off."""
    reserved_at: datetime
    """When it was reserved."""
    expires_at: datetime
    """Until when the reservation holds."""
    customer_id: int | None
    """Who buys."""
    ended_at: datetime | None
    """When it was released or reversed."""
    order_id: int | None
    """The order that has used it."""
    redeemed_at: datetime | None
    """When it was redeemed."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "coupon_id": None,
        "program_id": None,
        "key": None,
        "state": None,
        "amount": Money._of,
        "reserved_at": datetime.fromisoformat,
        "expires_at": datetime.fromisoformat,
        "customer_id": None,
        "ended_at": datetime.fromisoformat,
        "order_id": None,
        "redeemed_at": datetime.fromisoformat,
    }


@final
class StoredValueEntry(Record):
    """One change of a balance."""

    __slots__ = ()

    id: int
    """The id."""
    stored_value_id: int
    """Whose balance changed."""
    kind: StoredValueEntryKind
    """Why."""
    amount: Money
    """By how much; negative for what was spent."""
    at: datetime
    """When."""
    key: str | None
    """The host's key of the request."""
    order_id: int | None
    """The order that was paid."""
    reason: str | None
    """More about why, as a token."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "stored_value_id": None,
        "kind": None,
        "amount": Money._of,
        "at": datetime.fromisoformat,
        "key": None,
        "order_id": None,
        "reason": None,
    }


@final
class CouponReversal(Record):
    """What an order that was called off gave back."""

    __slots__ = ()

    redemptions: tuple[Redemption, ...]
    """The uses of coupons that do not count any more."""
    entries: tuple[StoredValueEntry, ...]
    """What went back to gift cards and store credit."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "redemptions": many(Redemption._of),
        "entries": many(StoredValueEntry._of),
    }


@final
class CoveringContract(Record):
    """What a contract gives for a piece or an article at an instant."""

    __slots__ = ()

    contract_id: int
    """The contract."""
    parts_rate: Decimal
    """The share of the price of parts that it pays."""
    labour: bool
    """Whether it pays the labour."""
    travel: bool
    """Whether it pays the way to the customer."""
    resolution_s: int | None
    """Within how many seconds of service time it is resolved."""
    response_s: int | None
    """Within how many seconds of service time the shop responds."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "contract_id": None,
        "parts_rate": Decimal,
        "labour": None,
        "travel": None,
        "resolution_s": None,
        "response_s": None,
    }


@final
class CreditDelta(Record):
    """How much an entry of a kind changes the score by default."""

    __slots__ = ()

    kind: CreditKind
    """The kind."""
    delta: int
    """Points, −1,000 to 1,000; 0 enters nothing by itself."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "kind": None,
        "delta": None,
    }


@final
class CreditEntry(Record):
    """An entry of the credit record."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """The customer."""
    kind: CreditKind
    """What it rests on."""
    delta: int
    """Points when it was fresh; those of a reversal are the opposite of those that it takes back."""
    automatic: bool
    """Whether `tick` entered it."""
    at: datetime
    """When it happened; from then on it loses weight. That of a reversal is that of the entry, so that both together
are nothing at any time."""
    recorded_at: datetime
    """When it was entered."""
    note: str | None
    """More about it."""
    reason: str | None
    """Why, as a token."""
    ref: Reference | None
    """The fact that it rests on."""
    reverses_id: int | None
    """The entry that it takes back."""
    staff_id: int | None
    """Who decided so."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "kind": None,
        "delta": None,
        "automatic": None,
        "at": datetime.fromisoformat,
        "recorded_at": datetime.fromisoformat,
        "note": None,
        "reason": None,
        "ref": Reference._of,
        "reverses_id": None,
        "staff_id": None,
    }


@final
class CreditEntryPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[CreditEntry, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(CreditEntry._of),
        "next": None,
    }


@final
class CreditScore(Record):
    """A score and what it is worth."""

    __slots__ = ()

    score: int
    """0 to 1,000."""
    level: CreditLevel
    """What it is worth."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "score": None,
        "level": None,
    }


@final
class CreditSettings(Record):
    """How scores are made."""

    __slots__ = ()

    abuse_returns: int
    """Returns are abused from so many on, 1 to 10,000; 5 by default …"""
    abuse_share: Decimal
    """… when at least this share of what was bought comes back for reasons that the shop does not answer for, 0 to 1;
0.5 by default."""
    active: bool
    """Whether `tick` enters what orders, payments, parcels, returns, appointments, reviews, complaints and identities tell;
not by default."""
    base: int
    """The score of somebody of whom nothing is known, 0 to 1,000; 500 by default."""
    deltas: tuple[CreditDelta, ...]
    """What each kind changes."""
    excellent_from: int
    """The least score that is excellent; 700 by default."""
    fair_from: int
    """The least score that is fair; 400 by default."""
    good_from: int
    """The least score that is good; 550 by default."""
    half_life_days: int
    """After so many days an entry weighs half, up to 36,500; 365 by default, 0 for always all."""
    helpful_votes: int
    """A review is helpful when so many people say so, 1 to 10,000; 5 by default."""
    on_time_days: int
    """An order is paid in time within so many days after it was placed, up to 3,650; 14 by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "abuse_returns": None,
        "abuse_share": Decimal,
        "active": None,
        "base": None,
        "deltas": many(CreditDelta._of),
        "excellent_from": None,
        "fair_from": None,
        "good_from": None,
        "half_life_days": None,
        "helpful_votes": None,
        "on_time_days": None,
    }


@final
class CreditSum(Record):
    """What the entries of a kind come to."""

    __slots__ = ()

    kind: CreditKind
    """The kind."""
    count: int
    """How many entries there are."""
    points: Decimal
    """The sum of their points."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "kind": None,
        "count": None,
        "points": Decimal,
    }


@final
class WeighedCredit(Record):
    """What an entry weighs in a score."""

    __slots__ = ()

    entry: CreditEntry
    """The entry; it was not taken back."""
    weight: Decimal
    """Its weight: 1 when it is fresh, then half for each half-life, between two halvings in a straight line."""
    points: Decimal
    """Points times weight, rounded to thousandths, half to even."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "entry": CreditEntry._of,
        "weight": Decimal,
        "points": Decimal,
    }


@final
class CreditStanding(Record):
    """The score of a customer, and why it is so."""

    __slots__ = ()

    customer_id: int
    """The customer."""
    as_of: datetime
    """For which instant."""
    score: int
    """0 to 1,000: the base and the points, rounded half to even."""
    level: CreditLevel
    """What the score is worth."""
    base: int
    """The score of somebody of whom nothing is known."""
    points: Decimal
    """The sum of all points; the score differs from it and the base only by rounding and by its bounds."""
    sums: tuple[CreditSum, ...]
    """The points by kind; they add up to the sum."""
    entries: tuple[WeighedCredit, ...]
    """The entries that weigh anything, the latest first, up to 1,000."""
    others: Decimal
    """The sum of the points of entries that are not listed."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "as_of": datetime.fromisoformat,
        "score": None,
        "level": None,
        "base": None,
        "points": Decimal,
        "sums": many(CreditSum._of),
        "entries": many(WeighedCredit._of),
        "others": Decimal,
    }


@final
class CsatScore(Record):
    """How satisfied customers are."""

    __slots__ = ()

    n: int
    """Marks."""
    satisfied: int
    """Marks of 4 and 5."""
    share: Decimal
    """Their share."""
    mean: Decimal
    """The mean, 1 to 5, rounded half to even."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "n": None,
        "satisfied": None,
        "share": Decimal,
        "mean": Decimal,
    }


@final
class CustomField(Record):
    """A custom field as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    entity: FieldEntity
    """What it belongs to."""
    key: str
    """The key."""
    type: FieldType
    """What its values are."""
    required: bool
    """Whether a new customer must have a value."""
    pii: bool
    """Whether its values are personal data."""
    options: tuple[str, ...]
    """The options of an enumeration."""
    indexed: bool
    """Whether lists can be filtered by it quickly."""
    created_at: datetime
    """When it was defined."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "entity": None,
        "key": None,
        "type": None,
        "required": None,
        "pii": None,
        "options": same,
        "indexed": None,
        "created_at": datetime.fromisoformat,
    }


@final
class Identity(Record):
    """An identity as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Whose it is."""
    kind: IdentityKind
    """What kind of identity."""
    value: str
    """The key: unique per kind, normalised."""
    display: str
    """The value as it was given, to show and to write to."""
    verified: Verified
    """Whether it was verified."""
    is_primary: bool
    """Whether it is the first choice among those of its kind; every kind has exactly one."""
    created_at: datetime
    """When it was recorded."""
    valid_from: datetime | None
    """Since when the customer has it."""
    valid_to: datetime | None
    """Until when the customer had it."""
    verified_at: datetime | None
    """When it was verified, or when that failed."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "kind": None,
        "value": None,
        "display": None,
        "verified": None,
        "is_primary": None,
        "created_at": datetime.fromisoformat,
        "valid_from": datetime.fromisoformat,
        "valid_to": datetime.fromisoformat,
        "verified_at": datetime.fromisoformat,
    }


@final
class Customer(Record):
    """A customer as it is stored."""

    __slots__ = ()

    id: int
    """The id in this file."""
    uid: str
    """The id across files: 32 hexadecimal digits."""
    kind: CustomerKind
    """Person or company."""
    gender: Gender
    """The gender."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When its own fields last changed."""
    first_seen_at: datetime
    """When the customer was first seen."""
    blocked: Block
    """What the shop does not do with the customer any more; stored until `tick` notes that its end has passed."""
    rev: int
    """The number of the event that last wrote this row."""
    identities: tuple[Identity, ...]
    """The identities, in the order in which they were recorded."""
    archived_at: datetime | None
    """When the customer was archived: hidden from lists and search, still counted."""
    birth_date: str | None
    """The date of birth."""
    block_reason: str | None
    """Why, as a token."""
    blocked_by: int | None
    """The member of the staff who decided it."""
    blocked_since: datetime | None
    """Since when."""
    blocked_until: datetime | None
    """When the block is over; null for one without an end."""
    company: CompanyProfile | None
    """The profile of a company."""
    country: str | None
    """The country as ISO 3166-1 alpha-2."""
    erased_at: datetime | None
    """When the personal data was erased."""
    family_name: str | None
    """The family name."""
    given_name: str | None
    """The given name."""
    id_document_hash: str | None
    """The host's keyed hash of an identity document."""
    income_band: int | None
    """The income band, as the shop numbers them."""
    language: str | None
    """The language as BCP 47."""
    merged_into: int | None
    """The customer that this one was merged into."""
    name: str | None
    """The display name; null while unknown."""
    name_order: NameOrder | None
    """Which part comes first; null follows the script and the shop."""
    note: str | None
    """A note."""
    owner_id: int | None
    """Who looks after the customer."""
    preferred_channel: PreferredChannel | None
    """The channel on which the customer likes to be reached."""
    quiet_from: int | None
    """The beginning of the quiet hours, in minutes of the customer's day."""
    quiet_to: int | None
    """The end of the quiet hours, in minutes of the customer's day."""
    source_touch_id: int | None
    """The touch that brought the customer."""
    time_zone: str | None
    """The time zone as an IANA name."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "uid": None,
        "kind": None,
        "gender": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "first_seen_at": datetime.fromisoformat,
        "blocked": None,
        "rev": None,
        "identities": many(Identity._of),
        "archived_at": datetime.fromisoformat,
        "birth_date": None,
        "block_reason": None,
        "blocked_by": None,
        "blocked_since": datetime.fromisoformat,
        "blocked_until": datetime.fromisoformat,
        "company": CompanyProfile._of,
        "country": None,
        "erased_at": datetime.fromisoformat,
        "family_name": None,
        "given_name": None,
        "id_document_hash": None,
        "income_band": None,
        "language": None,
        "merged_into": None,
        "name": None,
        "name_order": None,
        "note": None,
        "owner_id": None,
        "preferred_channel": None,
        "quiet_from": None,
        "quiet_to": None,
        "source_touch_id": None,
        "time_zone": None,
    }


@final
class CustomerBlock(Record):
    """A block that holds."""

    __slots__ = ()

    block: Block
    """What the shop does not do."""
    reason: str
    """Why, as a token."""
    since: datetime
    """Since when."""
    staff_id: int | None
    """The member of the staff who decided it."""
    until: datetime | None
    """When it is over; null for a block without an end."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "block": None,
        "reason": None,
        "since": datetime.fromisoformat,
        "staff_id": None,
        "until": datetime.fromisoformat,
    }


@final
class EntitlementOverride(Record):
    """An exception as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Whom it concerns."""
    level: ServiceLevel
    """How the customer is served."""
    reason: str
    """Why, as a token."""
    created_at: datetime
    """When it was made."""
    ended_at: datetime | None
    """When another took its place, or it was taken back."""
    price: Money | None
    """What service costs the customer."""
    staff_id: int | None
    """The member of the staff who decided it."""
    until: datetime | None
    """When it is over."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "level": None,
        "reason": None,
        "created_at": datetime.fromisoformat,
        "ended_at": datetime.fromisoformat,
        "price": Money._of,
        "staff_id": None,
        "until": datetime.fromisoformat,
    }


@final
class RuleCheck(Record):
    """What one rule found."""

    __slots__ = ()

    rule: str
    """The name of the rule."""
    fits: bool
    """Whether all conditions hold."""
    conditions: tuple[ConditionCheck, ...]
    """Every condition of the rule."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "rule": None,
        "fits": None,
        "conditions": many(ConditionCheck._of),
    }


@final
class CustomerEntitlement(Record):
    """How a customer is served, and why."""

    __slots__ = ()

    customer_id: int
    """The customer; the one that it was merged into, if it was."""
    at: datetime
    """The instant for which it was worked out."""
    level: ServiceLevel
    """How the customer is served."""
    decided_by: EntitlementSource
    """What decided."""
    may_sell: bool
    """Whether the shop may sell to the customer."""
    may_market: bool
    """Whether no block forbids marketing; consents are another matter."""
    may_serve: bool
    """Whether the customer gets service, for a price or without."""
    tried: tuple[RuleCheck, ...]
    """The rules that were tried, in their order, up to the one that decided; empty when none had to be tried, and in the
view of a customer."""
    block: CustomerBlock | None
    """The block that holds."""
    exception: EntitlementOverride | None
    """The exception that holds, also when a block wins over it."""
    note: str | None
    """What the staff should know, from that rule."""
    price: Money | None
    """What service costs; null when it is free, or when the shop says no price."""
    rule: str | None
    """The name of the rule that decided."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "at": datetime.fromisoformat,
        "level": None,
        "decided_by": None,
        "may_sell": None,
        "may_market": None,
        "may_serve": None,
        "tried": many(RuleCheck._of),
        "block": CustomerBlock._of,
        "exception": EntitlementOverride._of,
        "note": None,
        "price": Money._of,
        "rule": None,
    }


@final
class CustomerGoodwill(Record):
    """What a customer was given, in the base currency."""

    __slots__ = ()

    customer_id: int
    """Who."""
    paid: int
    """How many compensations were paid."""
    open: int
    """How many wait for an approval or their payment."""
    amount: Money | None
    """What they cost."""
    last_paid_at: datetime | None
    """When the last was paid."""
    recovered: Money | None
    """What came back of those that were paid in advance."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "paid": None,
        "open": None,
        "amount": Money._of,
        "last_paid_at": datetime.fromisoformat,
        "recovered": Money._of,
    }


@final
class CustomerHit(Record):
    """A customer that a search found."""

    __slots__ = ()

    id: int
    """The customer."""
    kind: CustomerKind
    """Person or company."""
    matched: Matched
    """How it was found."""
    updated_at: datetime
    """When the customer's own fields last changed."""
    email: str | None
    """The primary e-mail address."""
    name: str | None
    """The display name."""
    phone: str | None
    """The primary phone number."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "kind": None,
        "matched": None,
        "updated_at": datetime.fromisoformat,
        "email": None,
        "name": None,
        "phone": None,
    }


@final
class CustomerList(Record):
    """A static list."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """The name, unique."""
    members: int
    """How many customers are on it."""
    created_at: datetime
    """When it was made."""
    note: str | None
    """What it is for."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "members": None,
        "created_at": datetime.fromisoformat,
        "note": None,
    }


@final
class CustomerPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Customer, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Customer._of),
        "next": None,
    }


@final
class CustomerStage(Record):
    """The stage of a customer."""

    __slots__ = ()

    customer_id: int
    """The customer."""
    stage: Stage
    """The stage."""
    since: datetime
    """Since when: the midnight of the boundary that was passed, or the instant of the change that led there."""
    orders: int
    """Counted orders at the last evaluation."""
    own_gap: bool
    """Whether g is the customer's own."""
    gap_days: int | None
    """g in days; null without orders."""
    label: str | None
    """The RFM label that was used; null before the first snapshot."""
    last_order: date | None
    """The day of the last counted order."""
    next_evaluation_at: datetime | None
    """The midnight at which the stage changes if nothing else happens, or an order that is dated ahead begins to count."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "stage": None,
        "since": datetime.fromisoformat,
        "orders": None,
        "own_gap": None,
        "gap_days": None,
        "label": None,
        "last_order": date.fromisoformat,
        "next_evaluation_at": datetime.fromisoformat,
    }


@final
class CustomerStagePage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[CustomerStage, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(CustomerStage._of),
        "next": None,
    }


@final
class CustomerTier(Record):
    """The tier of a customer as it is stored."""

    __slots__ = ()

    customer_id: int
    """Whose tier it is."""
    since: datetime
    """Since when."""
    grace_until: datetime | None
    """Until when the customer stays in it although its marks are not reached any more."""
    next_evaluation_at: datetime | None
    """When time alone can change it."""
    tier_id: int | None
    """The tier; none below the marks of all."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "since": datetime.fromisoformat,
        "grace_until": datetime.fromisoformat,
        "next_evaluation_at": datetime.fromisoformat,
        "tier_id": None,
    }


@final
class ListMember(Record):
    """A customer on a list."""

    __slots__ = ()

    list_id: int
    """The list."""
    customer_id: int
    """The customer."""
    added_at: datetime
    """When the customer was put on the list."""
    removed_at: datetime | None
    """When the customer was taken off it."""
    source: str | None
    """Where the member came from."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "list_id": None,
        "customer_id": None,
        "added_at": datetime.fromisoformat,
        "removed_at": datetime.fromisoformat,
        "source": None,
    }


@final
class DescriptiveBlock(Record):
    """Who a customer is."""

    __slots__ = ()

    customer: Customer
    """The customer's own fields, identities and company profile."""
    addresses: tuple[Address, ...]
    """Addresses."""
    custom: Mapping[str, Any]
    """Values of custom fields by their keys."""
    tags: tuple[str, ...]
    """Tags."""
    lists: tuple[ListMember, ...]
    """Static lists that the customer is on."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer": Customer._of,
        "addresses": many(Address._of),
        "custom": None,
        "tags": same,
        "lists": many(ListMember._of),
    }


@final
class Lead(Record):
    """A lead as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    state: LeadState
    """Where it stands."""
    source: LeadSource
    """How it came."""
    identities: tuple[IdentityInput, ...]
    """How the person can be reached and recognised, normalised."""
    skus: tuple[str, ...]
    """Article numbers of what the person is interested in."""
    score: int
    """How promising it is, 0 to 100; `leads.explain_score` tells why."""
    scored_at: datetime
    """When the score was last worked out."""
    captured_at: datetime
    """When it came."""
    active_at: datetime
    """When the person was last heard from or spoken to."""
    changed_at: datetime
    """When anything about it last changed; it grows stale from then on."""
    recorded_at: datetime
    """When it was recorded here."""
    updated_at: datetime
    """When it last changed here."""
    company: str | None
    """The name of the company."""
    converted_at: datetime | None
    """When it became a customer."""
    country: str | None
    """The country as ISO 3166-1 alpha-2."""
    customer_id: int | None
    """The customer who it is or became; null while nobody knows."""
    employees: int | None
    """How many people work for the company."""
    ended_at: datetime | None
    """Since when it is not open: unqualified, converted or junk."""
    external_id: str | None
    """Its id there."""
    host_updated_at: datetime | None
    """When it last changed there, as reported."""
    hot_at: datetime | None
    """When the score first reached the shop's mark for hot leads."""
    language: str | None
    """The language as BCP 47."""
    look_at: datetime | None
    """When `tick` works the score out again, because time alone changes it."""
    lost_reason: LeadLostReason | None
    """Why it will not buy, of an unqualified one."""
    name: str | None
    """The name of the person."""
    note: str | None
    """What was said."""
    opportunity_id: int | None
    """The opportunity that it became."""
    overdue_at: datetime | None
    """When `tick` found the first response overdue."""
    owner_id: int | None
    """Who looks after it."""
    responded_at: datetime | None
    """When somebody first responded."""
    rule_id: int | None
    """The rule that chose the owner; null when a person did, or when it is the customer's own."""
    sla_due_at: datetime | None
    """Until when the first response is due: so many minutes after it came or was recycled as the rule that assigned it says,
or the shop."""
    stale_at: datetime | None
    """When `tick` found it stale; a change makes it fresh again."""
    system: str | None
    """The system that reported it."""
    territory: str | None
    """The sales territory."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "state": None,
        "source": None,
        "identities": many(IdentityInput._of),
        "skus": same,
        "score": None,
        "scored_at": datetime.fromisoformat,
        "captured_at": datetime.fromisoformat,
        "active_at": datetime.fromisoformat,
        "changed_at": datetime.fromisoformat,
        "recorded_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "company": None,
        "converted_at": datetime.fromisoformat,
        "country": None,
        "customer_id": None,
        "employees": None,
        "ended_at": datetime.fromisoformat,
        "external_id": None,
        "host_updated_at": datetime.fromisoformat,
        "hot_at": datetime.fromisoformat,
        "language": None,
        "look_at": datetime.fromisoformat,
        "lost_reason": None,
        "name": None,
        "note": None,
        "opportunity_id": None,
        "overdue_at": datetime.fromisoformat,
        "owner_id": None,
        "responded_at": datetime.fromisoformat,
        "rule_id": None,
        "sla_due_at": datetime.fromisoformat,
        "stale_at": datetime.fromisoformat,
        "system": None,
        "territory": None,
    }


@final
class OpportunitySummary(Record):
    """An opportunity in short; `opportunities.get` has the rest."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """What it is about."""
    stage: str
    """The key of the stage where it stands."""
    status: OpportunityStatus
    """The core status of that stage."""
    amount: Money
    """What it may come to."""
    probability: Decimal
    """How likely it is."""
    expected_close: date | None
    """The day on which it should close."""
    owner_id: int | None
    """Who works on it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "stage": None,
        "status": None,
        "amount": Money._of,
        "probability": Decimal,
        "expected_close": date.fromisoformat,
        "owner_id": None,
    }


@final
class QuoteSummary(Record):
    """A quote in short; `quotes.get` has the rest."""

    __slots__ = ()

    id: int
    """The id."""
    number: str
    """The number that people read."""
    version: int
    """The version."""
    state: QuoteState
    """Where it stands."""
    total: Money
    """What is to be paid."""
    valid_until: date
    """The last day on which it can be accepted."""
    owner_id: int | None
    """Who answers for it."""
    title: str | None
    """What it is about."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "number": None,
        "version": None,
        "state": None,
        "total": Money._of,
        "valid_until": date.fromisoformat,
        "owner_id": None,
        "title": None,
    }


@final
class PresaleBlock(Record):
    """What a customer may buy: what is open before the sale, at most five of each."""

    __slots__ = ()

    leads: tuple[Lead, ...]
    """Open leads, newest first."""
    opportunities: tuple[OpportunitySummary, ...]
    """Open opportunities."""
    quotes: tuple[QuoteSummary, ...]
    """Quotes that are not decided, or accepted and not ordered."""
    carts: tuple[CartSummary, ...]
    """Carts that are neither ordered nor expired."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "leads": many(Lead._of),
        "opportunities": many(OpportunitySummary._of),
        "quotes": many(QuoteSummary._of),
        "carts": many(CartSummary._of),
    }


@final
class FeedbackEntry(Record):
    """A feedback as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Who gave it."""
    kind: FeedbackKind
    """What kind it is."""
    about: FeedbackAbout
    """What it is about."""
    text: str
    """What was written or said."""
    state: FeedbackState
    """Where it stands; one that is joined to an idea stands where the idea does."""
    supporters: int
    """How many customers want it, each once: who gave it, who gave what was joined to it, and who voted for any of it."""
    received_at: datetime
    """When it came."""
    updated_at: datetime
    """When it last changed."""
    answer: str | None
    """What the shop says to it."""
    answered_at: datetime | None
    """When the shop first answered, it or the idea that it was joined to."""
    answered_by: int | None
    """Who answered."""
    competitor_id: int | None
    """The competitor that it is about."""
    competitor_product_id: int | None
    """The competitor's product that it is about."""
    credited_at: datetime | None
    """When the customer was rewarded for it."""
    credited_points: int | None
    """With how many points."""
    due_at: datetime | None
    """Until when it is to be answered; none once it was, and for one that was joined to an idea."""
    effect_at: datetime | None
    """When that was noted."""
    effect_note: str | None
    """What it changed."""
    idea_id: int | None
    """The idea that it was joined to, which has the answer and the effect; none for one of its own."""
    news_at: datetime | None
    """Since when there is something that the customer does not know: an answer, an effect, an end. None when the
customer was told."""
    ref: Reference | None
    """In what it came."""
    reminded_at: datetime | None
    """When `tick` made a task because nobody had answered."""
    sku: str | None
    """The article that it is about."""
    told_at: datetime | None
    """When the customer was last told."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "kind": None,
        "about": None,
        "text": None,
        "state": None,
        "supporters": None,
        "received_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "answer": None,
        "answered_at": datetime.fromisoformat,
        "answered_by": None,
        "competitor_id": None,
        "competitor_product_id": None,
        "credited_at": datetime.fromisoformat,
        "credited_points": None,
        "due_at": datetime.fromisoformat,
        "effect_at": datetime.fromisoformat,
        "effect_note": None,
        "idea_id": None,
        "news_at": datetime.fromisoformat,
        "ref": Reference._of,
        "reminded_at": datetime.fromisoformat,
        "sku": None,
        "told_at": datetime.fromisoformat,
    }


@final
class Tier(Record):
    """A tier as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """What the shop calls it."""
    rank: int
    """Its rank."""
    price_percent: Decimal
    """The share that is taken off prices."""
    free_shipping: bool
    """Whether orders are shipped for nothing."""
    benefits: tuple[str, ...]
    """What else it offers."""
    grace_days: int
    """For how many days one stays in it after falling below its marks."""
    active: bool
    """Whether customers get into it."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    min_points: int | None
    """How many points one has to earn."""
    min_spend: Money | None
    """What one has to spend."""
    window_days: int | None
    """Within how many days; within a lifetime without."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "rank": None,
        "price_percent": Decimal,
        "free_shipping": None,
        "benefits": same,
        "grace_days": None,
        "active": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "min_points": None,
        "min_spend": Money._of,
        "window_days": None,
    }


@final
class LoyaltyTerms(Record):
    """On what terms a customer buys."""

    __slots__ = ()

    customer_id: int
    """Whose terms they are."""
    points: int
    """The points that can be spent."""
    price_percent: Decimal
    """The share that is taken off prices; 0 without a tier."""
    free_shipping: bool
    """Whether the tier ships orders for nothing."""
    grace_until: datetime | None
    """Until when the customer stays in it although its marks are not reached any more."""
    since: datetime | None
    """Since when the customer is in the tier."""
    tier: Tier | None
    """The tier."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "points": None,
        "price_percent": Decimal,
        "free_shipping": None,
        "grace_until": datetime.fromisoformat,
        "since": datetime.fromisoformat,
        "tier": Tier._of,
    }


@final
class PromotionalEntry(Record):
    """One thing that was offered."""

    __slots__ = ()

    id: int
    """Its id."""
    name: str
    """What people call it."""
    state: str
    """Where it stands, as a token of its own room."""
    at: datetime
    """When it got there."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "state": None,
        "at": datetime.fromisoformat,
    }


@final
class PromotionalBlock(Record):
    """What the shop offered to a customer; segments, campaigns and messages are filled as they come."""

    __slots__ = ()

    segments: tuple[PromotionalEntry, ...]
    """Segments that the customer is in."""
    campaigns: tuple[PromotionalEntry, ...]
    """Campaigns that reached the customer."""
    messages: tuple[PromotionalEntry, ...]
    """The latest messages."""
    coupons: tuple[PromotionalEntry, ...]
    """Coupons of the customer's own that can be used; the codes are in `coupons.list`."""
    store_credit: tuple[Money, ...]
    """Store credit and gift cards, by currency."""
    surveys: tuple[PromotionalEntry, ...]
    """Invitations to surveys that the customer may still answer, the newest first."""
    suggestions: tuple[FeedbackEntry, ...]
    """The latest suggestions and wishes of the customer, with what became of them."""
    loyalty: LoyaltyTerms | None
    """Points and tier; null for somebody who never had any."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "segments": many(PromotionalEntry._of),
        "campaigns": many(PromotionalEntry._of),
        "messages": many(PromotionalEntry._of),
        "coupons": many(PromotionalEntry._of),
        "store_credit": many(Money._of),
        "surveys": many(PromotionalEntry._of),
        "suggestions": many(FeedbackEntry._of),
        "loyalty": LoyaltyTerms._of,
    }


@final
class Relation(Record):
    """A relation as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    from_id: int
    """Who is related."""
    to_id: int
    """To whom."""
    kind: RelationKind
    """How."""
    created_at: datetime
    """When it was recorded."""
    since: date | None
    """Since which day."""
    until: date | None
    """Until which day."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "from_id": None,
        "to_id": None,
        "kind": None,
        "created_at": datetime.fromisoformat,
        "since": date.fromisoformat,
        "until": date.fromisoformat,
    }


@final
class RfmFacts(Record):
    """The facts that scores rest on."""

    __slots__ = ()

    recency_days: int
    """Days since the last order; 0 when it was placed after `as_of`."""
    last_order: date
    """The day of the last order."""
    frequency: int
    """Number of orders in the window."""
    monetary: Money
    """Orders less refunds in the window."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "recency_days": None,
        "last_order": date.fromisoformat,
        "frequency": None,
        "monetary": Money._of,
    }


@final
class RfmScores(Record):
    """The three scores, 1 (worst) to the number of bins."""

    __slots__ = ()

    r: int
    """Recency."""
    f: int
    """Frequency."""
    m: int
    """Monetary."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "r": None,
        "f": None,
        "m": None,
    }


@final
class RfmStanding(Record):
    """Where a customer stands: its own orders up to today by the cut points of the current snapshot."""

    __slots__ = ()

    customer_id: int
    """The customer; the one that it was merged into, if it was."""
    as_of: date
    """The day as of which recency counts: that of the snapshot, or today before the first."""
    facts: RfmFacts | None
    """The facts; null without a counted order."""
    label: str | None
    """The label; null before the first snapshot."""
    scores: RfmScores | None
    """The scores; null without a counted order and before the first snapshot."""
    snapshot_id: int | None
    """The snapshot whose cut points apply; null before the first."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "as_of": date.fromisoformat,
        "facts": RfmFacts._of,
        "label": None,
        "scores": RfmScores._of,
        "snapshot_id": None,
    }


@final
class LatestMark(Record):
    """A customer's newest mark."""

    __slots__ = ()

    mark: int
    """The mark."""
    at: datetime
    """When it was given."""
    survey_id: int
    """The survey that asked."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "mark": None,
        "at": datetime.fromisoformat,
        "survey_id": None,
    }


@final
class ReturnLine(Record):
    """A line of a return as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    return_id: int
    """The return."""
    line_id: int
    """The line of the order."""
    sku: str
    """The article number."""
    quantity: Decimal
    """How much was asked for."""
    received: Decimal
    """How much has arrived."""
    accepted: Decimal
    """How much is accepted; 0 until that is decided."""
    held: Decimal
    """How much of what was delivered it holds, so that no other return can have it."""
    reason: ReturnReason
    """Why it comes back."""
    condition: ReturnCondition
    """In which condition: as the customer says, then as it was found."""
    serials: tuple[str, ...]
    """Serial numbers of the pieces."""
    value: Money
    """What it was paid with: its part of the order's line, after all discounts, tax included."""
    tax: Money
    """How much of that is tax."""
    fee: Money
    """The restocking fee."""
    amount: Money
    """The value less the fee."""
    disposition: ReturnDisposition | None
    """Where it goes."""
    note: str | None
    """What the customer says about it."""
    until: datetime | None
    """Until when it could be returned; null when nobody knows when it was delivered."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "return_id": None,
        "line_id": None,
        "sku": None,
        "quantity": Decimal,
        "received": Decimal,
        "accepted": Decimal,
        "held": Decimal,
        "reason": None,
        "condition": None,
        "serials": same,
        "value": Money._of,
        "tax": Money._of,
        "fee": Money._of,
        "amount": Money._of,
        "disposition": None,
        "note": None,
        "until": datetime.fromisoformat,
    }


@final
class OrderReturn(Record):
    """A return as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    number: str
    """The number that people read."""
    customer_id: int
    """Whose it is; follows the order."""
    order_id: int
    """The order of which something comes back."""
    state: ReturnState
    """Where it stands."""
    shopify_status: ShopifyReturnStatus
    """The state in the words of Shopify."""
    medusa_status: MedusaReturnStatus
    """The state in the words of Medusa."""
    wanted: ReturnResolution
    """What the customer wants for it."""
    amount: Money
    """What is to be paid back: its lines less the way back. Expected until it is decided, exact since."""
    way_back_fee: Money
    """What is taken off for the way back."""
    way_back: WayBack
    """Who pays the way back."""
    auto_approved: bool
    """Whether the rules approved it."""
    created_at: datetime
    """When it was asked for."""
    updated_at: datetime
    """When it last changed."""
    lines: tuple[ReturnLine, ...]
    """What comes back."""
    approved_at: datetime | None
    """When it was approved."""
    carrier: str | None
    """Who carries it, a token in small letters."""
    decided_by: int | None
    """Who approved or declined it."""
    difference: Money | None
    """What the other goods cost more than what was paid back; negative for what the customer got beside them."""
    end_reason: str | None
    """Why it was declined, called off or rejected, as a token."""
    ended_at: datetime | None
    """When it came to its end."""
    exception: str | None
    """Why it is an exception from the rules, as a token."""
    exchange_order_id: int | None
    """The order of other goods."""
    expires_at: datetime | None
    """Until when it must be sent; `tick` lets it expire then."""
    inspected_at: datetime | None
    """When it was looked over."""
    instructions: str | None
    """What the customer is told about sending them."""
    label_ref: str | None
    """The host's reference of the label."""
    note: str | None
    """More about it."""
    paid_back: Money | None
    """What was paid back or credited, shipping included; at most what the order had left of what was paid."""
    paid_back_base: Money | None
    """The same in the base currency."""
    received_at: datetime | None
    """When the last of it arrived."""
    refund_id: int | None
    """The refund that took it off the order."""
    resolution: ReturnResolution | None
    """What the customer got; null until that is clear."""
    resolved_at: datetime | None
    """When the customer got what it came to."""
    return_to: str | None
    """Where the goods are to be sent, as a token of the shop."""
    sent_at: datetime | None
    """When it was sent."""
    service_order_id: int | None
    """The service order of the repair."""
    stored_value_id: int | None
    """The store credit that was given."""
    tracking_no: str | None
    """The carrier's number, without spaces and in capitals."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "number": None,
        "customer_id": None,
        "order_id": None,
        "state": None,
        "shopify_status": None,
        "medusa_status": None,
        "wanted": None,
        "amount": Money._of,
        "way_back_fee": Money._of,
        "way_back": None,
        "auto_approved": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "lines": many(ReturnLine._of),
        "approved_at": datetime.fromisoformat,
        "carrier": None,
        "decided_by": None,
        "difference": Money._of,
        "end_reason": None,
        "ended_at": datetime.fromisoformat,
        "exception": None,
        "exchange_order_id": None,
        "expires_at": datetime.fromisoformat,
        "inspected_at": datetime.fromisoformat,
        "instructions": None,
        "label_ref": None,
        "note": None,
        "paid_back": Money._of,
        "paid_back_base": Money._of,
        "received_at": datetime.fromisoformat,
        "refund_id": None,
        "resolution": None,
        "resolved_at": datetime.fromisoformat,
        "return_to": None,
        "sent_at": datetime.fromisoformat,
        "service_order_id": None,
        "stored_value_id": None,
        "tracking_no": None,
    }


@final
class ReviewSubject(Record):
    """What is reviewed."""

    __slots__ = ()

    kind: ReviewedKind
    """What kind of thing."""
    id: int | None
    """The id, for an order, a service or a member of the staff. Whether there is such a service or member of the staff
is not checked."""
    service: ReviewedService | None
    """Which service, for a service and only for one."""
    sku: str | None
    """The article number, for a product and only for one; at most 128 bytes. It need not be in the catalog."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "kind": None,
        "id": None,
        "service": None,
        "sku": None,
    }


@final
class Review(Record):
    """A review as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Who wrote it."""
    subject: ReviewSubject
    """What it is about."""
    rating: int
    """1 to 5."""
    aspects: Mapping[str, int]
    """Ratings of single aspects, 1 to 5."""
    photos: tuple[str, ...]
    """What leads to the pictures."""
    state: ReviewState
    """Where it stands."""
    revisions: int
    """How often its author has changed it."""
    helpful: int
    """How many people found it helpful, without its author."""
    reports: int
    """How many reports nobody has looked at."""
    posted_at: datetime
    """When it was written."""
    updated_at: datetime
    """When it last changed."""
    language: str | None
    """The language."""
    published_at: datetime | None
    """When it was first published."""
    replied_at: datetime | None
    """When the shop answered."""
    replied_by: int | None
    """Who answered."""
    reply: str | None
    """The answer of the shop, which everybody sees."""
    text: str | None
    """What was written."""
    ticket_id: int | None
    """The ticket that it opened when it was first negative."""
    title: str | None
    """Its heading."""
    verified_purchase: int | None
    """The paid order of its author that shows the purchase: the first one with the article, the order itself, or for
the shop any; none when there is none. It follows from the orders as they are known today."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "subject": ReviewSubject._of,
        "rating": None,
        "aspects": None,
        "photos": same,
        "state": None,
        "revisions": None,
        "helpful": None,
        "reports": None,
        "posted_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "language": None,
        "published_at": datetime.fromisoformat,
        "replied_at": datetime.fromisoformat,
        "replied_by": None,
        "reply": None,
        "text": None,
        "ticket_id": None,
        "title": None,
        "verified_purchase": None,
    }


@final
class ServiceCosts(Record):
    """What finished service comes to in one currency, without tax, and who bears it."""

    __slots__ = ()

    currency: str
    """The currency."""
    orders: int
    """How many orders were finished."""
    by_warranty: Money
    """What warranties bear."""
    by_contract: Money
    """What service contracts bear."""
    by_goodwill: Money
    """What the shop bears of its own free will."""
    by_customer: Money
    """What customers bear."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "currency": None,
        "orders": None,
        "by_warranty": Money._of,
        "by_contract": Money._of,
        "by_goodwill": Money._of,
        "by_customer": Money._of,
    }


@final
class ServiceOrderSummary(Record):
    """A service order of which something is open."""

    __slots__ = ()

    id: int
    """The id."""
    number: str
    """The number that people read."""
    kind: ServiceKind
    """What is done."""
    state: ServiceOrderState
    """Where it stands."""
    total: Money
    """What all lines come to."""
    by_customer: Money
    """What the customer bears."""
    created_at: datetime
    """When it was recorded."""
    asset_id: int | None
    """The asset on which it is done."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "number": None,
        "kind": None,
        "state": None,
        "total": Money._of,
        "by_customer": Money._of,
        "created_at": datetime.fromisoformat,
        "asset_id": None,
    }


@final
class Ticket(Record):
    """A ticket as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    number: str
    """The number that customers are told, such as `T-000001`."""
    kind: TicketKind
    """What it is."""
    state: TicketState
    """Where it stands."""
    channel: Channel
    """How it came."""
    priority: Priority
    """How much it presses."""
    subject: str
    """What it is about in one line."""
    tags: tuple[str, ...]
    """Tags, in order."""
    escalation_level: int
    """How often it was escalated, by people and by broken promises."""
    clock_ms: int
    """Service time that it has used up to `clock_since`, in milliseconds."""
    reopen_count: int
    """How often it was reopened."""
    opened_at: datetime
    """When it was opened."""
    updated_at: datetime
    """When it last changed."""
    asset_id: int | None
    """The piece that it is about."""
    assignee_id: int | None
    """Who does it."""
    body: str | None
    """What was said."""
    category: str | None
    """What sort of matter it is."""
    cause: str | None
    """What caused it, as a token."""
    clock_since: datetime | None
    """Since when its clock runs; null while it stands."""
    contact: str | None
    """How somebody is reached whom the shop does not know."""
    csat: int | None
    """How content the customer was, 1 to 5."""
    csat_comment: str | None
    """What the customer said to that."""
    customer_id: int | None
    """The customer."""
    due_at: datetime | None
    """What of both is due next."""
    duplicate_of_id: int | None
    """The ticket that took its place."""
    ended_at: datetime | None
    """When it was closed, or found to be spam or a duplicate."""
    escalation_reason: str | None
    """Why it was escalated last."""
    first_at: datetime | None
    """When somebody of the staff first answered."""
    first_due_at: datetime | None
    """Until when somebody answers; null while the clock stands and nobody has."""
    first_status: SlaStatus | None
    """Whether the first response came in time; null when none is promised."""
    first_target_s: int | None
    """Service seconds to the first response that are promised."""
    first_warn_at: datetime | None
    """When it is warned of."""
    first_warned_at: datetime | None
    """When it was."""
    interaction_id: int | None
    """The contact by which it came."""
    language: str | None
    """The language as BCP 47."""
    look_at: datetime | None
    """When `tick` looks at it next."""
    order_id: int | None
    """The order that it is about."""
    order_line_id: int | None
    """The line of the order."""
    paused_since: datetime | None
    """Since when its clock stands because it waits."""
    resolution: str | None
    """How it was resolved."""
    resolve_due_at: datetime | None
    """Until when it is resolved; null while the clock stands and it is not."""
    resolve_status: SlaStatus | None
    """Whether it was resolved in time; null when that is not promised."""
    resolve_target_s: int | None
    """Service seconds to the resolution that are promised."""
    resolve_warn_at: datetime | None
    """When it is warned of."""
    resolve_warned_at: datetime | None
    """When it was."""
    resolved_at: datetime | None
    """When it was resolved; null after it was reopened."""
    rule: str | None
    """The rule that chose who does it, by its key."""
    sla_id: int | None
    """The SLA that holds."""
    team: str | None
    """The team."""
    upheld: bool | None
    """Whether a complaint turned out to be justified; null while that is undecided, and for other kinds."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "number": None,
        "kind": None,
        "state": None,
        "channel": None,
        "priority": None,
        "subject": None,
        "tags": same,
        "escalation_level": None,
        "clock_ms": None,
        "reopen_count": None,
        "opened_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "asset_id": None,
        "assignee_id": None,
        "body": None,
        "category": None,
        "cause": None,
        "clock_since": datetime.fromisoformat,
        "contact": None,
        "csat": None,
        "csat_comment": None,
        "customer_id": None,
        "due_at": datetime.fromisoformat,
        "duplicate_of_id": None,
        "ended_at": datetime.fromisoformat,
        "escalation_reason": None,
        "first_at": datetime.fromisoformat,
        "first_due_at": datetime.fromisoformat,
        "first_status": None,
        "first_target_s": None,
        "first_warn_at": datetime.fromisoformat,
        "first_warned_at": datetime.fromisoformat,
        "interaction_id": None,
        "language": None,
        "look_at": datetime.fromisoformat,
        "order_id": None,
        "order_line_id": None,
        "paused_since": datetime.fromisoformat,
        "resolution": None,
        "resolve_due_at": datetime.fromisoformat,
        "resolve_status": None,
        "resolve_target_s": None,
        "resolve_warn_at": datetime.fromisoformat,
        "resolve_warned_at": datetime.fromisoformat,
        "resolved_at": datetime.fromisoformat,
        "rule": None,
        "sla_id": None,
        "team": None,
        "upheld": None,
    }


@final
class ServiceBlock(Record):
    """What a customer has and what is open after the sale, at most five of each."""

    __slots__ = ()

    assets: tuple[CheckedAsset, ...]
    """Pieces that the customer has, the newest first, with what covers each today."""
    contracts: tuple[Contract, ...]
    """Service contracts, the newest first."""
    tickets: tuple[Ticket, ...]
    """Tickets that are not over, but complaints and requests: those are with what was bought."""
    service_orders: tuple[ServiceOrderSummary, ...]
    """Service orders of which something is open."""
    returns: tuple[OrderReturn, ...]
    """Returns that are not at their end."""
    costs: tuple[ServiceCosts, ...]
    """What finished service for the customer came to, by currency."""
    reviews: tuple[Review, ...]
    """The latest reviews."""
    credit: CreditScore
    """The credit record."""
    csat: LatestMark | None
    """The newest mark for satisfaction, 1 to 5."""
    nps: LatestMark | None
    """The newest mark for recommending the shop, 0 to 10."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "assets": many(CheckedAsset._of),
        "contracts": many(Contract._of),
        "tickets": many(Ticket._of),
        "service_orders": many(ServiceOrderSummary._of),
        "returns": many(OrderReturn._of),
        "costs": many(ServiceCosts._of),
        "reviews": many(Review._of),
        "credit": CreditScore._of,
        "csat": LatestMark._of,
        "nps": LatestMark._of,
    }


@final
class InteractionSummary(Record):
    """A contact in short, without what was said; `interactions.get` has the rest."""

    __slots__ = ()

    id: int
    """The id."""
    channel: Channel
    """The way on which it took place."""
    direction: Direction
    """Who turned to whom."""
    kind: InteractionKind
    """What it was for."""
    outcome: InteractionOutcome
    """What came of it."""
    at: datetime
    """When it began."""
    duration_s: int | None
    """Seconds that it lasted."""
    ref: Reference | None
    """What it was about."""
    sentiment: int | None
    """The customer's mood, −100 to 100."""
    staff_id: int | None
    """Who of the staff took part."""
    subject: str | None
    """The subject."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "channel": None,
        "direction": None,
        "kind": None,
        "outcome": None,
        "at": datetime.fromisoformat,
        "duration_s": None,
        "ref": Reference._of,
        "sentiment": None,
        "staff_id": None,
        "subject": None,
    }


@final
class OrderSummary(Record):
    """An order in short; `orders.get` has the rest."""

    __slots__ = ()

    id: int
    """The id."""
    state: OrderState
    """Where it stands."""
    pay_state: PayState
    """How far it is paid."""
    fulfil_state: FulfilState
    """How far it is fulfilled."""
    total: Money
    """What is to be paid."""
    paid: Money
    """What was captured."""
    refunded: Money
    """What went back."""
    units: Decimal
    """The sum of the quantities."""
    counts: bool
    """Whether it counts in metrics and analyses."""
    placed_at: datetime
    """When it was placed."""
    channel: str | None
    """Where it was sold."""
    external_id: str | None
    """That system's key."""
    number: str | None
    """The number that people read."""
    source: str | None
    """The system that it comes from."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "state": None,
        "pay_state": None,
        "fulfil_state": None,
        "total": Money._of,
        "paid": Money._of,
        "refunded": Money._of,
        "units": Decimal,
        "counts": None,
        "placed_at": datetime.fromisoformat,
        "channel": None,
        "external_id": None,
        "number": None,
        "source": None,
    }


@final
class RefundSummary(Record):
    """A refund in short."""

    __slots__ = ()

    id: int
    """The id."""
    amount: Money
    """How much went back."""
    refunded_at: datetime
    """When."""
    order_id: int | None
    """The order, if it is linked to one."""
    reason: str | None
    """Why."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "amount": Money._of,
        "refunded_at": datetime.fromisoformat,
        "order_id": None,
        "reason": None,
    }


@final
class TimelineEntry(Record):
    """One thing that happened to a customer; the field named like the kind holds the details."""

    __slots__ = ()

    at: datetime
    """When."""
    kind: TimelineKind
    """What."""
    id: int
    """The id of the contact, order, refund or stage change."""
    interaction: InteractionSummary | None
    """The contact."""
    order: OrderSummary | None
    """The order."""
    refund: RefundSummary | None
    """The refund."""
    stage_change: StageChange | None
    """The stage change."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "at": datetime.fromisoformat,
        "kind": None,
        "id": None,
        "interaction": InteractionSummary._of,
        "order": OrderSummary._of,
        "refund": RefundSummary._of,
        "stage_change": StageChange._of,
    }


@final
class Metrics(Record):
    """Sums over the counting orders and refunds of a customer, future ones included, in the base currency."""

    __slots__ = ()

    customer_id: int
    """Whose they are."""
    orders: int
    """The number of orders."""
    units: Decimal
    """The sum of quantities."""
    refunds: int
    """The number of refunds."""
    cost: Money | None
    """What the goods cost the shop."""
    first_at: datetime | None
    """When the first order was placed."""
    gross: Money | None
    """What the orders came to, tax and shipping included, before refunds."""
    last_at: datetime | None
    """When the last order was placed."""
    margin: Money | None
    """Net less cost."""
    net: Money | None
    """Lines less discounts and refunds, without tax and shipping."""
    refunded: Money | None
    """What went back."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "orders": None,
        "units": Decimal,
        "refunds": None,
        "cost": Money._of,
        "first_at": datetime.fromisoformat,
        "gross": Money._of,
        "last_at": datetime.fromisoformat,
        "margin": Money._of,
        "net": Money._of,
        "refunded": Money._of,
    }


@final
class OpenBalance(Record):
    """What a customer owes on orders that are neither drafts nor cancelled, in one currency."""

    __slots__ = ()

    orders: int
    """The number of such orders."""
    amount: Money
    """What is still to be paid."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "orders": None,
        "amount": Money._of,
    }


@final
class TransactionalBlock(Record):
    """What a customer bought."""

    __slots__ = ()

    metrics: Metrics
    """Sums over all counting orders and refunds."""
    recent_orders: tuple[OrderSummary, ...]
    """The latest orders, newest first."""
    recent_refunds: tuple[RefundSummary, ...]
    """The latest refunds, newest first."""
    open_balances: tuple[OpenBalance, ...]
    """What is still to be paid, by currency."""
    complaints: tuple[Ticket, ...]
    """Complaints that are not over, the newest first."""
    requests: tuple[Ticket, ...]
    """Requests for service and returns that are not over, the newest first."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "metrics": Metrics._of,
        "recent_orders": many(OrderSummary._of),
        "recent_refunds": many(RefundSummary._of),
        "open_balances": many(OpenBalance._of),
        "complaints": many(Ticket._of),
        "requests": many(Ticket._of),
    }


@final
class DuplicateCandidate(Record):
    """A pair of customers that may be one."""

    __slots__ = ()

    first_id: int
    """The customer with the smaller id."""
    second_id: int
    """The customer with the larger id."""
    reason: DuplicateReason
    """The best reason."""
    score: int
    """How sure that makes, 0 to 100."""
    state: DuplicateState
    """What became of the pair."""
    found_at: datetime
    """When it was found."""
    id: int | None
    """The id of the pair; null while it is only found and not noted."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "first_id": None,
        "second_id": None,
        "reason": None,
        "score": None,
        "state": None,
        "found_at": datetime.fromisoformat,
        "id": None,
    }


@final
class ViewFlags(Record):
    """What to mind with a customer."""

    __slots__ = ()

    blocked: Block
    """What the shop does not do with the customer now."""
    archived: bool
    """Whether the customer is hidden from lists."""
    erased: bool
    """Whether the personal data was erased."""
    followed_merge: bool
    """Whether the question was for a customer who was merged into this one."""
    merged_from: tuple[int, ...]
    """Customers who were merged into this one."""
    open_duplicates: tuple[DuplicateCandidate, ...]
    """Candidates for duplicates that nobody has judged yet."""
    open_complaint: int | None
    """The oldest complaint that is not over: nothing is advertised meanwhile, and whoever sells should know."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "blocked": None,
        "archived": None,
        "erased": None,
        "followed_merge": None,
        "merged_from": same,
        "open_duplicates": many(DuplicateCandidate._of),
        "open_complaint": None,
    }


@final
class CustomerView(Record):
    """Everything about a customer."""

    __slots__ = ()

    at: datetime
    """The moment to which all of it belongs."""
    descriptive: DescriptiveBlock
    """Who it is."""
    promotional: PromotionalBlock
    """What the shop offered."""
    presale: PresaleBlock
    """What may be bought."""
    transactional: TransactionalBlock
    """What was bought."""
    service: ServiceBlock
    """What the customer has, and what is open after the sale."""
    rfm: RfmStanding
    """Facts, scores and label."""
    lifecycle: CustomerStage
    """The stage."""
    entitlement: CustomerEntitlement
    """How the customer is served, and the block."""
    timeline: tuple[TimelineEntry, ...]
    """What happened last, newest first."""
    relations: tuple[Relation, ...]
    """Relations in both directions."""
    flags: ViewFlags
    """What to mind."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "at": datetime.fromisoformat,
        "descriptive": DescriptiveBlock._of,
        "promotional": PromotionalBlock._of,
        "presale": PresaleBlock._of,
        "transactional": TransactionalBlock._of,
        "service": ServiceBlock._of,
        "rfm": RfmStanding._of,
        "lifecycle": CustomerStage._of,
        "entitlement": CustomerEntitlement._of,
        "timeline": many(TimelineEntry._of),
        "relations": many(Relation._of),
        "flags": ViewFlags._of,
    }


@final
class Design(Record):
    """A design request as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Who asks."""
    text: str
    """What is asked for."""
    state: DesignState
    """Where it stands."""
    votes: int
    """How many customers want it, each once."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When its state or answer last changed."""
    answer: str | None
    """What the shop says to it."""
    category: str | None
    """The category that it is about."""
    sku: str | None
    """The article that it is about."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "text": None,
        "state": None,
        "votes": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "answer": None,
        "category": None,
        "sku": None,
    }


@final
class DesignPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Design, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Design._of),
        "next": None,
    }


@final
class DueTime(Record):
    """When something is due."""

    __slots__ = ()

    due_at: datetime
    """The first instant at which the time has passed."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "due_at": datetime.fromisoformat,
    }


@final
class DuplicateCandidatePage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[DuplicateCandidate, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(DuplicateCandidate._of),
        "next": None,
    }


@final
class DuplicateScan(Record):
    """How far a scan for duplicates went."""

    __slots__ = ()

    found: int
    """Pairs that were new or got a better reason."""
    last_id: int
    """The last customer that was looked at; the next scan begins after it."""
    done: bool
    """Whether that was the last customer of all."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "found": None,
        "last_id": None,
        "done": None,
    }


@final
class ElapsedTime(Record):
    """How much service time there was."""

    __slots__ = ()

    seconds: int
    """Whole seconds of service time."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "seconds": None,
    }


@final
class EntitlementConditions(Record):
    """What a rule asks of a customer: all of it must hold. A rule that asks nothing fits everybody."""

    __slots__ = ()

    idle_days_below: int | None
    """The last counted order is fewer days ago; never fits a customer without one."""
    idle_days_from: int | None
    """The last counted order is at least so many days ago; never fits a customer without one."""
    kind: CustomerKind | None
    """Customers of this kind."""
    labels: tuple[str, ...]
    """Customers with one of these RFM labels, at most 100; nobody has one before the first snapshot."""
    margin_below: Money | None
    """The same below this amount."""
    margin_from: Money | None
    """Net revenue less refunds and costs of all history of at least this amount, in the shop's currency; articles of
which no cost is known cost nothing."""
    net_below: Money | None
    """Net revenue less refunds below this amount, in the shop's currency."""
    net_from: Money | None
    """Net revenue less refunds of at least this amount, in the shop's currency."""
    orders_below: int | None
    """Fewer counted orders."""
    orders_from: int | None
    """At least so many counted orders."""
    refund_rate_above: Decimal | None
    """Refunds are more than this share of the net revenue before refunds, 0 to 1; never fits without any revenue."""
    stages: tuple[Stage, ...]
    """Customers in one of these stages. A customer with any block is in the stage `blocked`."""
    tags: tuple[str, ...]
    """Customers with one of these tags, at most 100."""
    tiers: tuple[int, ...]
    """Customers in one of these tiers, at most 100."""
    window_days: int | None
    """Days up to today, 1 to 100,000, in which net revenue, orders and refunds are counted; all history by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "idle_days_below": None,
        "idle_days_from": None,
        "kind": None,
        "labels": same,
        "margin_below": Money._of,
        "margin_from": Money._of,
        "net_below": Money._of,
        "net_from": Money._of,
        "orders_below": None,
        "orders_from": None,
        "refund_rate_above": Decimal,
        "stages": same,
        "tags": same,
        "tiers": same,
        "window_days": None,
    }


@final
class EntitlementRule(Record):
    """A rule: customers who meet its conditions are served so."""

    __slots__ = ()

    name: str
    """What people call it, at most 512 bytes; no other rule has the same name."""
    level: ServiceLevel
    """How customers are served for whom it holds."""
    note: str | None
    """What the staff should know, at most 64 KiB."""
    price: Money | None
    """What service costs them, above 0; only for the level `paid`."""
    when: EntitlementConditions
    """What must hold."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "name": None,
        "level": None,
        "note": None,
        "price": Money._of,
        "when": EntitlementConditions._of,
    }


@final
class EntitlementRules(Record):
    """All rules, of which the first that fits decides."""

    __slots__ = ()

    default_level: ServiceLevel
    """How customers are served whom no rule fits; free by default."""
    default_price: Money | None
    """What service costs them, above 0; only for the level `paid`."""
    rules: tuple[EntitlementRule, ...]
    """The rules in the order in which they are tried, at most 100."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "default_level": None,
        "default_price": Money._of,
        "rules": many(EntitlementRule._of),
    }


@final
class LevelCount(Record):
    """How many customers are served on a level."""

    __slots__ = ()

    level: ServiceLevel
    """The level."""
    customers: int
    """The number of customers."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "level": None,
        "customers": None,
    }


@final
class EntitlementSummary(Record):
    """How many of some customers are served how."""

    __slots__ = ()

    levels: tuple[LevelCount, ...]
    """Every level with its number of customers; blocks and exceptions count."""
    blocked: int
    """How many of them may not be served because of a block."""
    next_after: int | None
    """Where to go on: give it as `after`; null when all were counted."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "levels": many(LevelCount._of),
        "blocked": None,
        "next_after": None,
    }


@final
class EntitlementUsage(Record):
    """How much of one entitlement is used in a year of the contract."""

    __slots__ = ()

    kind: EntitlementKind
    """What is counted."""
    year_from: date
    """The first day of the year."""
    used: int
    """How many were used, with those beyond."""
    over: int
    """How many of them were beyond."""
    entitled: int | None
    """How many are included; null for any number."""
    left: int | None
    """How many are left; null for any number."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "kind": None,
        "year_from": date.fromisoformat,
        "used": None,
        "over": None,
        "entitled": None,
        "left": None,
    }


@final
class EntitlementUse(Record):
    """A use as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    contract_id: int
    """The contract."""
    kind: EntitlementKind
    """What was used."""
    year_from: date
    """The first day of the year of the contract."""
    is_over: bool
    """Whether it was more than is included, and is billed."""
    used_at: datetime
    """When."""
    reference: str | None
    """The host's key of the use."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "contract_id": None,
        "kind": None,
        "year_from": date.fromisoformat,
        "is_over": None,
        "used_at": datetime.fromisoformat,
        "reference": None,
    }


@final
class Event(Record):
    """Something that happened."""

    __slots__ = ()

    seq: int
    """The number of the event; ascending, never reused."""
    at: datetime
    """When it was recorded."""
    name: str
    """What happened: a noun and a verb in the past tense, such as `customer.created`."""
    version: int
    """The version of the payload; later versions only add fields."""
    payload: Any
    """Facts about it, never personal data."""
    actor: str | None
    """Who did it, such as `staff:7`."""
    customer_id: int | None
    """The customer whom it concerns."""
    entity: str | None
    """The kind of the changed entity, such as `order`."""
    entity_id: int | None
    """Its id."""
    source: str | None
    """The system that reported it, such as `woocommerce`."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "seq": None,
        "at": datetime.fromisoformat,
        "name": None,
        "version": None,
        "payload": None,
        "actor": None,
        "customer_id": None,
        "entity": None,
        "entity_id": None,
        "source": None,
    }


@final
class EventBatch(Record):
    """What a consumer has taken."""

    __slots__ = ()

    events: tuple[Event, ...]
    """The events, oldest first."""
    leased_until: datetime
    """Until when no other worker of this consumer gets them; unacknowledged ones come again afterwards."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "events": many(Event._of),
        "leased_until": datetime.fromisoformat,
    }


@final
class ExpiringPoints(Record):
    """Points that expire at one time."""

    __slots__ = ()

    at: datetime
    """When."""
    points: int
    """How many."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "at": datetime.fromisoformat,
        "points": None,
    }


@final
class ExportCount(Record):
    """What was written."""

    __slots__ = ()

    rows: int
    """Rows, the header not counted."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "rows": None,
    }


@final
class FileReport(Record):
    """One table in the folder."""

    __slots__ = ()

    file: str
    """The name of the file in the folder."""
    rows: int
    """Its rows."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "file": None,
        "rows": None,
    }


@final
class ExportReport(Record):
    """What is in the folder."""

    __slots__ = ()

    schema: int
    """The version of the schema whose tables these are."""
    files: tuple[FileReport, ...]
    """One entry per table."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "schema": None,
        "files": many(FileReport._of),
    }


@final
class FactsStatus(Record):
    """What is packed."""

    __slots__ = ()

    chunks: int
    """Chunks of 4,096 customers that are packed."""
    orders: int
    """Orders in them."""
    dirty_customers: int
    """Customers whose orders changed since; they are read from the orders."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "chunks": None,
        "orders": None,
        "dirty_customers": None,
    }


@final
class FeedbackCount(Record):
    """How much feedback there is of a kind."""

    __slots__ = ()

    key: str
    """The token of the kind, subject or state, or the article number."""
    count: int
    """How much."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "key": None,
        "count": None,
    }


@final
class FeedbackEntryPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[FeedbackEntry, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(FeedbackEntry._of),
        "next": None,
    }


@final
class FeedbackSettings(Record):
    """Until when feedback is answered, and what helpful ideas bring."""

    __slots__ = ()

    answer_within_days: int
    """After so many days without an answer `tick` makes a task, up to 365; 7 by default, 0 for never."""
    credit: int
    """What such an idea changes in the credit record, 0 to 1,000; 20 by default."""
    points: int
    """Points of the loyalty programme for an idea that helped, up to 1,000,000; 100 by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "answer_within_days": None,
        "credit": None,
        "points": None,
    }


@final
class FeedbackTeacher(Record):
    """A customer whose ideas were done."""

    __slots__ = ()

    customer_id: int
    """The customer."""
    done: int
    """How many suggestions, wishes and found defects were done."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "done": None,
    }


@final
class FeedbackSummary(Record):
    """What the feedback of a time comes to."""

    __slots__ = ()

    count: int
    """How much there is."""
    kinds: tuple[FeedbackCount, ...]
    """By kind; adds up to the count, as do the next two."""
    about: tuple[FeedbackCount, ...]
    """By what it is about."""
    states: tuple[FeedbackCount, ...]
    """By where it stands."""
    skus: tuple[FeedbackCount, ...]
    """The articles with most of it, up to 20."""
    open: int
    """How much is neither done nor declined."""
    unanswered: int
    """How much of that nobody has answered."""
    to_tell: int
    """Whose customers are to be told something."""
    teachers: tuple[FeedbackTeacher, ...]
    """The customers from whom the shop has learnt most, up to 20."""
    median_days: Decimal | None
    """The median of days from coming to the answer, of what was answered; none without any."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "count": None,
        "kinds": many(FeedbackCount._of),
        "about": many(FeedbackCount._of),
        "states": many(FeedbackCount._of),
        "skus": many(FeedbackCount._of),
        "open": None,
        "unanswered": None,
        "to_tell": None,
        "teachers": many(FeedbackTeacher._of),
        "median_days": Decimal,
    }


@final
class ForecastPart(Record):
    """A part of a forecast. All parts of one kind add up to the whole."""

    __slots__ = ()

    opportunities: int
    """How many there are."""
    total: Money
    """The sum of their amounts."""
    weighted: Money
    """Their part of the weighted sum."""
    key: str | None
    """What these have in common; null for those that have none, which come last."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "opportunities": None,
        "total": Money._of,
        "weighted": Money._of,
        "key": None,
    }


@final
class Forecast(Record):
    """What open opportunities come to, in the shop's base currency."""

    __slots__ = ()

    day: date
    """The day whose exchange rates were used: today in the shop's zone."""
    opportunities: int
    """How many there are."""
    by_month: tuple[ForecastPart, ...]
    """By the month of the expected close, as `2026-03`."""
    by_owner: tuple[ForecastPart, ...]
    """By the owner's id."""
    by_pipeline: tuple[ForecastPart, ...]
    """By the key of the pipeline."""
    by_channel: tuple[ForecastPart, ...]
    """By the channel."""
    total: Money | None
    """The sum of their amounts; null while the shop has no base currency, and so no opportunity."""
    weighted: Money | None
    """The sum of their amounts times their probabilities, rounded once, half to even."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "day": date.fromisoformat,
        "opportunities": None,
        "by_month": many(ForecastPart._of),
        "by_owner": many(ForecastPart._of),
        "by_pipeline": many(ForecastPart._of),
        "by_channel": many(ForecastPart._of),
        "total": Money._of,
        "weighted": Money._of,
    }


@final
class FormOption(Record):
    """An option as it is read."""

    __slots__ = ()

    key: str
    """The key."""
    text: str
    """What people read."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "key": None,
        "text": None,
    }


@final
class SurveyCondition(Record):
    """When a question is asked: only if an earlier one was answered so."""

    __slots__ = ()

    question: str
    """The key of the earlier question."""
    from_: int | None
    """The number was at least this, of a question with numbers."""
    options: tuple[str, ...]
    """One of these options was chosen, of a question with options."""
    to: int | None
    """The number was at most this, of a question with numbers."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "question": None,
        "from": None,
        "options": same,
        "to": None,
    }


@final
class FormQuestion(Record):
    """A question as it is read."""

    __slots__ = ()

    key: str
    """The key."""
    kind: QuestionKind
    """What kind of answer it takes."""
    text: str
    """What people read."""
    options: tuple[FormOption, ...]
    """The options."""
    required: bool
    """Whether it must be answered, when it is asked."""
    answer: Any
    """What was answered so far."""
    max: int | None
    """The most, as its kind says."""
    min: int | None
    """The least, as its kind says."""
    only_if: SurveyCondition | None
    """When it is asked."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "key": None,
        "kind": None,
        "text": None,
        "options": many(FormOption._of),
        "required": None,
        "answer": None,
        "max": None,
        "min": None,
        "only_if": SurveyCondition._of,
    }


@final
class ForumReport(Record):
    """A complaint as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    topic_id: int
    """The topic."""
    customer_id: int
    """Who complained."""
    reason: str
    """Why."""
    at: datetime
    """When."""
    handled_at: datetime | None
    """When it was decided about; null while it waits."""
    post_id: int | None
    """The post; null for the topic itself."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "topic_id": None,
        "customer_id": None,
        "reason": None,
        "at": datetime.fromisoformat,
        "handled_at": datetime.fromisoformat,
        "post_id": None,
    }


@final
class ForumReportPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[ForumReport, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(ForumReport._of),
        "next": None,
    }


@final
class ForumVotes(Record):
    """How many vote for something."""

    __slots__ = ()

    topic_id: int
    """The topic."""
    votes: int
    """Customers who voted for it."""
    post_id: int | None
    """The post."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "topic_id": None,
        "votes": None,
        "post_id": None,
    }


@final
class Fund(Record):
    """A fund as it is stored. What it has left is `funded` − `reserved` − `paid` + `recovered`."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """What the shop calls it."""
    limit: Money
    """What it may give in a period."""
    period: FundPeriod
    """How often the limit begins anew."""
    active: bool
    """Whether compensations may be promised from it."""
    funded: Money
    """What was put in."""
    reserved: Money
    """What compensations hold that are not paid yet."""
    paid: Money
    """What was paid."""
    recovered: Money
    """What came back of it."""
    created_at: datetime
    """When it was made."""
    updated_at: datetime
    """When it last changed."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "limit": Money._of,
        "period": None,
        "active": None,
        "funded": Money._of,
        "reserved": Money._of,
        "paid": Money._of,
        "recovered": Money._of,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
    }


@final
class FundEntry(Record):
    """One change of a fund."""

    __slots__ = ()

    id: int
    """The id."""
    fund_id: int
    """The fund."""
    kind: FundEntryKind
    """Why it changed."""
    amount: Money
    """How much, above 0; the kind says in which direction."""
    at: datetime
    """When."""
    compensation_id: int | None
    """The compensation that it is about."""
    key: str | None
    """The host's key of the request."""
    reason: str | None
    """More about why, as a token."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "fund_id": None,
        "kind": None,
        "amount": Money._of,
        "at": datetime.fromisoformat,
        "compensation_id": None,
        "key": None,
        "reason": None,
    }


@final
class FundEntryPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[FundEntry, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(FundEntry._of),
        "next": None,
    }


@final
class FundPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Fund, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Fund._of),
        "next": None,
    }


@final
class GuideEntry(Record):
    """What to buy."""

    __slots__ = ()

    sku: str
    """The article, once in a guide."""
    reason: Mapping[str, str]
    """Why, by language (BCP 47)."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "sku": None,
        "reason": None,
    }


@final
class Guide(Record):
    """A guide as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    category: CompanyCategory
    """The market for which it is."""
    entries: tuple[GuideEntry, ...]
    """What to buy, in this order."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    size_band: SizeBand | None
    """The size for which it is; null for all."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "category": None,
        "entries": many(GuideEntry._of),
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "size_band": None,
    }


@final
class GuideLine(Record):
    """A line of a customer's guide."""

    __slots__ = ()

    sku: str
    """The article."""
    name: str | None
    """Its name; null when the catalogue does not hold it."""
    price: Money | None
    """Its list price."""
    reason: str | None
    """Why, in the language."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "sku": None,
        "name": None,
        "price": Money._of,
        "reason": None,
    }


@final
class GuideForCustomer(Record):
    """The guide of a customer."""

    __slots__ = ()

    guide_id: int
    """The guide."""
    category: CompanyCategory
    """The market for which it is."""
    lines: tuple[GuideLine, ...]
    """What to buy, in this order, without products that are discontinued."""
    size_band: SizeBand | None
    """The size for which it is; null for all."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "guide_id": None,
        "category": None,
        "lines": many(GuideLine._of),
        "size_band": None,
    }


@final
class HostRows(Record):
    """The result of a query."""

    __slots__ = ()

    columns: tuple[str, ...]
    """The names of the columns."""
    rows: tuple[tuple[int | float | str | bytes | None, ...], ...]
    """The rows, in the order of the query; 10,000 at the most."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "columns": same,
        "rows": many(many(cell)),
    }


@final
class HotTopic(Record):
    """A topic that is talked about."""

    __slots__ = ()

    topic_id: int
    """The topic."""
    board_id: int
    """Its board."""
    title: str
    """Its title."""
    score: int
    """Two for each post, three for each of those who wrote, one for each vote."""
    posts: int
    """Posts of the period that are not hidden."""
    votes: int
    """Votes of the period for the topic and its posts."""
    authors: int
    """How many wrote in the period, whoever began it included."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "topic_id": None,
        "board_id": None,
        "title": None,
        "score": None,
        "posts": None,
        "votes": None,
        "authors": None,
    }


@final
class TopicDemand(Record):
    """Something that topics mention."""

    __slots__ = ()

    value: str
    """The article number, category or tag."""
    topics: int
    """Topics of the period that mention it."""
    before: int
    """Those of the period before, which is as long."""
    change: int
    """By how many more; negative for less."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "value": None,
        "topics": None,
        "before": None,
        "change": None,
    }


@final
class HotTopics(Record):
    """What is talked about, and what that says about demand."""

    __slots__ = ()

    topics: tuple[HotTopic, ...]
    """The topics with the highest scores."""
    skus: tuple[TopicDemand, ...]
    """Articles of the catalogue, the most often mentioned first."""
    categories: tuple[TopicDemand, ...]
    """The categories of these articles, as the catalogue has them now; each with all topics about any of its articles."""
    tags: tuple[TopicDemand, ...]
    """Tags."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "topics": many(HotTopic._of),
        "skus": many(TopicDemand._of),
        "categories": many(TopicDemand._of),
        "tags": many(TopicDemand._of),
    }


@final
class Identified(Record):
    """What identifying a visitor did."""

    __slots__ = ()

    touches: int
    """Touches that belong to the customer now."""
    web_events: int
    """Web events that belong to the customer now."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "touches": None,
        "web_events": None,
    }


@final
class ImportJob(Record):
    """An import as it is remembered."""

    __slots__ = ()

    id: int
    """The number of the import."""
    entity: Entity
    """What the rows are."""
    source: str
    """The system that the rows come from."""
    policy: Policy
    """What happened to rows whose key was known."""
    started_at: datetime
    """When it began."""
    rows: int
    """Rows that are done."""
    created: int
    """Rows of which something new came."""
    updated: int
    """Rows whose entity was known and brought to what they say."""
    merged: int
    """Rows that added to what was known."""
    skipped: int
    """Rows that changed nothing."""
    rejected: int
    """Rows that could not be taken."""
    new_customers: int
    """Customers that did not exist before."""
    finished_at: datetime | None
    """When it ended; null while it runs or after it was interrupted."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "entity": None,
        "source": None,
        "policy": None,
        "started_at": datetime.fromisoformat,
        "rows": None,
        "created": None,
        "updated": None,
        "merged": None,
        "skipped": None,
        "rejected": None,
        "new_customers": None,
        "finished_at": datetime.fromisoformat,
    }


@final
class ImportJobPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[ImportJob, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(ImportJob._of),
        "next": None,
    }


@final
class RowVerdict(Record):
    """What became of one row."""

    __slots__ = ()

    line: int
    """The line of the file, or the number of the row; from 1."""
    verdict: Verdict
    """What became of it."""
    id: int | None
    """The id of what it belongs to, where there is one."""
    reason: str | None
    """Why it was rejected or skipped, or what was left out; never a value of the row."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "line": None,
        "verdict": None,
        "id": None,
        "reason": None,
    }


@final
class ImportReport(Record):
    """What an import did."""

    __slots__ = ()

    entity: Entity
    """What the rows are."""
    rows: int
    """Rows that were read."""
    created: int
    """Rows of which something new came."""
    updated: int
    """Rows whose entity was known and brought to what they say."""
    merged: int
    """Rows that added to what was known."""
    skipped: int
    """Rows that changed nothing."""
    rejected: int
    """Rows that could not be taken."""
    new_customers: int
    """Customers that did not exist before."""
    rejections: tuple[RowVerdict, ...]
    """The first 100 rejected rows."""
    unused_columns: tuple[str, ...]
    """Columns that nothing reads."""
    resumed_after: int
    """Rows that an earlier, interrupted run of the same import had finished."""
    dry_run: bool
    """Whether nothing was kept."""
    job: int | None
    """The number of the import; null for a dry run."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "entity": None,
        "rows": None,
        "created": None,
        "updated": None,
        "merged": None,
        "skipped": None,
        "rejected": None,
        "new_customers": None,
        "rejections": many(RowVerdict._of),
        "unused_columns": same,
        "resumed_after": None,
        "dry_run": None,
        "job": None,
    }


@final
class IntegrityReport(Record):
    """What a check found."""

    __slots__ = ()

    ok: bool
    """Whether nothing was found."""
    problems: tuple[str, ...]
    """One sentence per finding, without personal data."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "ok": None,
        "problems": same,
    }


@final
class Interaction(Record):
    """A contact as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    channel: Channel
    """The way on which it took place."""
    direction: Direction
    """Who turned to whom."""
    kind: InteractionKind
    """What it was for."""
    at: datetime
    """When it began."""
    outcome: InteractionOutcome
    """What came of it."""
    recorded_at: datetime
    """When it was recorded here."""
    updated_at: datetime
    """When it last changed here."""
    body: str | None
    """What was said or written."""
    customer_id: int | None
    """The customer; null for a caller whom nobody knows yet."""
    duration_s: int | None
    """Seconds that it lasted."""
    external_id: str | None
    """Its id there."""
    host_updated_at: datetime | None
    """When it last changed there, as reported."""
    identity: IdentityInput | None
    """The identity by which it came, normalised, where one was given."""
    ref: Reference | None
    """What it was about."""
    sentiment: int | None
    """The customer's mood, −100 to 100."""
    source: str | None
    """The system that reported it."""
    staff_id: int | None
    """Who of the staff took part."""
    subject: str | None
    """The subject."""
    thread_id: str | None
    """The host's name of the conversation."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "channel": None,
        "direction": None,
        "kind": None,
        "at": datetime.fromisoformat,
        "outcome": None,
        "recorded_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "body": None,
        "customer_id": None,
        "duration_s": None,
        "external_id": None,
        "host_updated_at": datetime.fromisoformat,
        "identity": IdentityInput._of,
        "ref": Reference._of,
        "sentiment": None,
        "source": None,
        "staff_id": None,
        "subject": None,
        "thread_id": None,
    }


@final
class InteractionCount(Record):
    """What recording many contacts did."""

    __slots__ = ()

    created: int
    """New contacts."""
    updated: int
    """Known ones that changed."""
    unchanged: int
    """Known ones that were already as given, or reported later before."""
    unattached: int
    """Of the new ones, those without a customer."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "created": None,
        "updated": None,
        "unchanged": None,
        "unattached": None,
    }


@final
class InteractionPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Interaction, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Interaction._of),
        "next": None,
    }


@final
class InvoiceLine(Record):
    """A line of an invoice as it is stored."""

    __slots__ = ()

    position: int
    """The position, from 1."""
    description: str
    """What is printed."""
    quantity: Decimal
    """How much of it."""
    net: Money
    """What it comes to without tax."""
    tax_rate: Decimal
    """The rate of the tax; the roundest one that makes this tax where only the amounts are known."""
    tax: Money
    """The tax."""
    gross: Money
    """What it comes to with tax."""
    credits: int | None
    """The position of the line that a line of a credit note credits."""
    order_line_id: int | None
    """The line of the order."""
    sku: str | None
    """The article number."""
    unit_price: Decimal | None
    """The price of one unit as sold."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "position": None,
        "description": None,
        "quantity": Decimal,
        "net": Money._of,
        "tax_rate": Decimal,
        "tax": Money._of,
        "gross": Money._of,
        "credits": None,
        "order_line_id": None,
        "sku": None,
        "unit_price": Decimal,
    }


@final
class Invoice(Record):
    """An invoice or credit note as it is stored: net + tax + shipping − discount = total."""

    __slots__ = ()

    id: int
    """The id."""
    kind: InvoiceKind
    """Sale, service or credit note."""
    state: InvoiceState
    """Where it stands."""
    customer_id: int
    """Who pays; follows merges, and a draft its order."""
    net: Money
    """The sum of the lines without tax."""
    discount: Money
    """What is taken off, without tax."""
    shipping: Money
    """The price of shipping without tax."""
    tax: Money
    """All taxes."""
    total: Money
    """What is to be paid, or goes back."""
    due_days: int
    """Days from issue until it is due."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    lines: tuple[InvoiceLine, ...]
    """What is invoiced."""
    bill_to: str | None
    """Name and address as printed."""
    credited_id: int | None
    """The invoice that a credit note credits."""
    due_on: date | None
    """The day in the shop's zone on which it is due; null for a draft and for a credit note."""
    issued_at: datetime | None
    """When it was issued."""
    note: str | None
    """What else is printed."""
    number: str | None
    """The number that people read; null for a draft."""
    order_id: int | None
    """The order."""
    paid_at: datetime | None
    """When it was paid."""
    prefix: str | None
    """What stands before its number."""
    refund_id: int | None
    """The refund that a credit note is for."""
    void_reason: str | None
    """Why it became void."""
    voided_at: datetime | None
    """When it became void."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "kind": None,
        "state": None,
        "customer_id": None,
        "net": Money._of,
        "discount": Money._of,
        "shipping": Money._of,
        "tax": Money._of,
        "total": Money._of,
        "due_days": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "lines": many(InvoiceLine._of),
        "bill_to": None,
        "credited_id": None,
        "due_on": date.fromisoformat,
        "issued_at": datetime.fromisoformat,
        "note": None,
        "number": None,
        "order_id": None,
        "paid_at": datetime.fromisoformat,
        "prefix": None,
        "refund_id": None,
        "void_reason": None,
        "voided_at": datetime.fromisoformat,
    }


@final
class InvoiceHtml(Record):
    """A printable invoice."""

    __slots__ = ()

    html: str
    """One HTML page that needs nothing beside itself."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "html": None,
    }


@final
class InvoicePage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Invoice, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Invoice._of),
        "next": None,
    }


@final
class InvoiceSeries(Record):
    """Where numbers come from."""

    __slots__ = ()

    prefix: str
    """What stands before the number."""
    kind: InvoiceKind
    """What it numbers."""
    digits: int
    """The least number of digits."""
    next: int
    """The next number."""
    is_current: bool
    """Whether invoices of the kind get their numbers here."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "prefix": None,
        "kind": None,
        "digits": None,
        "next": None,
        "is_current": None,
    }


@final
class LabelMove(Record):
    """One cell of the matrix."""

    __slots__ = ()

    from_: str
    """The label before; `prospect` for a customer without scores."""
    to: str
    """The label after."""
    customers: int
    """How many customers."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "from": None,
        "to": None,
        "customers": None,
    }


@final
class LabelSummary(Record):
    """One label in numbers."""

    __slots__ = ()

    label: str
    """The label."""
    customers: int
    """How many customers have it."""
    median_frequency: Decimal | None
    """The median number of orders."""
    median_monetary: Money | None
    """The median amount, rounded half up."""
    median_recency_days: Decimal | None
    """The median of the days since the last order; of an even number the mean of the two in the middle."""
    revenue: Money | None
    """What they brought in, in the window; null for `prospect`."""
    revenue_share: Decimal | None
    """Their share in the revenue; null for `prospect` and where the revenue is not positive."""
    share: Decimal | None
    """Their share in all customers with scores; null for `prospect`."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "label": None,
        "customers": None,
        "median_frequency": Decimal,
        "median_monetary": Money._of,
        "median_recency_days": Decimal,
        "revenue": Money._of,
        "revenue_share": Decimal,
        "share": Decimal,
    }


@final
class LeadRuleVerdict(Record):
    """What one rule says of a lead."""

    __slots__ = ()

    rule_id: int
    """The rule."""
    name: str
    """What people call it."""
    kind: LeadRuleKind
    """How it chooses."""
    fits: bool
    """Whether the lead meets its condition."""
    missed: tuple[str, ...]
    """The parts of the condition that the lead does not meet."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "rule_id": None,
        "name": None,
        "kind": None,
        "fits": None,
        "missed": same,
    }


@final
class LeadAssignment(Record):
    """Why a lead has its owner, and what the rules say today."""

    __slots__ = ()

    rules: tuple[LeadRuleVerdict, ...]
    """The rules in the order in which they are tried."""
    next_owner_id: int | None
    """Whom the first rule that fits would choose now."""
    owner_id: int | None
    """Who looks after it."""
    rule_id: int | None
    """The rule that chose the owner; null when a person did, or when it is the customer's own."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "rules": many(LeadRuleVerdict._of),
        "next_owner_id": None,
        "owner_id": None,
        "rule_id": None,
    }


@final
class LeadCondition(Record):
    """What a lead must be like. Every list that is not empty must have something that fits; territories and countries count
as one list, product lines and articles too."""

    __slots__ = ()

    countries: tuple[str, ...]
    """Countries as ISO 3166-1 alpha-2."""
    languages: tuple[str, ...]
    """Languages as BCP 47; `zh` fits `zh-CN` too."""
    min_score: int | None
    """The least score."""
    product_lines: tuple[str, ...]
    """Categories of the catalogue; `home` fits `home/kitchen` too."""
    skus: tuple[str, ...]
    """Article numbers."""
    sources: tuple[LeadSource, ...]
    """Ways in which it came."""
    territories: tuple[str, ...]
    """Sales territories, as the shop names them."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "countries": same,
        "languages": same,
        "min_score": None,
        "product_lines": same,
        "skus": same,
        "sources": same,
        "territories": same,
    }


@final
class LeadConversion(Record):
    """What a lead became."""

    __slots__ = ()

    lead: Lead
    """The lead, converted."""
    customer_id: int
    """The customer who it is."""
    customer_created: bool
    """Whether the customer is new."""
    interactions: int
    """Contacts of callers with the lead's identities that belong to the customer now."""
    opportunity_id: int | None
    """The opportunity; null when none was wanted."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "lead": Lead._of,
        "customer_id": None,
        "customer_created": None,
        "interactions": None,
        "opportunity_id": None,
    }


@final
class LeadCount(Record):
    """What capturing many leads did."""

    __slots__ = ()

    created: int
    """New leads."""
    updated: int
    """Known ones that changed."""
    unchanged: int
    """Known ones that were already as given, were reported later before, or are over."""
    linked: int
    """Of the new ones, those of a known customer."""
    assigned: int
    """Of the new ones, those that somebody looks after."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "created": None,
        "updated": None,
        "unchanged": None,
        "linked": None,
        "assigned": None,
    }


@final
class LeadPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Lead, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Lead._of),
        "next": None,
    }


@final
class LeadRule(Record):
    """A rule that assigns leads, as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """What people call it."""
    kind: LeadRuleKind
    """How it chooses."""
    position: int
    """Where it stands."""
    condition: LeadCondition
    """What a lead must be like."""
    staff: tuple[int, ...]
    """Among whom it chooses."""
    is_active: bool
    """Whether it is used."""
    assigned: int
    """How many leads it has assigned; whose turn it is follows from that."""
    created_at: datetime
    """When it was made."""
    updated_at: datetime
    """When it last changed."""
    response_minutes: int | None
    """Minutes to the first response for its leads."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "kind": None,
        "position": None,
        "condition": LeadCondition._of,
        "staff": same,
        "is_active": None,
        "assigned": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "response_minutes": None,
    }


@final
class LeadRules(Record):
    """All rules."""

    __slots__ = ()

    rules: tuple[LeadRule, ...]
    """The rules in the order in which they are tried."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "rules": many(LeadRule._of),
    }


@final
class LeadScorePart(Record):
    """The points for one thing."""

    __slots__ = ()

    part: LeadScoreKind
    """What gives them."""
    points: int
    """How many."""
    most: int
    """How many it could give."""
    fact: str
    """The fact behind them: a token or a number, never personal."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "part": None,
        "points": None,
        "most": None,
        "fact": None,
    }


@final
class LeadScore(Record):
    """A score and the points that add up to it."""

    __slots__ = ()

    lead_id: int
    """The lead."""
    score: int
    """The sum, 0 to 100."""
    hot: bool
    """Whether it reaches the shop's mark for hot leads."""
    at: datetime
    """The instant for which it was worked out."""
    parts: tuple[LeadScorePart, ...]
    """All parts, those without points too."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "lead_id": None,
        "score": None,
        "hot": None,
        "at": datetime.fromisoformat,
        "parts": many(LeadScorePart._of),
    }


@final
class LeadSettings(Record):
    """How the shop handles leads."""

    __slots__ = ()

    response_minutes: int
    """Minutes from the arrival to the first response, 1 to 525,600; 1,440 (24 hours) by default."""
    stale_days: int
    """Days without a change after which a lead is stale, 1 to 365; 7 by default."""
    hot_score: int
    """The score from which on a lead is hot, 1 to 100; 70 by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "response_minutes": None,
        "stale_days": None,
        "hot_score": None,
    }


@final
class ListMemberPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[ListMember, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(ListMember._of),
        "next": None,
    }


@final
class LogisticsIndicators(Record):
    """How good the logistics of a period were. A share is null when there is nothing to take it of."""

    __slots__ = ()

    orders_delivered: int
    """Orders that are delivered and whose last parcel arrived in the period."""
    orders_promised: int
    """Of the orders that were delivered in the period and had a promise, how many."""
    parcels: int
    """Parcels that were delivered, returned or lost in the period."""
    orders_placed: int
    """Orders that were placed in the period, drafts left out."""
    articles: int
    """Articles that were sold in the period, as far as the catalogue knows them."""
    accuracy: Decimal | None
    """Accuracy: which share of those was delivered without an exception on the way."""
    availability: Decimal | None
    """Availability: which share of those was not called off because something was not in stock."""
    cycle_days_mean: Decimal | None
    """The order cycle: the mean time from placing to the arrival of the last parcel, in days, of the orders that were
delivered in the period."""
    cycle_days_median: Decimal | None
    """The median of the same times."""
    on_time: Decimal | None
    """Which share of those came not after their promise."""
    substitution: Decimal | None
    """Substitution: for which share of those the catalogue names a substitute."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "orders_delivered": None,
        "orders_promised": None,
        "parcels": None,
        "orders_placed": None,
        "articles": None,
        "accuracy": Decimal,
        "availability": Decimal,
        "cycle_days_mean": Decimal,
        "cycle_days_median": Decimal,
        "on_time": Decimal,
        "substitution": Decimal,
    }


@final
class SkuPoints(Record):
    """Points for each unit of an article."""

    __slots__ = ()

    sku: str
    """The article number."""
    points: int
    """Points for each whole unit."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "sku": None,
        "points": None,
    }


@final
class LoyaltyProgram(Record):
    """The programme of the shop: how points are earned and when they expire."""

    __slots__ = ()

    active: bool
    """Whether orders earn points."""
    expiry_days: int | None
    """After how many days points expire; never by default."""
    per_amount: Money | None
    """What of an order's net amount, in the base currency, earns `points`; nothing by default."""
    per_order: int
    """Points of each order; 0 by default."""
    per_unit: tuple[SkuPoints, ...]
    """Points of single articles."""
    point_value: Money | None
    """What a point is worth when it is spent."""
    points: int
    """How many points each `per_amount` earns; 1 by default."""
    reverse_on_refund: bool
    """Whether a refund takes its share of the earned points back; it does by default. A cancelled order always does."""
    rounding: PointsRounding
    """How a share of a point is rounded; down by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "active": None,
        "expiry_days": None,
        "per_amount": Money._of,
        "per_order": None,
        "per_unit": many(SkuPoints._of),
        "point_value": Money._of,
        "points": None,
        "reverse_on_refund": None,
        "rounding": None,
    }


@final
class MaintenanceDue(Record):
    """When an asset is looked after next."""

    __slots__ = ()

    plan_id: int
    """The plan."""
    asset_id: int
    """The asset."""
    first_on: date
    """The first day."""
    done: int
    """How many intervals have passed since."""
    next_on: date
    """The next day."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "plan_id": None,
        "asset_id": None,
        "first_on": date.fromisoformat,
        "done": None,
        "next_on": date.fromisoformat,
    }


@final
class MaintenanceDuePage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[MaintenanceDue, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(MaintenanceDue._of),
        "next": None,
    }


@final
class MaintenancePlan(Record):
    """A maintenance plan as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    title: str
    """What is to be done."""
    lead_days: int
    """How many days before the order or task is made."""
    makes: MaintenanceMakes
    """What it makes."""
    active: bool
    """Whether it goes on."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    asset_id: int | None
    """The asset."""
    assignee_id: int | None
    """Who gets the task."""
    contract_id: int | None
    """The service contract that the visits belong to."""
    every_days: int | None
    """How many days apart."""
    every_months: int | None
    """How many months apart."""
    sku: str | None
    """The article."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "title": None,
        "lead_days": None,
        "makes": None,
        "active": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "asset_id": None,
        "assignee_id": None,
        "contract_id": None,
        "every_days": None,
        "every_months": None,
        "sku": None,
    }


@final
class MaintenancePlanPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[MaintenancePlan, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(MaintenancePlan._of),
        "next": None,
    }


@final
class MarkResult(Record):
    """How often a mark was given."""

    __slots__ = ()

    mark: int
    """The mark."""
    count: int
    """How often."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "mark": None,
        "count": None,
    }


@final
class MergeRecord(Record):
    """A merge as it is recorded."""

    __slots__ = ()

    id: int
    """The id."""
    winner_id: int
    """Who stayed."""
    loser_id: int
    """Who was merged."""
    at: datetime
    """When."""
    rules: Mapping[str, FieldRule]
    """The rules of single fields."""
    changed_fields: tuple[str, ...]
    """The fields of the winner that took another value."""
    moved: Mapping[str, int]
    """How many rows moved, by table."""
    undone_at: datetime | None
    """When it was taken back."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "winner_id": None,
        "loser_id": None,
        "at": datetime.fromisoformat,
        "rules": None,
        "changed_fields": same,
        "moved": None,
        "undone_at": datetime.fromisoformat,
    }


@final
class ModelOption(Record):
    """An option."""

    __slots__ = ()

    key: str
    """The key, a token that is unique in the model."""
    active: bool
    """Whether it can be chosen; it can by default."""
    lead_time_delta_days: int
    """How many days it adds to the delivery, or takes away; at most 3,650."""
    name: Mapping[str, str]
    """The name by language (BCP 47)."""
    price_delta: Money | None
    """What it adds to the price, or takes away; nothing by default."""
    quantity: int
    """How many pieces of it, 1 to 10,000; one by default."""
    sku: str | None
    """The article that is built in."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "key": None,
        "active": None,
        "lead_time_delta_days": None,
        "name": None,
        "price_delta": Money._of,
        "quantity": None,
        "sku": None,
    }


@final
class ModelGroup(Record):
    """A group of options of which some are chosen."""

    __slots__ = ()

    key: str
    """The key, a token that is unique among the groups."""
    options: tuple[ModelOption, ...]
    """The options, in the order in which they are shown; at least one."""
    max: int
    """How many options may be chosen, at least 1; one by default."""
    min: int
    """How many options must be chosen; none by default."""
    name: Mapping[str, str]
    """The name by language (BCP 47)."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "key": None,
        "options": many(ModelOption._of),
        "max": None,
        "min": None,
        "name": None,
    }


@final
class ModelRule(Record):
    """A rule between options."""

    __slots__ = ()

    key: str
    """The key, a token that is unique among the rules; a check names broken rules by it."""
    kind: ModelRuleKind
    """What it says."""
    options: tuple[str, ...]
    """The options of which one is required, that are excluded, or that are counted."""
    max: int | None
    """The greatest number, for a count; all by default."""
    message: Mapping[str, str]
    """The sentence for people by language (BCP 47); one is made when there is none."""
    min: int | None
    """The least number, for a count; none by default."""
    option: str | None
    """The option that requires or excludes; none for a count."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "key": None,
        "kind": None,
        "options": same,
        "max": None,
        "message": None,
        "min": None,
        "option": None,
    }


@final
class Model(Record):
    """A version of a model as it is stored."""

    __slots__ = ()

    id: int
    """The id of this version."""
    sku: str
    """The article number of the product."""
    version: int
    """The version: 1 for the first, one more whenever the model is given differently."""
    base_price: Money
    """The price without any option."""
    lead_time_days: int
    """Days from the order to the delivery without any option."""
    groups: tuple[ModelGroup, ...]
    """The groups of options."""
    rules: tuple[ModelRule, ...]
    """Rules between options."""
    created_at: datetime
    """When this version was given."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "sku": None,
        "version": None,
        "base_price": Money._of,
        "lead_time_days": None,
        "groups": many(ModelGroup._of),
        "rules": many(ModelRule._of),
        "created_at": datetime.fromisoformat,
    }


@final
class ModelSummary(Record):
    """A model in a list."""

    __slots__ = ()

    id: int
    """The id of the newest version."""
    sku: str
    """The article number of the product."""
    version: int
    """The newest version."""
    base_price: Money
    """The price without any option."""
    options: int
    """The number of options."""
    rules: int
    """The number of rules."""
    created_at: datetime
    """When this version was given."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "sku": None,
        "version": None,
        "base_price": Money._of,
        "options": None,
        "rules": None,
        "created_at": datetime.fromisoformat,
    }


@final
class ModelSummaryPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[ModelSummary, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(ModelSummary._of),
        "next": None,
    }


@final
class NewOrderLine(Record):
    """A line of an order as it is given: with a price per unit or with a total."""

    __slots__ = ()

    configuration: int | None
    """The saved configuration that it is made by, which must meet the rules of its model."""
    cost: Money | None
    """What one unit costs the shop, in the order's or the base currency; the catalog's cost by default."""
    discount: Money | None
    """The discount on this line."""
    lead_time_days: int | None
    """Calendar days from the confirmation until it is made and delivered, at most 3,650; that of the configuration by
default."""
    made_to_order: bool
    """Whether it is made for this order; a configured article always is."""
    name: str | None
    """The name as sold; the catalog's name of a configured article by default."""
    quantity: Decimal
    """How much of it, at least 0; 1 by default."""
    serials: tuple[str, ...]
    """Serial numbers of the pieces."""
    sku: str
    """The article number; the catalog need not know it. That of the configuration by default."""
    tax: Money | None
    """The tax of this line."""
    total: Money | None
    """What the line comes to after its discount; unit price × quantity − discount by default."""
    unit_price: Decimal | None
    """The price of one unit in the order's currency; that of the configuration by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "configuration": None,
        "cost": Money._of,
        "discount": Money._of,
        "lead_time_days": None,
        "made_to_order": None,
        "name": None,
        "quantity": Decimal,
        "serials": same,
        "sku": None,
        "tax": Money._of,
        "total": Money._of,
        "unit_price": Decimal,
    }


@final
class NpsScore(Record):
    """How many would recommend the shop."""

    __slots__ = ()

    n: int
    """Marks."""
    promoters: int
    """Marks of 9 and 10."""
    passives: int
    """Marks of 7 and 8."""
    detractors: int
    """Marks of 0 to 6."""
    score: int
    """Promoters less detractors, in whole per cent of all, −100 to 100, rounded half to even."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "n": None,
        "promoters": None,
        "passives": None,
        "detractors": None,
        "score": None,
    }


@final
class OpportunityLine(Record):
    """A line of an opportunity as it is stored."""

    __slots__ = ()

    sku: str
    """The article number."""
    quantity: Decimal
    """How much of it."""
    unit_price: Decimal
    """The price of one unit."""
    total: Money
    """Unit price × quantity, rounded once, half to even."""
    name: str | None
    """The name as offered."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "sku": None,
        "quantity": Decimal,
        "unit_price": Decimal,
        "total": Money._of,
        "name": None,
    }


@final
class Opportunity(Record):
    """An opportunity as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """The customer."""
    name: str
    """What it is about."""
    pipeline_id: int
    """The pipeline."""
    stage: str
    """The key of the stage where it stands."""
    status: OpportunityStatus
    """The core status of that stage."""
    amount: Money
    """What it may come to."""
    amount_from_lines: bool
    """Whether the amount is the sum of the lines."""
    probability: Decimal
    """How likely it is: 1 once it is won, 0 once it is lost, its own or its stage's before."""
    stage_since: datetime
    """Since when it stands in its stage."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    lines: tuple[OpportunityLine, ...]
    """What would be sold."""
    campaign: str | None
    """The host's key of the campaign that brought it."""
    channel: str | None
    """Where it would be sold."""
    close_amount: Money | None
    """What a won one came to."""
    closed_at: datetime | None
    """When it was won or lost."""
    competitor: str | None
    """Firms that offer against the shop."""
    expected_close: date | None
    """The day on which it should close."""
    lost_reason: LostReason | None
    """Why a lost one was lost."""
    need: str | None
    """What the customer needs."""
    order_id: int | None
    """The order that came of it."""
    own_probability: Decimal | None
    """Its own probability, which comes before that of its stage."""
    owner_id: int | None
    """Who works on it."""
    solution: str | None
    """What the shop proposes."""
    source: str | None
    """Where it came from."""
    stalled_at: datetime | None
    """When `tick` found that it stands still in this stage."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "name": None,
        "pipeline_id": None,
        "stage": None,
        "status": None,
        "amount": Money._of,
        "amount_from_lines": None,
        "probability": Decimal,
        "stage_since": datetime.fromisoformat,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "lines": many(OpportunityLine._of),
        "campaign": None,
        "channel": None,
        "close_amount": Money._of,
        "closed_at": datetime.fromisoformat,
        "competitor": None,
        "expected_close": date.fromisoformat,
        "lost_reason": None,
        "need": None,
        "order_id": None,
        "own_probability": Decimal,
        "owner_id": None,
        "solution": None,
        "source": None,
        "stalled_at": datetime.fromisoformat,
    }


@final
class StageTime(Record):
    """How long an opportunity was in one stage."""

    __slots__ = ()

    stage: str
    """The key of the stage."""
    visits: int
    """How often it came there."""
    duration_ms: int
    """How long it was there, all visits together, in milliseconds; in its present stage until now."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "stage": None,
        "visits": None,
        "duration_ms": None,
    }


@final
class OpportunityHistory(Record):
    """How an opportunity came to where it stands."""

    __slots__ = ()

    moves: tuple[StageChange, ...]
    """Its moves, oldest first; the first has no stage before."""
    stages: tuple[StageTime, ...]
    """How long it was in each stage, in the order in which it first came there."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "moves": many(StageChange._of),
        "stages": many(StageTime._of),
    }


@final
class OpportunityPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Opportunity, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Opportunity._of),
        "next": None,
    }


@final
class OptionChange(Record):
    """An option whose price changed."""

    __slots__ = ()

    option: str
    """The option."""
    before: Money
    """What it added to the price."""
    now: Money
    """What it adds now."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "option": None,
        "before": Money._of,
        "now": Money._of,
    }


@final
class OptionResult(Record):
    """How often an option was chosen."""

    __slots__ = ()

    key: str
    """The key of the option."""
    count: int
    """How often."""
    mean_place: Decimal | None
    """Its place in the mean, the first being 1, in a ranking."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "key": None,
        "count": None,
        "mean_place": Decimal,
    }


@final
class OrderLine(Record):
    """A line of an order as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    sku: str
    """The article number."""
    quantity: Decimal
    """How much of it is ordered, without what was called off."""
    quantity_cancelled: Decimal
    """How much of it was called off after it was ordered."""
    discount: Money
    """The discount on this line."""
    tax: Money
    """The tax of this line."""
    total: Money
    """What the line comes to after its discount."""
    fulfilled: Decimal
    """How much of it was shipped."""
    restocked: Decimal
    """How much of it came back into stock."""
    serials: tuple[str, ...]
    """Serial numbers of the pieces."""
    made_to_order: bool
    """Whether it is made for this order."""
    configuration: int | None
    """The saved configuration that it is made by."""
    cost: Money | None
    """What one unit costs the shop."""
    lead_time_days: int | None
    """Calendar days from the confirmation until it is made and delivered."""
    name: str | None
    """The name as sold."""
    unit_price: Decimal | None
    """The price of one unit, where it was given."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "sku": None,
        "quantity": Decimal,
        "quantity_cancelled": Decimal,
        "discount": Money._of,
        "tax": Money._of,
        "total": Money._of,
        "fulfilled": Decimal,
        "restocked": Decimal,
        "serials": same,
        "made_to_order": None,
        "configuration": None,
        "cost": Money._of,
        "lead_time_days": None,
        "name": None,
        "unit_price": Decimal,
    }


@final
class Order(Record):
    """An order as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Whose order it is."""
    state: OrderState
    """Where it stands."""
    pay_state: PayState
    """How far it is paid."""
    fulfil_state: FulfilState
    """How far it is fulfilled."""
    currency: str
    """The currency of its amounts."""
    subtotal: Money
    """The sum of its lines after their discounts."""
    discount: Money
    """The discount on the whole order."""
    shipping: Money
    """The price of shipping."""
    tax: Money
    """All taxes."""
    tax_included: bool
    """Whether prices include the tax."""
    total: Money
    """What is to be paid."""
    difference: Money
    """How much the total of the host exceeds what its parts come to; zero unless a host reported it so."""
    paid: Money
    """What was captured."""
    refunded: Money
    """What went back."""
    rate: Decimal
    """Units of the base currency for one unit, fixed for this order."""
    net: Money
    """Lines less discounts, without tax and shipping; the total where only that is known."""
    total_base: Money
    """The total in the base currency."""
    net_base: Money
    """The net amount in the base currency: what analyses sum up."""
    cost_base: Money
    """What its goods cost the shop, in the base currency."""
    units: Decimal
    """The sum of the quantities."""
    counts: bool
    """Whether it counts in metrics and analyses."""
    settled: bool
    """Whether it is paid in full by the host's word, without payments."""
    needs_fulfilment: bool
    """Whether there is anything to ship."""
    day: date
    """The calendar day in the shop's zone on which it counts."""
    placed_at: datetime
    """When it was placed."""
    recorded_at: datetime
    """When it was first recorded here."""
    lines: tuple[OrderLine, ...]
    """What was bought."""
    cancel_reason: CancelReason | None
    """Why it was called off."""
    cancelled_at: datetime | None
    """When it was called off."""
    channel: str | None
    """Where it was sold."""
    completed_at: datetime | None
    """When it was completed."""
    external_id: str | None
    """That system's key."""
    held_at: datetime | None
    """Since when it is on hold; null while it is not."""
    hold_note: str | None
    """More about that, as written."""
    hold_reason: HoldReason | None
    """Why it is held back, while it is on hold and a reason was given."""
    number: str | None
    """The number that people read."""
    paid_at: datetime | None
    """When it was paid in full."""
    promised_at: datetime | None
    """When it was promised for: as given, or so many days after it was confirmed as its lines take to be made."""
    source: str | None
    """The system that it comes from."""
    updated_at: datetime | None
    """When the host last changed it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "state": None,
        "pay_state": None,
        "fulfil_state": None,
        "currency": None,
        "subtotal": Money._of,
        "discount": Money._of,
        "shipping": Money._of,
        "tax": Money._of,
        "tax_included": None,
        "total": Money._of,
        "difference": Money._of,
        "paid": Money._of,
        "refunded": Money._of,
        "rate": Decimal,
        "net": Money._of,
        "total_base": Money._of,
        "net_base": Money._of,
        "cost_base": Money._of,
        "units": Decimal,
        "counts": None,
        "settled": None,
        "needs_fulfilment": None,
        "day": date.fromisoformat,
        "placed_at": datetime.fromisoformat,
        "recorded_at": datetime.fromisoformat,
        "lines": many(OrderLine._of),
        "cancel_reason": None,
        "cancelled_at": datetime.fromisoformat,
        "channel": None,
        "completed_at": datetime.fromisoformat,
        "external_id": None,
        "held_at": datetime.fromisoformat,
        "hold_note": None,
        "hold_reason": None,
        "number": None,
        "paid_at": datetime.fromisoformat,
        "promised_at": datetime.fromisoformat,
        "source": None,
        "updated_at": datetime.fromisoformat,
    }


@final
class OrderPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Order, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Order._of),
        "next": None,
    }


@final
class OrderPoints(Record):
    """What an order did to points."""

    __slots__ = ()

    order_id: int
    """The order."""
    customer_id: int
    """Whose order it is."""
    earned: int
    """What it earned."""
    reversed: int
    """What of that was taken back."""
    short: int
    """What could not be taken back, because it was spent already."""
    redeemed: int
    """What was spent on it."""
    returned: int
    """What of that came back."""
    balance: int
    """The points that the customer can spend now."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "order_id": None,
        "customer_id": None,
        "earned": None,
        "reversed": None,
        "short": None,
        "redeemed": None,
        "returned": None,
        "balance": None,
    }


@final
class OrderReturnPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[OrderReturn, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(OrderReturn._of),
        "next": None,
    }


@final
class OrderedCart(Record):
    """A cart that was ordered, and its order."""

    __slots__ = ()

    cart: Cart
    """The cart."""
    order: Order
    """The order."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "cart": Cart._of,
        "order": Order._of,
    }


@final
class Parcel(Record):
    """A parcel in short, with the last word of its carrier."""

    __slots__ = ()

    id: int
    """The id."""
    state: ShipmentState
    """Where it stands."""
    carrier: str | None
    """Who carries it."""
    delivered_at: datetime | None
    """When it arrived."""
    expected_at: datetime | None
    """When it is expected to arrive."""
    handed_over_at: datetime | None
    """Since when the carrier has it."""
    last_event_at: datetime | None
    """When the newest event of the carrier happened."""
    last_event_description: str | None
    """What happened, in the carrier's words."""
    last_event_location: str | None
    """Where that was."""
    last_event_state: ShipmentState | None
    """The state that it reported, if it did."""
    promised_at: datetime | None
    """Until when the customer was promised this parcel."""
    tracking_no: str | None
    """The carrier's number."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "state": None,
        "carrier": None,
        "delivered_at": datetime.fromisoformat,
        "expected_at": datetime.fromisoformat,
        "handed_over_at": datetime.fromisoformat,
        "last_event_at": datetime.fromisoformat,
        "last_event_description": None,
        "last_event_location": None,
        "last_event_state": None,
        "promised_at": datetime.fromisoformat,
        "tracking_no": None,
    }


@final
class Part(Record):
    """A part, or goods for sale that are kept in stock, as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    sku: str
    """The article number."""
    name: str
    """The name."""
    fits: tuple[str, ...]
    """The articles that it fits, in the order of their numbers."""
    unit: str
    """What it is counted in."""
    active: bool
    """Whether it is still kept; one that is not can be used up, but not reserved."""
    on_hand: Decimal
    """How much lies in all places."""
    reserved: Decimal
    """How much of it is promised."""
    available: Decimal
    """How much of it is free: what is on hand less what is promised."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it or its stock last changed."""
    cost: Money | None
    """What one unit costs the shop."""
    low_since: datetime | None
    """Since when it is low; null while it is not, and for one that is superseded or not kept."""
    price: Money | None
    """What one unit is sold for, without tax."""
    reorder_point: Decimal | None
    """It is low when no more than this is available."""
    reorder_quantity: Decimal | None
    """How much is ordered at a time."""
    superseded_by: int | None
    """The part that takes its place."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "sku": None,
        "name": None,
        "fits": same,
        "unit": None,
        "active": None,
        "on_hand": Decimal,
        "reserved": Decimal,
        "available": Decimal,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "cost": Money._of,
        "low_since": datetime.fromisoformat,
        "price": Money._of,
        "reorder_point": Decimal,
        "reorder_quantity": Decimal,
        "superseded_by": None,
    }


@final
class PartLookup(Record):
    """What an article number leads to."""

    __slots__ = ()

    part: Part
    """The part of the number."""
    current: Part
    """The part that is current now: the same, or the last of those that take its place."""
    superseded: bool
    """Whether another part takes its place."""
    chain: tuple[str, ...]
    """The article numbers from the one asked for to the current one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "part": Part._of,
        "current": Part._of,
        "superseded": None,
        "chain": same,
    }


@final
class PartPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Part, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Part._of),
        "next": None,
    }


@final
class PartReservation(Record):
    """A reservation as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    part_id: int
    """The part that is promised."""
    place: str
    """The warehouse or van."""
    quantity: Decimal
    """How much was promised."""
    issued: Decimal
    """How much of it was handed out."""
    state: PartReservationState
    """Where it stands."""
    created_at: datetime
    """When it was made."""
    updated_at: datetime
    """When it last changed."""
    ended_at: datetime | None
    """When it was handed out, released or expired."""
    expires_at: datetime | None
    """When it ends by itself."""
    ref: Reference | None
    """What it is for."""
    wanted_part_id: int | None
    """The part that was asked for, when the promised one takes its place."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "part_id": None,
        "place": None,
        "quantity": Decimal,
        "issued": Decimal,
        "state": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "ended_at": datetime.fromisoformat,
        "expires_at": datetime.fromisoformat,
        "ref": Reference._of,
        "wanted_part_id": None,
    }


@final
class PartReservationPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[PartReservation, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(PartReservation._of),
        "next": None,
    }


@final
class Partner(Record):
    """A partner as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """The customer record that the partner is; follows merges."""
    kind: PartnerKind
    """How the partner sells."""
    code: str
    """The shop's code of the partner."""
    discount_rate: Decimal
    """The share that is taken off prices when the partner buys."""
    active: bool
    """Whether new orders can be attributed to the partner."""
    created_at: datetime
    """When the partner was recorded."""
    updated_at: datetime
    """When the record last changed."""
    agreement: str | None
    """What was agreed."""
    level: str | None
    """The level."""
    territory: str | None
    """Where the partner sells."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "kind": None,
        "code": None,
        "discount_rate": Decimal,
        "active": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "agreement": None,
        "level": None,
        "territory": None,
    }


@final
class PartnerPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Partner, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Partner._of),
        "next": None,
    }


@final
class Payment(Record):
    """A payment as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    order_id: int
    """The order that it pays."""
    kind: PaymentKind
    """What it does."""
    amount: Money
    """How much."""
    at: datetime
    """When."""
    external_id: str | None
    """The provider's key."""
    method: str | None
    """How."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "order_id": None,
        "kind": None,
        "amount": Money._of,
        "at": datetime.fromisoformat,
        "external_id": None,
        "method": None,
    }


@final
class PipelineStage(Record):
    """A stage of a pipeline as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    pipeline_id: int
    """The pipeline."""
    key: str
    """Its key."""
    name: str
    """What people call it."""
    position: int
    """Its place, from 0."""
    maps_to: OpportunityStatus
    """The core status that it stands for."""
    probability: Decimal
    """How likely an opportunity is in it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "pipeline_id": None,
        "key": None,
        "name": None,
        "position": None,
        "maps_to": None,
        "probability": Decimal,
    }


@final
class Pipeline(Record):
    """A pipeline as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    key: str
    """Its key."""
    name: str
    """What people call it."""
    is_default: bool
    """Whether new opportunities go here."""
    stages: tuple[PipelineStage, ...]
    """Its stages in their order."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "key": None,
        "name": None,
        "is_default": None,
        "stages": many(PipelineStage._of),
    }


@final
class PlaceStock(Record):
    """What lies in one place."""

    __slots__ = ()

    place: str
    """The warehouse or van."""
    on_hand: Decimal
    """How much lies there."""
    reserved: Decimal
    """How much of it is promised."""
    available: Decimal
    """How much of it is free."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "place": None,
        "on_hand": Decimal,
        "reserved": Decimal,
        "available": Decimal,
    }


@final
class PointsBalance(Record):
    """The points of a customer."""

    __slots__ = ()

    customer_id: int
    """Whose they are."""
    points: int
    """How many can be spent."""
    expiring: tuple[ExpiringPoints, ...]
    """Those that expire, the first ones first."""
    worth: Money | None
    """What they are worth, where the programme says it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "points": None,
        "expiring": many(ExpiringPoints._of),
        "worth": Money._of,
    }


@final
class PointsEntry(Record):
    """One change of a balance of points."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Whose balance changed."""
    kind: PointsKind
    """Why."""
    points: int
    """By how many points; negative for what was spent."""
    remaining: int
    """How many of them are left."""
    at: datetime
    """When."""
    expires_at: datetime | None
    """When what is left expires."""
    key: str | None
    """The host's key of the request."""
    order_id: int | None
    """The order that earned or spent them."""
    reason: str | None
    """More about why, as a token."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "kind": None,
        "points": None,
        "remaining": None,
        "at": datetime.fromisoformat,
        "expires_at": datetime.fromisoformat,
        "key": None,
        "order_id": None,
        "reason": None,
    }


@final
class PointsEntryPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[PointsEntry, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(PointsEntry._of),
        "next": None,
    }


@final
class Post(Record):
    """A post as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    topic_id: int
    """The topic."""
    body: str
    """The text."""
    votes: int
    """Customers who voted for it."""
    created_at: datetime
    """When it was written."""
    updated_at: datetime
    """When it last changed."""
    customer_id: int | None
    """The customer who wrote it."""
    hidden_at: datetime | None
    """Since when nobody sees it."""
    staff_id: int | None
    """Who of the staff wrote it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "topic_id": None,
        "body": None,
        "votes": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "customer_id": None,
        "hidden_at": datetime.fromisoformat,
        "staff_id": None,
    }


@final
class PostPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Post, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Post._of),
        "next": None,
    }


@final
class PriceTerms(Record):
    """The terms on which a customer buys. Discounts are never added: the larger one holds, and the tier's when both are
equal."""

    __slots__ = ()

    customer_id: int
    """Whose terms they are."""
    discount_rate: Decimal
    """The share that is taken off prices, 0 to 1."""
    free_shipping: bool
    """Whether the customer's tier ships orders for nothing, whichever discount holds."""
    partner_id: int | None
    """The partner whose discount it is."""
    tier_id: int | None
    """The tier whose discount it is."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "discount_rate": Decimal,
        "free_shipping": None,
        "partner_id": None,
        "tier_id": None,
    }


@final
class Product(Record):
    """A product as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    sku: str
    """The shop's article number."""
    name: str
    """The name."""
    serialised: bool
    """Whether each piece has a serial number."""
    substitutes: tuple[str, ...]
    """Article numbers that can be sold instead."""
    state: ProductState
    """Whether it is sold."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    brand: str | None
    """The brand."""
    category: str | None
    """The category as a path."""
    cost: Money | None
    """What one unit costs the shop."""
    price: Money | None
    """The list price."""
    warranty_days: int | None
    """Days of warranty from delivery."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "sku": None,
        "name": None,
        "serialised": None,
        "substitutes": same,
        "state": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "brand": None,
        "category": None,
        "cost": Money._of,
        "price": Money._of,
        "warranty_days": None,
    }


@final
class ProductPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Product, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Product._of),
        "next": None,
    }


@final
class PutCart(Record):
    """A cart after it was given, and what became of it."""

    __slots__ = ()

    cart: Cart
    """The cart."""
    outcome: Outcome
    """What became of it; ignored when a newer report is known, or when it was ordered already."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "cart": Cart._of,
        "outcome": None,
    }


@final
class SurveyOption(Record):
    """An option of a question."""

    __slots__ = ()

    key: str
    """The key, a token; answers name it."""
    text: Mapping[str, str]
    """What people read, by language (BCP 47)."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "key": None,
        "text": None,
    }


@final
class Question(Record):
    """A question as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    survey_id: int
    """Its survey."""
    version: int
    """The version of the questions to which it belongs."""
    position: int
    """Its place among the questions, from 0 on."""
    key: str
    """The key."""
    kind: QuestionKind
    """What kind of answer it takes."""
    text: Mapping[str, str]
    """What people read, by language."""
    options: tuple[SurveyOption, ...]
    """The options."""
    required: bool
    """Whether it must be answered, when it is asked."""
    max: int | None
    """The most, as its kind says."""
    min: int | None
    """The least, as its kind says."""
    only_if: SurveyCondition | None
    """When it is asked."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "survey_id": None,
        "version": None,
        "position": None,
        "key": None,
        "kind": None,
        "text": None,
        "options": many(SurveyOption._of),
        "required": None,
        "max": None,
        "min": None,
        "only_if": SurveyCondition._of,
    }


@final
class QuestionResult(Record):
    """The answers to a question."""

    __slots__ = ()

    question_id: int
    """The question."""
    key: str
    """Its key."""
    kind: QuestionKind
    """What kind of answer it takes."""
    answered: int
    """How many have answered it."""
    options: tuple[OptionResult, ...]
    """Every option with how often it was chosen, in the order of the question."""
    marks: tuple[MarkResult, ...]
    """Every mark that was given, from the lowest on."""
    least: Decimal | None
    """The least mark or number."""
    mean: Decimal | None
    """The mean of marks or numbers, rounded half to even."""
    most: Decimal | None
    """The most."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "question_id": None,
        "key": None,
        "kind": None,
        "answered": None,
        "options": many(OptionResult._of),
        "marks": many(MarkResult._of),
        "least": Decimal,
        "mean": Decimal,
        "most": Decimal,
    }


@final
class QuoteLine(Record):
    """A line of a quote as it is stored, with what it comes to."""

    __slots__ = ()

    sku: str
    """The article number."""
    quantity: Decimal
    """How much of it."""
    unit_price: Decimal
    """The price of one unit."""
    discount_rate: Decimal
    """The discount on this line."""
    tax_rate: Decimal
    """The tax on this line."""
    discount: Money
    """How much the line's own discount takes off."""
    total: Money
    """Unit price × quantity less its own discount, rounded once, half to even."""
    tax: Money
    """The tax on the line after its part of the discount on the whole."""
    configuration: int | None
    """The saved configuration that is offered."""
    name: str | None
    """The name as offered."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "sku": None,
        "quantity": Decimal,
        "unit_price": Decimal,
        "discount_rate": Decimal,
        "tax_rate": Decimal,
        "discount": Money._of,
        "total": Money._of,
        "tax": Money._of,
        "configuration": None,
        "name": None,
    }


@final
class Quote(Record):
    """A quote as it is stored, with what it comes to."""

    __slots__ = ()

    id: int
    """The id; each version has its own."""
    number: str
    """The number that people read, the same in all versions."""
    version: int
    """The version, from 1."""
    customer_id: int
    """The customer."""
    state: QuoteState
    """Where it stands; one that has run out is expired, whether `tick` has seen it or not."""
    valid_until: date
    """The last day in the shop's zone on which it can be accepted."""
    discount_rate: Decimal
    """The discount on the sum of the lines."""
    tax_included: bool
    """Whether prices include the tax."""
    gross: Money
    """What the lines come to before all discounts."""
    subtotal: Money
    """What the lines come to after their own discounts."""
    discount: Money
    """How much the discount on the whole takes off."""
    tax: Money
    """All taxes."""
    total: Money
    """What is to be paid: subtotal less discount, and the tax unless prices include it."""
    needs_approval: bool
    """Whether a discount is above the limit and nobody has approved it."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    lines: tuple[QuoteLine, ...]
    """What is offered."""
    accepted_at: datetime | None
    """When it was accepted."""
    approved_at: datetime | None
    """When its discounts were approved."""
    approved_by: int | None
    """Who approved them."""
    channel: str | None
    """Where it would be sold."""
    decline_reason: LostReason | None
    """Why it was declined."""
    ended_at: datetime | None
    """When it was declined, expired, revised, cancelled or ordered."""
    expiring_at: datetime | None
    """When `tick` announced that it will expire."""
    note: str | None
    """What the customer reads below the lines."""
    opportunity_id: int | None
    """The opportunity that it is for."""
    order_id: int | None
    """The order that it became."""
    owner_id: int | None
    """Who answers for it."""
    previous_id: int | None
    """The version before."""
    renewed_at: datetime | None
    """When it was renewed after it had expired."""
    sent_at: datetime | None
    """When it was sent."""
    title: str | None
    """What it is about."""
    viewed_at: datetime | None
    """When the customer first looked at it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "number": None,
        "version": None,
        "customer_id": None,
        "state": None,
        "valid_until": date.fromisoformat,
        "discount_rate": Decimal,
        "tax_included": None,
        "gross": Money._of,
        "subtotal": Money._of,
        "discount": Money._of,
        "tax": Money._of,
        "total": Money._of,
        "needs_approval": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "lines": many(QuoteLine._of),
        "accepted_at": datetime.fromisoformat,
        "approved_at": datetime.fromisoformat,
        "approved_by": None,
        "channel": None,
        "decline_reason": None,
        "ended_at": datetime.fromisoformat,
        "expiring_at": datetime.fromisoformat,
        "note": None,
        "opportunity_id": None,
        "order_id": None,
        "owner_id": None,
        "previous_id": None,
        "renewed_at": datetime.fromisoformat,
        "sent_at": datetime.fromisoformat,
        "title": None,
        "viewed_at": datetime.fromisoformat,
    }


@final
class QuotePage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Quote, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Quote._of),
        "next": None,
    }


@final
class QuoteSettings(Record):
    """The settings of quotes."""

    __slots__ = ()

    approval_limit: Decimal
    """The discount on a line, that on the whole included, above which a quote is approved before it is sent; 0.1."""
    valid_days: int
    """How many days a quote holds when nothing else is said; 30."""
    number_prefix: str
    """What numbers begin with; `Q`."""
    number_yearly: bool
    """Whether numbers begin anew each year and name it, as `Q-2026-0001`; they do."""
    letterhead: str | None
    """The shop's own name and address, printed on top of a quote."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "approval_limit": Decimal,
        "valid_days": None,
        "number_prefix": None,
        "number_yearly": None,
        "letterhead": None,
    }


@final
class Recorded(Record):
    """What became of an order that was given."""

    __slots__ = ()

    id: int
    """The order."""
    customer_id: int
    """Whose order it is."""
    outcome: Outcome
    """What became of it."""
    problems: tuple[str, ...]
    """What was left out of a guest's identities, and why; never their values."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "outcome": None,
        "problems": same,
    }


@final
class RedemptionPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Redemption, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Redemption._of),
        "next": None,
    }


@final
class Referral(Record):
    """A referral as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """Who joined."""
    referrer_id: int
    """Who invited."""
    state: ReferralState
    """Where it stands."""
    joined_at: datetime
    """When the new customer joined."""
    due_at: datetime | None
    """When the time for returns is over."""
    ended_at: datetime | None
    """When it was rewarded or cancelled."""
    order_id: int | None
    """The first order."""
    reason: str | None
    """Why there is no reward, as a token: what was given when it was called off, or `order`, `same_customer`,
`rewarded_before`."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "referrer_id": None,
        "state": None,
        "joined_at": datetime.fromisoformat,
        "due_at": datetime.fromisoformat,
        "ended_at": datetime.fromisoformat,
        "order_id": None,
        "reason": None,
    }


@final
class ReferralCode(Record):
    """The code by which a customer invites others."""

    __slots__ = ()

    customer_id: int
    """Whose code it is."""
    code: str
    """The code, in capitals, without spaces and hyphens."""
    created_at: datetime
    """Since when."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "code": None,
        "created_at": datetime.fromisoformat,
    }


@final
class ReferralPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Referral, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Referral._of),
        "next": None,
    }


@final
class ReferralProgram(Record):
    """The programme: what both sides get, and when."""

    __slots__ = ()

    active: bool
    """Whether customers can join with a code."""
    friend_points: int
    """Points for who joined."""
    friend_program_id: int | None
    """The programme of the coupon for who joined."""
    referrer_points: int
    """Points for who invited."""
    referrer_program_id: int | None
    """The programme of the coupon for who invited."""
    return_days: int
    """How many days after the first order the reward comes; 14 by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "active": None,
        "friend_points": None,
        "friend_program_id": None,
        "referrer_points": None,
        "referrer_program_id": None,
        "return_days": None,
    }


@final
class RefundLine(Record):
    """A line of a refund as it is stored."""

    __slots__ = ()

    line: int
    """The line of the order."""
    quantity: Decimal
    """How much of it."""
    amount: Money
    """How much went back for it."""
    restock: bool
    """Whether the goods came back into stock."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "line": None,
        "quantity": Decimal,
        "amount": Money._of,
        "restock": None,
    }


@final
class Refund(Record):
    """A refund as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    customer_id: int
    """To whom it went."""
    amount: Money
    """How much went back."""
    shipping: Money
    """How much of it is shipping."""
    tax: Money
    """How much of it is tax."""
    amount_base: Money
    """The amount in the base currency."""
    net_base: Money
    """What analyses take off, in the base currency: without shipping and tax, at most what the order counted with."""
    counts: bool
    """Whether it counts: it does unless its order does not."""
    day: date
    """The calendar day in the shop's zone on which it counts."""
    refunded_at: datetime
    """When."""
    lines: tuple[RefundLine, ...]
    """What came back, line by line."""
    external_id: str | None
    """That system's key."""
    order_id: int | None
    """The order, if it is linked to one."""
    reason: str | None
    """Why."""
    source: str | None
    """The system that it comes from."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "customer_id": None,
        "amount": Money._of,
        "shipping": Money._of,
        "tax": Money._of,
        "amount_base": Money._of,
        "net_base": Money._of,
        "counts": None,
        "day": date.fromisoformat,
        "refunded_at": datetime.fromisoformat,
        "lines": many(RefundLine._of),
        "external_id": None,
        "order_id": None,
        "reason": None,
        "source": None,
    }


@final
class RefundPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Refund, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Refund._of),
        "next": None,
    }


@final
class Reorder(Record):
    """A saved configuration against the newest version of its model."""

    __slots__ = ()

    configuration: Configuration
    """The configuration as it was saved."""
    now: CheckedConfiguration
    """The same choices today. An option that is gone is a broken rule and counts in nothing else."""
    is_newest: bool
    """Whether the model is still the one of the configuration."""
    lead_time_change_days: int
    """By how many days the lead time has risen."""
    options_gone: tuple[str, ...]
    """Chosen options that the model no longer has."""
    options_repriced: tuple[OptionChange, ...]
    """Chosen options whose price is another."""
    rules_added: tuple[str, ...]
    """Rules that are new."""
    rules_gone: tuple[str, ...]
    """Rules that are gone."""
    rules_changed: tuple[str, ...]
    """Rules that say something else."""
    line: NewOrderLine | None
    """The line that orders it again at today's price, for an order or a quote; null when it breaks rules today, or did
when it was saved."""
    price_change: Money | None
    """By how much the price has risen; null when one of the two is unknown or the currency is another."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "configuration": Configuration._of,
        "now": CheckedConfiguration._of,
        "is_newest": None,
        "lead_time_change_days": None,
        "options_gone": same,
        "options_repriced": many(OptionChange._of),
        "rules_added": same,
        "rules_gone": same,
        "rules_changed": same,
        "line": NewOrderLine._of,
        "price_change": Money._of,
    }


@final
class Reported(Record):
    """What became of a report."""

    __slots__ = ()

    event_id: int
    """The event in the log."""
    effect: CarrierEffect
    """What the report did."""
    forced: bool
    """Whether it took the parcel where the machine does not list a move."""
    shipment_id: int | None
    """The parcel, if one has this number."""
    state: ShipmentState | None
    """Where the parcel stands now."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "event_id": None,
        "effect": None,
        "forced": None,
        "shipment_id": None,
        "state": None,
    }


@final
class ReturnHabits(Record):
    """How a customer returns."""

    __slots__ = ()

    customer_id: int
    """Who."""
    returns: int
    """Returns that take something back."""
    units: Decimal
    """How much they take back."""
    units_without_fault: Decimal
    """How much of that for a reason that the shop does not answer for."""
    units_bought: Decimal
    """How much the customer bought in orders that count."""
    rate: Decimal | None
    """Which share of what was bought comes back."""
    rate_without_fault: Decimal | None
    """Which share of what was bought comes back without the shop's fault."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "returns": None,
        "units": Decimal,
        "units_without_fault": Decimal,
        "units_bought": Decimal,
        "rate": Decimal,
        "rate_without_fault": Decimal,
    }


@final
class ReturnedProduct(Record):
    """How often a product comes back."""

    __slots__ = ()

    sku: str
    """The article number."""
    units: Decimal
    """How much is taken back."""
    units_sold: Decimal
    """How much was sold in the period."""
    rate: Decimal | None
    """The return rate."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "sku": None,
        "units": Decimal,
        "units_sold": Decimal,
        "rate": Decimal,
    }


@final
class ReturnedReason(Record):
    """How often goods come back for a reason."""

    __slots__ = ()

    reason: ReturnReason
    """Why."""
    units: Decimal
    """How much is taken back."""
    share: Decimal | None
    """Which share of all that is taken back."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "reason": None,
        "units": Decimal,
        "share": Decimal,
    }


@final
class ReturnIndicators(Record):
    """How a period was, by its returns. A share is null when there is nothing to take it of."""

    __slots__ = ()

    requested: int
    """Returns that were asked for in the period."""
    units: Decimal
    """How much of goods they take back: without what was declined, called off, never sent, rejected or repaired."""
    units_sold: Decimal
    """How much of goods was sold in the period."""
    resolved: int
    """Returns that were resolved in the period."""
    products: tuple[ReturnedProduct, ...]
    """By product, the most returned first, at most 100."""
    reasons: tuple[ReturnedReason, ...]
    """By reason, the most frequent first."""
    paid_back: Money | None
    """What was paid back by them, in the base currency; null for a shop without one."""
    rate: Decimal | None
    """The return rate: which share of what was sold is taken back."""
    resolve_days_mean: Decimal | None
    """The mean time from asking to the resolution, in days."""
    resolve_days_median: Decimal | None
    """The median of the same times."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "requested": None,
        "units": Decimal,
        "units_sold": Decimal,
        "resolved": None,
        "products": many(ReturnedProduct._of),
        "reasons": many(ReturnedReason._of),
        "paid_back": Money._of,
        "rate": Decimal,
        "resolve_days_mean": Decimal,
        "resolve_days_median": Decimal,
    }


@final
class ReturnRulesUsed(Record):
    """The keys of the rules that decided; null where the settings did."""

    __slots__ = ()

    approval: str | None
    """Who approves."""
    restocking: str | None
    """The restocking fee."""
    returnable: str | None
    """Whether it can be returned."""
    way_back: str | None
    """Who pays the way back."""
    way_back_fee: str | None
    """What that costs."""
    window: str | None
    """Until when."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "approval": None,
        "restocking": None,
        "returnable": None,
        "way_back": None,
        "way_back_fee": None,
        "window": None,
    }


@final
class ReturnVerdict(Record):
    """Whether a line can be returned, and what would follow."""

    __slots__ = ()

    line: int
    """The line of the order."""
    sku: str
    """The article number."""
    ok: bool
    """Whether it can."""
    quantity: Decimal
    """How much is asked for."""
    left: Decimal
    """How much was delivered and is neither returned nor being returned."""
    value: Money
    """What it was paid with, after all discounts, tax included."""
    tax: Money
    """How much of that is tax."""
    fee: Money
    """The restocking fee."""
    amount: Money
    """The value less the fee."""
    approval: ReturnApproval
    """Who approves."""
    way_back: WayBack
    """Who pays the way back."""
    way_back_fee: Money
    """What is taken off for it."""
    rules: ReturnRulesUsed
    """Which rules decided."""
    delivered_at: datetime | None
    """When it was delivered; null when nobody knows."""
    refusal: ReturnRefusal | None
    """Why not."""
    until: datetime | None
    """Until when it can be returned, this instant excluded; null when nobody knows when it was delivered."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "line": None,
        "sku": None,
        "ok": None,
        "quantity": Decimal,
        "left": Decimal,
        "value": Money._of,
        "tax": Money._of,
        "fee": Money._of,
        "amount": Money._of,
        "approval": None,
        "way_back": None,
        "way_back_fee": Money._of,
        "rules": ReturnRulesUsed._of,
        "delivered_at": datetime.fromisoformat,
        "refusal": None,
        "until": datetime.fromisoformat,
    }


@final
class ReturnOffer(Record):
    """Whether lines of an order can be returned, and what would follow."""

    __slots__ = ()

    order_id: int
    """The order."""
    ok: bool
    """Whether all of them can."""
    amount: Money
    """What would be paid back for those that can: their amounts less the way back, at most what is left of what was paid."""
    way_back: WayBack
    """Who pays the way back: the customer when every line says so."""
    way_back_fee: Money
    """What is taken off for it."""
    approval: ReturnApproval
    """Who approves: the rules when every line says so."""
    lines: tuple[ReturnVerdict, ...]
    """The lines, one by one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "order_id": None,
        "ok": None,
        "amount": Money._of,
        "way_back": None,
        "way_back_fee": Money._of,
        "approval": None,
        "lines": many(ReturnVerdict._of),
    }


@final
class ReturnReported(Record):
    """What became of a report."""

    __slots__ = ()

    return_id: int
    """The return."""
    state: ReturnState
    """Where it stands now."""
    effect: ReturnEffect
    """What the report did."""
    forced: bool
    """Whether it moved the return as the machine does not list: the goods came although it had ended."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "return_id": None,
        "state": None,
        "effect": None,
        "forced": None,
    }


@final
class ReturnRule(Record):
    """A rule: for the lines that meet all its conditions it decides whatever it says something about, unless an earlier
rule has decided that."""

    __slots__ = ()

    approval: ReturnApproval | None
    """Who approves."""
    category: str | None
    """Articles of this category and of those below it."""
    condition: ReturnCondition | None
    """Goods in this condition."""
    country: str | None
    """Customers of this country, two capital letters."""
    key: str
    """What verdicts call it: a token, unique among the rules."""
    made_to_order: bool | None
    """Goods that are, or are not, made to order."""
    reason: ReturnReason | None
    """Returns for this reason."""
    restocking: Decimal | None
    """The share of the value that is taken off as a restocking fee, 0 to 1."""
    returnable: bool | None
    """Whether they can be returned."""
    sku: str | None
    """This article."""
    tier_id: int | None
    """Customers of this tier."""
    up_to: Money | None
    """Lines of which at most this is paid back."""
    way_back: WayBack | None
    """Who pays the way back."""
    way_back_fee: Money | None
    """What is taken off when the customer pays the way back with a label of the shop."""
    window_days: int | None
    """Calendar days after the delivery in which they can, at most 3,650."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "approval": None,
        "category": None,
        "condition": None,
        "country": None,
        "key": None,
        "made_to_order": None,
        "reason": None,
        "restocking": Decimal,
        "returnable": None,
        "sku": None,
        "tier_id": None,
        "up_to": Money._of,
        "way_back": None,
        "way_back_fee": Money._of,
        "window_days": None,
    }


@final
class ReturnSettings(Record):
    """What the shop says about returns."""

    __slots__ = ()

    alert_rate: Decimal | None
    """From which share of what was sold in the last 30 days on a product comes back too often, so that `tick` tells of it
once in 30 days; none by default."""
    alert_units: Decimal
    """How much of a product must come back for that; 3 by default."""
    approval: ReturnApproval
    """Who approves where no rule says otherwise; a person by default."""
    instructions: str | None
    """What customers are told about sending goods back."""
    prefix: str
    """What stands before the number; `RMA-` by default."""
    restocking: Decimal
    """The restocking fee when the shop has nothing to answer for; none by default."""
    return_to: str | None
    """Where goods are to be sent, as a token of the shop."""
    rules: tuple[ReturnRule, ...]
    """The rules; the first that says something decides."""
    send_days: int
    """Days from the approval in which they must be sent; 30 by default."""
    way_back: WayBack
    """Who pays the way back when the shop has nothing to answer for; the customer by default."""
    window_days: int
    """Calendar days after the delivery in which goods can be returned where no rule says otherwise; 14 by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "alert_rate": Decimal,
        "alert_units": Decimal,
        "approval": None,
        "instructions": None,
        "prefix": None,
        "restocking": Decimal,
        "return_to": None,
        "rules": many(ReturnRule._of),
        "send_days": None,
        "way_back": None,
        "window_days": None,
    }


@final
class ReviewAsked(Record):
    """That a customer was asked for a review of an order."""

    __slots__ = ()

    order_id: int
    """The order."""
    asked_at: datetime
    """When."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "order_id": None,
        "asked_at": datetime.fromisoformat,
    }


@final
class ReviewAspect(Record):
    """The mean rating of one aspect."""

    __slots__ = ()

    aspect: str
    """The aspect."""
    count: int
    """How many reviews rate it."""
    mean: Decimal
    """Their mean, in thousandths, rounded half to even."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "aspect": None,
        "count": None,
        "mean": Decimal,
    }


@final
class ReviewPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Review, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Review._of),
        "next": None,
    }


@final
class ReviewRequest(Record):
    """An order whose customer may be asked for a review."""

    __slots__ = ()

    order_id: int
    """The order."""
    customer_id: int
    """Whom to ask."""
    reason: str
    """Why: `completed_order`."""
    placed_at: datetime
    """When the order was placed."""
    completed_at: datetime
    """When it was completed."""
    skus: tuple[str, ...]
    """Its articles that the customer has not reviewed; none for an order without articles."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "order_id": None,
        "customer_id": None,
        "reason": None,
        "placed_at": datetime.fromisoformat,
        "completed_at": datetime.fromisoformat,
        "skus": same,
    }


@final
class ReviewRequestPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[ReviewRequest, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(ReviewRequest._of),
        "next": None,
    }


@final
class ReviewSettings(Record):
    """What is published by itself, what is held back, and when customers are asked."""

    __slots__ = ()

    ask_after_days: int
    """How many days after an order was completed its customer is asked, up to 365; 7 by default."""
    ask_until_days: int
    """How many days after an order was placed its customer is not asked any more, up to 3,650; 90 by default."""
    auto_publish: bool
    """Whether reviews are published without somebody having looked at them; not by default."""
    auto_publish_from: int
    """The least rating that is, 1 to 5; 1 by default."""
    auto_publish_verified_only: bool
    """Whether only reviews of verified purchases are; not by default."""
    hold_words: tuple[str, ...]
    """Words that hold a review back wherever they stand in it, however they are capitalised; at most 1,000."""
    negative_ticket: bool
    """Whether a negative review opens a ticket; it does by default."""
    negative_until: int
    """The highest rating that counts as negative, 0 to 4; 2 by default, 0 for none."""
    report_limit: int
    """So many reports take a published review back to pending, up to 1,000; 3 by default, 0 for never."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "ask_after_days": None,
        "ask_until_days": None,
        "auto_publish": None,
        "auto_publish_from": None,
        "auto_publish_verified_only": None,
        "hold_words": same,
        "negative_ticket": None,
        "negative_until": None,
        "report_limit": None,
    }


@final
class ReviewSummary(Record):
    """What the published reviews of a subject come to."""

    __slots__ = ()

    subject: ReviewSubject
    """The subject."""
    count: int
    """How many there are."""
    distribution: tuple[int, ...]
    """How many give 1, 2, 3, 4 and 5: five numbers that add up to the count."""
    verified: int
    """How many are of verified purchases."""
    aspects: tuple[ReviewAspect, ...]
    """The aspects that are rated, by their tokens."""
    mean: Decimal | None
    """Their mean rating, in thousandths, rounded half to even; none without reviews."""
    verified_share: Decimal | None
    """Their share; none without reviews."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "subject": ReviewSubject._of,
        "count": None,
        "distribution": same,
        "verified": None,
        "aspects": many(ReviewAspect._of),
        "mean": Decimal,
        "verified_share": Decimal,
    }


@final
class RfmCut(Record):
    """A step from one score to the next, for people: "3: above 31.958"."""

    __slots__ = ()

    score: int
    """The score of those who take this step and no further one."""
    condition: str
    """What the value must be: `above`, `at least`, `below` or `at most`."""
    value: str
    """The cut point in days, orders or units of the currency, as a decimal with at most four digits more than those."""
    from_customer: int | None
    """Where a group of equal values is split: the first customer of it who takes the step."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "score": None,
        "condition": None,
        "value": None,
        "from_customer": None,
    }


@final
class RfmCuts(Record):
    """The steps between the scores of the three dimensions."""

    __slots__ = ()

    recency_days: tuple[RfmCut, ...]
    """In days."""
    frequency: tuple[RfmCut, ...]
    """In orders."""
    monetary: tuple[RfmCut, ...]
    """In units of the currency."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "recency_days": many(RfmCut._of),
        "frequency": many(RfmCut._of),
        "monetary": many(RfmCut._of),
    }


@final
class RfmAbout(Record):
    """How and when customers were scored."""

    __slots__ = ()

    as_of: date
    """The day as of which they were scored."""
    method: RfmMethod
    """The scoring method."""
    bins: int
    """The number of bins."""
    basis: AmountBasis
    """Which amount of an order counted."""
    customers: int
    """How many customers have scores."""
    too_few: bool
    """Whether there are fewer customers than bins, so that the scores say little."""
    future_orders: int
    """Orders after `as_of`, which were ignored."""
    cut_points: RfmCuts
    """What it takes to get each score."""
    currency: str | None
    """The currency of the amounts; null while the shop has none."""
    window_days: int | None
    """Days of the window of frequency and monetary; null for all history."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "as_of": date.fromisoformat,
        "method": None,
        "bins": None,
        "basis": None,
        "customers": None,
        "too_few": None,
        "future_orders": None,
        "cut_points": RfmCuts._of,
        "currency": None,
        "window_days": None,
    }


@final
class RfmLabelRule(Record):
    """One rule: a label for an area of R and S = F + M."""

    __slots__ = ()

    label: str
    """The label's snake_case token; several rules may share it."""
    r: tuple[int, ...]
    """Lowest and highest recency score, within 1..=5."""
    s: tuple[int, ...]
    """Lowest and highest sum of frequency and monetary score, within 2..=10."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "label": None,
        "r": same,
        "s": same,
    }


@final
class RfmExplanation(Record):
    """Why a customer has its label."""

    __slots__ = ()

    customer_id: int
    """The customer; the one that it was merged into, if it was."""
    as_of: date
    """The day as of which the customer is scored."""
    method: RfmMethod
    """The scoring method."""
    bins: int
    """The number of bins."""
    cut_points: RfmCuts
    """What it takes to get each score."""
    label: str
    """The label."""
    sentence: str
    """All of it in one sentence."""
    facts: RfmFacts | None
    """The facts; null without a counted order."""
    rule: RfmLabelRule | None
    """The rule of the label map that fits; null for `prospect`."""
    scores: RfmScores | None
    """The scores; null without a counted order."""
    snapshot_id: int | None
    """The snapshot whose cut points apply; null when everybody was scored for this answer."""
    window_days: int | None
    """Days of the window of frequency and monetary; null for all history."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "as_of": date.fromisoformat,
        "method": None,
        "bins": None,
        "cut_points": RfmCuts._of,
        "label": None,
        "sentence": None,
        "facts": RfmFacts._of,
        "rule": RfmLabelRule._of,
        "scores": RfmScores._of,
        "snapshot_id": None,
        "window_days": None,
    }


@final
class RfmLabelMap(Record):
    """The rules that give every score combination its label."""

    __slots__ = ()

    rules: tuple[RfmLabelRule, ...]
    """The rules; labels are shown in the order in which they first appear, best first."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "rules": many(RfmLabelRule._of),
    }


@final
class RfmMoved(Record):
    """A customer of one cell."""

    __slots__ = ()

    customer_id: int
    """The customer."""
    from_: RfmScores | None
    """The scores before; null for a customer without scores."""
    to: RfmScores | None
    """The scores after."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "from": RfmScores._of,
        "to": RfmScores._of,
    }


@final
class RfmMovedPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[RfmMoved, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(RfmMoved._of),
        "next": None,
    }


@final
class RfmMoves(Record):
    """How customers moved between labels from one snapshot to another."""

    __slots__ = ()

    from_: date
    """The day of the first snapshot."""
    to: date
    """The day of the second snapshot."""
    cells: tuple[LabelMove, ...]
    """The cells of the matrix that are not empty, stays included, in display order of both labels."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "from": date.fromisoformat,
        "to": date.fromisoformat,
        "cells": many(LabelMove._of),
    }


@final
class RfmRow(Record):
    """The scores of one customer."""

    __slots__ = ()

    customer_id: int
    """The customer."""
    recency_days: int
    """Days from the last order to `as_of`."""
    frequency: int
    """Number of orders in the window."""
    monetary: Money
    """Orders less refunds in the window."""
    r: int
    """Recency score, 1 (worst) to the number of bins."""
    f: int
    """Frequency score."""
    m: int
    """Monetary score."""
    label: str
    """The label."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer_id": None,
        "recency_days": None,
        "frequency": None,
        "monetary": Money._of,
        "r": None,
        "f": None,
        "m": None,
        "label": None,
    }


@final
class RfmPage(PageRecord):
    """One page of the scores of all customers."""

    __slots__ = ()

    about: RfmAbout
    """How and when they were scored."""
    labels: tuple[str, ...]
    """The labels in display order, best first."""
    items: tuple[RfmRow, ...]
    """Customers in the order of their ids."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "about": RfmAbout._of,
        "labels": same,
        "items": many(RfmRow._of),
        "next": None,
    }


@final
class RfmThresholds(Record):
    """The shop's own thresholds, for the method `fixed`: one less than there are bins, strictly ascending.

Frequency and monetary score 1 + the number of thresholds strictly below the value; recency scores the number of
bins less that number. A value on a threshold belongs to the bin below it."""

    __slots__ = ()

    recency_days: tuple[int, ...]
    """Days since the last order."""
    frequency: tuple[int, ...]
    """Numbers of orders."""
    monetary: tuple[Money, ...]
    """Amounts, in the currency in which customers are scored."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "recency_days": same,
        "frequency": same,
        "monetary": many(Money._of),
    }


@final
class RfmSettings(Record):
    """How the shop scores when a call does not say otherwise."""

    __slots__ = ()

    method: RfmMethod
    """The scoring method; `quantile` at first."""
    bins: int
    """The number of bins; 5 at first."""
    basis: AmountBasis
    """Which amount of an order counts; `net` at first."""
    daily_snapshot: bool
    """Whether `tick` stores a snapshot a day; true at first."""
    thresholds: RfmThresholds | None
    """The shop's thresholds, for the method `fixed`."""
    window_days: int | None
    """Days of the window of frequency and monetary; null for all history."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "method": None,
        "bins": None,
        "basis": None,
        "daily_snapshot": None,
        "thresholds": RfmThresholds._of,
        "window_days": None,
    }


@final
class RfmSnapshot(Record):
    """A stored snapshot."""

    __slots__ = ()

    id: int
    """The id."""
    as_of: date
    """The day as of which everybody was scored."""
    taken_at: datetime
    """When it was taken."""
    version: int
    """The layout of its packed scores."""
    daily: bool
    """Whether `tick` took it; such snapshots are thinned after 35 days to one a month."""
    method: RfmMethod
    """The scoring method."""
    bins: int
    """The number of bins."""
    basis: AmountBasis
    """Which amount of an order counted."""
    customers: int
    """How many customers have scores."""
    too_few: bool
    """Whether there are fewer customers than bins."""
    future_orders: int
    """Orders after the day, which were ignored."""
    currency: str | None
    """The currency of the amounts."""
    median_gap_days: int | None
    """The shop's median gap between order days; null while nobody has three order days."""
    window_days: int | None
    """Days of the window of frequency and monetary; null for all history."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "as_of": date.fromisoformat,
        "taken_at": datetime.fromisoformat,
        "version": None,
        "daily": None,
        "method": None,
        "bins": None,
        "basis": None,
        "customers": None,
        "too_few": None,
        "future_orders": None,
        "currency": None,
        "median_gap_days": None,
        "window_days": None,
    }


@final
class RfmSnapshotPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[RfmSnapshot, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(RfmSnapshot._of),
        "next": None,
    }


@final
class RfmSummary(Record):
    """The labels of all customers in numbers."""

    __slots__ = ()

    about: RfmAbout
    """How and when they were scored."""
    labels: tuple[LabelSummary, ...]
    """One entry per label in display order, best first; `prospect` stands last."""
    revenue: Money | None
    """What the scored customers brought in, in the window; null while the shop has no currency."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "about": RfmAbout._of,
        "labels": many(LabelSummary._of),
        "revenue": Money._of,
    }


@final
class RfmWhatIf(Record):
    """Scores that are not stored, beside the shop's own."""

    __slots__ = ()

    summary: RfmSummary
    """The labels as they would be."""
    cells: tuple[LabelMove, ...]
    """How customers would move from the label that the shop's settings give them, stays included."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "summary": RfmSummary._of,
        "cells": many(LabelMove._of),
    }


@final
class ServiceCalendar(Record):
    """A service calendar as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """What people call it."""
    plan: CalendarPlan
    """When the shop serves."""
    created_at: datetime
    """When it was made."""
    updated_at: datetime
    """When it last changed."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "plan": CalendarPlan._of,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
    }


@final
class ServiceCalendars(Record):
    """All calendars."""

    __slots__ = ()

    calendars: tuple[ServiceCalendar, ...]
    """The calendars, in the order in which they were made."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "calendars": many(ServiceCalendar._of),
    }


@final
class ServiceLine(Record):
    """A line of a service order as it is stored. What warranty, contract, goodwill and customer bear adds up to the amount."""

    __slots__ = ()

    id: int
    """The id."""
    service_order_id: int
    """The order."""
    kind: ServiceLineKind
    """What it is for."""
    description: str
    """What is printed."""
    place: str
    """The warehouse or van from which it comes."""
    quantity: Decimal
    """How much of it; 1 of labour."""
    unit_price: Decimal
    """The price of one, or of an hour of labour, without tax."""
    tax_rate: Decimal
    """The rate of the tax."""
    amount: Money
    """What it comes to."""
    covered_by: CoveredBy
    """Who bears it; of a part of which a contract bears a share, the contract."""
    cover_reason: CoverReason
    """By which rule warranty and contract bear it or do not."""
    by_warranty: Money
    """What the warranty bears."""
    by_contract: Money
    """What the service contract bears."""
    by_goodwill: Money
    """What the shop bears of its own free will."""
    by_customer: Money
    """What the customer bears."""
    used: Decimal
    """How much of the part was used."""
    minutes: int | None
    """Minutes of labour."""
    part_id: int | None
    """The part, if it is kept in stock: then it is reserved and used from there."""
    reservation_id: int | None
    """The reservation of the part."""
    sku: str | None
    """The article number."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "service_order_id": None,
        "kind": None,
        "description": None,
        "place": None,
        "quantity": Decimal,
        "unit_price": Decimal,
        "tax_rate": Decimal,
        "amount": Money._of,
        "covered_by": None,
        "cover_reason": None,
        "by_warranty": Money._of,
        "by_contract": Money._of,
        "by_goodwill": Money._of,
        "by_customer": Money._of,
        "used": Decimal,
        "minutes": None,
        "part_id": None,
        "reservation_id": None,
        "sku": None,
    }


@final
class ServiceOrder(Record):
    """A service order as it is stored. What warranty, contract, goodwill and customer bear adds up to the total; all amounts
are without tax."""

    __slots__ = ()

    id: int
    """The id."""
    number: str
    """The number that people read, such as `SO-000001`."""
    kind: ServiceKind
    """What is done."""
    state: ServiceOrderState
    """Where it stands."""
    customer_id: int
    """The customer; follows merges."""
    total: Money
    """What all lines come to."""
    by_warranty: Money
    """What the warranty bears."""
    by_contract: Money
    """What the service contract bears."""
    by_goodwill: Money
    """What the shop bears of its own free will."""
    by_customer: Money
    """What the customer bears."""
    holds_asset: bool
    """Whether the asset is in repair because of this order."""
    created_at: datetime
    """When it was recorded; the cover is that of this instant."""
    updated_at: datetime
    """When it last changed."""
    lines: tuple[ServiceLine, ...]
    """Labour, parts, travel and fees."""
    appointment_id: int | None
    """The appointment at which the work is done."""
    asset_id: int | None
    """The asset on which it is done."""
    complaint: str | None
    """What the customer complains about."""
    contract_id: int | None
    """The service contract that bears some of it."""
    ended_at: datetime | None
    """When it was closed, declined, called off, or expired."""
    finished_at: datetime | None
    """When the work ended."""
    goodwill_by: int | None
    """Who of the staff said so."""
    goodwill_reason: str | None
    """Why the shop bears some of it."""
    invoice_id: int | None
    """The invoice over what the customer bears."""
    outcome: ServiceOutcome | None
    """What came of the work."""
    place: str | None
    """Where the work is done."""
    plan_id: int | None
    """The maintenance plan that led to it."""
    reason: str | None
    """Why it was declined or called off."""
    region: str | None
    """Where the technician has to work."""
    result: str | None
    """The same in words."""
    skill: str | None
    """What the technician has to know."""
    sku: str | None
    """The article."""
    staff_id: int | None
    """The technician, as a member of the staff."""
    started_at: datetime | None
    """When the work began."""
    ticket_id: int | None
    """The ticket that led to it."""
    valid_until: date | None
    """The last day in the shop's zone on which the price can be accepted."""
    warranty_id: int | None
    """The warranty that bears some of it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "number": None,
        "kind": None,
        "state": None,
        "customer_id": None,
        "total": Money._of,
        "by_warranty": Money._of,
        "by_contract": Money._of,
        "by_goodwill": Money._of,
        "by_customer": Money._of,
        "holds_asset": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "lines": many(ServiceLine._of),
        "appointment_id": None,
        "asset_id": None,
        "complaint": None,
        "contract_id": None,
        "ended_at": datetime.fromisoformat,
        "finished_at": datetime.fromisoformat,
        "goodwill_by": None,
        "goodwill_reason": None,
        "invoice_id": None,
        "outcome": None,
        "place": None,
        "plan_id": None,
        "reason": None,
        "region": None,
        "result": None,
        "skill": None,
        "sku": None,
        "staff_id": None,
        "started_at": datetime.fromisoformat,
        "ticket_id": None,
        "valid_until": date.fromisoformat,
        "warranty_id": None,
    }


@final
class ServiceOrderPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[ServiceOrder, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(ServiceOrder._of),
        "next": None,
    }


@final
class ServiceReport(Record):
    """The service of a period."""

    __slots__ = ()

    opened: int
    """How many orders were recorded."""
    finished: int
    """How many orders had their work ended."""
    unrepairable: int
    """How many of those could not be repaired."""
    costs: tuple[ServiceCosts, ...]
    """What the finished ones come to, currency by currency."""
    mean_seconds: int | None
    """How long the finished ones took from their record to the end of the work on average, in seconds; null without any."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "opened": None,
        "finished": None,
        "unrepairable": None,
        "costs": many(ServiceCosts._of),
        "mean_seconds": None,
    }


@final
class ServiceSettings(Record):
    """How the shop does service."""

    __slots__ = ()

    goodwill_limit: Money | None
    """The most that goodwill bears of one order, in its currency; without a limit by default."""
    hourly_rate: Decimal | None
    """The price of an hour of labour that is given without one, without tax; none by default."""
    quote_days: int
    """Days for which a price stands when nothing else is said, 0 to 365; 14 by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "goodwill_limit": Money._of,
        "hourly_rate": Decimal,
        "quote_days": None,
    }


@final
class SharedConfiguration(Record):
    """A configuration as others see it: without whose it is and what it is called."""

    __slots__ = ()

    sku: str
    """The article number of the model."""
    version: int
    """The version of the model."""
    choices: tuple[str, ...]
    """The chosen options in the order of their keys."""
    valid: bool
    """Whether they met all the rules of that version."""
    lead_time_days: int
    """Days from the order to the delivery by that version."""
    hash: str
    """BLAKE3 over model, version and choices."""
    created_at: datetime
    """When it was recorded."""
    price: Money | None
    """The price by that version."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "sku": None,
        "version": None,
        "choices": same,
        "valid": None,
        "lead_time_days": None,
        "hash": None,
        "created_at": datetime.fromisoformat,
        "price": Money._of,
    }


@final
class ShipmentLine(Record):
    """How much of a line of the order is in a parcel."""

    __slots__ = ()

    line: int
    """The line of the order."""
    quantity: Decimal
    """How much of it, above 0; at most what is ordered and neither shipped nor called off. A parcel that has left the
shop already may hold what was noted as shipped and is in no other one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "line": None,
        "quantity": Decimal,
    }


@final
class Shipment(Record):
    """A parcel as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    order_id: int
    """The order of which it is a part."""
    customer_id: int
    """To whom it goes; follows the order."""
    state: ShipmentState
    """Where it stands."""
    failed_attempts: int
    """How often nobody took it."""
    exceptions: int
    """How often something went wrong on the way."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    lines: tuple[ShipmentLine, ...]
    """What is in it."""
    carrier: str | None
    """Who carries it."""
    delivered_at: datetime | None
    """When it arrived; null while it has not."""
    ended_at: datetime | None
    """When it was delivered, returned, lost or cancelled."""
    expected_at: datetime | None
    """When it is expected to arrive, by the newest word of the carrier."""
    external_id: str | None
    """That system's key."""
    handed_over_at: datetime | None
    """Since when the carrier has it."""
    last_event_at: datetime | None
    """When that happened."""
    last_event_id: int | None
    """The newest event of the carrier."""
    promised_at: datetime | None
    """Until when the customer was promised this parcel."""
    source: str | None
    """The system that the parcel comes from."""
    state_as_of: datetime | None
    """The instant of the newest report that says so; null until the carrier has it. Reports of before it are older."""
    tracking_no: str | None
    """The carrier's number."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "order_id": None,
        "customer_id": None,
        "state": None,
        "failed_attempts": None,
        "exceptions": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "lines": many(ShipmentLine._of),
        "carrier": None,
        "delivered_at": datetime.fromisoformat,
        "ended_at": datetime.fromisoformat,
        "expected_at": datetime.fromisoformat,
        "external_id": None,
        "handed_over_at": datetime.fromisoformat,
        "last_event_at": datetime.fromisoformat,
        "last_event_id": None,
        "promised_at": datetime.fromisoformat,
        "source": None,
        "state_as_of": datetime.fromisoformat,
        "tracking_no": None,
    }


@final
class ShipmentPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Shipment, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Shipment._of),
        "next": None,
    }


@final
class ShopSettings(Record):
    """The settings of the shop."""

    __slots__ = ()

    time_zone: str
    """The zone whose calendar days count; UTC by default."""
    language: str
    """The language of the shop as BCP 47; `en` by default."""
    name_order: NameOrder
    """The order of names where the customer has none."""
    counts: Counts
    """Which orders count."""
    base_currency: str | None
    """The currency of metrics and analyses; null until it is set or the first order sets it to its own."""
    default_region: str | None
    """ISO 3166-1 country of phone numbers that come without a country code."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "time_zone": None,
        "language": None,
        "name_order": None,
        "counts": None,
        "base_currency": None,
        "default_region": None,
    }


@final
class ShownArticle(Record):
    """An article as readers see it."""

    __slots__ = ()

    id: int
    """The id."""
    key: str
    """The key."""
    language: str
    """The language."""
    version: int
    """The version."""
    title: str
    """The title."""
    body: str
    """The text."""
    tags: tuple[str, ...]
    """Its tags."""
    related: tuple[ArticleTitle, ...]
    """Articles to read on that this reader may see."""
    helpful: int
    """How many found it helpful."""
    not_helpful: int
    """How many did not."""
    published_at: datetime
    """When it was published."""
    valid_to: datetime | None
    """Until when it holds."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "key": None,
        "language": None,
        "version": None,
        "title": None,
        "body": None,
        "tags": same,
        "related": many(ArticleTitle._of),
        "helpful": None,
        "not_helpful": None,
        "published_at": datetime.fromisoformat,
        "valid_to": datetime.fromisoformat,
    }


@final
class SlaTarget(Record):
    """What an SLA promises for tickets of a sort."""

    __slots__ = ()

    category: str | None
    """Tickets of this category and those below it: `delivery` fits `delivery/late` too; of any by default."""
    first_response_s: int | None
    """Service seconds to the first response, 1 to 31,536,000; nothing is promised when null."""
    kind: TicketKind | None
    """Tickets of this kind; of any by default."""
    priority: Priority | None
    """Tickets of this priority; of any by default."""
    resolution_s: int | None
    """Service seconds to the resolution, 1 to 31,536,000; nothing is promised when null."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "category": None,
        "first_response_s": None,
        "kind": None,
        "priority": None,
        "resolution_s": None,
    }


@final
class SlaPlan(Record):
    """An SLA as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """What people call it."""
    targets: tuple[SlaTarget, ...]
    """What it promises, in the order in which it is tried."""
    pauses: tuple[SlaPause, ...]
    """The states in which the clock stands."""
    warn_at: Decimal
    """The share of the time after which it warns."""
    is_default: bool
    """Whether it holds for tickets that name none."""
    is_active: bool
    """Whether it can be given to tickets."""
    created_at: datetime
    """When it was made."""
    updated_at: datetime
    """When it last changed."""
    calendar_id: int | None
    """In whose time it counts; around the clock when null."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "targets": many(SlaTarget._of),
        "pauses": same,
        "warn_at": Decimal,
        "is_default": None,
        "is_active": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "calendar_id": None,
    }


@final
class SlaList(Record):
    """All SLAs."""

    __slots__ = ()

    slas: tuple[SlaPlan, ...]
    """The SLAs, in the order in which they were made."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "slas": many(SlaPlan._of),
    }


@final
class SlaPromise(Record):
    """What an SLA would promise."""

    __slots__ = ()

    from_: datetime
    """When the clock begins."""
    first_due_at: datetime | None
    """Until when somebody answers, without pauses."""
    first_response_s: int | None
    """Service seconds to the first response."""
    resolution_s: int | None
    """Service seconds to the resolution."""
    resolve_due_at: datetime | None
    """Until when it is resolved, without pauses."""
    sla_id: int | None
    """The SLA; null when the shop has no default one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "from": datetime.fromisoformat,
        "first_due_at": datetime.fromisoformat,
        "first_response_s": None,
        "resolution_s": None,
        "resolve_due_at": datetime.fromisoformat,
        "sla_id": None,
    }


@final
class Slot(Record):
    """A time at which nothing is booked."""

    __slots__ = ()

    starts_at: datetime
    """When it begins."""
    ends_at: datetime
    """When it ends."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "starts_at": datetime.fromisoformat,
        "ends_at": datetime.fromisoformat,
    }


@final
class StaffTickets(Record):
    """The open tickets of a member of the staff."""

    __slots__ = ()

    tickets: int
    """How many."""
    assignee_id: int | None
    """Who; null for those that nobody has been given."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "tickets": None,
        "assignee_id": None,
    }


@final
class StageCount(Record):
    """How many customers are in a stage."""

    __slots__ = ()

    stage: Stage
    """The stage."""
    customers: int
    """The number of customers."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "stage": None,
        "customers": None,
    }


@final
class StateWord(Record):
    """A word of a host for the state of an order, and what it means here."""

    __slots__ = ()

    host: str
    """The host system, such as `woocommerce`."""
    word: str
    """The host's word."""
    state: OrderState
    """The state that it means."""
    payment: HostPayment | None
    """What it says about the payment."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "host": None,
        "word": None,
        "state": None,
        "payment": None,
    }


@final
class SuccessorStock(Record):
    """What takes the place of an article, and how much of it is free."""

    __slots__ = ()

    part_id: int
    """The part."""
    sku: str
    """Its article number."""
    available: Decimal
    """How much of it is free."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "part_id": None,
        "sku": None,
        "available": Decimal,
    }


@final
class StockAvailability(Record):
    """How much there is of an article. A reservation whose time is over holds its stock until `tick`, or the next change of
the article's stock, frees it."""

    __slots__ = ()

    part_id: int
    """The part."""
    sku: str
    """The article number."""
    unit: str
    """What it is counted in."""
    on_hand: Decimal
    """How much lies in all places."""
    reserved: Decimal
    """How much of it is promised."""
    available: Decimal
    """How much of it is free."""
    low: bool
    """Whether it is low."""
    places: tuple[PlaceStock, ...]
    """Place by place."""
    successor: SuccessorStock | None
    """The current part that takes its place."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "part_id": None,
        "sku": None,
        "unit": None,
        "on_hand": Decimal,
        "reserved": Decimal,
        "available": Decimal,
        "low": None,
        "places": many(PlaceStock._of),
        "successor": SuccessorStock._of,
    }


@final
class StockLevels(Record):
    """How well the shop is stocked: of everything that is kept and not superseded."""

    __slots__ = ()

    kept: int
    """How many articles are kept."""
    available: int
    """How many of them are available."""
    out_of_stock: int
    """How many have nothing that is free."""
    low: int
    """How many are low, out of stock or not."""
    availability: Decimal | None
    """The share that is available; null when nothing is kept."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "kept": None,
        "available": None,
        "out_of_stock": None,
        "low": None,
        "availability": Decimal,
    }


@final
class StockMove(Record):
    """An entry of the ledger of stock. Their sum is what is on hand."""

    __slots__ = ()

    id: int
    """The id."""
    part_id: int
    """The part."""
    place: str
    """The warehouse or van."""
    kind: StockMoveKind
    """Why it changed."""
    quantity: Decimal
    """How much came in, or, below 0, went out."""
    at: datetime
    """When it was recorded."""
    key: str | None
    """The host's key."""
    other_place: str | None
    """Of a move, where it came from or went to."""
    reason: str | None
    """Why, as a token."""
    ref: Reference | None
    """What it is about."""
    reservation_id: int | None
    """The reservation that was handed out."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "part_id": None,
        "place": None,
        "kind": None,
        "quantity": Decimal,
        "at": datetime.fromisoformat,
        "key": None,
        "other_place": None,
        "reason": None,
        "ref": Reference._of,
        "reservation_id": None,
    }


@final
class StockMovePage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[StockMove, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(StockMove._of),
        "next": None,
    }


@final
class StockToReorder(Record):
    """A part that has to be ordered."""

    __slots__ = ()

    part: Part
    """The part."""
    quantity: Decimal
    """How much to order: the quantity that is ordered at a time, or what lifts it one unit above its reorder point when
that is more."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "part": Part._of,
        "quantity": Decimal,
    }


@final
class StockToReorderPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[StockToReorder, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(StockToReorder._of),
        "next": None,
    }


@final
class StoredValue(Record):
    """A gift card or an account of store credit as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    kind: StoredValueKind
    """What holds the money."""
    balance: Money
    """What is left: the sum of its entries."""
    created_at: datetime
    """When it was issued."""
    updated_at: datetime
    """When it last changed."""
    code: str | None
    """The code, in capitals, without spaces and hyphens."""
    customer_id: int | None
    """Whose it is."""
    expires_at: datetime | None
    """When the rest expires."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "kind": None,
        "balance": Money._of,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "code": None,
        "customer_id": None,
        "expires_at": datetime.fromisoformat,
    }


@final
class StoredValueEntryPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[StoredValueEntry, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(StoredValueEntry._of),
        "next": None,
    }


@final
class StoredValuePage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[StoredValue, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(StoredValue._of),
        "next": None,
    }


@final
class SurveyReward(Record):
    """What answering a survey is worth, once for each invitation."""

    __slots__ = ()

    at_once: bool
    """Whether it is given with the last answer, else by `surveys.reward` after somebody has looked; at once by
default."""
    points: int
    """Points for a customer, at most 1,000,000."""
    program_id: int | None
    """The programme of a coupon; who is not known as a customer gets one that is bound to nobody."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "at_once": None,
        "points": None,
        "program_id": None,
    }


@final
class Survey(Record):
    """A survey as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """What the shop calls it."""
    state: SurveyState
    """Where it stands."""
    languages: tuple[str, ...]
    """Its languages, the first for whoever reads none of them."""
    version: int
    """The version of its questions: 1 for the first."""
    questions: tuple[Question, ...]
    """The questions of this version, in their order."""
    invitation_days: int
    """How many days an invitation holds."""
    remind_days: tuple[int, ...]
    """After how many days `tick` reminds of an invitation."""
    follow_up: bool
    """Whether a ticket is opened for detractors."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    closed_at: datetime | None
    """When it was closed."""
    closes_at: datetime | None
    """When `tick` closes it."""
    opens_at: datetime | None
    """Before this instant nobody can answer."""
    reward: SurveyReward | None
    """What answering is worth."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "state": None,
        "languages": same,
        "version": None,
        "questions": many(Question._of),
        "invitation_days": None,
        "remind_days": same,
        "follow_up": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "closed_at": datetime.fromisoformat,
        "closes_at": datetime.fromisoformat,
        "opens_at": datetime.fromisoformat,
        "reward": SurveyReward._of,
    }


@final
class SurveyForm(Record):
    """A survey as who was invited sees it."""

    __slots__ = ()

    survey_id: int
    """The survey."""
    version: int
    """The version of the questions."""
    state: InvitationState
    """Where the invitation stands."""
    language: str
    """The language."""
    questions: tuple[FormQuestion, ...]
    """The questions, in their order."""
    expires_at: datetime
    """When the invitation expires."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "survey_id": None,
        "version": None,
        "state": None,
        "language": None,
        "questions": many(FormQuestion._of),
        "expires_at": datetime.fromisoformat,
    }


@final
class SurveyInvitation(Record):
    """An invitation as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    survey_id: int
    """The survey."""
    personal: bool
    """Whether the token went to one person."""
    token: str
    """The token: whoever has it can answer."""
    state: InvitationState
    """Where it stands."""
    language: str
    """The language in which it is read."""
    invited_at: datetime
    """When it was made."""
    expires_at: datetime
    """When it expires, unless it is completed."""
    reminders: int
    """How often it did."""
    completed_at: datetime | None
    """When the last answer that must be given was."""
    coupon_id: int | None
    """The coupon that it was rewarded with."""
    customer_id: int | None
    """Who is asked; follows merges."""
    ended_at: datetime | None
    """Since when nothing more can be answered."""
    opened_at: datetime | None
    """When the questions were first looked at."""
    points: int | None
    """The points that it was rewarded with."""
    ref: Reference | None
    """What it asks about."""
    remind_at: datetime | None
    """When `tick` reminds of it next."""
    started_at: datetime | None
    """When answering began."""
    ticket_id: int | None
    """The ticket that follows up on a bad mark."""
    version: int | None
    """The version of the questions; fixed when answering begins."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "survey_id": None,
        "personal": None,
        "token": None,
        "state": None,
        "language": None,
        "invited_at": datetime.fromisoformat,
        "expires_at": datetime.fromisoformat,
        "reminders": None,
        "completed_at": datetime.fromisoformat,
        "coupon_id": None,
        "customer_id": None,
        "ended_at": datetime.fromisoformat,
        "opened_at": datetime.fromisoformat,
        "points": None,
        "ref": Reference._of,
        "remind_at": datetime.fromisoformat,
        "started_at": datetime.fromisoformat,
        "ticket_id": None,
        "version": None,
    }


@final
class SurveyInvitationPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[SurveyInvitation, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(SurveyInvitation._of),
        "next": None,
    }


@final
class SurveyScores(Record):
    """The three scores; null where there is no mark."""

    __slots__ = ()

    ces: CesScore | None
    """How easy the shop makes it."""
    csat: CsatScore | None
    """How satisfied customers are."""
    nps: NpsScore | None
    """How many would recommend the shop."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "ces": CesScore._of,
        "csat": CsatScore._of,
        "nps": NpsScore._of,
    }


@final
class SurveyMonth(Record):
    """The scores of a month."""

    __slots__ = ()

    month: date
    """Its first day, in the shop's zone."""
    scores: SurveyScores
    """The scores of what was completed in it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "month": date.fromisoformat,
        "scores": SurveyScores._of,
    }


@final
class SurveyOutcome(Record):
    """What came of answering."""

    __slots__ = ()

    invitation: SurveyInvitation
    """The invitation."""
    coupon_code: str | None
    """The code of the coupon that it was rewarded with."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "invitation": SurveyInvitation._of,
        "coupon_code": None,
    }


@final
class SurveyPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Survey, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Survey._of),
        "next": None,
    }


@final
class SurveyResults(Record):
    """What came of a survey."""

    __slots__ = ()

    survey_id: int
    """The survey."""
    version: int
    """The version of the questions whose answers are counted."""
    invited: int
    """Invitations that were made, of all versions."""
    completed: int
    """Those that were completed and not disqualified, of all versions."""
    scores: SurveyScores
    """The scores, of all versions."""
    questions: tuple[QuestionResult, ...]
    """The questions of the version, in their order."""
    response: Decimal | None
    """Completed ones as a share of those invited; null when nobody was."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "survey_id": None,
        "version": None,
        "invited": None,
        "completed": None,
        "scores": SurveyScores._of,
        "questions": many(QuestionResult._of),
        "response": Decimal,
    }


@final
class SurveyText(Record):
    """A free text that answers a question."""

    __slots__ = ()

    question_id: int
    """The question."""
    question: str
    """Its key."""
    invitation_id: int
    """The invitation."""
    text: str
    """The text."""
    completed_at: datetime
    """When the survey was completed."""
    customer_id: int | None
    """Who answered, as far as that is known."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "question_id": None,
        "question": None,
        "invitation_id": None,
        "text": None,
        "completed_at": datetime.fromisoformat,
        "customer_id": None,
    }


@final
class SurveyTextPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[SurveyText, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(SurveyText._of),
        "next": None,
    }


@final
class TagCount(Record):
    """A tag and how many customers have it."""

    __slots__ = ()

    tag: str
    """The tag."""
    customers: int
    """Customers that have it, archived ones too."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "tag": None,
        "customers": None,
    }


@final
class Task(Record):
    """A task as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    kind: TaskKind
    """What is to be done."""
    title: str
    """What people see in their list."""
    priority: Priority
    """How much it presses."""
    state: TaskState
    """Where it stands."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    assignee_id: int | None
    """Who does it."""
    customer_id: int | None
    """The customer whom it concerns."""
    due_at: datetime | None
    """Until when."""
    ended_at: datetime | None
    """When it was done or cancelled."""
    note: str | None
    """More about it, and what came of it."""
    origin: str | None
    """The rule that made it."""
    overdue_at: datetime | None
    """When `tick` found it overdue."""
    ref: Reference | None
    """What it is about."""
    remind_at: datetime | None
    """When `tick` reminds of it."""
    reminded_at: datetime | None
    """When it did."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "kind": None,
        "title": None,
        "priority": None,
        "state": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "assignee_id": None,
        "customer_id": None,
        "due_at": datetime.fromisoformat,
        "ended_at": datetime.fromisoformat,
        "note": None,
        "origin": None,
        "overdue_at": datetime.fromisoformat,
        "ref": Reference._of,
        "remind_at": datetime.fromisoformat,
        "reminded_at": datetime.fromisoformat,
    }


@final
class TaskPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Task, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Task._of),
        "next": None,
    }


@final
class Technician(Record):
    """Somebody of the staff who does service. When they work is said with `appointments.set_hours`."""

    __slots__ = ()

    staff_id: int
    """Who."""
    active: bool
    """Whether they get orders; they do by default."""
    place: str
    """The place from which they take parts, such as their van; `main` by default."""
    regions: tuple[str, ...]
    """Where they work, as tokens, at most 100; everywhere when there is none."""
    skills: tuple[str, ...]
    """What they know, as tokens such as `gas`, at most 100."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "staff_id": None,
        "active": None,
        "place": None,
        "regions": same,
        "skills": same,
    }


@final
class TechnicianSlot(Record):
    """A time at which a technician is free."""

    __slots__ = ()

    staff_id: int
    """Who."""
    starts_at: datetime
    """When it begins."""
    ends_at: datetime
    """When it ends."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "staff_id": None,
        "starts_at": datetime.fromisoformat,
        "ends_at": datetime.fromisoformat,
    }


@final
class TickStepReport(Record):
    """What one room did in `tick`."""

    __slots__ = ()

    room: str
    """The room."""
    done: bool
    """Whether nothing is due any more."""
    changed: int
    """How many things were done: packed chunks, snapshots, evaluated customers."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "room": None,
        "done": None,
        "changed": None,
    }


@final
class TickReport(Record):
    """What `tick` did."""

    __slots__ = ()

    done: bool
    """Whether nothing is due any more; otherwise the time was used up, and the next call goes on."""
    steps: tuple[TickStepReport, ...]
    """What each room did, in the order of the work."""
    next_at: datetime | None
    """When something will be due next; at once when this call was not done, null when nothing is known to come."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "done": None,
        "steps": many(TickStepReport._of),
        "next_at": datetime.fromisoformat,
    }


@final
class TicketCount(Record):
    """A number of tickets by one of their facts."""

    __slots__ = ()

    tickets: int
    """How many."""
    of: str | None
    """The state, priority or cause; null for those without."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "tickets": None,
        "of": None,
    }


@final
class TicketPause(Record):
    """A stretch of time in which the clock of a ticket stood."""

    __slots__ = ()

    from_: datetime
    """When it began."""
    reason: SlaPause
    """What was waited for."""
    until: datetime | None
    """When it ended; null while it lasts."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "from": datetime.fromisoformat,
        "reason": None,
        "until": datetime.fromisoformat,
    }


@final
class TicketHistory(Record):
    """What became of a ticket."""

    __slots__ = ()

    moves: tuple[StageChange, ...]
    """Its states, oldest first."""
    pauses: tuple[TicketPause, ...]
    """When its clock stood, oldest first."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "moves": many(StageChange._of),
        "pauses": many(TicketPause._of),
    }


@final
class TicketMessage(Record):
    """A message or note of a ticket."""

    __slots__ = ()

    id: int
    """The id."""
    ticket_id: int
    """The ticket."""
    author: TicketAuthor
    """Who wrote it."""
    is_public: bool
    """Whether the customer sees it."""
    body: str
    """What it says."""
    at: datetime
    """When it was written."""
    staff_id: int | None
    """Who of the staff wrote it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "ticket_id": None,
        "author": None,
        "is_public": None,
        "body": None,
        "at": datetime.fromisoformat,
        "staff_id": None,
    }


@final
class TicketMessagePage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[TicketMessage, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(TicketMessage._of),
        "next": None,
    }


@final
class TicketPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Ticket, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Ticket._of),
        "next": None,
    }


@final
class TicketPerformance(Record):
    """How a promise was kept for tickets that were opened in a period."""

    __slots__ = ()

    done: int
    """How many have got there."""
    met: int
    """How many were promised and in time."""
    breached: int
    """How many were promised and not in time."""
    average_s: int | None
    """How long it took on average from the opening on, in whole seconds; null for none."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "done": None,
        "met": None,
        "breached": None,
        "average_s": None,
    }


@final
class TicketRule(Record):
    """A rule that assigns tickets for which nobody is named. Every list that is not empty must have something that fits."""

    __slots__ = ()

    key: str
    """What the shop calls it, as a token; whose turn it is stays known under it."""
    method: TicketMethod
    """How it chooses."""
    staff: tuple[int, ...]
    """Among whom, 1 to 1,000; who stands there twice gets twice as many in turn."""
    categories: tuple[str, ...]
    """Tickets of these categories and those below them."""
    kinds: tuple[TicketKind, ...]
    """Tickets of these kinds."""
    languages: tuple[str, ...]
    """Tickets in these languages as BCP 47; `zh` fits `zh-CN` too."""
    priorities: tuple[Priority, ...]
    """Tickets of these priorities."""
    team: str | None
    """The team that the ticket gets when it has none, as a token."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "key": None,
        "method": None,
        "staff": same,
        "categories": same,
        "kinds": same,
        "languages": same,
        "priorities": same,
        "team": None,
    }


@final
class TicketRules(Record):
    """The rules that assign tickets."""

    __slots__ = ()

    rules: tuple[TicketRule, ...]
    """In the order in which they are tried, at most 200; the first that fits decides."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "rules": many(TicketRule._of),
    }


@final
class TicketSettings(Record):
    """How the shop handles tickets."""

    __slots__ = ()

    close_after_days: int
    """Days after which `tick` closes a resolved ticket, 1 to 365; 5 by default."""
    complaint_answer_days: int
    """Days until a complaint is answered when no SLA says so, 1 to 365; 3 by default."""
    complaint_owner_id: int
    """Who does complaints for which nobody is found; the host's first user by default."""
    csat_low: int
    """A rating up to this one makes somebody call back, 1 to 5; 2 by default."""
    prefix: str
    """What numbers begin with, as a token of at most 16 bytes; `T-` by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "close_after_days": None,
        "complaint_answer_days": None,
        "complaint_owner_id": None,
        "csat_low": None,
        "prefix": None,
    }


@final
class TicketSummary(Record):
    """How the service does."""

    __slots__ = ()

    open: int
    """Tickets that are neither resolved nor over, now."""
    overdue: int
    """Those of them of which something is due and has not come."""
    breached: int
    """Those of them with a broken promise."""
    by_state: tuple[TicketCount, ...]
    """Those of them by state."""
    by_priority: tuple[TicketCount, ...]
    """Those of them by priority."""
    by_assignee: tuple[StaffTickets, ...]
    """Those of them by who does them."""
    opened: int
    """Tickets that were opened in the period, but for spam and duplicates."""
    complaints: int
    """Those of them that are complaints."""
    first_response: TicketPerformance
    """Their first responses."""
    resolution: TicketPerformance
    """Their resolutions, of those that are resolved or closed."""
    reopened: int
    """Those of them that were reopened."""
    causes: tuple[TicketCount, ...]
    """The most frequent 20 causes of those that are resolved or closed."""
    csat_hundredths: int | None
    """How content their customers were on average, in hundredths; null for none."""
    reopen_rate: Decimal | None
    """The share of them that were reopened."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "open": None,
        "overdue": None,
        "breached": None,
        "by_state": many(TicketCount._of),
        "by_priority": many(TicketCount._of),
        "by_assignee": many(StaffTickets._of),
        "opened": None,
        "complaints": None,
        "first_response": TicketPerformance._of,
        "resolution": TicketPerformance._of,
        "reopened": None,
        "causes": many(TicketCount._of),
        "csat_hundredths": None,
        "reopen_rate": Decimal,
    }


@final
class TicketTrack(Record):
    """What the customer may see of a ticket."""

    __slots__ = ()

    number: str
    """The number."""
    kind: TicketKind
    """What it is."""
    state: TicketState
    """Where it stands."""
    subject: str
    """What it is about."""
    opened_at: datetime
    """When it was opened."""
    updated_at: datetime
    """When it last changed."""
    messages: tuple[TicketMessage, ...]
    """The newest 100 messages that the customer sees, oldest first."""
    answer_due_at: datetime | None
    """Until when somebody answers, while nobody has."""
    duplicate_of: str | None
    """The number of the ticket that took its place."""
    resolution: str | None
    """How it was resolved."""
    resolve_due_at: datetime | None
    """Until when it is resolved, while it is not."""
    resolved_at: datetime | None
    """When it was resolved."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "number": None,
        "kind": None,
        "state": None,
        "subject": None,
        "opened_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "messages": many(TicketMessage._of),
        "answer_due_at": datetime.fromisoformat,
        "duplicate_of": None,
        "resolution": None,
        "resolve_due_at": datetime.fromisoformat,
        "resolved_at": datetime.fromisoformat,
    }


@final
class TimelineEntryPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[TimelineEntry, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(TimelineEntry._of),
        "next": None,
    }


@final
class Topic(Record):
    """A topic as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    board_id: int
    """The board."""
    title: str
    """The title."""
    body: str
    """The text."""
    tags: tuple[str, ...]
    """Its tags in small letters, in their order."""
    skus: tuple[str, ...]
    """The articles of the catalogue that it mentions, in their order."""
    state: TopicState
    """Where it stands."""
    posts: int
    """Posts that are not hidden."""
    votes: int
    """Customers who voted for it."""
    active_at: datetime
    """When somebody last wrote in it."""
    created_at: datetime
    """When it was begun."""
    updated_at: datetime
    """When it last changed."""
    customer_id: int | None
    """The customer who wrote it."""
    rewarded_id: int | None
    """The post whose author got points for it."""
    solution_id: int | None
    """The post that solves it."""
    staff_id: int | None
    """Who of the staff wrote it."""
    unanswered_at: datetime | None
    """When `tick` found it unanswered."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "board_id": None,
        "title": None,
        "body": None,
        "tags": same,
        "skus": same,
        "state": None,
        "posts": None,
        "votes": None,
        "active_at": datetime.fromisoformat,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "customer_id": None,
        "rewarded_id": None,
        "solution_id": None,
        "staff_id": None,
        "unanswered_at": datetime.fromisoformat,
    }


@final
class TopicPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Topic, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Topic._of),
        "next": None,
    }


@final
class Touch(Record):
    """How somebody came, as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    at: datetime
    """When."""
    source: str
    """Where from."""
    recorded_at: datetime
    """When it was recorded here."""
    campaign: str | None
    """The campaign."""
    content: str | None
    """Which advertisement or link."""
    cost: Money | None
    """What it cost the shop."""
    customer_id: int | None
    """The customer; null while the visitor is anonymous."""
    landing: str | None
    """The address of the first page."""
    medium: str | None
    """In what way."""
    referrer: str | None
    """The address of the page before."""
    term: str | None
    """The paid keyword."""
    visitor_id: int | None
    """The number of the visitor's browser or device in this file."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "at": datetime.fromisoformat,
        "source": None,
        "recorded_at": datetime.fromisoformat,
        "campaign": None,
        "content": None,
        "cost": Money._of,
        "customer_id": None,
        "landing": None,
        "medium": None,
        "referrer": None,
        "term": None,
        "visitor_id": None,
    }


@final
class TouchCount(Record):
    """What recording many did."""

    __slots__ = ()

    recorded: int
    """How many were recorded."""
    known: int
    """Of these, those of customers."""
    new_visitors: int
    """Browsers and devices that were not seen before."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "recorded": None,
        "known": None,
        "new_visitors": None,
    }


@final
class TouchGroup(Record):
    """The touches of one source, medium and campaign."""

    __slots__ = ()

    source: str
    """Where from."""
    touches: int
    """How many."""
    visitors: int
    """Different browsers and devices."""
    customers: int
    """Different customers."""
    costs: tuple[Money, ...]
    """What they cost, one sum for each currency."""
    campaign: str | None
    """The campaign."""
    medium: str | None
    """In what way."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "source": None,
        "touches": None,
        "visitors": None,
        "customers": None,
        "costs": many(Money._of),
        "campaign": None,
        "medium": None,
    }


@final
class TouchPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Touch, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Touch._of),
        "next": None,
    }


@final
class TouchSettings(Record):
    """How the shop keeps touches."""

    __slots__ = ()

    web_event_days: int
    """Days after which `tick` drops web events, 1 to 3,650; 400 by default."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "web_event_days": None,
    }


@final
class TouchSummary(Record):
    """Touches in groups."""

    __slots__ = ()

    groups: tuple[TouchGroup, ...]
    """The groups, the largest first."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "groups": many(TouchGroup._of),
    }


@final
class Transfer(Record):
    """What was handed over."""

    __slots__ = ()

    customers: int
    """Customers who have another owner now."""
    leads: int
    """Open leads."""
    opportunities: int
    """Open opportunities."""
    quotes: int
    """Quotes that are not decided."""
    tasks: int
    """Open tasks."""
    appointments: int
    """Booked appointments that are still to come."""
    kept_appointments: tuple[int, ...]
    """Booked appointments to come that stay where they are, because the one who takes over is busy at that time; the
first one first. Somebody has to move or cancel them."""
    lead_rules: int
    """Rules for leads in which the one who takes over stands in place of the other."""
    tickets: int
    """Tickets that are not over."""
    ticket_rules: int
    """Rules for tickets in which the one who takes over stands in place of the other."""
    service_orders: int
    """Service orders that are not over; one whose appointment stays where it is stays with it."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customers": None,
        "leads": None,
        "opportunities": None,
        "quotes": None,
        "tasks": None,
        "appointments": None,
        "kept_appointments": same,
        "lead_rules": None,
        "tickets": None,
        "ticket_rules": None,
        "service_orders": None,
    }


@final
class UpsertCount(Record):
    """What an upsert did."""

    __slots__ = ()

    created: int
    """New rows."""
    updated: int
    """Rows that changed."""
    unchanged: int
    """Rows that were already as given."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "created": None,
        "updated": None,
        "unchanged": None,
    }


@final
class UpsertedCustomer(Record):
    """The customer after an upsert, and what was done."""

    __slots__ = ()

    customer: Customer
    """The customer."""
    outcome: UpsertOutcome
    """What was done."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "customer": Customer._of,
        "outcome": None,
    }


@final
class Version(Record):
    """Versions of the library and the file."""

    __slots__ = ()

    library: str
    """The version of the library."""
    sqlite: str
    """The version of the linked SQLite."""
    schema: int
    """The schema version that this library writes."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "library": None,
        "sqlite": None,
        "schema": None,
    }


@final
class WarrantyCheck(Record):
    """What a warranty check says."""

    __slots__ = ()

    verdict: WarrantyVerdict
    """The best verdict of all pieces."""
    checked_on: date
    """The day for which it holds, in the shop's zone."""
    assets: tuple[CheckedAsset, ...]
    """What holds for each piece: those of a serial the latest first, those of an order in their sequence."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "verdict": None,
        "checked_on": date.fromisoformat,
        "assets": many(CheckedAsset._of),
    }


@final
class WarrantyClaimPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[WarrantyClaim, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(WarrantyClaim._of),
        "next": None,
    }


@final
class WarrantyPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[Warranty, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(Warranty._of),
        "next": None,
    }


@final
class WarrantyPlan(Record):
    """A plan as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    name: str
    """The name."""
    kind: WarrantyKind
    """Who stands behind it."""
    starts: WarrantyStart
    """What it begins with."""
    months: int
    """How many months it lasts."""
    days: int
    """How many days beside the months."""
    waiting_days: int
    """Days after its start until it covers."""
    parts: bool
    """Whether it pays parts."""
    labour: bool
    """Whether it pays labour."""
    onsite: bool
    """Whether it is served at the customer's place."""
    transferable: bool
    """Whether it goes with the piece to the next owner."""
    suspension_extends: bool
    """Whether the days for which it is suspended are added at its end."""
    active: bool
    """Whether it still applies to new pieces."""
    created_at: datetime
    """When it was recorded."""
    updated_at: datetime
    """When it last changed."""
    category: str | None
    """The category that it is for."""
    claims_limit: int | None
    """How many claims it pays."""
    sku: str | None
    """The article that it is for."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "name": None,
        "kind": None,
        "starts": None,
        "months": None,
        "days": None,
        "waiting_days": None,
        "parts": None,
        "labour": None,
        "onsite": None,
        "transferable": None,
        "suspension_extends": None,
        "active": None,
        "created_at": datetime.fromisoformat,
        "updated_at": datetime.fromisoformat,
        "category": None,
        "claims_limit": None,
        "sku": None,
    }


@final
class WarrantyPlanPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[WarrantyPlan, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(WarrantyPlan._of),
        "next": None,
    }


@final
class WebEvent(Record):
    """What somebody did on the site, as it is stored."""

    __slots__ = ()

    id: int
    """The id."""
    kind: WebEventKind
    """What happened."""
    at: datetime
    """When."""
    customer_id: int | None
    """The customer; null while the visitor is anonymous."""
    query: str | None
    """What was searched for."""
    sku: str | None
    """The article number."""
    url: str | None
    """The address of the page."""
    visitor_id: int | None
    """The number of the visitor's browser or device in this file."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "id": None,
        "kind": None,
        "at": datetime.fromisoformat,
        "customer_id": None,
        "query": None,
        "sku": None,
        "url": None,
        "visitor_id": None,
    }


@final
class WebEventPage(PageRecord):
    """One page of a list."""

    __slots__ = ()

    items: tuple[WebEvent, ...]
    """The rows, in the order of the list."""
    next: str | None
    """The token of the next page; null on the last one."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "items": many(WebEvent._of),
        "next": None,
    }


@final
class Whereabouts(Record):
    """Where an order is."""

    __slots__ = ()

    order_id: int
    """The order."""
    customer_id: int
    """Whose order it is."""
    state: OrderState
    """Where it stands."""
    pay_state: PayState
    """How far it is paid."""
    fulfil_state: FulfilState
    """How far it is fulfilled."""
    production: Production
    """How far what is made to order is made."""
    placed_at: datetime
    """When it was placed."""
    late: bool
    """Whether it came after its promise, or has not come although that has passed."""
    late_days: int
    """How many calendar days of the shop after the promise it came, or it is now; 0 within the promised day."""
    next: NextStep
    """What happens next."""
    parcels: tuple[Parcel, ...]
    """Its parcels, in the sequence in which they were recorded."""
    cancel_reason: CancelReason | None
    """Why it was called off."""
    delivered_at: datetime | None
    """When the last of it arrived; null while something is missing."""
    expected_at: datetime | None
    """When the last of it is expected: the latest date of the parcels under way, or else the promise; null when it has
arrived, or nothing comes."""
    number: str | None
    """The number that people read."""
    promised_at: datetime | None
    """When it was promised for."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "order_id": None,
        "customer_id": None,
        "state": None,
        "pay_state": None,
        "fulfil_state": None,
        "production": None,
        "placed_at": datetime.fromisoformat,
        "late": None,
        "late_days": None,
        "next": None,
        "parcels": many(Parcel._of),
        "cancel_reason": None,
        "delivered_at": datetime.fromisoformat,
        "expected_at": datetime.fromisoformat,
        "number": None,
        "promised_at": datetime.fromisoformat,
    }


@final
class WorkingHours(Record):
    """When a member of the staff works, in the shop's zone."""

    __slots__ = ()

    staff_id: int
    """Who."""
    weekly: tuple[WeekHours, ...]
    """The hours of the week."""
    exceptions: tuple[HoursException, ...]
    """Days with hours of their own, from today on."""

    _fields: ClassVar[Mapping[str, Converter | None]] = {
        "staff_id": None,
        "weekly": many(WeekHours._of),
        "exceptions": many(HoursException._of),
    }


class ApprovalLimitDict(TypedDict):
    """Up to what a member of the staff approves."""

    staff_id: int
    """Who."""
    up_to: NotRequired[Money | MoneyDict | None]
    """Up to what, in the base currency; without a limit when absent."""


class ArticlePatch(TypedDict):
    """What changes of an article. Title and text change in a draft alone; all else holds at once."""

    audience: NotRequired[ArticleAudience | None]
    """Who may read it."""
    body: NotRequired[str | None]
    """The text."""
    categories: NotRequired[Sequence[str] | None]
    """The categories that it is about; the whole list."""
    related: NotRequired[Sequence[int] | None]
    """Articles to read on; the whole list."""
    skus: NotRequired[Sequence[str] | None]
    """The articles of the catalogue that it is about; the whole list."""
    tags: NotRequired[Sequence[str] | None]
    """Its tags; the whole list."""
    title: NotRequired[str | None]
    """The title."""
    valid_to: NotRequired[datetime | str | None]
    """Until when it holds."""


class AssetPatch(TypedDict):
    """What changes of an asset."""

    installed_at: NotRequired[datetime | str | None]
    """When it was installed; warranties that begin with the installation follow."""
    location: NotRequired[str | None]
    """Where it stands."""


class Basket(TypedDict):
    """What somebody is about to buy, as far as a coupon asks."""

    total: Money | MoneyDict
    """What the goods come to, less other discounts, without shipping."""
    lines: NotRequired[Sequence[BasketLine]]
    """The lines, at most 4,096; needed where a programme holds for some articles or counts units."""
    shipping: NotRequired[Money | MoneyDict | None]
    """The price of shipping."""


class BasketLine(TypedDict):
    """A line of a basket."""

    sku: str
    """The article number."""
    total: Money | MoneyDict
    """What the line comes to."""
    quantity: NotRequired[Decimal | int | str]
    """How much of it; 1 by default."""


class BatchStep(TypedDict):
    """One operation of a batch."""

    op: str
    """The name of the operation."""
    input: NotRequired[Any]
    """Its input. `{"$result": 0, "path": "/id"}` anywhere in it stands for a value of an earlier result."""


class BeneficiaryDict(TypedDict):
    """Who gets a commission."""

    kind: BeneficiaryKind
    """A partner or a member of the staff."""
    id: int
    """The id of the partner, or the host's number of the member of the staff."""


class BoardPatch(TypedDict):
    """What changes of a board."""

    active: NotRequired[bool | None]
    """Whether topics can be begun."""
    club_id: NotRequired[int | None]
    """The club whose members alone write in it."""
    name: NotRequired[str | None]
    """What people read."""
    position: NotRequired[int | None]
    """Its place among the boards."""
    staff_only: NotRequired[bool | None]
    """Whether only the staff begins topics."""


class CalendarPlanDict(TypedDict):
    """When the shop serves: by the wall clock of a zone, so that a day on which the clocks change is shorter or longer."""

    time_zone: str
    """The zone whose wall clock counts."""
    holidays: NotRequired[Sequence[ServiceHoliday | ServiceHolidayDict]]
    """Days without service, at most 1,000."""
    hours: NotRequired[Sequence[WeekHours | WeekHoursDict]]
    """The hours of the week, several a day if need be; they do not overlap. At most 100."""
    special_days: NotRequired[Sequence[HoursException | HoursExceptionDict]]
    """Days with hours of their own, in place of the week and of holidays; at most 1,000, each day once."""


class CareRuleDict(TypedDict):
    """When an occasion is on the list, and what to do."""

    reason: CareReason
    """Why."""
    action: CareAction
    """What to do."""
    from_day: int
    """The first day on the list, in days after the occasion, −60 to 365; negative before it."""
    until_day: int
    """The day on which it leaves the list, at most 60 days after the first."""
    active: NotRequired[bool]
    """Whether the rule holds; it does by default."""


class CarrierReport(TypedDict):
    """A report of a carrier about a parcel."""

    carrier: str
    """The carrier, a token such as `dhl`."""
    tracking_no: str
    """Its number of the parcel, at most 64 bytes."""
    at: datetime | str
    """When it happened, at most a day ahead."""
    description: NotRequired[str | None]
    """What happened, in the carrier's words, at most 512 bytes."""
    event_id: NotRequired[str | None]
    """The carrier's key of the event, at most 128 bytes; without one, a hash of what the report says. The same again
changes nothing."""
    expected_at: NotRequired[datetime | str | None]
    """When the carrier expects to deliver."""
    location: NotRequired[str | None]
    """Where, at most 512 bytes."""
    payload: NotRequired[Any]
    """The report as the carrier sent it, at most 16 KiB of JSON."""
    state: NotRequired[ShipmentState | None]
    """Where the parcel stands, if the event says so."""


class CartLineDict(TypedDict):
    """A line of a cart."""

    sku: str
    """The article number; the catalog need not know it."""
    unit_price: Decimal | int | str
    """The price of one unit in the cart's currency, at least 0."""
    configuration: NotRequired[int | None]
    """The saved configuration that is bought, which must meet the rules of its model."""
    name: NotRequired[str | None]
    """The name as shown, at most 512 bytes."""
    quantity: NotRequired[Decimal | int | str]
    """How much of it, above 0; 1 by default."""


class CommissionShareDict(TypedDict):
    """Who gets which part of a commission."""

    kind: BeneficiaryKind
    """A partner or a member of the staff."""
    id: int
    """The id of the partner, or the host's number of the member of the staff."""
    share: NotRequired[Decimal | int | str | None]
    """The part, above 0. All parts add up to 1; left out for all, the plan's split holds, and without one equal parts."""


class CompanyProfileDict(TypedDict):
    """The profile of a company."""

    annual_revenue: NotRequired[Money | MoneyDict | None]
    """The yearly revenue, not negative."""
    category: NotRequired[CompanyCategory | None]
    """The market."""
    employees: NotRequired[int | None]
    """The number of employees."""
    industry: NotRequired[str | None]
    """The industry."""
    legal_name: NotRequired[str | None]
    """The registered name."""
    legal_representative: NotRequired[str | None]
    """The name of the legal representative; the person as a customer is a relation of kind `legal_rep`."""
    size_band: NotRequired[SizeBand | None]
    """The size; follows from `employees` when that is given alone."""
    tax_id: NotRequired[str | None]
    """The tax or registration number."""


class CompetitorPatch(TypedDict):
    """What changes of a competitor."""

    name: NotRequired[str | None]
    """The name."""
    strengths: NotRequired[str | None]
    """What it is good at."""
    weaknesses: NotRequired[str | None]
    """Where it is weak."""


class CompetitorProductPatch(TypedDict):
    """What changes of a product of a competitor."""

    name: NotRequired[str | None]
    """The name."""
    price: NotRequired[Money | MoneyDict | None]
    """Its price; one that is given without a day was seen today, and one that is cleared takes its day along."""
    price_on: NotRequired[date | str | None]
    """The day on which the price was seen."""
    sku: NotRequired[str | None]
    """Our article that competes with it."""
    strengths: NotRequired[str | None]
    """What it is good at."""
    weaknesses: NotRequired[str | None]
    """Where it is weak."""


class ContentPatch(TypedDict):
    """What changes of a content item."""

    skus: NotRequired[Sequence[str] | None]
    """The articles that it is about, all of them."""
    text: NotRequired[str | None]
    """The text."""
    title: NotRequired[str | None]
    """The title."""
    uri: NotRequired[str | None]
    """Where the file lies."""
    valid_from: NotRequired[datetime | str | None]
    """From when it may be shown."""
    valid_to: NotRequired[datetime | str | None]
    """Until when it may be shown."""


class CouponProgramPatch(TypedDict):
    """What changes of a programme; what it gives stays."""

    active: NotRequired[bool | None]
    """Whether its coupons can be used."""
    budget: NotRequired[Money | MoneyDict | None]
    """What all discounts together may come to; below what was given it only stops further uses."""
    categories: NotRequired[Sequence[str] | None]
    """The categories for which it holds."""
    ends_at: NotRequired[datetime | str | None]
    """When it is over; coupons that ended with it end with it again."""
    list_id: NotRequired[int | None]
    """The static list on which a customer has to be."""
    max_discount: NotRequired[Money | MoneyDict | None]
    """The most that is taken off."""
    min_amount: NotRequired[Money | MoneyDict | None]
    """What the basket must at least be worth."""
    min_tier_rank: NotRequired[int | None]
    """The rank that a customer's tier must at least have."""
    name: NotRequired[str | None]
    """The name."""
    per_customer: NotRequired[int | None]
    """How often one customer may use it."""
    skus: NotRequired[Sequence[str] | None]
    """The articles for which it holds."""
    stackable: NotRequired[bool | None]
    """Whether its coupons can be used beside others."""
    starts_at: NotRequired[datetime | str | None]
    """When it begins."""
    total_limit: NotRequired[int | None]
    """How often it may be used altogether; below what was used it only stops further uses."""


class CreditDeltaDict(TypedDict):
    """How much an entry of a kind changes the score by default."""

    kind: CreditKind
    """The kind."""
    delta: int
    """Points, −1,000 to 1,000; 0 enters nothing by itself."""


class CreditedLine(TypedDict):
    """How much of a line is credited."""

    position: int
    """The position of the line on the invoice, from 1."""
    quantity: Decimal | int | str
    """How much of it, above 0."""


class CurrencyRate(TypedDict):
    """The value of a currency from a day on."""

    currency: str
    """The foreign currency."""
    day: date | str
    """The first day on which the rate holds."""
    rate: Decimal | int | str
    """Units of the base currency for one unit."""


class CustomerPatch(TypedDict):
    """A change of a customer's own fields; absent fields stay, null clears."""

    birth_date: NotRequired[str | None]
    """The date of birth."""
    country: NotRequired[str | None]
    """The country as ISO 3166-1 alpha-2."""
    family_name: NotRequired[str | None]
    """The family name."""
    first_seen_at: NotRequired[datetime | str | None]
    """When the customer was first seen."""
    gender: NotRequired[Gender | None]
    """The gender."""
    given_name: NotRequired[str | None]
    """The given name."""
    id_document_hash: NotRequired[str | None]
    """The host's keyed hash of an identity document."""
    income_band: NotRequired[int | None]
    """The income band."""
    kind: NotRequired[CustomerKind | None]
    """Person or company."""
    language: NotRequired[str | None]
    """The language as BCP 47."""
    name: NotRequired[str | None]
    """The display name; cleared, it is made of the parts again."""
    name_order: NotRequired[NameOrder | None]
    """Which part comes first."""
    note: NotRequired[str | None]
    """A note."""
    preferred_channel: NotRequired[PreferredChannel | None]
    """The channel on which the customer likes to be reached."""
    quiet_from: NotRequired[int | None]
    """The beginning of the quiet hours, in minutes of the customer's day."""
    quiet_to: NotRequired[int | None]
    """The end of the quiet hours, in minutes of the customer's day."""
    source_touch_id: NotRequired[int | None]
    """The touch that brought the customer."""
    time_zone: NotRequired[str | None]
    """The time zone as an IANA name."""


class DayHoursDict(TypedDict):
    """Working time of a day, in minutes of the day in the shop's zone."""

    from_minute: int
    """When it begins, 0 to 1,439: 540 is 09:00."""
    until_minute: int
    """When it ends, 1 to 1,440."""


class EntitlementConditionsDict(TypedDict):
    """What a rule asks of a customer: all of it must hold. A rule that asks nothing fits everybody."""

    idle_days_below: NotRequired[int | None]
    """The last counted order is fewer days ago; never fits a customer without one."""
    idle_days_from: NotRequired[int | None]
    """The last counted order is at least so many days ago; never fits a customer without one."""
    kind: NotRequired[CustomerKind | None]
    """Customers of this kind."""
    labels: NotRequired[Sequence[str]]
    """Customers with one of these RFM labels, at most 100; nobody has one before the first snapshot."""
    margin_below: NotRequired[Money | MoneyDict | None]
    """The same below this amount."""
    margin_from: NotRequired[Money | MoneyDict | None]
    """Net revenue less refunds and costs of all history of at least this amount, in the shop's currency; articles of
which no cost is known cost nothing."""
    net_below: NotRequired[Money | MoneyDict | None]
    """Net revenue less refunds below this amount, in the shop's currency."""
    net_from: NotRequired[Money | MoneyDict | None]
    """Net revenue less refunds of at least this amount, in the shop's currency."""
    orders_below: NotRequired[int | None]
    """Fewer counted orders."""
    orders_from: NotRequired[int | None]
    """At least so many counted orders."""
    refund_rate_above: NotRequired[Decimal | int | str | None]
    """Refunds are more than this share of the net revenue before refunds, 0 to 1; never fits without any revenue."""
    stages: NotRequired[Sequence[Stage]]
    """Customers in one of these stages. A customer with any block is in the stage `blocked`."""
    tags: NotRequired[Sequence[str]]
    """Customers with one of these tags, at most 100."""
    tiers: NotRequired[Sequence[int]]
    """Customers in one of these tiers, at most 100."""
    window_days: NotRequired[int | None]
    """Days up to today, 1 to 100,000, in which net revenue, orders and refunds are counted; all history by default."""


class EntitlementRuleDict(TypedDict):
    """A rule: customers who meet its conditions are served so."""

    name: str
    """What people call it, at most 512 bytes; no other rule has the same name."""
    level: ServiceLevel
    """How customers are served for whom it holds."""
    note: NotRequired[str | None]
    """What the staff should know, at most 64 KiB."""
    price: NotRequired[Money | MoneyDict | None]
    """What service costs them, above 0; only for the level `paid`."""
    when: NotRequired[EntitlementConditions | EntitlementConditionsDict]
    """What must hold."""


class FieldEquals(TypedDict):
    """A condition on a custom field."""

    key: str
    """The key of the field."""
    value: Any
    """The value, in the JSON form of its type; null for customers without one."""


class Fulfilment(TypedDict):
    """How much of a line has been shipped so far."""

    line: int
    """The line."""
    quantity: Decimal | int | str
    """How much of it, all shipments together; at most its quantity."""


class FundPatch(TypedDict):
    """What changes of a fund."""

    active: NotRequired[bool | None]
    """Whether compensations may be promised from it."""
    limit: NotRequired[Money | MoneyDict | None]
    """What it may give in a period; below what was given it only stops further promises."""
    name: NotRequired[str | None]
    """The name."""
    period: NotRequired[FundPeriod | None]
    """How often the limit begins anew."""


class GuideEntryDict(TypedDict):
    """What to buy."""

    sku: str
    """The article, once in a guide."""
    reason: NotRequired[Mapping[str, str]]
    """Why, by language (BCP 47)."""


class HoursExceptionDict(TypedDict):
    """A day with hours of its own."""

    day: date | str
    """The day."""
    hours: Sequence[DayHours | DayHoursDict]
    """The working time of that day; none is a day off."""


class IdentityInputDict(TypedDict):
    """An identity as it is given."""

    kind: IdentityKind
    """What kind of identity."""
    value: str
    """The value in any usual spelling; an external id is written `source:id`."""


class InteractionPatch(TypedDict):
    """A change of a contact; absent fields stay."""

    body: NotRequired[str | None]
    """What was said or written; null clears it."""
    duration_s: NotRequired[int | None]
    """Seconds that it lasted; null clears it."""
    kind: NotRequired[InteractionKind | None]
    """What it was for."""
    outcome: NotRequired[InteractionOutcome | None]
    """What came of it."""
    ref: NotRequired[Reference | ReferenceDict | None]
    """What it was about; null clears it."""
    sentiment: NotRequired[int | None]
    """The customer's mood, −100 to 100; null clears it."""
    staff_id: NotRequired[int | None]
    """Who of the staff took part; null clears it."""
    subject: NotRequired[str | None]
    """The subject; null clears it."""
    thread_id: NotRequired[str | None]
    """The host's name of the conversation; null clears it."""


class InvoicePatch(TypedDict):
    """What of a draft changes."""

    bill_to: NotRequired[str | None]
    """Name and address as printed."""
    due_days: NotRequired[int | None]
    """Days from issue until it is due."""
    lines: NotRequired[Sequence[NewInvoiceLine] | None]
    """All lines anew; not of an order's invoice."""
    note: NotRequired[str | None]
    """What else is printed."""


class LeadConditionDict(TypedDict):
    """What a lead must be like. Every list that is not empty must have something that fits; territories and countries count
as one list, product lines and articles too."""

    countries: NotRequired[Sequence[str]]
    """Countries as ISO 3166-1 alpha-2."""
    languages: NotRequired[Sequence[str]]
    """Languages as BCP 47; `zh` fits `zh-CN` too."""
    min_score: NotRequired[int | None]
    """The least score."""
    product_lines: NotRequired[Sequence[str]]
    """Categories of the catalogue; `home` fits `home/kitchen` too."""
    skus: NotRequired[Sequence[str]]
    """Article numbers."""
    sources: NotRequired[Sequence[LeadSource]]
    """Ways in which it came."""
    territories: NotRequired[Sequence[str]]
    """Sales territories, as the shop names them."""


class LeadDeal(TypedDict):
    """The opportunity that a lead becomes, as far as it is known."""

    amount: NotRequired[Money | MoneyDict | None]
    """What it may bring, not negative."""
    currency: NotRequired[str | None]
    """The currency of an amount that is not known yet; the shop's by default."""
    expected_close: NotRequired[date | str | None]
    """When it may close."""
    name: NotRequired[str | None]
    """Its name; the lead's name or company by default."""


class LeadPatch(TypedDict):
    """What changes of a lead; absent fields stay, null clears."""

    company: NotRequired[str | None]
    """The name of the company."""
    country: NotRequired[str | None]
    """The country as ISO 3166-1 alpha-2."""
    customer_id: NotRequired[int | None]
    """The customer who it is."""
    employees: NotRequired[int | None]
    """How many people work for the company."""
    identities: NotRequired[Sequence[IdentityInput | IdentityInputDict] | None]
    """All identities, in place of those before; a lead without a customer is linked by them."""
    language: NotRequired[str | None]
    """The language as BCP 47."""
    name: NotRequired[str | None]
    """The name of the person."""
    note: NotRequired[str | None]
    """What was said."""
    skus: NotRequired[Sequence[str] | None]
    """All article numbers of what the person is interested in, in place of those before."""
    source: NotRequired[LeadSource | None]
    """How it came."""
    territory: NotRequired[str | None]
    """The sales territory."""


class LeadRulePatch(TypedDict):
    """A change of a rule; absent fields stay."""

    condition: NotRequired[LeadCondition | LeadConditionDict | None]
    """What a lead must be like, in place of the condition before."""
    is_active: NotRequired[bool | None]
    """Whether it is used."""
    kind: NotRequired[LeadRuleKind | None]
    """How it chooses."""
    name: NotRequired[str | None]
    """What people call it."""
    position: NotRequired[int | None]
    """Where it stands."""
    response_minutes: NotRequired[int | None]
    """Minutes to the first response for its leads; null takes those of the shop."""
    staff: NotRequired[Sequence[int] | None]
    """Among whom it chooses, in place of those before."""


class LineCancellation(TypedDict):
    """How much of a line is called off."""

    line: int
    """The line."""
    quantity: Decimal | int | str
    """How much of it, above 0; at most what is neither shipped nor packed."""


class ModelGroupDict(TypedDict):
    """A group of options of which some are chosen."""

    key: str
    """The key, a token that is unique among the groups."""
    options: Sequence[ModelOption | ModelOptionDict]
    """The options, in the order in which they are shown; at least one."""
    max: NotRequired[int]
    """How many options may be chosen, at least 1; one by default."""
    min: NotRequired[int]
    """How many options must be chosen; none by default."""
    name: NotRequired[Mapping[str, str]]
    """The name by language (BCP 47)."""


class ModelOptionDict(TypedDict):
    """An option."""

    key: str
    """The key, a token that is unique in the model."""
    active: NotRequired[bool]
    """Whether it can be chosen; it can by default."""
    lead_time_delta_days: NotRequired[int]
    """How many days it adds to the delivery, or takes away; at most 3,650."""
    name: NotRequired[Mapping[str, str]]
    """The name by language (BCP 47)."""
    price_delta: NotRequired[Money | MoneyDict | None]
    """What it adds to the price, or takes away; nothing by default."""
    quantity: NotRequired[int]
    """How many pieces of it, 1 to 10,000; one by default."""
    sku: NotRequired[str | None]
    """The article that is built in."""


class ModelRuleDict(TypedDict):
    """A rule between options."""

    key: str
    """The key, a token that is unique among the rules; a check names broken rules by it."""
    kind: ModelRuleKind
    """What it says."""
    options: Sequence[str]
    """The options of which one is required, that are excluded, or that are counted."""
    max: NotRequired[int | None]
    """The greatest number, for a count; all by default."""
    message: NotRequired[Mapping[str, str]]
    """The sentence for people by language (BCP 47); one is made when there is none."""
    min: NotRequired[int | None]
    """The least number, for a count; none by default."""
    option: NotRequired[str | None]
    """The option that requires or excludes; none for a count."""


class NewAddress(TypedDict):
    """An address as it is given."""

    kind: AddressKind
    """What it is for."""
    city: NotRequired[str | None]
    """The city."""
    country: NotRequired[str | None]
    """ISO 3166-1 alpha-2."""
    geo_cell: NotRequired[str | None]
    """A cell of a geographic grid, as the host numbers it; at most 64 bytes."""
    is_default: NotRequired[bool]
    """Whether it is the default of its kind; the first of a kind is anyway."""
    lines: NotRequired[Sequence[str]]
    """Street and house, at most 8 lines of 512 bytes."""
    postcode: NotRequired[str | None]
    """The postcode."""
    recipient: NotRequired[str | None]
    """Who receives there, at most 512 bytes."""
    region: NotRequired[str | None]
    """The province or state."""


class NewContract(TypedDict):
    """A contract as it is given."""

    customer_id: int
    """The customer."""
    price: Money | MoneyDict
    """What all of it costs, not negative."""
    starts_on: date | str
    """Its first day, in the shop's zone."""
    months: int
    """How many months it lasts, 1 to 600."""
    allow_overlap: NotRequired[bool]
    """Whether another contract may cover the same at the same time."""
    asset_ids: NotRequired[Sequence[int]]
    """The customer's pieces that it covers, at most 1,000; all of them when neither pieces nor articles are named."""
    billing: NotRequired[ContractBilling]
    """How often it is billed; once by default."""
    calls: NotRequired[int | None]
    """How many calls a year of the contract are included; any number by default."""
    labour: NotRequired[bool]
    """Whether it pays the labour."""
    number: NotRequired[str | None]
    """The number that people read, unique; `SC-` and its id by default."""
    parts_rate: NotRequired[Decimal | int | str]
    """The share of the price of parts that it pays, 0 to 1."""
    renewal: NotRequired[ContractRenewal]
    """What happens at its end; nothing by default."""
    resolution_s: NotRequired[int | None]
    """Within how many seconds of service time it is resolved, above 0."""
    response_s: NotRequired[int | None]
    """Within how many seconds of service time the shop responds, above 0."""
    skus: NotRequired[Sequence[str]]
    """The articles of which it covers every piece of the customer, at most 1,000."""
    travel: NotRequired[bool]
    """Whether it pays the way to the customer."""
    visits: NotRequired[int | None]
    """How many visits a year of the contract are included; any number by default."""


class NewCustomer(TypedDict):
    """A customer as it is given. A customer needs a name or an identity."""

    addresses: NotRequired[Sequence[NewAddress]]
    """Addresses."""
    birth_date: NotRequired[str | None]
    """The date of birth."""
    company: NotRequired[CompanyProfile | CompanyProfileDict | None]
    """The profile of a company."""
    country: NotRequired[str | None]
    """The country as ISO 3166-1 alpha-2."""
    custom: NotRequired[Mapping[str, Any]]
    """Values of custom fields by their keys."""
    email: NotRequired[str | None]
    """An e-mail address, a short form of an identity."""
    external_id: NotRequired[str | None]
    """The id that `source` gave, a short form of an identity of kind `external_id`."""
    family_name: NotRequired[str | None]
    """The family name."""
    first_seen_at: NotRequired[datetime | str | None]
    """When the customer was first seen; now by default."""
    gender: NotRequired[Gender]
    """The gender."""
    given_name: NotRequired[str | None]
    """The given name."""
    id_document_hash: NotRequired[str | None]
    """The host's keyed hash of an identity document, 32 to 128 hexadecimal digits."""
    identities: NotRequired[Sequence[IdentityInput | IdentityInputDict]]
    """Whatever identifies the customer; the first of each kind becomes the primary one."""
    income_band: NotRequired[int | None]
    """The income band, as the shop numbers them."""
    kind: NotRequired[CustomerKind]
    """Person or company; person by default."""
    language: NotRequired[str | None]
    """The language as BCP 47."""
    name: NotRequired[str | None]
    """The display name; made of the two parts, or of the registered name, when it is absent."""
    name_order: NotRequired[NameOrder | None]
    """Which part comes first; by default what the script suggests, then what the shop says."""
    note: NotRequired[str | None]
    """A note, at most 64 KiB."""
    owner_id: NotRequired[int | None]
    """Who looks after the customer."""
    phone: NotRequired[str | None]
    """A phone number, a short form of an identity."""
    preferred_channel: NotRequired[PreferredChannel | None]
    """The channel on which the customer likes to be reached."""
    quiet_from: NotRequired[int | None]
    """The beginning of the quiet hours, in minutes of the customer's day, 0 to 1,439."""
    quiet_to: NotRequired[int | None]
    """The end of the quiet hours, in minutes of the customer's day, 0 to 1,439."""
    source: NotRequired[str | None]
    """The system that knows this customer under `external_id`."""
    source_touch_id: NotRequired[int | None]
    """The touch that brought the customer."""
    tags: NotRequired[Sequence[str]]
    """Tags, made when they are new."""
    time_zone: NotRequired[str | None]
    """The time zone as an IANA name."""


class NewInteraction(TypedDict):
    """A contact as it is given."""

    channel: Channel
    """The way on which it took place."""
    direction: Direction
    """Who turned to whom."""
    kind: InteractionKind
    """What it was for."""
    at: NotRequired[datetime | str | None]
    """When it began; now by default."""
    body: NotRequired[str | None]
    """What was said or written, at most 64 KiB."""
    customer_id: NotRequired[int | None]
    """The customer; follows merges."""
    duration_s: NotRequired[int | None]
    """Seconds that it lasted, at most 31,622,400 (a year)."""
    external_id: NotRequired[str | None]
    """Its id in that system, at most 256 bytes: the same one again updates and does not add."""
    identity: NotRequired[IdentityInput | IdentityInputDict | None]
    """Who called or wrote, when the customer's id is not at hand. An identity that nobody owns is kept with the
contact, which stays without a customer until it is attached."""
    outcome: NotRequired[InteractionOutcome]
    """What came of it; `none` by default."""
    ref: NotRequired[Reference | ReferenceDict | None]
    """What it was about."""
    sentiment: NotRequired[int | None]
    """The customer's mood, −100 (angry) to 100 (delighted)."""
    source: NotRequired[str | None]
    """The system that reports it; needed with `external_id`."""
    staff_id: NotRequired[int | None]
    """Who of the staff took part."""
    subject: NotRequired[str | None]
    """The subject, at most 512 bytes."""
    thread_id: NotRequired[str | None]
    """The host's name of the conversation, at most 256 bytes."""
    updated_at: NotRequired[datetime | str | None]
    """When it last changed there; a report older than the last one is ignored."""


class NewInvoiceLine(TypedDict):
    """A line of an invoice as it is given."""

    description: str
    """What is printed, at most 512 bytes."""
    unit_price: Decimal | int | str
    """The price of one unit without tax."""
    quantity: NotRequired[Decimal | int | str]
    """How much of it, above 0; 1 by default."""
    sku: NotRequired[str | None]
    """The article number."""
    tax_rate: NotRequired[Decimal | int | str]
    """The rate of the tax, 0 to 1; none by default."""


class NewLead(TypedDict):
    """A lead as it is given. It needs a name, a company, an identity or a customer."""

    source: LeadSource
    """How it came."""
    at: NotRequired[datetime | str | None]
    """When it came; now by default. The first response is due from then on."""
    company: NotRequired[str | None]
    """The name of the company, at most 512 bytes."""
    country: NotRequired[str | None]
    """The country as ISO 3166-1 alpha-2."""
    customer_id: NotRequired[int | None]
    """The customer who it is; found by the identities when absent."""
    employees: NotRequired[int | None]
    """How many people work for the company."""
    external_id: NotRequired[str | None]
    """Its id in that system, at most 256 bytes: the same one again updates and does not add."""
    identities: NotRequired[Sequence[IdentityInput | IdentityInputDict]]
    """How the person can be reached and recognised, at most 20; a customer who has one of them is linked."""
    language: NotRequired[str | None]
    """The language as BCP 47."""
    name: NotRequired[str | None]
    """The name of the person, at most 512 bytes."""
    note: NotRequired[str | None]
    """What was said, at most 64 KiB."""
    owner_id: NotRequired[int | None]
    """Who looks after it; found by the rules when absent."""
    skus: NotRequired[Sequence[str]]
    """Article numbers of what the person is interested in, at most 100."""
    system: NotRequired[str | None]
    """The system that reports it; needed with `external_id`."""
    territory: NotRequired[str | None]
    """The sales territory, as the shop names it."""
    updated_at: NotRequired[datetime | str | None]
    """When it last changed there; a report older than the last one is ignored."""


class NewOpportunityLine(TypedDict):
    """A line of an opportunity as it is given."""

    sku: str
    """The article number; the catalogue need not know it."""
    unit_price: Decimal | int | str
    """The price of one unit in the opportunity's currency, at least 0."""
    name: NotRequired[str | None]
    """The name as offered."""
    quantity: NotRequired[Decimal | int | str]
    """How much of it, at least 0; 1 by default."""


class NewOrder(TypedDict):
    """An order as it is given: with lines, with a total only, or with both if they agree.

All amounts are of one currency and none is negative."""

    allow_blocked: NotRequired[bool]
    """Whether a new order is recorded although the customer is blocked from buying."""
    cancel_reason: NotRequired[CancelReason | None]
    """Why it was called off, for a cancelled order."""
    channel: NotRequired[str | None]
    """Where it was sold, a token such as `web` or `store`."""
    currency: NotRequired[str | None]
    """The currency; needed when no amount names it."""
    customer: NotRequired[int | None]
    """The customer; one of `customer` and `party` is needed."""
    discount: NotRequired[Money | MoneyDict | None]
    """A discount on the whole order, beside those of the lines."""
    external_id: NotRequired[str | None]
    """That system's key of the order. Recording the same key again updates the order."""
    lines: NotRequired[Sequence[NewOrderLine | NewOrderLineDict]]
    """What was bought."""
    needs_fulfilment: NotRequired[bool]
    """Whether there is anything to ship."""
    number: NotRequired[str | None]
    """The number that people read."""
    paid: NotRequired[bool | None]
    """Whether it is paid in full without naming payments."""
    party: NotRequired[Party | None]
    """A guest: whoever has one of these identities, or a new customer."""
    payments: NotRequired[Sequence[NewPayment]]
    """Payments that are known."""
    placed_at: NotRequired[datetime | str | None]
    """When it was placed; now by default."""
    promised_at: NotRequired[datetime | str | None]
    """When it was promised for; for lines that are made to order, so many calendar days of the shop after the
confirmation as the longest of them takes, by default."""
    rate: NotRequired[Decimal | int | str | None]
    """Units of the shop's base currency for one unit; the shop's rate of the day by default."""
    shipping: NotRequired[Money | MoneyDict | None]
    """The price of shipping."""
    source: NotRequired[str | None]
    """The system that the order comes from, such as `woocommerce`; needed with `external_id`."""
    state: NotRequired[OrderState | None]
    """Where it stands; pending by default."""
    tax: NotRequired[Money | MoneyDict | None]
    """All taxes; the sum of the lines' taxes by default."""
    tax_included: NotRequired[bool]
    """Whether prices, discounts and shipping include the tax."""
    total: NotRequired[Money | MoneyDict | None]
    """What is to be paid; computed when there are lines, needed when there are none."""
    updated_at: NotRequired[datetime | str | None]
    """When the host last changed it; an older report never overwrites a newer one."""


class NewOrderLineDict(TypedDict):
    """A line of an order as it is given: with a price per unit or with a total."""

    configuration: NotRequired[int | None]
    """The saved configuration that it is made by, which must meet the rules of its model."""
    cost: NotRequired[Money | MoneyDict | None]
    """What one unit costs the shop, in the order's or the base currency; the catalog's cost by default."""
    discount: NotRequired[Money | MoneyDict | None]
    """The discount on this line."""
    lead_time_days: NotRequired[int | None]
    """Calendar days from the confirmation until it is made and delivered, at most 3,650; that of the configuration by
default."""
    made_to_order: NotRequired[bool]
    """Whether it is made for this order; a configured article always is."""
    name: NotRequired[str | None]
    """The name as sold; the catalog's name of a configured article by default."""
    quantity: NotRequired[Decimal | int | str]
    """How much of it, at least 0; 1 by default."""
    serials: NotRequired[Sequence[str]]
    """Serial numbers of the pieces."""
    sku: NotRequired[str]
    """The article number; the catalog need not know it. That of the configuration by default."""
    tax: NotRequired[Money | MoneyDict | None]
    """The tax of this line."""
    total: NotRequired[Money | MoneyDict | None]
    """What the line comes to after its discount; unit price × quantity − discount by default."""
    unit_price: NotRequired[Decimal | int | str | None]
    """The price of one unit in the order's currency; that of the configuration by default."""


class NewPayment(TypedDict):
    """A payment as it is given."""

    amount: Money | MoneyDict
    """How much, above 0, in the order's currency."""
    at: NotRequired[datetime | str | None]
    """When; the order's time when it comes with the order, now otherwise."""
    external_id: NotRequired[str | None]
    """The provider's key; the same key of the same order again changes nothing."""
    kind: NotRequired[PaymentKind]
    """What it does; a capture by default."""
    method: NotRequired[str | None]
    """How, a token such as `card` or `alipay`."""


class NewPipelineStage(TypedDict):
    """A stage of a pipeline as it is given."""

    key: str
    """Its key, a token, unique within the pipeline."""
    name: str
    """What people call it, at most 512 bytes."""
    maps_to: NotRequired[OpportunityStatus]
    """The core status that it stands for; open by default."""
    probability: NotRequired[Decimal | int | str | None]
    """How likely an opportunity is in it, 0 to 1; needed for open, 1 for won, 0 for lost, 0 by default for on_hold."""


class NewProduct(TypedDict):
    """A product as it is given."""

    sku: str
    """The shop's article number, 1 to 128 bytes, unique."""
    name: str
    """The name, at most 512 bytes."""
    brand: NotRequired[str | None]
    """The brand."""
    category: NotRequired[str | None]
    """The category as a path such as `home/kitchen`."""
    cost: NotRequired[Money | MoneyDict | None]
    """What one unit costs the shop."""
    price: NotRequired[Money | MoneyDict | None]
    """The list price."""
    serialised: NotRequired[bool]
    """Whether each piece has a serial number."""
    state: NotRequired[ProductState]
    """Whether it is sold; active by default."""
    substitutes: NotRequired[Sequence[str]]
    """Article numbers that can be sold instead, in the order of preference."""
    warranty_days: NotRequired[int | None]
    """Days of warranty from delivery, at least 0."""


class NewQuestion(TypedDict):
    """A question as it is given."""

    key: str
    """The key, a token; answers name it."""
    kind: QuestionKind
    """What kind of answer it takes."""
    text: Mapping[str, str]
    """What people read, by language (BCP 47): in each language of the survey."""
    max: NotRequired[int | None]
    """The most, as its kind says."""
    min: NotRequired[int | None]
    """The least, as its kind says."""
    only_if: NotRequired[SurveyCondition | SurveyConditionDict | None]
    """When it is asked; always by default."""
    options: NotRequired[Sequence[SurveyOption | SurveyOptionDict]]
    """The options, at most 100, of `single`, `multi` and `ranking`."""
    required: NotRequired[bool]
    """Whether it must be answered, when it is asked."""


class NewQuoteLine(TypedDict):
    """A line of a quote as it is given."""

    configuration: NotRequired[int | None]
    """The saved configuration that is offered, which must meet the rules of its model."""
    discount_rate: NotRequired[Decimal | int | str]
    """The discount on this line, 0 to 1."""
    name: NotRequired[str | None]
    """The name as offered; the catalogue's by default."""
    quantity: NotRequired[Decimal | int | str]
    """How much of it, above 0; 1 by default."""
    sku: NotRequired[str]
    """The article number; the catalogue need not know it. What is charged besides, such as shipping, is a line too. That
of the configuration by default."""
    tax_rate: NotRequired[Decimal | int | str]
    """The tax on this line after all discounts, 0 to 1."""
    unit_price: NotRequired[Decimal | int | str | None]
    """The price of one unit in the quote's currency, at least 0; that of the configuration, or else the catalogue's, by
default, if it is in this currency."""


class NewRefund(TypedDict):
    """A refund as it is given: of an order, of lines of it, or of a customer without an order."""

    amount: NotRequired[Money | MoneyDict | None]
    """How much went back, shipping and taxes included; what the lines, shipping and tax come to by default."""
    customer: NotRequired[int | None]
    """The customer of a refund without an order."""
    external_id: NotRequired[str | None]
    """That system's key of the refund; the same key again changes nothing."""
    lines: NotRequired[Sequence[NewRefundLine]]
    """What came back, line by line."""
    order: NotRequired[int | None]
    """The order; one of `order`, `order_external_id`, `customer` and `party` is needed."""
    order_external_id: NotRequired[str | None]
    """The key of the order in the system that the refund comes from, instead of its id."""
    party: NotRequired[Party | None]
    """The guest of a refund without an order."""
    rate: NotRequired[Decimal | int | str | None]
    """Units of the base currency for one unit, for a refund without an order."""
    reason: NotRequired[str | None]
    """Why, a token such as `damaged`."""
    refunded_at: NotRequired[datetime | str | None]
    """When; now by default. The refund counts on this day."""
    shipping: NotRequired[Money | MoneyDict | None]
    """How much of it is shipping."""
    source: NotRequired[str | None]
    """The system that the refund comes from; needed with `external_id`."""
    tax: NotRequired[Money | MoneyDict | None]
    """How much of it is tax; the lines' part by default when the amount follows from lines."""


class NewRefundLine(TypedDict):
    """A line of a refund."""

    line: int
    """The line of the order."""
    quantity: Decimal | int | str
    """How much of it, above 0."""
    amount: NotRequired[Money | MoneyDict | None]
    """How much went back for it; the line's total in proportion by default."""
    restock: NotRequired[bool]
    """Whether the goods came back into stock."""


class NewReturnLine(TypedDict):
    """A line of an order that is to come back, as it is given."""

    line: int
    """The line of the order."""
    reason: ReturnReason
    """Why."""
    condition: NotRequired[ReturnCondition]
    """In which condition, as the customer says; unknown by default."""
    note: NotRequired[str | None]
    """What the customer says about it, at most 64 KiB."""
    quantity: NotRequired[Decimal | int | str | None]
    """How much of it, above 0; all that was delivered and is not returned by default."""
    serials: NotRequired[Sequence[str]]
    """Serial numbers of the pieces; of those that were sold, where they are known."""


class NewServiceLine(TypedDict):
    """A line of a service order as it is given."""

    kind: ServiceLineKind
    """What it is for."""
    description: NotRequired[str | None]
    """What is printed, at most 512 bytes; the name of a part that is kept in stock by default."""
    minutes: NotRequired[int | None]
    """Minutes of labour, 1 to 100,000."""
    place: NotRequired[str | None]
    """The warehouse or van from which a part comes, as a token; `main` by default."""
    quantity: NotRequired[Decimal | int | str | None]
    """How much of it, above 0; 1 by default. Labour has minutes instead."""
    sku: NotRequired[str | None]
    """The article number, of a part."""
    tax_rate: NotRequired[Decimal | int | str]
    """The rate of the tax, 0 to 1; none by default."""
    unit_price: NotRequired[Decimal | int | str | None]
    """The price of one, or of an hour of labour, without tax; by default that of the part in stock, or the hourly rate of
the settings."""


class NewTouch(TypedDict):
    """How somebody came, as it is given: of a customer or of a visitor."""

    source: str
    """Where from, such as `google`, `newsletter` or `direct`; at most 512 bytes, as all texts here."""
    at: NotRequired[datetime | str | None]
    """When; now by default."""
    campaign: NotRequired[str | None]
    """The campaign."""
    content: NotRequired[str | None]
    """Which advertisement or link."""
    cost: NotRequired[Money | MoneyDict | None]
    """What it cost the shop, not negative."""
    customer_id: NotRequired[int | None]
    """The customer, where the shop knows."""
    landing: NotRequired[str | None]
    """The address of the first page, at most 2,048 bytes."""
    medium: NotRequired[str | None]
    """In what way, such as `cpc` or `email`."""
    referrer: NotRequired[str | None]
    """The address of the page before, at most 2,048 bytes."""
    term: NotRequired[str | None]
    """The paid keyword."""
    visitor: NotRequired[IdentityInput | IdentityInputDict | None]
    """The browser or device: an identity of kind `cookie_id` or `device_id`."""


class NewWebEvent(TypedDict):
    """What somebody did on the site, as it is given. `price_dropped` and `back_in_stock` may be of nobody."""

    kind: WebEventKind
    """What happened."""
    at: NotRequired[datetime | str | None]
    """When; now by default."""
    customer_id: NotRequired[int | None]
    """The customer, where the shop knows."""
    query: NotRequired[str | None]
    """What was searched for, at most 512 bytes; needed for `searched`."""
    sku: NotRequired[str | None]
    """The article number, at most 128 bytes; needed where the kind is about a product."""
    url: NotRequired[str | None]
    """The address of the page, at most 2,048 bytes."""
    visitor: NotRequired[IdentityInput | IdentityInputDict | None]
    """The browser or device: an identity of kind `cookie_id` or `device_id`."""


class OpportunityPatch(TypedDict):
    """What changes of an opportunity."""

    amount: NotRequired[Money | MoneyDict | None]
    """What it may come to; cleared it is the sum of the lines. Another currency only while there are no lines."""
    campaign: NotRequired[str | None]
    """The host's key of the campaign that brought it."""
    channel: NotRequired[str | None]
    """Where it would be sold."""
    competitor: NotRequired[str | None]
    """Firms that offer against the shop."""
    expected_close: NotRequired[date | str | None]
    """The day on which it should close."""
    name: NotRequired[str | None]
    """What it is about."""
    need: NotRequired[str | None]
    """What the customer needs."""
    owner_id: NotRequired[int | None]
    """Who works on it."""
    probability: NotRequired[Decimal | int | str | None]
    """Its own probability; cleared it is that of its stage."""
    solution: NotRequired[str | None]
    """What the shop proposes."""
    source: NotRequired[str | None]
    """Where it came from."""


class OrderPatch(TypedDict):
    """A change of an order; absent fields stay."""

    channel: NotRequired[str | None]
    """Where it was sold."""
    customer: NotRequired[int | None]
    """Gives the order to another customer."""
    discount: NotRequired[Money | MoneyDict | None]
    """The discount on the whole order."""
    lines: NotRequired[Sequence[NewOrderLine | NewOrderLineDict] | None]
    """All lines anew; a line with the article number of a known one keeps that one's id and shipped quantity."""
    needs_fulfilment: NotRequired[bool | None]
    """Whether there is anything to ship."""
    number: NotRequired[str | None]
    """The number that people read."""
    paid: NotRequired[bool | None]
    """Whether it is paid in full without naming payments."""
    placed_at: NotRequired[datetime | str | None]
    """When it was placed."""
    promised_at: NotRequired[datetime | str | None]
    """When it was promised for."""
    rate: NotRequired[Decimal | int | str | None]
    """Units of the base currency for one unit."""
    shipping: NotRequired[Money | MoneyDict | None]
    """The price of shipping."""
    tax: NotRequired[Money | MoneyDict | None]
    """All taxes."""
    tax_included: NotRequired[bool | None]
    """Whether prices include the tax."""
    total: NotRequired[Money | MoneyDict | None]
    """The total of an order without lines."""


class PartPatch(TypedDict):
    """What changes of a part."""

    active: NotRequired[bool | None]
    """Whether it is still kept."""
    cost: NotRequired[Money | MoneyDict | None]
    """What one unit costs the shop."""
    fits: NotRequired[Sequence[str] | None]
    """The articles that it fits; takes the place of the known ones."""
    name: NotRequired[str | None]
    """The name."""
    price: NotRequired[Money | MoneyDict | None]
    """What one unit is sold for, without tax."""
    reorder_point: NotRequired[Decimal | int | str | None]
    """It is low when no more than this is available."""
    reorder_quantity: NotRequired[Decimal | int | str | None]
    """How much is ordered at a time."""


class PartnerPatch(TypedDict):
    """What changes of a partner."""

    active: NotRequired[bool | None]
    """Whether new orders can be attributed to the partner."""
    agreement: NotRequired[str | None]
    """What was agreed."""
    discount_rate: NotRequired[Decimal | int | str | None]
    """The share that is taken off prices when the partner buys, 0 to 1."""
    kind: NotRequired[PartnerKind | None]
    """How the partner sells."""
    level: NotRequired[str | None]
    """The level."""
    territory: NotRequired[str | None]
    """Where the partner sells."""


class Party(TypedDict):
    """Who stands behind something that a host reports: an order, a contact."""

    country: NotRequired[str | None]
    """The country as ISO 3166-1 alpha-2, for a new customer."""
    identities: NotRequired[Sequence[IdentityInput | IdentityInputDict]]
    """Whatever identifies the customer."""
    language: NotRequired[str | None]
    """The language as BCP 47, for a new customer."""
    name: NotRequired[str | None]
    """The display name, used only when the customer is new or has none."""


class PlanTermsDict(TypedDict):
    """What a plan pays for what. Exactly one of `rate`, `tiers` and `per_unit` is given."""

    basis: CommissionBasis
    """What the commission is computed of."""
    beneficiaries: NotRequired[Sequence[Beneficiary | BeneficiaryDict]]
    """Only for these partners and members of the staff; for everybody when there are none."""
    categories: NotRequired[Sequence[str]]
    """Only for products of these categories and those below them, and the article numbers beside them."""
    clawback_days: NotRequired[int]
    """Calendar days after the day of completion within which refunds take back their part, at most 3,650; 30 by default."""
    per_unit: NotRequired[Money | MoneyDict | None]
    """What one unit pays, in the base currency, for the basis `units`."""
    period: NotRequired[TurnoverPeriod]
    """How long the turnover of the tiers adds up; a month by default."""
    rate: NotRequired[Decimal | int | str | None]
    """The rate of revenue or margin, above 0 and at most 1."""
    skus: NotRequired[Sequence[str]]
    """Only for these article numbers and the categories beside them."""
    split: NotRequired[Sequence[Decimal | int | str]]
    """The parts of the beneficiaries in the sequence in which an order names them, adding up to 1; equal parts when
there are none."""
    tiers: NotRequired[Sequence[TurnoverTier | TurnoverTierDict]]
    """Rates by the turnover of the period, each for the part of the turnover in its tier."""


class QuotePatch(TypedDict):
    """What changes of a draft."""

    channel: NotRequired[str | None]
    """Where it would be sold."""
    discount_rate: NotRequired[Decimal | int | str | None]
    """The discount on the sum of the lines; an approval is void then."""
    lines: NotRequired[Sequence[NewQuoteLine] | None]
    """All lines anew; an approval is void then."""
    note: NotRequired[str | None]
    """What the customer reads below the lines."""
    opportunity_id: NotRequired[int | None]
    """The opportunity that it is for."""
    owner_id: NotRequired[int | None]
    """Who answers for it."""
    tax_included: NotRequired[bool | None]
    """Whether prices include the tax."""
    title: NotRequired[str | None]
    """What it is about."""
    valid_until: NotRequired[date | str | None]
    """The last day on which it can be accepted."""


class ReferenceDict(TypedDict):
    """What a contact was about: an entity of this file or of the host."""

    entity: str
    """The kind of the entity, such as `order`."""
    id: int
    """Its id, above 0; whether it exists is not checked."""


class ReturnAcceptance(TypedDict):
    """How much of a line is accepted."""

    line: int
    """The line of the return."""
    accepted: Decimal | int | str
    """How much of it, at most what has arrived."""
    fee: NotRequired[Money | MoneyDict | None]
    """The restocking fee, at most its value; as the rules say by default."""


class ReturnFinding(TypedDict):
    """What was found of a line."""

    line: int
    """The line of the return."""
    condition: ReturnCondition
    """In which condition it is."""
    disposition: NotRequired[ReturnDisposition | None]
    """Where it goes."""


class ReturnPatch(TypedDict):
    """What changes of a return that is not over."""

    carrier: NotRequired[str | None]
    """Who carries it, as a token."""
    expires_at: NotRequired[datetime | str | None]
    """Until when it must be sent."""
    label_ref: NotRequired[str | None]
    """The host's reference of the label, at most 512 bytes."""
    note: NotRequired[str | None]
    """More about it."""
    return_to: NotRequired[str | None]
    """Where the goods are to be sent, as a token."""
    tracking_no: NotRequired[str | None]
    """The carrier's number, at most 64 bytes; needs a carrier."""


class ReturnReceipt(TypedDict):
    """How much of a line has arrived."""

    line: int
    """The line of the return."""
    quantity: Decimal | int | str
    """How much of it arrived now, above 0; with what arrived before at most what was asked for."""


class ReturnRuleDict(TypedDict):
    """A rule: for the lines that meet all its conditions it decides whatever it says something about, unless an earlier
rule has decided that."""

    approval: NotRequired[ReturnApproval | None]
    """Who approves."""
    category: NotRequired[str | None]
    """Articles of this category and of those below it."""
    condition: NotRequired[ReturnCondition | None]
    """Goods in this condition."""
    country: NotRequired[str | None]
    """Customers of this country, two capital letters."""
    key: NotRequired[str]
    """What verdicts call it: a token, unique among the rules."""
    made_to_order: NotRequired[bool | None]
    """Goods that are, or are not, made to order."""
    reason: NotRequired[ReturnReason | None]
    """Returns for this reason."""
    restocking: NotRequired[Decimal | int | str | None]
    """The share of the value that is taken off as a restocking fee, 0 to 1."""
    returnable: NotRequired[bool | None]
    """Whether they can be returned."""
    sku: NotRequired[str | None]
    """This article."""
    tier_id: NotRequired[int | None]
    """Customers of this tier."""
    up_to: NotRequired[Money | MoneyDict | None]
    """Lines of which at most this is paid back."""
    way_back: NotRequired[WayBack | None]
    """Who pays the way back."""
    way_back_fee: NotRequired[Money | MoneyDict | None]
    """What is taken off when the customer pays the way back with a label of the shop."""
    window_days: NotRequired[int | None]
    """Calendar days after the delivery in which they can, at most 3,650."""


class ReviewPatch(TypedDict):
    """What its author changes of a review; absent fields stay, null clears."""

    aspects: NotRequired[Mapping[str, int] | None]
    """Ratings of single aspects; all of them."""
    language: NotRequired[str | None]
    """The language."""
    photos: NotRequired[Sequence[str] | None]
    """What leads to the pictures; the whole list."""
    rating: NotRequired[int | None]
    """1 to 5."""
    text: NotRequired[str | None]
    """What was written."""
    title: NotRequired[str | None]
    """The heading."""


class ReviewSubjectDict(TypedDict):
    """What is reviewed."""

    kind: ReviewedKind
    """What kind of thing."""
    id: NotRequired[int | None]
    """The id, for an order, a service or a member of the staff. Whether there is such a service or member of the staff
is not checked."""
    service: NotRequired[ReviewedService | None]
    """Which service, for a service and only for one."""
    sku: NotRequired[str | None]
    """The article number, for a product and only for one; at most 128 bytes. It need not be in the catalog."""


class RfmLabelMapDict(TypedDict):
    """The rules that give every score combination its label."""

    rules: Sequence[RfmLabelRule | RfmLabelRuleDict]
    """The rules; labels are shown in the order in which they first appear, best first."""


class RfmLabelRuleDict(TypedDict):
    """One rule: a label for an area of R and S = F + M."""

    label: str
    """The label's snake_case token; several rules may share it."""
    r: Sequence[int]
    """Lowest and highest recency score, within 1..=5."""
    s: Sequence[int]
    """Lowest and highest sum of frequency and monetary score, within 2..=10."""


class RfmThresholdsDict(TypedDict):
    """The shop's own thresholds, for the method `fixed`: one less than there are bins, strictly ascending.

Frequency and monetary score 1 + the number of thresholds strictly below the value; recency scores the number of
bins less that number. A value on a threshold belongs to the bin below it."""

    recency_days: Sequence[int]
    """Days since the last order."""
    frequency: Sequence[int]
    """Numbers of orders."""
    monetary: Sequence[Money | MoneyDict]
    """Amounts, in the currency in which customers are scored."""


class ServiceHolidayDict(TypedDict):
    """A day on which the shop does not serve."""

    day: date | str
    """The day."""
    name: NotRequired[str | None]
    """What people call it, at most 512 bytes."""
    yearly: NotRequired[bool]
    """Whether it is the same day of every year, whatever the year of `day`; 29 February comes in leap years only."""


class ServiceLinePatch(TypedDict):
    """What changes of a line."""

    description: NotRequired[str | None]
    """What is printed."""
    minutes: NotRequired[int | None]
    """Minutes of labour."""
    quantity: NotRequired[Decimal | int | str | None]
    """How much of it; not of labour."""
    tax_rate: NotRequired[Decimal | int | str | None]
    """The rate of the tax."""
    unit_price: NotRequired[Decimal | int | str | None]
    """The price of one, or of an hour of labour."""


class ServiceOrderPatch(TypedDict):
    """What changes of a service order whose work is not over."""

    complaint: NotRequired[str | None]
    """What the customer complains about."""
    place: NotRequired[str | None]
    """Where the work is done."""
    region: NotRequired[str | None]
    """Where the technician has to work; it counts when a time is found next."""
    skill: NotRequired[str | None]
    """What the technician has to know; it counts when a time is found next."""


class ShipmentLineDict(TypedDict):
    """How much of a line of the order is in a parcel."""

    line: int
    """The line of the order."""
    quantity: Decimal | int | str
    """How much of it, above 0; at most what is ordered and neither shipped nor called off. A parcel that has left the
shop already may hold what was noted as shipped and is in no other one."""


class ShipmentPatch(TypedDict):
    """What changes of a parcel."""

    carrier: NotRequired[str | None]
    """Who carries it."""
    expected_at: NotRequired[datetime | str | None]
    """When it is expected to arrive."""
    promised_at: NotRequired[datetime | str | None]
    """Until when the customer was promised this parcel."""
    tracking_no: NotRequired[str | None]
    """The carrier's number; what was reported of it before is applied now."""


class SkuPointsDict(TypedDict):
    """Points for each unit of an article."""

    sku: str
    """The article number."""
    points: int
    """Points for each whole unit."""


class SlaTargetDict(TypedDict):
    """What an SLA promises for tickets of a sort."""

    category: NotRequired[str | None]
    """Tickets of this category and those below it: `delivery` fits `delivery/late` too; of any by default."""
    first_response_s: NotRequired[int | None]
    """Service seconds to the first response, 1 to 31,536,000; nothing is promised when null."""
    kind: NotRequired[TicketKind | None]
    """Tickets of this kind; of any by default."""
    priority: NotRequired[Priority | None]
    """Tickets of this priority; of any by default."""
    resolution_s: NotRequired[int | None]
    """Service seconds to the resolution, 1 to 31,536,000; nothing is promised when null."""


class SurveyAnswer(TypedDict):
    """One answer."""

    question: str
    """The key of the question."""
    value: Any
    """The answer as the kind of the question says: a key, a list of keys, a number, a text or a day; null takes it
back."""


SurveyConditionDict = TypedDict(
    "SurveyConditionDict",
    {
        "question": "str",
        "from": NotRequired["int | None"],
        "options": NotRequired["Sequence[str]"],
        "to": NotRequired["int | None"],
    },
)
"""When a question is asked: only if an earlier one was answered so."""


class SurveyOptionDict(TypedDict):
    """An option of a question."""

    key: str
    """The key, a token; answers name it."""
    text: Mapping[str, str]
    """What people read, by language (BCP 47)."""


class SurveyPatch(TypedDict):
    """What changes of a survey; invitations keep the time that they were given."""

    closes_at: NotRequired[datetime | str | None]
    """When `tick` closes it."""
    follow_up: NotRequired[bool | None]
    """Whether a ticket is opened for detractors."""
    invitation_days: NotRequired[int | None]
    """How many days an invitation holds."""
    name: NotRequired[str | None]
    """The name."""
    opens_at: NotRequired[datetime | str | None]
    """Before this instant nobody can answer."""
    remind_days: NotRequired[Sequence[int] | None]
    """After how many days `tick` reminds of an invitation."""
    reward: NotRequired[SurveyReward | SurveyRewardDict | None]
    """What answering is worth; it holds for all rewards that are not given yet."""


class SurveyRewardDict(TypedDict):
    """What answering a survey is worth, once for each invitation."""

    at_once: NotRequired[bool]
    """Whether it is given with the last answer, else by `surveys.reward` after somebody has looked; at once by
default."""
    points: NotRequired[int]
    """Points for a customer, at most 1,000,000."""
    program_id: NotRequired[int | None]
    """The programme of a coupon; who is not known as a customer gets one that is bound to nobody."""


class TaskPatch(TypedDict):
    """What changes of a task."""

    assignee_id: NotRequired[int | None]
    """Who does it."""
    due_at: NotRequired[datetime | str | None]
    """Until when; a new time can be missed anew."""
    note: NotRequired[str | None]
    """The note."""
    priority: NotRequired[Priority | None]
    """How much it presses."""
    remind_at: NotRequired[datetime | str | None]
    """When `tick` reminds of it; a new time reminds anew."""
    title: NotRequired[str | None]
    """The title."""


class TicketPatch(TypedDict):
    """What changes of a ticket; absent fields stay, null clears."""

    asset_id: NotRequired[int | None]
    """The piece that it is about."""
    body: NotRequired[str | None]
    """What was said."""
    category: NotRequired[str | None]
    """What sort of matter it is."""
    contact: NotRequired[str | None]
    """How somebody is reached whom the shop does not know."""
    customer_id: NotRequired[int | None]
    """The customer of a ticket that has none; another one than before is refused."""
    kind: NotRequired[TicketKind | None]
    """What it is. What becomes a complaint presses at least high, and gets an owner and a time for the answer."""
    language: NotRequired[str | None]
    """The language as BCP 47."""
    order_id: NotRequired[int | None]
    """The order that it is about."""
    order_line_id: NotRequired[int | None]
    """The line of the order."""
    priority: NotRequired[Priority | None]
    """How much it presses; due times are worked out anew, the time that was used counts."""
    sla_id: NotRequired[int | None]
    """The SLA; null takes the default one. The time that was used counts."""
    subject: NotRequired[str | None]
    """What it is about in one line."""
    tags: NotRequired[Sequence[str] | None]
    """Tags, in place of those before."""
    team: NotRequired[str | None]
    """The team."""


class TicketRuleDict(TypedDict):
    """A rule that assigns tickets for which nobody is named. Every list that is not empty must have something that fits."""

    key: str
    """What the shop calls it, as a token; whose turn it is stays known under it."""
    method: TicketMethod
    """How it chooses."""
    staff: Sequence[int]
    """Among whom, 1 to 1,000; who stands there twice gets twice as many in turn."""
    categories: NotRequired[Sequence[str]]
    """Tickets of these categories and those below them."""
    kinds: NotRequired[Sequence[TicketKind]]
    """Tickets of these kinds."""
    languages: NotRequired[Sequence[str]]
    """Tickets in these languages as BCP 47; `zh` fits `zh-CN` too."""
    priorities: NotRequired[Sequence[Priority]]
    """Tickets of these priorities."""
    team: NotRequired[str | None]
    """The team that the ticket gets when it has none, as a token."""


class TierPatch(TypedDict):
    """What changes of a tier; `tick` evaluates those who are in it anew."""

    active: NotRequired[bool | None]
    """Whether customers get into it."""
    benefits: NotRequired[Sequence[str] | None]
    """What else it offers; the whole list."""
    free_shipping: NotRequired[bool | None]
    """Whether orders are shipped for nothing."""
    grace_days: NotRequired[int | None]
    """For how many days one stays in it after falling below its marks."""
    min_points: NotRequired[int | None]
    """How many points one has to earn."""
    min_spend: NotRequired[Money | MoneyDict | None]
    """What one has to spend."""
    name: NotRequired[str | None]
    """The name."""
    price_percent: NotRequired[Decimal | int | str | None]
    """The share that is taken off prices."""
    window_days: NotRequired[int | None]
    """Within how many days."""


class TopicPatch(TypedDict):
    """What changes of a topic."""

    board_id: NotRequired[int | None]
    """The board."""
    body: NotRequired[str | None]
    """The text."""
    skus: NotRequired[Sequence[str] | None]
    """The articles of the catalogue that it mentions; the whole list."""
    tags: NotRequired[Sequence[str] | None]
    """Its tags; the whole list."""
    title: NotRequired[str | None]
    """The title."""


TurnoverTierDict = TypedDict(
    "TurnoverTierDict",
    {
        "from": "Money | MoneyDict",
        "rate": "Decimal | int | str",
    },
)
"""A rate for the part of the turnover that lies above an amount."""


class WeekHoursDict(TypedDict):
    """Working time of a day of the week."""

    weekday: int
    """The day of the week: 1 is Monday, 7 is Sunday."""
    from_minute: int
    """When it begins, in minutes of the day, 0 to 1,439: 540 is 09:00."""
    until_minute: int
    """When it ends, in minutes of the day, 1 to 1,440."""
