//! Recency, frequency and monetary of every customer of a chunk, in one pass.
//!
//! The scan is written once, over the width of the cells, and asks two questions per chunk before it
//! looks at a customer: does `as_of` know all of it, and does the window hold all of it? Where both
//! answers are yes, days are read only for the last order of a customer.

use super::columns::{AmountCell, DayCell, part};
use super::error::CodecError;
use super::view::ChunkView;
use super::{CHUNK_CUSTOMERS, EntryKind, FIRST_DAY, LAST_DAY, LocalSet, customer_of};

/// Base values of customers, one column each; equal positions belong to one customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BaseColumns {
    /// Ids of the customers.
    pub(crate) customer: Vec<i64>,
    /// Days from the last order to `as_of`, over all history; 0 or more.
    pub(crate) recency_days: Vec<i32>,
    /// Number of orders in the window.
    pub(crate) frequency: Vec<u32>,
    /// Orders less refunds in the window, in minor units; may be negative.
    pub(crate) monetary: Vec<i64>,
    /// Orders after `as_of`, of any customer that was looked at; they count nowhere else.
    pub(crate) future_orders: u64,
}

impl BaseColumns {
    /// Number of customers.
    pub(crate) fn len(&self) -> usize {
        self.customer.len()
    }

    /// Adds one customer from its entries (kind, day, amount), in any order.
    ///
    /// The same rules as [`ChunkView::base_values`], for customers whose packed facts are out of date.
    /// Errors: `DayOutOfRange` for `as_of_day` and for a day, `MonetaryOverflow`; then nothing is added.
    pub(crate) fn push_customer(
        &mut self,
        customer: i64,
        entries: impl IntoIterator<Item = (EntryKind, i32, i64)>,
        as_of_day: i32,
        window_start_day: Option<i32>,
    ) -> Result<(), CodecError> {
        check_day(as_of_day)?;
        let (mut last_day, mut frequency, mut monetary, mut future_orders) = (None, 0, 0, 0);
        for (kind, day, amount) in entries {
            check_day(day)?;
            let is_order = kind == EntryKind::Order;
            if day > as_of_day {
                future_orders += u64::from(is_order);
                continue;
            }
            if is_order {
                last_day = last_day.max(Some(day));
            }
            if window_start_day.is_none_or(|start| day >= start) {
                frequency += u32::from(is_order);
                monetary += i128::from(amount);
            }
        }
        if let Some(day) = last_day {
            self.monetary.push(i64::try_from(monetary).map_err(|_| CodecError::MonetaryOverflow(customer))?);
            self.customer.push(customer);
            self.recency_days.push(as_of_day - day);
            self.frequency.push(frequency);
        }
        self.future_orders += future_orders;
        Ok(())
    }

    /// Brings two runs of rows, each by ascending id, into one: the first from `start` on, the second from `middle` on.
    pub(crate) fn merge_runs(&mut self, start: usize, middle: usize) {
        let len = self.len();
        if start >= middle || middle >= len {
            return;
        }
        let (mut left, mut right) = (start, middle);
        let mut order = Vec::with_capacity(len - start);
        while left < middle || right < len {
            let take_left = right >= len || (left < middle && self.customer[left] < self.customer[right]);
            let next = if take_left { &mut left } else { &mut right };
            order.push(*next);
            *next += 1;
        }
        permute(&mut self.customer, start, &order);
        permute(&mut self.recency_days, start, &order);
        permute(&mut self.frequency, start, &order);
        permute(&mut self.monetary, start, &order);
    }

    /// Adds the rows of another table behind those of this one.
    pub(crate) fn append(&mut self, mut other: BaseColumns) {
        self.customer.append(&mut other.customer);
        self.recency_days.append(&mut other.recency_days);
        self.frequency.append(&mut other.frequency);
        self.monetary.append(&mut other.monetary);
        self.future_orders += other.future_orders;
    }

    /// Makes room behind the present rows, or takes back what was not used.
    fn resize(&mut self, len: usize) {
        self.customer.resize(len, 0);
        self.recency_days.resize(len, 0);
        self.frequency.resize(len, 0);
        self.monetary.resize(len, 0);
    }
}

impl ChunkView<'_> {
    /// Adds the base values of this chunk's customers to `out`, by ascending id.
    ///
    /// Days are in days since 1970-01-01. Entries after `as_of_day` are ignored; the orders among them
    /// are counted in `future_orders`. The window begins with `window_start_day` (`None`: all history)
    /// and limits frequency and monetary, not recency. A customer without an order up to `as_of_day`
    /// has no base values; one whose orders all lie before the window has frequency 0. Members of
    /// `skip` are left out of everything.
    ///
    /// Errors: `DayOutOfRange` for `as_of_day`, `MonetaryOverflow`, `WrongValues` where damaged days would
    /// make recency negative; then `out` is as it was.
    pub(crate) fn base_values(
        &self,
        as_of_day: i32,
        window_start_day: Option<i32>,
        skip: &LocalSet,
        out: &mut BaseColumns,
    ) -> Result<(), CodecError> {
        check_day(as_of_day)?;
        let known = out.len();
        out.resize(known + self.ends.len());
        let scan = Scan { view: self, as_of_day, window_start_day, skip };
        let scanned = scan.dispatch(out, known);
        let (added, future_orders) = scanned.as_ref().map_or((0, 0), |counts| *counts);
        out.resize(known + added);
        out.future_orders += future_orders;
        scanned.map(|_| ())
    }
}

/// Puts the rows from `start` on into an order of positions.
fn permute<T: Copy>(column: &mut [T], start: usize, order: &[usize]) {
    let ordered: Vec<T> = order.iter().map(|at| column[*at]).collect();
    column[start..].copy_from_slice(&ordered);
}

struct Scan<'s, 'a> {
    view: &'s ChunkView<'a>,
    as_of_day: i32,
    window_start_day: Option<i32>,
    skip: &'s LocalSet,
}

impl Scan<'_, '_> {
    /// Picks the widths; gives the number of rows written and of orders after `as_of`.
    fn dispatch(&self, out: &mut BaseColumns, known: usize) -> Result<(usize, u64), CodecError> {
        let (days, amounts) = (self.view.order_days, self.view.order_amounts);
        match (days.wide.is_empty(), amounts.wide.is_empty()) {
            (true, true) => self.run(days.narrow, amounts.narrow, out, known),
            (true, false) => self.run(days.narrow, amounts.wide, out, known),
            (false, true) => self.run(days.wide, amounts.narrow, out, known),
            (false, false) => self.run(days.wide, amounts.wide, out, known),
        }
    }

    fn run<D: DayCell, A: AmountCell>(
        &self,
        days: &[D],
        amounts: &[A],
        out: &mut BaseColumns,
        known: usize,
    ) -> Result<(usize, u64), CodecError> {
        let header = &self.view.header;
        let Some(as_of) = self.offset(self.as_of_day) else {
            return Ok((0, self.orders_not_skipped()));
        };
        let all_known = self.as_of_day >= header.max_day;
        // The last day before the window; `None` when the window holds the whole chunk.
        let before = self.window_start_day.and_then(|start| start.checked_sub(1)).and_then(|day| self.offset(day));
        let refunds = self.refund_sums();

        let (mut added, mut future_orders, mut start) = (0, 0, 0);
        let mut rows = (out.customer.iter_mut())
            .zip(&mut out.recency_days)
            .zip(&mut out.frequency)
            .zip(&mut out.monetary)
            .skip(known);
        for (end, local) in self.view.ends.iter().zip(0u16..) {
            let range = start..*end as usize;
            start = range.end;
            if range.is_empty() || self.skip.contains(local) {
                continue;
            }
            let (days, amounts) = (part(days, range.clone()), part(amounts, range));
            let through = if all_known { days.len() } else { D::count_through(days, as_of) };
            future_orders += (days.len() - through) as u64;
            let Some(last) = part(days, 0..through).last() else {
                continue;
            };
            let recency = recency(as_of, last.offset())?;
            // A window that begins after `as_of` begins behind the known orders.
            let first = before.map_or(0, |day| D::count_through(days, day).min(through));
            let orders = A::sum(part(amounts, first..through));
            let sum = orders + refunds.get(usize::from(local)).copied().unwrap_or(0);
            let customer = customer_of(self.view.chunk, local);
            let monetary_value = i64::try_from(sum).map_err(|_| CodecError::MonetaryOverflow(customer))?;

            if let Some((((id, recency_days), frequency), monetary)) = rows.next() {
                *id = customer;
                *recency_days = recency;
                *frequency = (through - first) as u32;
                *monetary = monetary_value;
                added += 1;
            }
        }
        Ok((added, future_orders))
    }

    /// Days from the chunk's base day; `None` for a day before it.
    fn offset(&self, day: i32) -> Option<u32> {
        u32::try_from(i64::from(day) - i64::from(self.view.header.base_day)).ok()
    }

    /// Known refunds of the window, added up by local; empty when the chunk has no refunds.
    fn refund_sums(&self) -> Vec<i128> {
        if self.view.header.refund_count == 0 {
            return Vec::new();
        }
        let mut sums = vec![0; CHUNK_CUSTOMERS];
        let window = self.window_start_day.unwrap_or(FIRST_DAY)..=self.as_of_day;
        for (local, day, amount) in self.view.refund_rows() {
            if window.contains(&day)
                && let Some(sum) = sums.get_mut(usize::from(local))
            {
                *sum += i128::from(amount);
            }
        }
        sums
    }

    fn orders_not_skipped(&self) -> u64 {
        self.view.days_of_customers(self.skip).map(|(_, days)| days.len() as u64).sum()
    }
}

/// Days between two offsets; ranks are counted by it, so damaged days must not make it negative.
fn recency(as_of: u32, last: u32) -> Result<i32, CodecError> {
    let days = as_of.checked_sub(last).and_then(|days| i32::try_from(days).ok());
    days.ok_or(CodecError::WrongValues("order_days"))
}

fn check_day(day: i32) -> Result<(), CodecError> {
    if (FIRST_DAY..=LAST_DAY).contains(&day) { Ok(()) } else { Err(CodecError::DayOutOfRange(day)) }
}
