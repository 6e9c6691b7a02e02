//! As much of protobuf as a backup of messages needs.

/// A field's value.
pub(super) enum Value<'m> {
    Varint(u64),
    Bytes(&'m [u8]),
}

/// Reads a varint off the front.
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for (i, byte) in bytes.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f).checked_shl(7 * i as u32)?;
        if byte & 0x80 == 0 {
            *bytes = &bytes[i + 1..];
            return Some(value);
        }
    }
    None
}

/// Reads a field off the front: its number and its value. Fixed-width values come as varints.
pub(super) fn field<'m>(bytes: &mut &'m [u8]) -> Option<(u64, Value<'m>)> {
    let key = varint(bytes)?;
    let value = match key & 7 {
        0 => Value::Varint(varint(bytes)?),
        1 => {
            let (fixed, rest) = bytes.split_first_chunk::<8>()?;
            *bytes = rest;
            Value::Varint(u64::from_le_bytes(*fixed))
        }
        2 => {
            let length = usize::try_from(varint(bytes)?).ok()?;
            let (content, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            Value::Bytes(content)
        }
        5 => {
            let (fixed, rest) = bytes.split_first_chunk::<4>()?;
            *bytes = rest;
            Value::Varint(u64::from(u32::from_le_bytes(*fixed)))
        }
        _ => return None,
    };
    Some((key >> 3, value))
}
