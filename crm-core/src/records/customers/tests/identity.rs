use super::super::identity::{IdentityKind as Kind, IdentityProblem, external_id, normalise};
use crate::vocabulary::text::TextProblem;

#[test]
fn tokens_are_those_of_the_reference_model() {
    let tokens: Vec<&str> = Kind::ALL.iter().map(|kind| kind.token()).collect();
    let model = "email phone account_name host_user_id wechat_openid wechat_unionid qq weibo douyin alipay_uid facebook \
                 instagram x line whatsapp telegram cookie_id device_id loyalty_card tax_id custom external_id";
    assert_eq!(tokens, model.split_whitespace().collect::<Vec<_>>());
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.token()).as_ref(), Ok(kind));
    }
    for unknown in ["", "Email", "e-mail", "fax", " email"] {
        assert_eq!(Kind::parse(unknown).unwrap_err().allowed_values().len(), 22, "{unknown:?}");
    }
}

#[test]
fn only_cookies_and_devices_are_anonymous() {
    let anonymous: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| kind.is_anonymous()).collect();
    assert_eq!(anonymous, [Kind::CookieId, Kind::DeviceId]);
}

#[test]
fn each_kind_has_its_key_and_keeps_what_was_given() {
    let table = [
        (Kind::Email, " Wei@Example.com ", "wei@example.com", "Wei@Example.com"),
        (Kind::Phone, " 138 0013 8000 ", "+8613800138000", "138 0013 8000"),
        (Kind::Phone, "\u{202D}+86 13800138000\u{202C}", "+8613800138000", "+86 13800138000"),
        (Kind::Whatsapp, "0138-0013-8000", "+8613800138000", "0138-0013-8000"),
        (Kind::AccountName, " Straße７ ", "strasse7", "Straße７"),
        (Kind::AccountName, "ΣΟΦΟΣ", "σοφοσ", "ΣΟΦΟΣ"),
        (Kind::AccountName, "σοφος", "σοφοσ", "σοφος"),
        (Kind::AccountName, "Rene\u{301}", "rené", "René"),
        (Kind::AccountName, "w\u{200B}ei", "wei", "wei"),
        (Kind::HostUserId, " 00042a ", "00042a", "00042a"),
        (Kind::HostUserId, "9223372036854775808", "9223372036854775808", "9223372036854775808"),
        (
            Kind::WechatOpenid,
            "oLVPpjqs9BhvzwPj5A-vTYAX3GLc",
            "oLVPpjqs9BhvzwPj5A-vTYAX3GLc",
            "oLVPpjqs9BhvzwPj5A-vTYAX3GLc",
        ),
        (
            Kind::WechatUnionid,
            "o6_bmasdasdsad6_2sgVt7hMZOPfL",
            "o6_bmasdasdsad6_2sgVt7hMZOPfL",
            "o6_bmasdasdsad6_2sgVt7hMZOPfL",
        ),
        (Kind::Qq, "１0001", "10001", "１0001"),
        (Kind::Weibo, "@来去之间", "来去之间", "@来去之间"),
        (Kind::Douyin, "@Dy_1", "Dy_1", "@Dy_1"),
        (Kind::Line, "@Line.Id", "Line.Id", "@Line.Id"),
        (Kind::Facebook, "@Wei.Wang", "wei.wang", "@Wei.Wang"),
        (Kind::Instagram, "＠Wei_W", "wei_w", "＠Wei_W"),
        (Kind::X, "@JACK", "jack", "@JACK"),
        (Kind::Telegram, "Durov", "durov", "Durov"),
        (Kind::AlipayUid, "2088102146225135", "2088102146225135", "2088102146225135"),
        (Kind::CookieId, "Ab=.c", "Ab=.c", "Ab=.c"),
        (Kind::DeviceId, "IDFA-1", "IDFA-1", "IDFA-1"),
        (Kind::LoyaltyCard, "6212 3456-78ab", "6212345678AB", "6212 3456-78ab"),
        (Kind::TaxId, "de 123.456-789", "DE123456789", "de 123.456-789"),
        (Kind::TaxId, "91310000ma1k35x6xq", "91310000MA1K35X6XQ", "91310000ma1k35x6xq"),
        (Kind::Custom, "Row 7: B", "Row 7: B", "Row 7: B"),
        (Kind::ExternalId, " cdnow : 00004 ", "cdnow:00004", "cdnow : 00004"),
        (Kind::ExternalId, "gid://shopify/Customer/7", "gid://shopify/Customer/7", "gid://shopify/Customer/7"),
    ];
    for (kind, given, value, display) in table {
        let made = normalise(kind, given, Some("CN")).unwrap_or_else(|problem| panic!("{kind:?} {given:?}: {problem}"));
        assert_eq!((made.value.as_str(), made.display.as_str()), (value, display), "{kind:?} {given:?}");
        let again = normalise(kind, value, Some("CN")).map(|made| made.value);
        assert_eq!(again.as_deref(), Ok(value), "the key of {kind:?} {given:?} is a fixed point");
    }
    let covered: std::collections::BTreeSet<Kind> = table.iter().map(|row| row.0).collect();
    assert_eq!(covered.len(), Kind::ALL.len(), "every kind has a row");
}

#[test]
fn what_has_not_the_structure_of_its_kind_is_refused() {
    let long = "x".repeat(513);
    let table = [
        (Kind::Custom, "", IdentityProblem::Empty),
        (Kind::HostUserId, " \u{200B}\u{202A} ", IdentityProblem::Empty),
        (Kind::TaxId, "- . -", IdentityProblem::Empty),
        (Kind::X, "@", IdentityProblem::Empty),
        (Kind::Custom, "a\0b", IdentityProblem::Text(TextProblem::ContainsNul)),
        (Kind::Custom, long.as_str(), IdentityProblem::Text(TextProblem::TooLong { max_bytes: 512 })),
        (Kind::Custom, "a\nb", IdentityProblem::ControlCharacter),
        (Kind::Email, "wei@example.com\r\nBcc: x@example.com", IdentityProblem::ControlCharacter),
        (Kind::Email, "wei", IdentityProblem::EmailAt),
        (Kind::Qq, "1234", IdentityProblem::QqDigits),
        (Kind::Qq, "1234567890123", IdentityProblem::QqDigits),
        (Kind::Qq, "012345", IdentityProblem::QqDigits),
        (Kind::Qq, "12345a", IdentityProblem::QqDigits),
        (Kind::WechatOpenid, "oLVP pjqs", IdentityProblem::WechatCharacters),
        (Kind::WechatUnionid, "王伟", IdentityProblem::WechatCharacters),
        (Kind::Instagram, "https://instagram.com/wei", IdentityProblem::HandleIsAddress),
        (Kind::Telegram, "@@wei", IdentityProblem::HandleIsAddress),
        (Kind::X, "wei wang", IdentityProblem::WhiteSpace),
        (Kind::CookieId, "a b", IdentityProblem::WhiteSpace),
        (Kind::ExternalId, "00004", IdentityProblem::ExternalIdForm),
        (Kind::ExternalId, ":00004", IdentityProblem::ExternalIdForm),
        (Kind::ExternalId, "cdnow: ", IdentityProblem::ExternalIdForm),
        (Kind::Phone, "13800138000", IdentityProblem::PhoneRegionMissing),
    ];
    for (kind, given, problem) in table {
        let shown: String = given.chars().take(40).collect();
        assert_eq!(normalise(kind, given, None), Err(problem), "{kind:?} {shown:?}");
    }
}

#[test]
fn two_pairs_of_source_and_id_never_share_a_key() {
    assert_eq!(external_id("a", "b:c").as_deref(), Ok("a:b:c"));
    assert_eq!(external_id("a:b", "c"), Err(IdentityProblem::ExternalIdForm));
    assert_eq!(external_id(" shop ", " 7 ").as_deref(), Ok("shop:7"));
    assert_eq!(external_id("", "7"), Err(IdentityProblem::ExternalIdForm));
}

#[test]
fn a_missing_region_says_what_to_do_and_not_which_number() {
    let problem = normalise(Kind::Phone, "138 0013 8000", None).unwrap_err();
    assert_eq!(problem, IdentityProblem::PhoneRegionMissing);
    assert_eq!(problem.to_string(), "the phone number has no country code and there is no default region");
    assert_eq!(
        problem.hint(),
        "set the shop's default region (two letters, as CN), or write the number with + and its country code"
    );
}
