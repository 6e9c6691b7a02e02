//! Names of people.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use regex::{Captures, Regex, RegexBuilder};

/// Surnames that nearly everybody bears.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边净阴闫佘窦候";

/// Words that begin with a surname and are none.
const NO_NAMES: &[&str] = &[
    "白条", "金条", "金融", "金额", "安全", "安排", "方案", "方便", "方式", "高额", "高息", "平台", "成功",
    "时间", "时候", "常见", "于是", "全部", "钱包", "钱款", "马上", "任务", "任何", "关于", "向您", "向你",
    "单位", "解除", "解决", "万元", "余额", "何时", "严重", "强制", "华为", "施压", "文件", "管理", "石油",
    "易于", "包括", "司法", "查询", "查看", "席位", "安心", "关注", "常用", "程序", "卫生", "车辆", "房产",
    "房贷", "车贷", "边界", "成为", "成员", "金服", "钟内", "章程", "祝您", "祝你", "祝福", "夏季", "季度",
    "江苏", "江西", "甘肃", "宁夏", "安徽", "贵州", "齐全", "舒适", "温馨", "阳光", "游戏", "项目", "费用",
    "费率", "尤其", "解释", "管家", "安抚", "向我", "何种", "于您", "于你", "常规", "康复", "华夏", "强烈",
    "单笔", "单独", "高校", "高铁", "高速", "严肃", "余款", "时效", "时限", "时段", "时分", "关系", "关闭",
    "向法", "向本",
];

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
        let surname = format!("[{SURNAMES}]");
        let title =
            "(?:先生|女士|小姐|太太|律师|警官|法官|经理|主管|主任|专员|老师|师傅|家属|同学|阿姨|叔叔)";
        let cue = "(?:转告|联系上|联系到|您是|你是|我是|我叫|叫|尊敬的|亲爱的|债务人|借款人|担保人|客户|姓名[:：]?|收件人[:：]?|户名[:：]?|弟弟|哥哥|姐姐|妹妹|父亲|母亲|爸爸|妈妈|儿子|女儿|丈夫|妻子|老公|老婆|朋友|同事|亲属|帮忙督促|通知|关于)";
        let stop = "[预欠吗的家，。,.：:！!？?、；;（(先女您你本是在已与和逾借还被把将能尾处有没 ]|$";
        [
            format!("({surname}\\p{{Han}}{{0,2}}){title}"),
            format!("{cue}({surname}\\p{{Han}})(?:{stop})"),
            format!("{cue}({surname}\\p{{Han}}{{2}})(?:{stop})"),
            format!("(?:^|】)({surname}\\p{{Han}}{{1,2}})(?:{title})?[：:]"),
            format!("(?:专员|客服|经理|我是|我叫|\\p{{Han}}{{2}})(小{surname})(?:[，。,.：: 、！!]|$)"),
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
        let no_name = NO_NAMES.iter().any(|w| name.starts_with(w))
            || self.institutions.iter().any(|i| i.contains(name));
        if count < 2 || no_name {
            return;
        }
        self.add(name);
        // 于唐磊 may be 于 and the name 唐磊: without segmentation both are masked.
        let rest: String = name.chars().skip(1).collect();
        if count == 3 && rest.starts_with(|c| SURNAMES.contains(c)) {
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
        Regex::new(&format!("[{SURNAMES}](先生|女士|小姐|太太|律师|警官|法官|经理|主管)"))
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
