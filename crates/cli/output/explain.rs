//! The explanation of one verdict for people, and as JSON.

mod facts;
mod json;

use std::fmt::Write as _;
use std::ops::Range;

use smsift::{Category, Explanation, Flip, Intensity, Lack, Step};
use smsift_dump::Record;

use super::grid::Grid;
use super::marked;
use super::palette::Palette;
use super::text::{clean, escape};
use crate::lang::Lang;

/// How explanations are drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Explain {
    pub(crate) lang: Lang,
    pub(crate) palette: Palette,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

impl Explain {
    /// The whole explanation as text.
    pub(crate) fn text(self, record: &Record, explanation: &Explanation<'_>) -> String {
        let verdict = &explanation.verdict;
        let spans: Vec<Range<usize>> = verdict.evidence().iter().map(smsift::Evidence::span).collect();
        let mut out = marked::wrap(&record.text, &spans, self.width.saturating_sub(2), "  ", self.palette);
        let _ = writeln!(out, "\n{}", self.verdict(explanation));
        let _ = writeln!(out, "{}", clean(&explanation.why(self.lang.into())));
        self.section(&mut out, "依据", "Reasons", &self.reasons(explanation));
        self.section(&mut out, "事实", "Facts", &facts::grid(verdict, self.lang));
        self.section(&mut out, "得分", "Scores", &self.scores(explanation));
        self.section(&mut out, "怎样会改判", "What would change the category", &self.flips(explanation));
        self.section(
            &mut out,
            "差一点就成立的规则",
            "Rules one condition short",
            &self.near_misses(explanation),
        );
        self.section(&mut out, "清洗过的文字", "What cleaning changed", &self.changes(record, explanation));
        let ruleset = format!("{} {}", self.lang.pick("规则版本", "ruleset"), verdict.ruleset());
        let _ = writeln!(out, "\n{}", self.palette.paint(Palette::DIM, &ruleset));
        out
    }

    /// The explanation as one line of JSON: the record with more keys.
    ///
    /// # Errors
    ///
    /// Never for records that can be written at all.
    pub(crate) fn json(self, record: &Record, explanation: &Explanation<'_>) -> serde_json::Result<Vec<u8>> {
        json::line(record, explanation, self.lang)
    }

    fn section(self, out: &mut String, zh: &str, en: &str, grid: &Grid) {
        let body = grid.render();
        if !body.is_empty() {
            let _ = writeln!(out, "\n{}", self.palette.paint(Palette::BOLD, self.lang.pick(zh, en)));
            body.lines().for_each(|line| {
                let _ = writeln!(out, "  {line}");
            });
        }
    }

    fn verdict(self, explanation: &Explanation<'_>) -> String {
        let (verdict, lang) = (&explanation.verdict, self.lang);
        let mut said = lang.category(verdict.category()).to_owned();
        if verdict.intensity() != Intensity::None {
            let _ = write!(said, "·{}", lang.intensity(verdict.intensity()));
        }
        let style = Palette::category(verdict.category(), verdict.intensity()).bold();
        let mut line = self.palette.paint(style, &said);
        let _ = write!(line, "  {} {:.2}", lang.pick("置信度", "confidence"), verdict.confidence());
        if verdict.is_unsure() {
            line.push_str(lang.pick("  存疑", "  unsure"));
        }
        if verdict.is_disguised() {
            line.push_str(lang.pick("  有伪装", "  disguised"));
        }
        for event in verdict.events() {
            let _ = write!(line, "  {}", lang.pick(event.title_zh(), event.title_en()));
        }
        line
    }

    fn reasons(self, explanation: &Explanation<'_>) -> Grid {
        let mut grid = Grid::left();
        let category = explanation.verdict.category();
        // Rules without weight change nothing; only for the winning category they still are a reason.
        for rule in explanation.fired.iter().filter(|rule| rule.category == category || rule.weight >= 0.05) {
            let words: Vec<String> = rule.evidence.iter().map(|e| quoted(e.text())).collect();
            let counts_for = match rule.tactic {
                Some(tactic) => self.lang.tactic(tactic),
                None => self.lang.category(rule.category),
            };
            let title = self.lang.pick(&rule.title, &rule.title_en);
            grid.row([&format!("{:+.1}", rule.weight), counts_for, &words.join(" "), title, &rule.id]);
        }
        grid
    }

    fn scores(self, explanation: &Explanation<'_>) -> Grid {
        let scores = explanation.verdict.scores();
        let mut grid = Grid::left();
        for (category, score) in [
            (Category::RepaymentReminder, scores.repayment_reminder),
            (Category::Marketing, scores.marketing),
            (Category::CollectionPressure, scores.collection_pressure),
        ] {
            grid.row([self.lang.category(category).to_owned(), format!("{score:.1}")]);
        }
        grid.row([
            self.lang.pick("差距", "margin").to_owned(),
            format!("{:.1}", explanation.verdict.margin()),
        ]);
        grid
    }

    fn flips(self, explanation: &Explanation<'_>) -> Grid {
        let mut grid = Grid::left();
        for flip in &explanation.flips {
            let becomes = self.lang.category(flip.becomes);
            let what =
                if flip.without { self.without(flip, explanation) } else { self.with(flip, explanation) };
            grid.row([format!("→ {becomes}"), what]);
        }
        grid
    }

    /// Taking reasons away, told by the words that would have to be missing.
    fn without(self, flip: &Flip, explanation: &Explanation<'_>) -> String {
        let gone = explanation.fired.iter().filter(|rule| flip.rules.contains(&rule.id));
        let mut words: Vec<String> = Vec::new();
        for evidence in gone.flat_map(|rule| &rule.evidence) {
            let word = quoted(evidence.text());
            if !words.contains(&word) {
                words.push(word);
            }
        }
        let without = self.lang.pick("若没有", "without");
        format!("{without} {} ({})", words.join(" "), flip.rules.join(", "))
    }

    fn with(self, flip: &Flip, explanation: &Explanation<'_>) -> String {
        let near = |id: &String| explanation.near_misses.iter().find(|miss| miss.id == *id);
        let added = flip.rules.iter().map(|id| match near(id) {
            Some(miss) => format!("{} ({id})", self.lang.pick(&miss.title, &miss.title_en)),
            None => id.clone(),
        });
        format!("{} {}", self.lang.pick("若再有", "with"), added.collect::<Vec<_>>().join(", "))
    }

    fn near_misses(self, explanation: &Explanation<'_>) -> Grid {
        let mut grid = Grid::left();
        for miss in &explanation.near_misses {
            let lacks = match &miss.lacks {
                Lack::Missing(condition) => format!("{} {condition}", self.lang.pick("缺", "lacks")),
                Lack::Vetoed(condition) => format!("{} {condition}", self.lang.pick("被否决：", "vetoed by")),
                _ => String::new(),
            };
            let title = self.lang.pick(&miss.title, &miss.title_en);
            grid.row([self.lang.category(miss.category), title, &lacks, &miss.id]);
        }
        grid
    }

    fn changes(self, record: &Record, explanation: &Explanation<'_>) -> Grid {
        let mut grid = Grid::left();
        let mut last = None;
        let mut words: Vec<String> = Vec::new();
        for change in &explanation.changes {
            if last.is_some_and(|last| last != change.step) {
                grid.row([last.map_or("", |last| step(last, self.lang)), &words.join(" ")]);
                words.clear();
            }
            last = Some(change.step);
            let original = record.text.get(change.bytes.clone()).unwrap_or_default();
            words.push(format!("“{}”", escape(original)));
        }
        if let Some(last) = last {
            grid.row([step(last, self.lang), &words.join(" ")]);
        }
        if let Some(cleaned) = &explanation.cleaned {
            grid.row([self.lang.pick("读作", "read as").to_owned(), clean(cleaned)]);
        }
        grid
    }
}

/// Words of a message, short enough for a line.
fn quoted(words: &str) -> String {
    const MOST: usize = 20;
    let mut shown: String = clean(words).chars().take(MOST).collect();
    if words.chars().count() > MOST {
        shown.push('…');
    }
    format!("“{shown}”")
}

/// A normalising step for people.
fn step(step: Step, lang: Lang) -> &'static str {
    match step {
        Step::Width => lang.pick("全角或变体字符", "wide or compatibility form"),
        Step::Invisible => lang.pick("不可见字符", "invisible character"),
        Step::Script => lang.pick("繁体字", "traditional character"),
        Step::Split => lang.pick("拆开的字", "character split in two"),
        Step::Gloss => lang.pick("夹注拼音", "pinyin in brackets"),
        Step::Separators => lang.pick("字间符号", "marks between characters"),
        Step::Numbers => lang.pick("混用数字", "digits in mixed styles"),
        Step::Repeats => lang.pick("重复的字", "repeated character"),
        _ => "",
    }
}
