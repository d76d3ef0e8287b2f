//! Short texts of digits and marks, such as times: written without a heap and without `format!`.

/// Bytes of the longest text: `2026-03-01T12:00:00.123Z`.
const LONGEST: usize = 24;

/// A text of ASCII digits and marks.
#[derive(Debug, Default)]
pub(super) struct Digits {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Digits {
    /// Appends one ASCII mark.
    pub(super) fn mark(&mut self, mark: u8) -> &mut Self {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = mark;
            self.len += 1;
        }
        self
    }

    /// Appends the last `N` digits of a number that is not negative.
    pub(super) fn number<const N: usize>(&mut self, number: i64) -> &mut Self {
        let mut digits = [b'0'; N];
        let mut rest = number.unsigned_abs();
        for digit in digits.iter_mut().rev() {
            *digit += (rest % 10) as u8;
            rest /= 10;
        }
        for digit in digits {
            self.mark(digit);
        }
        self
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        self.bytes.get(..self.len).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}
