//! The report of `smsift eval` for people.

use std::fmt::Write as _;

use smsift::Category;
use smsift_tune::eval::{Column, GateResult, Miss, MissKind};
use smsift_tune::{Rate, Report, Side};

use super::grid::Grid;
use super::text::escape;
use crate::lang::Lang;

const UNMEASURED: &str = "未测";

/// The whole report as text.
pub(crate) fn render(report: &Report, gates: &[GateResult], lang: Lang) -> String {
    let mut out = format!(
        "{} {}   {} {}\n\n",
        lang.pick("规则版本", "ruleset"),
        report.ruleset,
        lang.pick("标注行数", "labelled rows"),
        report.rows
    );
    out += &summary(report, lang);
    for column in &report.columns {
        out += &section(column, lang);
    }
    if report.leaked > 0 {
        let zh = "条留出行除数字外与其余行相同：它们测的是记忆";
        let en = "held-back rows equal a row of the rest, digits aside: they measure memory";
        let _ = writeln!(out, "\n! {} {}", report.leaked, lang.pick(zh, en));
    }
    for (kind, zh, en) in [
        (MissKind::Category, "类别错误", "wrong category"),
        (MissKind::Tactics, "手段错误", "wrong tactics"),
        (MissKind::Facts, "事实错误", "wrong facts"),
    ] {
        let misses: Vec<&Miss> = report.misses.iter().filter(|miss| miss.kind == kind).collect();
        if !misses.is_empty() {
            let _ = writeln!(out, "\n== {} ({})", lang.pick(zh, en), misses.len());
            out.extend(misses.iter().map(|miss| self::miss(miss)));
        }
    }
    out + &limits(gates, lang)
}

fn side(side: Side, lang: Lang) -> &'static str {
    match side {
        Side::All => lang.pick("全部", "all"),
        Side::Rest => lang.pick("调试用", "tuned on"),
        Side::Held => lang.pick("留出", "held back"),
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| UNMEASURED.to_owned(), |value| format!("{value:.3}"))
}

/// The share with its interval, such as `0.971 [0.94–0.99]`.
fn rate(rate: Rate) -> String {
    match (rate.value, rate.low, rate.high) {
        (Some(value), Some(low), Some(high)) => format!("{value:.3} [{low:.2}–{high:.2}]"),
        _ => UNMEASURED.to_owned(),
    }
}

fn summary(report: &Report, lang: Lang) -> String {
    let mut grid = Grid::default();
    let mut line = |title: &str, cell: &dyn Fn(&Column) -> String| {
        grid.row(std::iter::once(title.to_owned()).chain(report.columns.iter().map(cell)));
    };
    line("", &|c| side(c.side, lang).to_owned());
    line(lang.pick("行数", "rows"), &|c| c.rows.to_string());
    line("macro-F1", &|c| number(c.macro_f1));
    line(lang.pick("正确率", "accuracy"), &|c| rate(c.right));
    line(lang.pick("误判施压", "false pressure"), &|c| {
        format!("{}/{} {}", c.false_pressure.hits, c.false_pressure.n, number(c.false_pressure.value))
    });
    line(lang.pick("手段 micro-F1", "tactic micro-F1"), &|c| number(c.tactics.micro_f1));
    line("ECE", &|c| number(c.calibration.ece));
    grid.render()
}

fn section(column: &Column, lang: Lang) -> String {
    let mut out = format!("\n== {} ({})\n", side(column.side, lang), column.rows);
    out += &categories(column, lang);
    out.push('\n');
    out += &confusion(column, lang);
    if column.tactics.rows > 0 {
        out.push('\n');
        out += &tactics(column, lang);
    }
    if !column.facts.is_empty() {
        out.push('\n');
        out += &facts(column, lang);
    }
    out.push('\n');
    out += &calibration(column, lang);
    if !column.files.is_empty() {
        out.push('\n');
        out += &files(column, lang);
    }
    out
}

fn scores(lang: Lang, first: &str) -> [String; 6] {
    [
        first,
        lang.pick("标注", "n"),
        lang.pick("准确率", "precision"),
        lang.pick("召回率", "recall"),
        "F1",
        lang.pick("对/多/漏", "ok/extra/missed"),
    ]
    .map(str::to_owned)
}

fn categories(column: &Column, lang: Lang) -> String {
    let mut grid = Grid::default();
    grid.row(scores(lang, lang.pick("类别", "category")));
    for score in &column.categories {
        grid.row([
            lang.category(score.category).to_owned(),
            score.counts.support().to_string(),
            rate(score.precision),
            rate(score.recall),
            number(score.f1),
            format!("{}/{}/{}", score.counts.found, score.counts.wrong, score.counts.missed),
        ]);
    }
    grid.render()
}

fn confusion(column: &Column, lang: Lang) -> String {
    let mut grid = Grid::default();
    let corner = lang.pick("标注 \\ 判为", "label \\ said").to_owned();
    let said = Category::ALL.iter().map(|&c| lang.category(c).to_owned());
    grid.row(std::iter::once(corner).chain(said));
    for (category, cells) in Category::ALL.iter().zip(&column.confusion) {
        let cells = cells.iter().map(ToString::to_string);
        grid.row(std::iter::once(lang.category(*category).to_owned()).chain(cells));
    }
    grid.render()
}

fn tactics(column: &Column, lang: Lang) -> String {
    let all = &column.tactics;
    let mut grid = Grid::default();
    grid.row(scores(lang, lang.pick("手段", "tactic")));
    for score in &all.each {
        grid.row([
            lang.tactic(score.tactic).to_owned(),
            score.counts.support().to_string(),
            rate(score.precision),
            rate(score.recall),
            number(score.f1),
            format!("{}/{}/{}", score.counts.found, score.counts.wrong, score.counts.missed),
        ]);
    }
    grid.row([
        lang.pick("合计", "together").to_owned(),
        all.counts.support().to_string(),
        rate(all.precision),
        rate(all.recall),
        number(all.micro_f1),
        format!("{}/{}/{}", all.counts.found, all.counts.wrong, all.counts.missed),
    ]);
    let exact = lang.pick("手段全对的施压行", "pressure rows with exactly the right tactics");
    grid.render() + &format!("{exact}: {}/{} {}\n", all.exact.hits, all.exact.n, rate(all.exact))
}

fn facts(column: &Column, lang: Lang) -> String {
    let mut grid = Grid::default();
    grid.row(scores(lang, lang.pick("事实", "fact")));
    for score in &column.facts {
        grid.row([
            score.fact.clone(),
            score.counts.support().to_string(),
            rate(score.precision),
            rate(score.recall),
            number(score.f1),
            format!("{}/{}/{}", score.counts.found, score.counts.wrong, score.counts.missed),
        ]);
    }
    grid.render()
}

fn calibration(column: &Column, lang: Lang) -> String {
    let mut grid = Grid::default();
    grid.row([
        lang.pick("置信度", "confidence"),
        lang.pick("行数", "rows"),
        lang.pick("平均置信度", "mean"),
        lang.pick("实际正确", "right"),
    ]);
    for bin in &column.calibration.bins {
        grid.row([
            format!("{:.1}–{:.1}", bin.from, bin.to),
            bin.right.n.to_string(),
            format!("{:.3}", bin.confidence),
            rate(bin.right),
        ]);
    }
    grid.render()
}

fn files(column: &Column, lang: Lang) -> String {
    let mut grid = Grid::default();
    grid.row([
        lang.pick("文件", "file"),
        lang.pick("行数", "rows"),
        lang.pick("正确率", "accuracy"),
        "macro-F1",
        lang.pick("手段 F1", "tactic F1"),
    ]);
    for file in &column.files {
        grid.row([
            escape(&file.file),
            file.right.n.to_string(),
            rate(file.right),
            number(file.macro_f1),
            number(file.tactic_f1),
        ]);
    }
    grid.render()
}

/// A miss by the names of the record, which is what an author greps for.
fn miss(miss: &Miss) -> String {
    let also: String = miss.also_ok.iter().flat_map(|c| ["|", c.as_str()]).collect();
    let said =
        if miss.kind == MissKind::Category { format!(" → {}", miss.category) } else { String::new() };
    let unsure = if miss.unsure { "?" } else { "" };
    let mut out = format!(
        "\n{}:{} {}  {}{also}{said}  {:.2}{unsure}  r={} m={} p={}\n",
        escape(&miss.file),
        miss.line,
        escape(&miss.id),
        miss.label,
        miss.confidence,
        miss.scores.repayment_reminder,
        miss.scores.marketing,
        miss.scores.collection_pressure,
    );
    let _ = writeln!(out, "    {}", escape(&miss.text));
    for (sign, values) in [('-', &miss.missed), ('+', &miss.wrong)] {
        if !values.is_empty() {
            let _ = writeln!(out, "    {sign} {}", escape(&values.join(", ")));
        }
    }
    for evidence in &miss.evidence {
        let tactic = evidence.tactic.map(|tactic| format!(" ({tactic})")).unwrap_or_default();
        let _ = writeln!(out, "    · {}{tactic} “{}”", evidence.rule, escape(&evidence.text));
    }
    out
}

fn limits(gates: &[GateResult], lang: Lang) -> String {
    let mut out = String::new();
    for gate in gates {
        let verdict = if gate.passed { lang.pick("通过", "kept") } else { lang.pick("未达", "MISSED") };
        let value = number(gate.value);
        let _ = write!(
            out,
            "\n{verdict}  {} [{}] {value}, {} {}",
            gate.key,
            side(gate.side, lang),
            lang.pick("限值", "limit"),
            gate.limit
        );
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}
