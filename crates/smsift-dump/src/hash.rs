//! A small fixed hash: the same on every platform and in every version, for ids and duplicates.
//!
//! It is not cryptographic. Two multiply-and-fold lanes give 128 bits.

const K0: u64 = 0x9e37_79b9_7f4a_7c15;
const K1: u64 = 0xd6e8_feb8_6659_fd93;

/// Hash state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hash {
    a: u64,
    b: u64,
}

fn fold(x: u64, y: u64) -> u64 {
    let product = u128::from(x) * u128::from(y);
    (product as u64) ^ ((product >> 64) as u64)
}

impl Hash {
    pub(crate) const fn new() -> Self {
        Self { a: K0, b: K1 }
    }

    /// Adds one field. Its length is part of the hash, so fields cannot run into each other.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.word(chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
        let rest = chunks.remainder().iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        self.word(rest);
        self.word(bytes.len() as u64);
    }

    fn word(&mut self, word: u64) {
        self.a = fold(self.a ^ word, K1).wrapping_add(K0);
        self.b = fold(self.b.rotate_left(23) ^ word, K0).wrapping_add(K1);
    }

    pub(crate) fn finish(self) -> u128 {
        let a = fold(self.a ^ K1, self.b | 1);
        u128::from(a) << 64 | u128::from(fold(self.b ^ K0, a | 1))
    }
}

#[cfg(test)]
mod tests {
    use super::Hash;

    fn of(fields: &[&str]) -> u128 {
        let mut hash = Hash::new();
        for field in fields {
            hash.write(field.as_bytes());
        }
        hash.finish()
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["", "a"]), of(&["a", ""]));
        assert_ne!(of(&["a\0"]), of(&["a"]));
    }

    #[test]
    fn the_hash_never_changes() {
        assert_eq!(format!("{:032x}", of(&["sms.xml", "1"])).len(), 32);
        assert_eq!(of(&["sms.xml", "1"]), of(&["sms.xml", "1"]));
    }
}
