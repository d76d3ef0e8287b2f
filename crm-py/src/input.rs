//! From Python objects to plain values, before the library is called.
//!
//! The types of JSON cross directly. Everything else (`Money`, `Decimal`, `datetime`, a record …) is asked for its
//! plain form by `crm.plain`, so that a new type is a matter of Python alone.

use crate::error::raise;
use crm_core::{Error, ErrorCode, Result};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde_json::{Map, Number, Value};

/// Nested lists and dicts of one input; the same as for JSON.
const MAX_DEPTH: usize = 32;

/// The plain value of an operation's input; `None` stands for no input.
pub(crate) fn plain(input: Option<&Bound<'_, PyAny>>) -> PyResult<Value> {
    match input {
        None => Ok(Value::Object(Map::new())),
        Some(input) => value(input, 0).map_err(|error| raise(input.py(), &error)),
    }
}

fn value(object: &Bound<'_, PyAny>, depth: usize) -> Result<Value> {
    if depth > MAX_DEPTH {
        return Err(Error::new(ErrorCode::Limit, "the input is nested more than 32 deep"));
    }
    if object.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(text) = object.cast::<PyString>() {
        return string(text).map(Value::String);
    }
    if let Ok(flag) = object.cast::<PyBool>() {
        return Ok(Value::Bool(flag.is_true()));
    }
    if let Ok(number) = object.cast::<PyInt>() {
        return number
            .extract::<i64>()
            .map(Value::from)
            .map_err(|_| Error::invalid("", "the number is larger than 64 bits"));
    }
    if let Ok(number) = object.cast::<PyFloat>() {
        return Number::from_f64(number.value())
            .map(Value::Number)
            .ok_or_else(|| Error::invalid("", "the number is not finite"));
    }
    if let Ok(fields) = object.cast::<PyDict>() {
        return object_of(fields, depth);
    }
    if let Ok(items) = object.cast::<PyList>() {
        return array_of(items.iter(), depth);
    }
    if let Ok(items) = object.cast::<PyTuple>() {
        return array_of(items.iter(), depth);
    }
    value(&plain_form(object)?, depth + 1)
}

fn object_of(fields: &Bound<'_, PyDict>, depth: usize) -> Result<Value> {
    let mut map = Map::new();
    for (key, item) in fields.iter() {
        let key = key.cast::<PyString>().map_err(|_| Error::invalid("", "the keys of a dict must be strings"))?;
        let key = string(key)?;
        let item = value(&item, depth + 1).map_err(|error| error.under(format!("/{key}")))?;
        map.insert(key, item);
    }
    Ok(Value::Object(map))
}

fn array_of<'py>(items: impl Iterator<Item = Bound<'py, PyAny>>, depth: usize) -> Result<Value> {
    let items =
        items.enumerate().map(|(at, item)| value(&item, depth + 1).map_err(|error| error.under(format!("/{at}"))));
    items.collect::<Result<Vec<_>>>().map(Value::Array)
}

fn string(text: &Bound<'_, PyString>) -> Result<String> {
    let text =
        text.to_cow().map_err(|_| Error::invalid("", "the text holds a lone surrogate, so it is not Unicode"))?;
    Ok(text.into_owned())
}

/// What `crm.plain.plain` makes of any other object; its message never quotes the value.
fn plain_form<'py>(object: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>> {
    static PLAIN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = object.py();
    let convert = PLAIN.get_or_try_init(py, || Ok(py.import("crm.plain")?.getattr("plain")?.unbind()));
    convert.and_then(|convert| convert.bind(py).call1((object,))).map_err(|error: PyErr| {
        let message = error.value(py).to_string();
        Error::invalid("", message)
    })
}
