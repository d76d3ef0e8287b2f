//! Maintenance: when an asset is looked after next, and the order or task that `tick` makes of it, once.

use super::{NewServiceOrder, ServiceKind, consume, plan_rules, store};
use crate::db::{AssetTurn, Reading, StepOutcome, Tick, WriteTransaction};
use crate::journal::{self, Entry};
use crate::records::aftersale::assets::{self, Asset, AssetFilter, AssetState};
use crate::records::interactions::Reference;
use crate::records::shop;
use crate::records::tasks::{NewTask, TaskKind};
use crate::vocabulary::error::OrNotFound;
use crate::vocabulary::{
    AssetId, ContractId, Date, MaintenancePlanId, Page, PageRequest, Result, StaffId, Timestamp, ids,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

room! {
    /// Plans by which assets are looked after in time.
    Maintenance, maintenance
}

/// Visits that become due in one transaction.
const BATCH: usize = 100;
/// The rule that makes the task of a plan.
const ORIGIN: &str = "maintenance.due";

tokens! {
    /// What a plan makes when an asset is due.
    pub enum MaintenanceMakes("what a maintenance plan makes") {
        /// A draft of a service order.
        Order = "order",
        /// A task.
        Task = "task",
    }
}

/// A maintenance plan as it is given: for one asset, or for all assets of an article that have an owner, also those that
/// come later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMaintenancePlan {
    /// What is to be done, at most 512 bytes.
    pub title: String,
    /// The asset; either it or an article.
    #[serde(default)]
    pub asset_id: Option<AssetId>,
    /// The article.
    #[serde(default)]
    pub sku: Option<String>,
    /// The service contract that the visits belong to: none is due while it does not cover the asset.
    #[serde(default)]
    pub contract_id: Option<ContractId>,
    /// How many days apart, 1 to 36,500; either days or months.
    #[serde(default)]
    pub every_days: Option<u32>,
    /// How many months apart, 1 to 1,200.
    #[serde(default)]
    pub every_months: Option<u32>,
    /// The first day in the shop's zone, of one asset; by default one interval after it was installed, delivered or
    /// recorded, and never before today.
    #[serde(default)]
    pub first_on: Option<Date>,
    /// How many days before that day the order or task is made, at most 365; none by default.
    #[serde(default)]
    pub lead_days: u32,
    /// Whether a draft of a service order is made, or a task; an order by default.
    #[serde(default = "order")]
    pub makes: MaintenanceMakes,
    /// Who gets the task.
    #[serde(default)]
    pub assignee_id: Option<StaffId>,
}

fn order() -> MaintenanceMakes {
    MaintenanceMakes::Order
}

impl NewMaintenancePlan {
    /// A plan that makes service orders for one asset, so many months apart.
    #[must_use]
    pub fn monthly(title: impl Into<String>, asset: AssetId, months: u32) -> Self {
        NewMaintenancePlan {
            title: title.into(),
            asset_id: Some(asset),
            sku: None,
            contract_id: None,
            every_days: None,
            every_months: Some(months),
            first_on: None,
            lead_days: 0,
            makes: MaintenanceMakes::Order,
            assignee_id: None,
        }
    }
}

/// A maintenance plan as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MaintenancePlan {
    /// The id.
    pub id: MaintenancePlanId,
    /// What is to be done.
    pub title: String,
    /// The asset.
    pub asset_id: Option<AssetId>,
    /// The article.
    pub sku: Option<String>,
    /// The service contract that the visits belong to.
    pub contract_id: Option<ContractId>,
    /// How many days apart.
    pub every_days: Option<u32>,
    /// How many months apart.
    pub every_months: Option<u32>,
    /// How many days before the order or task is made.
    pub lead_days: u32,
    /// What it makes.
    pub makes: MaintenanceMakes,
    /// Who gets the task.
    pub assignee_id: Option<StaffId>,
    /// Whether it goes on.
    pub active: bool,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// When an asset is looked after next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MaintenanceDue {
    /// The plan.
    pub plan_id: MaintenancePlanId,
    /// The asset.
    pub asset_id: AssetId,
    /// The first day.
    pub first_on: Date,
    /// How many intervals have passed since.
    pub done: u32,
    /// The next day.
    pub next_on: Date,
}

/// Which plans to list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MaintenanceFilter {
    /// Plans for this asset alone.
    pub asset_id: Option<AssetId>,
    /// Plans for all assets of this article.
    pub sku: Option<String>,
    /// Plans that go on, or not; both by default.
    pub active: Option<bool>,
    /// Which page.
    pub page: PageRequest,
}

/// What is due next.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MaintenanceDueFilter {
    /// Under this plan.
    pub plan_id: Option<MaintenancePlanId>,
    /// Of this asset.
    pub asset_id: Option<AssetId>,
    /// Which page.
    pub page: PageRequest,
}

impl<T: Reading> Maintenance<'_, T> {
    /// One plan.
    ///
    /// # Errors
    /// `not_found`.
    pub fn get(&self, id: MaintenancePlanId) -> Result<MaintenancePlan> {
        MaintenancePlan::by_id(self.tx.reader(), id)?.or_not_found(MaintenancePlanId::WHAT, id)
    }

    /// Plans in the order of their ids, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn list(&self, filter: &MaintenanceFilter) -> Result<Page<MaintenancePlan>> {
        let listing = filter.page.of("maintenance_plans", filter)?;
        Ok(listing.page(store::plans(self.tx.reader(), filter, &listing)?, |plan| [plan.id.0]))
    }

    /// When assets are looked after next, the first before the others, page by page.
    ///
    /// # Errors
    /// `limit` and `invalid_input` for a bad page.
    pub fn upcoming(&self, filter: &MaintenanceDueFilter) -> Result<Page<MaintenanceDue>> {
        let listing = filter.page.of("maintenance_due", filter)?;
        let found = store::upcoming(self.tx.reader(), (filter.plan_id, filter.asset_id), &listing)?;
        Ok(listing.page(found, |due| [due.next_on.days().into(), due.plan_id.0, due.asset_id.0]))
    }
}

impl Maintenance<'_, WriteTransaction> {
    /// Records a plan.
    ///
    /// # Errors
    /// `not_found` for an unknown asset or contract; `conflict` for one that nobody owns; `invalid_input` for a bad field, for both
    /// asset and article or none, and for both days and months or none.
    pub fn create(&self, new: NewMaintenancePlan) -> Result<MaintenancePlan> {
        let tx = self.tx;
        let new = plan_rules::clean(new)?;
        ids::require_row_id("/assignee_id", new.assignee_id.map(i64::from))?;
        plan_rules::require_currency(new.makes, shop::settings(tx)?.base_currency)?;
        if let Some(contract) = new.contract_id {
            tx.contracts().get(contract).map_err(|error| error.at("/contract_id"))?;
        }
        let asset = new.asset_id.map(|id| assets::require(tx, id)).transpose()?;
        if let Some(asset) = &asset
            && !is_owned(asset)
        {
            return Err(crate::Error::conflict("nobody owns this asset").at("/asset_id").existing(asset.id));
        }
        let mut plan = MaintenancePlan {
            id: MaintenancePlanId(0),
            title: new.title,
            asset_id: new.asset_id,
            sku: new.sku,
            contract_id: new.contract_id,
            every_days: new.every_days,
            every_months: new.every_months,
            lead_days: new.lead_days,
            makes: new.makes,
            assignee_id: new.assignee_id,
            active: true,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        tx.step(|| {
            plan.id = plan.insert(tx, journal::next_seq(tx)?)?;
            announce(tx, "maintenance.plan_created", &plan)?;
            match (&asset, &plan.sku) {
                (Some(asset), _) => enrol(tx, &plan, asset, new.first_on),
                (None, Some(sku)) => enrol_all(tx, &plan, sku),
                (None, None) => Ok(()),
            }
        })?;
        Ok(plan)
    }

    /// Ends a plan; what it made stays.
    ///
    /// # Errors
    /// `not_found`; `conflict` for one that has ended.
    pub fn end(&self, id: MaintenancePlanId) -> Result<MaintenancePlan> {
        let tx = self.tx;
        let mut plan = self.get(id)?;
        if !plan.active {
            return Err(crate::Error::conflict("the plan has ended").existing(id).hint("create another one"));
        }
        (plan.active, plan.updated_at) = (false, tx.now());
        tx.step(|| {
            plan.update(tx, journal::next_seq(tx)?)?;
            store::delete_due_of_plan(tx, id)?;
            announce(tx, "maintenance.plan_ended", &plan)
        })?;
        Ok(plan)
    }
}

/// Whether an asset is somebody's, so that it is looked after.
fn is_owned(asset: &Asset) -> bool {
    let gone = matches!(asset.state, AssetState::InStock | AssetState::Returned | AssetState::Scrapped);
    asset.customer_id.is_some() && !gone
}

/// Lets an asset be looked after under a plan.
fn enrol(tx: &WriteTransaction, plan: &MaintenancePlan, asset: &Asset, first: Option<Date>) -> Result<()> {
    if store::due_for(tx, plan.id, asset.id)?.is_some() {
        return Ok(());
    }
    let zone = shop::settings(tx)?.time_zone;
    let since = asset.installed_at.or(asset.delivered_at).unwrap_or(asset.created_at);
    let today = zone.date_of(tx.now());
    let first_on = match first {
        Some(day) => day,
        None => plan_rules::day_of(plan, zone.date_of(since), 1).max(today),
    };
    let due = MaintenanceDue { plan_id: plan.id, asset_id: asset.id, first_on, done: 0, next_on: first_on };
    keep(tx, plan, &due)
}

/// Lets all assets of an article be looked after that have an owner.
fn enrol_all(tx: &WriteTransaction, plan: &MaintenancePlan, sku: &str) -> Result<()> {
    let mut filter =
        AssetFilter { sku: Some(sku.to_owned()), page: PageRequest::first(1_000), ..AssetFilter::default() };
    loop {
        let page = tx.assets().list(&filter)?;
        for asset in page.items.iter().filter(|asset| is_owned(asset)) {
            enrol(tx, plan, asset, None)?;
        }
        match page.next {
            Some(next) => filter.page.after = Some(next),
            None => return Ok(()),
        }
    }
}

fn keep(tx: &WriteTransaction, plan: &MaintenancePlan, due: &MaintenanceDue) -> Result<()> {
    let lead = i32::try_from(plan.lead_days).unwrap_or(i32::MAX);
    store::save_due(tx, due, due.next_on.plus_days(-lead), journal::next_seq(tx)?)
}

/// Follows what became of an asset: one that comes to an owner is looked after, one that is gone is not any more.
pub(crate) fn follow_asset(tx: &WriteTransaction, asset: AssetId, turn: AssetTurn) -> Result<()> {
    match turn {
        AssetTurn::Returned | AssetTurn::Scrapped => store::delete_due_of_asset(tx, asset),
        AssetTurn::GivenOn | AssetTurn::Dated => Ok(()),
        AssetTurn::Owned => {
            let asset = tx.assets().get(asset)?;
            for plan in store::plans_of_sku(tx, &asset.sku)? {
                enrol(tx, &plan, &asset, None)?;
            }
            Ok(())
        }
    }
}

/// The step of `tick`: makes the orders and tasks that are due, in bounded transactions.
pub(crate) fn tick(tick: &Tick) -> Result<StepOutcome> {
    tick.repeat(
        |tx| {
            let zone = shop::settings(tx)?.time_zone;
            Ok(store::next_made(tx)?.map(|day| zone.start_of(day)))
        },
        |tx| {
            let today = shop::today(tx)?;
            let found = store::due(tx, today, BATCH)?;
            for due in &found {
                visit(tx, due, today)?;
            }
            Ok(found.len())
        },
    )
}

/// Makes what a plan makes of an asset that is due, and finds the next day. Days that were missed are not made up for.
fn visit(tx: &WriteTransaction, due: &MaintenanceDue, today: Date) -> Result<()> {
    let plan = tx.maintenance().get(due.plan_id)?;
    let asset = tx.assets().get(due.asset_id)?;
    // Without a known owner there is nobody to visit; the next owner may be known by the next time.
    if is_owned(&asset) && consume::is_under(tx, plan.contract_id, &asset)? {
        make(tx, &plan, &asset, due.next_on)?;
    }
    let mut next = due.clone();
    loop {
        next.done += 1;
        next.next_on = plan_rules::day_of(&plan, due.first_on, next.done);
        let lead = i32::try_from(plan.lead_days).unwrap_or(i32::MAX);
        if next.next_on.plus_days(-lead) > today || next.next_on <= due.next_on && next.done > due.done + 1 {
            return keep(tx, &plan, &next);
        }
    }
}

fn make(tx: &WriteTransaction, plan: &MaintenancePlan, asset: &Asset, day: Date) -> Result<()> {
    let (order, task) = match plan.makes {
        MaintenanceMakes::Order => {
            if store::open_of_plan(tx, plan.id, asset.id)?.is_some() {
                return Ok(());
            }
            let new = NewServiceOrder {
                asset_id: Some(asset.id),
                complaint: Some(plan.title.clone()),
                place: asset.location.clone(),
                ..NewServiceOrder::new(ServiceKind::Maintenance)
            };
            (Some(tx.service_orders().draft(new, Some(plan.id))?.id), None)
        }
        MaintenanceMakes::Task => {
            let made = tx.tasks().ensure(NewTask {
                customer_id: asset.customer_id,
                assignee_id: plan.assignee_id,
                due_at: Some(shop::settings(tx)?.time_zone.start_of(day.plus_days(1))),
                reference: Some(Reference { entity: "asset".to_owned(), id: asset.id.0 }),
                origin: Some(ORIGIN.to_owned()),
                ..NewTask::new(TaskKind::Visit, plan.title.clone())
            })?;
            let Some(task) = made else { return Ok(()) };
            (None, Some(task.id))
        }
    };
    let facts = json!({ "asset_id": asset.id, "due_on": day, "service_order_id": order, "task_id": task });
    let event = Entry::new("maintenance.due").customer(asset.customer_id).entity("maintenance_plan", plan.id);
    journal::append(tx, event.payload(facts)).map(drop)
}

fn announce(tx: &WriteTransaction, name: &'static str, plan: &MaintenancePlan) -> Result<()> {
    let facts = json!({
        "asset_id": plan.asset_id, "sku": plan.sku, "contract_id": plan.contract_id, "every_days": plan.every_days,
        "every_months": plan.every_months, "makes": plan.makes,
    });
    journal::append(tx, Entry::new(name).entity("maintenance_plan", plan.id).payload(facts)).map(drop)
}
