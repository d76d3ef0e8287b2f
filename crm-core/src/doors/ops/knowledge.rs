//! The operations of knowledge.

use crate::journal::StageChange;
use crate::records::aftersale::knowledge::{
    Article, ArticleAdvice, ArticleFilter, ArticleGap, ArticleGapFilter, ArticleHit, ArticleLink, ArticlePatch,
    ArticleQuery, ArticleSearch, ArticleState, ArticleVersion, NewArticle, NewArticleLink, NewArticleVote,
    ShownArticle,
};
use crate::records::interactions::Reference;
use crate::vocabulary::{ArticleId, Page};

input! {
    /// An article by its id.
    ArticleRef {
        /// The id.
        id: ArticleId,
    }
}

input! {
    /// A change of an article.
    ArticleUpdate {
        /// The id.
        id: ArticleId,
        /// What changes; absent fields stay, null clears.
        changes: ArticlePatch,
    }
}

input! {
    /// Where the newest text of an article goes.
    ArticleMove {
        /// The id.
        id: ArticleId,
        /// The new state.
        state: ArticleState,
    }
}

input! {
    /// For what articles were used.
    ArticleLinksOf {
        /// What it is, such as a ticket.
        #[serde(rename = "ref")]
        reference: Reference,
    }
}

ops! { pub(super) OPS:
    Write "knowledge.create" "Records an article as a draft." [NotFound, Conflict, Limit]
        |tx, p: NewArticle| -> Article { tx.knowledge().create(p) };
    Read "knowledge.get" "One article, with its newest text." [NotFound]
        |tx, p: ArticleRef| -> Article { tx.knowledge().get(p.id) };
    Read "knowledge.list" "Articles by state, key, language, audience and subject, in the order in which they were made." [Limit]
        |tx, p: ArticleFilter| -> Page<Article> { tx.knowledge().list(&p) };
    Write "knowledge.update" "Changes an article: its text while it is a draft, all else at once." [NotFound, Conflict, Limit]
        |tx, p: ArticleUpdate| -> Article { tx.knowledge().update(p.id, p.changes) };
    Write "knowledge.set_state" "Takes the newest text of an article to review, publishes or archives it, or begins the next version." [NotFound, Conflict, NotAllowedTransition]
        |tx, p: ArticleMove| -> Article { tx.knowledge().set_state(p.id, p.state) };
    Read "knowledge.versions" "Every version of an article that was published, oldest first." [NotFound]
        |tx, p: ArticleRef| -> Vec<ArticleVersion> { tx.knowledge().versions(p.id) };
    Read "knowledge.history" "The moves of an article, oldest first." [NotFound]
        |tx, p: ArticleRef| -> Vec<StageChange> { tx.knowledge().history(p.id) };
    Write "knowledge.show" "Shows an article to a reader in the nearest language, and counts that." [NotFound]
        |tx, p: ArticleQuery| -> ShownArticle { tx.knowledge().show(&p) };
    Read "knowledge.search" "Published articles that fit what somebody typed, the best first." [Limit]
        |tx, p: ArticleSearch| -> Vec<ArticleHit> { tx.knowledge().search(&p) };
    Write "knowledge.ask" "Searches for a reader, and counts a question that finds nothing." [Limit]
        |tx, p: ArticleSearch| -> Vec<ArticleHit> { tx.knowledge().ask(&p) };
    Read "knowledge.suggest" "Articles that may answer a longer text, such as that of a ticket." [Limit]
        |tx, p: ArticleAdvice| -> Vec<ArticleHit> { tx.knowledge().suggest(&p) };
    Write "knowledge.vote" "Counts whether an article helped a customer or visitor, once each." [NotFound, Conflict]
        |tx, p: NewArticleVote| -> Article { tx.knowledge().vote(p) };
    Write "knowledge.link" "Notes that an article was used for something, such as a ticket." [NotFound]
        |tx, p: NewArticleLink| -> Vec<ArticleLink> { tx.knowledge().link(p) };
    Read "knowledge.links" "The articles that were used for something." []
        |tx, p: ArticleLinksOf| -> Vec<ArticleLink> { tx.knowledge().links(p.reference) };
    Read "knowledge.gaps" "What was asked and not found, the most often asked first." [Limit]
        |tx, p: ArticleGapFilter| -> Page<ArticleGap> { tx.knowledge().gaps(&p) };
}
