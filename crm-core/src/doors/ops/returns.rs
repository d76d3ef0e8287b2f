//! The operations of returns.

use super::shapes::Nothing;
use crate::journal::StageChange;
use crate::records::aftersale::returns::{
    EasyReturn, NewReturn, OrderReturn, ReturnAcceptance, ReturnCheck, ReturnFilter, ReturnFinding, ReturnHabits,
    ReturnIndicators, ReturnOffer, ReturnPatch, ReturnReceipt, ReturnReport, ReturnReported, ReturnRule,
    ReturnSettings, ReturnSettingsPatch, ReturnSettlement,
};
use crate::records::sale::shipments::IndicatorPeriod;
use crate::vocabulary::{CustomerId, Page, ReturnId, StaffId, Timestamp};

input! {
    /// A return by its id.
    ReturnRef {
        /// The id.
        id: ReturnId,
    }
}

input! {
    /// A return by its number.
    ReturnNumber {
        /// The number, as people read it.
        number: String,
    }
}

input! {
    /// The customer whose returns are meant.
    ReturnsOf {
        /// The customer.
        customer_id: CustomerId,
    }
}

input! {
    /// All rules about returns.
    ReturnRules {
        /// The rules, in the order in which they decide.
        rules: Vec<ReturnRule>,
    }
}

input! {
    /// Who lets goods be sent back.
    ReturnConsent {
        /// The return.
        id: ReturnId,
        /// Who of the staff.
        #[serde(default)]
        staff_id: Option<StaffId>,
    }
}

input! {
    /// Why goods are not taken back.
    ReturnDenial {
        /// The return.
        id: ReturnId,
        /// Why, as a token.
        reason: String,
        /// Who of the staff.
        #[serde(default)]
        staff_id: Option<StaffId>,
    }
}

input! {
    /// Why a return is called off.
    ReturnEnd {
        /// The return.
        id: ReturnId,
        /// Why, as a token.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// A change of a return.
    ReturnUpdate {
        /// The return.
        id: ReturnId,
        /// What changes; absent fields stay, null clears.
        changes: ReturnPatch,
    }
}

input! {
    /// How goods were sent back.
    ReturnDispatch {
        /// The return.
        id: ReturnId,
        /// Who carries them, a token.
        #[serde(default)]
        carrier: Option<String>,
        /// The carrier's number; needs a carrier.
        #[serde(default)]
        tracking_no: Option<String>,
        /// When; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
    }
}

input! {
    /// What has arrived of a return.
    ReturnArrival {
        /// The return.
        id: ReturnId,
        /// How much of which lines; all that is missing by default.
        #[serde(default)]
        lines: Vec<ReturnReceipt>,
        /// When; now by default.
        #[serde(default)]
        at: Option<Timestamp>,
    }
}

input! {
    /// What was found of a return.
    ReturnInspection {
        /// The return.
        id: ReturnId,
        /// What was found of which lines.
        #[serde(default)]
        lines: Vec<ReturnFinding>,
    }
}

input! {
    /// How much of a return is accepted.
    ReturnDecision {
        /// The return.
        id: ReturnId,
        /// How much of which lines; all that has arrived of the others.
        #[serde(default)]
        lines: Vec<ReturnAcceptance>,
        /// Why not all, as a token; needed when nothing is.
        #[serde(default)]
        reason: Option<String>,
    }
}

ops! { pub(super) OPS:
    Read "returns.check" "Says whether lines of an order can be returned, until when, what would be paid back, and which rules decide." [NotFound, Limit]
        |tx, p: ReturnCheck| -> ReturnOffer { tx.returns().check(&p) };
    Write "returns.request" "Asks for a return of lines of an order; approved at once when the rules approve all of them." [NotFound, Conflict, Limit]
        |tx, p: NewReturn| -> OrderReturn { tx.returns().request(p) };
    Write "returns.easy" "Asks for the return of one line in one call, ready for a label when the rules approve it." [NotFound, Conflict, Limit]
        |tx, p: EasyReturn| -> OrderReturn { tx.returns().easy(p) };
    Read "returns.get" "One return by its id, with its lines." [NotFound]
        |tx, p: ReturnRef| -> OrderReturn { tx.returns().get(p.id) };
    Read "returns.find" "One return by the number that people read." [NotFound]
        |tx, p: ReturnNumber| -> OrderReturn { tx.returns().find(&p.number) };
    Read "returns.list" "Returns of a customer, an order or in a state, the latest first." [NotFound, Limit]
        |tx, p: ReturnFilter| -> Page<OrderReturn> { tx.returns().list(&p) };
    Read "returns.history" "The states of a return, oldest first." [NotFound]
        |tx, p: ReturnRef| -> Vec<StageChange> { tx.returns().history(p.id) };
    Write "returns.approve" "Lets the customer send the goods." [NotFound, NotAllowedTransition]
        |tx, p: ReturnConsent| -> OrderReturn { tx.returns().approve(p.id, p.staff_id) };
    Write "returns.decline" "Does not take the goods back, and says why." [NotFound, NotAllowedTransition]
        |tx, p: ReturnDenial| -> OrderReturn { tx.returns().decline(p.id, &p.reason, p.staff_id) };
    Write "returns.cancel" "Calls a return off before the goods are sent." [NotFound, NotAllowedTransition]
        |tx, p: ReturnEnd| -> OrderReturn { tx.returns().cancel(p.id, p.reason.as_deref()) };
    Write "returns.update" "Changes the label, number, place or time of a return that is not at its end." [NotFound, Conflict, Limit]
        |tx, p: ReturnUpdate| -> OrderReturn { tx.returns().update(p.id, p.changes) };
    Write "returns.ship" "Notes that the customer has sent the goods." [NotFound, Conflict, NotAllowedTransition, Limit]
        |tx, p: ReturnDispatch| -> OrderReturn { tx.returns().ship(p.id, p.carrier.as_deref(), p.tracking_no.as_deref(), p.at) };
    Write "returns.report" "Takes the report of a carrier about goods on their way back, however often and in whatever order." [NotFound, Conflict, Limit]
        |tx, p: ReturnReport| -> ReturnReported { tx.returns().report(&p) };
    Write "returns.receive" "Notes what has arrived: so much of these lines, or all that is missing." [NotFound, NotAllowedTransition]
        |tx, p: ReturnArrival| -> OrderReturn { tx.returns().receive(p.id, &p.lines, p.at) };
    Write "returns.inspect" "Notes the condition of what has arrived, and where it goes." [NotFound, NotAllowedTransition]
        |tx, p: ReturnInspection| -> OrderReturn { tx.returns().inspect(p.id, &p.lines) };
    Write "returns.decide" "Decides how much is accepted: all, a part, or nothing." [NotFound, NotAllowedTransition]
        |tx, p: ReturnDecision| -> OrderReturn { tx.returns().decide(p.id, &p.lines, p.reason.as_deref()) };
    Write "returns.resolve" "Gives the customer what was accepted: the money, store credit, other goods or a repair." [NotFound, NotAllowedTransition, Limit, Blocked]
        |tx, p: ReturnSettlement| -> OrderReturn { tx.returns().resolve(&p) };
    Write "returns.return_to_customer" "Notes that what was rejected went back to the customer." [NotFound, NotAllowedTransition]
        |tx, p: ReturnRef| -> OrderReturn { tx.returns().return_to_customer(p.id) };
    Write "returns.close" "Closes a return of which nothing is left to do." [NotFound, NotAllowedTransition]
        |tx, p: ReturnRef| -> OrderReturn { tx.returns().close(p.id) };
    Read "returns.settings" "What the shop says about returns, with its rules." []
        |tx, _p: Nothing| -> ReturnSettings { tx.returns().settings() };
    Write "returns.configure" "Changes what the shop says about returns." [Limit]
        |tx, p: ReturnSettingsPatch| -> ReturnSettings { tx.returns().configure(p) };
    Write "returns.save_rules" "Sets the rules about returns, all at once and in the order in which they decide." [Limit]
        |tx, p: ReturnRules| -> ReturnSettings { tx.returns().save_rules(p.rules) };
    Read "returns.indicators" "The returns of a period: rate by product and reason, what was paid back, days to the resolution." []
        |tx, p: IndicatorPeriod| -> ReturnIndicators { tx.returns().indicators(p) };
    Read "returns.habits" "How much a customer returns, and how much of it without the shop's fault." [NotFound]
        |tx, p: ReturnsOf| -> ReturnHabits { tx.returns().habits(p.customer_id) };
}
