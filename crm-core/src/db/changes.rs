//! What a write transaction has touched so far: the notes that reactions work through before the commit.

use crate::vocabulary::{CustomerId, OrderId, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Which facts of a customer changed, as a set of flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Touch(u16);

impl Touch {
    /// Fields, identities, flags: whatever describes the customer.
    pub(crate) const PROFILE: Touch = Touch(1);
    /// Orders, payments, refunds: whatever counts.
    pub(crate) const ORDERS: Touch = Touch(2);
    /// Contacts.
    pub(crate) const CONTACTS: Touch = Touch(4);
    /// What the customer is compared with: a new RFM snapshot makes another label, or another usual gap, of old orders.
    pub(crate) const LABEL: Touch = Touch(8);
    /// Leads, opportunities, quotes, carts: what makes a prospect.
    pub(crate) const PRESALE: Touch = Touch(32);
    /// What a search finds the customer by: name, e-mail addresses, phone numbers, and whether it is hidden.
    pub(crate) const WORDS: Touch = Touch(16);
    /// Identities that lead to a person and that the customer did not have before.
    pub(crate) const IDENTITIES: Touch = Touch(64);
    /// Browsers and devices that the customer did not have before.
    pub(crate) const VISITORS: Touch = Touch(128);
    /// What tells how a customer treats the shop: reviews, refused parcels, missed appointments, returns, complaints.
    pub(crate) const CONDUCT: Touch = Touch(256);

    /// Both sets together.
    #[must_use]
    pub(crate) const fn and(self, other: Touch) -> Touch {
        Touch(self.0 | other.0)
    }

    /// Whether this set holds any flag of the other.
    #[must_use]
    pub(crate) const fn meets(self, other: Touch) -> bool {
        self.0 & other.0 != 0
    }
}

/// What was touched since the last round of reactions.
#[derive(Debug, Default)]
pub(crate) struct Round {
    /// Customers with the kinds of facts that changed.
    pub(crate) customers: BTreeMap<CustomerId, Touch>,
    /// Orders that changed after they were recorded, in themselves or by their payments and refunds.
    pub(crate) orders: BTreeSet<OrderId>,
    /// Whether settings changed on which stored values of other rooms rest (time zone, what counts).
    pub(crate) settings: bool,
}

impl Round {
    pub(crate) fn is_empty(&self) -> bool {
        self.customers.is_empty() && !self.settings
    }

    /// The customers with any of these flags, in the order of their ids.
    pub(crate) fn customers_with(&self, touch: Touch) -> impl Iterator<Item = CustomerId> + '_ {
        self.customers.iter().filter(move |(_, flags)| flags.meets(touch)).map(|(customer, _)| *customer)
    }
}

/// A step that runs before a commit, over what this round touched.
pub(crate) type Reaction = fn(&crate::db::WriteTransaction, &Round) -> Result<()>;

/// The notes of one write transaction.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// Touched since the last round of reactions.
    pub(crate) pending: Round,
    /// The number and hash of the last event, once it was read.
    pub(crate) chain: Option<(i64, [u8; 32])>,
    /// Whether an event was appended in this transaction.
    pub(crate) announced: bool,
    /// Who writes, for the journal.
    pub(crate) actor: Option<String>,
    /// Which system the change comes from, for the journal.
    pub(crate) source: Option<String>,
    /// Single events are left out while a bulk import runs; it appends one summary.
    pub(crate) quiet: bool,
}
