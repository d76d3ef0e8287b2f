//! The operations of community.

use super::shapes::Nothing;
use crate::journal::StageChange;
use crate::records::aftersale::community::{
    Board, BoardPatch, Club, ClubMember, ClubMemberFilter, CommunityPatch, CommunitySettings, ForumReport,
    ForumReportFilter, ForumVote, ForumVotes, HotPeriod, HotTopics, NewBoard, NewClub, NewForumReport, NewPost,
    NewTopic, Post, PostFilter, Topic, TopicFilter, TopicPatch, TopicSearch, TopicState,
};
use crate::vocabulary::{BoardId, ClubId, CustomerId, Page, PostId, TopicId};

input! {
    /// A board by its id.
    BoardRef {
        /// The id.
        id: BoardId,
    }
}

input! {
    /// A change of a board.
    BoardUpdate {
        /// The id.
        id: BoardId,
        /// What changes; absent fields stay, null clears.
        changes: BoardPatch,
    }
}

input! {
    /// A topic by its id.
    TopicRef {
        /// The id.
        id: TopicId,
    }
}

input! {
    /// A change of a topic.
    TopicUpdate {
        /// The id.
        id: TopicId,
        /// What changes; absent fields stay.
        changes: TopicPatch,
    }
}

input! {
    /// Where a topic goes.
    TopicMove {
        /// The id.
        id: TopicId,
        /// The new state.
        state: TopicState,
        /// Why, as a token such as `spam`.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// A post by its id.
    PostRef {
        /// The id.
        id: PostId,
    }
}

input! {
    /// Another text of a post.
    PostUpdate {
        /// The id.
        id: PostId,
        /// The text, at most 64 KiB.
        body: String,
    }
}

input! {
    /// Whether a post is seen.
    PostHiding {
        /// The id.
        id: PostId,
        /// Whether it is hidden.
        hidden: bool,
        /// Why, as a token such as `spam`.
        #[serde(default)]
        reason: Option<String>,
    }
}

input! {
    /// The solution of a topic.
    TopicSolution {
        /// The topic.
        topic_id: TopicId,
        /// The post that solves it.
        post_id: PostId,
    }
}

input! {
    /// A club by its id.
    ClubRef {
        /// The id.
        id: ClubId,
    }
}

input! {
    /// A customer in a club.
    ClubMembership {
        /// The club.
        club_id: ClubId,
        /// The customer.
        customer_id: CustomerId,
    }
}

ops! { pub(super) OPS:
    Read "community.settings" "How the community works: points, complaints, hours without an answer." []
        |tx, _p: Nothing| -> CommunitySettings { tx.community().settings() };
    Write "community.configure" "Changes how the community works." [Limit]
        |tx, p: CommunityPatch| -> CommunitySettings { tx.community().configure(&p) };
    Write "community.create_board" "Makes a board." [NotFound, Conflict, Limit]
        |tx, p: NewBoard| -> Board { tx.community().create_board(p) };
    Write "community.update_board" "Changes a board." [NotFound, Limit]
        |tx, p: BoardUpdate| -> Board { tx.community().update_board(p.id, p.changes) };
    Read "community.board" "One board by its id." [NotFound]
        |tx, p: BoardRef| -> Board { tx.community().board(p.id) };
    Read "community.boards" "All boards, in their order." []
        |tx, _p: Nothing| -> Vec<Board> { tx.community().boards() };
    Write "community.create_topic" "Begins a topic, by a customer or the staff." [NotFound, Conflict, Limit]
        |tx, p: NewTopic| -> Topic { tx.community().create_topic(p) };
    Write "community.update_topic" "Changes what a topic says, or moves it to another board." [NotFound, Conflict, Limit]
        |tx, p: TopicUpdate| -> Topic { tx.community().update_topic(p.id, p.changes) };
    Write "community.set_topic_state" "Closes, hides or shows a topic, or opens it anew." [NotFound, Conflict, NotAllowedTransition]
        |tx, p: TopicMove| -> Topic { tx.community().set_topic_state(p.id, p.state, p.reason.as_deref()) };
    Read "community.topic" "One topic by its id." [NotFound]
        |tx, p: TopicRef| -> Topic { tx.community().topic(p.id) };
    Read "community.topics" "Topics by board, customer, state and subject, those in which somebody wrote last first." [NotFound, Limit]
        |tx, p: TopicFilter| -> Page<Topic> { tx.community().topics(&p) };
    Read "community.history" "The moves of a topic, oldest first." [NotFound]
        |tx, p: TopicRef| -> Vec<StageChange> { tx.community().history(p.id) };
    Write "community.reply" "Answers a topic, by a customer or the staff." [NotFound, Conflict, Limit]
        |tx, p: NewPost| -> Post { tx.community().reply(p) };
    Write "community.update_post" "Changes the text of a post." [NotFound, Conflict, Limit]
        |tx, p: PostUpdate| -> Post { tx.community().update_post(p.id, &p.body) };
    Write "community.hide_post" "Hides a post, or shows it again." [NotFound]
        |tx, p: PostHiding| -> Post { tx.community().hide_post(p.id, p.hidden, p.reason.as_deref()) };
    Read "community.post" "One post by its id." [NotFound]
        |tx, p: PostRef| -> Post { tx.community().post(p.id) };
    Read "community.posts" "The posts of a topic, oldest first." [NotFound, Limit]
        |tx, p: PostFilter| -> Page<Post> { tx.community().posts(&p) };
    Write "community.accept" "Accepts a post as the solution of its topic; its author gets the points of the settings, once." [NotFound, Conflict]
        |tx, p: TopicSolution| -> Topic { tx.community().accept(p.topic_id, p.post_id) };
    Write "community.vote" "Counts the vote of a customer for a topic or post, once." [NotFound, Conflict]
        |tx, p: ForumVote| -> ForumVotes { tx.community().vote(p) };
    Write "community.unvote" "Takes the vote of a customer back." [NotFound]
        |tx, p: ForumVote| -> ForumVotes { tx.community().unvote(p) };
    Write "community.report" "Notes a complaint about a topic or post; enough of them hide it." [NotFound]
        |tx, p: NewForumReport| -> ForumReport { tx.community().report(p) };
    Read "community.reports" "Complaints that wait for a decision, or all." [Limit]
        |tx, p: ForumReportFilter| -> Page<ForumReport> { tx.community().reports(&p) };
    Read "community.search" "Topics that fit what somebody typed, the best first." [Limit]
        |tx, p: TopicSearch| -> Vec<Topic> { tx.community().search(&p) };
    Read "community.hot" "What is talked about in a period, and which articles, categories and tags more or less than before." [NotFound, Limit]
        |tx, p: HotPeriod| -> HotTopics { tx.community().hot(&p) };
    Write "community.create_club" "Makes a club." [Conflict, Limit]
        |tx, p: NewClub| -> Club { tx.community().create_club(p) };
    Read "community.club" "One club by its id." [NotFound]
        |tx, p: ClubRef| -> Club { tx.community().club(p.id) };
    Read "community.clubs" "All clubs, in the order in which they were made." []
        |tx, _p: Nothing| -> Vec<Club> { tx.community().clubs() };
    Write "community.join" "A customer joins a club." [NotFound]
        |tx, p: ClubMembership| -> Club { tx.community().join(p.club_id, p.customer_id) };
    Write "community.leave" "A customer leaves a club." [NotFound]
        |tx, p: ClubMembership| -> Club { tx.community().leave(p.club_id, p.customer_id) };
    Read "community.members" "The members of a club." [NotFound, Limit]
        |tx, p: ClubMemberFilter| -> Page<ClubMember> { tx.community().members(&p) };
}
