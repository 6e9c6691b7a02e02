//! Which names columns and keys have, and the role each name gives its value.

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
    pub(super) const COUNT: usize = Self::Known as usize + 1;

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
