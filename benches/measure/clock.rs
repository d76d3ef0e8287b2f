//! Times and their order statistics.

use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};

/// Runs a call `times` times after one warm-up; the times, ascending.
pub(crate) fn repeat(times: usize, mut call: impl FnMut(usize)) -> Vec<Duration> {
    call(0);
    let mut all: Vec<Duration> = (1..=times)
        .map(|at| {
            let start = Instant::now();
            call(at);
            start.elapsed()
        })
        .collect();
    all.sort_unstable();
    all
}

/// The value below which a share of the times lies, in microseconds.
pub(crate) fn quantile(times: &[Duration], share: f64) -> f64 {
    let at = ((times.len() - 1) as f64 * share).round() as usize;
    times[at].as_secs_f64() * 1e6
}

/// Prints one measurement as a JSON line.
pub(crate) fn report(name: &str, facts: Value) {
    let mut line = Map::new();
    line.insert("measure".to_owned(), Value::from(name));
    if let Value::Object(facts) = facts {
        line.extend(facts);
    }
    println!("{}", Value::Object(line));
}

/// Prints median and tail of a sorted series, in microseconds.
pub(crate) fn report_times(name: &str, times: &[Duration]) {
    let rounded = |share: f64| (quantile(times, share) * 100.0).round() / 100.0;
    report(name, json!({ "p50_us": rounded(0.5), "p99_us": rounded(0.99), "calls": times.len() }));
}

/// The largest memory that this process has held, in MiB.
pub(crate) fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}
