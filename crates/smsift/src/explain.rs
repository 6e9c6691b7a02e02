//! Why a message got its category, what nearly counted, and what would change the answer.
//!
//! The same scan and the same decision as [`Classifier::classify`]; nothing is computed a second way.

use crate::classifier::{Classifier, LEANING_WORDS, evidence, leaning_evidence, reasons, tactic_evidence};
use crate::decide::{Decision, decide, decide_from};
use crate::label::{Category, Intensity, Tactic};
use crate::message::Message;
use crate::normalize::Change;
use crate::ruleset::Rule;
use crate::scan::Scanned;
use crate::tactics::tactics;
use crate::verdict::{Evidence, Verdict};

/// The language of a text for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// A rule that fired, or what words say together, under [`LEANING_WORDS`](crate::LEANING_WORDS).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FiredRule<'t> {
    /// Rule id.
    pub id: String,
    /// One line in Chinese.
    pub title: String,
    /// One line in English.
    pub title_en: String,
    /// What it counts for.
    pub category: Category,
    /// Its tactic.
    pub tactic: Option<Tactic>,
    /// Its weight, before the cap of its group; below nought for words that deny a tactic of a rule.
    pub weight: f32,
    /// The words that made it fire.
    pub evidence: Vec<Evidence<'t>>,
}

/// A rule that is one condition short.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NearMiss {
    /// Rule id.
    pub id: String,
    /// One line in Chinese.
    pub title: String,
    /// One line in English.
    pub title_en: String,
    /// What it would count for.
    pub category: Category,
    /// The condition that is missing, or that holds and must not.
    pub lacks: Lack,
}

/// What keeps a rule from firing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lack {
    /// This condition does not hold.
    Missing(String),
    /// This condition holds and vetoes.
    Vetoed(String),
}

/// A change that would turn the answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Flip {
    /// The rules concerned: fired ones to take away, or one near-miss to add.
    pub rules: Vec<String>,
    /// Whether they are taken away (`false`: added).
    pub without: bool,
    /// What the category would be.
    pub becomes: Category,
}

/// A verdict with everything behind it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation<'t> {
    /// The verdict.
    pub verdict: Verdict<'t>,
    /// Rules that fired, the weightiest of the winning category first.
    pub fired: Vec<FiredRule<'t>>,
    /// Rules one condition short, the weightiest first.
    pub near_misses: Vec<NearMiss>,
    /// What would change the category.
    pub flips: Vec<Flip>,
    /// The text that was matched, when cleaning changed it.
    pub cleaned: Option<String>,
    /// What cleaning changed.
    pub changes: Vec<Change>,
}

/// More near-misses than this help nobody.
const MOST_NEAR: usize = 5;
/// More reasons than this make no sentence.
const MOST_REASONS: usize = 3;

impl Classifier {
    /// Sorts one message and says why. Some ten times the cost of [`Classifier::classify`].
    pub fn explain<'t>(&self, message: impl Into<Message<'t>>) -> Explanation<'t> {
        let message = message.into();
        self.examine(message.text, |scanned| {
            let decision = decide(scanned);
            let near = near_misses(scanned, &decision);
            Explanation {
                verdict: self.verdict(scanned, &message, &decision),
                fired: reasons_of(scanned, &message, &decision),
                flips: flips(scanned, &decision, &near),
                near_misses: near.into_iter().map(|(_, n)| n).take(MOST_NEAR).collect(),
                cleaned: (!scanned.normalized.changes.is_empty())
                    .then(|| scanned.normalized.text.to_string()),
                changes: scanned.normalized.changes.clone(),
            }
        })
    }
}

/// The rules that fired, and the words that lean where they say more for the answer than against it.
fn reasons_of<'t>(
    scanned: &Scanned<'t, '_>,
    message: &Message<'t>,
    decision: &Decision,
) -> Vec<FiredRule<'t>> {
    let mut all = fired(scanned, message, decision);
    let says = scanned.leaning().get(decision.category as usize).copied().unwrap_or_default();
    if says > 0.0 {
        all.push(FiredRule {
            id: LEANING_WORDS.to_owned(),
            title: "用词倾向".to_owned(),
            title_en: "Words that lean this way".to_owned(),
            category: decision.category,
            tactic: None,
            weight: says,
            evidence: leaning_evidence(scanned, message.text, decision.category),
        });
    }
    let tactics = tactics(scanned, decision);
    let mut lean = |tactic: Tactic, says: f32, [title, title_en]: [&str; 2]| {
        all.push(FiredRule {
            id: LEANING_WORDS.to_owned(),
            title: format!("{title}：{}", tactic.title_zh()),
            title_en: format!("{title_en}: {}", tactic.title_en()),
            category: decision.category,
            tactic: Some(tactic).filter(|_| says > 0.0),
            weight: says,
            evidence: tactic_evidence(scanned, message.text, tactic, says < 0.0),
        });
    };
    for (tactic, says) in tactics.said {
        lean(tactic, says, ["用词倾向", "Words that lean to"]);
    }
    for (tactic, says) in tactics.denied {
        lean(tactic, says, ["用词不像，不算", "Words that speak against, so it does not count"]);
    }
    all
}

fn fired<'t>(scanned: &Scanned<'t, '_>, message: &Message<'t>, decision: &Decision) -> Vec<FiredRule<'t>> {
    let mut fired: Vec<FiredRule<'t>> = decision
        .fired
        .iter()
        .map(|&i| {
            let rule = &scanned.compiled.rules[usize::from(i)];
            let spans = reasons(scanned, rule.all.iter().chain(&rule.any));
            FiredRule {
                id: rule.id.to_string(),
                title: rule.doc.title.clone(),
                title_en: rule.doc.title_en.clone(),
                category: rule.doc.category,
                tactic: rule.doc.tactic,
                weight: rule.doc.weight,
                evidence: spans
                    .into_iter()
                    .map(|s| evidence(scanned, message.text, &rule.id, rule.doc.tactic, s))
                    .collect(),
            }
        })
        .collect();
    fired.sort_by(|a, b| {
        let wins = |f: &FiredRule<'_>| f.category == decision.category;
        wins(b).cmp(&wins(a)).then(b.weight.total_cmp(&a.weight)).then(a.id.cmp(&b.id))
    });
    fired
}

/// Rules of at least two conditions of which exactly one fails, with their index.
fn near_misses(scanned: &Scanned<'_, '_>, decision: &Decision) -> Vec<(u16, NearMiss)> {
    let mut near: Vec<(f32, u16, NearMiss)> = Vec::new();
    for (i, rule) in scanned.compiled.rules.iter().enumerate() {
        let i = i as u16;
        if !rule.counts() || decision.fired.contains(&i) || decision.overridden.contains(&i) {
            continue;
        }
        if let Some(lacks) = lack(scanned, rule) {
            let miss = NearMiss {
                id: rule.id.to_string(),
                title: rule.doc.title.clone(),
                title_en: rule.doc.title_en.clone(),
                category: rule.doc.category,
                lacks,
            };
            near.push((rule.doc.weight, i, miss));
        }
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    near.into_iter().map(|(_, i, miss)| (i, miss)).collect()
}

/// The one condition that fails, if the others hold and at least one of them had to match something.
fn lack(scanned: &Scanned<'_, '_>, rule: &Rule) -> Option<Lack> {
    let there = |c: &u16| scanned.has(*c);
    let name = |c: u16| scanned.compiled.names[usize::from(c)].to_owned();
    let missing: Vec<u16> = rule.all.iter().copied().filter(|c| !there(c)).collect();
    let vetoes: Vec<u16> = rule.none.iter().copied().filter(|c| there(c)).collect();
    let found = rule.any.iter().filter(|c| there(c)).count();
    let short = if rule.any.is_empty() { 0 } else { rule.at_least.saturating_sub(found) };
    let matched = rule.all.len() - missing.len() + found;
    if matched == 0 || missing.len() + vetoes.len() + short != 1 {
        return None;
    }
    Some(match (missing.first(), vetoes.first()) {
        (Some(&c), _) => Lack::Missing(name(c)),
        (_, Some(&c)) => Lack::Vetoed(name(c)),
        _ => Lack::Missing(
            rule.any.iter().filter(|c| !there(c)).map(|c| name(*c)).collect::<Vec<_>>().join(" | "),
        ),
    })
}

/// The fewest reasons whose loss changes the category, and each near-miss that would change it.
fn flips(scanned: &Scanned<'_, '_>, decision: &Decision, near: &[(u16, NearMiss)]) -> Vec<Flip> {
    let rules = &scanned.compiled.rules;
    let id = |i: u16| rules[usize::from(i)].id.to_string();
    let becomes = |fired: Vec<u16>| decide_from(scanned, fired).category;
    let mut flips = Vec::new();
    let mut ours: Vec<u16> = decision
        .fired
        .iter()
        .copied()
        .filter(|&i| rules[usize::from(i)].doc.category == decision.category)
        .collect();
    ours.sort_by(|a, b| {
        let weight = |i: u16| rules[usize::from(i)].doc.weight;
        weight(*b).total_cmp(&weight(*a)).then(a.cmp(b))
    });
    for most in 1..=ours.len() {
        let gone = &ours[..most];
        let category = becomes(decision.fired.iter().copied().filter(|i| !gone.contains(i)).collect());
        if category != decision.category {
            flips.push(Flip {
                rules: gone.iter().map(|&i| id(i)).collect(),
                without: true,
                becomes: category,
            });
            break;
        }
    }
    for (i, _) in near {
        let mut fired = decision.fired.clone();
        fired.push(*i);
        let category = becomes(fired);
        if category != decision.category && flips.len() < MOST_NEAR {
            flips.push(Flip { rules: vec![id(*i)], without: false, becomes: category });
        }
    }
    flips
}

impl Explanation<'_> {
    /// One sentence for people.
    pub fn why(&self, lang: Lang) -> String {
        let category = self.verdict.category();
        let mut said: Vec<(Option<Tactic>, String)> = Vec::new();
        let mut parts = Vec::new();
        // What speaks against a tactic is no reason for the category.
        for rule in self.fired.iter().filter(|r| r.category == category && r.weight >= 0.0) {
            let title = match lang {
                Lang::Zh => &rule.title,
                Lang::En => &rule.title_en,
            };
            let words: Vec<String> =
                rule.evidence.iter().take(MOST_QUOTES).map(|e| quote(e.text())).collect();
            let words = words.join(" … ");
            let again = said.iter().any(|(t, w)| (t.is_some() && *t == rule.tactic) || *w == words);
            if words.is_empty() || again || parts.len() == MOST_REASONS {
                continue;
            }
            parts.push(match lang {
                Lang::Zh => format!("{title}（“{words}”）"),
                Lang::En => format!("{title} (“{words}”)"),
            });
            said.push((rule.tactic, words));
        }
        self.sentence(lang, &parts)
    }

    fn sentence(&self, lang: Lang, parts: &[String]) -> String {
        let category = self.verdict.category();
        let intensity = self.verdict.intensity();
        match (lang, parts.is_empty()) {
            (Lang::Zh, true) => format!("判为{}：没有还款、营销或施压的迹象。", category.title_zh()),
            (Lang::En, true) => {
                format!("Sorted as {}: no sign of a repayment, an offer or pressure.", category.title_en())
            }
            (Lang::Zh, false) => {
                let grade = if intensity == Intensity::None {
                    String::new()
                } else {
                    format!("（程度：{}）", intensity.title_zh())
                };
                format!("判为{}{grade}：{}。", category.title_zh(), parts.join("；"))
            }
            (Lang::En, false) => {
                let grade = if intensity == Intensity::None {
                    String::new()
                } else {
                    format!(" ({})", intensity.title_en())
                };
                format!("Sorted as {}{grade}: {}.", category.title_en(), parts.join("; "))
            }
        }
    }
}

/// Places of a message that one reason quotes.
const MOST_QUOTES: usize = 2;

/// A quotation short enough for a sentence.
fn quote(text: &str) -> String {
    const MOST: usize = 24;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}
