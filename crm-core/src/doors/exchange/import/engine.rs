//! The loop that all imports share: read a batch, group rows, write in slices, tell what became of every row.
//!
//! A batch is read without any lock and then written in transactions that are cut to hold the writer for about 150 ms
//! (all at once when the import is exclusive). Position and counts are kept in the last transaction of a batch, so
//! that an interrupted import goes on at a batch; what it had already written of that batch is known by its keys.

use super::batch::{Batch, Fault, Group};
use super::pace::Pace;
use super::row::{Context, Row, reason};
use crate::Crm;
use crate::db::{Reading, WriteTransaction};
use crate::doors::exchange::options::{ImportReport, Observer, Progress, RowVerdict};
use crate::doors::exchange::ordinals::{Ordinals, hash};
use crate::doors::exchange::reader::{Record, RecordSource, Step};
use crate::doors::exchange::{Verdict, store};
use crate::journal::{self, Entry};
use crate::vocabulary::{Error, ErrorCode, Result};
use serde_json::json;
use std::borrow::Cow;
use std::time::Instant;

/// Rows that are read ahead.
const BATCH_ROWS: usize = 20_000;
const EXCLUSIVE_BATCH_ROWS: usize = 100_000;
/// Rows of one key that stand no further apart are joined across batches; within a batch all are.
const JOIN_ROWS: u64 = 1_000;

/// What a written row came to.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) verdict: Verdict,
    pub(crate) id: Option<i64>,
    pub(crate) reason: Option<String>,
    /// Whether it brought a customer that did not exist before.
    pub(crate) new_customer: bool,
}

impl Written {
    pub(crate) fn new(verdict: Verdict, id: impl Into<i64>) -> Self {
        Written { verdict, id: Some(id.into()), reason: None, new_customer: false }
    }
}

/// What an entity adds to the loop.
pub(crate) trait Kind {
    /// One thing to be written, made of one or more rows.
    type Draft;

    /// The key that joins rows, for an entity of several rows.
    fn group<'a>(&self, row: &Row<'a>) -> Option<Cow<'a, str>> {
        let _ = row;
        None
    }

    /// Takes a row apart. `ordinals` tells equal rows without a key apart.
    ///
    /// # Errors
    /// The row's own faults.
    fn read(&self, row: &Row<'_>, ordinals: &mut Ordinals) -> Result<Self::Draft>;

    /// Adds a further row of the same group.
    ///
    /// # Errors
    /// The row's own faults.
    fn join(&self, draft: &mut Self::Draft, row: &Row<'_>) -> Result<()> {
        let _ = (draft, row);
        Err(Error::internal("rows of this entity do not join"))
    }

    /// Drafts with near keys are written together.
    fn sort_key<'a>(&self, draft: &'a Self::Draft) -> &'a str;

    /// Writes drafts; one answer each, in their order.
    ///
    /// # Errors
    /// What ends the import; a draft's own fault is in its answer.
    fn write(&self, tx: &WriteTransaction, drafts: Vec<Self::Draft>) -> Result<Vec<Result<Written>>>;
}

/// Whether an error is the fault of a row, so that the import goes on without it.
pub(crate) fn is_of_the_row(error: &Error) -> bool {
    matches!(
        error.code(),
        ErrorCode::InvalidInput
            | ErrorCode::NotFound
            | ErrorCode::Conflict
            | ErrorCode::NotAllowedTransition
            | ErrorCode::Limit
    )
}

/// Runs one draft after the other, each all or nothing.
pub(crate) fn one_by_one<D>(
    tx: &WriteTransaction,
    drafts: Vec<D>,
    mut write: impl FnMut(D) -> Result<Written>,
) -> Result<Vec<Result<Written>>> {
    let mut answers = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match tx.step(|| write(draft)) {
            Err(error) if !is_of_the_row(&error) => return Err(error),
            answer => answers.push(answer),
        }
    }
    Ok(answers)
}

/// An import under way.
pub(crate) struct Engine<'a, K: Kind> {
    kind: &'a K,
    context: &'a Context<'a>,
    observer: &'a mut dyn Observer,
    report: ImportReport,
    ordinals: Ordinals,
    /// Group keys of earlier batches.
    finished_groups: Ordinals,
    /// Groups whose rows may go on in the next batch.
    carried: Vec<Group<K::Draft>>,
    /// Rows that are done when the present batch is written.
    position: u64,
    /// The transaction of a dry run that sees all its rows.
    rehearsal: Option<WriteTransaction>,
}

impl<'a, K: Kind> Engine<'a, K> {
    pub(crate) fn new(
        kind: &'a K,
        context: &'a Context<'a>,
        observer: &'a mut dyn Observer,
        report: ImportReport,
    ) -> Self {
        Engine {
            kind,
            context,
            observer,
            report,
            ordinals: Ordinals::new(),
            finished_groups: Ordinals::new(),
            carried: Vec::new(),
            position: 0,
            rehearsal: None,
        }
    }

    /// Imports everything that the source holds, in transactions of its own.
    pub(crate) fn run(
        mut self,
        crm: &Crm,
        source: &mut dyn RecordSource,
        fingerprint: Option<&[u8; 32]>,
    ) -> Result<ImportReport> {
        self.begin(crm, fingerprint)?;
        let exclusive = self.context.options.exclusive;
        let most = if exclusive { EXCLUSIVE_BATCH_ROWS } else { BATCH_ROWS };
        let mut pace = Pace::new(exclusive);
        loop {
            let (batch, ended) = self.read_batch(source, most)?;
            let verdicts = self.write_batch(crm, batch, &mut pace, ended)?;
            self.tell(verdicts)?;
            let (done, of) = source.progress();
            self.observer.progress(Progress { done, of, rows: self.report.rows })?;
            if ended {
                return Ok(self.report);
            }
        }
    }

    /// Imports everything that the source holds in a transaction of the caller.
    pub(crate) fn run_within(mut self, tx: &WriteTransaction, source: &mut dyn RecordSource) -> Result<ImportReport> {
        let (mut batch, _) = self.read_batch(source, usize::MAX)?;
        let mut verdicts = std::mem::take(&mut batch.verdicts);
        let groups = batch.in_writing_order(|draft| self.kind.sort_key(draft));
        self.write_groups(tx, groups, &mut verdicts)?;
        self.tell(verdicts)?;
        Ok(self.report)
    }

    /// Begins a job or goes on with the unfinished one of the same file.
    fn begin(&mut self, crm: &Crm, fingerprint: Option<&[u8; 32]>) -> Result<()> {
        if self.context.options.dry_run {
            return Ok(());
        }
        crm.write(|tx| {
            let known = fingerprint.map(|print| store::unfinished(tx, print)).transpose()?.flatten();
            let Some(known) = known else {
                self.report.job = Some(store::begin(tx, self.context.options, fingerprint)?);
                return Ok(());
            };
            let report = &mut self.report;
            (report.job, report.resumed_after) = (Some(known.id), known.rows);
            (report.created, report.updated, report.merged) = (known.created, known.updated, known.merged);
            (report.skipped, report.rejected) = (known.skipped, known.rejected);
            report.new_customers = known.new_customers;
            Ok(())
        })
    }

    /// Reads up to `most` rows. Groups of the last rows stay behind unless the source has ended: they may go on.
    fn read_batch(&mut self, source: &mut dyn RecordSource, most: usize) -> Result<(Batch<K::Draft>, bool)> {
        let mut batch = Batch::starting_with(std::mem::take(&mut self.carried));
        let mut record = Record::default();
        let ended = loop {
            if batch.rows >= most {
                break false;
            }
            let step = source.next(&mut record)?;
            if step == Step::End {
                break true;
            }
            self.report.rows += 1;
            let is_done = self.report.rows <= self.report.resumed_after;
            match step {
                Step::Row if is_done => self.pass(&record)?,
                Step::Row => self.take(&record, &mut batch)?,
                Step::Broken { line, reason } if !is_done => batch.reject(line, reason),
                _ => {}
            }
        };
        if !ended {
            self.carried = batch.split_off_open(self.report.rows.saturating_sub(JOIN_ROWS));
        }
        let first_open = self.carried.iter().map(|group| group.first_row).min();
        self.position = first_open.map_or(self.report.rows, |row| row - 1);
        self.require_new_groups(&mut batch)?;
        Ok((batch, ended))
    }

    /// Passes over a row that an earlier run has finished; it still counts among equal rows.
    fn pass(&mut self, record: &Record) -> Result<()> {
        let row = Row { context: self.context, record };
        match self.kind.group(&row) {
            Some(key) => self.finished_groups.next(hash(key.as_bytes())).map(|_| ()),
            None => match self.kind.read(&row, &mut self.ordinals) {
                Err(error) if !is_of_the_row(&error) => Err(error),
                _ => Ok(()),
            },
        }
    }

    /// Adds a row to the batch.
    fn take(&mut self, record: &Record, batch: &mut Batch<K::Draft>) -> Result<()> {
        let row = Row { context: self.context, record };
        let key = self.kind.group(&row);
        let fault = |error: Error| {
            if is_of_the_row(&error) { Ok(Fault { line: record.line, reason: reason(&error) }) } else { Err(error) }
        };
        if let Some(group) = key.as_deref().and_then(|key| batch.find(key)) {
            group.lines.push(record.line);
            group.last_row = self.report.rows;
            if let Ok(draft) = &mut group.draft
                && let Err(error) = self.kind.join(draft, &row)
            {
                group.draft = Err(fault(error)?);
            }
            batch.rows += 1;
            return Ok(());
        }
        let draft = match self.kind.read(&row, &mut self.ordinals) {
            Ok(draft) => Ok(draft),
            Err(error) => Err(fault(error)?),
        };
        let key = key.map(Cow::into_owned);
        let row = self.report.rows;
        batch.push(Group { key, first_row: row, last_row: row, lines: vec![record.line], draft });
        Ok(())
    }

    /// Refuses groups whose earlier rows were written with an earlier batch: their thing is already complete.
    fn require_new_groups(&mut self, batch: &mut Batch<K::Draft>) -> Result<()> {
        for group in &mut batch.groups {
            let Some(key) = &group.key else { continue };
            if self.finished_groups.next(hash(key.as_bytes()))? > 0 {
                let reason = "rows with this key stand further up; sort the file by it".to_owned();
                group.draft = Err(Fault { line: group.lines[0], reason });
            }
        }
        Ok(())
    }

    /// Writes a batch in slices; what became of its rows.
    fn write_batch(
        &mut self,
        crm: &Crm,
        mut batch: Batch<K::Draft>,
        pace: &mut Pace,
        ended: bool,
    ) -> Result<Vec<RowVerdict>> {
        let mut verdicts = std::mem::take(&mut batch.verdicts);
        verdicts.iter().for_each(|row| self.report.count(row));
        let mut queue = batch.in_writing_order(|draft| self.kind.sort_key(draft));
        loop {
            let rest = queue.split_off(pace.groups().min(queue.len()));
            let slice = std::mem::replace(&mut queue, rest);
            let (size, is_last) = (slice.len(), queue.is_empty());
            let tx = self.rehearsal.take().map_or_else(|| crm.begin_write(), Ok)?;
            let began = Instant::now();
            self.write_slice(&tx, slice, &mut verdicts, is_last, ended)?;
            match (self.context.options.dry_run, self.context.options.exclusive) {
                (false, _) => tx.commit()?,
                (true, true) => self.rehearsal = Some(tx),
                (true, false) => drop(tx),
            }
            pace.learn(size, began.elapsed());
            if is_last {
                return Ok(verdicts);
            }
        }
    }

    /// Writes a slice quietly, and announces it as a whole.
    fn write_slice(
        &mut self,
        tx: &WriteTransaction,
        slice: Vec<Group<K::Draft>>,
        verdicts: &mut Vec<RowVerdict>,
        is_last: bool,
        ended: bool,
    ) -> Result<()> {
        tx.on_behalf_of(None, Some(&self.context.options.source));
        tx.changes().quiet = true;
        let changed_before = self.changed();
        self.write_groups(tx, slice, verdicts)?;
        tx.settle()?;
        tx.changes().quiet = false;
        let (Some(job), false) = (self.report.job, self.context.options.dry_run) else {
            return Ok(());
        };
        if is_last {
            store::advance(tx, job, self.position, &self.report, ended)?;
        }
        let finished = is_last && ended;
        if self.changed() > changed_before || (finished && self.changed() > 0) {
            let name = if finished { "import.finished" } else { "import.advanced" };
            let report = &self.report;
            let facts = json!({
                "entity": report.entity, "created": report.created, "updated": report.updated,
                "merged": report.merged, "skipped": report.skipped, "rejected": report.rejected,
                "new_customers": report.new_customers,
            });
            journal::append(tx, Entry::new(name).entity("import", job).payload(facts))?;
        }
        Ok(())
    }

    /// Rows so far that changed something.
    fn changed(&self) -> u64 {
        self.report.created + self.report.updated + self.report.merged
    }

    fn write_groups(
        &mut self,
        tx: &WriteTransaction,
        groups: Vec<Group<K::Draft>>,
        verdicts: &mut Vec<RowVerdict>,
    ) -> Result<()> {
        let mut rows = Vec::with_capacity(groups.len());
        let mut drafts = Vec::with_capacity(groups.len());
        for group in groups {
            match group.draft {
                Ok(draft) => {
                    rows.push(group.lines);
                    drafts.push(draft);
                }
                Err(fault) => self.conclude(fault.verdicts(&group.lines), verdicts),
            }
        }
        let answers = self.kind.write(tx, drafts)?;
        for (lines, answer) in rows.into_iter().zip(answers) {
            let written = match answer {
                Ok(written) => written,
                Err(error) => {
                    let fault = Fault { line: lines[0], reason: reason(&error) };
                    self.conclude(fault.verdicts(&lines), verdicts);
                    continue;
                }
            };
            self.report.new_customers += u64::from(written.new_customer);
            let (verdict, id) = (written.verdict, written.id);
            let of_lines =
                lines.iter().map(|line| RowVerdict { line: *line, verdict, id, reason: written.reason.clone() });
            self.conclude(of_lines, verdicts);
        }
        Ok(())
    }

    fn conclude(&mut self, rows: impl IntoIterator<Item = RowVerdict>, verdicts: &mut Vec<RowVerdict>) {
        for row in rows {
            self.report.count(&row);
            verdicts.push(row);
        }
    }

    /// Tells the observer, in the order of the lines.
    fn tell(&mut self, mut verdicts: Vec<RowVerdict>) -> Result<()> {
        verdicts.sort_by_key(|row| row.line);
        verdicts.iter().try_for_each(|row| self.observer.row(row))
    }
}
