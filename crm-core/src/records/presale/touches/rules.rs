//! Pure decisions about touches and web events.

use super::{NewTouch, NewWebEvent, TouchSettings, TouchSummaryOptions, WebEventKind};
use crate::vocabulary::{Error, ErrorCode, Result, text};

const MAX_URL: usize = 2_048;
const MAX_SKU: usize = 128;
const MAX_GROUPS: u32 = 10_000;
const DEFAULT_GROUPS: u32 = 100;

/// The touch with clean text, or why it is refused; its customer and visitor are looked up elsewhere.
pub(crate) fn clean_touch(new: NewTouch) -> Result<NewTouch> {
    if new.customer_id.is_none() && new.visitor.is_none() {
        return Err(Error::invalid("/visitor", "a touch needs a customer or a visitor"));
    }
    if new.cost.is_some_and(|cost| cost.minor < 0) {
        return Err(Error::invalid("/cost", "a cost is not negative"));
    }
    Ok(NewTouch {
        source: text::name("/source", &new.source)?,
        medium: text::optional_name("/medium", new.medium.as_deref())?,
        campaign: text::optional_name("/campaign", new.campaign.as_deref())?,
        content: text::optional_name("/content", new.content.as_deref())?,
        term: text::optional_name("/term", new.term.as_deref())?,
        referrer: clean_url("/referrer", new.referrer)?,
        landing: clean_url("/landing", new.landing)?,
        ..new
    })
}

/// The web event with clean text, or why it is refused; its customer and visitor are looked up elsewhere.
pub(crate) fn clean_web_event(new: NewWebEvent) -> Result<NewWebEvent> {
    if new.customer_id.is_none() && new.visitor.is_none() && !is_of_product(new.kind) {
        return Err(Error::invalid("/visitor", "a web event of this kind needs a customer or a visitor"));
    }
    let new = NewWebEvent {
        sku: new.sku.map(|sku| text::key("/sku", &sku, MAX_SKU)).transpose()?,
        query: text::optional_name("/query", new.query.as_deref())?,
        url: clean_url("/url", new.url)?,
        ..new
    };
    if new.sku.is_none() && (is_of_product(new.kind) || is_about_product(new.kind)) {
        return Err(Error::invalid("/sku", format!("{} needs the article", new.kind)));
    }
    if new.query.is_none() && new.kind == WebEventKind::Searched {
        return Err(Error::invalid("/query", "a search needs what was searched for"));
    }
    Ok(new)
}

/// Whether something happened to a product, and not to somebody.
fn is_of_product(kind: WebEventKind) -> bool {
    matches!(kind, WebEventKind::PriceDropped | WebEventKind::BackInStock)
}

/// Whether somebody did something with a product.
fn is_about_product(kind: WebEventKind) -> bool {
    matches!(kind, WebEventKind::ProductViewed | WebEventKind::WishlistAdded)
}

fn clean_url(path: &str, url: Option<String>) -> Result<Option<String>> {
    url.map(|url| text::key(path, &url, MAX_URL)).transpose()
}

/// What the world is told of a web event.
pub(crate) fn event_of(kind: WebEventKind) -> &'static str {
    match kind {
        WebEventKind::Visited => "web.visited",
        WebEventKind::ProductViewed => "web.product_viewed",
        WebEventKind::Searched => "web.searched",
        WebEventKind::WishlistAdded => "web.wishlist_added",
        WebEventKind::CheckoutStarted => "web.checkout_started",
        WebEventKind::FormSubmitted => "web.form_submitted",
        WebEventKind::PriceDropped => "web.price_dropped",
        WebEventKind::BackInStock => "web.back_in_stock",
    }
}

/// How many groups a summary has at the most.
pub(crate) fn groups(options: &TouchSummaryOptions) -> Result<u32> {
    match options.limit.unwrap_or(DEFAULT_GROUPS) {
        limit @ 1..=MAX_GROUPS => Ok(limit),
        _ => Err(Error::new(ErrorCode::Limit, "a summary has 1 to 10,000 groups").at("/limit")),
    }
}

/// Settings that can be kept.
pub(crate) fn require_settings(settings: TouchSettings) -> Result<()> {
    if !(1..=3_650).contains(&settings.web_event_days) {
        return Err(Error::invalid("/web_event_days", "web events are kept for 1 to 3,650 days"));
    }
    Ok(())
}
