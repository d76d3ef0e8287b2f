mod email;
mod identity;
mod names;
mod phone;
mod records;
mod search_index;
mod search_text;
