//! Pure decisions about carts.

use super::{AbandonedCarts, Cart, CartLine, CartSettings, CartSettingsPatch, CartState, NewCart};
use crate::vocabulary::machine::Machine;
use crate::vocabulary::money::{add_minor, scale_half_even};
use crate::vocabulary::{Currency, Error, ErrorCode, Money, Quantity, Rate, Result, Timestamp, text};

const MAX_KEY: usize = 128;
const MAX_LINES: usize = 1_000;
const MILLIS_PER_MINUTE: i64 = 60_000;
const MINUTES_PER_DAY: u32 = 1_440;

/// The moves of a cart. Whoever orders an abandoned one has come back to it first.
pub(crate) static MACHINE: Machine<CartState> = {
    use CartState::{Abandoned, Active, Expired, Ordered, Recovered};
    Machine::new(
        "cart",
        &[
            (Active, &[Abandoned, Ordered]),
            (Abandoned, &[Recovered, Expired]),
            (Recovered, &[Abandoned, Ordered]),
            (Ordered, &[]),
            (Expired, &[]),
        ],
    )
};

/// Whether a cart in this state is at its end.
pub(crate) fn is_over(state: CartState) -> bool {
    matches!(state, CartState::Ordered | CartState::Expired)
}

/// The cart with clean text, or why it is refused.
pub(crate) fn clean(new: NewCart) -> Result<NewCart> {
    let source = new.source.map(|source| text::token("/source", &source)).transpose()?;
    let external_id = new.external_id.map(|key| text::key("/external_id", &key, MAX_KEY)).transpose()?;
    if external_id.is_some() && source.is_none() {
        return Err(Error::invalid("/source", "an external id needs the system that it belongs to"));
    }
    if external_id.is_some() && new.id.is_some() {
        return Err(Error::invalid("/id", "name the cart by id or by key, not both"));
    }
    if new.lines.len() > MAX_LINES {
        return Err(Error::new(ErrorCode::Limit, "a cart has at most 1,000 lines").at("/lines"));
    }
    let one = |(at, line)| clean_line(line).map_err(|error| error.under(format_args!("/lines/{at}")));
    Ok(NewCart {
        source,
        external_id,
        channel: new.channel.map(|channel| text::token("/channel", &channel)).transpose()?,
        lines: new.lines.into_iter().enumerate().map(one).collect::<Result<_>>()?,
        ..new
    })
}

fn clean_line(line: CartLine) -> Result<CartLine> {
    if line.quantity.thousandths() <= 0 {
        return Err(Error::invalid("/quantity", "a line has a quantity above 0"));
    }
    if line.unit_price.micros() < 0 {
        return Err(Error::invalid("/unit_price", "a price is not negative"));
    }
    Ok(CartLine {
        sku: text::key("/sku", &line.sku, MAX_KEY)?,
        name: text::optional_name("/name", line.name.as_deref())?,
        ..line
    })
}

/// What lines come to, each rounded once, and the sum of their quantities.
pub(crate) fn add_up(lines: &[CartLine], currency: Currency) -> Result<(Money, Quantity)> {
    let (mut value, mut units) = (Money::zero(currency), 0);
    for (at, line) in lines.iter().enumerate() {
        let path = || format!("/lines/{at}");
        let total = line.unit_price.total(line.quantity, currency).map_err(|error| error.at(path()))?;
        value = value.checked_add(total).map_err(|error| error.at(path()))?;
        units = add_minor(units, line.quantity.thousandths()).map_err(|error| error.at(path()))?;
    }
    Ok((value, Quantity::from_thousandths(units)))
}

/// Whether two versions of a cart hold the same and belong to the same.
pub(crate) fn is_same(a: &Cart, b: &Cart) -> bool {
    (&a.lines, a.value, &a.channel) == (&b.lines, b.value, &b.channel)
        && (a.customer_id, &a.visitor) == (b.customer_id, &b.visitor)
}

/// The settings after a change.
pub(crate) fn configured(known: CartSettings, patch: CartSettingsPatch) -> Result<CartSettings> {
    let after = CartSettings {
        abandon_after_minutes: patch.abandon_after_minutes.unwrap_or(known.abandon_after_minutes),
        expire_after_days: patch.expire_after_days.unwrap_or(known.expire_after_days),
    };
    if !(1..=43_200).contains(&after.abandon_after_minutes) {
        return Err(Error::invalid("/abandon_after_minutes", "a cart is abandoned after 1 to 43,200 minutes"));
    }
    if !(1..=3_650).contains(&after.expire_after_days)
        || after.expire_after_days * MINUTES_PER_DAY < after.abandon_after_minutes
    {
        let message = "a cart expires after 1 to 3,650 days, and not before it is abandoned";
        return Err(Error::invalid("/expire_after_days", message));
    }
    Ok(after)
}

/// When a cart that was last changed at an instant is abandoned and expires.
pub(crate) fn due(settings: CartSettings, last_at: Timestamp) -> (Timestamp, Timestamp) {
    let minutes = |minutes: u32| last_at.plus_millis(i64::from(minutes) * MILLIS_PER_MINUTE);
    (minutes(settings.abandon_after_minutes), minutes(settings.expire_after_days * MINUTES_PER_DAY))
}

/// The last instants of change of carts that are abandoned and that expire now.
pub(crate) fn horizon(settings: CartSettings, now: Timestamp) -> (Timestamp, Timestamp) {
    let minutes = |minutes: u32| now.plus_millis(-i64::from(minutes) * MILLIS_PER_MINUTE);
    (minutes(settings.abandon_after_minutes), minutes(settings.expire_after_days * MINUTES_PER_DAY))
}

/// What of a cart counts in the summary of what was abandoned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fate {
    pub(crate) value: Money,
    pub(crate) recovered: bool,
    pub(crate) ordered: bool,
    pub(crate) expired: bool,
}

/// Nothing abandoned in a currency.
pub(crate) fn nothing(currency: Currency) -> AbandonedCarts {
    let zero = Money::zero(currency);
    AbandonedCarts {
        abandoned: 0,
        abandoned_value: zero,
        recovered: 0,
        recovered_value: zero,
        ordered: 0,
        ordered_value: zero,
        expired: 0,
        expired_value: zero,
        recovery_rate: Rate::default(),
    }
}

/// Adds one cart to the summary of its currency.
pub(crate) fn count(sums: &mut AbandonedCarts, cart: Fate) -> Result<()> {
    let add = |count: &mut u64, value: &mut Money| -> Result<()> {
        *count += 1;
        *value = value.checked_add(cart.value)?;
        Ok(())
    };
    add(&mut sums.abandoned, &mut sums.abandoned_value)?;
    if cart.recovered {
        add(&mut sums.recovered, &mut sums.recovered_value)?;
    }
    if cart.ordered {
        add(&mut sums.ordered, &mut sums.ordered_value)?;
    }
    if cart.expired {
        add(&mut sums.expired, &mut sums.expired_value)?;
    }
    let [recovered, abandoned] = [sums.recovered, sums.abandoned].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    sums.recovery_rate = Rate::from_ppm(scale_half_even(recovered, 1_000_000, abandoned)?);
    Ok(())
}
