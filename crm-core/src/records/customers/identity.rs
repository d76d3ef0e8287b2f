//! What tells one customer from another: the kinds of identity and the unique key of each.
//!
//! A store keeps every identity twice: as it was given (trimmed), to show and to write to, and as a key that is unique
//! per kind, to find its owner. [`normalise`] makes both. Two spellings of one identity give one key; where a platform
//! tells spellings apart, the key does too. A key is a fixed point: normalising it again gives the same key.
//!
//! Nothing is guessed: a value that does not have the structure of its kind is refused with a problem that says what
//! to do and never contains the value. Whether an address or a number exists is not asked; that is what `verified` is
//! for.

use crate::db::Touch;
use crate::vocabulary::{Error, ErrorCode};
use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::names::case_fold;
use super::{email, phone};
use crate::vocabulary::text::{NAME_MAX_BYTES, TextProblem, is_bidi_control};

tokens! {
    /// A way to recognise a customer.
    pub enum IdentityKind("kind of identity") {
        /// An e-mail address.
        Email = "email",
        /// A telephone number, E.164.
        Phone = "phone",
        /// The name under which the customer signs in to the shop.
        AccountName = "account_name",
        /// The customer's id in the host shop.
        HostUserId = "host_user_id",
        /// WeChat's id of a user for one official account or mini program.
        WechatOpenid = "wechat_openid",
        /// WeChat's id of a user across all accounts of one developer.
        WechatUnionid = "wechat_unionid",
        /// A QQ number.
        Qq = "qq",
        /// A Weibo name or id.
        Weibo = "weibo",
        /// A Douyin id.
        Douyin = "douyin",
        /// Alipay's user id.
        AlipayUid = "alipay_uid",
        /// A Facebook user name or id.
        Facebook = "facebook",
        /// An Instagram user name.
        Instagram = "instagram",
        /// A user name on X.
        X = "x",
        /// A LINE id.
        Line = "line",
        /// A WhatsApp number, E.164.
        Whatsapp = "whatsapp",
        /// A Telegram user name or id.
        Telegram = "telegram",
        /// A browser cookie of the shop.
        CookieId = "cookie_id",
        /// An id of an app's installation.
        DeviceId = "device_id",
        /// The number on a loyalty card.
        LoyaltyCard = "loyalty_card",
        /// A tax or company registration number.
        TaxId = "tax_id",
        /// An id that the shop defines itself.
        Custom = "custom",
        /// The id that the customer had in an imported source, written `source:id`.
        ExternalId = "external_id",
    }
}

impl IdentityKind {
    /// Whether the identity recognises a browser or a device, not a person. A customer with no other identity is
    /// anonymous.
    #[must_use]
    pub fn is_anonymous(self) -> bool {
        matches!(self, Self::CookieId | Self::DeviceId)
    }

    /// What changes of a customer who gets an identity of this kind.
    pub(crate) fn touch(self) -> Touch {
        if self.is_anonymous() { Touch::VISITORS } else { Touch::IDENTITIES }
    }
}

/// An identity in its two stored forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Normalised {
    /// The key, unique per kind.
    pub(crate) value: String,
    /// The value as it was given, trimmed and without invisible marks.
    pub(crate) display: String,
}

/// Why an identity was refused; the message never contains the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdentityProblem {
    /// The value is blank.
    Empty,
    /// The value breaks a rule for all text: NUL, or longer than its cap.
    Text(TextProblem),
    /// The value contains a line break, a tab or another control character.
    ControlCharacter,
    /// The value contains white space and its kind has none.
    WhiteSpace,
    /// The address has no `@`, or more than one.
    EmailAt,
    /// The part before the `@` is empty, longer than 64 bytes, quoted, or holds a character that needs quoting.
    EmailLocalPart,
    /// The part after the `@` is no domain name.
    EmailDomain,
    /// The address is longer than 254 bytes.
    EmailTooLong,
    /// The number holds something besides digits, a leading `+`, an extension and what people write between digits.
    PhoneCharacters,
    /// The number has fewer than 8 or more than 15 digits, country code included.
    PhoneLength,
    /// The number is national and no region is given.
    PhoneRegionMissing,
    /// The default region is no ISO 3166-1 alpha-2 code of a country with telephone numbers.
    PhoneRegionUnknown,
    /// The number does not exist in the numbering plan of its country.
    PhoneNotInPlan,
    /// A QQ number has 5 to 12 digits, the first not 0.
    QqDigits,
    /// A WeChat id consists of letters, digits, `-` and `_`.
    WechatCharacters,
    /// A handle is a name or id, not the address of a profile.
    HandleIsAddress,
    /// An external id is written `source:id`, both parts not blank, no `:` in the source.
    ExternalIdForm,
}

impl IdentityProblem {
    /// What the caller can do about it; empty when the message says it all.
    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::PhoneRegionMissing => {
                "set the shop's default region (two letters, as CN), or write the number with + and its country code"
            }
            Self::PhoneRegionUnknown => "use an ISO 3166-1 alpha-2 code in two letters, as CN or DE",
            Self::PhoneNotInPlan => {
                "check the number and the default region, or write it with + and its country code to have it taken as it is"
            }
            Self::PhoneCharacters | Self::PhoneLength => "write one number as +8613800138000",
            Self::EmailAt | Self::EmailLocalPart | Self::EmailDomain => {
                "write one bare address as name@example.com, without a display name or quotes"
            }
            Self::HandleIsAddress => "write the user name alone",
            Self::ExternalIdForm => "write it as source:id",
            _ => "",
        }
    }
}

impl fmt::Display for IdentityProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = match self {
            Self::Text(problem) => return problem.fmt(formatter),
            Self::Empty => "the identity is blank",
            Self::ControlCharacter => "the identity contains a control character",
            Self::WhiteSpace => "the identity contains white space",
            Self::EmailAt => "the e-mail address must contain exactly one @",
            Self::EmailLocalPart => "the part of the e-mail address before the @ is not acceptable",
            Self::EmailDomain => "the part of the e-mail address after the @ is not a domain name",
            Self::EmailTooLong => "the e-mail address is longer than 254 bytes",
            Self::PhoneCharacters => "the phone number contains characters that do not belong there",
            Self::PhoneLength => "the phone number must have 8 to 15 digits with its country code",
            Self::PhoneRegionMissing => "the phone number has no country code and there is no default region",
            Self::PhoneRegionUnknown => "the default region for phone numbers is not known",
            Self::PhoneNotInPlan => "the phone number is not possible in its country",
            Self::QqDigits => "a QQ number has 5 to 12 digits and does not begin with 0",
            Self::WechatCharacters => "a WeChat id holds only letters, digits, '-' and '_'",
            Self::HandleIsAddress => "the identity is the address of a profile, not a user name",
            Self::ExternalIdForm => "an external id needs a source without ':' and an id",
        };
        formatter.write_str(message)
    }
}

impl std::error::Error for IdentityProblem {}

impl IdentityProblem {
    /// The error for a field.
    pub(crate) fn at(self, path: &str) -> Error {
        let code = match self {
            Self::Text(TextProblem::TooLong { .. }) | Self::EmailTooLong => ErrorCode::Limit,
            _ => ErrorCode::InvalidInput,
        };
        let error = Error::new(code, self.to_string()).at(path);
        if self.hint().is_empty() { error } else { error.hint(self.hint()) }
    }
}

impl From<TextProblem> for IdentityProblem {
    fn from(problem: TextProblem) -> Self {
        Self::Text(problem)
    }
}

/// Returns the key and the visible form of an identity.
///
/// | kind | key |
/// |---|---|
/// | email | the whole address in lower case, see [`email::key`] |
/// | phone, whatsapp | E.164; national numbers need `default_region` (ISO 3166-1 alpha-2), see [`phone::e164`] |
/// | account_name | NFKC and case folding |
/// | facebook, instagram, x, telegram | without a leading `@`, lower case |
/// | weibo, douyin, line | without a leading `@`, case kept |
/// | qq | its digits |
/// | loyalty_card, tax_id | upper case without spaces, dashes and dots |
/// | all others | exactly as given: these ids tell upper from lower case |
///
/// White space at both ends and bidirectional or zero-width marks never count.
///
/// # Errors
/// An [`IdentityProblem`] when the value does not have the structure of its kind.
pub(crate) fn normalise(
    kind: IdentityKind,
    raw: &str,
    default_region: Option<&str>,
) -> Result<Normalised, IdentityProblem> {
    use IdentityKind as Kind;

    let display = visible(raw)?;
    let given = display.as_str();
    let value = match kind {
        Kind::Email => email::key(given)?,
        Kind::Phone | Kind::Whatsapp => phone::e164(given, default_region)?,
        Kind::AccountName => case_fold(given).trim().to_owned(),
        Kind::Qq => qq_number(given)?,
        Kind::WechatOpenid | Kind::WechatUnionid => wechat_id(given)?,
        Kind::Facebook | Kind::Instagram | Kind::X | Kind::Telegram => handle(given)?.to_lowercase(),
        Kind::Weibo | Kind::Douyin | Kind::Line => handle(given)?.to_owned(),
        Kind::LoyaltyCard | Kind::TaxId => printed_number(given),
        Kind::CookieId | Kind::DeviceId | Kind::AlipayUid => without_space(given)?.to_owned(),
        Kind::HostUserId | Kind::Custom => given.to_owned(),
        Kind::ExternalId => split_external_id(given).map(|(source, id)| format!("{source}:{id}"))?,
    };

    if value.is_empty() {
        return Err(IdentityProblem::Empty);
    }
    if value.len() > NAME_MAX_BYTES {
        return Err(too_long());
    }
    Ok(Normalised { value, display })
}

/// Returns the key of an id that an imported source gave: `source:id`.
///
/// # Errors
/// [`IdentityProblem::ExternalIdForm`] when a part is blank or the source contains `:`, so that two different pairs
/// never give one key; and the rules for all identities.
pub(crate) fn external_id(source: &str, id: &str) -> Result<String, IdentityProblem> {
    if source.contains(':') {
        return Err(IdentityProblem::ExternalIdForm);
    }
    normalise(IdentityKind::ExternalId, &format!("{source}:{id}"), None).map(|made| made.value)
}

/// The value as it may be shown: NFC, invisible marks removed, trimmed; controls refused, because dropping them would
/// change an id silently.
fn visible(raw: &str) -> Result<String, IdentityProblem> {
    if raw.contains('\0') {
        return Err(TextProblem::ContainsNul.into());
    }
    let seen: String = raw.chars().filter(|&c| !is_invisible(c)).nfc().collect();
    let trimmed = seen.trim();
    if trimmed.is_empty() {
        return Err(IdentityProblem::Empty);
    }
    if trimmed.len() > NAME_MAX_BYTES {
        return Err(too_long());
    }
    if trimmed.contains(char::is_control) {
        return Err(IdentityProblem::ControlCharacter);
    }
    Ok(trimmed.to_owned())
}

/// What cannot be seen must not tell two people apart: bidirectional controls, zero-width spaces and joiners, the soft
/// hyphen, the byte order mark.
fn is_invisible(character: char) -> bool {
    is_bidi_control(character) || matches!(character, '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

fn too_long() -> IdentityProblem {
    IdentityProblem::Text(TextProblem::TooLong { max_bytes: NAME_MAX_BYTES })
}

fn without_space(given: &str) -> Result<&str, IdentityProblem> {
    if given.contains(char::is_whitespace) { Err(IdentityProblem::WhiteSpace) } else { Ok(given) }
}

fn qq_number(given: &str) -> Result<String, IdentityProblem> {
    // NFKC folds full-width digits, which Chinese keyboards produce.
    let number: String = given.nfkc().collect();
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || !(5..=12).contains(&number.len()) || number.starts_with('0') {
        return Err(IdentityProblem::QqDigits);
    }
    Ok(number)
}

fn wechat_id(given: &str) -> Result<String, IdentityProblem> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !given.chars().all(allowed) {
        return Err(IdentityProblem::WechatCharacters);
    }
    Ok(given.to_owned())
}

/// A user name without its leading `@`.
fn handle(given: &str) -> Result<&str, IdentityProblem> {
    let name = given.strip_prefix(['@', '＠']).unwrap_or(given);
    if name.is_empty() {
        return Err(IdentityProblem::Empty);
    }
    if name.contains(['/', '@', '＠']) {
        return Err(IdentityProblem::HandleIsAddress);
    }
    without_space(name)
}

/// A number as it is printed in groups: on a card, in an invoice's head.
fn printed_number(given: &str) -> String {
    let is_grouping = |c: char| c.is_whitespace() || c == '.' || phone::is_dash(c);
    given.nfkc().filter(|&c| !is_grouping(c)).flat_map(char::to_uppercase).collect()
}

/// The two parts of `source:id`; the first `:` divides them.
fn split_external_id(given: &str) -> Result<(&str, &str), IdentityProblem> {
    let (source, id) = given.split_once(':').ok_or(IdentityProblem::ExternalIdForm)?;
    let (source, id) = (source.trim(), id.trim());
    if source.is_empty() || id.is_empty() { Err(IdentityProblem::ExternalIdForm) } else { Ok((source, id)) }
}
