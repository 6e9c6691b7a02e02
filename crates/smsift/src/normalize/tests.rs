use super::*;

fn tables() -> Tables {
    let file = |name: &str| {
        smsift_data::RULE_FILES.iter().find(|(n, _)| n.ends_with(name)).map_or("", |(_, text)| *text)
    };
    let variant = |form: &str, word: &str, not: &[&str]| Variant {
        form: form.chars().collect(),
        word: word.chars().collect(),
        not: not.iter().map(|n| n.chars().collect()).collect(),
    };
    let variants = [
        variant("贷kuan", "贷款", &[]),
        variant("愈期", "逾期", &["伤口痊愈期"]),
        variant("歀", "款", &[]),
        variant("daikuan", "贷款", &[]),
    ];
    Tables::new(file("traditional.tsv"), file("split.tsv"), variants)
}

/// What must hold for every text and every choice of steps. The failure text says what a step did wrong.
fn check(text: &str, steps: Steps) -> Normalized<'_> {
    let normalized = normalize(text, steps, &tables());
    let starts: Vec<u32> =
        normalized.text.char_indices().map(|(i, _)| i as u32).chain([normalized.text.len() as u32]).collect();
    let mut last = 0;
    for at in 0..starts.len() - 1 {
        let bytes = normalized.original_bytes(at..at + 1, &starts);
        assert!(
            text.is_char_boundary(bytes.start) && text.is_char_boundary(bytes.end),
            "character {at} of {:?} points inside a character of {text:?}; \
             help: a step must keep `start` and `end` of the units it keeps",
            normalized.text
        );
        assert!(bytes.start >= last, "help: a step must not change the order of units");
        last = bytes.start;
    }
    if normalized.changes.is_empty() {
        assert!(matches!(normalized.text, Cow::Borrowed(_)), "an unchanged text must not be copied");
        assert_eq!(normalized.text, text);
    }
    normalized
}

/// `step` alone turns `text` into `want`; without it nothing happens; text it does not concern stays.
fn step(step: Step, text: &str, want: &str) {
    assert_eq!(check(text, Steps::none().with(step)).text, want, "{step:?} on {text:?}");
    assert_eq!(check(want, Steps::none().with(step)).text, want, "{step:?} must change nothing twice");
    assert_eq!(check(text, Steps::none()).text, text);
}

#[test]
fn width_makes_compatibility_forms_plain() {
    step(Step::Width, "ｗｘ１３５", "wx135");
    step(Step::Width, "①②③", "123");
    step(Step::Width, "❶➁", "12");
    step(Step::Width, "𝟭𝟯𝟴", "138");
    step(Step::Width, "⾦額", "金額");
}

#[test]
fn width_leaves_brackets_and_marks() {
    for text in ["【示例】（一）", "您好，请还款！好吗？是；对：", "“引号”…"] {
        step(Step::Width, text, text);
    }
}

#[test]
fn invisible_characters_go() {
    step(Step::Invisible, "贷\u{200B}款\u{FEFF}", "贷款");
    step(Step::Invisible, "1\u{FE0F}\u{20E3}", "1");
    step(Step::Invisible, "\u{202E}起诉\u{202C}", "起诉");
}

#[test]
fn script_simplifies_characters_and_spares_phrases() {
    step(Step::Script, "貸款逾期將起訴", "贷款逾期将起诉");
    step(Step::Script, "乾隆乾淨", "乾隆干净");
    step(Step::Script, "以后台账", "以后台账");
}

#[test]
fn split_characters_join() {
    step(Step::Split, "扌甲金", "押金");
    step(Step::Split, "甲方", "甲方");
}

#[test]
fn glosses_go() {
    step(Step::Gloss, "短(duan)信贷(dài)款", "短信贷款");
    step(Step::Gloss, "法（fa）院", "法院");
    step(Step::Gloss, "还款(app)", "还款(app)");
    step(Step::Gloss, "还款(APP)请", "还款(APP)请");
}

#[test]
fn separators_between_han_go_and_sentence_marks_stay() {
    step(Step::Separators, "贷 款 贷.款 免-费 安★全", "贷款贷款免费安全");
    step(Step::Separators, "贷。款 a 贷，款", "贷。款 a 贷，款");
    step(Step::Separators, "还款 1,200.00 元", "还款 1,200.00 元");
    step(Step::Separators, "标题 ---- 正文", "标题 ---- 正文");
}

#[test]
fn numbers_fold_in_long_mixed_runs_only() {
    step(Step::Numbers, "I38OO138OO0", "13800138000");
    step(Step::Numbers, "一三8零零1三8", "13800138");
    step(Step::Numbers, "一二三四五", "一二三四五");
    step(Step::Numbers, "Illlo", "Illlo");
    step(Step::Numbers, "13800138000", "13800138000");
}

#[test]
fn repeats_of_han_are_kept_once() {
    step(Step::Repeats, "贷贷贷款", "贷款");
    step(Step::Repeats, "谢谢 10000 aaa", "谢谢 10000 aaa");
}

#[test]
fn spellings_become_their_keyword() {
    step(Step::Variants, "贷KUAN，贷歀 daikuan", "贷款，贷款 贷款");
    step(Step::Variants, "如期 与其 预期", "如期 与其 预期");
    step(Step::Variants, "愈期三天", "逾期三天");
    step(Step::Variants, "伤口痊愈期", "伤口痊愈期");
    step(Step::Variants, "贷kuang daikuanx", "贷kuang daikuanx");
}

#[test]
fn evidence_points_into_the_original() {
    let text = "【示例】贷 款请快還";
    let normalized = check(text, Steps::all());
    assert_eq!(normalized.text, "【示例】贷款请快还");
    let starts: Vec<u32> = normalized.text.char_indices().map(|(i, _)| i as u32).collect();
    assert_eq!(&text[normalized.original_bytes(4..6, &starts)], "贷 款");
}

#[test]
fn plain_text_is_not_copied() {
    let text = "【示例银行】您的借款1,200.00元将于3月5日到期，请按时还款。";
    assert!(matches!(check(text, Steps::all()).text, Cow::Borrowed(_)));
}

proptest::proptest! {
    #[test]
    fn offsets_always_lead_back(text in "[\\PC\u{200B}\u{FEFF}扌甲贷款貸①ｗ(（)）a-z .]{0,60}", bits in 0_u16..) {
        check(&text, Steps(bits));
    }
}
