"""The pages of the staff: inbox, conversations, approvals, knowledge, audit."""
