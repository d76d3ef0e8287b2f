//! Pure decisions about points and tiers.

use super::{CustomerTier, LoyaltyProgram, LoyaltyProgramPatch, NewTier, PointsRounding, SkuPoints, Tier, TierPatch};
use crate::db::Json;
use crate::records::orders::{Order, OrderLine};
use crate::vocabulary::money::{add_minor, scale_half_even, too_large};
use crate::vocabulary::time::Zone;
use crate::vocabulary::{
    Currency, Date, Error, ErrorCode, Money, Patch, Quantity, Rate, Result, TierId, Timestamp, text,
};

/// The most points of one change; balances stay far below what an integer holds.
pub(crate) const MAX_POINTS: i64 = 1_000_000_000_000;
const MAX_PER: u32 = 1_000_000;
const MAX_LIST: usize = 1_000;
const MAX_DAYS: u32 = 36_500;

/// The programme after a change.
pub(crate) fn patched(
    known: &LoyaltyProgram,
    patch: LoyaltyProgramPatch,
    base: Option<Currency>,
) -> Result<LoyaltyProgram> {
    let mut after = known.clone();
    after.active = patch.active.unwrap_or(after.active);
    after.points = patch.points.unwrap_or(after.points);
    patch.per_amount.apply(&mut after.per_amount);
    after.per_order = patch.per_order.unwrap_or(after.per_order);
    if let Some(per_unit) = patch.per_unit {
        after.per_unit = skus(per_unit)?;
    }
    after.rounding = patch.rounding.unwrap_or(after.rounding);
    patch.expiry_days.apply(&mut after.expiry_days);
    after.reverse_on_refund = patch.reverse_on_refund.unwrap_or(after.reverse_on_refund);
    patch.point_value.apply(&mut after.point_value);
    for (path, points) in [("/points", after.points), ("/per_order", after.per_order)] {
        if points > MAX_PER {
            return Err(Error::new(ErrorCode::Limit, "at most 1,000,000 points").at(path));
        }
    }
    require_amount("/per_amount", after.per_amount, base)?;
    require_amount("/point_value", after.point_value, None)?;
    require_days("/expiry_days", after.expiry_days)?;
    Ok(after)
}

fn skus(given: Vec<SkuPoints>) -> Result<Vec<SkuPoints>> {
    if given.len() > MAX_LIST {
        return Err(Error::new(ErrorCode::Limit, "at most 1,000 articles").at("/per_unit"));
    }
    let mut clean: Vec<SkuPoints> = Vec::with_capacity(given.len());
    for (at, one) in given.into_iter().enumerate() {
        let path = format!("/per_unit/{at}/sku");
        let sku = text::key(&path, &one.sku, 128)?;
        if clean.iter().any(|other| other.sku == sku) {
            return Err(Error::invalid(path, "the article is listed twice"));
        }
        if one.points > MAX_PER {
            return Err(Error::new(ErrorCode::Limit, "at most 1,000,000 points").at(format!("/per_unit/{at}/points")));
        }
        clean.push(SkuPoints { sku, points: one.points });
    }
    Ok(clean)
}

fn require_amount(path: &str, amount: Option<Money>, base: Option<Currency>) -> Result<()> {
    let Some(amount) = amount else { return Ok(()) };
    if amount.minor <= 0 {
        return Err(Error::invalid(path, "the amount must be larger than 0"));
    }
    if base.is_some_and(|base| base != amount.currency) {
        return Err(Error::invalid(path, "the amount is in the base currency of the shop"));
    }
    Ok(())
}

fn require_days(path: &str, days: Option<u32>) -> Result<()> {
    match days {
        Some(days) if !(1..=MAX_DAYS).contains(&days) => Err(Error::invalid(path, "1 to 36,500 days")),
        _ => Ok(()),
    }
}

/// A number of points to add or take.
pub(crate) fn require_points(points: i64) -> Result<()> {
    match points {
        1..=MAX_POINTS => Ok(()),
        ..=0 => Err(Error::invalid("/points", "the number must be larger than 0")),
        _ => Err(Error::new(ErrorCode::Limit, "at most 10^12 points at once").at("/points")),
    }
}

/// What an order earns.
///
/// # Errors
/// `conflict` when the programme counts in another currency; `invalid_input` for points that do not fit.
pub(crate) fn earned(program: &LoyaltyProgram, order: &Order) -> Result<i64> {
    let mut points = i64::from(program.per_order);
    if let Some(per) = program.per_amount {
        if per.currency != order.net_base.currency {
            return Err(Error::conflict("the programme counts in another currency than the shop")
                .at("/order_id")
                .hint("change per_amount with loyalty.configure"));
        }
        points = add_minor(points, of_amount(program, order.net_base.minor.max(0), per.minor)?)?;
    }
    for line in &order.lines {
        points = add_minor(points, of_line(program, line)?)?;
    }
    Ok(points.min(MAX_POINTS))
}

fn of_amount(program: &LoyaltyProgram, net: i64, per: i64) -> Result<i64> {
    let points = i64::from(program.points);
    let (product, per_wide) = (i128::from(net) * i128::from(points), i128::from(per));
    let wide = match program.rounding {
        PointsRounding::Down => product / per_wide,
        PointsRounding::Up => (product + per_wide - 1) / per_wide,
        PointsRounding::Nearest => return scale_half_even(net, points, per),
    };
    i64::try_from(wide).map_err(|_| too_large())
}

fn of_line(program: &LoyaltyProgram, line: &OrderLine) -> Result<i64> {
    let Some(of) = program.per_unit.iter().find(|of| of.sku == line.sku) else { return Ok(0) };
    let units = line.quantity.thousandths() / Quantity::ONE.thousandths();
    units.checked_mul(i64::from(of.points)).ok_or_else(too_large)
}

/// How much of what an order earned goes with what was refunded: in proportion to the net amounts, half to even.
pub(crate) fn share(earned: i64, refunded: i64, net: i64) -> Result<i64> {
    if net <= 0 {
        return Ok(0);
    }
    scale_half_even(earned, refunded.clamp(0, net), net)
}

/// The tier as it is stored, or why it is refused.
pub(crate) fn tier(new: NewTier, now: Timestamp, base: Option<Currency>) -> Result<Tier> {
    let made = Tier {
        id: TierId(0),
        name: text::name("/name", &new.name)?,
        rank: new.rank,
        min_spend: new.min_spend,
        min_points: new.min_points,
        window_days: new.window_days,
        price_percent: new.price_percent,
        free_shipping: new.free_shipping,
        benefits: benefits(&new.benefits)?,
        grace_days: new.grace_days,
        active: new.active,
        created_at: now,
        updated_at: now,
    };
    require_sound(&made, base)?;
    Ok(made)
}

/// The tier after a change.
pub(crate) fn tier_patched(known: &Tier, patch: TierPatch, base: Option<Currency>) -> Result<Tier> {
    let mut after = known.clone();
    if let Some(name) = patch.name {
        after.name = text::name("/name", &name)?;
    }
    patch.min_spend.apply(&mut after.min_spend);
    patch.min_points.apply(&mut after.min_points);
    patch.window_days.apply(&mut after.window_days);
    after.price_percent = patch.price_percent.unwrap_or(after.price_percent);
    after.free_shipping = patch.free_shipping.unwrap_or(after.free_shipping);
    if let Some(given) = patch.benefits {
        after.benefits = benefits(&given)?;
    }
    after.grace_days = patch.grace_days.unwrap_or(after.grace_days);
    after.active = patch.active.unwrap_or(after.active);
    require_sound(&after, base)?;
    Ok(after)
}

fn benefits(given: &[String]) -> Result<Json<Vec<String>>> {
    if given.len() > MAX_LIST {
        return Err(Error::new(ErrorCode::Limit, "a tier lists at most 1,000 benefits").at("/benefits"));
    }
    let clean = |(at, one): (usize, &String)| text::name(&format!("/benefits/{at}"), one);
    given.iter().enumerate().map(clean).collect::<Result<Vec<_>>>().map(Json)
}

fn require_sound(tier: &Tier, base: Option<Currency>) -> Result<()> {
    if tier.rank == 0 {
        return Err(Error::invalid("/rank", "ranks begin at 1"));
    }
    if tier.min_spend.is_none() && tier.min_points.is_none() {
        return Err(Error::invalid("/min_spend", "a tier has a mark: an amount, or points"));
    }
    require_amount("/min_spend", tier.min_spend, base)?;
    tier.min_points.map_or(Ok(()), require_points).map_err(|error| error.at("/min_points"))?;
    require_days("/window_days", tier.window_days)?;
    if tier.grace_days > MAX_DAYS {
        return Err(Error::invalid("/grace_days", "at most 36,500 days"));
    }
    if !(0..=1_000_000).contains(&tier.price_percent.ppm()) {
        return Err(Error::invalid("/price_percent", "a share is between 0 and 1"));
    }
    Ok(())
}

/// The share that a tier takes off prices.
pub(crate) fn percent_of(tier: Option<&Tier>) -> Rate {
    tier.map_or(Rate::default(), |tier| tier.price_percent)
}

/// What a tier looks at: net amounts and points by day, in the base currency.
#[derive(Debug, Clone, Default)]
pub(crate) struct Merits {
    pub(crate) base: Option<Currency>,
    pub(crate) spend: Vec<(Date, i64)>,
    pub(crate) points: Vec<(Date, i64)>,
}

impl Merits {
    /// Whether a mark of the tier is reached on a day.
    pub(crate) fn reach(&self, tier: &Tier, day: Date) -> bool {
        let sum = |entries: &[(Date, i64)]| -> i128 {
            let counts = |at: &Date| {
                *at <= day
                    && tier.window_days.is_none_or(|window| i64::from(day.days() - at.days()) < i64::from(window))
            };
            entries.iter().filter(|(at, _)| counts(at)).map(|(_, amount)| i128::from(*amount)).sum()
        };
        self.suffice(tier, [sum(&self.spend), sum(&self.points)])
    }

    /// Whether what was spent and what was earned within its window reach a mark of the tier.
    fn suffice(&self, tier: &Tier, [spend, points]: [i128; 2]) -> bool {
        let by_spend =
            tier.min_spend.is_some_and(|least| Some(least.currency) == self.base && spend >= i128::from(least.minor));
        tier.active && (by_spend || tier.min_points.is_some_and(|least| points >= i128::from(least)))
    }

    /// The first day after this one on which the tier is not reached any more if nothing else happens: the window goes
    /// over the days once, and each entry comes into it and leaves it.
    pub(crate) fn fails_on(&self, tier: &Tier, today: Date) -> Option<Date> {
        let window = i32::try_from(tier.window_days?).ok()?;
        let mut sums = [0_i128; 2];
        let mut changes: Vec<(Date, usize, i128)> = Vec::new();
        for (which, entries) in [&self.spend, &self.points].into_iter().enumerate() {
            for (day, amount) in entries {
                let amount = i128::from(*amount);
                for (at, change) in [(*day, amount), (day.plus_days(window), -amount)] {
                    if at <= today {
                        sums[which] += change;
                    } else {
                        changes.push((at, which, change));
                    }
                }
            }
        }
        changes.sort_unstable();
        for day in changes.chunk_by(|one, other| one.0 == other.0) {
            for (_, which, change) in day {
                sums[*which] += change;
            }
            if !self.suffice(tier, sums) {
                return day.first().map(|(at, _, _)| *at);
            }
        }
        None
    }
}

/// The tier of a customer at an instant: the highest one that is reached; a lower one than before only after the grace.
pub(crate) fn decide(
    tiers: &[Tier],
    merits: &Merits,
    before: &CustomerTier,
    zone: Zone,
    now: Timestamp,
) -> CustomerTier {
    let today = zone.date_of(now);
    let reached = tiers.iter().filter(|tier| merits.reach(tier, today)).max_by_key(|tier| tier.rank);
    let held = tiers.iter().find(|tier| Some(tier.id) == before.tier_id);
    let falls = held.filter(|held| reached.is_none_or(|reached| reached.rank < held.rank));
    // The grace begins when the marks were missed, not when somebody looked.
    let missed_at = before.next_evaluation_at.filter(|at| *at <= now).unwrap_or(now);
    let grace = falls.map(|held| before.grace_until.unwrap_or(missed_at.plus_days(held.grace_days.into())));
    if let (Some(held), Some(until)) = (falls, grace)
        && until > now
    {
        let next_evaluation_at = Some(until);
        return CustomerTier { tier_id: Some(held.id), grace_until: Some(until), next_evaluation_at, ..before.clone() };
    }
    let tier_id = reached.map(|tier| tier.id);
    let boundary = reached.and_then(|tier| merits.fails_on(tier, today)).map(|day| zone.start_of(day));
    CustomerTier {
        customer_id: before.customer_id,
        tier_id,
        since: if tier_id == before.tier_id { before.since } else { now },
        grace_until: None,
        next_evaluation_at: boundary,
    }
}

/// What a change says of a patch that sets a window: a tier whose marks moved is evaluated anew.
pub(crate) fn moves_marks(patch: &TierPatch) -> bool {
    !(patch.min_spend == Patch::Keep && patch.min_points == Patch::Keep && patch.window_days == Patch::Keep)
        || patch.active.is_some()
}
