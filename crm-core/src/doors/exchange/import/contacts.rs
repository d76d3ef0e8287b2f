//! Rows of contacts.

use super::engine::{Kind, Written, one_by_one};
use super::party::{Resolver, Who, who};
use super::row::{Context, Row};
use crate::db::WriteTransaction;
use crate::doors::exchange::ordinals::Ordinals;
use crate::doors::exchange::{Field, Policy, Verdict, values};
use crate::records::interactions::{
    self, Channel, Direction, InteractionKind, InteractionOutcome, NewInteraction, Recorded,
};
use crate::vocabulary::{Error, Result, StaffId};

/// Contacts, one row each.
pub(crate) struct ContactRows<'a> {
    pub(crate) context: &'a Context<'a>,
}

pub(crate) struct ContactDraft {
    who: Who,
    contact: NewInteraction,
    source: String,
    key: String,
}

impl Kind for ContactRows<'_> {
    type Draft = ContactDraft;

    fn read(&self, row: &Row<'_>, ordinals: &mut Ordinals) -> Result<ContactDraft> {
        let key = match row.text(Field::Interaction) {
            Some(key) => key.to_owned(),
            None => row.content_key(ordinals)?,
        };
        let channel = Channel::parse(row.need(Field::Channel)?).map_err(|error| error.at("/channel"))?;
        let direction = Direction::parse(row.need(Field::Direction)?).map_err(|error| error.at("/direction"))?;
        let kind = InteractionKind::parse(row.need(Field::Kind)?).map_err(|error| error.at("/kind"))?;
        let contact = NewInteraction {
            at: row.time(Field::At)?,
            duration_s: row.parsed(Field::DurationS, values::count)?,
            staff_id: row.parsed(Field::StaffId, values::whole)?.map(StaffId),
            subject: row.owned(Field::Subject),
            body: row.owned(Field::Body),
            outcome: row.parsed(Field::Outcome, InteractionOutcome::parse)?.unwrap_or(InteractionOutcome::None),
            thread_id: row.owned(Field::ThreadId),
            sentiment: row.parsed(Field::Sentiment, sentiment)?,
            source: Some(row.source()),
            external_id: Some(key.clone()),
            updated_at: row.time(Field::UpdatedAt)?,
            ..NewInteraction::new(channel, direction, kind)
        };
        Ok(ContactDraft { who: who(row), contact, source: row.source(), key })
    }

    fn sort_key<'a>(&self, draft: &'a ContactDraft) -> &'a str {
        &draft.who.key
    }

    fn write(&self, tx: &WriteTransaction, drafts: Vec<ContactDraft>) -> Result<Vec<Result<Written>>> {
        one_by_one(tx, drafts, |draft| self.write_one(tx, draft))
    }
}

fn sentiment(text: &str) -> Result<i8> {
    text.parse().map_err(|_| Error::invalid("", "a whole number from -100 to 100 is needed"))
}

impl ContactRows<'_> {
    /// A contact of nobody stays without a customer; one with an identity is its owner's.
    fn write_one(&self, tx: &WriteTransaction, draft: ContactDraft) -> Result<Written> {
        let policy = self.context.options.policy;
        let known = interactions::id_of(tx, &draft.source, &draft.key)?;
        if let (Some(known), Policy::Skip | Policy::Merge) = (known, policy) {
            return Ok(Written::new(Verdict::Skipped, known));
        }
        let found = match draft.who.party.identities.is_empty() {
            true => None,
            false => Some(Resolver::default().resolve(tx, &draft.who)?),
        };
        let customer_id = found.as_ref().map(|found| found.customer);
        let (id, recorded) = tx.interactions().record_one(NewInteraction { customer_id, ..draft.contact })?;
        let verdict = match recorded {
            Recorded::Created { .. } => Verdict::Created,
            Recorded::Updated => Verdict::Updated,
            Recorded::Unchanged => Verdict::Skipped,
        };
        Ok(Written {
            reason: found.as_ref().and_then(|found| found.problem(false)),
            new_customer: found.is_some_and(|found| found.created),
            ..Written::new(verdict, id)
        })
    }
}
