//! Which names columns and keys have, and how their values become a record.

mod names;
mod slots;
mod value;

pub(crate) use names::{Role, is_platform_name, normal_name, role_of};
pub(crate) use slots::{Slots, Surroundings};
pub(crate) use value::{Scalar, direction, plain_number};
