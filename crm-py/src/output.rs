//! From the library's answers to Python objects, without JSON text in between.
//!
//! A struct becomes a dict, a sequence a list; what JSON shows as a string (times, decimals) is a string here too. The
//! generated records turn those into `datetime`, `Decimal` and `Money` when they are looked at.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use serde::ser::{self, Serialize};
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

/// The answer as Python objects.
pub(crate) fn python<'py, T: Serialize + ?Sized>(py: Python<'py>, answer: &T) -> PyResult<Bound<'py, PyAny>> {
    answer.serialize(ToPython(py)).map_err(|failure| failure.0)
}

/// A failure while Python objects are built: an error of Python, such as no memory.
#[derive(Debug)]
pub(crate) struct Failure(PyErr);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failure {}

impl ser::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Failure(pyo3::exceptions::PyRuntimeError::new_err(message.to_string()))
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Failure(error)
    }
}

type Object<'py> = Bound<'py, PyAny>;
type Outcome<'py> = Result<Object<'py>, Failure>;

thread_local! {
    /// The names that this thread has met, by address and length.
    static NAMES: RefCell<HashMap<(usize, usize), Py<PyString>>> = RefCell::default();
}

#[derive(Clone, Copy)]
struct ToPython<'py>(Python<'py>);

impl<'py> ToPython<'py> {
    fn object(self, value: impl IntoPyObjectExt<'py>) -> Outcome<'py> {
        value.into_bound_py_any(self.0).map_err(Failure)
    }

    /// Names of fields are few and come again and again: each becomes one object, found again by where the name lies
    /// in the library, which is several times as fast as to ask Python for it.
    fn name(self, name: &'static str) -> Bound<'py, PyString> {
        let place = (name.as_ptr().addr(), name.len());
        NAMES.with_borrow_mut(|names| {
            let known = names.entry(place).or_insert_with(|| PyString::intern(self.0, name).unbind());
            known.bind(self.0).clone()
        })
    }

    /// `{variant: content}`: how serde shows a variant with content.
    fn tagged(self, variant: &'static str, content: Object<'py>) -> Outcome<'py> {
        let dict = PyDict::new(self.0);
        dict.set_item(self.name(variant), content)?;
        Ok(dict.into_any())
    }

    fn items(self, variant: Option<&'static str>, length: usize) -> Items<'py> {
        Items { to: self, variant, items: Vec::with_capacity(length) }
    }

    fn fields(self, variant: Option<&'static str>) -> Fields<'py> {
        Fields { to: self, variant, dict: PyDict::new(self.0), key: None }
    }
}

macro_rules! scalars {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Outcome<'py> { self.object(value) })*
    };
}

impl<'py> ser::Serializer for ToPython<'py> {
    type Ok = Object<'py>;
    type Error = Failure;
    type SerializeSeq = Items<'py>;
    type SerializeTuple = Items<'py>;
    type SerializeTupleStruct = Items<'py>;
    type SerializeTupleVariant = Items<'py>;
    type SerializeMap = Fields<'py>;
    type SerializeStruct = Fields<'py>;
    type SerializeStructVariant = Fields<'py>;

    scalars! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8]
    }

    fn serialize_none(self) -> Outcome<'py> {
        Ok(self.0.None().into_bound(self.0))
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Outcome<'py> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Outcome<'py> {
        self.serialize_none()
    }
    fn serialize_unit_struct(self, _: &'static str) -> Outcome<'py> {
        self.serialize_none()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome<'py> {
        Ok(self.name(variant).into_any())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Outcome<'py> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Outcome<'py> {
        self.tagged(variant, value.serialize(self)?)
    }
    fn serialize_seq(self, length: Option<usize>) -> Result<Items<'py>, Failure> {
        Ok(self.items(None, length.unwrap_or(0)))
    }
    fn serialize_tuple(self, length: usize) -> Result<Items<'py>, Failure> {
        Ok(self.items(None, length))
    }
    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Items<'py>, Failure> {
        Ok(self.items(None, length))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Items<'py>, Failure> {
        Ok(self.items(Some(variant), length))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'py>, Failure> {
        Ok(self.fields(None))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'py>, Failure> {
        Ok(self.fields(None))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'py>, Failure> {
        Ok(self.fields(Some(variant)))
    }
}

/// A list that is being filled.
struct Items<'py> {
    to: ToPython<'py>,
    variant: Option<&'static str>,
    items: Vec<Object<'py>>,
}

impl<'py> Items<'py> {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        self.items.push(value.serialize(self.to)?);
        Ok(())
    }

    fn finish(self) -> Outcome<'py> {
        let list = PyList::new(self.to.0, self.items)?.into_any();
        match self.variant {
            Some(variant) => self.to.tagged(variant, list),
            None => Ok(list),
        }
    }
}

macro_rules! items {
    ($($trait:ident: $push:ident),*) => {$(
        impl<'py> ser::$trait for Items<'py> {
            type Ok = Object<'py>;
            type Error = Failure;
            fn $push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> { self.push(value) }
            fn end(self) -> Outcome<'py> { self.finish() }
        }
    )*};
}

items! {
    SerializeSeq: serialize_element, SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field
}

/// A dict that is being filled.
struct Fields<'py> {
    to: ToPython<'py>,
    variant: Option<&'static str>,
    dict: Bound<'py, PyDict>,
    key: Option<Object<'py>>,
}

impl<'py> Fields<'py> {
    fn set<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Failure> {
        Ok(self.dict.set_item(self.to.name(name), value.serialize(self.to)?)?)
    }

    fn finish(self) -> Outcome<'py> {
        match self.variant {
            Some(variant) => self.to.tagged(variant, self.dict.into_any()),
            None => Ok(self.dict.into_any()),
        }
    }
}

macro_rules! fields {
    ($($trait:ident),*) => {$(
        impl<'py> ser::$trait for Fields<'py> {
            type Ok = Object<'py>;
            type Error = Failure;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Failure> {
                self.set(name, value)
            }
            fn end(self) -> Outcome<'py> { self.finish() }
        }
    )*};
}

fields! { SerializeStruct, SerializeStructVariant }

impl<'py> ser::SerializeMap for Fields<'py> {
    type Ok = Object<'py>;
    type Error = Failure;

    /// Keys are strings, as in JSON: a map by number shows the number's digits.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failure> {
        let key = key.serialize(self.to)?;
        self.key = Some(if key.is_instance_of::<PyString>() { key } else { key.str()?.into_any() });
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        let value = value.serialize(self.to)?;
        match self.key.take() {
            Some(key) => Ok(self.dict.set_item(key, value)?),
            None => Err(ser::Error::custom("a map gave a value without a key")),
        }
    }

    fn end(self) -> Outcome<'py> {
        self.finish()
    }
}
