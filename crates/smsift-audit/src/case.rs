//! The case file: what was agreed, with whom, when.

mod template;

use std::ops::Range;

use jiff::civil::Date;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::value::Datetime;

use crate::error::{Error, ErrorKind, Position};
use crate::text::fold;

pub use template::{Proposal, template};

/// What kind of lender an agreement was made with: it decides which contact rules may be cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LenderType {
    /// A credit card of a bank.
    BankCard,
    /// A loan of a bank.
    BankLoan,
    /// A consumer-finance company.
    ConsumerFinance,
    /// A micro-lending company.
    MicroLoan,
    /// An online platform.
    OnlinePlatform,
    /// None of these.
    Other,
}

/// One agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The creditor, as the report names it.
    pub creditor: String,
    /// Other names: products, agencies, a buyer of the claim.
    pub aliases: Vec<String>,
    /// The day on which it was agreed, in Asia/Shanghai.
    pub agreed_on: Date,
    /// The day of the last instalment.
    pub ends_on: Option<Date>,
    /// The instalment in yuan.
    pub monthly: Option<f64>,
    /// The day of the month on which it is due.
    pub due_day: Option<u8>,
    /// Whether all instalments so far were paid, as the user says.
    pub up_to_date: Option<bool>,
    /// The type of lender, where the user states it.
    pub lender: Option<LenderType>,
    /// The region whose rules apply besides the national ones.
    pub region: Option<String>,
}

impl Agreement {
    /// Creditor and aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.creditor.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

/// A case: the agreements and what else the user tells.
///
/// ```
/// let case = smsift_audit::Case::parse("[[agreement]]\ncreditor = \"东浦银行\"\nagreed_on = 2026-01-12\n")?;
/// assert_eq!(case.agreements[0].creditor, "东浦银行");
/// # Ok::<(), smsift_audit::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// The agreements, in the order of the file.
    pub agreements: Vec<Agreement>,
    /// Names of people that `--redact` masks besides those it finds.
    pub names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCase {
    #[serde(default)]
    agreement: Vec<RawAgreement>,
    #[serde(default)]
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAgreement {
    creditor: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(deserialize_with = "day")]
    agreed_on: Date,
    #[serde(default, deserialize_with = "optional_day")]
    ends_on: Option<Date>,
    monthly: Option<Spanned<f64>>,
    due_day: Option<Spanned<u8>>,
    up_to_date: Option<bool>,
    #[serde(rename = "type")]
    lender: Option<LenderType>,
    region: Option<String>,
}

impl Case {
    /// Reads a case file.
    ///
    /// # Errors
    ///
    /// Unknown keys, a missing creditor or date, and values that cannot be, each with line and column.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let raw: RawCase = toml::from_str(text).map_err(|e| {
            let error = Error::new(ErrorKind::Case, e.message());
            match e.span() {
                Some(span) => error.at(Position::of(text, span.start)),
                None => error,
            }
        })?;
        if raw.agreement.is_empty() {
            return Err(Error::new(
                ErrorKind::Case,
                "no [[agreement]] is filled in: write at least creditor and agreed_on, or remove the # before a proposed one",
            ));
        }
        let agreements = raw.agreement.into_iter().map(|a| a.check(text)).collect::<Result<_, _>>()?;
        Ok(Self { agreements, names: raw.names })
    }
}

impl RawAgreement {
    fn check(self, text: &str) -> Result<Agreement, Error> {
        let wrong = |span: Range<usize>, message: &str| {
            Err(Error::new(ErrorKind::Case, message).at(Position::of(text, span.start)))
        };
        if let Some(empty) =
            std::iter::once(&self.creditor).chain(&self.aliases).find(|n| fold(n.get_ref()).trim().is_empty())
        {
            return wrong(empty.span(), "empty name: it would match every message");
        }
        if let Some(m) = &self.monthly
            && !(m.get_ref().is_finite() && *m.get_ref() > 0.0)
        {
            return wrong(m.span(), "monthly must be more than 0 yuan");
        }
        if let Some(d) = &self.due_day
            && !(1..=31).contains(d.get_ref())
        {
            return wrong(d.span(), "due_day must be 1 to 31");
        }
        if self.ends_on.is_some_and(|end| end < self.agreed_on) {
            return wrong(self.creditor.span(), "this agreement ends before it was agreed");
        }
        Ok(Agreement {
            creditor: self.creditor.into_inner().trim().to_owned(),
            aliases: self.aliases.into_iter().map(|a| a.into_inner().trim().to_owned()).collect(),
            agreed_on: self.agreed_on,
            ends_on: self.ends_on,
            monthly: self.monthly.map(Spanned::into_inner),
            due_day: self.due_day.map(Spanned::into_inner),
            up_to_date: self.up_to_date,
            lender: self.lender,
            region: self.region.filter(|r| !r.trim().is_empty()),
        })
    }
}

/// A TOML date, or the same in quotes.
struct Day;

impl<'de> Visitor<'de> for Day {
    type Value = Date;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a date such as 2026-03-01")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
        text.trim().parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Date, A::Error> {
        let value = Datetime::deserialize(MapAccessDeserializer::new(map))?;
        value
            .date
            .and_then(|d| {
                Date::new(d.year.try_into().ok()?, d.month.try_into().ok()?, d.day.try_into().ok()?).ok()
            })
            .ok_or_else(|| de::Error::custom("a date such as 2026-03-01 is needed"))
    }
}

fn day<'de, D: Deserializer<'de>>(input: D) -> Result<Date, D::Error> {
    input.deserialize_any(Day)
}

fn optional_day<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Date>, D::Error> {
    day(input).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_key() {
        let case = Case::parse(concat!(
            "names = [\"唐磊\"]\n[[agreement]]\ncreditor = \"京东金融\"\naliases = [\"京东白条\"]\nagreed_on = 2026-03-01\n",
            "ends_on = \"2028-03-01\"\nmonthly = 850\ndue_day = 5\nup_to_date = true\ntype = \"online_platform\"\nregion = \"\"\n",
        ));
        let case = case.unwrap();
        let a = &case.agreements[0];
        assert_eq!(a.agreed_on, Date::constant(2026, 3, 1));
        assert_eq!(a.ends_on, Some(Date::constant(2028, 3, 1)));
        assert_eq!((a.monthly, a.due_day, a.up_to_date), (Some(850.0), Some(5), Some(true)));
        assert_eq!((a.lender, a.region.as_deref()), (Some(LenderType::OnlinePlatform), None));
        assert_eq!(case.names, ["唐磊"]);
    }

    #[test]
    fn says_where_it_is_wrong() {
        for (text, line, column) in [
            ("[[agreement]]\ncreditor = \"甲\"\nagreed_on = 2026-01-01\nmonthy = 3\n", 4, 1),
            ("[[agreement]]\ncreditor = \"甲\"\naliases = [\"乙\", \" \"]\nagreed_on = 2026-01-01\n", 3, 17),
            ("[[agreement]]\ncreditor = \"甲\"\nagreed_on = 2026-01-01\nmonthly = -3\n", 4, 11),
            ("[[agreement]]\ncreditor = \"甲\"\nagreed_on = 2026-01-01\ndue_day = 32\n", 4, 11),
            ("[[agreement]]\ncreditor = \"甲\"\nagreed_on = \"soon\"\n", 3, 13),
            ("[[agreement]]\ncreditor = \"甲\"\nagreed_on = 2026-01-02\nends_on = 2026-01-01\n", 2, 12),
        ] {
            let error = Case::parse(text).unwrap_err();
            assert_eq!(error.position(), Some(Position { line, column }), "{error}");
        }
        assert!(Case::parse("").is_err());
    }
}
