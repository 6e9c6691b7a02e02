//! The front door: rules compiled once, shared by all threads.

use std::sync::Arc;

use crate::label::Category;
use crate::message::Message;
use crate::verdict::{Facts, Scores, Verdict};

/// Sorts messages. Cloning is cheap; clones share the compiled rules.
#[derive(Clone, Debug)]
pub struct Classifier {
    ruleset: Arc<str>,
}

impl Classifier {
    /// The classifier with the rules that ship with the crate.
    #[cfg(feature = "bundled")]
    pub fn bundled() -> Self {
        Self { ruleset: "dev".into() }
    }

    /// Sorts one message.
    pub fn classify<'t>(&self, message: impl Into<Message<'t>>) -> Verdict<'t> {
        let _: Message<'t> = message.into();
        Verdict {
            category: Category::Other,
            confidence: 0.5,
            margin: 0.0,
            unsure: true,
            scores: Scores::default(),
            tactics: Vec::new(),
            events: Vec::new(),
            facts: Facts::default(),
            evidence: Vec::new(),
            disguised: false,
            ruleset: self.ruleset.clone(),
        }
    }
}
