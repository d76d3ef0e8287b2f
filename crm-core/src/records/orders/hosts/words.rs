//! The built-in words of hosts, as data. Words are compared without regard to case.

use crate::records::orders::{CancelReason, HostPayment, OrderState};

/// Which of a host's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    /// The state of the order; most hosts have only this one.
    Order,
    /// The state of the payment.
    Payment,
    /// The state of the fulfilment.
    Fulfilment,
}

/// What a word of a host says about the goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goods {
    /// All of it was shipped.
    Shipped,
    /// Some of it was shipped; which lines, only the host knows.
    PartlyShipped,
    /// All of it came back into stock.
    Restocked,
    /// Nothing was shipped.
    None,
}

/// What a word means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Meaning {
    pub(crate) state: Option<OrderState>,
    pub(crate) payment: Option<HostPayment>,
    pub(crate) goods: Option<Goods>,
    pub(crate) reason: Option<CancelReason>,
}

type Row = (&'static str, Axis, &'static [(&'static str, Meaning)]);

const fn state(state: OrderState) -> Meaning {
    Meaning { state: Some(state), payment: None, goods: None, reason: None }
}

const fn with(state: OrderState, payment: HostPayment) -> Meaning {
    Meaning { state: Some(state), payment: Some(payment), goods: None, reason: None }
}

const fn failed() -> Meaning {
    Meaning { state: Some(Cancelled), payment: Some(Unpaid), goods: None, reason: Some(CancelReason::Payment) }
}

const fn payment(payment: HostPayment) -> Meaning {
    Meaning { state: None, payment: Some(payment), goods: None, reason: None }
}

const fn goods(goods: Goods) -> Meaning {
    Meaning { state: None, payment: None, goods: Some(goods), reason: None }
}

use HostPayment::{Authorized, Paid, PartiallyPaid, PartiallyRefunded, Refunded, Unpaid, Voided};
use OrderState::{Cancelled, Closed, Completed, Confirmed, Draft, InProduction, OnHold, Pending, Processing};

static WORDS: &[Row] = &[
    (
        "woocommerce",
        Axis::Order,
        &[
            ("checkout-draft", with(Draft, Unpaid)),
            ("auto-draft", with(Draft, Unpaid)),
            ("pending", with(Pending, Unpaid)),
            ("on-hold", with(OnHold, Unpaid)),
            ("processing", with(Processing, Paid)),
            ("completed", with(Completed, Paid)),
            ("refunded", with(Closed, Refunded)),
            ("cancelled", state(Cancelled)),
            ("trash", state(Cancelled)),
            ("failed", failed()),
        ],
    ),
    // The constants under which PrestaShop keeps the ids of its own states.
    (
        "prestashop",
        Axis::Order,
        &[
            ("ps_os_cheque", with(Pending, Unpaid)),
            ("ps_os_bankwire", with(Pending, Unpaid)),
            ("ps_os_cod_validation", with(Confirmed, Unpaid)),
            ("ps_os_payment", with(Confirmed, Paid)),
            ("ps_os_ws_payment", with(Confirmed, Paid)),
            ("ps_os_outofstock_paid", with(OnHold, Paid)),
            ("ps_os_outofstock_unpaid", with(OnHold, Unpaid)),
            ("ps_os_preparation", with(Processing, Paid)),
            ("ps_os_shipping", with(Processing, Paid)),
            ("ps_os_delivered", with(Completed, Paid)),
            ("ps_os_canceled", state(Cancelled)),
            ("ps_os_refund", with(Closed, Refunded)),
            ("ps_os_error", failed()),
        ],
    ),
    (
        "opencart",
        Axis::Order,
        &[
            ("pending", with(Pending, Unpaid)),
            ("processing", with(Processing, Paid)),
            ("processed", with(Processing, Paid)),
            ("shipped", with(Processing, Paid)),
            ("complete", with(Completed, Paid)),
            ("canceled", state(Cancelled)),
            ("canceled reversal", with(Processing, Paid)),
            ("denied", failed()),
            ("expired", failed()),
            ("failed", failed()),
            ("voided", with(Cancelled, Voided)),
            ("refunded", with(Closed, Refunded)),
            ("reversed", with(Closed, Refunded)),
            ("chargeback", with(Closed, Refunded)),
        ],
    ),
    (
        "magento",
        Axis::Order,
        &[
            ("new", with(Pending, Unpaid)),
            ("pending", with(Pending, Unpaid)),
            ("pending_payment", with(Pending, Unpaid)),
            ("payment_review", with(OnHold, Authorized)),
            ("holded", state(OnHold)),
            ("fraud", state(OnHold)),
            ("processing", with(Processing, Paid)),
            ("complete", with(Completed, Paid)),
            ("closed", with(Closed, Refunded)),
            ("canceled", state(Cancelled)),
        ],
    ),
    ("shopify", Axis::Order, &[("open", state(Confirmed)), ("closed", state(Closed)), ("cancelled", state(Cancelled))]),
    (
        "shopify",
        Axis::Payment,
        &[
            ("pending", payment(Unpaid)),
            ("expired", payment(Voided)),
            ("authorized", payment(Authorized)),
            ("partially_paid", payment(PartiallyPaid)),
            ("paid", payment(Paid)),
            ("partially_refunded", payment(PartiallyRefunded)),
            ("refunded", payment(Refunded)),
            ("voided", payment(Voided)),
        ],
    ),
    (
        "shopify",
        Axis::Fulfilment,
        &[
            ("unfulfilled", goods(Goods::None)),
            ("null", goods(Goods::None)),
            ("partial", goods(Goods::PartlyShipped)),
            ("fulfilled", goods(Goods::Shipped)),
            ("restocked", goods(Goods::Restocked)),
        ],
    ),
    // The library's own words, for hosts that speak them.
    (
        "crm",
        Axis::Order,
        &[
            ("draft", state(Draft)),
            ("pending", state(Pending)),
            ("on_hold", state(OnHold)),
            ("confirmed", state(Confirmed)),
            ("in_production", state(InProduction)),
            ("processing", state(Processing)),
            ("completed", state(Completed)),
            ("closed", state(Closed)),
            ("cancelled", state(Cancelled)),
        ],
    ),
];

fn of(host: &str, axis: Axis) -> &'static [(&'static str, Meaning)] {
    WORDS.iter().find(|(name, on, _)| *name == host && *on == axis).map_or(&[], |(_, _, words)| words)
}

/// The meaning of a word in lower case.
pub(crate) fn built_in(host: &str, axis: Axis, word: &str) -> Option<Meaning> {
    of(host, axis).iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

/// The words of a host that are known.
pub(crate) fn known(host: &str, axis: Axis) -> impl Iterator<Item = &'static str> {
    of(host, axis).iter().map(|(word, _)| *word)
}
