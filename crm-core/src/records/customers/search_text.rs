//! Text for the search index, and queries against it.
//!
//! The index is an FTS5 table with `tokenize='unicode61 remove_diacritics 2'`. That tokenizer takes a run of Chinese,
//! Japanese or Korean for one word, and FTS5's `trigram` cannot find a name of two characters; so the text is cut here
//! before it is stored: it is folded, and each CJK run becomes its overlapping bigrams plus its last character
//! (王伟明 → `王伟 伟明 明`). Every character then begins a token, which makes one character a prefix query, and every
//! longer piece is a phrase of bigrams without the last character (王伟明 → `"王伟 伟明"`), which also matches inside a
//! longer run and never across two.
//!
//! Phone numbers go into a column of their own as overlapping digit trigrams, so that any three digits or more are
//! found wherever they stand.
//!
//! Queries are built, never spliced: whatever the user types ends inside quoted FTS5 strings, and text without a
//! letter or digit is no query at all.

pub(crate) use super::names::fold;
use super::names::is_cjk;
use crate::db::Words;
use crate::vocabulary::{Error, ErrorCode, Result};

/// The first characters of a query that count; a longer one is cut, so that the work stays bounded.
pub(crate) const QUERY_MAX_CHARACTERS: usize = 128;

/// The words of a query that count.
pub(crate) const QUERY_MAX_WORDS: usize = 16;

/// The longest words of a long text that are looked for, and the pairs of characters without spaces.
const TELLING_WORDS: usize = 12;
const TELLING_PAIRS: usize = 20;
/// Different words of a long text that are read.
const TELLING_READ: usize = 1_000;

/// Results of a search of titles, tags and texts.
const MAX_RESULTS: u32 = 50;
const DEFAULT_RESULTS: u32 = 10;

/// The shortest piece of a phone number that can be found.
pub(crate) const DIGITS_MIN: usize = 3;

/// Returns the text to store in the index for a name, an e-mail address or any other words.
pub(crate) fn index_text(text: &str) -> String {
    let folded = fold(text);
    let mut indexed = String::with_capacity(folded.len() * 2);
    for piece in pieces(&folded) {
        match piece {
            Piece::Word(word) => push_token(&mut indexed, word.chars()),
            Piece::Cjk(run) => {
                let characters: Vec<char> = run.chars().collect();
                for pair in characters.windows(2) {
                    push_token(&mut indexed, pair.iter().copied());
                }
                push_token(&mut indexed, characters.last().copied());
            }
        }
    }
    indexed
}

/// Returns the text to store in the digits column for a phone number: its overlapping digit trigrams.
///
/// A number of less than three digits gives an empty string.
pub(crate) fn digits_text(phone: &str) -> String {
    let folded = fold(phone);
    let digits: Vec<char> = folded.chars().filter(char::is_ascii_digit).collect();
    trigrams(&digits)
}

/// A search in FTS5's query language, safe to bind as the right-hand side of `MATCH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Query {
    /// What the words column must match: all words, the last one that is not CJK as a prefix.
    pub(crate) name_match: String,
    /// The same with every word whole.
    pub(crate) exact_match: String,
    /// What the digits column must match, when the whole query reads as a piece of a phone number; a row that matches
    /// either column is found.
    pub(crate) digits_match: Option<String>,
}

/// Builds the query for what a user typed; none when it holds no letter and no digit.
///
/// Words are all needed, in any order. The last word that is not CJK is taken for unfinished and matches as a prefix.
/// Only the first [`QUERY_MAX_CHARACTERS`] characters and [`QUERY_MAX_WORDS`] words count.
pub(crate) fn query(text: &str) -> Option<Query> {
    let typed: String = text.trim_start().chars().take(QUERY_MAX_CHARACTERS).collect();
    let folded = fold(&typed);
    let wanted: Vec<Piece<'_>> = pieces(&folded).take(QUERY_MAX_WORDS).collect();
    let last_word = wanted.iter().rposition(|piece| matches!(piece, Piece::Word(_)));

    if wanted.is_empty() {
        return None;
    }
    let whole: Vec<String> = wanted.iter().map(whole_term).collect();
    let mut begun = whole.clone();
    if let Some(position) = last_word
        && let Piece::Word(word) = &wanted[position]
    {
        begun[position] = prefix(word);
    }
    Some(Query {
        name_match: begun.join(" AND "),
        exact_match: whole.join(" AND "),
        digits_match: digits_match(&typed),
    })
}

fn whole_term(piece: &Piece<'_>) -> String {
    match piece {
        Piece::Word(word) => quoted(word),
        Piece::Cjk(run) => cjk_term(run),
    }
}

/// An expression for rows that share at least one word with a folded name; none when it has no letter and no digit.
///
/// Single letters are left out: half of all names share one.
pub(crate) fn any_word(folded: &str) -> Option<String> {
    let terms: Vec<String> = pieces(folded)
        .take(QUERY_MAX_WORDS)
        .filter(|piece| !matches!(piece, Piece::Word(word) if word.chars().count() < 2))
        .flat_map(|piece| match piece {
            Piece::Word(word) => vec![quoted(word)],
            Piece::Cjk(run) => cjk_words(run),
        })
        .collect();
    (!terms.is_empty()).then(|| format!("name : ({})", terms.join(" OR ")))
}

/// The words of a long text by which things about the same can be found, each as an expression: the longest words, and
/// the first pairs of characters where the script has no spaces.
pub(crate) fn telling_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let (mut words, mut pairs): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
    for piece in pieces(&folded) {
        match piece {
            Piece::Word(word) if word.chars().count() > 2 && !words.contains(&word) => words.push(word),
            Piece::Word(_) => {}
            Piece::Cjk(run) => {
                for pair in cjk_words(run) {
                    if pairs.len() < TELLING_PAIRS && !pairs.contains(&pair) {
                        pairs.push(pair);
                    }
                }
            }
        }
        // What stands behind thousands of words tells no more.
        if words.len() >= TELLING_READ {
            break;
        }
    }
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(TELLING_WORDS);
    words.into_iter().map(quoted).chain(pairs).collect()
}

/// A token that stands for exactly this value, for a column of the index by which a search is narrowed down.
pub(crate) fn facet(kind: char, value: &str) -> String {
    let digits = value.bytes().map(|byte| format!("{byte:02x}"));
    std::iter::once(kind.to_string()).chain(digits).collect()
}

/// The token of a language, in whatever case its tag is written.
pub(crate) fn language_facet(language: &str) -> String {
    facet('l', &language.to_ascii_lowercase())
}

/// What an index of titles, tags and texts holds of a thing that can be narrowed down by these tokens.
pub(crate) fn words(title: &str, tags: &[String], body: &str, mut facets: Vec<String>) -> Words {
    facets.sort_unstable();
    facets.dedup();
    Words {
        title: index_text(title),
        tags: index_text(&tags.join("\n")),
        body: index_text(body),
        facets: facets.join(" "),
    }
}

/// How many results a search of such an index has at the most, 10 by default.
///
/// # Errors
/// `limit` for less than 1 or more than 50.
pub(crate) fn results(limit: Option<u32>) -> Result<usize> {
    match limit.unwrap_or(DEFAULT_RESULTS) {
        limit @ 1..=MAX_RESULTS => Ok(limit as usize),
        _ => Err(Error::new(ErrorCode::Limit, "a search has 1 to 50 results").at("/limit")),
    }
}

/// An expression in some columns of an index, narrowed down by its column `facets`: of each list one token is there.
pub(crate) fn narrowed(columns: &str, expression: &str, facets: &[Vec<String>]) -> String {
    let mut whole = format!("{{{columns}}} : ({expression})");
    for tokens in facets.iter().filter(|tokens| !tokens.is_empty()) {
        let tokens: Vec<String> = tokens.iter().map(|token| quoted(token)).collect();
        whole.push_str(&format!(" AND facets : ({})", tokens.join(" OR ")));
    }
    whole
}

/// The bigrams of a run, each as a term.
fn cjk_words(run: &str) -> Vec<String> {
    let characters: Vec<char> = run.chars().collect();
    characters.windows(2).map(|pair| quoted(&pair.iter().collect::<String>())).collect()
}

/// A piece of folded text between spaces and script borders.
enum Piece<'text> {
    /// Letters and digits of any script but CJK.
    Word(&'text str),
    /// A run of Han, kana, bopomofo or Hangul.
    Cjk(&'text str),
}

/// The pieces of a folded text. Those without a letter or digit (a mark on its own) are left out: FTS5 has no token
/// for them.
fn pieces(folded: &str) -> impl Iterator<Item = Piece<'_>> {
    folded
        .split(' ')
        .flat_map(script_runs)
        .filter(|run| run.contains(char::is_alphanumeric))
        .map(|run| if run.starts_with(is_cjk) { Piece::Cjk(run) } else { Piece::Word(run) })
}

/// Cuts a word where CJK begins or ends.
fn script_runs(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let cjk = is_cjk(rest.chars().next()?);
        let end = rest.find(|c: char| is_cjk(c) != cjk).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

fn push_token(indexed: &mut String, token: impl IntoIterator<Item = char>) {
    if !indexed.is_empty() {
        indexed.push(' ');
    }
    indexed.extend(token);
}

fn cjk_term(run: &str) -> String {
    let characters: Vec<char> = run.chars().collect();
    if characters.len() == 1 {
        return prefix(run);
    }
    let bigrams: Vec<String> = characters.windows(2).map(|pair| pair.iter().collect()).collect();
    quoted(&bigrams.join(" "))
}

/// The digits of a query that holds nothing but digits and what people write between them, as a phrase of trigrams.
///
/// National spellings carry a trunk zero and international ones `00`, which E.164 has not: from seven digits on the
/// number without its leading zeros is looked for as well.
fn digits_match(typed: &str) -> Option<String> {
    let is_between = |c: char| !c.is_alphabetic();
    let folded = fold(typed);
    if !folded.chars().all(|c| c.is_ascii_digit() || c == ' ') || !typed.chars().all(is_between) {
        return None;
    }
    let digits: Vec<char> = folded.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < DIGITS_MIN {
        return None;
    }
    let as_typed = quoted(&trigrams(&digits));

    let significant: Vec<char> = digits.iter().copied().skip_while(|&c| c == '0').collect();
    let has_prefix_zeros = significant.len() < digits.len() && digits.len() >= 7;
    if !has_prefix_zeros || significant.len() < DIGITS_MIN {
        return Some(as_typed);
    }
    Some(format!("{as_typed} OR {}", quoted(&trigrams(&significant))))
}

fn trigrams(digits: &[char]) -> String {
    let mut text = String::with_capacity(digits.len() * 4);
    for window in digits.windows(DIGITS_MIN) {
        push_token(&mut text, window.iter().copied());
    }
    text
}

/// An FTS5 string; folded text holds no quote, but safety does not rest on that.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn prefix(text: &str) -> String {
    format!("{}*", quoted(text))
}
