//! Which names columns and keys have, and how their values become a record.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use serde_json::{Number, Value};
use smsift::Direction;

use crate::clean::{clean_sender, is_null_word};
use crate::error::{DumpError, ErrorKind};
use crate::record::{Folder, Kind, Record, Time};
use crate::time;

/// What a column or key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Text,
    Time,
    Sender,
    Recipient,
    Contact,
    /// Says which way, in words or in Android's numbers.
    Direction,
    /// The same under a name that often means something else.
    Type,
    /// 1 when the owner sent it.
    FromMe,
    /// A mailbox such as 草稿箱.
    Folder,
    Id,
    Source,
    RecordNumber,
    TzAssumed,
    /// `sms`, `mms`, `imessage`, `rcs`, `platform`.
    Kind,
    Notes,
    /// MMS parts.
    Parts,
    /// When the sender's network took the message, beside the time of receipt.
    Sent,
    /// Known and without use here.
    Known,
}

impl Role {
    const COUNT: usize = Self::Known as usize + 1;

    /// The names `--map` takes.
    pub(crate) fn from_option(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "time" => Self::Time,
            "sender" => Self::Sender,
            "recipient" => Self::Recipient,
            "contact" => Self::Contact,
            "direction" => Self::Direction,
            "id" => Self::Id,
            _ => return None,
        })
    }
}

/// A name without case, spaces, hyphens, underscores and bracketed remarks.
pub(crate) fn normal_name(name: &str) -> String {
    let name = name.trim_start_matches('\u{feff}');
    let name = name.split(['(', '（', '[']).next().filter(|n| !n.trim().is_empty()).unwrap_or(name);
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '"' | '\'' | ':' | '：' | '*'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The role of a name and its rank among the names of that role; the lowest rank that has a value wins.
pub(crate) fn role_of(name: &str) -> Option<(Role, u8)> {
    // The contract's own names first: they are what billions of rows are written in.
    match name {
        "text" => return Some((Role::Text, 0)),
        "time" => return Some((Role::Time, 2)),
        "sender" => return Some((Role::Sender, 0)),
        "direction" => return Some((Role::Direction, 0)),
        "id" => return Some((Role::Id, 0)),
        "source" => return Some((Role::Source, 0)),
        "record" => return Some((Role::RecordNumber, 0)),
        "tz_assumed" => return Some((Role::TzAssumed, 0)),
        // A row number of one phone's table, not an id of a message.
        "_id" => return Some((Role::Known, 0)),
        "category" | "confidence" | "margin" | "unsure" | "scores" | "intensity" | "tactics" | "events"
        | "facts" | "evidence" | "disguised" | "ruleset" => return None,
        _ => {}
    }
    role_of_normal(&normal_name(name))
}

#[rustfmt::skip]
fn role_of_normal(name: &str) -> Option<(Role, u8)> {
    use Role::{Contact, Direction, Folder, FromMe, Id, Known, Kind, Notes, Parts, Recipient, Sender, Text, Time, Type};
    Some(match name {
        "text" | "短信内容" => (Text, 0),
        "body" | "内容" | "短信正文" | "正文" | "消息内容" | "信息内容" | "发送内容" => (Text, 1),
        "content" | "smscontent" | "smstext" | "smsbody" | "messagetext" | "messagebody" | "msgcontent"
        | "短信文本" | "文本" | "文本内容" | "短信原文" => (Text, 2),
        "message" | "msg" | "短信" | "消息" | "信息" | "snippet" | "sms" | "原文" | "mmsbody" => (Text, 3),
        "dateunixtime" | "timems" | "timestampms" => (Time, 0),
        "date" | "发送时间" | "短信时间" | "收发时间" | "messagedate" | "senddate" | "localtime" => (Time, 1),
        "time" | "时间" | "日期" | "日期时间" | "timestamp" | "datetime" | "sendtime" | "sentat" | "提交时间"
        | "发送日期" | "发件时间" | "短信日期" => (Time, 2),
        "接收时间" | "收件时间" | "到达时间" | "receivetime" | "receivedat" | "receivedtime" | "createtime"
        | "createdat" | "submittime" | "创建时间" | "入库时间" => (Time, 3),
        "sender" | "senderaddress" => (Sender, 0),
        "address" | "addresses" | "发件人" | "发送人" | "发送方" | "发信人" | "发送号码" | "发送方号码"
        | "发件号码" | "对方号码" | "senderid" | "from" | "fromnumber" | "主叫号码" | "来源号码" => (Sender, 1),
        "number" | "phone" | "phonenumber" | "phonenum" | "mobile" | "tel" | "号码" | "手机号" | "手机号码"
        | "电话" | "电话号码" | "联系电话" | "联系号码" | "addr" | "接收号码" | "短信号码" | "端口号" | "对方"
        | "srcid" | "recipients" | "mmsaddresses" | "接收手机号" => (Sender, 2),
        "chatsession" | "chatidentifier" => (Sender, 4),
        "to" | "recipient" | "收件人" | "接收人" | "接收方" | "收信人" | "destination" | "destterminalid"
        | "收件号码" | "tonumber" => (Recipient, 0),
        "name" | "contact" | "contactname" | "联系人" | "联系人姓名" | "姓名" | "sendername" | "对方名称"
        | "displayname" => (Contact, 0),
        "direction" | "方向" | "收发" | "收发类型" | "收发方向" | "短信方向" => (Direction, 0),
        "msgbox" | "messagebox" | "操作类型" | "boxtype" | "xbox" => (Direction, 1),
        "type" | "类型" | "短信类型" | "smstype" | "收发状态" | "msgtype" | "box" => (Type, 0),
        "isfromme" | "fromme" | "outgoing" | "issent" => (FromMe, 0),
        "folder" | "文件夹" | "信箱" | "存储位置" => (Folder, 0),
        "id" => (Id, 0),
        "kind" => (Kind, 0),
        "backuptype" => (Kind, 1),
        "notes" => (Notes, 0),
        "parts" | "attachments" => (Parts, 0),
        "read" | "seen" | "status" | "protocol" | "locked" | "threadid" | "subid" | "simid" | "errorcode" | "creator"
        | "datesent" | "servicecenter" | "subject" | "person" | "replypathpresent" | "subscriptionid"
        | "已读" | "状态" => (Known, 0),
        _ => return None,
    })
}

/// Names that only a sending platform's detail export has.
pub(crate) fn is_platform_name(name: &str) -> bool {
    matches!(
        normal_name(name).as_str(),
        "签名"
            | "短信签名"
            | "模板"
            | "模板code"
            | "模板id"
            | "模板编号"
            | "回执时间"
            | "状态报告"
            | "计费条数"
            | "拆分条数"
            | "错误码"
            | "发送状态"
            | "sendstatus"
            | "errcode"
            | "templatecode"
            | "reportstatus"
            | "userreceivetime"
            | "receivedate"
            | "outid"
            | "sendstate"
            | "reporttime"
    )
}

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
fn address_of(value: &Value) -> Option<String> {
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
fn parts_text(value: &Value) -> Option<String> {
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
fn accepts(role: Role, value: &Scalar<'_>) -> bool {
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

/// Times of sending and receipt that differ by no more are the same for people.
const SAME_TIME_SECONDS: i64 = 60;

/// The values found for one record, the best of each role.
#[derive(Debug)]
pub(crate) struct Slots<'a> {
    slots: [Option<(u8, Scalar<'a>)>; Role::COUNT],
    has_text_field: bool,
}

impl Default for Slots<'_> {
    fn default() -> Self {
        Self { slots: [const { None }; Role::COUNT], has_text_field: false }
    }
}

/// What the surroundings of a record say about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surroundings {
    pub(crate) kind: Kind,
    /// The other side, where the conversation names it and the message does not.
    pub(crate) sender: Option<String>,
    /// An empty text is a message all the same (our own JSON shape).
    pub(crate) keep_empty: bool,
}

impl<'a> Slots<'a> {
    /// Takes a value for a role; gives back the value that lost, if one did.
    pub(crate) fn put(&mut self, role: Role, rank: u8, value: Scalar<'a>) -> Option<Scalar<'a>> {
        if role == Role::Text {
            self.has_text_field = true;
        }
        if !accepts(role, &value) {
            return Some(value);
        }
        let slot = &mut self.slots[role as usize];
        match slot {
            Some((held, _)) if *held <= rank => Some(value),
            _ => slot.replace((rank, value)).map(|(_, lost)| lost),
        }
    }

    pub(crate) fn take(&mut self, role: Role) -> Option<Scalar<'a>> {
        self.slots[role as usize].take().map(|(_, value)| value)
    }

    fn take_text(&mut self, role: Role) -> Option<Cow<'a, str>> {
        self.take(role).and_then(Scalar::into_text)
    }

    /// Moves the values into the record.
    pub(crate) fn finish(
        mut self,
        rec: &mut Record,
        about: &Surroundings,
        tz: &TimeZone,
    ) -> Result<(), DumpError> {
        rec.kind = self.kind(about);
        self.route(rec);
        let recipient = self.take_text(Role::Recipient);
        let contact = self.take_text(Role::Contact);
        let name = contact.as_deref().and_then(clean_sender).map(Cow::into_owned);
        let sender = match self.take(Role::Sender) {
            Some(Scalar::Tree(tree)) => address_of(&tree).map(Cow::Owned),
            other => other.and_then(Scalar::into_text),
        };
        let candidates = match rec.direction {
            Direction::Out => [recipient, sender, about.sender.clone().map(Cow::Owned), contact],
            _ => [sender, about.sender.clone().map(Cow::Owned), contact, recipient],
        };
        rec.sender = candidates.into_iter().flatten().find_map(|s| clean_sender(&s).map(Cow::into_owned));
        if let Some(name) = name.filter(|name| rec.sender.as_deref() != Some(name)) {
            rec.extra.insert("contact".to_owned(), Value::String(name));
        }
        self.identity(rec);
        rec.time = self.time(tz)?;
        self.sent_time(rec, tz);
        self.text(rec, about)
    }

    fn kind(&mut self, about: &Surroundings) -> Kind {
        let said = self.take_text(Role::Kind).and_then(|k| Kind::from_name(&k));
        let has_parts = self.slots[Role::Parts as usize].is_some();
        said.unwrap_or(if has_parts { Kind::Mms } else { about.kind })
    }

    fn route(&mut self, rec: &mut Record) {
        let word = |s: Option<Cow<'_, str>>| s.and_then(|w| direction(&w));
        let from_me = self.take(Role::FromMe).and_then(|v| match v {
            Scalar::Bool(b) => Some(b),
            Scalar::Integer(n) => Some(n != 0),
            other => other.into_text().map(|t| matches!(t.trim(), "1" | "true" | "是")),
        });
        let said = word(self.take_text(Role::Direction)).or_else(|| word(self.take_text(Role::Type)));
        let said = said
            .or_else(|| from_me.map(|me| (if me { Direction::Out } else { Direction::In }, Folder::Normal)));
        let folder = self.take_text(Role::Folder).filter(|f| f.parse::<i64>().is_err());
        let folder = folder.and_then(|f| direction(&f));
        (rec.direction, rec.folder) = said.or(folder).unwrap_or_default();
        if let Some((_, folder @ (Folder::Draft | Folder::Failed))) = folder {
            rec.folder = folder;
        }
        if rec.kind == Kind::Platform && rec.direction == Direction::Unknown {
            rec.direction = Direction::In;
        }
    }

    fn time(&mut self, tz: &TimeZone) -> Result<Option<Time>, DumpError> {
        let assumed = self.take_text(Role::TzAssumed).is_some_and(|t| t == "true");
        let Some(value) = self.take(Role::Time) else { return Ok(None) };
        let parsed = match &value {
            Scalar::Integer(0) => return Ok(None),
            Scalar::Text(text) if text.trim() == "0" => return Ok(None),
            Scalar::Integer(n) => time::unix(*n, tz),
            Scalar::Number(n) if n.fract() == 0.0 => time::unix(*n as i64, tz),
            Scalar::Number(n) => time::unix((*n * 1000.0) as i64, tz),
            Scalar::Text(text) => time::parse(text, tz),
            Scalar::Bool(_) | Scalar::Tree(_) => None,
        };
        match parsed {
            Some(mut time) => {
                time.tz_assumed |= assumed;
                Ok(Some(time))
            }
            None => Err(bad_date(&value.into_text().unwrap_or_default())),
        }
    }

    /// A time of sending that is not that of receipt is kept under `date_sent`: a phone that was off receives late.
    fn sent_time(&mut self, rec: &mut Record, tz: &TimeZone) {
        let sent = match self.take(Role::Sent) {
            Some(Scalar::Integer(n)) if n > 0 => time::unix(n, tz),
            Some(Scalar::Text(text)) if text.trim() != "0" => time::parse(&text, tz),
            _ => None,
        };
        if let (Some(sent), Some(received)) = (sent, rec.time)
            && (sent.at.as_second() - received.at.as_second()).abs() > SAME_TIME_SECONDS
        {
            rec.extra.insert("date_sent".to_owned(), Value::String(sent.to_rfc3339()));
        }
    }

    fn identity(&mut self, rec: &mut Record) {
        if let Some(id) = self.take_text(Role::Id) {
            rec.id.push_str(id.trim());
        }
        if let Some(source) = self.take_text(Role::Source) {
            rec.source.push_str(&source);
        }
        if let Some(n) = self.take_text(Role::RecordNumber) {
            rec.record = n.parse().unwrap_or(0);
        }
        match self.take(Role::Notes) {
            Some(Scalar::Tree(Value::Array(notes))) => {
                rec.notes
                    .extend(notes.iter().filter_map(Value::as_str).filter_map(crate::record::known_note));
            }
            Some(Scalar::Text(notes)) => {
                rec.notes.extend(notes.split(';').filter_map(crate::record::known_note));
            }
            _ => {}
        }
    }

    fn text(mut self, rec: &mut Record, about: &Surroundings) -> Result<(), DumpError> {
        let parts = match self.take(Role::Parts) {
            Some(Scalar::Tree(tree)) => parts_text(&tree),
            _ => None,
        };
        let text = self.take_text(Role::Text).or_else(|| parts.map(Cow::Owned));
        match text {
            Some(text) if !text.trim().is_empty() || about.keep_empty => rec.text.push_str(&text),
            Some(_) => return Err(DumpError::new(ErrorKind::Empty, "the text is empty")),
            None if self.has_text_field => return Err(DumpError::new(ErrorKind::Empty, "the text is empty")),
            None if rec.kind == Kind::Mms => {
                return Err(DumpError::new(ErrorKind::Empty, "a multimedia message without text"));
            }
            None => return Err(DumpError::new(ErrorKind::NoText, "no field holds the text of a message")),
        }
        Ok(())
    }
}

/// An error that shows the date but bounds how much of a damaged field it repeats.
pub(crate) fn bad_date(value: &str) -> DumpError {
    let safe = value.chars().count() <= 40 && value.bytes().any(|b| b.is_ascii_digit());
    let detail = if safe { format!("{value:?}") } else { "not a date".to_owned() };
    DumpError::new(ErrorKind::BadDate, detail)
}
