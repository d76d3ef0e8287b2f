//! Pure decisions about the state of an order and its two side axes.

use super::{FulfilState, OrderLine, OrderState, PayState};
use crate::records::shop::Counts;
use crate::vocabulary::machine::Machine;

/// The moves that a caller may make; a host may report others.
pub(crate) static MACHINE: Machine<OrderState> = {
    use OrderState::{Cancelled, Closed, Completed, Confirmed, Draft, InProduction, OnHold, Pending, Processing};
    Machine::new(
        "order",
        &[
            (Draft, &[Pending, Cancelled]),
            (Pending, &[Confirmed, OnHold, Cancelled]),
            (OnHold, &[Confirmed, Cancelled]),
            (Confirmed, &[InProduction, Processing, OnHold, Cancelled]),
            (InProduction, &[Processing, Cancelled]),
            (Processing, &[Completed, Cancelled]),
            (Completed, &[Closed]),
            (Closed, &[]),
            (Cancelled, &[]),
        ],
    )
};

/// Sums of an order's money, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct MoneyFlow {
    pub(crate) total: i64,
    pub(crate) authorized: i64,
    pub(crate) captured: i64,
    pub(crate) voided: i64,
    pub(crate) refunded: i64,
    /// Paid in full by the host's word.
    pub(crate) settled: bool,
}

impl MoneyFlow {
    /// What was paid.
    pub(crate) fn paid(self) -> i64 {
        if self.settled { self.captured.max(self.total) } else { self.captured }
    }

    /// What is reserved and neither taken nor given up.
    pub(crate) fn reserved(self) -> i64 {
        (self.authorized - self.voided - self.captured).max(0)
    }
}

/// How far an order is paid. An order of nothing is paid.
pub(crate) fn pay_state(flow: MoneyFlow) -> PayState {
    let paid = flow.paid();
    if flow.refunded > 0 {
        return if flow.refunded >= paid { PayState::Refunded } else { PayState::PartiallyRefunded };
    }
    if paid >= flow.total {
        return PayState::Paid;
    }
    if paid > 0 {
        return PayState::PartiallyPaid;
    }
    if flow.reserved() > 0 {
        return PayState::Authorized;
    }
    if flow.voided > 0 { PayState::Voided } else { PayState::Unpaid }
}

/// How far an order is fulfilled. Quantities decide; an order that is completed without any is fulfilled.
pub(crate) fn fulfil_state(state: OrderState, needed: bool, promised: bool, lines: &[OrderLine]) -> FulfilState {
    if !needed {
        return FulfilState::NotRequired;
    }
    let goods = || lines.iter().filter(|line| line.quantity.thousandths() > 0);
    if goods().next().is_some() {
        if goods().all(|line| line.restocked >= line.quantity) {
            return FulfilState::Restocked;
        }
        if goods().all(|line| line.fulfilled >= line.quantity) {
            return FulfilState::Fulfilled;
        }
        if goods().any(|line| line.fulfilled.thousandths() > 0) {
            return FulfilState::PartiallyFulfilled;
        }
    }
    match state {
        OrderState::Completed | OrderState::Closed => FulfilState::Fulfilled,
        OrderState::InProduction | OrderState::Processing => FulfilState::InProgress,
        OrderState::Confirmed if promised => FulfilState::Scheduled,
        _ => FulfilState::Unfulfilled,
    }
}

/// Whether an order counts in metrics and analyses. A refund does not take that away.
pub(crate) fn counts(rule: Counts, state: OrderState, flow: MoneyFlow) -> bool {
    let placed = !matches!(state, OrderState::Draft | OrderState::Cancelled);
    placed
        && match rule {
            Counts::Paid => flow.paid() >= flow.total,
            Counts::Placed => true,
        }
}
