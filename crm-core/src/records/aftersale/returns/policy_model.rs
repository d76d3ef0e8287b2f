//! What the shop says about returns, and what follows from it for a line.

use super::{NewReturnLine, ReturnApproval, ReturnCondition, ReturnReason, ReturnRefusal, WayBack};
use crate::vocabulary::{Money, OrderId, OrderLineId, Patch, Quantity, Rate, TierId, Timestamp};
use serde::{Deserialize, Serialize};

/// A rule: for the lines that meet all its conditions it decides whatever it says something about, unless an earlier
/// rule has decided that.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReturnRule {
    /// What verdicts call it: a token, unique among the rules.
    pub key: String,
    /// Articles of this category and of those below it.
    pub category: Option<String>,
    /// This article.
    pub sku: Option<String>,
    /// Customers of this tier.
    pub tier_id: Option<TierId>,
    /// Customers of this country, two capital letters.
    pub country: Option<String>,
    /// Returns for this reason.
    pub reason: Option<ReturnReason>,
    /// Goods in this condition.
    pub condition: Option<ReturnCondition>,
    /// Goods that are, or are not, made to order.
    pub made_to_order: Option<bool>,
    /// Lines of which at most this is paid back.
    pub up_to: Option<Money>,
    /// Whether they can be returned.
    pub returnable: Option<bool>,
    /// Calendar days after the delivery in which they can, at most 3,650.
    pub window_days: Option<u32>,
    /// Who approves.
    pub approval: Option<ReturnApproval>,
    /// Who pays the way back.
    pub way_back: Option<WayBack>,
    /// What is taken off when the customer pays the way back with a label of the shop.
    pub way_back_fee: Option<Money>,
    /// The share of the value that is taken off as a restocking fee, 0 to 1.
    pub restocking: Option<Rate>,
}

impl ReturnRule {
    /// A rule that says nothing yet.
    #[must_use]
    pub fn new(key: &str) -> Self {
        ReturnRule { key: key.to_owned(), ..ReturnRule::default() }
    }
}

/// What the shop says about returns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct ReturnSettings {
    /// Calendar days after the delivery in which goods can be returned where no rule says otherwise; 14 by default.
    pub window_days: u32,
    /// Days from the approval in which they must be sent; 30 by default.
    pub send_days: u32,
    /// Who approves where no rule says otherwise; a person by default.
    pub approval: ReturnApproval,
    /// Who pays the way back when the shop has nothing to answer for; the customer by default.
    pub way_back: WayBack,
    /// The restocking fee when the shop has nothing to answer for; none by default.
    pub restocking: Rate,
    /// What stands before the number; `RMA-` by default.
    pub prefix: String,
    /// Where goods are to be sent, as a token of the shop.
    pub return_to: Option<String>,
    /// What customers are told about sending goods back.
    pub instructions: Option<String>,
    /// From which share of what was sold in the last 30 days on a product comes back too often, so that `tick` tells of it
    /// once in 30 days; none by default.
    pub alert_rate: Option<Rate>,
    /// How much of a product must come back for that; 3 by default.
    pub alert_units: Quantity,
    /// The rules; the first that says something decides.
    pub rules: Vec<ReturnRule>,
}

impl Default for ReturnSettings {
    fn default() -> Self {
        ReturnSettings {
            window_days: 14,
            send_days: 30,
            approval: ReturnApproval::Person,
            way_back: WayBack::Customer,
            restocking: Rate::from_ppm(0),
            prefix: "RMA-".to_owned(),
            return_to: None,
            instructions: None,
            alert_rate: None,
            alert_units: Quantity::units(3),
            rules: Vec::new(),
        }
    }
}

/// What changes of the settings; absent fields stay.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReturnSettingsPatch {
    /// Days after the delivery, at most 3,650.
    pub window_days: Option<u32>,
    /// Days from the approval, 1 to 365.
    pub send_days: Option<u32>,
    /// Who approves.
    pub approval: Option<ReturnApproval>,
    /// Who pays the way back.
    pub way_back: Option<WayBack>,
    /// The restocking fee, 0 to 1.
    pub restocking: Option<Rate>,
    /// What stands before the number, at most 32 bytes; ends with no digit.
    pub prefix: Option<String>,
    /// Where goods are to be sent.
    pub return_to: Patch<String>,
    /// What customers are told.
    pub instructions: Patch<String>,
    /// From which share on a product comes back too often, above 0 and at most 1.
    pub alert_rate: Patch<Rate>,
    /// How much of a product must come back for that, above 0.
    pub alert_units: Option<Quantity>,
}

/// What could come back of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnCheck {
    /// The order.
    pub order_id: OrderId,
    /// Which lines; all of the order, for no reason that the shop answers for, by default.
    #[serde(default)]
    pub lines: Vec<NewReturnLine>,
}

/// Whether lines of an order can be returned, and what would follow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReturnOffer {
    /// The order.
    pub order_id: OrderId,
    /// Whether all of them can.
    pub ok: bool,
    /// What would be paid back for those that can: their amounts less the way back, at most what is left of what was paid.
    pub amount: Money,
    /// Who pays the way back: the customer when every line says so.
    pub way_back: WayBack,
    /// What is taken off for it.
    pub way_back_fee: Money,
    /// Who approves: the rules when every line says so.
    pub approval: ReturnApproval,
    /// The lines, one by one.
    pub lines: Vec<ReturnVerdict>,
}

/// Whether a line can be returned, and what would follow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReturnVerdict {
    /// The line of the order.
    pub line: OrderLineId,
    /// The article number.
    pub sku: String,
    /// Whether it can.
    pub ok: bool,
    /// Why not.
    pub refusal: Option<ReturnRefusal>,
    /// How much is asked for.
    pub quantity: Quantity,
    /// How much was delivered and is neither returned nor being returned.
    pub left: Quantity,
    /// When it was delivered; null when nobody knows.
    pub delivered_at: Option<Timestamp>,
    /// Until when it can be returned, this instant excluded; null when nobody knows when it was delivered.
    pub until: Option<Timestamp>,
    /// What it was paid with, after all discounts, tax included.
    pub value: Money,
    /// How much of that is tax.
    pub tax: Money,
    /// The restocking fee.
    pub fee: Money,
    /// The value less the fee.
    pub amount: Money,
    /// Who approves.
    pub approval: ReturnApproval,
    /// Who pays the way back.
    pub way_back: WayBack,
    /// What is taken off for it.
    pub way_back_fee: Money,
    /// Which rules decided.
    pub rules: ReturnRulesUsed,
}

/// The keys of the rules that decided; null where the settings did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ReturnRulesUsed {
    /// Whether it can be returned.
    pub returnable: Option<String>,
    /// Until when.
    pub window: Option<String>,
    /// Who approves.
    pub approval: Option<String>,
    /// Who pays the way back.
    pub way_back: Option<String>,
    /// What that costs.
    pub way_back_fee: Option<String>,
    /// The restocking fee.
    pub restocking: Option<String>,
}
