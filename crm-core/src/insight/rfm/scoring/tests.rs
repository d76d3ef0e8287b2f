//! The promises of the module, on random data full of ties.

use super::{
    CutPoint, CutPoints, Dimension, DimensionCuts, Facts, MAX_BINS, MIN_BINS, Method, RulesError, Scored, Thresholds,
    cut_points, score,
};

/// A small deterministic generator (splitmix64).
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Shop {
    pub(super) customer: Vec<i64>,
    pub(super) recency_days: Vec<i32>,
    pub(super) frequency: Vec<u32>,
    pub(super) monetary: Vec<i64>,
}

impl Shop {
    /// `kinds` different values at most per dimension: few make heavy ties.
    pub(super) fn random(random: &mut Random, customers: usize, kinds: u64) -> Self {
        let mut shop = Self::default();
        for row in 0..customers {
            shop.customer.push(row as i64 * 3 + random.below(3) as i64);
            shop.recency_days.push(random.below(kinds) as i32 * 7);
            let orders = if random.below(3) > 0 { 1 } else { random.below(kinds) as u32 };
            shop.frequency.push(orders);
            shop.monetary.push((random.below(kinds) as i64 - 2) * 1337 + random.below(2) as i64);
        }
        shop
    }

    fn shuffled(&self, random: &mut Random) -> (Self, Vec<usize>) {
        let mut order: Vec<usize> = (0..self.customer.len()).collect();
        for last in (1..order.len()).rev() {
            order.swap(last, random.below(last as u64 + 1) as usize);
        }
        let shop = Self {
            customer: order.iter().map(|row| self.customer[*row]).collect(),
            recency_days: order.iter().map(|row| self.recency_days[*row]).collect(),
            frequency: order.iter().map(|row| self.frequency[*row]).collect(),
            monetary: order.iter().map(|row| self.monetary[*row]).collect(),
        };
        (shop, order)
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            customer: &self.customer,
            recency_days: &self.recency_days,
            frequency: &self.frequency,
            monetary: &self.monetary,
        }
    }

    pub(super) fn score(&self, method: Method, bins: u8) -> Scored {
        let thresholds = thresholds(bins);
        let given = (method == Method::Fixed).then_some(&thresholds);
        score(&self.facts(), method, bins, given, 100).expect("valid input")
    }

    /// The three dimensions as goodness: larger is better, so that one definition serves all.
    pub(super) fn goodness(&self) -> [Vec<i64>; 3] {
        [
            self.recency_days.iter().map(|days| -i64::from(*days)).collect(),
            self.frequency.iter().map(|orders| i64::from(*orders)).collect(),
            self.monetary.clone(),
        ]
    }
}

pub(super) fn thresholds(bins: u8) -> Thresholds {
    let steps = || 0..i64::from(bins) - 1;
    Thresholds {
        recency_days: steps().map(|step| step * 14).collect(),
        frequency: steps().map(|step| step + 1).collect(),
        monetary: steps().map(|step| step * 1337).collect(),
    }
}

pub(super) fn random_shops() -> impl Iterator<Item = (Shop, u8)> {
    let mut random = Random(20_260_101);
    (0..200).map(move |round| {
        let customers = match round % 4 {
            0 => random.below(12),
            1 => random.below(60),
            _ => random.below(400),
        };
        let kinds = [2, 3, 5, 12, 40, 5000][random.below(6) as usize];
        let bins = MIN_BINS + random.below(u64::from(MAX_BINS - MIN_BINS) + 1) as u8;
        (Shop::random(&mut random, customers as usize, kinds), bins)
    })
}

#[test]
fn one_customer_scored_by_the_stored_cut_points_gets_the_bulk_score() {
    for (shop, bins) in random_shops() {
        for method in Method::ALL.iter().copied() {
            let scored = shop.score(method, bins);
            let json = serde_json::to_string(&scored.cuts).expect("json");
            let cuts: CutPoints = serde_json::from_str(&json).expect("the same cut points");
            assert_eq!(cuts, scored.cuts);
            for row in 0..shop.customer.len() {
                let alone =
                    cuts.score(shop.customer[row], shop.recency_days[row], shop.frequency[row], shop.monetary[row]);
                assert_eq!(alone, [scored.r[row], scored.f[row], scored.m[row]], "{method}");
                assert!(alone.iter().all(|score| (1..=bins).contains(score)), "{method}");
            }
        }
    }
}

#[test]
fn scores_do_not_depend_on_the_order_of_rows() {
    let mut random = Random(99);
    for (shop, bins) in random_shops() {
        let (shuffled, order) = shop.shuffled(&mut random);
        for method in Method::ALL.iter().copied() {
            let (plain, mixed) = (shop.score(method, bins), shuffled.score(method, bins));
            assert_eq!(plain.cuts, mixed.cuts, "{method}");
            for (row, original) in order.iter().enumerate() {
                assert_eq!(mixed.r[row], plain.r[*original]);
                assert_eq!(mixed.f[row], plain.f[*original]);
                assert_eq!(mixed.m[row], plain.m[*original]);
            }
        }
    }
}

#[test]
fn better_values_never_score_lower_and_equal_values_score_the_same() {
    for (shop, bins) in random_shops() {
        for method in Method::ALL.iter().copied() {
            let scored = shop.score(method, bins);
            let ties_share = method != Method::Ntile;
            for (column, scores) in shop.goodness().iter().zip([&scored.r, &scored.f, &scored.m]) {
                let mut pairs: Vec<(i64, u8)> = column.iter().copied().zip(scores.iter().copied()).collect();
                pairs.sort_unstable();
                for two in pairs.windows(2) {
                    assert!(two[0].1 <= two[1].1, "{method}");
                    if ties_share && two[0].0 == two[1].0 {
                        assert_eq!(two[0].1, two[1].1, "{method}");
                    }
                }
            }
        }
    }
}

#[test]
fn large_columns_with_far_outliers_have_the_sorted_order_statistics() {
    let mut random = Random(3);
    for outlier in [0, 1, i64::MAX / 4, i64::MAX] {
        let mut values: Vec<i64> = (0..20_000).map(|_| (random.below(90_000) * random.below(90_000)) as i64).collect();
        values[77] = outlier;
        values[78] = outlier.wrapping_neg();
        let ranks = [19_999, 0, 1, 5, 9_999, 10_000, 4_000, 4_000, 19_998, 12_345, 30_000];
        let found = super::select::order_statistics(&values, &ranks);
        values.sort_unstable();
        let expected: Vec<i64> = ranks.iter().map(|rank| values[(*rank).min(19_999)]).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn the_worked_example_of_five_customers() {
    let shop = Shop {
        customer: vec![1, 2, 3, 4, 5],
        recency_days: vec![10, 10, 40, 40, 100],
        frequency: vec![1, 1, 1, 2, 5],
        monetary: vec![2000, 2050, 2050, 10_000, 50_000],
    };
    let scored = shop.score(Method::Quantile, 3);
    assert_eq!(scored.r, [3, 3, 1, 1, 1]);
    assert_eq!(scored.f, [1, 1, 1, 3, 3]);
    assert_eq!(scored.m, [1, 1, 1, 3, 3]);
    assert!(!scored.too_few);
    assert_eq!(described(&scored.cuts.recency_days, 1), ["2: below 40", "3: below 40"]);
    assert_eq!(described(&scored.cuts.monetary, 100), ["2: above 20.50", "3: above 20.50"]);

    let edges = shop.score(Method::RRfm, 3).cuts;
    assert_eq!(described(&edges.recency_days, 1), ["2: below 41", "3: below 21"]);
    assert_eq!(described(&edges.frequency, 1), ["2: at least 2", "3: at least 2.6667"]);
    assert_eq!(described(&edges.monetary, 100), ["2: at least 21.50", "3: at least 74.50"]);

    let tiles = shop.score(Method::Ntile, 3).cuts;
    let expected = ["2: at most 40, ties from customer 4 on", "3: at most 10, ties from customer 2 on"];
    assert_eq!(described(&tiles.recency_days, 1), expected);
}

fn described(cuts: &DimensionCuts, minor_per_unit: i64) -> Vec<String> {
    cuts.steps(minor_per_unit).iter().map(ToString::to_string).collect()
}

#[test]
fn decimals_round_half_away_from_zero() {
    let point = |whole: i64, numerator: u8, denominator: u8| CutPoint {
        numerator,
        denominator: denominator.try_into().expect("not zero"),
        ..CutPoint::at(whole)
    };
    assert_eq!(point(319_580, 4, 5).decimal(100), "3195.808");
    assert_eq!(point(0, 0, 1).decimal(100), "0.00");
    assert_eq!(point(-1, 1, 3).decimal(100), "-0.006667");
    assert_eq!(point(-2050, 0, 1).decimal(100), "-20.50");
    assert_eq!(point(7, 1, 7).decimal(1), "7.1429");
    assert_eq!(point(1500, 0, 1).decimal(1000), "1.500");
    assert_eq!(point(i64::MAX, 9, 10).decimal(1), "9223372036854775807.9");
    assert_eq!(point(i64::MIN, 0, 1).decimal(1), "-9223372036854775808");
}

#[test]
fn nobody_is_scored_in_an_empty_shop() {
    for method in Method::ALL.iter().copied() {
        let scored = Shop::default().score(method, 5);
        assert!(scored.r.is_empty() && scored.f.is_empty() && scored.m.is_empty());
        assert!(scored.too_few);
    }
}

#[test]
fn bad_arguments_are_refused() {
    let shop = Shop::random(&mut Random(1), 10, 5);
    let facts = shop.facts();
    let five = thresholds(5);
    let try_score = |method, bins, given, unit| score(&facts, method, bins, given, unit).err();
    for bins in [0, 1, 11, 255] {
        let error = try_score(Method::Quantile, bins, None, 100);
        assert_eq!(error, Some(RulesError::BinsOutOfRange(bins)));
    }
    let missing = try_score(Method::Fixed, 5, None, 100);
    assert_eq!(missing, Some(RulesError::ThresholdsMissing));
    let unused = try_score(Method::Qcut, 5, Some(&five), 100);
    assert_eq!(unused, Some(RulesError::ThresholdsUnused(Method::Qcut)));
    let unit = try_score(Method::RRfm, 5, None, 0);
    assert_eq!(unit, Some(RulesError::MinorPerUnit(0)));
    let count = RulesError::ThresholdCount { dimension: Dimension::RecencyDays, found: 4, wanted: 3 };
    assert_eq!(try_score(Method::Fixed, 4, Some(&five), 100), Some(count));
    let mut repeated = five.clone();
    repeated.monetary[1] = repeated.monetary[0];
    let error = RulesError::ThresholdsNotAscending(Dimension::Monetary);
    assert_eq!(try_score(Method::Fixed, 5, Some(&repeated), 100), Some(error));

    let uneven = Facts { frequency: &shop.frequency[1..], ..facts };
    let error = cut_points(&uneven, Method::Quantile, 5, None, 100).err();
    assert_eq!(error, Some(RulesError::UnequalColumns));
    let rich = Facts { monetary: &[i64::MAX; 10], ..facts };
    let error = cut_points(&rich, Method::RRfm, 5, None, 100).err();
    assert_eq!(error, Some(RulesError::Overflow));
}

#[test]
fn tokens_round_trip_and_unknown_ones_are_errors() {
    for method in Method::ALL.iter().copied() {
        assert_eq!(method.token().parse(), Ok(method));
        let json = serde_json::to_string(&method).expect("json");
        assert_eq!(json, format!("\"{method}\""));
    }
    assert_eq!(Method::default(), Method::Quantile);
    let error = "quintile".parse::<Method>().expect_err("no such method");
    assert!(error.to_string().contains("percent_rank"));
}
