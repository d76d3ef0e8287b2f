//! What the feedback of a time comes to, and from whom the shop has learnt.

use super::model::{FeedbackPeriod, FeedbackSummary};
use super::store::{self, By};
use super::{FeedbackRoom, rules};
use crate::db::Reading;
use crate::vocabulary::figures::median_days;
use crate::vocabulary::{Result, text};

/// Articles and teachers that a summary lists.
const MAX_LISTED: i64 = 20;

impl<T: Reading> FeedbackRoom<'_, T> {
    /// How much feedback of which kinds came in a time, what of it waits, how long answers took, and the customers
    /// whose ideas were done.
    ///
    /// # Errors
    /// `invalid_input` for a bad article number.
    pub fn summary(&self, period: &FeedbackPeriod) -> Result<FeedbackSummary> {
        let tx = self.tx.reader();
        let mut period = period.clone();
        period.sku = period.sku.map(|sku| text::key("/sku", &sku, rules::MAX_SKU)).transpose()?;
        let states = store::counts(tx, &period, By::State, i64::MAX)?;
        let [open, unanswered, to_tell] = store::left(tx, &period)?.map(i64::unsigned_abs);
        Ok(FeedbackSummary {
            count: states.iter().map(|state| state.count).sum(),
            kinds: store::counts(tx, &period, By::Kind, i64::MAX)?,
            about: store::counts(tx, &period, By::About, i64::MAX)?,
            states,
            skus: store::counts(tx, &period, By::Sku, MAX_LISTED)?,
            open,
            unanswered,
            to_tell,
            median_days: median_days(&mut store::waits(tx, &period)?)?,
            teachers: store::teachers(tx, &period, MAX_LISTED)?,
        })
    }
}
