"""A study: what was decided, its steps in their order, what it leaves behind, and doing it again."""
