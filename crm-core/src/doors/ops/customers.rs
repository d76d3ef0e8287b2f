//! The operations of customers.

use crate::records::customers::{Address, Customer, IdentityInput, NewCustomer};
use crate::vocabulary::CustomerId;

input! {
    /// A customer by its id.
    CustomerRef {
        /// The id.
        id: CustomerId,
    }
}

ops! { pub(super) OPS:
    Write "customers.create" "Creates a customer with identities, addresses, company profile and tags." [Conflict, Limit]
        |tx, p: NewCustomer| -> Customer { tx.customers().create(p) };
    Read "customers.get" "One customer with its identities and company profile." [NotFound]
        |tx, p: CustomerRef| -> Customer { tx.customers().get(p.id) };
    Read "customers.find" "The customer that has an identity, or null." []
        |tx, p: IdentityInput| -> Option<Customer> { tx.customers().find(&p) };
    Read "customers.id_of" "The id of the customer that has an identity, or null." []
        |tx, p: IdentityInput| -> Option<CustomerId> { tx.customers().id_of(&p) };
    Read "customers.addresses" "The addresses of a customer." [NotFound]
        |tx, p: CustomerRef| -> Vec<Address> { tx.customers().addresses(p.id) };
}
