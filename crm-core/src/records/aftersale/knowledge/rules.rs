//! Pure decisions about articles: moves, clean fields, and what the index holds.

use super::model::{Article, ArticleAudience, ArticlePatch, ArticleState, NewArticle};
use crate::db::{Json, Words};
use crate::records::customers::search_text::{facet, language_facet, words};
use crate::records::presale::configure::texts::fallbacks;
use crate::records::shop::require_language;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{ArticleId, Error, ErrorCode, Result, Timestamp, text};

const MAX_SKU: usize = 128;
const MAX_SKUS: usize = 1_000;
const MAX_VALUES: usize = 100;

/// The moves of the newest text of an article. What is published goes back to draft as the next version.
pub(crate) static MACHINE: Machine<ArticleState> = {
    use ArticleState::{Archived, Draft, InReview, Published};
    Machine::new(
        "article",
        &[
            (Draft, &[InReview, Archived]),
            (InReview, &[Draft, Published, Archived]),
            (Published, &[Draft, Archived]),
            (Archived, &[Draft]),
        ],
    )
};

/// The draft of an article, or why it is refused.
pub(super) fn draft(new: NewArticle, shop_language: &str, now: Timestamp) -> Result<Article> {
    let language = new.language.unwrap_or_else(|| shop_language.to_owned());
    require_language(&language)?;
    let mut article = Article {
        id: ArticleId(0),
        key: text::token("/key", &new.key)?,
        language,
        title: new.title,
        body: new.body,
        audience: new.audience,
        state: ArticleState::Draft,
        version: 1,
        published_version: None,
        skus: new.skus,
        categories: new.categories,
        tags: new.tags,
        related: Json(new.related),
        valid_to: new.valid_to,
        expiring_at: None,
        expired_at: None,
        views: 0,
        helpful: 0,
        not_helpful: 0,
        created_at: now,
        updated_at: now,
        published_at: None,
    };
    clean(&mut article)?;
    Ok(article)
}

/// The article after a change; an end that moves counts anew.
pub(super) fn patched(known: &Article, patch: ArticlePatch) -> Result<Article> {
    let mut after = known.clone();
    after.title = patch.title.unwrap_or(after.title);
    after.body = patch.body.unwrap_or(after.body);
    after.audience = patch.audience.unwrap_or(after.audience);
    after.skus = patch.skus.unwrap_or(after.skus);
    after.categories = patch.categories.unwrap_or(after.categories);
    after.tags = patch.tags.unwrap_or(after.tags);
    after.related = patch.related.map_or(after.related, Json);
    patch.valid_to.apply(&mut after.valid_to);
    clean(&mut after)?;
    if after.valid_to != known.valid_to {
        (after.expiring_at, after.expired_at) = (None, None);
    }
    Ok(after)
}

/// Brings an article into its stored form; doing it twice changes nothing.
fn clean(article: &mut Article) -> Result<()> {
    article.title = text::name("/title", &article.title)?;
    article.body = text::note("/body", &article.body)?;
    values("/skus", MAX_SKUS, &mut article.skus, |path, sku| text::key(path, sku, MAX_SKU))?;
    values("/categories", MAX_VALUES, &mut article.categories, text::name)?;
    values("/tags", MAX_VALUES, &mut article.tags, text::name)?;
    if article.related.len() > MAX_VALUES {
        return Err(too_many("/related", MAX_VALUES));
    }
    article.related.0.sort_unstable();
    article.related.0.dedup();
    Ok(())
}

fn too_many(path: &str, most: usize) -> Error {
    Error::new(ErrorCode::Limit, format!("at most {most} are allowed")).at(path)
}

fn values(
    path: &str,
    most: usize,
    values: &mut Vec<String>,
    clean: impl Fn(&str, &str) -> Result<String>,
) -> Result<()> {
    if values.len() > most {
        return Err(too_many(path, most));
    }
    for (at, value) in values.iter_mut().enumerate() {
        *value = clean(&format!("{path}/{at}"), value)?;
    }
    values.sort_unstable();
    values.dedup();
    Ok(())
}

/// What the index holds of an article with these texts.
pub(super) fn indexed(article: &Article, title: &str, body: &str) -> Words {
    let mut facets = vec![audience_facet(article.audience), language_facet(&article.language)];
    facets.extend(article.skus.iter().map(|sku| facet('s', sku)));
    if article.skus.is_empty() {
        facets.push(NO_SKU.to_owned());
    }
    for category in &article.categories {
        let ends = category.match_indices('/').map(|(end, _)| end).chain([category.len()]);
        facets.extend(ends.map(|end| facet('c', &category[..end])));
    }
    facets.extend(article.tags.iter().map(|tag| facet('t', tag)));
    words(title, &article.tags, body, facets)
}

/// Stands for an article that is about nothing of the catalogue.
pub(super) const NO_SKU: &str = "none";

fn audience_facet(audience: ArticleAudience) -> String {
    facet('a', audience.token())
}

/// Whether somebody may read what is for an audience.
pub(super) fn may_read(reader: ArticleAudience, audience: ArticleAudience) -> bool {
    audience <= reader
}

/// The facets of everything that somebody may read in a language or a wider one; in all languages without one.
pub(super) fn readable(reader: ArticleAudience, language: Option<&str>) -> Vec<Vec<String>> {
    let audiences = ArticleAudience::ALL.iter().filter(|audience| may_read(reader, **audience));
    let languages = language.into_iter().flat_map(fallbacks).map(language_facet);
    vec![audiences.map(|audience| audience_facet(*audience)).collect(), languages.collect()]
}

/// How near a language is to the one that is wanted, the nearest first.
pub(super) fn distance(wanted: Option<&str>, language: &str) -> usize {
    let near = |wanted: &str| fallbacks(wanted).position(|tag| tag.eq_ignore_ascii_case(language));
    wanted.and_then(near).unwrap_or(usize::MAX)
}

/// How a text begins.
pub(super) fn excerpt(body: &str) -> String {
    const MAX: usize = 200;
    let one_line: Vec<&str> = body.split_whitespace().collect();
    one_line.join(" ").chars().take(MAX).collect()
}
