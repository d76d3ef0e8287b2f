//! What can be wrong with entries and with bytes.

use std::fmt;

/// Why entries could not be packed, or packed bytes could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodecError {
    /// An entry's local is 4,096 or more.
    LocalOutOfRange(u16),
    /// A day lies outside the years 1 to 9999.
    DayOutOfRange(i32),
    /// A chunk number is negative or leaves no room for twelve bits.
    ChunkOutOfRange(i64),
    /// A chunk would hold 2^32 entries or more.
    TooManyEntries,
    /// The chunk was written by a layout that this version does not know.
    UnknownVersion(u16),
    /// The chunk has a flag that this version does not know.
    UnknownFlags(u16),
    /// A column has another length than the header asks for.
    WrongLength(&'static str),
    /// A column holds values that no encoder writes.
    WrongValues(&'static str),
    /// The monetary value of this customer leaves `i64`.
    MonetaryOverflow(i64),
}

impl CodecError {
    /// Tells whether stored bytes are at fault, which a repack of the chunk mends.
    pub(crate) fn is_corrupt(&self) -> bool {
        matches!(self, Self::UnknownVersion(_) | Self::UnknownFlags(_) | Self::WrongLength(_) | Self::WrongValues(_))
    }
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LocalOutOfRange(local) => write!(f, "local {local} is not below 4096"),
            Self::DayOutOfRange(day) => write!(f, "day {day} lies outside the years 1 to 9999"),
            Self::ChunkOutOfRange(chunk) => write!(f, "chunk {chunk} holds no customer ids"),
            Self::TooManyEntries => f.write_str("a chunk holds fewer than 2^32 entries"),
            Self::UnknownVersion(version) => {
                write!(f, "packed facts have unknown version {version}")
            }
            Self::UnknownFlags(flags) => write!(f, "packed facts have unknown flags {flags:#x}"),
            Self::WrongLength(column) => {
                write!(f, "column {column} of packed facts has a wrong length")
            }
            Self::WrongValues(column) => {
                write!(f, "column {column} of packed facts has impossible values")
            }
            Self::MonetaryOverflow(customer) => {
                write!(f, "the monetary value of customer {customer} exceeds 64 bits")
            }
        }
    }
}

impl std::error::Error for CodecError {}
