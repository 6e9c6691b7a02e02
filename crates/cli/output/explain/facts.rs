//! The facts that a text states.

use smsift::Verdict;

use crate::lang::Lang;
use crate::output::grid::Grid;
use crate::output::text::clean;

/// One line per fact; nothing for a text that states none.
pub(super) fn grid(verdict: &Verdict<'_>, lang: Lang) -> Grid {
    let facts = verdict.facts();
    let mut grid = Grid::left();
    let mut line = |zh: &str, en: &str, value: String| {
        if !value.is_empty() {
            grid.row([lang.pick(zh, en).to_owned(), value]);
        }
    };
    let text = |value: &Option<String>| value.as_deref().map(clean).unwrap_or_default();
    let list = |values: &[String]| values.iter().map(|value| clean(value)).collect::<Vec<_>>().join("  ");
    line("签名", "signature", text(&facts.signature));
    line("产品", "product", text(&facts.product));
    let amounts: Vec<String> = facts.amounts.iter().map(|amount| format!("{amount:.2}")).collect();
    line("金额（元）", "amounts in yuan", amounts.join("  "));
    line("到期日", "due date", text(&facts.due_date));
    line("逾期天数", "days overdue", facts.overdue_days.map(|days| days.to_string()).unwrap_or_default());
    line("案号", "case number", text(&facts.case_number));
    line("链接", "links", list(&facts.urls));
    line("电话", "phones", list(&facts.phones));
    line("可退订", "opt-out", if facts.opt_out { lang.pick("是", "yes").to_owned() } else { String::new() });
    grid
}
