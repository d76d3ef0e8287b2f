//! Blocks: what the shop does not do with a customer any more, why, since when and until when.
//!
//! The blocks are a ladder: each forbids what the one before forbids, and more (see [`Block`]). Verbs that promise a
//! customer something new ask [`require_sellable`] or [`require_serviceable`]; verbs that record what has happened, such
//! as a host's order, a payment, a refund, a contact or a parcel, never do: a fact that is not recorded is lost.
//!
//! A block with an end is over at that instant, whether or not `tick` has noted it yet.

use super::update::{announce, current};
use super::{Block, Customer, Customers, store};
use crate::db::{ReadTransaction, Reading, StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{CustomerId, Error, ErrorCode, Result, StaffId, Timestamp, ids, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Blocks that `tick` lifts in one transaction.
const BATCH: usize = 500;

/// Any block may take the place of any other.
static MACHINE: Machine<Block> = {
    use Block::{NoMarketing, NoSales, NoService, None};
    Machine::new(
        "block",
        &[
            (None, &[NoMarketing, NoService, NoSales]),
            (NoMarketing, &[None, NoService, NoSales]),
            (NoService, &[None, NoMarketing, NoSales]),
            (NoSales, &[None, NoMarketing, NoService]),
        ],
    )
};

/// A block as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBlock {
    /// The customer; follows merges.
    pub id: CustomerId,
    /// What the shop does not do any more.
    pub block: Block,
    /// Why, as a token of the shop's own such as `fraud`, `chargeback` or `asked`; errors and events name it.
    pub reason: String,
    /// When it is over; never by default.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// The member of the staff who decided it.
    #[serde(default)]
    pub staff_id: Option<StaffId>,
}

impl NewBlock {
    /// A block without an end.
    #[must_use]
    pub fn new(id: CustomerId, block: Block, reason: impl Into<String>) -> Self {
        NewBlock { id, block, reason: reason.into(), until: None, staff_id: None }
    }
}

/// A block that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CustomerBlock {
    /// What the shop does not do.
    pub block: Block,
    /// Why, as a token.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
    /// When it is over; null for a block without an end.
    pub until: Option<Timestamp>,
    /// The member of the staff who decided it.
    pub staff_id: Option<StaffId>,
}

impl Block {
    /// Whether the shop may send or offer something unasked.
    #[must_use]
    pub fn allows_marketing(self) -> bool {
        self == Block::None
    }

    /// Whether the shop may promise service.
    #[must_use]
    pub fn allows_service(self) -> bool {
        self < Block::NoService
    }

    /// Whether the shop may sell.
    #[must_use]
    pub fn allows_sales(self) -> bool {
        self < Block::NoSales
    }
}

impl Customer {
    /// The block that holds at an instant; none when there is none, or when its end has passed.
    #[must_use]
    pub fn block_at(&self, at: Timestamp) -> Option<CustomerBlock> {
        let (reason, since) = (self.block_reason.clone()?, self.blocked_since?);
        let block =
            CustomerBlock { block: self.blocked, reason, since, until: self.blocked_until, staff_id: self.blocked_by };
        block.holds_at(at).then_some(block)
    }
}

impl CustomerBlock {
    pub(crate) fn holds_at(&self, at: Timestamp) -> bool {
        self.block != Block::None && self.until.is_none_or(|until| until > at)
    }
}

impl<T: Reading> Customers<'_, T> {
    /// Every block that a customer has had and every end of one, oldest first; follows merges.
    ///
    /// # Errors
    /// `not_found`.
    pub fn block_history(&self, id: CustomerId) -> Result<Vec<StageChange>> {
        let tx = self.tx.reader();
        journal::stages_of(tx, MACHINE.entity(), super::require(tx, id)?.0)
    }
}

impl Customers<'_, WriteTransaction> {
    /// Blocks a customer, or changes the block: no marketing, no service or no sales (see [`Block`] for what each
    /// forbids). Facts are recorded all the same. The customer afterwards.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for the block `none`, a reason that is no token, or an end that has passed;
    /// `conflict` for a customer whose personal data was erased.
    pub fn block(&self, new: &NewBlock) -> Result<Customer> {
        let tx = self.tx;
        if new.block == Block::None {
            return Err(Error::invalid("/block", "`none` is no block").hint("use customers.unblock"));
        }
        let reason = text::token("/reason", &new.reason)?;
        ids::require_row_id("/staff_id", new.staff_id.map(i64::from))?;
        if new.until.is_some_and(|until| until <= tx.now()) {
            return Err(Error::invalid("/until", "the block would be over already"));
        }
        let stored = current(tx, new.id)?;
        tx.step(|| {
            let is_over = stored.blocked != Block::None && stored.block_at(tx.now()).is_none();
            let before = if is_over { lift(tx, &stored, None)? } else { stored };
            let goes_on = before.blocked == new.block;
            let after = Customer {
                blocked: new.block,
                block_reason: Some(reason),
                blocked_since: before.blocked_since.filter(|_| goes_on).or(Some(tx.now())),
                blocked_until: new.until,
                blocked_by: new.staff_id.or(before.blocked_by.filter(|_| goes_on)),
                ..before.clone()
            };
            if before == after {
                return Ok(());
            }
            let facts = json!({
                "block": after.blocked, "from": before.blocked, "reason": after.block_reason,
                "since": after.blocked_since, "until": after.blocked_until, "staff_id": after.blocked_by,
            });
            change(tx, &before, after, "customer.blocked", facts).map(drop)
        })?;
        self.get(super::require(tx, new.id)?)
    }

    /// Ends a block; without one nothing happens. The customer afterwards.
    ///
    /// # Errors
    /// `not_found`; `invalid_input` for a bad id of the staff; `conflict` for a customer whose personal data was erased.
    pub fn unblock(&self, id: CustomerId, staff: Option<StaffId>) -> Result<Customer> {
        let tx = self.tx;
        ids::require_row_id("/staff_id", staff.map(i64::from))?;
        let before = current(tx, id)?;
        if before.blocked != Block::None {
            tx.step(|| lift(tx, &before, staff))?;
        }
        self.get(before.id)
    }
}

/// Ends the block of a customer, by somebody or because its end has passed.
fn lift(tx: &WriteTransaction, before: &Customer, staff: Option<StaffId>) -> Result<Customer> {
    let facts = json!({
        "block": before.blocked, "reason": before.block_reason, "since": before.blocked_since, "staff_id": staff,
        "expired": before.block_at(tx.now()).is_none(),
    });
    let after = Customer {
        blocked: Block::None,
        block_reason: None,
        blocked_since: None,
        blocked_until: None,
        blocked_by: None,
        ..before.clone()
    };
    change(tx, before, after, "customer.unblocked", facts)
}

/// Stores another block and tells the journal; the customer as it is stored.
fn change(
    tx: &WriteTransaction,
    before: &Customer,
    after: Customer,
    event: &'static str,
    facts: serde_json::Value,
) -> Result<Customer> {
    if before.blocked != after.blocked {
        let whose = (before.id.0, Some(before.id));
        journal::go(tx, &MACHINE, whose, (before.blocked, after.blocked), after.block_reason.as_deref())?;
    }
    let after = Customer { rev: journal::next_seq(tx)?, updated_at: tx.now(), ..after };
    store::customer::update(tx, &after)?;
    announce(tx, Entry::new(event), before.id, facts)?;
    Ok(after)
}

/// The step of `tick`: lifts blocks whose end has passed, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::standing::next_block_end, |tx| {
        let ended = store::standing::ended_blocks(tx, tx.now(), BATCH)?;
        for customer in &ended {
            let before = store::customer::get(tx, *customer)?.or_not_found(CustomerId::WHAT, customer)?;
            lift(tx, &before, None)?;
        }
        Ok(ended.len())
    })
}

/// The block of an existing, unmerged customer that holds now.
pub(crate) fn block_of(tx: &ReadTransaction, customer: CustomerId) -> Result<Option<CustomerBlock>> {
    Ok(store::standing::block(tx, customer)?.filter(|block| block.holds_at(tx.now())))
}

/// Whether the shop sells to a customer.
pub(crate) fn is_sellable(tx: &ReadTransaction, customer: CustomerId) -> Result<bool> {
    Ok(block_of(tx, customer)?.is_none_or(|block| block.block.allows_sales()))
}

/// Requires that the shop sells to an existing, unmerged customer: for verbs that promise something new.
///
/// # Errors
/// `blocked` at `/customer_id`, with the block and its reason.
pub(crate) fn require_sellable(tx: &ReadTransaction, customer: CustomerId) -> Result<()> {
    match block_of(tx, customer)? {
        Some(block) if !block.block.allows_sales() => Err(refused("sells nothing to", &block, customer)),
        _ => Ok(()),
    }
}

/// Requires that the shop serves an existing, unmerged customer: no block forbids it, and no rule of a room above gives
/// the customer none.
///
/// # Errors
/// `blocked` at `/customer_id`, with the block and its reason, or with the rule.
pub(crate) fn require_serviceable(tx: &WriteTransaction, customer: CustomerId) -> Result<()> {
    match block_of(tx, customer)? {
        Some(block) if !block.block.allows_service() => Err(refused("does not serve", &block, customer)),
        _ => (tx.database().wiring.service_guard)(tx, customer),
    }
}

fn refused(does: &str, block: &CustomerBlock, customer: CustomerId) -> Error {
    let message = format!("the shop {does} this customer: block {}, reason {}", block.block, block.reason);
    Error::new(ErrorCode::Blocked, message)
        .at("/customer_id")
        .existing(customer)
        .hint("lift the block with customers.unblock first")
}
