use super::*;
use crate::text::Buffers;

fn refused(words: &[&str], text: &str, word: &str, eager: bool) -> (bool, bool) {
    let sense = Sense::new(words.iter().copied());
    let text = Text::new(text, Buffers::default());
    let chars: Vec<char> = word.chars().collect();
    let mut places: Vec<Place> = Vec::new();
    for w in words {
        let w: Vec<char> = w.chars().collect();
        let found = text.chars().windows(w.len()).enumerate().filter(|(_, s)| *s == &w[..]);
        places.extend(found.map(|(start, _)| Place { start, end: start + w.len() }));
    }
    places.sort_by_key(|p| p.end);
    let start =
        text.chars().windows(chars.len()).position(|s| s == &chars[..]).expect("the word is in the text");
    let place = Place { start, end: start + chars.len() };
    let answer = sense.refuse(&text, place, &places, &mut Cuts::default(), eager);
    (answer, sense.is_loaded())
}

/// Text, lexicon word, whether the word is refused there.
const CASES: &[(&str, &str, bool)] = &[
    ("以上门店均可办理", "上门", true),
    ("如遗失信用卡请挂失", "失信", true),
    ("本次返还款项已到账", "还款", true),
    ("专员将上门核实", "上门", false),
    ("被列入失信名单", "失信", false),
    ("请尽快还款", "还款", false),
    ("您的贷款额度", "贷款", false),
    ("支持随时提现金额不限", "提现", false),
];

#[test]
fn a_token_across_an_edge_refuses_the_word() {
    let words: Vec<&str> = CASES.iter().map(|(_, word, _)| *word).collect();
    for (text, word, want) in CASES {
        assert_eq!(refused(&words, text, word, false).0, *want, "{word} in {text}");
        assert_eq!(refused(&words, text, word, true).0, *want, "{word} in {text}, segmenting everything");
    }
}

#[test]
fn an_edge_beyond_doubt_needs_no_dictionary() {
    let (refused, loaded) = refused(&["还款"], "请尽快还款，谢谢", "还款", false);
    assert!(!refused);
    assert!(!loaded, "no dictionary word that matches here crosses 还款");
}

#[test]
fn the_sketch_knows_every_word_of_the_dictionary_that_texts_hold() {
    let jieba = Segmenter::new();
    let text = include_str!("../../../../data/dictionaries/traditional.tsv");
    let mut known = 0;
    for line in text.lines().map(|l| l.replace('\t', "")).chain(SENTENCES.iter().map(|s| (*s).to_owned())) {
        let chars: Vec<char> = line.chars().collect();
        for start in 0..chars.len() {
            for end in start + 2..=chars.len().min(start + 8) {
                let word: String = chars[start..end].iter().collect();
                if !jieba.has_word(&word) {
                    continue;
                }
                known += 1;
                // A place that begins inside the word and ends after it.
                let mut padded = chars[start..end].to_vec();
                padded.push('\u{4E00}');
                let place = Place { start: end - start - 1, end: end - start + 1 };
                assert!(sketch::may_cross(&padded, place), "the sketch misses {word}");
            }
        }
    }
    assert!(known > 300, "too few words to mean anything: {known}");
}

const SENTENCES: &[&str] = &[
    "中华人民共和国最高人民法院关于审理民间借贷案件适用法律若干问题的规定",
    "您的信用卡本期账单金额为一千二百元请于到期还款日前足额归还以免影响个人信用记录",
    "亲爱的用户您的快递包裹已到达小区门口智能快递柜请凭取件码及时领取",
    "暴雨橙色预警请减少外出注意防范城市内涝山洪地质灾害",
    "恭喜发财万事如意新年快乐身体健康阖家幸福",
    "消费者权益保护委员会提醒广大消费者理性消费谨防电信网络诈骗",
];
