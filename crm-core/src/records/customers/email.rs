//! The key of an e-mail address.
//!
//! RFC 5321 lets a mail server tell `Wei@` from `wei@`; no provider of note does, and a shop that believed the letter
//! of it would keep one buyer twice because a phone's keyboard capitalised the first letter. So the key is lower case
//! throughout; the address as it was given is kept beside it, and mail goes there.
//!
//! The structure is checked strictly where a mistake would cost (line breaks that would smuggle headers into a mail,
//! several addresses, display names) and loosely where real mailboxes break the rules: Japanese mobile providers gave
//! out addresses with doubled and trailing dots. International addresses (RFC 6531) pass. A domain in Unicode and the
//! same one in Punycode (`xn--`) are two keys: turning one into the other needs IDNA's tables, which are not carried.

use unicode_normalization::UnicodeNormalization;

use super::identity::IdentityProblem;

/// The longest address that mail can carry, in bytes (RFC 5321, section 4.5.3.1.3, less the brackets).
pub(crate) const MAX_BYTES: usize = 254;

const LOCAL_PART_MAX_BYTES: usize = 64;
const DOMAIN_MAX_BYTES: usize = 253;
const LABEL_MAX_BYTES: usize = 63;

/// Returns the unique key of an address: NFKC (full-width letters, `＠` and `。` become ASCII), lower case, without the
/// final dot of a fully qualified domain.
///
/// # Errors
/// [`IdentityProblem::ControlCharacter`] and [`IdentityProblem::WhiteSpace`] (CR and LF among them),
/// [`IdentityProblem::EmailAt`] unless there is exactly one `@` (a quoted local part may not hold another),
/// [`IdentityProblem::EmailLocalPart`], [`IdentityProblem::EmailDomain`] (empty or over-long labels, characters that a
/// host name cannot have, an address literal, no dot except for `localhost`), [`IdentityProblem::EmailTooLong`].
pub(crate) fn key(given: &str) -> Result<String, IdentityProblem> {
    if given.contains(char::is_control) {
        return Err(IdentityProblem::ControlCharacter);
    }
    if given.contains(char::is_whitespace) {
        return Err(IdentityProblem::WhiteSpace);
    }

    let composed = lower_case(given);
    let (local_part, domain) = composed.split_once('@').ok_or(IdentityProblem::EmailAt)?;
    if domain.contains('@') {
        return Err(IdentityProblem::EmailAt);
    }
    check_local_part(local_part)?;

    let dotted = domain.replace('。', ".");
    let domain = dotted.strip_suffix('.').unwrap_or(&dotted);
    check_domain(domain)?;

    let key = format!("{local_part}@{domain}");
    if key.len() > MAX_BYTES {
        return Err(IdentityProblem::EmailTooLong);
    }
    Ok(key)
}

/// NFKC in lower case; ASCII, nearly every address, needs no tables.
fn lower_case(given: &str) -> String {
    if given.is_ascii() {
        return given.to_ascii_lowercase();
    }
    given.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

fn check_local_part(local_part: &str) -> Result<(), IdentityProblem> {
    // RFC 5322's specials, less the dot: they need quotes, and quoted local parts are refused.
    let needs_quotes = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | ':' | ';' | ',' | '\\' | '"')
    };
    let has_name = local_part.contains(|c| c != '.');
    if !has_name || local_part.len() > LOCAL_PART_MAX_BYTES || local_part.contains(needs_quotes) {
        return Err(IdentityProblem::EmailLocalPart);
    }
    Ok(())
}

fn check_domain(domain: &str) -> Result<(), IdentityProblem> {
    let has_place = domain.contains('.') || domain == "localhost";
    if !has_place || domain.len() > DOMAIN_MAX_BYTES || !domain.split('.').all(is_label) {
        return Err(IdentityProblem::EmailDomain);
    }
    // A number as the last label is an IP address, or a typing error.
    let last = domain.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(IdentityProblem::EmailDomain);
    }
    Ok(())
}

/// Whether a text can be one label of a host name: letters, digits, inner hyphens; the underscore that some hosts have.
fn is_label(label: &str) -> bool {
    let allowed =
        |c: char| c.is_alphanumeric() || c == '-' || c == '_' || unicode_normalization::char::is_combining_mark(c);
    !label.is_empty()
        && label.len() <= LABEL_MAX_BYTES
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(allowed)
}
