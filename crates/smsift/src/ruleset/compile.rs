//! Compiling rule files: names resolved, words put into one automaton, signals ordered by what they need.

use std::collections::HashMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::compiled::{Compiled, Condition, Group, Part, Rule, Signal};
use super::diagnostic::{Diagnostic, Diagnostics};
use super::document::{Document, RuleDoc};
use super::effects::{Effects, Woken};
use super::frequent::{self, Frequent};
use super::index;
use super::leanings::{self, EVERY_MESSAGE, Leanings};
use super::names::{ConceptId, Names};
use super::numbering::Numbering;
use super::order;
use super::pattern::{self, Item, Sequence};
use super::plan::{self, Plan, Words};
use super::policy::Policy;
use super::source::{At, Source};
use crate::automaton::Automaton;
use crate::normalize::{Steps, Tables, Variant, is_han};
use crate::sense::Sense;
use crate::table::Strings;

/// Lists, signals and inline choices that can be told apart.
const MOST_CONCEPTS: usize = 1 << 16;

/// Words this long or shorter may come about across the edge of two other words.
const LONGEST_CHECKED: usize = 3;

pub(super) fn compile(sources: &[Source], version: &str, steps: Steps) -> Result<Compiled, Diagnostics> {
    let mut faults = Vec::new();
    let mut document = Document::default();
    for (file, source) in sources.iter().enumerate() {
        if !source.is_table() {
            document.read(file, source, &mut faults);
        }
    }
    let mut builder = Builder::new(sources);
    builder.lists(&document, &mut faults);
    builder.signals(&document, &mut faults);
    let rules = builder.rules(&document, &mut faults);
    builder.variants(&document, &mut faults);
    builder.leanings = leanings::read(sources, &mut faults);
    let policy = Policy::read(&document.policies, sources, &mut faults);
    let groups = index::groups(&rules, &document, sources, &mut faults);
    let signals = order::sort(std::mem::take(&mut builder.signals), &builder.names, sources, &mut faults);
    if !faults.is_empty() {
        return Err(Diagnostics(faults));
    }
    builder.freeze(signals, rules, groups, policy, version, steps)
}

/// A signal with the place of its declaration, before signals are ordered.
pub(crate) struct Draft {
    pub(crate) signal: Signal,
    pub(crate) file: usize,
    pub(crate) at: usize,
}

struct Builder<'s> {
    sources: &'s [Source],
    names: Names,
    words: FxHashMap<String, plan::Members>,
    variants: Vec<Variant>,
    leanings: leanings::Table,
    except: HashMap<ConceptId, ConceptId>,
    signals: Vec<Draft>,
    /// Inline choices that are no plain lists.
    choices: FxHashMap<Rc<[Sequence<'s>]>, ConceptId>,
    /// The name of the inline list in hand.
    list: String,
}

impl<'s> Builder<'s> {
    fn new(sources: &'s [Source]) -> Self {
        Self {
            sources,
            names: Names::new(),
            words: FxHashMap::default(),
            variants: Vec::new(),
            leanings: leanings::Table::default(),
            except: HashMap::new(),
            signals: Vec::new(),
            choices: FxHashMap::default(),
            list: String::new(),
        }
    }

    fn add_word(&mut self, word: &str, concept: ConceptId, segment: bool) {
        let lower =
            if word.bytes().any(|b| b.is_ascii_uppercase()) { &*word.to_ascii_lowercase() } else { word };
        match self.words.get_mut(lower) {
            Some(members) => plan::add_member(members, concept, segment),
            None => {
                self.words.insert(lower.to_owned(), vec![(concept, segment)]);
            }
        }
    }

    fn lists(&mut self, document: &Document, faults: &mut Vec<Diagnostic>) {
        for list in &document.lists {
            let source = &self.sources[list.file];
            let concept = self.names.declare(&list.id, source, faults);
            for word in &list.words {
                self.add_word(&word.value, concept, list.segment);
            }
            if !list.except.is_empty() {
                let except = self.names.intern(format!("(except {}", list.id.value));
                for phrase in &list.except {
                    self.add_word(&phrase.value, except, false);
                }
                self.except.insert(concept, except);
            }
        }
    }

    fn signals(&mut self, document: &'s Document, faults: &mut Vec<Diagnostic>) {
        // All names first: a signal may name one that is declared later or in another file.
        for signal in &document.signals {
            self.names.declare(&signal.id, &self.sources[signal.file], faults);
        }
        for doc in &document.signals {
            let concept = self.names.intern(doc.id.value.clone());
            let patterns = self.patterns(&doc.any_of, doc.file, faults);
            let with = self.conditions(&doc.with, doc.file, faults);
            let unless = self.conditions(&doc.unless, doc.file, faults);
            let signal = Signal { concept, patterns, with, unless, is_choice: false };
            self.signals.push(Draft { signal, file: doc.file, at: doc.id.at });
        }
    }

    fn patterns(
        &mut self,
        texts: &'s [At<String>],
        file: usize,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<Vec<Part>> {
        let mut out = Vec::new();
        for text in texts {
            match pattern::parse(&text.value) {
                Ok(sequences) => {
                    for sequence in &sequences {
                        out.extend(self.pattern(sequence, text, file, faults));
                    }
                }
                Err(error) => {
                    let message = format!(
                        "pattern at character {}: {}",
                        text.value[..error.at].chars().count() + 1,
                        error.message
                    );
                    faults.push(self.sources[file].fault("bad-pattern", text.at, message));
                }
            }
        }
        out
    }

    fn pattern(
        &mut self,
        sequence: &Sequence<'s>,
        text: &'s At<String>,
        file: usize,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Vec<Part>> {
        let mut items = Vec::with_capacity(sequence.len());
        for (gap, item) in sequence {
            let concept = match item {
                Item::Name(name, _) => self.names.resolve(name, text.at, &self.sources[file], faults)?,
                Item::Word(words) | Item::List(words) => self.anonymous_list(words),
                Item::Choice(choices) => self.choice(choices, text, file, faults)?,
            };
            items.push((*gap, concept));
        }
        Some(items)
    }

    /// An inline choice of more than words: a signal without a name.
    fn choice(
        &mut self,
        choices: &Rc<[Sequence<'s>]>,
        text: &'s At<String>,
        file: usize,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<ConceptId> {
        if let Some(concept) = self.choices.get(choices) {
            return Some(*concept);
        }
        let patterns =
            choices.iter().map(|s| self.pattern(s, text, file, faults)).collect::<Option<Vec<_>>>()?;
        let concept = self.names.intern(format!("(choice {}", self.choices.len()));
        self.choices.insert(Rc::clone(choices), concept);
        let signal = Signal { concept, patterns, is_choice: true, ..Signal::default() };
        self.signals.push(Draft { signal, file, at: text.at });
        Some(concept)
    }

    /// The list of words that stand with `|` between them.
    fn anonymous_list(&mut self, words: &str) -> ConceptId {
        self.list.clear();
        self.list.push('\'');
        self.list.push_str(words);
        if let Some(concept) = self.names.find(&self.list) {
            return concept;
        }
        let concept = self.names.intern(self.list.clone());
        for word in words.split('|') {
            // Inline words are often parts of words (未还); their neighbours in the pattern give the sense.
            self.add_word(word, concept, false);
        }
        concept
    }

    fn conditions(
        &mut self,
        texts: &[At<String>],
        file: usize,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<Condition> {
        let mut out = Vec::new();
        for text in texts {
            match pattern::parse_condition(&text.value) {
                Ok((name, scope)) => {
                    let concept = self.names.resolve(name, text.at, &self.sources[file], faults);
                    out.extend(concept.map(|concept| Condition { concept, scope }));
                }
                Err(error) => {
                    faults.push(self.sources[file].fault("bad-condition", text.at, error.message));
                }
            }
        }
        out
    }

    fn rules(&mut self, document: &'s Document, faults: &mut Vec<Diagnostic>) -> Vec<Rule> {
        let mut by_id: HashMap<&str, u16> = HashMap::new();
        for (i, doc) in document.rules.iter().enumerate() {
            if by_id.insert(&doc.id.value, i as u16).is_some() {
                let message = format!("rule `{}` is declared twice", doc.id.value);
                faults.push(self.sources[doc.file].fault("duplicate-id", doc.id.at, message));
            }
        }
        let mut groups: Vec<&str> = Vec::new();
        let mut rules = Vec::with_capacity(document.rules.len());
        for doc in &document.rules {
            let group = groups.iter().position(|g| *g == doc.group).unwrap_or_else(|| {
                groups.push(&doc.group);
                groups.len() - 1
            });
            rules.push(self.rule(doc, group as u16, &by_id, faults));
        }
        for exclude in &document.excludes {
            let source = &self.sources[exclude.file];
            let Some(&at) = by_id.get(exclude.rule.value.as_str()) else {
                let message = format!("no rule is called `{}`", exclude.rule.value);
                faults.push(source.fault("unknown-reference", exclude.rule.at, message));
                continue;
            };
            let patterns = self.patterns(&exclude.any_of, exclude.file, faults);
            let concept = self.names.intern(format!("(exclude {}:{}", exclude.file, exclude.rule.at));
            let signal = Signal { concept, patterns, ..Signal::default() };
            self.signals.push(Draft { signal, file: exclude.file, at: exclude.rule.at });
            rules[usize::from(at)].none.push(concept);
        }
        rules
    }

    fn rule(
        &mut self,
        doc: &RuleDoc,
        group: u16,
        by_id: &HashMap<&str, u16>,
        faults: &mut Vec<Diagnostic>,
    ) -> Rule {
        let source = &self.sources[doc.file];
        let mut resolve = |terms: &[At<String>]| -> Vec<ConceptId> {
            terms.iter().filter_map(|t| self.names.resolve(&t.value, t.at, source, faults)).collect()
        };
        let (all, any, none) = (resolve(&doc.all_of), resolve(&doc.any_of), resolve(&doc.none_of));
        let overrides = doc
            .overrides
            .iter()
            .filter_map(|id| {
                let found = by_id.get(id.value.as_str()).copied();
                if found.is_none() {
                    let message = format!("no rule is called `{}`", id.value);
                    faults.push(source.fault("unknown-reference", id.at, message));
                }
                found
            })
            .collect();
        let names = [&doc.all_of, &doc.any_of, &doc.none_of]
            .map(|terms| terms.iter().map(|t| t.value.clone()).collect());
        Rule {
            id: doc.id.value.as_str().into(),
            doc: doc.clone(),
            file: source.name.clone(),
            group,
            all,
            any,
            none,
            at_least: doc.at_least.as_ref().map_or(1, |n| n.value as usize),
            overrides,
            names,
        }
    }

    /// Other spellings become their word before the text is scanned.
    fn variants(&mut self, document: &Document, faults: &mut Vec<Diagnostic>) {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        for doc in &document.variants {
            for form in &doc.forms {
                if self.words.contains_key(&form.value.to_ascii_lowercase()) {
                    let message = format!("`{}` is a word of its own and cannot be a variant", form.value);
                    faults.push(self.sources[doc.file].fault("variant-collision", form.at, message));
                }
                self.variants.push(Variant {
                    form: chars(&form.value),
                    word: chars(&doc.word.value),
                    not: doc.not.iter().map(|n| chars(&n.value)).collect(),
                });
            }
        }
    }

    /// A rule author may write a word in characters that texts lose when they are cleaned.
    fn rewrite_words(&mut self, tables: &Tables) {
        let mut rewritten: Vec<(String, String)> =
            self.words.keys().filter_map(|word| Some((word.clone(), tables.rewritten(word)?))).collect();
        rewritten.sort_unstable();
        for (word, rewritten) in rewritten {
            for (concept, segment) in self.words[&word].clone() {
                self.add_word(&rewritten, concept, segment);
            }
        }
        let mut leaning: Vec<(String, String)> =
            self.leanings.keys().filter_map(|word| Some((tables.rewritten(word)?, word.clone()))).collect();
        leaning.sort_unstable();
        for (rewritten, word) in leaning {
            let says = self.leanings[&word].clone();
            self.leanings.entry(rewritten).or_insert(says);
        }
    }

    /// The normaliser's tables, and the words as texts have them once they are cleaned.
    fn cleaned_words(&mut self) -> (Tables, Words) {
        let table =
            |name: &str| self.sources.iter().find(|s| s.name.ends_with(name)).map_or("", |s| s.text.as_str());
        let tables =
            Tables::new(table("traditional.tsv"), table("split.tsv"), std::mem::take(&mut self.variants));
        self.rewrite_words(&tables);
        for word in self.leanings.keys().filter(|w| *w != EVERY_MESSAGE) {
            self.words.entry(word.clone()).or_default();
        }
        let mut words: Words = std::mem::take(&mut self.words).into_iter().collect();
        words.sort_unstable();
        (tables, words)
    }

    /// New numbers for the concepts: those with frequent words first.
    fn numbering(&self, words: &Words, frequent: &[usize]) -> Numbering {
        let names = self.names.names();
        let mut has_frequent = vec![false; names.len()];
        for member in frequent.iter().flat_map(|at| &words[*at].1) {
            has_frequent[usize::from(member.0)] |= frequent::is_taken(*member, names);
        }
        let is_common = |word: &str| self.leanings.contains_key(word);
        Numbering::new(words, is_common, |concept| has_frequent[usize::from(concept)], names.len())
    }

    fn plan(&self, signals: &mut [Signal], common: &[u32]) -> Result<Plan, Diagnostics> {
        let plan = Plan::new(signals, common);
        if plan.patterns.len() > usize::from(u16::MAX) {
            let message = format!("{} patterns; {} fit", plan.patterns.len(), u16::MAX);
            return Err(self.too_many("too-many-patterns", message));
        }
        Ok(plan)
    }

    fn too_many(&self, code: &'static str, message: String) -> Diagnostics {
        Diagnostics(vec![self.sources[0].fault(code, 0, message)])
    }

    fn freeze(
        mut self,
        mut signals: Vec<Signal>,
        mut rules: Vec<Rule>,
        groups: Vec<Group>,
        policy: Policy,
        version: &str,
        steps: Steps,
    ) -> Result<Compiled, Diagnostics> {
        let mut except: Vec<(ConceptId, ConceptId)> = self.except.iter().map(|(c, by)| (*c, *by)).collect();
        except.sort_unstable();
        let (tables, mut words) = self.cleaned_words();
        plan::flatten(&mut words, &mut signals, &mut self.names, &except);
        let concepts = self.names.len();
        if concepts > MOST_CONCEPTS {
            let message = format!("{concepts} lists, signals and inline choices; {MOST_CONCEPTS} fit");
            return Err(self.too_many("too-many-names", message));
        }
        let frequent_words = frequent::choose(&words, self.names.names());
        let numbering = self.numbering(&words, &frequent_words);
        numbering.apply(&mut words, &mut signals, &mut rules, &mut except);
        let names = numbering.table(self.names.names().to_vec());
        let common = plan::commonness(&words, &signals, concepts);
        let plan = self.plan(&mut signals, &common)?;
        let wakes = plan.wakes(concepts);
        let rules_at = index::rules_at(&rules, &common);
        let checked: Vec<u8> = words.iter().map(|word| u8::from(is_checked(word))).collect();
        let woken = Woken::new(&words, &wakes, &rules_at);
        let frequent = Frequent::take(&mut words, &frequent_words, &names);
        let items = plan.finished_items(&frequent);
        let effects = Effects::new(&words, &woken);
        let words: Strings = words.iter().map(|(text, _)| text).collect();
        let automaton = Automaton::new(words.iter())
            .map_err(|error| self.too_many("too-many-words", error.to_string()))?;
        let leanings = Leanings::new(&words, &self.leanings);
        let is_checked = |at: &usize| checked[*at] != 0;
        let sense = Sense::new((0..words.len()).filter(is_checked).map(|at| &words[at]));
        Ok(Compiled {
            id: format!("{version}+{}", index::hash(self.sources, steps)).into(),
            automaton,
            words,
            checked,
            effects,
            frequent,
            names: names.into_iter().collect(),
            needs: plan.needs(&signals),
            patterns: plan.patterns,
            signals,
            items,
            alternatives: plan.alternatives.into_iter().collect(),
            wakes: wakes.into_iter().collect(),
            except,
            rules_at: rules_at.into_iter().collect(),
            rules,
            groups,
            policy,
            leanings,
            steps,
            tables,
            sense,
        })
    }
}

/// Whether the segmenter must agree with the edges of a word, for some of its lists.
fn is_checked((text, of): &(String, plan::Members)) -> bool {
    let chars = text.chars().count();
    (2..=LONGEST_CHECKED).contains(&chars)
        && text.chars().all(is_han)
        && of.iter().any(|(_, segment)| *segment)
}
