//! Service contracts and what they entitle to.
