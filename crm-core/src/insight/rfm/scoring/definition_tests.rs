//! Every method against its definition, read literally and computed the slow way, on random data
//! full of ties.

use super::tests::{Random, Shop, random_shops, thresholds};
use super::{CutPoint, Method};

/// Compares a method with a definition per dimension: (goodness, value, bins) → score.
fn agrees(method: Method, definition: impl Fn(&[i64], i64, usize) -> usize) {
    for (shop, bins) in random_shops() {
        let scored = shop.score(method, bins);
        for (column, scores) in shop.goodness().iter().zip([&scored.r, &scored.f, &scored.m]) {
            let expected: Vec<u8> =
                column.iter().map(|value| definition(column, *value, usize::from(bins)) as u8).collect();
            assert_eq!(scores, &expected, "{method} with {bins} bins of {column:?}");
        }
    }
}

fn worse(column: &[i64], value: i64) -> usize {
    column.iter().filter(|other| **other < value).count()
}

fn quantile(column: &[i64], value: i64, bins: usize) -> usize {
    let others = column.len() - 1;
    1 + (1..bins).filter(|k| worse(column, value) * bins > k * others).count()
}

#[test]
fn quantile_is_its_definition() {
    agrees(Method::Quantile, quantile);
}

#[test]
fn percent_rank_is_its_definition() {
    agrees(Method::PercentRank, |column, value, bins| {
        let others = column.len() - 1;
        if others == 0 {
            return 1;
        }
        bins.min(1 + bins * worse(column, value) / others)
    });
}

#[test]
fn one_timer_is_its_definition() {
    for (shop, bins) in random_shops() {
        let scored = shop.score(Method::OneTimer, bins);
        let plain = shop.score(Method::Quantile, bins);
        assert_eq!((&scored.r, &scored.m), (&plain.r, &plain.m));
        let repeaters: Vec<i64> = shop.frequency.iter().filter(|f| **f > 1).map(|f| i64::from(*f)).collect();
        for (orders, score) in shop.frequency.iter().zip(&scored.f) {
            let expected = match orders {
                0 | 1 => 1,
                _ => 1 + quantile(&repeaters, i64::from(*orders), usize::from(bins) - 1),
            };
            assert_eq!(usize::from(*score), expected, "{bins} bins of {:?}", shop.frequency);
        }
    }
}

#[test]
fn ntile_is_its_definition() {
    for (shop, bins) in random_shops() {
        let scored = shop.score(Method::Ntile, bins);
        let (rows, tiles) = (shop.customer.len(), usize::from(bins));
        for (column, scores) in shop.goodness().iter().zip([&scored.r, &scored.f, &scored.m]) {
            let mut order: Vec<usize> = (0..rows).collect();
            order.sort_by_key(|row| (column[*row], shop.customer[*row]));
            let sizes = (0..tiles).map(|tile| rows / tiles + usize::from(tile < rows % tiles));
            let dealt = sizes.enumerate().flat_map(|(tile, size)| vec![tile + 1; size]);
            for (row, tile) in order.iter().zip(dealt) {
                assert_eq!(usize::from(scores[*row]), tile, "{bins} bins of {column:?}");
            }
        }
    }
}

/// Type-7 edges times `bins`, so that they are integers.
fn edges_times_bins(column: &[i64], bins: usize) -> Vec<i128> {
    let mut sorted = column.to_vec();
    sorted.sort_unstable();
    let edge = |k: usize| {
        let position = k * (sorted.len() - 1);
        let (low, part) = (position / bins, position % bins);
        let high = (low + 1).min(sorted.len() - 1);
        i128::from(sorted[low]) * (bins - part) as i128 + i128::from(sorted[high]) * part as i128
    };
    (1..bins).map(edge).collect()
}

fn columns(shop: &Shop) -> [Vec<i64>; 3] {
    let [_, frequency, monetary] = shop.goodness();
    let recency = shop.recency_days.iter().map(|days| i64::from(*days)).collect();
    [recency, frequency, monetary]
}

#[test]
fn qcut_is_its_definition() {
    for (shop, bins) in random_shops().filter(|(shop, _)| !shop.customer.is_empty()) {
        let scored = shop.score(Method::Qcut, bins);
        let n = usize::from(bins);
        let scores = [&scored.r, &scored.f, &scored.m];
        for (dimension, column) in columns(&shop).iter().enumerate() {
            let edges = edges_times_bins(column, n);
            for (value, score) in column.iter().zip(scores[dimension]) {
                let passed = edges.iter().filter(|e| i128::from(*value) * n as i128 > **e).count();
                let expected = if dimension == 0 { n - passed } else { 1 + passed };
                assert_eq!(usize::from(*score), expected, "{bins} bins of {column:?}");
            }
        }
    }
}

#[test]
fn r_rfm_is_its_definition() {
    for (shop, bins) in random_shops().filter(|(shop, _)| !shop.customer.is_empty()) {
        let scored = shop.score(Method::RRfm, bins);
        let n = usize::from(bins);
        let scores = [&scored.r, &scored.f, &scored.m];
        for (dimension, column) in columns(&shop).iter().enumerate() {
            let unit = [1, 1, 100][dimension];
            let edges = edges_times_bins(column, n);
            for (value, score) in column.iter().zip(scores[dimension]) {
                let reached = |e: &&i128| i128::from(value - unit) * n as i128 >= **e;
                let passed = edges.iter().filter(reached).count();
                let expected = if dimension == 0 { n - passed } else { 1 + passed };
                assert_eq!(usize::from(*score), expected, "{bins} bins of {column:?}");
            }
        }
    }
}

#[test]
fn fixed_is_its_definition() {
    for (shop, bins) in random_shops() {
        let scored = shop.score(Method::Fixed, bins);
        let given = thresholds(bins);
        let below = |points: &[i64], value: i64| points.iter().filter(|p| **p < value).count();
        for row in 0..shop.customer.len() {
            let r = usize::from(bins) - below(&given.recency_days, i64::from(shop.recency_days[row]));
            let f = 1 + below(&given.frequency, i64::from(shop.frequency[row]));
            let m = 1 + below(&given.monetary, shop.monetary[row]);
            let found = [scored.r[row], scored.f[row], scored.m[row]];
            assert_eq!(found.map(usize::from), [r, f, m]);
        }
    }
}

/// The breaks of the optimum by trying every way to cut the distinct values, in fractions that
/// are compared by cross multiplication; of equal optima the one whose last class starts lowest.
fn natural_breaks(column: &[i64], classes: usize) -> Vec<i64> {
    let mut sorted = column.to_vec();
    sorted.sort_unstable();
    let mut distinct = sorted.clone();
    distinct.dedup();
    let classes = classes.min(distinct.len());
    let mut best: Option<((i128, i128), Vec<usize>)> = None;
    let mut starts: Vec<usize> = (1..classes).collect();
    loop {
        let mut sum = (0_i128, 1_i128);
        for (from, to) in std::iter::once(&0).chain(&starts).zip(starts.iter().chain(std::iter::once(&distinct.len())))
        {
            let inside = |value: &&i64| distinct[*from..*to].contains(value);
            let values: Vec<i128> = sorted.iter().filter(inside).map(|v| i128::from(*v)).collect();
            let (weight, total) = (values.len() as i128, values.iter().sum::<i128>());
            let squares: i128 = values.iter().map(|value| value * value).sum();
            let deviation = weight * squares - total * total;
            sum = (sum.0 * weight + deviation * sum.1, sum.1 * weight);
        }
        let better = best.as_ref().is_none_or(|(found, chosen)| {
            let (left, right) = (sum.0 * found.1, found.0 * sum.1);
            left < right || (left == right && starts.iter().rev().lt(chosen.iter().rev()))
        });
        if better {
            best = Some((sum, starts.clone()));
        }
        // The next way to choose the starts, in lexicographic order.
        let movable = (0..starts.len()).rev().find(|index| starts[*index] < distinct.len() - (starts.len() - index));
        let Some(index) = movable else { break };
        starts[index] += 1;
        for later in index + 1..starts.len() {
            starts[later] = starts[later - 1] + 1;
        }
    }
    let (_, starts) = best.expect("at least one way");
    starts.into_iter().map(|start| distinct[start - 1]).collect()
}

#[test]
fn jenks_is_the_optimum_by_exhaustion() {
    let mut random = Random(7);
    for round in 0..600 {
        let customers = 1 + random.below(18) as usize;
        let kinds = [2, 4, 9, 30][round % 4];
        let shop = Shop::random(&mut random, customers, kinds);
        let bins = 2 + random.below(4) as u8;
        let cuts = shop.score(Method::Jenks, bins).cuts;
        let [recency, frequency, monetary] = columns(&shop);
        let whole = |points: &[CutPoint]| -> Vec<i64> { points.iter().map(|p| p.whole).collect() };
        let mut ascending = whole(&cuts.recency_days.points);
        ascending.reverse();
        assert_eq!(ascending, natural_breaks(&recency, usize::from(bins)), "{recency:?}");
        assert_eq!(whole(&cuts.frequency.points), natural_breaks(&frequency, usize::from(bins)));
        let expected = natural_breaks(&monetary, usize::from(bins));
        assert_eq!(whole(&cuts.monetary.points), expected, "{bins} bins of {monetary:?}");
    }
}

#[test]
fn jenks_breaks_ties_exactly_on_evenly_spaced_values() {
    // 0..=10 in three classes: sizes 3, 4, 4 in any order deviate equally; the last class starts
    // as low as it can, then the one before it.
    for scale in [1, 1_000_003, 1_i64 << 44] {
        let monetary: Vec<i64> = (0..11).map(|step| step * scale - 5).collect();
        let shop = Shop { customer: (0..11).collect(), recency_days: vec![0; 11], frequency: vec![1; 11], monetary };
        let points = shop.score(Method::Jenks, 3).cuts.monetary.points;
        let steps: Vec<i64> = points.iter().map(|point| (point.whole + 5) / scale).collect();
        assert_eq!(steps, [2, 6]);
    }
}

#[test]
fn jenks_with_fewer_values_than_bins_makes_each_value_a_class() {
    let shop = Shop {
        customer: vec![1, 2, 3],
        recency_days: vec![10, 20, 20],
        frequency: vec![1, 4, 4],
        monetary: vec![500, 500, 500],
    };
    let scored = shop.score(Method::Jenks, 5);
    assert_eq!(scored.r, [5, 4, 4]);
    assert_eq!(scored.f, [1, 2, 2]);
    assert_eq!(scored.m, [1, 1, 1]);
}

/// The least sum of squared deviations of sorted values in classes, by the plain recurrence.
fn least_deviation(sorted: &[i64], classes: usize) -> f64 {
    let mut best: Vec<f64> = (0..=sorted.len()).map(|to| deviation(&sorted[..to])).collect();
    for _ in 1..classes {
        best = (0..=sorted.len())
            .map(|to| {
                let splits = (0..=to).map(|from| best[from] + deviation(&sorted[from..to]));
                splits.fold(f64::INFINITY, f64::min)
            })
            .collect();
    }
    best[sorted.len()]
}

fn deviation(class: &[i64]) -> f64 {
    let count = class.len() as i128;
    let sum: i128 = class.iter().map(|value| i128::from(*value)).sum();
    let squares: i128 = class.iter().map(|value| i128::from(*value).pow(2)).sum();
    if class.is_empty() { 0.0 } else { (count * squares - sum * sum) as f64 / count as f64 }
}

#[test]
fn jenks_reaches_the_least_deviation_of_the_plain_recurrence() {
    let mut random = Random(11);
    for outlier in [0, 1_000_000_000_000] {
        for bins in [2, 3, 7, 10] {
            let mut shop = Shop::random(&mut random, 120, 5000);
            shop.monetary[60] += outlier;
            let points = shop.score(Method::Jenks, bins).cuts.monetary.points;
            let mut sorted = shop.monetary;
            sorted.sort_unstable();
            let mut found = 0.0;
            let mut rest = sorted.as_slice();
            for point in &points {
                let (class, later) = rest.split_at(rest.partition_point(|v| *v <= point.whole));
                found += deviation(class);
                rest = later;
            }
            found += deviation(rest);
            let least = least_deviation(&sorted, usize::from(bins));
            assert_eq!(points.len(), usize::from(bins) - 1);
            assert!((found - least).abs() <= 1e-12 * least, "{found} for {least}");
        }
    }
}
