//! Content items: from the draft to the archive.

use super::{Collateral, MAX_SKU, store};
use crate::db::{Reading, StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::presale::configure::texts;
use crate::records::shop::require_language;
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{ContentId, Error, ErrorCode, Page, PageRequest, Patch, Result, Timestamp, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How long before its end `tick` announces an item.
pub(super) const NOTICE_DAYS: i64 = 30;
/// Items that `tick` works off in one transaction.
const BATCH: usize = 1_000;
const MAX_SKUS: usize = 1_000;
const MAX_URI: usize = 2_048;

tokens! {
    /// What a content item is.
    pub enum ContentKind("kind of content") {
        /// A brochure.
        Brochure = "brochure",
        /// A catalogue.
        Catalogue = "catalogue",
        /// A template, such as of a letter or an offer.
        Template = "template",
        /// A picture.
        Image = "image",
        /// A film.
        Video = "video",
        /// Any other document.
        Document = "document",
    }
}

tokens! {
    /// Where a content item stands.
    pub enum ContentState("state of a content item") {
        /// It is being made.
        Draft = "draft",
        /// Somebody looks it over.
        InReview = "in_review",
        /// It may be shown.
        Published = "published",
        /// It is not shown any more.
        Archived = "archived",
    }
}

/// The moves of a content item.
pub(super) static MACHINE: Machine<ContentState> = {
    use ContentState::{Archived, Draft, InReview, Published};
    Machine::new(
        "content",
        &[
            (Draft, &[InReview, Archived]),
            (InReview, &[Draft, Published, Archived]),
            (Published, &[Archived]),
            (Archived, &[]),
        ],
    )
};

/// A content item as it is given: a draft, the next version of its key and language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContent {
    /// The key, a token: versions and languages of one thing share it.
    pub key: String,
    /// What it is; the same for all versions of a key.
    pub kind: ContentKind,
    /// The language (BCP 47).
    pub language: String,
    /// The title, at most 512 bytes.
    pub title: String,
    /// Where the file lies, at most 2,048 bytes.
    #[serde(default)]
    pub uri: Option<String>,
    /// The text, at most 64 KiB. An item has a text, a place, or both.
    #[serde(default)]
    pub text: Option<String>,
    /// From when it may be shown.
    #[serde(default)]
    pub valid_from: Option<Timestamp>,
    /// Until when it may be shown; after `valid_from`.
    #[serde(default)]
    pub valid_to: Option<Timestamp>,
    /// The articles that it is about, at most 1,000.
    #[serde(default)]
    pub skus: Vec<String>,
}

/// A content item as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ContentItem {
    /// The id of this version.
    pub id: ContentId,
    /// The key.
    pub key: String,
    /// What it is.
    pub kind: ContentKind,
    /// The language.
    pub language: String,
    /// The version: 1 for the first of its key and language.
    pub version: i64,
    /// The title.
    pub title: String,
    /// Where the file lies.
    pub uri: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// Where it stands.
    pub state: ContentState,
    /// From when it may be shown.
    pub valid_from: Option<Timestamp>,
    /// Until when it may be shown.
    pub valid_to: Option<Timestamp>,
    /// The articles that it is about, in their order.
    pub skus: Vec<String>,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// When `tick` announced its end.
    pub expiring_at: Option<Timestamp>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What changes of a content item.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContentPatch {
    /// The title.
    pub title: Option<String>,
    /// Where the file lies.
    pub uri: Patch<String>,
    /// The text.
    pub text: Patch<String>,
    /// From when it may be shown.
    pub valid_from: Patch<Timestamp>,
    /// Until when it may be shown.
    pub valid_to: Patch<Timestamp>,
    /// The articles that it is about, all of them.
    pub skus: Option<Vec<String>>,
}

/// Which content items to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContentFilter {
    /// Versions and languages of this key.
    pub key: Option<String>,
    /// Items of this kind.
    pub kind: Option<ContentKind>,
    /// Items in exactly this language.
    pub language: Option<String>,
    /// Items in this state; all that are not archived by default.
    pub state: Option<ContentState>,
    /// Items about this article.
    pub sku: Option<String>,
    /// Items that end before this instant.
    pub valid_to_before: Option<Timestamp>,
    /// Which page.
    pub page: PageRequest,
}

/// Which content item is to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CurrentContent {
    /// The key.
    pub key: String,
    /// The language (BCP 47); by default that of the shop.
    #[serde(default)]
    pub language: Option<String>,
}

impl<T: Reading> Collateral<'_, T> {
    /// One content item.
    ///
    /// # Errors
    /// `not_found`.
    pub fn content(&self, id: ContentId) -> Result<ContentItem> {
        store::content(self.tx.reader(), id)?.or_not_found(ContentId::WHAT, id)
    }

    /// Content items, the newest first, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn contents(&self, filter: &ContentFilter) -> Result<Page<ContentItem>> {
        let listing = filter.page.of("contents", filter)?;
        Ok(listing.page(store::contents(self.tx.reader(), filter, &listing)?, |item| [item.id.0]))
    }

    /// The item of a key that may be shown now: published, within its time, in the language, else in a wider one (`zh` for
    /// `zh-TW`), else in any, the first by its tag.
    ///
    /// # Errors
    /// `not_found` when there is none; `invalid_input` for a bad language.
    pub fn current(&self, ask: &CurrentContent) -> Result<ContentItem> {
        let tx = self.tx.reader();
        let language = match &ask.language {
            Some(language) => language.clone(),
            None => tx.shop().settings()?.language.clone(),
        };
        require_language(&language)?;
        let mut shown = store::shown(tx, &ask.key, tx.now())?;
        let wanted = texts::fallbacks(&language).find_map(|tag| shown.iter().position(|item| item.language == tag));
        match wanted.or(if shown.is_empty() { None } else { Some(0) }) {
            Some(at) => store::with_skus(tx, shown.swap_remove(at)),
            None => Err(Error::not_found("published content", "of this key").at("/key")),
        }
    }
}

impl Collateral<'_, WriteTransaction> {
    /// Records a content item as a draft: the next version of its key and language.
    ///
    /// # Errors
    /// `invalid_input` and `limit` for a bad field; `conflict` for another kind than that of the key.
    pub fn create_content(&self, new: NewContent) -> Result<ContentItem> {
        let tx = self.tx;
        require_language(&new.language)?;
        let key = text::token("/key", &new.key)?;
        if let Some((id, kind)) = store::kind_of(tx, &key)?
            && kind != new.kind
        {
            return Err(Error::conflict(format!("the content of this key is of kind {kind}")).at("/kind").existing(id));
        }
        let mut item = ContentItem {
            id: ContentId(0),
            version: store::last_version(tx, &key, &new.language)? + 1,
            key,
            kind: new.kind,
            language: new.language,
            title: new.title,
            uri: new.uri,
            text: new.text,
            state: ContentState::Draft,
            valid_from: new.valid_from,
            valid_to: new.valid_to,
            skus: new.skus,
            published_at: None,
            expiring_at: None,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        clean(&mut item)?;
        tx.step(|| {
            item.id = item.insert(tx, journal::next_seq(tx)?)?;
            store::replace_skus(tx, item.id, &item.skus)?;
            journal::begin(tx, &MACHINE, (item.id.0, None), item.state)?;
            announce(tx, "content.created", &item)
        })?;
        Ok(item)
    }

    /// Changes a content item that is not published yet.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that is published or archived; `invalid_input` and `limit` for a bad field.
    pub fn update_content(&self, id: ContentId, patch: ContentPatch) -> Result<ContentItem> {
        let tx = self.tx;
        let known = self.content(id)?;
        if matches!(known.state, ContentState::Published | ContentState::Archived) {
            return Err(Error::conflict(format!("the content is {}", known.state))
                .existing(id)
                .hint("create the next version with collateral.create_content"));
        }
        let mut after = known.clone();
        after.title = patch.title.unwrap_or(after.title);
        patch.uri.apply(&mut after.uri);
        patch.text.apply(&mut after.text);
        patch.valid_from.apply(&mut after.valid_from);
        patch.valid_to.apply(&mut after.valid_to);
        after.skus = patch.skus.unwrap_or(after.skus);
        clean(&mut after)?;
        if after == known {
            return Ok(known);
        }
        after.updated_at = tx.now();
        tx.step(|| {
            after.update(tx, journal::next_seq(tx)?)?;
            store::replace_skus(tx, id, &after.skus)?;
            announce(tx, "content.updated", &after)
        })?;
        Ok(after)
    }

    /// Takes a content item to another state. One that is published takes the place of the version that was.
    ///
    /// # Errors
    /// `not_found`; `not_allowed_transition` that lists the states that may follow; `conflict` for publishing what has
    /// ended, or a version older than the published one.
    pub fn set_content_state(&self, id: ContentId, to: ContentState) -> Result<ContentItem> {
        let tx = self.tx;
        let mut item = self.content(id)?;
        MACHINE.require(item.state, to)?;
        tx.step(|| {
            if to == ContentState::Published {
                if item.valid_to.is_some_and(|end| end <= tx.now()) {
                    return Err(Error::conflict("the content has ended")
                        .existing(id)
                        .hint("change its `valid_to` first"));
                }
                if let Some(before) = store::published(tx, &item.key, &item.language)? {
                    if before.version > item.version {
                        return Err(Error::conflict("a newer version is published").existing(before.id));
                    }
                    go(tx, before, ContentState::Archived, Some("replaced"))?;
                }
                item.published_at = Some(tx.now());
            }
            go(tx, item, to, None)
        })
    }
}

/// Moves an item, logs the move and announces it.
fn go(tx: &WriteTransaction, mut item: ContentItem, to: ContentState, reason: Option<&str>) -> Result<ContentItem> {
    let from = std::mem::replace(&mut item.state, to);
    item.updated_at = tx.now();
    journal::go(tx, &MACHINE, (item.id.0, None), (from, to), reason)?;
    item.update(tx, journal::next_seq(tx)?)?;
    let payload =
        json!({ "key": item.key, "language": item.language, "version": item.version, "from": from, "to": to });
    journal::append(tx, Entry::new("content.state_changed").entity("content", item.id).payload(payload))?;
    Ok(item)
}

/// Brings an item into its stored form; doing it twice changes nothing.
fn clean(item: &mut ContentItem) -> Result<()> {
    item.title = text::name("/title", &item.title)?;
    item.uri = item.uri.take().map(|uri| text::key("/uri", &uri, MAX_URI)).transpose()?;
    item.text = text::optional_note("/text", item.text.as_deref())?;
    if item.uri.is_none() && item.text.is_none() {
        return Err(Error::invalid("/text", "a content item has a text, or a `uri` where it lies"));
    }
    if matches!((item.valid_from, item.valid_to), (Some(from), Some(to)) if from >= to) {
        return Err(Error::invalid("/valid_to", "the end comes after the beginning"));
    }
    if item.skus.len() > MAX_SKUS {
        return Err(Error::new(ErrorCode::Limit, "a content item is about at most 1,000 articles").at("/skus"));
    }
    for (at, sku) in item.skus.iter_mut().enumerate() {
        *sku = text::key(&format!("/skus/{at}"), sku, MAX_SKU)?;
    }
    item.skus.sort();
    item.skus.dedup();
    Ok(())
}

/// The step of `tick`: announces the end of published items, 30 days before and once, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(store::next_notice, |tx| {
        let due = store::ending(tx, tx.now().plus_days(NOTICE_DAYS), BATCH)?;
        let count = due.len();
        for mut item in due {
            item.expiring_at = Some(tx.now());
            item.update(tx, journal::next_seq(tx)?)?;
            let payload = json!({
                "key": item.key, "language": item.language, "version": item.version, "valid_to": item.valid_to,
            });
            journal::append(tx, Entry::new("content.expiring").entity("content", item.id).payload(payload))?;
        }
        Ok(count)
    })
}

fn announce(tx: &WriteTransaction, name: &'static str, item: &ContentItem) -> Result<()> {
    let payload = json!({ "key": item.key, "kind": item.kind, "language": item.language, "version": item.version });
    journal::append(tx, Entry::new(name).entity("content", item.id).payload(payload)).map(drop)
}
