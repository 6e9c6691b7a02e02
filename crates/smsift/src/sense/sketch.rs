//! A Bloom filter over the segmenter's dictionary: is this string a word? Never wrongly no.

use super::Place;

/// What [`DICTIONARY`](super::DICTIONARY) names. Made by `cargo run --example dictionary_sketch`; a test checks it against the dictionary itself.
static SKETCH: &[u8] = include_bytes!("dictionary.sketch");

/// Bits of the filter, as a power of two: about 10 a word, which leaves one false alarm in a hundred.
const LOG_BITS: u32 = 22;
const PROBES: u64 = 5;

/// Words up to this length are looked up for every possible edge; longer ones only where a marker says that one
/// begins or ends like this.
const SHORT: usize = 4;
/// The longest dictionary word that is looked up, in characters.
const LONGEST: usize = 16;

/// A running hash over characters, so that longer candidates extend shorter ones.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    const FORWARD: Hash = Hash(0xcbf2_9ce4_8422_2325);
    const MARK_END: Hash = Hash(0x9e37_79b9_7f4a_7c15);
    const MARK_START: Hash = Hash(0xc2b2_ae3d_27d4_eb4f);

    fn push(self, ch: char) -> Hash {
        Hash((self.0 ^ u64::from(u32::from(ch))).wrapping_mul(0x0100_0000_01b3).rotate_left(23))
    }

    fn bits(self) -> impl Iterator<Item = usize> {
        let mut h = self.0;
        h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^= h >> 33;
        let step = (h >> 32) | 1;
        (0..PROBES).map(move |i| (h.wrapping_add(i.wrapping_mul(step)) & ((1 << LOG_BITS) - 1)) as usize)
    }

    fn in_sketch(self) -> bool {
        self.bits().all(|bit| SKETCH[bit / 8] & (1 << (bit % 8)) != 0)
    }
}

fn hash(chars: &[char], seed: Hash) -> Hash {
    chars.iter().fold(seed, |h, c| h.push(*c))
}

/// Whether a dictionary word that matches the text may cross an edge of `place`.
pub(super) fn may_cross(chars: &[char], place: Place) -> bool {
    let Place { start, end } = place;
    let left = (start + 1..end).any(|stop| {
        let longest = LONGEST.min(stop);
        let most = if hash(&chars[stop.saturating_sub(2)..stop], Hash::MARK_END).in_sketch() {
            longest
        } else {
            SHORT.min(longest)
        };
        (stop - start + 1..=most).any(|length| hash(&chars[stop - length..stop], Hash::FORWARD).in_sketch())
    });
    left || (start + 1..end).any(|from| {
        let longest = LONGEST.min(chars.len() - from);
        let two = &chars[from..chars.len().min(from + 2)];
        let most = if hash(two, Hash::MARK_START).in_sketch() { longest } else { SHORT.min(longest) };
        let mut h = hash(&chars[from..end], Hash::FORWARD);
        (end - from + 1..=most).any(|length| {
            h = h.push(chars[from + length - 1]);
            h.in_sketch()
        })
    })
}

/// Builds the filter from dictionary lines (`word frequency tag`). For the example that makes the committed file.
#[doc(hidden)]
pub fn build(dictionary: &str) -> Vec<u8> {
    let mut sketch = vec![0_u8; 1 << (LOG_BITS - 3)];
    let mut add = |h: Hash| {
        for bit in h.bits() {
            sketch[bit / 8] |= 1 << (bit % 8);
        }
    };
    for word in dictionary.lines().filter_map(|l| l.split(' ').next()) {
        let chars: Vec<char> = word.chars().collect();
        if !(2..=LONGEST).contains(&chars.len()) {
            continue;
        }
        add(hash(&chars, Hash::FORWARD));
        if chars.len() > SHORT {
            add(hash(&chars[chars.len() - 2..], Hash::MARK_END));
            add(hash(&chars[..2], Hash::MARK_START));
        }
    }
    sketch
}
