//! Pure decisions about customers: what is accepted, in which form, and what follows from what.

use super::identity::{self, Normalised};
use super::names;
use super::{
    Address, Block, CompanyProfile, Customer, CustomerKind, IdentityInput, IdentityKind, NewAddress, NewCustomer,
    SizeBand, search_text, store::index::Words,
};
use crate::records::shop::{ShopSettings, require_language, require_region};
use crate::vocabulary::{AddressId, CustomerId, Error, ErrorCode, Result, Timestamp, ids, text};

/// Minutes of a day.
const MINUTES: u16 = 1_440;
/// Identities, addresses or tags of one input.
const MAX_ITEMS: usize = 200;
const MAX_ADDRESS_LINES: usize = 8;
const FROM_400: u32 = 400;
/// The clock of the zone farthest ahead of UTC.
const FARTHEST_ZONE_MILLIS: i64 = 14 * 3_600_000;

/// An identity that may be stored, with its place in the input.
pub(crate) struct KeyedIdentity {
    pub(crate) path: String,
    pub(crate) kind: IdentityKind,
    pub(crate) made: Normalised,
}

/// A new customer in its stored form.
pub(crate) struct Draft {
    pub(crate) customer: Customer,
    pub(crate) identities: Vec<KeyedIdentity>,
    pub(crate) addresses: Vec<Address>,
    pub(crate) tags: Vec<String>,
}

/// The customer with clean fields, or why it is refused.
pub(crate) fn draft(new: NewCustomer, now: Timestamp, shop: &ShopSettings) -> Result<Draft> {
    let identities = identities_of(&new, shop)?;
    let addresses = clean_addresses(&new.addresses, now)?;
    let tags = clean_tags("/tags", &new.tags)?;
    let mut customer = blank(new.kind, now);
    customer.name = new.name;
    customer.given_name = new.given_name;
    customer.family_name = new.family_name;
    customer.name_order = new.name_order;
    customer.gender = new.gender;
    customer.birth_date = new.birth_date;
    customer.income_band = new.income_band;
    customer.id_document_hash = new.id_document_hash;
    customer.language = new.language;
    customer.country = new.country;
    customer.time_zone = new.time_zone;
    customer.first_seen_at = new.first_seen_at.unwrap_or(now);
    customer.source_touch_id = new.source_touch_id;
    customer.owner_id = new.owner_id;
    customer.preferred_channel = new.preferred_channel;
    customer.quiet_from = new.quiet_from;
    customer.quiet_to = new.quiet_to;
    customer.note = new.note;
    customer.company = new.company.map(clean_company).transpose().map_err(|error| error.under("/company"))?;
    clean_fields(&mut customer, now)?;
    if customer.name.is_none() {
        customer.name = derived_name(&customer, shop);
    }
    require_company_kind(customer.kind, customer.company.as_ref())?;
    Ok(Draft { customer, identities, addresses, tags })
}

/// A customer of whom nothing is known.
pub(crate) fn blank(kind: CustomerKind, now: Timestamp) -> Customer {
    Customer {
        id: CustomerId(0),
        uid: String::new(),
        kind,
        name: None,
        given_name: None,
        family_name: None,
        name_order: None,
        gender: super::Gender::Unknown,
        birth_date: None,
        income_band: None,
        id_document_hash: None,
        language: None,
        country: None,
        time_zone: None,
        created_at: now,
        updated_at: now,
        first_seen_at: now,
        source_touch_id: None,
        owner_id: None,
        blocked: Block::None,
        block_reason: None,
        blocked_since: None,
        blocked_until: None,
        blocked_by: None,
        preferred_channel: None,
        quiet_from: None,
        quiet_to: None,
        note: None,
        archived_at: None,
        merged_into: None,
        erased_at: None,
        rev: 0,
        identities: Vec::new(),
        company: None,
    }
}

/// Brings the own fields of a customer into their stored form; doing it twice changes nothing.
pub(crate) fn clean_fields(customer: &mut Customer, now: Timestamp) -> Result<()> {
    customer.name = text::optional_name("/name", customer.name.as_deref())?;
    customer.given_name = text::optional_name("/given_name", customer.given_name.as_deref())?;
    customer.family_name = text::optional_name("/family_name", customer.family_name.as_deref())?;
    customer.note = text::optional_note("/note", customer.note.as_deref())?;
    customer.id_document_hash = customer.id_document_hash.take().map(clean_hash).transpose()?;
    if let Some(language) = &customer.language {
        require_language(language)?;
    }
    if let Some(country) = &customer.country {
        require_country("/country", country)?;
    }
    let latest = now.plus_millis(FARTHEST_ZONE_MILLIS).millis().div_euclid(86_400_000);
    if customer.birth_date.and_then(super::BirthDate::date).is_some_and(|date| i64::from(date.days()) > latest) {
        return Err(Error::invalid("/birth_date", "the date of birth lies in the future"));
    }
    require_quiet_hours(customer.quiet_from, customer.quiet_to)?;
    ids::require_row_id("/owner_id", customer.owner_id.map(i64::from))?;
    ids::require_row_id("/source_touch_id", customer.source_touch_id)
}

pub(crate) fn require_country(path: &str, country: &str) -> Result<()> {
    require_region(country).map_err(|error| error.at(path))
}

fn require_quiet_hours(from: Option<u16>, to: Option<u16>) -> Result<()> {
    for (path, minutes) in [("/quiet_from", from), ("/quiet_to", to)] {
        if minutes.is_some_and(|minutes| minutes >= MINUTES) {
            return Err(Error::invalid(path, "a time of day is 0 to 1439 minutes"));
        }
    }
    if from.is_some() != to.is_some() {
        return Err(Error::invalid("/quiet_to", "quiet hours need a beginning and an end"));
    }
    Ok(())
}

fn clean_hash(hash: String) -> Result<String> {
    let hash = hash.trim().to_ascii_lowercase();
    if (32..=128).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(hash);
    }
    Err(Error::invalid("/id_document_hash", "the hash of a document has 32 to 128 hexadecimal digits"))
}

/// The display name that follows from the parts, or from the registered name.
pub(crate) fn derived_name(customer: &Customer, shop: &ShopSettings) -> Option<String> {
    let given = customer.given_name.as_deref().unwrap_or_default();
    let family = customer.family_name.as_deref().unwrap_or_default();
    let order = customer
        .name_order
        .or_else(|| names::suggested_order(given, family, customer.language.as_deref()))
        .unwrap_or(shop.name_order);
    let name = names::display_name(given, family, order);
    if !name.is_empty() {
        return Some(name);
    }
    customer.company.as_ref().and_then(|company| company.legal_name.clone())
}

/// All identities of an input, the short forms first, without repetitions.
fn identities_of(new: &NewCustomer, shop: &ShopSettings) -> Result<Vec<KeyedIdentity>> {
    let mut given: Vec<(String, IdentityInput)> = Vec::new();
    if let Some(external) = external_id(new.source.as_deref(), new.external_id.as_deref())? {
        given.push(("/external_id".to_owned(), external));
    }
    let short = [("/email", IdentityKind::Email, &new.email), ("/phone", IdentityKind::Phone, &new.phone)];
    for (path, kind, value) in short {
        given.extend(value.as_ref().map(|value| (path.to_owned(), IdentityInput::new(kind, value.as_str()))));
    }
    let listed = new.identities.iter().enumerate();
    given.extend(listed.map(|(at, input)| (format!("/identities/{at}/value"), input.clone())));
    require_few("/identities", given.len())?;

    let mut found: Vec<KeyedIdentity> = Vec::with_capacity(given.len());
    for (path, input) in given {
        let keyed = keyed(path, &input, shop)?;
        if !found.iter().any(|other| other.kind == keyed.kind && other.made.value == keyed.made.value) {
            found.push(keyed);
        }
    }
    Ok(found)
}

/// An identity in its stored form.
pub(crate) fn keyed(path: String, input: &IdentityInput, shop: &ShopSettings) -> Result<KeyedIdentity> {
    let made = identity::normalise(input.kind, &input.value, shop.default_region.as_deref())
        .map_err(|problem| problem.at(&path))?;
    Ok(KeyedIdentity { path, kind: input.kind, made })
}

/// The identity that an id of another system is; the id needs the name of its system.
pub(crate) fn external_id(source: Option<&str>, id: Option<&str>) -> Result<Option<IdentityInput>> {
    match (source, id) {
        (_, None) => Ok(None),
        (None, Some(_)) => Err(Error::invalid("/source", "an external id needs the name of its source")),
        (Some(source), Some(id)) => {
            let value = identity::external_id(&text::token("/source", source)?, id)
                .map_err(|problem| problem.at("/external_id"))?;
            Ok(Some(IdentityInput::new(IdentityKind::ExternalId, value)))
        }
    }
}

fn clean_addresses(given: &[NewAddress], now: Timestamp) -> Result<Vec<Address>> {
    require_few("/addresses", given.len())?;
    let mut addresses: Vec<Address> = Vec::with_capacity(given.len());
    for (at, address) in given.iter().enumerate() {
        let address = clean_address(address, now).map_err(|error| error.under(format!("/addresses/{at}")))?;
        addresses.push(address);
    }
    settle_defaults(&mut addresses);
    Ok(addresses)
}

/// Exactly one default per kind: the last one that asked for it, otherwise the first.
fn settle_defaults(addresses: &mut [Address]) {
    for at in 0..addresses.len() {
        let kind = addresses[at].kind;
        let same_kind: Vec<usize> = (0..addresses.len()).filter(|&other| addresses[other].kind == kind).collect();
        let wanted = same_kind.iter().rev().find(|&&other| addresses[other].is_default).or(same_kind.first()).copied();
        for other in same_kind {
            addresses[other].is_default = Some(other) == wanted;
        }
    }
}

/// An address in its stored form.
pub(crate) fn clean_address(given: &NewAddress, now: Timestamp) -> Result<Address> {
    if given.lines.len() > MAX_ADDRESS_LINES {
        return Err(Error::new(ErrorCode::Limit, "an address has at most 8 lines").at("/lines"));
    }
    let mut lines = Vec::with_capacity(given.lines.len());
    for (at, line) in given.lines.iter().enumerate() {
        lines.extend(text::optional_name(&format!("/lines/{at}"), Some(line))?);
    }
    if let Some(country) = &given.country {
        require_country("/country", country)?;
    }
    let address = Address {
        id: AddressId(0),
        customer_id: CustomerId(0),
        kind: given.kind,
        recipient: text::optional_name("/recipient", given.recipient.as_deref())?,
        lines,
        city: text::optional_name("/city", given.city.as_deref())?,
        region: text::optional_name("/region", given.region.as_deref())?,
        postcode: text::optional_name("/postcode", given.postcode.as_deref())?,
        country: given.country.clone(),
        geo_cell: given.geo_cell.as_deref().map(|cell| text::key("/geo_cell", cell, 64)).transpose()?,
        is_default: given.is_default,
        created_at: now,
    };
    let is_empty = address.lines.is_empty()
        && [&address.city, &address.region, &address.postcode, &address.country].iter().all(|part| part.is_none());
    if is_empty {
        return Err(Error::invalid("/lines", "an address needs a line, a city, a region, a postcode or a country"));
    }
    Ok(address)
}

/// A company profile in its stored form.
pub(crate) fn clean_company(mut profile: CompanyProfile) -> Result<CompanyProfile> {
    profile.legal_name = text::optional_name("/legal_name", profile.legal_name.as_deref())?;
    profile.legal_representative =
        text::optional_name("/legal_representative", profile.legal_representative.as_deref())?;
    profile.industry = text::optional_name("/industry", profile.industry.as_deref())?;
    profile.tax_id = text::optional_name("/tax_id", profile.tax_id.as_deref())?;
    if let Some(tax_id) = &profile.tax_id {
        identity::normalise(IdentityKind::TaxId, tax_id, None).map_err(|problem| problem.at("/tax_id"))?;
    }
    if profile.annual_revenue.is_some_and(|revenue| revenue.minor < 0) {
        return Err(Error::invalid("/annual_revenue/amount", "the amount must not be negative"));
    }
    if profile.size_band.is_none() {
        profile.size_band = profile.employees.map(size_band);
    }
    Ok(profile)
}

fn size_band(employees: u32) -> SizeBand {
    if employees < FROM_400 { SizeBand::Under400 } else { SizeBand::From400 }
}

/// Only companies have a profile.
pub(crate) fn require_company_kind(kind: CustomerKind, profile: Option<&CompanyProfile>) -> Result<()> {
    if kind == CustomerKind::Person && profile.is_some() {
        return Err(Error::invalid("/company", "only a customer of kind company has a company profile"));
    }
    Ok(())
}

/// Tags in their stored form, sorted, without repetitions.
pub(crate) fn clean_tags(path: &str, given: &[String]) -> Result<Vec<String>> {
    require_few(path, given.len())?;
    let cleaned = given.iter().enumerate().map(|(at, tag)| clean_tag(&format!("{path}/{at}"), tag));
    let mut tags = cleaned.collect::<Result<Vec<_>>>()?;
    tags.sort();
    tags.dedup();
    Ok(tags)
}

/// A tag in its stored form: one line of at most 128 bytes.
pub(crate) fn clean_tag(path: &str, tag: &str) -> Result<String> {
    let tag = text::name(path, tag)?;
    if tag.len() > 128 {
        return Err(Error::new(ErrorCode::Limit, "a tag has at most 128 bytes").at(path));
    }
    Ok(tag)
}

fn require_few(path: &str, count: usize) -> Result<()> {
    if count > MAX_ITEMS {
        return Err(Error::new(ErrorCode::Limit, "at most 200 items at once").at(path));
    }
    Ok(())
}

/// Something must tell who this is.
pub(crate) fn require_somebody(draft: &Draft) -> Result<()> {
    if draft.customer.name.is_none() && draft.identities.is_empty() {
        return Err(Error::invalid("/name", "a customer needs a name or an identity"));
    }
    Ok(())
}

/// Which identity decides when several point at different customers: a smaller number goes first.
pub(crate) fn rank(kind: IdentityKind) -> u8 {
    match kind {
        IdentityKind::ExternalId | IdentityKind::HostUserId => 0,
        IdentityKind::Email => 1,
        IdentityKind::Phone => 2,
        IdentityKind::CookieId | IdentityKind::DeviceId => 4,
        _ => 3,
    }
}

/// What the search index holds of a customer.
pub(crate) fn words<'a>(
    customer: &Customer,
    identities: impl Iterator<Item = (IdentityKind, &'a str, &'a str)>,
) -> Words {
    let mut words = Words { name: indexed_name(customer), ..Words::default() };
    let company = customer.company.as_ref().and_then(|company| company.legal_name.as_deref());
    words.company = company.map(search_text::index_text).unwrap_or_default();
    for (kind, key, display) in identities {
        match kind {
            IdentityKind::Email => push(&mut words.email, &search_text::index_text(display)),
            IdentityKind::Phone | IdentityKind::Whatsapp => push(&mut words.digits, &search_text::digits_text(key)),
            _ => {}
        }
    }
    words
}

/// What the search index holds of a stored customer with its details: nothing of a hidden one.
pub(crate) fn indexed(customer: &Customer) -> Words {
    if customer.archived_at.is_some() || customer.merged_into.is_some() || customer.erased_at.is_some() {
        return Words::default();
    }
    words(customer, customer.identities.iter().map(|one| (one.kind, one.value.as_str(), one.display.as_str())))
}

/// The display name, and the parts of the name as far as it does not show them.
fn indexed_name(customer: &Customer) -> String {
    let mut text = customer.name.clone().unwrap_or_default();
    for part in [&customer.given_name, &customer.family_name].into_iter().flatten() {
        if !text.contains(part.as_str()) {
            push(&mut text, part);
        }
    }
    search_text::index_text(&text)
}

fn push(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}
