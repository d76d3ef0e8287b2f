//! Invitations: made, attached to a customer, rewarded, reminded of, and over.

use super::asked::{InvitationFilter, NewInvitation, SurveyInvitation, SurveyOutcome};
use super::model::{InvitationState, QuestionKind, Survey, SurveyState};
use super::rules::{self, INVITATION};
use super::{Surveys, answers, store, survey_of};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::aftersale::tickets::{self, NewTicket, TicketKind};
use crate::records::customers;
use crate::records::interactions::{Reference, clean_reference};
use crate::records::sale::coupons::{self, NewCoupons};
use crate::records::sale::loyalty::NewPoints;
use crate::records::shop::require_language;
use crate::records::tasks::Priority;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Error, ErrorCode, InvitationId, OrderId, Page, Result, Timestamp, text};
use serde_json::{Value, json};

impl<T: Reading> Surveys<'_, T> {
    /// One invitation.
    ///
    /// # Errors
    /// `not_found`.
    pub fn invitation(&self, id: InvitationId) -> Result<SurveyInvitation> {
        SurveyInvitation::by_id(self.tx.reader(), id)?.or_not_found(InvitationId::WHAT, id)
    }

    /// Invitations, in the order in which they were made, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn invitations(&self, filter: &InvitationFilter) -> Result<Page<SurveyInvitation>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id =
            filter.customer_id.map(|customer| customers::require_at(tx, customer, "/customer_id")).transpose()?;
        let listing = filter.page.of("survey_invitations", &filter)?;
        Ok(listing.page(store::invitations(tx, &filter, &listing)?, |invitation| [invitation.id.0]))
    }
}

impl Surveys<'_, WriteTransaction> {
    /// Invites a customer, or whoever gets the token, to an active survey. The host sends the token.
    ///
    /// # Errors
    /// `not_found` for an unknown survey or customer; `conflict` for a survey that is not active, a customer who opted
    /// out of it, and one who was invited to it about the same thing and has answered or still can; `invalid_input` for
    /// a bad field.
    pub fn invite(&self, new: NewInvitation) -> Result<SurveyInvitation> {
        let tx = self.tx;
        let survey = self.get(new.survey_id).map_err(|error| error.at("/survey_id"))?;
        require_inviting(&survey, tx.now())?;
        let customer =
            new.customer_id.map(|customer| customers::require_at(tx, customer, "/customer_id")).transpose()?;
        let reference = new.reference.map(clean_reference).transpose()?;
        if let Some(customer) = customer {
            require_new(&store::of_customer(tx, survey.id, customer)?, reference.as_ref(), tx.now())?;
        }
        let language = match (new.language, customer) {
            (Some(given), _) => {
                require_language(&given)?;
                Some(given)
            }
            (None, Some(customer)) => tx.customers().get(customer)?.language,
            (None, None) => None,
        };
        let expires = new.expires_at.unwrap_or_else(|| tx.now().plus_days(survey.invitation_days.into()));
        if expires <= tx.now() {
            return Err(Error::invalid("/expires_at", "the invitation would have expired already"));
        }
        let expires_at = survey.closes_at.map_or(expires, |closes| closes.min(expires));
        let first = survey.languages.first().cloned().unwrap_or_default();
        let mut invitation = SurveyInvitation {
            id: InvitationId(0),
            survey_id: survey.id,
            version: None,
            customer_id: customer,
            personal: new.personal || customer.is_some(),
            token: String::new(),
            state: InvitationState::Invited,
            reference,
            language: language.unwrap_or(first),
            invited_at: tx.now(),
            opened_at: None,
            started_at: None,
            completed_at: None,
            expires_at,
            remind_at: rules::reminder(&survey, tx.now(), expires_at, 0),
            reminders: 0,
            ended_at: None,
            points: None,
            coupon_id: None,
            ticket_id: None,
        };
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            invitation.token = store::new_token(tx, survey.id, rev)?;
            invitation.id = invitation.insert(tx, rev)?;
            journal::begin(tx, &INVITATION, (invitation.id.0, customer), invitation.state)?;
            let facts = json!({ "ref": invitation.reference, "expires_at": expires_at });
            announce(tx, "survey.invited", &invitation, facts)
        })?;
        Ok(invitation)
    }

    /// Says to which customer the personal token of an invitation went. What waits for a customer comes then: the
    /// reward, and the ticket after a bad mark.
    ///
    /// # Errors
    /// `not_found`; `conflict` for an anonymous invitation, and for one of another customer.
    pub fn attach(&self, id: InvitationId, customer: CustomerId) -> Result<SurveyInvitation> {
        let tx = self.tx;
        let mut invitation = self.invitation(id)?;
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        match invitation.customer_id {
            Some(known) if known == customer => return Ok(invitation),
            Some(known) => {
                return Err(Error::conflict("the invitation is another customer's").at("/customer_id").existing(known));
            }
            None if !invitation.personal => {
                return Err(Error::conflict("the answers are anonymous")
                    .at("/id")
                    .existing(id)
                    .hint("only a token that went to one person can be attached: invite with `personal`"));
            }
            None => {}
        }
        let survey = survey_of(tx, &invitation)?;
        invitation.customer_id = Some(customer);
        tx.step(|| {
            invitation.update(tx, journal::next_seq(tx)?)?;
            journal::follow(tx, INVITATION.entity(), id.0, customer)?;
            announce(tx, "survey.attached", &invitation, json!({ "survey_id": survey.id }))?;
            if invitation.completed_at.is_some() && invitation.state != InvitationState::Disqualified {
                follow_up(tx, &survey, &mut invitation)?;
            }
            reward_at_once(tx, &survey, &mut invitation).map(drop)
        })?;
        Ok(invitation)
    }

    /// Gives the reward of a completed invitation. Again it gives nothing more and tells what was given.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not completed or was disqualified; `conflict` when there
    /// is no reward, when points have no customer, and when the programme of the coupon is over; `blocked` for a
    /// customer to whom the shop sells nothing.
    pub fn reward(&self, id: InvitationId) -> Result<SurveyOutcome> {
        let tx = self.tx;
        let mut invitation = self.invitation(id)?;
        if invitation.state == InvitationState::Rewarded {
            let code = invitation.coupon_id.map(|coupon| coupons::code_of(tx, coupon)).transpose()?;
            return Ok(SurveyOutcome { invitation, coupon_code: code });
        }
        INVITATION.require(invitation.state, InvitationState::Rewarded)?;
        let survey = survey_of(tx, &invitation)?;
        if let Some(why) = refusal(tx, &survey, &invitation)? {
            return Err(why);
        }
        let code = tx.step(|| give(tx, &survey, &mut invitation))?;
        Ok(SurveyOutcome { invitation, coupon_code: code })
    }

    /// Says that the answers of a completed invitation do not count: they leave the results, and there is no reward.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` for one that is not completed or was rewarded; `invalid_input` for a bad
    /// reason.
    pub fn disqualify(&self, id: InvitationId, reason: Option<&str>) -> Result<SurveyInvitation> {
        let tx = self.tx;
        let mut invitation = self.invitation(id)?;
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        tx.step(|| {
            go(tx, &mut invitation, InvitationState::Disqualified, reason.as_deref())?;
            let facts = json!({ "survey_id": invitation.survey_id, "reason": reason });
            announce(tx, "survey.disqualified", &invitation, facts)
        })?;
        Ok(invitation)
    }
}

fn require_inviting(survey: &Survey, now: Timestamp) -> Result<()> {
    if survey.state != SurveyState::Active {
        return Err(Error::conflict(format!("the survey is {}", survey.state))
            .at("/survey_id")
            .existing(survey.id)
            .hint("invite while it is active; surveys.set_state makes it so"));
    }
    if survey.closes_at.is_some_and(|at| at <= now) {
        return Err(Error::conflict("the survey is closed").at("/survey_id").existing(survey.id));
    }
    Ok(())
}

/// Requires that a customer can be asked once more about this.
fn require_new(known: &[SurveyInvitation], about: Option<&Reference>, now: Timestamp) -> Result<()> {
    for one in known {
        if one.state == InvitationState::OptedOut {
            return Err(Error::conflict("the customer does not want to be asked").at("/customer_id").existing(one.id));
        }
        if one.reference.as_ref() != about {
            continue;
        }
        if one.ended_at.is_none() && one.expires_at > now {
            return Err(Error::conflict("the customer is invited already").at("/customer_id").existing(one.id));
        }
        if one.completed_at.is_some() && about.is_some() {
            return Err(Error::conflict("the customer has answered about this").at("/customer_id").existing(one.id));
        }
    }
    Ok(())
}

/// Why there is no reward for an invitation.
fn refusal(tx: &WriteTransaction, survey: &Survey, invitation: &SurveyInvitation) -> Result<Option<Error>> {
    let Some(reward) = survey.reward.as_ref() else {
        return Ok(Some(Error::conflict("the survey has no reward").existing(survey.id)));
    };
    if let Some(customer) = invitation.customer_id {
        match customers::require_sellable(tx, customer) {
            Err(why) if why.code() == ErrorCode::Blocked => return Ok(Some(why)),
            asked => asked?,
        }
    }
    if let Some(program) = reward.program_id
        && tx.coupons().get_program(program)?.ends_at.is_some_and(|end| end <= tx.now())
    {
        return Ok(Some(Error::conflict("the programme of the coupon is over").existing(program)));
    }
    // Part of a reward would be none: what is missing could not follow.
    let is_unknown = invitation.customer_id.is_none() && reward.points > 0;
    Ok(is_unknown.then(|| {
        Error::conflict("points need a customer")
            .existing(invitation.id)
            .hint("attach the invitation to a customer with surveys.attach")
    }))
}

/// Gives the reward; the code of the coupon.
fn give(tx: &WriteTransaction, survey: &Survey, invitation: &mut SurveyInvitation) -> Result<Option<String>> {
    let Some(reward) = survey.reward.as_ref() else { return Ok(None) };
    if let Some(customer) = invitation.customer_id
        && reward.points > 0
    {
        let reason = Some("survey".to_owned());
        tx.loyalty().bonus(&NewPoints { reason, ..NewPoints::new(customer, reward.points.into()) })?;
        invitation.points = Some(reward.points);
    }
    let mut code = None;
    if let Some(program) = reward.program_id {
        let customer_ids = invitation.customer_id.into_iter().collect();
        let issued = tx.coupons().issue(&NewCoupons { customer_ids, ..NewCoupons::of(program) })?;
        if let Some(coupon) = issued.into_iter().next() {
            invitation.coupon_id = Some(coupon.id);
            code = Some(coupon.code);
        }
    }
    go(tx, invitation, InvitationState::Rewarded, None)?;
    let facts = json!({
        "survey_id": survey.id, "points": invitation.points, "coupon_id": invitation.coupon_id,
    });
    announce(tx, "survey.rewarded", invitation, facts)?;
    Ok(code)
}

/// Gives a reward that does not wait for anybody's look; the code of the coupon. What stands in its way lets it wait.
pub(super) fn reward_at_once(
    tx: &WriteTransaction,
    survey: &Survey,
    invitation: &mut SurveyInvitation,
) -> Result<Option<String>> {
    let at_once = survey.reward.as_ref().is_some_and(|reward| reward.at_once);
    if !at_once || invitation.state != InvitationState::Completed || refusal(tx, survey, invitation)?.is_some() {
        return Ok(None);
    }
    give(tx, survey, invitation)
}

/// Opens a ticket for a customer who would not recommend the shop, once for each invitation. It is a complaint, so that
/// somebody has it and answers in time.
pub(super) fn follow_up(tx: &WriteTransaction, survey: &Survey, invitation: &mut SurveyInvitation) -> Result<()> {
    let (Some(customer), Some(version)) = (invitation.customer_id, invitation.version) else { return Ok(()) };
    if !survey.follow_up || invitation.ticket_id.is_some() {
        return Ok(());
    }
    let questions = store::questions(tx, survey.id, version)?;
    let given = store::answers(tx, invitation.id, &questions)?;
    let is_detractor = answers::marks(&questions, &given, QuestionKind::Nps).is_some_and(|(low, _)| low <= 6);
    if !is_detractor {
        return Ok(());
    }
    let about = invitation.reference.as_ref().filter(|about| about.entity == "order").map(|about| OrderId(about.id));
    let order = match about {
        Some(order) => tickets::order_of(tx, customer, order)?,
        None => None,
    };
    let opened = tx.tickets().open(NewTicket {
        priority: Priority::High,
        order_id: order.map(|order| order.id),
        allow_blocked: true,
        ..NewTicket::new(TicketKind::Complaint, "The customer would not recommend the shop").with(customer)
    })?;
    invitation.ticket_id = Some(opened.id);
    invitation.update(tx, journal::next_seq(tx)?)
}

/// Ends an invitation whose time is over. One that was begun without an answer is taken for an answer in part first,
/// from where alone it can expire.
pub(super) fn expire(tx: &WriteTransaction, mut invitation: SurveyInvitation) -> Result<()> {
    if invitation.state == InvitationState::Started {
        go(tx, &mut invitation, InvitationState::Partial, Some("expired"))?;
    }
    invitation.ended_at = Some(tx.now());
    let from = invitation.state;
    go(tx, &mut invitation, InvitationState::Expired, None)?;
    announce(tx, "survey.expired", &invitation, json!({ "survey_id": invitation.survey_id, "from": from }))
}

/// Reminds of an invitation once, whatever was missed before, while the survey is active.
pub(super) fn remind(tx: &WriteTransaction, survey: &Survey, mut invitation: SurveyInvitation) -> Result<()> {
    let next = |sent: u32| rules::reminder(survey, invitation.invited_at, invitation.expires_at, sent);
    let mut sent = invitation.reminders + 1;
    while next(sent).is_some_and(|at| at <= tx.now()) {
        sent += 1;
    }
    let remind_at = next(sent);
    (invitation.remind_at, invitation.reminders) = (remind_at, sent);
    invitation.update(tx, journal::next_seq(tx)?)?;
    if survey.state != SurveyState::Active {
        return Ok(());
    }
    let facts = json!({ "survey_id": survey.id, "reminders": sent, "expires_at": invitation.expires_at });
    announce(tx, "survey.reminded", &invitation, facts)
}

/// Takes an invitation to another state.
pub(super) fn go(
    tx: &WriteTransaction,
    invitation: &mut SurveyInvitation,
    to: InvitationState,
    reason: Option<&str>,
) -> Result<()> {
    let whose = (invitation.id.0, invitation.customer_id);
    journal::go(tx, &INVITATION, whose, (invitation.state, to), reason)?;
    invitation.state = to;
    invitation.update(tx, journal::next_seq(tx)?)
}

pub(super) fn announce(
    tx: &WriteTransaction,
    name: &'static str,
    invitation: &SurveyInvitation,
    payload: Value,
) -> Result<()> {
    let event = Entry::new(name).customer(invitation.customer_id).entity(INVITATION.entity(), invitation.id);
    journal::append(tx, event.payload(payload)).map(drop)
}
