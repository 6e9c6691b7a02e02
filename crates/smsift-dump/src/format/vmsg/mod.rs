//! vMessage archives: OPPO, realme, MTK, ZTE, Meizu, Windows Phone, Nokia and Coolpad.

mod quoted_printable;
mod reader;

pub(crate) use quoted_printable::decode as decode_quoted_printable;
pub(crate) use reader::Vmsg;
