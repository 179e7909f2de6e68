"""What a person is told when they take over, and where that handover stands."""
