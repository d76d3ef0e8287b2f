//! What came of surveys: the three scores, their trend, and the answers to each question.

use super::asked::{SurveyText, SurveyTextFilter};
use super::model::{Question, QuestionKind};
use super::{Surveys, rules, store, store_results};
use crate::db::{ReadTransaction, Reading};
use crate::records::shop;
use crate::vocabulary::money::{half_even, scale_half_even};
use crate::vocabulary::{CustomerId, Date, Error, Page, Quantity, QuestionId, Rate, Result, SurveyId, Timestamp, text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which marks to count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SurveyScoreFilter {
    /// Those of this survey; of all by default.
    pub survey_id: Option<SurveyId>,
    /// Those about this kind of entity, such as `ticket`.
    pub ref_entity: Option<String>,
    /// Surveys completed at or after this instant.
    pub from: Option<Timestamp>,
    /// Surveys completed before this instant.
    pub before: Option<Timestamp>,
}

/// Which answers to count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveyResultFilter {
    /// The survey.
    pub survey_id: SurveyId,
    /// The version of the questions; the newest by default.
    #[serde(default)]
    pub version: Option<u32>,
    /// Answers about this kind of entity, such as `order`.
    #[serde(default)]
    pub ref_entity: Option<String>,
    /// Surveys completed, and invitations made, at or after this instant.
    #[serde(default)]
    pub from: Option<Timestamp>,
    /// Surveys completed, and invitations made, before this instant.
    #[serde(default)]
    pub before: Option<Timestamp>,
}

/// How many would recommend the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NpsScore {
    /// Marks.
    pub n: u64,
    /// Marks of 9 and 10.
    pub promoters: u64,
    /// Marks of 7 and 8.
    pub passives: u64,
    /// Marks of 0 to 6.
    pub detractors: u64,
    /// Promoters less detractors, in whole per cent of all, −100 to 100, rounded half to even.
    pub score: i64,
}

/// How satisfied customers are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CsatScore {
    /// Marks.
    pub n: u64,
    /// Marks of 4 and 5.
    pub satisfied: u64,
    /// Their share.
    pub share: Rate,
    /// The mean, 1 to 5, rounded half to even.
    pub mean: Quantity,
}

/// How easy the shop makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct CesScore {
    /// Marks.
    pub n: u64,
    /// The mean, 1 to 7, rounded half to even.
    pub mean: Quantity,
}

/// The three scores; null where there is no mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SurveyScores {
    /// How many would recommend the shop.
    pub nps: Option<NpsScore>,
    /// How satisfied customers are.
    pub csat: Option<CsatScore>,
    /// How easy the shop makes it.
    pub ces: Option<CesScore>,
}

/// The scores of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SurveyMonth {
    /// Its first day, in the shop's zone.
    pub month: Date,
    /// The scores of what was completed in it.
    pub scores: SurveyScores,
}

/// How often an option was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OptionResult {
    /// The key of the option.
    pub key: String,
    /// How often.
    pub count: u64,
    /// Its place in the mean, the first being 1, in a ranking.
    pub mean_place: Option<Quantity>,
}

/// How often a mark was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MarkResult {
    /// The mark.
    pub mark: i64,
    /// How often.
    pub count: u64,
}

/// The answers to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct QuestionResult {
    /// The question.
    pub question_id: QuestionId,
    /// Its key.
    pub key: String,
    /// What kind of answer it takes.
    pub kind: QuestionKind,
    /// How many have answered it.
    pub answered: u64,
    /// Every option with how often it was chosen, in the order of the question.
    pub options: Vec<OptionResult>,
    /// Every mark that was given, from the lowest on.
    pub marks: Vec<MarkResult>,
    /// The mean of marks or numbers, rounded half to even.
    pub mean: Option<Quantity>,
    /// The least mark or number.
    pub least: Option<Quantity>,
    /// The most.
    pub most: Option<Quantity>,
}

/// What came of a survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SurveyResults {
    /// The survey.
    pub survey_id: SurveyId,
    /// The version of the questions whose answers are counted.
    pub version: u32,
    /// Invitations that were made, of all versions.
    pub invited: u64,
    /// Those that were completed and not disqualified, of all versions.
    pub completed: u64,
    /// Completed ones as a share of those invited; null when nobody was.
    pub response: Option<Rate>,
    /// The scores, of all versions.
    pub scores: SurveyScores,
    /// The questions of the version, in their order.
    pub questions: Vec<QuestionResult>,
}

/// The marks of a period as they are counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    nps: [i64; 3],
    csat: (i64, i64, i64),
    ces: (i64, i64),
}

impl Marks {
    pub(super) fn add(&mut self, kind: QuestionKind, mark: i64) {
        match kind {
            QuestionKind::Nps => self.nps[usize::from(mark >= 7) + usize::from(mark >= 9)] += 1,
            QuestionKind::Csat => {
                self.csat = (self.csat.0 + 1, self.csat.1 + i64::from(mark >= 4), self.csat.2 + mark);
            }
            QuestionKind::Ces => self.ces = (self.ces.0 + 1, self.ces.1 + mark),
            _ => {}
        }
    }

    pub(super) fn scores(&self) -> Result<SurveyScores> {
        let [detractors, passives, promoters] = self.nps;
        let (nps, csat, ces) = (detractors + passives + promoters, self.csat, self.ces);
        let nps = (nps > 0).then(|| {
            Ok::<_, Error>(NpsScore {
                n: nps.unsigned_abs(),
                promoters: promoters.unsigned_abs(),
                passives: passives.unsigned_abs(),
                detractors: detractors.unsigned_abs(),
                score: half_even(i128::from(promoters - detractors) * 100, nps.into())?,
            })
        });
        let csat = (csat.0 > 0).then(|| {
            Ok::<_, Error>(CsatScore {
                n: csat.0.unsigned_abs(),
                satisfied: csat.1.unsigned_abs(),
                share: Rate::from_ppm(scale_half_even(csat.1, 1_000_000, csat.0)?),
                mean: mean(csat.2, csat.0)?,
            })
        });
        let ces = (ces.0 > 0).then(|| Ok::<_, Error>(CesScore { n: ces.0.unsigned_abs(), mean: mean(ces.1, ces.0)? }));
        Ok(SurveyScores { nps: nps.transpose()?, csat: csat.transpose()?, ces: ces.transpose()? })
    }
}

/// A mean of whole numbers, to three decimals.
fn mean(sum: i64, count: i64) -> Result<Quantity> {
    scale_half_even(sum, 1_000, count).map(Quantity::from_thousandths)
}

impl<T: Reading> Surveys<'_, T> {
    /// The three scores of a survey or of all, of a period, or about one kind of entity.
    ///
    /// # Errors
    /// `not_found` for an unknown survey; `invalid_input` for a period that ends before it begins.
    pub fn scores(&self, filter: &SurveyScoreFilter) -> Result<SurveyScores> {
        let tx = self.tx.reader();
        let filter = self.clean(filter)?;
        let mut marks = Marks::default();
        store_results::each_mark(tx, &filter, |_, kind, mark| marks.add(kind, mark))?;
        marks.scores()
    }

    /// The same by months of the shop's zone, the oldest first; months without a mark are left out.
    ///
    /// # Errors
    /// As [`Surveys::scores`].
    pub fn trend(&self, filter: &SurveyScoreFilter) -> Result<Vec<SurveyMonth>> {
        let tx = self.tx.reader();
        let filter = self.clean(filter)?;
        let zone = shop::settings(tx)?.time_zone;
        let mut months: BTreeMap<Date, Marks> = BTreeMap::new();
        store_results::each_mark(tx, &filter, |at, kind, mark| {
            months.entry(month_of(zone.date_of(at))).or_default().add(kind, mark);
        })?;
        months.into_iter().map(|(month, marks)| Ok(SurveyMonth { month, scores: marks.scores()? })).collect()
    }

    /// What came of a survey: how many answered, the scores, and the answers to each question.
    ///
    /// # Errors
    /// `not_found` for an unknown survey or version; `invalid_input` for a period that ends before it begins.
    pub fn results(&self, filter: &SurveyResultFilter) -> Result<SurveyResults> {
        let tx = self.tx.reader();
        let survey = self.get(filter.survey_id).map_err(|error| error.at("/survey_id"))?;
        let version = filter.version.unwrap_or(survey.version);
        if version < 1 || version > survey.version {
            return Err(Error::not_found("version of the survey", version).at("/version"));
        }
        let scored = self.clean(&SurveyScoreFilter {
            survey_id: Some(survey.id),
            ref_entity: filter.ref_entity.clone(),
            from: filter.from,
            before: filter.before,
        })?;
        let filter = SurveyResultFilter { ref_entity: scored.ref_entity.clone(), ..filter.clone() };
        let (invited, completed) = store_results::counts(tx, &filter)?;
        let answered: BTreeMap<_, _> = store_results::answered(tx, &filter, version)?.into_iter().collect();
        let mut tallies: BTreeMap<QuestionId, Vec<store_results::Tally>> = BTreeMap::new();
        for tally in store_results::tallies(tx, &filter, version)? {
            tallies.entry(tally.question).or_default().push(tally);
        }
        let questions = store::questions(tx, survey.id, version)?.into_iter().map(|question| {
            let tallies = tallies.remove(&question.id).unwrap_or_default();
            let count = answered.get(&question.id).copied().unwrap_or_default();
            of_question(question, count, &tallies)
        });
        let share = |part: u64, whole: u64| match i64::try_from(whole) {
            Ok(whole) if whole > 0 => {
                let part = i64::try_from(part).unwrap_or(i64::MAX);
                scale_half_even(part, 1_000_000, whole).map(|ppm| Some(Rate::from_ppm(ppm)))
            }
            _ => Ok(None),
        };
        Ok(SurveyResults {
            survey_id: survey.id,
            version,
            invited,
            completed,
            response: share(completed, invited)?,
            scores: self.scores(&scored)?,
            questions: questions.collect::<Result<_>>()?,
        })
    }

    /// Free texts that were answered, in the order of the invitations, page by page.
    ///
    /// # Errors
    /// `not_found` for an unknown survey; `limit` and `invalid_input` for a bad page.
    pub fn texts(&self, filter: &SurveyTextFilter) -> Result<Page<SurveyText>> {
        let tx = self.tx.reader();
        self.get(filter.survey_id).map_err(|error| error.at("/survey_id"))?;
        let listing = filter.page.of("survey_texts", filter)?;
        Ok(listing.page(store::texts(tx, filter, &listing)?, store::text_key))
    }

    fn clean(&self, filter: &SurveyScoreFilter) -> Result<SurveyScoreFilter> {
        let mut filter = filter.clone();
        if let Some(survey) = filter.survey_id {
            self.get(survey).map_err(|error| error.at("/survey_id"))?;
        }
        filter.ref_entity = filter.ref_entity.map(|entity| text::token("/ref_entity", &entity)).transpose()?;
        if matches!((filter.from, filter.before), (Some(from), Some(before)) if before <= from) {
            return Err(Error::invalid("/before", "a period ends after it begins"));
        }
        Ok(filter)
    }
}

/// The first day of the month in which a day lies.
fn month_of(day: Date) -> Date {
    use chrono::Datelike;
    day.plus_days(1 - i32::try_from(day.naive().day()).unwrap_or(1))
}

fn of_question(question: Question, answered: i64, tallies: &[store_results::Tally]) -> Result<QuestionResult> {
    let is_number = rules::has_number(question.kind);
    let options = question.options.iter().map(|option| {
        let found = tallies.iter().find(|tally| tally.option.as_ref() == Some(&option.key));
        let (count, places) = found.map_or((0, 0), |tally| (tally.count, tally.places));
        let is_ranked = question.kind == QuestionKind::Ranking && count > 0;
        Ok::<_, Error>(OptionResult {
            key: option.key.clone(),
            count: count.unsigned_abs(),
            mean_place: is_ranked.then(|| mean(places, count)).transpose()?,
        })
    });
    let marks = tallies.iter().filter_map(|tally| {
        let number = tally.number.filter(|_| is_number)?;
        Some(MarkResult { mark: number / 1_000, count: tally.count.unsigned_abs() })
    });
    let numbers = || tallies.iter().filter(|_| is_number);
    let sum: i128 = numbers().map(|tally| i128::from(tally.sum)).sum();
    let count: i64 = numbers().map(|tally| tally.count).sum();
    let mean = if count > 0 { Some(Quantity::from_thousandths(half_even(sum, count.into())?)) } else { None };
    Ok(QuestionResult {
        question_id: question.id,
        answered: answered.unsigned_abs(),
        options: options.collect::<Result<_>>()?,
        marks: marks.collect(),
        mean,
        least: numbers().filter_map(|tally| tally.least).min().map(Quantity::from_thousandths),
        most: numbers().filter_map(|tally| tally.most).max().map(Quantity::from_thousandths),
        key: question.key,
        kind: question.kind,
    })
}

/// A customer's newest mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LatestMark {
    /// The mark.
    pub mark: i64,
    /// When it was given.
    pub at: Timestamp,
    /// The survey that asked.
    pub survey_id: SurveyId,
}

/// The newest marks that a customer gave for recommending the shop and for satisfaction, for the view; of a customer
/// that is not merged.
pub(crate) fn latest_of(tx: &ReadTransaction, customer: CustomerId) -> Result<[Option<LatestMark>; 2]> {
    let latest = |kind| -> Result<Option<LatestMark>> {
        let found = store_results::latest(tx, customer, kind)?;
        Ok(found.map(|(mark, at, survey_id)| LatestMark { mark, at, survey_id }))
    };
    Ok([latest(QuestionKind::Nps)?, latest(QuestionKind::Csat)?])
}
