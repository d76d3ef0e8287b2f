//! Pure decisions about changes of a customer's own fields.

use super::rules::{clean_fields, derived_name};
use super::{Address, CompanyProfile, Customer, CustomerKind, CustomerPatch, NewCustomer};
use crate::records::shop::ShopSettings;
use crate::vocabulary::{Error, Patch, Result, Timestamp};
use serde_json::{Map, Value};

/// The customer after a change of its own fields.
pub(crate) fn patched(
    before: &Customer,
    patch: CustomerPatch,
    now: Timestamp,
    shop: &ShopSettings,
) -> Result<Customer> {
    let mut after = before.clone();
    after.kind = patch.kind.unwrap_or(after.kind);
    after.gender = patch.gender.unwrap_or(after.gender);
    after.first_seen_at = patch.first_seen_at.unwrap_or(after.first_seen_at);
    let name_follows = patch.name.is_keep() && (before.name.is_none() || before.name == derived_name(before, shop));
    let name_is_cleared = patch.name == Patch::Clear;
    patch.name.apply(&mut after.name);
    patch.given_name.apply(&mut after.given_name);
    patch.family_name.apply(&mut after.family_name);
    patch.name_order.apply(&mut after.name_order);
    patch.birth_date.apply(&mut after.birth_date);
    patch.income_band.apply(&mut after.income_band);
    patch.id_document_hash.apply(&mut after.id_document_hash);
    patch.language.apply(&mut after.language);
    patch.country.apply(&mut after.country);
    patch.time_zone.apply(&mut after.time_zone);
    patch.source_touch_id.apply(&mut after.source_touch_id);
    patch.preferred_channel.apply(&mut after.preferred_channel);
    patch.quiet_from.apply(&mut after.quiet_from);
    patch.quiet_to.apply(&mut after.quiet_to);
    patch.note.apply(&mut after.note);
    clean_fields(&mut after, now)?;
    // A name that was made of its parts follows them; a name that somebody wrote stays.
    if name_follows || name_is_cleared {
        after.name = derived_name(&after, shop);
    }
    Ok(after)
}

/// What an input says about the own fields, as a change: absent values keep.
pub(crate) fn patch_of(new: &NewCustomer) -> CustomerPatch {
    fn set<T: Clone>(value: &Option<T>) -> Patch<T> {
        value.clone().map_or(Patch::Keep, Patch::Set)
    }
    CustomerPatch {
        // An input that says nothing about the kind looks like a person's.
        kind: (new.kind == CustomerKind::Company).then_some(new.kind),
        name: set(&new.name),
        given_name: set(&new.given_name),
        family_name: set(&new.family_name),
        name_order: set(&new.name_order),
        gender: (new.gender != super::Gender::Unknown).then_some(new.gender),
        birth_date: set(&new.birth_date),
        income_band: set(&new.income_band),
        id_document_hash: set(&new.id_document_hash),
        language: set(&new.language),
        country: set(&new.country),
        time_zone: set(&new.time_zone),
        first_seen_at: new.first_seen_at,
        source_touch_id: set(&new.source_touch_id),
        preferred_channel: set(&new.preferred_channel),
        quiet_from: set(&new.quiet_from),
        quiet_to: set(&new.quiet_to),
        note: set(&new.note),
    }
}

/// The own fields that differ, by name.
pub(crate) fn changed_fields(before: &Customer, after: &Customer) -> Result<Vec<String>> {
    let (before, after) = (fields_of(before)?, fields_of(after)?);
    Ok(after.into_iter().filter(|(name, value)| before.get(name) != Some(value)).map(|(name, _)| name).collect())
}

/// A customer's own fields by name, without ids, versions and what stands in other tables.
pub(crate) fn fields_of(customer: &Customer) -> Result<Map<String, Value>> {
    const OTHERS: [&str; 6] = ["id", "uid", "rev", "updated_at", "identities", "company"];
    match serde_json::to_value(customer) {
        Ok(Value::Object(mut fields)) => {
            fields.retain(|name, _| !OTHERS.contains(&name.as_str()));
            Ok(fields)
        }
        _ => Err(Error::internal("a customer cannot be written as JSON")),
    }
}

/// The fields of a stored customer where an input may only fill gaps.
pub(crate) fn only_gaps(before: &Customer, mut patch: CustomerPatch) -> CustomerPatch {
    fn gap<T, U>(known: &Option<T>, change: &mut Patch<U>) {
        if known.is_some() {
            *change = Patch::Keep;
        }
    }
    // The name and its parts are one thing: half of another name is no name.
    if before.name.is_some() {
        patch.name = Patch::Keep;
        patch.given_name = Patch::Keep;
        patch.family_name = Patch::Keep;
        patch.name_order = Patch::Keep;
    }
    patch.kind = None;
    patch.gender = patch.gender.filter(|_| before.gender == super::Gender::Unknown);
    patch.first_seen_at = patch.first_seen_at.filter(|at| *at < before.first_seen_at);
    gap(&before.birth_date, &mut patch.birth_date);
    gap(&before.income_band, &mut patch.income_band);
    gap(&before.id_document_hash, &mut patch.id_document_hash);
    gap(&before.language, &mut patch.language);
    gap(&before.country, &mut patch.country);
    gap(&before.time_zone, &mut patch.time_zone);
    gap(&before.source_touch_id, &mut patch.source_touch_id);
    gap(&before.preferred_channel, &mut patch.preferred_channel);
    gap(&before.quiet_from, &mut patch.quiet_from);
    gap(&before.quiet_to, &mut patch.quiet_to);
    gap(&before.note, &mut patch.note);
    patch
}

/// A company profile after another input: given values win, or only fill gaps.
pub(crate) fn joined_company(before: CompanyProfile, given: CompanyProfile, only_gaps: bool) -> CompanyProfile {
    let (first, second) = if only_gaps { (before, given) } else { (given, before) };
    CompanyProfile {
        legal_name: first.legal_name.or(second.legal_name),
        tax_id: first.tax_id.or(second.tax_id),
        legal_representative: first.legal_representative.or(second.legal_representative),
        industry: first.industry.or(second.industry),
        employees: first.employees.or(second.employees),
        annual_revenue: first.annual_revenue.or(second.annual_revenue),
        category: first.category.or(second.category),
        size_band: first.size_band.or(second.size_band),
    }
}

/// Whether two addresses are one: everything but the default flag and who receives there.
pub(crate) fn is_same_place(one: &Address, other: &Address) -> bool {
    one.kind == other.kind
        && one.lines == other.lines
        && one.city == other.city
        && one.region == other.region
        && one.postcode == other.postcode
        && one.country == other.country
}
