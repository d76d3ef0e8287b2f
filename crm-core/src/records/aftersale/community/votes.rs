//! Votes and complaints: what customers think of topics and posts.

use super::model::{Post, Topic, TopicState};
use super::{Community, named, store, store_votes, write};
use crate::db::{Reading, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::customers;
use crate::vocabulary::{CustomerId, Error, Page, PageRequest, PostId, Result, Timestamp, TopicId, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What somebody votes for or complains about: a topic, or a post of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForumVote {
    /// The topic.
    pub topic_id: TopicId,
    /// The post; the topic itself by default.
    #[serde(default)]
    pub post_id: Option<PostId>,
    /// Who votes.
    pub customer_id: CustomerId,
}

/// How many vote for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ForumVotes {
    /// The topic.
    pub topic_id: TopicId,
    /// The post.
    pub post_id: Option<PostId>,
    /// Customers who voted for it.
    pub votes: u64,
}

/// A complaint as it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewForumReport {
    /// The topic.
    pub topic_id: TopicId,
    /// The post; the topic itself by default.
    #[serde(default)]
    pub post_id: Option<PostId>,
    /// Who complains.
    pub customer_id: CustomerId,
    /// Why, as a token such as `spam`.
    pub reason: String,
}

/// A complaint as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ForumReport {
    /// The id.
    pub id: i64,
    /// The topic.
    pub topic_id: TopicId,
    /// The post; null for the topic itself.
    pub post_id: Option<PostId>,
    /// Who complained.
    pub customer_id: CustomerId,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// When it was decided about; null while it waits.
    pub handled_at: Option<Timestamp>,
}

/// Which complaints to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ForumReportFilter {
    /// Complaints about this topic and its posts.
    pub topic_id: Option<TopicId>,
    /// Those that were decided about too; only waiting ones by default.
    pub handled: bool,
    /// Which page.
    pub page: PageRequest,
}

impl<T: Reading> Community<'_, T> {
    /// Complaints, in the order in which they came, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn reports(&self, filter: &ForumReportFilter) -> Result<Page<ForumReport>> {
        let listing = filter.page.of("forum_reports", filter)?;
        Ok(listing.page(store_votes::reports(self.tx.reader(), filter, &listing)?, |report| [report.id]))
    }
}

impl Community<'_, WriteTransaction> {
    /// Counts the vote of a customer for a topic or post; a second one changes nothing.
    ///
    /// # Errors
    /// `not_found` for what is not there or hidden, and for an unknown customer; `conflict` for what one wrote oneself.
    pub fn vote(&self, vote: ForumVote) -> Result<ForumVotes> {
        let tx = self.tx;
        let (topic, post) = self.seen(vote.topic_id, vote.post_id)?;
        let customer = customers::require_at(tx, vote.customer_id, "/customer_id")?;
        let author = post.as_ref().map_or(topic.customer_id, |post| post.customer_id);
        if author == Some(customer) {
            return Err(Error::conflict("nobody votes for oneself").at("/customer_id").existing(customer));
        }
        if !store_votes::has_voted(tx, (topic.id, vote.post_id), customer)? {
            tx.step(|| {
                store_votes::vote(tx, (topic.id, vote.post_id), customer, journal::next_seq(tx)?)?;
                self.tell("community.voted", &topic, vote.post_id, customer)
            })?;
        }
        self.counted(topic.id, vote.post_id)
    }

    /// Takes the vote of a customer back; without one nothing changes.
    ///
    /// # Errors
    /// `not_found` for what is not there or hidden, and for an unknown customer.
    pub fn unvote(&self, vote: ForumVote) -> Result<ForumVotes> {
        let tx = self.tx;
        let (topic, _) = self.seen(vote.topic_id, vote.post_id)?;
        let customer = customers::require_at(tx, vote.customer_id, "/customer_id")?;
        if store_votes::has_voted(tx, (topic.id, vote.post_id), customer)? {
            tx.step(|| {
                store_votes::unvote(tx, (topic.id, vote.post_id), customer)?;
                self.tell("community.unvoted", &topic, vote.post_id, customer)
            })?;
        }
        self.counted(topic.id, vote.post_id)
    }

    /// Notes that a customer complains about a topic or post. From so many customers on as the settings say it is
    /// hidden by itself. A second complaint of the same customer, while the first one waits, changes nothing.
    ///
    /// # Errors
    /// `not_found` for what is not there or hidden, and for an unknown customer; `invalid_input` for a bad reason.
    pub fn report(&self, new: NewForumReport) -> Result<ForumReport> {
        let tx = self.tx;
        let (mut topic, post) = self.seen(new.topic_id, new.post_id)?;
        let customer = customers::require_at(tx, new.customer_id, "/customer_id")?;
        let reason = text::token("/reason", &new.reason)?;
        if let Some(known) = store_votes::waiting(tx, (topic.id, new.post_id), customer)? {
            return Ok(known);
        }
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            let id = store_votes::report(tx, (topic.id, new.post_id), (customer, &reason), rev)?;
            let facts = json!({ "post_id": new.post_id, "reason": reason });
            let event = Entry::new("community.reported").customer(customer).entity("topic", topic.id);
            journal::append(tx, event.payload(facts))?;
            let most = i64::from(store::settings(tx)?.hide_after_reports);
            if most > 0 && store_votes::complainants(tx, (topic.id, new.post_id))? >= most {
                match post.clone() {
                    Some(post) => drop(write::hide_post(tx, post, true, Some("reports"))?),
                    None => write::go(tx, &mut topic, TopicState::Hidden, Some("reports"))?,
                }
            }
            store_votes::report_by_id(tx, id)
        })
    }

    /// A topic, and a post of it, that everybody sees.
    fn seen(&self, topic: TopicId, post: Option<PostId>) -> Result<(Topic, Option<Post>)> {
        let found = named(self.tx, topic)?;
        if found.state == TopicState::Hidden {
            return Err(Error::not_found(TopicId::WHAT, topic).at("/topic_id"));
        }
        let post = post.map(|post| write::visible_post(self.tx, topic, post)).transpose()?;
        Ok((found, post))
    }

    fn tell(&self, name: &'static str, topic: &Topic, post: Option<PostId>, customer: CustomerId) -> Result<()> {
        let event = Entry::new(name).customer(customer).entity("topic", topic.id);
        journal::append(self.tx, event.payload(json!({ "post_id": post }))).map(drop)
    }

    fn counted(&self, topic: TopicId, post: Option<PostId>) -> Result<ForumVotes> {
        Ok(ForumVotes { topic_id: topic, post_id: post, votes: store_votes::votes(self.tx, (topic, post))? })
    }
}
