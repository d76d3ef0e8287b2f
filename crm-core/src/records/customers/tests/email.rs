use super::super::email::key;
use super::super::identity::IdentityProblem;

#[test]
fn spellings_of_one_address_give_one_key() {
    let table = [
        ("wei@example.com", "wei@example.com"),
        ("Wei@Example.COM", "wei@example.com"),
        ("wei@example.com.", "wei@example.com"),
        ("ｗｅｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "wei@example.com"),
        ("wei@example。com", "wei@example.com"),
        ("wei+shop@example.co.uk", "wei+shop@example.co.uk"),
        ("o'brien@example.ie", "o'brien@example.ie"),
        ("foo..bar.@docomo.ne.jp", "foo..bar.@docomo.ne.jp"),
        ("JÖRG@MÜNCHEN.DE", "jörg@münchen.de"),
        ("王伟@例子.中国", "王伟@例子.中国"),
        ("admin@localhost", "admin@localhost"),
        ("a@b_c.example.com", "a@b_c.example.com"),
        ("a@xn--mnchen-3ya.de", "a@xn--mnchen-3ya.de"),
    ];
    for (given, expected) in table {
        assert_eq!(key(given).as_deref(), Ok(expected), "{given:?}");
        assert_eq!(key(expected).as_deref(), Ok(expected), "the key of {given:?} is a fixed point");
    }
}

#[test]
fn what_is_no_single_bare_address_is_refused() {
    let long_local = format!("{}@example.com", "a".repeat(65));
    let long_label = format!("a@{}.com", "b".repeat(64));
    let long_whole = format!("{}@{}.{}.{}.com", "a".repeat(64), "b".repeat(62), "c".repeat(62), "d".repeat(62));
    let table = [
        ("", IdentityProblem::EmailAt),
        ("wei", IdentityProblem::EmailAt),
        ("wei@a@example.com", IdentityProblem::EmailAt),
        ("\"wei@home\"@example.com", IdentityProblem::EmailAt),
        ("wei@example.com,li@example.com", IdentityProblem::EmailAt),
        ("@example.com", IdentityProblem::EmailLocalPart),
        ("..@example.com", IdentityProblem::EmailLocalPart),
        ("\"wei\"@example.com", IdentityProblem::EmailLocalPart),
        ("mailto:wei@example.com", IdentityProblem::EmailLocalPart),
        ("<wei@example.com", IdentityProblem::EmailLocalPart),
        ("we\u{A8}i@example.com", IdentityProblem::EmailLocalPart),
        (long_local.as_str(), IdentityProblem::EmailLocalPart),
        ("wei@", IdentityProblem::EmailDomain),
        ("wei@example", IdentityProblem::EmailDomain),
        ("wei@.com", IdentityProblem::EmailDomain),
        ("wei@example..com", IdentityProblem::EmailDomain),
        ("wei@example.com..", IdentityProblem::EmailDomain),
        ("wei@-example.com", IdentityProblem::EmailDomain),
        ("wei@example-.com", IdentityProblem::EmailDomain),
        ("wei@[192.0.2.1]", IdentityProblem::EmailDomain),
        ("wei@192.0.2.1", IdentityProblem::EmailDomain),
        ("wei@example.com>", IdentityProblem::EmailDomain),
        ("wei@exam/ple.com", IdentityProblem::EmailDomain),
        (long_label.as_str(), IdentityProblem::EmailDomain),
        (long_whole.as_str(), IdentityProblem::EmailTooLong),
        ("Wei Wang <wei@example.com>", IdentityProblem::WhiteSpace),
        ("wei @example.com", IdentityProblem::WhiteSpace),
        ("wei@example.com\r\nBcc: li@example.com", IdentityProblem::ControlCharacter),
        ("wei@example.com\n", IdentityProblem::ControlCharacter),
        ("we\ti@example.com", IdentityProblem::ControlCharacter),
    ];
    for (given, problem) in table {
        assert_eq!(key(given), Err(problem), "{given:?}");
    }
}
