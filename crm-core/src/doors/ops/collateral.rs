//! The operations of collateral.

use super::shapes::Nothing;
use crate::records::presale::collateral::{
    Benefit, BenefitQuery, Comparison, Competitor, CompetitorFilter, CompetitorPatch, CompetitorProduct,
    CompetitorProductFilter, CompetitorProductPatch, ContentFilter, ContentItem, ContentPatch, ContentState,
    CurrentContent, Guide, GuideForCustomer, NewBenefit, NewCompetitor, NewCompetitorProduct, NewContent, NewGuide,
};
use crate::vocabulary::{CompetitorId, CompetitorProductId, ContentId, CustomerId, GuideId, Page};

input! {
    /// A content item by its id.
    ContentRef {
        /// The id.
        id: ContentId,
    }
}

input! {
    /// A change of a content item.
    ContentUpdate {
        /// The id.
        id: ContentId,
        /// What changes; absent fields stay, null clears.
        changes: ContentPatch,
    }
}

input! {
    /// Where a content item goes.
    ContentMove {
        /// The id.
        id: ContentId,
        /// The new state.
        state: ContentState,
    }
}

input! {
    /// A product whose benefits are wanted.
    BenefitsOf {
        /// The article number.
        sku: String,
    }
}

input! {
    /// A competitor by its id.
    CompetitorRef {
        /// The id.
        id: CompetitorId,
    }
}

input! {
    /// A change of a competitor.
    CompetitorUpdate {
        /// The id.
        id: CompetitorId,
        /// What changes; absent fields stay, null clears.
        changes: CompetitorPatch,
    }
}

input! {
    /// A product of a competitor by its id.
    CompetitorProductRef {
        /// The id.
        id: CompetitorProductId,
    }
}

input! {
    /// A change of a product of a competitor.
    CompetitorProductUpdate {
        /// The id.
        id: CompetitorProductId,
        /// What changes; absent fields stay, null clears.
        changes: CompetitorProductPatch,
    }
}

input! {
    /// A product that is compared with those of competitors.
    CompareInput {
        /// Our article number.
        sku: String,
        /// The language of the benefit (BCP 47); by default that of the shop.
        #[serde(default)]
        language: Option<String>,
    }
}

input! {
    /// A guide by its id.
    GuideRef {
        /// The id.
        id: GuideId,
    }
}

input! {
    /// The customer whose guide is wanted.
    GuideForInput {
        /// The customer.
        customer_id: CustomerId,
        /// The language of the reasons (BCP 47); by default the customer's, then the shop's.
        #[serde(default)]
        language: Option<String>,
    }
}

ops! { pub(super) OPS:
    Write "collateral.create_content" "Records a brochure, picture or other content as a draft: the next version of its key and language." [Conflict, Limit]
        |tx, p: NewContent| -> ContentItem { tx.collateral().create_content(p) };
    Write "collateral.update_content" "Changes content that is not published yet." [NotFound, Conflict, Limit]
        |tx, p: ContentUpdate| -> ContentItem { tx.collateral().update_content(p.id, p.changes) };
    Write "collateral.set_content_state" "Takes content to another state; what is published takes the place of the version before." [NotFound, Conflict, NotAllowedTransition]
        |tx, p: ContentMove| -> ContentItem { tx.collateral().set_content_state(p.id, p.state) };
    Read "collateral.content" "One content item." [NotFound]
        |tx, p: ContentRef| -> ContentItem { tx.collateral().content(p.id) };
    Read "collateral.contents" "Content items, the newest first; without archived ones unless a state is named." [Limit]
        |tx, p: ContentFilter| -> Page<ContentItem> { tx.collateral().contents(&p) };
    Read "collateral.current" "The content of a key that may be shown now, in the nearest language." [NotFound]
        |tx, p: CurrentContent| -> ContentItem { tx.collateral().current(&p) };
    Write "collateral.set_benefit" "Sets what a product or an option is good for, in a language and perhaps a country; null takes it away." [NotFound, Limit]
        |tx, p: NewBenefit| -> Vec<Benefit> { tx.collateral().set_benefit(p) };
    Read "collateral.benefit" "What a product or an option is good for, in the nearest language." [NotFound]
        |tx, p: BenefitQuery| -> Benefit { tx.collateral().benefit(&p) };
    Read "collateral.benefits" "All benefits of a product and of its options." []
        |tx, p: BenefitsOf| -> Vec<Benefit> { tx.collateral().benefits(&p.sku) };
    Write "collateral.create_competitor" "Records a competitor." [Conflict, Limit]
        |tx, p: NewCompetitor| -> Competitor { tx.collateral().create_competitor(p) };
    Write "collateral.update_competitor" "Changes a competitor." [NotFound, Conflict, Limit]
        |tx, p: CompetitorUpdate| -> Competitor { tx.collateral().update_competitor(p.id, p.changes) };
    Read "collateral.competitor" "One competitor." [NotFound]
        |tx, p: CompetitorRef| -> Competitor { tx.collateral().competitor(p.id) };
    Read "collateral.competitors" "Competitors." [Limit]
        |tx, p: CompetitorFilter| -> Page<Competitor> { tx.collateral().competitors(&p) };
    Write "collateral.create_competitor_product" "Records a product of a competitor." [NotFound, Limit]
        |tx, p: NewCompetitorProduct| -> CompetitorProduct { tx.collateral().create_competitor_product(p) };
    Write "collateral.update_competitor_product" "Changes a product of a competitor, such as its price." [NotFound, Limit]
        |tx, p: CompetitorProductUpdate| -> CompetitorProduct { tx.collateral().update_competitor_product(p.id, p.changes) };
    Write "collateral.remove_competitor_product" "Takes a product of a competitor away." [NotFound]
        |tx, p: CompetitorProductRef| -> CompetitorProduct { tx.collateral().remove_competitor_product(p.id) };
    Read "collateral.competitor_product" "One product of a competitor." [NotFound]
        |tx, p: CompetitorProductRef| -> CompetitorProduct { tx.collateral().competitor_product(p.id) };
    Read "collateral.competitor_products" "Products of competitors, of one of them or against one of ours." [Limit]
        |tx, p: CompetitorProductFilter| -> Page<CompetitorProduct> { tx.collateral().competitor_products(&p) };
    Read "collateral.compare" "A product of ours against those of competitors, the cheapest first." [NotFound]
        |tx, p: CompareInput| -> Comparison { tx.collateral().compare(&p.sku, p.language.as_deref()) };
    Write "collateral.set_guide" "Sets what customers of a category and size should buy, whole." [Limit]
        |tx, p: NewGuide| -> Guide { tx.collateral().set_guide(p) };
    Write "collateral.remove_guide" "Takes a purchase guide away." [NotFound]
        |tx, p: GuideRef| -> Guide { tx.collateral().remove_guide(p.id) };
    Read "collateral.guide" "One purchase guide." [NotFound]
        |tx, p: GuideRef| -> Guide { tx.collateral().guide(p.id) };
    Read "collateral.guides" "All purchase guides." []
        |tx, _p: Nothing| -> Vec<Guide> { tx.collateral().guides() };
    Read "collateral.guide_for" "The purchase guide of a customer's own category and size." [NotFound]
        |tx, p: GuideForInput| -> GuideForCustomer { tx.collateral().guide_for(p.customer_id, p.language.as_deref()) };
}
