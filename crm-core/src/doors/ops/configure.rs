//! The operations of configure.

use crate::records::presale::configure::{
    CheckedConfiguration, Configuration, ConfigurationCheck, ConfigurationFilter, Design, DesignFilter, DesignState,
    Model, ModelFilter, ModelSummary, NewConfiguration, NewDesign, NewModel, Reorder, ReorderRequest,
    SharedConfiguration,
};
use crate::vocabulary::{ConfigurationId, CustomerId, DesignId, Page};

input! {
    /// A model by its article number.
    ModelRef {
        /// The article number.
        sku: String,
        /// The version; the newest by default.
        #[serde(default)]
        version: Option<i64>,
    }
}

input! {
    /// A configuration by its id.
    ConfigurationRef {
        /// The id.
        id: ConfigurationId,
    }
}

input! {
    /// A shared configuration.
    TokenRef {
        /// The token.
        token: String,
    }
}

input! {
    /// A design request by its id.
    DesignRef {
        /// The id.
        id: DesignId,
    }
}

input! {
    /// Where a design request goes.
    DesignMove {
        /// The id.
        id: DesignId,
        /// The new state.
        state: DesignState,
        /// What the shop says to it; takes the place of an earlier answer.
        #[serde(default)]
        answer: Option<String>,
    }
}

input! {
    /// Who votes for a design.
    DesignVote {
        /// The design request.
        id: DesignId,
        /// The customer.
        customer_id: CustomerId,
    }
}

ops! { pub(super) OPS:
    Write "configure.put_model" "Gives a model that is configured to order, whole; what differs from the newest version becomes the next one." [NotFound, Limit]
        |tx, p: NewModel| -> Model { tx.configure().put_model(p) };
    Read "configure.model" "One version of a model; the newest by default." [NotFound]
        |tx, p: ModelRef| -> Model { tx.configure().model(&p.sku, p.version) };
    Read "configure.models" "The newest version of every model." [Limit]
        |tx, p: ModelFilter| -> Page<ModelSummary> { tx.configure().models(&p) };
    Read "configure.check" "Checks choices: broken rules, price, lead time, what is built in, and the nearest valid choices." [NotFound]
        |tx, p: ConfigurationCheck| -> CheckedConfiguration { tx.configure().check(&p) };
    Write "configure.save" "Saves a configuration; the same choices of the same customer are the same one." [NotFound]
        |tx, p: NewConfiguration| -> Configuration { tx.configure().save(p) };
    Read "configure.get" "One saved configuration." [NotFound]
        |tx, p: ConfigurationRef| -> Configuration { tx.configure().get(p.id) };
    Read "configure.list" "Saved configurations of a customer or model, the newest first." [NotFound, Limit]
        |tx, p: ConfigurationFilter| -> Page<Configuration> { tx.configure().list(&p) };
    Write "configure.share" "Gives a configuration a token by which others can see it." [NotFound]
        |tx, p: ConfigurationRef| -> Configuration { tx.configure().share(p.id) };
    Write "configure.unshare" "Takes the token of a configuration back." [NotFound]
        |tx, p: ConfigurationRef| -> Configuration { tx.configure().unshare(p.id) };
    Read "configure.by_token" "The configuration that a token shows, without whose it is." [NotFound]
        |tx, p: TokenRef| -> SharedConfiguration { tx.configure().by_token(&p.token) };
    Read "configure.reorder" "Checks a saved configuration against the newest version of its model: whether it still holds, and what changed." [NotFound]
        |tx, p: ReorderRequest| -> Reorder { tx.configure().reorder(&p) };
    Write "configure.propose" "Records a design that a customer asks for." [NotFound, Limit]
        |tx, p: NewDesign| -> Design { tx.configure().propose(p) };
    Read "configure.design" "One design request." [NotFound]
        |tx, p: DesignRef| -> Design { tx.configure().design(p.id) };
    Read "configure.designs" "Design requests, those with the most votes first." [NotFound, Limit]
        |tx, p: DesignFilter| -> Page<Design> { tx.configure().designs(&p) };
    Write "configure.set_design_state" "Takes a design request to another state, with what the shop says to it." [NotFound, NotAllowedTransition]
        |tx, p: DesignMove| -> Design { tx.configure().set_design_state(p.id, p.state, p.answer.as_deref()) };
    Write "configure.vote" "Counts the vote of a customer for a design; a second one changes nothing." [NotFound, Conflict]
        |tx, p: DesignVote| -> Design { tx.configure().vote(p.id, p.customer_id) };
    Write "configure.unvote" "Takes the vote of a customer for a design back." [NotFound, Conflict]
        |tx, p: DesignVote| -> Design { tx.configure().unvote(p.id, p.customer_id) };
}
