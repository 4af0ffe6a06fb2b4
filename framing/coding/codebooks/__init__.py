"""Questions for coders that ship, one TOML file each; written for this project from what they cite."""
