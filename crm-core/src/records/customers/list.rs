//! Lists of customers by filters, in the order of their ids.

use super::find::with_details;
use super::values::{FieldType, Stored};
use super::{Block, Customer, CustomerKind, Customers, fields, rules, store};
use crate::db::{ReadTransaction, Reading};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{
    CustomFieldId, CustomerId, Error, ErrorCode, ListId, Page, PageRequest, Result, StaffId, Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Conditions on custom fields of one filter.
const MAX_CONDITIONS: usize = 16;

tokens! {
    /// Whether archived customers are listed.
    pub enum Archived("choice of archived customers") {
        /// They are left out.
        Exclude = "exclude",
        /// They are listed like all others.
        Include = "include",
        /// Only they are listed.
        Only = "only",
    }
}

// The macro lists the variants; it leaves room for no attribute on one of them.
#[allow(clippy::derivable_impls)]
impl Default for Archived {
    fn default() -> Self {
        Archived::Exclude
    }
}

/// Which customers to list. All conditions must hold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CustomerFilter {
    /// Persons or companies.
    pub kind: Option<CustomerKind>,
    /// Customers with this tag.
    pub tag: Option<String>,
    /// Present members of this static list.
    pub list_id: Option<ListId>,
    /// Customers that this member of the staff looks after.
    pub owner_id: Option<StaffId>,
    /// Customers with this block.
    pub blocked: Option<Block>,
    /// Customers of this country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Whether archived customers are among them; by default they are left out.
    pub archived: Archived,
    /// Customers recorded at this instant or later.
    pub created_from: Option<Timestamp>,
    /// Customers recorded before this instant.
    pub created_to: Option<Timestamp>,
    /// Customers whose custom fields have these values; one option is enough of several.
    pub custom: Vec<FieldEquals>,
    /// Which page.
    pub page: PageRequest,
}

/// A condition on a custom field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldEquals {
    /// The key of the field.
    pub key: String,
    /// The value, in the JSON form of its type; null for customers without one.
    pub value: Value,
}

/// A condition on a custom field in its stored form.
pub(crate) struct StoredCondition {
    pub(crate) field: CustomFieldId,
    pub(crate) kind: FieldType,
    pub(crate) indexed: bool,
    pub(crate) value: Option<Stored>,
}

impl<T: Reading> Customers<'_, T> {
    /// Customers that fit a filter, in the order of their ids, page by page. Merged ones are never among them.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page, an unknown custom field or a value of another type; `not_found` for
    /// an unknown list.
    pub fn list(&self, filter: &CustomerFilter) -> Result<Page<Customer>> {
        let tx = self.tx.reader();
        let conditions = conditions(tx, filter)?;
        if let Some(list) = filter.list_id {
            store::list::get(tx, list)?.or_not_found(ListId::WHAT, list).map_err(|error| error.at("/list_id"))?;
        }
        if let Some(country) = &filter.country {
            rules::require_country("/country", country)?;
        }
        let listing = filter.page.of("customers", filter)?;
        let [after] = listing.start.unwrap_or([0]);
        let found = store::page::customers(tx, filter, &conditions, CustomerId(after), listing.rows())?;
        let mut page = listing.page(found, |customer| [customer.id.0]);
        let items = page.items.into_iter().map(|customer| with_details(tx, customer));
        page.items = items.collect::<Result<_>>()?;
        Ok(page)
    }
}

fn conditions(tx: &ReadTransaction, filter: &CustomerFilter) -> Result<Vec<StoredCondition>> {
    if filter.custom.len() > MAX_CONDITIONS {
        return Err(Error::new(ErrorCode::Limit, "a filter has at most 16 conditions on custom fields").at("/custom"));
    }
    let mut conditions = Vec::with_capacity(filter.custom.len());
    for (at, condition) in filter.custom.iter().enumerate() {
        let field = fields::field(tx, &condition.key, &format!("/custom/{at}/key"))?;
        // One option stands for every set that holds it.
        let value = match (field.kind, &condition.value) {
            (FieldType::MultiEnum, Value::String(_)) => &Value::Array(vec![condition.value.clone()]),
            (_, value) => value,
        };
        let value = fields::stored(tx, &field, value).map_err(|error| error.at(format!("/custom/{at}/value")))?;
        conditions.push(StoredCondition { field: field.id, kind: field.kind, indexed: field.indexed, value });
    }
    Ok(conditions)
}
