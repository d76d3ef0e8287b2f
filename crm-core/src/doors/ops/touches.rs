//! The operations of touches.

use super::shapes::Nothing;
use crate::records::customers::IdentityInput;
use crate::records::presale::touches::{
    Identified, NewTouch, NewWebEvent, Touch, TouchCount, TouchFilter, TouchGroup, TouchSettings, TouchSummaryOptions,
    WebEvent, WebEventFilter,
};
use crate::vocabulary::{CustomerId, Page, TouchId};

input! {
    /// A touch by its id.
    TouchRef {
        /// The id.
        id: TouchId,
    }
}

input! {
    /// Many touches.
    TouchesRecordMany {
        /// The touches.
        touches: Vec<NewTouch>,
    }
}

input! {
    /// Many web events.
    WebEventsRecord {
        /// The web events.
        web_events: Vec<NewWebEvent>,
    }
}

input! {
    /// Whose a browser or device is.
    VisitorIdentify {
        /// The browser or device: an identity of kind `cookie_id` or `device_id`.
        visitor: IdentityInput,
        /// The customer.
        customer_id: CustomerId,
    }
}

/// Touches in groups.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub(super) struct TouchSummary {
    /// The groups, the largest first.
    pub(super) groups: Vec<TouchGroup>,
}

ops! { pub(super) OPS:
    Write "touches.record" "Records how a customer or an anonymous visitor came." [NotFound, Limit]
        |tx, p: NewTouch| -> Touch { tx.touches().record(p) };
    Write "touches.record_many" "Records many touches, all or nothing, with one event for all of them." [NotFound, Limit]
        |tx, p: TouchesRecordMany| -> TouchCount { tx.touches().record_many(p.touches) };
    Write "touches.record_web_event" "Records what a customer or an anonymous visitor did on the site." [NotFound, Limit]
        |tx, p: NewWebEvent| -> WebEvent { tx.touches().record_web_event(p) };
    Write "touches.record_web_events" "Records much of what was done on the site, all or nothing, with one event for all of it." [NotFound, Limit]
        |tx, p: WebEventsRecord| -> TouchCount { tx.touches().record_web_events(p.web_events) };
    Write "touches.identify" "Tells whose a browser or device is; its touches and web events join the customer." [NotFound, Conflict]
        |tx, p: VisitorIdentify| -> Identified { tx.touches().identify(&p.visitor, p.customer_id) };
    Read "touches.get" "One touch by its id." [NotFound]
        |tx, p: TouchRef| -> Touch { tx.touches().get(p.id) };
    Read "touches.list" "Touches of a customer, a visitor, a campaign or a time, the newest first." [NotFound, Limit]
        |tx, p: TouchFilter| -> Page<Touch> { tx.touches().list(&p) };
    Read "touches.list_web_events" "Web events of a customer, a visitor, an article or a time, the newest first." [NotFound, Limit]
        |tx, p: WebEventFilter| -> Page<WebEvent> { tx.touches().list_web_events(&p) };
    Read "touches.summary" "Touches, visitors, customers and cost per source, medium and campaign." [Limit]
        |tx, p: TouchSummaryOptions| -> TouchSummary { tx.touches().summary(&p).map(|groups| TouchSummary { groups }) };
    Read "touches.settings" "For how long web events are kept." []
        |tx, _p: Nothing| -> TouchSettings { tx.touches().settings() };
    Write "touches.configure" "Changes for how long web events are kept." []
        |tx, p: TouchSettings| -> TouchSettings { tx.touches().configure(p) };
}
