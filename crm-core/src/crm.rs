//! The handle on one file, and the one place where reactions are wired.

use crate::db::{
    BackupReport, Database, IntegrityReport, Interrupter, Options, ReadTransaction, Tick, TickReport, TickStep, Wiring,
    WriteTransaction,
};
use crate::doors::check;
use crate::insight::{care, entitlement, facts, lifecycle, rfm};
use crate::records::aftersale::{
    assets, community, compensation, contracts, credit, feedback, knowledge, parts, returns, reviews, service_orders,
    surveys, tickets, warranties,
};
use crate::records::presale::{collateral, configure, leads, opportunities, quotes, touches};
use crate::records::sale::{carts, coupons, invoices, loyalty, partners, referrals, shipments};
use crate::records::{customers, interactions, orders, tasks};
use crate::vocabulary::{Result, Timestamp};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How rooms above answer to rooms below.
static WIRING: Wiring = Wiring {
    // The search index last: every savepoint after it would write the index out again.
    reactions: &[
        touches::react,
        carts::react,
        leads::react,
        orders::react,
        partners::react,
        assets::react,
        reviews::react,
        credit::react,
        warranties::react,
        facts::react,
        lifecycle::react,
        customers::react,
    ],
    customer_rows: &[
        interactions::CUSTOMER_ROWS,
        orders::moves::ORDERS,
        orders::moves::REFUNDS,
        tasks::CUSTOMER_ROWS,
        touches::TOUCH_ROWS,
        touches::WEB_EVENT_ROWS,
        leads::CUSTOMER_ROWS,
        opportunities::CUSTOMER_ROWS,
        quotes::CUSTOMER_ROWS,
        configure::CONFIGURATIONS,
        configure::DESIGNS,
        configure::VOTES,
        carts::CUSTOMER_ROWS,
        shipments::CUSTOMER_ROWS,
        coupons::COUPONS,
        coupons::REDEMPTIONS,
        coupons::STORED_VALUES,
        loyalty::CUSTOMER_ROWS,
        referrals::CODES,
        referrals::REFERRALS,
        referrals::REFERRERS,
        tasks::appointments::CUSTOMER_ROWS,
        invoices::CUSTOMER_ROWS,
        partners::CUSTOMER_ROWS,
        partners::ATTRIBUTION_ROWS,
        reviews::REVIEWS,
        reviews::VOTES,
        reviews::REPORTS,
        credit::CUSTOMER_ROWS,
        feedback::FEEDBACK,
        feedback::VOTES,
        surveys::CUSTOMER_ROWS,
        knowledge::VOTES,
        community::TOPICS,
        community::POSTS,
        community::FORUM_VOTES,
        community::FORUM_REPORTS,
        community::CLUB_MEMBERS,
        entitlement::CUSTOMER_ROWS,
        care::CUSTOMER_ROWS,
        returns::CUSTOMER_ROWS,
        compensation::CUSTOMER_ROWS,
        assets::CUSTOMER_ROWS,
        tickets::CUSTOMER_ROWS,
        service_orders::CUSTOMER_ROWS,
        contracts::CUSTOMER_ROWS,
    ],
    // What names a customer because the order is the customer's. Points stay with whoever earned or spent them: they may
    // be gone already, and the rooms find their holder when the order is called off. So does the money of gift cards and
    // store credit. A coupon stays with whom it was given to, only its use follows. Issued invoices stay as they were
    // sent. Refunds and open commissions follow by their own rooms.
    order_followers: &[
        shipments::follow,
        carts::follow,
        invoices::follow,
        coupons::follow,
        referrals::follow,
        returns::follow,
        compensation::follow,
        assets::follow,
    ],
    asset_followers: &[warranties::follow_asset, service_orders::follow_asset],
    packed: shipments::packed,
    configured: configure::configured,
    refreshes: &[orders::moves::refresh, loyalty::refresh, reviews::refresh, feedback::refresh],
    service_guard: entitlement::require_served,
};

/// Who works in `tick`, in this order: what was recorded first, facts before those who read them.
static DUE: &[(&str, TickStep)] = &[
    ("customers", customers::tick),
    ("tasks", tasks::tick),
    ("appointments", tasks::appointments::tick),
    ("touches", touches::tick),
    ("leads", leads::tick),
    ("opportunities", opportunities::tick),
    ("quotes", quotes::tick),
    ("collateral", collateral::tick),
    ("carts", carts::tick),
    ("shipments", shipments::tick),
    ("coupons", coupons::tick),
    ("loyalty", loyalty::tick),
    ("referrals", referrals::tick),
    ("partners", partners::tick),
    ("returns", returns::tick),
    ("credit", credit::tick),
    ("feedback", feedback::tick),
    ("warranties", warranties::tick),
    ("surveys", surveys::tick),
    ("knowledge", knowledge::tick),
    ("community", community::tick),
    ("tickets", tickets::tick),
    ("parts", parts::tick),
    ("service_orders", service_orders::tick),
    ("maintenance", service_orders::tick_maintenance),
    ("contracts", contracts::tick),
    ("facts", facts::tick),
    ("rfm", rfm::tick),
    ("lifecycle", lifecycle::tick),
];

/// An open customer base: one SQLite file, shared by any number of threads and processes.
///
/// Cloning is cheap and shares the connection pool. Calls block; in an async program wrap them in `spawn_blocking`.
///
/// ```
/// # fn main() -> crm_core::Result<()> {
/// let crm = crm_core::Crm::in_memory()?;
/// let settings = crm.read(|tx| tx.shop().settings())?;
/// assert_eq!(settings.time_zone.name(), "UTC");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Crm {
    database: Arc<Database>,
}

impl Crm {
    /// Opens a file, creating it when it is missing.
    ///
    /// # Errors
    /// `not_a_database`, `too_new`, `corrupt`, `permission`, `busy` and the like; the file is never changed then.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(path, Options::default())
    }

    /// The options to open with: `Crm::open_with(path, Crm::options().seed(7))`.
    #[must_use]
    pub fn options() -> Options {
        Options::default()
    }

    /// Opens a file with options.
    ///
    /// # Errors
    /// As [`Crm::open`].
    pub fn open_with(path: impl AsRef<Path>, options: Options) -> Result<Self> {
        Ok(Crm { database: Database::open(path.as_ref(), options, &WIRING)? })
    }

    /// A private customer base in memory, for tests.
    ///
    /// # Errors
    /// `internal` when the linked SQLite is unsuitable.
    pub fn in_memory() -> Result<Self> {
        Self::in_memory_with(Options::default())
    }

    /// A private customer base in memory with options.
    ///
    /// # Errors
    /// As [`Crm::in_memory`].
    pub fn in_memory_with(options: Options) -> Result<Self> {
        Ok(Crm { database: Database::in_memory(options, &WIRING)? })
    }

    /// Begins a snapshot of its own.
    ///
    /// # Errors
    /// `forked`, `poisoned`, `misuse` for a closed handle, `io`.
    pub fn begin_read(&self) -> Result<ReadTransaction> {
        ReadTransaction::begin(&self.database)
    }

    /// Begins a change; it commits only by [`WriteTransaction::commit`].
    ///
    /// # Errors
    /// `busy` after the timeout; `conflict` inside another transaction of this thread; `read_only`; `corrupt` once
    /// damage was seen; as [`Crm::begin_read`].
    pub fn begin_write(&self) -> Result<WriteTransaction> {
        WriteTransaction::begin(&self.database)
    }

    /// Reads in one snapshot.
    ///
    /// # Errors
    /// What the closure returns, and as [`Crm::begin_read`].
    pub fn read<T>(&self, call: impl FnOnce(&ReadTransaction) -> Result<T>) -> Result<T> {
        call(&self.begin_read()?)
    }

    /// Changes in one transaction: commits when the closure returns `Ok`, leaves nothing behind otherwise.
    ///
    /// # Errors
    /// What the closure returns, and as [`Crm::begin_write`] and [`WriteTransaction::commit`].
    pub fn write<T>(&self, call: impl FnOnce(&WriteTransaction) -> Result<T>) -> Result<T> {
        let transaction = self.begin_write()?;
        let value = call(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    /// Does what is due: packs facts, takes the RFM snapshot of the day, moves customers to their next stage. The host
    /// calls it now and then, for example every minute or after midnight; nothing happens by itself. Each step is a
    /// transaction of its own of at most about a quarter of a second. `now` stands in for the clock; after `budget` the
    /// call ends and the next one goes on.
    ///
    /// # Errors
    /// `busy`, `disk_full` and the like; what was done before the error stays done.
    pub fn tick(&self, now: Option<Timestamp>, budget: Option<Duration>) -> Result<TickReport> {
        self.frame(now, budget).run(DUE)
    }

    /// Packs all facts that are not packed, one chunk a transaction; an import does so at its end. How many chunks.
    ///
    /// # Errors
    /// As [`Crm::tick`].
    pub fn pack_facts(&self, budget: Option<Duration>) -> Result<u64> {
        facts::pack_due(&self.frame(None, budget), true).map(|outcome| outcome.changed)
    }

    fn frame(&self, now: Option<Timestamp>, budget: Option<Duration>) -> Tick {
        Tick::new(&self.database, now, budget.and_then(|budget| Instant::now().checked_add(budget)))
    }

    /// Writes a verified, compact copy into a new file.
    ///
    /// # Errors
    /// `conflict` when the target exists; `disk_full`, `permission`, `io`.
    pub fn backup(&self, path: impl AsRef<Path>) -> Result<BackupReport> {
        self.database.backup(path.as_ref())
    }

    /// Looks for damage: pages and indexes, rows that point nowhere, the journal's chain, and every derived value
    /// against a recomputation from the facts.
    ///
    /// # Errors
    /// Only what reading the file causes; what is found is in the report.
    pub fn check(&self) -> Result<IntegrityReport> {
        check::check(&ReadTransaction::begin_afresh(&self.database)?)
    }

    /// A handle that ends running calls from another thread.
    #[must_use]
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(Arc::clone(&self.database))
    }

    /// Whether the handle still works; the same error that a call would return.
    ///
    /// # Errors
    /// `forked`, `poisoned`, or `misuse` for a closed handle.
    pub fn require_usable(&self) -> Result<()> {
        self.database.require_usable()
    }

    /// Marks the handle as unusable after a caught panic; every later call returns `poisoned`.
    pub fn poison(&self) {
        self.database.poison();
    }

    /// Closes the handle and all its clones; later calls return `misuse`.
    pub fn close(&self) {
        self.database.close();
    }
}
