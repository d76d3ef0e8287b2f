//! The options of `crm.open`.

use crate::clock::FixedClock;
use crm_core::{Crm, Durability, Error, Options, Result};
use pyo3::prelude::*;
use std::time::Duration;

/// What `crm.open` was given, checked.
#[allow(clippy::too_many_arguments)] // One per keyword of `crm.open`.
pub(crate) fn options(
    clock: Option<&Bound<'_, FixedClock>>,
    seed: Option<u64>,
    timeout: f64,
    durability: &str,
    create: bool,
    read_only: bool,
    cache_kib: u32,
) -> Result<Options> {
    let mut options = Crm::options()
        .timeout(seconds("/timeout", timeout)?)
        .durability(durability_of(durability)?)
        .create(create)
        .read_only(read_only)
        .cache_kib(cache_kib);
    if let Some(clock) = clock {
        options = options.clock(clock.get().clock.clone());
    }
    Ok(match seed {
        Some(seed) => options.seed(seed),
        None => options,
    })
}

/// A length of time from a number of seconds.
pub(crate) fn seconds(path: &str, seconds: f64) -> Result<Duration> {
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| Error::invalid(path, "a length of time is a number of seconds from 0"))
}

fn durability_of(name: &str) -> Result<Durability> {
    match name {
        "full" => Ok(Durability::Full),
        "relaxed" => Ok(Durability::Relaxed),
        _ => Err(Error::invalid("/durability", "unknown durability").allowed(["full", "relaxed"])),
    }
}
