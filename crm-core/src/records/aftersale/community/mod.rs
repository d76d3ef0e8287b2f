//! Boards, topics, posts and clubs.
