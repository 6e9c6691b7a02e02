//! Classifying against segmenting with jieba and against a bare scan for the same words, on the same messages, in
//! one run and on one thread.
//!
//! `cargo bench` reads the labelled messages in `tests/corpus`; `cargo bench -- FILE.jsonl…` reads others. The answers
//! are checked before anything is timed: a fast wrong answer is worth nothing. Figures are medians over rounds in
//! which every contender runs once, so that a slow moment of the machine hits all of them alike.
#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fs::File;
use std::hint::black_box;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use aho_corasick::AhoCorasick;
use jieba_rs::Jieba;
use smsift::Classifier;
use smsift_tune::{Evaluation, Options, Row, read_rows};

/// Rounds over all contenders.
const ROUNDS: usize = 11;
/// Every contender works at least this long in a round.
const SPELL: Duration = Duration::from_millis(100);
/// Share of the messages that must be right for the timing to mean anything.
const LEAST_RIGHT: f64 = 0.9;
/// Set in the child processes that measure a cold start: the contender's name.
const START: &str = "SMSIFT_BENCH_START";
/// A message whose words have no doubtful edge.
const PLAIN: &str = "【云桥金融】您的借款已逾期12天，请于今日18点前还清，否则我司将依法提起诉讼。";

fn main() {
    if let Ok(contender) = std::env::var(START) {
        println!("{}", start(&contender).as_nanos());
        return;
    }
    let rows = rows();
    let sift = Classifier::bundled();
    check(&sift, &rows);
    throughput(&sift, &rows);
    starts();
}

/// The labelled messages named on the command line, or those of the repository.
fn rows() -> Vec<Row> {
    let mut files: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    if files.is_empty() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
        let entries = folder.read_dir().unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        files = entries.map(|entry| entry.expect("a readable folder").path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
        files.sort();
    }
    let read = |path: &PathBuf| {
        let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        read_rows(&path.display().to_string(), BufReader::new(file)).unwrap_or_else(|error| panic!("{error}"))
    };
    files.iter().flat_map(read).collect()
}

fn check(sift: &Classifier, rows: &[Row]) {
    let report = Evaluation::run(sift, rows).report(&Options::default());
    let right = report.columns[0].right;
    let share = right.hits as f64 / right.n as f64;
    println!("{} messages, {} right ({share:.3}), ruleset {}", right.n, right.hits, report.ruleset);
    assert!(share >= LEAST_RIGHT, "only {share:.3} of the answers are right: there is nothing to time");
}

/// A name and one pass over all messages.
type Contender<'a> = (&'static str, Box<dyn FnMut() + 'a>);

fn contender<'a>(name: &'static str, texts: &'a [&str], mut work: impl FnMut(&str) + 'a) -> Contender<'a> {
    let pass = move || {
        for text in texts {
            work(text);
        }
    };
    (name, Box::new(pass))
}

fn throughput(sift: &Classifier, rows: &[Row]) {
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    let words: Vec<&str> = sift.rules().words().collect();
    let automaton = AhoCorasick::new(&words).expect("the classifier builds an automaton of the same words");
    let jieba = Jieba::new();
    let mut contenders: [Contender<'_>; 4] = [
        contender("classify", &texts, |text| drop(black_box(sift.classify(text)))),
        contender("jieba cut, HMM off", &texts, |text| drop(black_box(jieba.cut(text, false)))),
        contender("jieba cut, HMM on", &texts, |text| drop(black_box(jieba.cut(text, true)))),
        contender("Aho-Corasick scan", &texts, |text| {
            black_box(automaton.find_overlapping_iter(text).count());
        }),
    ];
    let mut seconds = vec![Vec::new(); contenders.len()];
    for round in 0..=ROUNDS {
        for (i, (_, work)) in contenders.iter_mut().enumerate() {
            let spent = per_pass(work);
            // The first round warms caches and buffers.
            if round > 0 {
                seconds[i].push(spent);
            }
        }
    }
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    println!("\n{:<20} {:>12} {:>10} {:>22}", "one thread", "messages/s", "MB/s", "speed of classify to it");
    for (i, (name, _)) in contenders.iter().enumerate() {
        let pass = median(&seconds[i]);
        let ratios: Vec<f64> = seconds[i].iter().zip(&seconds[0]).map(|(other, own)| other / own).collect();
        println!(
            "{name:<20} {:>12.0} {:>10.1} {:>21.2}x",
            texts.len() as f64 / pass,
            bytes as f64 / pass / 1e6,
            median(&ratios)
        );
    }
}

/// Seconds for one pass over all messages.
fn per_pass(work: &mut dyn FnMut()) -> f64 {
    let (begin, mut passes) = (Instant::now(), 0u32);
    while begin.elapsed() < SPELL {
        work();
        passes += 1;
    }
    begin.elapsed().as_secs_f64() / f64::from(passes)
}

/// Cold starts, each in a process of its own: dictionaries are loaded once per process.
fn starts() {
    let measure = |contender: &str| {
        let program = std::env::current_exe().expect("this program has a path");
        let output = Command::new(program).env(START, contender).output().expect("this program runs");
        let nanoseconds: f64 =
            String::from_utf8_lossy(&output.stdout).trim().parse().expect("a child prints a time");
        nanoseconds / 1e6
    };
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        times[0].push(measure("smsift"));
        times[1].push(measure("jieba"));
    }
    let ratios: Vec<f64> = times[0].iter().zip(&times[1]).map(|(own, other)| own / other).collect();
    println!("\ncold start: read the compiled rules and answer {:.1} ms", median(&times[0]));
    println!("            load jieba's default dictionary     {:.1} ms", median(&times[1]));
    println!("            smsift takes {:.2} of jieba's time", median(&ratios));
}

fn start(contender: &str) -> Duration {
    let begin = Instant::now();
    if contender == "jieba" {
        black_box(Jieba::new());
    } else {
        black_box(Classifier::bundled().classify(PLAIN));
    }
    begin.elapsed()
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
