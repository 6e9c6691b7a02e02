//! What must hold for any text at all.

use proptest::prelude::*;
use smsift::{Category, Classifier, Evidence, Verdict};

/// Texts made of what the rules look at, of what cleaning looks at, and of anything else.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "逾期",
            "您的借款",
            "起诉",
            "【云桥金融】",
            "上门",
            "退订回T",
            "贷(dai)款",
            "還款",
            "3天",
            "850.00元",
            "以免",
            "若",
            "未",
            "扌甲",
            "（2026）浙0106民初123号",
            "https://a.cn/x9",
            "0571-55501712",
            "3月10日",
            "。",
            "，",
            "……",
            "\n",
        ])
        .prop_map(str::to_owned),
        prop::sample::select(vec![
            "\u{200b}",
            "\u{202e}",
            "\u{fe0f}",
            ".",
            "*",
            " ",
            "①",
            "８",
            "\u{20e3}",
            "\0",
            "\u{10ffff}"
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
        "(?s).{0,4}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn check(text: &str, verdict: &Verdict<'_>) -> Result<(), TestCaseError> {
    let chars: Vec<char> = text.chars().collect();
    for evidence in verdict.evidence() {
        prop_assert_eq!(text.get(evidence.span()), Some(evidence.text()));
        let words: String = chars[evidence.char_span()].iter().collect();
        prop_assert_eq!(words.as_str(), evidence.text());
        prop_assert!(!evidence.text().is_empty());
    }
    let starts: Vec<usize> = verdict.evidence().iter().map(|evidence| evidence.span().start).collect();
    prop_assert!(starts.is_sorted(), "evidence comes in the order of the text");
    prop_assert!((0.0..=1.0).contains(&verdict.confidence()));
    prop_assert!(verdict.margin() >= 0.0 && verdict.margin().is_finite());
    prop_assert!(verdict.tactics().is_empty() || verdict.category() == Category::CollectionPressure);
    prop_assert!(verdict.tactics().is_sorted());
    Ok(())
}

proptest! {
    #[test]
    fn every_text_gets_a_verdict_whose_evidence_is_true(text in text()) {
        let sift = classifier();
        let verdict = sift.classify(&text);
        check(&text, &verdict)?;
        prop_assert_eq!(&verdict, &sift.classify(&text), "the same answer twice");
    }

    #[test]
    fn explaining_is_classifying_with_a_record(text in text()) {
        let sift = classifier();
        let explanation = sift.explain(&text);
        prop_assert_eq!(&explanation.verdict, &sift.classify(&text));
        let fired: Vec<&str> = explanation.fired.iter().map(|rule| rule.id.as_str()).collect();
        let reasons = explanation.verdict.evidence().iter().map(Evidence::rule_id);
        for reason in reasons {
            prop_assert!(fired.contains(&reason), "{} is a reason and has not fired", reason);
        }
        for change in &explanation.changes {
            prop_assert!(text.get(change.bytes.clone()).is_some(), "{:?} cuts a character", change);
        }
        prop_assert!(!explanation.why(smsift::Lang::Zh).is_empty());
    }

    #[test]
    fn the_length_of_a_text_costs_time_and_nothing_else(text in text(), times in 1usize..200) {
        let long = text.repeat(times);
        check(&long, &classifier().classify(&long))?;
    }
}

/// One for all cases: compiling the rules is most of the work.
fn classifier() -> &'static Classifier {
    static CLASSIFIER: std::sync::LazyLock<Classifier> = std::sync::LazyLock::new(Classifier::bundled);
    &CLASSIFIER
}

/// Texts in which a part that looks at every pair of places would take minutes. The bound is generous: what is
/// linear takes a hundredth of it in an optimised build.
#[test]
fn long_hostile_texts_cost_what_their_length_says() {
    let sift = Classifier::bundled();
    let begin = std::time::Instant::now();
    for part in [
        "您还欠款请还",
        "1 ",
        "回t回退",
        "还款的\u{200b}",
        "以上门店，",
        "三百万",
        "短(duan",
        "余额:",
        "贷kuan",
        "逾期3天",
    ] {
        let text = part.repeat(20_000);
        let verdict = sift.classify(&*text);
        assert!(verdict.evidence().iter().all(|e| &text[e.span()] == e.text()), "{part}");
    }
    assert!(begin.elapsed().as_secs() < 60, "{:?}", begin.elapsed());
}
