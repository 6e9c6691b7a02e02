//! Makes `src/sense/dictionary.sketch` from the dictionary of the segmenter:
//! `cargo run -p smsift --example dictionary_sketch -- PATH/jieba-rs/src/data/dict.txt > crates/smsift/src/sense/dictionary.sketch`

use std::io::Write;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| std::io::Error::other("name the dictionary file"))?;
    std::io::stdout().write_all(&smsift::build_sketch(&std::fs::read_to_string(path)?))
}
