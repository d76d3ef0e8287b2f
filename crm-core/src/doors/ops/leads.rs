//! The operations of leads.

use super::shapes::Nothing;
use crate::records::presale::leads::{
    Lead, LeadAssignment, LeadConversion, LeadCount, LeadDeal, LeadFilter, LeadLostReason, LeadPatch, LeadRule,
    LeadRulePatch, LeadScore, LeadSettings, LeadSettingsPatch, LeadState, NewLead, NewLeadRule,
};
use crate::vocabulary::{CustomerId, LeadId, LeadRuleId, Page, StaffId};

input! {
    /// A lead by its id.
    LeadRef {
        /// The id.
        id: LeadId,
    }
}

input! {
    /// Many leads.
    LeadsCaptureMany {
        /// The leads.
        leads: Vec<NewLead>,
    }
}

input! {
    /// A change of a lead.
    LeadUpdate {
        /// The id.
        id: LeadId,
        /// What changes; absent fields stay, null clears.
        changes: LeadPatch,
    }
}

input! {
    /// Who gets a lead.
    LeadAssign {
        /// The id.
        id: LeadId,
        /// The member of the staff; whom the rules choose when absent.
        #[serde(default)]
        owner_id: Option<StaffId>,
    }
}

input! {
    /// Where a lead goes.
    LeadMove {
        /// The id.
        id: LeadId,
        /// The new state.
        state: LeadState,
        /// Why it will not buy, of one that becomes unqualified.
        #[serde(default)]
        lost_reason: Option<LeadLostReason>,
        /// A token that says why, for other moves.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// What a lead becomes.
    LeadConvert {
        /// The id.
        id: LeadId,
        /// The customer who it is; found by its identities, or new, when absent.
        #[serde(default)]
        customer_id: Option<CustomerId>,
        /// Whether an opportunity is opened; true by default.
        #[serde(default = "yes")]
        create_opportunity: bool,
        /// What is known of the opportunity.
        #[serde(default)]
        opportunity: LeadDeal,
    }
}

fn yes() -> bool {
    true
}

input! {
    /// A change of a rule.
    LeadRuleUpdate {
        /// The id.
        id: LeadRuleId,
        /// What changes; absent fields stay, null clears.
        changes: LeadRulePatch,
    }
}

/// All rules.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub(super) struct LeadRules {
    /// The rules in the order in which they are tried.
    pub(super) rules: Vec<LeadRule>,
}

ops! { pub(super) OPS:
    Write "leads.capture" "Records a lead and assigns it, or updates the one that was reported before under the same external id." [NotFound, Limit]
        |tx, p: NewLead| -> Lead { tx.leads().capture(p) };
    Write "leads.capture_many" "Records many leads, all or nothing, with one event for all of them." [NotFound, Limit]
        |tx, p: LeadsCaptureMany| -> LeadCount { tx.leads().capture_many(p.leads) };
    Read "leads.get" "One lead by its id." [NotFound]
        |tx, p: LeadRef| -> Lead { tx.leads().get(p.id) };
    Read "leads.list" "Leads of a person, a customer, a source, a territory or a time, the newest first; open ones unless a state is named." [NotFound, Limit]
        |tx, p: LeadFilter| -> Page<Lead> { tx.leads().list(&p) };
    Write "leads.update" "Changes what is known of a lead." [NotFound, Conflict, Limit]
        |tx, p: LeadUpdate| -> Lead { tx.leads().update(p.id, p.changes) };
    Write "leads.assign" "Gives a lead to a member of the staff, or to whom the rules choose." [NotFound, Conflict]
        |tx, p: LeadAssign| -> Lead { tx.leads().assign(p.id, p.owner_id) };
    Write "leads.set_state" "Takes a lead to another state, with the reason." [NotFound, NotAllowedTransition]
        |tx, p: LeadMove| -> Lead { tx.leads().set_state(p.id, p.state, p.lost_reason, p.reason.as_deref()) };
    Write "leads.convert" "Makes a qualified lead a customer, found by its identities or new, with an opportunity." [NotFound, NotAllowedTransition, Conflict, Blocked]
        |tx, p: LeadConvert| -> LeadConversion {
            tx.leads().convert(p.id, p.customer_id, p.create_opportunity.then_some(p.opportunity))
        };
    Read "leads.explain_score" "The score of a lead now, and the points that add up to it." [NotFound]
        |tx, p: LeadRef| -> LeadScore { tx.leads().explain_score(p.id) };
    Read "leads.explain_assignment" "Why a lead has its owner, and what each rule says of it." [NotFound]
        |tx, p: LeadRef| -> LeadAssignment { tx.leads().explain_assignment(p.id) };
    Write "leads.create_rule" "Makes a rule that assigns leads for which nobody is named." [Limit]
        |tx, p: NewLeadRule| -> LeadRule { tx.leads().create_rule(p) };
    Write "leads.update_rule" "Changes a rule that assigns leads, or stops it." [NotFound, Limit]
        |tx, p: LeadRuleUpdate| -> LeadRule { tx.leads().update_rule(p.id, p.changes) };
    Read "leads.list_rules" "The rules that assign leads, in the order in which they are tried." []
        |tx, _p: Nothing| -> LeadRules { tx.leads().list_rules().map(|rules| LeadRules { rules }) };
    Read "leads.settings" "How fast leads are to be answered, and what counts as stale and as hot." []
        |tx, _p: Nothing| -> LeadSettings { tx.leads().settings() };
    Write "leads.configure" "Changes how fast leads are to be answered, and what counts as stale and as hot." []
        |tx, p: LeadSettingsPatch| -> LeadSettings { tx.leads().configure(&p) };
}
