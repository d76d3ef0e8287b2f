//! Collateral, competitors and purchase guides: what sales people show and know.
//!
//! Owns content items (brochures, catalogues, templates, pictures …) in versions and languages, the benefits of products
//! and of their options, competitors with their products, and guides that say which kind of customer should buy what.
//! Promises that of each content item one version at most is published per language, and that its end is announced once,
//! 30 days before. Refuses to keep files: an item holds a text or says where the file lies.

mod benefits;
mod competitors;
mod content;
mod guides;
mod store;

#[cfg(test)]
mod tests;

pub use benefits::{Benefit, BenefitQuery, NewBenefit};
pub use competitors::{
    Comparison, Competitor, CompetitorFilter, CompetitorPatch, CompetitorProduct, CompetitorProductFilter,
    CompetitorProductPatch, NewCompetitor, NewCompetitorProduct, Rival,
};
pub use content::{ContentFilter, ContentItem, ContentKind, ContentPatch, ContentState, CurrentContent, NewContent};
pub use guides::{Guide, GuideEntry, GuideForCustomer, GuideLine, NewGuide};

pub(crate) use content::tick;

room! {
    /// What sales people show and know.
    Collateral, collateral
}

/// The most bytes of an article number.
const MAX_SKU: usize = 128;
