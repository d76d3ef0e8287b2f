//! Surveys, invitations and answers.
