//! How visitors came, and what they did on the site.
