//! Sets of small numbers. To look one up costs no branch, and all of them stay in the fastest cache.

/// A set of numbers below 65,536, a bit for each.
#[derive(Clone, Debug)]
pub(super) struct Bits(Box<[u64; BLOCKS]>);

const BLOCKS: usize = 1 << 10;

impl Default for Bits {
    fn default() -> Self {
        Self(Box::new([0; BLOCKS]))
    }
}

impl Bits {
    /// 1 if `at` is in the set, else 0.
    #[inline]
    pub(super) fn bit(&self, at: u16) -> u64 {
        self.0[usize::from(at >> 6)] >> (at & 63) & 1
    }

    pub(super) fn has(&self, at: u16) -> bool {
        self.bit(at) != 0
    }

    #[inline]
    pub(super) fn insert(&mut self, at: u16) {
        self.0[usize::from(at >> 6)] |= 1 << (at & 63);
    }

    pub(super) fn remove(&mut self, at: u16) {
        self.0[usize::from(at >> 6)] &= !(1 << (at & 63));
    }

    /// Takes out all numbers below `end`.
    pub(super) fn clear(&mut self, end: usize) {
        self.blocks_mut(end).fill(0);
    }

    /// The blocks of 64 numbers that hold those below `end`.
    pub(super) fn blocks(&self, end: usize) -> &[u64] {
        &self.0[..end.div_ceil(64)]
    }

    pub(super) fn blocks_mut(&mut self, end: usize) -> &mut [u64] {
        &mut self.0[..end.div_ceil(64)]
    }

    /// The numbers below `end`, in order.
    pub(super) fn iter(&self, end: usize) -> impl Iterator<Item = u16> {
        let blocks = self.blocks(end).iter().zip((0_u16..).step_by(64));
        blocks.flat_map(|(&block, first)| {
            let mut rest = block;
            std::iter::from_fn(move || {
                let at = (rest != 0).then(|| first + rest.trailing_zeros() as u16)?;
                rest &= rest - 1;
                Some(at)
            })
        })
    }

    /// The numbers of a block, taken out of the set.
    pub(super) fn take(&mut self, block: usize) -> u64 {
        std::mem::take(&mut self.0[block])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_the_set_until_they_are_taken_out() {
        let numbers = [0, 63, 64, 4_000, u16::MAX];
        let mut bits = Bits::default();
        for number in numbers {
            assert!(!bits.has(number));
            bits.insert(number);
            bits.insert(number);
            assert_eq!(bits.bit(number), 1);
        }
        assert_eq!(bits.iter(1 << 16).collect::<Vec<_>>(), numbers);
        assert_eq!(bits.iter(65).collect::<Vec<_>>(), [0, 63, 64]);
        bits.remove(63);
        assert_eq!(bits.take(0), 1);
        assert_eq!(bits.iter(1 << 16).collect::<Vec<_>>(), [64, 4_000, u16::MAX]);
        bits.clear(4_001);
        assert_eq!(bits.iter(1 << 16).collect::<Vec<_>>(), [u16::MAX]);
    }
}
