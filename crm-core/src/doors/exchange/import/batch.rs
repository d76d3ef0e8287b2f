//! Rows that were read and wait to be written, grouped by what they become.

use crate::doors::exchange::Verdict;
use crate::doors::exchange::options::RowVerdict;
use std::collections::HashMap;

/// Why a group cannot be taken, and on which of its lines that shows.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) line: u64,
    pub(crate) reason: String,
}

impl Fault {
    /// The verdicts of all rows of the group: no order is taken without one of its lines.
    pub(crate) fn verdicts(self, lines: &[u64]) -> Vec<RowVerdict> {
        let of_line = |line: u64| {
            let reason =
                if line == self.line { self.reason.clone() } else { format!("line {}: {}", self.line, self.reason) };
            RowVerdict { line, verdict: Verdict::Rejected, id: None, reason: Some(reason) }
        };
        lines.iter().map(|line| of_line(*line)).collect()
    }
}

/// Rows that become one thing.
#[derive(Debug)]
pub(crate) struct Group<D> {
    pub(crate) key: Option<String>,
    /// The number of its first row in the source, from 1.
    pub(crate) first_row: u64,
    pub(crate) last_row: u64,
    pub(crate) lines: Vec<u64>,
    pub(crate) draft: Result<D, Fault>,
}

/// Groups in the order of their first rows.
#[derive(Debug)]
pub(crate) struct Batch<D> {
    pub(crate) groups: Vec<Group<D>>,
    by_key: HashMap<String, usize>,
    /// Rows that were refused before they belonged to anything.
    pub(crate) verdicts: Vec<RowVerdict>,
    pub(crate) rows: usize,
}

impl<D> Batch<D> {
    pub(crate) fn starting_with(carried: Vec<Group<D>>) -> Self {
        let mut batch = Batch { groups: Vec::new(), by_key: HashMap::new(), verdicts: Vec::new(), rows: 0 };
        carried.into_iter().for_each(|group| batch.push(group));
        batch
    }

    pub(crate) fn push(&mut self, group: Group<D>) {
        self.rows += group.lines.len();
        if let Some(key) = &group.key {
            self.by_key.insert(key.clone(), self.groups.len());
        }
        self.groups.push(group);
    }

    /// The group of a key.
    pub(crate) fn find(&mut self, key: &str) -> Option<&mut Group<D>> {
        self.by_key.get(key).and_then(|index| self.groups.get_mut(*index))
    }

    pub(crate) fn reject(&mut self, line: u64, reason: String) {
        self.rows += 1;
        self.verdicts.push(RowVerdict { line, verdict: Verdict::Rejected, id: None, reason: Some(reason) });
    }

    /// Takes out the groups that had a row after `row`: further rows may belong to them. Not when that is all there is:
    /// such a batch would grow for ever.
    pub(crate) fn split_off_open(&mut self, row: u64) -> Vec<Group<D>> {
        let is_open = |group: &Group<D>| group.key.is_some() && group.last_row > row;
        if self.groups.iter().all(is_open) {
            return Vec::new();
        }
        self.by_key.clear();
        let (open, closed) = std::mem::take(&mut self.groups).into_iter().partition(is_open);
        self.groups = closed;
        open
    }

    /// The groups with those of one key together, in the order in which the keys first appear, refused ones first.
    pub(crate) fn in_writing_order(self, key: impl Fn(&D) -> &str) -> Vec<Group<D>> {
        let mut first: HashMap<String, usize> = HashMap::new();
        let mut ranked: Vec<(usize, Group<D>)> = Vec::with_capacity(self.groups.len());
        for (at, group) in self.groups.into_iter().enumerate() {
            let rank = match group.draft.as_ref().map(&key) {
                Err(_) => 0,
                Ok(key) => match first.get(key) {
                    Some(rank) => *rank,
                    None => *first.entry(key.to_owned()).or_insert(at + 1),
                },
            };
            ranked.push((rank, group));
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, group)| group).collect()
    }
}
