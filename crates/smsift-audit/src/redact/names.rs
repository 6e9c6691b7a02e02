//! Names of people.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use regex::{Captures, Regex, RegexBuilder};
use serde::Deserialize;

/// The lists of `data/audit/names.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    surnames: String,
    compound: Vec<String>,
    titles: Vec<String>,
    cues: Vec<String>,
    stops: String,
    not_names: Vec<String>,
}

fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> = LazyLock::new(|| {
        toml::from_str(smsift_data::audit::NAMES).expect("the shipped lists parse: tests read them")
    });
    &LISTS
}

/// Characters of substitutes: the stems and branches, which are nobody's surname and given name together.
const STEMS: [char; 22] = [
    '甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸', '子', '丑', '寅', '卯', '辰', '巳', '午',
    '未', '申', '酉', '戌', '亥',
];

/// Names that were found, and their substitutes.
#[derive(Debug, Default)]
pub(super) struct Names {
    substitutes: BTreeMap<String, String>,
    institutions: Vec<String>,
    /// All names, compiled when the first text is masked.
    matcher: OnceLock<Option<Regex>>,
}

/// A name before a title, after a word that announces one, or as the salutation; group 1 is the name.
fn patterns() -> &'static [Regex] {
    static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let lists = lists();
        let surname = format!("(?:{}|[{}])", lists.compound.join("|"), lists.surnames);
        let title = format!("(?:{})", lists.titles.join("|"));
        let cue = format!("(?:{})[:：]?", lists.cues.join("|"));
        let stop = format!("[{}]|$", lists.stops);
        [
            format!("({surname}\\p{{Han}}{{0,2}}){title}"),
            format!("{cue}({surname}\\p{{Han}})(?:{stop})"),
            format!("{cue}({surname}\\p{{Han}}{{2}})(?:{stop})"),
            format!("(?:^|】)({surname}\\p{{Han}}{{1,2}})(?:{title})?[：:]"),
            format!(
                "(?:专员|客服|经理|我是|我叫|\\p{{Han}}{{2}})(小[{}])(?:[，。,.：: 、！!]|$)",
                lists.surnames
            ),
            format!("({surname}\\p{{Han}}{{1,2}})家属"),
        ]
        .iter()
        .map(|p| Regex::new(p).expect("a constant pattern, compiled by the tests"))
        .collect()
    });
    &PATTERNS
}

impl Names {
    /// Names of institutions, which stay.
    pub(super) fn keep(&mut self, names: impl Iterator<Item = String>) {
        self.institutions.extend(names);
        self.institutions.sort_unstable();
        self.institutions.dedup();
    }

    /// A name that the user gives.
    pub(super) fn add(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && !self.substitutes.contains_key(name) {
            let substitute = self.fresh(name.chars().count());
            self.substitutes.insert(name.to_owned(), substitute);
            self.matcher = OnceLock::new();
        }
    }

    /// A sender that is no number: a person of the address book, unless an institution is called so.
    pub(super) fn add_sender(&mut self, name: &str) {
        if !self.institutions.iter().any(|i| i.contains(name) || name.contains(i.as_str())) {
            self.add(name);
        }
    }

    /// Finds the names that a text addresses or mentions.
    pub(super) fn learn(&mut self, text: &str) {
        let found: Vec<String> = patterns()
            .iter()
            .flat_map(|p| p.captures_iter(text))
            .filter_map(|c| c.get(1))
            .map(|m| m.as_str().to_owned())
            .collect();
        for name in found {
            self.learn_name(&name);
        }
    }

    fn learn_name(&mut self, name: &str) {
        let count = name.chars().count();
        let no_name = lists().not_names.iter().any(|w| name.starts_with(w.as_str()))
            || self.institutions.iter().any(|i| i.contains(name));
        if count < 2 || no_name {
            return;
        }
        self.add(name);
        // 于唐磊 may be 于 and the name 唐磊: without segmentation both are masked.
        let rest: String = name.chars().skip(1).collect();
        if count == 3 && rest.starts_with(|c| lists().surnames.contains(c)) {
            self.learn_name(&rest);
        }
    }

    fn fresh(&self, length: usize) -> String {
        let mut n = self.substitutes.values().filter(|s| s.chars().count() == length).count();
        let mut out = vec![STEMS[0]; length];
        for place in out.iter_mut().rev() {
            *place = STEMS[n % STEMS.len()];
            n /= STEMS.len();
        }
        if length > 1 && out[0] == STEMS[0] {
            out[0] = '某';
        }
        out.into_iter().collect()
    }

    /// The text with every known name replaced, the longest first; a surname before a title becomes 某.
    pub(super) fn mask(&self, text: &str) -> String {
        let known = match self.matcher.get_or_init(|| self.compile()) {
            Some(names) => names.replace_all(text, |c: &Captures<'_>| {
                self.substitutes.get(&c[0]).cloned().unwrap_or_else(|| c[0].to_owned())
            }),
            None => text.into(),
        };
        titled().replace_all(&known, "某$1").into_owned()
    }

    fn compile(&self) -> Option<Regex> {
        let mut names: Vec<&String> = self.substitutes.keys().collect();
        names.sort_by_key(|n| std::cmp::Reverse(n.chars().count()));
        let escaped: Vec<String> = names.into_iter().map(|n| regex::escape(n)).collect();
        let pattern = RegexBuilder::new(&escaped.join("|")).size_limit(1 << 30).build();
        pattern.ok().filter(|_| !escaped.is_empty())
    }
}

/// A surname alone before a title: 唐女士.
fn titled() -> &'static Regex {
    static TITLED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!("[{}]({})", lists().surnames, lists().titles.join("|")))
            .expect("a constant pattern, compiled by the tests")
    });
    &TITLED
}

#[cfg(test)]
mod tests {
    use super::Names;

    fn masked(text: &str) -> String {
        let mut names = Names::default();
        names.keep(["华岭资产".to_owned(), "白云金融".to_owned()].into_iter());
        names.learn(text);
        names.mask(text)
    }

    #[test]
    fn names_go_and_everything_else_stays() {
        for (text, name) in [
            ("您好，您是唐磊预留的联系人，烦请转告本人。", "唐磊"),
            ("唐女士，您弟弟唐磊欠款仍未处理", "唐磊"),
            ("【云澜区人民法院】杨帆：你诉锦裳汉服馆一案", "杨帆"),
            ("请问能联系上欧阳吗？唐磊家属：今日处理", "唐磊"),
            ("我是恒岳委派的刘律师，专员小林，0571", "小林"),
            ("尊敬的张三丰先生", "张三丰"),
            ("请转告欧阳娜，尽快联系", "欧阳娜"),
        ] {
            let result = masked(text);
            assert!(!result.contains(name), "{result}");
            assert_eq!(result.chars().count(), text.chars().count());
        }
        for text in [
            "【华岭资产】您的白条：已逾期",
            "白云金融提醒您安全用款，关于方案",
            "温馨提示：请按时还款",
            "通知全部结清",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
