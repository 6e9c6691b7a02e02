//! Putting signals in an order in which each comes after what it reads.

use super::compile::Draft;
use super::compiled::Signal;
use super::diagnostic::Diagnostic;
use super::names::{ConceptId, Names};
use super::source::Source;

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Depth-first order; a signal that needs itself is a fault.
pub(super) fn sort(
    drafts: Vec<Draft>,
    names: &Names,
    sources: &[Source],
    faults: &mut Vec<Diagnostic>,
) -> Vec<Signal> {
    let mut by_concept: Vec<Option<usize>> = vec![None; names.len()];
    for (at, draft) in drafts.iter().enumerate() {
        by_concept[usize::from(draft.signal.concept)] = Some(at);
    }
    let mut marks = vec![Mark::New; drafts.len()];
    let mut order = Vec::with_capacity(drafts.len());
    for root in 0..drafts.len() {
        visit(root, &drafts, &by_concept, &mut marks, &mut order, sources, faults);
    }
    let mut slots: Vec<Option<Signal>> = drafts.into_iter().map(|d| Some(d.signal)).collect();
    order.into_iter().filter_map(|at: usize| slots[at].take()).collect()
}

fn visit(
    at: usize,
    drafts: &[Draft],
    by_concept: &[Option<usize>],
    marks: &mut [Mark],
    order: &mut Vec<usize>,
    sources: &[Source],
    faults: &mut Vec<Diagnostic>,
) {
    match marks[at] {
        Mark::Done => return,
        Mark::Open => {
            let draft = &drafts[at];
            faults.push(sources[draft.file].fault("cycle", draft.at, "this signal needs itself"));
            return;
        }
        Mark::New => marks[at] = Mark::Open,
    }
    for concept in reads(&drafts[at].signal) {
        if let Some(needed) = by_concept[usize::from(concept)] {
            visit(needed, drafts, by_concept, marks, order, sources, faults);
        }
    }
    marks[at] = Mark::Done;
    order.push(at);
}

fn reads(signal: &Signal) -> impl Iterator<Item = ConceptId> {
    let patterns = signal.patterns.iter().flat_map(|p| p.iter().map(|(_, c)| *c));
    patterns.chain(signal.with.iter().chain(&signal.unless).map(|c| c.concept))
}
