//! The names of the finding codes.

macro_rules! codes {
    ($($(#[$meta:meta])* $variant:ident = $id:literal, $zh:literal, $en:literal;)+) => {
        /// What kind of finding it is; names and meaning are part of the public contract.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$meta])* $variant,)+ }

        impl Code {
            /// Every code, in the order of the report.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in `findings.json`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// The title in Chinese.
            pub const fn title_zh(self) -> &'static str {
                match self { $(Self::$variant => $zh,)+ }
            }

            /// The title in English.
            pub const fn title_en(self) -> &'static str {
                match self { $(Self::$variant => $en,)+ }
            }

            /// The code with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($id => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

codes! {
    /// Collection pressure about an agreed debt after the day of the agreement.
    PressureAfterAgreement = "pressure_after_agreement", "达成协议后仍施压催收", "pressure after the agreement";
    /// An amount above the agreed instalment was demanded.
    AmountContradictsAgreement = "amount_contradicts_agreement", "要求的金额与协议不符", "amount differs from the agreement";
    /// Marketing after the recipient refused it.
    MarketingAfterOptout = "marketing_after_optout", "拒收后仍发营销短信", "marketing after an opt-out";
    /// Marketing that offers no way to refuse.
    MarketingWithoutOptout = "marketing_without_optout", "营销短信未见拒收方式", "marketing without an opt-out";
    /// Pressure between 22:00 and 08:00.
    NightContact = "night_contact", "夜间催收", "pressure at night";
    /// More than three messages about one debt on one day.
    Burst = "burst", "同日多次催收", "many messages on one day";
    /// Somebody else's debt, or others told about it.
    ThirdPartyContact = "third_party_contact", "涉及第三人", "third parties involved";
    /// Insults, criminal threats, or a legal step, visit or freezing stated as a threat.
    Threat = "threat", "威胁性措辞", "threatening wording";
    /// The sender claims to be an authority.
    Impersonation = "impersonation", "自称机关或律师", "claims to be an authority";
    /// Pressure that names no sender.
    UnidentifiedSender = "unidentified_sender", "未表明身份", "sender not named";
    /// Pressure from a mobile number.
    PersonalNumber = "personal_number", "个人手机号催收", "pressure from a mobile number";
    /// A dispute, complaint or negotiation request without an individual answer.
    RequestUnanswered = "request_unanswered", "诉求未获答复", "request without an answer";
}
