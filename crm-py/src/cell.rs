//! Cells of Arrow columns as the text that an import reads.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::temporal_conversions as temporal;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_schema::{DataType, TimeUnit};

/// The text of a cell; none when it is null or no number. The error names a type that has no text.
///
/// Numbers are written with the fewest digits that mean them: the float of 29.33 is `29.33`, that of 7 is `7`. An
/// instant without a zone has none in the text either.
pub(crate) fn text(column: &dyn Array, row: usize) -> Result<Option<String>, String> {
    if column.is_null(row) {
        return Ok(None);
    }
    macro_rules! number {
        ($kind:ty) => {
            column.as_primitive::<$kind>().value(row).to_string()
        };
    }
    Ok(Some(match column.data_type() {
        DataType::Null => return Ok(None),
        DataType::Boolean => column.as_boolean().value(row).to_string(),
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Float32 => return Ok(float(column.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => return Ok(float(column.as_primitive::<Float64Type>().value(row))),
        DataType::Decimal128(_, _) => column.as_primitive::<Decimal128Type>().value_as_string(row),
        DataType::Utf8 => column.as_string::<i32>().value(row).to_owned(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).to_owned(),
        DataType::Utf8View => column.as_string_view().value(row).to_owned(),
        DataType::Dictionary(_, _) => {
            // Of this row alone: the keys of a whole column are made anew by each call.
            let one = column.slice(row, 1);
            let dictionary = one.as_any_dictionary();
            return text(dictionary.values(), dictionary.normalized_keys()[0]);
        }
        DataType::Date32 => day(temporal::date32_to_datetime(column.as_primitive::<Date32Type>().value(row))),
        DataType::Date64 => day(temporal::date64_to_datetime(column.as_primitive::<Date64Type>().value(row))),
        DataType::Timestamp(unit, zone) => instant(moment(column, *unit, row), zone.is_some()),
        other => return Err(other.to_string()),
    }))
}

type Moment = Option<chrono::NaiveDateTime>;

fn moment(column: &dyn Array, unit: TimeUnit, row: usize) -> Moment {
    match unit {
        TimeUnit::Second => temporal::timestamp_s_to_datetime(column.as_primitive::<TimestampSecondType>().value(row)),
        TimeUnit::Millisecond => {
            temporal::timestamp_ms_to_datetime(column.as_primitive::<TimestampMillisecondType>().value(row))
        }
        TimeUnit::Microsecond => {
            temporal::timestamp_us_to_datetime(column.as_primitive::<TimestampMicrosecondType>().value(row))
        }
        TimeUnit::Nanosecond => {
            temporal::timestamp_ns_to_datetime(column.as_primitive::<TimestampNanosecondType>().value(row))
        }
    }
}

fn float(number: impl Into<f64> + ToString + Copy) -> Option<String> {
    let value: f64 = number.into();
    value.is_finite().then(|| number.to_string())
}

/// A day outside the calendar becomes a text that no import takes for a day.
fn day(moment: Moment) -> String {
    moment.map_or_else(|| "no day".to_owned(), |moment| moment.format("%Y-%m-%d").to_string())
}

/// Instants of Arrow are UTC where their column has a zone, and wall-clock times where it has none.
fn instant(moment: Moment, has_zone: bool) -> String {
    let format = if has_zone { "%Y-%m-%dT%H:%M:%S%.3fZ" } else { "%Y-%m-%dT%H:%M:%S%.3f" };
    moment.map_or_else(|| "no time".to_owned(), |moment| moment.format(format).to_string())
}
