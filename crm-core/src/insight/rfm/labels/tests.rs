//! The default map against its published counts, and maps that must be refused.

use super::{LABEL_BINS, LabelMap, LabelMapError, LabelRule, PROFILES, PROSPECT, profile_of, scaled_to_five};

fn rule(label: &str, r: (u8, u8), s: (u8, u8)) -> LabelRule {
    LabelRule { label: label.to_owned(), r, s }
}

#[test]
fn default_map_covers_every_cell_once_with_the_published_counts() {
    let map = LabelMap::default();
    assert_eq!(map.validate(), Ok(()));
    let expected = [
        ("champions", 6),
        ("loyal", 12),
        ("potential_loyalist", 32),
        ("new_customer", 3),
        ("promising", 3),
        ("needs_attention", 9),
        ("about_to_sleep", 10),
        ("at_risk", 24),
        ("cant_lose", 6),
        ("hibernating", 10),
        ("lost", 10),
    ];
    assert_eq!(map.cell_counts(), expected);
}

#[test]
fn default_map_reads_as_the_published_table() {
    let rows = [
        (5, ["new_customer", "potential_loyalist", "potential_loyalist", "champions", "champions"]),
        (4, ["promising", "potential_loyalist", "potential_loyalist", "loyal", "loyal"]),
        (3, ["about_to_sleep", "about_to_sleep", "needs_attention", "loyal", "loyal"]),
        (2, ["hibernating", "hibernating", "at_risk", "at_risk", "cant_lose"]),
        (1, ["lost", "lost", "at_risk", "at_risk", "cant_lose"]),
    ];
    let columns: [&[u8]; 5] = [&[2, 3], &[4, 5], &[6, 7], &[8], &[9, 10]];
    let map = LabelMap::default();
    let mut seen = 0;
    for (r, labels) in rows {
        for (sums, label) in columns.iter().zip(labels) {
            for f in 1..=5_u8 {
                for m in 1..=5_u8 {
                    if sums.contains(&(f + m)) {
                        assert_eq!(map.label_of(r, f, m, 5), Some(label), "({r},{f},{m})");
                        seen += 1;
                    }
                }
            }
        }
    }
    assert_eq!(seen, 125);
}

#[test]
fn other_numbers_of_bins_are_scaled_half_up() {
    let scaled = |bins: u8| -> Vec<u8> {
        let five = (1..=bins).map(|score| scaled_to_five(score, bins));
        five.map(|score| score.unwrap_or(0)).collect()
    };
    assert_eq!(scaled(2), [1, 5]);
    assert_eq!(scaled(3), [1, 3, 5]);
    assert_eq!(scaled(4), [1, 2, 4, 5]);
    assert_eq!(scaled(5), [1, 2, 3, 4, 5]);
    assert_eq!(scaled(6), [1, 2, 3, 3, 4, 5]);
    assert_eq!(scaled(9), [1, 2, 2, 3, 3, 4, 4, 5, 5]);
    assert_eq!(scaled(10), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    assert_eq!(scaled_to_five(0, 5), None);
    assert_eq!(scaled_to_five(6, 5), None);
    assert_eq!(scaled_to_five(1, 1), None);
}

#[test]
fn table_agrees_with_the_rules_for_every_score() {
    let map = LabelMap::default();
    for bins in 2..=10 {
        let table = map.table(bins).expect("the default map is valid");
        for r in 0..=bins + 1 {
            for f in 0..=bins + 1 {
                for m in 0..=bins + 1 {
                    assert_eq!(table.label(r, f, m), map.label_of(r, f, m, bins));
                    let position = table.position(r, f, m).map(usize::from);
                    let label = position.map(|place| table.labels()[place].as_str());
                    assert_eq!(label, table.label(r, f, m));
                }
            }
        }
    }
    assert_eq!(map.table(11).err(), Some(LabelMapError::BinsOutOfRange(11)));
}

#[test]
fn gaps_and_overlaps_are_refused_with_the_cells_named() {
    let mut gap = LabelMap::default();
    gap.rules.retain(|rule| rule.label != "new_customer");
    let error = gap.validate().expect_err("three cells are uncovered");
    let text = error.to_string();
    assert!(text.ends_with("without a label: (5,1,1) (5,1,2) (5,2,1)"), "{text}");
    assert!(gap.table(5).is_err());

    let mut overlap = LabelMap::default();
    overlap.rules.push(rule("vip", (5, 5), (10, 10)));
    let expected = LabelMapError::Cover { uncovered: vec![], doubly_covered: vec![[5, 5, 5]] };
    assert_eq!(overlap.validate(), Err(expected));

    let nothing = LabelMap { rules: vec![] };
    let all = nothing.validate().expect_err("nothing is covered").to_string();
    assert!(all.ends_with("(1,4,5) and 105 more"), "{all}");
    let Err(LabelMapError::Cover { uncovered, .. }) = nothing.validate() else {
        panic!("an empty map covers nothing");
    };
    assert_eq!(uncovered.len(), 125);
}

#[test]
fn unusable_labels_and_ranges_are_refused() {
    for label in ["", "Two Words", "über", "_x", "9lives", PROSPECT] {
        let map = LabelMap { rules: vec![rule(label, (1, 5), (2, 10))] };
        assert_eq!(map.validate(), Err(LabelMapError::BadLabel(0)));
    }
    for (r, s) in [((0, 5), (2, 10)), ((1, 6), (2, 10)), ((1, 5), (1, 10)), ((1, 5), (2, 11)), ((3, 2), (2, 10))] {
        let map = LabelMap { rules: vec![rule("one", (5, 5), (2, 10)), rule("all", r, s)] };
        assert_eq!(map.validate(), Err(LabelMapError::OutOfRange(1)));
    }
}

#[test]
fn a_shop_can_bring_its_own_labels() {
    let json = r#"{"rules":[
        {"label":"vip","r":[1,5],"s":[8,10]},
        {"label":"rest","r":[1,5],"s":[2,7]}]}"#;
    let map: LabelMap = serde_json::from_str(json).expect("a map as data");
    assert_eq!(map.validate(), Ok(()));
    assert_eq!(map.display_order(), ["vip", "rest", "prospect"]);
    assert_eq!(map.label_of(1, 5, 3, LABEL_BINS), Some("vip"));
    assert_eq!(map.rule_of(1, 1, 3, 5).map(ToString::to_string).as_deref(), Some("rest: R 1-5, F + M 2-7"));
    assert!(profile_of("vip").is_none());
    assert!(serde_json::from_str::<LabelMap>(r#"{"rules":[],"more":1}"#).is_err());
}

#[test]
fn every_default_label_has_a_profile_in_display_order() {
    let map = LabelMap::default();
    assert_eq!(PROFILES.map(|profile| profile.label).to_vec(), map.display_order());
    let shopify = |label| profile_of(label).map(|profile| profile.shopify);
    assert_eq!(shopify("potential_loyalist"), Some("ACTIVE"));
    assert_eq!(shopify("lost"), shopify("hibernating"));
    assert_eq!(profile_of("new_customer").and_then(|profile| profile.klaviyo), Some("Recent"));
}
