//! Closed enumerations stored as stable text tokens. An unknown token is an error that lists the known ones.

/// Declares an enumeration whose variants are stable tokens in the file, in JSON and in every language.
///
/// ```ignore
/// tokens! {
///     /// Who the customer is.
///     pub enum CustomerKind("customer kind") { /// A natural person. Person = "person", /// A firm. Company = "company" }
/// }
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! tokens {
    ($(#[$meta:meta])* pub enum $name:ident($what:literal) { $($(#[$doc:meta])* $variant:ident = $token:literal),+ $(,)? }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        $(#[$meta])*
        // Some enumerations never leave their room.
        #[allow(unreachable_pub)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $token)] $variant,)+ }

        #[allow(unreachable_pub)]
        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The stable token.
            #[must_use]
            pub const fn token(self) -> &'static str {
                match self { $($name::$variant => $token,)+ }
            }

            /// The value of a token.
            ///
            /// # Errors
            /// `invalid_input` that lists the known tokens; the unknown one is not repeated.
            pub fn parse(token: &str) -> $crate::vocabulary::Result<Self> {
                match token {
                    $($token => Ok($name::$variant),)+
                    _ => Err($crate::vocabulary::Error::invalid("", concat!("unknown ", $what))
                        .allowed(Self::ALL.iter().map(|value| value.token()))),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.token()) }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::vocabulary::Error;
            fn from_str(token: &str) -> $crate::vocabulary::Result<Self> { Self::parse(token) }
        }

        impl rusqlite::types::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok(rusqlite::types::ToSqlOutput::from(self.token()))
            }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                Self::parse(value.as_str()?).map_err(|error| rusqlite::types::FromSqlError::Other(Box::new(error)))
            }
        }
    };
}
