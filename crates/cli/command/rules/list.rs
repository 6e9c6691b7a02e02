//! `smsift rules list`.

use std::io::{self, Write as _};

use smsift::RuleSet;

use super::show::Card;
use crate::failure::{Failure, Success};
use crate::lang::Lang;
use crate::output::grid::Grid;

pub(super) fn run(rules: &RuleSet, json: bool, lang: Lang) -> Result<Success, Failure> {
    let mut out = Vec::new();
    if json {
        for rule in rules.rules() {
            serde_json::to_writer(&mut out, &Card::new(&rule)).map_err(io::Error::from)?;
            out.push(b'\n');
        }
    } else {
        let mut grid = Grid::left();
        for rule in rules.rules() {
            let category = lang.category(rule.category);
            let tactic = rule.tactic.map_or("", |tactic| lang.tactic(tactic));
            let title = lang.pick(rule.title, rule.title_en);
            let status = super::show::status(rule.status);
            grid.row([rule.id, category, tactic, &format!("{:.1}", rule.weight), status, title]);
        }
        out.extend_from_slice(grid.render().as_bytes());
    }
    io::stdout().write_all(&out)?;
    Ok(Success::Done)
}
