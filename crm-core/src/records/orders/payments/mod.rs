//! Payments of an order: authorizations, captures and voids. What was paid is the sum of the captures.

pub(crate) mod store;

use super::price::minor;
use super::states::MoneyFlow;
use super::{NewPayment, Payment, PaymentKind};
use crate::vocabulary::money::add_minor;
use crate::vocabulary::text;
use crate::vocabulary::{Currency, Error, Result, Timestamp};

const MAX_KEY: usize = 128;
const MAX_PAYMENTS: usize = 1_000;

/// A payment in its stored form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CleanPayment {
    pub(crate) kind: PaymentKind,
    pub(crate) amount: i64,
    pub(crate) at: Option<Timestamp>,
    pub(crate) method: Option<String>,
    pub(crate) external_id: Option<String>,
}

/// A payment with clean text, in the order's currency.
pub(crate) fn clean(payment: &NewPayment, currency: Currency) -> Result<CleanPayment> {
    let amount = minor("/amount", Some(payment.amount), currency)?;
    if amount == 0 {
        return Err(Error::invalid("/amount", "a payment is larger than 0"));
    }
    Ok(CleanPayment {
        kind: payment.kind,
        amount,
        at: payment.at,
        method: payment.method.as_deref().map(|method| text::token("/method", method)).transpose()?,
        external_id: payment.external_id.as_deref().map(|key| text::key("/external_id", key, MAX_KEY)).transpose()?,
    })
}

/// All payments that come with an order.
pub(crate) fn clean_all(payments: &[NewPayment], currency: Currency) -> Result<Vec<CleanPayment>> {
    if payments.len() > MAX_PAYMENTS {
        return Err(Error::new(crate::ErrorCode::Limit, "an order comes with at most 1,000 payments").at("/payments"));
    }
    let one = |(at, payment): (usize, &NewPayment)| {
        clean(payment, currency).map_err(|error| error.under(format_args!("/payments/{at}")))
    };
    payments.iter().enumerate().map(one).collect()
}

/// The sums with one more payment.
pub(crate) fn flow_with(mut flow: MoneyFlow, payment: &CleanPayment) -> Result<MoneyFlow> {
    let slot = match payment.kind {
        PaymentKind::Authorization => &mut flow.authorized,
        PaymentKind::Capture => &mut flow.captured,
        PaymentKind::Void => &mut flow.voided,
    };
    *slot = add_minor(*slot, payment.amount)?;
    Ok(flow)
}

/// Which of the given payments are not known yet: by the provider's key, otherwise by kind, amount and time.
pub(crate) fn new_ones(given: Vec<CleanPayment>, known: &[Payment], default_at: Timestamp) -> Vec<CleanPayment> {
    let mut unmatched: Vec<&Payment> = known.iter().collect();
    let mut is_new = |payment: &CleanPayment| {
        let same = |stored: &&Payment| match (&payment.external_id, &stored.external_id) {
            (None, None) => {
                let at = payment.at.unwrap_or(default_at);
                (payment.kind, payment.amount, at) == (stored.kind, stored.amount.minor, stored.at)
            }
            // A provider may use one key for the authorization and the capture.
            (given, stored_key) => given == stored_key && payment.kind == stored.kind,
        };
        match unmatched.iter().position(same) {
            Some(at) => {
                unmatched.remove(at);
                false
            }
            None => true,
        }
    };
    given.into_iter().filter(|payment| is_new(payment)).collect()
}
