//! What touches and web events are: how they are given, stored and listed.

use crate::records::customers::IdentityInput;
use crate::vocabulary::{CustomerId, Money, PageRequest, Timestamp, TouchId, WebEventId};
use serde::{Deserialize, Serialize};

tokens! {
    /// What happened on the site.
    pub enum WebEventKind("kind of web event") {
        /// A page was visited.
        Visited = "visited",
        /// A product was looked at.
        ProductViewed = "product_viewed",
        /// Something was searched for.
        Searched = "searched",
        /// A product was put on a wish list.
        WishlistAdded = "wishlist_added",
        /// A checkout began.
        CheckoutStarted = "checkout_started",
        /// A form was sent.
        FormSubmitted = "form_submitted",
        /// A product became cheaper.
        PriceDropped = "price_dropped",
        /// A product is there again.
        BackInStock = "back_in_stock",
    }
}

/// How somebody came, as it is given: of a customer or of a visitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTouch {
    /// The customer, where the shop knows.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// The browser or device: an identity of kind `cookie_id` or `device_id`.
    #[serde(default)]
    pub visitor: Option<IdentityInput>,
    /// When; now by default.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// Where from, such as `google`, `newsletter` or `direct`; at most 512 bytes, as all texts here.
    pub source: String,
    /// In what way, such as `cpc` or `email`.
    #[serde(default)]
    pub medium: Option<String>,
    /// The campaign.
    #[serde(default)]
    pub campaign: Option<String>,
    /// Which advertisement or link.
    #[serde(default)]
    pub content: Option<String>,
    /// The paid keyword.
    #[serde(default)]
    pub term: Option<String>,
    /// The address of the page before, at most 2,048 bytes.
    #[serde(default)]
    pub referrer: Option<String>,
    /// The address of the first page, at most 2,048 bytes.
    #[serde(default)]
    pub landing: Option<String>,
    /// What it cost the shop, not negative.
    #[serde(default)]
    pub cost: Option<Money>,
}

impl NewTouch {
    /// A touch of a visitor now.
    #[must_use]
    pub fn of_visitor(visitor: IdentityInput, source: impl Into<String>) -> Self {
        NewTouch { visitor: Some(visitor), ..NewTouch::from_source(source) }
    }

    /// A touch of a customer now.
    #[must_use]
    pub fn of_customer(customer: CustomerId, source: impl Into<String>) -> Self {
        NewTouch { customer_id: Some(customer), ..NewTouch::from_source(source) }
    }

    fn from_source(source: impl Into<String>) -> Self {
        NewTouch {
            customer_id: None,
            visitor: None,
            at: None,
            source: source.into(),
            medium: None,
            campaign: None,
            content: None,
            term: None,
            referrer: None,
            landing: None,
            cost: None,
        }
    }
}

/// How somebody came, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Touch {
    /// The id.
    pub id: TouchId,
    /// The customer; null while the visitor is anonymous.
    pub customer_id: Option<CustomerId>,
    /// The number of the visitor's browser or device in this file.
    pub visitor_id: Option<i64>,
    /// When.
    pub at: Timestamp,
    /// Where from.
    pub source: String,
    /// In what way.
    pub medium: Option<String>,
    /// The campaign.
    pub campaign: Option<String>,
    /// Which advertisement or link.
    pub content: Option<String>,
    /// The paid keyword.
    pub term: Option<String>,
    /// The address of the page before.
    pub referrer: Option<String>,
    /// The address of the first page.
    pub landing: Option<String>,
    /// What it cost the shop.
    pub cost: Option<Money>,
    /// When it was recorded here.
    pub recorded_at: Timestamp,
}

/// What somebody did on the site, as it is given. `price_dropped` and `back_in_stock` may be of nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebEvent {
    /// What happened.
    pub kind: WebEventKind,
    /// The customer, where the shop knows.
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    /// The browser or device: an identity of kind `cookie_id` or `device_id`.
    #[serde(default)]
    pub visitor: Option<IdentityInput>,
    /// When; now by default.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// The article number, at most 128 bytes; needed where the kind is about a product.
    #[serde(default)]
    pub sku: Option<String>,
    /// What was searched for, at most 512 bytes; needed for `searched`.
    #[serde(default)]
    pub query: Option<String>,
    /// The address of the page, at most 2,048 bytes.
    #[serde(default)]
    pub url: Option<String>,
}

impl NewWebEvent {
    /// Something that a visitor did now.
    #[must_use]
    pub fn of_visitor(kind: WebEventKind, visitor: IdentityInput) -> Self {
        NewWebEvent { kind, customer_id: None, visitor: Some(visitor), at: None, sku: None, query: None, url: None }
    }
}

/// What somebody did on the site, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct WebEvent {
    /// The id.
    pub id: WebEventId,
    /// The customer; null while the visitor is anonymous.
    pub customer_id: Option<CustomerId>,
    /// The number of the visitor's browser or device in this file.
    pub visitor_id: Option<i64>,
    /// What happened.
    pub kind: WebEventKind,
    /// When.
    pub at: Timestamp,
    /// The article number.
    pub sku: Option<String>,
    /// What was searched for.
    pub query: Option<String>,
    /// The address of the page.
    pub url: Option<String>,
}

/// Which touches to list; those that meet every condition, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TouchFilter {
    /// Touches of this customer; follows merges.
    pub customer_id: Option<CustomerId>,
    /// Touches of this browser or device.
    pub visitor: Option<IdentityInput>,
    /// Touches from here.
    pub source: Option<String>,
    /// Touches in this way.
    pub medium: Option<String>,
    /// Touches of this campaign.
    pub campaign: Option<String>,
    /// Touches at or after this instant.
    pub from: Option<Timestamp>,
    /// Touches before this instant.
    pub until: Option<Timestamp>,
    /// Which page.
    pub page: PageRequest,
}

/// Which web events to list; those that meet every condition, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WebEventFilter {
    /// Events of this customer; follows merges.
    pub customer_id: Option<CustomerId>,
    /// Events of this browser or device.
    pub visitor: Option<IdentityInput>,
    /// Events of this kind.
    pub kind: Option<WebEventKind>,
    /// Events about this article.
    pub sku: Option<String>,
    /// Events at or after this instant.
    pub from: Option<Timestamp>,
    /// Events before this instant.
    pub until: Option<Timestamp>,
    /// Which page.
    pub page: PageRequest,
}

/// Over which touches to sum up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TouchSummaryOptions {
    /// Touches at or after this instant.
    pub from: Option<Timestamp>,
    /// Touches before this instant.
    pub until: Option<Timestamp>,
    /// Groups at the most, 1 to 10,000; 100 by default.
    pub limit: Option<u32>,
}

/// The touches of one source, medium and campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TouchGroup {
    /// Where from.
    pub source: String,
    /// In what way.
    pub medium: Option<String>,
    /// The campaign.
    pub campaign: Option<String>,
    /// How many.
    pub touches: u64,
    /// Different browsers and devices.
    pub visitors: u64,
    /// Different customers.
    pub customers: u64,
    /// What they cost, one sum for each currency.
    pub costs: Vec<Money>,
}

/// What identifying a visitor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Identified {
    /// Touches that belong to the customer now.
    pub touches: u64,
    /// Web events that belong to the customer now.
    pub web_events: u64,
}

/// What recording many did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TouchCount {
    /// How many were recorded.
    pub recorded: u64,
    /// Of these, those of customers.
    pub known: u64,
    /// Browsers and devices that were not seen before.
    pub new_visitors: u64,
}

/// How the shop keeps touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TouchSettings {
    /// Days after which `tick` drops web events, 1 to 3,650; 400 by default.
    pub web_event_days: u32,
}
