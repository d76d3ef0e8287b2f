//! Boards, topics, posts and clubs.
//!
//! Owns the boards of the shop, what customers and staff write in them, who votes for it and who complains about it,
//! and the clubs. Promises that a customer has one vote for each thing and none for its own, that what enough customers
//! complain about is hidden until somebody has looked, that a solution is worth its points once, and that a question
//! without an answer becomes a task once. What is talked about is counted from what was written, whenever it is asked.
//!
//! Refuses to know who of the staff may moderate: the host asks only for whom it lets. What somebody wrote is personal:
//! it is not in views and not in events.

mod boards;
mod clubs;
mod hot;
mod model;
mod rules;
mod search;
mod store;
mod store_clubs;
mod store_hot;
mod store_votes;
mod votes;
mod write;

#[cfg(test)]
mod tests;

pub use clubs::{Club, ClubMember, ClubMemberFilter, NewClub};
pub use hot::{HotPeriod, HotTopic, HotTopics, TopicDemand};
pub use model::{
    Board, BoardPatch, CommunityPatch, CommunitySettings, NewBoard, NewPost, NewTopic, Post, PostFilter, Topic,
    TopicFilter, TopicPatch, TopicState,
};
pub use search::TopicSearch;
pub use votes::{ForumReport, ForumReportFilter, ForumVote, ForumVotes, NewForumReport};

use crate::db::{ReadTransaction, Reading, StepOutcome, Tick, Words, WriteTransaction};
use crate::journal::{self, Entry, StageChange};
use crate::records::customers;
use crate::records::interactions::Reference;
use crate::records::tasks::{NewTask, TaskKind};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{Page, PostId, Result, TopicId};
use rules::MACHINE;
use serde_json::{Value, json};

room! {
    /// Boards, topics, posts and clubs.
    Community, community
}

customer_rows! { TOPICS, "crm_topic", moving "topic" }

customer_rows! { POSTS, "crm_post" }

customer_rows! { FORUM_VOTES, "crm_forum_vote" }

customer_rows! { FORUM_REPORTS, "crm_forum_report" }

customer_rows! { CLUB_MEMBERS, "crm_club_member" }

/// Topics that `tick` works off in one transaction.
const BATCH: usize = 500;

impl<T: Reading> Community<'_, T> {
    /// One topic.
    ///
    /// # Errors
    /// `not_found`.
    pub fn topic(&self, id: TopicId) -> Result<Topic> {
        topic_of(self.tx.reader(), id)
    }

    /// Topics, those in which somebody wrote last first, page by page; hidden ones only when that state is named.
    ///
    /// # Errors
    /// `not_found` for an unknown customer; `limit` and `invalid_input` for a bad page.
    pub fn topics(&self, filter: &TopicFilter) -> Result<Page<Topic>> {
        let tx = self.tx.reader();
        let mut filter = filter.clone();
        filter.customer_id =
            filter.customer_id.map(|customer| customers::require_at(tx, customer, "/customer_id")).transpose()?;
        // As tags are stored.
        filter.tag = filter.tag.map(|tag| tag.trim().to_lowercase());
        let listing = filter.page.of("topics", &filter)?;
        Ok(listing.page(store::topics(tx, &filter, &listing)?, |topic| [topic.active_at.millis(), topic.id.0]))
    }

    /// The moves of a topic, oldest first.
    ///
    /// # Errors
    /// `not_found`.
    pub fn history(&self, id: TopicId) -> Result<Vec<StageChange>> {
        self.topic(id)?;
        journal::stages_of(self.tx.reader(), MACHINE.entity(), id.0)
    }

    /// One post.
    ///
    /// # Errors
    /// `not_found`.
    pub fn post(&self, id: PostId) -> Result<Post> {
        let tx = self.tx.reader();
        let found = Post::by_id(tx, id)?.into_iter().collect();
        store::with_votes(tx, found)?.pop().or_not_found(PostId::WHAT, id)
    }

    /// The posts of a topic, oldest first, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown topic; `limit` and `invalid_input` for a bad page.
    pub fn posts(&self, filter: &PostFilter) -> Result<Page<Post>> {
        let tx = self.tx.reader();
        named(tx, filter.topic_id)?;
        let listing = filter.page.of("posts", filter)?;
        Ok(listing.page(store::posts(tx, filter, &listing)?, |post| [post.id.0]))
    }
}

/// The step of `tick`: makes a task of each question of a customer that nobody else has answered, in bounded
/// transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_due, |tx| {
        let due = store::unanswered(tx, BATCH)?;
        for mut topic in due.iter().cloned() {
            (topic.unanswered_due, topic.unanswered_at) = (None, Some(tx.now()));
            topic.update(tx, journal::next_seq(tx)?)?;
            tx.tasks().ensure(NewTask {
                customer_id: topic.customer_id,
                reference: Some(Reference { entity: MACHINE.entity().to_owned(), id: topic.id.0 }),
                origin: Some("community.unanswered".to_owned()),
                ..NewTask::new(TaskKind::Other, "Answer a question of the community")
            })?;
            announce(tx, "community.question_unanswered", &topic, json!({ "board_id": topic.board_id }))?;
        }
        Ok(due.len())
    })
}

/// Differences between topics and what is derived from them: the index, and when somebody wrote last.
pub(crate) fn compare(tx: &ReadTransaction) -> Result<Vec<String>> {
    let mut misplaced = Words::strays(tx, store::INDEX, store::TABLE)?;
    for id in store::all_ids(tx)? {
        let topic = topic_of(tx, id)?;
        misplaced += i64::from(Words::read(tx, store::INDEX, id.0)? != search::found_by(tx, &topic)?);
    }
    let found = [
        (misplaced, "topics are found by other words than they hold"),
        (store::misdated(tx)?, "topics are dated otherwise than their posts"),
    ];
    Ok(found.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect())
}

fn topic_of(tx: &ReadTransaction, id: TopicId) -> Result<Topic> {
    let found = Topic::by_id(tx, id)?.into_iter().collect();
    store::with_counts(tx, found)?.pop().or_not_found(TopicId::WHAT, id)
}

/// The topic that a field names.
fn named(tx: &ReadTransaction, id: TopicId) -> Result<Topic> {
    topic_of(tx, id).map_err(|error| error.at("/topic_id"))
}

fn announce(tx: &WriteTransaction, name: &'static str, topic: &Topic, payload: Value) -> Result<()> {
    let event = Entry::new(name).customer(topic.customer_id).entity(MACHINE.entity(), topic.id);
    journal::append(tx, event.payload(payload)).map(drop)
}
