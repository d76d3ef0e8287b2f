//! What is reviewed, and how it is named.

use crate::db::{Columns, Pair};
use crate::vocabulary::{OrderId, Result, StaffId};
use rusqlite::ToSql;
use rusqlite::types::ToSqlOutput;
use serde::{Deserialize, Serialize};

tokens! {
    /// What kind of thing is reviewed.
    pub enum ReviewedKind("reviewed kind") {
        /// An article.
        Product = "product",
        /// An order as a whole.
        Order = "order",
        /// A service: a ticket or a service order.
        Service = "service",
        /// A member of the staff.
        Staff = "staff",
        /// The shop.
        Shop = "shop",
    }
}

tokens! {
    /// Which service is reviewed.
    pub enum ReviewedService("reviewed service") {
        /// A ticket.
        Ticket = "ticket",
        /// A service order.
        ServiceOrder = "service_order",
    }
}

/// What is reviewed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewSubject {
    /// What kind of thing.
    pub kind: ReviewedKind,
    /// The article number, for a product and only for one; at most 128 bytes. It need not be in the catalog.
    #[serde(default)]
    pub sku: Option<String>,
    /// The id, for an order, a service or a member of the staff. Whether there is such a service or member of the staff
    /// is not checked.
    #[serde(default)]
    pub id: Option<i64>,
    /// Which service, for a service and only for one.
    #[serde(default)]
    pub service: Option<ReviewedService>,
}

impl ReviewSubject {
    /// An article.
    #[must_use]
    pub fn product(sku: impl Into<String>) -> Self {
        ReviewSubject { sku: Some(sku.into()), ..ReviewSubject::shop().of(ReviewedKind::Product) }
    }

    /// An order.
    #[must_use]
    pub fn order(order: OrderId) -> Self {
        ReviewSubject { id: Some(order.0), ..ReviewSubject::shop().of(ReviewedKind::Order) }
    }

    /// A service.
    #[must_use]
    pub fn service(service: ReviewedService, id: i64) -> Self {
        ReviewSubject { id: Some(id), service: Some(service), ..ReviewSubject::shop().of(ReviewedKind::Service) }
    }

    /// A member of the staff.
    #[must_use]
    pub fn staff(staff: StaffId) -> Self {
        ReviewSubject { id: Some(staff.0), ..ReviewSubject::shop().of(ReviewedKind::Staff) }
    }

    /// The shop.
    #[must_use]
    pub fn shop() -> Self {
        ReviewSubject { kind: ReviewedKind::Shop, sku: None, id: None, service: None }
    }

    fn of(self, kind: ReviewedKind) -> Self {
        ReviewSubject { kind, ..self }
    }

    /// What tells it from others of its kind.
    pub(crate) fn key(&self) -> String {
        match (&self.sku, self.id, self.service) {
            (Some(sku), _, _) => sku.clone(),
            (None, Some(id), Some(service)) => format!("{service}:{id}"),
            (None, Some(id), None) => id.to_string(),
            (None, None, _) => String::new(),
        }
    }

    /// The subject of a stored key.
    fn from_key(kind: ReviewedKind, key: String) -> Result<Self> {
        let empty = ReviewSubject::shop().of(kind);
        Ok(match kind {
            ReviewedKind::Shop => empty,
            ReviewedKind::Product => ReviewSubject { sku: Some(key), ..empty },
            ReviewedKind::Order | ReviewedKind::Staff => ReviewSubject { id: key.parse().ok(), ..empty },
            ReviewedKind::Service => {
                let (service, id) = key.split_once(':').unwrap_or((&key, ""));
                ReviewSubject { id: id.parse().ok(), service: Some(ReviewedService::parse(service)?), ..empty }
            }
        })
    }
}

/// The kind and the key.
impl Pair for ReviewSubject {
    fn read(columns: &mut Columns<'_, '_>) -> rusqlite::Result<Self> {
        let (kind, key) = (columns.next()?, columns.next()?);
        let damaged = |error| rusqlite::types::FromSqlError::Other(Box::new(error)).into();
        ReviewSubject::from_key(kind, key).map_err(damaged)
    }
    fn split(&self) -> rusqlite::Result<[ToSqlOutput<'_>; 2]> {
        Ok([self.kind.to_sql()?, self.key().into()])
    }
}
