//! Clubs of customers.

use super::{Community, store_clubs};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{ClubId, CustomerId, Error, Page, PageRequest, Result, Timestamp, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A club as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClub {
    /// The key, a token.
    pub key: String,
    /// What people read, at most 512 bytes.
    pub name: String,
    /// What it is about, at most 64 KiB.
    #[serde(default)]
    pub about: Option<String>,
}

/// A club as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Club {
    /// The id.
    pub id: ClubId,
    /// The key.
    pub key: String,
    /// What people read.
    pub name: String,
    /// What it is about.
    pub about: Option<String>,
    /// Customers who are in it.
    pub members: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A member of a club.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ClubMember {
    /// The customer.
    pub customer_id: CustomerId,
    /// Since when.
    pub joined_at: Timestamp,
}

/// Which members to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClubMemberFilter {
    /// The club.
    pub club_id: ClubId,
    /// Which page.
    #[serde(default)]
    pub page: PageRequest,
}

impl<T: Reading> Community<'_, T> {
    /// All clubs, in the order in which they were made.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn clubs(&self) -> Result<Vec<Club>> {
        store_clubs::clubs(self.tx.reader())
    }

    /// One club.
    ///
    /// # Errors
    /// `not_found`.
    pub fn club(&self, id: ClubId) -> Result<Club> {
        let tx = self.tx.reader();
        let mut club = Club::by_id(tx, id)?.or_not_found(ClubId::WHAT, id)?;
        club.members = store_clubs::count(tx, id)?;
        Ok(club)
    }

    /// The members of a club, in the order of their ids, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown club; `limit` and `invalid_input` for a bad page.
    pub fn members(&self, filter: &ClubMemberFilter) -> Result<Page<ClubMember>> {
        self.club(filter.club_id).map_err(|error| error.at("/club_id"))?;
        let listing = filter.page.of("club_members", filter)?;
        let found = store_clubs::members(self.tx.reader(), filter.club_id, &listing)?;
        Ok(listing.page(found, |member| [member.customer_id.0]))
    }
}

impl Community<'_, WriteTransaction> {
    /// Makes a club.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field; `conflict` with its id for a key that is taken.
    pub fn create_club(&self, new: NewClub) -> Result<Club> {
        let tx = self.tx;
        let mut club = Club {
            id: ClubId(0),
            key: text::token("/key", &new.key)?,
            name: text::name("/name", &new.name)?,
            about: text::optional_note("/about", new.about.as_deref())?,
            members: 0,
            created_at: tx.now(),
        };
        if let Some(known) = store_clubs::by_key(tx, &club.key)? {
            return Err(Error::conflict("there is a club with this key").at("/key").existing(known));
        }
        tx.step(|| {
            club.id = club.insert(tx, journal::next_seq(tx)?)?;
            let event = Entry::new("community.club_created").entity("club", club.id);
            journal::append(tx, event.payload(json!({ "key": club.key })))
        })?;
        Ok(club)
    }

    /// A customer joins a club; again it changes nothing.
    ///
    /// # Errors
    /// `not_found` for an unknown club or customer.
    pub fn join(&self, club: ClubId, customer: CustomerId) -> Result<Club> {
        self.membership(club, customer, true)
    }

    /// A customer leaves a club; without being in it nothing changes.
    ///
    /// # Errors
    /// `not_found` for an unknown club or customer.
    pub fn leave(&self, club: ClubId, customer: CustomerId) -> Result<Club> {
        self.membership(club, customer, false)
    }

    fn membership(&self, club: ClubId, customer: CustomerId, joins: bool) -> Result<Club> {
        let tx = self.tx;
        self.club(club).map_err(|error| error.at("/club_id"))?;
        let customer = customers::require_at(tx, customer, "/customer_id")?;
        if store_clubs::is_member(tx, club, customer)? != joins {
            tx.step(|| {
                let rev = journal::next_seq(tx)?;
                if joins {
                    store_clubs::join(tx, club, customer, rev)?;
                } else {
                    store_clubs::leave(tx, club, customer, rev)?;
                }
                let name = if joins { "community.club_joined" } else { "community.club_left" };
                journal::append(tx, Entry::new(name).customer(customer).entity("club", club))
            })?;
        }
        self.club(club)
    }
}
