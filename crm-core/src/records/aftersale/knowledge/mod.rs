//! Articles that answer questions.
//!
//! Owns articles in their languages with every version that was published, the index by which they are found, votes,
//! what they were used for, and what was asked and not found. Promises that readers see the published version while the
//! next one is written, that each sees only what is meant for its audience and has not ended, that a voter has one
//! vote, and that whatever somebody types is a search and never an expression of the index's language.
//!
//! Refuses to render: a text is what the shop wrote, such as Markdown.

mod found;
mod model;
mod rules;
mod search;
mod store;

#[cfg(test)]
mod tests;

pub use found::{
    ArticleAdvice, ArticleGap, ArticleGapFilter, ArticleHit, ArticleLink, ArticleMatch, ArticleQuery, ArticleSearch,
    ArticleTitle, NewArticleLink, NewArticleVote, ShownArticle,
};
pub use model::{Article, ArticleAudience, ArticleFilter, ArticlePatch, ArticleState, ArticleVersion, NewArticle};

use crate::db::{ReadTransaction, Reading, StepOutcome, Tick, Words, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::interactions::{Reference, clean_reference};
use crate::records::presale::configure::texts::fallbacks;
use crate::records::shop::require_language;
use crate::records::{customers, shop};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{ArticleId, Error, ErrorCode, Page, Result, Timestamp, text};
use rules::MACHINE;
use serde_json::{Value, json};

room! {
    /// Articles that answer questions.
    Knowledge, knowledge
}

customer_rows! { VOTES, "crm_article_vote" }

/// How many days before its end `tick` announces an article.
const NOTICE_DAYS: i64 = 14;
/// Articles that `tick` works off in one transaction.
const BATCH: usize = 200;

impl<T: Reading> Knowledge<'_, T> {
    /// One article, with its newest text.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: ArticleId) -> Result<Article> {
        let tx = self.tx.reader();
        let article = Article::by_id(tx, id)?.or_not_found(ArticleId::WHAT, id)?;
        store::with_subjects(tx, vec![article])?.pop().or_not_found(ArticleId::WHAT, id)
    }

    /// Articles, in the order in which they were made, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &ArticleFilter) -> Result<Page<Article>> {
        let listing = filter.page.of("articles", filter)?;
        Ok(listing.page(store::list(self.tx.reader(), filter, &listing)?, |article| [article.id.0]))
    }

    /// Every version of an article that was published, oldest first.
    ///
    /// # Errors
    /// `not_found`.
    pub fn versions(&self, id: ArticleId) -> Result<Vec<ArticleVersion>> {
        self.get(id)?;
        store::versions(self.tx.reader(), id)
    }

    /// The moves of an article, oldest first.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: ArticleId) -> Result<Vec<StageChange>> {
        self.get(id)?;
        journal::stages_of(self.tx.reader(), MACHINE.entity(), id.0)
    }

    /// The articles that were used for something, such as a ticket.
    ///
    /// # Errors
    /// `invalid_input` for a bad reference.
    pub fn links(&self, about: Reference) -> Result<Vec<ArticleLink>> {
        store::links(self.tx.reader(), &clean_reference(about)?)
    }

    /// What was asked and not found, the most often asked first, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page or language.
    pub fn gaps(&self, filter: &ArticleGapFilter) -> Result<Page<ArticleGap>> {
        filter.language.as_deref().map(require_language).transpose()?;
        let listing = filter.page.of("article_gaps", filter)?;
        Ok(listing.page(store::gaps(self.tx.reader(), filter, &listing)?, |gap| [gap.count, gap.id]))
    }
}

impl Knowledge<'_, WriteTransaction> {
    /// Records an article as a draft.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field; `conflict` with its id when there is one of this key in this
    /// language;
    /// `not_found` for a related article.
    pub fn create(&self, new: NewArticle) -> Result<Article> {
        let tx = self.tx;
        let mut article = rules::draft(new, &shop::settings(tx)?.language, tx.now())?;
        if let Some(known) = store::by_key(tx, &article.key, &article.language)? {
            return Err(Error::conflict("there is an article of this key in this language")
                .at("/key")
                .existing(known)
                .hint("change it with knowledge.update"));
        }
        require_related(tx, &article)?;
        tx.step(|| {
            article.id = article.insert(tx, journal::next_seq(tx)?)?;
            store::replace_subjects(tx, &article)?;
            journal::begin(tx, &MACHINE, (article.id.0, None), article.state)?;
            announce(tx, "article.created", &article, json!({ "key": article.key, "language": article.language }))
        })?;
        Ok(article)
    }

    /// Changes an article: its title and text while it is a draft, and all else at any time and at once.
    ///
    /// # Errors
    /// `not_found`; `conflict` for title or text of what is no draft; `invalid_input` and `limit` for a bad field.
    pub fn update(&self, id: ArticleId, patch: ArticlePatch) -> Result<Article> {
        let tx = self.tx;
        let known = self.get(id)?;
        let mut after = rules::patched(&known, patch)?;
        if after == known {
            return Ok(known);
        }
        let is_text = (&after.title, &after.body) != (&known.title, &known.body);
        if is_text && known.state != ArticleState::Draft {
            return Err(Error::conflict(format!("the text is {}", known.state)).existing(id).hint(
                "take the article back to draft with knowledge.set_state; readers see the published text meanwhile",
            ));
        }
        require_related(tx, &after)?;
        after.updated_at = tx.now();
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            store::replace_subjects(tx, &after)?;
            index(tx, &after)?;
            let facts = json!({ "version": after.version, "audience": after.audience, "valid_to": after.valid_to });
            announce(tx, "article.updated", &after, facts)
        })?;
        Ok(after)
    }

    /// Takes the newest text of an article to another state. Published, it is what readers see; taken back to draft, it
    /// is the next version, and readers go on seeing the published one; archived, readers see nothing.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `conflict` for publishing what has
    /// ended.
    pub fn set_state(&self, id: ArticleId, to: ArticleState) -> Result<Article> {
        let tx = self.tx;
        let mut article = self.get(id)?;
        MACHINE.require(article.state, to)?;
        if to == ArticleState::Published && article.valid_to.is_some_and(|end| end <= tx.now()) {
            return Err(Error::conflict("the article has ended")
                .existing(id)
                .hint("move `valid_to` with knowledge.update"));
        }
        let from = std::mem::replace(&mut article.state, to);
        article.updated_at = tx.now();
        tx.step(|| {
            match to {
                ArticleState::Published => {
                    store::keep_version(tx, &article)?;
                    article.published_version = Some(article.version);
                    article.published_at = Some(tx.now());
                }
                ArticleState::Archived => (article.published_version, article.published_at) = (None, None),
                ArticleState::Draft => article.version = store::last_version(tx, id)? + 1,
                ArticleState::InReview => {}
            }
            journal::go(tx, &MACHINE, (id.0, None), (from, to), None)?;
            article.update(tx, journal::next_seq(tx)?)?;
            index(tx, &article)?;
            let facts = json!({ "from": from, "to": to, "version": article.version });
            announce(tx, "article.state_changed", &article, facts)
        })?;
        Ok(article)
    }

    /// Shows an article to a reader and counts that: the one of an id, or of a key the one in the language, else in a
    /// wider one, else in any, the first by its tag.
    ///
    /// # Errors
    /// `not_found` when there is nothing that this reader may see; `invalid_input` for both or none of id and key, and
    /// for a bad language.
    pub fn show(&self, query: &ArticleQuery) -> Result<ShownArticle> {
        let tx = self.tx;
        let article = match (query.id, &query.key) {
            (Some(id), None) => Article::by_id(tx, id)?.filter(|one| is_shown(one, tx.now())),
            (None, Some(key)) => {
                let shop = shop::settings(tx)?;
                let wanted = query.language.as_deref().unwrap_or(&shop.language);
                require_language(wanted)?;
                let mut all = store::shown_of_key(tx, key)?;
                all.retain(|one| rules::may_read(query.audience, one.audience));
                all.sort_by(|one, other| one.language.cmp(&other.language));
                let near = fallbacks(wanted).find_map(|tag| all.iter().position(|one| one.language == tag));
                let at = near.unwrap_or(0);
                (at < all.len()).then(|| all.swap_remove(at))
            }
            _ => return Err(Error::invalid("/id", "name the article by its id or by its key")),
        };
        let found = article.filter(|one| rules::may_read(query.audience, one.audience));
        let none =
            || {
                Error::new(ErrorCode::NotFound, "there is no published article for this reader")
                    .at(if query.id.is_some() { "/id" } else { "/key" })
            };
        let article = store::with_subjects(tx, found.into_iter().collect())?.pop().ok_or_else(none)?;
        let version = article.published_version.ok_or_else(none)?;
        let text = store::version(tx, article.id, version)?.ok_or_else(none)?;
        store::count_view(tx, article.id)?;
        Ok(ShownArticle {
            id: article.id,
            related: search::visible(tx, &article.related, query.audience)?,
            key: article.key,
            language: article.language,
            version,
            title: text.title,
            body: text.body,
            tags: article.tags,
            valid_to: article.valid_to,
            helpful: article.helpful,
            not_helpful: article.not_helpful,
            published_at: text.published_at,
        })
    }

    /// Counts a vote on an article that readers see. A voter has one vote: another one takes its place.
    ///
    /// # Errors
    /// `not_found` for an unknown article or customer; `conflict` for one that readers do not see; `invalid_input` for
    /// both or none of customer and visitor.
    pub fn vote(&self, vote: NewArticleVote) -> Result<Article> {
        let tx = self.tx;
        let mut vote = vote;
        let mut article = self.get(vote.article_id).map_err(|error| error.at("/article_id"))?;
        if !is_shown(&article, tx.now()) {
            return Err(Error::conflict("readers do not see this article").at("/article_id").existing(article.id));
        }
        if vote.customer_id.is_some() == vote.visitor.is_some() {
            return Err(Error::invalid("/customer_id", "a vote is that of a customer or of a visitor"));
        }
        let customer = vote.customer_id.map(|customer| customers::require(tx, customer)).transpose();
        vote.customer_id = customer.map_err(|error| error.at("/customer_id"))?;
        vote.visitor = vote.visitor.map(|visitor| text::token("/visitor", &visitor)).transpose()?;
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            if !store::vote(tx, &vote, rev)? {
                return Ok(());
            }
            (article.helpful, article.not_helpful) = store::votes(tx, article.id)?;
            article.update(tx, rev)?;
            let facts = json!({ "helpful": vote.helpful });
            let event = Entry::new("article.voted").customer(vote.customer_id).entity("article", article.id);
            journal::append(tx, event.payload(facts)).map(drop)
        })?;
        Ok(article)
    }

    /// Notes that an article was used for something, such as a ticket, and whether it solved it. The same again changes
    /// nothing.
    ///
    /// # Errors
    /// `not_found` for an unknown article; `invalid_input` for a bad reference.
    pub fn link(&self, new: NewArticleLink) -> Result<Vec<ArticleLink>> {
        let tx = self.tx;
        let article = self.get(new.article_id).map_err(|error| error.at("/article_id"))?;
        let about = clean_reference(new.reference)?;
        tx.step(|| {
            if store::link(tx, article.id, &about, new.resolved, journal::next_seq(tx)?)? {
                announce(tx, "article.linked", &article, json!({ "ref": about, "resolved": new.resolved }))?;
            }
            Ok(())
        })?;
        store::links(tx, &about)
    }
}

/// Whether readers of its audience see an article at an instant.
fn is_shown(article: &Article, now: Timestamp) -> bool {
    article.published_version.is_some() && article.valid_to.is_none_or(|end| end > now)
}

fn require_related(tx: &ReadTransaction, article: &Article) -> Result<()> {
    let ids: Vec<i64> = article.related.iter().map(|id| id.0).collect();
    let known = store::with_ids(tx, &ids)?;
    for (at, id) in article.related.iter().enumerate() {
        if !known.iter().any(|one| one.id == *id) {
            return Err(Error::not_found(ArticleId::WHAT, id).at(format!("/related/{at}")));
        }
    }
    Ok(())
}

/// Brings the index up to what readers may find of an article.
fn index(tx: &WriteTransaction, article: &Article) -> Result<()> {
    Words::write(tx, store::INDEX, article.id.0, found_by(tx, article)?.as_ref())
}

/// What the index holds of an article: none of one that readers do not see.
fn found_by(tx: &ReadTransaction, article: &Article) -> Result<Option<Words>> {
    let Some(version) = article.published_version.filter(|_| article.expired_at.is_none()) else { return Ok(None) };
    let text = store::version(tx, article.id, version)?;
    Ok(text.map(|text| rules::indexed(article, &text.title, &text.body)))
}

/// The step of `tick`: announces the end of articles two weeks before, and takes what has ended out of the search, in
/// bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(
        |tx| store::next_due(tx, NOTICE_DAYS),
        |tx| {
            let expiring = store::expiring(tx, tx.now().plus_days(NOTICE_DAYS), BATCH)?;
            for mut article in expiring.iter().cloned() {
                article.expiring_at = Some(tx.now());
                article.update(tx, journal::next_seq(tx)?)?;
                announce(tx, "article.expiring", &article, json!({ "valid_to": article.valid_to }))?;
            }
            let expired = store::expired(tx, BATCH)?;
            for mut article in expired.iter().cloned() {
                article.expired_at = Some(tx.now());
                article.update(tx, journal::next_seq(tx)?)?;
                Words::write(tx, store::INDEX, article.id.0, None)?;
                announce(tx, "article.expired", &article, json!({ "valid_to": article.valid_to }))?;
            }
            Ok(expiring.len() + expired.len())
        },
    )
}

/// Differences between articles and what is derived from them: the index, and the counts of votes.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let (mut misplaced, mut miscounted) = (Words::strays(tx, store::INDEX, store::TABLE)?, 0);
    for id in store::all_ids(tx)? {
        let article = tx.knowledge().get(id)?;
        misplaced += i64::from(Words::read(tx, store::INDEX, id.0)? != found_by(tx, &article)?);
        miscounted += i64::from(store::votes(tx, id)? != (article.helpful, article.not_helpful));
    }
    let found = [
        (misplaced, "articles are found by other words than they hold"),
        (miscounted, "articles count other votes than they have"),
    ];
    Ok(found.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect())
}

fn announce(tx: &WriteTransaction, name: &'static str, article: &Article, payload: Value) -> Result<()> {
    journal::append(tx, Entry::new(name).entity("article", article.id).payload(payload)).map(drop)
}
