use super::super::identity::IdentityProblem;
use super::super::phone::e164;

#[test]
fn spellings_of_one_number_give_one_key() {
    let table = [
        // With a country code: taken as they are.
        ("+8613800138000", None, "+8613800138000"),
        ("+86 138-0013-8000", None, "+8613800138000"),
        ("+86 (138) 0013.8000", Some("DE"), "+8613800138000"),
        ("＋８６　１３８００１３８０００", None, "+8613800138000"),
        ("tel:+86-138-0013-8000", None, "+8613800138000"),
        ("+1 415/555-2671", None, "+14155552671"),
        ("+٤٤ ٢٠ ٧٩٤٦ ٠٩٥٨", None, "+442079460958"),
        ("+39 06 6982 1234", None, "+390669821234"),
        ("+98 21 8888 1234", None, "+982188881234"),
        ("+992 00 1234567", None, "+992001234567"),
        // The international prefix.
        ("0086 138 0013 8000", None, "+8613800138000"),
        ("+0086 138 0013 8000", None, "+8613800138000"),
        ("0086 138 0013 8000", Some("CN"), "+8613800138000"),
        ("0086 138 0013 8000", Some("US"), "+8613800138000"),
        ("011 86 138 0013 8000", Some("US"), "+8613800138000"),
        // A zero that is dialled inside the country only.
        ("+44 (0)20 7946 0958", None, "+442079460958"),
        ("+86 010 6552 9988", None, "+861065529988"),
        ("+39 (0)6 6982 1234", None, "+390669821234"),
        // National numbers.
        ("138 0013 8000", Some("CN"), "+8613800138000"),
        ("13800138000", Some("cn"), "+8613800138000"),
        ("１３８ ００１３ ８０００", Some("CN"), "+8613800138000"),
        ("010-6552-9988", Some("CN"), "+861065529988"),
        ("8613800138000", Some("CN"), "+8613800138000"),
        ("(415) 555-2671", Some("US"), "+14155552671"),
        ("1-415-555-2671", Some("US"), "+14155552671"),
        ("020 7946 0958", Some("GB"), "+442079460958"),
        ("030/901820", Some("DE"), "+4930901820"),
        ("06 6982 1234", Some("IT"), "+390669821234"),
        ("03-3210-1234", Some("JP"), "+81332101234"),
        ("03ー3210ー1234", Some("JP"), "+81332101234"),
        // Extensions are dropped.
        ("+86 10 6552 9988 ext. 12", None, "+861065529988"),
        ("+86 10 6552 9988;ext=12", None, "+861065529988"),
        ("010-65529988转8012", Some("CN"), "+861065529988"),
        ("+1 415 555 2671 x99", None, "+14155552671"),
        ("(415) 555-2671 #7", Some("US"), "+14155552671"),
    ];
    for (given, region, expected) in table {
        assert_eq!(e164(given, region).as_deref(), Ok(expected), "{given:?} in {region:?}");
        assert_eq!(e164(expected, None).as_deref(), Ok(expected), "the key of {given:?} is a fixed point");
    }
}

#[test]
fn what_is_no_number_is_refused() {
    let long = "1".repeat(100_000);
    let table = [
        ("138 0013 8000", None, IdentityProblem::PhoneRegionMissing),
        ("010-6552-9988", None, IdentityProblem::PhoneRegionMissing),
        ("138 0013 8000", Some("XX"), IdentityProblem::PhoneRegionUnknown),
        ("138 0013 8000", Some("China"), IdentityProblem::PhoneRegionUnknown),
        ("", Some("CN"), IdentityProblem::PhoneCharacters),
        ("+", None, IdentityProblem::PhoneCharacters),
        ("n/a", Some("CN"), IdentityProblem::PhoneCharacters),
        ("138 0013 8000 or 139 0013 9000", Some("CN"), IdentityProblem::PhoneCharacters),
        ("138 0013 8000, 139 0013 9000", Some("CN"), IdentityProblem::PhoneCharacters),
        ("86+13800138000", Some("CN"), IdentityProblem::PhoneCharacters),
        ("++8613800138000", None, IdentityProblem::PhoneCharacters),
        ("1-800-FLOWERS", Some("US"), IdentityProblem::PhoneCharacters),
        ("wei@example.com", Some("CN"), IdentityProblem::PhoneCharacters),
        ("'; DROP TABLE x; --", Some("CN"), IdentityProblem::PhoneCharacters),
        ("+1234567", None, IdentityProblem::PhoneLength),
        ("+1234567890123456", None, IdentityProblem::PhoneLength),
        (long.as_str(), Some("CN"), IdentityProblem::PhoneLength),
        ("+000000000000", None, IdentityProblem::PhoneNotInPlan),
        ("00000000", Some("CN"), IdentityProblem::PhoneNotInPlan),
        ("12345", Some("CN"), IdentityProblem::PhoneNotInPlan),
        ("6552 9988", Some("CN"), IdentityProblem::PhoneNotInPlan),
        ("555-2671", Some("US"), IdentityProblem::PhoneNotInPlan),
        ("+86 0000 0000", None, IdentityProblem::PhoneNotInPlan),
    ];
    for (given, region, problem) in table {
        let shown: String = given.chars().take(40).collect();
        assert_eq!(e164(given, region), Err(problem), "{shown:?} in {region:?}");
    }
}

#[test]
fn the_way_without_metadata_agrees_with_the_metadata() {
    // One example number per region of the plans: its national and its international spelling give one key, and that
    // key is the one that the metadata make of the international spelling.
    let mut compared = 0;
    for plan in phonenumber::metadata::DATABASE.iter() {
        let descriptors = plan.descriptors();
        let examples = [descriptors.fixed_line(), descriptors.mobile()].into_iter().flatten();
        for example in examples.filter_map(|descriptor| descriptor.example()) {
            let written = format!("+{}{example}", plan.country_code());
            let Ok(number) = phonenumber::parse(None, &written) else { continue };
            if !number.is_valid() || written.len() < 9 {
                continue;
            }
            let by_plan = format!("+{}{}", number.code().value(), number.national());
            assert_eq!(e164(&written, None), Ok(by_plan), "international, region {}", plan.id());
            compared += 1;
        }
    }
    assert!(compared > 300, "only {compared} examples were compared");
}

#[test]
fn hostile_input_gives_an_answer() {
    let seeds =
        ["+86 138", "tel:;ext=", "(0)", "+(0)", "转转转", "+1x", "00", "\u{202E}+86", "１２３", "#", "x1", "+7~8"];
    let mut answers = 0;
    for first in seeds {
        for second in seeds {
            for region in [None, Some("CN"), Some("US"), Some("IT"), Some("AR"), Some("")] {
                let outcome = e164(&format!("{first}{second}0013"), region);
                if let Ok(key) = &outcome {
                    assert!(key.starts_with('+') && (9..=16).contains(&key.len()), "{first:?} {second:?}: {key}");
                }
                answers += 1;
            }
        }
    }
    assert_eq!(answers, seeds.len() * seeds.len() * 6);
}
