//! Names of people and companies: how they are written, and how two of them are compared.
//!
//! A display name is put together in the order and with the spacing of its script. For comparison and search a name is
//! folded: case, diacritics, width and punctuation no longer count. [`similarity`] grades two folded names for the
//! duplicate finder.
//!
//! Nothing here knows languages or dictionaries: 王 and Wang are different names to it, and it never guesses where a
//! full name should be cut into family and given name.

use crate::records::shop::NameOrder;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The order that a name's script and the person's language (a BCP 47 tag) suggest when nobody chose one.
///
/// Family first when both parts are written in Han, kana or Hangul, or the language is Hungarian; none otherwise.
pub(crate) fn suggested_order(given: &str, family: &str, language: Option<&str>) -> Option<NameOrder> {
    let east_asian = is_cjk_text(given) && is_cjk_text(family);
    (east_asian || language.is_some_and(is_hungarian)).then_some(NameOrder::FamilyFirst)
}

/// Returns the display name of a person from its parts; `order` comes from the customer, the shop or
/// [`suggested_order`].
///
/// No space is written between two parts in Han, kana or Hangul, one space otherwise. A missing part is left out; two
/// missing parts give an empty string.
pub(crate) fn display_name(given: &str, family: &str, order: NameOrder) -> String {
    let (first, second) = match order {
        NameOrder::GivenFirst => (given.trim(), family.trim()),
        NameOrder::FamilyFirst => (family.trim(), given.trim()),
    };
    let spaced = !(first.is_empty() || second.is_empty() || (is_cjk_text(first) && is_cjk_text(second)));
    let separator = if spaced { " " } else { "" };
    format!("{first}{separator}{second}")
}

/// Returns the form of a text in which case, diacritics, width and punctuation no longer count.
///
/// NFKC, lower case, Latin, Greek, Cyrillic, Hebrew and Arabic marks removed, ß → ss, ø → o, æ → ae and the like,
/// everything that is not a letter, digit or mark → one space, trimmed. Kana keep their voicing marks and Hangul its
/// syllables, since those tell words apart. Folding twice changes nothing.
pub(crate) fn fold(text: &str) -> String {
    let without_marks = if text.is_ascii() { text.to_ascii_lowercase() } else { without_marks(text) };

    let mut folded = String::with_capacity(without_marks.len());
    for character in without_marks.chars() {
        if character.is_alphanumeric() || is_combining_mark(character) {
            folded.push(character);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// NFKC, lower case, diacritics dropped and stroked letters spelled out.
fn without_marks(text: &str) -> String {
    text.nfkc()
        .flat_map(fold_case)
        .nfkd()
        .filter(|&c| !is_diacritic(c))
        .flat_map(|c| spelled_out(c).chars().chain(kept(c)))
        .nfkc()
        .collect()
}

/// Returns a text in the form in which account names are compared: NFKC and full case folding, spelling kept.
///
/// Unlike [`fold`] it keeps diacritics and punctuation, since `rené` and `rene` are two accounts.
pub(crate) fn case_fold(text: &str) -> String {
    text.nfkc().flat_map(fold_case).nfkc().collect()
}

/// How alike two folded names are: 0 (nothing in common) to 100 (the same words).
///
/// Two measures are taken and the better one counts:
/// 1. word by word in any order (`wei wang` ~ `wang wei`): each word of one name is paired with its best counterpart
///    in the other; a pair scores `1 - d / longer length` with `d` the optimal string alignment distance (insertions,
///    deletions, substitutions and swaps of neighbours; Damerau 1964 restricted to one edit per place), an initial
///    against a word it begins three quarters; pairs are weighted by their length, unpaired words score nothing;
/// 2. the same distance over both names without their spaces (`van der berg` ~ `vanderberg`). Chinese, Japanese and
///    Korean names have no spaces, so that it compares them character by character.
///
/// Only the first 16 words and 128 characters of a name count. About 85 and more is worth a person's look; two
/// different two-character Chinese names of one family score 50.
pub(crate) fn similarity(first: &str, second: &str) -> u8 {
    let first_words = words(first);
    let second_words = words(second);
    if first_words.is_empty() || second_words.is_empty() {
        return 0;
    }
    let by_words = word_similarity(&first_words, &second_words);
    let joined = closeness(&first_words.concat(), &second_words.concat());
    percent(by_words.max(joined))
}

/// Whether a character is Chinese, Japanese or Korean writing: Han (extensions A–I), kana, bopomofo, Hangul.
pub(crate) fn is_cjk(character: char) -> bool {
    matches!(character,
        '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' // Hangul
        | '\u{3130}'..='\u{318F}'                                                     // Hangul compatibility
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' // radicals, iteration, numerals
        | '\u{3031}'..='\u{3035}' | '\u{3038}'..='\u{303C}'
        | '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' // kana, without the middle dot
        | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' | '\u{1AFF0}'..='\u{1B16F}'
        | '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}'                           // bopomofo
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' // Han
        | '\u{20000}'..='\u{323AF}')
}

/// Whether a part of a name is written in CJK script only (spaces aside) and not blank.
fn is_cjk_text(text: &str) -> bool {
    let mut characters = text.chars().filter(|c| !c.is_whitespace()).peekable();
    characters.peek().is_some() && characters.all(is_cjk)
}

fn is_hungarian(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.eq_ignore_ascii_case("hu") || primary.eq_ignore_ascii_case("hun")
}

/// Full case folding of one character: lower, upper and lower case again (ẞ → ß → SS → ss, ς → Σ → σ).
///
/// The Turkish dotless ı stays, as in Unicode's CaseFolding.txt: its upper case I would make it an i.
fn fold_case(character: char) -> impl Iterator<Item = char> {
    let dotless = (character == 'ı').then_some(character);
    let others = (character != 'ı').then_some(character).into_iter();
    let folded = others.flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    dotless.into_iter().chain(folded)
}

/// Marks that search ignores, the variation selectors of Japanese names among them. Kana voicing, Indic vowel signs and Hangul jamo are not among them.
fn is_diacritic(character: char) -> bool {
    matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0487}' | '\u{0591}'..='\u{05BD}' | '\u{05BF}'..='\u{05C7}'
        | '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE2F}'
        | '\u{E0100}'..='\u{E01EF}')
}

/// Letters that Unicode does not decompose but people type without their stroke or ligature; empty for all others.
fn spelled_out(character: char) -> &'static str {
    match character {
        'ß' | 'ẞ' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ı' => "i",
        'ƒ' => "f",
        'ĸ' => "k",
        'ə' => "e",
        _ => "",
    }
}

fn kept(character: char) -> Option<char> {
    spelled_out(character).is_empty().then_some(character)
}

const MAX_WORDS: usize = 16;
const MAX_CHARACTERS: usize = 128;

/// The words of a folded name as characters, within the two bounds.
fn words(folded: &str) -> Vec<Vec<char>> {
    let mut left = MAX_CHARACTERS;
    let mut words = Vec::new();
    for word in folded.split_whitespace().take(MAX_WORDS) {
        let characters: Vec<char> = word.chars().take(left).collect();
        left -= characters.len();
        if !characters.is_empty() {
            words.push(characters);
        }
    }
    words
}

/// Pairs the words of two names, best pairs first, and weighs the pairs by their length.
fn word_similarity(first: &[Vec<char>], second: &[Vec<char>]) -> Share {
    let mut pairs: Vec<(Share, usize, usize)> = Vec::with_capacity(first.len() * second.len());
    for (i, word) in first.iter().enumerate() {
        for (j, other) in second.iter().enumerate() {
            pairs.push((word_closeness(word, other), i, j));
        }
    }
    // The longer of two equally good pairs goes first, and then the order of the words decides, not chance.
    pairs.sort_by_key(|&(share, i, j)| (std::cmp::Reverse((share, first[i].len() + second[j].len())), i, j));

    let total: usize = first.iter().chain(second).map(Vec::len).sum();
    let mut first_free = vec![true; first.len()];
    let mut second_free = vec![true; second.len()];
    let mut gained = 0;
    for (share, i, j) in pairs {
        if first_free[i] && second_free[j] {
            first_free[i] = false;
            second_free[j] = false;
            gained += share as usize * (first[i].len() + second[j].len());
        }
    }
    (gained / total) as Share
}

/// A share of [`WHOLE`]; whole numbers, so that the same names score the same on every machine.
type Share = u32;
const WHOLE: Share = 10_000;

fn percent(share: Share) -> u8 {
    u8::try_from(share / (WHOLE / 100)).unwrap_or(100)
}

fn word_closeness(first: &[char], second: &[char]) -> Share {
    let (shorter, longer) = if first.len() <= second.len() { (first, second) } else { (second, first) };
    let is_initial = shorter.len() == 1 && longer.len() > 1 && !is_cjk(shorter[0]) && longer[0] == shorter[0];
    if is_initial { WHOLE * 3 / 4 } else { closeness(first, second) }
}

fn closeness(first: &[char], second: &[char]) -> Share {
    let longer = first.len().max(second.len());
    let distance = alignment_distance(first, second);
    ((longer - distance) * WHOLE as usize / longer.max(1)) as Share
}

/// Optimal string alignment distance, three rows at a time.
fn alignment_distance(first: &[char], second: &[char]) -> usize {
    let mut two_back = vec![0; second.len() + 1];
    let mut previous: Vec<usize> = (0..=second.len()).collect();
    let mut current = vec![0; second.len() + 1];

    for i in 1..=first.len() {
        current[0] = i;
        for j in 1..=second.len() {
            let substituted = previous[j - 1] + usize::from(first[i - 1] != second[j - 1]);
            let mut best = substituted.min(previous[j] + 1).min(current[j - 1] + 1);
            let swapped = i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1];
            if swapped {
                best = best.min(two_back[j - 2] + 1);
            }
            current[j] = best;
        }
        std::mem::swap(&mut two_back, &mut previous);
        std::mem::swap(&mut previous, &mut current);
    }
    previous[second.len()]
}
