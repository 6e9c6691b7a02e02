//! The names of categories, tactics, intensities and events.
//!
//! They are part of the public record: each has one spelling in JSON, CSV, rules and code.

use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have one `snake_case` name everywhere, with Chinese and English titles.
macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $id:literal, $zh:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $id)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the taxonomy.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The name used in records and rules, such as `legal_action`.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $id,)+ }
            }

            /// The title for people, in Chinese.
            pub const fn title_zh(self) -> &'static str {
                match self { $($name::$variant => $zh,)+ }
            }

            /// The title for people, in English.
            pub const fn title_en(self) -> &'static str {
                match self { $($name::$variant => $en,)+ }
            }

            /// The value with this name, if there is one. Names are case-sensitive.
            pub fn from_name(name: &str) -> Option<$name> {
                match name { $($id => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

labels! {
    /// What a message is: exactly one per message.
    Category {
        /// Informs about money owed on credit, without pressure.
        RepaymentReminder = "repayment_reminder", "还款提醒", "repayment reminder";
        /// Promotes something.
        Marketing = "marketing", "营销", "marketing";
        /// Treats a debt as in default and presses.
        CollectionPressure = "collection_pressure", "催收施压", "collection pressure";
        /// Everything else.
        Other = "other", "其他", "other";
    }
}

labels! {
    /// How a message presses; several may apply to one message.
    Tactic {
        /// Credit record, reporting, blacklists.
        CreditRecord = "credit_record", "征信施压", "credit record";
        /// Civil suit, arbitration, lawyer's letter, enforcement.
        LegalAction = "legal_action", "法律手段", "legal action";
        /// Police, crime, prison.
        CriminalThreat = "criminal_threat", "刑事威胁", "criminal threat";
        /// A visit at home, at work or in the village.
        HomeVisit = "home_visit", "上门外访", "home visit";
        /// Telling others about the debt, or a message addressed to them.
        ThirdParty = "third_party", "联系第三人", "third party";
        /// Freezing, deducting or seizing money or property.
        AssetEnforcement = "asset_enforcement", "冻结扣划", "asset enforcement";
        /// Limits on spending, travel, children, or the lender's own service.
        Restriction = "restriction", "限制停用", "restriction";
        /// Hand-over to an agency, assignment of the claim.
        AgencyTransfer = "agency_transfer", "移交委外", "agency transfer";
        /// A time limit with a consequence, a last notice, an unnamed threat.
        Ultimatum = "ultimatum", "最后通牒", "ultimatum";
        /// More than the ordinary cost of lateness.
        PenaltyEscalation = "penalty_escalation", "加重费用", "penalty escalation";
        /// Insults, moral shaming, violence.
        Shaming = "shaming", "羞辱恐吓", "shaming";
        /// Claims to be a court, police or other authority.
        Impersonation = "impersonation", "冒充机关", "impersonation";
        /// A discount offered to close a defaulted debt.
        SettlementOffer = "settlement_offer", "减免结清", "settlement offer";
    }
}

labels! {
    /// How hard a message presses: the highest tactic decides.
    Intensity {
        /// Not pressure.
        None = "none", "无", "none";
        /// Credit record, settlement offer or fees only.
        Mild = "mild", "轻", "mild";
        /// Legal step, agency, restriction, assets or ultimatum.
        Strong = "strong", "重", "strong";
        /// Visit, third party, criminal threat, shaming or impersonation.
        Severe = "severe", "严重", "severe";
    }
}

labels! {
    /// Something that happened, which matters to the audit.
    Event {
        /// An instalment or settlement plan was agreed.
        Agreement = "agreement", "达成协议", "agreement";
        /// A repayment was received.
        Repaid = "repaid", "已还款", "repaid";
        /// A real court or mediation notice.
        CourtNotice = "court_notice", "法院通知", "court notice";
        /// A loan was paid out.
        Disbursed = "disbursed", "已放款", "disbursed";
    }
}

impl Tactic {
    /// How hard this tactic presses on its own.
    pub const fn intensity(self) -> Intensity {
        match self {
            Self::CreditRecord | Self::SettlementOffer | Self::PenaltyEscalation => Intensity::Mild,
            Self::LegalAction
            | Self::AgencyTransfer
            | Self::Restriction
            | Self::AssetEnforcement
            | Self::Ultimatum => Intensity::Strong,
            Self::HomeVisit
            | Self::ThirdParty
            | Self::CriminalThreat
            | Self::Shaming
            | Self::Impersonation => Intensity::Severe,
        }
    }
}
