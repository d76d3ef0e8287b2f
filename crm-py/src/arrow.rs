//! Tables that leave through the Arrow C stream, and their rows as Python tuples.

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float64Type, Int16Type, Int32Type, Int64Type, TimestampMillisecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, RecordBatchReader, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyCapsule, PyTuple};
use std::sync::Arc;

/// Columns of equal length. `crm.Table` wraps it.
#[pyclass(frozen, module = "crm._crm")]
pub(crate) struct ArrowTable {
    batches: Vec<RecordBatch>,
    schema: SchemaRef,
}

impl ArrowTable {
    pub(crate) fn new(batches: Vec<RecordBatch>, schema: SchemaRef) -> Self {
        ArrowTable { batches, schema }
    }
}

impl From<crm_core::arrow::ArrowTable> for ArrowTable {
    fn from(table: crm_core::arrow::ArrowTable) -> Self {
        ArrowTable::new(table.batches, table.schema)
    }
}

#[pymethods]
impl ArrowTable {
    /// A table from anything that speaks the Arrow C stream.
    #[new]
    fn from_python(table: &Bound<'_, PyAny>) -> PyResult<Self> {
        let reader = reader(table)?;
        let schema = reader.schema();
        let read = |reader: RecordBatchStreamReader| reader.collect::<Result<Vec<_>, _>>();
        // The producer may need Python's lock in a thread of its own.
        let batches = table.py().detach(|| read(reader)).map_err(of_arrow)?;
        Ok(ArrowTable { batches, schema })
    }

    /// A table of text columns from rows of cells.
    #[staticmethod]
    fn of_text(columns: Vec<String>, rows: Vec<Vec<Option<String>>>) -> PyResult<Self> {
        let column = |at: usize| -> ArrayRef {
            Arc::new(rows.iter().map(|row| row.get(at).and_then(Option::as_deref)).collect::<StringArray>())
        };
        let cells = (0..columns.len()).map(column).collect();
        let fields: Vec<Field> = columns.into_iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
        let size = RecordBatchOptions::new().with_row_count(Some(rows.len()));
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new_with_options(schema.clone(), cells, &size).map_err(of_arrow)?;
        Ok(ArrowTable::new(vec![batch], schema))
    }

    /// The table as an Arrow C stream; what pyarrow, Polars and pandas call to take it over without a copy.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A request is a wish: the protocol lets the producer answer with its own types.
        let _ = requested_schema;
        let table = crm_core::arrow::ArrowTable { schema: self.schema.clone(), batches: self.batches.clone() };
        PyCapsule::new_with_value(py, table.into_stream(), c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// So many rows from a position on, as tuples; fewer at the end.
    fn rows<'py>(&self, py: Python<'py>, start: usize, count: usize) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        let mut rows = Vec::with_capacity(count.min(self.__len__().saturating_sub(start)));
        let (mut skip, mut left) = (start, count);
        for batch in &self.batches {
            let first = skip.min(batch.num_rows());
            let taken = left.min(batch.num_rows() - first);
            for row in first..first + taken {
                rows.push(tuple(py, batch, row)?);
            }
            skip -= first;
            left -= taken;
        }
        Ok(rows)
    }
}

/// The reader of an object's Arrow C stream; the object has given the stream away.
pub(crate) fn reader(table: &Bound<'_, PyAny>) -> PyResult<RecordBatchStreamReader> {
    let capsule = table.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(c"arrow_array_stream"))?;
    // SAFETY: the name of the capsule promises an ArrowArrayStream; `from_raw` moves it out and leaves a released one,
    // so that the capsule's destructor has nothing left to release.
    unsafe { RecordBatchStreamReader::from_raw(stream.as_ptr().cast()) }.map_err(of_arrow)
}

fn of_arrow(error: ArrowError) -> PyErr {
    PyValueError::new_err(format!("the Arrow stream cannot be read: {error}"))
}

fn tuple<'py>(py: Python<'py>, batch: &RecordBatch, row: usize) -> PyResult<Bound<'py, PyTuple>> {
    let cells = batch.columns().iter().map(|column| cell(py, column, row));
    PyTuple::new(py, cells.collect::<PyResult<Vec<_>>>()?)
}

fn cell<'py>(py: Python<'py>, column: &dyn Array, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    match column.data_type() {
        DataType::Boolean => column.as_boolean().value(row).into_bound_py_any(py),
        DataType::Int16 => column.as_primitive::<Int16Type>().value(row).into_bound_py_any(py),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(row).into_bound_py_any(py),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into_bound_py_any(py),
        DataType::UInt8 => column.as_primitive::<UInt8Type>().value(row).into_bound_py_any(py),
        DataType::UInt16 => column.as_primitive::<UInt16Type>().value(row).into_bound_py_any(py),
        DataType::UInt32 => column.as_primitive::<UInt32Type>().value(row).into_bound_py_any(py),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).into_bound_py_any(py),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into_bound_py_any(py),
        DataType::Utf8 => column.as_string::<i32>().value(row).into_bound_py_any(py),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).into_bound_py_any(py),
        DataType::Binary => Ok(PyBytes::new(py, column.as_binary::<i32>().value(row)).into_any()),
        DataType::Date32 => special(py, "day", (column.as_primitive::<Date32Type>().value(row),)),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            special(py, "instant", (column.as_primitive::<TimestampMillisecondType>().value(row),))
        }
        DataType::Decimal128(_, scale) => {
            special(py, "decimal", (column.as_primitive::<Decimal128Type>().value(row), *scale))
        }
        DataType::Dictionary(_, _) => {
            // Of this row alone: the keys of a whole column are made anew by each call.
            let one = column.slice(row, 1);
            let dictionary = one.as_any_dictionary();
            cell(py, dictionary.values(), dictionary.normalized_keys()[0])
        }
        other => Err(PyTypeError::new_err(format!("rows of a {other} column are not shown; use .arrow()"))),
    }
}

/// A value of a type that `crm.plain` makes: a day, an instant, a decimal number.
fn special<'py>(
    py: Python<'py>,
    function: &str,
    arguments: impl pyo3::call::PyCallArgs<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    static MODULE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let module = MODULE.get_or_try_init(py, || Ok::<_, PyErr>(py.import("crm.plain")?.into_any().unbind()))?;
    module.bind(py).call_method1(function, arguments)
}
