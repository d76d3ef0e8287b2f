//! Writing: topics are begun, answered, solved, and moderated.

use super::model::{Board, NewPost, NewTopic, Post, Topic, TopicPatch, TopicState};
use super::rules::{self, MACHINE};
use super::{Community, announce, named, search, store, store_clubs, store_votes};
use crate::db::{ReadTransaction, WriteTransaction};
use crate::journal;
use crate::records::customers;
use crate::records::sale::loyalty::NewPoints;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{BoardId, CustomerId, Error, PostId, Result, StaffId, TopicId, ids, text};
use serde_json::json;

const MILLIS_PER_HOUR: i64 = 3_600_000;

/// Who writes: a customer, or somebody of the staff.
type Author = (Option<CustomerId>, Option<StaffId>);

impl Community<'_, WriteTransaction> {
    /// Begins a topic.
    ///
    /// # Errors
    /// `not_found` for an unknown board or customer; `conflict` for a board where this author begins no topics;
    /// `invalid_input` and `limit` for a bad field.
    pub fn create_topic(&self, new: NewTopic) -> Result<Topic> {
        let tx = self.tx;
        let author = author(tx, new.customer_id, new.staff_id)?;
        let board = board_of(tx, new.board_id)?;
        require_beginning(tx, &board, author)?;
        let hours = i64::from(self.settings()?.unanswered_hours);
        let mut topic = Topic {
            id: TopicId(0),
            board_id: board.id,
            customer_id: author.0,
            staff_id: author.1,
            title: new.title,
            body: new.body,
            tags: new.tags,
            skus: new.skus,
            state: TopicState::Open,
            solution_id: None,
            rewarded_id: None,
            unanswered_due: author.0.map(|_| tx.now().plus_millis(hours * MILLIS_PER_HOUR)),
            unanswered_at: None,
            posts: 0,
            votes: 0,
            active_at: tx.now(),
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        rules::clean(&mut topic)?;
        tx.step(|| {
            topic.id = topic.insert(tx, journal::next_seq(tx)?)?;
            store::replace_subjects(tx, &topic)?;
            search::index(tx, &topic)?;
            journal::begin(tx, &MACHINE, (topic.id.0, topic.customer_id), topic.state)?;
            announce(tx, "community.topic_created", &topic, json!({ "board_id": board.id, "skus": topic.skus }))
        })?;
        Ok(topic)
    }

    /// Changes what a topic says, or moves it to another board.
    ///
    /// # Errors
    /// `not_found` for an unknown topic or board; `conflict` for one that is hidden; `invalid_input` and `limit` for a
    /// bad field.
    pub fn update_topic(&self, id: TopicId, patch: TopicPatch) -> Result<Topic> {
        let tx = self.tx;
        let known = self.topic(id)?;
        if known.state == TopicState::Hidden {
            return Err(Error::conflict("the topic is hidden").existing(id));
        }
        let mut after = rules::patched(&known, patch)?;
        board_of(tx, after.board_id)?;
        if after == known {
            return Ok(known);
        }
        after.updated_at = tx.now();
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            store::replace_subjects(tx, &after)?;
            search::index(tx, &after)?;
            announce(tx, "community.topic_updated", &after, json!({ "board_id": after.board_id }))
        })?;
        Ok(after)
    }

    /// Takes a topic to another state: closes, hides or shows it, or opens it anew. Opened anew it has no solution.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `conflict` for an answered one
    /// without a solution; `invalid_input` for a bad reason.
    pub fn set_topic_state(&self, id: TopicId, to: TopicState, reason: Option<&str>) -> Result<Topic> {
        let tx = self.tx;
        let mut topic = self.topic(id)?;
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        MACHINE.require(topic.state, to)?;
        if to == TopicState::Answered && topic.solution_id.is_none() {
            return Err(Error::conflict("the topic has no solution")
                .existing(id)
                .hint("accept one of its posts with community.accept"));
        }
        tx.step(|| go(tx, &mut topic, to, reason.as_deref()))?;
        Ok(topic)
    }

    /// Answers a topic.
    ///
    /// # Errors
    /// `not_found` for an unknown or hidden topic and an unknown customer; `conflict` for one that is closed, or in a
    /// board of a club whose member the customer is not; `invalid_input` and `limit` for a bad text.
    pub fn reply(&self, new: NewPost) -> Result<Post> {
        let tx = self.tx;
        let author = author(tx, new.customer_id, new.staff_id)?;
        let mut topic = open_topic(tx, new.topic_id)?;
        require_member(tx, &board_of(tx, topic.board_id)?, author)?;
        let mut post = Post {
            id: PostId(0),
            topic_id: topic.id,
            customer_id: author.0,
            staff_id: author.1,
            body: text::note("/body", &new.body)?,
            votes: 0,
            hidden_at: None,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        tx.step(|| {
            let rev = journal::next_seq(tx)?;
            post.id = post.insert(tx, rev)?;
            topic.active_at = topic.active_at.max(tx.now());
            if author != (topic.customer_id, topic.staff_id) {
                topic.unanswered_due = None;
            }
            topic.update(tx, rev)?;
            let event = journal::Entry::new("community.posted").customer(post.customer_id).entity("post", post.id);
            journal::append(tx, event.payload(json!({ "topic_id": topic.id, "staff_id": post.staff_id })))
        })?;
        Ok(post)
    }

    /// Changes the text of a post.
    ///
    /// # Errors
    /// `not_found` for an unknown post; `conflict` for one that is hidden; `invalid_input` and `limit` for a bad text.
    pub fn update_post(&self, id: PostId, body: &str) -> Result<Post> {
        let tx = self.tx;
        let mut post = self.post(id)?;
        if post.hidden_at.is_some() {
            return Err(Error::conflict("the post is hidden").existing(id));
        }
        let body = text::note("/body", body)?;
        if body == post.body {
            return Ok(post);
        }
        (post.body, post.updated_at) = (body, tx.now());
        tx.step(|| {
            post.update(tx, journal::next_seq(tx)?)?;
            search::index(tx, &named(tx, post.topic_id)?)?;
            told(tx, "community.post_updated", &post, None)
        })?;
        Ok(post)
    }

    /// Hides a post, or shows it again. A hidden one is no solution any more: its topic is open again.
    ///
    /// # Errors
    /// `not_found` for an unknown post; `invalid_input` for a bad reason.
    pub fn hide_post(&self, id: PostId, hide: bool, reason: Option<&str>) -> Result<Post> {
        let tx = self.tx;
        let post = self.post(id)?;
        let reason = reason.map(|reason| text::token("/reason", reason)).transpose()?;
        tx.step(|| hide_post(tx, post, hide, reason.as_deref()))
    }

    /// Accepts a post as the solution of its topic. Its author gets the points of the settings when it is another
    /// customer than the topic's, once for each topic and only if the shop sells to this customer. Again it changes
    /// nothing.
    ///
    /// # Errors
    /// `not_found` for an unknown or hidden topic or post; `conflict` for a topic that is closed.
    pub fn accept(&self, topic: TopicId, post: PostId) -> Result<Topic> {
        let tx = self.tx;
        let mut topic = open_topic(tx, topic)?;
        let post = visible_post(tx, topic.id, post)?;
        if topic.solution_id == Some(post.id) {
            return Ok(topic);
        }
        let points = self.settings()?.solution_points;
        tx.step(|| {
            topic.solution_id = Some(post.id);
            let mut given = 0;
            if let Some(customer) = post.customer_id
                && points > 0
                && topic.rewarded_id.is_none()
                && topic.customer_id != Some(customer)
                && customers::is_sellable(tx, customer)?
            {
                let reason = Some("solution".to_owned());
                tx.loyalty().bonus(&NewPoints { reason, ..NewPoints::new(customer, points.into()) })?;
                (topic.rewarded_id, given) = (Some(post.id), points);
            }
            if topic.state == TopicState::Open {
                journal::go(tx, &MACHINE, whose(&topic), (topic.state, TopicState::Answered), None)?;
                topic.state = TopicState::Answered;
            }
            (topic.unanswered_due, topic.updated_at) = (None, tx.now());
            topic.update(tx, journal::next_seq(tx)?)?;
            search::index(tx, &topic)?;
            let facts = json!({ "post_id": post.id, "author_id": post.customer_id, "points": given });
            announce(tx, "community.solution_accepted", &topic, facts)
        })?;
        Ok(topic)
    }
}

fn whose(topic: &Topic) -> (i64, Option<CustomerId>) {
    (topic.id.0, topic.customer_id)
}

/// Takes a topic to another state; who complained about it is heard by that.
pub(super) fn go(tx: &WriteTransaction, topic: &mut Topic, to: TopicState, reason: Option<&str>) -> Result<()> {
    let from = topic.state;
    journal::go(tx, &MACHINE, whose(topic), (from, to), reason)?;
    topic.state = to;
    if to == TopicState::Open {
        topic.solution_id = None;
    }
    (topic.unanswered_due, topic.updated_at) = (None, tx.now());
    topic.update(tx, journal::next_seq(tx)?)?;
    search::index(tx, topic)?;
    store_votes::handle(tx, (topic.id, None))?;
    announce(tx, "community.topic_state_changed", topic, json!({ "from": from, "to": to, "reason": reason }))
}

/// Hides a post or shows it; who complained about it is heard by that.
pub(super) fn hide_post(tx: &WriteTransaction, mut post: Post, hide: bool, reason: Option<&str>) -> Result<Post> {
    store_votes::handle(tx, (post.topic_id, Some(post.id)))?;
    if post.hidden_at.is_some() == hide {
        return Ok(post);
    }
    post.hidden_at = hide.then(|| tx.now());
    post.updated_at = tx.now();
    post.update(tx, journal::next_seq(tx)?)?;
    let mut topic = named(tx, post.topic_id)?;
    if hide && topic.solution_id == Some(post.id) {
        if topic.state == TopicState::Answered {
            go(tx, &mut topic, TopicState::Open, Some("solution_hidden"))?;
        } else {
            topic.solution_id = None;
            topic.update(tx, journal::next_seq(tx)?)?;
            search::index(tx, &topic)?;
        }
    }
    told(tx, if hide { "community.post_hidden" } else { "community.post_shown" }, &post, reason)?;
    Ok(post)
}

fn told(tx: &WriteTransaction, name: &'static str, post: &Post, reason: Option<&str>) -> Result<()> {
    let event = journal::Entry::new(name).customer(post.customer_id).entity("post", post.id);
    journal::append(tx, event.payload(json!({ "topic_id": post.topic_id, "reason": reason }))).map(drop)
}

fn board_of(tx: &ReadTransaction, id: BoardId) -> Result<Board> {
    Board::by_id(tx, id)?.or_not_found(BoardId::WHAT, id).map_err(|error| error.at("/board_id"))
}

/// A post of a topic that is not hidden.
pub(super) fn visible_post(tx: &ReadTransaction, topic: TopicId, post: PostId) -> Result<Post> {
    let found = Post::by_id(tx, post)?.filter(|found| found.topic_id == topic && found.hidden_at.is_none());
    found.or_not_found(PostId::WHAT, post).map_err(|error| error.at("/post_id"))
}

/// A topic in which can be written.
fn open_topic(tx: &ReadTransaction, id: TopicId) -> Result<Topic> {
    let topic = named(tx, id)?;
    match topic.state {
        TopicState::Hidden => Err(Error::not_found(TopicId::WHAT, id).at("/topic_id")),
        TopicState::Closed => Err(Error::conflict("the topic is closed").at("/topic_id").existing(id)),
        TopicState::Open | TopicState::Answered => Ok(topic),
    }
}

/// Who writes, when exactly one is named.
fn author(tx: &ReadTransaction, customer: Option<CustomerId>, staff: Option<StaffId>) -> Result<Author> {
    ids::require_row_id("/staff_id", staff.map(i64::from))?;
    if customer.is_some() == staff.is_some() {
        return Err(Error::invalid("/customer_id", "a customer writes, or somebody of the staff"));
    }
    Ok((customer.map(|customer| customers::require_at(tx, customer, "/customer_id")).transpose()?, staff))
}

fn require_beginning(tx: &ReadTransaction, board: &Board, author: Author) -> Result<()> {
    let refused = |why: &str| Err(Error::conflict(why).at("/board_id").existing(board.id));
    if !board.active {
        return refused("the board is closed for new topics");
    }
    if board.staff_only && author.1.is_none() {
        return refused("only the staff begins topics in this board");
    }
    require_member(tx, board, author)
}

/// Requires that a customer may write in the board of a club.
fn require_member(tx: &ReadTransaction, board: &Board, author: Author) -> Result<()> {
    if let (Some(club), Some(customer)) = (board.club_id, author.0)
        && !store_clubs::is_member(tx, club, customer)?
    {
        return Err(Error::conflict("only members of the club write in this board")
            .at("/customer_id")
            .existing(club)
            .hint("join with community.join first"));
    }
    Ok(())
}
