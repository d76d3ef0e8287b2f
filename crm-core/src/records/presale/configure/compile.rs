//! A model made ready for checks: every rule says how many of a set may be chosen, perhaps only when an option is.

use super::bits::Bits;
use super::model::{BillLine, BrokenRule, ModelOption, ModelRuleKind, NewModel};
use super::texts::{self, Texts};
use crate::vocabulary::{Error, Money, Result};

/// A rule of any kind. Without `when` it always holds.
pub(super) struct Rule {
    pub(super) id: String,
    message: String,
    own: Texts,
    /// Whether it is about all options of a group, whichever they are.
    of_group: bool,
    pub(super) when: Option<usize>,
    pub(super) set: Bits,
    pub(super) min: u32,
    pub(super) max: u32,
}

/// Options that rules bind together, directly or through others, and those rules. Components do not touch each other.
pub(super) struct Component {
    pub(super) options: Bits,
    pub(super) rules: Vec<usize>,
}

/// A model made ready for checks.
pub(crate) struct Compiled {
    pub(super) body: NewModel,
    /// The keys of the options in their order; an option's bit is its place here.
    keys: Vec<String>,
    /// Group and position of each option.
    places: Vec<(usize, usize)>,
    /// What each option adds to the price, in minor units.
    pub(super) deltas: Vec<i64>,
    pub(super) active: Bits,
    pub(super) rules: Vec<Rule>,
    pub(super) components: Vec<Component>,
}

impl Rule {
    pub(super) fn holds(&self, chosen: Bits) -> bool {
        if self.when.is_some_and(|when| !chosen.has(when)) {
            return true;
        }
        let count = chosen.and(self.set).count();
        (self.min..=self.max).contains(&count)
    }

    fn options(&self) -> Bits {
        self.when.map_or(self.set, |when| self.set.with(when))
    }
}

impl Compiled {
    /// Makes a clean model ready; sums of its prices must fit, which cleaning makes sure of.
    ///
    /// # Errors
    /// `invalid_input` for a rule that names an unknown option.
    pub(super) fn new(body: NewModel) -> Result<Self> {
        let mut sorted: Vec<(String, (usize, usize))> = Vec::new();
        for (group, known) in body.groups.iter().enumerate() {
            sorted.extend(known.options.iter().enumerate().map(|(at, option)| (option.key.clone(), (group, at))));
        }
        sorted.sort();
        let (keys, places): (Vec<_>, Vec<_>) = sorted.into_iter().unzip();
        let mut model = Compiled {
            body,
            keys,
            places,
            deltas: Vec::new(),
            active: Bits::default(),
            rules: Vec::new(),
            components: Vec::new(),
        };
        let bits = 0..model.keys.len();
        model.deltas = bits.clone().map(|bit| model.option(bit).price_delta.map_or(0, |delta| delta.minor)).collect();
        model.active = bits.filter(|bit| model.option(*bit).active).collect();
        model.rules = model.rules_of_groups();
        model.rules.extend(model.rules_of_options());
        for (at, rule) in model.body.rules.iter().enumerate() {
            let made = model.rule_of(rule).map_err(|error| error.under(format!("/rules/{at}")))?;
            model.rules.push(made);
        }
        model.components = model.components();
        Ok(model)
    }

    fn rules_of_groups(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        for (at, group) in self.body.groups.iter().enumerate() {
            let set: Bits = (0..self.keys.len()).filter(|bit| self.places[*bit].0 == at).collect();
            let rule = |side: &str, message: String, min, max| Rule {
                id: format!("{}:{side}", group.key),
                message,
                own: Texts::new(),
                of_group: true,
                when: None,
                set,
                min,
                max,
            };
            if group.min > 0 {
                rules.push(rule("min", format!("choose at least {} of {}", group.min, group.key), group.min, u32::MAX));
            }
            rules.push(rule("max", format!("choose at most {} of {}", group.max, group.key), 0, group.max));
        }
        rules
    }

    fn rules_of_options(&self) -> Vec<Rule> {
        let inactive = (0..self.keys.len()).filter(|bit| !self.active.has(*bit));
        let rule = |bit: usize| Rule {
            id: format!("{}:inactive", self.keys[bit]),
            message: format!("{} cannot be chosen any more", self.keys[bit]),
            own: Texts::new(),
            of_group: false,
            when: None,
            set: Bits::default().with(bit),
            min: 0,
            max: 0,
        };
        inactive.map(rule).collect()
    }

    fn rule_of(&self, rule: &super::ModelRule) -> Result<Rule> {
        let unknown = |path: String| Error::invalid(path, "the model has no option of this key");
        let mut set = Bits::default();
        for (at, key) in rule.options.iter().enumerate() {
            set = set.with(self.bit_of(key).ok_or_else(|| unknown(format!("/options/{at}")))?);
        }
        let when = match &rule.option {
            Some(key) => Some(self.bit_of(key).ok_or_else(|| unknown("/option".to_owned()))?),
            None => None,
        };
        let (subject, options) = (rule.option.as_deref().unwrap_or_default(), rule.options.join(", "));
        let (min, max, message) = match rule.kind {
            ModelRuleKind::Requires => (1, u32::MAX, format!("{subject} requires one of {options}")),
            ModelRuleKind::Excludes => (0, 0, format!("{subject} does not go with {options}")),
            ModelRuleKind::Count => {
                let (min, max) = (rule.min.unwrap_or(0), rule.max.unwrap_or(u32::MAX));
                let message = match rule.max {
                    None => format!("choose at least {min} of {options}"),
                    Some(max) => format!("choose {min} to {max} of {options}"),
                };
                (min, max, message)
            }
        };
        Ok(Rule { id: rule.key.clone(), message, own: rule.message.clone(), of_group: false, when, set, min, max })
    }

    fn components(&self) -> Vec<Component> {
        let mut components: Vec<Component> = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let mut joined = Component { options: rule.options(), rules: vec![at] };
            components.retain_mut(|known| {
                let apart = known.options.and(rule.options()).is_empty();
                if !apart {
                    joined.options = joined.options.or(known.options);
                    joined.rules.append(&mut known.rules);
                }
                apart
            });
            joined.rules.sort_unstable();
            components.push(joined);
        }
        components
    }

    pub(super) fn bit_of(&self, key: &str) -> Option<usize> {
        self.keys.binary_search_by(|known| known.as_str().cmp(key)).ok()
    }

    pub(super) fn keys_of(&self, chosen: Bits) -> Vec<String> {
        chosen.iter().map(|bit| self.keys[bit].clone()).collect()
    }

    pub(super) fn option(&self, bit: usize) -> &ModelOption {
        let (group, at) = self.places[bit];
        &self.body.groups[group].options[at]
    }

    /// Group and position of an option.
    pub(super) fn place(&self, bit: usize) -> (usize, usize) {
        self.places[bit]
    }

    /// The number of options.
    pub(super) fn size(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn is_valid(&self, chosen: Bits) -> bool {
        self.rules.iter().all(|rule| rule.holds(chosen))
    }

    pub(super) fn broken(&self, chosen: Bits, language: Option<&str>) -> Vec<BrokenRule> {
        let broken = self.rules.iter().filter(|rule| !rule.holds(chosen));
        broken
            .map(|rule| BrokenRule {
                rule: rule.id.clone(),
                message: texts::pick(&rule.own, language).unwrap_or(&rule.message).to_owned(),
            })
            .collect()
    }

    /// What the choices cost; nothing below 0.
    pub(super) fn price(&self, chosen: Bits) -> Option<Money> {
        let base = self.body.base_price;
        let minor = base.minor + chosen.iter().map(|bit| self.deltas[bit]).sum::<i64>();
        (minor >= 0).then(|| Money::new(minor, base.currency))
    }

    pub(super) fn lead_time_days(&self, chosen: Bits) -> u32 {
        let deltas = chosen.iter().map(|bit| i64::from(self.option(bit).lead_time_delta_days));
        u32::try_from((i64::from(self.body.lead_time_days) + deltas.sum::<i64>()).max(0)).unwrap_or(u32::MAX)
    }

    pub(super) fn bill(&self, chosen: Bits, language: Option<&str>) -> Vec<BillLine> {
        let mut bits: Vec<usize> = chosen.iter().collect();
        bits.sort_unstable_by_key(|bit| self.places[*bit]);
        let line = |bit: usize| {
            let option = self.option(bit);
            BillLine {
                group: self.body.groups[self.places[bit].0].key.clone(),
                option: option.key.clone(),
                name: texts::pick(&option.name, language).map(str::to_owned),
                sku: option.sku.clone(),
                quantity: option.quantity,
                price_delta: option.price_delta.unwrap_or(Money::zero(self.body.base_price.currency)),
            }
        };
        bits.into_iter().map(line).collect()
    }

    /// The hash of a configuration: each part with its length before it.
    pub(super) fn hash(&self, version: i64, chosen: Bits) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut part = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        };
        part(self.body.sku.as_bytes());
        part(&version.to_le_bytes());
        for bit in chosen.iter() {
            part(self.keys[bit].as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }

    /// What a rule says in keys, to be compared with that of another version. A group that gains or loses an option says
    /// the same as before.
    pub(super) fn meaning(&self, rule: &Rule) -> (Option<&str>, Vec<String>, u32, u32) {
        let named = if rule.of_group { Vec::new() } else { self.keys_of(rule.set) };
        (rule.when.map(|bit| self.keys[bit].as_str()), named, rule.min, rule.max)
    }
}
