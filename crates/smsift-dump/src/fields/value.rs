//! The value of a field, and the text in it.

use std::borrow::Cow;

use serde_json::{Number, Value};
use smsift::Direction;

use super::Role;
use crate::clean::{clean_sender, is_null_word};
use crate::record::{Folder, Kind};

/// A value of a field, borrowed from the input where it can be.
#[derive(Clone, Debug)]
pub(crate) enum Scalar<'a> {
    Text(Cow<'a, str>),
    Integer(i64),
    Number(f64),
    Bool(bool),
    /// An array or object.
    Tree(Value),
}

impl<'a> Scalar<'a> {
    pub(crate) fn into_text(self) -> Option<Cow<'a, str>> {
        Some(match self {
            Self::Text(text) => text,
            Self::Integer(n) => Cow::Owned(n.to_string()),
            Self::Number(n) => Cow::Owned(plain_number(n)),
            Self::Bool(b) => Cow::Owned(b.to_string()),
            Self::Tree(value) => Cow::Owned(flatten(&value)?),
        })
    }

    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Text(text) => Value::String(text.into_owned()),
            Self::Integer(n) => Value::from(n),
            Self::Number(n) => Number::from_f64(n).map_or(Value::Null, Value::Number),
            Self::Bool(b) => Value::Bool(b),
            Self::Tree(value) => value,
        }
    }
}

/// A number as people write numbers of telephones: no exponent, no `.0`.
pub(crate) fn plain_number(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e21 { format!("{n:.0}") } else { n.to_string() }
}

/// Rich text (`["a", {"text": "b"}]`) or an address object as plain text.
fn flatten(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(items) => {
            let parts: Vec<String> = items.iter().filter_map(flatten).collect();
            (!parts.is_empty()).then(|| parts.concat())
        }
        Value::Object(map) => map.get("text").and_then(flatten),
        _ => None,
    }
}

/// The address in a list of MMS addresses: the sender's (type 137) if there is one, else the first.
pub(super) fn address_of(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => clean_sender(s).map(Cow::into_owned),
        Value::Object(map) => map.get("address").and_then(address_of),
        Value::Array(items) => {
            let is_from = |v: &&Value| {
                v.get("type").is_some_and(|t| t.as_i64() == Some(137) || t.as_str() == Some("137"))
            };
            items.iter().find(is_from).and_then(address_of).or_else(|| items.iter().find_map(address_of))
        }
        _ => None,
    }
}

/// The text of MMS parts, in their order, joined with newlines.
pub(super) fn parts_text(value: &Value) -> Option<String> {
    let parts = value.as_array()?;
    let get = |part: &Value, names: [&str; 2]| {
        names.iter().find_map(|n| part.get(*n).and_then(|v| v.as_str().map(str::to_owned)))
    };
    let texts: Vec<String> = parts
        .iter()
        .filter(|part| get(part, ["ct", "contentType"]).is_some_and(|ct| ct == "text/plain"))
        .filter_map(|part| get(part, ["text", "text"]).filter(|t| !t.is_empty()))
        .collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// Direction and folder from a word, or from Android's `type` numbers.
pub(crate) fn direction(word: &str) -> Option<(Direction, Folder)> {
    use Direction::{In, Out, Unknown};
    match word {
        "in" | "1" => return Some((In, Folder::Normal)),
        "out" | "2" => return Some((Out, Folder::Normal)),
        _ => {}
    }
    let lower = word.trim().to_lowercase();
    let value = match lower.as_str() {
        "in" | "1" | "接收" | "收" | "收到" | "收件" | "收件箱" | "已接收" | "来信" | "incoming"
        | "received" | "receive" | "deliver" | "inbox" | "recv" | "mt" | "已收" | "接收短信" | "收信"
        | "read,received" | "unread,received" | "来短信" => (In, Folder::Normal),
        "out" | "2" | "4" | "6" | "发送" | "发" | "已发送" | "发件箱" | "发件" | "已发" | "outgoing"
        | "sent" | "send" | "submit" | "sendbox" | "outbox" | "queued" | "发信" | "发送短信" | "已发信息"
        | "已发送邮件" => (Out, Folder::Normal),
        "3" | "草稿" | "草稿箱" | "draft" | "drafts" => (Out, Folder::Draft),
        "5" | "失败" | "发送失败" | "failed" => (Out, Folder::Failed),
        "0" | "unknown" | "未知" | "all" => (Unknown, Folder::Normal),
        _ => return None,
    };
    Some(value)
}

/// Whether a value means something in a role: many tables use a name such as `type` for something else.
pub(super) fn accepts(role: Role, value: &Scalar<'_>) -> bool {
    let word = match value {
        Scalar::Text(text) => text.trim(),
        Scalar::Integer(n) => {
            return match role {
                Role::Type | Role::Direction => (0..=6).contains(n),
                Role::Folder | Role::Kind => false,
                _ => true,
            };
        }
        _ => return !matches!(role, Role::Type | Role::Direction | Role::Folder | Role::Kind),
    };
    match role {
        Role::Text => true,
        Role::Type | Role::Direction => direction(word).is_some(),
        Role::Folder => word.parse::<i64>().is_err() && direction(word).is_some(),
        Role::Kind => Kind::from_name(word).is_some(),
        _ => !is_null_word(word),
    }
}
