//! The pure derivation of a customer's stage from the customer's own facts, and the day on which it changes next.
//!
//! First rule that fits, with g = the customer's median gap between distinct order days when there are at least three
//! orders (on at least two days), else the shop's, 60 days by default, clamped to 7..365; d = days since the last counted order. Orders after
//! the day of evaluation do not count yet.

use super::{Stage, StageNumbers};
use crate::records::orders::Fact;
use crate::vocabulary::Date;

/// The gap of a shop that has no snapshot yet, in days.
const DEFAULT_GAP: u32 = 60;
const LEAST_GAP: u32 = 7;
const MOST_GAP: u32 = 365;
/// Orders that a customer needs for a gap of the customer's own.
const OWN_GAP_ORDERS: usize = 3;
/// Days within which a customer counts as won back.
const WON_BACK_DAYS: u32 = 90;
/// Orders within a year that make a customer loyal whatever the label says.
const LOYAL_ORDERS: usize = 4;
const YEAR: i32 = 365;
const CHAMPIONS: &str = "champions";
const LOYAL: &str = "loyal";

/// Everything that decides the stage of one customer.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Facts {
    /// Personal data was erased.
    pub(crate) erased: bool,
    /// The shop blocks the customer in some way.
    pub(crate) blocked: bool,
    /// The days of the counted orders, ascending, one entry per order.
    pub(crate) order_days: Vec<Date>,
    /// The counting orders and refunds, from which the label follows.
    pub(crate) history: Vec<Fact>,
    /// The shop's median gap in days, from the latest snapshot.
    pub(crate) shop_gap: Option<u32>,
    /// The label by the latest snapshot's cut points.
    pub(crate) label: Option<String>,
    /// What is known before the first order.
    pub(crate) presale: Presale,
}

/// What makes somebody without orders more than a visitor.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Presale {
    /// An open opportunity or an accepted quote.
    pub(crate) opportunity: bool,
    /// An open lead.
    pub(crate) lead: bool,
    /// A company, or an active cart, or an enquiry, or an identity beyond cookie and device.
    pub(crate) prospect: bool,
    /// A consent.
    pub(crate) consent: bool,
}

/// What the orders up to a day say, whichever day follows before the next order.
struct History {
    orders: u32,
    last: Date,
    gap: u32,
    own_gap: bool,
    gap_before_last: Option<u32>,
    /// The day of the order that makes a year of four.
    fourth_last: Option<Date>,
}

impl History {
    fn of(facts: &Facts, day: Date) -> Option<History> {
        let known = orders_until(facts, day);
        let last = *known.last()?;
        let mut gaps: Vec<u32> =
            known.windows(2).map(|pair| days_between(pair[0], pair[1])).filter(|gap| *gap > 0).collect();
        let gap_before_last = gaps.last().copied();
        let own = if known.len() >= OWN_GAP_ORDERS { median(&mut gaps) } else { None };
        Some(History {
            orders: u32::try_from(known.len()).unwrap_or(u32::MAX),
            last,
            gap: own.or(facts.shop_gap).unwrap_or(DEFAULT_GAP).clamp(LEAST_GAP, MOST_GAP),
            own_gap: own.is_some(),
            gap_before_last,
            fourth_last: known.len().checked_sub(LOYAL_ORDERS).map(|at| known[at]),
        })
    }

    fn at_risk_after(&self) -> u32 {
        (2 * self.gap).max(90)
    }

    fn dormant_after(&self) -> u32 {
        (3 * self.gap).max(180)
    }

    fn lost_after(&self) -> u32 {
        (6 * self.gap).max(365)
    }

    fn stage(&self, day: Date, label: Option<&str>) -> Stage {
        let days = days_between(self.last, day);
        if days > self.lost_after() {
            return Stage::Lost;
        }
        if days > self.dormant_after() {
            return Stage::Dormant;
        }
        if days > self.at_risk_after() {
            return Stage::AtRisk;
        }
        if days <= WON_BACK_DAYS && self.gap_before_last.is_some_and(|gap| gap >= self.dormant_after()) {
            return Stage::WonBack;
        }
        if self.orders == 1 {
            return Stage::FirstTime;
        }
        if label == Some(CHAMPIONS) {
            return Stage::Champion;
        }
        if label == Some(LOYAL) || self.fourth_last.is_some_and(|fourth| fourth.days() > day.days() - YEAR) {
            return Stage::Loyal;
        }
        Stage::Repeat
    }

    /// The days on which the stage can change while no order is added, ascending.
    fn turning_days(&self) -> [Date; 5] {
        let after = |days: u32| self.last.plus_days(i32::try_from(days).unwrap_or(i32::MAX).saturating_add(1));
        let mut days = [
            after(WON_BACK_DAYS),
            after(self.at_risk_after()),
            after(self.dormant_after()),
            after(self.lost_after()),
            self.fourth_last.unwrap_or(self.last).plus_days(YEAR),
        ];
        days.sort_unstable();
        days
    }
}

/// The stage on a day.
pub(crate) fn stage_on(facts: &Facts, day: Date) -> Stage {
    stage_with(facts, History::of(facts, day).as_ref(), day)
}

fn stage_with(facts: &Facts, history: Option<&History>, day: Date) -> Stage {
    if facts.erased {
        return Stage::Erased;
    }
    if facts.blocked {
        return Stage::Blocked;
    }
    match history {
        Some(history) => history.stage(day, facts.label.as_deref()),
        None => stage_before_orders(&facts.presale),
    }
}

fn stage_before_orders(presale: &Presale) -> Stage {
    if presale.opportunity {
        return Stage::Opportunity;
    }
    if presale.lead {
        return Stage::Lead;
    }
    if presale.prospect {
        return Stage::Prospect;
    }
    if presale.consent { Stage::Subscriber } else { Stage::Anonymous }
}

/// The smallest day after a day on which the stage differs from that day's, if nothing else happens. An order that is
/// dated ahead makes its own day one to look at: what it does to the label is known only then.
pub(crate) fn next_look(facts: &Facts, day: Date) -> Option<Date> {
    if facts.erased || facts.blocked {
        return None;
    }
    let history = History::of(facts, day);
    let stage = stage_with(facts, history.as_ref(), day);
    let ahead = facts.order_days.get(orders_until(facts, day).len()).copied();
    let mut turning = history.iter().flat_map(History::turning_days).filter(|turn| *turn > day);
    let turn = turning.find(|turn| stage_with(facts, history.as_ref(), *turn) != stage);
    turn.into_iter().chain(ahead).min()
}

/// The numbers behind a stage, for the event, the stored row and people.
pub(crate) fn numbers_on(facts: &Facts, day: Date) -> StageNumbers {
    let history = History::of(facts, day);
    let known = orders_until(facts, day);
    let in_year = known.len() - known.partition_point(|order| order.days() <= day.days() - YEAR);
    StageNumbers {
        as_of: day,
        orders: history.as_ref().map_or(0, |history| history.orders),
        orders_in_year: u32::try_from(in_year).unwrap_or(u32::MAX),
        last_order: history.as_ref().map(|history| history.last),
        days_since_last: history.as_ref().map(|history| days_between(history.last, day)),
        gap_days: history.as_ref().map(|history| history.gap),
        own_gap: history.as_ref().is_some_and(|history| history.own_gap),
        gap_before_last: history.as_ref().and_then(|history| history.gap_before_last),
        label: facts.label.clone(),
    }
}

fn orders_until(facts: &Facts, day: Date) -> &[Date] {
    &facts.order_days[..facts.order_days.partition_point(|order| *order <= day)]
}

fn days_between(earlier: Date, later: Date) -> u32 {
    u32::try_from(later.days() - earlier.days()).unwrap_or(0)
}

/// The middle value; the mean of the two middle ones, rounded up to a whole day, for an even number.
fn median(gaps: &mut [u32]) -> Option<u32> {
    gaps.sort_unstable();
    let middle = gaps.len() / 2;
    let upper = *gaps.get(middle)?;
    if gaps.len() % 2 == 1 {
        return Some(upper);
    }
    Some((gaps[middle - 1] + upper).div_ceil(2))
}
