"""The thinking part of a turn: understand, search, draft, ground, weigh, decide. Stores nothing."""
