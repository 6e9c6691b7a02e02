//! Marketing that offers no way to refuse.

use smsift::Category;

use super::{Code, Context, Finding, select};
use crate::text::contains_any;
use crate::words::Words;

pub(super) fn find(context: &Context<'_>) -> Vec<Finding> {
    select(context, Code::MarketingWithoutOptout, |e| {
        e.category() == Category::Marketing && !offers_refusal(&e.folded())
    })
}

/// Whether a folded text says how to refuse further messages.
fn offers_refusal(folded: &str) -> bool {
    let offer = &Words::bundled().opt_out_offer;
    let joined: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    contains_any(&joined, &offer.words)
        || contains_any(folded, &offer.words)
        || offer.patterns.is_match(folded)
        || offer.patterns.is_match(&joined)
}

#[cfg(test)]
mod tests {
    use super::offers_refusal;
    use crate::text::fold;

    #[test]
    fn ways_to_refuse() {
        for text in [
            "退订回T",
            "拒收请回复R",
            "回TD取消",
            "赊销免息到秋收，退T",
            "TD退",
            "回复N退",
            "取消订阅请点 x.cn/1",
            "退 订 回 Ｔ",
            "Reply STOP to unsubscribe",
            "不想收到请致电400-300-6120",
            "免打扰请点 t.cn/abc",
            "回“T”不再接收",
            "如不需要请回QX",
        ] {
            assert!(offers_refusal(&fold(text)), "{text}");
        }
        for text in [
            "回1了解",
            "立即申请",
            "拒绝高利息，来我行办理",
            "详询400-300-6120",
            "点 yj.cn/x9 查看",
            "返回Top查看",
            "无需退款",
        ] {
            assert!(!offers_refusal(&fold(text)), "{text}");
        }
    }
}
