//! The file as a whole, and one customer.

use super::{Failure, Outcome, create, open, output};
use clap::Args;
use crm::shop::ShopPatch;
use crm::{Crm, Currency, Error};
use serde_json::json;
use std::path::PathBuf;

/// Creates a file.
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The new file.
    file: PathBuf,
    /// The currency of metrics and analyses, such as USD.
    #[arg(long)]
    currency: Option<String>,
    /// The zone whose calendar days count, such as Asia/Shanghai.
    #[arg(long, default_value = "UTC")]
    timezone: String,
    /// The country of phone numbers without a country code, such as CN.
    #[arg(long)]
    region: Option<String>,
    /// The language of the shop, such as zh-CN.
    #[arg(long)]
    language: Option<String>,
}

impl Init {
    pub(crate) fn run(self) -> Outcome {
        let argument = |name: &'static str| move |error: Error| error.at(name);
        let patch = ShopPatch {
            base_currency: self
                .currency
                .as_deref()
                .map(|code| Currency::parse(code).map_err(argument("--currency")))
                .transpose()?,
            time_zone: Some(crm::time::Zone::parse(&self.timezone).map_err(argument("--timezone"))?),
            language: self.language,
            default_region: self.region.map_or(crm::Patch::Keep, crm::Patch::Set),
            ..ShopPatch::default()
        };
        // Refused before there is a file to leave behind.
        Crm::in_memory()?.write(|tx| tx.shop().configure(patch.clone()))?;
        let crm = create(&self.file)?;
        let settings = crm.write(|tx| tx.shop().configure(patch))?;
        let currency = settings.base_currency.map_or_else(|| "set by the first order".to_owned(), |c| c.to_string());
        println!("{}: currency {currency}, time zone {}", self.file.display(), settings.time_zone);
        Ok(())
    }
}

/// Copies a file.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file.
    file: PathBuf,
    /// The copy; must not exist yet.
    target: PathBuf,
}

impl Backup {
    pub(crate) fn run(self) -> Outcome {
        let report = open(&self.file)?.backup(&self.target)?;
        println!("{}: {} bytes, up to event {}", self.target.display(), report.bytes, report.last_event);
        Ok(())
    }
}

/// Checks a file.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The file.
    file: PathBuf,
}

impl Check {
    pub(crate) fn run(self) -> Outcome {
        let report = open(&self.file)?.check()?;
        if report.ok {
            println!("{}: no problems", self.file.display());
            return Ok(());
        }
        for problem in &report.problems {
            eprintln!("error: {problem}");
        }
        Err(Failure::Told)
    }
}

/// Shows a customer.
#[derive(Debug, Args)]
pub(crate) struct View {
    /// The file.
    file: PathBuf,
    /// The customer's id; or an identity as KIND=VALUE, such as email=wei@example.com or external_id=shop:42.
    customer: String,
}

impl View {
    pub(crate) fn run(self) -> Outcome {
        let crm = open(&self.file)?;
        let id = customer(&crm, &self.customer)?;
        output::bytes(&crm.call_json("customers.view", json!({ "id": id }).to_string().as_bytes())?)
    }
}

/// The id behind an id or an identity.
fn customer(crm: &Crm, text: &str) -> Result<i64, Error> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let (kind, value) = text.split_once('=').ok_or_else(|| {
        Error::invalid("CUSTOMER", "a customer is an id or an identity")
            .hint("write 42, email=wei@example.com or external_id=shop:42")
    })?;
    let input = json!({ "kind": kind, "value": value }).to_string();
    let found = crm.call_json("customers.id_of", input.as_bytes())?;
    let id: Option<i64> = serde_json::from_slice(&found).unwrap_or_default();
    id.ok_or_else(|| Error::new(crm::ErrorCode::NotFound, "no customer has this identity"))
}

/// Brings what depends on time up to date.
#[derive(Debug, Args)]
pub(crate) struct Tick {
    /// The file.
    file: PathBuf,
    /// The instant that counts as now, in RFC 3339; the clock's by default.
    #[arg(long)]
    now: Option<String>,
}

impl Tick {
    pub(crate) fn run(self) -> Outcome {
        let crm = open(&self.file)?;
        let input = self.now.map_or_else(|| json!({}), |now| json!({ "now": now }));
        output::bytes(&crm.call_json("system.tick", input.to_string().as_bytes())?)
    }
}
