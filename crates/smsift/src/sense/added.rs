//! What a compiled ruleset holds of the segmenter: the words it must know. The build script compiles this file
//! without a segmenter.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::sense::Segmenter;
use crate::table::Strings;

/// The segmenter's dictionary, which the sketch was made from; part of the ruleset's hash.
pub(crate) const DICTIONARY: &str = "jieba-rs 0.11.0 default dictionary, HMM off";

/// The words that must stand as words, and the segmenter that is asked about them.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Sense {
    added: Strings,
    #[serde(skip)]
    pub(super) segmenter: OnceLock<Segmenter>,
}

impl Sense {
    pub(crate) fn new<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        Self { added: words.collect(), segmenter: OnceLock::new() }
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.added.iter()
    }
}
