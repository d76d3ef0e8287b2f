//! Pure decisions about coupons: what is a sound programme, what a coupon gives, and why it gives nothing.

use super::{
    Basket, BasketLine, Coupon, CouponKind, CouponProgram, CouponProgramPatch, CouponState, NewCouponProgram,
    RedemptionState, Refusal,
};
use crate::db::Json;
use crate::vocabulary::machine::Machine;
use crate::vocabulary::money::{add_minor, scale_half_even};
use crate::vocabulary::{
    CouponProgramId, Currency, CustomerId, Error, ErrorCode, Money, Patch, Quantity, Rate, Result, Timestamp, ids, text,
};
use unicode_normalization::UnicodeNormalization;

/// The moves of a coupon. It goes back to issued when its basket gives it up or its order is called off.
pub(crate) static COUPON: Machine<CouponState> = {
    use CouponState::{Expired, Issued, Redeemed, Reserved, Revoked};
    Machine::new(
        "coupon",
        &[
            (Issued, &[Reserved, Expired, Revoked]),
            (Reserved, &[Redeemed, Issued]),
            (Redeemed, &[Issued]),
            (Expired, &[]),
            (Revoked, &[]),
        ],
    )
};

/// The moves of one use of a coupon.
pub(crate) static REDEMPTION: Machine<RedemptionState> = {
    use RedemptionState::{Redeemed, Released, Reserved, Reversed};
    Machine::new(
        "redemption",
        &[(Reserved, &[Redeemed, Released]), (Redeemed, &[Reversed]), (Released, &[]), (Reversed, &[])],
    )
};

const ONE: i64 = 1_000_000;
const MAX_SKU: usize = 128;
const MAX_WORDS: usize = 1_000;
const MAX_LINES: usize = 4_096;
const REMIND_DAYS: i64 = 3;

/// A code in its stored form: capitals, without spaces and hyphens, so that people may type it as they like.
pub(crate) fn code(path: &str, given: &str) -> Result<String> {
    let kept = given.nfkc().filter(|one| !one.is_whitespace() && *one != '-').flat_map(char::to_uppercase);
    let code: String = kept.collect();
    if !code.chars().all(char::is_alphanumeric) {
        return Err(Error::invalid(path, "a code consists of letters and digits"));
    }
    if !(4..=64).contains(&code.chars().count()) {
        return Err(Error::invalid(path, "a code has 4 to 64 letters and digits"));
    }
    Ok(code)
}

/// When `tick` announces the end of a coupon to the one to whom it is bound.
pub(crate) fn remind_at(customer: Option<CustomerId>, expires_at: Option<Timestamp>) -> Option<Timestamp> {
    customer.and(expires_at).map(|at| at.plus_days(-REMIND_DAYS))
}

/// The programme as it is stored, or why it is refused.
pub(crate) fn program(new: NewCouponProgram, now: Timestamp) -> Result<CouponProgram> {
    let wants = |kind: &[CouponKind], path: &str, given: bool| match kind.contains(&new.kind) {
        false if given => Err(Error::invalid(path, format!("a programme of the kind {} has no such field", new.kind))),
        _ => Ok(()),
    };
    wants(&[CouponKind::Percent, CouponKind::BuyXGetY], "/rate", new.rate.is_some())?;
    wants(&[CouponKind::Amount], "/amount", new.amount.is_some())?;
    wants(&[CouponKind::Gift], "/gift_sku", new.gift_sku.is_some())?;
    wants(&[CouponKind::Gift], "/gift_quantity", new.gift_quantity.is_some())?;
    wants(&[CouponKind::BuyXGetY], "/buy_quantity", new.buy_quantity.is_some())?;
    wants(&[CouponKind::BuyXGetY], "/get_quantity", new.get_quantity.is_some())?;
    let missing = |path: &str| Error::invalid(path, format!("a programme of the kind {} needs it", new.kind));
    let mut made = CouponProgram {
        id: CouponProgramId(0),
        name: text::name("/name", &new.name)?,
        kind: new.kind,
        rate: new.rate,
        amount: new.amount,
        gift_sku: new.gift_sku.as_deref().map(|sku| text::key("/gift_sku", sku, MAX_SKU)).transpose()?,
        gift_quantity: new.gift_quantity,
        buy_quantity: new.buy_quantity,
        get_quantity: new.get_quantity,
        min_amount: new.min_amount,
        max_discount: new.max_discount,
        per_customer: new.per_customer,
        total_limit: new.total_limit,
        budget: new.budget,
        stackable: new.stackable,
        starts_at: new.starts_at,
        ends_at: new.ends_at,
        skus: words("/skus", &new.skus)?,
        categories: words("/categories", &new.categories)?,
        list_id: new.list_id,
        min_tier_rank: new.min_tier_rank,
        active: new.active,
        uses: 0,
        spent: new.budget.map(|budget| Money::zero(budget.currency)),
        created_at: now,
        updated_at: now,
    };
    match new.kind {
        CouponKind::Percent => drop(new.rate.ok_or_else(|| missing("/rate"))?),
        CouponKind::Amount => drop(new.amount.ok_or_else(|| missing("/amount"))?),
        CouponKind::FreeShipping => {}
        CouponKind::Gift => {
            made.gift_sku.as_ref().ok_or_else(|| missing("/gift_sku"))?;
            made.gift_quantity = made.gift_quantity.or(Some(Quantity::ONE));
        }
        CouponKind::BuyXGetY => {
            made.rate = made.rate.or(Some(Rate::from_ppm(ONE)));
            made.buy_quantity.ok_or_else(|| missing("/buy_quantity"))?;
            made.get_quantity.ok_or_else(|| missing("/get_quantity"))?;
        }
    }
    require_sound(&made)?;
    Ok(made)
}

/// The programme after a change.
pub(crate) fn patched(known: &CouponProgram, patch: CouponProgramPatch) -> Result<CouponProgram> {
    let mut after = known.clone();
    if let Some(name) = patch.name {
        after.name = text::name("/name", &name)?;
    }
    patch.min_amount.apply(&mut after.min_amount);
    patch.max_discount.apply(&mut after.max_discount);
    patch.per_customer.apply(&mut after.per_customer);
    patch.total_limit.apply(&mut after.total_limit);
    patch.budget.apply(&mut after.budget);
    after.stackable = patch.stackable.unwrap_or(after.stackable);
    patch.starts_at.apply(&mut after.starts_at);
    patch.ends_at.apply(&mut after.ends_at);
    if let Some(skus) = patch.skus {
        after.skus = words("/skus", &skus)?;
    }
    if let Some(categories) = patch.categories {
        after.categories = words("/categories", &categories)?;
    }
    if let Patch::Set(list) = patch.list_id {
        ids::require_row_id("/list_id", Some(list.0))?;
    }
    patch.list_id.apply(&mut after.list_id);
    patch.min_tier_rank.apply(&mut after.min_tier_rank);
    after.active = patch.active.unwrap_or(after.active);
    require_sound(&after)?;
    Ok(after)
}

fn words(path: &str, given: &[String]) -> Result<Json<Vec<String>>> {
    if given.len() > MAX_WORDS {
        return Err(Error::new(ErrorCode::Limit, "a programme names at most 1,000 of them").at(path));
    }
    let clean = |(at, word): (usize, &String)| text::key(&format!("{path}/{at}"), word, MAX_SKU * 4);
    given.iter().enumerate().map(clean).collect::<Result<Vec<_>>>().map(Json)
}

fn require_sound(program: &CouponProgram) -> Result<()> {
    if program.rate.is_some_and(|rate| !(1..=ONE).contains(&rate.ppm())) {
        return Err(Error::invalid("/rate", "a rate is above 0 and at most 1"));
    }
    if program.gift_quantity.is_some_and(|quantity| quantity.thousandths() <= 0) {
        return Err(Error::invalid("/gift_quantity", "the quantity must be larger than 0"));
    }
    let counts = [
        ("/buy_quantity", program.buy_quantity),
        ("/get_quantity", program.get_quantity),
        ("/per_customer", program.per_customer),
        ("/total_limit", program.total_limit),
    ];
    if let Some((path, _)) = counts.iter().find(|(_, count)| *count == Some(0)) {
        return Err(Error::invalid(*path, "the number must be larger than 0"));
    }
    let amounts = amounts(program);
    for (path, amount) in amounts {
        let Some(amount) = amount else { continue };
        if amount.minor <= 0 {
            return Err(Error::invalid(path, "the amount must be larger than 0"));
        }
        if Some(amount.currency) != currency(program) {
            return Err(Error::invalid(path, "all amounts of a programme are of one currency"));
        }
    }
    if program.starts_at.zip(program.ends_at).is_some_and(|(start, end)| end <= start) {
        return Err(Error::invalid("/ends_at", "the end comes after the beginning"));
    }
    Ok(())
}

fn amounts(program: &CouponProgram) -> [(&'static str, Option<Money>); 4] {
    [
        ("/amount", program.amount),
        ("/min_amount", program.min_amount),
        ("/max_discount", program.max_discount),
        ("/budget", program.budget),
    ]
}

/// The currency of a programme's amounts; none where there are no amounts.
pub(crate) fn currency(program: &CouponProgram) -> Option<Currency> {
    amounts(program).into_iter().find_map(|(_, amount)| amount).map(|amount| amount.currency)
}

/// Requires that a basket is consistent; the path is below the basket.
pub(crate) fn require_basket(basket: &Basket) -> Result<()> {
    let currency = basket.total.currency;
    let require = |path: String, amount: Money| {
        if amount.currency != currency {
            return Err(Error::invalid(path, "all amounts of a basket are of one currency"));
        }
        if amount.minor < 0 {
            return Err(Error::invalid(path, "an amount of a basket is not negative"));
        }
        Ok(())
    };
    require("/total".to_owned(), basket.total)?;
    basket.shipping.map_or(Ok(()), |shipping| require("/shipping".to_owned(), shipping))?;
    if basket.lines.len() > MAX_LINES {
        return Err(Error::new(ErrorCode::Limit, "a basket has at most 4,096 lines").at("/lines"));
    }
    let mut sum = 0;
    for (at, line) in basket.lines.iter().enumerate() {
        require(format!("/lines/{at}/total"), line.total)?;
        if line.quantity.thousandths() < 0 {
            return Err(Error::invalid(format!("/lines/{at}/quantity"), "a quantity is not negative"));
        }
        sum = add_minor(sum, line.total.minor)?;
    }
    if sum > basket.total.minor {
        return Err(Error::invalid("/total", "the lines come to more than the total"));
    }
    Ok(())
}

/// What is known when a coupon is judged.
pub(crate) struct Case<'a> {
    pub(crate) program: &'a CouponProgram,
    pub(crate) coupon: &'a Coupon,
    /// Where the coupon stands, apart from reservations that do not stand in the way.
    pub(crate) state: CouponState,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) is_listed: bool,
    pub(crate) tier_rank: Option<u32>,
    pub(crate) stands_alone: bool,
    /// Uses of the programme, what they come to, and those by this customer.
    pub(crate) uses: i64,
    pub(crate) spent: i64,
    pub(crate) uses_of_customer: i64,
    pub(crate) basket: &'a Basket,
    /// The lines for which the programme holds.
    pub(crate) eligible: Vec<&'a BasketLine>,
    pub(crate) now: Timestamp,
}

/// What the coupon takes off, or why it gives nothing.
///
/// # Errors
/// `invalid_input` for amounts that do not fit.
pub(crate) fn judge(case: &Case<'_>) -> Result<std::result::Result<Money, Refusal>> {
    if let Some(reason) = standing(case).or_else(|| buyer(case)).or_else(|| worth(case)) {
        return Ok(Err(reason));
    }
    let discount = match discount(case)? {
        Ok(discount) => discount,
        Err(reason) => return Ok(Err(reason)),
    };
    let program = case.program;
    let capped = program.max_discount.map_or(discount, |most| discount.min(most.minor));
    let limit = |limit: Option<u32>, uses: i64| limit.is_some_and(|limit| uses >= i64::from(limit));
    if limit(program.total_limit, case.uses) {
        return Ok(Err(Refusal::TotalLimit));
    }
    if limit(program.per_customer, case.uses_of_customer) {
        return Ok(Err(Refusal::CustomerLimit));
    }
    if program.budget.is_some_and(|budget| capped > budget.minor.saturating_sub(case.spent)) {
        return Ok(Err(Refusal::Budget));
    }
    Ok(Ok(Money::new(capped, case.basket.total.currency)))
}

/// Whether programme and coupon can be used at all.
fn standing(case: &Case<'_>) -> Option<Refusal> {
    let program = case.program;
    let by_state = match case.state {
        CouponState::Issued => None,
        CouponState::Reserved => Some(Refusal::Reserved),
        CouponState::Redeemed => Some(Refusal::Redeemed),
        CouponState::Expired => Some(Refusal::Expired),
        CouponState::Revoked => Some(Refusal::Revoked),
    };
    by_state
        .or((!program.active).then_some(Refusal::Inactive))
        .or(program.starts_at.filter(|at| case.now < *at).map(|_| Refusal::NotStarted))
        .or(program.ends_at.filter(|at| *at <= case.now).map(|_| Refusal::Ended))
        .or(case.coupon.expires_at.filter(|at| *at <= case.now).map(|_| Refusal::Expired))
}

/// Whether this customer may use it.
fn buyer(case: &Case<'_>) -> Option<Refusal> {
    let program = case.program;
    let asks = case.coupon.customer_id.is_some() || program.list_id.is_some() || program.per_customer.is_some();
    if case.customer.is_none() && (asks || program.min_tier_rank.is_some()) {
        return Some(Refusal::CustomerNeeded);
    }
    if case.coupon.customer_id.is_some_and(|bound| Some(bound) != case.customer) {
        return Some(Refusal::OtherCustomer);
    }
    if program.list_id.is_some() && !case.is_listed {
        return Some(Refusal::NotOnList);
    }
    if program.min_tier_rank.is_some_and(|least| case.tier_rank.is_none_or(|rank| rank < least)) {
        return Some(Refusal::TierTooLow);
    }
    case.stands_alone.then_some(Refusal::NotStackable)
}

/// Whether the basket is of the right currency and worth enough.
fn worth(case: &Case<'_>) -> Option<Refusal> {
    if currency(case.program).is_some_and(|currency| currency != case.basket.total.currency) {
        return Some(Refusal::OtherCurrency);
    }
    let least = case.program.min_amount.map_or(0, |least| least.minor);
    (case.basket.total.minor < least).then_some(Refusal::BelowMinimum)
}

/// What is taken off in minor units, before caps.
fn discount(case: &Case<'_>) -> Result<std::result::Result<i64, Refusal>> {
    let program = case.program;
    let selects = !program.skus.is_empty() || !program.categories.is_empty();
    if selects && case.eligible.is_empty() {
        return Ok(Err(Refusal::NoMatchingLines));
    }
    let base = match selects {
        true => case.eligible.iter().map(|line| line.total.minor).sum(),
        false => case.basket.total.minor,
    };
    let rate = program.rate.map_or(ONE, Rate::ppm);
    let discount = match program.kind {
        CouponKind::Percent => scale_half_even(base, rate, ONE)?,
        CouponKind::Amount => program.amount.map_or(0, |amount| amount.minor.min(base)),
        CouponKind::FreeShipping => return Ok(Ok(case.basket.shipping.map_or(0, |shipping| shipping.minor))),
        CouponKind::Gift => return Ok(Ok(0)),
        CouponKind::BuyXGetY => {
            let (buy, get) = (program.buy_quantity.unwrap_or(1), program.get_quantity.unwrap_or(1));
            match cheapest_units(&case.eligible, i64::from(buy), i64::from(get))? {
                None => return Ok(Err(Refusal::TooFewUnits)),
                Some(worth) => scale_half_even(worth, rate, ONE)?,
            }
        }
    };
    Ok(if discount == 0 { Err(Refusal::NothingToDiscount) } else { Ok(discount) })
}

/// What the cheapest units come to: `get` of each full group of `buy + get`. None without a full group.
fn cheapest_units(lines: &[&BasketLine], buy: i64, get: i64) -> Result<Option<i64>> {
    let mut lines: Vec<(i64, i64)> = lines
        .iter()
        .map(|line| (line.total.minor, line.quantity.thousandths()))
        .filter(|(_, quantity)| *quantity >= Quantity::ONE.thousandths())
        .collect();
    lines.sort_by_key(|(total, quantity)| i128::from(*total) * i128::from(ONE) / i128::from(*quantity));
    let whole = |quantity: i64| quantity / Quantity::ONE.thousandths();
    let units: i64 = lines.iter().try_fold(0, |sum, (_, quantity)| add_minor(sum, whole(*quantity)))?;
    let mut left = units / (buy + get) * get;
    if left == 0 {
        return Ok(None);
    }
    let mut worth = 0;
    for (total, quantity) in lines {
        let taken = left.min(whole(quantity));
        left -= taken;
        worth += scale_half_even(total, taken * Quantity::ONE.thousandths(), quantity)?;
    }
    Ok(Some(worth))
}

/// The error of a coupon that cannot be used: what has run out is a limit, everything else a conflict.
pub(crate) fn refused(reason: Refusal, coupon: &Coupon) -> Error {
    let code = match reason {
        Refusal::TotalLimit | Refusal::CustomerLimit | Refusal::Budget => ErrorCode::Limit,
        _ => ErrorCode::Conflict,
    };
    Error::new(code, format!("the coupon cannot be used: {reason}"))
        .at("/code")
        .existing(coupon.id)
        .hint("coupons.check tells the same without a reservation")
}
