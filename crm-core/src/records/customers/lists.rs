//! Static lists: customers put together by hand or by a source.

use super::find::require;
use super::update::{announce, current};
use super::{Customers, store};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{CustomerId, Error, ErrorCode, ListId, Page, PageRequest, Result, Timestamp, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Customers of one call.
const MAX_MEMBERS: usize = 10_000;

/// A static list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CustomerList {
    /// The id.
    pub id: ListId,
    /// The name, unique.
    pub name: String,
    /// What it is for.
    pub note: Option<String>,
    /// How many customers are on it.
    pub members: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A customer on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ListMember {
    /// The list.
    pub list_id: ListId,
    /// The customer.
    pub customer_id: CustomerId,
    /// When the customer was put on the list.
    pub added_at: Timestamp,
    /// When the customer was taken off it.
    pub removed_at: Option<Timestamp>,
    /// Where the member came from.
    pub source: Option<String>,
}

impl<T: Reading> Customers<'_, T> {
    /// All lists, in the order in which they were made.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn lists(&self) -> Result<Vec<CustomerList>> {
        store::list::all(self.tx.reader())
    }

    /// The lists that a customer is or was on.
    ///
    /// # Errors
    /// `not_found`.
    pub fn lists_of(&self, id: CustomerId) -> Result<Vec<ListMember>> {
        let tx = self.tx.reader();
        store::list::of(tx, require(tx, id)?)
    }

    /// Who is on a list, in the order of the customers' ids, page by page.
    ///
    /// # Errors
    /// `not_found`; `limit` and `invalid_input` for a bad page.
    pub fn list_members(&self, list: ListId, page: &PageRequest) -> Result<Page<ListMember>> {
        let tx = self.tx.reader();
        store::list::get(tx, list)?.or_not_found(ListId::WHAT, list)?;
        let listing = page.of("list_members", &list)?;
        let [after] = listing.start.unwrap_or([0]);
        let found = store::list::members(tx, list, CustomerId(after), listing.rows())?;
        Ok(listing.page(found, |member| [member.customer_id.0]))
    }
}

impl Customers<'_, WriteTransaction> {
    /// Makes a static list.
    ///
    /// # Errors
    /// `conflict` with the id of the list that has the name; `invalid_input` and `limit` for a bad name.
    pub fn create_list(&self, name: &str, note: Option<&str>) -> Result<CustomerList> {
        let tx = self.tx;
        let name = text::name("/name", name)?;
        let note = text::optional_note("/note", note)?;
        if let Some(known) = store::list::find(tx, &name)? {
            return Err(Error::conflict("there is a list of this name").at("/name").existing(known));
        }
        let id = tx.step(|| {
            let id = store::list::insert(tx, &name, note.as_deref(), journal::next_seq(tx)?)?;
            journal::append(tx, Entry::new("list.created").entity("list", id))?;
            Ok(id)
        })?;
        store::list::get(tx, id)?.or_not_found(ListId::WHAT, id)
    }

    /// Puts customers on a list; how many were not on it.
    ///
    /// # Errors
    /// `not_found` for the list or a customer, with its position in the path; `limit` above 10,000.
    pub fn add_to_list(&self, list: ListId, customers: &[CustomerId], source: Option<&str>) -> Result<u64> {
        let tx = self.tx;
        let source = source.map(|source| text::token("/source", source)).transpose()?;
        self.change_members(list, customers, "customer.list_joined", |customer| {
            store::list::add(tx, list, customer, source.as_deref())
        })
    }

    /// Takes customers off a list; how many were on it.
    ///
    /// # Errors
    /// As [`Customers::add_to_list`].
    pub fn remove_from_list(&self, list: ListId, customers: &[CustomerId]) -> Result<u64> {
        let tx = self.tx;
        self.change_members(list, customers, "customer.list_left", |customer| store::list::remove(tx, list, customer))
    }

    fn change_members(
        &self,
        list: ListId,
        customers: &[CustomerId],
        event: &'static str,
        change: impl Fn(CustomerId) -> Result<bool>,
    ) -> Result<u64> {
        let tx = self.tx;
        store::list::get(tx, list)?.or_not_found(ListId::WHAT, list).map_err(|error| error.at("/list_id"))?;
        if customers.len() > MAX_MEMBERS {
            return Err(Error::new(ErrorCode::Limit, "at most 10,000 customers at once").at("/customers"));
        }
        tx.step(|| {
            let mut changed = 0;
            for (at, id) in customers.iter().enumerate() {
                let customer = current(tx, *id).map_err(|error| error.at(format!("/customers/{at}")))?.id;
                if change(customer)? {
                    announce(tx, Entry::new(event), customer, json!({ "list_id": list }))?;
                    changed += 1;
                }
            }
            Ok(changed)
        })
    }
}
