//! Reading reviews, and what those of a subject come to.

use super::model::{Review, ReviewFilter, ReviewSettings, ReviewSort, ReviewSummary};
use super::subject::ReviewSubject;
use super::{Reviews, rules, store};
use crate::db::Reading;
use crate::journal::{self, StageChange};
use crate::records::customers;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::money::scale_half_even;
use crate::vocabulary::{Page, Quantity, Result, ReviewId, figures};

impl<T: Reading> Reviews<'_, T> {
    /// What is published by itself, what is held back, and when customers are asked.
    ///
    /// # Errors
    /// Only what the file itself causes.
    pub fn settings(&self) -> Result<ReviewSettings> {
        store::settings(self.tx.reader())
    }

    /// One review.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: ReviewId) -> Result<Review> {
        Review::by_id(self.tx.reader(), id)?.or_not_found(ReviewId::WHAT, id)
    }

    /// Where a review stood, and since when.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: ReviewId) -> Result<Vec<StageChange>> {
        self.get(id)?;
        journal::stages_of(self.tx.reader(), rules::MACHINE.entity(), id.0)
    }

    /// Reviews of a subject or a customer, page by page; published ones unless a state is named.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `invalid_input` for a bad subject or rating; `limit` and `invalid_input`
    /// for a bad page.
    pub fn list(&self, filter: &ReviewFilter) -> Result<Page<Review>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        let customer = filter.customer_id.map(|customer| customers::require(tx, customer)).transpose();
        filter.customer_id = customer.map_err(|error| error.at("/customer_id"))?;
        filter.subject = filter.subject.map(rules::clean_subject).transpose()?;
        filter.rating.map_or(Ok(()), |rating| rules::require_rating("/rating", rating))?;
        let listing = filter.page.of("reviews", &filter)?;
        let sort = filter.sort.unwrap_or(ReviewSort::Newest);
        Ok(listing.page(store::list(tx, &filter, &listing)?, |review| store::key(sort, review)))
    }

    /// What the published reviews of a subject come to.
    ///
    /// # Errors
    /// `invalid_input` for a bad subject.
    pub fn summary(&self, subject: ReviewSubject) -> Result<ReviewSummary> {
        let tx = self.tx.reader();
        let subject = rules::clean_subject(subject)?;
        let (mut count, mut sum, mut verified) = (0_i64, 0_i64, 0_i64);
        let mut distribution = vec![0_u64; 5];
        for (rating, reviews, of_them) in store::ratings(tx, &subject)? {
            count += reviews;
            sum += reviews * rating;
            verified += of_them;
            let place = usize::try_from(rating - 1).ok().and_then(|place| distribution.get_mut(place));
            place.into_iter().for_each(|place| *place = reviews.unsigned_abs());
        }
        let verified_share = figures::share(verified, count)?;
        let mean = match count {
            0 => None,
            _ => Some(Quantity::from_thousandths(scale_half_even(sum, 1_000, count)?)),
        };
        Ok(ReviewSummary {
            count: count.unsigned_abs(),
            mean,
            distribution,
            verified: verified.unsigned_abs(),
            verified_share,
            aspects: store::aspects(tx, &subject)?,
            subject,
        })
    }
}
