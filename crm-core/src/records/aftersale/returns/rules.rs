//! Pure decisions about returns: moves, what a state holds, and cleaning what is given.

use super::{NewReturn, NewReturnLine, ReturnResolution, ReturnRule, ReturnSettings, ReturnSettingsPatch, ReturnState};
use crate::vocabulary::machine::Machine;
use crate::vocabulary::{Error, ErrorCode, Patch, Rate, Result, text};
use std::collections::BTreeSet;

/// The moves of a return.
pub(crate) static MACHINE: Machine<ReturnState> = {
    use ReturnState::{
        Accepted, Approved, Cancelled, Closed, Credited, Declined, Exchanged, Expired, InTransit, Inspected,
        PartiallyReceived, PartlyAccepted, Received, Refunded, Rejected, Repaired, Requested, ReturnedToCustomer,
    };
    Machine::new(
        "rma",
        &[
            (Requested, &[Approved, Declined, Cancelled]),
            (Approved, &[InTransit, Received, Cancelled, Expired]),
            (Declined, &[]),
            (Cancelled, &[]),
            (InTransit, &[Received, PartiallyReceived]),
            (Expired, &[]),
            (PartiallyReceived, &[Received, Inspected]),
            (Received, &[Inspected]),
            (Inspected, &[Accepted, PartlyAccepted, Rejected]),
            (Accepted, &[Refunded, Exchanged, Credited, Repaired]),
            (PartlyAccepted, &[Refunded, Exchanged, Credited, Repaired]),
            (Rejected, &[ReturnedToCustomer, Closed]),
            (Refunded, &[Closed]),
            (Exchanged, &[Closed]),
            (Credited, &[Closed]),
            (Repaired, &[Closed]),
            (ReturnedToCustomer, &[Closed]),
            (Closed, &[]),
        ],
    )
};

const MAX_LINES: usize = 4_096;
const MAX_RULES: usize = 500;
const MAX_DAYS: u32 = 3_650;
const MAX_SKU: usize = 128;
const MAX_PREFIX: usize = 32;
const MAX_NUMBER: usize = 64;
const MILLION: i64 = 1_000_000;

/// Whether a return in this state is at its end.
pub(crate) fn is_over(state: ReturnState) -> bool {
    MACHINE.allowed(state).is_empty()
}

/// Whether it is decided how much is accepted.
pub(crate) const fn is_decided(state: ReturnState) -> bool {
    use ReturnState::{
        Accepted, Closed, Credited, Exchanged, PartlyAccepted, Refunded, Rejected, Repaired, ReturnedToCustomer,
    };
    matches!(
        state,
        Accepted | PartlyAccepted | Rejected | Refunded | Exchanged | Credited | Repaired | ReturnedToCustomer | Closed
    )
}

/// How much of what was delivered a line of a return holds, in thousandths: what was asked for until it is decided, what
/// was accepted afterwards. What never came, or is the customer's again, is held no more.
pub(crate) const fn held(state: ReturnState, got: Option<ReturnResolution>, quantity: i64, accepted: i64) -> i64 {
    use ReturnState::{Cancelled, Declined, Expired};
    match (state, got) {
        (Declined | Cancelled | Expired, _) | (_, Some(ReturnResolution::Repair | ReturnResolution::None)) => 0,
        _ if is_decided(state) => accepted,
        _ => quantity,
    }
}

/// The state to which a resolution leads.
pub(crate) fn resolved_by(resolution: ReturnResolution) -> Result<ReturnState> {
    match resolution {
        ReturnResolution::Refund => Ok(ReturnState::Refunded),
        ReturnResolution::Exchange => Ok(ReturnState::Exchanged),
        ReturnResolution::StoreCredit => Ok(ReturnState::Credited),
        ReturnResolution::Repair => Ok(ReturnState::Repaired),
        ReturnResolution::None => Err(Error::invalid("/resolution", "what is accepted is paid for or repaired")
            .hint("decide that nothing is accepted with returns.decide")),
    }
}

/// A return with clean text, or why it is refused.
pub(crate) fn clean(mut new: NewReturn) -> Result<NewReturn> {
    if new.lines.is_empty() {
        return Err(Error::invalid("/lines", "a return has lines"));
    }
    require_lines(&new.lines)?;
    if new.wanted == ReturnResolution::None {
        return Err(Error::invalid("/wanted", "a return is for something").allowed([
            "refund",
            "exchange",
            "store_credit",
            "repair",
        ]));
    }
    new.note = text::optional_note("/note", new.note.as_deref())?;
    new.exception = token("/exception", new.exception.as_deref())?;
    for (at, line) in new.lines.iter_mut().enumerate() {
        line.note = text::optional_note(&format!("/lines/{at}/note"), line.note.as_deref())?;
        for (number, serial) in line.serials.iter_mut().enumerate() {
            *serial = text::key(&format!("/lines/{at}/serials/{number}"), serial, MAX_SKU)?;
        }
    }
    Ok(new)
}

/// Requires that lines are not too many, are named once each, and are of something.
pub(crate) fn require_lines(lines: &[NewReturnLine]) -> Result<()> {
    if lines.len() > MAX_LINES {
        return Err(Error::new(ErrorCode::Limit, "a return has at most 4,096 lines").at("/lines"));
    }
    let nothing = |line: &NewReturnLine| line.quantity.is_some_and(|quantity| quantity.thousandths() <= 0);
    if let Some(at) = lines.iter().position(nothing) {
        return Err(Error::invalid(format!("/lines/{at}/quantity"), "the quantity must be larger than 0"));
    }
    let mut seen = BTreeSet::new();
    match lines.iter().position(|line| !seen.insert(line.line)) {
        Some(at) => Err(Error::invalid(format!("/lines/{at}/line"), "the return names this line twice")),
        None => Ok(()),
    }
}

/// An optional token.
pub(crate) fn token(path: &str, given: Option<&str>) -> Result<Option<String>> {
    given.map(|token| text::token(path, token)).transpose()
}

/// A carrier in small letters.
pub(crate) fn carrier(given: &str) -> Result<String> {
    text::token("/carrier", given).map(|carrier| carrier.to_ascii_lowercase())
}

/// A carrier's number without spaces, in capitals.
pub(crate) fn tracking_no(given: &str) -> Result<String> {
    let kept: String = given.chars().filter(|one| !one.is_whitespace()).collect();
    text::key("/tracking_no", &kept, MAX_NUMBER).map(|number| number.to_uppercase())
}

/// The settings after a change.
pub(crate) fn patched(known: &ReturnSettings, patch: ReturnSettingsPatch) -> Result<ReturnSettings> {
    let mut after = known.clone();
    after.window_days = days("/window_days", patch.window_days.unwrap_or(known.window_days))?;
    after.send_days = patch.send_days.unwrap_or(known.send_days);
    if !(1..=365).contains(&after.send_days) {
        return Err(Error::invalid("/send_days", "goods are sent within 1 to 365 days"));
    }
    after.approval = patch.approval.unwrap_or(known.approval);
    after.way_back = patch.way_back.unwrap_or(known.way_back);
    after.restocking = share("/restocking", patch.restocking.unwrap_or(known.restocking))?;
    if let Some(prefix) = patch.prefix {
        after.prefix = text::key("/prefix", &prefix, MAX_PREFIX)?;
        if after.prefix.ends_with(|last: char| last.is_ascii_digit()) {
            return Err(Error::invalid("/prefix", "a prefix ends with no digit").hint("write it as RMA- or R/"));
        }
    }
    patch.return_to.try_map(|place| text::token("/return_to", &place))?.apply(&mut after.return_to);
    let instructions: Patch<String> =
        patch.instructions.cleaned(|note| text::optional_note("/instructions", Some(note)))?;
    instructions.apply(&mut after.instructions);
    let rate = patch.alert_rate.try_map(|rate| share("/alert_rate", rate))?;
    if matches!(rate, Patch::Set(rate) if rate.ppm() == 0) {
        return Err(Error::invalid("/alert_rate", "the share must be larger than 0"));
    }
    rate.apply(&mut after.alert_rate);
    after.alert_units = patch.alert_units.unwrap_or(known.alert_units);
    if after.alert_units.thousandths() <= 0 {
        return Err(Error::invalid("/alert_units", "the quantity must be larger than 0"));
    }
    Ok(after)
}

/// Rules as they are stored, or why they are refused.
pub(crate) fn clean_rules(mut rules: Vec<ReturnRule>) -> Result<Vec<ReturnRule>> {
    if rules.len() > MAX_RULES {
        return Err(Error::new(ErrorCode::Limit, "there are at most 500 rules").at("/rules"));
    }
    let mut keys = BTreeSet::new();
    for (at, rule) in rules.iter_mut().enumerate() {
        clean_rule(rule).map_err(|error| error.under(format_args!("/rules/{at}")))?;
        if !keys.insert(rule.key.clone()) {
            return Err(Error::invalid(format!("/rules/{at}/key"), "another rule has this key"));
        }
    }
    Ok(rules)
}

fn clean_rule(rule: &mut ReturnRule) -> Result<()> {
    rule.key = text::token("/key", &rule.key)?;
    rule.category = rule.category.as_deref().map(|path| text::name("/category", path)).transpose()?;
    rule.sku = rule.sku.as_deref().map(|sku| text::key("/sku", sku, MAX_SKU)).transpose()?;
    if rule.country.as_ref().is_some_and(|land| land.len() != 2 || !land.bytes().all(|one| one.is_ascii_uppercase())) {
        return Err(Error::invalid("/country", "a country is two capital letters of ISO 3166-1 such as CN"));
    }
    if let Some(given) = rule.window_days {
        days("/window_days", given)?;
    }
    if let Some(rate) = rule.restocking {
        share("/restocking", rate)?;
    }
    for (path, amount) in [("/up_to", rule.up_to), ("/way_back_fee", rule.way_back_fee)] {
        if amount.is_some_and(|amount| amount.minor < 0) {
            return Err(Error::invalid(path, "the amount is not negative"));
        }
    }
    let says = rule.returnable.is_some() || rule.window_days.is_some() || rule.approval.is_some();
    if !says && rule.way_back.is_none() && rule.way_back_fee.is_none() && rule.restocking.is_none() {
        return Err(Error::invalid("", "the rule says nothing")
            .hint("say one of returnable, window_days, approval, way_back, way_back_fee and restocking"));
    }
    Ok(())
}

fn days(path: &str, days: u32) -> Result<u32> {
    if days <= MAX_DAYS { Ok(days) } else { Err(Error::invalid(path, "a window has at most 3,650 days")) }
}

fn share(path: &str, rate: Rate) -> Result<Rate> {
    if (0..=MILLION).contains(&rate.ppm()) {
        Ok(rate)
    } else {
        Err(Error::invalid(path, "a share lies between 0 and 1"))
    }
}

/// The number as people read it.
pub(crate) fn number(prefix: &str, taken: i64) -> String {
    format!("{prefix}{taken:06}")
}
