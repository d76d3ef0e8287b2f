//! Whose a touch or web event is: every visitor and customer of a batch is looked up once.

use super::store;
use crate::db::WriteTransaction;
use crate::journal;
use crate::records::customers::{self, IdentityInput, IdentityKind};
use crate::vocabulary::{CustomerId, Error, Result};
use std::collections::HashMap;

/// The customer and the visitor behind something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Whose {
    pub(crate) customer: Option<CustomerId>,
    pub(crate) visitor: Option<i64>,
}

/// What a batch has looked up.
pub(crate) struct Lookup<'tx> {
    tx: &'tx WriteTransaction,
    visitors: HashMap<(IdentityKind, String), Whose>,
    customers: HashMap<CustomerId, CustomerId>,
    /// Visitors that were not seen before.
    pub(crate) new_visitors: u64,
}

impl<'tx> Lookup<'tx> {
    pub(crate) fn new(tx: &'tx WriteTransaction) -> Self {
        Lookup { tx, visitors: HashMap::new(), customers: HashMap::new(), new_visitors: 0 }
    }

    /// Whose something is that names a customer, a visitor or nobody; a new visitor is stored.
    ///
    /// # Errors
    /// `invalid_input` for both, or for a visitor that is no browser or device; `not_found` for an unknown customer.
    pub(crate) fn find(&mut self, customer: Option<CustomerId>, visitor: Option<IdentityInput>) -> Result<Whose> {
        match (customer, visitor) {
            (Some(_), Some(_)) => Err(Error::invalid("/visitor", "give the customer's id or a visitor, not both")
                .hint("use touches.identify to tell whose a visitor's browser is")),
            (Some(customer), None) => self.customer(customer).map_err(|error| error.at("/customer_id")),
            (None, Some(visitor)) => self.visitor(visitor).map_err(|error| error.under("/visitor")),
            (None, None) => Ok(Whose::default()),
        }
    }

    fn customer(&mut self, customer: CustomerId) -> Result<Whose> {
        let survivor = match self.customers.get(&customer) {
            Some(known) => *known,
            None => {
                let survivor = customers::require(self.tx, customer)?;
                self.customers.insert(customer, survivor);
                survivor
            }
        };
        Ok(Whose { customer: Some(survivor), visitor: None })
    }

    fn visitor(&mut self, visitor: IdentityInput) -> Result<Whose> {
        let given = (visitor.kind, visitor.value);
        if let Some(known) = self.visitors.get(&given) {
            return Ok(*known);
        }
        let visitor = IdentityInput { kind: given.0, value: given.1.clone() };
        customers::require_visitor(&visitor)?;
        let (key, customer) = customers::recognise(self.tx, &visitor)?;
        let id = match store::visitor(self.tx, &key)? {
            Some(known) => known,
            None => {
                self.new_visitors += 1;
                store::insert_visitor(self.tx, &key, journal::next_seq(self.tx)?)?
            }
        };
        let whose = Whose { customer, visitor: Some(id) };
        self.visitors.insert(given, whose);
        Ok(whose)
    }
}
