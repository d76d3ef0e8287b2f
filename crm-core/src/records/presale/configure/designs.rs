//! Designs that customers ask for, and their votes.

use super::{Configure, store};
use crate::db::{CustomerRows, ReadTransaction, Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{CustomerId, DesignId, Error, Page, PageRequest, Result, Timestamp, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

const MAX_SKU: usize = 128;

tokens! {
    /// Where a design request stands.
    pub enum DesignState("state of a design request") {
        /// Nobody has looked at it.
        Open = "open",
        /// Somebody looks at it.
        UnderReview = "under_review",
        /// It will be made.
        Planned = "planned",
        /// It can be had.
        Done = "done",
        /// It will not be made.
        Declined = "declined",
    }
}

/// The moves of a design request.
pub(super) static MACHINE: Machine<DesignState> = {
    use DesignState::{Declined, Done, Open, Planned, UnderReview};
    Machine::new(
        "design",
        &[
            (Open, &[UnderReview]),
            (UnderReview, &[Planned, Declined]),
            (Planned, &[Done]),
            (Done, &[]),
            (Declined, &[]),
        ],
    )
};

/// A design request as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDesign {
    /// Who asks; follows merges.
    pub customer_id: CustomerId,
    /// What is asked for, at most 64 KiB.
    pub text: String,
    /// The article that it is about.
    #[serde(default)]
    pub sku: Option<String>,
    /// The category that it is about, as a path.
    #[serde(default)]
    pub category: Option<String>,
}

/// A design request as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Design {
    /// The id.
    pub id: DesignId,
    /// Who asks.
    pub customer_id: CustomerId,
    /// What is asked for.
    pub text: String,
    /// The article that it is about.
    pub sku: Option<String>,
    /// The category that it is about.
    pub category: Option<String>,
    /// Where it stands.
    pub state: DesignState,
    /// What the shop says to it.
    pub answer: Option<String>,
    /// How many customers want it, each once.
    pub votes: i64,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When its state or answer last changed.
    pub updated_at: Timestamp,
}

/// Which design requests to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DesignFilter {
    /// Requests in this state; all by default.
    pub state: Option<DesignState>,
    /// Requests of this customer.
    pub customer_id: Option<CustomerId>,
    /// Requests about this article.
    pub sku: Option<String>,
    /// Requests about this category.
    pub category: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

impl<T: Reading> Configure<'_, T> {
    /// One design request.
    ///
    /// # Errors
    /// `not_found`.
    pub fn design(&self, id: DesignId) -> Result<Design> {
        Design::by_id(self.tx.reader(), id)?.or_not_found(DesignId::WHAT, id)
    }

    /// Design requests, those with the most votes first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn designs(&self, filter: &DesignFilter) -> Result<Page<Design>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose()?;
        let listing = filter.page.of("designs", &filter)?;
        let found = store::designs(tx, &filter, &listing)?;
        Ok(listing.page(found, |design| [design.votes, design.id.0]))
    }
}

impl Configure<'_, WriteTransaction> {
    /// Records what a customer asks for.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `invalid_input` for a bad field.
    pub fn propose(&self, new: NewDesign) -> Result<Design> {
        let tx = self.tx;
        let customer = customers::require_at(tx, new.customer_id, "/customer_id")?;
        let mut design = Design {
            id: DesignId(0),
            customer_id: customer,
            text: text::note("/text", &new.text)?,
            sku: new.sku.map(|sku| text::key("/sku", &sku, MAX_SKU)).transpose()?,
            category: text::optional_name("/category", new.category.as_deref())?,
            state: DesignState::Open,
            answer: None,
            votes: 0,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        tx.step(|| {
            design.id = design.insert(tx, journal::next_seq(tx)?)?;
            journal::begin(tx, &MACHINE, (design.id.0, Some(customer)), design.state)?;
            announce(tx, "design.proposed", &design, customer, json!({ "sku": design.sku }))
        })?;
        Ok(design)
    }

    /// Takes a design request to another state, with what the shop says to it.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow.
    pub fn set_design_state(&self, id: DesignId, to: DesignState, answer: Option<&str>) -> Result<Design> {
        let tx = self.tx;
        let mut design = self.design(id)?;
        let from = std::mem::replace(&mut design.state, to);
        design.answer = text::optional_note("/answer", answer)?.or(design.answer);
        design.updated_at = tx.now();
        tx.step(|| {
            journal::go(tx, &MACHINE, (id.0, Some(design.customer_id)), (from, to), None)?;
            design.update(tx, journal::next_seq(tx)?)?;
            announce(tx, "design.state_changed", &design, design.customer_id, json!({ "from": from, "to": to }))
        })?;
        Ok(design)
    }

    /// Counts the vote of a customer; a second one changes nothing.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a design that is done or declined.
    pub fn vote(&self, id: DesignId, customer: CustomerId) -> Result<Design> {
        let (design, customer) = self.votable(id, customer)?;
        if store::votes_of(self.tx, id, customer)? > 0 {
            return Ok(design);
        }
        self.tx.step(|| {
            store::insert_vote(self.tx, id, customer, journal::next_seq(self.tx)?)?;
            self.counted(id, customer, "design.voted")
        })
    }

    /// Takes the vote of a customer back; without one nothing changes.
    ///
    /// # Errors
    /// `not_found`; `conflict` for a design that is done or declined.
    pub fn unvote(&self, id: DesignId, customer: CustomerId) -> Result<Design> {
        let (design, customer) = self.votable(id, customer)?;
        if store::votes_of(self.tx, id, customer)? == 0 {
            return Ok(design);
        }
        self.tx.step(|| {
            store::remove_votes(self.tx, id, customer)?;
            self.counted(id, customer, "design.unvoted")
        })
    }

    fn votable(&self, id: DesignId, customer: CustomerId) -> Result<(Design, CustomerId)> {
        let design = self.design(id)?;
        let customer = customers::require(self.tx, customer).map_err(|error| error.at("/customer_id"))?;
        if MACHINE.allowed(design.state).is_empty() {
            return Err(Error::conflict(format!("the design request is {}", design.state)).existing(id));
        }
        Ok((design, customer))
    }

    fn counted(&self, id: DesignId, customer: CustomerId, event: &'static str) -> Result<Design> {
        store::count_votes(self.tx, id, journal::next_seq(self.tx)?)?;
        let design = self.design(id)?;
        announce(self.tx, event, &design, customer, json!({ "votes": design.votes }))?;
        Ok(design)
    }
}

/// The votes that follow a merge: two customers that become one have one vote, and two again when they part.
pub(crate) const fn votes_follow() -> CustomerRows {
    CustomerRows { table: "crm_design_vote", move_all: store::move_votes, move_back: store::move_votes_back }
}

/// Counts of votes that differ from the votes.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let wrong = store::miscounted(tx)?;
    Ok(if wrong == 0 { Vec::new() } else { vec![format!("{wrong} design requests have another number of votes")] })
}

fn announce(
    tx: &WriteTransaction,
    name: &'static str,
    design: &Design,
    customer: CustomerId,
    payload: serde_json::Value,
) -> Result<()> {
    journal::append(tx, Entry::new(name).customer(customer).entity("design", design.id).payload(payload)).map(drop)
}
