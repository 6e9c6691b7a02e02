//! Comparing with an earlier evidence pack.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::Audit;
use crate::error::{Error, ErrorKind};
use crate::finding::Code;
use crate::lang::Lang;
use crate::pack::{ids, keys, numbers, row_key};
use crate::request::Waiting;

/// An earlier pack as far as it is compared.
#[derive(Debug)]
pub(crate) struct Previous {
    /// Key of each message, in the order of its number.
    keys: Vec<String>,
    findings: Vec<OldFinding>,
    /// Request (as key) and party: waiting days and whether it was answered.
    requests: HashMap<(String, Option<String>), (i64, bool)>,
}

#[derive(Debug)]
struct OldFinding {
    code: Option<Code>,
    party: Option<String>,
    uncertain: bool,
    messages: HashSet<String>,
}

/// What is new since an earlier pack.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Changes {
    /// Messages in the earlier pack.
    pub earlier_messages: usize,
    /// Messages that it did not have, as indexes into the history.
    pub new_messages: Vec<usize>,
    /// Messages that it had and this export lacks.
    pub missing_messages: usize,
    /// Findings with messages that they did not have.
    pub findings: Vec<FindingChange>,
    /// Findings of the earlier pack that are not there any more.
    pub gone_findings: usize,
    /// Requests that were answered since: request and answer.
    pub new_answers: Vec<(usize, usize)>,
    /// Requests still without an answer: request, days waited then, days waited now.
    pub still_waiting: Vec<(usize, i64, i64)>,
}

/// A finding that is new or has new messages.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FindingChange {
    /// Its code.
    pub code: Code,
    /// Creditor, signature or number.
    pub party: Option<String>,
    /// Whether it is uncertain.
    pub uncertain: bool,
    /// Whether the earlier pack had no such finding.
    pub is_new: bool,
    /// The messages it did not have.
    pub new_messages: Vec<usize>,
}

impl Previous {
    /// Reads `findings.json` and `evidence.csv` of a pack.
    pub(crate) fn read(dir: &Path) -> Result<Self, Error> {
        let keys = read_keys(&dir.join("evidence.csv"))?;
        let path = dir.join("findings.json");
        let text = std::fs::read_to_string(&path).map_err(|e| Error::io(ErrorKind::Previous, &path, e))?;
        let root: Value = serde_json::from_str(&text)
            .map_err(|e| Error::new(ErrorKind::Previous, e.to_string()).in_file(&path))?;
        let key = |n: &Value| n.as_u64().and_then(|n| keys.get((n as usize).checked_sub(1)?)).cloned();
        let finding = |f: &Value| OldFinding {
            code: f["code"].as_str().and_then(Code::from_name),
            party: f["party"].as_str().map(str::to_owned),
            uncertain: f["uncertain"] == true,
            messages: f["numbers"].as_array().into_iter().flatten().filter_map(key).collect(),
        };
        let findings = root["findings"].as_array().into_iter().flatten().map(finding).collect();
        let request = |r: &Value| {
            let party = r["party"].as_str().map(str::to_owned);
            Some(((key(&r["number"])?, party), (r["waiting_days"].as_i64()?, r["answered_by"].is_string())))
        };
        let requests = root["requests"].as_array().into_iter().flatten().filter_map(request).collect();
        Ok(Self { keys, findings, requests })
    }

    /// What is new in an audit.
    pub(crate) fn compare(&self, audit: &Audit) -> Changes {
        let now = keys(audit);
        let before: HashSet<&String> = self.keys.iter().collect();
        let present: HashSet<&String> = now.iter().collect();
        let findings = self.changed_findings(audit, &now);
        let mut changes = Changes {
            earlier_messages: self.keys.len(),
            new_messages: (0..now.len()).filter(|&i| !before.contains(&now[i])).collect(),
            missing_messages: self.keys.iter().filter(|k| !present.contains(*k)).count(),
            gone_findings: self
                .findings
                .iter()
                .filter(|old| !audit.findings.iter().any(|f| old.is(f)))
                .count(),
            findings,
            ..Changes::default()
        };
        for request in &audit.requests {
            for waiting in &request.waiting {
                self.compare_request(&mut changes, &now[request.message], request.message, waiting);
            }
        }
        changes
    }

    fn changed_findings(&self, audit: &Audit, now: &[String]) -> Vec<FindingChange> {
        let change = |f: &crate::Finding| {
            let old: Vec<&OldFinding> = self.findings.iter().filter(|old| old.is(f)).collect();
            let known = |i: &usize| old.iter().any(|o| o.messages.contains(&now[*i]));
            FindingChange {
                code: f.code,
                party: f.party.name().map(str::to_owned),
                uncertain: f.uncertain,
                is_new: old.is_empty(),
                new_messages: f.messages.iter().copied().filter(|i| !known(i)).collect(),
            }
        };
        audit.findings.iter().map(change).filter(|c| !c.new_messages.is_empty()).collect()
    }

    fn compare_request(&self, changes: &mut Changes, key: &str, request: usize, waiting: &Waiting) {
        let party = waiting.party.name().map(str::to_owned);
        let Some(&(days, answered)) = self.requests.get(&(key.to_owned(), party)) else { return };
        match waiting.answered_by {
            Some(answer) if !answered => changes.new_answers.push((request, answer)),
            None if !answered => changes.still_waiting.push((request, days, waiting.days)),
            _ => {}
        }
    }
}

impl OldFinding {
    fn is(&self, finding: &crate::Finding) -> bool {
        self.code == Some(finding.code)
            && self.party.as_deref() == finding.party.name()
            && self.uncertain == finding.uncertain
    }
}

fn read_keys(path: &PathBuf) -> Result<Vec<String>, Error> {
    let fault = |e: csv::Error| Error::new(ErrorKind::Previous, e.to_string()).in_file(path);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(fault)?;
    let header: Vec<String> = reader
        .headers()
        .map_err(fault)?
        .iter()
        .map(|h| h.trim_start_matches('\u{feff}').to_owned())
        .collect();
    let column = |name: &str| {
        let missing = || {
            Error::new(ErrorKind::Previous, format!("no column {name}: this is no transcript")).in_file(path)
        };
        header.iter().position(|h| h == name).ok_or_else(missing)
    };
    let places = [column("time_shanghai")?, column("direction")?, column("sender")?, column("text")?];
    let mut keys = Vec::new();
    for row in reader.records() {
        let row = row.map_err(fault)?;
        let [time, direction, sender, text] = places.map(|p| row.get(p).unwrap_or_default());
        keys.push(row_key(time, direction, sender, text));
    }
    Ok(keys)
}

impl Changes {
    /// The changes in words.
    pub(crate) fn lines(&self, lang: Lang) -> Vec<String> {
        let new_findings = self.findings.iter().filter(|f| f.is_new).count();
        let grown = self.findings.len() - new_findings;
        let mut out = match lang {
            Lang::Zh => vec![
                format!(
                    "新增短信 {} 条（上次共 {} 条，其中 {} 条本次未见）",
                    self.new_messages.len(),
                    self.earlier_messages,
                    self.missing_messages
                ),
                format!(
                    "新增结果 {new_findings} 项，增加短信的结果 {grown} 项，不再出现的结果 {} 项",
                    self.gone_findings
                ),
            ],
            Lang::En => vec![
                format!(
                    "{} new messages (the earlier pack had {}, of which {} are missing now)",
                    self.new_messages.len(),
                    self.earlier_messages,
                    self.missing_messages
                ),
                format!(
                    "{new_findings} new findings, {grown} with more messages, {} no longer there",
                    self.gone_findings
                ),
            ],
        };
        for (request, answer) in &self.new_answers {
            out.push(match lang {
                Lang::Zh => format!("编号 {} 的诉求已有答复：编号 {}", request + 1, answer + 1),
                Lang::En => format!("request no. {} was answered by no. {}", request + 1, answer + 1),
            });
        }
        for (request, then, now) in &self.still_waiting {
            out.push(match lang {
                Lang::Zh => {
                    format!("编号 {} 的诉求仍未获答复：上次已等 {then} 天，现在 {now} 天", request + 1)
                }
                Lang::En => {
                    format!("request no. {} still waits: {then} days then, {now} days now", request + 1)
                }
            });
        }
        out
    }

    pub(crate) fn to_json(&self, audit: &Audit) -> Value {
        let findings: Vec<Value> = self
            .findings
            .iter()
            .map(|f| {
                json!({"code": f.code.as_str(), "party": f.party, "uncertain": f.uncertain, "new": f.is_new,
                       "messages": ids(audit, &f.new_messages), "numbers": numbers(&f.new_messages)})
            })
            .collect();
        let one = |i: usize| ids(audit, &[i])[0].to_owned();
        json!({
            "earlier_messages": self.earlier_messages,
            "new_messages": ids(audit, &self.new_messages),
            "missing_messages": self.missing_messages,
            "findings": findings,
            "gone_findings": self.gone_findings,
            "new_answers": self.new_answers.iter().map(|(r, a)| json!({"request": one(*r), "answer": one(*a)})).collect::<Vec<_>>(),
            "still_waiting": self.still_waiting.iter().map(|(r, then, now)| json!({"request": one(*r), "days_then": then, "days_now": now})).collect::<Vec<_>>(),
        })
    }
}
