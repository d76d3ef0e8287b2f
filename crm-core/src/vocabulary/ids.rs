//! Ids: one newtype per entity, so that a customer's id cannot be passed where an order's is meant.

/// Declares an id newtype over `i64`, an integer in JSON and in the file.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident $what:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// What the id identifies, for messages.
            pub const WHAT: &'static str = $what;
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> i64 { id.0 }
        }

        impl rusqlite::types::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> { self.0.to_sql() }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                i64::column_result(value).map($name)
            }
        }
    )*};
}

id! {
    /// A customer: a person or a company.
    CustomerId "customer";
    /// An identity of a customer (an e-mail address, a phone number …).
    IdentityId "identity";
    /// An address of a customer.
    AddressId "address";
    /// A relation between two customers.
    RelationId "relation";
    /// A static list of customers.
    ListId "list";
    /// A merge of two customers.
    MergeId "merge";
    /// A pair of customers that may be the same.
    DuplicateId "duplicate candidate";
    /// The definition of a custom field.
    CustomFieldId "custom field";
    /// A member of the shop's staff, as numbered by the host.
    StaffId "staff member";
    /// A product of the catalog.
    ProductId "product";
    /// A contact with a customer.
    InteractionId "interaction";
    /// An order.
    OrderId "order";
    /// A line of an order.
    OrderLineId "order line";
    /// A payment of an order.
    PaymentId "payment";
    /// A refund.
    RefundId "refund";
    /// A stored RFM snapshot.
    SnapshotId "RFM snapshot";
}
