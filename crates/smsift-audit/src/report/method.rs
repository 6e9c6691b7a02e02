//! The rules that were cited, how the report was made, and what it cannot show.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::View;
use super::html::escape;
use super::text as t;
use crate::contact_rules::{Certainty, ContactRule};
use crate::lang::Lang;
use smsift::Direction;
use smsift_dump::Folder;

pub(super) fn section(out: &mut String, view: &View<'_>) {
    rules(out, view);
    let _ = writeln!(
        out,
        "<section aria-labelledby=\"h-method\">\n<h2 id=\"h-method\">{}</h2>\n<ul>",
        escape(view.t(t::METHOD))
    );
    for line in method(view) {
        let _ = writeln!(out, "<li>{}</li>", escape(&line));
    }
    let _ =
        writeln!(out, "</ul>\n<h3>{}</h3>\n<pre>sha256sum -c SHA256SUMS</pre>", escape(view.t(t::VERIFY)));
    let verify = view.lang.pick(
        "在本文件夹中运行以上命令，可核对各文件未被改动；manifest.json 另列出输入文件的 SHA-256。证据清单的每一行都写明来源文件和记录号，可与手机原件逐条比对。请保留手机和SIM卡，不要修改原始导出文件。",
        "Run this in the folder to check that no file was changed; manifest.json also lists the SHA-256 of the inputs. Each line of the transcript names its source file and record, to be compared with the phone. Keep phone and SIM, and do not edit the export.",
    );
    let _ = writeln!(out, "<p>{}</p>\n</section>", escape(verify));
}

fn rules(out: &mut String, view: &View<'_>) {
    let cited: BTreeMap<&str, &ContactRule> =
        view.audit.findings.iter().flat_map(|f| &f.citations).map(|c| (c.rule.id.as_str(), c.rule)).collect();
    if cited.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<section aria-labelledby=\"h-rules\">\n<h2 id=\"h-rules\">{}</h2>\n<ul>",
        escape(view.t(t::CITED))
    );
    for rule in cited.values() {
        let certainty = match rule.certainty {
            Certainty::Text => t::CERTAINTY_TEXT,
            Certainty::Secondary => t::CERTAINTY_SECONDARY,
        };
        let dates = match (rule.from, rule.to) {
            (Some(from), Some(to)) => format!("{from} – {to}"),
            (Some(from), None) => format!("{from} –"),
            _ => String::new(),
        };
        let number = rule.number.as_deref().map_or_else(String::new, |n| format!(" {n}"));
        let pick = |zh, en| view.lang.pick(zh, en);
        let _ = writeln!(
            out,
            "<li id=\"r-{id}\"><b>{id}</b> {}{} <span class=\"meta\">({} · {} · {dates})</span><br>{}<br><span class=\"limits\">{}</span></li>",
            escape(pick(&rule.instrument_zh, &rule.instrument_en)),
            escape(&number),
            escape(weight(rule, view.lang)),
            escape(view.t(certainty)),
            escape(pick(&rule.rule_zh, &rule.rule_en)),
            escape(pick(&rule.limits_zh, &rule.limits_en)),
            id = escape(&rule.id),
        );
    }
    out.push_str("</ul>\n</section>\n");
}

/// How binding a rule is, in words.
pub(crate) fn weight(rule: &ContactRule, lang: Lang) -> &'static str {
    use crate::contact_rules::Weight as W;
    match rule.weight {
        W::Law => lang.pick("法律", "law"),
        W::Regulation => lang.pick("行政法规", "regulation"),
        W::RegulatorRule => lang.pick("部门规章或规范性文件", "regulator's rule"),
        W::RecommendedStandard => lang.pick("推荐性国家标准", "recommended standard"),
        W::SelfDiscipline => lang.pick("行业自律文件", "self-discipline"),
        W::Regional => lang.pick("地方规范性文件", "regional"),
    }
}

fn method(view: &View<'_>) -> Vec<String> {
    let entries = &view.audit.history.entries;
    let count = |test: &dyn Fn(&crate::history::Entry) -> bool| entries.iter().filter(|e| test(e)).count();
    let copies = count(&|e| e.copy_of.is_some());
    let untimed = count(&|e| e.time.is_none());
    let unknown = count(&|e| e.contact.record.direction == Direction::Unknown);
    let unsent = count(&|e| e.contact.record.folder != Folder::Normal);
    let unsure = count(&|e| e.contact.verdict.as_ref().is_some_and(|v| v.unsure));
    let (version, ruleset) = (env!("CARGO_PKG_VERSION"), view.ruleset);
    match view.lang {
        Lang::Zh => vec![
            format!("本报告由 smsift {version} 生成，规则集 {ruleset}。分类依据短信正文，按公开的规则逐条得出，证据在引文中标出；分类可能有误，请以原文为准。"),
            format!("全部 {} 条短信都在证据清单中。重复送达（同号码、同内容、60秒以内）{copies} 条只计一次；没有时间的 {untimed} 条不参与与时间有关的结果；方向不明的 {unknown} 条按收到处理；草稿和发送失败的 {unsent} 条不计。", entries.len()),
            format!("没有时区信息而按设定时区理解的短信：{} 条。分类把握不大的短信：{unsure} 条。", view.tz_assumed),
            "4条、15天、5分钟、1元等数字是本报告的统计口径，不是法定标准。未找到限制催收短信条数的全国性规定。".into(),
            "协议内容、是否按约还款、机构类型以您填写的为准。短信看不出电话、App、信函中的沟通，也看不出是否另有同意或约定。".into(),
            "本报告不构成法律意见，不判断任何行为是否违法。".into(),
        ],
        Lang::En => vec![
            format!("Made by smsift {version} with ruleset {ruleset}. The category follows from the text by published rules; the words that count are marked. Classification can be wrong: the original text decides."),
            format!("All {} messages are in the transcript. {copies} copies (same number and text within 60 seconds) count once; {untimed} without a time take no part where time matters; {unknown} of unknown direction are read as received; {unsent} drafts and failed messages do not count.", entries.len()),
            format!("Messages without a zone, read in the assumed zone: {}. Messages of which the classifier is unsure: {unsure}.", view.tz_assumed),
            "4 messages, 15 days, 5 minutes and 1 yuan are thresholds of this report, not legal limits. No national rule that caps collection SMS was found.".into(),
            "What was agreed, whether it was kept, and the type of lender rest on your entries. Calls, apps, letters, consent and other arrangements cannot be seen in SMS.".into(),
            "This report is no legal advice and does not judge whether anything is unlawful.".into(),
        ],
    }
}
