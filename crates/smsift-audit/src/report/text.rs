//! The words of the report, in Chinese and English.

use crate::lang::Lang;

/// One text in both languages.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    zh: &'static str,
    en: &'static str,
}

impl Text {
    pub(crate) fn in_lang(self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

macro_rules! texts {
    ($($name:ident = $zh:literal, $en:literal;)+) => {
        $(pub(crate) const $name: Text = Text { zh: $zh, en: $en };)+
    };
}

texts! {
    TITLE = "协议之后：短信联系核查报告", "After the agreement: report on contacts by SMS";
    SKIP = "跳到核查结果", "Skip to the findings";
    INTRO = "本报告列出导出的短信中看到了什么，不判断是否违法。编号与证据清单（evidence.csv／evidence.xlsx）一致。", "This report lists what was seen in the exported messages; it does not judge legality. Numbers are those of the transcript (evidence.csv, evidence.xlsx).";
    REDACTED = "姓名、电话、卡号、证件号和订单号已打码：同一内容使用同一替代值。", "Names, phone, card, identity and order numbers are masked: the same value has the same substitute.";
    PERIOD = "期间", "period";
    TO = "至", "to";
    ZONE = "时间均为北京时间（Asia/Shanghai）", "all times in Asia/Shanghai";
    SUMMARY = "概况", "At a glance";
    MESSAGES = "短信总数", "messages";
    RECEIVED = "收到", "received";
    SENT = "发出", "sent";
    PRESSURE_BEFORE = "协议日及之前的催收施压", "pressure up to the agreement";
    PRESSURE_AFTER = "协议日之后的催收施压", "pressure after the agreement";
    FINDINGS_COUNT = "核查结果", "findings";
    OF_WHICH_UNCERTAIN = "项需人工判断", "uncertain";
    OPEN_REQUESTS = "未获答复的诉求", "requests without an answer";
    AGREEMENTS = "协议", "Agreements";
    AGREEMENTS_CAPTION = "您在个案文件中填写的协议", "the agreements in your case file";
    CREDITOR = "债权人", "creditor";
    AGREED_ON = "达成日期", "agreed on";
    ENDS_ON = "最后一期", "ends on";
    MONTHLY = "每期金额（元）", "instalment (yuan)";
    UP_TO_DATE = "按约还款", "kept";
    YES = "是", "yes";
    NO = "否", "no";
    NOT_STATED = "未说明", "not stated";
    NONE = "—", "—";
    PLAN_ENDED = "部分短信在计划最后一期之后。", "Some messages came after the last instalment of the plan.";
    WEEKS = "时间线", "Timeline";
    WEEKS_CAPTION = "收到的短信数，按类别", "messages received, by category";
    PER_DAY = "每天", "per day";
    PER_WEEK = "每周", "per week";
    PER_MONTH = "每月", "per month";
    PER_YEAR = "每年", "per year";
    AGREEMENT_LINE = "协议", "agreement";
    SHOW_TABLE = "以表格显示", "show as a table";
    FROM = "开始", "from";
    HOURS = "时段", "Hours";
    HOURS_CAPTION = "催收施压短信，按钟点和日期；灰色为22:00至次日8:00", "collection pressure by hour and date; the shaded band is 22:00 to 08:00";
    HOURS_TABLE = "收到的短信，按钟点和类别", "messages received by hour and category";
    HOUR = "钟点", "hour";
    NO_PRESSURE = "没有催收施压短信。", "No collection pressure.";
    FINDINGS = "核查结果", "Findings";
    NO_FINDINGS = "没有需要报告的内容。", "Nothing to report.";
    UNCERTAIN = "需人工判断", "uncertain";
    SEEN = "看到了什么", "What was seen";
    RANGE = "时间范围", "time range";
    MESSAGE_NUMBERS = "短信编号", "message numbers";
    RULES = "可参考的规则", "Rules it may lean on";
    NO_RULES = "没有适用于这些日期和此类机构的规则可供引用。", "No rule can be cited for these dates and this kind of lender.";
    LIMITS = "不能证明", "What it does not prove";
    MORE_QUOTES = "其余短信见证据清单，编号：", "The others are in the transcript, numbers: ";
    MORE_FINDINGS = "其余结果见 findings.json，按类别计：", "The other findings are in findings.json, by kind: ";
    ON_DAY = "协议当日", "on the day of the agreement";
    DEMANDS = "要求", "demands";
    AGREED = "约定", "agreed";
    YUAN = "元", "yuan";
    AFTER_OPT_OUT = "拒收见编号", "refused in no.";
    SAME_DAY = "当天（可能仍在处理）", "same day (may still have been processed)";
    UNSURE = "分类把握不大", "classifier unsure";
    NO_SIGNATURE = "条没有签名", "without a signature";
    BENCHMARK = "仅作参照：宁夏的地方通知规定单日不超过3次，在其他地区不适用。", "Benchmark only: a Ningxia notice sets 3 contacts a day; it does not apply elsewhere.";
    COPIES_IN_FINDING = "另有重复送达", "further copies";
    WAITING = "诉求与答复", "Requests and answers";
    WAITING_CAPTION = "发出的异议、投诉和协商请求", "disputes, complaints and negotiation requests that were sent";
    NO_REQUESTS = "没有发出的异议、投诉或协商请求。", "No dispute, complaint or negotiation request was sent.";
    NUMBER = "编号", "no.";
    DATE = "日期", "date";
    PARTY = "对方", "party";
    WAITED = "等待天数", "days waited";
    ANSWER = "答复", "answer";
    NOT_ANSWERED = "未见答复", "none seen";
    STILL_OPEN = "导出结束时仍在等待", "still open when the export ends";
    MUST_BE_READ = "期间有提及诉求的施压短信，请人工判断：编号", "pressure speaks of it, a reader must judge: no.";
    OPT_OUTS = "拒收", "Refusals";
    OPT_OUTS_CAPTION = "发出的拒收，以及此后的营销短信", "refusals that were sent, and marketing after them";
    SINCE_THEN = "此后营销短信", "marketing since";
    LAST_ONE = "最后一条", "last one";
    BROKEN = "计划未履行期间的施压短信", "Pressure while the plan was not kept";
    BROKEN_NOTE = "您填写该计划未按约履行，因此不作为结果，仅列编号。", "You state that this plan was not kept: no finding, numbers only.";
    SENDERS = "发送方", "Senders";
    SENDERS_CAPTION = "按号码统计收到的短信", "messages received, by number";
    PARTIES_CAPTION = "按债权人或签名统计催收施压短信（仅为计数，没有全国性的条数上限）", "collection pressure by creditor or signature (a count: no national limit exists)";
    PHONE = "号码", "number";
    SIGNATURES = "签名", "signatures";
    TOTAL = "合计", "total";
    FIRST = "最早", "first";
    LAST = "最晚", "last";
    AT_NIGHT = "夜间施压", "pressure at night";
    MOST_PER_DAY = "单日最多", "most in a day";
    MOST_PER_WEEK = "七日最多", "most in 7 days";
    OTHER_SENDERS = "其余发送方", "other senders";
    METHOD = "方法与局限", "Method and limits";
    CITED = "引用的规则", "Rules cited";
    CERTAINTY_TEXT = "已核对条文", "article read";
    CERTAINTY_SECONDARY = "据公开报道，未见原文", "as reported, original not read";
    VERIFY = "如何核对", "How to check";
    CHANGES = "与上次核查相比", "Since the earlier pack";
    UNKNOWN = "（未知）", "(unknown)";
}
