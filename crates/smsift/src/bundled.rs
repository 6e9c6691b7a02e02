//! The rules that ship with the crate. The build script compiles them; here they are only read.

use std::sync::Arc;

use crate::normalize::Steps;
use crate::ruleset::{Compiled, Diagnostics, RuleSet, Source};

/// The compiled rules as the build script packed them; empty where the rule files have faults, which are then told
/// by whoever asks for the rules.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));

impl RuleSet {
    /// The rules that ship with the crate. They were compiled when the crate was: this takes a few milliseconds.
    pub fn bundled() -> Self {
        Self::bundled_with([])
            .unwrap_or_else(|faults| unreachable!("a test compiles the bundled rules: {faults}"))
    }

    /// The rules that ship with the crate and overlays that narrow or extend them. With overlays all rules are
    /// compiled anew.
    ///
    /// # Errors
    /// Faults of the overlays.
    pub fn bundled_with(overlays: impl IntoIterator<Item = Source>) -> Result<Self, Diagnostics> {
        Self::bundled_with_steps(overlays, Steps::all())
    }

    /// Like [`RuleSet::bundled_with`], with only some normalising steps: for ablations and for texts that are
    /// known to be clean.
    ///
    /// # Errors
    /// Faults of the overlays.
    pub fn bundled_with_steps(
        overlays: impl IntoIterator<Item = Source>,
        steps: Steps,
    ) -> Result<Self, Diagnostics> {
        let mut overlays = overlays.into_iter().peekable();
        if overlays.peek().is_none()
            && steps == Steps::all()
            && let Ok(compiled) = postcard::from_bytes::<Compiled>(PACKED)
        {
            return Ok(Self { inner: Arc::new(compiled) });
        }
        let own = smsift_data::RULE_FILES.iter().map(|(name, text)| Source::new(*name, *text));
        Self::compile_as(smsift_data::VERSION, own.chain(overlays), steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Classifier;

    fn compiled_anew() -> RuleSet {
        let own = smsift_data::RULE_FILES.iter().map(|(name, text)| Source::new(*name, *text));
        RuleSet::compile_as(smsift_data::VERSION, own, Steps::all())
            .expect("the bundled rules have no faults")
    }

    #[test]
    fn the_packed_rules_are_those_of_the_files() {
        let anew = compiled_anew();
        let packed = postcard::to_allocvec(&*anew.inner).expect("rules can be packed");
        assert!(packed == PACKED, "compiled here: {} bytes, by the build: {}", packed.len(), PACKED.len());
        assert_eq!(RuleSet::bundled().id(), anew.id());
    }

    #[test]
    fn nothing_is_lost_by_packing() {
        let (read, anew) = (RuleSet::bundled(), compiled_anew());
        let packed = postcard::to_allocvec(&*read.inner).expect("rules can be packed");
        assert!(packed == PACKED, "read and packed again: {} bytes, before: {}", packed.len(), PACKED.len());
        assert!(read.words().eq(anew.words()));
        let shown = |rules: &RuleSet| rules.rules().map(|r| format!("{r:?}")).collect::<Vec<_>>();
        assert_eq!(shown(&read), shown(&anew));
        let (read, anew) = (Classifier::new(read), Classifier::new(anew));
        for line in include_str!("../../../data/samples/inbox.jsonl").lines() {
            let record: serde_json::Value =
                serde_json::from_str(line).expect("the sample inbox is JSON Lines");
            let text = record["text"].as_str().expect("every message has a text");
            assert_eq!(format!("{:?}", read.explain(text)), format!("{:?}", anew.explain(text)), "{text}");
        }
    }
}
