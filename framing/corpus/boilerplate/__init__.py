"""What stands around a story on any outlet's page, as rules of lines: one TOML file a kind of thing."""
