//! What rules ask of a customer, read when a rule first asks for it and then kept.

use crate::db::ReadTransaction;
use crate::insight::lifecycle::{self, Stage};
use crate::insight::rfm;
use crate::records::customers::{self, CustomerKind};
use crate::records::orders::{self, Fact};
use crate::records::sale::loyalty;
use crate::records::shop;
use crate::vocabulary::money::add_minor;
use crate::vocabulary::{CustomerId, Date, Money, Rate, Result, TierId};
use std::cell::OnceCell;

/// The facts of one existing, unmerged customer. What is known already is put in before.
pub(crate) struct Facts<'tx> {
    pub(crate) tx: &'tx ReadTransaction,
    pub(crate) customer: CustomerId,
    pub(crate) kind: OnceCell<CustomerKind>,
    pub(crate) tier: OnceCell<Option<TierId>>,
    pub(crate) label: OnceCell<Option<String>>,
    pub(crate) stage: OnceCell<Stage>,
    pub(crate) tags: OnceCell<Vec<String>>,
    pub(crate) margin: OnceCell<Option<Money>>,
    pub(crate) history: OnceCell<Vec<Fact>>,
}

/// What a cell holds, read the first time.
fn once<T>(cell: &OnceCell<T>, read: impl FnOnce() -> Result<T>) -> Result<&T> {
    match cell.get() {
        Some(known) => Ok(known),
        None => {
            let value = read()?;
            Ok(cell.get_or_init(|| value))
        }
    }
}

impl<'tx> Facts<'tx> {
    pub(crate) fn of(tx: &'tx ReadTransaction, customer: CustomerId) -> Self {
        Facts {
            tx,
            customer,
            kind: OnceCell::new(),
            tier: OnceCell::new(),
            label: OnceCell::new(),
            stage: OnceCell::new(),
            tags: OnceCell::new(),
            margin: OnceCell::new(),
            history: OnceCell::new(),
        }
    }

    pub(super) fn kind(&self) -> Result<CustomerKind> {
        let read = || {
            let standing = customers::standing(self.tx, self.customer)?;
            let is_company = standing.is_some_and(|standing| standing.company);
            Ok(if is_company { CustomerKind::Company } else { CustomerKind::Person })
        };
        once(&self.kind, read).copied()
    }

    pub(super) fn tier(&self) -> Result<Option<TierId>> {
        once(&self.tier, || loyalty::tier_of(self.tx, self.customer)).copied()
    }

    pub(super) fn label(&self) -> Result<Option<&str>> {
        let read = || Ok(rfm::standing_of(self.tx, self.customer)?.label);
        once(&self.label, read).map(Option::as_deref)
    }

    pub(super) fn stage(&self) -> Result<Stage> {
        once(&self.stage, || Ok(lifecycle::stage_of(self.tx, self.customer)?.stage)).copied()
    }

    pub(super) fn tags(&self) -> Result<&[String]> {
        once(&self.tags, || self.tx.customers().tags_of(self.customer)).map(Vec::as_slice)
    }

    /// The margin of all history; none while the shop has no currency.
    pub(super) fn margin(&self) -> Result<Option<Money>> {
        once(&self.margin, || Ok(self.tx.orders().metrics(self.customer)?.margin)).copied()
    }

    /// Orders and refunds of the days up to today.
    pub(super) fn totals(&self, window_days: Option<u32>) -> Result<Totals> {
        let history = once(&self.history, || orders::facts_of(self.tx, self.customer))?;
        Totals::of(history, shop::today(self.tx)?, window_days)
    }

    /// A number of minor units in the shop's currency.
    pub(super) fn money(&self, minor: i64) -> Result<Option<Money>> {
        Ok(shop::settings(self.tx)?.base_currency.map(|currency| Money::new(minor, currency)))
    }
}

/// What a customer bought and got back in a window, in minor units of the shop's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Totals {
    pub(super) orders: u32,
    /// Net revenue before refunds.
    pub(super) ordered: i64,
    /// What went back, not negative.
    pub(super) refunded: i64,
    /// Days since the last order, whatever the window.
    pub(super) idle_days: Option<u32>,
}

impl Totals {
    /// Sums up the facts up to a day, both ends of the window included. What is dated ahead does not count yet.
    pub(super) fn of(history: &[Fact], today: Date, window_days: Option<u32>) -> Result<Totals> {
        let days = window_days.map(|days| i32::try_from(days).unwrap_or(i32::MAX));
        let first = days.map(|days| today.plus_days(1 - days));
        let mut totals = Totals::default();
        for fact in history.iter().filter(|fact| fact.day <= today) {
            if !fact.is_refund {
                let days = u32::try_from(today.days() - fact.day.days()).unwrap_or(0);
                totals.idle_days = Some(totals.idle_days.map_or(days, |known| known.min(days)));
            }
            if first.is_some_and(|first| fact.day < first) {
                continue;
            }
            if fact.is_refund {
                totals.refunded = add_minor(totals.refunded, fact.amount.saturating_neg())?;
            } else {
                totals.orders += 1;
                totals.ordered = add_minor(totals.ordered, fact.amount)?;
            }
        }
        Ok(totals)
    }

    /// Net revenue less refunds.
    pub(super) fn net(self) -> i64 {
        self.ordered.saturating_sub(self.refunded)
    }

    /// The share of revenue that went back, rounded down; none without revenue.
    pub(super) fn refund_rate(self) -> Option<Rate> {
        let share = i128::from(self.refunded) * 1_000_000 / i128::from(Some(self.ordered).filter(|sum| *sum > 0)?);
        Some(Rate::from_ppm(i64::try_from(share).unwrap_or(i64::MAX)))
    }

    /// Whether more than a share of the revenue went back, exactly.
    pub(super) fn refunds_pass(self, share: Rate) -> bool {
        self.ordered > 0 && i128::from(self.refunded) * 1_000_000 > i128::from(share.ppm()) * i128::from(self.ordered)
    }
}
