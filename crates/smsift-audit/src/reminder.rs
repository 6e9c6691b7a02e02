//! Reminders: which are legitimate, and which state a missed payment.

use smsift::Category;

use crate::amount::Amounts;
use crate::history::{Entry, History, Party};
use crate::words::Words;

/// A reminder of the agreed instalment: attributed to this creditor, after the day of the agreement, demanding nothing,
/// or naming the instalment within one yuan, or with no instalment in the case. It is never a finding.
pub(crate) fn is_legitimate(history: &History, entry: &Entry, party: &Party) -> bool {
    if entry.category() != Category::RepaymentReminder {
        return false;
    }
    let amounts = Amounts::read(&entry.folded(), Category::RepaymentReminder, &Words::bundled().amount);
    history
        .agreements(entry)
        .filter(|a| Some(a.creditor.as_str()) == party.creditor() && History::is_after(entry, a))
        .any(|a| amounts.demanded.is_empty() || a.monthly.is_none_or(|m| amounts.equals(m)))
}

/// Whether a folded text states that a payment was missed; a warning (以免逾期) states nothing.
pub(crate) fn states_missed_payment(folded: &str) -> bool {
    let words = &Words::bundled().missed_payment;
    words.words.iter().any(|word| {
        folded.match_indices(word.as_str()).any(|(at, _)| {
            let (before, after) = (&folded[..at], &folded[at + word.len()..]);
            !words.not_after.iter().any(|w| before.ends_with(w.as_str()))
                && !words.not_before.iter().any(|w| after.starts_with(w.as_str()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::states_missed_payment;

    #[test]
    fn warnings_state_nothing() {
        for text in ["您的借款已逾期3天", "本期账单未还", "尚未收到您的还款", "今日扣款失败,请存入"]
        {
            assert!(states_missed_payment(text), "{text}");
        }
        for text in ["请按时还款,以免逾期", "如逾期将上报征信", "逾期将产生罚息", "还款日11月5日"]
        {
            assert!(!states_missed_payment(text), "{text}");
        }
    }
}
