"""How tables are shown: one vocabulary, one writer of numbers, views of tables and what renders them."""
