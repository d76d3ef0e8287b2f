//! What a model is, and what a check of choices says.

use super::texts::Texts;
use crate::vocabulary::{ModelId, Money, PageRequest, Timestamp};
use serde::{Deserialize, Serialize};

tokens! {
    /// What a rule between options says.
    pub enum ModelRuleKind("kind of rule") {
        /// `option` needs at least one of `options`.
        Requires = "requires",
        /// `option` goes with none of `options`.
        Excludes = "excludes",
        /// Of `options`, at least `min` and at most `max` are chosen.
        Count = "count",
    }
}

tokens! {
    /// Why there are no nearest valid choices.
    pub enum NoNearest("reason") {
        /// The search passed its bound: 100,000 steps and broken rules that they met.
        SearchBound = "search_bound",
        /// No choices whatever meet all the rules.
        NoValidChoices = "no_valid_choices",
    }
}

/// A model that is configured to order, given whole. At most 60 groups, 500 options, 1,000 rules, and 10,000 options
/// named in all rules together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewModel {
    /// The article number of a product in the catalogue.
    pub sku: String,
    /// The price without any option, not below 0; its currency is that of all options.
    pub base_price: Money,
    /// Days from the order to the delivery without any option, at most 3,650.
    #[serde(default)]
    pub lead_time_days: u32,
    /// The groups of options, in the order in which they are shown.
    pub groups: Vec<ModelGroup>,
    /// Rules between options.
    #[serde(default)]
    pub rules: Vec<ModelRule>,
}

/// A group of options of which some are chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelGroup {
    /// The key, a token that is unique among the groups.
    pub key: String,
    /// The name by language (BCP 47).
    #[serde(default)]
    pub name: Texts,
    /// How many options must be chosen; none by default.
    #[serde(default)]
    pub min: u32,
    /// How many options may be chosen, at least 1; one by default.
    #[serde(default = "one")]
    pub max: u32,
    /// The options, in the order in which they are shown; at least one.
    pub options: Vec<ModelOption>,
}

fn one() -> u32 {
    1
}

/// An option.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelOption {
    /// The key, a token that is unique in the model.
    pub key: String,
    /// The article that is built in.
    #[serde(default)]
    pub sku: Option<String>,
    /// How many pieces of it, 1 to 10,000; one by default.
    #[serde(default = "one")]
    pub quantity: u32,
    /// The name by language (BCP 47).
    #[serde(default)]
    pub name: Texts,
    /// What it adds to the price, or takes away; nothing by default.
    #[serde(default)]
    pub price_delta: Option<Money>,
    /// How many days it adds to the delivery, or takes away; at most 3,650.
    #[serde(default)]
    pub lead_time_delta_days: i32,
    /// Whether it can be chosen; it can by default.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

/// A rule between options.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelRule {
    /// The key, a token that is unique among the rules; a check names broken rules by it.
    pub key: String,
    /// What it says.
    pub kind: ModelRuleKind,
    /// The option that requires or excludes; none for a count.
    #[serde(default)]
    pub option: Option<String>,
    /// The options of which one is required, that are excluded, or that are counted.
    pub options: Vec<String>,
    /// The least number, for a count; none by default.
    #[serde(default)]
    pub min: Option<u32>,
    /// The greatest number, for a count; all by default.
    #[serde(default)]
    pub max: Option<u32>,
    /// The sentence for people by language (BCP 47); one is made when there is none.
    #[serde(default)]
    pub message: Texts,
}

/// A version of a model as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Model {
    /// The id of this version.
    pub id: ModelId,
    /// The article number of the product.
    pub sku: String,
    /// The version: 1 for the first, one more whenever the model is given differently.
    pub version: i64,
    /// The price without any option.
    pub base_price: Money,
    /// Days from the order to the delivery without any option.
    pub lead_time_days: u32,
    /// The groups of options.
    pub groups: Vec<ModelGroup>,
    /// Rules between options.
    pub rules: Vec<ModelRule>,
    /// When this version was given.
    pub created_at: Timestamp,
}

/// A model in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ModelSummary {
    /// The id of the newest version.
    pub id: ModelId,
    /// The article number of the product.
    pub sku: String,
    /// The newest version.
    pub version: i64,
    /// The price without any option.
    pub base_price: Money,
    /// The number of options.
    pub options: u32,
    /// The number of rules.
    pub rules: u32,
    /// When this version was given.
    pub created_at: Timestamp,
}

/// Which models to list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ModelFilter {
    /// Which page.
    pub page: PageRequest,
}

/// Choices to be checked.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfigurationCheck {
    /// The article number of the model.
    pub sku: String,
    /// The version; the newest by default.
    #[serde(default)]
    pub version: Option<i64>,
    /// The keys of the chosen options, each once.
    pub choices: Vec<String>,
    /// The language of the sentences (BCP 47).
    #[serde(default)]
    pub language: Option<String>,
}

/// What a check says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CheckedConfiguration {
    /// The article number of the model.
    pub sku: String,
    /// The version that was checked against.
    pub version: i64,
    /// The chosen options in the order of their keys.
    pub choices: Vec<String>,
    /// Whether all rules are met.
    pub valid: bool,
    /// Every broken rule, groups before options before rules.
    pub broken: Vec<BrokenRule>,
    /// The price; null when broken choices would take it below 0.
    pub price: Option<Money>,
    /// Days from the order to the delivery, at least 0.
    pub lead_time_days: u32,
    /// What is built in, in the order of the model.
    pub bill: Vec<BillLine>,
    /// BLAKE3 over model, version and choices, 64 hexadecimal digits: the same for the same configuration.
    pub hash: String,
    /// For invalid choices the nearest valid ones.
    pub nearest: Option<NearestConfiguration>,
    /// Why there are none.
    pub nearest_reason: Option<NoNearest>,
}

/// A rule that is broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BrokenRule {
    /// `<group>:min`, `<group>:max`, `<option>:inactive`, `<option>:gone`, or the key of a rule.
    pub rule: String,
    /// One sentence for people.
    pub message: String,
}

/// An option that is built in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BillLine {
    /// The group.
    pub group: String,
    /// The option.
    pub option: String,
    /// Its name in the language that was asked for.
    pub name: Option<String>,
    /// The article.
    pub sku: Option<String>,
    /// How many pieces of it.
    pub quantity: u32,
    /// What it adds to the price.
    pub price_delta: Money,
}

/// Valid choices with the fewest changes; among those with the fewest removals, then the lowest price, then the first by
/// the keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NearestConfiguration {
    /// The options in the order of their keys.
    pub choices: Vec<String>,
    /// Options that were not chosen.
    pub added: Vec<String>,
    /// Options that were chosen and fall away.
    pub removed: Vec<String>,
    /// The price.
    pub price: Option<Money>,
    /// Days from the order to the delivery.
    pub lead_time_days: u32,
    /// The hash of the configuration.
    pub hash: String,
}
