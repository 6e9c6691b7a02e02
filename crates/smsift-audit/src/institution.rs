//! Whether a text names an institution: a bank, platform, company, agency, law firm, court or authority.

use crate::text::contains_any;
use crate::words::{InstitutionWords, Words};

/// How many characters before a suffix may belong to the name.
const LONGEST_NAME: usize = 12;

/// Whether a folded text names one: one of the known names, a brand, a name before a suffix such as 派出所, or a name
/// with which the writer introduces himself. Generic words (我司, 平台, 法务部) name nobody.
pub(crate) fn names_institution(folded: &str, known: &[String]) -> bool {
    let words = &Words::bundled().institution;
    contains_any(folded, known)
        || contains_any(folded, &words.brands)
        || introduces(folded, words)
        || has_name(folded, words)
}

fn introduces(folded: &str, words: &InstitutionWords) -> bool {
    words.speaker_patterns.groups(folded).into_iter().any(|name| !is_generic(name, &words.speaker_generic))
}

fn has_name(folded: &str, words: &InstitutionWords) -> bool {
    words.suffixes.iter().any(|suffix| {
        folded.match_indices(suffix.as_str()).any(|(at, _)| {
            let name = name_before(&folded[..at], words);
            name.chars().count() >= 2 && !is_generic(name, &words.generic)
        })
    })
}

/// The Han characters and letters directly before a suffix, from the last word on that ends a name on its left.
fn name_before<'t>(before: &'t str, words: &InstitutionWords) -> &'t str {
    let is_name = |c: char| c.is_alphanumeric();
    let run = before.char_indices().rev().take_while(|(_, c)| is_name(*c)).take(LONGEST_NAME).last();
    let run = run.map_or("", |(i, _)| &before[i..]);
    let cut = words.left_stops.iter().filter_map(|s| run.rfind(s.as_str()).map(|i| i + s.len())).max();
    &run[cut.unwrap_or(0)..]
}

/// Whether the name is made of generic words only.
fn is_generic(name: &str, generic: &[String]) -> bool {
    if name.is_empty() || name.chars().all(|c| c.is_ascii_digit()) {
        return true;
    }
    generic.iter().any(|g| {
        !g.is_empty()
            && name.strip_prefix(g.as_str()).is_some_and(|rest| rest.is_empty() || is_generic(rest, generic))
    })
}

#[cfg(test)]
mod tests {
    use super::names_institution;
    use crate::text::fold;

    #[test]
    fn names_and_generic_words() {
        for text in [
            "城西派出所：请你主动联系平台退赃",
            "我是鼎诺小林，欠款今天处理",
            "你在先荷贷的欠款今天必须还",
            "你欠东浦银行的钱什么时候还",
            "这里是正大律师事务所，请尽快联系",
            "恒岳资产委托我方上门",
            "你的花呗逾期了",
            "我是恒岳委派的刘律师",
        ] {
            assert!(names_institution(&fold(text), &[]), "{text}");
        }
        for text in [
            "我司已移交法务部，今天不还就上门",
            "你在平台的网贷逾期了，我们会联系你单位",
            "我是法务部的，欠款再不处理就起诉",
            "你的银行贷款逾期，贷后中心将起诉",
            "网贷逾期不还，后果自负",
            "欠钱不还，明天到你单位",
            "我是催收专员小王，总部要求今天必须还",
            "已向法院起诉，等传票吧",
            "你的车贷已经逾期",
            "将冻结你名下银行卡",
        ] {
            assert!(!names_institution(&fold(text), &[]), "{text}");
        }
        assert!(names_institution("小穗花的钱还不还", &["小穗花".into()]));
    }
}
