//! A case file to start from, with the agreements that the messages themselves report.

use std::fmt::Write as _;

use smsift::{Category, Direction, Event};

use crate::amount::amounts;
use crate::contact::{Contact, shanghai};
use crate::signature::signature;
use crate::text::fold;

/// An agreement that a message reports; the user confirms or corrects it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Proposal {
    /// The signature of the message: the creditor, or who wrote for it.
    pub creditor: String,
    /// The day of the message in Asia/Shanghai, where it has a time.
    pub agreed_on: Option<jiff::civil::Date>,
    /// The instalment in yuan, where the text gives one.
    pub monthly: Option<f64>,
    /// Others who pressed in the creditor's name: agencies, a buyer of the claim.
    pub aliases: Vec<String>,
    /// The id of the message.
    pub message: String,
    /// Its text.
    pub text: String,
}

impl Proposal {
    /// The agreements that messages report, each once, with those who pressed in the creditor's name.
    pub fn from_contacts(contacts: &[Contact]) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for found in contacts.iter().filter_map(Self::from_contact) {
            let same = |p: &Self| {
                (&p.creditor, p.agreed_on, p.monthly) == (&found.creditor, found.agreed_on, found.monthly)
            };
            if !out.iter().any(same) {
                out.push(found);
            }
        }
        for contact in contacts.iter().filter(|c| c.category() == Category::CollectionPressure) {
            let Some(sender) = signature(&contact.record.text) else { continue };
            let text = fold(&contact.record.text);
            for proposal in &mut out {
                let named = text.contains(&fold(&proposal.creditor));
                if named && sender != proposal.creditor && !proposal.aliases.contains(&sender) {
                    proposal.aliases.push(sender.clone());
                }
            }
        }
        out
    }

    /// The agreement that this message reports, if it does.
    fn from_contact(contact: &Contact) -> Option<Self> {
        let verdict = contact.verdict.as_ref()?;
        if contact.record.direction == Direction::Out || !verdict.events.contains(&Event::Agreement) {
            return None;
        }
        let text = &contact.record.text;
        Some(Self {
            creditor: signature(text)?,
            agreed_on: contact.record.time.as_ref().map(|t| shanghai(t.at).date()),
            monthly: instalment(text),
            aliases: Vec::new(),
            message: contact.record.id.clone(),
            text: text.clone(),
        })
    }
}

/// The amount in the clause that speaks of each month or each instalment, else the smallest.
fn instalment(text: &str) -> Option<f64> {
    let folded = fold(text);
    let all = amounts(&folded);
    let each =
        all.iter().find(|a| ["每月", "每期", "月供", "首期", "按月"].iter().any(|w| a.before.contains(w)));
    each.map(|a| a.yuan).or_else(|| all.iter().map(|a| a.yuan).min_by(f64::total_cmp))
}

const HEAD: &str = "\
# 个案说明：与谁、何时达成了什么协议。只有 creditor 和 agreed_on 必填，其余可删去；以 # 开头的行只是说明。
# What was agreed, with whom, when. Only creditor and agreed_on are needed; lines that begin with # explain.

# 打码（--redact）时除自动识别外还要遮盖的人名 / names of people that --redact masks besides those it finds
# names = [\"张三\"]
";

const EXAMPLE: &str = "
[[agreement]]
creditor   = \"某某金融\"          # 债权人名称，报告里就这样写 / the creditor, as the report names it
aliases    = [\"某某白条\"]        # 别名：产品、受托催收公司、债权受让方 / products, agencies, a buyer of the claim
agreed_on  = 2026-03-01          # 达成协议之日 / the day of the agreement
# ends_on    = 2028-03-01        # 最后一期 / the last instalment
# monthly    = 850.00            # 每期金额（元） / the instalment in yuan
# due_day    = 5                 # 每月还款日 / the day of the month
# up_to_date = true              # 至今都按约还款？不写＝不确定 / all paid so far? leave out when not sure
# type       = \"online_platform\" # bank_card | bank_loan | consumer_finance | micro_loan | online_platform | other
# region     = \"\"                # 适用地方规定的地区 / region whose own rules apply
";

/// A commented case file. Without proposals it holds an example; with them, each proposal as a comment to confirm
/// by removing the `#`.
pub fn template(proposals: &[Proposal]) -> String {
    let mut out = HEAD.to_owned();
    if proposals.is_empty() {
        out.push_str(EXAMPLE);
        return out;
    }
    out.push_str("\n# 短信中提到的协议：请核对，属实的去掉行首的 # \n# Agreements that messages report: check them and remove the # of those that are right.\n");
    for p in proposals {
        let quoted: String = p.text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let _ = writeln!(out, "\n# 短信 / message {}: {quoted}", one_line(&p.message));
        let _ = writeln!(out, "# [[agreement]]\n# creditor   = {}", toml_string(&p.creditor));
        if !p.aliases.is_empty() {
            let names: Vec<String> = p.aliases.iter().map(|a| toml_string(a)).collect();
            let _ = writeln!(
                out,
                "# aliases    = [{}]   # 曾以该债权人名义发送 / wrote in its name",
                names.join(", ")
            );
        }
        match p.agreed_on {
            Some(day) => writeln!(out, "# agreed_on  = {day}"),
            None => {
                writeln!(out, "# agreed_on  = 2026-01-01   # 短信没有时间，请填写 / the message has no time")
            }
        }
        .ok();
        if let Some(yuan) = p.monthly {
            let _ = writeln!(out, "# monthly    = {yuan:.2}");
        }
        out.push_str("# up_to_date = true\n");
    }
    out
}

fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn toml_string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Case;

    #[test]
    fn the_example_is_a_case_file() {
        let case = Case::parse(&template(&[])).unwrap();
        assert_eq!(case.agreements.len(), 1);
        let all = template(&[]).replace("# ends_on", "ends_on").replace("# monthly", "monthly");
        let all = all
            .replace("# due_day", "due_day")
            .replace("# up_to_date", "up_to_date")
            .replace("# type", "type");
        assert_eq!(Case::parse(&all).unwrap().agreements[0].due_day, Some(5));
    }

    #[test]
    fn a_confirmed_proposal_is_a_case_file_and_hostile_text_stays_a_comment() {
        let proposal = Proposal {
            creditor: "甲\"银行".into(),
            agreed_on: Some(jiff::civil::date(2026, 1, 12)),
            monthly: Some(268.2),
            aliases: vec!["乙清收".into()],
            message: "m\n08".into(),
            text: "x\n[[agreement]]\ncreditor=\"y\"".into(),
        };
        let text = template(std::slice::from_ref(&proposal));
        assert!(Case::parse(&text).is_err(), "nothing is agreed before the user confirms");
        let confirmed: String = text
            .lines()
            .map(|l| l.strip_prefix("# ").filter(|l| l.starts_with('[') || l.contains(" = ")).unwrap_or(l))
            .filter(|l| !l.starts_with("names"))
            .collect::<Vec<_>>()
            .join("\n");
        let case = Case::parse(&confirmed).unwrap();
        assert_eq!(case.agreements.len(), 1);
        assert_eq!(case.agreements[0].creditor, "甲\"银行");
        assert_eq!(case.agreements[0].monthly, Some(268.2));
        assert_eq!(case.agreements[0].aliases, ["乙清收"]);
    }
}
