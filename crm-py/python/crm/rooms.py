"""A class per room, a typed method per verb. Written by `cargo xtask generate` from the operation table; changes here are lost."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crm.money import Money
from crm.room import KEEP, Call, CustomersVerbs, EventsVerbs, Keep, Room, TableCall, changed, given
from crm.table import Table
from crm.types import (
    AbandonedCarts,
    Address,
    AmountBasis,
    Appointment,
    AppointmentKind,
    AppointmentPage,
    AppointmentState,
    ApprovalLimit,
    ApprovalLimitDict,
    Archived,
    Article,
    ArticleAudience,
    ArticleGapPage,
    ArticleHit,
    ArticleLink,
    ArticlePage,
    ArticlePatch,
    ArticleState,
    ArticleVersion,
    Asset,
    AssetHistory,
    AssetPage,
    AssetPatch,
    AssetState,
    Attribution,
    BackupReport,
    Basket,
    BatchResults,
    BatchStep,
    Beneficiary,
    BeneficiaryDict,
    Benefit,
    Block,
    Board,
    BoardPatch,
    CalendarPlan,
    CalendarPlanDict,
    CancelReason,
    CareItemPage,
    CareNote,
    CareNotePage,
    CareOutcome,
    CareReason,
    CareRule,
    CareRuleDict,
    CareRules,
    CarrierEventPage,
    CarrierReport,
    Cart,
    CartLine,
    CartLineDict,
    CartPage,
    CartSettings,
    CartState,
    Channel,
    CheckedConfiguration,
    ClaimedWarranty,
    Club,
    ClubMemberPage,
    Commission,
    CommissionPage,
    CommissionPayout,
    CommissionPlan,
    CommissionPlanPage,
    CommissionShare,
    CommissionShareDict,
    CommissionState,
    CommissionStatement,
    CommunitySettings,
    CompanyCategory,
    CompanyProfile,
    CompanyProfileDict,
    Comparison,
    Compensation,
    CompensationKind,
    CompensationPage,
    CompensationSettings,
    CompensationState,
    CompensationStatistics,
    Competitor,
    CompetitorPage,
    CompetitorPatch,
    CompetitorProduct,
    CompetitorProductPage,
    CompetitorProductPatch,
    Configuration,
    ConfigurationPage,
    ContentItem,
    ContentItemPage,
    ContentKind,
    ContentPatch,
    ContentState,
    Contract,
    ContractBilling,
    ContractPage,
    ContractRenewal,
    ContractState,
    Counts,
    Coupon,
    CouponKind,
    CouponOffer,
    CouponPage,
    CouponProgram,
    CouponProgramPage,
    CouponProgramPatch,
    CouponReversal,
    CouponState,
    CoveringContract,
    CreditDelta,
    CreditDeltaDict,
    CreditedLine,
    CreditEntry,
    CreditEntryPage,
    CreditKind,
    CreditScore,
    CreditSettings,
    CreditStanding,
    CurrencyRate,
    Customer,
    CustomerEntitlement,
    CustomerGoodwill,
    CustomerHit,
    CustomerKind,
    CustomerList,
    CustomerPage,
    CustomerPatch,
    CustomerStage,
    CustomerStagePage,
    CustomerTier,
    CustomerView,
    CustomField,
    DayHours,
    DayHoursDict,
    Design,
    DesignPage,
    DesignState,
    Direction,
    DueTime,
    DuplicateCandidate,
    DuplicateCandidatePage,
    DuplicateScan,
    DuplicateState,
    ElapsedTime,
    EntitlementKind,
    EntitlementOverride,
    EntitlementRule,
    EntitlementRuleDict,
    EntitlementRules,
    EntitlementSummary,
    EntitlementUsage,
    EntitlementUse,
    Entity,
    Event,
    EventBatch,
    ExportCount,
    ExportReport,
    FactsStatus,
    FeedbackAbout,
    FeedbackEntry,
    FeedbackEntryPage,
    FeedbackKind,
    FeedbackSettings,
    FeedbackSort,
    FeedbackState,
    FeedbackSummary,
    FieldEntity,
    FieldEquals,
    FieldRule,
    FieldType,
    Forecast,
    Format,
    ForumReport,
    ForumReportPage,
    ForumVotes,
    Fulfilment,
    Fund,
    FundEntryPage,
    FundPage,
    FundPatch,
    FundPeriod,
    Gender,
    Guide,
    GuideEntry,
    GuideEntryDict,
    GuideForCustomer,
    HoldReason,
    HostPayment,
    HostRows,
    HotTopics,
    Identified,
    Identity,
    IdentityInput,
    IdentityInputDict,
    IdentityKind,
    ImportJobPage,
    ImportReport,
    IntegrityReport,
    Interaction,
    InteractionCount,
    InteractionKind,
    InteractionOutcome,
    InteractionPage,
    InteractionPatch,
    InvitationState,
    Invoice,
    InvoiceHtml,
    InvoiceKind,
    InvoicePage,
    InvoicePatch,
    InvoiceSeries,
    InvoiceState,
    Lead,
    LeadAssignment,
    LeadCondition,
    LeadConditionDict,
    LeadConversion,
    LeadCount,
    LeadDeal,
    LeadLostReason,
    LeadPage,
    LeadPatch,
    LeadRule,
    LeadRuleKind,
    LeadRulePatch,
    LeadRules,
    LeadScore,
    LeadSettings,
    LeadSource,
    LeadState,
    LineCancellation,
    ListMember,
    ListMemberPage,
    LogisticsIndicators,
    LostReason,
    LoyaltyProgram,
    LoyaltyTerms,
    MaintenanceDuePage,
    MaintenanceMakes,
    MaintenancePlan,
    MaintenancePlanPage,
    MatchPolicy,
    MergeRecord,
    Metrics,
    Model,
    ModelGroup,
    ModelGroupDict,
    ModelRule,
    ModelRuleDict,
    ModelSummaryPage,
    MoneyDict,
    NameOrder,
    NewAddress,
    NewContract,
    NewCustomer,
    NewInteraction,
    NewInvoiceLine,
    NewLead,
    NewOpportunityLine,
    NewOrder,
    NewOrderLine,
    NewOrderLineDict,
    NewPayment,
    NewPipelineStage,
    NewProduct,
    NewQuestion,
    NewQuoteLine,
    NewRefund,
    NewRefundLine,
    NewReturnLine,
    NewServiceLine,
    NewTouch,
    NewWebEvent,
    NumberFormat,
    Opportunity,
    OpportunityHistory,
    OpportunityPage,
    OpportunityPatch,
    OpportunityStatus,
    Order,
    OrderedCart,
    OrderPage,
    OrderPoints,
    OrderReturn,
    OrderReturnPage,
    OrderState,
    Part,
    PartLookup,
    Partner,
    PartnerKind,
    PartnerPage,
    PartnerPatch,
    PartPage,
    PartPatch,
    PartReservation,
    PartReservationPage,
    PartReservationState,
    Party,
    Payment,
    Pipeline,
    PlanTerms,
    PlanTermsDict,
    PointsBalance,
    PointsEntry,
    PointsEntryPage,
    PointsKind,
    PointsRounding,
    Policy,
    Post,
    PostPage,
    PreferredChannel,
    PriceTerms,
    Priority,
    Product,
    ProductPage,
    ProductState,
    PutCart,
    Quote,
    QuotePage,
    QuotePatch,
    QuoteSettings,
    QuoteState,
    Recorded,
    RecoveredFrom,
    Redemption,
    RedemptionPage,
    RedemptionState,
    Reference,
    ReferenceDict,
    Referral,
    ReferralCode,
    ReferralPage,
    ReferralProgram,
    ReferralState,
    Refund,
    RefundPage,
    Relation,
    RelationKind,
    Reorder,
    Reported,
    ReturnAcceptance,
    ReturnApproval,
    ReturnCondition,
    ReturnFinding,
    ReturnHabits,
    ReturnIndicators,
    ReturnOffer,
    ReturnPatch,
    ReturnReason,
    ReturnReceipt,
    ReturnReported,
    ReturnResolution,
    ReturnRule,
    ReturnRuleDict,
    ReturnSettings,
    ReturnSighting,
    ReturnState,
    Review,
    ReviewAsked,
    ReviewPage,
    ReviewPatch,
    ReviewReportReason,
    ReviewRequestPage,
    ReviewSettings,
    ReviewSort,
    ReviewState,
    ReviewSubject,
    ReviewSubjectDict,
    ReviewSummary,
    RfmExplanation,
    RfmLabelMap,
    RfmLabelMapDict,
    RfmMethod,
    RfmMovedPage,
    RfmMoves,
    RfmSettings,
    RfmSnapshot,
    RfmSnapshotPage,
    RfmStanding,
    RfmSummary,
    RfmThresholds,
    RfmThresholdsDict,
    RfmWhatIf,
    ServiceCalendar,
    ServiceCalendars,
    ServiceCosts,
    ServiceKind,
    ServiceLevel,
    ServiceLinePatch,
    ServiceOrder,
    ServiceOrderPage,
    ServiceOrderPatch,
    ServiceOrderState,
    ServiceReport,
    ServiceSettings,
    SharedConfiguration,
    Shipment,
    ShipmentLine,
    ShipmentLineDict,
    ShipmentPage,
    ShipmentPatch,
    ShipmentState,
    ShopSettings,
    ShownArticle,
    SizeBand,
    SkuPoints,
    SkuPointsDict,
    SlaList,
    SlaPause,
    SlaPlan,
    SlaPromise,
    SlaTarget,
    SlaTargetDict,
    Slot,
    Stage,
    StageChange,
    StageCount,
    StateWord,
    StockAvailability,
    StockLevels,
    StockMove,
    StockMoveKind,
    StockMovePage,
    StockToReorderPage,
    StoredValue,
    StoredValueEntry,
    StoredValueEntryPage,
    StoredValueKind,
    StoredValuePage,
    Survey,
    SurveyAnswer,
    SurveyForm,
    SurveyInvitation,
    SurveyInvitationPage,
    SurveyMonth,
    SurveyOutcome,
    SurveyPage,
    SurveyPatch,
    SurveyResults,
    SurveyReward,
    SurveyRewardDict,
    SurveyScores,
    SurveyState,
    SurveyTextPage,
    TagCount,
    Task,
    TaskKind,
    TaskPage,
    TaskPatch,
    TaskState,
    Technician,
    TechnicianSlot,
    Ticket,
    TicketHistory,
    TicketKind,
    TicketMessage,
    TicketMessagePage,
    TicketPage,
    TicketPatch,
    TicketRule,
    TicketRuleDict,
    TicketRules,
    TicketSettings,
    TicketState,
    TicketSummary,
    TicketTrack,
    TickReport,
    Tier,
    TierPatch,
    TimeFormat,
    TimelineEntryPage,
    Topic,
    TopicPage,
    TopicPatch,
    TopicState,
    Touch,
    TouchCount,
    TouchPage,
    TouchSettings,
    TouchSummary,
    Transfer,
    UpsertCount,
    UpsertedCustomer,
    Verified,
    Version,
    VoidReason,
    Warranty,
    WarrantyCheck,
    WarrantyClaimPage,
    WarrantyKind,
    WarrantyPage,
    WarrantyPlan,
    WarrantyPlanPage,
    WarrantyStart,
    WarrantyState,
    WayBack,
    WebEvent,
    WebEventKind,
    WebEventPage,
    WeekHours,
    WeekHoursDict,
    Whereabouts,
    WorkingHours,
)

__all__ = ["Rooms"]


class Appointments(Room):
    """The operations of `appointments`."""

    __slots__ = ()

    def set_hours(self, staff_id: int, *, hours: Sequence[WeekHours | WeekHoursDict]) -> WorkingHours:
        """Says when a member of the staff works in a week.

        Args:
            staff_id: Who.
            hours: The hours; none for somebody who does not work.

        Raises:
            LimitExceeded
        """
        return WorkingHours._of(self._call("appointments.set_hours", {"staff_id": staff_id, "hours": hours}))

    def set_exception(
        self,
        staff_id: int,
        *,
        day: date | str,
        hours: Sequence[DayHours | DayHoursDict] | None = None,
    ) -> WorkingHours:
        """Gives a day working hours of its own.

        Args:
            staff_id: Who.
            day: The day.
            hours: The hours: none is a day off, null is as every week.

        Raises:
            LimitExceeded
        """
        return WorkingHours._of(self._call("appointments.set_exception", {"staff_id": staff_id, "day": day, **given(hours=hours)}))

    def hours(self, staff_id: int) -> WorkingHours:
        """When a member of the staff works.

        Args:
            staff_id: Who.
        """
        return WorkingHours._of(self._call("appointments.hours", {"staff_id": staff_id}))

    def free_slots(
        self,
        staff_id: int,
        *,
        from_: datetime | str,
        until: datetime | str,
        minutes: int,
        step_minutes: int | None = None,
    ) -> builtins.list[Slot]:
        """The times at which a member of the staff works and nothing is booked.

        Args:
            staff_id: Whose.
            from_: Not before this instant, and never in the past.
            until: Until this instant, at most 92 days after `from`.
            minutes: How long, 5 to 1,440 minutes.
            step_minutes: How far apart slots begin, counted from the beginning of the working time; their length by default.
        """
        return [Slot._of(item) for item in self._call("appointments.free_slots", {
            "staff_id": staff_id,
            "from": from_,
            "until": until,
            "minutes": minutes,
            **given(step_minutes=step_minutes),
        })]

    def book(
        self,
        staff_id: int,
        *,
        kind: AppointmentKind,
        starts_at: datetime | str,
        minutes: int,
        allow_blocked: bool = False,
        customer_id: int | None = None,
        force: bool = False,
        note: str | None = None,
        place: str | None = None,
        remind_minutes: int | None = None,
    ) -> Appointment:
        """Books an appointment.

        Args:
            staff_id: With whom of the staff.
            kind: Where and how the two meet.
            starts_at: When it begins.
            minutes: How long, 5 to 1,440 minutes.
            allow_blocked: Books although the customer is blocked, or gets no service.
            customer_id: The customer.
            force: Books in the past and outside the working hours too; never over another appointment.
            note: What it is about, at most 64 KiB.
            place: Where, at most 512 bytes.
            remind_minutes: How many minutes before it `tick` reminds of it by an event, at most 43,200; no reminder by default, and none of
what began in the past.

        Raises:
            NotFound, Conflict, Blocked
        """
        return Appointment._of(self._call("appointments.book", {
            "staff_id": staff_id,
            "kind": kind,
            "starts_at": starts_at,
            "minutes": minutes,
            **given(
                allow_blocked=allow_blocked,
                customer_id=customer_id,
                force=force,
                note=note,
                place=place,
                remind_minutes=remind_minutes,
            ),
        }))

    def get(self, id: int) -> Appointment:
        """One appointment by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Appointment._of(self._call("appointments.get", {"id": id}))

    def list(
        self,
        *,
        before: datetime | str | None = None,
        customer_id: int | None = None,
        from_: datetime | str | None = None,
        limit: int | None = None,
        after: str | None = None,
        staff_id: int | None = None,
        state: AppointmentState | None = None,
    ) -> AppointmentPage:
        """Appointments by staff, customer, state and time, the first before the others.

        Args:
            before: Those that begin before this instant.
            customer_id: Appointments of this customer.
            from_: Those that begin at or after this instant.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            staff_id: Appointments of this member of the staff.
            state: Appointments in this state; all by default.

        Raises:
            NotFound, LimitExceeded
        """
        return AppointmentPage._of(self._call("appointments.list", {
            "page": given(limit=limit, after=after),
            **given(before=before, customer_id=customer_id, **{"from": from_}, staff_id=staff_id, state=state),
        }))

    def reschedule(
        self,
        id: int,
        *,
        starts_at: datetime | str,
        force: bool = False,
        minutes: int | None = None,
    ) -> Appointment:
        """Moves an appointment to another time.

        Args:
            id: The id.
            starts_at: When it begins.
            force: Books in the past and outside the working hours too; never over another appointment.
            minutes: How long, 5 to 1,440 minutes; as long as before by default.

        Raises:
            NotFound, Conflict
        """
        return Appointment._of(self._call("appointments.reschedule", {
            "id": id,
            "starts_at": starts_at,
            **given(force=force, minutes=minutes),
        }))

    def cancel(self, id: int, *, note: str | None = None) -> Appointment:
        """Calls an appointment off; its time is free again.

        Args:
            id: The id.
            note: What came of it; takes the place of the note.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Appointment._of(self._call("appointments.cancel", {"id": id, **given(note=note)}))

    def complete(self, id: int, *, note: str | None = None) -> Appointment:
        """Notes that an appointment took place, and what came of it.

        Args:
            id: The id.
            note: What came of it; takes the place of the note.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Appointment._of(self._call("appointments.complete", {"id": id, **given(note=note)}))

    def no_show(self, id: int, *, note: str | None = None) -> Appointment:
        """Notes that the customer did not come.

        Args:
            id: The id.
            note: What came of it; takes the place of the note.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Appointment._of(self._call("appointments.no_show", {"id": id, **given(note=note)}))


class Assets(Room):
    """The operations of `assets`."""

    __slots__ = ()

    def register(
        self,
        serial: str,
        *,
        customer_id: int | None = None,
        installed_at: datetime | str | None = None,
        known_only: bool = False,
        location: str | None = None,
        maker: str | None = None,
        order_line_id: int | None = None,
        sku: str | None = None,
    ) -> Asset:
        """Registers a piece to a customer by its serial, or notes one that the shop has in stock.

        Args:
            serial: The serial number, 1 to 128 bytes; spaces, dashes and small letters make no difference.
            customer_id: Whose it is; none for a piece that the shop has in stock.
            installed_at: When it was installed.
            known_only: Refuses a serial that is not on file, so that customers register only what the shop has sold or stocked; a piece
of any seller is accepted by default.
            location: Where it stands, at most 512 bytes.
            maker: The brand or manufacturer; the catalog's brand of the article by default.
            order_line_id: The line of the customer's order on which it was bought.
            sku: The article number; needed for a piece that is not on file.

        Raises:
            NotFound, Conflict, NotAllowedTransition, LimitExceeded
        """
        return Asset._of(self._call("assets.register", {
            "serial": serial,
            **given(
                customer_id=customer_id,
                installed_at=installed_at,
                known_only=known_only,
                location=location,
                maker=maker,
                order_line_id=order_line_id,
                sku=sku,
            ),
        }))

    def get(self, id: int) -> Asset:
        """One asset by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Asset._of(self._call("assets.get", {"id": id}))

    def by_serial(self, serial: str, *, maker: str | None = None) -> builtins.list[Asset]:
        """The pieces that bear a serial, of all makers or of one.

        Args:
            serial: The serial number; spaces, dashes and small letters make no difference.
            maker: The brand or manufacturer; all by default.

        Raises:
            LimitExceeded
        """
        return [Asset._of(item) for item in self._call("assets.by_serial", {"serial": serial, **given(maker=maker)})]

    def list(
        self,
        *,
        customer_id: int | None = None,
        order_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        serial_prefix: str | None = None,
        sku: str | None = None,
        state: AssetState | None = None,
    ) -> AssetPage:
        """Assets by customer, article, state, order and beginning of the serial, the latest first.

        Args:
            customer_id: Assets of this customer.
            order_id: Assets that were last sold on this order.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            serial_prefix: Assets whose serial begins so; spaces, dashes and small letters make no difference.
            sku: Assets of this article.
            state: Assets in this state.

        Raises:
            NotFound, LimitExceeded
        """
        return AssetPage._of(self._call("assets.list", {
            "page": given(limit=limit, after=after),
            **given(
                customer_id=customer_id,
                order_id=order_id,
                serial_prefix=serial_prefix,
                sku=sku,
                state=state,
            ),
        }))

    def history(self, id: int) -> AssetHistory:
        """Who has had an asset, on which order it was bought, and the states it was in.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return AssetHistory._of(self._call("assets.history", {"id": id}))

    def update(self, id: int, *, changes: AssetPatch) -> Asset:
        """Changes where an asset stands and when it was installed.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, LimitExceeded
        """
        return Asset._of(self._call("assets.update", {"id": id, "changes": changes}))

    def set_state(self, id: int, *, state: AssetState, reason: str | None = None) -> Asset:
        """Takes an asset to another state: in repair, returned, scrapped.

        Args:
            id: The id.
            state: The new state.
            reason: Why, as a token.

        Raises:
            NotFound, Conflict, NotAllowedTransition
        """
        return Asset._of(self._call("assets.set_state", {"id": id, "state": state, **given(reason=reason)}))

    def transfer(self, id: int, *, reason: str | None = None, to_customer_id: int | None = None) -> Asset:
        """Notes that the owner gave an asset on, to a customer or to somebody unknown.

        Args:
            id: The id.
            reason: Why, as a token such as `resale`.
            to_customer_id: The new owner; somebody unknown by default.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Asset._of(self._call("assets.transfer", {
            "id": id,
            **given(reason=reason, to_customer_id=to_customer_id),
        }))


class Care(Room):
    """The operations of `care`."""

    __slots__ = ()

    def due(
        self,
        *,
        day: date | str | None = None,
        held: bool | None = None,
        owner_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        reasons: Sequence[CareReason] | None = None,
    ) -> CareItemPage:
        """Whom to greet, thank, remind or call on a day, why, and what speaks against it.

        Args:
            day: The day for which the list is, in the shop's zone; today by default.
            held: Only occasions against which something speaks, or only those against which nothing does; all by default.
            owner_id: Customers of this member of the staff only.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            reasons: These reasons only.

        Raises:
            LimitExceeded
        """
        return CareItemPage._of(self._call("care.due", {
            "page": given(limit=limit, after=after),
            **given(day=day, held=held, owner_id=owner_id, reasons=reasons),
        }))

    def note(
        self,
        customer_id: int,
        *,
        reason: CareReason,
        occasion: date | str,
        outcome: CareOutcome,
        about_id: int | None = None,
        note: str | None = None,
        staff_id: int | None = None,
    ) -> CareNote:
        """Notes that an occasion was used or let pass; it leaves the list.

        Args:
            customer_id: Who; follows merges.
            reason: Why.
            occasion: The day of the occasion, as the list says it.
            outcome: What became of it.
            about_id: The id of the order, ticket or warranty that the list names.
            note: What came of it, at most 64 KiB.
            staff_id: The member of the staff who did it.

        Raises:
            NotFound
        """
        return CareNote._of(self._call("care.note", {
            "customer_id": customer_id,
            "reason": reason,
            "occasion": occasion,
            "outcome": outcome,
            **given(about_id=about_id, note=note, staff_id=staff_id),
        }))

    def history(self, customer_id: int, *, limit: int | None = None, after: str | None = None) -> CareNotePage:
        """The occasions of a customer that were used or let pass, the latest first.

        Args:
            customer_id: The customer; follows merges.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return CareNotePage._of(self._call("care.history", {
            "customer_id": customer_id,
            "page": given(limit=limit, after=after),
        }))

    def rules(self) -> CareRules:
        """When which occasion is on the list, and what to do then."""
        return CareRules._of(self._call("care.rules", {}))

    def save_rules(self, rules: Sequence[CareRule | CareRuleDict]) -> CareRules:
        """Puts rules of care in the place of those before.

        Args:
            rules: The rules.
        """
        return CareRules._of(self._call("care.save_rules", {"rules": rules}))


class Carts(Room):
    """The operations of `carts`."""

    __slots__ = ()

    def put(
        self,
        *,
        channel: str | None = None,
        currency: str | None = None,
        customer_id: int | None = None,
        external_id: str | None = None,
        id: int | None = None,
        lines: Sequence[CartLine | CartLineDict] | None = None,
        source: str | None = None,
        updated_at: datetime | str | None = None,
        visitor: IdentityInput | IdentityInputDict | None = None,
    ) -> PutCart:
        """Takes a cart as it is now, a new one or the known one of an id or key.

        Args:
            channel: Where it is filled, a token such as `web` or `app`; stays when it is left out.
            currency: The currency of its prices; that of the known cart, or the shop's base currency, by default.
            customer_id: Whose cart it is; a new cart needs the customer or the visitor. Follows merges.
            external_id: That system's key of the cart; the same key again brings the known cart to what is given.
            id: The known cart that is given anew; not together with a key.
            lines: What is in it now, at most 1,000 lines; none for a cart that was emptied.
            source: The system that the cart comes from, such as `woocommerce`; needed with `external_id`.
            updated_at: When it was changed; now by default. A report older than the known one is ignored.
            visitor: The browser or app of somebody who has not said who it is: a `cookie_id` or `device_id`. One that a customer has
makes the cart the customer's.

        Raises:
            NotFound, Conflict, NotAllowedTransition, LimitExceeded
        """
        return PutCart._of(self._call("carts.put", given(
                channel=channel,
                currency=currency,
                customer_id=customer_id,
                external_id=external_id,
                id=id,
                lines=lines,
                source=source,
                updated_at=updated_at,
                visitor=visitor,
            )))

    def get(self, id: int) -> Cart:
        """One cart with what is in it.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Cart._of(self._call("carts.get", {"id": id}))

    def find(self, source: str, *, external_id: str) -> Cart | None:
        """The cart of a key of another system, or null.

        Args:
            source: The system.
            external_id: Its key.
        """
        answer = self._call("carts.find", {"source": source, "external_id": external_id})
        return None if answer is None else Cart._of(answer)

    def list(
        self,
        *,
        changed_before: datetime | str | None = None,
        changed_from: datetime | str | None = None,
        channel: str | None = None,
        customer_id: int | None = None,
        open: bool = False,
        limit: int | None = None,
        after: str | None = None,
        state: CartState | None = None,
        visitor: IdentityInput | IdentityInputDict | None = None,
    ) -> CartPage:
        """Carts of a customer, a visitor, a state or a time, the last changed first.

        Args:
            changed_before: Carts that were last changed before this instant.
            changed_from: Carts that were last changed at or after this instant.
            channel: Carts of this channel.
            customer_id: Carts of this customer.
            open: Only carts with something in them that are neither ordered nor expired.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Carts in this state.
            visitor: Carts of this visitor.

        Raises:
            NotFound, LimitExceeded
        """
        return CartPage._of(self._call("carts.list", {
            "page": given(limit=limit, after=after),
            **given(
                changed_before=changed_before,
                changed_from=changed_from,
                channel=channel,
                customer_id=customer_id,
                open=open,
                state=state,
                visitor=visitor,
            ),
        }))

    def history(self, id: int) -> builtins.list[StageChange]:
        """The states of a cart, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("carts.history", {"id": id})]

    def order(self, id: int, *, order: NewOrder | None = None) -> OrderedCart:
        """Makes an order of a cart, exactly once.

        Args:
            id: The cart.
            order: The rest of the order: payments, shipping, the guest. Its lines and currency are the cart's, as are its customer
and channel where they are left out.

        Raises:
            NotFound, NotAllowedTransition, Conflict, Blocked
        """
        return OrderedCart._of(self._call("carts.order", {"id": id, **given(order=order)}))

    def mark_ordered(self, id: int, *, order_id: int) -> Cart:
        """Notes that the host made an order of a cart.

        Args:
            id: The cart.
            order_id: The order.

        Raises:
            NotFound, Conflict
        """
        return Cart._of(self._call("carts.mark_ordered", {"id": id, "order_id": order_id}))

    def identify(self, visitor: IdentityInput | IdentityInputDict, *, customer_id: int) -> int:
        """Tells who a visitor is: its carts are the customer's.

        Args:
            visitor: The cookie or device.
            customer_id: The customer; follows merges.

        Raises:
            NotFound
        """
        count: int = self._call("carts.identify", {"visitor": visitor, "customer_id": customer_id})["count"]
        return count

    def summary(self, from_: datetime | str, *, before: datetime | str) -> builtins.list[AbandonedCarts]:
        """What was abandoned in a period and what has become of it, per currency.

        Args:
            from_: Its beginning.
            before: Its end, which does not belong to it.
        """
        return [AbandonedCarts._of(item) for item in self._call("carts.summary", {"from": from_, "before": before})]

    def settings(self) -> CartSettings:
        """When carts count as abandoned, and when they expire."""
        return CartSettings._of(self._call("carts.settings", {}))

    def configure(
        self,
        *,
        abandon_after_minutes: int | None = None,
        expire_after_days: int | None = None,
    ) -> CartSettings:
        """Changes when carts count as abandoned, and when they expire.

        Args:
            abandon_after_minutes: Minutes until a cart counts as abandoned, 1 to 43,200; 60 in a new shop.
            expire_after_days: Days until an abandoned one expires, 1 to 3,650 and not before it is abandoned; 30 in a new shop.
        """
        return CartSettings._of(self._call("carts.configure", given(abandon_after_minutes=abandon_after_minutes, expire_after_days=expire_after_days)))


class Catalog(Room):
    """The operations of `catalog`."""

    __slots__ = ()

    def get(self, id: int) -> Product:
        """One product by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Product._of(self._call("catalog.get", {"id": id}))

    def find(self, sku: str) -> Product | None:
        """One product by its article number, or null.

        Args:
            sku: The article number.
        """
        answer = self._call("catalog.find", {"sku": sku})
        return None if answer is None else Product._of(answer)

    def list(
        self,
        *,
        category: str | None = None,
        limit: int | None = None,
        after: str | None = None,
        state: ProductState | None = None,
    ) -> ProductPage:
        """Products in the order of their ids, page by page.

        Args:
            category: Products of this category and of those below it.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Products in this state.

        Raises:
            LimitExceeded
        """
        return ProductPage._of(self._call("catalog.list", {
            "page": given(limit=limit, after=after),
            **given(category=category, state=state),
        }))

    def upsert(
        self,
        sku: str,
        *,
        name: str,
        brand: str | None = None,
        category: str | None = None,
        cost: Money | MoneyDict | None = None,
        price: Money | MoneyDict | None = None,
        serialised: bool = False,
        state: ProductState = "active",
        substitutes: Sequence[str] | None = None,
        warranty_days: int | None = None,
    ) -> Product:
        """Creates a product or brings it to what is given.

        Args:
            sku: The shop's article number, 1 to 128 bytes, unique.
            name: The name, at most 512 bytes.
            brand: The brand.
            category: The category as a path such as `home/kitchen`.
            cost: What one unit costs the shop.
            price: The list price.
            serialised: Whether each piece has a serial number.
            state: Whether it is sold; active by default.
            substitutes: Article numbers that can be sold instead, in the order of preference.
            warranty_days: Days of warranty from delivery, at least 0.
        """
        return Product._of(self._call("catalog.upsert", {
            "sku": sku,
            "name": name,
            **given(
                brand=brand,
                category=category,
                cost=cost,
                price=price,
                serialised=serialised,
                state=state,
                substitutes=substitutes,
                warranty_days=warranty_days,
            ),
        }))

    def upsert_many(self, products: Sequence[NewProduct]) -> UpsertCount:
        """Creates or updates many products, all or nothing.

        Args:
            products: The products.
        """
        return UpsertCount._of(self._call("catalog.upsert_many", {"products": products}))


class Collateral(Room):
    """The operations of `collateral`."""

    __slots__ = ()

    def create_content(
        self,
        key: str,
        *,
        kind: ContentKind,
        language: str,
        title: str,
        skus: Sequence[str] | None = None,
        text: str | None = None,
        uri: str | None = None,
        valid_from: datetime | str | None = None,
        valid_to: datetime | str | None = None,
    ) -> ContentItem:
        """Records a brochure, picture or other content as a draft: the next version of its key and language.

        Args:
            key: The key, a token: versions and languages of one thing share it.
            kind: What it is; the same for all versions of a key.
            language: The language (BCP 47).
            title: The title, at most 512 bytes.
            skus: The articles that it is about, at most 1,000.
            text: The text, at most 64 KiB. An item has a text, a place, or both.
            uri: Where the file lies, at most 2,048 bytes.
            valid_from: From when it may be shown.
            valid_to: Until when it may be shown; after `valid_from`.

        Raises:
            Conflict, LimitExceeded
        """
        return ContentItem._of(self._call("collateral.create_content", {
            "key": key,
            "kind": kind,
            "language": language,
            "title": title,
            **given(skus=skus, text=text, uri=uri, valid_from=valid_from, valid_to=valid_to),
        }))

    def update_content(self, id: int, *, changes: ContentPatch) -> ContentItem:
        """Changes content that is not published yet.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return ContentItem._of(self._call("collateral.update_content", {"id": id, "changes": changes}))

    def set_content_state(self, id: int, *, state: ContentState) -> ContentItem:
        """Takes content to another state; what is published takes the place of the version before.

        Args:
            id: The id.
            state: The new state.

        Raises:
            NotFound, Conflict, NotAllowedTransition
        """
        return ContentItem._of(self._call("collateral.set_content_state", {"id": id, "state": state}))

    def content(self, id: int) -> ContentItem:
        """One content item.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return ContentItem._of(self._call("collateral.content", {"id": id}))

    def contents(
        self,
        *,
        key: str | None = None,
        kind: ContentKind | None = None,
        language: str | None = None,
        limit: int | None = None,
        after: str | None = None,
        sku: str | None = None,
        state: ContentState | None = None,
        valid_to_before: datetime | str | None = None,
    ) -> ContentItemPage:
        """Content items, the newest first; without archived ones unless a state is named.

        Args:
            key: Versions and languages of this key.
            kind: Items of this kind.
            language: Items in exactly this language.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            sku: Items about this article.
            state: Items in this state; all that are not archived by default.
            valid_to_before: Items that end before this instant.

        Raises:
            LimitExceeded
        """
        return ContentItemPage._of(self._call("collateral.contents", {
            "page": given(limit=limit, after=after),
            **given(
                key=key,
                kind=kind,
                language=language,
                sku=sku,
                state=state,
                valid_to_before=valid_to_before,
            ),
        }))

    def current(self, key: str, *, language: str | None = None) -> ContentItem:
        """The content of a key that may be shown now, in the nearest language.

        Args:
            key: The key.
            language: The language (BCP 47); by default that of the shop.

        Raises:
            NotFound
        """
        return ContentItem._of(self._call("collateral.current", {"key": key, **given(language=language)}))

    def set_benefit(
        self,
        sku: str,
        *,
        language: str,
        country: str | None = None,
        option: str | None = None,
        text: str | None = None,
    ) -> builtins.list[Benefit]:
        """Sets what a product or an option is good for, in a language and perhaps a country; null takes it away.

        Args:
            sku: The article.
            language: The language (BCP 47).
            country: The country (ISO 3166-1 alpha-2) for which alone the text is meant.
            option: The option of its model; the product itself by default.
            text: The text, at most 64 KiB; null takes it away.

        Raises:
            NotFound, LimitExceeded
        """
        return [Benefit._of(item) for item in self._call("collateral.set_benefit", {
            "sku": sku,
            "language": language,
            **given(country=country, option=option, text=text),
        })]

    def benefit(
        self,
        sku: str,
        *,
        country: str | None = None,
        language: str | None = None,
        option: str | None = None,
    ) -> Benefit:
        """What a product or an option is good for, in the nearest language.

        Args:
            sku: The article.
            country: The country (ISO 3166-1 alpha-2).
            language: The language (BCP 47); by default that of the shop.
            option: The option of its model; the product itself by default.

        Raises:
            NotFound
        """
        return Benefit._of(self._call("collateral.benefit", {
            "sku": sku,
            **given(country=country, language=language, option=option),
        }))

    def benefits(self, sku: str) -> builtins.list[Benefit]:
        """All benefits of a product and of its options.

        Args:
            sku: The article number.
        """
        return [Benefit._of(item) for item in self._call("collateral.benefits", {"sku": sku})]

    def create_competitor(
        self,
        name: str,
        *,
        strengths: str | None = None,
        weaknesses: str | None = None,
    ) -> Competitor:
        """Records a competitor.

        Args:
            name: The name, at most 512 bytes, unique.
            strengths: What it is good at, at most 64 KiB.
            weaknesses: Where it is weak, at most 64 KiB.

        Raises:
            Conflict, LimitExceeded
        """
        return Competitor._of(self._call("collateral.create_competitor", {
            "name": name,
            **given(strengths=strengths, weaknesses=weaknesses),
        }))

    def update_competitor(self, id: int, *, changes: CompetitorPatch) -> Competitor:
        """Changes a competitor.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Competitor._of(self._call("collateral.update_competitor", {"id": id, "changes": changes}))

    def competitor(self, id: int) -> Competitor:
        """One competitor.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Competitor._of(self._call("collateral.competitor", {"id": id}))

    def competitors(self, *, limit: int | None = None, after: str | None = None) -> CompetitorPage:
        """Competitors.

        Args:
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            LimitExceeded
        """
        return CompetitorPage._of(self._call("collateral.competitors", {"page": given(limit=limit, after=after)}))

    def create_competitor_product(
        self,
        competitor_id: int,
        *,
        name: str,
        price: Money | MoneyDict | None = None,
        price_on: date | str | None = None,
        sku: str | None = None,
        strengths: str | None = None,
        weaknesses: str | None = None,
    ) -> CompetitorProduct:
        """Records a product of a competitor.

        Args:
            competitor_id: Whose product it is.
            name: The name, at most 512 bytes.
            price: Its price, not below 0.
            price_on: The day on which the price was seen; today by default, none without a price.
            sku: Our article that competes with it.
            strengths: What it is good at, at most 64 KiB.
            weaknesses: Where it is weak, at most 64 KiB.

        Raises:
            NotFound, LimitExceeded
        """
        return CompetitorProduct._of(self._call("collateral.create_competitor_product", {
            "competitor_id": competitor_id,
            "name": name,
            **given(price=price, price_on=price_on, sku=sku, strengths=strengths, weaknesses=weaknesses),
        }))

    def update_competitor_product(self, id: int, *, changes: CompetitorProductPatch) -> CompetitorProduct:
        """Changes a product of a competitor, such as its price.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, LimitExceeded
        """
        return CompetitorProduct._of(self._call("collateral.update_competitor_product", {"id": id, "changes": changes}))

    def remove_competitor_product(self, id: int) -> CompetitorProduct:
        """Takes a product of a competitor away.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return CompetitorProduct._of(self._call("collateral.remove_competitor_product", {"id": id}))

    def competitor_product(self, id: int) -> CompetitorProduct:
        """One product of a competitor.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return CompetitorProduct._of(self._call("collateral.competitor_product", {"id": id}))

    def competitor_products(
        self,
        *,
        competitor_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        sku: str | None = None,
    ) -> CompetitorProductPage:
        """Products of competitors, of one of them or against one of ours.

        Args:
            competitor_id: Products of this competitor.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            sku: Products that compete with this article of ours.

        Raises:
            LimitExceeded
        """
        return CompetitorProductPage._of(self._call("collateral.competitor_products", {
            "page": given(limit=limit, after=after),
            **given(competitor_id=competitor_id, sku=sku),
        }))

    def compare(self, sku: str, *, language: str | None = None) -> Comparison:
        """A product of ours against those of competitors, the cheapest first.

        Args:
            sku: Our article number.
            language: The language of the benefit (BCP 47); by default that of the shop.

        Raises:
            NotFound
        """
        return Comparison._of(self._call("collateral.compare", {"sku": sku, **given(language=language)}))

    def set_guide(
        self,
        category: CompanyCategory,
        *,
        entries: Sequence[GuideEntry | GuideEntryDict],
        size_band: SizeBand | None = None,
    ) -> Guide:
        """Sets what customers of a category and size should buy, whole.

        Args:
            category: The market for which it is.
            entries: What to buy, in this order; at most 200.
            size_band: The size for which it is; all sizes that have no guide of their own by default.

        Raises:
            LimitExceeded
        """
        return Guide._of(self._call("collateral.set_guide", {
            "category": category,
            "entries": entries,
            **given(size_band=size_band),
        }))

    def remove_guide(self, id: int) -> Guide:
        """Takes a purchase guide away.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Guide._of(self._call("collateral.remove_guide", {"id": id}))

    def guide(self, id: int) -> Guide:
        """One purchase guide.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Guide._of(self._call("collateral.guide", {"id": id}))

    def guides(self) -> builtins.list[Guide]:
        """All purchase guides."""
        return [Guide._of(item) for item in self._call("collateral.guides", {})]

    def guide_for(self, customer_id: int, *, language: str | None = None) -> GuideForCustomer:
        """The purchase guide of a customer's own category and size.

        Args:
            customer_id: The customer.
            language: The language of the reasons (BCP 47); by default the customer's, then the shop's.

        Raises:
            NotFound
        """
        return GuideForCustomer._of(self._call("collateral.guide_for", {"customer_id": customer_id, **given(language=language)}))


class Community(Room):
    """The operations of `community`."""

    __slots__ = ()

    def settings(self) -> CommunitySettings:
        """How the community works: points, complaints, hours without an answer."""
        return CommunitySettings._of(self._call("community.settings", {}))

    def configure(
        self,
        *,
        hide_after_reports: int | None = None,
        solution_points: int | None = None,
        unanswered_hours: int | None = None,
    ) -> CommunitySettings:
        """Changes how the community works.

        Args:
            hide_after_reports: From how many reports on something is hidden, at most 1,000.
            solution_points: Points for a solution, at most 1,000,000.
            unanswered_hours: After how many hours a topic counts as unanswered, 1 to 8,760; of topics from now on.

        Raises:
            LimitExceeded
        """
        return CommunitySettings._of(self._call("community.configure", given(
                hide_after_reports=hide_after_reports,
                solution_points=solution_points,
                unanswered_hours=unanswered_hours,
            )))

    def create_board(
        self,
        key: str,
        *,
        name: str,
        club_id: int | None = None,
        language: str | None = None,
        position: int = 0,
        staff_only: bool = False,
    ) -> Board:
        """Makes a board.

        Args:
            key: The key, a token.
            name: What people read, at most 512 bytes.
            club_id: The club whose members alone write in it, beside the staff.
            language: The language (BCP 47); the shop's by default.
            position: Its place among the boards; 0 by default.
            staff_only: Whether only the staff begins topics.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Board._of(self._call("community.create_board", {
            "key": key,
            "name": name,
            **given(club_id=club_id, language=language, position=position, staff_only=staff_only),
        }))

    def update_board(self, id: int, *, changes: BoardPatch) -> Board:
        """Changes a board.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, LimitExceeded
        """
        return Board._of(self._call("community.update_board", {"id": id, "changes": changes}))

    def board(self, id: int) -> Board:
        """One board by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Board._of(self._call("community.board", {"id": id}))

    def boards(self) -> builtins.list[Board]:
        """All boards, in their order."""
        return [Board._of(item) for item in self._call("community.boards", {})]

    def create_topic(
        self,
        board_id: int,
        *,
        title: str,
        body: str,
        customer_id: int | None = None,
        skus: Sequence[str] | None = None,
        staff_id: int | None = None,
        tags: Sequence[str] | None = None,
    ) -> Topic:
        """Begins a topic, by a customer or the staff.

        Args:
            board_id: The board.
            title: The title, at most 512 bytes.
            body: The text, at most 64 KiB.
            customer_id: The customer who writes; follows merges.
            skus: The articles of the catalogue that it mentions, at most 100.
            staff_id: Who of the staff writes, instead of a customer.
            tags: Tags in any case, at most 20.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Topic._of(self._call("community.create_topic", {
            "board_id": board_id,
            "title": title,
            "body": body,
            **given(customer_id=customer_id, skus=skus, staff_id=staff_id, tags=tags),
        }))

    def update_topic(self, id: int, *, changes: TopicPatch) -> Topic:
        """Changes what a topic says, or moves it to another board.

        Args:
            id: The id.
            changes: What changes; absent fields stay.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Topic._of(self._call("community.update_topic", {"id": id, "changes": changes}))

    def set_topic_state(self, id: int, *, state: TopicState, reason: str | None = None) -> Topic:
        """Closes, hides or shows a topic, or opens it anew.

        Args:
            id: The id.
            state: The new state.
            reason: Why, as a token such as `spam`.

        Raises:
            NotFound, Conflict, NotAllowedTransition
        """
        return Topic._of(self._call("community.set_topic_state", {"id": id, "state": state, **given(reason=reason)}))

    def topic(self, id: int) -> Topic:
        """One topic by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Topic._of(self._call("community.topic", {"id": id}))

    def topics(
        self,
        *,
        board_id: int | None = None,
        customer_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        sku: str | None = None,
        state: TopicState | None = None,
        tag: str | None = None,
    ) -> TopicPage:
        """Topics by board, customer, state and subject, those in which somebody wrote last first.

        Args:
            board_id: Topics of this board.
            customer_id: Topics of this customer.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            sku: Topics that mention this article of the catalogue.
            state: Topics in this state; all but hidden ones by default.
            tag: Topics with this tag.

        Raises:
            NotFound, LimitExceeded
        """
        return TopicPage._of(self._call("community.topics", {
            "page": given(limit=limit, after=after),
            **given(board_id=board_id, customer_id=customer_id, sku=sku, state=state, tag=tag),
        }))

    def history(self, id: int) -> builtins.list[StageChange]:
        """The moves of a topic, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("community.history", {"id": id})]

    def reply(self, topic_id: int, *, body: str, customer_id: int | None = None, staff_id: int | None = None) -> Post:
        """Answers a topic, by a customer or the staff.

        Args:
            topic_id: The topic.
            body: The text, at most 64 KiB.
            customer_id: The customer who writes; follows merges.
            staff_id: Who of the staff writes, instead of a customer.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Post._of(self._call("community.reply", {
            "topic_id": topic_id,
            "body": body,
            **given(customer_id=customer_id, staff_id=staff_id),
        }))

    def update_post(self, id: int, *, body: str) -> Post:
        """Changes the text of a post.

        Args:
            id: The id.
            body: The text, at most 64 KiB.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Post._of(self._call("community.update_post", {"id": id, "body": body}))

    def hide_post(self, id: int, *, hidden: bool, reason: str | None = None) -> Post:
        """Hides a post, or shows it again.

        Args:
            id: The id.
            hidden: Whether it is hidden.
            reason: Why, as a token such as `spam`.

        Raises:
            NotFound
        """
        return Post._of(self._call("community.hide_post", {"id": id, "hidden": hidden, **given(reason=reason)}))

    def post(self, id: int) -> Post:
        """One post by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Post._of(self._call("community.post", {"id": id}))

    def posts(
        self,
        topic_id: int,
        *,
        hidden: bool = False,
        limit: int | None = None,
        after: str | None = None,
    ) -> PostPage:
        """The posts of a topic, oldest first.

        Args:
            topic_id: The topic.
            hidden: Hidden ones too; they are left out by default.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return PostPage._of(self._call("community.posts", {
            "topic_id": topic_id,
            "page": given(limit=limit, after=after),
            **given(hidden=hidden),
        }))

    def accept(self, topic_id: int, *, post_id: int) -> Topic:
        """Accepts a post as the solution of its topic; its author gets the points of the settings, once.

        Args:
            topic_id: The topic.
            post_id: The post that solves it.

        Raises:
            NotFound, Conflict
        """
        return Topic._of(self._call("community.accept", {"topic_id": topic_id, "post_id": post_id}))

    def vote(self, topic_id: int, *, customer_id: int, post_id: int | None = None) -> ForumVotes:
        """Counts the vote of a customer for a topic or post, once.

        Args:
            topic_id: The topic.
            customer_id: Who votes.
            post_id: The post; the topic itself by default.

        Raises:
            NotFound, Conflict
        """
        return ForumVotes._of(self._call("community.vote", {
            "topic_id": topic_id,
            "customer_id": customer_id,
            **given(post_id=post_id),
        }))

    def unvote(self, topic_id: int, *, customer_id: int, post_id: int | None = None) -> ForumVotes:
        """Takes the vote of a customer back.

        Args:
            topic_id: The topic.
            customer_id: Who votes.
            post_id: The post; the topic itself by default.

        Raises:
            NotFound
        """
        return ForumVotes._of(self._call("community.unvote", {
            "topic_id": topic_id,
            "customer_id": customer_id,
            **given(post_id=post_id),
        }))

    def report(self, topic_id: int, *, customer_id: int, reason: str, post_id: int | None = None) -> ForumReport:
        """Notes a complaint about a topic or post; enough of them hide it.

        Args:
            topic_id: The topic.
            customer_id: Who complains.
            reason: Why, as a token such as `spam`.
            post_id: The post; the topic itself by default.

        Raises:
            NotFound
        """
        return ForumReport._of(self._call("community.report", {
            "topic_id": topic_id,
            "customer_id": customer_id,
            "reason": reason,
            **given(post_id=post_id),
        }))

    def reports(
        self,
        *,
        handled: bool = False,
        limit: int | None = None,
        after: str | None = None,
        topic_id: int | None = None,
    ) -> ForumReportPage:
        """Complaints that wait for a decision, or all.

        Args:
            handled: Those that were decided about too; only waiting ones by default.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            topic_id: Complaints about this topic and its posts.

        Raises:
            LimitExceeded
        """
        return ForumReportPage._of(self._call("community.reports", {
            "page": given(limit=limit, after=after),
            **given(handled=handled, topic_id=topic_id),
        }))

    def search(
        self,
        text: str,
        *,
        board_id: int | None = None,
        language: str | None = None,
        limit: int | None = None,
        sku: str | None = None,
        tag: str | None = None,
    ) -> builtins.list[Topic]:
        """Topics that fit what somebody typed, the best first.

        Args:
            text: What somebody typed; the first 128 characters count.
            board_id: Only in this board.
            language: Only in boards of this language or a wider one.
            limit: Results at the most, 1 to 50; 10 by default.
            sku: Only about this article of the catalogue.
            tag: Only with this tag.

        Raises:
            LimitExceeded
        """
        return [Topic._of(item) for item in self._call("community.search", {
            "text": text,
            **given(board_id=board_id, language=language, limit=limit, sku=sku, tag=tag),
        })]

    def hot(
        self,
        from_: datetime | str,
        *,
        before: datetime | str,
        board_id: int | None = None,
        limit: int | None = None,
    ) -> HotTopics:
        """What is talked about in a period, and which articles, categories and tags more or less than before.

        Args:
            from_: From this instant on.
            before: Before this instant.
            board_id: Only in this board.
            limit: Lines of each list at the most, 1 to 100; 10 by default.

        Raises:
            NotFound, LimitExceeded
        """
        return HotTopics._of(self._call("community.hot", {
            "from": from_,
            "before": before,
            **given(board_id=board_id, limit=limit),
        }))

    def create_club(self, key: str, *, name: str, about: str | None = None) -> Club:
        """Makes a club.

        Args:
            key: The key, a token.
            name: What people read, at most 512 bytes.
            about: What it is about, at most 64 KiB.

        Raises:
            Conflict, LimitExceeded
        """
        return Club._of(self._call("community.create_club", {"key": key, "name": name, **given(about=about)}))

    def club(self, id: int) -> Club:
        """One club by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Club._of(self._call("community.club", {"id": id}))

    def clubs(self) -> builtins.list[Club]:
        """All clubs, in the order in which they were made."""
        return [Club._of(item) for item in self._call("community.clubs", {})]

    def join(self, club_id: int, *, customer_id: int) -> Club:
        """A customer joins a club.

        Args:
            club_id: The club.
            customer_id: The customer.

        Raises:
            NotFound
        """
        return Club._of(self._call("community.join", {"club_id": club_id, "customer_id": customer_id}))

    def leave(self, club_id: int, *, customer_id: int) -> Club:
        """A customer leaves a club.

        Args:
            club_id: The club.
            customer_id: The customer.

        Raises:
            NotFound
        """
        return Club._of(self._call("community.leave", {"club_id": club_id, "customer_id": customer_id}))

    def members(self, club_id: int, *, limit: int | None = None, after: str | None = None) -> ClubMemberPage:
        """The members of a club.

        Args:
            club_id: The club.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return ClubMemberPage._of(self._call("community.members", {"club_id": club_id, "page": given(limit=limit, after=after)}))


class Compensations(Room):
    """The operations of `compensations`."""

    __slots__ = ()

    def propose(
        self,
        customer_id: int,
        *,
        kind: CompensationKind,
        cause: str,
        again: bool = False,
        amount: Money | MoneyDict | None = None,
        fund_id: int | None = None,
        gift_sku: str | None = None,
        note: str | None = None,
        order_id: int | None = None,
        points: int | None = None,
        program_id: int | None = None,
        ref: Reference | ReferenceDict | None = None,
        staff_id: int | None = None,
    ) -> Compensation:
        """Proposes a compensation, for which its fund holds the money; approved at once within the limits of the shop.

        Args:
            customer_id: Who gets it.
            kind: What the customer gets.
            cause: Why, as a token such as `late_delivery`.
            again: Whether it is given although the customer has one for the same cause and thing.
            amount: What it costs the shop, above 0; for points what they are worth, by default.
            fund_id: The fund that it is paid from; needed for an advance.
            gift_sku: The article that is given, of a gift.
            note: More about it, at most 64 KiB.
            order_id: The order that is refunded; a refund and an advance can do without one.
            points: How many points, above 0.
            program_id: The programme of the coupon; store credit over the amount without one.
            ref: What it is about: a ticket, an order, a return. One compensation per cause and thing, unless `again` is set.
            staff_id: Who of the staff proposes it.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Compensation._of(self._call("compensations.propose", {
            "customer_id": customer_id,
            "kind": kind,
            "cause": cause,
            **given(
                again=again,
                amount=amount,
                fund_id=fund_id,
                gift_sku=gift_sku,
                note=note,
                order_id=order_id,
                points=points,
                program_id=program_id,
                ref=ref,
                staff_id=staff_id,
            ),
        }))

    def get(self, id: int) -> Compensation:
        """One compensation by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Compensation._of(self._call("compensations.get", {"id": id}))

    def list(
        self,
        *,
        customer_id: int | None = None,
        fund_id: int | None = None,
        kind: CompensationKind | None = None,
        limit: int | None = None,
        after: str | None = None,
        ref: Reference | ReferenceDict | None = None,
        state: CompensationState | None = None,
    ) -> CompensationPage:
        """Compensations of a customer, a fund, a thing or in a state, the latest first.

        Args:
            customer_id: Those of this customer.
            fund_id: Those of this fund.
            kind: Those of this kind.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            ref: Those about this thing.
            state: Those in this state.

        Raises:
            NotFound, LimitExceeded
        """
        return CompensationPage._of(self._call("compensations.list", {
            "page": given(limit=limit, after=after),
            **given(customer_id=customer_id, fund_id=fund_id, kind=kind, ref=ref, state=state),
        }))

    def history(self, id: int) -> builtins.list[StageChange]:
        """The states of a compensation, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("compensations.history", {"id": id})]

    def approve(self, id: int, *, staff_id: int) -> Compensation:
        """Approves a proposal.

        Args:
            id: The compensation.
            staff_id: Who of the staff.

        Raises:
            NotFound, Conflict, NotAllowedTransition, LimitExceeded
        """
        return Compensation._of(self._call("compensations.approve", {"id": id, "staff_id": staff_id}))

    def decline(self, id: int, *, staff_id: int, reason: str) -> Compensation:
        """Declines a proposal, and says why; its fund has the money back.

        Args:
            id: The compensation.
            staff_id: Who of the staff.
            reason: Why, as a token.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Compensation._of(self._call("compensations.decline", {"id": id, "staff_id": staff_id, "reason": reason}))

    def cancel(self, id: int, *, reason: str | None = None) -> Compensation:
        """Calls a compensation off before it is paid; its fund has the money back.

        Args:
            id: The compensation.
            reason: Why, as a token.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Compensation._of(self._call("compensations.cancel", {"id": id, **given(reason=reason)}))

    def pay(self, id: int) -> Compensation:
        """Gives the customer what was approved: by a refund, points, a coupon, store credit or a gift.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Compensation._of(self._call("compensations.pay", {"id": id}))

    def recover(self, id: int, *, from_: RecoveredFrom, amount: Money | MoneyDict | None = None) -> Compensation:
        """Notes what came back of an advance from a supplier, carrier or insurer.

        Args:
            id: The compensation.
            from_: From whom.
            amount: How much, above 0; all that is open by default.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Compensation._of(self._call("compensations.recover", {"id": id, "from": from_, **given(amount=amount)}))

    def settings(self) -> CompensationSettings:
        """Who approves what."""
        return CompensationSettings._of(self._call("compensations.settings", {}))

    def configure(
        self,
        *,
        approvers: Sequence[ApprovalLimit | ApprovalLimitDict] | None = None,
        free_up_to: Money | MoneyDict | None = None,
    ) -> CompensationSettings:
        """Says who approves what, all at once.

        Args:
            approvers: Who approves, and up to what; what one of them proposes within the own limit is approved at once. While nobody is
listed, everybody of the staff may approve what another one has proposed.
            free_up_to: Up to what a compensation needs no approval, in the base currency; each needs one by default.

        Raises:
            LimitExceeded
        """
        return CompensationSettings._of(self._call("compensations.configure", given(approvers=approvers, free_up_to=free_up_to)))

    def create_fund(self, name: str, *, limit: Money | MoneyDict, period: FundPeriod = "ever") -> Fund:
        """Makes a fund, which is empty until it is topped up.

        Args:
            name: What the shop calls it, at most 512 bytes.
            limit: What it may give in a period, above 0; its currency is that of the fund.
            period: How often the limit begins anew; never by default.
        """
        return Fund._of(self._call("compensations.create_fund", {"name": name, "limit": limit, **given(period=period)}))

    def update_fund(self, id: int, *, changes: FundPatch) -> Fund:
        """Changes a fund; what it has promised stays.

        Args:
            id: The fund.
            changes: What changes; absent fields stay.

        Raises:
            NotFound
        """
        return Fund._of(self._call("compensations.update_fund", {"id": id, "changes": changes}))

    def top_up(self, id: int, *, amount: Money | MoneyDict, key: str | None = None, reason: str | None = None) -> Fund:
        """Puts money into a fund.

        Args:
            id: The fund.
            amount: How much, above 0.
            key: The host's key of the request: the same key again changes nothing.
            reason: Why, as a token.

        Raises:
            NotFound, IdempotencyConflict
        """
        return Fund._of(self._call("compensations.top_up", {"id": id, "amount": amount, **given(key=key, reason=reason)}))

    def get_fund(self, id: int) -> Fund:
        """One fund by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Fund._of(self._call("compensations.get_fund", {"id": id}))

    def list_funds(self, *, limit: int | None = None, after: str | None = None) -> FundPage:
        """All funds, page by page.

        Args:
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            LimitExceeded
        """
        return FundPage._of(self._call("compensations.list_funds", {"page": given(limit=limit, after=after)}))

    def fund_entries(self, id: int, *, limit: int | None = None, after: str | None = None) -> FundEntryPage:
        """The ledger of a fund, oldest first.

        Args:
            id: The fund.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return FundEntryPage._of(self._call("compensations.fund_entries", {"id": id, "page": given(limit=limit, after=after)}))

    def statistics(self, from_: datetime | str, *, before: datetime | str) -> CompensationStatistics:
        """What was given in a period, by cause and kind, in the base currency.

        Args:
            from_: Its beginning.
            before: Its end, which does not belong to it.
        """
        return CompensationStatistics._of(self._call("compensations.statistics", {"from": from_, "before": before}))

    def goodwill(self, customer_id: int) -> CustomerGoodwill:
        """What a customer was given so far, in the base currency.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return CustomerGoodwill._of(self._call("compensations.goodwill", {"customer_id": customer_id}))


class Configure(Room):
    """The operations of `configure`."""

    __slots__ = ()

    def put_model(
        self,
        sku: str,
        *,
        base_price: Money | MoneyDict,
        groups: Sequence[ModelGroup | ModelGroupDict],
        lead_time_days: int = 0,
        rules: Sequence[ModelRule | ModelRuleDict] | None = None,
    ) -> Model:
        """Gives a model that is configured to order, whole; what differs from the newest version becomes the next one.

        Args:
            sku: The article number of a product in the catalogue.
            base_price: The price without any option, not below 0; its currency is that of all options.
            groups: The groups of options, in the order in which they are shown.
            lead_time_days: Days from the order to the delivery without any option, at most 3,650.
            rules: Rules between options.

        Raises:
            NotFound, LimitExceeded
        """
        return Model._of(self._call("configure.put_model", {
            "sku": sku,
            "base_price": base_price,
            "groups": groups,
            **given(lead_time_days=lead_time_days, rules=rules),
        }))

    def model(self, sku: str, *, version: int | None = None) -> Model:
        """One version of a model; the newest by default.

        Args:
            sku: The article number.
            version: The version; the newest by default.

        Raises:
            NotFound
        """
        return Model._of(self._call("configure.model", {"sku": sku, **given(version=version)}))

    def models(self, *, limit: int | None = None, after: str | None = None) -> ModelSummaryPage:
        """The newest version of every model.

        Args:
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            LimitExceeded
        """
        return ModelSummaryPage._of(self._call("configure.models", {"page": given(limit=limit, after=after)}))

    def check(
        self,
        sku: str,
        *,
        choices: Sequence[str],
        language: str | None = None,
        version: int | None = None,
    ) -> CheckedConfiguration:
        """Checks choices: broken rules, price, lead time, what is built in, and the nearest valid choices.

        Args:
            sku: The article number of the model.
            choices: The keys of the chosen options, each once.
            language: The language of the sentences (BCP 47).
            version: The version; the newest by default.

        Raises:
            NotFound
        """
        return CheckedConfiguration._of(self._call("configure.check", {
            "sku": sku,
            "choices": choices,
            **given(language=language, version=version),
        }))

    def save(
        self,
        sku: str,
        *,
        choices: Sequence[str],
        customer_id: int | None = None,
        name: str | None = None,
        version: int | None = None,
    ) -> Configuration:
        """Saves a configuration; the same choices of the same customer are the same one.

        Args:
            sku: The article number of the model.
            choices: The keys of the chosen options, each once.
            customer_id: Whose it is; the same choices of the same customer are the same configuration. Follows merges.
            name: What the customer calls it, at most 512 bytes.
            version: The version of the model; the newest by default.

        Raises:
            NotFound
        """
        return Configuration._of(self._call("configure.save", {
            "sku": sku,
            "choices": choices,
            **given(customer_id=customer_id, name=name, version=version),
        }))

    def get(self, id: int) -> Configuration:
        """One saved configuration.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Configuration._of(self._call("configure.get", {"id": id}))

    def list(
        self,
        *,
        customer_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        sku: str | None = None,
    ) -> ConfigurationPage:
        """Saved configurations of a customer or model, the newest first.

        Args:
            customer_id: Configurations of this customer.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            sku: Configurations of this model.

        Raises:
            NotFound, LimitExceeded
        """
        return ConfigurationPage._of(self._call("configure.list", {
            "page": given(limit=limit, after=after),
            **given(customer_id=customer_id, sku=sku),
        }))

    def share(self, id: int) -> Configuration:
        """Gives a configuration a token by which others can see it.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Configuration._of(self._call("configure.share", {"id": id}))

    def unshare(self, id: int) -> Configuration:
        """Takes the token of a configuration back.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Configuration._of(self._call("configure.unshare", {"id": id}))

    def by_token(self, token: str) -> SharedConfiguration:
        """The configuration that a token shows, without whose it is.

        Args:
            token: The token.

        Raises:
            NotFound
        """
        return SharedConfiguration._of(self._call("configure.by_token", {"token": token}))

    def reorder(self, id: int, *, language: str | None = None) -> Reorder:
        """Checks a saved configuration against the newest version of its model: whether it still holds, and what changed.

        Args:
            id: The id.
            language: The language of the sentences (BCP 47).

        Raises:
            NotFound
        """
        return Reorder._of(self._call("configure.reorder", {"id": id, **given(language=language)}))

    def propose(self, customer_id: int, *, text: str, category: str | None = None, sku: str | None = None) -> Design:
        """Records a design that a customer asks for.

        Args:
            customer_id: Who asks; follows merges.
            text: What is asked for, at most 64 KiB.
            category: The category that it is about, as a path.
            sku: The article that it is about.

        Raises:
            NotFound, LimitExceeded
        """
        return Design._of(self._call("configure.propose", {
            "customer_id": customer_id,
            "text": text,
            **given(category=category, sku=sku),
        }))

    def design(self, id: int) -> Design:
        """One design request.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Design._of(self._call("configure.design", {"id": id}))

    def designs(
        self,
        *,
        category: str | None = None,
        customer_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        sku: str | None = None,
        state: DesignState | None = None,
    ) -> DesignPage:
        """Design requests, those with the most votes first.

        Args:
            category: Requests about this category.
            customer_id: Requests of this customer.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            sku: Requests about this article.
            state: Requests in this state; all by default.

        Raises:
            NotFound, LimitExceeded
        """
        return DesignPage._of(self._call("configure.designs", {
            "page": given(limit=limit, after=after),
            **given(category=category, customer_id=customer_id, sku=sku, state=state),
        }))

    def set_design_state(self, id: int, *, state: DesignState, answer: str | None = None) -> Design:
        """Takes a design request to another state, with what the shop says to it.

        Args:
            id: The id.
            state: The new state.
            answer: What the shop says to it; takes the place of an earlier answer.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Design._of(self._call("configure.set_design_state", {"id": id, "state": state, **given(answer=answer)}))

    def vote(self, id: int, *, customer_id: int) -> Design:
        """Counts the vote of a customer for a design; a second one changes nothing.

        Args:
            id: The design request.
            customer_id: The customer.

        Raises:
            NotFound, Conflict
        """
        return Design._of(self._call("configure.vote", {"id": id, "customer_id": customer_id}))

    def unvote(self, id: int, *, customer_id: int) -> Design:
        """Takes the vote of a customer for a design back.

        Args:
            id: The design request.
            customer_id: The customer.

        Raises:
            NotFound, Conflict
        """
        return Design._of(self._call("configure.unvote", {"id": id, "customer_id": customer_id}))


class Contracts(Room):
    """The operations of `contracts`."""

    __slots__ = ()

    def create(
        self,
        customer_id: int,
        *,
        price: Money | MoneyDict,
        starts_on: date | str,
        months: int,
        allow_overlap: bool = False,
        asset_ids: Sequence[int] | None = None,
        billing: ContractBilling = "once",
        calls: int | None = None,
        labour: bool = False,
        number: str | None = None,
        parts_rate: Decimal | int | str = "0",
        renewal: ContractRenewal = "none",
        resolution_s: int | None = None,
        response_s: int | None = None,
        skus: Sequence[str] | None = None,
        travel: bool = False,
        visits: int | None = None,
    ) -> Contract:
        """Writes a service contract down as a draft.

        Args:
            customer_id: The customer.
            price: What all of it costs, not negative.
            starts_on: Its first day, in the shop's zone.
            months: How many months it lasts, 1 to 600.
            allow_overlap: Whether another contract may cover the same at the same time.
            asset_ids: The customer's pieces that it covers, at most 1,000; all of them when neither pieces nor articles are named.
            billing: How often it is billed; once by default.
            calls: How many calls a year of the contract are included; any number by default.
            labour: Whether it pays the labour.
            number: The number that people read, unique; `SC-` and its id by default.
            parts_rate: The share of the price of parts that it pays, 0 to 1.
            renewal: What happens at its end; nothing by default.
            resolution_s: Within how many seconds of service time it is resolved, above 0.
            response_s: Within how many seconds of service time the shop responds, above 0.
            skus: The articles of which it covers every piece of the customer, at most 1,000.
            travel: Whether it pays the way to the customer.
            visits: How many visits a year of the contract are included; any number by default.

        Raises:
            NotFound, Conflict, Blocked, LimitExceeded
        """
        return Contract._of(self._call("contracts.create", {
            "customer_id": customer_id,
            "price": price,
            "starts_on": starts_on,
            "months": months,
            **given(
                allow_overlap=allow_overlap,
                asset_ids=asset_ids,
                billing=billing,
                calls=calls,
                labour=labour,
                number=number,
                parts_rate=parts_rate,
                renewal=renewal,
                resolution_s=resolution_s,
                response_s=response_s,
                skus=skus,
                travel=travel,
                visits=visits,
            ),
        }))

    def get(self, id: int) -> Contract:
        """One service contract by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Contract._of(self._call("contracts.get", {"id": id}))

    def list(
        self,
        *,
        customer_id: int | None = None,
        number: str | None = None,
        limit: int | None = None,
        after: str | None = None,
        state: ContractState | None = None,
    ) -> ContractPage:
        """Service contracts by customer, state and number, the latest first.

        Args:
            customer_id: Contracts of this customer.
            number: The contract with this number.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Contracts in this state.

        Raises:
            NotFound, LimitExceeded
        """
        return ContractPage._of(self._call("contracts.list", {
            "page": given(limit=limit, after=after),
            **given(customer_id=customer_id, number=number, state=state),
        }))

    def history(self, id: int) -> builtins.list[StageChange]:
        """The states of a service contract, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("contracts.history", {"id": id})]

    def update(self, id: int, *, terms: NewContract) -> Contract:
        """Gives a draft of a service contract other terms.

        Args:
            id: The id.
            terms: All terms, as they should be.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Contract._of(self._call("contracts.update", {"id": id, "terms": terms}))

    def send(self, id: int) -> Contract:
        """Notes that a service contract was sent to be signed.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition, Blocked
        """
        return Contract._of(self._call("contracts.send", {"id": id}))

    def sign(self, id: int) -> Contract:
        """Notes that a service contract is signed.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return Contract._of(self._call("contracts.sign", {"id": id}))

    def cancel(self, id: int, *, reason: str | None = None) -> Contract:
        """Calls a service contract off that nobody signed.

        Args:
            id: The id.
            reason: Why, as a token.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Contract._of(self._call("contracts.cancel", {"id": id, **given(reason=reason)}))

    def suspend(self, id: int, *, reason: str | None = None) -> Contract:
        """Lets a service contract give nothing for a while.

        Args:
            id: The id.
            reason: Why, as a token.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Contract._of(self._call("contracts.suspend", {"id": id, **given(reason=reason)}))

    def resume(self, id: int) -> Contract:
        """Lets a suspended service contract go on.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Contract._of(self._call("contracts.resume", {"id": id}))

    def terminate(self, id: int, *, reason: str) -> Contract:
        """Ends a service contract early, and tells which part of its price is unused.

        Args:
            id: The id.
            reason: Why, as a token.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Contract._of(self._call("contracts.terminate", {"id": id, "reason": reason}))

    def renew(self, id: int, *, number: str | None = None) -> Contract:
        """Makes the service contract that follows an expiring one.

        Args:
            id: The id.
            number: The number of the next one; `SC-` and its id by default.

        Raises:
            NotFound, NotAllowedTransition, Conflict, Blocked, LimitExceeded
        """
        return Contract._of(self._call("contracts.renew", {"id": id, **given(number=number)}))

    def use(
        self,
        id: int,
        *,
        kind: EntitlementKind,
        over: bool = False,
        reference: str | None = None,
    ) -> EntitlementUse:
        """Uses a visit or call of a service contract; once for each key of the host.

        Args:
            id: The contract.
            kind: What is used.
            over: Whether it may be more than is included, and is billed then.
            reference: The host's key of the use, 1 to 128 bytes; the same key again changes nothing.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return EntitlementUse._of(self._call("contracts.use", {"id": id, "kind": kind, **given(over=over, reference=reference)}))

    def usage(self, id: int, *, at: datetime | str | None = None) -> builtins.list[EntitlementUsage]:
        """What was used in a year of a service contract, and what is left.

        Args:
            id: The contract.
            at: An instant of the year; now by default.

        Raises:
            NotFound
        """
        return [EntitlementUsage._of(item) for item in self._call("contracts.usage", {"id": id, **given(at=at)})]

    def covers(
        self,
        customer_id: int,
        *,
        asset_id: int | None = None,
        at: datetime | str | None = None,
        sku: str | None = None,
    ) -> CoveringContract | None:
        """The service contract that covers a customer's piece or article, and what it gives.

        Args:
            customer_id: The customer.
            asset_id: The piece.
            at: When; now by default.
            sku: The article; that of the piece by default.

        Raises:
            NotFound
        """
        answer = self._call("contracts.covers", {
            "customer_id": customer_id,
            **given(asset_id=asset_id, at=at, sku=sku),
        })
        return None if answer is None else CoveringContract._of(answer)


class Coupons(Room):
    """The operations of `coupons`."""

    __slots__ = ()

    def create_program(
        self,
        name: str,
        *,
        kind: CouponKind,
        active: bool = True,
        amount: Money | MoneyDict | None = None,
        budget: Money | MoneyDict | None = None,
        buy_quantity: int | None = None,
        categories: Sequence[str] | None = None,
        ends_at: datetime | str | None = None,
        get_quantity: int | None = None,
        gift_quantity: Decimal | int | str | None = None,
        gift_sku: str | None = None,
        list_id: int | None = None,
        max_discount: Money | MoneyDict | None = None,
        min_amount: Money | MoneyDict | None = None,
        min_tier_rank: int | None = None,
        per_customer: int | None = None,
        rate: Decimal | int | str | None = None,
        skus: Sequence[str] | None = None,
        stackable: bool = False,
        starts_at: datetime | str | None = None,
        total_limit: int | None = None,
    ) -> CouponProgram:
        """Makes a coupon programme: what it gives, for whom, within which limits.

        Args:
            name: What the shop calls it, at most 512 bytes.
            kind: What it gives.
            active: Whether its coupons can be used; they can by default.
            amount: The amount that is taken off, of `amount`.
            budget: What all discounts together may come to.
            buy_quantity: How many whole units are paid in full, of `buy_x_get_y`.
            categories: The categories for which it holds, with those below them.
            ends_at: When it is over; never by default.
            get_quantity: How many units beside them are cheaper or free, the cheapest first, of `buy_x_get_y`.
            gift_quantity: How much of it; 1 by default.
            gift_sku: The article that is given, of `gift`.
            list_id: The static list on which a customer has to be.
            max_discount: The most that is taken off.
            min_amount: What the basket must at least be worth.
            min_tier_rank: The rank that a customer's tier must at least have.
            per_customer: How often one customer may use it, at least 1; any number of times by default.
            rate: The share that is taken off, above 0 and at most 1: of `percent`, and of the cheaper units of `buy_x_get_y`,
which are free by default.
            skus: The articles for which it holds; all by default.
            stackable: Whether its coupons can be used beside others; they stand alone by default.
            starts_at: When it begins; at once by default.
            total_limit: How often it may be used altogether; any number of times by default.

        Raises:
            NotFound
        """
        return CouponProgram._of(self._call("coupons.create_program", {
            "name": name,
            "kind": kind,
            **given(
                active=active,
                amount=amount,
                budget=budget,
                buy_quantity=buy_quantity,
                categories=categories,
                ends_at=ends_at,
                get_quantity=get_quantity,
                gift_quantity=gift_quantity,
                gift_sku=gift_sku,
                list_id=list_id,
                max_discount=max_discount,
                min_amount=min_amount,
                min_tier_rank=min_tier_rank,
                per_customer=per_customer,
                rate=rate,
                skus=skus,
                stackable=stackable,
                starts_at=starts_at,
                total_limit=total_limit,
            ),
        }))

    def update_program(self, id: int, *, changes: CouponProgramPatch) -> CouponProgram:
        """Changes the conditions and limits of a programme.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound
        """
        return CouponProgram._of(self._call("coupons.update_program", {"id": id, "changes": changes}))

    def get_program(self, id: int) -> CouponProgram:
        """One programme, with how much of it was used.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return CouponProgram._of(self._call("coupons.get_program", {"id": id}))

    def list_programs(
        self,
        *,
        active: bool | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> CouponProgramPage:
        """Coupon programmes, page by page.

        Args:
            active: Only those that are switched on, or off.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            LimitExceeded
        """
        return CouponProgramPage._of(self._call("coupons.list_programs", {
            "page": given(limit=limit, after=after),
            **given(active=active),
        }))

    def issue(
        self,
        program_id: int,
        *,
        codes: Sequence[str] | None = None,
        count: int | None = None,
        customer_ids: Sequence[int] | None = None,
        expires_at: datetime | str | None = None,
        prefix: str | None = None,
        shared: bool = False,
    ) -> builtins.list[Coupon]:
        """Issues coupons of a programme, with generated codes or those of the host.

        Args:
            program_id: The programme.
            codes: The codes, 4 to 64 letters and digits each; spaces, hyphens and the case do not matter. Generated by default.
            count: How many, at most 10,000.
            customer_ids: To whom each is bound; to nobody by default.
            expires_at: When they expire; with the programme by default.
            prefix: What generated codes begin with, at most 16 letters and digits.
            shared: Whether everybody may use it, within the limits of the programme, instead of one customer once.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return [Coupon._of(item) for item in self._call("coupons.issue", {
            "program_id": program_id,
            **given(
                codes=codes,
                count=count,
                customer_ids=customer_ids,
                expires_at=expires_at,
                prefix=prefix,
                shared=shared,
            ),
        })]

    def get(self, code: str) -> Coupon:
        """One coupon by its code, however it is typed.

        Args:
            code: The code, however it is typed.

        Raises:
            NotFound
        """
        return Coupon._of(self._call("coupons.get", {"code": code}))

    def list(
        self,
        *,
        customer_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        program_id: int | None = None,
        state: CouponState | None = None,
    ) -> CouponPage:
        """Coupons of a programme or customer, page by page.

        Args:
            customer_id: Coupons that are bound to this customer.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            program_id: Coupons of this programme.
            state: Coupons in this state.

        Raises:
            NotFound, LimitExceeded
        """
        return CouponPage._of(self._call("coupons.list", {
            "page": given(limit=limit, after=after),
            **given(customer_id=customer_id, program_id=program_id, state=state),
        }))

    def check(
        self,
        code: str,
        *,
        basket: Basket,
        customer_id: int | None = None,
        key: str | None = None,
    ) -> CouponOffer:
        """What a coupon would give for a basket, or why it gives nothing.

        Args:
            code: The code.
            basket: What is bought.
            customer_id: Who buys.
            key: The host's key of the basket, so that its other coupons and its own reservation are seen.

        Raises:
            NotFound
        """
        return CouponOffer._of(self._call("coupons.check", {
            "code": code,
            "basket": basket,
            **given(customer_id=customer_id, key=key),
        }))

    def reserve(
        self,
        code: str,
        *,
        basket: Basket,
        key: str,
        customer_id: int | None = None,
        minutes: int | None = None,
    ) -> Redemption:
        """Holds a coupon for a basket; the use counts against all limits at once.

        Args:
            code: The code.
            basket: What is bought.
            key: The host's key of the basket: the same key again prices the reservation anew.
            customer_id: Who buys.
            minutes: For how many minutes, 1 to 10,080; 30 by default.

        Raises:
            NotFound, Conflict, LimitExceeded, Blocked
        """
        return Redemption._of(self._call("coupons.reserve", {
            "code": code,
            "basket": basket,
            "key": key,
            **given(customer_id=customer_id, minutes=minutes),
        }))

    def redeem(self, code: str, *, order_id: int, key: str | None = None) -> Redemption:
        """Uses a reserved coupon up for an order.

        Args:
            code: The code.
            order_id: The order.
            key: The key of the basket; needed where several baskets hold a shared coupon.

        Raises:
            NotFound, Conflict
        """
        return Redemption._of(self._call("coupons.redeem", {"code": code, "order_id": order_id, **given(key=key)}))

    def release(self, code: str, *, key: str | None = None) -> Redemption:
        """Gives a reservation up, so that the coupon can be used again.

        Args:
            code: The code.
            key: The key of the basket; needed where several baskets hold a shared coupon.

        Raises:
            NotFound, Conflict
        """
        return Redemption._of(self._call("coupons.release", {"code": code, **given(key=key)}))

    def reverse(self, order_id: int) -> CouponReversal:
        """Gives back the coupons and stored money of an order that was cancelled or refunded.

        Args:
            order_id: The order.

        Raises:
            NotFound, Conflict
        """
        return CouponReversal._of(self._call("coupons.reverse", {"order_id": order_id}))

    def revoke(self, code: str, *, reason: str | None = None) -> Coupon:
        """Takes a coupon back: no basket can reserve it any more; held uses of a shared one stay.

        Args:
            code: The code.
            reason: Why, as a token.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Coupon._of(self._call("coupons.revoke", {"code": code, **given(reason=reason)}))

    def redemptions(
        self,
        *,
        coupon_id: int | None = None,
        customer_id: int | None = None,
        order_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        program_id: int | None = None,
        state: RedemptionState | None = None,
    ) -> RedemptionPage:
        """Uses of coupons by programme, coupon, customer or order, page by page.

        Args:
            coupon_id: Uses of this coupon.
            customer_id: Uses by this customer.
            order_id: Uses for this order.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            program_id: Uses of this programme.
            state: Uses in this state.

        Raises:
            NotFound, LimitExceeded
        """
        return RedemptionPage._of(self._call("coupons.redemptions", {
            "page": given(limit=limit, after=after),
            **given(
                coupon_id=coupon_id,
                customer_id=customer_id,
                order_id=order_id,
                program_id=program_id,
                state=state,
            ),
        }))

    def history(self, code: str) -> builtins.list[StageChange]:
        """The moves of a coupon through its states, oldest first.

        Args:
            code: The code, however it is typed.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("coupons.history", {"code": code})]


class Credit(Room):
    """The operations of `credit`."""

    __slots__ = ()

    def settings(self) -> CreditSettings:
        """How scores are made: base, half-life, what each kind changes, the marks of the levels."""
        return CreditSettings._of(self._call("credit.settings", {}))

    def configure(
        self,
        *,
        abuse_returns: int | None = None,
        abuse_share: Decimal | int | str | None = None,
        active: bool | None = None,
        base: int | None = None,
        deltas: Sequence[CreditDelta | CreditDeltaDict] | None = None,
        excellent_from: int | None = None,
        fair_from: int | None = None,
        good_from: int | None = None,
        half_life_days: int | None = None,
        helpful_votes: int | None = None,
        on_time_days: int | None = None,
    ) -> CreditSettings:
        """Changes how scores are made; entries keep the points that they have.

        Args:
            abuse_returns: Returns are abused from so many on.
            abuse_share: Returns are abused when at least this share comes back for reasons that the shop does not answer for.
            active: Whether `tick` enters what the file tells.
            base: The score of somebody of whom nothing is known.
            deltas: What kinds change; kinds that are not listed stay. Entries that there are keep what they have.
            excellent_from: The least score that is excellent.
            fair_from: The least score that is fair.
            good_from: The least score that is good.
            half_life_days: After so many days an entry weighs half; 0 for always all.
            helpful_votes: A review is helpful when so many people say so.
            on_time_days: An order is paid in time within so many days after it was placed.

        Raises:
            LimitExceeded
        """
        return CreditSettings._of(self._call("credit.configure", given(
                abuse_returns=abuse_returns,
                abuse_share=abuse_share,
                active=active,
                base=base,
                deltas=deltas,
                excellent_from=excellent_from,
                fair_from=fair_from,
                good_from=good_from,
                half_life_days=half_life_days,
                helpful_votes=helpful_votes,
                on_time_days=on_time_days,
            )))

    def of(self, customer_id: int, *, as_of: datetime | str | None = None) -> CreditStanding:
        """The score of a customer now or at another instant, with the entries that make it.

        Args:
            customer_id: The customer.
            as_of: For which instant; now by default.

        Raises:
            NotFound
        """
        return CreditStanding._of(self._call("credit.of", {"customer_id": customer_id, **given(as_of=as_of)}))

    def score(self, customer_id: int) -> CreditScore:
        """The score of a customer now and its level, without the reasons.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return CreditScore._of(self._call("credit.score", {"customer_id": customer_id}))

    def add(
        self,
        customer_id: int,
        *,
        at: datetime | str | None = None,
        delta: int | None = None,
        kind: CreditKind = "manual",
        note: str | None = None,
        reason: str | None = None,
        ref: Reference | ReferenceDict | None = None,
        staff_id: int | None = None,
    ) -> CreditEntry:
        """Enters something in a customer's credit record; the same fact is entered once.

        Args:
            customer_id: The customer; follows merges.
            at: When it happened, not in the future; now by default.
            delta: Points, −1,000 to 1,000 and not 0; what the settings say of the kind by default. Needed for a manual entry.
            kind: What it rests on; manual by default.
            note: More about it, at most 64 KiB.
            reason: Why, as a token; needed for a manual entry.
            ref: The fact that it rests on. The same fact is entered once for each kind.
            staff_id: Who decided so.

        Raises:
            NotFound, LimitExceeded, IdempotencyConflict
        """
        return CreditEntry._of(self._call("credit.add", {
            "customer_id": customer_id,
            **given(at=at, delta=delta, kind=kind, note=note, reason=reason, ref=ref, staff_id=staff_id),
        }))

    def history(
        self,
        customer_id: int,
        *,
        kind: CreditKind | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> CreditEntryPage:
        """The ledger of a customer, the latest entry first, with what was taken back.

        Args:
            customer_id: The customer.
            kind: Entries of this kind.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return CreditEntryPage._of(self._call("credit.history", {
            "customer_id": customer_id,
            "page": given(limit=limit, after=after),
            **given(kind=kind),
        }))

    def reverse(self, id: int, *, reason: str | None = None) -> CreditEntry:
        """Takes an entry back by another one; nothing is deleted.

        Args:
            id: The entry.
            reason: Why, as a token.

        Raises:
            NotFound, Conflict
        """
        return CreditEntry._of(self._call("credit.reverse", {"id": id, **given(reason=reason)}))


class Customers(CustomersVerbs):
    """The operations of `customers`."""

    __slots__ = ()

    def create(
        self,
        *,
        addresses: Sequence[NewAddress] | None = None,
        birth_date: str | None = None,
        company: CompanyProfile | CompanyProfileDict | None = None,
        country: str | None = None,
        custom: Mapping[str, Any] | None = None,
        email: str | None = None,
        external_id: str | None = None,
        family_name: str | None = None,
        first_seen_at: datetime | str | None = None,
        gender: Gender = "unknown",
        given_name: str | None = None,
        id_document_hash: str | None = None,
        identities: Sequence[IdentityInput | IdentityInputDict] | None = None,
        income_band: int | None = None,
        kind: CustomerKind = "person",
        language: str | None = None,
        name: str | None = None,
        name_order: NameOrder | None = None,
        note: str | None = None,
        owner_id: int | None = None,
        phone: str | None = None,
        preferred_channel: PreferredChannel | None = None,
        quiet_from: int | None = None,
        quiet_to: int | None = None,
        source: str | None = None,
        source_touch_id: int | None = None,
        tags: Sequence[str] | None = None,
        time_zone: str | None = None,
    ) -> Customer:
        """Creates a customer with identities, addresses, company profile, tags and custom fields.

        Args:
            addresses: Addresses.
            birth_date: The date of birth.
            company: The profile of a company.
            country: The country as ISO 3166-1 alpha-2.
            custom: Values of custom fields by their keys.
            email: An e-mail address, a short form of an identity.
            external_id: The id that `source` gave, a short form of an identity of kind `external_id`.
            family_name: The family name.
            first_seen_at: When the customer was first seen; now by default.
            gender: The gender.
            given_name: The given name.
            id_document_hash: The host's keyed hash of an identity document, 32 to 128 hexadecimal digits.
            identities: Whatever identifies the customer; the first of each kind becomes the primary one.
            income_band: The income band, as the shop numbers them.
            kind: Person or company; person by default.
            language: The language as BCP 47.
            name: The display name; made of the two parts, or of the registered name, when it is absent.
            name_order: Which part comes first; by default what the script suggests, then what the shop says.
            note: A note, at most 64 KiB.
            owner_id: Who looks after the customer.
            phone: A phone number, a short form of an identity.
            preferred_channel: The channel on which the customer likes to be reached.
            quiet_from: The beginning of the quiet hours, in minutes of the customer's day, 0 to 1,439.
            quiet_to: The end of the quiet hours, in minutes of the customer's day, 0 to 1,439.
            source: The system that knows this customer under `external_id`.
            source_touch_id: The touch that brought the customer.
            tags: Tags, made when they are new.
            time_zone: The time zone as an IANA name.

        Raises:
            Conflict, LimitExceeded
        """
        return Customer._of(self._call("customers.create", given(
                addresses=addresses,
                birth_date=birth_date,
                company=company,
                country=country,
                custom=custom,
                email=email,
                external_id=external_id,
                family_name=family_name,
                first_seen_at=first_seen_at,
                gender=gender,
                given_name=given_name,
                id_document_hash=id_document_hash,
                identities=identities,
                income_band=income_band,
                kind=kind,
                language=language,
                name=name,
                name_order=name_order,
                note=note,
                owner_id=owner_id,
                phone=phone,
                preferred_channel=preferred_channel,
                quiet_from=quiet_from,
                quiet_to=quiet_to,
                source=source,
                source_touch_id=source_touch_id,
                tags=tags,
                time_zone=time_zone,
            )))

    def get(self, id: int) -> Customer:
        """One customer with its identities and company profile.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Customer._of(self._call("customers.get", {"id": id}))

    def find(self, kind: IdentityKind, *, value: str) -> Customer | None:
        """The customer that has an identity, or null.

        Args:
            kind: What kind of identity.
            value: The value in any usual spelling; an external id is written `source:id`.
        """
        answer = self._call("customers.find", {"kind": kind, "value": value})
        return None if answer is None else Customer._of(answer)

    def id_of(self, kind: IdentityKind, *, value: str) -> int | None:
        """The id of the customer that has an identity, or null.

        Args:
            kind: What kind of identity.
            value: The value in any usual spelling; an external id is written `source:id`.
        """
        answer: int | None = self._call("customers.id_of", {"kind": kind, "value": value})
        return answer

    def update(self, id: int, *, changes: CustomerPatch) -> Customer:
        """Changes own fields of a customer; absent ones stay, null clears.

        Args:
            id: The customer.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Customer._of(self._call("customers.update", {"id": id, "changes": changes}))

    def upsert(self, customer: NewCustomer, *, policy: MatchPolicy = "update") -> UpsertedCustomer:
        """Finds a customer by any of its identities and changes it by a policy, or creates it.

        Args:
            customer: The customer.
            policy: What happens to a known customer; `update` by default.

        Raises:
            Conflict, LimitExceeded
        """
        return UpsertedCustomer._of(self._call("customers.upsert", {"customer": customer, **given(policy=policy)}))

    def search(self, text: str, *, limit: int | None = None) -> builtins.list[CustomerHit]:
        """Customers that fit what somebody typed, the best first.

        Args:
            text: What somebody typed; the first 128 characters count.
            limit: Results at the most, 1 to 100; 20 by default.

        Raises:
            LimitExceeded
        """
        return [CustomerHit._of(item) for item in self._call("customers.search", {"text": text, **given(limit=limit)})]

    def list(
        self,
        *,
        archived: Archived = "exclude",
        blocked: Block | None = None,
        country: str | None = None,
        created_from: datetime | str | None = None,
        created_to: datetime | str | None = None,
        custom: Sequence[FieldEquals] | None = None,
        kind: CustomerKind | None = None,
        list_id: int | None = None,
        owner_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        tag: str | None = None,
    ) -> CustomerPage:
        """Customers that fit a filter, page by page.

        Args:
            archived: Whether archived customers are among them; by default they are left out.
            blocked: Customers with this block.
            country: Customers of this country, ISO 3166-1 alpha-2.
            created_from: Customers recorded at this instant or later.
            created_to: Customers recorded before this instant.
            custom: Customers whose custom fields have these values; one option is enough of several.
            kind: Persons or companies.
            list_id: Present members of this static list.
            owner_id: Customers that this member of the staff looks after.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            tag: Customers with this tag.

        Raises:
            NotFound, LimitExceeded
        """
        return CustomerPage._of(self._call("customers.list", {
            "page": given(limit=limit, after=after),
            **given(
                archived=archived,
                blocked=blocked,
                country=country,
                created_from=created_from,
                created_to=created_to,
                custom=custom,
                kind=kind,
                list_id=list_id,
                owner_id=owner_id,
                tag=tag,
            ),
        }))

    def set_owner(self, id: int, *, owner_id: int | None = None) -> Customer:
        """Names who looks after a customer.

        Args:
            id: The customer.
            owner_id: The member of the staff; null for nobody.

        Raises:
            NotFound, Conflict
        """
        return Customer._of(self._call("customers.set_owner", {"id": id, **given(owner_id=owner_id)}))

    def block(
        self,
        id: int,
        *,
        block: Block,
        reason: str,
        staff_id: int | None = None,
        until: datetime | str | None = None,
    ) -> Customer:
        """Blocks a customer for a reason: no marketing, no service or no sales; for good or until an instant.

        Args:
            id: The customer; follows merges.
            block: What the shop does not do any more.
            reason: Why, as a token of the shop's own such as `fraud`, `chargeback` or `asked`; errors and events name it.
            staff_id: The member of the staff who decided it.
            until: When it is over; never by default.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Customer._of(self._call("customers.block", {
            "id": id,
            "block": block,
            "reason": reason,
            **given(staff_id=staff_id, until=until),
        }))

    def unblock(self, id: int, *, staff_id: int | None = None) -> Customer:
        """Ends a block.

        Args:
            id: The customer.
            staff_id: The member of the staff who decided it.

        Raises:
            NotFound, Conflict
        """
        return Customer._of(self._call("customers.unblock", {"id": id, **given(staff_id=staff_id)}))

    def block_history(self, id: int) -> builtins.list[StageChange]:
        """Every block that a customer has had and every end of one, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("customers.block_history", {"id": id})]

    def archive(self, id: int) -> Customer:
        """Hides a customer from lists and search.

        Args:
            id: The id.

        Raises:
            NotFound, Conflict
        """
        return Customer._of(self._call("customers.archive", {"id": id}))

    def unarchive(self, id: int) -> Customer:
        """Shows an archived customer again.

        Args:
            id: The id.

        Raises:
            NotFound, Conflict
        """
        return Customer._of(self._call("customers.unarchive", {"id": id}))

    def set_company(self, id: int, *, company: CompanyProfile | CompanyProfileDict | None = None) -> Customer:
        """Gives a company its profile, or removes it.

        Args:
            id: The customer, of kind company.
            company: The profile in place of the one before; null removes it.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Customer._of(self._call("customers.set_company", {"id": id, **given(company=company)}))

    def add_identity(self, id: int, *, kind: IdentityKind, value: str) -> Identity:
        """Adds an identity to a customer.

        Args:
            id: The customer.
            kind: What kind of identity.
            value: The value in any usual spelling.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Identity._of(self._call("customers.add_identity", {"id": id, "kind": kind, "value": value}))

    def remove_identity(self, id: int) -> None:
        """Removes an identity.

        Args:
            id: The id of the identity.

        Raises:
            NotFound
        """
        self._call("customers.remove_identity", {"id": id})

    def verify_identity(self, id: int, *, verified: Verified, at: datetime | str | None = None) -> Identity:
        """Notes that an identity was verified, or that this failed.

        Args:
            id: The id of the identity.
            verified: The outcome.
            at: When; now by default.

        Raises:
            NotFound
        """
        return Identity._of(self._call("customers.verify_identity", {"id": id, "verified": verified, **given(at=at)}))

    def set_primary_identity(self, id: int) -> Identity:
        """Makes an identity the first choice of its kind.

        Args:
            id: The id of the identity.

        Raises:
            NotFound
        """
        return Identity._of(self._call("customers.set_primary_identity", {"id": id}))

    def set_identity_validity(
        self,
        id: int,
        *,
        valid_from: datetime | str | None = None,
        valid_to: datetime | str | None = None,
    ) -> Identity:
        """Notes since when and until when a customer has an identity.

        Args:
            id: The id of the identity.
            valid_from: Since when.
            valid_to: Until when.

        Raises:
            NotFound
        """
        return Identity._of(self._call("customers.set_identity_validity", {"id": id, **given(valid_from=valid_from, valid_to=valid_to)}))

    def addresses(self, id: int) -> builtins.list[Address]:
        """The addresses of a customer.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [Address._of(item) for item in self._call("customers.addresses", {"id": id})]

    def add_address(self, id: int, *, address: NewAddress) -> Address:
        """Adds an address to a customer.

        Args:
            id: The customer.
            address: The address.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Address._of(self._call("customers.add_address", {"id": id, "address": address}))

    def update_address(self, id: int, *, address: NewAddress) -> Address:
        """Replaces an address.

        Args:
            id: The id of the address.
            address: The address as it is now.

        Raises:
            NotFound, LimitExceeded
        """
        return Address._of(self._call("customers.update_address", {"id": id, "address": address}))

    def remove_address(self, id: int) -> None:
        """Removes an address.

        Args:
            id: The id of the address.

        Raises:
            NotFound
        """
        self._call("customers.remove_address", {"id": id})

    def relations(self, id: int) -> builtins.list[Relation]:
        """The relations of a customer in both directions.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [Relation._of(item) for item in self._call("customers.relations", {"id": id})]

    def relate(
        self,
        from_id: int,
        *,
        to_id: int,
        kind: RelationKind,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> Relation:
        """Relates two customers, or changes the dates of their relation.

        Args:
            from_id: Who is related.
            to_id: To whom.
            kind: How.
            since: Since which day.
            until: Until which day.

        Raises:
            NotFound, Conflict
        """
        return Relation._of(self._call("customers.relate", {
            "from_id": from_id,
            "to_id": to_id,
            "kind": kind,
            **given(since=since, until=until),
        }))

    def unrelate(self, id: int) -> None:
        """Removes a relation.

        Args:
            id: The id of the relation.

        Raises:
            NotFound
        """
        self._call("customers.unrelate", {"id": id})

    def tags(self) -> builtins.list[TagCount]:
        """Every tag in use and how many customers have it."""
        return [TagCount._of(item) for item in self._call("customers.tags", {})]

    def tags_of(self, id: int) -> builtins.list[str]:
        """The tags of a customer.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        answer: builtins.list[str] = self._call("customers.tags_of", {"id": id})
        return answer

    def tag(self, id: int, *, tags: Sequence[str]) -> builtins.list[str]:
        """Adds tags to a customer; its tags afterwards.

        Args:
            id: The customer.
            tags: The tags.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        answer: builtins.list[str] = self._call("customers.tag", {"id": id, "tags": tags})
        return answer

    def untag(self, id: int, *, tags: Sequence[str]) -> builtins.list[str]:
        """Takes tags from a customer; its tags afterwards.

        Args:
            id: The customer.
            tags: The tags.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        answer: builtins.list[str] = self._call("customers.untag", {"id": id, "tags": tags})
        return answer

    def lists(self) -> builtins.list[CustomerList]:
        """All static lists."""
        return [CustomerList._of(item) for item in self._call("customers.lists", {})]

    def lists_of(self, id: int) -> builtins.list[ListMember]:
        """The static lists that a customer is or was on.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [ListMember._of(item) for item in self._call("customers.lists_of", {"id": id})]

    def list_members(self, list_id: int, *, limit: int | None = None, after: str | None = None) -> ListMemberPage:
        """Who is on a static list, page by page.

        Args:
            list_id: The list.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return ListMemberPage._of(self._call("customers.list_members", {"list_id": list_id, "page": given(limit=limit, after=after)}))

    def create_list(self, name: str, *, note: str | None = None) -> CustomerList:
        """Makes a static list.

        Args:
            name: The name, unique.
            note: What it is for.

        Raises:
            Conflict, LimitExceeded
        """
        return CustomerList._of(self._call("customers.create_list", {"name": name, **given(note=note)}))

    def add_to_list(self, list_id: int, *, customers: Sequence[int], source: str | None = None) -> int:
        """Puts customers on a static list; how many were not on it.

        Args:
            list_id: The list.
            customers: The customers, at most 10,000.
            source: Where they come from, a token.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        count: int = self._call("customers.add_to_list", {
            "list_id": list_id,
            "customers": customers,
            **given(source=source),
        })["count"]
        return count

    def remove_from_list(self, list_id: int, *, customers: Sequence[int]) -> int:
        """Takes customers off a static list; how many were on it.

        Args:
            list_id: The list.
            customers: The customers, at most 10,000.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        count: int = self._call("customers.remove_from_list", {"list_id": list_id, "customers": customers})["count"]
        return count

    def fields(self) -> builtins.list[CustomField]:
        """All custom fields."""
        return [CustomField._of(item) for item in self._call("customers.fields", {})]

    def define_field(
        self,
        key: str,
        *,
        type: FieldType,
        entity: FieldEntity = "customer",
        indexed: bool = False,
        options: Sequence[str] | None = None,
        pii: bool = False,
        required: bool = False,
    ) -> CustomField:
        """Defines a custom field, or changes one.

        Args:
            key: The key, a token of at most 64 bytes, unique per entity.
            type: What its values are.
            entity: What it belongs to.
            indexed: Whether lists can be filtered by it quickly.
            options: The options of an enumeration, at most 1,000 tokens.
            pii: Whether its values are personal data.
            required: Whether a new customer must have a value.

        Raises:
            Conflict, LimitExceeded
        """
        return CustomField._of(self._call("customers.define_field", {
            "key": key,
            "type": type,
            **given(entity=entity, indexed=indexed, options=options, pii=pii, required=required),
        }))

    def field_values(self, id: int) -> Mapping[str, Any]:
        """The values of a customer's custom fields by their keys.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        answer: Mapping[str, Any] = self._call("customers.field_values", {"id": id})
        return answer

    def set_fields(self, id: int, *, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Sets values of custom fields; all values afterwards.

        Args:
            id: The customer.
            values: The values by their keys; null removes one.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        answer: Mapping[str, Any] = self._call("customers.set_fields", {"id": id, "values": values})
        return answer

    def find_duplicates(self, id: int) -> builtins.list[DuplicateCandidate]:
        """Customers that may be the same as this one, with reasons and scores.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [DuplicateCandidate._of(item) for item in self._call("customers.find_duplicates", {"id": id})]

    def duplicates(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        state: DuplicateState | None = None,
    ) -> DuplicateCandidatePage:
        """Noted pairs of customers that may be one, the surest first, page by page.

        Args:
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Pairs in this state; open ones by default.

        Raises:
            LimitExceeded
        """
        return DuplicateCandidatePage._of(self._call("customers.duplicates", {"page": given(limit=limit, after=after), **given(state=state)}))

    def scan_duplicates(self, limit: int, *, after: int = 0) -> DuplicateScan:
        """Looks at some customers and notes pairs that may be one.

        Args:
            limit: How many customers to look at, 1 to 10,000.
            after: The last customer of the scan before; 0 to begin.

        Raises:
            LimitExceeded
        """
        return DuplicateScan._of(self._call("customers.scan_duplicates", {"limit": limit, **given(after=after)}))

    def dismiss_duplicate(self, first_id: int, *, second_id: int) -> DuplicateCandidate:
        """Says that two customers are two.

        Args:
            first_id: One.
            second_id: The other.

        Raises:
            NotFound, Conflict
        """
        return DuplicateCandidate._of(self._call("customers.dismiss_duplicate", {"first_id": first_id, "second_id": second_id}))

    def merges(self, id: int) -> builtins.list[MergeRecord]:
        """The merges that a customer won or lost.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [MergeRecord._of(item) for item in self._call("customers.merges", {"id": id})]

    def merge(self, winner_id: int, *, loser_id: int, rules: Mapping[str, FieldRule] | None = None) -> MergeRecord:
        """Merges a customer into another one.

        Args:
            winner_id: Who stays.
            loser_id: Who is merged into the winner.
            rules: Rules of single fields; all others keep the winner's value, or take the loser's when the winner has none.

        Raises:
            NotFound, Conflict
        """
        return MergeRecord._of(self._call("customers.merge", {
            "winner_id": winner_id,
            "loser_id": loser_id,
            **given(rules=rules),
        }))

    def unmerge(self, id: int) -> Customer:
        """Takes a merge back; the customer that lives again.

        Args:
            id: The id of the merge.

        Raises:
            NotFound, Conflict
        """
        return Customer._of(self._call("customers.unmerge", {"id": id}))

    def view(self, id: int, *, orders: int = 5, timeline: int = 10) -> CustomerView:
        """Everything about a customer in one snapshot: who it is, what was bought, RFM, stage, what happened last, what to mind.

        Args:
            id: The customer; follows merges.
            orders: The latest orders and refunds to show, at most 100 of each; 5 by default.
            timeline: The latest entries of the timeline to show, at most 100; 10 by default.

        Raises:
            NotFound, LimitExceeded
        """
        return CustomerView._of(self._call("customers.view", {"id": id, **given(orders=orders, timeline=timeline)}))

    def timeline(self, id: int, *, limit: int | None = None, after: str | None = None) -> TimelineEntryPage:
        """Contacts, orders, refunds and stage changes of a customer, newest first, page by page.

        Args:
            id: The customer; follows merges.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return TimelineEntryPage._of(self._call("customers.timeline", {"id": id, "page": given(limit=limit, after=after)}))


class Entitlement(Room):
    """The operations of `entitlement`."""

    __slots__ = ()

    def rules(self) -> EntitlementRules:
        """The rules of service in the order in which they are tried, and what holds when none fits."""
        return EntitlementRules._of(self._call("entitlement.rules", {}))

    def save_rules(
        self,
        *,
        default_level: ServiceLevel = "free",
        default_price: Money | MoneyDict | None = None,
        rules: Sequence[EntitlementRule | EntitlementRuleDict] | None = None,
    ) -> EntitlementRules:
        """Puts rules of service in the place of those before; the first that fits a customer decides.

        Args:
            default_level: How customers are served whom no rule fits; free by default.
            default_price: What service costs them, above 0; only for the level `paid`.
            rules: The rules in the order in which they are tried, at most 100.

        Raises:
            NotFound, LimitExceeded
        """
        return EntitlementRules._of(self._call("entitlement.save_rules", given(default_level=default_level, default_price=default_price, rules=rules)))

    def of(self, customer_id: int) -> CustomerEntitlement:
        """How a customer is served now, what decided it, and what the shop may do with the customer.

        Args:
            customer_id: The customer; follows merges.

        Raises:
            NotFound
        """
        return CustomerEntitlement._of(self._call("entitlement.of", {"customer_id": customer_id}))

    def set_override(
        self,
        customer_id: int,
        *,
        level: ServiceLevel,
        reason: str,
        price: Money | MoneyDict | None = None,
        staff_id: int | None = None,
        until: datetime | str | None = None,
    ) -> EntitlementOverride:
        """Serves a customer otherwise than the rules say, for good or until an instant.

        Args:
            customer_id: Whom it concerns; follows merges.
            level: How the customer is served whatever the rules say.
            reason: Why, as a token of the shop's own such as `goodwill`.
            price: What service costs the customer, above 0; only for the level `paid`.
            staff_id: The member of the staff who decided it.
            until: When it is over; never by default.

        Raises:
            NotFound
        """
        return EntitlementOverride._of(self._call("entitlement.set_override", {
            "customer_id": customer_id,
            "level": level,
            "reason": reason,
            **given(price=price, staff_id=staff_id, until=until),
        }))

    def clear_override(self, customer_id: int, *, staff_id: int | None = None) -> CustomerEntitlement:
        """Takes the exception of a customer back; how the customer is served afterwards.

        Args:
            customer_id: The customer; follows merges.
            staff_id: The member of the staff who decided it.

        Raises:
            NotFound
        """
        return CustomerEntitlement._of(self._call("entitlement.clear_override", {"customer_id": customer_id, **given(staff_id=staff_id)}))

    def summary(self, *, after: int | None = None, limit: int = 1000) -> EntitlementSummary:
        """How many customers are served on each level, some thousand at a time in the order of their ids.

        Args:
            after: Customers with a larger id; from the first on when absent.
            limit: How many customers to look at, 1 to 10,000; 1,000 by default.

        Raises:
            LimitExceeded
        """
        return EntitlementSummary._of(self._call("entitlement.summary", given(after=after, limit=limit)))


class Events(EventsVerbs):
    """The operations of `events`."""

    __slots__ = ()

    def list(self, *, after: int = 0, limit: int = 100) -> builtins.list[Event]:
        """Lists events after a number, oldest first, without taking them.

        Args:
            after: The number after which to start; 0 for all.
            limit: Events at the most, 1 to 10,000; 100 by default.
        """
        return [Event._of(item) for item in self._call("events.list", given(after=after, limit=limit))]

    def take(self, consumer: str, *, lease_seconds: int = 60, limit: int = 100) -> EventBatch:
        """Takes the next events of a named consumer under a lease.

        Args:
            consumer: The name of the consumer, chosen by the host.
            lease_seconds: Seconds until unacknowledged events are delivered again, 1 to 86,400; 60 by default.
            limit: Events at the most, 1 to 10,000; 100 by default.
        """
        return EventBatch._of(self._call("events.take", {
            "consumer": consumer,
            **given(lease_seconds=lease_seconds, limit=limit),
        }))

    def ack(self, consumer: str, *, seq: int) -> None:
        """Acknowledges everything up to and including an event.

        Args:
            consumer: The name of the consumer.
            seq: The number of the last event that was worked off.

        Raises:
            NotFound
        """
        self._call("events.ack", {"consumer": consumer, "seq": seq})


class Exchange(Room):
    """The operations of `exchange`."""

    __slots__ = ()

    def import_file(
        self,
        entity: Entity,
        *,
        path: str,
        currency: str | None = None,
        delimiter: str | None = None,
        dry_run: bool = False,
        exclusive: bool = False,
        format: Format | None = None,
        mapping: str | Mapping[str, str] | None = None,
        number_format: NumberFormat | None = None,
        policy: Policy | None = None,
        source: str | None = None,
        time_format: TimeFormat | None = None,
        time_zone: str | None = None,
        verdicts: str | None = None,
    ) -> ImportReport:
        """Imports customers, products, orders, refunds or contacts from a CSV or JSONL file, batch by batch; again after an interruption.

        Args:
            entity: What the rows are.
            path: The file; UTF-8.
            currency: The currency of amounts without one; the shop's base currency by default.
            delimiter: The delimiter of a CSV file, one character; the header decides by default.
            dry_run: Judge every row and keep nothing.
            exclusive: Keep other writers out for longer than 250 ms at a time, for speed.
            format: Its format; by the ending of its name by default.
            mapping: Which column means what: `customer=customer_id,placed_at=date,currency='USD'`, or an object; columns
named like fields by default.
            number_format: How numbers are written; `plain` by default.
            policy: What happens to a row whose key is known; `skip` by default.
            source: The system that the rows come from, a token; `import` by default.
            time_format: How times are written; `iso` by default.
            time_zone: The zone of times without one; the shop's by default.
            verdicts: A new file for one verdict per row, as JSON lines.

        Raises:
            NotFound, Conflict, PermissionRefused
        """
        return ImportReport._of(self._call("exchange.import_file", {
            "entity": entity,
            "path": path,
            **given(
                currency=currency,
                delimiter=delimiter,
                dry_run=dry_run,
                exclusive=exclusive,
                format=format,
                mapping=mapping,
                number_format=number_format,
                policy=policy,
                source=source,
                time_format=time_format,
                time_zone=time_zone,
                verdicts=verdicts,
            ),
        }))

    def import_rows(
        self,
        entity: Entity,
        *,
        rows: Sequence[Mapping[str, Any]],
        currency: str | None = None,
        dry_run: bool = False,
        mapping: str | Mapping[str, str] | None = None,
        number_format: NumberFormat | None = None,
        policy: Policy | None = None,
        source: str | None = None,
        time_format: TimeFormat | None = None,
        time_zone: str | None = None,
    ) -> ImportReport:
        """Imports a few rows with a verdict for each, in this transaction.

        Args:
            entity: What the rows are.
            rows: The rows: texts, numbers or truth values by column; at most 10,000.
            currency: The currency of amounts without one; the shop's base currency by default.
            dry_run: Judge every row and keep nothing.
            mapping: Which column means what: `customer=customer_id,placed_at=date,currency='USD'`, or an object; columns
named like fields by default.
            number_format: How numbers are written; `plain` by default.
            policy: What happens to a row whose key is known; `skip` by default.
            source: The system that the rows come from, a token; `import` by default.
            time_format: How times are written; `iso` by default.
            time_zone: The zone of times without one; the shop's by default.
        """
        return ImportReport._of(self._call("exchange.import_rows", {
            "entity": entity,
            "rows": rows,
            **given(
                currency=currency,
                dry_run=dry_run,
                mapping=mapping,
                number_format=number_format,
                policy=policy,
                source=source,
                time_format=time_format,
                time_zone=time_zone,
            ),
        }))

    def export_file(self, path: str, *, entity: Entity, format: Format) -> ExportCount:
        """Writes one entity flat into a new CSV or JSONL file that an import takes back.

        Args:
            path: A path that does not exist yet.
            entity: What to write.
            format: How to write it.

        Raises:
            Conflict, PermissionRefused
        """
        return ExportCount._of(self._call("exchange.export_file", {"path": path, "entity": entity, "format": format}))

    def export_all(self, folder: str) -> ExportReport:
        """Writes everything into a new folder as JSON lines, one file per table.

        Args:
            folder: Its path.

        Raises:
            Conflict, PermissionRefused
        """
        return ExportReport._of(self._call("exchange.export_all", {"folder": folder}))

    def restore(self, folder: str) -> ExportReport:
        """Takes a complete export back into a file that has recorded nothing yet.

        Args:
            folder: Its path.

        Raises:
            NotFound, Conflict, TooNew, PermissionRefused
        """
        return ExportReport._of(self._call("exchange.restore", {"folder": folder}))

    def jobs(self, *, limit: int | None = None, after: str | None = None) -> ImportJobPage:
        """Imports that were run, newest first, page by page.

        Args:
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
        """
        return ImportJobPage._of(self._call("exchange.jobs", {"page": given(limit=limit, after=after)}))


class Facts(Room):
    """The operations of `facts`."""

    __slots__ = ()

    def status(self) -> FactsStatus:
        """How much is packed for analyses, and how many customers wait to be packed again."""
        return FactsStatus._of(self._call("facts.status", {}))


class Feedback(Room):
    """The operations of `feedback`."""

    __slots__ = ()

    def settings(self) -> FeedbackSettings:
        """Until when feedback is answered, and what helpful ideas bring."""
        return FeedbackSettings._of(self._call("feedback.settings", {}))

    def configure(
        self,
        *,
        answer_within_days: int | None = None,
        credit: int | None = None,
        points: int | None = None,
    ) -> FeedbackSettings:
        """Changes until when feedback is answered, and what helpful ideas bring.

        Args:
            answer_within_days: After so many days without an answer `tick` makes a task; 0 for never.
            credit: What such an idea changes in the credit record.
            points: Points of the loyalty programme for an idea that helped.

        Raises:
            LimitExceeded
        """
        return FeedbackSettings._of(self._call("feedback.configure", given(answer_within_days=answer_within_days, credit=credit, points=points)))

    def record(
        self,
        customer_id: int,
        *,
        kind: FeedbackKind,
        about: FeedbackAbout,
        text: str,
        competitor_id: int | None = None,
        competitor_product_id: int | None = None,
        ref: Reference | ReferenceDict | None = None,
        sku: str | None = None,
    ) -> FeedbackEntry:
        """Records what a customer suggests, praises, wishes or complains about.

        Args:
            customer_id: Who gives it; follows merges.
            kind: What kind it is.
            about: What it is about.
            text: What was written or said, at most 64 KiB.
            competitor_id: The competitor that it is about; only for feedback about one.
            competitor_product_id: The competitor's product that it is about; only for feedback about a competitor.
            ref: In what it came, such as an interaction; whether there is such a thing is not checked.
            sku: The article that it is about, at most 128 bytes.

        Raises:
            NotFound, LimitExceeded
        """
        return FeedbackEntry._of(self._call("feedback.record", {
            "customer_id": customer_id,
            "kind": kind,
            "about": about,
            "text": text,
            **given(competitor_id=competitor_id, competitor_product_id=competitor_product_id, ref=ref, sku=sku),
        }))

    def get(self, id: int) -> FeedbackEntry:
        """One feedback by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return FeedbackEntry._of(self._call("feedback.get", {"id": id}))

    def history(self, id: int) -> builtins.list[StageChange]:
        """Where a feedback stood, and since when.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("feedback.history", {"id": id})]

    def list(
        self,
        *,
        about: FeedbackAbout | None = None,
        competitor_id: int | None = None,
        customer_id: int | None = None,
        idea_id: int | None = None,
        ideas_only: bool = False,
        kind: FeedbackKind | None = None,
        limit: int | None = None,
        after: str | None = None,
        sku: str | None = None,
        sort: FeedbackSort | None = None,
        state: FeedbackState | None = None,
        to_tell: bool = False,
        unanswered: bool = False,
    ) -> FeedbackEntryPage:
        """Feedback by kind, subject, state and customer, what is unanswered, and who is to be told something.

        Args:
            about: Feedback about this.
            competitor_id: Feedback about this competitor.
            customer_id: Feedback of this customer.
            idea_id: What was joined to this idea.
            ideas_only: Only what was joined to nothing.
            kind: Feedback of this kind.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            sku: Feedback about this article.
            sort: In which order; the newest first by default.
            state: Feedback in this state.
            to_tell: Only feedback whose customer is to be told something.
            unanswered: Only feedback that nobody has answered and that is neither done nor declined.

        Raises:
            NotFound, LimitExceeded
        """
        return FeedbackEntryPage._of(self._call("feedback.list", {
            "page": given(limit=limit, after=after),
            **given(
                about=about,
                competitor_id=competitor_id,
                customer_id=customer_id,
                idea_id=idea_id,
                ideas_only=ideas_only,
                kind=kind,
                sku=sku,
                sort=sort,
                state=state,
                to_tell=to_tell,
                unanswered=unanswered,
            ),
        }))

    def set_state(self, id: int, *, state: FeedbackState, reason: str | None = None) -> FeedbackEntry:
        """Takes a feedback to another state, and all that was joined to it.

        Args:
            id: The id.
            state: The new state.
            reason: Why, as a token.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return FeedbackEntry._of(self._call("feedback.set_state", {"id": id, "state": state, **given(reason=reason)}))

    def answer(self, id: int, *, answer: str, staff_id: int | None = None) -> FeedbackEntry:
        """Answers a feedback and all that was joined to it; the customers are to be told.

        Args:
            id: The id.
            answer: The answer, at most 64 KiB.
            staff_id: Who answers.

        Raises:
            NotFound, Conflict
        """
        return FeedbackEntry._of(self._call("feedback.answer", {"id": id, "answer": answer, **given(staff_id=staff_id)}))

    def record_effect(self, id: int, *, effect_note: str) -> FeedbackEntry:
        """Notes what a feedback has changed; the customers are to be told.

        Args:
            id: The id.
            effect_note: What it changed, at most 64 KiB.

        Raises:
            NotFound, Conflict
        """
        return FeedbackEntry._of(self._call("feedback.record_effect", {"id": id, "effect_note": effect_note}))

    def tell(self, id: int) -> FeedbackEntry:
        """Notes that the customer knows all that is new.

        Args:
            id: The id.

        Raises:
            NotFound, Conflict
        """
        return FeedbackEntry._of(self._call("feedback.tell", {"id": id}))

    def join(self, id: int, *, idea_id: int) -> FeedbackEntry:
        """Joins a feedback to an idea that says the same; the idea, with its supporters.

        Args:
            id: The feedback.
            idea_id: The idea that says the same.

        Raises:
            NotFound, Conflict
        """
        return FeedbackEntry._of(self._call("feedback.join", {"id": id, "idea_id": idea_id}))

    def part(self, id: int) -> FeedbackEntry:
        """Parts a feedback from the idea that it was joined to.

        Args:
            id: The id.

        Raises:
            NotFound, Conflict
        """
        return FeedbackEntry._of(self._call("feedback.part", {"id": id}))

    def vote(self, id: int, *, customer_id: int, wants: bool = True) -> FeedbackEntry:
        """Counts that a customer wants an idea, once, or takes it back.

        Args:
            id: The feedback.
            customer_id: The customer.
            wants: Whether the customer wants it; false takes the vote back.

        Raises:
            NotFound, Conflict
        """
        return FeedbackEntry._of(self._call("feedback.vote", {"id": id, "customer_id": customer_id, **given(wants=wants)}))

    def credit(self, id: int, *, credit: int | None = None, points: int | None = None) -> FeedbackEntry:
        """Rewards the customer of an idea that was done, once: points, and an entry in the credit record.

        Args:
            id: The feedback.
            credit: What it changes in the credit record, up to 1,000; as the settings say by default, 0 for nothing.
            points: Points of the loyalty programme, up to 1,000,000; as the settings say by default, 0 for none.

        Raises:
            NotFound, Conflict, Blocked, LimitExceeded
        """
        return FeedbackEntry._of(self._call("feedback.credit", {"id": id, **given(credit=credit, points=points)}))

    def summary(
        self,
        *,
        before: datetime | str | None = None,
        from_: datetime | str | None = None,
        sku: str | None = None,
    ) -> FeedbackSummary:
        """What the feedback of a time comes to: by kind, subject, state and article, what waits, how long answers took, the best teachers.

        Args:
            before: Before this instant; until now by default.
            from_: From this instant on; from the first one by default.
            sku: Only feedback about this article.

        Raises:
            LimitExceeded
        """
        return FeedbackSummary._of(self._call("feedback.summary", given(before=before, **{"from": from_}, sku=sku)))


class Host(Room):
    """The operations of `host`."""

    __slots__ = ()

    def query(self, sql: str, *, params: Sequence[int | float | str | bytes | None] | None = None) -> HostRows:
        """Runs a query on the host's own tables in this file.

        Args:
            sql: One SQL statement.
            params: The values of its parameters `?1`, `?2` ….

        Raises:
            PermissionRefused, LimitExceeded
        """
        return HostRows._of(self._call("host.query", {"sql": sql, **given(params=params)}))

    def execute(self, sql: str, *, params: Sequence[int | float | str | bytes | None] | None = None) -> int:
        """Runs one statement on the host's own tables in this file.

        Args:
            sql: One SQL statement.
            params: The values of its parameters `?1`, `?2` ….

        Raises:
            PermissionRefused, Conflict
        """
        count: int = self._call("host.execute", {"sql": sql, **given(params=params)})["count"]
        return count

    def query_views(self, sql: str, *, params: Sequence[int | float | str | bytes | None] | None = None) -> HostRows:
        """Runs a read-only query over the documented views.

        Args:
            sql: One SQL statement.
            params: The values of its parameters `?1`, `?2` ….

        Raises:
            PermissionRefused, LimitExceeded
        """
        return HostRows._of(self._call("host.query_views", {"sql": sql, **given(params=params)}))


class Interactions(Room):
    """The operations of `interactions`."""

    __slots__ = ()

    def get(self, id: int) -> Interaction:
        """One contact by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Interaction._of(self._call("interactions.get", {"id": id}))

    def list(
        self,
        *,
        channel: Channel | None = None,
        customer_id: int | None = None,
        direction: Direction | None = None,
        from_: datetime | str | None = None,
        kind: InteractionKind | None = None,
        outcome: InteractionOutcome | None = None,
        limit: int | None = None,
        after: str | None = None,
        staff_id: int | None = None,
        thread_id: str | None = None,
        unattached: bool = False,
        until: datetime | str | None = None,
    ) -> InteractionPage:
        """Contacts of a customer, a conversation, a channel or a time, newest first, page by page.

        Args:
            channel: Contacts on this channel.
            customer_id: Contacts of this customer; follows merges.
            direction: Contacts in this direction.
            from_: Contacts at or after this instant.
            kind: Contacts of this kind.
            outcome: Contacts with this outcome.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            staff_id: Contacts of this member of the staff.
            thread_id: Contacts of this conversation.
            unattached: Only contacts without a customer.
            until: Contacts before this instant.

        Raises:
            NotFound, LimitExceeded
        """
        return InteractionPage._of(self._call("interactions.list", {
            "page": given(limit=limit, after=after),
            **given(
                channel=channel,
                customer_id=customer_id,
                direction=direction,
                **{"from": from_},
                kind=kind,
                outcome=outcome,
                staff_id=staff_id,
                thread_id=thread_id,
                unattached=unattached,
                until=until,
            ),
        }))

    def record(
        self,
        channel: Channel,
        *,
        direction: Direction,
        kind: InteractionKind,
        at: datetime | str | None = None,
        body: str | None = None,
        customer_id: int | None = None,
        duration_s: int | None = None,
        external_id: str | None = None,
        identity: IdentityInput | IdentityInputDict | None = None,
        outcome: InteractionOutcome = "none",
        ref: Reference | ReferenceDict | None = None,
        sentiment: int | None = None,
        source: str | None = None,
        staff_id: int | None = None,
        subject: str | None = None,
        thread_id: str | None = None,
        updated_at: datetime | str | None = None,
    ) -> Interaction:
        """Records a contact, or updates the one that was reported before under the same external id.

        Args:
            channel: The way on which it took place.
            direction: Who turned to whom.
            kind: What it was for.
            at: When it began; now by default.
            body: What was said or written, at most 64 KiB.
            customer_id: The customer; follows merges.
            duration_s: Seconds that it lasted, at most 31,622,400 (a year).
            external_id: Its id in that system, at most 256 bytes: the same one again updates and does not add.
            identity: Who called or wrote, when the customer's id is not at hand. An identity that nobody owns is kept with the
contact, which stays without a customer until it is attached.
            outcome: What came of it; `none` by default.
            ref: What it was about.
            sentiment: The customer's mood, −100 (angry) to 100 (delighted).
            source: The system that reports it; needed with `external_id`.
            staff_id: Who of the staff took part.
            subject: The subject, at most 512 bytes.
            thread_id: The host's name of the conversation, at most 256 bytes.
            updated_at: When it last changed there; a report older than the last one is ignored.

        Raises:
            NotFound
        """
        return Interaction._of(self._call("interactions.record", {
            "channel": channel,
            "direction": direction,
            "kind": kind,
            **given(
                at=at,
                body=body,
                customer_id=customer_id,
                duration_s=duration_s,
                external_id=external_id,
                identity=identity,
                outcome=outcome,
                ref=ref,
                sentiment=sentiment,
                source=source,
                staff_id=staff_id,
                subject=subject,
                thread_id=thread_id,
                updated_at=updated_at,
            ),
        }))

    def record_many(self, interactions: Sequence[NewInteraction]) -> InteractionCount:
        """Records many contacts, all or nothing, with one event for all of them.

        Args:
            interactions: The contacts.

        Raises:
            NotFound
        """
        return InteractionCount._of(self._call("interactions.record_many", {"interactions": interactions}))

    def update(self, id: int, *, changes: InteractionPatch) -> Interaction:
        """Changes what is known of a contact, above all its outcome.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound
        """
        return Interaction._of(self._call("interactions.update", {"id": id, "changes": changes}))

    def attach(self, id: int, *, customer_id: int, same_identity: bool = False) -> int:
        """Gives a contact to a customer; how many contacts moved.

        Args:
            id: The id of the contact.
            customer_id: The customer.
            same_identity: Whether all contacts without a customer that came by the same identity follow; false by default.

        Raises:
            NotFound
        """
        count: int = self._call("interactions.attach", {
            "id": id,
            "customer_id": customer_id,
            **given(same_identity=same_identity),
        })["count"]
        return count


class Invoices(Room):
    """The operations of `invoices`."""

    __slots__ = ()

    def create(
        self,
        customer_id: int,
        *,
        kind: InvoiceKind,
        currency: str,
        lines: Sequence[NewInvoiceLine],
        bill_to: str | None = None,
        discount: Money | MoneyDict | None = None,
        due_days: int | None = None,
        note: str | None = None,
        shipping: Money | MoneyDict | None = None,
        shipping_tax: Money | MoneyDict | None = None,
    ) -> Invoice:
        """Records a draft of an invoice for goods or work.

        Args:
            customer_id: Who pays.
            kind: Sale or service.
            currency: The currency.
            lines: What is invoiced, 1 to 4,096 lines.
            bill_to: Name and address as printed; the customer's name by default.
            discount: What is taken off, without tax.
            due_days: Days from issue until it is due, at most 365; 14 by default.
            note: What else is printed.
            shipping: The price of shipping without tax.
            shipping_tax: The tax of shipping.

        Raises:
            NotFound
        """
        return Invoice._of(self._call("invoices.create", {
            "customer_id": customer_id,
            "kind": kind,
            "currency": currency,
            "lines": lines,
            **given(
                bill_to=bill_to,
                discount=discount,
                due_days=due_days,
                note=note,
                shipping=shipping,
                shipping_tax=shipping_tax,
            ),
        }))

    def from_order(
        self,
        order_id: int,
        *,
        bill_to: str | None = None,
        due_days: int | None = None,
        note: str | None = None,
    ) -> Invoice:
        """Records the draft of an order's invoice, or brings the known draft to what the order is now.

        Args:
            order_id: The order.
            bill_to: Name and address as printed; what the known draft says, or the customer's name, by default.
            due_days: Days from issue until it is due, at most 365; those of the known draft, or 14, by default.
            note: What else is printed; what the known draft says by default.

        Raises:
            NotFound, Conflict
        """
        return Invoice._of(self._call("invoices.from_order", {
            "order_id": order_id,
            **given(bill_to=bill_to, due_days=due_days, note=note),
        }))

    def update(self, id: int, *, changes: InvoicePatch) -> Invoice:
        """Changes a draft.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict
        """
        return Invoice._of(self._call("invoices.update", {"id": id, "changes": changes}))

    def issue(self, id: int) -> Invoice:
        """Gives a draft its number, without gaps, and its due day.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return Invoice._of(self._call("invoices.issue", {"id": id}))

    def mark_paid(self, id: int, *, at: datetime | str | None = None) -> Invoice:
        """Notes that an invoice is paid.

        Args:
            id: The id.
            at: When; now by default.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Invoice._of(self._call("invoices.mark_paid", {"id": id, **given(at=at)}))

    def void(self, id: int, *, reason: str) -> Invoice:
        """Discards a draft, or makes an issued invoice void before it is paid, with a reason.

        Args:
            id: The id.
            reason: Why, at most 512 bytes.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return Invoice._of(self._call("invoices.void", {"id": id, "reason": reason}))

    def credit(
        self,
        id: int,
        *,
        lines: Sequence[CreditedLine] | None = None,
        note: str | None = None,
        refund_id: int | None = None,
    ) -> Invoice:
        """Issues a credit note over all that is left of an invoice, over lines, or over a refund.

        Args:
            id: The invoice.
            lines: What of its lines; all that is left when there are none and no refund.
            note: What is printed, such as the reason.
            refund_id: The refund of the invoice's order that it is for.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return Invoice._of(self._call("invoices.credit", {"id": id, **given(lines=lines, note=note, refund_id=refund_id)}))

    def get(self, id: int) -> Invoice:
        """One invoice with its lines.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Invoice._of(self._call("invoices.get", {"id": id}))

    def find(self, number: str) -> Invoice | None:
        """The invoice of a number, or null.

        Args:
            number: The number that people read.
        """
        answer = self._call("invoices.find", {"number": number})
        return None if answer is None else Invoice._of(answer)

    def list(
        self,
        *,
        credited_id: int | None = None,
        customer_id: int | None = None,
        due_before: date | str | None = None,
        kind: InvoiceKind | None = None,
        order_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        state: InvoiceState | None = None,
    ) -> InvoicePage:
        """Invoices by customer, order, kind, state and due day, the latest first, page by page.

        Args:
            credited_id: The credit notes of this invoice.
            customer_id: Invoices of this customer.
            due_before: Issued invoices that are due before this day: with today, those that are overdue. No credit note is ever due.
            kind: Invoices of this kind.
            order_id: Invoices of this order.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Invoices in this state.

        Raises:
            NotFound, LimitExceeded
        """
        return InvoicePage._of(self._call("invoices.list", {
            "page": given(limit=limit, after=after),
            **given(
                credited_id=credited_id,
                customer_id=customer_id,
                due_before=due_before,
                kind=kind,
                order_id=order_id,
                state=state,
            ),
        }))

    def html(self, id: int, *, seller: str | None = None) -> InvoiceHtml:
        """A printable invoice as one HTML page.

        Args:
            id: The id.
            seller: Name, address and tax number of the shop, as printed.

        Raises:
            NotFound
        """
        return InvoiceHtml._of(self._call("invoices.html", {"id": id, **given(seller=seller)}))

    def set_series(self, kind: InvoiceKind, *, prefix: str, digits: int = 6) -> InvoiceSeries:
        """Lets invoices of a kind get their numbers from a series.

        Args:
            kind: The kind.
            prefix: What stands before the number, 1 to 32 bytes that end with no digit.
            digits: The least number of digits, 1 to 12; 6 by default.

        Raises:
            Conflict
        """
        return InvoiceSeries._of(self._call("invoices.set_series", {"kind": kind, "prefix": prefix, **given(digits=digits)}))

    def series(self) -> builtins.list[InvoiceSeries]:
        """The series of invoice numbers."""
        return [InvoiceSeries._of(item) for item in self._call("invoices.series", {})]


class Knowledge(Room):
    """The operations of `knowledge`."""

    __slots__ = ()

    def create(
        self,
        key: str,
        *,
        title: str,
        body: str,
        audience: ArticleAudience = "public",
        categories: Sequence[str] | None = None,
        language: str | None = None,
        related: Sequence[int] | None = None,
        skus: Sequence[str] | None = None,
        tags: Sequence[str] | None = None,
        valid_to: datetime | str | None = None,
    ) -> Article:
        """Records an article as a draft.

        Args:
            key: The key, a token such as `descale-kettle`: languages of one article share it.
            title: The title, at most 512 bytes.
            body: The text, such as Markdown, at most 64 KiB.
            audience: Who may read it; everybody by default.
            categories: The categories that it is about, as paths, at most 100.
            language: The language (BCP 47); the shop's by default.
            related: Articles to read on, at most 100.
            skus: The articles of the catalogue that it is about, at most 1,000.
            tags: Its tags, at most 100.
            valid_to: Until when it holds; for ever by default.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Article._of(self._call("knowledge.create", {
            "key": key,
            "title": title,
            "body": body,
            **given(
                audience=audience,
                categories=categories,
                language=language,
                related=related,
                skus=skus,
                tags=tags,
                valid_to=valid_to,
            ),
        }))

    def get(self, id: int) -> Article:
        """One article, with its newest text.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Article._of(self._call("knowledge.get", {"id": id}))

    def list(
        self,
        *,
        audience: ArticleAudience | None = None,
        category: str | None = None,
        key: str | None = None,
        language: str | None = None,
        limit: int | None = None,
        after: str | None = None,
        sku: str | None = None,
        state: ArticleState | None = None,
        tag: str | None = None,
    ) -> ArticlePage:
        """Articles by state, key, language, audience and subject, in the order in which they were made.

        Args:
            audience: Articles for exactly this audience.
            category: Articles about exactly this category.
            key: Languages of this key.
            language: Articles in exactly this language.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            sku: Articles about this article of the catalogue.
            state: Articles whose newest text is in this state.
            tag: Articles with this tag.

        Raises:
            LimitExceeded
        """
        return ArticlePage._of(self._call("knowledge.list", {
            "page": given(limit=limit, after=after),
            **given(
                audience=audience,
                category=category,
                key=key,
                language=language,
                sku=sku,
                state=state,
                tag=tag,
            ),
        }))

    def update(self, id: int, *, changes: ArticlePatch) -> Article:
        """Changes an article: its text while it is a draft, all else at once.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Article._of(self._call("knowledge.update", {"id": id, "changes": changes}))

    def set_state(self, id: int, *, state: ArticleState) -> Article:
        """Takes the newest text of an article to review, publishes or archives it, or begins the next version.

        Args:
            id: The id.
            state: The new state.

        Raises:
            NotFound, Conflict, NotAllowedTransition
        """
        return Article._of(self._call("knowledge.set_state", {"id": id, "state": state}))

    def versions(self, id: int) -> builtins.list[ArticleVersion]:
        """Every version of an article that was published, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [ArticleVersion._of(item) for item in self._call("knowledge.versions", {"id": id})]

    def history(self, id: int) -> builtins.list[StageChange]:
        """The moves of an article, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("knowledge.history", {"id": id})]

    def show(
        self,
        *,
        audience: ArticleAudience = "public",
        id: int | None = None,
        key: str | None = None,
        language: str | None = None,
    ) -> ShownArticle:
        """Shows an article to a reader in the nearest language, and counts that.

        Args:
            audience: Who reads; everybody by default.
            id: The id.
            key: The key, instead of the id.
            language: The language (BCP 47), with a key; the shop's by default.

        Raises:
            NotFound
        """
        return ShownArticle._of(self._call("knowledge.show", given(audience=audience, id=id, key=key, language=language)))

    def search(
        self,
        text: str,
        *,
        audience: ArticleAudience = "public",
        category: str | None = None,
        language: str | None = None,
        limit: int | None = None,
        sku: str | None = None,
        tag: str | None = None,
    ) -> builtins.list[ArticleHit]:
        """Published articles that fit what somebody typed, the best first.

        Args:
            text: What somebody typed; the first 128 characters count.
            audience: Who reads; everybody by default.
            category: Only about this category or one below it.
            language: The language (BCP 47): articles in it or in a wider one (`zh` for `zh-TW`); all languages by default.
            limit: Results at the most, 1 to 50; 10 by default.
            sku: Only about this article of the catalogue.
            tag: Only with this tag.

        Raises:
            LimitExceeded
        """
        return [ArticleHit._of(item) for item in self._call("knowledge.search", {
            "text": text,
            **given(audience=audience, category=category, language=language, limit=limit, sku=sku, tag=tag),
        })]

    def ask(
        self,
        text: str,
        *,
        audience: ArticleAudience = "public",
        category: str | None = None,
        language: str | None = None,
        limit: int | None = None,
        sku: str | None = None,
        tag: str | None = None,
    ) -> builtins.list[ArticleHit]:
        """Searches for a reader, and counts a question that finds nothing.

        Args:
            text: What somebody typed; the first 128 characters count.
            audience: Who reads; everybody by default.
            category: Only about this category or one below it.
            language: The language (BCP 47): articles in it or in a wider one (`zh` for `zh-TW`); all languages by default.
            limit: Results at the most, 1 to 50; 10 by default.
            sku: Only about this article of the catalogue.
            tag: Only with this tag.

        Raises:
            LimitExceeded
        """
        return [ArticleHit._of(item) for item in self._call("knowledge.ask", {
            "text": text,
            **given(audience=audience, category=category, language=language, limit=limit, sku=sku, tag=tag),
        })]

    def suggest(
        self,
        text: str,
        *,
        audience: ArticleAudience = "staff",
        language: str | None = None,
        limit: int | None = None,
        sku: str | None = None,
    ) -> builtins.list[ArticleHit]:
        """Articles that may answer a longer text, such as that of a ticket.

        Args:
            text: The text; its most telling words count.
            audience: Who reads; the staff by default.
            language: The language (BCP 47): articles in it or in a wider one; all languages by default.
            limit: Results at the most, 1 to 50; 10 by default.
            sku: Articles about this article of the catalogue, or about none.

        Raises:
            LimitExceeded
        """
        return [ArticleHit._of(item) for item in self._call("knowledge.suggest", {
            "text": text,
            **given(audience=audience, language=language, limit=limit, sku=sku),
        })]

    def vote(
        self,
        article_id: int,
        *,
        helpful: bool,
        customer_id: int | None = None,
        visitor: str | None = None,
    ) -> Article:
        """Counts whether an article helped a customer or visitor, once each.

        Args:
            article_id: The article.
            helpful: Whether it helped.
            customer_id: The customer; follows merges.
            visitor: The host's token of somebody who is not known, instead of a customer; at most 64 bytes.

        Raises:
            NotFound, Conflict
        """
        return Article._of(self._call("knowledge.vote", {
            "article_id": article_id,
            "helpful": helpful,
            **given(customer_id=customer_id, visitor=visitor),
        }))

    def link(
        self,
        article_id: int,
        *,
        ref: Reference | ReferenceDict,
        resolved: bool = True,
    ) -> builtins.list[ArticleLink]:
        """Notes that an article was used for something, such as a ticket.

        Args:
            article_id: The article.
            ref: What it was used for.
            resolved: Whether it solved it; it did by default.

        Raises:
            NotFound
        """
        return [ArticleLink._of(item) for item in self._call("knowledge.link", {"article_id": article_id, "ref": ref, **given(resolved=resolved)})]

    def links(self, ref: Reference | ReferenceDict) -> builtins.list[ArticleLink]:
        """The articles that were used for something.

        Args:
            ref: What it is, such as a ticket.
        """
        return [ArticleLink._of(item) for item in self._call("knowledge.links", {"ref": ref})]

    def gaps(
        self,
        *,
        language: str | None = None,
        limit: int | None = None,
        after: str | None = None,
        since: datetime | str | None = None,
    ) -> ArticleGapPage:
        """What was asked and not found, the most often asked first.

        Args:
            language: Asked in this language.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            since: Asked last at or after this instant.

        Raises:
            LimitExceeded
        """
        return ArticleGapPage._of(self._call("knowledge.gaps", {
            "page": given(limit=limit, after=after),
            **given(language=language, since=since),
        }))


class Leads(Room):
    """The operations of `leads`."""

    __slots__ = ()

    def capture(
        self,
        source: LeadSource,
        *,
        at: datetime | str | None = None,
        company: str | None = None,
        country: str | None = None,
        customer_id: int | None = None,
        employees: int | None = None,
        external_id: str | None = None,
        identities: Sequence[IdentityInput | IdentityInputDict] | None = None,
        language: str | None = None,
        name: str | None = None,
        note: str | None = None,
        owner_id: int | None = None,
        skus: Sequence[str] | None = None,
        system: str | None = None,
        territory: str | None = None,
        updated_at: datetime | str | None = None,
    ) -> Lead:
        """Records a lead and assigns it, or updates the one that was reported before under the same external id.

        Args:
            source: How it came.
            at: When it came; now by default. The first response is due from then on.
            company: The name of the company, at most 512 bytes.
            country: The country as ISO 3166-1 alpha-2.
            customer_id: The customer who it is; found by the identities when absent.
            employees: How many people work for the company.
            external_id: Its id in that system, at most 256 bytes: the same one again updates and does not add.
            identities: How the person can be reached and recognised, at most 20; a customer who has one of them is linked.
            language: The language as BCP 47.
            name: The name of the person, at most 512 bytes.
            note: What was said, at most 64 KiB.
            owner_id: Who looks after it; found by the rules when absent.
            skus: Article numbers of what the person is interested in, at most 100.
            system: The system that reports it; needed with `external_id`.
            territory: The sales territory, as the shop names it.
            updated_at: When it last changed there; a report older than the last one is ignored.

        Raises:
            NotFound, LimitExceeded
        """
        return Lead._of(self._call("leads.capture", {
            "source": source,
            **given(
                at=at,
                company=company,
                country=country,
                customer_id=customer_id,
                employees=employees,
                external_id=external_id,
                identities=identities,
                language=language,
                name=name,
                note=note,
                owner_id=owner_id,
                skus=skus,
                system=system,
                territory=territory,
                updated_at=updated_at,
            ),
        }))

    def capture_many(self, leads: Sequence[NewLead]) -> LeadCount:
        """Records many leads, all or nothing, with one event for all of them.

        Args:
            leads: The leads.

        Raises:
            NotFound, LimitExceeded
        """
        return LeadCount._of(self._call("leads.capture_many", {"leads": leads}))

    def get(self, id: int) -> Lead:
        """One lead by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Lead._of(self._call("leads.get", {"id": id}))

    def list(
        self,
        *,
        any_state: bool = False,
        country: str | None = None,
        customer_id: int | None = None,
        from_: datetime | str | None = None,
        identity: IdentityInput | IdentityInputDict | None = None,
        min_score: int | None = None,
        overdue: bool = False,
        owner_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        sku: str | None = None,
        source: LeadSource | None = None,
        stale: bool = False,
        state: LeadState | None = None,
        territory: str | None = None,
        unassigned: bool = False,
        until: datetime | str | None = None,
    ) -> LeadPage:
        """Leads of a person, a customer, a source, a territory or a time, the newest first; open ones unless a state is named.

        Args:
            any_state: Leads in any state, the ended ones too; false by default.
            country: Leads of this country.
            customer_id: Leads of this customer; follows merges.
            from_: Leads that came at or after this instant.
            identity: Leads with this identity.
            min_score: Leads with at least this score.
            overdue: Only leads whose first response is overdue by now.
            owner_id: Leads of this member of the staff.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            sku: Leads that are interested in this article.
            source: Leads that came this way.
            stale: Only leads that `tick` found stale.
            state: Leads in this state; open ones by default.
            territory: Leads of this sales territory.
            unassigned: Only leads that nobody has been given.
            until: Leads that came before this instant.

        Raises:
            NotFound, LimitExceeded
        """
        return LeadPage._of(self._call("leads.list", {
            "page": given(limit=limit, after=after),
            **given(
                any_state=any_state,
                country=country,
                customer_id=customer_id,
                **{"from": from_},
                identity=identity,
                min_score=min_score,
                overdue=overdue,
                owner_id=owner_id,
                sku=sku,
                source=source,
                stale=stale,
                state=state,
                territory=territory,
                unassigned=unassigned,
                until=until,
            ),
        }))

    def update(self, id: int, *, changes: LeadPatch) -> Lead:
        """Changes what is known of a lead.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Lead._of(self._call("leads.update", {"id": id, "changes": changes}))

    def assign(self, id: int, *, owner_id: int | None = None) -> Lead:
        """Gives a lead to a member of the staff, or to whom the rules choose.

        Args:
            id: The id.
            owner_id: The member of the staff; whom the rules choose when absent.

        Raises:
            NotFound, Conflict
        """
        return Lead._of(self._call("leads.assign", {"id": id, **given(owner_id=owner_id)}))

    def set_state(
        self,
        id: int,
        *,
        state: LeadState,
        lost_reason: LeadLostReason | None = None,
        reason: str | None = None,
    ) -> Lead:
        """Takes a lead to another state, with the reason.

        Args:
            id: The id.
            state: The new state.
            lost_reason: Why it will not buy, of one that becomes unqualified.
            reason: A token that says why, for other moves.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Lead._of(self._call("leads.set_state", {
            "id": id,
            "state": state,
            **given(lost_reason=lost_reason, reason=reason),
        }))

    def convert(
        self,
        id: int,
        *,
        create_opportunity: bool = True,
        customer_id: int | None = None,
        opportunity: LeadDeal | None = None,
    ) -> LeadConversion:
        """Makes a qualified lead a customer, found by its identities or new, with an opportunity.

        Args:
            id: The id.
            create_opportunity: Whether an opportunity is opened; true by default.
            customer_id: The customer who it is; found by its identities, or new, when absent.
            opportunity: What is known of the opportunity.

        Raises:
            NotFound, NotAllowedTransition, Conflict, Blocked
        """
        return LeadConversion._of(self._call("leads.convert", {
            "id": id,
            **given(create_opportunity=create_opportunity, customer_id=customer_id, opportunity=opportunity),
        }))

    def explain_score(self, id: int) -> LeadScore:
        """The score of a lead now, and the points that add up to it.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return LeadScore._of(self._call("leads.explain_score", {"id": id}))

    def explain_assignment(self, id: int) -> LeadAssignment:
        """Why a lead has its owner, and what each rule says of it.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return LeadAssignment._of(self._call("leads.explain_assignment", {"id": id}))

    def create_rule(
        self,
        name: str,
        *,
        kind: LeadRuleKind,
        staff: Sequence[int],
        condition: LeadCondition | LeadConditionDict | None = None,
        position: int = 0,
        response_minutes: int | None = None,
    ) -> LeadRule:
        """Makes a rule that assigns leads for which nobody is named.

        Args:
            name: What people call it, at most 512 bytes.
            kind: How it chooses. `territory` needs territories or countries in its condition, `product_line` product lines or articles.
            staff: Among whom it chooses, 1 to 1,000; who stands there twice gets twice as many in turn.
            condition: What a lead must be like; any lead fits by default.
            position: Where it stands: rules are tried from the lowest position on, those of one position in the order of their ids.
            response_minutes: Minutes to the first response for its leads, 1 to 525,600; those of the shop by default.

        Raises:
            LimitExceeded
        """
        return LeadRule._of(self._call("leads.create_rule", {
            "name": name,
            "kind": kind,
            "staff": staff,
            **given(condition=condition, position=position, response_minutes=response_minutes),
        }))

    def update_rule(self, id: int, *, changes: LeadRulePatch) -> LeadRule:
        """Changes a rule that assigns leads, or stops it.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, LimitExceeded
        """
        return LeadRule._of(self._call("leads.update_rule", {"id": id, "changes": changes}))

    def list_rules(self) -> LeadRules:
        """The rules that assign leads, in the order in which they are tried."""
        return LeadRules._of(self._call("leads.list_rules", {}))

    def settings(self) -> LeadSettings:
        """How fast leads are to be answered, and what counts as stale and as hot."""
        return LeadSettings._of(self._call("leads.settings", {}))

    def configure(
        self,
        *,
        hot_score: int | None = None,
        response_minutes: int | None = None,
        stale_days: int | None = None,
    ) -> LeadSettings:
        """Changes how fast leads are to be answered, and what counts as stale and as hot.

        Args:
            hot_score: The score from which on a lead is hot, 1 to 100.
            response_minutes: Minutes from the arrival to the first response, 1 to 525,600; for leads that come from now on.
            stale_days: Days without a change after which a lead is stale, 1 to 365.
        """
        return LeadSettings._of(self._call("leads.configure", given(hot_score=hot_score, response_minutes=response_minutes, stale_days=stale_days)))


class Lifecycle(Room):
    """The operations of `lifecycle`."""

    __slots__ = ()

    def of(self, customer_id: int) -> CustomerStage:
        """The stage of a customer now, and when it changes if nothing else happens.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return CustomerStage._of(self._call("lifecycle.of", {"customer_id": customer_id}))

    def history(self, customer_id: int) -> builtins.list[StageChange]:
        """Every stage that a customer has had, oldest first.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("lifecycle.history", {"customer_id": customer_id})]

    def counts(self) -> builtins.list[StageCount]:
        """How many customers are in each stage, as of the last tick."""
        return [StageCount._of(item) for item in self._call("lifecycle.counts", {})]

    def list(self, stage: Stage, *, limit: int | None = None, after: str | None = None) -> CustomerStagePage:
        """The customers in a stage in the order of their ids, page by page, as of the last tick.

        Args:
            stage: The stage.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            LimitExceeded
        """
        return CustomerStagePage._of(self._call("lifecycle.list", {"stage": stage, "page": given(limit=limit, after=after)}))


class Loyalty(Room):
    """The operations of `loyalty`."""

    __slots__ = ()

    def program(self) -> LoyaltyProgram:
        """The programme: how points are earned and when they expire."""
        return LoyaltyProgram._of(self._call("loyalty.program", {}))

    def configure(
        self,
        *,
        active: bool | None = None,
        expiry_days: int | Keep | None = KEEP,
        per_amount: Money | MoneyDict | Keep | None = KEEP,
        per_order: int | None = None,
        per_unit: Sequence[SkuPoints | SkuPointsDict] | None = None,
        point_value: Money | MoneyDict | Keep | None = KEEP,
        points: int | None = None,
        reverse_on_refund: bool | None = None,
        rounding: PointsRounding | None = None,
    ) -> LoyaltyProgram:
        """Changes the programme; points that were earned stay as they are.

        Args:
            active: Whether orders earn points.
            expiry_days: After how many days points expire, at least 1.
            per_amount: What of an order's net amount, in the base currency, earns `points`.
            per_order: Points of each order, at most 1,000,000.
            per_unit: Points of single articles; the whole list.
            point_value: What a point is worth when it is spent.
            points: How many points each `per_amount` earns, at most 1,000,000.
            reverse_on_refund: Whether a refund takes its share of the earned points back.
            rounding: How a share of a point is rounded.

        Raises:
            LimitExceeded
        """
        return LoyaltyProgram._of(self._call("loyalty.configure", {
            **given(
                active=active,
                per_order=per_order,
                per_unit=per_unit,
                points=points,
                reverse_on_refund=reverse_on_refund,
                rounding=rounding,
            ),
            **changed(expiry_days=expiry_days, per_amount=per_amount, point_value=point_value),
        }))

    def earn_for_order(self, order_id: int) -> OrderPoints:
        """Gives the points that an order earns, once.

        Args:
            order_id: The order.

        Raises:
            NotFound, Conflict
        """
        return OrderPoints._of(self._call("loyalty.earn_for_order", {"order_id": order_id}))

    def reverse_for_order(self, order_id: int) -> OrderPoints:
        """Takes back what a refunded or cancelled order earned, and gives back what was spent on it.

        Args:
            order_id: The order.

        Raises:
            NotFound
        """
        return OrderPoints._of(self._call("loyalty.reverse_for_order", {"order_id": order_id}))

    def redeem(
        self,
        customer_id: int,
        *,
        points: int,
        key: str | None = None,
        order_id: int | None = None,
        reason: str | None = None,
    ) -> PointsEntry:
        """Spends points, those that expire first before the rest.

        Args:
            customer_id: By whom.
            points: How many, above 0.
            key: The host's key of the request: the same key again changes nothing.
            order_id: The order that they pay in part.
            reason: Why, as a token.

        Raises:
            NotFound, LimitExceeded, IdempotencyConflict, Blocked
        """
        return PointsEntry._of(self._call("loyalty.redeem", {
            "customer_id": customer_id,
            "points": points,
            **given(key=key, order_id=order_id, reason=reason),
        }))

    def bonus(
        self,
        customer_id: int,
        *,
        points: int,
        expires_at: datetime | str | None = None,
        key: str | None = None,
        reason: str | None = None,
    ) -> PointsEntry:
        """Gives points as a present.

        Args:
            customer_id: To whom.
            points: How many; a correction can be negative.
            expires_at: When they expire; as the programme says by default.
            key: The host's key of the request: the same key again changes nothing.
            reason: Why, as a token such as `birthday`.

        Raises:
            NotFound, LimitExceeded, IdempotencyConflict
        """
        return PointsEntry._of(self._call("loyalty.bonus", {
            "customer_id": customer_id,
            "points": points,
            **given(expires_at=expires_at, key=key, reason=reason),
        }))

    def adjust(
        self,
        customer_id: int,
        *,
        points: int,
        expires_at: datetime | str | None = None,
        key: str | None = None,
        reason: str | None = None,
    ) -> PointsEntry:
        """Corrects a balance of points, up or down.

        Args:
            customer_id: To whom.
            points: How many; a correction can be negative.
            expires_at: When they expire; as the programme says by default.
            key: The host's key of the request: the same key again changes nothing.
            reason: Why, as a token such as `birthday`.

        Raises:
            NotFound, LimitExceeded, IdempotencyConflict
        """
        return PointsEntry._of(self._call("loyalty.adjust", {
            "customer_id": customer_id,
            "points": points,
            **given(expires_at=expires_at, key=key, reason=reason),
        }))

    def transfer(
        self,
        from_id: int,
        *,
        to_id: int,
        points: int,
        key: str | None = None,
        reason: str | None = None,
    ) -> PointsEntry:
        """Gives points of one customer to another.

        Args:
            from_id: From whom.
            to_id: To whom.
            points: How many, above 0; they expire when they would have expired.
            key: The host's key of the request: the same key again changes nothing.
            reason: Why, as a token.

        Raises:
            NotFound, LimitExceeded, IdempotencyConflict
        """
        return PointsEntry._of(self._call("loyalty.transfer", {
            "from_id": from_id,
            "to_id": to_id,
            "points": points,
            **given(key=key, reason=reason),
        }))

    def balance(self, customer_id: int) -> PointsBalance:
        """The points of a customer, what they are worth, and when they expire.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return PointsBalance._of(self._call("loyalty.balance", {"customer_id": customer_id}))

    def entries(
        self,
        customer_id: int,
        *,
        kind: PointsKind | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> PointsEntryPage:
        """The ledger of a customer's points, oldest first, page by page.

        Args:
            customer_id: Whose entries.
            kind: Entries of this kind.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return PointsEntryPage._of(self._call("loyalty.entries", {
            "customer_id": customer_id,
            "page": given(limit=limit, after=after),
            **given(kind=kind),
        }))

    def create_tier(
        self,
        name: str,
        *,
        rank: int,
        active: bool = True,
        benefits: Sequence[str] | None = None,
        free_shipping: bool = False,
        grace_days: int = 0,
        min_points: int | None = None,
        min_spend: Money | MoneyDict | None = None,
        price_percent: Decimal | int | str = "0",
        window_days: int | None = None,
    ) -> Tier:
        """Makes a tier: its marks, its window, what it offers.

        Args:
            name: What the shop calls it, at most 512 bytes.
            rank: Its rank, at least 1, unique; the highest one that a customer reaches counts.
            active: Whether customers get into it; they do by default.
            benefits: What else it offers, one sentence each.
            free_shipping: Whether orders are shipped for nothing; they are not by default.
            grace_days: For how many days one stays in it after falling below its marks; 0 by default.
            min_points: How many points one has to earn.
            min_spend: What one has to spend: net amounts less refunds, in the base currency.
            price_percent: The share that is taken off prices, 0 to 1; 0 by default.
            window_days: Within how many days; within a lifetime by default.

        Raises:
            Conflict, LimitExceeded
        """
        return Tier._of(self._call("loyalty.create_tier", {
            "name": name,
            "rank": rank,
            **given(
                active=active,
                benefits=benefits,
                free_shipping=free_shipping,
                grace_days=grace_days,
                min_points=min_points,
                min_spend=min_spend,
                price_percent=price_percent,
                window_days=window_days,
            ),
        }))

    def update_tier(self, id: int, *, changes: TierPatch) -> Tier:
        """Changes a tier; those who are in it are evaluated anew.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, LimitExceeded
        """
        return Tier._of(self._call("loyalty.update_tier", {"id": id, "changes": changes}))

    def tiers(self) -> builtins.list[Tier]:
        """All tiers, from the lowest rank on."""
        return [Tier._of(item) for item in self._call("loyalty.tiers", {})]

    def evaluate(self, customer_id: int) -> CustomerTier:
        """Brings a customer into the tier that its orders and points reach.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return CustomerTier._of(self._call("loyalty.evaluate", {"customer_id": customer_id}))

    def terms(self, customer_id: int) -> LoyaltyTerms:
        """On what terms a customer buys: the tier, its percentage, the points.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return LoyaltyTerms._of(self._call("loyalty.terms", {"customer_id": customer_id}))

    def tier_history(self, customer_id: int) -> builtins.list[StageChange]:
        """The moves of a customer between tiers, oldest first.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("loyalty.tier_history", {"customer_id": customer_id})]


class Maintenance(Room):
    """The operations of `maintenance`."""

    __slots__ = ()

    def create(
        self,
        title: str,
        *,
        asset_id: int | None = None,
        assignee_id: int | None = None,
        contract_id: int | None = None,
        every_days: int | None = None,
        every_months: int | None = None,
        first_on: date | str | None = None,
        lead_days: int = 0,
        makes: MaintenanceMakes = "order",
        sku: str | None = None,
    ) -> MaintenancePlan:
        """Records a plan by which an asset, or all assets of an article, are looked after.

        Args:
            title: What is to be done, at most 512 bytes.
            asset_id: The asset; either it or an article.
            assignee_id: Who gets the task.
            contract_id: The service contract that the visits belong to: none is due while it does not cover the asset.
            every_days: How many days apart, 1 to 36,500; either days or months.
            every_months: How many months apart, 1 to 1,200.
            first_on: The first day in the shop's zone, of one asset; by default one interval after it was installed, delivered or
recorded, and never before today.
            lead_days: How many days before that day the order or task is made, at most 365; none by default.
            makes: Whether a draft of a service order is made, or a task; an order by default.
            sku: The article.

        Raises:
            NotFound, Conflict
        """
        return MaintenancePlan._of(self._call("maintenance.create", {
            "title": title,
            **given(
                asset_id=asset_id,
                assignee_id=assignee_id,
                contract_id=contract_id,
                every_days=every_days,
                every_months=every_months,
                first_on=first_on,
                lead_days=lead_days,
                makes=makes,
                sku=sku,
            ),
        }))

    def get(self, id: int) -> MaintenancePlan:
        """One maintenance plan.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return MaintenancePlan._of(self._call("maintenance.get", {"id": id}))

    def list(
        self,
        *,
        active: bool | None = None,
        asset_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        sku: str | None = None,
    ) -> MaintenancePlanPage:
        """Maintenance plans, page by page.

        Args:
            active: Plans that go on, or not; both by default.
            asset_id: Plans for this asset alone.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            sku: Plans for all assets of this article.

        Raises:
            LimitExceeded
        """
        return MaintenancePlanPage._of(self._call("maintenance.list", {
            "page": given(limit=limit, after=after),
            **given(active=active, asset_id=asset_id, sku=sku),
        }))

    def end(self, id: int) -> MaintenancePlan:
        """Ends a maintenance plan.

        Args:
            id: The id.

        Raises:
            NotFound, Conflict
        """
        return MaintenancePlan._of(self._call("maintenance.end", {"id": id}))

    def upcoming(
        self,
        *,
        asset_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        plan_id: int | None = None,
    ) -> MaintenanceDuePage:
        """When assets are looked after next, the first before the others.

        Args:
            asset_id: Of this asset.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            plan_id: Under this plan.

        Raises:
            LimitExceeded
        """
        return MaintenanceDuePage._of(self._call("maintenance.upcoming", {
            "page": given(limit=limit, after=after),
            **given(asset_id=asset_id, plan_id=plan_id),
        }))


class Opportunities(Room):
    """The operations of `opportunities`."""

    __slots__ = ()

    def create(
        self,
        customer_id: int,
        *,
        name: str,
        amount: Money | MoneyDict | None = None,
        campaign: str | None = None,
        channel: str | None = None,
        competitor: str | None = None,
        currency: str | None = None,
        expected_close: date | str | None = None,
        lines: Sequence[NewOpportunityLine] | None = None,
        need: str | None = None,
        owner_id: int | None = None,
        pipeline_id: int | None = None,
        probability: Decimal | int | str | None = None,
        solution: str | None = None,
        source: str | None = None,
        stage: str | None = None,
    ) -> Opportunity:
        """Records an open opportunity of a customer.

        Args:
            customer_id: The customer; follows merges.
            name: What it is about, at most 512 bytes.
            amount: What it may come to, at least 0; the sum of its lines by default.
            campaign: The host's key of the campaign that brought it, at most 128 bytes.
            channel: Where it would be sold, a token such as `web` or `store`.
            competitor: Firms that offer against the shop, at most 512 bytes.
            currency: The currency of the lines; that of the amount, then the shop's base currency by default.
            expected_close: The day on which it should close.
            lines: What would be sold.
            need: What the customer needs, at most 64 KiB.
            owner_id: Who works on it.
            pipeline_id: The pipeline; the default one by default.
            probability: How likely it is, 0 to 1; its stage's probability by default.
            solution: What the shop proposes, at most 64 KiB.
            source: Where it came from, a token such as `referral`.
            stage: The key of an open stage of the pipeline; its first by default.

        Raises:
            NotFound, LimitExceeded, Blocked
        """
        return Opportunity._of(self._call("opportunities.create", {
            "customer_id": customer_id,
            "name": name,
            **given(
                amount=amount,
                campaign=campaign,
                channel=channel,
                competitor=competitor,
                currency=currency,
                expected_close=expected_close,
                lines=lines,
                need=need,
                owner_id=owner_id,
                pipeline_id=pipeline_id,
                probability=probability,
                solution=solution,
                source=source,
                stage=stage,
            ),
        }))

    def get(self, id: int) -> Opportunity:
        """One opportunity with its lines.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Opportunity._of(self._call("opportunities.get", {"id": id}))

    def list(
        self,
        *,
        closing_before: date | str | None = None,
        customer_id: int | None = None,
        owner_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        pipeline_id: int | None = None,
        stage: str | None = None,
        status: OpportunityStatus | None = None,
    ) -> OpportunityPage:
        """Opportunities by customer, owner, stage, status and expected close, the first to close first.

        Args:
            closing_before: Those that should close before this day.
            customer_id: Those of this customer.
            owner_id: Those of this member of the staff.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            pipeline_id: Those in this pipeline.
            stage: Those in the stage of this key.
            status: Those in this core status.

        Raises:
            NotFound, LimitExceeded
        """
        return OpportunityPage._of(self._call("opportunities.list", {
            "page": given(limit=limit, after=after),
            **given(
                closing_before=closing_before,
                customer_id=customer_id,
                owner_id=owner_id,
                pipeline_id=pipeline_id,
                stage=stage,
                status=status,
            ),
        }))

    def update(self, id: int, *, changes: OpportunityPatch) -> Opportunity:
        """Changes what an opportunity says.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Opportunity._of(self._call("opportunities.update", {"id": id, "changes": changes}))

    def set_lines(self, id: int, *, lines: Sequence[NewOpportunityLine]) -> Opportunity:
        """Sets what an opportunity is about; its amount follows unless it has its own.

        Args:
            id: The id.
            lines: All lines anew, at most 500.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Opportunity._of(self._call("opportunities.set_lines", {"id": id, "lines": lines}))

    def move(self, id: int, *, stage: str) -> Opportunity:
        """Takes an opportunity to another stage of its pipeline.

        Args:
            id: The id.
            stage: The key of a stage of its pipeline.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Opportunity._of(self._call("opportunities.move", {"id": id, "stage": stage}))

    def win(
        self,
        id: int,
        *,
        amount: Money | MoneyDict | None = None,
        order_id: int | None = None,
        stage: str | None = None,
    ) -> Opportunity:
        """Closes an opportunity as won.

        Args:
            id: The id.
            amount: What it came to, in its currency; its amount by default.
            order_id: The order of the same customer that came of it.
            stage: The key of a stage that maps to won; the pipeline's first by default.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Opportunity._of(self._call("opportunities.win", {
            "id": id,
            **given(amount=amount, order_id=order_id, stage=stage),
        }))

    def lose(
        self,
        id: int,
        *,
        reason: LostReason,
        competitor: str | None = None,
        stage: str | None = None,
    ) -> Opportunity:
        """Closes an opportunity as lost, and why.

        Args:
            id: The id.
            reason: Why.
            competitor: Who offered against the shop; the known text stays by default.
            stage: The key of a stage that maps to lost; the pipeline's first by default.

        Raises:
            NotFound, NotAllowedTransition, LimitExceeded
        """
        return Opportunity._of(self._call("opportunities.lose", {
            "id": id,
            "reason": reason,
            **given(competitor=competitor, stage=stage),
        }))

    def hold(self, id: int, *, stage: str | None = None) -> Opportunity:
        """Lets an open opportunity wait.

        Args:
            id: The id.
            stage: The key of a stage that maps to on_hold; the pipeline's first by default.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Opportunity._of(self._call("opportunities.hold", {"id": id, **given(stage=stage)}))

    def reopen(self, id: int, *, reason: str, stage: str | None = None) -> Opportunity:
        """Opens a closed opportunity again, unless an order came of it.

        Args:
            id: The id.
            reason: Why, a token such as `by_mistake`.
            stage: The key of an open stage; where it was before by default.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return Opportunity._of(self._call("opportunities.reopen", {"id": id, "reason": reason, **given(stage=stage)}))

    def history(self, id: int) -> OpportunityHistory:
        """The moves of an opportunity, and how long it was in each stage.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return OpportunityHistory._of(self._call("opportunities.history", {"id": id}))

    def forecast(
        self,
        *,
        closing_before: date | str | None = None,
        closing_from: date | str | None = None,
        customer_id: int | None = None,
        owner_id: int | None = None,
        pipeline_id: int | None = None,
    ) -> Forecast:
        """What open opportunities come to in the base currency, whole and weighted by probability, and by month, owner, pipeline and channel.

        Args:
            closing_before: Those that should close before this day.
            closing_from: Those that should close on this day or later.
            customer_id: Those of this customer.
            owner_id: Those of this member of the staff.
            pipeline_id: Those in this pipeline.

        Raises:
            NotFound
        """
        return Forecast._of(self._call("opportunities.forecast", given(
                closing_before=closing_before,
                closing_from=closing_from,
                customer_id=customer_id,
                owner_id=owner_id,
                pipeline_id=pipeline_id,
            )))


class Orders(Room):
    """The operations of `orders`."""

    __slots__ = ()

    def record(
        self,
        *,
        allow_blocked: bool = False,
        cancel_reason: CancelReason | None = None,
        channel: str | None = None,
        currency: str | None = None,
        customer: int | None = None,
        discount: Money | MoneyDict | None = None,
        external_id: str | None = None,
        lines: Sequence[NewOrderLine | NewOrderLineDict] | None = None,
        needs_fulfilment: bool = True,
        number: str | None = None,
        paid: bool | None = None,
        party: Party | None = None,
        payments: Sequence[NewPayment] | None = None,
        placed_at: datetime | str | None = None,
        promised_at: datetime | str | None = None,
        rate: Decimal | int | str | None = None,
        shipping: Money | MoneyDict | None = None,
        source: str | None = None,
        state: OrderState | None = None,
        tax: Money | MoneyDict | None = None,
        tax_included: bool = False,
        total: Money | MoneyDict | None = None,
        updated_at: datetime | str | None = None,
    ) -> Order:
        """Records an order; one whose key of a host is known is brought to what is given.

        Args:
            allow_blocked: Whether a new order is recorded although the customer is blocked from buying.
            cancel_reason: Why it was called off, for a cancelled order.
            channel: Where it was sold, a token such as `web` or `store`.
            currency: The currency; needed when no amount names it.
            customer: The customer; one of `customer` and `party` is needed.
            discount: A discount on the whole order, beside those of the lines.
            external_id: That system's key of the order. Recording the same key again updates the order.
            lines: What was bought.
            needs_fulfilment: Whether there is anything to ship.
            number: The number that people read.
            paid: Whether it is paid in full without naming payments.
            party: A guest: whoever has one of these identities, or a new customer.
            payments: Payments that are known.
            placed_at: When it was placed; now by default.
            promised_at: When it was promised for; for lines that are made to order, so many calendar days of the shop after the
confirmation as the longest of them takes, by default.
            rate: Units of the shop's base currency for one unit; the shop's rate of the day by default.
            shipping: The price of shipping.
            source: The system that the order comes from, such as `woocommerce`; needed with `external_id`.
            state: Where it stands; pending by default.
            tax: All taxes; the sum of the lines' taxes by default.
            tax_included: Whether prices, discounts and shipping include the tax.
            total: What is to be paid; computed when there are lines, needed when there are none.
            updated_at: When the host last changed it; an older report never overwrites a newer one.

        Raises:
            NotFound, NotAllowedTransition, Conflict, Blocked
        """
        return Order._of(self._call("orders.record", given(
                allow_blocked=allow_blocked,
                cancel_reason=cancel_reason,
                channel=channel,
                currency=currency,
                customer=customer,
                discount=discount,
                external_id=external_id,
                lines=lines,
                needs_fulfilment=needs_fulfilment,
                number=number,
                paid=paid,
                party=party,
                payments=payments,
                placed_at=placed_at,
                promised_at=promised_at,
                rate=rate,
                shipping=shipping,
                source=source,
                state=state,
                tax=tax,
                tax_included=tax_included,
                total=total,
                updated_at=updated_at,
            )))

    def record_many(self, orders: Sequence[NewOrder]) -> builtins.list[Recorded]:
        """Records many orders, all or nothing, with one event for all.

        Args:
            orders: The orders, at most 200,000.

        Raises:
            NotFound, NotAllowedTransition, Conflict, LimitExceeded, Blocked
        """
        return [Recorded._of(item) for item in self._call("orders.record_many", {"orders": orders})]

    def sync(
        self,
        *,
        fulfilled: Sequence[Decimal | int | str] | None = None,
        host: str | None = None,
        host_fulfil_state: str | None = None,
        host_pay_state: str | None = None,
        host_state: str | None = None,
        order: NewOrder | None = None,
        refunds: Sequence[NewRefund] | None = None,
    ) -> Recorded:
        """Brings an order to what its host reports, in whatever order reports arrive.

        Args:
            fulfilled: How much of each line was shipped, in the order of the lines.
            host: The host system whose words the states are, such as `woocommerce`; the order's source by default.
            host_fulfil_state: The host's word for the fulfilment, where it has one of its own.
            host_pay_state: The host's word for the payment, where it has one of its own.
            host_state: The host's word for the state of the order, instead of `order.state`.
            order: The order, with source and external id. Its totals are taken as charged.
            refunds: Refunds of this order; those that are known by their key change nothing.

        Raises:
            NotFound, Conflict
        """
        return Recorded._of(self._call("orders.sync", given(
                fulfilled=fulfilled,
                host=host,
                host_fulfil_state=host_fulfil_state,
                host_pay_state=host_pay_state,
                host_state=host_state,
                order=order,
                refunds=refunds,
            )))

    def get(self, id: int) -> Order:
        """One order with its lines.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Order._of(self._call("orders.get", {"id": id}))

    def find(self, source: str, *, external_id: str) -> Order | None:
        """The order of a key of another system, or null.

        Args:
            source: The system.
            external_id: Its key.
        """
        answer = self._call("orders.find", {"source": source, "external_id": external_id})
        return None if answer is None else Order._of(answer)

    def list(
        self,
        *,
        customer: int | None = None,
        held: bool = False,
        hold_reason: HoldReason | None = None,
        limit: int | None = None,
        after: str | None = None,
        placed_before: datetime | str | None = None,
        placed_from: datetime | str | None = None,
        state: OrderState | None = None,
    ) -> OrderPage:
        """Orders by customer, state and time, the latest first, page by page.

        Args:
            customer: Orders of this customer.
            held: Only orders on hold.
            hold_reason: Orders that are on hold for this reason.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            placed_before: Orders placed before this time.
            placed_from: Orders placed at or after this time.
            state: Orders in this state.

        Raises:
            NotFound, LimitExceeded
        """
        return OrderPage._of(self._call("orders.list", {
            "page": given(limit=limit, after=after),
            **given(
                customer=customer,
                held=held,
                hold_reason=hold_reason,
                placed_before=placed_before,
                placed_from=placed_from,
                state=state,
            ),
        }))

    def history(self, id: int) -> builtins.list[StageChange]:
        """The moves of an order through its states, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("orders.history", {"id": id})]

    def metrics(self, customer: int) -> Metrics:
        """The sums over a customer's orders and refunds.

        Args:
            customer: The customer.

        Raises:
            NotFound
        """
        return Metrics._of(self._call("orders.metrics", {"customer": customer}))

    def advance(self, id: int, *, to: OrderState, at: datetime | str | None = None) -> Order:
        """Moves an order to its next state.

        Args:
            id: The order.
            to: Its next state.
            at: When; now by default.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Order._of(self._call("orders.advance", {"id": id, "to": to, **given(at=at)}))

    def cancel(self, id: int, *, reason: CancelReason, at: datetime | str | None = None) -> Order:
        """Calls an order off.

        Args:
            id: The order.
            reason: Why.
            at: When; now by default.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Order._of(self._call("orders.cancel", {"id": id, "reason": reason, **given(at=at)}))

    def cancel_lines(
        self,
        id: int,
        *,
        lines: Sequence[LineCancellation],
        reason: CancelReason,
        at: datetime | str | None = None,
    ) -> Order:
        """Calls off so much of lines that is neither shipped nor packed.

        Args:
            id: The order.
            lines: How much of which lines.
            reason: Why.
            at: When; now by default.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Order._of(self._call("orders.cancel_lines", {"id": id, "lines": lines, "reason": reason, **given(at=at)}))

    def hold(self, id: int, *, reason: HoldReason, at: datetime | str | None = None, note: str | None = None) -> Order:
        """Holds an order back until it is released.

        Args:
            id: The order.
            reason: Why.
            at: When; now by default.
            note: More about that, at most 64 KiB.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Order._of(self._call("orders.hold", {"id": id, "reason": reason, **given(at=at, note=note)}))

    def release(self, id: int, *, at: datetime | str | None = None) -> Order:
        """Lets an order on hold go on as confirmed.

        Args:
            id: The order.
            at: When; now by default.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Order._of(self._call("orders.release", {"id": id, **given(at=at)}))

    def edit(
        self,
        id: int,
        *,
        channel: str | Keep | None = KEEP,
        customer: int | None = None,
        discount: Money | MoneyDict | None = None,
        lines: Sequence[NewOrderLine | NewOrderLineDict] | None = None,
        needs_fulfilment: bool | None = None,
        number: str | Keep | None = KEEP,
        paid: bool | None = None,
        placed_at: datetime | str | None = None,
        promised_at: datetime | str | Keep | None = KEEP,
        rate: Decimal | int | str | None = None,
        shipping: Money | MoneyDict | None = None,
        tax: Money | MoneyDict | None = None,
        tax_included: bool | None = None,
        total: Money | MoneyDict | None = None,
    ) -> Order:
        """Changes what an order says, from the day it was placed on.

        Args:
            id: The order.
            channel: Where it was sold.
            customer: Gives the order to another customer.
            discount: The discount on the whole order.
            lines: All lines anew; a line with the article number of a known one keeps that one's id and shipped quantity.
            needs_fulfilment: Whether there is anything to ship.
            number: The number that people read.
            paid: Whether it is paid in full without naming payments.
            placed_at: When it was placed.
            promised_at: When it was promised for.
            rate: Units of the base currency for one unit.
            shipping: The price of shipping.
            tax: All taxes.
            tax_included: Whether prices include the tax.
            total: The total of an order without lines.

        Raises:
            NotFound
        """
        return Order._of(self._call("orders.edit", {
            "id": id,
            "patch": {
            **given(
                customer=customer,
                discount=discount,
                lines=lines,
                needs_fulfilment=needs_fulfilment,
                paid=paid,
                placed_at=placed_at,
                rate=rate,
                shipping=shipping,
                tax=tax,
                tax_included=tax_included,
                total=total,
            ),
            **changed(channel=channel, number=number, promised_at=promised_at),
        },
        }))

    def fulfil(self, id: int, *, at: datetime | str | None = None, lines: Sequence[Fulfilment] | None = None) -> Order:
        """Notes how much of each line was shipped so far.

        Args:
            id: The order.
            at: When; now by default.
            lines: How much of each line so far; everything when there are none.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Order._of(self._call("orders.fulfil", {"id": id, **given(at=at, lines=lines)}))

    def add_state_word(
        self,
        host: str,
        *,
        word: str,
        state: OrderState,
        payment: HostPayment | None = None,
    ) -> StateWord:
        """Adds a host's word for the state of an order.

        Args:
            host: The host system, such as `woocommerce`.
            word: The host's word.
            state: The state that it means.
            payment: What it says about the payment.
        """
        return StateWord._of(self._call("orders.add_state_word", {
            "host": host,
            "word": word,
            "state": state,
            **given(payment=payment),
        }))

    def state_words(self) -> builtins.list[StateWord]:
        """The shop's own words for states of its hosts."""
        return [StateWord._of(item) for item in self._call("orders.state_words", {})]


class Partners(Room):
    """The operations of `partners`."""

    __slots__ = ()

    def create(
        self,
        customer_id: int,
        *,
        kind: PartnerKind,
        code: str,
        agreement: str | None = None,
        discount_rate: Decimal | int | str = "0",
        level: str | None = None,
        territory: str | None = None,
    ) -> Partner:
        """Records that a customer is a partner.

        Args:
            customer_id: The customer record that the partner is.
            kind: How the partner sells.
            code: The shop's code of the partner, 1 to 64 letters, digits, `_`, `-` or `.`; unique.
            agreement: What was agreed, at most 64 KiB.
            discount_rate: The share that is taken off prices when the partner buys, 0 to 1; 0 by default.
            level: The level, a token of the shop such as `gold`.
            territory: Where the partner sells.

        Raises:
            NotFound, Conflict
        """
        return Partner._of(self._call("partners.create", {
            "customer_id": customer_id,
            "kind": kind,
            "code": code,
            **given(agreement=agreement, discount_rate=discount_rate, level=level, territory=territory),
        }))

    def update(self, id: int, *, changes: PartnerPatch) -> Partner:
        """Changes a partner.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound
        """
        return Partner._of(self._call("partners.update", {"id": id, "changes": changes}))

    def get(self, id: int) -> Partner:
        """One partner by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Partner._of(self._call("partners.get", {"id": id}))

    def find(self, code: str) -> Partner | None:
        """The partner of a code, or null.

        Args:
            code: The shop's code of the partner.
        """
        answer = self._call("partners.find", {"code": code})
        return None if answer is None else Partner._of(answer)

    def list(
        self,
        *,
        active: bool | None = None,
        customer_id: int | None = None,
        kind: PartnerKind | None = None,
        level: str | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> PartnerPage:
        """Partners by kind, customer, level and whether they are active, page by page.

        Args:
            active: Active ones, or those that are not.
            customer_id: The partners that this customer is.
            kind: Partners of this kind.
            level: Partners of this level.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return PartnerPage._of(self._call("partners.list", {
            "page": given(limit=limit, after=after),
            **given(active=active, customer_id=customer_id, kind=kind, level=level),
        }))

    def price_terms(self, customer_id: int) -> PriceTerms:
        """The best terms on which a customer buys: the larger discount of tier and partner.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return PriceTerms._of(self._call("partners.price_terms", {"customer_id": customer_id}))

    def create_plan(
        self,
        name: str,
        *,
        terms: PlanTerms | PlanTermsDict,
        ends_at: datetime | str | None = None,
        priority: int = 0,
        starts_at: datetime | str | None = None,
    ) -> CommissionPlan:
        """Records a commission plan.

        Args:
            name: The name, at most 512 bytes.
            terms: What is paid for what.
            ends_at: Orders placed before this instant; without end by default.
            priority: Among plans that cover the same line the one with the highest priority holds; 0 by default.
            starts_at: Orders placed at or after this instant; now by default.

        Raises:
            LimitExceeded
        """
        return CommissionPlan._of(self._call("partners.create_plan", {
            "name": name,
            "terms": terms,
            **given(ends_at=ends_at, priority=priority, starts_at=starts_at),
        }))

    def end_plan(self, id: int, *, ends_at: datetime | str | None = None) -> CommissionPlan:
        """Ends a commission plan for orders placed at or after an instant.

        Args:
            id: The id.
            ends_at: For orders placed at or after this instant; null lets the plan go on.

        Raises:
            NotFound
        """
        return CommissionPlan._of(self._call("partners.end_plan", {"id": id, **given(ends_at=ends_at)}))

    def plan(self, id: int) -> CommissionPlan:
        """One commission plan by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return CommissionPlan._of(self._call("partners.plan", {"id": id}))

    def plans(self, *, limit: int | None = None, after: str | None = None) -> CommissionPlanPage:
        """Commission plans, page by page.

        Args:
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            LimitExceeded
        """
        return CommissionPlanPage._of(self._call("partners.plans", {"page": given(limit=limit, after=after)}))

    def attribute(
        self,
        order_id: int,
        *,
        beneficiaries: Sequence[CommissionShare | CommissionShareDict],
        plan_id: int | None = None,
    ) -> builtins.list[Attribution]:
        """Computes the commissions of an order, line by line, once under each plan.

        Args:
            order_id: The order.
            beneficiaries: Who shares the commission, the leading one first; 1 to 16.
            plan_id: Only under this plan; under those in force by default.

        Raises:
            NotFound, Conflict
        """
        return [Attribution._of(item) for item in self._call("partners.attribute", {
            "order_id": order_id,
            "beneficiaries": beneficiaries,
            **given(plan_id=plan_id),
        })]

    def settle(self, order_id: int) -> builtins.list[Attribution]:
        """Brings the commissions of an order in line with it: earned when it is paid and completed.

        Args:
            order_id: The order.

        Raises:
            NotFound
        """
        return [Attribution._of(item) for item in self._call("partners.settle", {"order_id": order_id})]

    def commission(self, id: int) -> Commission:
        """One commission by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Commission._of(self._call("partners.commission", {"id": id}))

    def commissions(
        self,
        *,
        beneficiary: Beneficiary | BeneficiaryDict | None = None,
        earned_before: datetime | str | None = None,
        earned_from: datetime | str | None = None,
        order_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        plan_id: int | None = None,
        state: CommissionState | None = None,
    ) -> CommissionPage:
        """Commissions by beneficiary, order, plan, state and time, page by page.

        Args:
            beneficiary: Commissions of this beneficiary.
            earned_before: Commissions that were earned before this instant.
            earned_from: Commissions that were earned at or after this instant.
            order_id: Commissions of this order.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            plan_id: Commissions under this plan.
            state: Commissions in this state.

        Raises:
            LimitExceeded
        """
        return CommissionPage._of(self._call("partners.commissions", {
            "page": given(limit=limit, after=after),
            **given(
                beneficiary=beneficiary,
                earned_before=earned_before,
                earned_from=earned_from,
                order_id=order_id,
                plan_id=plan_id,
                state=state,
            ),
        }))

    def approve(self, ids: Sequence[int]) -> builtins.list[Commission]:
        """Approves earned commissions, all or nothing.

        Args:
            ids: The commissions, at most 10,000.

        Raises:
            NotFound, NotAllowedTransition, LimitExceeded
        """
        return [Commission._of(item) for item in self._call("partners.approve", {"ids": ids})]

    def pay(
        self,
        beneficiary: Beneficiary | BeneficiaryDict,
        *,
        from_day: date | str,
        until_day: date | str,
    ) -> CommissionPayout:
        """Pays the approved commissions of a period, less what was taken back of earlier payouts.

        Args:
            beneficiary: Who.
            from_day: The first day of the period in the shop's zone.
            until_day: The first day after the period.

        Raises:
            NotFound, Conflict
        """
        return CommissionPayout._of(self._call("partners.pay", {
            "beneficiary": beneficiary,
            "from_day": from_day,
            "until_day": until_day,
        }))

    def statement(
        self,
        beneficiary: Beneficiary | BeneficiaryDict,
        *,
        from_day: date | str,
        until_day: date | str,
    ) -> CommissionStatement:
        """The account of a beneficiary over a period: opening, earned, clawed back, paid, closing.

        Args:
            beneficiary: Who.
            from_day: The first day of the period in the shop's zone.
            until_day: The first day after the period.

        Raises:
            NotFound
        """
        return CommissionStatement._of(self._call("partners.statement", {
            "beneficiary": beneficiary,
            "from_day": from_day,
            "until_day": until_day,
        }))


class Parts(Room):
    """The operations of `parts`."""

    __slots__ = ()

    def create(
        self,
        sku: str,
        *,
        name: str,
        cost: Money | MoneyDict | None = None,
        fits: Sequence[str] | None = None,
        price: Money | MoneyDict | None = None,
        reorder_point: Decimal | int | str | None = None,
        reorder_quantity: Decimal | int | str | None = None,
        unit: str = "piece",
    ) -> Part:
        """Records a part, or goods for sale that are kept in stock.

        Args:
            sku: The article number, 1 to 128 bytes, unique among what is kept in stock; for goods, that of the catalog.
            name: The name, at most 512 bytes.
            cost: What one unit costs the shop.
            fits: The articles that it fits, at most 1,000.
            price: What one unit is sold for, without tax.
            reorder_point: It is low when no more than this is available; never by default.
            reorder_quantity: How much is ordered at a time, above 0.
            unit: What it is counted in, as a token; `piece` by default.

        Raises:
            Conflict, LimitExceeded
        """
        return Part._of(self._call("parts.create", {
            "sku": sku,
            "name": name,
            **given(
                cost=cost,
                fits=fits,
                price=price,
                reorder_point=reorder_point,
                reorder_quantity=reorder_quantity,
                unit=unit,
            ),
        }))

    def update(self, id: int, *, changes: PartPatch) -> Part:
        """Changes a part.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, LimitExceeded
        """
        return Part._of(self._call("parts.update", {"id": id, "changes": changes}))

    def supersede(self, id: int, *, by: int | None = None) -> Part:
        """Says which part takes the place of another.

        Args:
            id: The part.
            by: What takes its place; null takes that back.

        Raises:
            NotFound, LimitExceeded
        """
        return Part._of(self._call("parts.supersede", {"id": id, **given(by=by)}))

    def get(self, id: int) -> Part:
        """One part by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Part._of(self._call("parts.get", {"id": id}))

    def find(self, sku: str) -> PartLookup:
        """The part of an article number, and the one that takes its place now.

        Args:
            sku: The article number.

        Raises:
            NotFound
        """
        return PartLookup._of(self._call("parts.find", {"sku": sku}))

    def list(
        self,
        *,
        active: bool | None = None,
        fits: str | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> PartPage:
        """Parts and goods in stock, page by page.

        Args:
            active: Parts that are kept, or not; both by default.
            fits: Parts that are said to fit this article.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            LimitExceeded
        """
        return PartPage._of(self._call("parts.list", {
            "page": given(limit=limit, after=after),
            **given(active=active, fits=fits),
        }))

    def fitting(self, sku: str) -> builtins.list[Part]:
        """The parts that fit an article, with those that take their place.

        Args:
            sku: The article number.
        """
        return [Part._of(item) for item in self._call("parts.fitting", {"sku": sku})]

    def availability(self, sku: str) -> StockAvailability:
        """How much there is of an article, place by place.

        Args:
            sku: The article number.

        Raises:
            NotFound
        """
        return StockAvailability._of(self._call("parts.availability", {"sku": sku}))

    def levels(self) -> StockLevels:
        """How well the shop is stocked: available, out of stock, low."""
        return StockLevels._of(self._call("parts.levels", {}))

    def to_reorder(self, *, limit: int | None = None, after: str | None = None) -> StockToReorderPage:
        """What has to be ordered and how much, the longest low first.

        Args:
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            LimitExceeded
        """
        return StockToReorderPage._of(self._call("parts.to_reorder", {"page": given(limit=limit, after=after)}))

    def receive(
        self,
        part_id: int,
        *,
        quantity: Decimal | int | str,
        key: str | None = None,
        place: str = "main",
        reason: str | None = None,
        ref: Reference | ReferenceDict | None = None,
    ) -> StockMove:
        """Takes stock in.

        Args:
            part_id: The part.
            quantity: How much, above 0; of an adjustment how much more, or less below 0.
            key: A key of the host: the same request again changes nothing and gives the same answer.
            place: The warehouse or van, as a token; `main` by default.
            reason: Why, as a token such as `counted`; an adjustment needs it.
            ref: What it is about.

        Raises:
            NotFound, LimitExceeded, IdempotencyConflict
        """
        return StockMove._of(self._call("parts.receive", {
            "part_id": part_id,
            "quantity": quantity,
            **given(key=key, place=place, reason=reason, ref=ref),
        }))

    def issue(
        self,
        part_id: int,
        *,
        quantity: Decimal | int | str,
        key: str | None = None,
        place: str = "main",
        reason: str | None = None,
        ref: Reference | ReferenceDict | None = None,
    ) -> StockMove:
        """Hands out stock that nobody has reserved.

        Args:
            part_id: The part.
            quantity: How much, above 0; of an adjustment how much more, or less below 0.
            key: A key of the host: the same request again changes nothing and gives the same answer.
            place: The warehouse or van, as a token; `main` by default.
            reason: Why, as a token such as `counted`; an adjustment needs it.
            ref: What it is about.

        Raises:
            NotFound, LimitExceeded, IdempotencyConflict
        """
        return StockMove._of(self._call("parts.issue", {
            "part_id": part_id,
            "quantity": quantity,
            **given(key=key, place=place, reason=reason, ref=ref),
        }))

    def take_back(
        self,
        part_id: int,
        *,
        quantity: Decimal | int | str,
        key: str | None = None,
        place: str = "main",
        reason: str | None = None,
        ref: Reference | ReferenceDict | None = None,
    ) -> StockMove:
        """Takes stock back that was handed out.

        Args:
            part_id: The part.
            quantity: How much, above 0; of an adjustment how much more, or less below 0.
            key: A key of the host: the same request again changes nothing and gives the same answer.
            place: The warehouse or van, as a token; `main` by default.
            reason: Why, as a token such as `counted`; an adjustment needs it.
            ref: What it is about.

        Raises:
            NotFound, LimitExceeded, IdempotencyConflict
        """
        return StockMove._of(self._call("parts.take_back", {
            "part_id": part_id,
            "quantity": quantity,
            **given(key=key, place=place, reason=reason, ref=ref),
        }))

    def adjust(
        self,
        part_id: int,
        *,
        quantity: Decimal | int | str,
        key: str | None = None,
        place: str = "main",
        reason: str | None = None,
        ref: Reference | ReferenceDict | None = None,
    ) -> StockMove:
        """Corrects the stock, with a reason.

        Args:
            part_id: The part.
            quantity: How much, above 0; of an adjustment how much more, or less below 0.
            key: A key of the host: the same request again changes nothing and gives the same answer.
            place: The warehouse or van, as a token; `main` by default.
            reason: Why, as a token such as `counted`; an adjustment needs it.
            ref: What it is about.

        Raises:
            NotFound, LimitExceeded, IdempotencyConflict
        """
        return StockMove._of(self._call("parts.adjust", {
            "part_id": part_id,
            "quantity": quantity,
            **given(key=key, place=place, reason=reason, ref=ref),
        }))

    def transfer(
        self,
        part_id: int,
        *,
        quantity: Decimal | int | str,
        to: str,
        from_: str = "main",
        key: str | None = None,
    ) -> StockMove:
        """Brings stock from one place to another.

        Args:
            part_id: The part.
            quantity: How much, above 0; only what is free goes.
            to: Where it goes, as a token.
            from_: Where it lies, as a token; `main` by default.
            key: A key of the host: the same request again changes nothing and gives the same answer.

        Raises:
            NotFound, LimitExceeded, IdempotencyConflict
        """
        return StockMove._of(self._call("parts.transfer", {
            "part_id": part_id,
            "quantity": quantity,
            "to": to,
            **given(**{"from": from_}, key=key),
        }))

    def moves(
        self,
        *,
        kind: StockMoveKind | None = None,
        limit: int | None = None,
        after: str | None = None,
        part_id: int | None = None,
        place: str | None = None,
    ) -> StockMovePage:
        """The ledger of stock, the latest entries first, page by page.

        Args:
            kind: Entries of this kind.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            part_id: Entries of this part.
            place: Entries of this place.

        Raises:
            LimitExceeded
        """
        return StockMovePage._of(self._call("parts.moves", {
            "page": given(limit=limit, after=after),
            **given(kind=kind, part_id=part_id, place=place),
        }))

    def reserve(
        self,
        part_id: int,
        *,
        quantity: Decimal | int | str,
        expires_at: datetime | str | None = None,
        or_successor: bool = False,
        place: str = "main",
        ref: Reference | ReferenceDict | None = None,
    ) -> PartReservation:
        """Promises stock, never more than is free.

        Args:
            part_id: The part.
            quantity: How much, above 0 and no more than is free.
            expires_at: When it ends by itself, after now; never by default.
            or_successor: Takes the nearest part that takes its place and has enough, when it has not itself.
            place: The warehouse or van, as a token; `main` by default.
            ref: What it is for.

        Raises:
            NotFound, LimitExceeded, Conflict
        """
        return PartReservation._of(self._call("parts.reserve", {
            "part_id": part_id,
            "quantity": quantity,
            **given(expires_at=expires_at, or_successor=or_successor, place=place, ref=ref),
        }))

    def issue_reserved(self, id: int, *, quantity: Decimal | int | str | None = None) -> StockMove:
        """Hands reserved stock out; what is left over is free again.

        Args:
            id: The reservation.
            quantity: How much, above 0; all of it by default. What is left over is free again.

        Raises:
            NotFound, NotAllowedTransition
        """
        return StockMove._of(self._call("parts.issue_reserved", {"id": id, **given(quantity=quantity)}))

    def release(self, id: int) -> PartReservation:
        """Frees reserved stock.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition
        """
        return PartReservation._of(self._call("parts.release", {"id": id}))

    def reservation(self, id: int) -> PartReservation:
        """One reservation by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return PartReservation._of(self._call("parts.reservation", {"id": id}))

    def reservations(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        part_id: int | None = None,
        ref: Reference | ReferenceDict | None = None,
        state: PartReservationState | None = None,
    ) -> PartReservationPage:
        """Reservations by part, state and what they are for, page by page.

        Args:
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            part_id: Reservations of this part.
            ref: Reservations for this.
            state: Reservations in this state.

        Raises:
            LimitExceeded
        """
        return PartReservationPage._of(self._call("parts.reservations", {
            "page": given(limit=limit, after=after),
            **given(part_id=part_id, ref=ref, state=state),
        }))


class Payments(Room):
    """The operations of `payments`."""

    __slots__ = ()

    def record(self, order: int, *, payment: NewPayment, allow_overpayment: bool = False) -> Order:
        """Adds a payment to an order.

        Args:
            order: The order.
            payment: The payment.
            allow_overpayment: Whether it may be more than what is left to pay.

        Raises:
            NotFound, Conflict
        """
        return Order._of(self._call("payments.record", {
            "order": order,
            "payment": payment,
            **given(allow_overpayment=allow_overpayment),
        }))

    def list(self, order: int) -> builtins.list[Payment]:
        """The payments of an order, oldest first.

        Args:
            order: The order.

        Raises:
            NotFound
        """
        return [Payment._of(item) for item in self._call("payments.list", {"order": order})]


class Pipelines(Room):
    """The operations of `pipelines`."""

    __slots__ = ()

    def save(self, key: str, *, name: str, stages: Sequence[NewPipelineStage], is_default: bool = False) -> Pipeline:
        """Makes a sales pipeline with its stages, or changes the one of this key.

        Args:
            key: Its key, a token; one that is known is changed.
            name: What people call it, at most 512 bytes.
            stages: All its stages in their order, 1 to 50; at least one each maps to open, won and lost.
            is_default: Whether new opportunities go here; the one that did before does not any more.

        Raises:
            Conflict, LimitExceeded
        """
        return Pipeline._of(self._call("pipelines.save", {
            "key": key,
            "name": name,
            "stages": stages,
            **given(is_default=is_default),
        }))

    def get(self, id: int) -> Pipeline:
        """One sales pipeline with its stages.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Pipeline._of(self._call("pipelines.get", {"id": id}))

    def list(self) -> builtins.list[Pipeline]:
        """All sales pipelines with their stages."""
        return [Pipeline._of(item) for item in self._call("pipelines.list", {})]


class Quotes(Room):
    """The operations of `quotes`."""

    __slots__ = ()

    def create(
        self,
        customer_id: int,
        *,
        apply_terms: bool = False,
        channel: str | None = None,
        currency: str | None = None,
        discount_rate: Decimal | int | str = "0",
        lines: Sequence[NewQuoteLine] | None = None,
        note: str | None = None,
        opportunity_id: int | None = None,
        owner_id: int | None = None,
        tax_included: bool = False,
        title: str | None = None,
        valid_until: date | str | None = None,
    ) -> Quote:
        """Writes a draft of a quote with the next number.

        Args:
            customer_id: The customer; follows merges.
            apply_terms: Whether the discount on the sum of the lines is that of the customer's price terms, as `partners.price_terms` says
them, unless one is given; it is not by default.
            channel: Where it would be sold, a token such as `web` or `store`.
            currency: The currency of all amounts; the opportunity's, then the shop's base currency by default.
            discount_rate: A discount on the sum of the lines, 0 to 1, beside those of the lines.
            lines: What is offered, at most 500 lines; the opportunity's lines by default.
            note: What the customer reads below the lines, at most 64 KiB.
            opportunity_id: The opportunity of the same customer that it is for.
            owner_id: Who answers for it.
            tax_included: Whether prices include the tax.
            title: What it is about, at most 512 bytes.
            valid_until: The last day in the shop's zone on which it can be accepted; by default as many days from today as the settings say.

        Raises:
            NotFound, LimitExceeded, Blocked
        """
        return Quote._of(self._call("quotes.create", {
            "customer_id": customer_id,
            **given(
                apply_terms=apply_terms,
                channel=channel,
                currency=currency,
                discount_rate=discount_rate,
                lines=lines,
                note=note,
                opportunity_id=opportunity_id,
                owner_id=owner_id,
                tax_included=tax_included,
                title=title,
                valid_until=valid_until,
            ),
        }))

    def get(self, id: int) -> Quote:
        """One quote with its lines.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Quote._of(self._call("quotes.get", {"id": id}))

    def list(
        self,
        *,
        customer_id: int | None = None,
        number: str | None = None,
        opportunity_id: int | None = None,
        owner_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        state: QuoteState | None = None,
    ) -> QuotePage:
        """Quotes by customer, opportunity, owner, state and number, the newest first.

        Args:
            customer_id: Those of this customer.
            number: All versions of this number.
            opportunity_id: Those for this opportunity.
            owner_id: Those of this member of the staff.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Those in this state.

        Raises:
            NotFound, LimitExceeded
        """
        return QuotePage._of(self._call("quotes.list", {
            "page": given(limit=limit, after=after),
            **given(
                customer_id=customer_id,
                number=number,
                opportunity_id=opportunity_id,
                owner_id=owner_id,
                state=state,
            ),
        }))

    def update(self, id: int, *, changes: QuotePatch) -> Quote:
        """Changes a draft.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Quote._of(self._call("quotes.update", {"id": id, "changes": changes}))

    def approve(self, id: int, *, staff_id: int) -> Quote:
        """Approves the discounts of a draft.

        Args:
            id: The id.
            staff_id: Who approves it.

        Raises:
            NotFound, Conflict
        """
        return Quote._of(self._call("quotes.approve", {"id": id, "staff_id": staff_id}))

    def send(self, id: int) -> Quote:
        """Notes that a draft was sent; a discount above the limit is approved first.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition, Conflict, Blocked
        """
        return Quote._of(self._call("quotes.send", {"id": id}))

    def mark_viewed(self, id: int) -> Quote:
        """Notes that the customer has looked at a quote.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Quote._of(self._call("quotes.mark_viewed", {"id": id}))

    def accept(self, id: int) -> Quote:
        """Notes that the customer has said yes.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition, Blocked
        """
        return Quote._of(self._call("quotes.accept", {"id": id}))

    def decline(self, id: int, *, reason: LostReason) -> Quote:
        """Notes that the customer has said no, and why.

        Args:
            id: The id.
            reason: Why.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Quote._of(self._call("quotes.decline", {"id": id, "reason": reason}))

    def renew(self, id: int, *, valid_until: date | str, accepted: bool = False) -> Quote:
        """Lets an expired quote hold longer: it counts as sent again, or is accepted at once.

        Args:
            id: The id.
            valid_until: The last day in the shop's zone on which it can be accepted, today or later.
            accepted: Whether the customer has accepted it already.

        Raises:
            NotFound, NotAllowedTransition, Blocked
        """
        return Quote._of(self._call("quotes.renew", {"id": id, "valid_until": valid_until, **given(accepted=accepted)}))

    def revise(self, id: int, *, valid_until: date | str | None = None) -> Quote:
        """Closes a version and writes the next one with the same number.

        Args:
            id: The id.
            valid_until: The last day of the new version; by default as many days from today as the settings say.

        Raises:
            NotFound, NotAllowedTransition, Blocked
        """
        return Quote._of(self._call("quotes.revise", {"id": id, **given(valid_until=valid_until)}))

    def cancel(self, id: int, *, reason: str | None = None) -> Quote:
        """Withdraws a quote.

        Args:
            id: The id.
            reason: Why, a token such as `by_mistake`.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Quote._of(self._call("quotes.cancel", {"id": id, **given(reason=reason)}))

    def order(
        self,
        id: int,
        *,
        external_id: str | None = None,
        number: str | None = None,
        placed_at: datetime | str | None = None,
        promised_at: datetime | str | None = None,
        rate: Decimal | int | str | None = None,
        source: str | None = None,
    ) -> Order:
        """Records the order of an accepted quote: the same lines, discounts, taxes and total, once.

        Args:
            id: The id.
            external_id: That system's key of the order, which must be new.
            number: The number of the order that people read.
            placed_at: When it was placed; now by default.
            promised_at: When it was promised for.
            rate: Units of the shop's base currency for one unit; the shop's rate of the day by default.
            source: The system that will know the order, such as `woocommerce`; needed with `external_id`.

        Raises:
            NotFound, NotAllowedTransition, Conflict, Blocked
        """
        return Order._of(self._call("quotes.order", {
            "id": id,
            **given(
                external_id=external_id,
                number=number,
                placed_at=placed_at,
                promised_at=promised_at,
                rate=rate,
                source=source,
            ),
        }))

    def html(self, id: int) -> str:
        """A quote as one page of HTML to be printed or sent.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        answer: str = self._call("quotes.html", {"id": id})
        return answer

    def settings(self) -> QuoteSettings:
        """How the shop makes quotes."""
        return QuoteSettings._of(self._call("quotes.settings", {}))

    def configure(
        self,
        *,
        approval_limit: Decimal | int | str | None = None,
        letterhead: str | Keep | None = KEEP,
        number_prefix: str | None = None,
        number_yearly: bool | None = None,
        valid_days: int | None = None,
    ) -> QuoteSettings:
        """Changes how the shop makes quotes: limit of discounts, validity, numbers, letterhead.

        Args:
            approval_limit: The discount above which a quote is approved before it is sent, 0 to 1.
            letterhead: The shop's own name and address, at most 64 KiB.
            number_prefix: What numbers begin with: a token of at most 16 bytes.
            number_yearly: Whether numbers begin anew each year.
            valid_days: How many days a quote holds when nothing else is said, 1 to 3,660.

        Raises:
            LimitExceeded
        """
        return QuoteSettings._of(self._call("quotes.configure", {
            **given(
                approval_limit=approval_limit,
                number_prefix=number_prefix,
                number_yearly=number_yearly,
                valid_days=valid_days,
            ),
            **changed(letterhead=letterhead),
        }))


class Referrals(Room):
    """The operations of `referrals`."""

    __slots__ = ()

    def program(self) -> ReferralProgram:
        """The programme: what both sides get, and when."""
        return ReferralProgram._of(self._call("referrals.program", {}))

    def configure(
        self,
        *,
        active: bool | None = None,
        friend_points: int | None = None,
        friend_program_id: int | Keep | None = KEEP,
        referrer_points: int | None = None,
        referrer_program_id: int | Keep | None = KEEP,
        return_days: int | None = None,
    ) -> ReferralProgram:
        """Changes the programme; it holds for all rewards that are not given yet.

        Args:
            active: Whether customers can join with a code.
            friend_points: Points for who joined.
            friend_program_id: The programme of the coupon for who joined.
            referrer_points: Points for who invited.
            referrer_program_id: The programme of the coupon for who invited.
            return_days: How many days after the first order the reward comes, at most 3,650; of orders from now on.

        Raises:
            NotFound, LimitExceeded
        """
        return ReferralProgram._of(self._call("referrals.configure", {
            **given(
                active=active,
                friend_points=friend_points,
                referrer_points=referrer_points,
                return_days=return_days,
            ),
            **changed(friend_program_id=friend_program_id, referrer_program_id=referrer_program_id),
        }))

    def invite(self, customer_id: int) -> ReferralCode:
        """The code by which a customer invites others; made the first time.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return ReferralCode._of(self._call("referrals.invite", {"customer_id": customer_id}))

    def join(self, customer_id: int, *, code: str) -> Referral:
        """A new customer joins with the code of another one.

        Args:
            customer_id: The new customer.
            code: The code, however it is typed.

        Raises:
            NotFound, Conflict
        """
        return Referral._of(self._call("referrals.join", {"customer_id": customer_id, "code": code}))

    def first_order(self, order_id: int) -> Referral:
        """Notes the first order of a customer who has joined; the reward comes after the time for returns.

        Args:
            order_id: The order.

        Raises:
            NotFound, Conflict
        """
        return Referral._of(self._call("referrals.first_order", {"order_id": order_id}))

    def cancel(self, id: int, *, reason: str | None = None) -> Referral:
        """Calls a referral off that was not rewarded yet.

        Args:
            id: The id.
            reason: Why, as a token.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Referral._of(self._call("referrals.cancel", {"id": id, **given(reason=reason)}))

    def get(self, id: int) -> Referral:
        """One referral by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Referral._of(self._call("referrals.get", {"id": id}))

    def list(
        self,
        *,
        customer_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        referrer_id: int | None = None,
        state: ReferralState | None = None,
    ) -> ReferralPage:
        """Referrals by who invited, who joined or where they stand, page by page.

        Args:
            customer_id: Those of this new customer.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            referrer_id: Those by this customer.
            state: Those in this state.

        Raises:
            NotFound, LimitExceeded
        """
        return ReferralPage._of(self._call("referrals.list", {
            "page": given(limit=limit, after=after),
            **given(customer_id=customer_id, referrer_id=referrer_id, state=state),
        }))


class Refunds(Room):
    """The operations of `refunds`."""

    __slots__ = ()

    def record(
        self,
        *,
        amount: Money | MoneyDict | None = None,
        customer: int | None = None,
        external_id: str | None = None,
        lines: Sequence[NewRefundLine] | None = None,
        order: int | None = None,
        order_external_id: str | None = None,
        party: Party | None = None,
        rate: Decimal | int | str | None = None,
        reason: str | None = None,
        refunded_at: datetime | str | None = None,
        shipping: Money | MoneyDict | None = None,
        source: str | None = None,
        tax: Money | MoneyDict | None = None,
    ) -> Refund:
        """Records what went back, of an order or without one.

        Args:
            amount: How much went back, shipping and taxes included; what the lines, shipping and tax come to by default.
            customer: The customer of a refund without an order.
            external_id: That system's key of the refund; the same key again changes nothing.
            lines: What came back, line by line.
            order: The order; one of `order`, `order_external_id`, `customer` and `party` is needed.
            order_external_id: The key of the order in the system that the refund comes from, instead of its id.
            party: The guest of a refund without an order.
            rate: Units of the base currency for one unit, for a refund without an order.
            reason: Why, a token such as `damaged`.
            refunded_at: When; now by default. The refund counts on this day.
            shipping: How much of it is shipping.
            source: The system that the refund comes from; needed with `external_id`.
            tax: How much of it is tax; the lines' part by default when the amount follows from lines.

        Raises:
            NotFound, Conflict
        """
        return Refund._of(self._call("refunds.record", given(
                amount=amount,
                customer=customer,
                external_id=external_id,
                lines=lines,
                order=order,
                order_external_id=order_external_id,
                party=party,
                rate=rate,
                reason=reason,
                refunded_at=refunded_at,
                shipping=shipping,
                source=source,
                tax=tax,
            )))

    def get(self, id: int) -> Refund:
        """One refund with its lines.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Refund._of(self._call("refunds.get", {"id": id}))

    def find(self, source: str, *, external_id: str) -> Refund | None:
        """The refund of a key of another system, or null.

        Args:
            source: The system.
            external_id: Its key.
        """
        answer = self._call("refunds.find", {"source": source, "external_id": external_id})
        return None if answer is None else Refund._of(answer)

    def of_order(self, order: int) -> builtins.list[Refund]:
        """The refunds of an order, oldest first.

        Args:
            order: The order.
        """
        return [Refund._of(item) for item in self._call("refunds.of_order", {"order": order})]

    def list(self, customer: int, *, limit: int | None = None, after: str | None = None) -> RefundPage:
        """The refunds of a customer, the latest first, page by page.

        Args:
            customer: The customer.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return RefundPage._of(self._call("refunds.list", {"customer": customer, "page": given(limit=limit, after=after)}))


class Returns(Room):
    """The operations of `returns`."""

    __slots__ = ()

    def check(self, order_id: int, *, lines: Sequence[NewReturnLine] | None = None) -> ReturnOffer:
        """Says whether lines of an order can be returned, until when, what would be paid back, and which rules decide.

        Args:
            order_id: The order.
            lines: Which lines; all of the order, for no reason that the shop answers for, by default.

        Raises:
            NotFound, LimitExceeded
        """
        return ReturnOffer._of(self._call("returns.check", {"order_id": order_id, **given(lines=lines)}))

    def request(
        self,
        order_id: int,
        *,
        lines: Sequence[NewReturnLine],
        exception: str | None = None,
        note: str | None = None,
        wanted: ReturnResolution = "refund",
    ) -> OrderReturn:
        """Asks for a return of lines of an order; approved at once when the rules approve all of them.

        Args:
            order_id: The order of which something comes back.
            lines: What comes back, each line of the order at most once.
            exception: Why a person takes it back although a rule says no, as a token; a person then approves it.
            note: More about it, at most 64 KiB.
            wanted: What the customer wants for it; the money by default.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return OrderReturn._of(self._call("returns.request", {
            "order_id": order_id,
            "lines": lines,
            **given(exception=exception, note=note, wanted=wanted),
        }))

    def easy(
        self,
        line: int,
        *,
        reason: ReturnReason,
        condition: ReturnCondition | None = None,
        label_ref: str | None = None,
        note: str | None = None,
        quantity: Decimal | int | str | None = None,
        wanted: ReturnResolution | None = None,
    ) -> OrderReturn:
        """Asks for the return of one line in one call, ready for a label when the rules approve it.

        Args:
            line: The line of the order.
            reason: Why.
            condition: In which condition, as the customer says.
            label_ref: The host's reference of the label, where it has one already.
            note: More about it.
            quantity: How much of it, above 0; all that was delivered and is not returned by default.
            wanted: What the customer wants for it; the money by default.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return OrderReturn._of(self._call("returns.easy", {
            "line": line,
            "reason": reason,
            **given(condition=condition, label_ref=label_ref, note=note, quantity=quantity, wanted=wanted),
        }))

    def get(self, id: int) -> OrderReturn:
        """One return by its id, with its lines.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return OrderReturn._of(self._call("returns.get", {"id": id}))

    def find(self, number: str) -> OrderReturn:
        """One return by the number that people read.

        Args:
            number: The number, as people read it.

        Raises:
            NotFound
        """
        return OrderReturn._of(self._call("returns.find", {"number": number}))

    def list(
        self,
        *,
        customer_id: int | None = None,
        open: bool = False,
        order_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        state: ReturnState | None = None,
    ) -> OrderReturnPage:
        """Returns of a customer, an order or in a state, the latest first.

        Args:
            customer_id: Returns of this customer.
            open: Only returns that are not at their end.
            order_id: Returns of this order.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Returns in this state.

        Raises:
            NotFound, LimitExceeded
        """
        return OrderReturnPage._of(self._call("returns.list", {
            "page": given(limit=limit, after=after),
            **given(customer_id=customer_id, open=open, order_id=order_id, state=state),
        }))

    def history(self, id: int) -> builtins.list[StageChange]:
        """The states of a return, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("returns.history", {"id": id})]

    def approve(self, id: int, *, staff_id: int | None = None) -> OrderReturn:
        """Lets the customer send the goods.

        Args:
            id: The return.
            staff_id: Who of the staff.

        Raises:
            NotFound, NotAllowedTransition
        """
        return OrderReturn._of(self._call("returns.approve", {"id": id, **given(staff_id=staff_id)}))

    def decline(self, id: int, *, reason: str, staff_id: int | None = None) -> OrderReturn:
        """Does not take the goods back, and says why.

        Args:
            id: The return.
            reason: Why, as a token.
            staff_id: Who of the staff.

        Raises:
            NotFound, NotAllowedTransition
        """
        return OrderReturn._of(self._call("returns.decline", {"id": id, "reason": reason, **given(staff_id=staff_id)}))

    def cancel(self, id: int, *, reason: str | None = None) -> OrderReturn:
        """Calls a return off before the goods are sent.

        Args:
            id: The return.
            reason: Why, as a token.

        Raises:
            NotFound, NotAllowedTransition
        """
        return OrderReturn._of(self._call("returns.cancel", {"id": id, **given(reason=reason)}))

    def update(self, id: int, *, changes: ReturnPatch) -> OrderReturn:
        """Changes the label, number, place or time of a return that is not at its end.

        Args:
            id: The return.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return OrderReturn._of(self._call("returns.update", {"id": id, "changes": changes}))

    def ship(
        self,
        id: int,
        *,
        at: datetime | str | None = None,
        carrier: str | None = None,
        tracking_no: str | None = None,
    ) -> OrderReturn:
        """Notes that the customer has sent the goods.

        Args:
            id: The return.
            at: When; now by default.
            carrier: Who carries them, a token.
            tracking_no: The carrier's number; needs a carrier.

        Raises:
            NotFound, Conflict, NotAllowedTransition, LimitExceeded
        """
        return OrderReturn._of(self._call("returns.ship", {
            "id": id,
            **given(at=at, carrier=carrier, tracking_no=tracking_no),
        }))

    def report(
        self,
        carrier: str,
        *,
        tracking_no: str,
        state: ReturnSighting,
        at: datetime | str | None = None,
    ) -> ReturnReported:
        """Takes the report of a carrier about goods on their way back, however often and in whatever order.

        Args:
            carrier: Who carries it, a token.
            tracking_no: The carrier's number.
            state: What is seen.
            at: When; now by default.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return ReturnReported._of(self._call("returns.report", {
            "carrier": carrier,
            "tracking_no": tracking_no,
            "state": state,
            **given(at=at),
        }))

    def receive(
        self,
        id: int,
        *,
        at: datetime | str | None = None,
        lines: Sequence[ReturnReceipt] | None = None,
    ) -> OrderReturn:
        """Notes what has arrived: so much of these lines, or all that is missing.

        Args:
            id: The return.
            at: When; now by default.
            lines: How much of which lines; all that is missing by default.

        Raises:
            NotFound, NotAllowedTransition
        """
        return OrderReturn._of(self._call("returns.receive", {"id": id, **given(at=at, lines=lines)}))

    def inspect(self, id: int, *, lines: Sequence[ReturnFinding] | None = None) -> OrderReturn:
        """Notes the condition of what has arrived, and where it goes.

        Args:
            id: The return.
            lines: What was found of which lines.

        Raises:
            NotFound, NotAllowedTransition
        """
        return OrderReturn._of(self._call("returns.inspect", {"id": id, **given(lines=lines)}))

    def decide(
        self,
        id: int,
        *,
        lines: Sequence[ReturnAcceptance] | None = None,
        reason: str | None = None,
    ) -> OrderReturn:
        """Decides how much is accepted: all, a part, or nothing.

        Args:
            id: The return.
            lines: How much of which lines; all that has arrived of the others.
            reason: Why not all, as a token; needed when nothing is.

        Raises:
            NotFound, NotAllowedTransition
        """
        return OrderReturn._of(self._call("returns.decide", {"id": id, **given(lines=lines, reason=reason)}))

    def resolve(
        self,
        id: int,
        *,
        exchange: Sequence[NewOrderLine | NewOrderLineDict] | None = None,
        resolution: ReturnResolution | None = None,
        service_order_id: int | None = None,
        shipping: Money | MoneyDict | None = None,
    ) -> OrderReturn:
        """Gives the customer what was accepted: the money, store credit, other goods or a repair.

        Args:
            id: The return.
            exchange: The other goods of an exchange, in the currency of the order.
            resolution: What for: refund, exchange, store credit or repair; as it was wanted by default.
            service_order_id: The service order of a repair.
            shipping: How much of the order's shipping goes back too; nothing by default.

        Raises:
            NotFound, NotAllowedTransition, LimitExceeded, Blocked
        """
        return OrderReturn._of(self._call("returns.resolve", {
            "id": id,
            **given(
                exchange=exchange,
                resolution=resolution,
                service_order_id=service_order_id,
                shipping=shipping,
            ),
        }))

    def return_to_customer(self, id: int) -> OrderReturn:
        """Notes that what was rejected went back to the customer.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition
        """
        return OrderReturn._of(self._call("returns.return_to_customer", {"id": id}))

    def close(self, id: int) -> OrderReturn:
        """Closes a return of which nothing is left to do.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition
        """
        return OrderReturn._of(self._call("returns.close", {"id": id}))

    def settings(self) -> ReturnSettings:
        """What the shop says about returns, with its rules."""
        return ReturnSettings._of(self._call("returns.settings", {}))

    def configure(
        self,
        *,
        alert_rate: Decimal | int | str | Keep | None = KEEP,
        alert_units: Decimal | int | str | None = None,
        approval: ReturnApproval | None = None,
        instructions: str | Keep | None = KEEP,
        prefix: str | None = None,
        restocking: Decimal | int | str | None = None,
        return_to: str | Keep | None = KEEP,
        send_days: int | None = None,
        way_back: WayBack | None = None,
        window_days: int | None = None,
    ) -> ReturnSettings:
        """Changes what the shop says about returns.

        Args:
            alert_rate: From which share on a product comes back too often, above 0 and at most 1.
            alert_units: How much of a product must come back for that, above 0.
            approval: Who approves.
            instructions: What customers are told.
            prefix: What stands before the number, at most 32 bytes; ends with no digit.
            restocking: The restocking fee, 0 to 1.
            return_to: Where goods are to be sent.
            send_days: Days from the approval, 1 to 365.
            way_back: Who pays the way back.
            window_days: Days after the delivery, at most 3,650.

        Raises:
            LimitExceeded
        """
        return ReturnSettings._of(self._call("returns.configure", {
            **given(
                alert_units=alert_units,
                approval=approval,
                prefix=prefix,
                restocking=restocking,
                send_days=send_days,
                way_back=way_back,
                window_days=window_days,
            ),
            **changed(alert_rate=alert_rate, instructions=instructions, return_to=return_to),
        }))

    def save_rules(self, rules: Sequence[ReturnRule | ReturnRuleDict]) -> ReturnSettings:
        """Sets the rules about returns, all at once and in the order in which they decide.

        Args:
            rules: The rules, in the order in which they decide.

        Raises:
            LimitExceeded
        """
        return ReturnSettings._of(self._call("returns.save_rules", {"rules": rules}))

    def indicators(self, from_: datetime | str, *, before: datetime | str) -> ReturnIndicators:
        """The returns of a period: rate by product and reason, what was paid back, days to the resolution.

        Args:
            from_: Its beginning.
            before: Its end, which does not belong to it.
        """
        return ReturnIndicators._of(self._call("returns.indicators", {"from": from_, "before": before}))

    def habits(self, customer_id: int) -> ReturnHabits:
        """How much a customer returns, and how much of it without the shop's fault.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return ReturnHabits._of(self._call("returns.habits", {"customer_id": customer_id}))


class Reviews(Room):
    """The operations of `reviews`."""

    __slots__ = ()

    def settings(self) -> ReviewSettings:
        """What is published by itself, what is held back, and when customers are asked."""
        return ReviewSettings._of(self._call("reviews.settings", {}))

    def configure(
        self,
        *,
        ask_after_days: int | None = None,
        ask_until_days: int | None = None,
        auto_publish: bool | None = None,
        auto_publish_from: int | None = None,
        auto_publish_verified_only: bool | None = None,
        hold_words: Sequence[str] | None = None,
        negative_ticket: bool | None = None,
        negative_until: int | None = None,
        report_limit: int | None = None,
    ) -> ReviewSettings:
        """Changes what is published by itself, what is held back, and when customers are asked.

        Args:
            ask_after_days: How many days after an order was completed its customer is asked.
            ask_until_days: How many days after an order was placed its customer is not asked any more.
            auto_publish: Whether reviews are published without somebody having looked at them.
            auto_publish_from: The least rating that is, 1 to 5.
            auto_publish_verified_only: Whether only reviews of verified purchases are.
            hold_words: Words that hold a review back; the whole list.
            negative_ticket: Whether a negative review opens a ticket.
            negative_until: The highest rating that counts as negative, 0 to 4.
            report_limit: So many reports take a published review back to pending; 0 for never.

        Raises:
            LimitExceeded
        """
        return ReviewSettings._of(self._call("reviews.configure", given(
                ask_after_days=ask_after_days,
                ask_until_days=ask_until_days,
                auto_publish=auto_publish,
                auto_publish_from=auto_publish_from,
                auto_publish_verified_only=auto_publish_verified_only,
                hold_words=hold_words,
                negative_ticket=negative_ticket,
                negative_until=negative_until,
                report_limit=report_limit,
            )))

    def post(
        self,
        customer_id: int,
        *,
        subject: ReviewSubject | ReviewSubjectDict,
        rating: int,
        aspects: Mapping[str, int] | None = None,
        language: str | None = None,
        photos: Sequence[str] | None = None,
        posted_at: datetime | str | None = None,
        text: str | None = None,
        title: str | None = None,
    ) -> Review:
        """Records what a customer thinks of a subject; whether the purchase is verified, the orders say.

        Args:
            customer_id: Who wrote it; follows merges.
            subject: What it is about.
            rating: 1 to 5; 5 is best.
            aspects: Ratings of single aspects, 1 to 5, by a token such as `fit`; at most 20.
            language: The language, as a tag such as `zh-CN`.
            photos: What leads to the pictures: addresses or keys of the host, at most 20 of 512 bytes.
            posted_at: When it was written, not in the future; now by default.
            text: What was written, at most 64 KiB.
            title: Its heading, at most 512 bytes.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Review._of(self._call("reviews.post", {
            "customer_id": customer_id,
            "subject": subject,
            "rating": rating,
            **given(
                aspects=aspects,
                language=language,
                photos=photos,
                posted_at=posted_at,
                text=text,
                title=title,
            ),
        }))

    def update(self, id: int, *, changes: ReviewPatch) -> Review:
        """Changes a review as its author wishes; it is looked at again unless the settings publish it.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Review._of(self._call("reviews.update", {"id": id, "changes": changes}))

    def get(self, id: int) -> Review:
        """One review by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Review._of(self._call("reviews.get", {"id": id}))

    def history(self, id: int) -> builtins.list[StageChange]:
        """Where a review stood, and since when.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("reviews.history", {"id": id})]

    def list(
        self,
        *,
        customer_id: int | None = None,
        language: str | None = None,
        limit: int | None = None,
        after: str | None = None,
        rating: int | None = None,
        sort: ReviewSort | None = None,
        state: ReviewState | None = None,
        subject: ReviewSubject | ReviewSubjectDict | None = None,
        unanswered: bool = False,
        verified_only: bool = False,
    ) -> ReviewPage:
        """Reviews of a subject or a customer, the newest, most helpful or best first; published ones unless a state is named.

        Args:
            customer_id: Reviews by this customer.
            language: Reviews in this language.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            rating: Reviews with this rating.
            sort: In which order; the newest first by default.
            state: Reviews in this state; published ones by default.
            subject: Reviews of this.
            unanswered: Only reviews without an answer.
            verified_only: Only reviews of verified purchases.

        Raises:
            NotFound, LimitExceeded
        """
        return ReviewPage._of(self._call("reviews.list", {
            "page": given(limit=limit, after=after),
            **given(
                customer_id=customer_id,
                language=language,
                rating=rating,
                sort=sort,
                state=state,
                subject=subject,
                unanswered=unanswered,
                verified_only=verified_only,
            ),
        }))

    def summary(self, subject: ReviewSubject | ReviewSubjectDict) -> ReviewSummary:
        """What the published reviews of a subject come to: count, mean, distribution, aspects, verified purchases.

        Args:
            subject: The subject.
        """
        return ReviewSummary._of(self._call("reviews.summary", {"subject": subject}))

    def moderate(self, id: int, *, state: ReviewState, reason: str | None = None) -> Review:
        """Publishes, hides or removes a review; its reports are dealt with.

        Args:
            id: The id.
            state: The new state.
            reason: Why, as a token.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Review._of(self._call("reviews.moderate", {"id": id, "state": state, **given(reason=reason)}))

    def reply(self, id: int, *, reply: str | None = None, staff_id: int | None = None) -> Review:
        """Answers a review for everybody to see.

        Args:
            id: The id.
            reply: What everybody sees, at most 64 KiB; null takes it back.
            staff_id: Who answers.

        Raises:
            NotFound, Conflict
        """
        return Review._of(self._call("reviews.reply", {"id": id, **given(reply=reply, staff_id=staff_id)}))

    def vote(
        self,
        id: int,
        *,
        customer_id: int | None = None,
        helpful: bool = True,
        visitor: str | None = None,
    ) -> Review:
        """Counts that a reader found a review helpful, once, or takes it back.

        Args:
            id: The id.
            customer_id: The customer who reads.
            helpful: Whether it is helpful; false takes the vote back.
            visitor: The host's key of a visitor whom nobody knows, at most 128 bytes.

        Raises:
            NotFound, Conflict
        """
        return Review._of(self._call("reviews.vote", {
            "id": id,
            **given(customer_id=customer_id, helpful=helpful, visitor=visitor),
        }))

    def report(
        self,
        id: int,
        *,
        reason: ReviewReportReason,
        customer_id: int | None = None,
        note: str | None = None,
        visitor: str | None = None,
    ) -> Review:
        """Notes that a reader finds a review improper; enough reports take it back to pending.

        Args:
            id: The id.
            reason: Why.
            customer_id: The customer who reads.
            note: More about it, at most 64 KiB.
            visitor: The host's key of a visitor whom nobody knows, at most 128 bytes.

        Raises:
            NotFound, Conflict
        """
        return Review._of(self._call("reviews.report", {
            "id": id,
            "reason": reason,
            **given(customer_id=customer_id, note=note, visitor=visitor),
        }))

    def due(self, *, limit: int | None = None, after: str | None = None) -> ReviewRequestPage:
        """Orders whose customers may be asked for a review now.

        Args:
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            LimitExceeded
        """
        return ReviewRequestPage._of(self._call("reviews.due", {"page": given(limit=limit, after=after)}))

    def ask(self, order_id: int) -> ReviewAsked:
        """Notes that the customer of an order was asked for a review.

        Args:
            order_id: The order.

        Raises:
            NotFound, Conflict
        """
        return ReviewAsked._of(self._call("reviews.ask", {"order_id": order_id}))


class Rfm(Room):
    """The operations of `rfm`."""

    __slots__ = ()

    def score(
        self,
        *,
        as_of: date | str | None = None,
        basis: AmountBasis | None = None,
        bins: int | None = None,
        currency: str | None = None,
        labels: RfmLabelMap | RfmLabelMapDict | None = None,
        method: RfmMethod | None = None,
        thresholds: RfmThresholds | RfmThresholdsDict | None = None,
        window_days: int | Keep | None = KEEP,
    ) -> Table:
        """Scores all customers as of a day and returns them as a table.

        Args:
            as_of: The day as of which customers are scored; later orders are ignored. Today in the shop's zone by
default.
            basis: Which amount of an order counts.
            bins: The number of bins, 2 to 10.
            currency: Only orders in this currency, in its own amounts.
            labels: Another label map.
            method: The scoring method.
            thresholds: Thresholds, for the method `fixed` only.
            window_days: Days of the window of frequency and monetary, ending with `as_of`; null for all history.

        Raises:
            LimitExceeded
        """
        return Table(self._table("rfm.score", {
            **given(
                as_of=as_of,
                basis=basis,
                bins=bins,
                currency=currency,
                labels=labels,
                method=method,
                thresholds=thresholds,
            ),
            **changed(window_days=window_days),
        }))

    def summary(
        self,
        *,
        as_of: date | str | None = None,
        basis: AmountBasis | None = None,
        bins: int | None = None,
        currency: str | None = None,
        labels: RfmLabelMap | RfmLabelMapDict | None = None,
        method: RfmMethod | None = None,
        thresholds: RfmThresholds | RfmThresholdsDict | None = None,
        window_days: int | Keep | None = KEEP,
    ) -> RfmSummary:
        """Scores all customers as of a day and returns each label in numbers.

        Args:
            as_of: The day as of which customers are scored; later orders are ignored. Today in the shop's zone by default.
            basis: Which amount of an order counts.
            bins: The number of bins, 2 to 10.
            currency: Only orders in this currency, in its own amounts; by default all orders in the base currency.
            labels: Another label map.
            method: The scoring method.
            thresholds: Thresholds, for the method `fixed` only.
            window_days: Days of the window of frequency and monetary, ending with `as_of`, 1 to 100,000; null for all history.

        Raises:
            LimitExceeded
        """
        return RfmSummary._of(self._call("rfm.summary", {
            **given(
                as_of=as_of,
                basis=basis,
                bins=bins,
                currency=currency,
                labels=labels,
                method=method,
                thresholds=thresholds,
            ),
            **changed(window_days=window_days),
        }))

    def of(self, customer_id: int) -> RfmStanding:
        """Where a customer stands by the current snapshot.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return RfmStanding._of(self._call("rfm.of", {"customer_id": customer_id}))

    def explain(
        self,
        customer_id: int,
        *,
        as_of: date | str | None = None,
        basis: AmountBasis | None = None,
        bins: int | None = None,
        currency: str | None = None,
        labels: RfmLabelMap | RfmLabelMapDict | None = None,
        method: RfmMethod | None = None,
        thresholds: RfmThresholds | RfmThresholdsDict | None = None,
        window_days: int | Keep | None = KEEP,
    ) -> RfmExplanation:
        """Why a customer has its label: facts, cut points, scores, rule.

        Args:
            customer_id: The customer.
            as_of: The day as of which customers are scored; later orders are ignored. Today in the shop's zone by
default.
            basis: Which amount of an order counts.
            bins: The number of bins, 2 to 10.
            currency: Only orders in this currency, in its own amounts.
            labels: Another label map.
            method: The scoring method.
            thresholds: Thresholds, for the method `fixed` only.
            window_days: Days of the window of frequency and monetary, ending with `as_of`; null for all history.

        Raises:
            NotFound
        """
        return RfmExplanation._of(self._call("rfm.explain", {
            "customer_id": customer_id,
            **given(
                as_of=as_of,
                basis=basis,
                bins=bins,
                currency=currency,
                labels=labels,
                method=method,
                thresholds=thresholds,
            ),
            **changed(window_days=window_days),
        }))

    def what_if(
        self,
        *,
        as_of: date | str | None = None,
        basis: AmountBasis | None = None,
        bins: int | None = None,
        currency: str | None = None,
        labels: RfmLabelMap | RfmLabelMapDict | None = None,
        method: RfmMethod | None = None,
        thresholds: RfmThresholds | RfmThresholdsDict | None = None,
        window_days: int | Keep | None = KEEP,
    ) -> RfmWhatIf:
        """Scores all customers in another way and compares the labels, without storing anything.

        Args:
            as_of: The day as of which customers are scored; later orders are ignored. Today in the shop's zone by default.
            basis: Which amount of an order counts.
            bins: The number of bins, 2 to 10.
            currency: Only orders in this currency, in its own amounts; by default all orders in the base currency.
            labels: Another label map.
            method: The scoring method.
            thresholds: Thresholds, for the method `fixed` only.
            window_days: Days of the window of frequency and monetary, ending with `as_of`, 1 to 100,000; null for all history.

        Raises:
            LimitExceeded
        """
        return RfmWhatIf._of(self._call("rfm.what_if", {
            **given(
                as_of=as_of,
                basis=basis,
                bins=bins,
                currency=currency,
                labels=labels,
                method=method,
                thresholds=thresholds,
            ),
            **changed(window_days=window_days),
        }))

    def settings(self) -> RfmSettings:
        """How the shop scores when a call does not say otherwise."""
        return RfmSettings._of(self._call("rfm.settings", {}))

    def configure(
        self,
        *,
        basis: AmountBasis | None = None,
        bins: int | None = None,
        daily_snapshot: bool | None = None,
        method: RfmMethod | None = None,
        thresholds: RfmThresholds | RfmThresholdsDict | Keep | None = KEEP,
        window_days: int | Keep | None = KEEP,
    ) -> RfmSettings:
        """Changes how the shop scores; absent fields stay.

        Args:
            basis: Which amount of an order counts.
            bins: The number of bins, 2 to 10.
            daily_snapshot: Whether `tick` stores a snapshot a day.
            method: The scoring method.
            thresholds: The shop's thresholds, for the method `fixed`; null removes them.
            window_days: Days of the window, 1 to 100,000; null for all history.
        """
        return RfmSettings._of(self._call("rfm.configure", {
            **given(basis=basis, bins=bins, daily_snapshot=daily_snapshot, method=method),
            **changed(thresholds=thresholds, window_days=window_days),
        }))

    def labels(self) -> RfmLabelMap:
        """The label map of the shop."""
        return RfmLabelMap._of(self._call("rfm.labels", {}))

    def set_labels(self, *, labels: RfmLabelMap | RfmLabelMapDict | None = None) -> RfmLabelMap:
        """Replaces the label map of the shop, or brings the built-in one back.

        Args:
            labels: The rules; null brings the built-in map back.
        """
        return RfmLabelMap._of(self._call("rfm.set_labels", given(labels=labels)))

    def snapshot(self, *, as_of: date | str | None = None) -> RfmSnapshot:
        """Scores all customers by the shop's settings and stores it.

        Args:
            as_of: The day; today in the shop's zone by default.
        """
        return RfmSnapshot._of(self._call("rfm.snapshot", given(as_of=as_of)))

    def snapshots(self, *, limit: int | None = None, after: str | None = None) -> RfmSnapshotPage:
        """Stored snapshots, the latest day first, page by page.

        Args:
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            LimitExceeded
        """
        return RfmSnapshotPage._of(self._call("rfm.snapshots", {"page": given(limit=limit, after=after)}))

    def moves(self, from_: int, *, to: int) -> RfmMoves:
        """How customers moved between labels from one snapshot to another.

        Args:
            from_: The first snapshot.
            to: The second snapshot.

        Raises:
            NotFound
        """
        return RfmMoves._of(self._call("rfm.moves", {"from": from_, "to": to}))

    def moved(
        self,
        from_: int,
        *,
        to: int,
        from_label: str,
        to_label: str,
        limit: int | None = None,
        after: str | None = None,
    ) -> RfmMovedPage:
        """The customers who moved from one label to another between two snapshots, page by page.

        Args:
            from_: The first snapshot.
            to: The second snapshot.
            from_label: The label in the first; `prospect` for customers without scores.
            to_label: The label in the second.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return RfmMovedPage._of(self._call("rfm.moved", {
            "from": from_,
            "to": to,
            "from_label": from_label,
            "to_label": to_label,
            "page": given(limit=limit, after=after),
        }))


class ServiceOrders(Room):
    """The operations of `service_orders`."""

    __slots__ = ()

    def create(
        self,
        kind: ServiceKind,
        *,
        asset_id: int | None = None,
        complaint: str | None = None,
        currency: str | None = None,
        customer_id: int | None = None,
        place: str | None = None,
        region: str | None = None,
        skill: str | None = None,
        sku: str | None = None,
        ticket_id: int | None = None,
    ) -> ServiceOrder:
        """Records a draft of a service order.

        Args:
            kind: What is done.
            asset_id: The asset on which it is done, which is the customer's.
            complaint: What the customer complains about, at most 64 KiB.
            currency: The currency of all amounts; the shop's base currency by default.
            customer_id: The customer; the owner of the asset by default.
            place: Where the work is done, at most 512 bytes.
            region: Where the technician has to work, as a token.
            skill: What the technician has to know, as a token such as `gas`.
            sku: The article, where there is no asset.
            ticket_id: The ticket that led to it.

        Raises:
            NotFound, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.create", {
            "kind": kind,
            **given(
                asset_id=asset_id,
                complaint=complaint,
                currency=currency,
                customer_id=customer_id,
                place=place,
                region=region,
                skill=skill,
                sku=sku,
                ticket_id=ticket_id,
            ),
        }))

    def update(self, id: int, *, changes: ServiceOrderPatch) -> ServiceOrder:
        """Changes what is known of a service order whose work is not over.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.update", {"id": id, "changes": changes}))

    def get(self, id: int) -> ServiceOrder:
        """One service order with its lines.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return ServiceOrder._of(self._call("service_orders.get", {"id": id}))

    def find(self, number: str) -> ServiceOrder | None:
        """The service order of a number, or null.

        Args:
            number: The number that people read.
        """
        answer = self._call("service_orders.find", {"number": number})
        return None if answer is None else ServiceOrder._of(answer)

    def list(
        self,
        *,
        asset_id: int | None = None,
        customer_id: int | None = None,
        kind: ServiceKind | None = None,
        open: bool = False,
        limit: int | None = None,
        after: str | None = None,
        staff_id: int | None = None,
        state: ServiceOrderState | None = None,
        ticket_id: int | None = None,
    ) -> ServiceOrderPage:
        """Service orders by customer, asset, ticket, technician and state, the latest first.

        Args:
            asset_id: Orders on this asset.
            customer_id: Orders of this customer.
            kind: Orders of this kind.
            open: Only orders of which something is open.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            staff_id: Orders of this technician.
            state: Orders in this state.
            ticket_id: Orders of this ticket.

        Raises:
            NotFound, LimitExceeded
        """
        return ServiceOrderPage._of(self._call("service_orders.list", {
            "page": given(limit=limit, after=after),
            **given(
                asset_id=asset_id,
                customer_id=customer_id,
                kind=kind,
                open=open,
                staff_id=staff_id,
                state=state,
                ticket_id=ticket_id,
            ),
        }))

    def history(self, id: int) -> builtins.list[StageChange]:
        """The states of a service order, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("service_orders.history", {"id": id})]

    def add_line(self, id: int, *, line: NewServiceLine) -> ServiceOrder:
        """Adds labour, a part, travel or a fee, and decides who bears it.

        Args:
            id: The service order.
            line: The line.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return ServiceOrder._of(self._call("service_orders.add_line", {"id": id, "line": line}))

    def update_line(self, id: int, *, line_id: int, changes: ServiceLinePatch) -> ServiceOrder:
        """Changes a line.

        Args:
            id: The service order.
            line_id: The line.
            changes: What changes; absent fields stay.

        Raises:
            NotFound, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.update_line", {"id": id, "line_id": line_id, "changes": changes}))

    def remove_line(self, id: int, *, line_id: int) -> ServiceOrder:
        """Takes a line away.

        Args:
            id: The service order.
            line_id: The line.

        Raises:
            NotFound, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.remove_line", {"id": id, "line_id": line_id}))

    def assess(self, id: int) -> ServiceOrder:
        """Decides anew who bears the lines.

        Args:
            id: The id.

        Raises:
            NotFound, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.assess", {"id": id}))

    def grant_goodwill(
        self,
        id: int,
        *,
        reason: str,
        by: int,
        amount: Money | MoneyDict | None = None,
        line_id: int | None = None,
    ) -> ServiceOrder:
        """Lets the shop bear some of what the customer would pay, with a reason.

        Args:
            id: The service order.
            reason: Why, at most 512 bytes.
            by: Who of the staff says so.
            amount: How much; all that the customer would pay by default, and 0 takes it back.
            line_id: The line; all lines by default.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return ServiceOrder._of(self._call("service_orders.grant_goodwill", {
            "id": id,
            "reason": reason,
            "by": by,
            **given(amount=amount, line_id=line_id),
        }))

    def quote(self, id: int, *, valid_until: date | str | None = None) -> ServiceOrder:
        """Tells the customer the price.

        Args:
            id: The service order.
            valid_until: The last day in the shop's zone on which it can be accepted; by default as many days from today as the settings
say.

        Raises:
            NotFound, NotAllowedTransition, Blocked
        """
        return ServiceOrder._of(self._call("service_orders.quote", {"id": id, **given(valid_until=valid_until)}))

    def accept(self, id: int) -> ServiceOrder:
        """Notes that the customer accepts the price; parts are reserved.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition, Conflict, Blocked
        """
        return ServiceOrder._of(self._call("service_orders.accept", {"id": id}))

    def decline(self, id: int, *, reason: str | None = None) -> ServiceOrder:
        """Notes that the customer does not accept the price.

        Args:
            id: The service order.
            reason: Why.

        Raises:
            NotFound, NotAllowedTransition
        """
        return ServiceOrder._of(self._call("service_orders.decline", {"id": id, **given(reason=reason)}))

    def confirm(self, id: int) -> ServiceOrder:
        """Confirms a draft; parts are reserved.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition, Blocked
        """
        return ServiceOrder._of(self._call("service_orders.confirm", {"id": id}))

    def reserve_parts(self, id: int) -> ServiceOrder:
        """Reserves parts that are missing so far.

        Args:
            id: The id.

        Raises:
            NotFound, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.reserve_parts", {"id": id}))

    def schedule(
        self,
        id: int,
        *,
        staff_id: int,
        starts_at: datetime | str,
        minutes: int,
        force: bool = False,
    ) -> ServiceOrder:
        """Gives a service order a technician and a time, or another one.

        Args:
            id: The service order.
            staff_id: The technician.
            starts_at: When the work begins.
            minutes: How long it takes, 5 to 1,440 minutes.
            force: Books in the past and outside the working hours too; never over another appointment.

        Raises:
            NotFound, NotAllowedTransition, Conflict, Blocked
        """
        return ServiceOrder._of(self._call("service_orders.schedule", {
            "id": id,
            "staff_id": staff_id,
            "starts_at": starts_at,
            "minutes": minutes,
            **given(force=force),
        }))

    def start(self, id: int) -> ServiceOrder:
        """Begins the work; the asset is in repair.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.start", {"id": id}))

    def use_part(
        self,
        id: int,
        *,
        line_id: int,
        place: str | None = None,
        quantity: Decimal | int | str | None = None,
    ) -> ServiceOrder:
        """Uses the part of a line, from what is reserved or from stock.

        Args:
            id: The service order.
            line_id: The line.
            place: The warehouse or van from which it came, as a token; that of the line by default.
            quantity: How much, above 0; what the line has by default.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return ServiceOrder._of(self._call("service_orders.use_part", {
            "id": id,
            "line_id": line_id,
            **given(place=place, quantity=quantity),
        }))

    def return_part(self, id: int, *, line_id: int) -> ServiceOrder:
        """Gives a part back that was not needed after all.

        Args:
            id: The service order.
            line_id: The line.

        Raises:
            NotFound, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.return_part", {"id": id, "line_id": line_id}))

    def complete(self, id: int, *, result: str) -> ServiceOrder:
        """Ends the work with a result; warranty and contract are used.

        Args:
            id: The service order.
            result: What came of it, at most 64 KiB.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.complete", {"id": id, "result": result}))

    def mark_unrepairable(self, id: int, *, result: str) -> ServiceOrder:
        """Ends the work because nothing can be repaired.

        Args:
            id: The service order.
            result: What came of it, at most 64 KiB.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.mark_unrepairable", {"id": id, "result": result}))

    def to_invoice(self, id: int) -> ServiceOrder:
        """Puts a service order on the list of those to be invoiced.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.to_invoice", {"id": id}))

    def invoice(
        self,
        id: int,
        *,
        bill_to: str | None = None,
        due_days: int | None = None,
        note: str | None = None,
    ) -> ServiceOrder:
        """Issues the invoice over what the customer bears.

        Args:
            id: The service order.
            bill_to: Name and address as printed; the customer's name by default.
            due_days: Days until the invoice is due, at most 365; 14 by default.
            note: What else is printed; the number of the order by default.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.invoice", {
            "id": id,
            **given(bill_to=bill_to, due_days=due_days, note=note),
        }))

    def close(self, id: int) -> ServiceOrder:
        """Closes a service order of which nothing is open.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return ServiceOrder._of(self._call("service_orders.close", {"id": id}))

    def cancel(self, id: int, *, reason: str) -> ServiceOrder:
        """Calls a service order off before the work begins.

        Args:
            id: The service order.
            reason: Why.

        Raises:
            NotFound, NotAllowedTransition
        """
        return ServiceOrder._of(self._call("service_orders.cancel", {"id": id, "reason": reason}))

    def costs(self, customer_id: int) -> builtins.list[ServiceCosts]:
        """What finished service for a customer comes to, and who bears it.

        Args:
            customer_id: The customer.

        Raises:
            NotFound
        """
        return [ServiceCosts._of(item) for item in self._call("service_orders.costs", {"customer_id": customer_id})]

    def report(self, from_: datetime | str, *, before: datetime | str) -> ServiceReport:
        """The service of a period: how much, how long, and who bears it.

        Args:
            from_: From this instant on.
            before: Before this instant.
        """
        return ServiceReport._of(self._call("service_orders.report", {"from": from_, "before": before}))

    def settings(self) -> ServiceSettings:
        """How the shop does service."""
        return ServiceSettings._of(self._call("service_orders.settings", {}))

    def save_settings(
        self,
        *,
        goodwill_limit: Money | MoneyDict | None = None,
        hourly_rate: Decimal | int | str | None = None,
        quote_days: int = 14,
    ) -> ServiceSettings:
        """Says how the shop does service.

        Args:
            goodwill_limit: The most that goodwill bears of one order, in its currency; without a limit by default.
            hourly_rate: The price of an hour of labour that is given without one, without tax; none by default.
            quote_days: Days for which a price stands when nothing else is said, 0 to 365; 14 by default.
        """
        return ServiceSettings._of(self._call("service_orders.save_settings", given(goodwill_limit=goodwill_limit, hourly_rate=hourly_rate, quote_days=quote_days)))


class Shipments(Room):
    """The operations of `shipments`."""

    __slots__ = ()

    def create(
        self,
        order_id: int,
        *,
        at: datetime | str | None = None,
        carrier: str | None = None,
        expected_at: datetime | str | None = None,
        external_id: str | None = None,
        lines: Sequence[ShipmentLine | ShipmentLineDict] | None = None,
        promised_at: datetime | str | None = None,
        source: str | None = None,
        state: ShipmentState | None = None,
        tracking_no: str | None = None,
    ) -> Shipment:
        """Records a parcel of an order; what its carrier reported before is applied.

        Args:
            order_id: The order of which it is a part.
            at: Since when it stands there; now by default.
            carrier: Who carries it, a token such as `dhl`; kept in small letters.
            expected_at: When it is expected to arrive; reports of the carrier bring it up to date.
            external_id: That system's key of the parcel; the same key again changes nothing.
            lines: What is in it; everything that is left to ship by default.
            promised_at: Until when the customer was promised this parcel.
            source: The system that the parcel comes from; needed with `external_id`.
            state: Where it stands already, by the word of the host; created by default.
            tracking_no: The carrier's number, at most 64 bytes; kept without spaces and in capitals. Needs a carrier.

        Raises:
            NotFound, Conflict, NotAllowedTransition
        """
        return Shipment._of(self._call("shipments.create", {
            "order_id": order_id,
            **given(
                at=at,
                carrier=carrier,
                expected_at=expected_at,
                external_id=external_id,
                lines=lines,
                promised_at=promised_at,
                source=source,
                state=state,
                tracking_no=tracking_no,
            ),
        }))

    def get(self, id: int) -> Shipment:
        """One parcel with what is in it.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Shipment._of(self._call("shipments.get", {"id": id}))

    def list(
        self,
        *,
        carrier: str | None = None,
        customer_id: int | None = None,
        open: bool = False,
        order_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        state: ShipmentState | None = None,
        tracking_no: str | None = None,
    ) -> ShipmentPage:
        """Parcels of an order, a customer, a state or a carrier, the latest first.

        Args:
            carrier: Parcels of this carrier.
            customer_id: Parcels to this customer.
            open: Only parcels that are neither delivered, returned, lost nor cancelled.
            order_id: Parcels of this order.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Parcels in this state.
            tracking_no: The parcel with this number.

        Raises:
            NotFound, LimitExceeded
        """
        return ShipmentPage._of(self._call("shipments.list", {
            "page": given(limit=limit, after=after),
            **given(
                carrier=carrier,
                customer_id=customer_id,
                open=open,
                order_id=order_id,
                state=state,
                tracking_no=tracking_no,
            ),
        }))

    def update(self, id: int, *, changes: ShipmentPatch) -> Shipment:
        """Changes carrier, number and dates of a parcel.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict
        """
        return Shipment._of(self._call("shipments.update", {"id": id, "changes": changes}))

    def set_state(
        self,
        id: int,
        *,
        state: ShipmentState,
        at: datetime | str | None = None,
        reason: str | None = None,
    ) -> Shipment:
        """Takes a parcel to another state that the machine allows.

        Args:
            id: The id.
            state: The new state.
            at: When; now by default.
            reason: Why, as a token; needed for a claim on a delivered parcel.

        Raises:
            NotFound, Conflict, NotAllowedTransition
        """
        return Shipment._of(self._call("shipments.set_state", {"id": id, "state": state, **given(at=at, reason=reason)}))

    def history(self, id: int) -> builtins.list[StageChange]:
        """The states of a parcel, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("shipments.history", {"id": id})]

    def report(
        self,
        carrier: str,
        *,
        tracking_no: str,
        at: datetime | str,
        description: str | None = None,
        event_id: str | None = None,
        expected_at: datetime | str | None = None,
        location: str | None = None,
        payload: Any | None = None,
        state: ShipmentState | None = None,
    ) -> Reported:
        """Takes a report of a carrier, once and in whatever order reports arrive.

        Args:
            carrier: The carrier, a token such as `dhl`.
            tracking_no: Its number of the parcel, at most 64 bytes.
            at: When it happened, at most a day ahead.
            description: What happened, in the carrier's words, at most 512 bytes.
            event_id: The carrier's key of the event, at most 128 bytes; without one, a hash of what the report says. The same again
changes nothing.
            expected_at: When the carrier expects to deliver.
            location: Where, at most 512 bytes.
            payload: The report as the carrier sent it, at most 16 KiB of JSON.
            state: Where the parcel stands, if the event says so.

        Raises:
            LimitExceeded
        """
        return Reported._of(self._call("shipments.report", {
            "carrier": carrier,
            "tracking_no": tracking_no,
            "at": at,
            **given(
                description=description,
                event_id=event_id,
                expected_at=expected_at,
                location=location,
                payload=payload,
                state=state,
            ),
        }))

    def report_many(self, reports: Sequence[CarrierReport]) -> builtins.list[Reported]:
        """Takes many reports of carriers, all or nothing.

        Args:
            reports: The reports, at most 10,000.

        Raises:
            LimitExceeded
        """
        return [Reported._of(item) for item in self._call("shipments.report_many", {"reports": reports})]

    def events(self, id: int, *, limit: int | None = None, after: str | None = None) -> CarrierEventPage:
        """Everything that a carrier reported about a parcel, the newest first.

        Args:
            id: The parcel.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return CarrierEventPage._of(self._call("shipments.events", {"id": id, "page": given(limit=limit, after=after)}))

    def unmatched(
        self,
        *,
        carrier: str | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> CarrierEventPage:
        """Reports whose number no parcel has, the longest waiting first.

        Args:
            carrier: Reports of this carrier.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            LimitExceeded
        """
        return CarrierEventPage._of(self._call("shipments.unmatched", {
            "page": given(limit=limit, after=after),
            **given(carrier=carrier),
        }))

    def where_is(self, order_id: int) -> Whereabouts:
        """Where an order is: states, dates, lateness, parcels with the last word of the carrier, and the next step.

        Args:
            order_id: The order.

        Raises:
            NotFound
        """
        return Whereabouts._of(self._call("shipments.where_is", {"order_id": order_id}))

    def indicators(self, from_: datetime | str, *, before: datetime | str) -> LogisticsIndicators:
        """The logistics indicators of a period: order cycle, on-time share, accuracy, availability, substitution.

        Args:
            from_: Its beginning.
            before: Its end, which does not belong to it.
        """
        return LogisticsIndicators._of(self._call("shipments.indicators", {"from": from_, "before": before}))


class Shop(Room):
    """The operations of `shop`."""

    __slots__ = ()

    def settings(self) -> ShopSettings:
        """The settings of the shop."""
        return ShopSettings._of(self._call("shop.settings", {}))

    def configure(
        self,
        *,
        base_currency: str | None = None,
        counts: Counts | None = None,
        default_region: str | Keep | None = KEEP,
        language: str | None = None,
        name_order: NameOrder | None = None,
        time_zone: str | None = None,
    ) -> ShopSettings:
        """Changes settings of the shop; absent fields stay.

        Args:
            base_currency: The currency of metrics and analyses.
            counts: Which orders count.
            default_region: ISO 3166-1 country of phone numbers that come without a country code; null clears it.
            language: The language of the shop as BCP 47.
            name_order: The order of names where the customer has none.
            time_zone: The zone whose calendar days count.

        Raises:
            Conflict
        """
        return ShopSettings._of(self._call("shop.configure", {
            **given(
                base_currency=base_currency,
                counts=counts,
                language=language,
                name_order=name_order,
                time_zone=time_zone,
            ),
            **changed(default_region=default_region),
        }))

    def set_rates(self, rates: Sequence[CurrencyRate]) -> int:
        """Sets exchange rates by currency and day.

        Args:
            rates: The rates, each from its day on.
        """
        count: int = self._call("shop.set_rates", {"rates": rates})["count"]
        return count

    def rate(self, currency: str, *, day: date | str) -> Decimal:
        """The exchange rate of a currency on a day.

        Args:
            currency: The foreign currency.
            day: The day.

        Raises:
            NotFound
        """
        return Decimal(self._call("shop.rate", {"currency": currency, "day": day}))


class Sla(Room):
    """The operations of `sla`."""

    __slots__ = ()

    def save_calendar(
        self,
        name: str,
        *,
        plan: CalendarPlan | CalendarPlanDict,
        id: int | None = None,
    ) -> ServiceCalendar:
        """Makes a service calendar, or puts it in the place of one.

        Args:
            name: What people call it, at most 512 bytes.
            plan: When the shop serves.
            id: The calendar that it takes the place of; a new one when absent.

        Raises:
            NotFound, LimitExceeded
        """
        return ServiceCalendar._of(self._call("sla.save_calendar", {"name": name, "plan": plan, **given(id=id)}))

    def calendars(self) -> ServiceCalendars:
        """The service calendars, in the order in which they were made."""
        return ServiceCalendars._of(self._call("sla.calendars", {}))

    def delete_calendar(self, id: int) -> None:
        """Deletes a service calendar that no SLA counts in.

        Args:
            id: The id.

        Raises:
            NotFound, Conflict
        """
        self._call("sla.delete_calendar", {"id": id})

    def save(
        self,
        name: str,
        *,
        targets: Sequence[SlaTarget | SlaTargetDict],
        calendar_id: int | None = None,
        id: int | None = None,
        is_active: bool = True,
        is_default: bool = False,
        pauses: Sequence[SlaPause] | None = None,
        warn_at: Decimal | int | str = "0.8",
    ) -> SlaPlan:
        """Makes an SLA, or puts it in the place of one.

        Args:
            name: What people call it, at most 512 bytes.
            targets: What it promises, 1 to 100: of those that fit a ticket the first one holds.
            calendar_id: In whose time it counts; around the clock when null.
            id: The SLA that it takes the place of; a new one when absent.
            is_active: Whether it can be given to tickets.
            is_default: Whether it holds for tickets that name none; then no other one does.
            pauses: The states in which the clock stands; all that wait by default.
            warn_at: The share of the time after which it warns, above 0 and below 1; 0.8 by default.

        Raises:
            NotFound, LimitExceeded
        """
        return SlaPlan._of(self._call("sla.save", {
            "name": name,
            "targets": targets,
            **given(
                calendar_id=calendar_id,
                id=id,
                is_active=is_active,
                is_default=is_default,
                pauses=pauses,
                warn_at=warn_at,
            ),
        }))

    def list(self) -> SlaList:
        """The SLAs, in the order in which they were made."""
        return SlaList._of(self._call("sla.list", {}))

    def get(self, id: int) -> SlaPlan:
        """One SLA by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return SlaPlan._of(self._call("sla.get", {"id": id}))

    def promise(
        self,
        *,
        category: str | None = None,
        from_: datetime | str | None = None,
        kind: TicketKind | None = None,
        priority: Priority | None = None,
        sla_id: int | None = None,
    ) -> SlaPromise:
        """What an SLA would promise a ticket.

        Args:
            category: The category.
            from_: When the clock begins; now when absent.
            kind: The kind; an incident when absent.
            priority: The priority; normal when absent.
            sla_id: The SLA; the default one when absent.

        Raises:
            NotFound, Conflict
        """
        return SlaPromise._of(self._call("sla.promise", given(category=category, **{"from": from_}, kind=kind, priority=priority, sla_id=sla_id)))

    def due(self, from_: datetime | str, *, seconds: int, calendar_id: int | None = None) -> DueTime:
        """The first instant at which so much service time has passed.

        Args:
            from_: From when on.
            seconds: Service seconds, 0 to 31,536,000.
            calendar_id: In whose time it counts; around the clock when absent.

        Raises:
            NotFound, Conflict
        """
        return DueTime._of(self._call("sla.due", {
            "from": from_,
            "seconds": seconds,
            **given(calendar_id=calendar_id),
        }))

    def elapsed(self, from_: datetime | str, *, until: datetime | str, calendar_id: int | None = None) -> ElapsedTime:
        """How much service time lies between two instants.

        Args:
            from_: From when on.
            until: Until when.
            calendar_id: In whose time it counts; around the clock when absent.

        Raises:
            NotFound
        """
        return ElapsedTime._of(self._call("sla.elapsed", {"from": from_, "until": until, **given(calendar_id=calendar_id)}))


class Staff(Room):
    """The operations of `staff`."""

    __slots__ = ()

    def transfer(self, from_: int, *, to: int) -> Transfer:
        """Hands all customers and open work of one member of the staff over to another; how much it was.

        Args:
            from_: Who hands over.
            to: Who takes over.
        """
        return Transfer._of(self._call("staff.transfer", {"from": from_, "to": to}))


class StoredValues(Room):
    """The operations of `stored_values`."""

    __slots__ = ()

    def issue(
        self,
        kind: StoredValueKind,
        *,
        amount: Money | MoneyDict,
        code: str | None = None,
        customer_id: int | None = None,
        expires_at: datetime | str | None = None,
        reason: str | None = None,
    ) -> StoredValue:
        """Issues a gift card, or store credit of a customer.

        Args:
            kind: What holds the money.
            amount: What it is worth, above 0.
            code: The code of a gift card, 4 to 64 letters and digits; generated by default.
            customer_id: Whose it is; needed for store credit.
            expires_at: When the rest expires; never by default.
            reason: Why, as a token such as `sold` or `apology`.

        Raises:
            NotFound, Conflict, Blocked
        """
        return StoredValue._of(self._call("stored_values.issue", {
            "kind": kind,
            "amount": amount,
            **given(code=code, customer_id=customer_id, expires_at=expires_at, reason=reason),
        }))

    def get(self, *, code: str | None = None, id: int | None = None) -> StoredValue:
        """One gift card or account of store credit, by its id or code.

        Args:
            code: The code, however it is typed.
            id: The id.

        Raises:
            NotFound
        """
        return StoredValue._of(self._call("stored_values.get", given(code=code, id=id)))

    def list(
        self,
        *,
        customer_id: int | None = None,
        kind: StoredValueKind | None = None,
        limit: int | None = None,
        after: str | None = None,
        with_balance: bool = False,
    ) -> StoredValuePage:
        """Gift cards and store credit, page by page.

        Args:
            customer_id: Those of this customer.
            kind: Those of this kind.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            with_balance: Only those with money on them.

        Raises:
            NotFound, LimitExceeded
        """
        return StoredValuePage._of(self._call("stored_values.list", {
            "page": given(limit=limit, after=after),
            **given(customer_id=customer_id, kind=kind, with_balance=with_balance),
        }))

    def entries(self, id: int, *, limit: int | None = None, after: str | None = None) -> StoredValueEntryPage:
        """The ledger of a gift card or account, oldest first, page by page.

        Args:
            id: The id.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return StoredValueEntryPage._of(self._call("stored_values.entries", {"id": id, "page": given(limit=limit, after=after)}))

    def charge(
        self,
        *,
        amount: Money | MoneyDict | None = None,
        code: str | None = None,
        id: int | None = None,
        key: str | None = None,
        order_id: int | None = None,
        reason: str | None = None,
        up_to: bool = False,
    ) -> StoredValueEntry:
        """Pays with a gift card or store credit, never more than there is.

        Args:
            amount: How much, above 0.
            code: Which, by its code.
            id: Which, by its id.
            key: The host's key of the request: the same key again changes nothing.
            order_id: The order that is paid, or of which a part goes back.
            reason: Why, as a token.
            up_to: Whether a charge takes what there is when that is less than the amount.

        Raises:
            NotFound, Conflict, LimitExceeded, IdempotencyConflict
        """
        return StoredValueEntry._of(self._call("stored_values.charge", given(amount=amount, code=code, id=id, key=key, order_id=order_id, reason=reason, up_to=up_to)))

    def credit(
        self,
        *,
        amount: Money | MoneyDict | None = None,
        code: str | None = None,
        id: int | None = None,
        key: str | None = None,
        order_id: int | None = None,
        reason: str | None = None,
        up_to: bool = False,
    ) -> StoredValueEntry:
        """Puts more money on a gift card or an account.

        Args:
            amount: How much, above 0.
            code: Which, by its code.
            id: Which, by its id.
            key: The host's key of the request: the same key again changes nothing.
            order_id: The order that is paid, or of which a part goes back.
            reason: Why, as a token.
            up_to: Whether a charge takes what there is when that is less than the amount.

        Raises:
            NotFound, Conflict, IdempotencyConflict
        """
        return StoredValueEntry._of(self._call("stored_values.credit", given(amount=amount, code=code, id=id, key=key, order_id=order_id, reason=reason, up_to=up_to)))

    def expire(self, id: int, *, reason: str | None = None) -> StoredValue:
        """Lets what is left on a gift card or account expire now.

        Args:
            id: The id.
            reason: Why, as a token.

        Raises:
            NotFound
        """
        return StoredValue._of(self._call("stored_values.expire", {"id": id, **given(reason=reason)}))


class Surveys(Room):
    """The operations of `surveys`."""

    __slots__ = ()

    def create(
        self,
        name: str,
        *,
        closes_at: datetime | str | None = None,
        follow_up: bool = True,
        invitation_days: int = 30,
        languages: Sequence[str] | None = None,
        opens_at: datetime | str | None = None,
        questions: Sequence[NewQuestion] | None = None,
        remind_days: Sequence[int] | None = None,
        reward: SurveyReward | SurveyRewardDict | None = None,
    ) -> Survey:
        """Records a survey as a draft.

        Args:
            name: What the shop calls it, at most 512 bytes.
            closes_at: When `tick` closes it.
            follow_up: Whether a customer who would not recommend the shop (0 to 6) gets a follow-up; it does by default.
            invitation_days: How many days an invitation holds, 1 to 366; 30 by default, and never beyond `closes_at`.
            languages: Its languages (BCP 47), the first for whoever reads none of them; the shop's by default.
            opens_at: Before this instant nobody can answer.
            questions: The questions, at most 200.
            remind_days: After how many days `tick` reminds of an invitation by an event, at most 5, ascending.
            reward: What answering is worth.

        Raises:
            NotFound, LimitExceeded
        """
        return Survey._of(self._call("surveys.create", {
            "name": name,
            **given(
                closes_at=closes_at,
                follow_up=follow_up,
                invitation_days=invitation_days,
                languages=languages,
                opens_at=opens_at,
                questions=questions,
                remind_days=remind_days,
                reward=reward,
            ),
        }))

    def get(self, id: int) -> Survey:
        """One survey, with the questions of its newest version.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Survey._of(self._call("surveys.get", {"id": id}))

    def list(
        self,
        *,
        limit: int | None = None,
        after: str | None = None,
        state: SurveyState | None = None,
    ) -> SurveyPage:
        """Surveys, in the order in which they were made.

        Args:
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Surveys in this state.

        Raises:
            LimitExceeded
        """
        return SurveyPage._of(self._call("surveys.list", {"page": given(limit=limit, after=after), **given(state=state)}))

    def update(self, id: int, *, changes: SurveyPatch) -> Survey:
        """Changes a survey that is not closed.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Survey._of(self._call("surveys.update", {"id": id, "changes": changes}))

    def set_questions(self, id: int, *, questions: Sequence[NewQuestion]) -> Survey:
        """Gives a survey other questions; one that was active gets a new version.

        Args:
            id: The id.
            questions: All questions, in their order.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Survey._of(self._call("surveys.set_questions", {"id": id, "questions": questions}))

    def set_state(self, id: int, *, state: SurveyState) -> Survey:
        """Activates, pauses, closes or archives a survey.

        Args:
            id: The id.
            state: The new state.

        Raises:
            NotFound, Conflict, NotAllowedTransition
        """
        return Survey._of(self._call("surveys.set_state", {"id": id, "state": state}))

    def invite(
        self,
        survey_id: int,
        *,
        customer_id: int | None = None,
        expires_at: datetime | str | None = None,
        language: str | None = None,
        personal: bool = False,
        ref: Reference | ReferenceDict | None = None,
    ) -> SurveyInvitation:
        """Invites a customer, or whoever gets the token, to an active survey.

        Args:
            survey_id: The survey; it is active.
            customer_id: Who is asked; nobody who is known, by default.
            expires_at: When it expires; after the days of the survey by default, and never after the survey closes.
            language: The language in which it is read, when none is named; the survey's first by default.
            personal: Whether the token goes to one person who is not known as a customer yet, so that the answers can be attached to
a customer later. Answers to any other token without a customer stay anonymous.
            ref: What it asks about, such as an order or a ticket.

        Raises:
            NotFound, Conflict
        """
        return SurveyInvitation._of(self._call("surveys.invite", {
            "survey_id": survey_id,
            **given(
                customer_id=customer_id,
                expires_at=expires_at,
                language=language,
                personal=personal,
                ref=ref,
            ),
        }))

    def invitation(self, id: int) -> SurveyInvitation:
        """One invitation by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return SurveyInvitation._of(self._call("surveys.invitation", {"id": id}))

    def invitations(
        self,
        *,
        customer_id: int | None = None,
        limit: int | None = None,
        after: str | None = None,
        state: InvitationState | None = None,
        survey_id: int | None = None,
    ) -> SurveyInvitationPage:
        """Invitations by survey, customer and state, in the order in which they were made.

        Args:
            customer_id: Invitations of this customer.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Invitations in this state.
            survey_id: Invitations to this survey.

        Raises:
            NotFound, LimitExceeded
        """
        return SurveyInvitationPage._of(self._call("surveys.invitations", {
            "page": given(limit=limit, after=after),
            **given(customer_id=customer_id, state=state, survey_id=survey_id),
        }))

    def history(self, id: int) -> builtins.list[StageChange]:
        """The moves of an invitation, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("surveys.history", {"id": id})]

    def open(self, token: str, *, language: str | None = None) -> SurveyForm:
        """Opens an invitation by its token: the questions, with what was answered so far.

        Args:
            token: The token.
            language: The language (BCP 47); that of the invitation by default.

        Raises:
            NotFound, Conflict
        """
        return SurveyForm._of(self._call("surveys.open", {"token": token, **given(language=language)}))

    def start(self, token: str) -> SurveyInvitation:
        """Begins to answer; the version of the questions is fixed from then on.

        Args:
            token: The token.

        Raises:
            NotFound, Conflict
        """
        return SurveyInvitation._of(self._call("surveys.start", {"token": token}))

    def answer(self, token: str, *, answers: Sequence[SurveyAnswer] | None = None) -> SurveyInvitation:
        """Answers some questions; more can follow.

        Args:
            token: The token.
            answers: The answers, at most 1,000.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return SurveyInvitation._of(self._call("surveys.answer", {"token": token, **given(answers=answers)}))

    def complete(self, token: str, *, answers: Sequence[SurveyAnswer] | None = None) -> SurveyOutcome:
        """Completes a survey, with the last answers; the reward comes at once where the survey says so.

        Args:
            token: The token.
            answers: The answers, at most 1,000.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return SurveyOutcome._of(self._call("surveys.complete", {"token": token, **given(answers=answers)}))

    def opt_out(self, token: str) -> SurveyInvitation:
        """Says that who was invited does not want to be asked.

        Args:
            token: The token.

        Raises:
            NotFound, NotAllowedTransition
        """
        return SurveyInvitation._of(self._call("surveys.opt_out", {"token": token}))

    def attach(self, id: int, *, customer_id: int) -> SurveyInvitation:
        """Says to which customer the personal token of an invitation went.

        Args:
            id: The id of the invitation.
            customer_id: The customer.

        Raises:
            NotFound, Conflict
        """
        return SurveyInvitation._of(self._call("surveys.attach", {"id": id, "customer_id": customer_id}))

    def reward(self, id: int) -> SurveyOutcome:
        """Gives the reward of a completed invitation, once.

        Args:
            id: The id.

        Raises:
            NotFound, Conflict, NotAllowedTransition, Blocked
        """
        return SurveyOutcome._of(self._call("surveys.reward", {"id": id}))

    def disqualify(self, id: int, *, reason: str | None = None) -> SurveyInvitation:
        """Says that the answers of a completed invitation do not count.

        Args:
            id: The id of the invitation.
            reason: Why, as a token such as `too_fast`.

        Raises:
            NotFound, NotAllowedTransition
        """
        return SurveyInvitation._of(self._call("surveys.disqualify", {"id": id, **given(reason=reason)}))

    def results(
        self,
        survey_id: int,
        *,
        before: datetime | str | None = None,
        from_: datetime | str | None = None,
        ref_entity: str | None = None,
        version: int | None = None,
    ) -> SurveyResults:
        """What came of a survey: how many answered, the scores, and the answers to each question.

        Args:
            survey_id: The survey.
            before: Surveys completed, and invitations made, before this instant.
            from_: Surveys completed, and invitations made, at or after this instant.
            ref_entity: Answers about this kind of entity, such as `order`.
            version: The version of the questions; the newest by default.

        Raises:
            NotFound
        """
        return SurveyResults._of(self._call("surveys.results", {
            "survey_id": survey_id,
            **given(before=before, **{"from": from_}, ref_entity=ref_entity, version=version),
        }))

    def texts(
        self,
        survey_id: int,
        *,
        limit: int | None = None,
        after: str | None = None,
        question: str | None = None,
    ) -> SurveyTextPage:
        """Free texts that were answered, page by page.

        Args:
            survey_id: The survey.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            question: The key of the question; all with texts by default.

        Raises:
            NotFound, LimitExceeded
        """
        return SurveyTextPage._of(self._call("surveys.texts", {
            "survey_id": survey_id,
            "page": given(limit=limit, after=after),
            **given(question=question),
        }))

    def scores(
        self,
        *,
        before: datetime | str | None = None,
        from_: datetime | str | None = None,
        ref_entity: str | None = None,
        survey_id: int | None = None,
    ) -> SurveyScores:
        """NPS, CSAT and CES of a survey or of all, of a period, or about one kind of entity.

        Args:
            before: Surveys completed before this instant.
            from_: Surveys completed at or after this instant.
            ref_entity: Those about this kind of entity, such as `ticket`.
            survey_id: Those of this survey; of all by default.

        Raises:
            NotFound
        """
        return SurveyScores._of(self._call("surveys.scores", given(before=before, **{"from": from_}, ref_entity=ref_entity, survey_id=survey_id)))

    def trend(
        self,
        *,
        before: datetime | str | None = None,
        from_: datetime | str | None = None,
        ref_entity: str | None = None,
        survey_id: int | None = None,
    ) -> builtins.list[SurveyMonth]:
        """NPS, CSAT and CES by month.

        Args:
            before: Surveys completed before this instant.
            from_: Surveys completed at or after this instant.
            ref_entity: Those about this kind of entity, such as `ticket`.
            survey_id: Those of this survey; of all by default.

        Raises:
            NotFound
        """
        return [SurveyMonth._of(item) for item in self._call("surveys.trend", given(before=before, **{"from": from_}, ref_entity=ref_entity, survey_id=survey_id))]


class System(Room):
    """The operations of `system`."""

    __slots__ = ()

    def version(self) -> Version:
        """The versions of the library, the linked SQLite and the schema."""
        return Version._of(self._call("system.version", {}))

    def backup(self, path: str) -> BackupReport:
        """Writes a verified, compact copy into a new file.

        Args:
            path: A path that does not exist yet.

        Raises:
            Conflict, DiskFull
        """
        return BackupReport._of(self._call("system.backup", {"path": path}))

    def check(self) -> IntegrityReport:
        """Looks for damage and compares every derived value with a recomputation."""
        return IntegrityReport._of(self._call("system.check", {}))

    def tick(self, *, budget_ms: int | None = None, now: datetime | str | None = None) -> TickReport:
        """Does what is due: packs facts, takes the RFM snapshot of the day, moves customers on.

        Args:
            budget_ms: Milliseconds after which the call ends and the next one goes on; until all is done by default.
            now: The instant for which the work is done; now by default.
        """
        return TickReport._of(self._call("system.tick", given(budget_ms=budget_ms, now=now)))

    def batch(self, steps: Sequence[BatchStep], *, partial: bool = False) -> BatchResults:
        """Runs operations in one transaction, all or nothing; later ones can refer to earlier results.

        Args:
            steps: The operations, at most 10,000.
            partial: Keep what succeeded when a step fails; false by default.

        Raises:
            NotFound, Conflict
        """
        return BatchResults._of(self._call("system.batch", {"steps": steps, **given(partial=partial)}))


class Tasks(Room):
    """The operations of `tasks`."""

    __slots__ = ()

    def create(
        self,
        kind: TaskKind,
        *,
        title: str,
        assignee_id: int | None = None,
        customer_id: int | None = None,
        due_at: datetime | str | None = None,
        note: str | None = None,
        origin: str | None = None,
        priority: Priority = "normal",
        ref: Reference | ReferenceDict | None = None,
        remind_at: datetime | str | None = None,
    ) -> Task:
        """Records a task.

        Args:
            kind: What is to be done.
            title: What people see in their list, at most 512 bytes.
            assignee_id: Who does it; nobody yet by default.
            customer_id: The customer whom it concerns; follows merges.
            due_at: Until when.
            note: More about it, at most 64 KiB.
            origin: The rule that made it, as a token such as `leads.stale`; none for a person.
            priority: How much it presses; normal by default.
            ref: What it is about.
            remind_at: When `tick` reminds of it by an event; not after `due_at`.

        Raises:
            NotFound
        """
        return Task._of(self._call("tasks.create", {
            "kind": kind,
            "title": title,
            **given(
                assignee_id=assignee_id,
                customer_id=customer_id,
                due_at=due_at,
                note=note,
                origin=origin,
                priority=priority,
                ref=ref,
                remind_at=remind_at,
            ),
        }))

    def get(self, id: int) -> Task:
        """One task by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Task._of(self._call("tasks.get", {"id": id}))

    def list(
        self,
        *,
        assignee_id: int | None = None,
        customer_id: int | None = None,
        due_before: datetime | str | None = None,
        kind: TaskKind | None = None,
        limit: int | None = None,
        after: str | None = None,
        state: TaskState | None = None,
        unassigned: bool = False,
    ) -> TaskPage:
        """Tasks of a person, a customer or a time, the first due first; open ones unless a state is named.

        Args:
            assignee_id: Tasks of this member of the staff.
            customer_id: Tasks about this customer.
            due_before: Tasks that are due before this instant.
            kind: Tasks of this kind.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            state: Tasks in this state; open and in progress by default.
            unassigned: Only tasks that nobody has been given.

        Raises:
            NotFound, LimitExceeded
        """
        return TaskPage._of(self._call("tasks.list", {
            "page": given(limit=limit, after=after),
            **given(
                assignee_id=assignee_id,
                customer_id=customer_id,
                due_before=due_before,
                kind=kind,
                state=state,
                unassigned=unassigned,
            ),
        }))

    def update(self, id: int, *, changes: TaskPatch) -> Task:
        """Changes a task that is not over.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict
        """
        return Task._of(self._call("tasks.update", {"id": id, "changes": changes}))

    def set_state(self, id: int, *, state: TaskState, note: str | None = None) -> Task:
        """Takes a task to another state, with a note of what came of it.

        Args:
            id: The id.
            state: The new state.
            note: What came of it; takes the place of the note.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Task._of(self._call("tasks.set_state", {"id": id, "state": state, **given(note=note)}))


class Technicians(Room):
    """The operations of `technicians`."""

    __slots__ = ()

    def save(
        self,
        staff_id: int,
        *,
        active: bool = True,
        place: str = "main",
        regions: Sequence[str] | None = None,
        skills: Sequence[str] | None = None,
    ) -> Technician:
        """Records a technician, or brings the known one to what is given.

        Args:
            staff_id: Who.
            active: Whether they get orders; they do by default.
            place: The place from which they take parts, such as their van; `main` by default.
            regions: Where they work, as tokens, at most 100; everywhere when there is none.
            skills: What they know, as tokens such as `gas`, at most 100.

        Raises:
            LimitExceeded
        """
        return Technician._of(self._call("technicians.save", {
            "staff_id": staff_id,
            **given(active=active, place=place, regions=regions, skills=skills),
        }))

    def list(
        self,
        *,
        active: bool | None = None,
        region: str | None = None,
        skill: str | None = None,
    ) -> builtins.list[Technician]:
        """Technicians by what they know and where they work.

        Args:
            active: Those who get orders, or not; both by default.
            region: Those who work there.
            skill: Those who know this.
        """
        return [Technician._of(item) for item in self._call("technicians.list", given(active=active, region=region, skill=skill))]

    def free_slots(
        self,
        from_: datetime | str,
        *,
        until: datetime | str,
        minutes: int,
        region: str | None = None,
        skill: str | None = None,
        step_minutes: int | None = None,
    ) -> builtins.list[TechnicianSlot]:
        """The times at which technicians who fit are free.

        Args:
            from_: Not before this instant, and never in the past.
            until: Until this instant, at most 92 days after `from`.
            minutes: How long the work takes, 5 to 1,440 minutes.
            region: Those who work there.
            skill: Those who know this.
            step_minutes: How far apart times begin; their length by default.
        """
        return [TechnicianSlot._of(item) for item in self._call("technicians.free_slots", {
            "from": from_,
            "until": until,
            "minutes": minutes,
            **given(region=region, skill=skill, step_minutes=step_minutes),
        })]


class Tickets(Room):
    """The operations of `tickets`."""

    __slots__ = ()

    def open(
        self,
        kind: TicketKind,
        *,
        subject: str,
        allow_blocked: bool = False,
        asset_id: int | None = None,
        assignee_id: int | None = None,
        body: str | None = None,
        category: str | None = None,
        channel: Channel = "web",
        contact: str | None = None,
        customer_id: int | None = None,
        interaction_id: int | None = None,
        language: str | None = None,
        order_id: int | None = None,
        order_line_id: int | None = None,
        priority: Priority = "normal",
        sla_id: int | None = None,
        tags: Sequence[str] | None = None,
        team: str | None = None,
    ) -> Ticket:
        """Opens a ticket: it gets a number, somebody who does it, and its due times.

        Args:
            kind: What it is.
            subject: What it is about in one line, at most 512 bytes.
            allow_blocked: Promises service to a customer whom the shop does not serve, too.
            asset_id: The piece that it is about.
            assignee_id: Who does it; whom the rules choose when absent.
            body: What was said, at most 64 KiB.
            category: What sort of matter it is, as a path such as `delivery/late`, at most 512 bytes.
            channel: How it came; `web` by default. One that comes by `system` was opened by a rule and is no contact.
            contact: How somebody is reached whom the shop does not know, at most 512 bytes; needed without a customer.
            customer_id: The customer; follows merges. That of the order or contact when absent.
            interaction_id: The contact by which it came; one is recorded when absent.
            language: The language as BCP 47; the customer's when absent.
            order_id: The order that it is about.
            order_line_id: The line of the order.
            priority: How much it presses; normal by default, and at least high for a complaint.
            sla_id: The SLA; the default one when absent.
            tags: Tags, each at most 128 bytes.
            team: The team, as a token of the shop's own.

        Raises:
            NotFound, Conflict, Blocked, LimitExceeded
        """
        return Ticket._of(self._call("tickets.open", {
            "kind": kind,
            "subject": subject,
            **given(
                allow_blocked=allow_blocked,
                asset_id=asset_id,
                assignee_id=assignee_id,
                body=body,
                category=category,
                channel=channel,
                contact=contact,
                customer_id=customer_id,
                interaction_id=interaction_id,
                language=language,
                order_id=order_id,
                order_line_id=order_line_id,
                priority=priority,
                sla_id=sla_id,
                tags=tags,
                team=team,
            ),
        }))

    def get(self, id: int) -> Ticket:
        """One ticket by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Ticket._of(self._call("tickets.get", {"id": id}))

    def list(
        self,
        *,
        any_state: bool = False,
        asset_id: int | None = None,
        assignee_id: int | None = None,
        category: str | None = None,
        customer_id: int | None = None,
        from_: datetime | str | None = None,
        kind: TicketKind | None = None,
        min_escalation: int | None = None,
        order_id: int | None = None,
        overdue: bool = False,
        limit: int | None = None,
        after: str | None = None,
        priority: Priority | None = None,
        state: TicketState | None = None,
        team: str | None = None,
        unassigned: bool = False,
        until: datetime | str | None = None,
    ) -> TicketPage:
        """Tickets by who does them, customer, kind, state and more, the first due first; open ones unless a state is named.

        Args:
            any_state: Tickets in any state.
            asset_id: Tickets about this piece.
            assignee_id: Tickets of this member of the staff.
            category: Tickets of this category and those below it.
            customer_id: Tickets of this customer.
            from_: Tickets opened at or after this instant.
            kind: Tickets of this kind.
            min_escalation: Only tickets that were escalated at least so often.
            order_id: Tickets about this order.
            overdue: Only tickets of which something is due and has not come.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            priority: Tickets of this priority.
            state: Tickets in this state; those that are neither resolved nor over by default.
            team: Tickets of this team.
            unassigned: Only tickets that nobody has been given.
            until: Tickets opened before this instant.

        Raises:
            NotFound, LimitExceeded
        """
        return TicketPage._of(self._call("tickets.list", {
            "page": given(limit=limit, after=after),
            **given(
                any_state=any_state,
                asset_id=asset_id,
                assignee_id=assignee_id,
                category=category,
                customer_id=customer_id,
                **{"from": from_},
                kind=kind,
                min_escalation=min_escalation,
                order_id=order_id,
                overdue=overdue,
                priority=priority,
                state=state,
                team=team,
                unassigned=unassigned,
                until=until,
            ),
        }))

    def update(self, id: int, *, changes: TicketPatch) -> Ticket:
        """Changes what is known of a ticket; due times follow.

        Args:
            id: The id.
            changes: What changes; absent fields stay, null clears.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return Ticket._of(self._call("tickets.update", {"id": id, "changes": changes}))

    def assign(self, id: int, *, assignee_id: int | None = None) -> Ticket:
        """Gives a ticket to a member of the staff, or to whom the rules choose.

        Args:
            id: The id.
            assignee_id: The member of the staff; whom the rules choose when absent.

        Raises:
            NotFound, Conflict
        """
        return Ticket._of(self._call("tickets.assign", {"id": id, **given(assignee_id=assignee_id)}))

    def set_state(self, id: int, *, state: TicketState, reason: str | None = None) -> Ticket:
        """Takes a ticket to another state that needs nothing but its name.

        Args:
            id: The id.
            state: The new state.
            reason: A token that says why.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Ticket._of(self._call("tickets.set_state", {"id": id, "state": state, **given(reason=reason)}))

    def resolve(self, id: int, *, resolution: str, cause: str | None = None, upheld: bool | None = None) -> Ticket:
        """Notes how a ticket was resolved, what caused it, and of a complaint whether it was justified.

        Args:
            id: The id.
            resolution: How, as the customer may read it, at most 64 KiB.
            cause: What caused it, as a token of the shop's own such as `carrier_late`.
            upheld: Whether a complaint was justified, for a complaint only; undecided when absent.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Ticket._of(self._call("tickets.resolve", {
            "id": id,
            "resolution": resolution,
            **given(cause=cause, upheld=upheld),
        }))

    def reopen(self, id: int, *, reason: str) -> Ticket:
        """Opens a resolved ticket again.

        Args:
            id: The id.
            reason: A token that says why.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Ticket._of(self._call("tickets.reopen", {"id": id, "reason": reason}))

    def escalate(self, id: int, *, reason: str, assignee_id: int | None = None) -> Ticket:
        """Raises the level of escalation of a ticket, with the reason.

        Args:
            id: The id.
            reason: Why, at most 512 bytes.
            assignee_id: Who does it from now on; as before when absent.

        Raises:
            NotFound, NotAllowedTransition, LimitExceeded
        """
        return Ticket._of(self._call("tickets.escalate", {"id": id, "reason": reason, **given(assignee_id=assignee_id)}))

    def merge(self, id: int, *, into: int) -> Ticket:
        """Finds that a ticket is about the same as another, which goes on; the other one.

        Args:
            id: The ticket that is a duplicate.
            into: The ticket that goes on.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return Ticket._of(self._call("tickets.merge", {"id": id, "into": into}))

    def respond(self, id: int, *, body: str, staff_id: int | None = None, wait: bool = False) -> TicketMessage:
        """Answers the customer; the first answer is the first response.

        Args:
            id: The ticket.
            body: What it says, at most 64 KiB.
            staff_id: Who of the staff; who does the ticket when absent.
            wait: Whether it is the customer's turn then.

        Raises:
            NotFound, NotAllowedTransition, Conflict
        """
        return TicketMessage._of(self._call("tickets.respond", {"id": id, "body": body, **given(staff_id=staff_id, wait=wait)}))

    def receive(self, id: int, *, body: str) -> TicketMessage:
        """Records what the customer said about a ticket.

        Args:
            id: The ticket.
            body: What it says, at most 64 KiB.

        Raises:
            NotFound, Conflict
        """
        return TicketMessage._of(self._call("tickets.receive", {"id": id, "body": body}))

    def note(self, id: int, *, body: str, staff_id: int | None = None) -> TicketMessage:
        """Keeps a note that the customer does not see.

        Args:
            id: The ticket.
            body: What it says, at most 64 KiB.
            staff_id: Who wrote it.

        Raises:
            NotFound
        """
        return TicketMessage._of(self._call("tickets.note", {"id": id, "body": body, **given(staff_id=staff_id)}))

    def rate(self, id: int, *, csat: int, comment: str | None = None) -> Ticket:
        """Keeps how content the customer was; after a low rating somebody calls back.

        Args:
            id: The ticket.
            csat: 1 to 5, 5 is best.
            comment: What the customer said to that, at most 64 KiB.

        Raises:
            NotFound, Conflict
        """
        return Ticket._of(self._call("tickets.rate", {"id": id, "csat": csat, **given(comment=comment)}))

    def messages(
        self,
        id: int,
        *,
        limit: int | None = None,
        after: str | None = None,
        public_only: bool = False,
    ) -> TicketMessagePage:
        """Messages and notes of a ticket, oldest first.

        Args:
            id: The ticket.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            public_only: Only messages that the customer sees.

        Raises:
            NotFound, LimitExceeded
        """
        return TicketMessagePage._of(self._call("tickets.messages", {
            "id": id,
            "page": given(limit=limit, after=after),
            **given(public_only=public_only),
        }))

    def history(self, id: int) -> TicketHistory:
        """The states of a ticket, and when its clock stood.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return TicketHistory._of(self._call("tickets.history", {"id": id}))

    def track(self, number: str, *, customer_id: int | None = None) -> TicketTrack:
        """What the customer may see of a ticket.

        Args:
            number: The number.
            customer_id: The customer who asks; then only a ticket of this one is found.

        Raises:
            NotFound
        """
        return TicketTrack._of(self._call("tickets.track", {"number": number, **given(customer_id=customer_id)}))

    def summary(self, from_: datetime | str, *, until: datetime | str) -> TicketSummary:
        """What is open now, and what became of the tickets of a period.

        Args:
            from_: From when on.
            until: Until when, at most ten years later.
        """
        return TicketSummary._of(self._call("tickets.summary", {"from": from_, "until": until}))

    def rules(self) -> TicketRules:
        """The rules that assign tickets, in the order in which they are tried."""
        return TicketRules._of(self._call("tickets.rules", {}))

    def save_rules(self, rules: Sequence[TicketRule | TicketRuleDict]) -> TicketRules:
        """Puts rules that assign tickets in the place of those before.

        Args:
            rules: In the order in which they are tried, at most 200; the first that fits decides.

        Raises:
            LimitExceeded
        """
        return TicketRules._of(self._call("tickets.save_rules", {"rules": rules}))

    def settings(self) -> TicketSettings:
        """How the shop handles tickets."""
        return TicketSettings._of(self._call("tickets.settings", {}))

    def save_settings(
        self,
        *,
        close_after_days: int = 5,
        complaint_answer_days: int = 3,
        complaint_owner_id: int = 1,
        csat_low: int = 2,
        prefix: str = "T-",
    ) -> TicketSettings:
        """Says how the shop handles tickets, in place of what was said before.

        Args:
            close_after_days: Days after which `tick` closes a resolved ticket, 1 to 365; 5 by default.
            complaint_answer_days: Days until a complaint is answered when no SLA says so, 1 to 365; 3 by default.
            complaint_owner_id: Who does complaints for which nobody is found; the host's first user by default.
            csat_low: A rating up to this one makes somebody call back, 1 to 5; 2 by default.
            prefix: What numbers begin with, as a token of at most 16 bytes; `T-` by default.

        Raises:
            LimitExceeded
        """
        return TicketSettings._of(self._call("tickets.save_settings", given(
                close_after_days=close_after_days,
                complaint_answer_days=complaint_answer_days,
                complaint_owner_id=complaint_owner_id,
                csat_low=csat_low,
                prefix=prefix,
            )))


class Touches(Room):
    """The operations of `touches`."""

    __slots__ = ()

    def record(
        self,
        source: str,
        *,
        at: datetime | str | None = None,
        campaign: str | None = None,
        content: str | None = None,
        cost: Money | MoneyDict | None = None,
        customer_id: int | None = None,
        landing: str | None = None,
        medium: str | None = None,
        referrer: str | None = None,
        term: str | None = None,
        visitor: IdentityInput | IdentityInputDict | None = None,
    ) -> Touch:
        """Records how a customer or an anonymous visitor came.

        Args:
            source: Where from, such as `google`, `newsletter` or `direct`; at most 512 bytes, as all texts here.
            at: When; now by default.
            campaign: The campaign.
            content: Which advertisement or link.
            cost: What it cost the shop, not negative.
            customer_id: The customer, where the shop knows.
            landing: The address of the first page, at most 2,048 bytes.
            medium: In what way, such as `cpc` or `email`.
            referrer: The address of the page before, at most 2,048 bytes.
            term: The paid keyword.
            visitor: The browser or device: an identity of kind `cookie_id` or `device_id`.

        Raises:
            NotFound, LimitExceeded
        """
        return Touch._of(self._call("touches.record", {
            "source": source,
            **given(
                at=at,
                campaign=campaign,
                content=content,
                cost=cost,
                customer_id=customer_id,
                landing=landing,
                medium=medium,
                referrer=referrer,
                term=term,
                visitor=visitor,
            ),
        }))

    def record_many(self, touches: Sequence[NewTouch]) -> TouchCount:
        """Records many touches, all or nothing, with one event for all of them.

        Args:
            touches: The touches.

        Raises:
            NotFound, LimitExceeded
        """
        return TouchCount._of(self._call("touches.record_many", {"touches": touches}))

    def record_web_event(
        self,
        kind: WebEventKind,
        *,
        at: datetime | str | None = None,
        customer_id: int | None = None,
        query: str | None = None,
        sku: str | None = None,
        url: str | None = None,
        visitor: IdentityInput | IdentityInputDict | None = None,
    ) -> WebEvent:
        """Records what a customer or an anonymous visitor did on the site.

        Args:
            kind: What happened.
            at: When; now by default.
            customer_id: The customer, where the shop knows.
            query: What was searched for, at most 512 bytes; needed for `searched`.
            sku: The article number, at most 128 bytes; needed where the kind is about a product.
            url: The address of the page, at most 2,048 bytes.
            visitor: The browser or device: an identity of kind `cookie_id` or `device_id`.

        Raises:
            NotFound, LimitExceeded
        """
        return WebEvent._of(self._call("touches.record_web_event", {
            "kind": kind,
            **given(at=at, customer_id=customer_id, query=query, sku=sku, url=url, visitor=visitor),
        }))

    def record_web_events(self, web_events: Sequence[NewWebEvent]) -> TouchCount:
        """Records much of what was done on the site, all or nothing, with one event for all of it.

        Args:
            web_events: The web events.

        Raises:
            NotFound, LimitExceeded
        """
        return TouchCount._of(self._call("touches.record_web_events", {"web_events": web_events}))

    def identify(self, visitor: IdentityInput | IdentityInputDict, *, customer_id: int) -> Identified:
        """Tells whose a browser or device is; its touches and web events join the customer.

        Args:
            visitor: The browser or device: an identity of kind `cookie_id` or `device_id`.
            customer_id: The customer.

        Raises:
            NotFound, Conflict
        """
        return Identified._of(self._call("touches.identify", {"visitor": visitor, "customer_id": customer_id}))

    def get(self, id: int) -> Touch:
        """One touch by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Touch._of(self._call("touches.get", {"id": id}))

    def list(
        self,
        *,
        campaign: str | None = None,
        customer_id: int | None = None,
        from_: datetime | str | None = None,
        medium: str | None = None,
        limit: int | None = None,
        after: str | None = None,
        source: str | None = None,
        until: datetime | str | None = None,
        visitor: IdentityInput | IdentityInputDict | None = None,
    ) -> TouchPage:
        """Touches of a customer, a visitor, a campaign or a time, the newest first.

        Args:
            campaign: Touches of this campaign.
            customer_id: Touches of this customer; follows merges.
            from_: Touches at or after this instant.
            medium: Touches in this way.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            source: Touches from here.
            until: Touches before this instant.
            visitor: Touches of this browser or device.

        Raises:
            NotFound, LimitExceeded
        """
        return TouchPage._of(self._call("touches.list", {
            "page": given(limit=limit, after=after),
            **given(
                campaign=campaign,
                customer_id=customer_id,
                **{"from": from_},
                medium=medium,
                source=source,
                until=until,
                visitor=visitor,
            ),
        }))

    def list_web_events(
        self,
        *,
        customer_id: int | None = None,
        from_: datetime | str | None = None,
        kind: WebEventKind | None = None,
        limit: int | None = None,
        after: str | None = None,
        sku: str | None = None,
        until: datetime | str | None = None,
        visitor: IdentityInput | IdentityInputDict | None = None,
    ) -> WebEventPage:
        """Web events of a customer, a visitor, an article or a time, the newest first.

        Args:
            customer_id: Events of this customer; follows merges.
            from_: Events at or after this instant.
            kind: Events of this kind.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            sku: Events about this article.
            until: Events before this instant.
            visitor: Events of this browser or device.

        Raises:
            NotFound, LimitExceeded
        """
        return WebEventPage._of(self._call("touches.list_web_events", {
            "page": given(limit=limit, after=after),
            **given(
                customer_id=customer_id,
                **{"from": from_},
                kind=kind,
                sku=sku,
                until=until,
                visitor=visitor,
            ),
        }))

    def summary(
        self,
        *,
        from_: datetime | str | None = None,
        limit: int | None = None,
        until: datetime | str | None = None,
    ) -> TouchSummary:
        """Touches, visitors, customers and cost per source, medium and campaign.

        Args:
            from_: Touches at or after this instant.
            limit: Groups at the most, 1 to 10,000; 100 by default.
            until: Touches before this instant.

        Raises:
            LimitExceeded
        """
        return TouchSummary._of(self._call("touches.summary", given(**{"from": from_}, limit=limit, until=until)))

    def settings(self) -> TouchSettings:
        """For how long web events are kept."""
        return TouchSettings._of(self._call("touches.settings", {}))

    def configure(self, web_event_days: int) -> TouchSettings:
        """Changes for how long web events are kept.

        Args:
            web_event_days: Days after which `tick` drops web events, 1 to 3,650; 400 by default.
        """
        return TouchSettings._of(self._call("touches.configure", {"web_event_days": web_event_days}))


class Warranties(Room):
    """The operations of `warranties`."""

    __slots__ = ()

    def check(
        self,
        *,
        asset_id: int | None = None,
        maker: str | None = None,
        order_id: int | None = None,
        order_number: str | None = None,
        serial: str | None = None,
    ) -> WarrantyCheck:
        """Whether a piece or the pieces of an order are covered, what of them, by what and for how long.

        Args:
            asset_id: The piece.
            maker: The maker of the piece with this serial; all by default.
            order_id: The order.
            order_number: The number of the order that people read.
            serial: The serial number; spaces, dashes and small letters make no difference.

        Raises:
            LimitExceeded
        """
        return WarrantyCheck._of(self._call("warranties.check", given(asset_id=asset_id, maker=maker, order_id=order_id, order_number=order_number, serial=serial)))

    def save_plan(
        self,
        name: str,
        *,
        kind: WarrantyKind,
        active: bool = True,
        category: str | None = None,
        claims_limit: int | None = None,
        days: int = 0,
        id: int | None = None,
        labour: bool = True,
        months: int = 0,
        onsite: bool = False,
        parts: bool = True,
        sku: str | None = None,
        starts: WarrantyStart = "delivery",
        suspension_extends: bool = False,
        transferable: bool = True,
        waiting_days: int = 0,
    ) -> WarrantyPlan:
        """Records a plan of warranties, or gives a known one new terms.

        Args:
            name: The name, at most 512 bytes.
            kind: Who stands behind it. Plans of the maker and the law apply by themselves, extended ones are added.
            active: Whether it still applies to new pieces; it does by default.
            category: The category that it is for, with those below it.
            claims_limit: How many claims it pays, 1 to 1,000,000; any number by default.
            days: How many days it lasts beside the months, 0 to 36,500. The day on which it begins is not counted.
            id: The known plan; none for a new one. Warranties that were made keep the terms that they were made with.
            labour: Whether it pays labour; it does by default.
            months: How many months it lasts, 0 to 1,200.
            onsite: Whether it is served at the customer's place.
            parts: Whether it pays parts; it does by default. All three together are a full cover.
            sku: The article that it is for; at most one of `sku` and `category`, all articles by default. Of several plans of a
kind the one of the article applies, then the one of the deepest category.
            starts: What it begins with; the delivery by default.
            suspension_extends: Whether the days for which it is suspended are added at its end.
            transferable: Whether it goes with the piece to the next owner; it does by default.
            waiting_days: Days after its start until it covers, 0 to 3,650; it lasts as long.

        Raises:
            NotFound, LimitExceeded
        """
        return WarrantyPlan._of(self._call("warranties.save_plan", {
            "name": name,
            "kind": kind,
            **given(
                active=active,
                category=category,
                claims_limit=claims_limit,
                days=days,
                id=id,
                labour=labour,
                months=months,
                onsite=onsite,
                parts=parts,
                sku=sku,
                starts=starts,
                suspension_extends=suspension_extends,
                transferable=transferable,
                waiting_days=waiting_days,
            ),
        }))

    def plans(
        self,
        *,
        active: bool | None = None,
        kind: WarrantyKind | None = None,
        limit: int | None = None,
        after: str | None = None,
        sku: str | None = None,
    ) -> WarrantyPlanPage:
        """Plans of warranties by kind and article.

        Args:
            active: Plans that still apply to new pieces, or those that do not.
            kind: Plans of this kind.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            sku: Plans for this article and for no other.

        Raises:
            LimitExceeded
        """
        return WarrantyPlanPage._of(self._call("warranties.plans", {
            "page": given(limit=limit, after=after),
            **given(active=active, kind=kind, sku=sku),
        }))

    def add(
        self,
        asset_id: int,
        *,
        plan_id: int,
        reference: str | None = None,
        starts_on: date | str | None = None,
    ) -> Warranty:
        """Adds a warranty to a piece, such as an extension that was sold.

        Args:
            asset_id: The piece, which has an owner.
            plan_id: The plan, which is for such pieces.
            reference: The host's key of its sale, 1 to 128 bytes; the same key for the same piece again changes nothing.
            starts_on: The first day on which it covers; by what the plan begins with, by default.

        Raises:
            NotFound, Conflict, Blocked, LimitExceeded
        """
        return Warranty._of(self._call("warranties.add", {
            "asset_id": asset_id,
            "plan_id": plan_id,
            **given(reference=reference, starts_on=starts_on),
        }))

    def get(self, id: int) -> Warranty:
        """One warranty by its id.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return Warranty._of(self._call("warranties.get", {"id": id}))

    def list(
        self,
        *,
        asset_id: int | None = None,
        customer_id: int | None = None,
        ends_before: date | str | None = None,
        ends_from: date | str | None = None,
        kind: WarrantyKind | None = None,
        limit: int | None = None,
        after: str | None = None,
        plan_id: int | None = None,
        state: WarrantyState | None = None,
    ) -> WarrantyPage:
        """Warranties by piece, owner, plan, kind, state and last day, the latest first.

        Args:
            asset_id: Warranties of this piece.
            customer_id: Warranties of pieces that are this customer's today.
            ends_before: Warranties whose last day is before this one.
            ends_from: Warranties whose last day is this one or a later one.
            kind: Warranties of this kind.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.
            plan_id: Warranties of this plan.
            state: Warranties in this state today.

        Raises:
            NotFound, LimitExceeded
        """
        return WarrantyPage._of(self._call("warranties.list", {
            "page": given(limit=limit, after=after),
            **given(
                asset_id=asset_id,
                customer_id=customer_id,
                ends_before=ends_before,
                ends_from=ends_from,
                kind=kind,
                plan_id=plan_id,
                state=state,
            ),
        }))

    def history(self, id: int) -> builtins.list[StageChange]:
        """The states that were noted of a warranty, oldest first.

        Args:
            id: The id.

        Raises:
            NotFound
        """
        return [StageChange._of(item) for item in self._call("warranties.history", {"id": id})]

    def suspend(self, id: int, *, reason: str | None = None) -> Warranty:
        """Lets a warranty not cover for a while.

        Args:
            id: The id.
            reason: Why, as a token.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Warranty._of(self._call("warranties.suspend", {"id": id, **given(reason=reason)}))

    def resume(self, id: int) -> Warranty:
        """Lets a suspended warranty cover again.

        Args:
            id: The id.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Warranty._of(self._call("warranties.resume", {"id": id}))

    def void(self, id: int, *, reason: VoidReason) -> Warranty:
        """Ends a warranty for a reason, for good.

        Args:
            id: The id.
            reason: Why.

        Raises:
            NotFound, NotAllowedTransition
        """
        return Warranty._of(self._call("warranties.void", {"id": id, "reason": reason}))

    def claim(self, id: int, *, note: str | None = None, reference: str | None = None) -> ClaimedWarranty:
        """Uses one claim of a warranty; once for each key of the host.

        Args:
            id: The warranty.
            note: What is claimed, at most 64 KiB.
            reference: The host's key of the claim, 1 to 128 bytes; the same key again changes nothing.

        Raises:
            NotFound, Conflict, LimitExceeded
        """
        return ClaimedWarranty._of(self._call("warranties.claim", {"id": id, **given(note=note, reference=reference)}))

    def claims(self, id: int, *, limit: int | None = None, after: str | None = None) -> WarrantyClaimPage:
        """The claims on a warranty, the latest first.

        Args:
            id: The warranty.
            limit: Rows at the most, 1 to 10,000; 100 by default.
            after: The `next` of the page before.

        Raises:
            NotFound, LimitExceeded
        """
        return WarrantyClaimPage._of(self._call("warranties.claims", {"id": id, "page": given(limit=limit, after=after)}))


class Rooms:
    """Every room, as an attribute."""

    def __init__(self, call: Call, table: TableCall) -> None:
        self.appointments = Appointments(call, table)
        self.assets = Assets(call, table)
        self.care = Care(call, table)
        self.carts = Carts(call, table)
        self.catalog = Catalog(call, table)
        self.collateral = Collateral(call, table)
        self.community = Community(call, table)
        self.compensations = Compensations(call, table)
        self.configure = Configure(call, table)
        self.contracts = Contracts(call, table)
        self.coupons = Coupons(call, table)
        self.credit = Credit(call, table)
        self.customers = Customers(call, table)
        self.entitlement = Entitlement(call, table)
        self.events = Events(call, table)
        self.exchange = Exchange(call, table)
        self.facts = Facts(call, table)
        self.feedback = Feedback(call, table)
        self.host = Host(call, table)
        self.interactions = Interactions(call, table)
        self.invoices = Invoices(call, table)
        self.knowledge = Knowledge(call, table)
        self.leads = Leads(call, table)
        self.lifecycle = Lifecycle(call, table)
        self.loyalty = Loyalty(call, table)
        self.maintenance = Maintenance(call, table)
        self.opportunities = Opportunities(call, table)
        self.orders = Orders(call, table)
        self.partners = Partners(call, table)
        self.parts = Parts(call, table)
        self.payments = Payments(call, table)
        self.pipelines = Pipelines(call, table)
        self.quotes = Quotes(call, table)
        self.referrals = Referrals(call, table)
        self.refunds = Refunds(call, table)
        self.returns = Returns(call, table)
        self.reviews = Reviews(call, table)
        self.rfm = Rfm(call, table)
        self.service_orders = ServiceOrders(call, table)
        self.shipments = Shipments(call, table)
        self.shop = Shop(call, table)
        self.sla = Sla(call, table)
        self.staff = Staff(call, table)
        self.stored_values = StoredValues(call, table)
        self.surveys = Surveys(call, table)
        self.system = System(call, table)
        self.tasks = Tasks(call, table)
        self.technicians = Technicians(call, table)
        self.tickets = Tickets(call, table)
        self.touches = Touches(call, table)
        self.warranties = Warranties(call, table)
