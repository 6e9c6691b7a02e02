//! From names to numbers: every list, built-in type, signal and inline choice is one *concept* with a set of spans.

use rustc_hash::FxHashMap;

use super::diagnostic::{Diagnostic, nearest};
use super::source::{At, Source};
use crate::types::Type;

/// Index of a concept.
pub(crate) type ConceptId = u16;

/// Name table under construction. Built-in types come first, in the order of [`Type::ALL`].
pub(crate) struct Names {
    ids: FxHashMap<String, ConceptId>,
    names: Vec<String>,
}

impl Names {
    pub(crate) fn new() -> Self {
        let mut names = Self { ids: FxHashMap::default(), names: Vec::new() };
        for kind in Type::ALL {
            names.intern(format!("@{}", kind.name()));
        }
        names
    }

    /// The id of `name`, new if it must be.
    pub(crate) fn intern(&mut self, name: String) -> ConceptId {
        if let Some(&id) = self.ids.get(&name) {
            return id;
        }
        let id = self.names.len() as ConceptId;
        self.ids.insert(name.clone(), id);
        self.names.push(name);
        id
    }

    /// Declares a name of a file; a second declaration is a fault.
    pub(crate) fn declare(
        &mut self,
        name: &At<String>,
        source: &Source,
        faults: &mut Vec<Diagnostic>,
    ) -> ConceptId {
        if self.ids.contains_key(&name.value) {
            faults.push(source.fault("duplicate-id", name.at, format!("`{}` is declared twice", name.value)));
        }
        self.intern(name.value.clone())
    }

    pub(crate) fn find(&self, name: &str) -> Option<ConceptId> {
        self.ids.get(name).copied()
    }

    /// The id of a name that must have been declared; `at` is its place in the file.
    pub(crate) fn resolve(
        &self,
        name: &str,
        at: usize,
        source: &Source,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<ConceptId> {
        let found = self.find(name);
        if found.is_none() {
            let mut fault = source.fault("unknown-reference", at, format!("nothing is called `{name}`"));
            let public = self.names.iter().map(String::as_str).filter(|n| !n.starts_with(['\'', '(']));
            fault.hint = nearest(name, public).map(|near| format!("did you mean `{near}`?"));
            faults.push(fault);
        }
        found
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// All names, by id.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}
