//! Drafts of complaints: the facts of the findings, each with its message number, in the form a channel asks for.
//!
//! The drafts are in Chinese, the language of the channels; an English report adds a note that explains them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::Audit;
use crate::contact_rules::{Certainty, Strength, lender_name};
use crate::finding::{Detail, Finding};
use crate::history::Party;
use crate::lang::Lang;
use crate::meaning::{Channel, article_text, channels};
use crate::report::markdown;
use crate::span::number_ranges;

/// Messages quoted per finding; the transcript has the others.
const MOST_QUOTES: usize = 20;
/// Findings told per party; `findings.json` has the others.
const MOST_FINDINGS: usize = 40;
/// Parties in one draft.
const MOST_PARTIES: usize = 20;

/// File name and text of each draft for which there is a finding.
pub(super) fn drafts(audit: &Audit, lang: Lang) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for channel in channels() {
        let mut parties: BTreeMap<&Party, Vec<&Finding>> = BTreeMap::new();
        for finding in audit.findings.iter().filter(|f| concerns(audit, channel, f)) {
            parties.entry(&finding.party).or_default().push(finding);
        }
        if !parties.is_empty() {
            out.push((format!("complaint-{}.md", channel.id), draft(audit, channel, &parties, lang)));
        }
    }
    out
}

/// A channel for some lenders takes their findings, and those of agreements whose type of lender is not known.
fn concerns(audit: &Audit, channel: &Channel, finding: &Finding) -> bool {
    let for_all = channel.lenders.iter().any(|l| l == "any");
    let agreement =
        audit.history.case.agreements.iter().find(|a| Some(a.creditor.as_str()) == finding.party.creditor());
    let lender = agreement.is_some_and(|a| {
        lender_name(a).map_or(a.lender.is_none(), |name| channel.lenders.iter().any(|l| l == name))
    });
    (for_all || lender) && channel.codes.iter().any(|c| c == finding.code.as_str())
}

fn draft(audit: &Audit, channel: &Channel, parties: &BTreeMap<&Party, Vec<&Finding>>, lang: Lang) -> String {
    let mut out = format!("# 投诉（举报）草稿：{}\n\n", channel.name_zh);
    if lang == Lang::En {
        let _ = writeln!(
            out,
            "> English note: a draft for {} ({}). It states facts only, each with its message number; fill in the brackets 【 】 and check it before you send it yourself. What the channel asks for: {}.\n",
            channel.name_en,
            channel.for_en,
            channel.asks_en.join("; ")
        );
    }
    out.push_str("> 本草稿只列短信中看到的事实，不作违法判断。请核对内容、补全【 】，由本人决定是否提交。编号即 evidence.csv／evidence.xlsx 中的 no。\n\n");
    let source = match channel.certainty {
        Certainty::Text => "",
        Certainty::Secondary => "（据公开资料，以受理方最新说明为准）",
    };
    let _ = writeln!(
        out,
        "- 受理范围：{}\n- 该渠道要求{source}：{}\n",
        channel.for_zh,
        channel.asks_zh.join("；")
    );
    out.push_str("## 投诉人\n\n姓名：【 】　证件号码：【 】　联系电话：【 】　地址：【 】\n\n");
    for (n, (party, findings)) in parties.iter().take(MOST_PARTIES).enumerate() {
        one_party(&mut out, audit, n + 1, party, findings);
    }
    if parties.len() > MOST_PARTIES {
        let _ = writeln!(out, "其余 {} 个发送方的事实见 findings.json。\n", parties.len() - MOST_PARTIES);
    }
    out.push_str("## 请求\n\n【请自行填写，例如：核实以上短信；说明债务与协议的处理情况；书面答复。】\n\n");
    out.push_str("## 附件\n\n1. evidence.xlsx（逐条编号的短信清单，写明来源文件和记录号）\n2. report.html（核查报告）\n3. manifest.json、SHA256SUMS（文件校验值；在本文件夹运行 `sha256sum -c SHA256SUMS` 可核对）\n4. 手机短信原件：【保留手机和SIM卡，按编号截图】\n\n签名：【 】　日期：【 】\n");
    out
}

fn one_party(out: &mut String, audit: &Audit, n: usize, party: &Party, findings: &[&Finding]) {
    let name = markdown(party.name().unwrap_or("（未表明身份）"));
    let _ = writeln!(out, "## {n}. 被投诉方：{name}\n\n名称、地址、经办人：【 】\n");
    let history = &audit.history;
    for a in history.case.agreements.iter().filter(|a| Some(a.creditor.as_str()) == party.creditor()) {
        let monthly = a.monthly.map_or_else(String::new, |m| format!("，每期 {m:.2} 元"));
        let kept = match a.up_to_date {
            Some(true) => "，投诉人陈述至今按约还款",
            Some(false) => "，投诉人陈述未能按约履行",
            None => "，是否按约还款：【请填写】",
        };
        let _ = writeln!(out, "投诉人陈述：于 {} 与该债权人达成协议{monthly}{kept}。\n", a.agreed_on);
    }
    for finding in findings.iter().take(MOST_FINDINGS) {
        one_finding(out, audit, finding);
    }
    if findings.len() > MOST_FINDINGS {
        let _ = writeln!(out, "其余 {} 项事实见 findings.json。\n", findings.len() - MOST_FINDINGS);
    }
}

fn one_finding(out: &mut String, audit: &Audit, finding: &Finding) {
    let doubt = if finding.uncertain { "（需人工判断）" } else { "" };
    let meaning = finding.code.meaning();
    let _ = writeln!(
        out,
        "### {}{doubt}\n\n{} 共 {} 条，编号 {}。\n",
        finding.code.title_zh(),
        meaning.seen(Lang::Zh),
        finding.messages.len(),
        number_ranges(&finding.messages, 60)
    );
    for &i in finding.messages.iter().take(MOST_QUOTES) {
        let entry = &audit.history.entries[i];
        let record = &entry.contact.record;
        let time =
            entry.time.map_or_else(|| "时间不详".to_owned(), |t| t.strftime("%Y-%m-%d %H:%M:%S").to_string());
        let _ = writeln!(
            out,
            "- 编号 {}，{time}，{} {}：“{}”{}（来源：{} 记录 {}）",
            i + 1,
            if entry.contact.is_incoming() { "来自" } else { "发往" },
            markdown(record.sender.as_deref().unwrap_or("（号码不详）")),
            markdown(&record.text),
            detail(finding, i),
            markdown(&record.source),
            record.record
        );
    }
    if finding.messages.len() > MOST_QUOTES {
        let _ =
            writeln!(out, "- 其余见证据清单，编号 {}", number_ranges(&finding.messages[MOST_QUOTES..], 60));
    }
    out.push('\n');
    for citation in finding.citations.iter().filter(|c| c.strength != Strength::Background) {
        let _ = writeln!(out, "- 参考：{}{}", citation.rule.say_zh, article_text(citation, Lang::Zh));
    }
    let _ = writeln!(out, "- 说明：{}\n", meaning.limits(Lang::Zh));
}

fn detail(finding: &Finding, i: usize) -> String {
    match &finding.detail {
        Detail::Amounts(all) => all.get(&i).map_or_else(String::new, |(demand, agreed)| {
            format!("（要求 {demand:.2} 元，约定 {agreed:.2} 元）")
        }),
        Detail::OptOut(all) => all.get(&i).map_or_else(String::new, |o| format!("（拒收见编号 {}）", o + 1)),
        Detail::Waiting(w) => match w.answered_by {
            Some(a) => format!("（等待 {} 天，答复见编号 {}）", w.days, a + 1),
            None => format!("（至导出结束已等待 {} 天，未见答复）", w.days),
        },
        _ => String::new(),
    }
}
