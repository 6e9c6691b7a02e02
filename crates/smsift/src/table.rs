//! Tables of a compiled ruleset, in a form that is read back about as fast as it is copied.
//!
//! A ruleset has hundreds of thousands of small numbers and strings. One by one they would take longer to read than
//! the first message takes to sort; so a table of numbers is one block of bytes, a list of lists is two tables, and
//! a list of strings is one string and a table.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Index;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// A value that takes the same number of bytes whatever it is; little-endian on every machine.
pub(crate) trait Fixed: Copy {
    const SIZE: usize;

    fn put(self, out: &mut Vec<u8>);

    /// The value in [`SIZE`](Self::SIZE) bytes.
    fn get(bytes: &[u8]) -> Self;
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl Fixed for $number {
            const SIZE: usize = size_of::<$number>();

            fn put(self, out: &mut Vec<u8>) {
                out.extend(self.to_le_bytes());
            }

            #[inline]
            fn get(bytes: &[u8]) -> Self {
                // The length is always right: tables are cut into pieces of SIZE.
                bytes.try_into().map_or(0, <$number>::from_le_bytes)
            }
        }
    )+};
}

numbers!(u8, u16, u32, u64, u128);

impl Fixed for f32 {
    const SIZE: usize = size_of::<f32>();

    fn put(self, out: &mut Vec<u8>) {
        self.to_bits().put(out);
    }

    #[inline]
    fn get(bytes: &[u8]) -> Self {
        f32::from_bits(u32::get(bytes))
    }
}

impl<A: Fixed, B: Fixed> Fixed for (A, B) {
    const SIZE: usize = A::SIZE + B::SIZE;

    fn put(self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    #[inline]
    fn get(bytes: &[u8]) -> Self {
        let (a, b) = bytes.split_at(A::SIZE);
        (A::get(a), B::get(b))
    }
}

impl<T: Fixed + Default, const N: usize> Fixed for [T; N] {
    const SIZE: usize = N * T::SIZE;

    fn put(self, out: &mut Vec<u8>) {
        for item in self {
            item.put(out);
        }
    }

    #[inline]
    fn get(bytes: &[u8]) -> Self {
        let mut all = [T::default(); N];
        for (item, bytes) in all.iter_mut().zip(bytes.chunks_exact(T::SIZE)) {
            *item = T::get(bytes);
        }
        all
    }
}

/// Makes a struct a [`Fixed`] value: `fixed!(Name { field: type, … })` with every field.
macro_rules! fixed {
    ($name:ty { $($field:ident: $type:ty),+ $(,)? }) => {
        impl $crate::table::Fixed for $name {
            const SIZE: usize = 0 $(+ <$type as $crate::table::Fixed>::SIZE)+;

            fn put(self, out: &mut Vec<u8>) {
                $($crate::table::Fixed::put(self.$field, out);)+
            }

            #[inline]
            fn get(bytes: &[u8]) -> Self {
                let rest = bytes;
                $(let ($field, rest) = rest.split_at(<$type as $crate::table::Fixed>::SIZE);)+
                let _ = rest;
                Self { $($field: $crate::table::Fixed::get($field)),+ }
            }
        }
    };
}
pub(crate) use fixed;

/// Writes a table as one block: `#[serde(with = "crate::table")]`.
pub(crate) fn serialize<T: Fixed, S: Serializer>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(items.len() * T::SIZE);
    for item in items {
        item.put(&mut bytes);
    }
    serializer.serialize_bytes(&bytes)
}

/// Reads a table.
pub(crate) fn deserialize<'de, T: Fixed, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_bytes(Block(PhantomData))
}

struct Block<T>(PhantomData<T>);

impl<T: Fixed> Visitor<'_> for Block<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a block of values of {} bytes", T::SIZE)
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
        let items = bytes.chunks_exact(T::SIZE);
        if items.remainder().is_empty() {
            Ok(items.map(T::get).collect())
        } else {
            Err(E::invalid_length(bytes.len(), &self))
        }
    }
}

/// Many lists, one after the other in one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "T: Fixed")]
pub(crate) struct Lists<T> {
    /// Where each list ends.
    #[serde(with = "crate::table")]
    ends: Vec<u32>,
    #[serde(with = "crate::table")]
    items: Vec<T>,
}

impl<T> Lists<T> {
    /// The list at `at`, if there are so many.
    pub(crate) fn get(&self, at: usize) -> Option<&[T]> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.items[start as usize..end as usize])
    }
}

impl<T> Index<usize> for Lists<T> {
    type Output = [T];

    fn index(&self, at: usize) -> &[T] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.items[start as usize..self.ends[at] as usize]
    }
}

impl<T> FromIterator<Vec<T>> for Lists<T> {
    fn from_iter<I: IntoIterator<Item = Vec<T>>>(lists: I) -> Self {
        let mut all = Self { ends: Vec::new(), items: Vec::new() };
        for list in lists {
            all.items.extend(list);
            all.ends.push(all.items.len() as u32);
        }
        all
    }
}

/// Many strings, one after the other in one. To check a megabyte of them for UTF-8 would take half of the time of a
/// start, and few are ever looked at: so each is checked when it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Strings {
    #[serde(with = "crate::table")]
    bytes: Vec<u8>,
    /// Where each string ends, in bytes.
    #[serde(with = "crate::table")]
    ends: Vec<u32>,
}

impl Strings {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| &self[at])
    }
}

impl Index<usize> for Strings {
    type Output = str;

    fn index(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        let bytes = &self.bytes[start as usize..self.ends[at] as usize];
        // They were strings when the table was made.
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Strings {
    fn from_iter<I: IntoIterator<Item = S>>(strings: I) -> Self {
        let mut all = Self::default();
        for string in strings {
            all.bytes.extend(string.as_ref().as_bytes());
            all.ends.push(all.bytes.len() as u32);
        }
        all
    }
}

/// Writing hash tables in the order of their keys: the same bytes on every machine.
pub(crate) mod sorted {
    use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

    use serde::{Serialize, Serializer};

    /// `#[serde(serialize_with = "crate::table::sorted::map")]`
    pub(crate) fn map<K: Ord + Serialize, V: Serialize, H, S: Serializer>(
        map: &HashMap<K, V, H>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        map.iter().collect::<BTreeMap<_, _>>().serialize(serializer)
    }

    /// `#[serde(serialize_with = "crate::table::sorted::set")]`
    pub(crate) fn set<T: Ord + Serialize, H, S: Serializer>(
        set: &HashSet<T, H>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        set.iter().collect::<BTreeSet<_>>().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Pair {
        a: u16,
        b: [u32; 2],
    }

    fixed!(Pair { a: u16, b: [u32; 2] });

    #[test]
    fn fixed_values_are_little_endian_one_field_after_the_other() {
        let mut bytes = Vec::new();
        let pair = Pair { a: 0x0102, b: [3, 0x0400_0000] };
        pair.put(&mut bytes);
        assert_eq!(bytes, [2, 1, 3, 0, 0, 0, 0, 0, 0, 4]);
        assert_eq!(Pair::SIZE, bytes.len());
        assert_eq!(Pair::get(&bytes), pair);
    }

    #[test]
    fn lists_and_strings_keep_their_edges() {
        let lists: Lists<u16> = [vec![1, 2], vec![], vec![3]].into_iter().collect();
        assert_eq!([&lists[0], &lists[1], &lists[2]], [&[1, 2][..], &[], &[3]]);
        assert_eq!((lists.get(2), lists.get(3)), (Some(&[3][..]), None));
        let strings: Strings = ["逾期", "", "a"].into_iter().collect();
        assert_eq!(strings.iter().collect::<Vec<_>>(), ["逾期", "", "a"]);
    }

    #[cfg(feature = "bundled")]
    #[test]
    fn what_is_packed_is_read_back() {
        let lists: Lists<(u32, u8)> = [vec![(1, 2)], vec![], vec![(3, 4), (5, 6)]].into_iter().collect();
        let bytes = postcard::to_allocvec(&lists).expect("lists are packed");
        assert_eq!(postcard::from_bytes::<Lists<(u32, u8)>>(&bytes).as_ref(), Ok(&lists));
        let odd = postcard::from_bytes::<Lists<(u32, u16)>>(&bytes);
        assert!(odd.is_err(), "15 bytes are no whole number of values of 6 bytes");
    }
}
