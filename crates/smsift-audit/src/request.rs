//! Disputes, complaints and negotiation requests that were sent, and who answered them when.

use std::collections::{HashMap, HashSet};

use jiff::ToSpan;
use smsift::{Category, Event};

use crate::history::{Entry, History, Party};
use crate::number::Number;
use crate::text::{clauses, contains_any};
use crate::words::Words;

/// A longer wait is reported; a reporting threshold, not a legal limit.
pub(crate) const LONGEST_WAIT_DAYS: i64 = 15;

/// A request and what became of it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Request {
    /// The outgoing message.
    pub message: usize,
    /// Further messages to the same number within 24 hours.
    pub further: Vec<usize>,
    /// One per party that it concerns.
    pub waiting: Vec<Waiting>,
}

/// How long a request waited.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Waiting {
    /// Who has to answer.
    pub party: Party,
    /// Calendar days to the answer, or to the last message of the export.
    pub days: i64,
    /// The message that answered.
    pub answered_by: Option<usize>,
    /// Pressure within 15 days that speaks of the request: a reader must judge whether it answers.
    pub referred_to_by: Option<usize>,
}

/// All requests in order of time.
pub(crate) fn requests(history: &History) -> Vec<Request> {
    let mut out: Vec<Request> = Vec::new();
    let mut lenders: HashSet<&Number> = HashSet::new();
    let mut first_to: HashMap<&Number, usize> = HashMap::new();
    for (i, entry) in history.counted() {
        let (Some(peer), Some(time)) = (&entry.peer, entry.time) else { continue };
        if entry.contact.is_incoming() {
            if is_about_credit(entry) {
                lenders.insert(peer);
            }
            continue;
        }
        let open = first_to.get(peer).map(|&n| &mut out[n]);
        if let Some(open) = open
            && history.entries[open.message]
                .time
                .is_some_and(|first| time <= first.saturating_add(24.hours()))
        {
            open.further.push(i);
        } else if lenders.contains(peer) && is_request(&entry.folded()) {
            first_to.insert(peer, out.len());
            out.push(Request { message: i, further: Vec::new(), waiting: Vec::new() });
        }
    }
    for request in &mut out {
        let entry = &history.entries[request.message];
        request.waiting =
            history.parties(entry).into_iter().filter_map(|p| wait(history, request.message, p)).collect();
    }
    out
}

fn is_about_credit(entry: &Entry) -> bool {
    matches!(entry.category(), Category::CollectionPressure | Category::RepaymentReminder)
        || !entry.agreements.is_empty()
}

/// Whether a folded outgoing text disputes, complains or asks to negotiate.
fn is_request(folded: &str) -> bool {
    let words = &Words::bundled().request;
    let mut text = folded.to_owned();
    for innocent in words.dispute_not.iter() {
        text = text.replace(innocent.as_str(), " ");
    }
    if contains_any(&text, &words.dispute)
        || words.dispute_patterns.is_match(&text)
        || contains_any(&text, &words.complaint)
    {
        return true;
    }
    contains_any(&text, &words.negotiate)
        && (!words.not_request_patterns.is_match(&text) || words.ask_patterns.is_match(&text))
}

fn wait(history: &History, request: usize, party: Party) -> Option<Waiting> {
    let entry = &history.entries[request];
    let asked = entry.day()?;
    let concerned = |e: &Entry| {
        e.peer == entry.peer
            || party.creditor().is_some_and(|c| history.agreements(e).any(|a| a.creditor == c))
    };
    let days_since = |e: &Entry| e.day().map_or(0, |day| i64::from((day - asked).get_days()));
    let later = || history.incoming().filter(|(i, e)| *i > request && e.time.is_some() && concerned(e));
    let answer = later().find(|(_, e)| e.category() == Category::Other && answers(e)).map(|(i, _)| i);
    let end = answer.map_or_else(|| history.last_day(), |i| history.entries[i].day())?;
    let refers = &Words::bundled().answer.refers;
    let referred_to_by = later()
        .take_while(|(i, e)| days_since(e) <= LONGEST_WAIT_DAYS && answer.is_none_or(|a| *i < a))
        .find(|(_, e)| e.is_pressure() && contains_any(&e.folded(), refers))
        .map(|(i, _)| i);
    Some(Waiting { party, days: i64::from((end - asked).get_days()), answered_by: answer, referred_to_by })
}

/// Whether an incoming `other` takes a request up with a result or a question of its own. In doubt it does.
fn answers(entry: &Entry) -> bool {
    let agreed = entry.contact.verdict.as_ref().is_some_and(|v| v.events.contains(&Event::Agreement));
    agreed || answers_in_words(&entry.folded())
}

fn answers_in_words(folded: &str) -> bool {
    let words = &Words::bundled().answer;
    clauses(folded).into_iter().any(|clause| {
        contains_any(clause, &words.results)
            && !contains_any(clause, &words.not_yet)
            && !contains_any(clause, &words.receipts)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn requests_and_what_only_looks_like_one() {
        for text in [
            "对你们所称的21,900元我不认可，请提供明细",
            "我不是借款人也没有担保",
            "我与禾信在2025年11月11日已达成分期并按月还款",
            "我要投诉你们",
            "能否申请延期三个月，谢谢",
            "希望协商分期还款",
            "可以宽限几天吗",
            "你们短信里的金额是错的，协议是每月850",
            "我从来没有借过你们的钱，你们找错人了",
            "请停止催收，我已与贵行签署还款协议",
            "再这样我就打12378",
        ] {
            assert!(is_request(&fold(text)), "{text}");
        }
        for text in [
            "TD",
            "不要再发了",
            "好的，分期款明天存入，谢谢",
            "请问怎么还款",
            "分期款怎么还",
            "对不对",
            "我月底一定还",
        ] {
            assert!(!is_request(&fold(text)), "{text}");
        }
    }

    #[test]
    fn answers_and_what_only_looks_like_one() {
        for text in [
            "【甲】经核实，您的余额为18,600元，已更正",
            "【甲】您的延期申请未通过，请按原计划还款",
            "【甲】材料已收到，经审核同意您的申请，将于3日内调整",
            "【甲】请提供收入证明，以便我们办理",
            "【甲】您反映的问题已处理完毕，今后不再联系您",
            "【甲】您的诉求由专人王经理负责处理，电话0571-5550171",
        ] {
            assert!(answers_in_words(&fold(text)), "{text}");
        }
        for text in [
            "【正源清收】已收到您的异议，编号ZY112101，将向委托方核实后答复。",
            "【甲】感谢您的留言，人工服务时间为9:00-18:00",
            "【甲】您的投诉已登记，我们会尽快答复，请耐心等待",
            "【甲】第1期600元已收妥。",
            "您已退订成功，将不再接收本号码的推广信息。",
        ] {
            assert!(!answers_in_words(&fold(text)), "{text}");
        }
    }
}
