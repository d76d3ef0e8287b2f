//! The valid choices that are nearest to invalid ones.
//!
//! A broken rule is only mended by changing one of few options: taking one away from a set that has too many, adding one
//! to a set that has too few, or taking away the option that makes the rule hold. So the search branches over the ways to
//! mend one broken rule, with one change allowed, then two, and so on; each set of changes is seen at most once. Options
//! that no rule binds together are searched for apart, which is exact because changes, removals, prices and the order of
//! keys all add up. A branch ends when the broken rules that share no option need more changes than are left, or when
//! even the best ways to mend them come to no better choices than those found.

use super::bits::Bits;
use super::compile::{Compiled, Component};
use super::model::NoNearest;
use std::cmp::Ordering;

/// The most work of one search: a step counts one, one for every 32 rules that it looks at, and one for every rule that
/// it finds broken.
pub(super) const MAX_WORK: usize = 100_000;
const RULES_OF_ONE: usize = 32;

/// The search passed its bound.
pub(super) struct Passed;

/// The nearest valid choices.
pub(super) fn nearest(model: &Compiled, chosen: Bits) -> Result<Bits, NoNearest> {
    let mut work = MAX_WORK;
    let mut mended = chosen;
    for component in &model.components {
        if component.rules.iter().all(|rule| model.rules[*rule].holds(chosen)) {
            continue;
        }
        let mut search = Search { model, component, start: chosen, work, first: false, best: None, cut: false };
        for changes in 1..=component.options.count() {
            search.cut = false;
            search.mend(chosen, Bits::default(), changes).map_err(|Passed| NoNearest::SearchBound)?;
            if search.best.is_some() || !search.cut {
                break;
            }
        }
        let best = search.best.ok_or(NoNearest::NoValidChoices)?;
        mended = mended.minus(component.options).or(best.and(component.options));
        work = search.work;
    }
    Ok(mended)
}

/// Some valid choices of a component, with an option if one is named, as far as they are found with the work that is left.
pub(super) fn any(
    model: &Compiled,
    component: &Component,
    option: Option<usize>,
    work: &mut usize,
) -> Result<Option<Bits>, Passed> {
    let start: Bits = option.into_iter().collect();
    let mut search = Search { model, component, start, work: *work, first: true, best: None, cut: false };
    let result = search.mend(start, start, component.options.count());
    *work = search.work;
    result.map(|()| search.best)
}

struct Search<'a> {
    model: &'a Compiled,
    component: &'a Component,
    start: Bits,
    /// The work that is left.
    work: usize,
    /// Whether any valid choices will do.
    first: bool,
    best: Option<Bits>,
    /// Whether a branch ended because it needed more changes.
    cut: bool,
}

/// A broken rule: at least so many of these options must change.
struct Need {
    of: Bits,
    changes: u32,
}

impl Search<'_> {
    /// Looks for valid choices with at most `left` more changes, none of them at a `settled` option.
    fn mend(&mut self, chosen: Bits, mut settled: Bits, left: u32) -> Result<(), Passed> {
        let needs = self.needs(chosen, settled);
        let broken = needs.as_ref().map_or(0, Vec::len);
        let cost = 1 + self.component.rules.len() / RULES_OF_ONE + broken;
        self.work = self.work.checked_sub(cost).ok_or(Passed)?;
        let Some(needs) = needs else { return Ok(()) };
        let Some(narrowest) = needs.first() else {
            if self.best.is_none_or(|best| self.order(chosen, best) == Ordering::Less) {
                self.best = Some(chosen);
            }
            return Ok(());
        };
        if !self.first && self.is_over(chosen, &needs, left) {
            return Ok(());
        }
        for bit in self.cheapest_first(chosen, narrowest.of) {
            settled = settled.with(bit);
            self.mend(chosen.flipped(bit), settled, left - 1)?;
            if self.first && self.best.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Whether a branch needs more changes than are left, or comes to no better choices than those found.
    fn is_over(&mut self, chosen: Bits, needs: &[Need], left: u32) -> bool {
        let (changes, at_best) = self.least(chosen, needs);
        if changes > left {
            self.cut = true;
            return true;
        }
        self.best.is_some_and(|best| {
            self.removals(chosen) > self.removals(best)
                || (changes == left && self.order(at_best, best) != Ordering::Less)
        })
    }

    /// What the broken rules need, those with the fewest ways first; nothing when one of them cannot be mended.
    fn needs(&self, chosen: Bits, settled: Bits) -> Option<Vec<Need>> {
        let mut needs = Vec::new();
        for rule in self.component.rules.iter().map(|rule| &self.model.rules[*rule]) {
            if rule.holds(chosen) {
                continue;
            }
            let inside = chosen.and(rule.set);
            let count = inside.count();
            let (of, changes) = if count > rule.max {
                (inside, count - rule.max)
            } else {
                (rule.set.minus(chosen).and(self.model.active), rule.min - count)
            };
            let need = match rule.when {
                Some(when) if !settled.has(when) => Need { of: of.minus(settled).with(when), changes: 1 },
                _ => Need { of: of.minus(settled), changes },
            };
            if need.of.count() < need.changes {
                return None;
            }
            needs.push(need);
        }
        needs.sort_by_key(|need| need.of.count());
        Some(needs)
    }

    /// How many changes rules that share no option need at least, and the choices after the best such changes.
    fn least(&self, chosen: Bits, needs: &[Need]) -> (u32, Bits) {
        let (mut seen, mut changes, mut after) = (Bits::default(), 0, chosen);
        for need in needs {
            if !seen.and(need.of).is_empty() {
                continue;
            }
            seen = seen.or(need.of);
            changes += need.changes;
            for bit in self.cheapest_first(chosen, need.of).into_iter().take(need.changes as usize) {
                after = after.flipped(bit);
            }
        }
        (changes, after)
    }

    /// Options in the order in which changing one of them is better than changing the next.
    fn cheapest_first(&self, chosen: Bits, of: Bits) -> Vec<usize> {
        let mut bits: Vec<usize> = of.iter().collect();
        bits.sort_by_key(|bit| {
            let place = i64::try_from(*bit).unwrap_or(i64::MAX);
            match chosen.has(*bit) {
                false => (false, i128::from(self.model.deltas[*bit]), place),
                true => (true, -i128::from(self.model.deltas[*bit]), -place),
            }
        });
        bits
    }

    fn removals(&self, chosen: Bits) -> u32 {
        self.start.minus(chosen).count()
    }

    fn order(&self, a: Bits, b: Bits) -> Ordering {
        order(self.model, self.start, a, b)
    }
}

/// Which of two choices is nearer to the first ones: fewer changes, fewer removals, lower price, order of keys.
pub(super) fn order(model: &Compiled, start: Bits, a: Bits, b: Bits) -> Ordering {
    let cost = |chosen: Bits| {
        let price: i128 = chosen.iter().map(|bit| i128::from(model.deltas[bit])).sum();
        (start.xor(chosen).count(), start.minus(chosen).count(), price)
    };
    cost(a).cmp(&cost(b)).then_with(|| a.by_keys(&b))
}
